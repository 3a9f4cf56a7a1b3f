package recast

import "zhunsheng/scoring"

// StandingError says that an evaluation keeps its scheme, money unit and year because of where it stands in the workflow.
type StandingError struct{ Status scoring.Status }

// Error names the status.
func (e *StandingError) Error() string {
	return "scheme, money unit and year of an evaluation that is " + string(e.Status) + " stay as they are: make it a draft first"
}

// Message names the sentence for the user, which says what to do first.
func (e *StandingError) Message() scoring.Message {
	return scoring.Message{Key: "recast.standing." + string(e.Status)}
}

// Allowed returns a [*StandingError] where an evaluation was submitted, reviewed or signed, else nil.
func Allowed(e *scoring.Evaluation) error {
	switch e.Status {
	case scoring.StatusSubmitted, scoring.StatusReviewed, scoring.StatusSigned:
		return &StandingError{Status: e.Status}
	}
	return nil
}
