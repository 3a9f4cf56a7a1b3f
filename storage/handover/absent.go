package handover

// AbsentError is an [ErrAbsent] that says what is not there.
type AbsentError struct {
	Kind string // such as panel, review, evaluator
	Key  string
}

// Error implements error.
func (e *AbsentError) Error() string { return e.Kind + " " + e.Key + ": " + ErrAbsent.Error() }

// Unwrap returns [ErrAbsent].
func (e *AbsentError) Unwrap() error { return ErrAbsent }
