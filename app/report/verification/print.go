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

const (
	textSize  = 8 * layout.Pt
	textPitch = 12 * layout.Pt
)

// Print sets a description as a PDF. The same input gives the same bytes. Errors are those of [report.Typeset].
func Print(ctx context.Context, p Page) ([]byte, error) {
	t := func(key string, args ...string) string { return describer{words: p.Words}.text(key, args...) }
	sum := sha256.Sum256(p.File)
	blocks := []layout.Block{
		paragraph(t("sign.report.title"), report.FaceHeavy, 16*layout.Pt, 26*layout.Pt, layout.Center),
		paragraph(p.Description.Verdict, report.FaceHeavy, 11*layout.Pt, 20*layout.Pt, layout.Center),
	}
	file := []Line{
		{t("sign.label.file"), p.FileName}, {t("sign.label.sha256"), grouped(sum[:])},
		{t("sign.label.checked"), p.Now.Format("2006-01-02 15:04:05 -07:00")}, {t("sign.label.program"), p.Program},
	}
	file = append(file, p.Description.Lines...)
	blocks = append(blocks, lines(append(file, p.Data...)))
	for _, s := range p.Description.Signatures {
		head := paragraph(s.Title, report.FaceHeavy, 9*layout.Pt, 14*layout.Pt, layout.Left)
		head.Before, head.KeepNext = 5*layout.Pt, true
		verdict := paragraph(s.Verdict, report.FaceSans, 9*layout.Pt, 14*layout.Pt, layout.Left)
		verdict.KeepNext = true
		blocks = append(blocks, head, verdict, lines(s.Lines))
	}
	note := paragraph(t("sign.report.note"), report.FaceSans, 7*layout.Pt, 11*layout.Pt, layout.Left)
	note.Before = 6 * layout.Pt
	blocks = append(blocks, note)
	doc := &layout.Document{Sections: []layout.Section{{
		Frame: layout.Frame{
			Width: layout.MM(210), Height: layout.MM(297), Top: layout.MM(16), Bottom: layout.MM(14), Left: layout.MM(18), Right: layout.MM(18),
			HeaderGap: layout.MM(5), FooterGap: layout.MM(5),
		},
		Blocks: blocks,
	}}}
	var id [16]byte
	copy(id[:], sum[:])
	out, err := report.Typeset(ctx, doc, pdf.Options{
		ID: id, Language: p.Language,
		Info: pdf.Info{Title: t("sign.report.title") + " " + p.FileName, Producer: p.Program, Created: p.Now},
	}, nil)
	if err != nil {
		return nil, err
	}
	return out.Bytes, nil
}

func paragraph(text string, face layout.FaceID, size, pitch layout.Length, align layout.Align) layout.Paragraph {
	return layout.Paragraph{Spans: []layout.Span{{Text: text, Style: layout.Style{Face: face, Size: size}}}, Align: align, Pitch: pitch}
}

// lines is a table of two columns: labels and facts.
func lines(list []Line) *layout.Table {
	table := &layout.Table{
		Columns: []layout.Column{{Width: 84 * layout.Pt}, {Weight: 1}}, Rule: layout.Pt / 4,
		PadX: 3 * layout.Pt, PadY: layout.Pt, Before: 2 * layout.Pt, After: 2 * layout.Pt,
	}
	for _, l := range list {
		table.Rows = append(table.Rows, layout.Row{Cells: []layout.Cell{
			{Content: []layout.Paragraph{paragraph(l.Label, report.FaceSans, textSize, textPitch, layout.Left)}},
			{Content: []layout.Paragraph{paragraph(l.Text, report.FaceSans, textSize, textPitch, layout.Left)}},
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
