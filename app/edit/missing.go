package edit

import (
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// GoalActual follows the index of a goal in a place that is about what became of it.
const GoalActual = ".actual"

// Unset reports whether an evaluation was begun but nothing says yet what it is about: no indicator has a target or an actual.
func Unset(e *scoring.Evaluation) bool {
	for i := range e.Indicators {
		if ind := &e.Indicators[i]; ind.Target.Text != "" || ind.Actual.Text != "" || ind.Published != "" {
			return false
		}
	}
	return true
}

// FirstStep returns where work on an evaluation goes on: at the top of the form where nothing is filled in yet, else at the indicators.
func FirstStep(e *scoring.Evaluation) Step {
	if _, ok := e.TotalFunds(); Unset(e) && (!ok || money(e).Done == 0) && goals(e).Done == 0 {
		return Basics
	}
	return Indicators
}

// Missing returns the first place of a step where something that it counts is not filled in; the item is "" where the step is complete or
// knows no such place.
func (s *Session) Missing(step Step) Place {
	e := s.now.evaluation
	switch step {
	case Basics:
		return Place{step, s.missingField()}
	case Money:
		if s.excused(Place{Step: Money}) {
			return Place{Step: Money}
		}
		return Place{step, missingAmount(e)}
	case Goals:
		return Place{step, missingGoal(e)}
	case Narrative:
		return Place{step, missingSection(s.now.scheme.Outline, e)}
	case Indicators:
		id, _ := s.NextPending("")
		return Place{step, id}
	}
	return Place{Step: step}
}

func (s *Session) missingField() string {
	for _, f := range Fields() {
		if f.Mandatory() && !s.filled(f) {
			return string(f)
		}
	}
	return ""
}

// filled reports whether a field of the basics needs nothing more: it has a text, or a reason was stated why it has none.
func (s *Session) filled(f Field) bool {
	return strings.TrimSpace(f.Text(s.now.evaluation)) != "" || s.excused(Place{Basics, string(f)})
}

// excused reports whether a stated reason answers that nothing is filled in at a place of the form.
func (s *Session) excused(at Place) bool {
	return slices.ContainsFunc(s.now.findings, func(f review.Finding) bool {
		return f.Check == checkComplete && f.Settled() && PlaceOf(f.Place) == at
	})
}

// checkComplete is the check that the form is filled in.
const checkComplete = "D14"

func missingAmount(e *scoring.Evaluation) string {
	row, ok := e.TotalFunds()
	for _, column := range []Column{Initial, Adjusted, Executed} {
		if ok && !column.Amount(row).Valid {
			return totalRow(e) + "." + string(column)
		}
	}
	return ""
}

func missingGoal(e *scoring.Evaluation) string {
	for i := range e.Goals {
		switch g := &e.Goals[i]; {
		case strings.TrimSpace(g.Expected) == "":
			return strconv.Itoa(i)
		case strings.TrimSpace(g.Actual) == "":
			return strconv.Itoa(i) + GoalActual
		}
	}
	return ""
}

// totalRow is the index of the total among the fund rows.
func totalRow(e *scoring.Evaluation) string {
	total, _ := e.TotalFunds()
	for i := range e.Funds {
		if &e.Funds[i] == total {
			return strconv.Itoa(i)
		}
	}
	return "0"
}

func missingSection(outline []scoring.Section, e *scoring.Evaluation) string {
	for i := range outline {
		if s := &outline[i]; s.Required && len(s.Children) == 0 && strings.TrimSpace(e.Section(s.ID)) == "" {
			return s.ID
		}
		if id := missingSection(outline[i].Children, e); id != "" {
			return id
		}
	}
	return ""
}
