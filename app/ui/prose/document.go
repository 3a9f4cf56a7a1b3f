package prose

import (
	"slices"
	"strings"
	"unicode"

	"zhunsheng/app/ui/lines"
	"zhunsheng/scoring/figure"
)

// firstFigure is the first character that stands for a figure: behind the last one of Unicode, so that no text holds it. The character
// firstFigure+i is the document's figure i.
const firstFigure rune = unicode.MaxRune + 1

// position is a place between two characters.
type position struct{ paragraph, at int }

func (p position) before(q position) bool {
	return p.paragraph < q.paragraph || p.paragraph == q.paragraph && p.at < q.at
}

// paragraph is a line of the text as it is stored. It is never changed once it stands in a document but for its layout.
type paragraph struct {
	runes []rune
	marks []mark
	lines []int // where its lines begin on the screen; nil until it was laid out
	width float32
}

// mark is a claim within a paragraph.
type mark struct {
	from, to int // characters
	kind     Kind
	index    int // in the list that was handed over
}

// document is a text and the figures it is bound to.
type document struct {
	paragraphs []*paragraph // at least one
	keys       []string     // of the figures
}

func newDocument(text string) *document {
	d := &document{}
	d.paragraphs = d.read(text)
	return d
}

// read makes paragraphs of a text with tokens.
func (d *document) read(text string) []*paragraph {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var list []*paragraph
	for line := range strings.SplitSeq(text, "\n") {
		p := &paragraph{}
		for _, span := range figure.Split(line) {
			if span.Key != "" {
				p.runes = append(p.runes, d.figure(span.Key))
				continue
			}
			p.runes = append(p.runes, []rune(span.Text)...)
		}
		list = append(list, p)
	}
	return list
}

// figure returns the character that stands for a figure.
func (d *document) figure(key string) rune {
	i := slices.Index(d.keys, key)
	if i < 0 {
		i = len(d.keys)
		d.keys = append(d.keys, key)
	}
	return firstFigure + rune(i)
}

// key returns the key of the figure that a character stands for.
func (d *document) key(r rune) (string, bool) {
	if r < firstFigure {
		return "", false
	}
	return d.keys[r-firstFigure], true
}

// text writes characters with tokens for figures; with shown, what is shown in their place.
func (d *document) write(b *strings.Builder, runes []rune, shown func(key string) string) {
	for _, r := range runes {
		key, ok := d.key(r)
		switch {
		case !ok:
			b.WriteRune(r)
		case shown != nil:
			b.WriteString(shown(key))
		default:
			b.WriteString(figure.Token(key))
		}
	}
}

// text returns the text with tokens, or with what is shown.
func (d *document) text(shown func(key string) string) string {
	return d.slice(position{}, d.end(), shown)
}

// slice returns the text between two places.
func (d *document) slice(from, to position, shown func(key string) string) string {
	var b strings.Builder
	for i := from.paragraph; i <= to.paragraph; i++ {
		runes := d.paragraphs[i].runes
		start, end := 0, len(runes)
		if i == from.paragraph {
			start = from.at
		}
		if i == to.paragraph {
			end = to.at
		}
		if i > from.paragraph {
			b.WriteByte('\n')
		}
		d.write(&b, runes[start:end], shown)
	}
	return b.String()
}

func (d *document) end() position {
	last := len(d.paragraphs) - 1
	return position{last, len(d.paragraphs[last].runes)}
}

// replace puts paragraphs in the place of what is between two places: the first joins what is before, the last what is behind. It returns
// the place behind what was put in. Marks that the change touches go away, the others stay where their words are.
func (d *document) replace(from, to position, with []*paragraph) position {
	head, tail := d.paragraphs[from.paragraph], d.paragraphs[to.paragraph]
	last := len(with) - 1
	next := make([]*paragraph, len(with))
	for i, p := range with {
		next[i] = &paragraph{runes: p.runes}
	}
	end := position{from.paragraph + last, len(with[last].runes)}
	if last == 0 {
		end.at += from.at
		next[0].runes = slices.Concat(head.runes[:from.at], with[0].runes, tail.runes[to.at:])
	} else {
		next[0].runes = slices.Concat(head.runes[:from.at], with[0].runes)
		next[last].runes = slices.Concat(with[last].runes, tail.runes[to.at:])
	}
	for _, m := range head.marks {
		if m.to <= from.at {
			next[0].marks = append(next[0].marks, m)
		}
	}
	for _, m := range tail.marks {
		if m.from >= to.at {
			m.from, m.to = m.from-to.at+end.at, m.to-to.at+end.at
			next[last].marks = append(next[last].marks, m)
		}
	}
	d.paragraphs = slices.Concat(d.paragraphs[:from.paragraph], next, d.paragraphs[to.paragraph+1:])
	return end
}

// clamp returns the nearest place that exists.
func (d *document) clamp(p position) position {
	p.paragraph = min(max(p.paragraph, 0), len(d.paragraphs)-1)
	p.at = min(max(p.at, 0), len(d.paragraphs[p.paragraph].runes))
	return p
}

// left and right return the place a character further.
func (d *document) left(p position) position {
	switch {
	case p.at > 0:
		p.at--
	case p.paragraph > 0:
		p.paragraph--
		p.at = len(d.paragraphs[p.paragraph].runes)
	}
	return p
}

func (d *document) right(p position) position {
	switch {
	case p.at < len(d.paragraphs[p.paragraph].runes):
		p.at++
	case p.paragraph < len(d.paragraphs)-1:
		p.paragraph++
		p.at = 0
	}
	return p
}

// wordLeft and wordRight go to the next border of a word: of letters and digits, of Chinese writing up to a mark, or a figure.
func (d *document) wordLeft(p position) position {
	q := d.left(p)
	for q.paragraph == p.paragraph && q.at > 0 {
		runes := d.paragraphs[q.paragraph].runes
		if lines.ClassOf(runes[q.at-1]) != lines.ClassOf(runes[q.at]) {
			break
		}
		q.at--
	}
	return q
}

func (d *document) wordRight(p position) position {
	q := d.right(p)
	runes := d.paragraphs[q.paragraph].runes
	for q.paragraph == p.paragraph && q.at < len(runes) && lines.ClassOf(runes[q.at-1]) == lines.ClassOf(runes[q.at]) {
		q.at++
	}
	return q
}
