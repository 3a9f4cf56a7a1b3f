package contrast

import (
	"strconv"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// result compares what the rules give. Of a part there is only the sum of its indicators.
func result(left, right Side) []Item {
	if left.Part != "" || right.Part != "" {
		return []Item{
			number("part-points", "", left.points(), right.points()),
			number("part-weight", "", left.weight(), right.weight()),
			text("indicators", strconv.Itoa(len(left.rows())), strconv.Itoa(len(right.rows()))),
		}
	}
	l, r := left.Card, right.Card
	items := []Item{
		number("total", "", valid(l.Total), valid(r.Total)),
		text("grade", l.Grade, r.Grade),
		number("execution-points", "", executionPoints(l), executionPoints(r)),
		number("execution-rate", "", l.Execution.Rate, r.Execution.Rate),
		number("highest", "", valid(l.Highest.Total), valid(r.Highest.Total)),
		text("scored", progress(l), progress(r)),
	}
	return items
}

func executionPoints(c *scoring.Scorecard) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: c.Execution.Points, Valid: c.Execution.Weight.IsPos()}
}

func progress(c *scoring.Scorecard) string {
	return strconv.Itoa(c.Scored) + "/" + strconv.Itoa(c.Scored+c.Pending)
}

// rows are the indexes of the indicators that are looked at.
func (s *Side) rows() []int {
	var rows []int
	for i := range s.Evaluation.Indicators {
		if s.Part == "" || s.Evaluation.Indicators[i].Part == s.Part {
			rows = append(rows, i)
		}
	}
	return rows
}

func (s *Side) points() decimal.NullDecimal {
	var values []decimal.Decimal
	for _, i := range s.rows() {
		values = append(values, s.Card.Lines[i].Points)
	}
	return sum(values)
}

func (s *Side) weight() decimal.NullDecimal {
	var values []decimal.Decimal
	for _, i := range s.rows() {
		values = append(values, s.Card.Lines[i].Weight)
	}
	return sum(values)
}

func (s *Side) funds() []scoring.FundRow {
	if s.Part == "" {
		return s.Evaluation.Funds
	}
	if p, ok := s.Evaluation.Part(s.Part); ok {
		return p.Funds
	}
	return nil
}

// money compares the fund rows by name, three amounts each, in the units of the forms.
func money(left, right Side) []Item {
	var items []Item
	if left.Evaluation.MoneyUnit != right.Evaluation.MoneyUnit {
		items = append(items, text("money-unit", left.Evaluation.MoneyUnit, right.Evaluation.MoneyUnit))
	}
	add := func(name string, depth int, l, r scoring.FundRow) {
		for _, column := range []struct {
			key         string
			left, right decimal.NullDecimal
		}{{"initial", l.Initial, r.Initial}, {"adjusted", l.Adjusted, r.Adjusted}, {"executed", l.Executed, r.Executed}} {
			item := number(column.key, name, column.left, column.right)
			item.Depth = depth
			if column.left.Valid || column.right.Valid {
				items = append(items, item)
			}
		}
	}
	used := make([]bool, len(right.funds()))
	for _, l := range left.funds() {
		r := scoring.FundRow{}
		for i, candidate := range right.funds() {
			if !used[i] && candidate.Name == l.Name {
				r, used[i] = candidate, true
				break
			}
		}
		add(l.Name, l.Depth, l, r)
	}
	for i, r := range right.funds() {
		if !used[i] {
			add(r.Name, r.Depth, scoring.FundRow{}, r)
		}
	}
	return items
}

