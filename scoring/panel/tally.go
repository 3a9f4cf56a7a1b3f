package panel

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

// ErrScheme is wrapped by the error of [Tally] when the scheme is not the evaluation's.
var ErrScheme = errors.New("the panel's evaluation was made under another scheme")

// Result (汇总结果) is what the submitted forms come to.
type Result struct {
	Format string            `json:"format"`
	Panel  string            `json:"panel"`
	Rule   scoring.PanelRule `json:"rule"`
	Rows   []Row             `json:"rows"` // one per indicator, in the evaluation's order
	Forms  []FormResult      `json:"forms"`
	// Card is the scorecard with the panel's points in place of the rules'; the execution row is the rules'.
	Card *scoring.Scorecard `json:"scorecard"`
	// RuleTotal and RuleGrade are what the rules alone give, to stand beside.
	RuleTotal decimal.Decimal   `json:"ruleTotal"`
	RuleGrade string            `json:"ruleGrade"`
	Disagreed int               `json:"disagreements"` // rows in disagreement and not arbitrated
	Complete  bool              `json:"complete"`      // the form of every member who was not withdrawn is in, every row has points and no disagreement is open
	Problems  []scoring.Message `json:"problems,omitempty"`
}

// Row is one indicator's result.
type Row struct {
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	Weight     decimal.Decimal     `json:"weight"`
	State      scoring.State       `json:"state,omitempty"` // a row with a state is not judged
	RulePoints decimal.Decimal     `json:"rulePoints"`      // what the rules give
	Given      []Given             `json:"given,omitempty"` // the points that came in, in the order of the members
	Recused    []Recused           `json:"recused,omitempty"`
	Withdrawn  []Given             `json:"withdrawn,omitempty"` // the points of evaluators who were withdrawn; they do not count
	Missing    []string            `json:"missing,omitempty"`   // members who submitted without an answer
	Method     scoring.PanelMethod `json:"method,omitempty"`    // what was applied
	Points     decimal.NullDecimal `json:"points,omitzero"`     // aggregated
	Low        decimal.NullDecimal `json:"low,omitzero"`
	High       decimal.NullDecimal `json:"high,omitzero"`
	Range      decimal.NullDecimal `json:"range,omitzero"`
	Deviation  decimal.NullDecimal `json:"deviation,omitzero"` // standard deviation of the points given
	Disagreed  bool                `json:"disagreement,omitempty"`
	Arbitrated *Arbitration        `json:"arbitrated,omitempty"`
	Final      decimal.NullDecimal `json:"final,omitzero"` // what counts: the arbitrated points, else the aggregated
}

// Given is one evaluator's points.
type Given struct {
	Evaluator string          `json:"evaluator"`
	Points    decimal.Decimal `json:"points"`
	Dropped   bool            `json:"dropped,omitempty"` // left out by the trimmed mean
	Comment   string          `json:"comment,omitempty"`
}

// Recused is one evaluator who does not judge a row.
type Recused struct {
	Evaluator string `json:"evaluator"`
	Reason    string `json:"reason"`
}

// FormResult says how far one member has come and, once submitted, what the form alone comes to.
type FormResult struct {
	Evaluator string              `json:"evaluator"`
	Name      string              `json:"name"`
	State     State               `json:"state,omitempty"` // "" is no form at all
	Recused   string              `json:"recused,omitempty"`
	Answered  int                 `json:"answered"`
	Open      int                 `json:"open"`
	Withdrawn *Withdrawal         `json:"withdrawn,omitempty"` // why the form does not count
	Total     decimal.NullDecimal `json:"total,omitzero"`      // with the execution row, of a complete form
}

