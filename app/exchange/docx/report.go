package docx

import (
	"fmt"

	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
)

// Input is what a report is written from.
type Input struct {
	Scheme     *scoring.Scheme
	Evaluation *scoring.Evaluation
	Card       *scoring.Scorecard
	Words      *locale.Printer
}

// Sections that the program completes with tables.
const (
	sectionPerformance = "performance"
	sectionConclusion  = "conclusion"
)

// textWidth is the width of the text on the page, in twentieths of a point.
const textWidth = 8844

// Report writes the narrative report as a Word document. The same input gives the same bytes.
func Report(in Input) ([]byte, error) {
	r := &reporter{Input: in, e: in.Evaluation}
	title := in.Words.Text("exchange.report.title", map[string]string{"project": r.e.Project.Name})
	r.paragraph(styleTitle, title)
	r.paragraph(styleCentred, in.Words.Text("exchange.report.year", map[string]string{"year": fmt.Sprint(r.e.FiscalYear)}))
	r.paragraph(styleCentred, in.Words.Text("exchange.report.unit", map[string]string{"unit": r.e.Project.Unit}))
	if r.e.Project.Department != "" {
		r.paragraph(styleCentred, in.Words.Text("exchange.report.department", map[string]string{"department": r.e.Project.Department}))
	}
	for i := range in.Scheme.Outline {
		r.section(&in.Scheme.Outline[i], 1, i)
	}
	r.strangers()
	if !r.tables {
		r.performance()
	}
	if !r.concluded {
		r.conclusion()
	}
	return r.pack(title, in.Words.Language())
}

// reporter writes one report.
type reporter struct {
	writer
	Input
	e                 *scoring.Evaluation
	tables, concluded bool
}

func (r *reporter) words(key string) string { return r.Words.Text("exchange.report."+key, nil) }

// section writes a section of the outline and those below it.
func (r *reporter) section(s *scoring.Section, level, index int) {
	r.heading(min(level, 3), number(level, index)+s.Title.In(r.Words.Language()))
	text := r.filled(r.e.Section(s.ID))
	switch {
	case text != "":
		r.text(text)
	case len(s.Children) == 0:
		r.paragraph(styleGenerated, r.words("empty"))
	}
	for i := range s.Children {
		r.section(&s.Children[i], level+1, i)
	}
	switch s.ID {
	case sectionPerformance:
		r.performance()
	case sectionConclusion:
		r.conclusion()
	}
}

// strangers writes texts that the outline has no section for, under their IDs.
func (r *reporter) strangers() {
	known := make(map[string]bool)
	for _, s := range flatten(r.Scheme.Outline) {
		known[s.ID] = true
	}
	for i := range r.e.Narrative {
		if n := &r.e.Narrative[i]; !known[n.Section] && n.Text != "" {
			r.heading(1, n.Section)
			r.text(r.filled(n.Text))
		}
	}
}

// filled puts values in the place of the figures that a text is bound to.
func (r *reporter) filled(text string) string {
	if !figure.Has(text) {
		return text
	}
	return figure.Of(r.Scheme, r.e, r.Card, r.Words.Language()).Fill(text)
}

// flatten lists the sections of an outline with those below them.
func flatten(list []scoring.Section) []*scoring.Section {
	var all []*scoring.Section
	for i := range list {
		all = append(all, &list[i])
		all = append(all, flatten(list[i].Children)...)
	}
	return all
}

var chineseNumbers = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

// number numbers a heading as official texts do.
func number(level, index int) string {
	n := fmt.Sprint(index + 1)
	if index < len(chineseNumbers) {
		n = chineseNumbers[index]
	}
	switch level {
	case 1:
		return n + "、"
	case 2:
		return "（" + n + "）"
	}
	return fmt.Sprintf("%d.", index+1)
}

// performance writes the tables of money, goals and indicators, the chart, and the parts with their figures.
func (r *reporter) performance() {
	r.tables = true
	r.money(r.e.Funds, r.words("money"))
	if len(r.e.Goals) > 0 {
		r.paragraph(styleSub, r.words("goals"))
		rows := [][]cell{{{text: r.words("expected"), head: true}, {text: r.words("outcome"), head: true}}}
		for _, g := range r.e.Goals {
			rows = append(rows, []cell{{text: g.Expected}, {text: g.Actual}})
		}
		r.table([]int{textWidth / 2, textWidth / 2}, 1, rows)
	}
	r.paragraph(styleSub, r.words("indicators"))
	r.indicators()
	r.levels()
	r.parts()
}

