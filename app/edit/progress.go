package edit

import (
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// Completeness says how much of a step is done, in items of its own.
type Completeness struct {
	Done, Total int
	Blocked     bool // something in the step keeps the export from being made
	Optional    bool // what is not done need not be
}

// Complete reports whether nothing is left to do.
func (c Completeness) Complete() bool { return (c.Done >= c.Total || c.Optional) && !c.Blocked }

// Completeness returns how much of a step is done.
func (s *Session) Completeness(step Step) Completeness {
	e, card := s.now.evaluation, s.now.card
	switch step {
	case Basics:
		return s.basics()
	case Money:
		c := money(e)
		c.Optional = s.excused(Place{Step: Money})
		return c
	case Goals:
		return goals(e)
	case Indicators:
		return Completeness{Done: card.Scored, Total: card.Scored + card.Pending}
	case Narrative:
		return narrative(s.now.scheme.Outline, e)
	case Evidence:
		return proofs(e)
	case Checks:
		return s.checks()
	}
	return Completeness{}
}

// NextPending returns the indicator after the given one, round the end, that still waits for something. "" starts at the top.
func (s *Session) NextPending(after string) (id string, ok bool) {
	lines := s.now.card.Lines
	start := 0
	for i := range lines {
		if lines[i].ID == after {
			start = i + 1
		}
	}
	for n := range lines {
		line := &lines[(start+n)%len(lines)]
		if line.Pending {
			return line.ID, true
		}
	}
	return "", false
}

func (s *Session) basics() Completeness {
	var c Completeness
	for _, f := range Fields() {
		if !f.Mandatory() {
			continue
		}
		c.Total++
		if s.filled(f) {
			c.Done++
		}
	}
	return c
}

// money counts the amounts of the total row; its source rows may be blank on the form.
func money(e *scoring.Evaluation) Completeness {
	c := Completeness{Total: 3}
	row, ok := e.TotalFunds()
	if !ok {
		return c
	}
	for _, column := range []Column{Initial, Adjusted, Executed} {
		if column.Amount(row).Valid {
			c.Done++
		}
	}
	return c
}

func goals(e *scoring.Evaluation) Completeness {
	c := Completeness{Total: max(1, len(e.Goals)) * 2}
	for i := range e.Goals {
		for _, text := range []string{e.Goals[i].Expected, e.Goals[i].Actual} {
			if strings.TrimSpace(text) != "" {
				c.Done++
			}
		}
	}
	return c
}

// narrative counts the required sections that have a text. A section with sub-sections is its sub-sections.
func narrative(outline []scoring.Section, e *scoring.Evaluation) Completeness {
	var c Completeness
	for i := range outline {
		if outline[i].Required && len(outline[i].Children) == 0 {
			c.Total++
			if strings.TrimSpace(e.Section(outline[i].ID)) != "" {
				c.Done++
			}
		}
		inner := narrative(outline[i].Children, e)
		c.Done += inner.Done
		c.Total += inner.Total
	}
	return c
}

// Waiting reports whether a finding still asks for something: a fault to mend or a reason to state.
func Waiting(f *review.Finding) bool { return f.Severity != review.Information && !f.Settled() }

// checks counts the findings that wait; there is no meaningful whole, so a clean sheet is 1 of 1.
func (s *Session) checks() Completeness {
	waiting := 0
	for i := range s.now.findings {
		if Waiting(&s.now.findings[i]) {
			waiting++
		}
	}
	if waiting == 0 {
		return Completeness{Done: 1, Total: 1}
	}
	return Completeness{Total: waiting, Blocked: review.Blocking(s.now.findings) > 0}
}
