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

// lowerHeader joins the headings of a second line to those of the first. All that begins on it must be headings.
func lowerHeader(upper, lower sheet.Line, cols []span) ([]span, bool) {
	own := lower.Own()
	if len(own) == 0 {
		return nil, false
	}
	type child struct {
		parent int
		span   span
	}
	var children []child
	for _, c := range own {
		kind := headingOf(c.Text)
		parent := -1
		for k := range cols {
			if cols[k].from <= c.Col && cols[k].heading.EndRow < lower.Row {
				parent = k // the one above, or the nearest to the left where nothing is merged
			}
		}
		if kind == ColumnNone || parent < 0 {
			return nil, false
		}
		children = append(children, child{parent, span{combine(cols[parent].kind, kind), c.Col, c.EndCol, c}})
	}
	if len(children) == 1 && (upper.At(own[0].Col) == nil || !upper.At(own[0].Col).Wide()) {
		return nil, false // a single word such as 目标 in a line of values
	}
	replaced := make(map[int]bool)
	for _, c := range children {
		replaced[c.parent] = true
	}
	var out []span
	for k := range cols {
		if !replaced[k] {
			out = append(out, cols[k])
			continue
		}
		for _, c := range children {
			if c.parent == k {
				out = append(out, c.span)
			}
		}
	}
	return out, true
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
	has := make(map[Column]int)
	for _, c := range cols {
		has[c.kind]++
	}
	seenActual, seenUnit := false, false
	for k := range cols {
		c := &cols[k]
		switch c.kind {
		case columnGroup:
			if c.kind = ColumnName; has[ColumnName] > 0 {
				c.kind = ColumnBlock
			}
		case columnResult:
			if c.kind = ColumnActual; has[ColumnActual] > 0 {
				c.kind = ColumnNote
			}
		case columnValue:
			if c.kind = ColumnTarget; has[ColumnTarget] > 0 {
				c.kind = ColumnOther
			}
		case ColumnUnit:
			if seenActual && seenUnit {
				c.kind = ColumnActualUnit
			}
			seenUnit = true
		case fundInitial, fundAdjusted, fundBudget, fundExecuted, fundRate:
			c.kind = ColumnOther
		}
		seenActual = seenActual || c.kind == ColumnActual
	}
	first(cols, ColumnScore, ColumnReview, "自评")
	first(cols, ColumnWeight, ColumnOther, "分值")
	first(cols, ColumnTarget, ColumnNote, "指标值")
	first(cols, ColumnActual, ColumnNote, "完成值")
	first(cols, ColumnName, ColumnNote, "三级")
	first(cols, ColumnSign, ColumnOther, "符号")
	if count(cols, ColumnName) == 0 { // a form with fewer levels: the lowest one names the indicator
		for _, lowest := range [...]Column{ColumnLevel2, ColumnLevel1} {
			if rename(cols, lowest, ColumnName) {
				break
			}
		}
	}
	return cols
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
		kind := headingOf(c.Text)
		switch kind {
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
	budget := kinds[fundInitial] || kinds[fundAdjusted] || kinds[fundBudget]
	if !budget || !(kinds[fundExecuted] || kinds[fundRate]) {
		return nil, false
	}
	if i+1 >= len(lines) || !anyAmount(&lines[i+1], cols) && (i+2 >= len(lines) || !anyAmount(&lines[i+2], cols)) {
		for _, c := range lines[i].Own() {
			if _, isAmount := amountOf(c); isAmount {
				return nil, false
			}
		}
	}
	for k := range cols { // a single budget column is the one that execution is measured against
		if cols[k].kind == fundBudget {
			if cols[k].kind = fundAdjusted; kinds[fundAdjusted] {
				cols[k].kind = ColumnOther
				if !kinds[fundInitial] {
					cols[k].kind = fundInitial
				}
			}
		}
	}
	first(cols, ColumnScore, ColumnReview, "自评")
	for _, kind := range [...]Column{fundInitial, fundAdjusted, fundExecuted, fundRate, ColumnWeight} {
		first(cols, kind, ColumnOther, "")
	}
	return cols, true
}

func anyAmount(line *sheet.Line, cols []span) bool {
	for _, c := range cols {
		if cell := line.At(c.from); cell != nil && cell.Row == line.Row {
			if _, ok := amountOf(cell); ok {
				return true
			}
		}
	}
	return false
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
