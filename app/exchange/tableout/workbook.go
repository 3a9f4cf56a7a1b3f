package tableout

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"

	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/review"
)

// Project is one evaluation with what the rules say about it.
type Project struct {
	Scheme     *scoring.Scheme
	Evaluation *scoring.Evaluation
	Card       *scoring.Scorecard
	Findings   []review.Finding
	History    []Change // none: no sheet of it
}

// Change is one entry of an evaluation's history, as ready texts.
type Change struct {
	When, Who, Place, Before, After, Reason string
}

// Options say what goes into a workbook beside the official tables.
type Options struct {
	// Words speak in the sheets around the official table.
	Words *locale.Printer
	// Printed writes the scores that imported tables printed, instead of those the rules give.
	Printed bool
	// TableOnly leaves the findings and the history out.
	TableOnly bool
}

// Workbook writes the official table of each project and, unless there is just one, a summary before them; then, unless the options ask for
// the tables only, the findings and, where there is any, the history. The same input gives the same bytes.
func Workbook(projects []Project, opts Options) ([]byte, error) {
	b := newBook()
	defer b.file.Close()
	if len(projects) != 1 {
		writeSummary(b, projects, opts)
	}
	for i := range projects {
		name := "绩效自评表"
		if len(projects) > 1 {
			name = fmt.Sprintf("%d %s", i+1, projects[i].Evaluation.Project.Name)
		}
		newOfficial(b, &projects[i], opts.Printed, name).write()
	}
	if !opts.TableOnly {
		writeFindings(b, projects, opts)
		writeHistory(b, projects, opts)
	}
	return b.bytes()
}

// Summary writes the summary over projects alone.
func Summary(projects []Project, opts Options) ([]byte, error) {
	b := newBook()
	defer b.file.Close()
	writeSummary(b, projects, opts)
	return b.bytes()
}

// formulaCell is a cell with a formula as the library writes it: it marks every stored value as text, and leaves the index of a shared
// string where there was text.
var formulaCell = regexp.MustCompile(`(<c r="([A-Z]+[0-9]+)"[^>]*) t="str"(><f>[^<]*</f><v>)([^<]*)(</v></c>)`)

// storedValues puts the stored values of formulas right: figures as numbers, texts as texts.
func (b *book) storedValues(part string, data []byte) []byte {
	return formulaCell.ReplaceAllFunc(data, func(cell []byte) []byte {
		m := formulaCell.FindSubmatch(cell)
		if text, ok := b.texts[part+string(m[2])]; ok {
			return slices.Concat(m[1], []byte(` t="str"`), m[3], []byte(html.EscapeString(text)), m[5])
		}
		return slices.Concat(m[1], m[3], m[4], m[5])
	})
}

// bytes writes the workbook: it is recalculated when it is opened.
func (b *book) bytes() ([]byte, error) {
	recalculate := true
	b.keep(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &recalculate}))
	if b.err != nil {
		return nil, b.err
	}
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return nil, err
	}
	return ooxml.Repack(out.Bytes(), func(name string, data []byte) []byte {
		if strings.HasPrefix(name, "xl/worksheets/") {
			return b.storedValues(name, data)
		}
		return data
	})
}

// writeSummary writes one row a project with sums and the mean total.
func writeSummary(b *book, projects []Project, opts Options) {
	w := opts.Words
	p := b.add(w.Text("exchange.sheet.summary", nil), 6, 30, 24, 9, 13, 13, 13, 10, 9, 10, 8, 10, 10)
	p.text(1, 1, 1, 13, titleLook, w.Text("exchange.summary.title", nil))
	p.atLeast(1, 1, 34)
	for i, key := range []string{"number", "project", "unit", "money-unit", "initial", "adjusted", "executed", "rate", "indicators", "total", "grade", "blocking", "findings"} {
		p.text(2, i+1, 2, i+1, headLook, w.Text("exchange.summary."+key, nil))
	}
	p.row = 3
	sameUnit := true
	for i := range projects {
		project := &projects[i]
		e := project.Evaluation
		sameUnit = sameUnit && e.MoneyUnit == projects[0].Evaluation.MoneyUnit
		p.summaryRow(i, project)
		p.row++
	}
	last := p.row - 1
	p.text(p.row, 1, p.row, 4, headLook, w.Text("exchange.summary.all", nil))
	for col := 5; col <= 13; col++ {
		p.area(p.row, col, p.row, col, midLook)
		if last < 3 {
			continue
		}
		function := "SUM"
		switch col {
		case 5, 6, 7:
			if !sameUnit {
				continue
			}
		case 8, 11:
			continue
		case 10:
			function = "AVERAGE"
		}
		p.sum(projects, col, function, last)
	}
	p.row++
	p.finish(true, 2, 2)
}

