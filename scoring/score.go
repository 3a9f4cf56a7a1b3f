package scoring

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// Score applies a scheme to an evaluation. It always returns a complete scorecard: what keeps a row from being scored is a problem
// on its line, never an error. An evaluation made under another scheme is scored with its weights scaled to this one's level
// weights, see [Scorecard.Reweighed].
func Score(s *Scheme, e *Evaluation) *Scorecard {
	card := &Scorecard{
		SchemeID: s.ID, SchemeVersion: s.Version, Authority: s.Authority, FullMark: s.FullMark,
		Lines: make([]Line, len(e.Indicators)),
	}
	weights := make([]decimal.Decimal, len(e.Indicators))
	for i := range e.Indicators {
		weights[i] = e.Indicators[i].Weight
	}
	if e.Scheme.ID != s.ID {
		card.Reweighed = true
		weights, card.Problems = reweigh(s, e)
	}
	card.Execution = scoreExecution(s, e)
	card.Execution.card = card
	for i := range e.Indicators {
		scoreLine(s, &e.Indicators[i], weights[i], &card.Lines[i])
		card.Lines[i].card = card
		if card.Lines[i].Pending {
			card.Pending++
		} else {
			card.Scored++
		}
	}
	addUp(s, e, card)
	card.Grade = s.GradeOf(card.Total)
	measureDistances(s, card)
	card.Highest = highest(s, e, card)
	card.Levels, card.Parts = subtotals(s, e, card)
	return card
}

func scoreLine(s *Scheme, ind *Indicator, weight decimal.Decimal, line *Line) {
	*line = Line{
		ID: ind.ID, Weight: weight, Method: ind.Method.Kind, State: ind.State, indicator: ind,
		RulePoints: decimal.MustNew(0, s.Places), Points: decimal.MustNew(0, s.Places),
	}
	switch ind.State {
	case StateNotApplicable, StateNotDue:
		line.working.form = formDropped
		return
	case StateNoEvidence:
		line.working.form = formNoEvidence
		return
	}
	apply, known := rules[ind.Method.Kind]
	if !known {
		line.Pending, line.Problem = true, Message{Key: problemUnknownMethod, Args: Args{"method": string(ind.Method.Kind)}}
		return
	}
	out := apply(input{scheme: s, indicator: ind, weight: weight})
	line.Pending, line.Problem, line.Met, line.working = out.pending, out.problem, out.met, out.working
	if !out.pending {
		line.RulePoints, line.Points = out.points, out.points
	}
	if ind.Override != nil {
		override(s, ind, weight, line)
	}
}

// override lets a person's points count instead of the rule's, within 0..weight and with a reason. The rule's stay visible.
func override(s *Scheme, ind *Indicator, weight decimal.Decimal, line *Line) {
	o := ind.Override
	switch {
	case o.Points.IsNeg() || o.Points.Cmp(ind.Weight) > 0:
		line.Problem = Message{Key: problemOutsideWeight, Args: Args{"points": o.Points.String(), "weight": ind.Weight.String()}}
		line.Pending = true
		return
	case strings.TrimSpace(o.Reason) == "":
		line.Problem, line.Pending = Message{Key: problemNoReason}, true
		return
	}
	points := decimal.MustNew(0, s.Places)
	if ind.Weight.IsPos() {
		scaled, err := exact.MulQuo(weight, o.Points, ind.Weight, s.Places)
		if err != nil {
			line.Problem, line.Pending = Message{Key: problemRange}, true
			return
		}
		points = scaled
	}
	line.Points, line.Overridden, line.Pending, line.Problem = points, true, false, Message{}
}