// Tally aggregates the submitted forms under the evaluation's scheme. What is missing is a problem of the result, not an error; the
// error wraps [ErrScheme].
func Tally(s *scoring.Scheme, p *Panel) (*Result, error) {
	if s.ID != p.Evaluation.Scheme.ID {
		return nil, fmt.Errorf("scheme %s, evaluation %s: %w", s.ID, p.Evaluation.Scheme.ID, ErrScheme)
	}
	byRules := scoring.Score(s, p.Evaluation)
	r := &Result{
		Format: ResultFormat, Panel: p.ID, Rule: p.RuleUnder(s), RuleTotal: byRules.Total, RuleGrade: byRules.Grade, Complete: true,
		Rows: make([]Row, 0, len(p.Evaluation.Indicators)),
	}
	given := make(map[string]decimal.Decimal)
	for i := range p.Evaluation.Indicators {
		row := r.row(p, s.Places, &p.Evaluation.Indicators[i])
		row.RulePoints = byRules.Lines[i].RulePoints
		if row.Final.Valid {
			given[row.ID] = row.Final.Decimal
		}
		r.Rows = append(r.Rows, row)
	}
	for i := range p.Members {
		r.member(s, p, &p.Members[i])
	}
	r.Card = scoring.ScoreGiven(s, p.Evaluation, given)
	return r, nil
}

func (r *Result) problem(key string, args scoring.Args) {
	r.Complete = false
	r.Problems = append(r.Problems, scoring.Message{Key: key, Args: args})
}

// row collects and aggregates what the submitted forms say about one indicator.
func (r *Result) row(p *Panel, places int, ind *scoring.Indicator) Row {
	row := Row{ID: ind.ID, Name: ind.Name, Weight: ind.Weight, State: ind.State}
	if !Judged(ind) {
		return row
	}
	var points, shares []decimal.Decimal
	for i := range p.Members {
		m := &p.Members[i]
		form, ok := p.Form(m.ID)
		if !ok || form.State != Submitted || form.Recusal != nil {
			continue
		}
		a, ok := form.answer(ind.ID)
		if _, withdrawn := p.Withdrawal(m.ID); withdrawn {
			if ok && a.Points.Valid {
				row.Withdrawn = append(row.Withdrawn, Given{Evaluator: m.ID, Points: a.Points.Decimal, Comment: a.Comment})
			}
			continue
		}
		switch {
		case ok && a.Recusal != nil:
			row.Recused = append(row.Recused, Recused{Evaluator: m.ID, Reason: a.Recusal.Reason})
		case !ok || !a.Points.Valid:
			row.Missing = append(row.Missing, m.ID)
		default:
			row.Given = append(row.Given, Given{Evaluator: m.ID, Points: a.Points.Decimal, Comment: a.Comment})
			points, shares = append(points, a.Points.Decimal), append(shares, m.Share)
		}
	}
	for _, evaluator := range row.Missing {
		r.problem("panel.problem.missing", scoring.Args{"evaluator": evaluator, "indicator": ind.Name})
	}
	r.aggregate(&row, points, shares, places)
	r.spread(&row, points, places)
	r.decide(&row, p.arbitration(ind.ID))
	return row
}

// aggregate makes one figure of the points given.
func (r *Result) aggregate(row *Row, points, shares []decimal.Decimal, places int) {
	if quorum := max(r.Rule.Quorum, 1); len(points) < quorum {
		r.problem("panel.problem.quorum", scoring.Args{
			"indicator": row.Name, "count": strconv.Itoa(len(points)), "quorum": strconv.Itoa(quorum),
		})
		return
	}
	row.Method = r.Rule.Method
	var value decimal.Decimal
	var err error
	switch r.Rule.Method {
	case scoring.PanelMedian:
		value, err = exact.Median(points, places)
	case scoring.PanelWeighted:
		value, err = exact.WeightedMean(points, shares, places)
	case scoring.PanelTrimmedMean:
		value, err = exact.Mean(r.trim(row, points), places)
	default:
		value, err = exact.Mean(points, places)
	}
	if err != nil { // only weights that add up to zero: members without a share under a scheme's weighted rule
		r.problem("panel.problem.shares", scoring.Args{"indicator": row.Name})
		return
	}
	row.Points = decimal.NullDecimal{Decimal: value, Valid: true}
}

