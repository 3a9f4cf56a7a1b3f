package storage_test

import (
	"encoding/json"
	"errors"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

func stepOptions() storage.Options {
	return storage.Options{Schemes: storagetest.Schemes, AnyPlace: true}
}

// stepStore is a store on disk that can be closed and opened again in the middle.
type stepStore struct {
	*storage.Store
	dir string
}

type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func openSteps(t fatal, dir string) *stepStore {
	t.Helper()
	s, err := storage.Open(dir, stepOptions())
	if err != nil {
		t.Fatal(err)
	}
	return &stepStore{Store: s, dir: dir}
}

func (s *stepStore) again(t fatal) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	*s = *openSteps(t, s.dir)
}

func add(t *testing.T, s *storage.Store, id string, actual int) {
	t.Helper()
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "局"}); err != nil && !errors.Is(err, storage.ErrExists) {
		t.Fatal(err)
	}
	if _, err := s.Create(t.Context(), storagetest.Evaluation(2022, id, actual)); err != nil {
		t.Fatal(err)
	}
}

func setName(t *testing.T, s *storage.Store, id, name string) {
	t.Helper()
	if _, err := s.Update(t.Context(), 2022, id, func(e *scoring.Evaluation) error { e.Project.Name = name; return nil }); err != nil {
		t.Fatal(err)
	}
}

func nameOf(t *testing.T, s *storage.Store, id string) string {
	t.Helper()
	h, err := s.Header(t.Context(), 2022, id)
	if errors.Is(err, storage.ErrNotFound) {
		return "-"
	}
	if err != nil {
		t.Fatal(err)
	}
	return h.Name
}

var wholeStore storage.Scope

