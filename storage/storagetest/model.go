package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// RunModel makes random changes to a store, opens it again in between where it can be, and compares it with a plain model after
// each step.
func RunModel(t *testing.T, m Maker) {
	s := m.Open(t)
	year := 2000 // every check has a year of its own, in the same store
	rapid.Check(t, func(rt *rapid.T) {
		year++
		model := &model{store: s, year: year, evaluations: map[string]*kept{}, done: map[string][]step{}, undone: map[string][]step{}}
		value(s.CreateYear(t.Context(), storage.Year{Year: year}))(t)
		actions := map[string]func(*rapid.T){
			"create": model.create, "update": model.update, "stale": model.stale, "fail": model.fail, "delete": model.delete,
			"undo": model.undo, "redo": model.redo, "close": model.closeYear, "": model.compare,
		}
		rt.Repeat(actions)
		if m.Reopen != nil && rapid.IntRange(0, 4).Draw(rt, "reopen") == 0 {
			s = m.Reopen(t, s)
			model.store = s
			model.compare(rt)
		}
	})
	must(t, s.Close())
}

// model is what a year of a store must hold.
type model struct {
	store       Store
	year        int
	closed      bool
	evaluations map[string]*kept
	done        map[string][]step // by evaluation; what can be undone, the last one last
	undone      map[string][]step
}

// step is an action as its evaluation before and after it, "" where there was none.
type step struct{ before, after string }

// did notes an action on an evaluation.
func (m *model) did(id, before string) {
	m.done[id], m.undone[id] = append(m.done[id], step{before, m.text(id)}), nil
}

func (m *model) text(id string) string {
	if k := m.evaluations[id]; k != nil {
		return text(k.evaluation)
	}
	return ""
}

func (m *model) undo(t *rapid.T) { m.move(t, m.done, m.undone, m.store.Undo, true) }

func (m *model) redo(t *rapid.T) { m.move(t, m.undone, m.done, m.store.Redo, false) }

func (m *model) move(
	t *rapid.T, from, to map[string][]step, do func(context.Context, int, string) (storage.Entry, error), back bool,
) {
	id := modelIDs.Draw(t, "id")
	_, err := do(t.Context(), m.year, id)
	steps := from[id]
	switch {
	case len(steps) == 0:
		m.want(t, err, storage.ErrNothingToUndo)
		return
	case m.closed:
		m.want(t, err, storage.ErrYearClosed)
		return
	}
	m.want(t, err, nil)
	moved := steps[len(steps)-1]
	from[id], to[id] = steps[:len(steps)-1], append(to[id], moved)
	now := moved.after
	if back {
		now = moved.before
	}
	if now == "" {
		delete(m.evaluations, id)
		return
	}
	e := new(scoring.Evaluation)
	if err := json.Unmarshal([]byte(now), e); err != nil {
		t.Fatal(err)
	}
	h, err := m.store.Header(t.Context(), m.year, id)
	m.want(t, err, nil)
	m.evaluations[id] = &kept{e, h.Revision}
}

type kept struct {
	evaluation *scoring.Evaluation
	revision   uint64
}

var modelIDs = rapid.SampledFrom([]string{"a", "b", "ab", "甲", "a/b"})

func (m *model) create(t *rapid.T) {
	e := Evaluation(m.year, modelIDs.Draw(t, "id"), rapid.IntRange(0, 200).Draw(t, "actual"))
	e.Project.Name = rapid.String().Draw(t, "name")
	h, err := m.store.Create(t.Context(), e)
	switch {
	case m.closed:
		m.want(t, err, storage.ErrYearClosed)
	case m.evaluations[e.ID] != nil:
		m.want(t, err, storage.ErrExists)
	default:
		m.want(t, err, nil)
		m.evaluations[e.ID] = &kept{e, h.Revision}
		m.did(e.ID, "")
	}
}

