package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxGap is the largest gap, in thousandths of the em, that justification puts
// between two runes. A line that would need more stays ragged: wider gaps look
// torn, and programs that extract text read them as blanks.
const maxGap = 90

// line is one shaped line; its texts are relative to the left edge of the
// paragraph's box and to the baseline.
type line struct {
	texts []Text
	lead  Length // space above
	pitch Length
	base  Length // from the top of the line to the baseline
}

// shaper turns paragraphs into lines. It is reused from paragraph to
// paragraph, so that its buffer grows only once.
type shaper struct {
	m  Metrics
	br *breaker
	gs []glyph
	// wholeWords is that of the paragraph in hand.
	wholeWords bool
}

func newShaper(m Metrics, units []string) *shaper {
	return &shaper{m: m, br: newBreaker(units)}
}

// lines sets p in lines of the given width. Where an amount is wider than the
// width, the whole paragraph is set smaller.
func (s *shaper) lines(p *Paragraph, width Length) []line {
	width -= p.Left + p.Right
	s.wholeWords = p.WholeWords
	spans := clean(p.Spans)
	scaled, pitch := spans, pitchOf(p)
	indent := p.Indent
	for range 4 {
		s.load(scaled)
		room := width
		if p.OneLine {
			room = endless
		}
		ends, widest := s.cut(room, indent)
		if p.OneLine {
			widest = s.natural(ends) + max(indent, 0)
		}
		if widest <= max(width, Pt) {
			if p.Balance && len(ends) > 1 {
				ends = s.balance(ends, width, indent)
			}
			return s.build(p, scaled, ends, width, indent, pitch)
		}
		num, den := max(width, Pt), widest+1
		scaled = shrink(scaled, num, den)
		pitch = pitch * num / den
		indent = indent * num / den
	}
	s.load(scaled)
	ends, _ := s.cut(width, indent)
	return s.build(p, scaled, ends, width, indent, pitch)
}

// balance cuts the text again for the least width that needs no more lines,
// so that the last line is not much shorter than the others.
func (s *shaper) balance(ends []int, width, indent Length) []int {
	low, high := width/2, width
	for high-low > Pt {
		mid := (low + high) / 2
		if try, over := s.cut(mid, indent); len(try) <= len(ends) && over == 0 {
			ends, high = try, mid
		} else {
			low = mid
		}
	}
	return ends
}

// endless is a width that every line fits.
const endless Length = 1 << 40

// natural returns the width of the widest line.
func (s *shaper) natural(ends []int) (widest Length) {
	start := 0
	for _, end := range ends {
		var w Length
		for _, g := range s.gs[start:end] {
			w += g.adv
		}
		widest = max(widest, w)
		start = end
	}
	return widest
}

func pitchOf(p *Paragraph) Length {
	if p.Pitch > 0 {
		return p.Pitch
	}
	var size Length
	for i := range p.Spans {
		size = max(size, p.Spans[i].Size)
	}
	return size * 3 / 2
}

// shrink returns copies of the spans scaled by num/den.
func shrink(spans []Span, num, den Length) []Span {
	out := make([]Span, len(spans))
	copy(out, spans)
	for i := range out {
		out[i].Size = max(out[i].Size*num/den, 1)
		out[i].Tracking = out[i].Tracking * num / den
	}
	return out
}

// clean drops control characters and bad encoding; most spans pass unchanged.
func clean(spans []Span) []Span {
	var out []Span
	for i := range spans {
		t := spans[i].Text
		if strings.IndexFunc(t, dirty) < 0 && utf8.ValidString(t) {
			continue
		}
		if out == nil {
			out = make([]Span, len(spans))
			copy(out, spans)
		}
		t = strings.ReplaceAll(strings.ToValidUTF8(t, "\ufffd"), "\r\n", "\n")
		out[i].Text = strings.Map(func(r rune) rune {
			switch {
			case r == '\n', !dirty(r):
				return r
			case r == '\r', r == '\u2028', r == '\u2029', r == '\v', r == '\f', r == '\u0085':
				return '\n'
			case r == '\t':
				return ' '
			}
			return -1
		}, t)
	}
	if out == nil {
		return spans
	}
	return out
}

