package exchange

import (
	"path/filepath"
	"strings"

	"zhunsheng/app/exchange/docx"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/exchange/sheet"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
)

// importWord reads the tables and the narrative of a Word document. The tables of one document are read as one sheet, with the short
// lines around them, because a form is often set as several tables below each other.
func importWord(name string, data []byte, opts Options) (*Imported, error) {
	document, err := docx.Read(data)
	if err != nil {
		return nil, err
	}
	out := &Imported{Name: name, Kind: ooxml.KindDOCX, Notes: document.Notes}
	form, others := layOut(document.Blocks)
	out.add(append([]*sheet.Grid{form}, others...), opts)
	out.Narrative = document.Narrative(outlineFor(out, opts))
	if len(out.Tables) == 1 {
		out.intoEvaluation(document)
	}
	known := false
	for _, s := range out.Narrative {
		known = known || s.ID != ""
	}
	if len(out.Tables) == 0 && !known {
		return out, &ooxml.Error{Fault: ooxml.NoTable, Found: filepath.Base(name)}
	}
	return out, nil
}

// intoEvaluation puts the sections that were found into the one evaluation of the document.
func (out *Imported) intoEvaluation(document *docx.Document) {
	table := out.Tables[0]
	e := table.Evaluation
	for _, s := range out.Narrative {
		if s.ID != "" {
			e.Narrative = append(e.Narrative, scoring.Narrative{Section: s.ID, Text: s.Text})
		}
	}
	if e.Project.Name != "" {
		return
	}
	for _, b := range document.Blocks {
		title := strings.TrimSpace(b.Text)
		for _, end := range [...]string{"绩效自评报告", "支出绩效自评报告", "绩效评价报告"} {
			if project, ok := strings.CutSuffix(title, end); ok && project != "" {
				table.TitleNames(strings.TrimSuffix(project, "项目支出"))
				return
			}
		}
	}
}

// around is how many lines before and after a table may belong to it, and how long they may be.
const (
	linesBefore = 6
	linesAfter  = 3
	longestLine = 80
)

// layOut puts the tables of a document that look like a form below each other on one grid, with the short lines around them. Other
// tables stay grids of their own.
func layOut(blocks []docx.Block) (form *sheet.Grid, others []*sheet.Grid) {
	wanted := make([]bool, len(blocks))
	for i := range blocks {
		if blocks[i].Table == nil {
			continue
		}
		if !tablein.Recognizes(blocks[i].Table) {
			others = append(others, blocks[i].Table)
			continue
		}
		wanted[i] = true
		for k := max(0, i-linesBefore); k < min(len(blocks), i+linesAfter+1); k++ {
			wanted[k] = wanted[k] || mayBelong(&blocks[k])
		}
		for k := 0; k < min(len(blocks), linesBefore) && mayBelong(&blocks[k]); k++ { // the cover: title, year, unit
			wanted[k] = true
		}
	}
	var cells []*sheet.Cell
	row := 0
	for i := range blocks {
		switch {
		case !wanted[i]:
		case blocks[i].Table == nil:
			row++
			if strings.TrimSpace(blocks[i].Text) != "" {
				cells = append(cells, &sheet.Cell{Row: row, Col: 1, EndRow: row, EndCol: 1, Text: blocks[i].Text})
			}
		default:
			row = place(blocks[i].Table, row, &cells)
		}
	}
	return sheet.NewGrid("", cells, nil), others
}

// mayBelong reports whether a line is short enough to belong to a table, and no heading of the author's.
func mayBelong(b *docx.Block) bool {
	return b.Table == nil && len([]rune(b.Text)) <= longestLine && (b.Level == 0 || b.Generated)
}

// place puts the cells of a table below a row and returns the last row it takes.
func place(table *sheet.Grid, below int, cells *[]*sheet.Cell) int {
	last := below
	for i := range table.Lines {
		for _, c := range table.Lines[i].Own() {
			moved := *c
			moved.Row, moved.EndRow = c.Row+below, c.EndRow+below
			last = max(last, moved.EndRow)
			*cells = append(*cells, &moved)
		}
	}
	return last
}

// outlineFor is the outline of the scheme that fits, or the sections that every shipped outline has.
func outlineFor(out *Imported, opts Options) []scoring.Section {
	if opts.Scheme != nil {
		return opts.Scheme.Outline
	}
	for _, s := range opts.Schemes {
		if len(out.Tables) == 0 || out.Tables[0].Evaluation.Scheme.ID == s.ID {
			return s.Outline
		}
	}
	var outline []scoring.Section
	for _, id := range []string{"overview", "basis", "scope", "money", "organisation", "performance", "practice", "problems", "conclusion"} {
		outline = append(outline, scoring.Section{ID: id})
	}
	return outline
}
