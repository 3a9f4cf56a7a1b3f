package storage

import (
	"fmt"
	"iter"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage/keyring"
)

// watched is an engine that tells before and after each step of a change.
type watched struct {
	engine
	tell func()
}

func (w *watched) apply(changes []keyValue) error {
	if w.tell != nil {
		w.tell()
		defer w.tell()
	}
	return w.engine.apply(changes)
}

func TestReadersSeeAllOfAnActionOrNothing(t *testing.T) {
	const many = 300 // several parts
	for name, open := range map[string]func() *Store{
		"memory": func() *Store { return OpenMemory(Options{}) },
		"disk": func() *Store {
			s, err := Open(filepath.Join(t.TempDir(), "store"), Options{AnyPlace: true, Cost: keyring.Cost{Time: 1, Memory: 64, Threads: 1}})
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := open()
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			if _, err := s.CreateYear(t.Context(), Year{Year: 2022}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Create(t.Context(), sample("first")); err != nil {
				t.Fatal(err)
			}
			importWatched(t, s, many)
			if n := seen(t, s); n != many+1 {
				t.Errorf("%d evaluations after the import, want %d", n, many+1)
			}
		})
	}
}

// importWatched imports so many evaluations into a store with one, and looks before and after each step whether a reader sees any.
func importWatched(t *testing.T, s *Store, many int) {
	t.Helper()
	steps, partly := 0, 0
	w := &watched{engine: s.engine}
	s.engine = w
	w.tell = func() {
		if s.held == nil { // not by an action in several steps
			return
		}
		steps++
		if n := seen(t, s); n != 1 {
			partly++
		}
	}
	var all iter.Seq2[*scoring.Evaluation, error] = func(yield func(*scoring.Evaluation, error) bool) {
		for i := range many {
			if !yield(sample(fmt.Sprintf("p%04d", i)), nil) {
				return
			}
		}
	}
	if _, err := s.Import(t.Context(), all, nil); err != nil {
		t.Fatal(err)
	}
	if steps < 4 || partly > 0 {
		t.Errorf("at %d of %d steps a reader saw a part of the import", partly, steps)
	}
}

// seen counts the evaluations of 2022 that a reader finds; all that are listed must be readable.
func seen(t *testing.T, s *Store) int {
	t.Helper()
	headers, err := s.Headers(t.Context(), 2022)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, h := range headers {
		if _, _, err := s.Evaluation(t.Context(), 2022, h.ID); err == nil {
			found++
		}
	}
	if found != len(headers) {
		t.Errorf("%d of %d evaluations that are listed can be read", found, len(headers))
	}
	return found
}

// TestWhoBeganToReadGoesOn: what is held outlasts the action for those who read it, and no longer.
func TestWhoBeganToReadGoesOn(t *testing.T) {
	s := withSamples(t)
	discarded := false
	release, err := s.hold()
	if err != nil {
		t.Fatal(err)
	}
	s.held.discard = func() { discarded = true }
	err = s.read(func(state reader) error {
		release()
		if err := s.engine.apply([]keyValue{{key: evaluationKey(2022, "a")}}); err != nil {
			return err
		}
		if discarded {
			t.Error("the state went away under a reader")
		}
		_, err := state.get(evaluationKey(2022, "a"))
		return err
	})
	if err != nil || !discarded {
		t.Errorf("%v, discarded %v", err, discarded)
	}
	if err := s.read(func(state reader) error { _, err := state.get(evaluationKey(2022, "a")); return err }); err == nil {
		t.Error("a reader who came later saw what was held")
	}
}
