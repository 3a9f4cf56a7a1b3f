package contrast

import (
	"slices"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// indicators pairs the indicators of two sides: in the order of the right side, with those that stand only on the left behind the one
// they follow there.
func indicators(left, right Side, sameProject bool) []Row {
	pairs := match(left, right, sameProject) // by index on the right: index on the left, or -1
	partner := map[int]int{}
	for r, l := range pairs {
		if l >= 0 {
			partner[l] = r
		}
	}
	var rows []Row
	alone := func(from []int) {
		for _, l := range from {
			rows = append(rows, single(left, l, OnLeft))
		}
	}
	waiting := lonely(left.rows(), partner) // the rows only on the left, by the paired one before them; -1 is the beginning
	alone(waiting[-1])
	for _, r := range right.rows() {
		l, ok := pairs[r]
		if !ok || l < 0 {
			rows = append(rows, single(right, r, OnRight))
			continue
		}
		rows = append(rows, both(left, right, l, r))
		alone(waiting[l])
	}
	return rows
}

func lonely(left []int, partner map[int]int) map[int][]int {
	waiting, before := map[int][]int{}, -1
	for _, l := range left {
		if _, paired := partner[l]; paired {
			before = l
			continue
		}
		waiting[before] = append(waiting[before], l)
	}
	return waiting
}

// match finds for each indicator on the right the one on the left that belongs to it, in the order of rules of the package.
func match(left, right Side, sameProject bool) map[int]int {
	pairs, taken := map[int]int{}, map[int]bool{}
	rights, lefts := right.rows(), left.rows()
	at := func(s Side, i int) *scoring.Indicator { return &s.Evaluation.Indicators[i] }
	rules := []func(ind *scoring.Indicator) string{
		func(ind *scoring.Indicator) string { return ind.ID + "\x00" + trimmed(ind.Name) },
		func(ind *scoring.Indicator) string {
			return scoring.BareHeading(ind.Level1) + "\x00" + trimmed(ind.Name)
		},
		func(ind *scoring.Indicator) string { return trimmed(ind.Name) },
	}
	if sameProject {
		rules = append(rules, func(ind *scoring.Indicator) string { return ind.ID })
	}
	for _, key := range rules {
		open := map[string][]int{}
		for _, l := range lefts {
			if !taken[l] {
				k := key(at(left, l))
				open[k] = append(open[k], l)
			}
		}
		count := map[string]int{}
		for _, r := range rights {
			if _, paired := pairs[r]; !paired {
				count[key(at(right, r))]++
			}
		}
		for _, r := range rights {
			if _, paired := pairs[r]; paired {
				continue
			}
			k := key(at(right, r))
			if count[k] == 1 && len(open[k]) == 1 && trimmed(k) != "" {
				pairs[r] = open[k][0]
				taken[open[k][0]] = true
			}
		}
	}
	return pairs
}

func cell(s Side, i int) Cell {
	ind, line := &s.Evaluation.Indicators[i], &s.Card.Lines[i]
	return Cell{
		ID: ind.ID, Target: ind.Target.Text, Actual: ind.Actual.Text, Weight: valid(line.Weight), State: ind.State, Method: ind.Method.Kind,
		Points: decimal.NullDecimal{Decimal: line.Points, Valid: !line.Pending && line.State != scoring.StateNotApplicable && line.State != scoring.StateNotDue},
		Reason: ind.Reason, Evidence: len(ind.Evidence),
	}
}

func single(s Side, i int, where Presence) Row {
	ind := &s.Evaluation.Indicators[i]
	row := Row{Presence: where, Level1: ind.Level1, Level2: ind.Level2, Name: ind.Name}
	if where == OnLeft {
		row.Left = cell(s, i)
	} else {
		row.Right = cell(s, i)
	}
	return row
}

func both(left, right Side, l, r int) Row {
	a, b := &left.Evaluation.Indicators[l], &right.Evaluation.Indicators[r]
	row := Row{Presence: OnBoth, Level1: b.Level1, Level2: b.Level2, Name: b.Name, Left: cell(left, l), Right: cell(right, r)}
	row.Points = difference(row.Left.Points, row.Right.Points)
	row.Weight = difference(row.Left.Weight, row.Right.Weight)
	for _, field := range []struct {
		field   Field
		differs bool
	}{
		{FieldName, trimmed(a.Name) != trimmed(b.Name)},
		{FieldLevel, scoring.BareHeading(a.Level1) != scoring.BareHeading(b.Level1) || scoring.BareHeading(a.Level2) != scoring.BareHeading(b.Level2)},
		{FieldTarget, valuesDiffer(a.Target, b.Target)},
		{FieldActual, valuesDiffer(a.Actual, b.Actual)},
		{FieldWeight, row.Left.Weight.Decimal.Cmp(row.Right.Weight.Decimal) != 0},
		{FieldMethod, a.Method.Kind != b.Method.Kind},
		{FieldState, a.State != b.State},
		{FieldPoints, row.Left.Points.Valid != row.Right.Points.Valid || row.Points.Valid && !row.Points.Decimal.IsZero()},
		{FieldReason, trimmed(a.Reason) != trimmed(b.Reason)},
		{FieldOverride, overridesDiffer(a.Override, b.Override)},
		{FieldEvidence, !slices.Equal(a.Evidence, b.Evidence)},
	} {
		if field.differs {
			row.Fields = append(row.Fields, field.field)
		}
	}
	return row
}

// valuesDiffer reports whether the text, or what it was read as, is another.
func valuesDiffer(a, b target.Value) bool {
	if trimmed(a.Text) != trimmed(b.Text) {
		return true
	}
	return (a.Corrected || b.Corrected) && (a.Kind != b.Kind || a.Sign != b.Sign || a.Low.Cmp(b.Low) != 0 || a.High.Cmp(b.High) != 0 || a.Unit != b.Unit || a.Yes != b.Yes)
}

func overridesDiffer(a, b *scoring.Override) bool {
	if a == nil || b == nil {
		return a != b
	}
	return a.Points.Cmp(b.Points) != 0 || trimmed(a.Reason) != trimmed(b.Reason)
}
