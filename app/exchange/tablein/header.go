package tablein

import (
	"strings"

	"zhunsheng/app/exchange/sheet"
)

// span is a column of a table: which grid columns it takes, what it holds, and the heading that says so.
type span struct {
	kind     Column
	from, to int
	heading  *sheet.Cell
}

// indicatorHeader reads the headings of the indicators at line i, which may go on over the line below. last is the last line of the
// headings.
func indicatorHeader(lines []sheet.Line, i int) (cols []span, last int, ok bool) {
	kinds := make(map[Column]bool)
	for _, c := range lines[i].Own() {
		kind := headingOf(c.Text)
		cols = append(cols, span{kind, c.Col, c.EndCol, c})
		kinds[kind] = true
	}
	delete(kinds, ColumnNone)
	named := kinds[ColumnName] || kinds[ColumnLevel1] || kinds[ColumnLevel2] || kinds[columnGroup]
	valued := kinds[ColumnTarget] || kinds[ColumnActual] || kinds[columnResult] || kinds[ColumnScore] || kinds[ColumnWeight]
	if !named || !valued || len(kinds) < 3 {
		return nil, 0, false
	}
	last = i
	if i+1 < len(lines) {
		if below, ok := lowerHeader(lines[i], lines[i+1], cols); ok {
			cols, last = below, i+1
		}
	}
	return settle(cols), last, true
}

// child is a heading on the second line below one of the first.
type child struct {
	parent int
	span   span
}

// lowerHeader joins the headings of a second line to those of the first. All that begins on it must be headings.
func lowerHeader(upper, lower sheet.Line, cols []span) ([]span, bool) {
	children, ok := childrenOf(lower, cols)
	if !ok {
		return nil, false
	}
	if above := upper.At(children[0].span.from); len(children) == 1 && (above == nil || !above.Wide()) {
		return nil, false // a single word such as 目标 in a line of values
	}
	var out []span
	for k := range cols {
		replaced := false
		for _, c := range children {
			if c.parent == k {
				out, replaced = append(out, c.span), true
			}
		}
		if !replaced {
			out = append(out, cols[k])
		}
	}
	return out, true
}

// childrenOf reads a line of headings below others; each belongs to the one above it, or the nearest to the left where nothing is
// merged.
func childrenOf(lower sheet.Line, cols []span) (children []child, ok bool) {
	for _, c := range lower.Own() {
		kind, parent := headingOf(c.Text), -1
		for k := range cols {
			if cols[k].from <= c.Col && cols[k].heading.EndRow < lower.Row {
				parent = k
			}
		}
		if kind == ColumnNone || parent < 0 {
			return nil, false
		}
		children = append(children, child{parent, span{combine(cols[parent].kind, kind), c.Col, c.EndCol, c}})
	}
	return children, len(children) > 0
}

// combine tells what a heading below another means.
func combine(parent, child Column) Column {
	done := parent == ColumnActual || parent == columnResult
	switch child {
	case ColumnSign:
		if done {
			return ColumnActualSign
		}
	case ColumnUnit:
		if done {
			return ColumnActualUnit
		}
	case columnValue:
		if parent == columnResult {
			return ColumnActual
		}
		return parent
	}
	return child
}

// settle decides between headings that could mean the same.
func settle(cols []span) []span {
	has := make(map[Column]bool)
	for _, c := range cols {
		has[c.kind] = true
	}
	units, actuals := 0, 0
	for k := range cols {
		c := &cols[k]
		switch c.kind {
		case columnGroup:
			c.kind = otherwise(has[ColumnName], ColumnBlock, ColumnName)
		case columnResult:
			c.kind = otherwise(has[ColumnActual], ColumnNote, ColumnActual)
		case columnValue:
			c.kind = otherwise(has[ColumnTarget], ColumnOther, ColumnTarget)
		case ColumnUnit:
			c.kind = otherwise(units > 0 && actuals > 0, ColumnActualUnit, ColumnUnit)
			units++
		case fundInitial, fundAdjusted, fundBudget, fundExecuted, fundRate:
			c.kind = ColumnOther
		}
		if c.kind == ColumnActual {
			actuals++
		}
	}
	for _, rule := range [...]struct {
		kind, others Column
		word         string
	}{
		{ColumnScore, ColumnReview, "自评"},
		{ColumnWeight, ColumnOther, "分值"},
		{ColumnTarget, ColumnNote, "指标值"},
		{ColumnActual, ColumnNote, "完成值"},
		{ColumnName, ColumnNote, lowest(cols)},
		{ColumnSign, ColumnOther, "符号"},
	} {
		first(cols, rule.kind, rule.others, rule.word)
	}
	if count(cols, ColumnName) == 0 && !rename(cols, ColumnLevel2, ColumnName) { // a form with fewer levels: the lowest names the indicator
		rename(cols, ColumnLevel1, ColumnName)
	}
	return cols
}

