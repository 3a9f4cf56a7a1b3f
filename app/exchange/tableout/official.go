package tableout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
)

// official writes one official table.
type official struct {
	*page
	p       *Project
	printed bool // scores as an imported table printed them
	e       *scoring.Evaluation
	card    *scoring.Scorecard

	// Columns, counted from 1; part and note are 0 where the table has none.
	part, level1, level2, name, goal, actual, weight, score, reason, note, last int
	execution                                                                   int // row of the total of the money
	first, end                                                                  int // first and last row of the indicators
	heading                                                                     int
}

// newOfficial lays the columns out.
func newOfficial(b *book, p *Project, printed bool, sheetName string) *official {
	o := &official{p: p, printed: printed, e: p.Evaluation, card: p.Card}
	widths := []float64{6}
	col := func(at *int, width float64) {
		widths = append(widths, width)
		*at = len(widths)
	}
	hasParts := slices.ContainsFunc(o.e.Indicators, func(i scoring.Indicator) bool { return i.Part != "" })
	if hasParts {
		col(&o.part, 11)
	}
	col(&o.level1, 9)
	col(&o.level2, 11)
	col(&o.name, 22)
	col(&o.goal, 13)
	col(&o.actual, 13)
	col(&o.weight, 8)
	col(&o.score, 9)
	col(&o.reason, 22)
	if slices.ContainsFunc(o.e.Indicators, func(i scoring.Indicator) bool { return i.Note != "" }) {
		col(&o.note, 18)
	}
	o.last = len(widths)
	o.page = b.add(sheetName, widths...)
	return o
}

// write writes the table from top to bottom.
func (o *official) write() {
	o.header()
	o.funds()
	o.goals()
	o.indicators()
	o.total()
	o.signOff()
	o.finish(o.part > 0 || o.note > 0, o.heading, o.heading)
}

func (o *official) line(l look, height float64, text string) {
	o.text(o.row, 1, o.row, o.last, l, text)
	o.atLeast(o.row, o.row, height)
	o.row++
}

// pair writes a label and its value over columns.
func (o *official) pair(from, label, to int, name, value string) {
	o.text(o.row, from, o.row, label, headLook, name)
	o.text(o.row, label+1, o.row, to, midLook, value)
}

func (o *official) header() {
	o.line(titleLook, 34, "项目支出绩效自评表")
	o.line(midQuiet, 20, fmt.Sprintf("（%d年度）", o.e.FiscalYear))
	p := &o.e.Project
	o.pair(1, o.level2, o.last, "项目名称", p.Name)
	o.row++
	o.pair(1, o.level2, o.goal, "主管部门", p.Department)
	o.pair(o.actual, o.weight, o.last, "实施单位", p.Unit)
	o.row++
	for _, extra := range []struct{ left, leftValue, right, rightValue string }{
		{"项目编码", p.Code, "项目性质", p.Nature}, {"项目期", p.Period, "", ""},
	} {
		if extra.leftValue+extra.rightValue == "" {
			continue
		}
		if extra.right == "" {
			o.pair(1, o.level2, o.last, extra.left, extra.leftValue)
		} else {
			o.pair(1, o.level2, o.goal, extra.left, extra.leftValue)
			o.pair(o.actual, o.weight, o.last, extra.right, extra.rightValue)
		}
		o.row++
	}
}

// funds writes the money: only its total row carries weight, rate and score.
func (o *official) funds() {
	rows := max(len(o.e.Funds), 1)
	o.text(o.row, 1, o.row+rows, 1, headLook, "项目资金（"+o.e.MoneyUnit+"）")
	o.area(o.row, 2, o.row, o.level2, headLook)
	for i, text := range [...]string{"年初预算数", "全年预算数", "全年执行数", "分值", "执行率"} {
		o.text(o.row, o.name+i, o.row, o.name+i, headLook, text)
	}
	o.text(o.row, o.reason, o.row, o.last, headLook, "得分")
	o.row++
	for i := range o.e.Funds {
		f := &o.e.Funds[i]
		o.text(o.row, 2, o.row, o.level2, textLook, fundName(f))
		o.optional(o.row, o.name, o.row, o.name, midLook, f.Initial)
		o.optional(o.row, o.goal, o.row, o.goal, midLook, f.Adjusted)
		o.optional(o.row, o.actual, o.row, o.actual, midLook, f.Executed)
		if total, ok := o.e.TotalFunds(); ok && total == f && !o.printed {
			o.execution = o.row
			o.executionPoints()
		} else {
			o.printedPoints(f)
		}
		o.row++
	}
	if len(o.e.Funds) == 0 {
		o.text(o.row, 2, o.row, o.level2, textLook, "年度资金总额")
		for col := o.name; col <= o.score; col++ {
			o.area(o.row, col, o.row, col, midLook)
		}
		o.area(o.row, o.reason, o.row, o.last, midLook)
		o.row++
	}
}

