package help

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind says what a block of a page is.
type Kind int

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Title          // of the page
	Heading
	Bullet
	Numbered
)

// Span is a run of text in one weight.
type Span struct {
	Text string
	Bold bool
}

// Block is a paragraph, heading or item of a list.
type Block struct {
	Kind   Kind
	Number string // of a numbered item, such as "2."
	Spans  []Span
}

// Text is what a block says.
func (b *Block) Text() string {
	var text strings.Builder
	for _, s := range b.Spans {
		text.WriteString(s.Text)
	}
	return text.String()
}

// Article is one page of the help.
type Article struct {
	Topic  string // names it, such as "year"
	Title  string
	Blocks []Block
}

// Book are the pages of a language, in order.
type Book []Article

// Read reads the pages in a folder. The error names the file that is none.
func Read(files fs.FS) (Book, error) {
	names, err := fs.Glob(files, "*.md")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var book Book
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		_, topic, ok := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), "-")
		if !ok || !utf8.Valid(data) {
			return nil, fmt.Errorf("help page %s: the name must be number-topic.md and the text UTF-8", name)
		}
		article := Article{Topic: topic, Blocks: parse(string(data))}
		if len(article.Blocks) == 0 || article.Blocks[0].Kind != Title {
			return nil, fmt.Errorf("help page %s: it does not begin with a title", name)
		}
		article.Title = article.Blocks[0].Text()
		book = append(book, article)
	}
	return book, nil
}

// Find returns the number of the page of a topic, 0 where there is none.
func (b Book) Find(topic string) int {
	return max(0, slices.IndexFunc(b, func(a Article) bool { return a.Topic == topic }))
}

// parse reads the little Markdown that help pages use. Any text is accepted: what means nothing is a paragraph.
func parse(text string) []Block {
	var blocks []Block
	open := false // the last block is a paragraph that goes on
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		b := Block{Kind: Paragraph}
		switch number, rest, isItem := strings.Cut(line, ". "); {
		case line == "":
			open = false
			continue
		case strings.HasPrefix(line, "# "):
			b.Kind, line = Title, line[2:]
		case strings.HasPrefix(line, "## "):
			b.Kind, line = Heading, line[3:]
		case strings.HasPrefix(line, "- "):
			b.Kind, line = Bullet, line[2:]
		case isItem && number != "" && strings.Trim(number, "0123456789") == "":
			b.Kind, b.Number, line = Numbered, number+".", rest
		case open:
			last := &blocks[len(blocks)-1]
			last.Spans = append(last.Spans, append([]Span{{Text: " "}}, spans(line)...)...)
			continue
		}
		b.Spans = spans(line)
		blocks = append(blocks, b)
		open = b.Kind == Paragraph
	}
	return blocks
}

// spans splits a line at "**". One that is never closed is text.
func spans(line string) []Span {
	parts := strings.Split(line, "**")
	if len(parts)%2 == 0 {
		last := len(parts) - 1
		parts = append(parts[:last-1], parts[last-1]+"**"+parts[last])
	}
	var list []Span
	for i, part := range parts {
		if part != "" {
			list = append(list, Span{Text: part, Bold: i%2 == 1})
		}
	}
	return list
}

// Hit is a block that holds what was searched for.
type Hit struct {
	Article, Block int
	Text           string // an excerpt
}

// mostHits bounds what a search gives.
const mostHits = 100

// Search finds the blocks that hold every word, titles first.
func (b Book) Search(query string) []Hit {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var titles, hits []Hit
	for i := range b {
		for j := range b[i].Blocks {
			text := b[i].Blocks[j].Text()
			if !holds(strings.ToLower(text), words) && !holds(strings.ToLower(b[i].Title+" "+text), words) {
				continue
			}
			hit := Hit{Article: i, Block: j, Text: excerpt(text, words[0])}
			if k := b[i].Blocks[j].Kind; k == Title || k == Heading {
				titles = append(titles, hit)
			} else if holds(strings.ToLower(text), words[len(words)-1:]) {
				hits = append(hits, hit)
			}
		}
	}
	hits = append(titles, hits...)
	return hits[:min(len(hits), mostHits)]
}

func holds(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// excerpt is the part of a text around a word.
func excerpt(text, word string) string {
	const lead, length = 8, 40
	runes := []rune(text)
	at := 0
	if i := strings.Index(strings.ToLower(text), word); i > 0 {
		at = max(0, utf8.RuneCountInString(text[:min(i, len(text))])-lead)
	}
	if at > 0 {
		runes = append([]rune("…"), runes[min(at, len(runes)):]...)
	}
	if len(runes) > length {
		runes = append(runes[:length-1], '…')
	}
	return string(runes)
}