func TestStepsGoBackOverTheWholeStoreAcrossRestarts(t *testing.T) {
	s := openSteps(t, t.TempDir())
	add(t, s.Store, "a", 1)
	add(t, s.Store, "b", 1)
	setName(t, s.Store, "a", "甲一")
	setName(t, s.Store, "b", "乙一")
	setName(t, s.Store, "a", "甲二")
	want := []string{"甲一/乙一", "甲一/项目 b", "项目 a/项目 b", "项目 a/-", "-/-"}
	for i, w := range want {
		if i%2 == 1 {
			s.again(t)
		}
		if _, err := s.UndoStep(t.Context(), wholeStore, 0); err != nil {
			t.Fatalf("undo %d: %v", i, err)
		}
		if got := nameOf(t, s.Store, "a") + "/" + nameOf(t, s.Store, "b"); got != w {
			t.Fatalf("after undo %d: %s, want %s", i, got, w)
		}
	}
	if _, err := s.UndoStep(t.Context(), wholeStore, 0); !errors.Is(err, storage.ErrNothingToUndo) {
		t.Fatalf("one more undo gave %v", err)
	}
	s.again(t)
	for range want {
		if _, err := s.RedoStep(t.Context(), wholeStore, 0); err != nil {
			t.Fatal(err)
		}
	}
	if got := nameOf(t, s.Store, "a") + "/" + nameOf(t, s.Store, "b"); got != "甲二/乙一" {
		t.Errorf("after redoing all: %s", got)
	}
	v, err := s.Verify(t.Context(), nil)
	if err != nil || !v.Whole() {
		t.Errorf("history: %+v, %v", v, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestScopeOfOneEvaluationEndsAtItsCreation(t *testing.T) {
	s := openSteps(t, t.TempDir())
	defer func() { _ = s.Close() }() // the store of then: restarts replace it
	add(t, s.Store, "a", 1)
	setName(t, s.Store, "a", "甲一")
	add(t, s.Store, "b", 1)
	a := storage.Scope{Year: 2022, ID: "a"}
	for _, restart := range []bool{false, true} {
		if restart {
			s.again(t)
		}
		undo, redo, err := s.NextSteps(t.Context(), a)
		if err != nil || undo.IsZero() || !redo.IsZero() {
			t.Fatalf("next %+v %+v %v", undo, redo, err)
		}
		if _, err := s.UndoStep(t.Context(), a, undo.Seq()+7); !errors.Is(err, storage.ErrConflict) {
			t.Fatalf("another number gave %v", err)
		}
		if _, err := s.UndoStep(t.Context(), a, undo.Seq()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.UndoStep(t.Context(), a, 0); !errors.Is(err, storage.ErrNothingToUndo) {
			t.Fatalf("the creation was undone: %v", err)
		}
		if _, err := s.RedoStep(t.Context(), a, 0); err != nil {
			t.Fatal(err)
		}
	}
	if nameOf(t, s.Store, "a") != "甲一" || nameOf(t, s.Store, "b") != "项目 b" {
		t.Error("another evaluation was touched")
	}
}

// evaluationJSON is an evaluation as Apply takes it.
func evaluationJSON(t *testing.T, id string) []byte {
	t.Helper()
	content, err := json.Marshal(storagetest.Evaluation(2025, id, 1))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAnActionOnManyIsOneStep(t *testing.T) {
	s := openSteps(t, t.TempDir())
	defer func() { _ = s.Close() }()                     // the store of then: restarts replace it
	for _, part := range [][]string{{"a", "b"}, {"c"}} { // one import in two parts, which adds the year
		err := s.Apply(t.Context(), storage.ActionImport, "file 表.xlsx #1", func(uint64) ([]storage.Part, error) {
			var parts []storage.Part
			for _, id := range part {
				parts = append(parts, storage.Part{Year: 2025, ID: id, Content: evaluationJSON(t, id)})
			}
			return parts, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	headers, err := s.Headers(t.Context(), 2025)
	if err != nil || len(headers) != 3 {
		t.Fatal(headers, err)
	}
	err = s.Apply(t.Context(), storage.ActionDeleteEvaluation, "", func(uint64) ([]storage.Part, error) {
		return []storage.Part{{Year: 2025, ID: "a", Seen: headers[0].Revision}, {Year: 2025, ID: "b", Seen: headers[1].Revision}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.again(t)
	if step, err := s.UndoStep(t.Context(), wholeStore, 0); err != nil || len(step.Entries) != 1 {
		t.Fatal(step, err)
	}
	if headers, _ = s.Headers(t.Context(), 2025); len(headers) != 3 {
		t.Fatalf("%d evaluations after undoing the deletion", len(headers))
	}
	if step, err := s.UndoStep(t.Context(), wholeStore, 0); err != nil || len(step.Entries) != 2 || step.Import() != "file 表.xlsx #1" {
		t.Fatal(step, err)
	}
	if years, _ := s.Years(t.Context()); len(years) != 0 {
		t.Fatalf("years %v after undoing the import that added one", years)
	}
	for range 2 {
		if _, err := s.RedoStep(t.Context(), wholeStore, 0); err != nil {
			t.Fatal(err)
		}
	}
	if headers, _ = s.Headers(t.Context(), 2025); len(headers) != 1 || headers[0].ID != "c" {
		t.Errorf("after redoing both: %v", headers)
	}
}

func TestUndoThatMeetsAnotherChangeLosesNothing(t *testing.T) {
	s := openSteps(t, t.TempDir())
	defer func() { _ = s.Close() }() // the store of then: restarts replace it
	add(t, s.Store, "a", 1)
	setName(t, s.Store, "a", "甲一")
	seen, _, err := s.NextSteps(t.Context(), wholeStore)
	if err != nil {
		t.Fatal(err)
	}
	// What no user did, such as the notes of an exchange, is passed over; what another wrote into the same field stands.
	note := func(uint64) ([]storage.Part, error) {
		return []storage.Part{{Note: "head/x", Content: []byte(`{}`)}}, nil
	}
	if err := s.Apply(t.Context(), storage.ActionImport, "note edits", note); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(t.Context(), "x", "y"); err != nil {
		t.Fatal(err)
	}
	if now, _, err := s.NextSteps(t.Context(), wholeStore); err != nil || now.Seq() != seen.Seq() {
		t.Fatalf("the next step is %d, want %d (%v)", now.Seq(), seen.Seq(), err)
	}
	err = s.Apply(t.Context(), storage.ActionSetting, "", func(uint64) ([]storage.Part, error) {
		h, err := s.Header(t.Context(), 2022, "a")
		if err != nil {
			return nil, err
		}
		e := storagetest.Evaluation(2022, "a", 1)
		e.Project.Name = "别处改的"
		content, err := json.Marshal(e)
		return []storage.Part{{Year: 2022, ID: "a", Seen: h.Revision, Content: content}}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	before, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.UndoStep(t.Context(), wholeStore, 0); !errors.Is(err, storage.ErrConflict) {
		t.Fatalf("undo gave %v, want ErrConflict", err)
	}
	if after, _ := s.Revision(t.Context()); after != before || nameOf(t, s.Store, "a") != "别处改的" {
		t.Error("a refused undo changed something")
	}
}
