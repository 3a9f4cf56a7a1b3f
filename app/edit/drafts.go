package edit

import (
	"context"
	"errors"
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

// DraftOf returns the draft of a text that was refused. place is where it was typed unless the error, if it is a [*Refusal], says that better;
// nil is of what was not handed over yet.
func DraftOf(text string, place Place, err error) Draft {
	d := Draft{Text: text, Place: place}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		d.Place, d.Reason = refusal.Place, refusal.Reason
	}
	return d
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

// at returns a draft, nil where there is none.
func (d Drafts) at(about, part string) *Draft {
	if draft, ok := d[about][part]; ok {
		return &draft
	}
	return nil
}

// put puts a draft in its place; nil takes away what is there.
func (d Drafts) put(about, part string, draft *Draft) {
	switch {
	case draft == nil:
		if delete(d[about], part); len(d[about]) == 0 {
			delete(d, about)
		}
	case d[about] == nil:
		d[about] = map[string]Draft{part: *draft}
	default:
		d[about][part] = *draft
	}
}

// sameDraft reports whether two drafts are the same; nil is none.
func sameDraft(a, b *Draft) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Text == b.Text && a.Place == b.Place && a.Reason.Key == b.Reason.Key && maps.Equal(a.Reason.Args, b.Reason.Args)
}

// Drafts returns the drafts about something, by part. They must not be changed; see [Session.KeepDraft].
func (s *Session) Drafts(about string) map[string]Draft { return s.drafts[about] }

// KeepDraft keeps input that was refused in place of what waited there, and hands it to the store; nil drops that: it was taken, or taken
// back.
func (s *Session) KeepDraft(about, part string, d *Draft) {
	if sameDraft(s.drafts.at(about, part), d) {
		return
	}
	next := s.drafts.clone() // the store may still be writing those before
	next.put(about, part, d)
	s.drafts = next
	s.offerDrafts()
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
