package edit

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// Field names a text field of the basics.
type Field string

// The fields of the basics, in the order of the form.
const (
	FieldName       Field = "name"
	FieldCode       Field = "code"
	FieldUnit       Field = "unit"
	FieldDepartment Field = "department"
	FieldNature     Field = "nature"
	FieldPeriod     Field = "period"
	FieldPreparer   Field = "preparer"
	FieldContact    Field = "contact"
	FieldPrincipal  Field = "principal"
	FieldDate       Field = "date"
)

// Fields lists the fields of the basics in order.
func Fields() []Field {
	return []Field{
		FieldName, FieldCode, FieldUnit, FieldDepartment, FieldNature, FieldPeriod,
		FieldPreparer, FieldContact, FieldPrincipal, FieldDate,
	}
}

// Mandatory reports whether the form is incomplete without the field (check D14).
func (f Field) Mandatory() bool {
	switch f {
	case FieldName, FieldUnit, FieldDepartment, FieldPreparer, FieldPrincipal, FieldDate:
		return true
	}
	return false
}

// of returns where an evaluation keeps the field.
func (f Field) of(e *scoring.Evaluation) *string {
	switch f {
	case FieldName:
		return &e.Project.Name
	case FieldCode:
		return &e.Project.Code
	case FieldUnit:
		return &e.Project.Unit
	case FieldDepartment:
		return &e.Project.Department
	case FieldNature:
		return &e.Project.Nature
	case FieldPeriod:
		return &e.Project.Period
	case FieldPreparer:
		return &e.SignOff.Preparer
	case FieldContact:
		return &e.SignOff.Contact
	case FieldPrincipal:
		return &e.SignOff.Principal
	case FieldDate:
		return &e.SignOff.Date
	}
	return new(string)
}

// Text returns the field's text in an evaluation.
func (f Field) Text(e *scoring.Evaluation) string { return *f.of(e) }

// SetField changes a field of the basics. A date is kept as an ISO date; one that is not understood is refused.
func SetField(f Field, text string) Change {
	place := Place{Step: Basics, Item: string(f)}
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		text := strings.TrimSpace(text)
		if f == FieldDate && text != "" {
			date, ok := dayOf(text)
			if !ok {
				return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.date", Args: scoring.Args{"text": text}}}
			}
			text = date
		}
		return set(f.of(e), text), nil
	}}
}

// dayOf reads a full day in any common spelling and returns it as an ISO date.
func dayOf(text string) (string, bool) {
	v := target.Parse(text, target.Context{})
	if v.Kind == target.DateKind && v.Grain == target.Day && v.Due.Year != 0 {
		return v.Due.String(), true
	}
	date, err := target.ParseDate(text)
	return date.String(), err == nil && date.Year != 0
}

// Column names an amount of a fund row.
type Column string

// The amounts of a fund row, in the order of the official table.
const (
	Initial  Column = "initial"
	Adjusted Column = "adjusted"
	Executed Column = "executed"
)

// Amount returns where a fund row keeps the amount.
func (c Column) Amount(row *scoring.FundRow) *decimal.NullDecimal {
	switch c {
	case Initial:
		return &row.Initial
	case Adjusted:
		return &row.Adjusted
	default:
		return &row.Executed
	}
}

// SetAmount states an amount of a fund row, in the evaluation's money unit; "" leaves it blank.
func SetAmount(row int, column Column, text string) Change {
	place := Place{Step: Money, Item: strconv.Itoa(row) + "." + string(column)}
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		amount, err := number(text, place)
		if err != nil {
			return false, err
		}
		if row < 0 || row >= len(e.Funds) {
			return false, &Refusal{Place: place, Reason: scoring.Message{Key: "ui.refuse.gone"}}
		}
		return setNumber(column.Amount(&e.Funds[row]), amount), nil
	}}
}

// SetGoal states an expected goal and what became of it; an index one past the end adds a goal.
func SetGoal(index int, goal scoring.Goal) Change {
	place := Place{Step: Goals, Item: strconv.Itoa(index)}
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		switch {
		case index == len(e.Goals) && goal != scoring.Goal{}:
			e.Goals = append(e.Goals, goal)
			return true, nil
		case index >= 0 && index < len(e.Goals):
			return set(&e.Goals[index], goal), nil
		}
		return false, nil
	}}
}

// StatesOtherwise reports whether the form states another total or grade than the rules give. [Declare] with those of the scorecard mends
// that.
func (s *Session) StatesOtherwise() bool {
	stated, card := s.now.evaluation.Declared, s.now.card
	return stated.Total.Valid && stated.Total.Decimal.Cmp(card.Total) != 0 || stated.Grade != "" && stated.Grade != card.Grade
}

// Declare states the total and the grade that the form prints (填报的总分和等级), such as those just computed.
func Declare(total decimal.NullDecimal, grade string) Change {
	return Change{Place: Place{Step: Checks}, do: func(e *scoring.Evaluation) (bool, error) {
		changed := setNumber(&e.Declared.Total, total)
		return set(&e.Declared.Grade, grade) || changed, nil
	}}
}

// SetNarrative states the text of a section of the report.
func SetNarrative(section, text string) Change {
	return Change{Place: Place{Step: Narrative, Item: section}, do: func(e *scoring.Evaluation) (bool, error) {
		for i := range e.Narrative {
			if e.Narrative[i].Section == section {
				return set(&e.Narrative[i].Text, text), nil
			}
		}
		if text == "" {
			return false, nil
		}
		e.Narrative = append(e.Narrative, scoring.Narrative{Section: section, Text: text})
		return true, nil
	}}
}

// AnswerFinding answers a finding that asks for a reason, by its check and its place as the review names it; "" takes the answer
// back.
func AnswerFinding(check, at, text string) Change {
	return Change{Place: Place{Step: Checks, Item: check}, do: func(e *scoring.Evaluation) (bool, error) {
		text := strings.TrimSpace(text)
		for i := range e.Answers {
			if e.Answers[i].Check != check || e.Answers[i].Place != at {
				continue
			}
			if text == "" {
				e.Answers = append(e.Answers[:i], e.Answers[i+1:]...)
				return true, nil
			}
			return set(&e.Answers[i].Text, text), nil
		}
		if text == "" {
			return false, nil
		}
		e.Answers = append(e.Answers, scoring.Answer{Check: check, Place: at, Text: text})
		return true, nil
	}}
}
