package storage_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/storagetest"
)

// everything is what a store holds of years, evaluations, what belongs to them, and notes: one line a record, without revisions.
func everything(t fatal, s *storage.Store) string {
	t.Helper()
	ctx := context.Background()
	var out strings.Builder
	line := func(name string, v any, err error) {
		data, fault := json.Marshal(v)
		if err = errors.Join(err, fault); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		fmt.Fprintf(&out, "%s %s\n", name, data)
	}
	years, err := s.Years(ctx)
	line("years", len(years), err)
	for _, y := range years {
		headers, err := s.Headers(ctx, y.Year)
		line(fmt.Sprint("year ", y.Year, y.State), len(headers), err)
		sum, err := s.Summary(ctx, y.Year)
		line("summary", sum, err)
		for _, h := range headers {
			at := fmt.Sprint(y.Year, "/", h.ID)
			e, _, err := s.Evaluation(ctx, y.Year, h.ID)
			line(at, e, err)
			comments, err := storage.Attached[storage.Comment](ctx, s, y.Year, h.ID)
			line(at+" comments", comments, err)
			evidence, err := storage.Attached[storage.EvidenceRecord](ctx, s, y.Year, h.ID)
			line(at+" evidence", evidence, err)
		}
	}
	err = s.Notes(ctx, "", func(name string, content []byte) error {
		fmt.Fprintf(&out, "note %s %s\n", name, content)
		return nil
	})
	line("notes", "", err)
	return out.String()
}

func remark(t *testing.T, s *storage.Store, year int, id, text string) {
	t.Helper()
	c := storage.Comment{ID: "c", Author: "审核", Time: time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC), Text: text}
	if err := storage.Attach(t.Context(), s, year, id, c); err != nil {
		t.Fatal(err)
	}
}

// moved is an evaluation as it goes to another year.
func moved(id string, to int, as string) *scoring.Evaluation {
	e := storagetest.Evaluation(to, as, 7)
	e.Project.Name = "项目 " + id
	return e
}