func (r *reporter) money(funds []scoring.FundRow, title string) {
	if len(funds) == 0 {
		return
	}
	r.paragraph(styleSub, title+r.Words.Text("exchange.report.unit-of-money", map[string]string{"unit": r.e.MoneyUnit}))
	rows := [][]cell{{}}
	for _, key := range []string{"funds-row", "initial", "adjusted", "executed", "rate"} {
		rows[0] = append(rows[0], cell{text: r.words(key), head: true})
	}
	for i := range funds {
		f := &funds[i]
		rate := ""
		if f.Depth == 0 && r.Card.Execution.Rate.Valid && len(r.e.Funds) > 0 && f == &r.e.Funds[0] {
			rate = r.Card.Execution.Rate.Decimal.String() + "%"
		}
		rows = append(rows, []cell{
			{text: f.Name},
			{text: optional(f.Initial), centred: true},
			{text: optional(f.Adjusted), centred: true},
			{text: optional(f.Executed), centred: true},
			{text: rate, centred: true},
		})
	}
	r.table([]int{2844, 1600, 1600, 1600, 1200}, 1, rows)
}

func optional(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// indicators writes the table of indicators with its level-1 and level-2 cells merged.
func (r *reporter) indicators() {
	rows := [][]cell{{}}
	for _, key := range []string{"level1", "level2", "name", "target", "actual", "weight", "score", "reason"} {
		rows[0] = append(rows[0], cell{text: r.words(key), head: true})
	}
	list := r.e.Indicators
	same1 := func(a, b int) bool { return list[a].Level1 == list[b].Level1 && list[a].Part == list[b].Part }
	same2 := func(a, b int) bool { return same1(a, b) && list[a].Level2 == list[b].Level2 }
	for i := range list {
		ind, line := &list[i], &r.Card.Lines[i]
		points := line.Points.String()
		if line.Pending {
			points = ""
		}
		rows = append(rows, []cell{
			{text: ind.Level1, merged: mergedAt(i, len(list), same1), centred: true},
			{text: ind.Level2, merged: mergedAt(i, len(list), same2), centred: true},
			{text: ind.Name},
			{text: ind.Target.Text, centred: true},
			{text: ind.Actual.Text, centred: true},
			{text: line.Weight.Trim(0).String(), centred: true},
			{text: points, centred: true},
			{text: ind.Reason},
		})
	}
	if execution := &r.Card.Execution; execution.Weight.IsPos() {
		rows = append(rows, []cell{
			{text: r.words("execution"), columns: 5, centred: true}, {text: execution.Weight.Trim(0).String(), centred: true}, {text: execution.Points.String(), centred: true}, {},
		})
	}
	rows = append(rows, []cell{
		{text: r.words("total"), columns: 5, head: true}, {text: r.Card.FullMark.Trim(0).String(), head: true}, {text: r.Card.Total.String(), head: true}, {},
	})
	r.table([]int{850, 1000, 2000, 1200, 1200, 644, 750, 1200}, 1, rows)
}

func mergedAt(i, n int, same func(a, b int) bool) merging {
	switch {
	case i > 0 && same(i-1, i):
		return continues
	case i+1 < n && same(i, i+1):
		return begins
	}
	return single
}

// levels draws points beside weights by level-1 heading.
func (r *reporter) levels() {
	c := chart{caption: r.words("caption"), series: []series{{name: r.words("weight"), colour: "A6B8C7"}, {name: r.words("score"), colour: "1F5A85"}}}
	add := func(name string, weight, points decimal.Decimal) {
		c.names = append(c.names, name)
		c.series[0].values = append(c.series[0].values, weight)
		c.series[1].values = append(c.series[1].values, points)
	}
	if execution := &r.Card.Execution; execution.Weight.IsPos() {
		add(r.words("execution"), execution.Weight, execution.Points)
	}
	for i := range r.Card.Levels {
		level := &r.Card.Levels[i]
		add(level.Name, level.Weight, level.Points)
	}
	if len(c.names) > 0 {
		r.chart(c)
	}
}

// parts writes what each part was for and its figures.
func (r *reporter) parts() {
	for i := range r.e.Parts {
		p := &r.e.Parts[i]
		if p.Summary == "" && len(p.Figures) == 0 && len(p.Funds) == 0 {
			continue
		}
		r.paragraph(styleSub, p.Name)
		if p.Summary != "" {
			r.paragraph(styleGenerated, p.Summary)
		}
		if len(p.Figures) > 0 {
			rows := [][]cell{{{text: r.words("figure"), head: true}, {text: r.words("value"), head: true}, {text: r.words("note"), head: true}}}
			for _, f := range p.Figures {
				rows = append(rows, []cell{{text: f.Name}, {text: f.Value + f.Unit, centred: true}, {text: f.Note}})
			}
			r.table([]int{4444, 1600, 2800}, 1, rows)
		}
	}
}

func (r *reporter) conclusion() {
	r.concluded = true
	r.paragraph(styleGenerated, r.Words.Text("exchange.report.result", map[string]string{"total": r.Card.Total.String(), "grade": r.Card.Grade}))
}
