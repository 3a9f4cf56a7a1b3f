package edit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Together makes several changes as one: one entry on the undo list, and all of them or none. place is where undo goes to.
func Together(place Place, changes ...Change) Change {
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		any := false
		for _, c := range changes {
			changed, err := c.do(e)
			if err != nil {
				return false, err
			}
			any = any || changed
		}
		return any, nil
	}}
}

// SetName names an indicator. An empty name is refused.
func SetName(id, name string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		name = strings.Join(strings.Fields(name), " ")
		if name == "" {
			return false, &Refusal{Place: Place{Indicators, id}, Reason: scoring.Message{Key: "ui.refuse.name"}}
		}
		return set(&ind.Name, name), nil
	})
}

// SetTarget states what was promised, as it is typed. A method that was proposed for the old target gives way to the one proposed
// for the new; a method that a person chose stays.
func SetTarget(id, text string) Change {
	return onIndicator(id, nil, func(e *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		if ind.Target.Text == text {
			return false, nil
		}
		proposed := ind.Method.Kind == scoring.SuggestMethod(ind.Target, ind.Level2)
		ind.Target, ind.Published = target.Parse(text, target.Context{FiscalYear: e.FiscalYear}), ""
		ind.ReadCells(e.FiscalYear)
		if proposed {
			ind.Method = scoring.Method{Kind: scoring.SuggestMethod(ind.Target, ind.Level2)}
		}
		return true, nil
	})
}

// SetWeight states an indicator's weight in points. What is no figure, or no weight under the scheme, is refused.
func SetWeight(id, text string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		weight, err := number(text, Place{Step: Indicators, Item: id})
		if err != nil {
			return false, err
		}
		if ind.Weight.Cmp(weight.Decimal) == 0 {
			return false, nil
		}
		ind.Weight = weight.Decimal
		return true, nil
	})
}

// SetLevels puts an indicator under other headings.
func SetLevels(id, level1, level2 string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		level1, level2 = strings.TrimSpace(level1), strings.TrimSpace(level2)
		if level1 == "" || level2 == "" {
			return false, &Refusal{Place: Place{Indicators, id}, Reason: scoring.Message{Key: "ui.refuse.level"}}
		}
		changed := set(&ind.Level1, level1)
		return set(&ind.Level2, level2) || changed, nil
	})
}

// SetMethod says how an indicator is scored.
func SetMethod(id string, method scoring.Method) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		if sameMethod(&ind.Method, &method) {
			return false, nil
		}
		ind.Method = method
		return true, nil
	})
}

func sameMethod(a, b *scoring.Method) bool {
	return a.Kind == b.Kind && a.Ceiling == b.Ceiling && a.Equality == b.Equality && a.PassLine.Cmp(b.PassLine) == 0 && a.Basis == b.Basis &&
		a.Step.Cmp(b.Step) == 0 && a.Deduct.Cmp(b.Deduct) == 0 && a.Per == b.Per && a.Expression == b.Expression &&
		slices.EqualFunc(a.Bands, b.Bands, func(x, y scoring.Band) bool { return x.AtLeast.Cmp(y.AtLeast) == 0 && x.Earns.Cmp(y.Earns) == 0 })
}

// Parameter names a figure of a method.
type Parameter string

// The figures of methods.
const (
	PassLine Parameter = "pass-line" // % of the target
	StepSize Parameter = "step"      // size of one step short of the target
	Deduct   Parameter = "deduct"    // points off
)

// Of returns where a method keeps the figure.
func (p Parameter) Of(m *scoring.Method) *decimal.Decimal {
	switch p {
	case PassLine:
		return &m.PassLine
	case StepSize:
		return &m.Step
	default:
		return &m.Deduct
	}
}

// maxFigure is the largest figure of a method that is taken.
var maxFigure = decimal.MustNew(1000, 0)