func (m *model) update(t *rapid.T) {
	id, actual := modelIDs.Draw(t, "id"), rapid.IntRange(0, 200).Draw(t, "actual")
	edit := func(e *scoring.Evaluation) error { setActual(e, actual); return nil }
	was := m.evaluations[id]
	var h storage.Header
	var err error
	if was != nil && rapid.Bool().Draw(t, "at") {
		h, err = m.store.UpdateAt(t.Context(), m.year, id, was.revision, edit)
	} else {
		h, err = m.store.Update(t.Context(), m.year, id, edit)
	}
	if !m.possible(t, id, err) {
		return
	}
	before := text(was.evaluation)
	setActual(was.evaluation, actual)
	if changed := text(was.evaluation) != before; changed != (h.Revision > was.revision) {
		t.Fatalf("changed: %v, but revision %d follows %d", changed, h.Revision, was.revision)
	}
	was.revision = h.Revision
	if text(was.evaluation) != before {
		m.did(id, before)
	}
}

func (m *model) stale(t *rapid.T) {
	id := modelIDs.Draw(t, "id")
	was := m.evaluations[id]
	if m.closed || was == nil {
		return
	}
	seen := was.revision + rapid.Uint64Range(1, 9).Draw(t, "ahead")
	_, err := m.store.UpdateAt(t.Context(), m.year, id, seen, func(e *scoring.Evaluation) error { setActual(e, 1); return nil })
	m.want(t, err, storage.ErrConflict)
}

func (m *model) fail(t *rapid.T) {
	id, fault := modelIDs.Draw(t, "id"), errors.New("fault")
	_, err := m.store.Update(t.Context(), m.year, id, func(e *scoring.Evaluation) error {
		e.Indicators = nil
		return fault
	})
	if !m.closed && m.evaluations[id] != nil {
		m.want(t, err, fault)
	} else {
		m.possible(t, id, err)
	}
}

func (m *model) delete(t *rapid.T) {
	id := modelIDs.Draw(t, "id")
	seen, before := uint64(1), m.text(id)
	if was := m.evaluations[id]; was != nil {
		seen = was.revision
	}
	if m.possible(t, id, m.store.Delete(t.Context(), m.year, id, seen)) {
		delete(m.evaluations, id)
		m.did(id, before)
	}
}

func (m *model) closeYear(t *rapid.T) {
	m.closed = rapid.IntRange(0, 3).Draw(t, "state") == 0
	state := storage.YearOpen
	if m.closed {
		state = storage.YearClosed
	}
	y, err := m.store.UpdateYear(t.Context(), m.year, func(y *storage.Year) error {
		y.State, y.Unit = state, rapid.String().Draw(t, "unit")
		return nil
	})
	m.want(t, err, nil)
	if y.State != state {
		t.Fatalf("state is %q, want %q", y.State, state)
	}
}

// possible checks the error of a change against what the model allows, and reports whether the change was made.
func (m *model) possible(t *rapid.T, id string, err error) bool {
	switch {
	case m.closed:
		m.want(t, err, storage.ErrYearClosed)
	case m.evaluations[id] == nil:
		m.want(t, err, storage.ErrNotFound)
	default:
		m.want(t, err, nil)
		return true
	}
	return false
}

func (m *model) compare(t *rapid.T) {
	headers, err := m.store.Headers(t.Context(), m.year)
	m.want(t, err, nil)
	var ids []string
	for id := range m.evaluations {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if len(headers) != len(ids) {
		t.Fatalf("%d headers, want %d", len(headers), len(ids))
	}
	for i, id := range ids {
		want, h := m.evaluations[id], headers[i]
		got, revision, err := m.store.Evaluation(t.Context(), m.year, id)
		m.want(t, err, nil)
		if text(got) != text(want.evaluation) || revision != want.revision {
			t.Fatalf("evaluation %q at %d:\n got %s\nwant %s at %d", id, revision, text(got), text(want.evaluation), want.revision)
		}
		if h.ID != id || h.Revision != revision || h.Name != got.Project.Name || !h.Total.Valid {
			t.Fatalf("header does not fit evaluation %q: %s", id, text(h))
		}
	}
}

func (m *model) want(t *rapid.T, err, want error) {
	if want == nil && err != nil || want != nil && !errors.Is(err, want) {
		t.Fatalf("year %s: error is %v, want %v", strconv.Itoa(m.year), err, want)
	}
}
