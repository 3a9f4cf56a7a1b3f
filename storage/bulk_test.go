package storage_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

// batchOf makes evaluations with ids that begin with a name.
func batchOf(name string, count int) iter.Seq2[*scoring.Evaluation, error] {
	return func(yield func(*scoring.Evaluation, error) bool) {
		for i := range count {
			if !yield(storagetest.Evaluation(2022, fmt.Sprintf("%s-%04d", name, i), i%100), nil) {
				return
			}
		}
	}
}

// several is more than one part of an import.
const several = 300

func countOf(t testing.TB, s *storage.Store, name string) int {
	t.Helper()
	headers, err := s.Headers(context.Background(), 2022)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		t.Fatal(err)
	}
	count := 0
	for _, h := range headers {
		if strings.HasPrefix(h.ID, name+"-") {
			count++
		}
	}
	return count
}

func importStores(t *testing.T, test func(t *testing.T, s *stepStore)) {
	t.Run("disk", func(t *testing.T) {
		s := openSteps(t, newDir(t))
		defer func() { s.Close() }()
		test(t, s)
	})
	t.Run("memory", func(t *testing.T) { test(t, &stepStore{Store: storage.OpenMemory(options)}) })
}

func (s *stepStore) reopened(t *testing.T) {
	if s.dir != "" {
		s.again(t)
	}
}

func mustImport(t testing.TB, s *storage.Store, name string) {
	t.Helper()
	var told int
	n, err := s.Import(context.Background(), batchOf(name, several), func(done int) { told = done })
	if err != nil || n != several || told != several {
		t.Fatalf("imported %d, told of %d: %v", n, told, err)
	}
}

// wantHistoryOfOne: an evaluation that was imported, undone and redone has one line of history for each, with its own changes only.
func wantHistoryOfOne(t *testing.T, s *storage.Store, id string) {
	t.Helper()
	ctx := t.Context()
	entries, err := s.History(ctx, 2022, id)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d lines of history, %v", len(entries), err)
	}
	for i, want := range []storage.Action{storage.ActionImport, storage.ActionUndo, storage.ActionRedo} {
		if e := entries[i]; e.Action != want || e.Staged || len(e.Ops) != 1 || e.Ops[0].Place() != entries[0].Ops[0].Place() {
			t.Errorf("line %d is %+v", i, e)
		}
	}
	e, err := s.Version(ctx, 2022, id, entries[0].Seq)
	if err != nil || e.ID != id {
		t.Errorf("version: %v", err)
	}
	if _, err := s.Version(ctx, 2022, id, entries[1].Seq); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("version while it was undone: %v", err)
	}
}

func TestImportIsOneAction(t *testing.T) {
	importStores(t, func(t *testing.T, s *stepStore) {
		ctx := t.Context()
		if _, err := s.CreateYear(ctx, storage.Year{Year: 2022}); err != nil {
			t.Fatal(err)
		}
		mustImport(t, s.Store, "a")
		wantImported(t, s.Store, several)
		s.reopened(t)
		wantImported(t, s.Store, several)

		step, err := s.UndoStep(ctx, wholeStore, 0)
		if err != nil || len(step.Entries) != 1 || step.Entries[0].Count != several || step.Entries[0].Action != storage.ActionImport {
			t.Fatalf("undone: %+v, %v", step, err)
		}
		wantImported(t, s.Store, 0)
		if found, err := s.Search(ctx, 2022, "a-0001"); err != nil || len(found) != 0 {
			t.Errorf("found after undoing: %v, %v", found, err)
		}
		s.reopened(t)
		if _, err := s.RedoStep(ctx, wholeStore, 0); err != nil {
			t.Fatal(err)
		}
		wantImported(t, s.Store, several)
		s.reopened(t)
		actions := 0
		if err := s.Entries(ctx, 1, func(e storage.Entry) error {
			actions++
			if e.Staged {
				t.Errorf("a part is shown as an action: %d", e.Seq)
			}
			return nil
		}); err != nil || actions != 4 { // the year, import, undo, redo
			t.Errorf("%d actions, %v", actions, err)
		}
		wantHistoryOfOne(t, s.Store, "a-0299")
		if v, err := s.Verify(ctx, nil); err != nil || !v.Whole() {
			t.Errorf("%+v, %v", v.Breaks, err)
		}
		if s.dir == "" {
			return
		}
		if r, err := s.Check(ctx, nil); err != nil || len(r.Findings) > 0 {
			t.Errorf("%+v, %v", r.Findings, err)
		}
	})
}

// A few evaluations are an ordinary action with all its changes in the history; years may be added with them.
func TestImportOfAFewAddsTheirYears(t *testing.T) {
	for _, count := range []int{3, several} {
		importStores(t, func(t *testing.T, s *stepStore) {
			ctx := t.Context()
			o := storage.ImportOptions{Reason: "file 表.xlsx #1"}
			if n, err := s.ImportAs(ctx, o, batchOf("a", count)); n != 0 || !errors.Is(err, storage.ErrNotFound) {
				t.Fatal(n, err)
			}
			o.AddYears = true
			if n, err := s.ImportAs(ctx, o, batchOf("a", count)); n != count || err != nil {
				t.Fatal(n, err)
			}
			s.reopened(t)
			wantImported(t, s.Store, count)
			undo, _, err := s.NextSteps(ctx, wholeStore)
			if err != nil || len(undo.Entries) != 1 || undo.Import() != o.Reason {
				t.Fatalf("%+v, %v", undo, err)
			}
			if e := undo.Entries[0]; e.Count != count && len(e.Ops) != count+2 { // the year and the device
				t.Errorf("%d changes of %d", len(e.Ops), e.Count)
			}
			if _, err := s.UndoStep(ctx, wholeStore, 0); err != nil {
				t.Fatal(err)
			}
			if years, err := s.Years(ctx); err != nil || len(years) != 0 {
				t.Errorf("years after undoing: %v, %v", years, err)
			}
			if _, err := s.RedoStep(ctx, wholeStore, 0); err != nil {
				t.Fatal(err)
			}
			s.reopened(t)
			wantImported(t, s.Store, count)
		})
	}
}

