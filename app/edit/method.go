package edit

import (
	"maps"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/expression"
)

// BandsOf returns the table of bands that an indicator is scored by: its own, else for satisfaction the scheme's. own is false for the
// scheme's.
func BandsOf(scheme *scoring.Scheme, ind *scoring.Indicator) (bands []scoring.Band, own bool) {
	if len(ind.Method.Bands) > 0 {
		return ind.Method.Bands, true
	}
	if ind.Method.Kind == scoring.MethodSatisfaction {
		return scheme.Satisfaction, false
	}
	return nil, false
}

// SetBand states a line of an indicator's table of bands: from which bound it earns how many per cent of the weight. An index one past the
// end adds a line; both texts "" take the line away. base is the table before: the scheme's where the indicator has none of its own. The
// lines are put in order; bounds that repeat and a lower bound that earns more are refused.
func SetBand(id string, base []scoring.Band, index int, atLeast, earns string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		place := Place{Step: Indicators, Item: id}
		bound, err := percent(atLeast, place)
		if err != nil {
			return false, err
		}
		share, err := percent(earns, place)
		if err != nil {
			return false, err
		}
		taken := !bound.Valid && !share.Valid
		if index < 0 || index > len(base) || taken && index == len(base) {
			return false, nil
		}
		var line []scoring.Band
		if !taken {
			line = []scoring.Band{{AtLeast: bound.Decimal, Earns: share.Decimal}}
		}
		bands := slices.Concat(base[:index], line, base[min(index+1, len(base)):])
		if err := checkBands(bands, place); err != nil {
			return false, err
		}
		next := ind.Method
		next.Bands = bands
		if sameMethod(&ind.Method, &next) {
			return false, nil
		}
		ind.Method = next
		return true, nil
	})
}

// percent reads a number with or without its sign.
func percent(text string, place Place) (decimal.NullDecimal, error) {
	text = strings.TrimSpace(text)
	return number(strings.TrimSuffix(strings.TrimSuffix(text, "%"), "％"), place)
}

// checkBands puts bands in order and refuses what no table of bands may hold.
func checkBands(bands []scoring.Band, place Place) error {
	refuse := func(key string, d decimal.Decimal) error {
		return &Refusal{Place: place, Reason: scoring.Message{Key: key, Args: scoring.Args{"text": d.String()}}}
	}
	slices.SortStableFunc(bands, func(a, b scoring.Band) int { return b.AtLeast.Cmp(a.AtLeast) })
	for i, b := range bands {
		switch {
		case b.Earns.IsNeg() || b.Earns.Cmp(decimal.Hundred) > 0 || b.Earns.Scale() > 4:
			return refuse("guide.refuse.band-share", b.Earns)
		case b.AtLeast.IsNeg() || b.AtLeast.Cmp(maxBound) > 0 || b.AtLeast.Scale() > 4:
			return refuse("guide.refuse.band-bound", b.AtLeast)
		case i > 0 && b.AtLeast.Cmp(bands[i-1].AtLeast) == 0:
			return refuse("guide.refuse.band-twice", b.AtLeast)
		case i > 0 && b.Earns.Cmp(bands[i-1].Earns) > 0:
			return refuse("guide.refuse.band-order", b.AtLeast)
		}
	}
	return nil
}

// maxBound is the largest bound of a band that is taken.
var maxBound = decimal.MustNew(1_000_000_000, 0)

// ClearBands takes an indicator's own bands away, so that the scheme's count.
func ClearBands(id string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		changed := len(ind.Method.Bands) > 0
		ind.Method.Bands = nil
		return changed, nil
	})
}

// SetExpression states the formula of an indicator. One that cannot be computed is kept, and the indicator waits until it can; only one
// that is too long is refused.
func SetExpression(id, text string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		text = strings.TrimSpace(text)
		if len(text) > expression.MaxLength {
			return false, &Refusal{Place: Place{Indicators, id}, Reason: scoring.Message{Key: "guide.refuse.formula-long"}}
		}
		return set(&ind.Method.Expression, text), nil
	})
}

// SetFormulaFigure states the value of a name in an indicator's formula; "" takes it away.
func SetFormulaFigure(id, name, text string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		value, err := number(text, Place{Step: Indicators, Item: id})
		if err != nil {
			return false, err
		}
		old, known := ind.Method.Figures[name]
		if known == value.Valid && (!known || old.Cmp(value.Decimal) == 0) {
			return false, nil
		}
		ind.Method.Figures = maps.Clone(ind.Method.Figures) // the map may belong to another snapshot too
		switch {
		case !value.Valid:
			delete(ind.Method.Figures, name)
		case ind.Method.Figures == nil:
			ind.Method.Figures = map[string]decimal.Decimal{name: value.Decimal}
		default:
			ind.Method.Figures[name] = value.Decimal
		}
		return true, nil
	})
}

// givenNames are the names of a formula whose values come from the indicator itself.
var givenNames = []string{"target", "年度指标值", "actual", "实际完成值", "weight", "分值"}

// FormulaNames lists the names of a formula for which a value must be stated. A formula that cannot be read has none.
func FormulaNames(text string) []string {
	parsed, err := expression.Parse(text)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(parsed.Names(), func(name string) bool { return slices.Contains(givenNames, name) })
}

// SetNote states a remark about an indicator.
func SetNote(id, text string) Change {
	return onIndicator(id, nil, func(_ *scoring.Evaluation, ind *scoring.Indicator) (bool, error) {
		return set(&ind.Note, strings.TrimSpace(text)), nil
	})
}
