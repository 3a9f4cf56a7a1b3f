package scoring

import (
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// Impossible is a figure that no evaluation can hold, whatever the project: a slip of the hand, such as a negative amount.
type Impossible struct {
	Field  string  // such as "funds[0].executed" or "indicators[i3].weight"; elements go by their ID where they have one
	Reason Message // impossible.<what>, with the figure as found
}

// MostExecution is the most that a row can have spent, in % of its adjusted budget. Spending above the budget happens and is asked about
// (check A8); a hundred times the budget is an amount in another unit of money.
var MostExecution = decimal.MustNew(10_000, 0)

// ImpossibleFigures lists the figures that no evaluation under the scheme can hold: amounts below nought, beyond what a form has or with
// more decimal places than money; spending above [MostExecution]; weights below nought or above the full mark; points outside their
// weight; a share of satisfied people above 100 %. An editor asks before it takes a figure. What the evaluation may hold, however
// doubtful, is left to the checks.
func ImpossibleFigures(s *Scheme, e *Evaluation) []Impossible {
	var found impossible
	found.funds("funds", e.Funds)
	for i := range e.Parts {
		found.funds("parts["+e.Parts[i].ID+"].funds", e.Parts[i].Funds)
	}
	for i := range e.Indicators {
		found.indicator(s, &e.Indicators[i])
	}
	return found
}

// TurnedImpossible lists the impossible figures that an edit has brought in: those that were there before, such as from a file, are not the
// edit's, nor are points that are outside their weight because the weight was changed.
func TurnedImpossible(s *Scheme, before, after *Evaluation) []Impossible {
	found := ImpossibleFigures(s, after)
	if len(found) == 0 {
		return nil
	}
	old := make(map[string]bool)
	for _, f := range ImpossibleFigures(s, before) {
		old[f.String()] = true
	}
	given := make(map[string]string)
	for i := range before.Indicators {
		for _, g := range givenPoints(&before.Indicators[i]) {
			given[g.field] = g.points.String()
		}
	}
	return slices.DeleteFunc(found, func(f Impossible) bool {
		points, was := given[f.Field]
		return old[f.String()] || was && points == f.Reason.Args["found"]
	})
}

// String names field, reason and figure, for comparing.
func (f *Impossible) String() string {
	args := f.Reason.Args
	return strings.Join([]string{f.Field, f.Reason.Key, args["found"], args["executed"], args["budget"], args["weight"]}, " ")
}

// pointsAt are points that people gave or a form prints, with the name of their field.
type pointsAt struct {
	field  string
	points decimal.Decimal
}

func givenPoints(ind *Indicator) []pointsAt {
	var list []pointsAt
	at := "indicators[" + ind.ID + "]."
	if ind.Judgement.Points.Valid {
		list = append(list, pointsAt{at + "judgement.points", ind.Judgement.Points.Decimal})
	}
	if ind.Override != nil {
		list = append(list, pointsAt{at + "override.points", ind.Override.Points})
	}
	if ind.Declared.Valid {
		list = append(list, pointsAt{at + "declaredScore", ind.Declared.Decimal})
	}
	return list
}

type impossible []Impossible

func (f *impossible) add(field, what string, args Args) {
	*f = append(*f, Impossible{Field: field, Reason: Message{Key: "impossible." + what, Args: args}})
}

func (f *impossible) funds(at string, rows []FundRow) {
	for i := range rows {
		row, place := &rows[i], at+"["+countOf(i)+"]."
		f.amount(place+"initial", row.Initial)
		f.amount(place+"adjusted", row.Adjusted)
		f.amount(place+"executed", row.Executed)
		budget, spent := row.Adjusted, row.Executed
		if budget.Valid && spent.Valid && budget.Decimal.IsPos() && exact.CmpProducts(spent.Decimal, decimal.Hundred, budget.Decimal, MostExecution) > 0 {
			f.add(place+"executed", "execution", Args{
				"executed": spent.Decimal.String(), "budget": budget.Decimal.String(), "percent": MostExecution.String(),
			})
		}
	}
}

func (f *impossible) amount(field string, amount decimal.NullDecimal) {
	if !amount.Valid {
		return
	}
	if reason := ImpossibleAmount(amount.Decimal); !reason.IsZero() {
		*f = append(*f, Impossible{Field: field, Reason: reason})
	}
}

// ImpossibleAmount says why no form can hold an amount of money: it is below nought, too large, or has too many decimal places. The
// message is zero for an amount that a form can hold.
func ImpossibleAmount(amount decimal.Decimal) Message {
	found := amount.String()
	switch {
	case amount.IsNeg():
		return Message{Key: "impossible.amount.negative", Args: Args{"found": found}}
	case amount.Cmp(maxAmount) > 0:
		return Message{Key: "impossible.amount.large", Args: Args{"found": found, "highest": maxAmount.String()}}
	case amount.MinScale() > maxAmountPlaces:
		return Message{Key: "impossible.amount.places", Args: Args{"found": found, "places": countOf(maxAmountPlaces)}}
	}
	return Message{}
}

func (f *impossible) indicator(s *Scheme, ind *Indicator) {
	at := "indicators[" + ind.ID + "]."
	switch {
	case ind.Weight.IsNeg():
		f.add(at+"weight", "weight.negative", Args{"found": ind.Weight.String()})
	case s.FullMark.IsPos() && ind.Weight.Cmp(s.FullMark) > 0:
		f.add(at+"weight", "weight.large", Args{"found": ind.Weight.String(), "highest": s.FullMark.String()})
	case ind.Weight.MinScale() > maxWeightPlaces:
		f.add(at+"weight", "weight.places", Args{"found": ind.Weight.String(), "places": countOf(maxWeightPlaces)})
	}
	for _, given := range givenPoints(ind) {
		if given.points.IsNeg() || given.points.Cmp(ind.Weight) > 0 {
			f.add(given.field, "points", Args{"found": given.points.String(), "weight": ind.Weight.String()})
		}
	}
	if a := &ind.Actual; ind.Method.Kind == MethodSatisfaction && a.Kind == target.Number && a.Unit == "%" && a.Low.Cmp(decimal.Hundred) > 0 {
		f.add(at+"actual", "satisfaction", Args{"found": a.Text})
	}
}