func otherwise(condition bool, yes, no Column) Column {
	if condition {
		return yes
	}
	return no
}

// lowest is the word of the lowest level that the headings name: 四级 in the few forms that have it, else 三级.
func lowest(cols []span) string {
	for k := range cols {
		if cols[k].kind == ColumnName && contains(cols[k].heading, "四级") {
			return "四级"
		}
	}
	return "三级"
}

// first leaves one column of a kind, the one whose heading holds a word or else the first, and makes the others another kind.
func first(cols []span, kind, others Column, word string) {
	keep := -1
	for k := range cols {
		if cols[k].kind == kind && (keep < 0 || !contains(cols[keep].heading, word) && contains(cols[k].heading, word)) {
			keep = k
		}
	}
	for k := range cols {
		if cols[k].kind == kind && k != keep {
			cols[k].kind = others
		}
	}
}

func contains(c *sheet.Cell, word string) bool {
	return c != nil && word != "" && strings.Contains(key(c.Text), word)
}

func count(cols []span, kind Column) int {
	n := 0
	for _, c := range cols {
		if c.kind == kind {
			n++
		}
	}
	return n
}

func rename(cols []span, from, to Column) bool {
	for k := range cols {
		if cols[k].kind == from {
			cols[k].kind = to
			return true
		}
	}
	return false
}

// fundHeader reads the headings of the money at a line: amounts beside each other, with the rows of money below.
func fundHeader(lines []sheet.Line, i int) (cols []span, ok bool) {
	kinds := make(map[Column]bool)
	for _, c := range lines[i].Own() {
		switch kind := headingOf(c.Text); kind {
		case ColumnName, ColumnLevel1, ColumnLevel2, ColumnTarget, ColumnActual:
			return nil, false
		case fundInitial, fundAdjusted, fundBudget, fundExecuted, fundRate, ColumnScore, ColumnWeight, ColumnReview, ColumnOther:
			kinds[kind] = true
			cols = append(cols, span{kind, c.Col, c.EndCol, c})
		default:
			if _, isAmount := amountOf(c); isAmount {
				return nil, false // label and value in turns: 预算数 | 20 | 执行数 | 20
			}
		}
	}
	budget, spent := kinds[fundInitial] || kinds[fundAdjusted] || kinds[fundBudget], kinds[fundExecuted] || kinds[fundRate]
	if !budget || !spent {
		return nil, false
	}
	settleBudget(cols, kinds)
	first(cols, ColumnScore, ColumnReview, "自评")
	for _, kind := range [...]Column{fundInitial, fundAdjusted, fundExecuted, fundRate, ColumnWeight} {
		first(cols, kind, ColumnOther, "")
	}
	return cols, true
}

// settleBudget decides what 预算数 means: alone it is the budget that execution is measured against, beside the adjusted one the initial.
func settleBudget(cols []span, kinds map[Column]bool) {
	for k := range cols {
		if cols[k].kind != fundBudget {
			continue
		}
		switch {
		case !kinds[fundAdjusted]:
			cols[k].kind = fundAdjusted
		case !kinds[fundInitial]:
			cols[k].kind = fundInitial
		default:
			cols[k].kind = ColumnOther
		}
	}
}

// goalHeader reads the headings of the goals: what was expected beside what became of it.
func goalHeader(line *sheet.Line) (expected, outcome span, ok bool) {
	for _, c := range line.Own() {
		switch word := key(c.Text); {
		case headingOf(c.Text) == columnResult || word == "实际完成" || word == "实际完成情况" || word == "目标完成情况":
			if outcome.heading == nil {
				outcome = span{columnResult, c.Col, c.EndCol, c}
			}
		case isGoalHeading(word):
			expected = span{ColumnTarget, c.Col, c.EndCol, c}
		case headingOf(c.Text) == ColumnName, headingOf(c.Text) == ColumnLevel1:
			return expected, outcome, false
		}
	}
	return expected, outcome, expected.heading != nil && outcome.heading != nil && expected.to < outcome.from
}

func isGoalHeading(word string) bool {
	switch word {
	case "预期目标", "年初设定目标", "年初目标", "年度目标", "预期绩效目标", "目标内容", "设定目标", "年初绩效目标", "年度绩效目标", "绩效目标", "预期目标设定", "总体目标",
		"年初设定绩效目标", "年度总体目标", "年初预期目标", "计划目标", "年度预期目标", "全年预期目标", "目标设定", "项目年度目标":
		return true
	}
	return false
}
