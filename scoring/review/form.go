package review

import (
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// D14: the mandatory fields of the form and every indicator's name are filled in, and the money that the execution row is scored on; a
// budget of zero has no execution rate.
func headerComplete(r *reviewer) {
	e := r.evaluation
	for _, field := range []struct{ name, value string }{
		{"name", e.Project.Name},
		{"unit", e.Project.Unit},
		{"department", e.Project.Department},
		{"preparer", e.SignOff.Preparer},
		{"principal", e.SignOff.Principal},
		{"date", e.SignOff.Date},
	} {
		if strings.TrimSpace(field.value) == "" {
			r.report(PlaceHeader(field.name), field.name, "", "", nil)
		}
	}
	for i := range e.Indicators {
		if ind := &e.Indicators[i]; strings.TrimSpace(ind.Name) == "" {
			r.report(PlaceIndicator(ind.ID), "indicator", "", "", scoring.Args{"indicator": ind.ID})
		}
	}
	line := &r.card.Execution
	switch {
	case !line.Weight.IsPos() || r.reported("A6", PlaceExecution):
	case !line.Budget.Valid || !line.Executed.Valid:
		r.report(PlaceHeader("funds"), "funds", "", "", nil)
	case line.Budget.Decimal.IsZero():
		r.report(PlaceHeader("funds"), "budget", "0", "> 0", nil)
	}
}

// D15: an evaluation is dated after the year that it is about.
func datedAfterYearEnd(r *reviewer) {
	date, err := target.ParseDate(r.evaluation.SignOff.Date)
	end := target.Date{Year: r.evaluation.FiscalYear, Month: 12, Day: 31}
	if err == nil && date.Year != 0 && date.Compare(end) < 0 {
		r.report(PlaceHeader("date"), "", date.String(), "≥ "+end.String(), nil)
	}
}

// D18: an evaluation is dated by the day on which it is due: the one set for the year, else the scheme's. Without either nothing is asked.
func datedInTime(r *reviewer) {
	variant, day := "", r.known.Deadline
	if day == "" {
		variant = "scheme"
		day, _ = r.scheme.DeadlineFor(r.evaluation.FiscalYear)
	}
	due, err := target.ParseDate(day)
	date, errDate := target.ParseDate(r.evaluation.SignOff.Date)
	if err != nil || errDate != nil || due.Year == 0 || date.Year == 0 || date.Compare(due) <= 0 {
		return
	}
	r.report(PlaceHeader("date"), variant, date.String(), "≤ "+due.String(), scoring.Args{
		"deadline": due.String(), "days": strconv.Itoa(due.DaysUntil(date)),
	})
}

// D16: goals and targets are set, and early enough in the year to steer it. Targets that were never published are asked about once.
func goalsSetInTime(r *reviewer) {
	e := r.evaluation
	set := false
	for i := range e.Goals {
		set = set || bare(e.Goals[i].Expected) != ""
	}
	if !set {
		r.report(PlaceGoals, "never", "", "", nil)
	} else if months := r.scheme.Thresholds.GoalMonths; months > 0 {
		date, err := target.ParseDate(e.GoalsSet)
		if err == nil && date.Year != 0 && (date.Year-e.FiscalYear)*12+date.Month > months {
			r.report(PlaceGoals, "late", date.String(), "", scoring.Args{"months": strconv.Itoa(months), "year": strconv.Itoa(e.FiscalYear)})
		}
	}
	unpublished := 0
	for i := range r.rows {
		if row := &r.rows[i]; row.Published == scoring.TargetUnpublished && row.State != scoring.StateNotApplicable {
			unpublished++
		}
	}
	if unpublished > 0 {
		r.report(PlaceGoals+":unpublished", "unpublished", strconv.Itoa(unpublished), "0", scoring.Args{"all": strconv.Itoa(len(r.rows))})
	}
}
