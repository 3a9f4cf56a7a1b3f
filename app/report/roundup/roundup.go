// Package roundup prints what many bundles and reports come to: how many files and evaluations, what is wrong or missing, departments,
// grades, every evaluation that counts, and the sample for spot checks.
//
// [Print] makes the PDF. The same input gives the same bytes. The words are those of the workbook, under "collect." and "roundup.".
package roundup

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"zhunsheng/app/collect"
	"zhunsheng/app/pdf"
	"zhunsheng/app/report"
	"zhunsheng/app/report/layout"
)

// Words gives sentences in the user's language.
type Words interface {
	Text(key string, args map[string]string) string
}

// Paper is what is printed.
type Paper struct {
	Summary     *collect.Summary
	Evaluations []collect.EvaluationRow // that count, in the order in which they are printed
	Folders     []string                // that were collected
	Words       Words
	Language    string // BCP 47
	Now         time.Time
	Program     string // with its version
	Faces       *report.Faces
}

// Print sets the collection as a PDF. Errors are those of [report.Typeset].
func Print(ctx context.Context, p Paper) ([]byte, error) {
	content, err := json.Marshal(struct {
		Summary     *collect.Summary
		Evaluations []collect.EvaluationRow
	}{p.Summary, p.Evaluations})
	if err != nil {
		return nil, err
	}
	options := pdf.Options{Language: p.Language, Info: pdf.Info{Title: p.text("roundup.title"), Producer: p.Program, Created: p.Now}}
	sum := sha256.Sum256(content)
	copy(options.ID[:], sum[:])
	page := layout.Frame{ // A4 across
		Width: layout.MM(297), Height: layout.MM(210), Top: layout.MM(16), Bottom: layout.MM(14), Left: layout.MM(16), Right: layout.MM(16),
		HeaderGap: layout.MM(5), FooterGap: layout.MM(5),
	}
	laid, err := report.PrepareTypeset(ctx, &layout.Document{Sections: []layout.Section{{Frame: page, Blocks: p.blocks()}}}, options, p.Faces)
	if err != nil {
		return nil, err
	}
	return laid.Bytes(ctx)
}

func (p *Paper) text(key string) string { return p.Words.Text(key, nil) }

func (p *Paper) blocks() []layout.Block {
	s := p.Summary
	blocks := []layout.Block{
		line(p.text("roundup.title"), report.FaceHeavy, 16, layout.Center),
		line(p.Words.Text("roundup.about", map[string]string{
			"date": p.Now.Format(time.DateOnly), "folders": strings.Join(p.Folders, p.text("list.separator")),
		}), report.FaceSans, 9, layout.Center),
		line(p.Words.Text("roundup.counts", map[string]string{
			"files": strconv.Itoa(s.Files), "evaluations": strconv.Itoa(s.Evaluations), "missing": strconv.Itoa(len(s.Missing)),
			"faulty": strconv.Itoa(len(s.Faulty)), "doubtful": strconv.Itoa(len(s.Doubtful)), "others": strconv.Itoa(len(s.Others)),
		}), report.FaceSans, 10, layout.Left),
	}
	for _, part := range []struct {
		key  string
		grid grid
	}{
		{"roundup.faults", p.faults()},
		{"roundup.departments", p.departments()},
		{"roundup.grades", p.grades()},
		{"roundup.evaluations", p.evaluations()},
		{"roundup.sample", p.sample()},
	} {
		if len(part.grid.rows) == 0 {
			continue
		}
		head := line(p.text(part.key), report.FaceHeavy, 11, layout.Left)
		head.Before, head.KeepNext = 8*layout.Pt, true
		blocks = append(blocks, head, p.set(part.grid))
	}
	return blocks
}

// grid is a table in words: the keys of its heads, the shares of its columns, and what stands in them.
type grid struct {
	heads  []string
	shares []int
	rows   [][]string
}

func (g *grid) add(texts ...string) { g.rows = append(g.rows, texts) }