func basics(l, r *scoring.Evaluation) []Item {
	return []Item{
		text("year", strconv.Itoa(l.FiscalYear), strconv.Itoa(r.FiscalYear)),
		text("project", l.Project.Name, r.Project.Name),
		text("code", l.Project.Code, r.Project.Code),
		text("unit", l.Project.Unit, r.Project.Unit),
		text("department", l.Project.Department, r.Project.Department),
		text("nature", l.Project.Nature, r.Project.Nature),
		text("period", l.Project.Period, r.Project.Period),
		text("scheme", l.Scheme.ID+" "+l.Scheme.Version, r.Scheme.ID+" "+r.Scheme.Version),
		text("status", string(statusOf(l)), string(statusOf(r))),
		text("preparer", l.SignOff.Preparer, r.SignOff.Preparer),
		text("principal", l.SignOff.Principal, r.SignOff.Principal),
		text("date", l.SignOff.Date, r.SignOff.Date),
	}
}

func statusOf(e *scoring.Evaluation) scoring.Status {
	if e.Status == "" {
		return scoring.StatusDraft
	}
	return e.Status
}

// levels compares the points under the headings, those of the left first.
func levels(left, right Side) []Item {
	if left.Part != "" || right.Part != "" {
		return nil
	}
	return subtotals(left.Card.Levels, right.Card.Levels, 0)
}

func subtotals(left, right []scoring.Subtotal, depth int) []Item {
	var items []Item
	add := func(name string, l, r *scoring.Subtotal) {
		var lp, rp decimal.NullDecimal
		var lc, rc []scoring.Subtotal
		if l != nil {
			lp, lc = valid(l.Points), l.Children
		}
		if r != nil {
			rp, rc = valid(r.Points), r.Children
		}
		item := number("level", name, lp, rp)
		item.Depth = depth
		items = append(items, item)
		items = append(items, subtotals(lc, rc, depth+1)...)
	}
	for i := range left {
		var other *scoring.Subtotal
		for j := range right {
			if right[j].Name == left[i].Name {
				other = &right[j]
			}
		}
		add(left[i].Name, &left[i], other)
	}
	for j := range right {
		alone := true
		for i := range left {
			alone = alone && left[i].Name != right[j].Name
		}
		if alone {
			add(right[j].Name, nil, &right[j])
		}
	}
	return items
}

// texts compares goals by position and sections by ID, those of the left first.
func texts(left, right Side) []Item {
	items, l, r := []Item(nil), left.Evaluation, right.Evaluation
	for i := range max(len(l.Goals), len(r.Goals)) {
		var a, b scoring.Goal
		if i < len(l.Goals) {
			a = l.Goals[i]
		}
		if i < len(r.Goals) {
			b = r.Goals[i]
		}
		name := strconv.Itoa(i + 1)
		expected, actual := text("goal-expected", a.Expected, b.Expected), text("goal-actual", a.Actual, b.Actual)
		expected.Name, actual.Name = name, name
		items = append(items, expected, actual)
	}
	seen := map[string]bool{}
	for _, e := range []*scoring.Evaluation{l, r} {
		for _, n := range e.Narrative {
			if seen[n.Section] {
				continue
			}
			seen[n.Section] = true
			item := text("section", left.section(n.Section), right.section(n.Section))
			item.Name = n.Section
			items = append(items, item)
		}
	}
	return items
}

// summaries compares what two parts, or a part and the whole, say about themselves.
func summaries(left, right Side) []Item {
	var l, r scoring.Part
	if p, ok := left.Evaluation.Part(left.Part); ok {
		l = *p
	}
	if p, ok := right.Evaluation.Part(right.Part); ok {
		r = *p
	}
	items := []Item{text("part", l.Name, r.Name), text("part-summary", l.Summary, r.Summary)}
	seen := map[string]bool{}
	value := func(p *scoring.Part, name string) string {
		for _, f := range p.Figures {
			if f.Name == name {
				return f.Value + f.Unit
			}
		}
		return ""
	}
	for _, p := range []*scoring.Part{&l, &r} {
		for _, f := range p.Figures {
			if !seen[f.Name] {
				seen[f.Name] = true
				item := text("figure", value(&l, f.Name), value(&r, f.Name))
				item.Name = f.Name
				items = append(items, item)
			}
		}
	}
	return items
}
