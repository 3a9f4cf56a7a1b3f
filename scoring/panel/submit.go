package panel

import (
	"fmt"
	"reflect"

	"zhunsheng/scoring"
)

// IncompleteError says which indicators keep a form from being submitted.
type IncompleteError struct {
	Evaluator string
	Open      []string // IDs of indicators
}

// Error counts them and names the first.
func (e *IncompleteError) Error() string {
	return fmt.Sprintf("form of %s: %d indicators without points, the first is %s", e.Evaluator, len(e.Open), e.Open[0])
}

// Message names the sentence for the user.
func (e *IncompleteError) Message() scoring.Message {
	return scoring.Message{Key: "panel.error.incomplete", Args: scoring.Args{
		"evaluator": e.Evaluator, "count": fmt.Sprint(len(e.Open)), "first": e.Open[0],
	}}
}

// ConflictError says that an evaluator has two different submitted forms.
type ConflictError struct{ Evaluator string }

// Error names the evaluator.
func (e *ConflictError) Error() string {
	return "two different submitted forms of " + e.Evaluator
}

// Message names the sentence for the user.
func (e *ConflictError) Message() scoring.Message {
	return scoring.Message{Key: "panel.error.conflict", Args: scoring.Args{"evaluator": e.Evaluator}}
}

// Submit closes a form for good. The error is an [*IncompleteError] where points are missing, or that of a form the panel cannot take.
func (p *Panel) Submit(f *Form) error {
	if err := p.checkForm(f, "form"); err != nil {
		return err
	}
	if open := f.Open(p.Evaluation); len(open) > 0 {
		return &IncompleteError{Evaluator: f.Evaluator, Open: open}
	}
	f.State = Submitted
	return nil
}

// Add takes a form into the panel. A submitted form takes the place of the evaluator's draft and is never replaced itself: a second,
// different one is a [*ConflictError], a draft that comes late is left out. Other errors are joined [*scoring.InputError] values.
func (p *Panel) Add(f Form) error {
	if err := p.checkForm(&f, "form"); err != nil {
		return err
	}
	f.Format, f.Panel = "", ""
	kept, ok := p.Form(f.Evaluator)
	switch {
	case !ok:
		p.Forms = append(p.Forms, f)
	case kept.State == Submitted && f.State == Submitted && !sameForm(kept, &f):
		return &ConflictError{Evaluator: f.Evaluator}
	case kept.State != Submitted:
		*kept = f
	}
	return nil
}

// sameForm compares the content of two forms, wherever they came from.
func sameForm(a, b *Form) bool {
	left, right := *a, *b
	left.Format, left.Panel, right.Format, right.Panel = "", "", "", ""
	return reflect.DeepEqual(left, right)
}