func (p *Paper) faults() grid {
	s := p.Summary
	g := grid{heads: []string{"state", "unit", "detail", "source"}, shares: []int{2, 3, 8, 6}}
	for _, unit := range s.Missing {
		g.add(p.text("collect.missing"), unit, "", "")
	}
	for i := range s.Faulty {
		f := &s.Faulty[i]
		g.add(p.text("collect.state."+string(f.State)), f.Unit, f.Detail, p.within(f.Path))
	}
	for _, d := range s.Doubtful {
		g.add(p.text("collect.standing."+string(d.Standing)), d.Unit, d.Key, p.within(d.Path))
	}
	for _, path := range s.Others {
		g.add(p.text("collect.other"), "", "", p.within(path))
	}
	return g
}

func (p *Paper) departments() grid {
	g := grid{heads: []string{"department", "count", "complete", "mean"}, shares: []int{5, 1, 1, 1}}
	for _, d := range p.Summary.Departments {
		mean := "—"
		if d.Mean.Valid {
			mean = d.Mean.Decimal.String()
		}
		g.add(d.Name, strconv.Itoa(d.Count), strconv.Itoa(d.Complete), mean)
	}
	return g
}

func (p *Paper) grades() grid {
	g := grid{heads: []string{"grade", "count"}, shares: []int{5, 1}}
	for _, c := range p.Summary.Grades {
		g.add(c.Name, strconv.Itoa(c.Count))
	}
	return g
}

func (p *Paper) evaluations() grid {
	g := grid{heads: []string{"unit", "project", "year", "department", "total", "grade", "execution", "errors"}, shares: []int{4, 6, 1, 4, 2, 1, 2, 2}}
	for i := range p.Evaluations {
		r := &p.Evaluations[i]
		rate := figure(r.ExecutionRate)
		if r.ExecutionRate != nil {
			rate += "%"
		}
		g.add(r.Unit, r.Project, strconv.Itoa(int(r.Year)), r.Department, figure(r.Total), r.Grade, rate, strconv.Itoa(int(r.Errors)))
	}
	return g
}

func (p *Paper) sample() grid {
	g := grid{heads: []string{"unit", "project", "risk", "source"}, shares: []int{4, 6, 1, 6}}
	for _, d := range p.Summary.Sample {
		g.add(d.Unit, d.Project, strconv.Itoa(d.Risk), p.within(d.Source))
	}
	return g
}

// within is a path as it lies in the folder that was collected.
func (p *Paper) within(path string) string {
	for _, folder := range p.Folders {
		if inside, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(inside) {
			return inside
		}
	}
	return path
}

// figure is a number with four decimal places, without those that say nothing.
func figure(scaled *int64) string {
	if scaled == nil {
		return "—"
	}
	d, err := decimal.New(*scaled, collect.PointPlaces)
	if err != nil {
		return "—"
	}
	return d.Trim(2).String()
}

func line(text string, face layout.FaceID, points layout.Length, align layout.Align) layout.Paragraph {
	style := layout.Style{Face: face, Size: points * layout.Pt}
	return layout.Paragraph{Spans: []layout.Span{{Text: text, Style: style}}, Align: align, Pitch: style.Size * 3 / 2}
}

// set lays a grid out as a table whose head is repeated on every page.
func (p *Paper) set(g grid) *layout.Table {
	t := &layout.Table{Head: 1, Rule: layout.Pt / 4, PadX: 3 * layout.Pt, PadY: 1 * layout.Pt, Before: 2 * layout.Pt, After: 3 * layout.Pt}
	cells := func(texts []string, face layout.FaceID) (r layout.Row) {
		for _, text := range texts {
			r.Cells = append(r.Cells, layout.Cell{Content: []layout.Paragraph{line(text, face, 8, layout.Left)}})
		}
		return r
	}
	var heads []string
	for i, key := range g.heads {
		t.Columns = append(t.Columns, layout.Column{Weight: g.shares[i]})
		heads = append(heads, p.text("roundup.column."+key))
	}
	t.Rows = append(t.Rows, cells(heads, report.FaceHeavy))
	for _, texts := range g.rows {
		t.Rows = append(t.Rows, cells(texts, report.FaceSans))
	}
	return t
}
