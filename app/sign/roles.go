package sign

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhunsheng/app/pdf"
)

// Role is a signature field in the order of signing.
type Role struct {
	Field    string // name of the field
	Required bool   // roles that come later wait for it
}

// Decision is what a signer says about the document.
type Decision string

const (
	// DecisionApproved: an ordinary signature.
	DecisionApproved Decision = "approved"
	// DecisionRejected: a signature that refuses the document; its reason says why.
	DecisionRejected Decision = "rejected"
)

// A rejection is marked by a private entry of the signature dictionary, which the signature covers as it covers its /Reason. Private
// names of one program begin with XX (ISO 32000-1 annex E); other readers pass over it and show the comment, which is the reason.
const (
	decisionKey      pdf.Name = "XXZhunshengDecision"
	decisionRejected pdf.Name = "Rejected"
)

var (
	// ErrOrder means that it is not this role's turn; see [OrderError].
	ErrOrder = errors.New("not this role's turn to sign")
	// ErrRejected means that a signer refused the document, which nobody signs any more.
	ErrRejected = errors.New("the document was rejected by a signer")
)

// OrderError says why a role must not sign now. It wraps [ErrOrder].
type OrderError struct {
	Field   string
	Waiting []string // required fields that come first and are not signed
	Passed  []string // fields that come later and are signed
}

// Error names the fields.
func (e *OrderError) Error() string {
	return fmt.Sprintf("field %q: %v: first [%s], already signed [%s]", e.Field, ErrOrder, strings.Join(e.Waiting, ", "),
		strings.Join(e.Passed, ", "))
}

// Unwrap returns [ErrOrder].
func (e *OrderError) Unwrap() error { return ErrOrder }

// RejectedError says who refused the document. It wraps [ErrRejected].
type RejectedError struct{ Field, Signer, Comment string }

// Error names the field.
func (e *RejectedError) Error() string { return fmt.Sprintf("%v in field %q", ErrRejected, e.Field) }

// Unwrap returns [ErrRejected].
func (e *RejectedError) Unwrap() error { return ErrRejected }

// checkTurn tells whether a field may be signed now.
func checkTurn(v *Verdict, field string, roles []Role) error {
	signed := map[string]bool{}
	for _, s := range v.Signatures {
		if s.Decision == DecisionRejected {
			return &RejectedError{s.Field, s.Signer, s.Reason}
		}
		signed[s.Field] = true
	}
	at := slices.IndexFunc(roles, func(r Role) bool { return r.Field == field })
	if at < 0 || signed[field] { // signed already: said more plainly when the field is looked at
		return nil
	}
	wrong := &OrderError{Field: field}
	for i, role := range roles {
		switch {
		case i < at && role.Required && !signed[role.Field]:
			wrong.Waiting = append(wrong.Waiting, role.Field)
		case i > at && signed[role.Field]:
			wrong.Passed = append(wrong.Passed, role.Field)
		}
	}
	if len(wrong.Waiting)+len(wrong.Passed) > 0 {
		return wrong
	}
	return nil
}

// judgeDecisions blames refusals and notes fields that were signed out of order; the signatures are in the order of their revisions.
func (in *inspection) judgeDecisions() {
	latest := -1
	for i := range in.verdict.Signatures {
		s := &in.verdict.Signatures[i]
		if s.Decision == DecisionRejected {
			s.blame(KindRejected, "the signer refused the document")
		}
		at := slices.Index(in.options.Order, s.Field)
		if at >= 0 && at < latest {
			in.verdict.Misordered = append(in.verdict.Misordered, s.Field)
		}
		latest = max(latest, at)
	}
}