// trim leaves out the highest and lowest points. Where too few would be left the mean of all is taken, and the result says so.
func (r *Result) trim(row *Row, points []decimal.Decimal) []decimal.Decimal {
	low, high := r.Rule.DropLowest, r.Rule.DropHighest
	if len(points) <= low+high {
		row.Method = scoring.PanelMean
		r.problem("panel.problem.trim", scoring.Args{
			"indicator": row.Name, "count": strconv.Itoa(len(points)), "dropped": strconv.Itoa(low + high),
		})
		return points
	}
	order := make([]int, len(points))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return points[a].Cmp(points[b]) })
	kept := make([]decimal.Decimal, 0, len(points))
	for rank, at := range order {
		if rank < low || rank >= len(order)-high {
			row.Given[at].Dropped = true
			continue
		}
		kept = append(kept, points[at])
	}
	return kept
}

// spread measures how far the points lie apart, dropped ones included.
func (r *Result) spread(row *Row, points []decimal.Decimal, places int) {
	if len(points) == 0 {
		return
	}
	low, high := slices.MinFunc(points, decimal.Decimal.Cmp), slices.MaxFunc(points, decimal.Decimal.Cmp)
	width, err := high.Sub(low)
	if err != nil {
		return // points are within a weight, so their difference fits
	}
	deviation, err := exact.Deviation(points, places)
	if err != nil {
		return
	}
	known := func(d decimal.Decimal) decimal.NullDecimal { return decimal.NullDecimal{Decimal: d, Valid: true} }
	row.Low, row.High, row.Range, row.Deviation = known(low), known(high), known(width), known(deviation)
	row.Disagreed = beyond(width, r.Rule.MaxRange, row.Weight) || beyond(deviation, r.Rule.MaxDeviation, row.Weight)
}

// beyond reports whether a spread is more than so many percent of the weight; a bound of 0 does not ask.
func beyond(spread, percent, weight decimal.Decimal) bool {
	return percent.IsPos() && exact.CmpProducts(spread, decimal.Hundred, percent, weight) > 0
}

// decide lets the arbitrated points count, else the aggregated ones.
func (r *Result) decide(row *Row, arbitrated *Arbitration) {
	row.Final = row.Points
	if arbitrated != nil {
		decision := *arbitrated
		row.Arbitrated = &decision
		row.Final = decimal.NullDecimal{Decimal: decision.Points, Valid: true}
		return
	}
	if row.Disagreed {
		r.Disagreed++
		r.problem("panel.problem.disagreement", scoring.Args{
			"indicator": row.Name, "low": row.Low.Decimal.String(), "high": row.High.Decimal.String(), "deviation": row.Deviation.Decimal.String(),
		})
	}
}

// member says how far one member's form has come.
func (r *Result) member(s *scoring.Scheme, p *Panel, m *Member) {
	out := FormResult{Evaluator: m.ID, Name: m.Name}
	form, ok := p.Form(m.ID)
	if w, withdrawn := p.Withdrawal(m.ID); withdrawn {
		out.Withdrawn = &w
	}
	switch {
	case !ok || form.State != Submitted:
		if ok {
			out.State = form.State
		}
		if out.Withdrawn != nil {
			break // nobody waits for it
		}
		r.problem("panel.problem.outstanding", scoring.Args{"evaluator": m.ID, "name": m.Name})
	case form.Recusal != nil:
		out.State, out.Recused = form.State, form.Recusal.Reason
	default:
		out.State = form.State
		given := make(map[string]decimal.Decimal)
		for i := range form.Answers {
			if a := &form.Answers[i]; a.Points.Valid {
				given[a.Indicator] = a.Points.Decimal
			}
		}
		out.Answered, out.Open = len(given), len(form.Open(p.Evaluation))
		if card := scoring.ScoreGiven(s, p.Evaluation, given); card.Pending == 0 {
			out.Total = decimal.NullDecimal{Decimal: card.Total, Valid: true}
		}
	}
	r.Forms = append(r.Forms, out)
}
