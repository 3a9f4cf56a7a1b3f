package edit

import (
	"context"
	"maps"

	"zhunsheng/scoring"
)

// Draft is input that was refused. It is kept beside the evaluation, in the place where it was typed, and is never part of it.
type Draft struct {
	Text   string          `json:"text"`
	Place  Place           `json:"place,omitzero"`  // where it was typed
	Reason scoring.Message `json:"reason,omitzero"` // why it was refused; nothing for what was not handed over yet
}

// Fault is why the draft was refused, a [*Refusal], nil for what was not handed over yet.
func (d *Draft) Fault() error {
	if d.Reason.IsZero() {
		return nil
	}
	return &Refusal{Place: d.Place, Reason: d.Reason}
}

// Drafts are the drafts of an evaluation: by what their field is about, and within that by part. Both are named by whoever shows the fields.
type Drafts map[string]map[string]Draft

// Drafter is a store that keeps drafts over restarts. KeepDrafts returns when they are on disk in place of those before, and is called from a
// background goroutine.
type Drafter interface {
	KeepDrafts(ctx context.Context, year int, id string, drafts Drafts) error
}

func (d Drafts) clone() Drafts {
	c := make(Drafts, len(d))
	for about, parts := range d {
		c[about] = maps.Clone(parts)
	}
	return c
}

// Drafts returns the drafts about something, by part. They must not be changed; see [Session.KeepDraft].
func (s *Session) Drafts(about string) map[string]Draft { return s.drafts[about] }

// KeepDraft keeps input that was refused in place of what waited there, and hands it to the store; nil drops that: it was taken, or taken
// back.
func (s *Session) KeepDraft(about, part string, d *Draft) {
	before, had := s.drafts[about][part]
	if d == nil && !had || d != nil && had && same(before, *d) {
		return
	}
	next := s.drafts.clone() // the store may still be writing those before
	switch {
	case d == nil:
		if delete(next[about], part); len(next[about]) == 0 {
			delete(next, about)
		}
	case next[about] == nil:
		next[about] = map[string]Draft{part: *d}
	default:
		next[about][part] = *d
	}
	s.drafts = next
	s.offerDrafts()
}

func same(a, b Draft) bool {
	return a.Text == b.Text && a.Place == b.Place && a.Reason.Key == b.Reason.Key && maps.Equal(a.Reason.Args, b.Reason.Args)
}

func (s *Session) offerDrafts() {
	if s.needs.Drafts != nil {
		s.draftFailure = nil
		s.saver.offer(job{drafts: s.drafts, evaluation: s.now.evaluation})
	}
}

// Waiting returns how many drafts there are, and where the first of them in the order of the steps was typed.
func (s *Session) Waiting() (count int, first Place) {
	order := map[Step]int{}
	for i, step := range Steps() {
		order[step] = i
	}
	for _, parts := range s.drafts {
		for _, d := range parts {
			if count == 0 || order[d.Place.Step] < order[first.Step] || d.Place.Step == first.Step && d.Place.Item < first.Item {
				first = d.Place
			}
			count++
		}
	}
	return count, first
}
