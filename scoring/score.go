package scoring

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
)

// Score applies a scheme to an evaluation. It always returns a complete scorecard: what keeps a row from being scored is a problem
// on its line, never an error. An evaluation made under another scheme is scored with its weights scaled to this one's level
// weights, see [Scorecard.Reweighed].
func Score(s *Scheme, e *Evaluation) *Scorecard { return score(s, e, nil, nil) }

// ScoreGiven scores an evaluation with points that people gave, by indicator ID and on the indicator's own weight, in place of what
// the rules give: a panel's, or a reviewing department's. The rules' points stay visible in RulePoints. A row without given points
// waits for them; rows that are not applicable, not due or without evidence are as [Score] leaves them, and so are the execution row
// and every step to the total. Points outside 0..weight are a problem of their line.
func ScoreGiven(s *Scheme, e *Evaluation, given map[string]decimal.Decimal) *Scorecard {
	if given == nil {
		given = map[string]decimal.Decimal{}
	}
	return score(s, e, nil, given)
}

// score is the whole of scoring. weights, if given, are one per indicator and take the place of the indicators' own, which points
// given by people keep referring to.
func score(s *Scheme, e *Evaluation, weights []decimal.Decimal, given map[string]decimal.Decimal) *Scorecard {
	card := &Scorecard{
		SchemeID: s.ID, SchemeVersion: s.Version, Authority: s.Authority, FullMark: s.FullMark,
		Lines: make([]Line, len(e.Indicators)),
	}
	if e.Scheme.ID != s.ID && weights == nil {
		card.Reweighed = true
		weights, card.Problems = reweigh(s, e)
	}
	card.Execution = scoreExecution(s, e)
	card.Execution.card = card
	for i := range e.Indicators {
		line, weight := &card.Lines[i], e.Indicators[i].Weight
		if weights != nil {
			weight = weights[i]
		}
		scoreLine(s, &e.Indicators[i], weight, line)
		if given != nil && line.State == StateScored {
			line.give(s, given)
		}
		line.card = card
		if line.Pending {
			card.Pending++
		} else {
			card.Scored++
		}
	}
	sum := sumRows(s, e, card)
	addUp(s, card, sum)
	card.Grade = s.GradeOf(card.Total)
	measureDistances(s, card)
	card.Highest = highest(s, card, sum)
	card.Levels, card.Parts = subtotals(s, e, card)
	return card
}

// give replaces the line's points by the given ones.
func (l *Line) give(s *Scheme, given map[string]decimal.Decimal) {
	points, ok := given[l.ID]
	if !ok {
		l.Points, l.Overridden, l.Pending, l.Problem = decimal.MustNew(0, s.Places), false, true, Message{Key: problemNoPoints}
		return
	}
	l.replace(s, points)
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
		line.override(s, ind.Override)
	}
}

// override lets a person's points count instead of the rule's, within 0..weight and with a reason. The rule's stay visible.
func (l *Line) override(s *Scheme, o *Override) {
	if strings.TrimSpace(o.Reason) == "" && l.within(o.Points) {
		l.Problem, l.Pending = Message{Key: problemNoReason}, true
		return
	}
	l.replace(s, o.Points)
}

func (l *Line) within(points decimal.Decimal) bool {
	return !points.IsNeg() && points.Cmp(l.indicator.Weight) <= 0
}

// replace lets points given on the indicator's own weight count, scaled to the weight that scores.
func (l *Line) replace(s *Scheme, points decimal.Decimal) {
	own := l.indicator.Weight
	if !l.within(points) {
		l.Problem = Message{Key: problemOutsideWeight, Args: Args{"points": points.String(), "weight": own.String()}}
		l.Pending = true
		return
	}
	scaled := decimal.MustNew(0, s.Places)
	if own.IsPos() {
		var err error
		if scaled, err = exact.MulQuo(l.Weight, points, own, s.Places); err != nil {
			l.Problem, l.Pending = Message{Key: problemRange}, true
			return
		}
	}
	l.Points, l.Overridden, l.Pending, l.Problem = scaled, true, false, Message{}
}