func TestMoveIsOneActionWithItsUndo(t *testing.T) {
	s := openSteps(t, t.TempDir())
	defer func() { _ = s.Close() }() // the store of then: restarts replace it
	add(t, s.Store, "a", 1)
	add(t, s.Store, "b", 1)
	remark(t, s.Store, 2022, "a", "甲的意见")
	err := s.Apply(t.Context(), storage.ActionDraft, "refused 2022/a", func(uint64) ([]storage.Part, error) {
		return []storage.Part{{Note: "drafts/2022/a", Content: []byte(`"草"`)}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	before := everything(t, s.Store)
	seen, err := s.Header(t.Context(), 2022, "a")
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Move(t.Context(), storage.Moving{
		Year: 2022, ID: "a", Seen: seen.Revision, After: moved("a", 2023, "a"), Notes: map[string]string{"drafts/2022/a": "drafts/2023/a", "none": "nothing"},
	})
	if err != nil || h.FiscalYear != 2023 || h.Name != "项目 a" {
		t.Fatalf("%+v, %v", h, err)
	}
	after := everything(t, s.Store)
	for _, want := range []string{"甲的意见", `note drafts/2023/a "草"`, "year 2023open 1", "year 2022open 1"} {
		if !strings.Contains(after, want) {
			t.Errorf("%q is not in\n%s", want, after)
		}
	}
	if strings.Contains(after, "drafts/2022") || nameOf(t, s.Store, "a") != "-" {
		t.Errorf("something stayed behind\n%s", after)
	}
	s.again(t)
	if everything(t, s.Store) != after {
		t.Error("another store after a restart")
	}
	history, err := s.History(t.Context(), 2023, "a")
	if err != nil || len(history) != 1 || history[0].Action != storage.ActionMove || history[0].Reason != "from 2022/a" {
		t.Errorf("history %+v, %v", history, err)
	}
	step, err := s.UndoStep(t.Context(), wholeStore, 0)
	if err != nil || step.Entries[0].Action != storage.ActionMove {
		t.Fatalf("undid %+v, %v", step, err)
	}
	if got := everything(t, s.Store); got != before {
		t.Errorf("undone\n%s\nwant\n%s", got, before)
	}
	s.again(t)
	if _, err := s.RedoStep(t.Context(), wholeStore, 0); err != nil {
		t.Fatal(err)
	}
	if got := everything(t, s.Store); got != after {
		t.Errorf("redone\n%s\nwant\n%s", got, after)
	}
	if report, err := s.Check(t.Context(), nil); err != nil || len(report.Findings) > 0 {
		t.Errorf("check: %+v, %v", report.Findings, err)
	}
}

func TestMoveIsRefusedWhereItWouldLoseSomething(t *testing.T) {
	s := storage.OpenMemory(storage.Options{Schemes: storagetest.Schemes})
	defer s.Close()
	add(t, s, "a", 1)
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2023}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(t.Context(), storagetest.Evaluation(2023, "a", 2)); err != nil {
		t.Fatal(err)
	}
	there, err := s.Header(t.Context(), 2023, "a")
	if err != nil {
		t.Fatal(err)
	}
	remark(t, s, 2023, "a", "那里的意见")
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2021}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CloseYear(t.Context(), 2021, ""); err != nil {
		t.Fatal(err)
	}
	before := everything(t, s)
	tests := []struct {
		name string
		m    storage.Moving
		want error
	}{
		{"it is there already", storage.Moving{Year: 2022, ID: "a", After: moved("a", 2023, "a")}, storage.ErrExists},
		{"the other was changed", storage.Moving{Year: 2022, ID: "a", After: moved("a", 2023, "a"), Replaces: map[string]uint64{"a": there.Revision + 50}}, storage.ErrConflict},
		{"the other is not there", storage.Moving{Year: 2022, ID: "a", After: moved("a", 2023, "z"), Replaces: map[string]uint64{"x": 1}}, storage.ErrNotFound},
		{"changed meanwhile", storage.Moving{Year: 2022, ID: "a", Seen: 99, After: moved("a", 2024, "a")}, storage.ErrConflict},
		{"no such evaluation", storage.Moving{Year: 2022, ID: "q", After: moved("q", 2024, "q")}, storage.ErrNotFound},
		{"closed", storage.Moving{Year: 2022, ID: "a", After: moved("a", 2021, "a")}, storage.ErrYearClosed},
		{"the same year", storage.Moving{Year: 2022, ID: "a", After: moved("a", 2022, "b")}, storage.ErrInvalid},
		{"no year", storage.Moving{Year: 2022, ID: "a", After: moved("a", 22, "a")}, storage.ErrInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := s.Move(t.Context(), test.m); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if got := everything(t, s); got != before {
				t.Errorf("changed\n%s\nto\n%s", before, got)
			}
		})
	}
	replace := storage.Moving{Year: 2022, ID: "a", After: moved("a", 2023, "a"), Replaces: map[string]uint64{"a": 0}}
	if _, err := s.Move(t.Context(), replace); err != nil {
		t.Fatal(err)
	}
	if now := everything(t, s); strings.Contains(now, "那里的意见") || !strings.Contains(now, "year 2023open 1") {
		t.Errorf("replaced\n%s", now)
	}
	if _, err := s.UndoStep(t.Context(), wholeStore, 0); err != nil {
		t.Fatal(err)
	}
	if got := everything(t, s); got != before {
		t.Errorf("undone\n%s\nwant\n%s", got, before)
	}
}

// TestMovesAndTheirUndo: however evaluations go between years, undoing all of it gives what was there.
func TestMovesAndTheirUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		s := storage.OpenMemory(storage.Options{Schemes: storagetest.Schemes})
		defer s.Close()
		if _, err := s.CreateYear(ctx, storage.Year{Year: 2022}); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"a", "b", "c"} {
			if _, err := s.Create(ctx, storagetest.Evaluation(2022, id, 1)); err != nil {
				t.Fatal(err)
			}
		}
		states := []string{everything(t, s)}
		for range rapid.IntRange(1, 6).Draw(t, "moves") {
			from, to := rapid.IntRange(2020, 2023).Draw(t, "from"), rapid.IntRange(2020, 2023).Draw(t, "to")
			id, as := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id"), rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "as")
			m := storage.Moving{Year: from, ID: id, After: moved(id, to, as)}
			if rapid.Bool().Draw(t, "replace") {
				m.Replaces = map[string]uint64{as: 0}
			}
			if _, err := s.Move(ctx, m); err == nil {
				states = append(states, everything(t, s))
			} else if got := everything(t, s); got != states[len(states)-1] {
				t.Fatalf("%v changed\n%s\nto\n%s", err, states[len(states)-1], got)
			}
		}
		for i := len(states) - 2; i >= 0; i-- {
			if _, err := s.UndoStep(ctx, wholeStore, 0); err != nil {
				t.Fatal(err)
			}
			if got := everything(t, s); got != states[i] {
				t.Fatalf("undone\n%s\nwant\n%s", got, states[i])
			}
		}
		for _, want := range states[1:] {
			if _, err := s.RedoStep(ctx, wholeStore, 0); err != nil {
				t.Fatal(err)
			}
			if got := everything(t, s); got != want {
				t.Fatalf("redone\n%s\nwant\n%s", got, want)
			}
		}
	})
}
