package edit

import (
	"fmt"
	"slices"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Step names a part of the work on an evaluation, in the order in which it is done.
type Step string

// The steps.
const (
	Basics     Step = "basics"
	Money      Step = "money"
	Goals      Step = "goals"
	Indicators Step = "indicators"
	Narrative  Step = "narrative"
	Evidence   Step = "evidence"
	Checks     Step = "checks"
	Export     Step = "export"
)

// Steps lists the steps in order.
func Steps() []Step {
	return []Step{Basics, Money, Goals, Indicators, Narrative, Evidence, Checks, Export}
}

// Place is where in an evaluation something is: a step, and in it an item (an indicator's ID, a section's ID, a field's name).
type Place struct {
	Step Step   `json:"step"`
	Item string `json:"item,omitempty"`
}

// PlaceOf translates a place of the review, such as "indicator:i3", into one that can be gone to.
func PlaceOf(at string) Place {
	kind, item, _ := strings.Cut(at, ":")
	switch kind {
	case "indicator":
		return Place{Step: Indicators, Item: item}
	case "header":
		if item == "funds" {
			return Place{Step: Money}
		}
		return Place{Step: Basics, Item: item}
	case "funds", review.PlaceExecution:
		return Place{Step: Money, Item: item}
	case "partfunds":
		return Place{Step: Money}
	case "goal", review.PlaceGoals:
		item, _, _ = strings.Cut(item, ":") // a matter within the text, such as its grade
		return Place{Step: Goals, Item: item}
	case "section":
		item, _, _ = strings.Cut(item, ":")
		return Place{Step: Narrative, Item: item}
	}
	return Place{Step: Indicators}
}

// Change is one edit. It is made by the Set… functions of this package.
type Change struct {
	Place Place

	do func(e *scoring.Evaluation) (changed bool, err error)
	// refuse lists problems of the indicator's line that forbid the change.
	refuse []string
}

// Refusal says why a change was not made. It is an ordinary answer to an ordinary mistake, not a failure.
type Refusal struct {
	Place  Place
	Reason scoring.Message
}

// Error names the place and the sentence.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s %s: refused: %s %v", r.Place.Step, r.Place.Item, r.Reason.Key, r.Reason.Args)
}

// Message names the sentence for the user.
func (r *Refusal) Message() scoring.Message { return r.Reason }

func (c Change) apply(e *scoring.Evaluation) (bool, error) { return c.do(e) }

func (c Change) refusedBy(card *scoring.Scorecard) error {
	for i := range card.Lines {
		line := &card.Lines[i]
		if line.ID == c.Place.Item && slices.Contains(c.refuse, line.Problem.Key) {
			return &Refusal{Place: c.Place, Reason: line.Problem}
		}
	}
	return nil
}

// clone copies what changes touch; the rest is shared, because snapshots are never changed.
func clone(e *scoring.Evaluation) *scoring.Evaluation {
	c := *e
	c.Funds = slices.Clone(e.Funds)
	c.Goals = slices.Clone(e.Goals)
	c.Indicators = slices.Clone(e.Indicators)
	c.Narrative = slices.Clone(e.Narrative)
	c.Answers = slices.Clone(e.Answers)
	c.Evidence = slices.Clone(e.Evidence)
	return &c
}

// set assigns a value and reports whether it differs from the old one.
func set[T comparable](field *T, value T) bool {
	if *field == value {
		return false
	}
	*field = value
	return true
}