// SetParameter states a figure of an indicator's method; "" takes it back, so that the scheme's counts.
func SetParameter(id string, p Parameter, text string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		value, err := number(text, Place{Step: Indicators, Item: id})
		if err != nil {
			return false, err
		}
		if value.Decimal.IsNeg() || value.Decimal.Cmp(maxFigure) > 0 || value.Decimal.Scale() > 4 {
			return false, &Refusal{Place: Place{Indicators, id}, Reason: scoring.Message{Key: "ui.refuse.weight", Args: scoring.Args{"text": text}}}
		}
		field := p.Of(&ind.Method)
		if field.Cmp(value.Decimal) == 0 {
			return false, nil
		}
		*field = value.Decimal
		return true, nil
	})
}

// SetOverride replaces the rule's points by a person's, for a reason that must be stated; both "" take it back. Points above the weight
// are refused.
func SetOverride(id, points, reason, by string) Change {
	place := Place{Step: Indicators, Item: id}
	return onIndicator(id, []string{"problem.override"}, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		value, err := number(points, place)
		if err != nil {
			return false, err
		}
		reason = strings.TrimSpace(reason)
		switch {
		case !value.Valid && reason == "":
			changed := ind.Override != nil
			ind.Override = nil
			return changed, nil
		case !value.Valid:
			return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.override-points"}}
		case reason == "":
			return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.override-reason"}}
		case value.Decimal.IsNeg() || value.Decimal.Cmp(ind.Weight) > 0:
			return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.override-range", Args: scoring.Args{"weight": ind.Weight.String()}}}
		}
		next := scoring.Override{Points: value.Decimal, Reason: reason, By: by}
		if ind.Override != nil && ind.Override.Points.Cmp(next.Points) == 0 && ind.Override.Reason == next.Reason {
			return false, nil
		}
		ind.Override = &next
		return true, nil
	})
}

// NewID returns an ID that no indicator of the evaluation has.
func (s *Session) NewID() string { return s.NewIDs(1)[0] }

// NewIDs returns n different IDs that no indicator of the evaluation has.
func (s *Session) NewIDs(n int) []string {
	taken := make(map[string]bool)
	for i := range s.now.evaluation.Indicators {
		taken[s.now.evaluation.Indicators[i].ID] = true
	}
	ids := make([]string, 0, n)
	for number := len(taken) + 1; len(ids) < n; number++ {
		if id := "i" + strconv.Itoa(number); !taken[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// AddIndicator puts a new indicator below another one, under the same headings; after "" it goes to the end, under the headings
// given.
func AddIndicator(id, after, name, level1, level2 string) Change {
	return Change{Place: Place{Step: Indicators, Item: id}, do: func(e *scoring.Evaluation) (bool, error) {
		row := scoring.Indicator{ID: id, Name: name, Level1: level1, Level2: level2, Method: scoring.Method{Kind: scoring.MethodManual}}
		at := len(e.Indicators)
		for i := range e.Indicators {
			if e.Indicators[i].ID == after {
				at = i + 1
				row.Part, row.Level1, row.Level2 = e.Indicators[i].Part, e.Indicators[i].Level1, e.Indicators[i].Level2
			}
		}
		e.Indicators = slices.Insert(e.Indicators, at, row)
		return true, nil
	}}
}

// RemoveIndicators takes indicators out of the evaluation. Their evidence stays in its list.
func RemoveIndicators(ids ...string) Change {
	place := Place{Step: Indicators}
	if len(ids) > 0 {
		place.Item = ids[0]
	}
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		before := len(e.Indicators)
		e.Indicators = slices.DeleteFunc(e.Indicators, func(ind scoring.Indicator) bool { return slices.Contains(ids, ind.ID) })
		return len(e.Indicators) != before, nil
	}}
}

// MoveIndicator exchanges an indicator with the next one under the same headings, upwards for -1.
func MoveIndicator(id string, direction int) Change {
	return Change{Place: Place{Step: Indicators, Item: id}, do: func(e *scoring.Evaluation) (bool, error) {
		rows := e.Indicators
		at := slices.IndexFunc(rows, func(ind scoring.Indicator) bool { return ind.ID == id })
		if at < 0 {
			return false, nil
		}
		for i := at + direction; i >= 0 && i < len(rows); i += direction {
			if rows[i].Level1 == rows[at].Level1 && rows[i].Level2 == rows[at].Level2 {
				rows[i], rows[at] = rows[at], rows[i]
				return true, nil
			}
		}
		return false, nil
	}}
}
