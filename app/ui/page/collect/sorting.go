package collect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/collect"
	"zhunsheng/app/ui/widget"
)

// sorting is how a table is sorted. A table without one is as it was found.
type sorting struct {
	column int
	down   bool
}

// sortBy sorts a table by a column; once more turns it round.
func (p *Page) sortBy(tab Tab, column int) {
	was, ok := p.sorts[tab]
	p.sorts[tab] = sorting{column, ok && was.column == column && !was.down}
	if tab == Evaluations {
		p.fillEvaluations()
		return
	}
	p.show()
}

// sorted puts the rows of a table in the order that was asked for: by figures where a column has figures, else by the texts.
func (p *Page) sorted(tab Tab, rows []widget.Row) []widget.Row {
	by, ok := p.sorts[tab]
	if !ok {
		return rows
	}
	p.grids[tab].SetSorted(by.column, by.down)
	slices.SortStableFunc(rows, func(a, b widget.Row) int {
		if by.down {
			a, b = b, a
		}
		return compareTexts(a.Cells[by.column].Text, b.Cells[by.column].Text)
	})
	return rows
}

// compareTexts compares two texts as people count: figures in them by their value.
func compareTexts(a, b string) int {
	for a != "" && b != "" {
		one, other := leadingDigits(a), leadingDigits(b)
		if one == "" || other == "" {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, err := decimal.Parse(one)
		y, failed := decimal.Parse(other)
		if err != nil || failed != nil {
			return strings.Compare(a, b)
		}
		if order := x.Cmp(y); order != 0 {
			return order
		}
		a, b = a[len(one):], b[len(other):]
	}
	return cmp.Compare(len(a), len(b))
}

// leadingDigits is the number that a text begins with, "" for none.
func leadingDigits(text string) string {
	const most = 18 // what a decimal holds
	end := 0
	for end < len(text) && end < most && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	return text[:end]
}

// byColumn compares evaluations by a column of their table.
func byColumn(column int) func(a, b *collect.EvaluationRow) int {
	number := func(v *int64) int64 {
		if v == nil {
			return -1
		}
		return *v
	}
	return func(a, b *collect.EvaluationRow) int {
		order := 0
		switch column {
		case columnProject:
			order = compareTexts(a.Project, b.Project)
		case columnYear:
			order = cmp.Compare(a.Year, b.Year)
		case columnDepartment:
			order = compareTexts(a.Department, b.Department)
		case columnTotal, columnGrade:
			order = cmp.Compare(number(a.Total), number(b.Total))
		case columnExecution:
			order = cmp.Compare(number(a.ExecutionRate), number(b.ExecutionRate))
		case columnFindings:
			order = cmp.Or(cmp.Compare(a.Errors, b.Errors), cmp.Compare(a.Warnings, b.Warnings))
		case columnSource:
			order = compareTexts(a.Source, b.Source)
		}
		return cmp.Or(order, compareTexts(a.Unit, b.Unit), strings.Compare(a.Key, b.Key))
	}
}
