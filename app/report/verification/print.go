package verification

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report"
	"zhunsheng/app/report/layout"
)

// Page is what is printed.
type Page struct {
	Description Description
	FileName    string // as people know the file; not a path
	File        []byte // that was checked
	Data        []Line // what the data inside say, if anything
	Words       Words
	Language    string // BCP 47
	Now         time.Time
	Program     string // with its version
}

// scales are the sizes of text that are tried, in percent, until everything stands on one page.
var scales = []layout.Length{100, 92, 84, 76}

// Print sets a description as a PDF, smaller where one page would not hold it. The same input gives the same bytes. Errors are those
// of [report.Typeset].
func Print(ctx context.Context, p Page) ([]byte, error) {
	laid, err := Prepare(ctx, p)
	if err != nil {
		return nil, err
	}
	return laid.Bytes(ctx)
}

// Prepare lays a description out as [Print] does, to be looked at or sent to a printer. Errors are those of [report.PrepareTypeset].
func Prepare(ctx context.Context, p Page) (*report.Prepared, error) {
	sum := sha256.Sum256(p.File)
	options := pdf.Options{
		Language: p.Language,
		Info:     pdf.Info{Title: p.text("sign.report.title") + " " + p.FileName, Producer: p.Program, Created: p.Now},
	}
	copy(options.ID[:], sum[:])
	for i, scale := range scales {
		doc := &layout.Document{Sections: []layout.Section{{Frame: frame(), Blocks: p.blocks(grouped(sum[:]), look{scale})}}}
		laid, err := report.PrepareTypeset(ctx, doc, options, nil)
		if err != nil {
			return nil, err
		}
		if laid.Pages() == 1 || i == len(scales)-1 {
			return laid, nil
		}
	}
	return nil, nil
}

func (p *Page) text(key string) string { return p.Words.Text(key, nil) }

func frame() layout.Frame {
	return layout.Frame{
		Width: layout.MM(210), Height: layout.MM(297), Top: layout.MM(16), Bottom: layout.MM(14), Left: layout.MM(18), Right: layout.MM(18),
		HeaderGap: layout.MM(5), FooterGap: layout.MM(5),
	}
}

func (p *Page) blocks(sum string, l look) []layout.Block {
	blocks := []layout.Block{
		l.paragraph(p.text("sign.report.title"), report.FaceHeavy, 16, layout.Center),
		l.paragraph(p.Description.Verdict, report.FaceHeavy, 11, layout.Center),
	}
	file := []Line{
		{p.text("sign.label.file"), p.FileName},
		{p.text("sign.label.sha256"), sum},
		{p.text("sign.label.checked"), p.Now.Format("2006-01-02 15:04:05 -07:00")},
		{p.text("sign.label.program"), p.Program},
	}
	file = append(file, p.Description.Lines...)
	blocks = append(blocks, l.lines(append(file, p.Data...)))
	for _, s := range p.Description.Signatures {
		head := l.paragraph(s.Title, report.FaceHeavy, 9, layout.Left)
		head.Before, head.KeepNext = 4*layout.Pt, true
		verdict := l.paragraph(s.Verdict, report.FaceSans, 9, layout.Left)
		verdict.KeepNext = true
		blocks = append(blocks, head, verdict, l.lines(s.Lines))
	}
	note := l.paragraph(p.text("sign.report.note"), report.FaceSans, 7, layout.Left)
	note.Before = 5 * layout.Pt
	return append(blocks, note)
}

// look is a size of text, in percent of the usual one.
type look struct{ scale layout.Length }

func (l look) paragraph(text string, face layout.FaceID, points layout.Length, align layout.Align) layout.Paragraph {
	size := points * layout.Pt * l.scale / 100
	style := layout.Style{Face: face, Size: size}
	return layout.Paragraph{Spans: []layout.Span{{Text: text, Style: style}}, Align: align, Pitch: size * 3 / 2}
}

// lines is a table of two columns: labels and facts.
func (l look) lines(list []Line) *layout.Table {
	table := &layout.Table{
		Columns: []layout.Column{{Width: 84 * layout.Pt}, {Weight: 1}}, Rule: layout.Pt / 4,
		PadX: 3 * layout.Pt, PadY: layout.Pt * l.scale / 100, Before: 2 * layout.Pt, After: 2 * layout.Pt,
	}
	for _, line := range list {
		table.Rows = append(table.Rows, layout.Row{Cells: []layout.Cell{
			{Content: []layout.Paragraph{l.paragraph(line.Label, report.FaceSans, 8, layout.Left)}},
			{Content: []layout.Paragraph{l.paragraph(line.Text, report.FaceSans, 8, layout.Left)}},
		}})
	}
	return table
}

// grouped shows a hash as fingerprints are shown.
func grouped(sum []byte) string {
	digits := fmt.Sprintf("%X", sum)
	var groups []string
	for i := 0; i < len(digits); i += 4 {
		groups = append(groups, digits[i:min(i+4, len(digits))])
	}
	return strings.Join(groups, " ")
}