// Large evaluations make more parts, none of which is too large for the journal.
func TestImportOfLargeEvaluations(t *testing.T) {
	s := storage.OpenMemory(options)
	text := strings.Repeat("长", 900_000)
	n, err := s.ImportAs(t.Context(), storage.ImportOptions{AddYears: true}, func(yield func(*scoring.Evaluation, error) bool) {
		for e := range batchOf("a", 10) {
			e.Narrative = []scoring.Narrative{{Section: "1", Text: text}}
			if !yield(e, nil) {
				return
			}
		}
	})
	if err != nil || n != 10 || countOf(t, s, "a") != 10 {
		t.Fatal(n, err)
	}
	if e, _, err := s.Evaluation(t.Context(), 2022, "a-0009"); err != nil || e.Narrative[0].Text != text {
		t.Error(err)
	}
}

func wantImported(t *testing.T, s *storage.Store, count int) {
	t.Helper()
	if n := countOf(t, s, "a"); n != count {
		t.Errorf("%d evaluations are there instead of %d", n, count)
	}
	sum, err := s.Summary(t.Context(), 2022)
	if err != nil || sum.Evaluations != count {
		t.Errorf("the summary counts %d of %d, %v", sum.Evaluations, count, err)
	}
	for i := 0; i < count; i += 97 {
		id := fmt.Sprintf("a-%04d", i)
		e, revision, err := s.Evaluation(t.Context(), 2022, id)
		h, headerErr := s.Header(t.Context(), 2022, id)
		if err != nil || headerErr != nil || e.ID != id || h.Revision != revision || revision == 0 {
			t.Fatalf("%s: %v, %v, revision %d", id, err, headerErr, revision)
		}
	}
}

// then is a batch with one more at its end.
func then(e *scoring.Evaluation, err error) iter.Seq2[*scoring.Evaluation, error] {
	return func(yield func(*scoring.Evaluation, error) bool) {
		for e := range batchOf("a", several) {
			if !yield(e, nil) {
				return
			}
		}
		yield(e, err)
	}
}

func TestFailedImportAddsNothing(t *testing.T) {
	spoilt := errors.New("the file is spoilt")
	cases := map[string]struct {
		evaluations iter.Seq2[*scoring.Evaluation, error]
		meanwhile   func(s *storage.Store) // when the first parts are on disk
		want        error
	}{
		"source fails":     {then(nil, spoilt), nil, spoilt},
		"twice the same":   {then(storagetest.Evaluation(2022, "a-0000", 1), nil), nil, storage.ErrExists},
		"is there already": {then(storagetest.Evaluation(2022, "there", 1), nil), nil, storage.ErrExists},
		"no such year":     {then(storagetest.Evaluation(2031, "x", 1), nil), nil, storage.ErrNotFound},
		"created meanwhile": {batchOf("a", several), func(s *storage.Store) {
			_, _ = s.Create(context.Background(), storagetest.Evaluation(2022, "a-0000", 7))
		}, storage.ErrConflict},
		"year closed meanwhile": {batchOf("a", several), func(s *storage.Store) {
			_, _ = s.CloseYear(context.Background(), 2022, "")
		}, storage.ErrYearClosed},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			importStores(t, func(t *testing.T, s *stepStore) {
				add(t, s.Store, "there", 3)
				before, _ := s.Revision(t.Context())
				n, err := s.Import(t.Context(), c.evaluations, func(done int) {
					if done == several && c.meanwhile != nil {
						c.meanwhile(s.Store)
					}
				})
				if n != 0 || !errors.Is(err, c.want) {
					t.Fatalf("%d, %v", n, err)
				}
				left := 0
				if name == "created meanwhile" {
					left = 1
				}
				for range 2 {
					if n := countOf(t, s.Store, "a"); n != left {
						t.Errorf("%d evaluations of a failed import are there", n)
					}
					s.reopened(t)
				}
				if step, _, err := s.NextSteps(t.Context(), wholeStore); err != nil || step.Seq() < before && left == 1 {
					t.Errorf("next step %+v, %v", step, err)
				}
				if name != "year closed meanwhile" {
					mustImport(t, s.Store, "b")
				}
			})
		})
	}
}

// While an import goes on, others edit; what they do stands before it in the history.
func TestEditsGoOnDuringAnImport(t *testing.T) {
	s := openSteps(t, newDir(t))
	defer func() { s.Close() }()
	add(t, s.Store, "there", 3)
	n, err := s.Import(t.Context(), func(yield func(*scoring.Evaluation, error) bool) {
		i := 0
		for e := range batchOf("a", several) {
			if i++; i%50 == 0 {
				setName(t, s.Store, "there", fmt.Sprint("name ", i))
			}
			if !yield(e, nil) {
				return
			}
		}
	}, nil)
	if err != nil || n != several {
		t.Fatal(n, err)
	}
	s.again(t)
	if e, _, err := s.Evaluation(t.Context(), 2022, "there"); err != nil || e.Project.Name != "name 300" || countOf(t, s.Store, "a") != several {
		t.Errorf("%v, %v", e.Project.Name, err)
	}
	if r, err := s.Check(t.Context(), nil); err != nil || len(r.Findings) > 0 {
		t.Errorf("%+v, %v", r.Findings, err)
	}
}