// fundName indents the sources of the money; the indent tells a reader their depth.
func fundName(f *scoring.FundRow) string {
	switch {
	case f.Depth == 0:
		return f.Name
	case f.Depth == 1:
		return "\u3000" + f.Name
	}
	return strings.Repeat("\u3000", 2*(f.Depth-1)) + f.Name
}

// printedPoints writes what an imported table printed on a row of money.
func (o *official) printedPoints(f *scoring.FundRow) {
	weight, rate, score := f.DeclaredWeight, f.DeclaredRate, f.DeclaredScore
	o.optional(o.row, o.weight, o.row, o.weight, midLook, weight)
	o.percent(o.row, o.score, rate)
	o.optional(o.row, o.reason, o.row, o.last, midLook, score)
	if f.Depth == 0 {
		o.execution = o.row
	}
}

// percent writes a rate in percent with as many places as it has.
func (o *official) percent(row, col int, rate decimal.NullDecimal) {
	if !rate.Valid {
		o.area(row, col, row, col, midLook)
		return
	}
	if rate.Decimal.Trim(0).Prec() > maxDigits {
		o.digits(row, col, row, col, midLook, rate.Decimal.String()+"%")
		return
	}
	l := midLook
	l.format = plainFormat(rate.Decimal) + "%"
	share, err := rate.Decimal.Quo(decimal.Hundred)
	o.keep(err)
	o.number(row, col, row, col, l, share)
}

// goals writes the goals and what became of them.
func (o *official) goals() {
	rows := max(len(o.e.Goals), 1)
	o.text(o.row, 1, o.row+rows, 1, headLook, "年度总体目标")
	o.text(o.row, 2, o.row, o.goal, headLook, "预期目标")
	o.text(o.row, o.actual, o.row, o.last, headLook, "实际完成情况")
	o.row++
	for i := range rows {
		goal := scoring.Goal{}
		if i < len(o.e.Goals) {
			goal = o.e.Goals[i]
		}
		o.text(o.row, 2, o.row, o.goal, textLook, goal.Expected)
		o.text(o.row, o.actual, o.row, o.last, textLook, goal.Actual)
		o.atLeast(o.row, o.row, 40)
		o.row++
	}
}

// indicators writes the rows with their level-1 and level-2 cells merged.
func (o *official) indicators() {
	o.heading = o.row
	n := len(o.e.Indicators)
	o.text(o.row, 1, o.row+n, 1, headLook, "绩效指标")
	headings := []struct {
		col  int
		text string
	}{
		{o.part, "专项"},
		{o.level1, "一级指标"},
		{o.level2, "二级指标"},
		{o.name, "三级指标"},
		{o.goal, "年度指标值"},
		{o.actual, "实际完成值"},
		{o.weight, "分值"},
		{o.score, "得分"},
		{o.reason, "偏差原因分析及改进措施"},
		{o.note, "备注"},
	}
	for _, h := range headings {
		if h.col > 0 {
			o.text(o.row, h.col, o.row, h.col, headLook, h.text)
		}
	}
	o.row++
	o.first, o.end = o.row, o.row+n-1
	o.mergedHeadings()
	for i := range o.e.Indicators {
		o.indicator(i)
		o.row++
	}
}