func (p *page) summaryRow(i int, project *Project) {
	e, card := project.Evaluation, project.Card
	p.number(p.row, 1, p.row, 1, midLook, decimal.MustNew(int64(i+1), 0))
	p.text(p.row, 2, p.row, 2, textLook, e.Project.Name)
	p.text(p.row, 3, p.row, 3, textLook, e.Project.Unit)
	p.text(p.row, 4, p.row, 4, midLook, e.MoneyUnit)
	var f scoring.FundRow
	if total, ok := e.TotalFunds(); ok {
		f = *total
	}
	p.optional(p.row, 5, p.row, 5, midLook, f.Initial)
	p.optional(p.row, 6, p.row, 6, midLook, f.Adjusted)
	p.optional(p.row, 7, p.row, 7, midLook, f.Executed)
	(&official{page: p}).percent(p.row, 8, card.Execution.Rate)
	p.number(p.row, 9, p.row, 9, midLook, decimal.MustNew(int64(len(e.Indicators)), 0))
	p.number(p.row, 10, p.row, 10, midLook, card.Total)
	p.text(p.row, 11, p.row, 11, midLook, card.Grade)
	p.number(p.row, 12, p.row, 12, midLook, decimal.MustNew(int64(review.Blocking(project.Findings)), 0))
	p.number(p.row, 13, p.row, 13, midLook, decimal.MustNew(int64(len(project.Findings)), 0))
}

// sum writes the sum or mean of a column with its formula.
func (p *page) sum(projects []Project, col int, function string, last int) {
	total, n := decimal.Zero, 0
	for i := range projects {
		if d, ok := summaryFigure(&projects[i], col); ok {
			if next, err := total.Add(d); err == nil {
				total = next
				n++
			}
		}
	}
	if n == 0 {
		return
	}
	formula := fmt.Sprintf("%s(%s:%s)", function, ref(3, col), ref(last, col))
	if function == "AVERAGE" {
		mean, err := exact.Quo(total, decimal.MustNew(int64(n), 0), 2)
		if err != nil {
			return
		}
		total, formula = mean, "ROUND("+formula+",2)"
	}
	p.number(p.row, col, p.row, col, midLook, total)
	p.formula(p.row, col, formula)
}

func summaryFigure(project *Project, col int) (decimal.Decimal, bool) {
	var f scoring.FundRow
	if total, ok := project.Evaluation.TotalFunds(); ok {
		f = *total
	}
	count := func(n int) (decimal.Decimal, bool) { return decimal.MustNew(int64(n), 0), true }
	switch col {
	case 5:
		return f.Initial.Decimal, f.Initial.Valid
	case 6:
		return f.Adjusted.Decimal, f.Adjusted.Valid
	case 7:
		return f.Executed.Decimal, f.Executed.Valid
	case 9:
		return count(len(project.Evaluation.Indicators))
	case 10:
		return project.Card.Total, true
	case 12:
		return count(review.Blocking(project.Findings))
	default:
		return count(len(project.Findings))
	}
}

// writeFindings lists the findings of all projects.
func writeFindings(b *book, projects []Project, opts Options) {
	w := opts.Words
	p := b.add(w.Text("exchange.sheet.findings", nil), 24, 8, 12, 24, 46, 40, 30)
	p.text(1, 1, 1, 7, titleLook, w.Text("exchange.findings.title", nil))
	p.atLeast(1, 1, 34)
	for i, key := range []string{"project", "check", "severity", "place", "finding", "remedy", "answer"} {
		p.text(2, i+1, 2, i+1, headLook, w.Text("exchange.findings."+key, nil))
	}
	p.row = 3
	for i := range projects {
		e := projects[i].Evaluation
		for k := range projects[i].Findings {
			f := &projects[i].Findings[k]
			for col, text := range []string{
				e.Project.Name, f.Check, w.Text("review.severity."+string(f.Severity), nil), w.Message(review.PlaceMessageIn(projects[i].Scheme, e, f.Place, w.Language())),
				w.Message(f.Message), w.Message(f.Remedy), f.Answer,
			} {
				l := textLook
				if col == 1 || col == 2 {
					l = midLook
				}
				p.text(p.row, col+1, p.row, col+1, l, text)
			}
			p.row++
		}
	}
	if p.row == 3 {
		p.text(3, 1, 3, 7, midLook, w.Text("exchange.findings.none", nil))
		p.row++
	}
	p.finish(true, 2, 2)
}

// writeHistory lists the changes, where any project has some.
func writeHistory(b *book, projects []Project, opts Options) {
	any := false
	for i := range projects {
		any = any || len(projects[i].History) > 0
	}
	if !any {
		return
	}
	w := opts.Words
	p := b.add(w.Text("exchange.sheet.history", nil), 24, 20, 16, 26, 30, 30, 30)
	p.text(1, 1, 1, 7, titleLook, w.Text("exchange.history.title", nil))
	p.atLeast(1, 1, 34)
	for i, key := range []string{"project", "when", "who", "place", "before", "after", "reason"} {
		p.text(2, i+1, 2, i+1, headLook, w.Text("exchange.history."+key, nil))
	}
	p.row = 3
	for i := range projects {
		for _, c := range projects[i].History {
			for col, text := range []string{projects[i].Evaluation.Project.Name, c.When, c.Who, c.Place, c.Before, c.After, c.Reason} {
				p.text(p.row, col+1, p.row, col+1, textLook, text)
			}
			p.row++
		}
	}
	p.finish(true, 2, 2)
}
