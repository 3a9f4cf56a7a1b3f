package edit

import (
	"context"
	"errors"
	"sync"
	"testing"

	"zhunsheng/scoring"
)

// drawer keeps drafts in memory.
type drawer struct {
	mu    sync.Mutex
	kept  Drafts
	count int
	err   error
}

func (d *drawer) KeepDrafts(_ context.Context, _ int, _ string, drafts Drafts) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.kept = drafts
		d.count++
	}
	return d.err
}

func (d *drawer) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

func (d *drawer) holds(about string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.kept[about][""].Text
}

// taker is a keeper that takes everything.
type taker struct{}

func (taker) Save(context.Context, *scoring.Evaluation) error { return nil }

func refusedAs(text string) *Draft {
	return &Draft{Text: text, Place: Place{Money, "0.executed"}, Reason: scoring.Message{Key: "ui.refuse.number", Args: scoring.Args{"text": text}}}
}

func TestDraftsAreKeptBesideTheEvaluation(t *testing.T) {
	for name, history := range map[string]History{"history": &ledger{}, "snapshots": nil} {
		t.Run(name, func(t *testing.T) {
			d, store := make(desk, 1000), &drawer{}
			first := exampleSession(t, newShelf(), d.post)
			if l, ok := history.(*ledger); ok {
				l.versions = []*scoring.Evaluation{first.Evaluation()}
			}
			s := Open(first.Evaluation(), Needs{Scheme: first.Scheme(), Keeper: taker{}, History: history, Drafts: store, Post: d.post})
			if err := s.Apply(SetActual("hi-stock", "1500")); err != nil {
				t.Fatal(err)
			}
			s.KeepDraft("funds/", "", refusedAs("abc")) // while the edit is on its way
			if err := s.Flush(); err != nil {
				t.Fatal(err)
			}
			if got := store.holds("funds/"); got != "abc" {
				t.Errorf("the store holds %q", got)
			}
			if l, ok := history.(*ledger); ok && l.at != 1 {
				t.Errorf("%d edits in the history", l.at)
			}
			s.KeepDraft("funds/", "", refusedAs("abc")) // as it is kept
			if err := s.Flush(); err != nil || store.count != 1 {
				t.Errorf("written %d times, %v", store.count, err)
			}
			again := Open(s.Evaluation(), Needs{Scheme: s.Scheme(), Keeper: taker{}, Drafts: store, Refused: store.kept, Post: d.post})
			var refusal *Refusal
			draft := again.Drafts("funds/")[""]
			if count, at := again.Waiting(); count != 1 || at != (Place{Money, "0.executed"}) || !errors.As(draft.Fault(), &refusal) {
				t.Errorf("%d wait at %v because of %v", count, at, draft.Fault())
			}
			again.KeepDraft("funds/", "", nil)
			if err := again.Flush(); err != nil || len(store.kept) != 0 {
				t.Errorf("still kept: %v, %v", store.kept, err)
			}
		})
	}
}

func TestDraftThatCannotBeKeptIsSaid(t *testing.T) {
	d, store := make(desk, 1000), &drawer{}
	first := exampleSession(t, newShelf(), d.post)
	s := Open(first.Evaluation(), Needs{Scheme: first.Scheme(), Keeper: taker{}, Drafts: store, Post: d.post})
	store.fail(errLedger)
	s.KeepDraft("funds/", "", refusedAs("abc"))
	if err := s.Flush(); !errors.Is(err, errLedger) {
		t.Fatalf("flushed with %v", err)
	}
	(<-d)()
	if state, err := s.SaveState(); state != Failed || !errors.Is(err, errLedger) {
		t.Errorf("state %v, %v", state, err)
	}
	store.fail(nil)
	s.Retry()
	if err := s.Flush(); err != nil || store.holds("funds/") != "abc" {
		t.Errorf("after the retry the store holds %q, %v", store.holds("funds/"), err)
	}
	(<-d)()
	if state, _ := s.SaveState(); state == Failed {
		t.Error("the retry that worked is not shown")
	}
}