func dirty(r rune) bool {
	if r >= ' ' && r < 0x7f {
		return false
	}
	return r != '\n' && (unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff')
}

// load fills the buffer with the glyphs of spans and marks the breaks.
func (s *shaper) load(spans []Span) {
	s.gs = s.gs[:0]
	for i := range spans {
		sp := &spans[i]
		for off, r := range sp.Text {
			g := glyph{r: r, off: int32(off), span: int16(i)}
			if r == '\n' {
				g.flags = newline
			} else {
				var adv int
				g.face, adv = s.m.Glyph(sp.Face, r)
				g.adv = (Length(adv)*sp.Size+500)/1000 + sp.Tracking
			}
			s.gs = append(s.gs, g)
		}
	}
	s.br.mark(s.gs)
}

// cut finds the ends of the lines. It also returns the width of the widest
// piece that may not be parted and fits no line, or 0.
func (s *shaper) cut(width, indent Length) (ends []int, widest Length) {
	for start := 0; start < len(s.gs); {
		avail := width
		if start == 0 {
			avail -= indent
		}
		end, w := s.cutOne(start, avail)
		if w > avail && start == 0 && indent > 0 {
			w += indent
		}
		if w > width {
			widest = max(widest, w)
		}
		ends = append(ends, end)
		start = end
	}
	if len(s.gs) == 0 || s.gs[len(s.gs)-1].flags&newline != 0 {
		ends = append(ends, len(s.gs))
	}
	return ends, widest
}

// cutOne returns the end of the line that begins at start, and the width of an
// unbreakable piece where one sticks out.
func (s *shaper) cutOne(start int, avail Length) (end int, over Length) {
	var x Length
	last := -1
	for i := start; i < len(s.gs); i++ {
		g := &s.gs[i]
		if g.flags&newline != 0 {
			return i + 1, 0
		}
		x += g.adv
		if x > avail && g.class != blank {
			if last > start {
				return last, 0
			}
			return s.emergency(start, i)
		}
		if g.flags&mayBreak != 0 {
			last = i + 1
		}
	}
	return len(s.gs), 0
}

// emergency parts a word wider than the line before glyph i, or behind the
// amount or single glyph that glyph i belongs to; over is then its width.
func (s *shaper) emergency(start, i int) (end int, over Length) {
	for k := i; k > start && !s.wholeWords; k-- {
		if s.gs[k-1].flags&neverPart == 0 {
			return k, 0
		}
	}
	end = i + 1
	for end < len(s.gs) && s.joined(end) {
		end++
	}
	for _, g := range s.gs[start:end] {
		over += g.adv
	}
	return end, over
}

// joined tells whether glyph i may not be parted from the one before it where
// a line overflows.
func (s *shaper) joined(i int) bool {
	f := s.gs[i-1].flags
	if s.wholeWords {
		return f&(mayBreak|newline) == 0
	}
	return f&neverPart != 0
}

// build turns the cut glyphs into lines.
func (s *shaper) build(p *Paragraph, spans []Span, ends []int, width, indent, pitch Length) []line {
	out := make([]line, 0, len(ends))
	start := 0
	for n, end := range ends {
		ln := line{pitch: pitch}
		left, room := p.Left, width
		if n == 0 {
			left += indent
			room -= indent
			ln.lead = p.Before
		}
		size := s.size(spans, start, end)
		// The em box of an ideograph reaches 0.88 em above the baseline.
		ln.base = (pitch-size)/2 + size*88/100
		ended := end == len(s.gs) || end > start && s.gs[end-1].flags&newline != 0
		ln.texts = s.set(p.Align, spans, start, end, left, room, ended)
		out = append(out, ln)
		start = end
	}
	return out
}

func (s *shaper) size(spans []Span, start, end int) (size Length) {
	for i := start; i < end; i++ {
		size = max(size, spans[s.gs[i].span].Size)
	}
	if size == 0 && len(spans) > 0 {
		size = spans[0].Size
	}
	return size
}

// set positions the glyphs from start to end on one line.
func (s *shaper) set(align Align, spans []Span, start, end int, left, room Length, ended bool) []Text {
	gs := s.gs[start:end]
	if len(gs) > 0 && gs[len(gs)-1].flags&newline != 0 {
		gs = gs[:len(gs)-1]
	}
	if len(gs) == 0 {
		return nil
	}
	ink, width, gaps := extent(gs)
	var gap Length
	everywhere := false
	switch slack := max(room-width, 0); {
	case align == Center:
		left += slack / 2
	case align == Right:
		left += slack
	case align == Justify && !ended && ink > 1:
		most := s.size(spans, start, end) * maxGap / 1000
		if gap = slack / Length(max(gaps, 1)); gap > most || gaps == 0 {
			// Few ideographs and much slack: words take their part.
			gap, everywhere = min(slack/Length(ink-1), most), true
		}
	}
	return s.runs(gs, spans, left, gap, ink, everywhere)
}

// extent measures a line without its trailing blanks: how many glyphs it has,
// how wide it is, and how many of its gaps may grow.
func extent(gs []glyph) (ink int, width Length, gaps int) {
	ink = len(gs)
	for ink > 0 && gs[ink-1].class == blank {
		ink--
	}
	for i := range ink {
		width += gs[i].adv
		if i < ink-1 && gs[i].flags&stretches != 0 {
			gaps++
		}
	}
	return ink, width, gaps
}

// runs joins neighbours of one face, style and spacing. The gap is put where
// the breaker allows it, or behind every glyph.
func (s *shaper) runs(gs []glyph, spans []Span, x, gap Length, ink int, everywhere bool) []Text {
	out := make([]Text, 0, 4)
	spread := func(i int) Length {
		if i < ink-1 && (everywhere || gs[i].flags&stretches != 0) {
			return gap
		}
		return 0
	}
	for i := 0; i < len(gs); {
		first := &gs[i]
		sp := &spans[first.span]
		extra := spread(i)
		w := first.adv
		j := i
		for j+1 < len(gs) && spread(j) == extra && joins(&gs[j], &gs[j+1], gap > 0 && !everywhere) {
			j++
			w += extra + gs[j].adv
		}
		last := &gs[j]
		out = append(out, Text{
			X: x, Width: w - sp.Tracking, Asked: sp.Face, Face: first.face, Size: sp.Size, Spacing: extra + sp.Tracking,
			Color: sp.Color, Text: sp.Text[first.off : int(last.off)+utf8.RuneLen(last.r)], link: sp.Link,
		})
		x += w + spread(j)
		i = j + 1
	}
	return out
}

// joins tells whether two neighbours may share a run; where words are not
// spread, a word is a run of its own.
func joins(x, y *glyph, apart bool) bool {
	return x.face == y.face && x.span == y.span && (!apart || tight(x) == tight(y))
}

// tight tells whether g belongs to a word that is never spread.
func tight(g *glyph) bool { return g.r < 0x2000 && g.class != blank }
