package tablein

import (
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
)

// take puts a labelled value into its field. It is false when the value does not fit there.
func (r *reader) take(field, value string, c *sheet.Cell) bool {
	value = strings.TrimSpace(value)
	if value == "" {
		return false
	}
	into := func(to *string) bool {
		if *to != "" && *to != value {
			return false // a second one stays unplaced
		}
		*to = value
		r.claim(c, one(field))
		return true
	}
	if to := r.textField(field); to != nil {
		return (field != fieldGrade || utf8.RuneCountInString(value) <= 8) && into(to)
	}
	switch field {
	case fieldExpected, fieldOutcome:
		return r.takeGoal(field, value, c)
	case fieldProblems, fieldConclusion, fieldMoney, fieldManaged, fieldPractice:
		return r.takeSection(field, value, c)
	}
	return r.takeFigure(field, value, c)
}

// textField is where a labelled text goes, nil for fields that are more than a text.
func (r *reader) textField(field string) *string {
	switch field {
	case fieldProject:
		return &r.e.Project.Name
	case fieldCode:
		return &r.e.Project.Code
	case fieldUnit:
		return &r.e.Project.Unit
	case fieldDepartment:
		return &r.e.Project.Department
	case fieldNature:
		return &r.e.Project.Nature
	case fieldPeriod:
		return &r.e.Project.Period
	case fieldPreparer:
		return &r.e.SignOff.Preparer
	case fieldContact:
		return &r.e.SignOff.Contact
	case fieldPrincipal:
		return &r.e.SignOff.Principal
	case fieldGrade:
		return &r.e.Declared.Grade
	}
	return nil
}

// takeFigure takes labelled values that are more than a text.
func (r *reader) takeFigure(field, value string, c *sheet.Cell) bool {
	cell := c
	if cell == nil {
		cell = &sheet.Cell{Text: value}
	}
	switch field {
	case fieldDate:
		if date := isoDate(value, 0); date != "" && r.e.SignOff.Date == "" {
			r.e.SignOff.Date = date
			r.claim(c, one(field))
			return true
		}
	case fieldYear:
		if yearIn(value) != 0 {
			r.claim(c, one(field))
			return true
		}
	case fieldMoneyUnit:
		if unit := moneyUnitIn(" " + value + " "); unit != "" {
			r.claim(c, one(field))
			return true
		}
		return r.take(fieldUnit, value, c)
	case fieldTotal:
		return r.takeTotal(cell)
	case fieldReview:
		if _, ok := pointsOf(cell); ok {
			r.table.Reviews = append(r.table.Reviews, Review{Points: folded(value)})
			r.claim(c, one(field))
			return true
		}
	case fieldBudget, fieldInitial, fieldExecuted, fieldRate:
		return r.takeFund(field, cell)
	}
	return false
}

func (r *reader) takeTotal(c *sheet.Cell) bool {
	points, ok := pointsOf(c)
	if !ok {
		return false
	}
	total, rounded, ok := within(points, maxPoints, maxPointPlaces)
	if !ok || r.e.Declared.Total.Valid && r.e.Declared.Total.Decimal.Cmp(total) != 0 {
		return false
	}
	r.e.Declared.Total = decimal.NullDecimal{Decimal: total, Valid: true}
	if c.Row > 0 {
		r.claim(c, one(fieldTotal))
	}
	if rounded {
		r.doubt(c, "rounded", scoring.Args{"text": c.Text, "kept": total.String()})
	}
	return true
}

func (r *reader) takeSection(field, value string, c *sheet.Cell) bool {
	if blank(value) { // nothing to say
		r.claim(c, one(field))
		return true
	}
	id := strings.TrimPrefix(field, "section.")
	for i := range r.e.Narrative {
		if r.e.Narrative[i].Section == id {
			r.e.Narrative[i].Text += "\n" + value
			r.claim(c, one(field))
			return true
		}
	}
	r.e.Narrative = append(r.e.Narrative, scoring.Narrative{Section: id, Text: value})
	r.claim(c, one(field))
	return true
}

func (r *reader) takeGoal(field, value string, c *sheet.Cell) bool {
	if r.table.Header != 0 {
		return false
	}
	n := len(r.e.Goals)
	switch {
	case field == fieldExpected:
		r.e.Goals = append(r.e.Goals, scoring.Goal{Expected: value})
		n++
	case n > 0 && r.e.Goals[n-1].Actual == "":
		r.e.Goals[n-1].Actual = value
	default:
		r.e.Goals = append(r.e.Goals, scoring.Goal{Actual: value})
		n++
	}
	r.claim(c, Field{field, n - 1})
	return true
}
