package figure

import (
	"strconv"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

func (s *Source) addResult(scheme *scoring.Scheme, card *scoring.Scorecard, language string) {
	s.add("total", card.Total.String())
	s.add("grade", gradeName(scheme, card.Grade, language))
	s.add("highest", card.Highest.Total.String())
	s.add("full-mark", plain(card.FullMark))
	if card.Execution.Rate.Valid {
		s.add("execution.rate", card.Execution.Rate.Decimal.String()+"%")
	}
	if card.Execution.Weight.IsPos() {
		s.add("execution.points", card.Execution.Points.String())
	}
	for i := range card.Levels {
		s.add("level."+card.Levels[i].Name+".points", card.Levels[i].Points.String())
		s.add("level."+card.Levels[i].Name+".weight", plain(card.Levels[i].Weight))
	}
}

func gradeName(scheme *scoring.Scheme, grade, language string) string {
	if bound, ok := scheme.Grade(grade); ok && len(bound.Text) > 0 {
		return bound.Text.In(language)
	}
	return grade
}

func (s *Source) addMoney(e *scoring.Evaluation, card *scoring.Scorecard) {
	money := func(key string, amount decimal.NullDecimal) {
		if amount.Valid {
			s.add(key, amount.Decimal.String()+e.MoneyUnit)
		}
	}
	money("execution.budget", card.Execution.Budget)
	money("execution.executed", card.Execution.Executed)
	for i := range e.Funds {
		row := &e.Funds[i]
		money("fund."+row.Name+".initial", row.Initial)
		money("fund."+row.Name+".adjusted", row.Adjusted)
		money("fund."+row.Name+".executed", row.Executed)
	}
}

func (s *Source) addIndicators(e *scoring.Evaluation, card *scoring.Scorecard) {
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		key := "indicator." + ind.ID
		s.add(key+".actual", ind.Actual.Text)
		s.add(key+".target", ind.Target.Text)
		s.add(key+".last-year", ind.LastYear.Text)
		if i < len(card.Lines) && card.Lines[i].State == scoring.StateScored && !card.Lines[i].Pending {
			s.add(key+".points", card.Lines[i].Points.String())
		}
		s.add(key+".weight", plain(ind.Weight))
	}
}

func (s *Source) addHead(e *scoring.Evaluation) {
	if e.FiscalYear != 0 {
		s.add("year", strconv.Itoa(e.FiscalYear))
	}
	s.add("project", e.Project.Name)
	s.add("unit", e.Project.Unit)
	s.add("department", e.Project.Department)
}

func plain(d decimal.Decimal) string { return d.Trim(0).String() }