// mergedHeadings writes part, level 1 and level 2 over the rows that share them.
func (o *official) mergedHeadings() {
	list := o.e.Indicators
	part := func(i int) string { return list[i].Part }
	level1 := func(i int) string { return part(i) + "\n" + list[i].Level1 }
	level2 := func(i int) string { return level1(i) + "\n" + list[i].Level2 }
	groups := func(key func(int) string, col int, text func(int) string) {
		for i := 0; i < len(list); {
			k := i
			for k+1 < len(list) && key(k+1) == key(i) {
				k++
			}
			o.text(o.first+i, col, o.first+k, col, midLook, orSlash(text(i)))
			i = k + 1
		}
	}
	if o.part > 0 {
		groups(part, o.part, func(i int) string {
			if p, ok := o.e.Part(list[i].Part); ok {
				return p.Name
			}
			return list[i].Part
		})
	}
	groups(level1, o.level1, func(i int) string { return list[i].Level1 })
	groups(level2, o.level2, func(i int) string { return list[i].Level2 })
}

// orSlash marks a heading that is meant to be empty, so that nobody reads the one above it there.
func orSlash(text string) string {
	if strings.TrimSpace(text) == "" {
		return "/"
	}
	return text
}

func (o *official) indicator(i int) {
	ind := &o.e.Indicators[i]
	row := o.row
	o.text(row, o.name, row, o.name, textLook, ind.Name)
	want, wantOK := o.value(row, o.goal, ind.Target.Text)
	got, gotOK := o.value(row, o.actual, ind.Actual.Text)
	o.text(row, o.reason, row, o.reason, textLook, ind.Reason)
	if o.note > 0 {
		o.text(row, o.note, row, o.note, textLook, ind.Note)
	}
	if o.printed {
		o.number(row, o.weight, row, o.weight, midLook, ind.Weight)
		if word, ok := tablein.StateWords[ind.State]; ok {
			o.text(row, o.score, row, o.score, midLook, word)
			return
		}
		o.optional(row, o.score, row, o.score, midLook, ind.Declared)
		return
	}
	line := &o.card.Lines[i]
	o.number(row, o.weight, row, o.weight, midLook, line.Weight)
	word, state := tablein.StateWords[line.State]
	switch {
	case state:
		o.text(row, o.score, row, o.score, midLook, word)
	case line.Pending:
		o.area(row, o.score, row, o.score, midLook)
	default:
		o.number(row, o.score, row, o.score, midLook, line.Points)
		if wantOK && gotOK {
			o.rowFormula(line, want, got)
		}
	}
}

// total writes the total and the grade.
func (o *official) total() {
	o.text(o.row, 1, o.row, o.actual, headLook, "总分")
	if o.printed {
		o.optional(o.row, o.weight, o.row, o.weight, midLook, o.e.Declared.TotalWeight)
		o.optional(o.row, o.score, o.row, o.score, midLook, o.e.Declared.Total)
		o.area(o.row, o.reason, o.row, o.last, midLook)
		o.row++
		if o.e.Declared.Grade != "" {
			o.pair(1, o.level2, o.last, "绩效评价等级", o.e.Declared.Grade)
			o.row++
		}
		return
	}
	o.totals()
	o.area(o.row, o.reason, o.row, o.last, midLook)
	o.row++
	o.pair(1, o.level2, o.last, "绩效评价等级", o.card.Grade)
	o.gradeFormula()
	o.row++
}

func (o *official) signOff() {
	s := &o.e.SignOff
	var pairs []string
	for _, p := range []struct{ label, value string }{{"填报人", s.Preparer}, {"联系电话", s.Contact}, {"负责人", s.Principal}, {"填报日期", longDate(s.Date)}} {
		if p.value != "" {
			pairs = append(pairs, p.label+"："+p.value)
		}
	}
	if len(pairs) > 0 {
		o.line(quietLook, 22, strings.Join(pairs, "　　"))
	}
}

// longDate writes an ISO date as forms print it.
func longDate(iso string) string {
	var y, m, d int
	if n, err := fmt.Sscanf(iso, "%d-%d-%d", &y, &m, &d); n != 3 || err != nil {
		return iso
	}
	return fmt.Sprintf("%d年%d月%d日", y, m, d)
}
