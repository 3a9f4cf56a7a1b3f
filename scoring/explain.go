package scoring

import (
	"strings"

	"github.com/govalues/decimal"
)

// form is the shape of a row's calculation.
type form uint8

const (
	formNone form = iota
	formMet
	formWithin
	formInside
	formShort
	formZeroTarget
	formCeilingRatio
	formCeilingLinear
	formTwoSided
	formBelowPassLine
	formBand
	formBelowBands
	formOccurrences
	formSteps
	formInTime
	formLate
	formLateBy
	formDone
	formNotDone
	formTierTop
	formTierPoints
	formManual
	formExpression
	formExecution
	formExecutionCapped
	formNoBudget
	formDropped
	formNoEvidence
)

// working is what a rule worked with, kept so that a row can be explained without being scored again.
type working struct {
	form      form
	want, got decimal.Decimal
	extra     decimal.Decimal // a band's share, a pass line, a deduction, points given
	times     decimal.Decimal // occurrences, steps, days
}

// Explanation says how a row came to its points: the rule in words, its source, and the formula with the numbers put in.
type Explanation struct {
	Rule    Message `json:"rule"`
	Source  string  `json:"source"`            // the authority of the scheme
	Formula string  `json:"formula,omitempty"` // such as "10 × 95 ÷ 100 = 9.50", the same in every language
}

// formulas by form. {w} weight, {t} target, {a} actual, {x} extra, {n} times, {p} points.
var formulas = [...]string{
	formMet:             "{a} ≥ {t} → {p}",
	formWithin:          "{a} ≤ {t} → {p}",
	formInside:          "{a} ∈ [{t}, {u}] → {p}",
	formShort:           "{w} × {a} ÷ {t} = {p}",
	formZeroTarget:      "{a} ≠ 0 → {p}",
	formCeilingRatio:    "{w} × {t} ÷ {a} = {p}",
	formCeilingLinear:   "max(0, {w} × (1 − ({a} − {t}) ÷ {t})) = {p}",
	formTwoSided:        "max(0, {w} × (1 − |{a} − {t}| ÷ {t})) = {p}",
	formBelowPassLine:   "{a} ÷ {t} < {x}% → {p}",
	formBand:            "{a} ≥ {t}: {w} × {x}% = {p}",
	formBelowBands:      "{a} → {p}",
	formOccurrences:     "max(0, {w} − {n} × {x}) = {p}",
	formSteps:           "max(0, {w} − {n} × {x}) = {p}",
	formLateBy:          "max(0, {w} − {n} × {x}) = {p}",
	formTierTop:         "{w} × {x}% = {p}",
	formTierPoints:      "{w} × {x} ÷ {o} = {p}",
	formManual:          "{w} × {x} ÷ {o} = {p}",
	formExpression:      "{w} × ({e}) = {p}",
	formExecution:       "{w} × {a} ÷ {t} = {p}",
	formExecutionCapped: "{w} × min(1, {a} ÷ {t}) = {p}",
	formNoEvidence:      "0",
}

// Explain says how the line came to its points. Texts are put together only here, so scoring many evaluations costs nothing for it.
func (l *Line) Explain() Explanation {
	rule := Message{Key: "method." + string(l.Method)}
	w := l.working
	switch w.form {
	case formDropped, formNoEvidence:
		rule.Key = "state." + string(l.State)
	case formNone:
		if !l.Problem.IsZero() {
			rule = l.Problem
		}
	}
	if w.form == formCeilingRatio || w.form == formCeilingLinear || w.form == formTwoSided {
		rule.Key = "method." + string(l.Method) + "." + formVariant[w.form]
	}
	return Explanation{Rule: rule, Source: l.card.Authority, Formula: l.formula()}
}

var formVariant = map[form]string{formCeilingRatio: "ratio", formCeilingLinear: "linear", formTwoSided: "two-sided"}

func (l *Line) formula() string {
	w := l.working
	if int(w.form) >= len(formulas) || formulas[w.form] == "" {
		return ""
	}
	template := formulas[w.form]
	if (w.form == formTierPoints || w.form == formManual) && l.Weight.Cmp(l.indicator.Weight) == 0 {
		template = "{x} → {p}"
	}
	replace := []string{
		"{w}", l.Weight.String(), "{t}", w.want.String(), "{a}", w.got.String(), "{x}", w.extra.String(),
		"{n}", w.times.String(), "{p}", l.RulePoints.String(),
	}
	if l.indicator != nil {
		replace = append(replace, "{o}", l.indicator.Weight.String(), "{u}", l.indicator.Target.High.String(), "{e}", l.indicator.Method.Expression)
	}
	return strings.NewReplacer(replace...).Replace(template)
}
