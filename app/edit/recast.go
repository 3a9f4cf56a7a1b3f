package edit

import (
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
)

// The items of the basics that are no text fields: under which rules the evaluation is made.
const (
	ItemYear      = "year"
	ItemMoneyUnit = "money-unit"
	ItemScheme    = "scheme"
)

// SetMoneyUnit states amounts in another unit: converted exactly, or with the same figures; see [recast.MoneyUnit]. It is refused where the
// evaluation was submitted, reviewed or signed, and where an amount has no exact counterpart.
func SetMoneyUnit(unit string, convert bool) Change {
	return recasting(ItemMoneyUnit, func(e *scoring.Evaluation) (*scoring.Evaluation, error) {
		if e.MoneyUnit == unit {
			return nil, nil
		}
		return recast.MoneyUnit(e, unit, convert)
	})
}

// SetScheme puts the evaluation under another scheme, or another version of its own, to which ref refers; see [recast.Scheme], which shows
// before what that does. It is one change, refused where the evaluation was submitted, reviewed or signed.
func (s *Session) SetScheme(to *scoring.Scheme, ref scoring.SchemeRef) Change {
	from := s.now.scheme
	return recasting(ItemScheme, func(e *scoring.Evaluation) (*scoring.Evaluation, error) {
		if e.Scheme == ref {
			return nil, nil
		}
		if err := recast.Allowed(e); err != nil {
			return nil, err
		}
		after, _ := scoring.Carry(from, to, ref, e)
		return after, nil
	})
}

// Recast says what another scheme would make of the evaluation; names that the schemes give are in a language. Nothing is changed. The error
// is a [*recast.StandingError].
func (s *Session) Recast(to *scoring.Scheme, ref scoring.SchemeRef, language string) (*recast.Change, error) {
	return recast.Scheme(s.now.scheme, to, ref, s.now.evaluation, s.needs.Known, language)
}

// recasting makes a change of the whole evaluation; nil for one that changes nothing.
func recasting(item string, do func(e *scoring.Evaluation) (*scoring.Evaluation, error)) Change {
	place := Place{Step: Basics, Item: item}
	return Change{Place: place, do: func(e *scoring.Evaluation) (bool, error) {
		after, err := do(e)
		if told, ok := err.(interface{ Message() scoring.Message }); ok { //nolint:errorlint // the errors of recast are not wrapped
			return false, &Refusal{Place: place, Reason: told.Message()}
		}
		if err != nil || after == nil {
			return false, err
		}
		*e = *after
		return true, nil
	}}
}
