package storage_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

// stepModel is a store of two evaluations beside a list of the states that it went through: what undo and redo must lead to.
type stepModel struct {
	t            *testing.T
	s            *stepStore
	past, future []string
	changes      int // numbers what is written, so that no two changes are alike
}

// TestStepsAreAModel: random edits, deletions, undos, redos and restarts leave what a list of states says.
func TestStepsAreAModel(t *testing.T) {
	runs, enough := 0, 20
	if os.Getenv("ZS_TEST_ALL") != "" {
		enough = 1000
	}
	rapid.Check(t, func(rt *rapid.T) {
		if runs++; runs > enough && !t.Failed() {
			return // each run opens stores on disk many times
		}
		m := &stepModel{t: t, s: openSteps(rt, t.TempDir())}
		defer func() { _ = m.s.Close() }() // the store of then: restarts replace it
		add(t, m.s.Store, "a", 1)
		add(t, m.s.Store, "b", 1)
		rt.Repeat(map[string]func(*rapid.T){
			"name":    m.edited(func(e *scoring.Evaluation) { e.Project.Name = strconv.Itoa(m.next()) }),
			"cut":     m.edited(func(e *scoring.Evaluation) { e.Indicators = e.Indicators[min(1, len(e.Indicators)):] }),
			"grow":    m.edited(m.grow),
			"delete":  m.acted(m.deleteOne),
			"undo":    m.undo,
			"redo":    m.redo,
			"restart": func(rt *rapid.T) { m.s.again(rt) },
		})
	})
}

// state is what both evaluations hold; one that was deleted holds nothing.
func (m *stepModel) state(rt *rapid.T) string {
	var b bytes.Buffer
	for _, id := range []string{"a", "b"} {
		e, _, err := m.s.Evaluation(m.t.Context(), 2022, id)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		}
		if err != nil {
			rt.Fatal(err)
		}
		content, err := json.Marshal(e)
		if err != nil {
			rt.Fatal(err)
		}
		b.Write(content)
	}
	return b.String()
}

// acted makes an action of a change to one of the evaluations. One that changes something is what can be undone next.
func (m *stepModel) acted(change func(id string) error) func(*rapid.T) {
	return func(rt *rapid.T) {
		before := m.state(rt)
		if err := change(rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "id")); err != nil && !errors.Is(err, storage.ErrNotFound) {
			rt.Fatal(err)
		}
		if m.state(rt) != before {
			m.past, m.future = append(m.past, before), nil
		}
	}
}

func (m *stepModel) edited(change func(*scoring.Evaluation)) func(*rapid.T) {
	return m.acted(func(id string) error {
		_, err := m.s.Update(m.t.Context(), 2022, id, func(e *scoring.Evaluation) error { change(e); return nil })
		return err
	})
}

func (m *stepModel) next() int {
	m.changes++
	return m.changes
}

func (m *stepModel) grow(e *scoring.Evaluation) {
	e.Indicators = append(e.Indicators, storagetest.Indicator(fmt.Sprint("n", m.next()), "≥1", "1"))
}

func (m *stepModel) deleteOne(id string) error {
	h, err := m.s.Header(m.t.Context(), 2022, id)
	if err != nil {
		return err
	}
	return m.s.Delete(m.t.Context(), 2022, id, h.Revision)
}

func (m *stepModel) undo(rt *rapid.T) {
	if len(m.past) == 0 {
		return
	}
	now := m.state(rt)
	if _, err := m.s.UndoStep(m.t.Context(), wholeStore, 0); err != nil {
		rt.Fatal(err)
	}
	m.future = append(m.future, now)
	if m.state(rt) != m.past[len(m.past)-1] {
		rt.Fatal("undo went somewhere else")
	}
	m.past = m.past[:len(m.past)-1]
}

func (m *stepModel) redo(rt *rapid.T) {
	if len(m.future) == 0 {
		if _, err := m.s.RedoStep(m.t.Context(), wholeStore, 0); !errors.Is(err, storage.ErrNothingToUndo) {
			rt.Fatalf("redo gave %v", err)
		}
		return
	}
	now := m.state(rt)
	if _, err := m.s.RedoStep(m.t.Context(), wholeStore, 0); err != nil {
		rt.Fatal(err)
	}
	m.past = append(m.past, now)
	if m.state(rt) != m.future[len(m.future)-1] {
		rt.Fatal("redo went somewhere else")
	}
	m.future = m.future[:len(m.future)-1]
}
