package published

import (
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Verdict says how a printed score stands to the rules.
type Verdict string

// The verdicts.
const (
	Agrees          Verdict = "agrees"           // the rule gives the printed score
	Differs         Verdict = "differs"          // it gives another one; Checks explain it
	NotRecomputable Verdict = "not-recomputable" // the rule is not stated in figures, or the cells cannot be scored
	WeightUnknown   Verdict = "weight-unknown"   // no weight above 0 is printed, so there is nothing to compute from
	NotScored       Verdict = "not-scored"       // the form prints no score
)

// Result compares one printed score.
type Result struct {
	Place   string              `json:"place"` // "execution", "indicator:i1", …, "total"
	Name    string              `json:"name,omitempty"`
	Verdict Verdict             `json:"verdict"`
	Printed decimal.NullDecimal `json:"printed,omitzero"`
	Rule    decimal.NullDecimal `json:"rule,omitzero"`    // absent where no rule gives one
	Checks  []string            `json:"checks,omitempty"` // the quality checks that report something at this place
	Reason  string              `json:"reason,omitempty"` // the deviation reason that the form itself prints
}

// Comparison is a table held against the rules.
type Comparison struct {
	Results []Result `json:"results"`
	Agree   int      `json:"agree"`
	Differ  int      `json:"differ"`
	Other   int      `json:"notRecomputable"` // not recomputable, of unknown weight, or not scored
	Doubts  []Doubt  `json:"doubts"`
}

// Compare holds the printed scores against a scorecard and findings of the conversion's evaluation.
func Compare(c *Conversion, card *scoring.Scorecard, findings []review.Finding) *Comparison {
	out := &Comparison{Doubts: c.Doubts}
	if out.Doubts == nil {
		out.Doubts = []Doubt{}
	}
	if !c.Table.ExecutionIsRow {
		out.add(c.execution(card), findings)
	}
	for i := range c.Evaluation.Indicators {
		out.add(c.row(&c.Evaluation.Indicators[i], &card.Lines[i]), findings)
	}
	out.addTotal(c.total(card), findings)
	return out
}

// addTotal adds the total. One that is the right sum of printed rows differs only because rows do: their checks explain it.
func (c *Comparison) addTotal(total Result, findings []review.Finding) {
	rows := c.Results
	c.add(total, findings)
	last := &c.Results[len(c.Results)-1]
	if last.Verdict != Differs || len(last.Checks) > 0 {
		return
	}
	for i := range rows {
		if rows[i].Verdict != Differs {
			continue
		}
		for _, check := range rows[i].Checks {
			if !slices.Contains(last.Checks, check) {
				last.Checks = append(last.Checks, check)
			}
		}
		last.Reason += rows[i].Reason
	}
}

func (c *Comparison) add(r Result, findings []review.Finding) {
	for i := range findings {
		f := &findings[i]
		if (f.Place == r.Place || strings.HasPrefix(f.Place, r.Place+":")) && !slices.Contains(r.Checks, f.Check) {
			r.Checks = append(r.Checks, f.Check)
		}
	}
	switch r.Verdict {
	case Agrees:
		c.Agree++
	case Differs:
		c.Differ++
	default:
		c.Other++
	}
	c.Results = append(c.Results, r)
}

func (c *Conversion) doubted(kind DoubtKind, place string) bool {
	return slices.ContainsFunc(c.Doubts, func(d Doubt) bool { return d.Kind == kind && d.Place == place })
}

func (c *Conversion) execution(card *scoring.Scorecard) Result {
	r := Result{Place: review.PlaceExecution}
	row, ok := c.Evaluation.TotalFunds()
	if ok {
		r.Printed = row.DeclaredScore
	}
	line := &card.Execution
	weighed := ok && row.DeclaredWeight.Valid && row.DeclaredWeight.Decimal.Cmp(line.Weight) == 0
	if line.Rate.Valid && weighed {
		r.Rule = value(line.Points)
	}
	switch {
	case !r.Printed.Valid:
		r.Verdict = NotScored
	case !ok || !row.DeclaredWeight.Valid:
		r.Verdict = WeightUnknown
	case !r.Rule.Valid && r.Printed.Decimal.IsZero() && line.Points.IsZero() && weighed:
		r.Verdict, r.Rule = Agrees, value(line.Points) // nothing for a budget of nothing
	case !r.Rule.Valid:
		r.Verdict = NotRecomputable
	default:
		r.Verdict = compare(r.Printed.Decimal, r.Rule.Decimal)
	}
	return r
}

func (c *Conversion) row(ind *scoring.Indicator, line *scoring.Line) Result {
	r := Result{Place: review.PlaceIndicator(ind.ID), Name: ind.Name, Printed: ind.Declared, Reason: ind.Reason}
	byHand := c.doubted(ByHand, r.Place)
	if !byHand && !line.Pending {
		r.Rule = value(line.RulePoints)
	}
	switch {
	case !r.Printed.Valid:
		r.Verdict = NotScored
	case byHand || line.Pending:
		r.Verdict = NotRecomputable
	case c.doubted(WeightInferred, r.Place), !ind.Weight.IsPos() && r.Printed.Decimal.IsPos():
		r.Verdict = WeightUnknown
	default:
		r.Verdict = compare(r.Printed.Decimal, r.Rule.Decimal)
	}
	return r
}

func (c *Conversion) total(card *scoring.Scorecard) Result {
	r := Result{Place: review.PlaceTotal, Printed: c.Evaluation.Declared.Total, Rule: value(card.Total)}
	switch {
	case !r.Printed.Valid:
		r.Verdict = NotScored
	case !c.Table.Complete || card.Pending > 0:
		r.Verdict = NotRecomputable
	default:
		r.Verdict = compare(r.Printed.Decimal, r.Rule.Decimal)
	}
	if r.Verdict == Agrees && c.takenOver() {
		r.Verdict = NotRecomputable // the sum is right, but rows were taken over as printed
	}
	return r
}

// takenOver reports whether any row stands with its printed score or with a weight taken from it.
func (c *Conversion) takenOver() bool {
	return slices.ContainsFunc(c.Doubts, func(d Doubt) bool { return d.Kind == ByHand || d.Kind == WeightInferred })
}

func compare(printed, rule decimal.Decimal) Verdict {
	if printed.Cmp(rule) == 0 {
		return Agrees
	}
	return Differs
}

func value(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: true}
}
