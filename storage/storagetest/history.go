package storagetest

import (
	"fmt"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func update(t testing.TB, s Store, id string, edit func(*scoring.Evaluation)) storage.Header {
	t.Helper()
	return value(s.Update(t.Context(), 2022, id, func(e *scoring.Evaluation) error { edit(e); return nil }))(t)
}

func testHistory(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	first := create(t, s, Evaluation(2022, "a", 50))
	create(t, s, Evaluation(2022, "b", 50))
	second := update(t, s, "a", func(e *scoring.Evaluation) {
		e.Indicators[1].Reason, e.Project.Name = "因为", "新名称"
		e.Indicators = append(e.Indicators, Indicator("i3", "1", "1"))
	})
	entries := value(s.History(ctx, 2022, "a"))(t)
	if len(entries) != 2 || entries[0].Seq != first.Revision || entries[1].Seq != second.Revision {
		t.Fatalf("history is %s", text(entries))
	}
	e := entries[1]
	if e.Action != storage.ActionChangeEvaluation || e.Time.IsZero() || e.Device == "" || e.Year != 2022 || e.ID != "a" || len(e.Ops) != 1 {
		t.Errorf("entry is %s", text(e))
	}
	got := ""
	for _, c := range e.Ops[0].Changes {
		got += fmt.Sprintf("%s %s %.20s\n", c.Path, c.Old, c.New)
	}
	wantEqual(t, "changes", got, "/project/name \"项目 a\" \"新名称\"\n/indicators/#i3  {\"id\":\"i3\",\"level1\":\n/indicators/#i2/reason  \"因为\"\n")
	line := value(s.Timeline(ctx, 2022, "a", "/indicators/#i2/reason"))(t)
	if len(line) != 2 || line[0].Entry.Seq != first.Revision || string(line[1].Change.New) != `"因为"` {
		t.Errorf("timeline is %s", text(line))
	}
	wantEqual(t, "no history", len(value(s.History(ctx, 2022, "nothing"))(t)), 0)
}

func testVersions(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	revisions := []uint64{create(t, s, e).Revision}
	states := []string{text(e)}
	for i := range 5 {
		h := update(t, s, "a", func(e *scoring.Evaluation) {
			e.Project.Name = fmt.Sprint("name ", i)
			setActual(e, 60+i)
			e.Narrative[0].Text += "+"
		})
		now, _, err := s.Evaluation(ctx, 2022, "a")
		must(t, err)
		revisions, states = append(revisions, h.Revision), append(states, text(now))
	}
	must(t, s.Delete(ctx, 2022, "a", revisions[5]))
	for i, revision := range revisions {
		wantEqual(t, "version", text(value(s.Version(ctx, 2022, "a", revision))(t)), states[i])
	}
	_, err := s.Version(ctx, 2022, "a", revisions[0]-1)
	wantError(t, err, storage.ErrNotFound)
	_, err = s.Version(ctx, 2022, "a", revisions[5]+1)
	wantError(t, err, storage.ErrNotFound)
	changes := value(s.Compare(ctx, 2022, "a", revisions[1], revisions[3]))(t)
	if len(changes) != 5 || string(changes[0].Old) != `"name 0"` || string(changes[0].New) != `"name 2"` {
		t.Errorf("changes are %s", text(changes))
	}
	value(s.RestoreVersion(ctx, 2022, "a", revisions[2]))(t)
	back, revision, err := s.Evaluation(ctx, 2022, "a")
	must(t, err)
	wantEqual(t, "restored", text(back), states[2])
	again := value(s.RestoreVersion(ctx, 2022, "a", revisions[2]))(t)
	wantEqual(t, "restored again", again.Revision, revision)
}

func testUndo(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	create(t, s, e)
	update(t, s, "a", func(e *scoring.Evaluation) { setActual(e, 60) })
	third := update(t, s, "a", func(e *scoring.Evaluation) { setActual(e, 70) })
	undone := value(s.Undo(ctx, 2022, "a"))(t)
	wantEqual(t, "undone", undone.Seq, third.Revision)
	wantActual := func(want int) {
		t.Helper()
		got, _, err := s.Evaluation(ctx, 2022, "a")
		must(t, err)
		setActual(e, want)
		wantEqual(t, "evaluation", text(got), text(e))
	}
	wantActual(60)
	value(s.Undo(ctx, 2022, "a"))(t)
	wantActual(50)
	value(s.Undo(ctx, 2022, "a"))(t)
	_, _, err := s.Evaluation(ctx, 2022, "a")
	wantError(t, err, storage.ErrNotFound)
	wantEqual(t, "headers", len(value(s.Headers(ctx, 2022))(t)), 0)
	_, err = s.Undo(ctx, 2022, "a")
	wantError(t, err, storage.ErrNothingToUndo)
	for _, actual := range []int{50, 60, 70} {
		value(s.Redo(ctx, 2022, "a"))(t)
		wantActual(actual)
	}
	_, err = s.Redo(ctx, 2022, "a")
	wantError(t, err, storage.ErrNothingToUndo)
	value(s.Undo(ctx, 2022, "a"))(t)
	update(t, s, "a", func(e *scoring.Evaluation) { setActual(e, 80) })
	_, err = s.Redo(ctx, 2022, "a")
	wantError(t, err, storage.ErrNothingToUndo)
	wantActual(80)
	h := value(s.Header(ctx, 2022, "a"))(t)
	must(t, s.Delete(ctx, 2022, "a", h.Revision))
	value(s.Undo(ctx, 2022, "a"))(t)
	wantActual(80)
	wantEqual(t, "entries", len(value(s.History(ctx, 2022, "a"))(t)), 13)
}

// An undo takes back its own fields; others that were changed by a later, undone and restored, state stay.
func testUndoBeside(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	create(t, s, Evaluation(2022, "a", 50))
	first := value(s.Header(ctx, 2022, "a"))(t)
	update(t, s, "a", func(e *scoring.Evaluation) { e.Project.Name = "one" })
	value(s.RestoreVersion(ctx, 2022, "a", first.Revision))(t)
	value(s.Undo(ctx, 2022, "a"))(t)
	e, _, err := s.Evaluation(ctx, 2022, "a")
	must(t, err)
	wantEqual(t, "name", e.Project.Name, "one")
	value(s.UpdateYear(ctx, 2022, func(y *storage.Year) error { y.State = storage.YearClosed; return nil }))(t)
	_, err = s.Undo(ctx, 2022, "a")
	wantError(t, err, storage.ErrYearClosed)
}

func testVerify(t *testing.T, s Store) {
	openYear(t, s)
	for i := range 30 {
		create(t, s, Evaluation(2022, fmt.Sprint(i), i))
	}
	v := value(s.Verify(t.Context(), nil))(t)
	if !v.Whole() || v.Entries != 31 || v.Head.Seq != 31 || !v.Head.Verify() {
		t.Errorf("verification is %s", text(v))
	}
	forged := v.Head
	forged.Seq--
	if forged.Verify() {
		t.Error("a forged head verifies")
	}
}

func testSearch(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	for id, name := range map[string]string{"a": "科技创新券", "b": "人才引进 Plan", "c": "农田水利"} {
		e := Evaluation(2022, id, 1)
		e.Project.Name = name
		create(t, s, e)
	}
	for query, want := range map[string]string{
		"": "abc", "创新券": "a", "kjcxq": "a", "KJCXQ": "a", "plan": "b", "rcyj 江门": "b", "C-c": "c", "jmskxjsj": "abc", "没有": "", "zzz nt": "",
	} {
		got := ""
		for _, h := range value(s.Search(ctx, 2022, query))(t) {
			got += h.ID
		}
		wantEqual(t, "found by "+query, got, want)
	}
	update(t, s, "a", func(e *scoring.Evaluation) { e.Project.Name = "改名" })
	wantEqual(t, "found by old name", len(value(s.Search(ctx, 2022, "创新券"))(t)), 0)
	wantEqual(t, "found by new name", len(value(s.Search(ctx, 2022, "gm"))(t)), 1)
}

func testSummary(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	for i := range 4 {
		create(t, s, Evaluation(2022, fmt.Sprint(i), 50))
	}
	update(t, s, "1", func(e *scoring.Evaluation) {
		e.Status = scoring.StatusSubmitted
		setActual(e, 100)
		e.Indicators[1] = Indicator("i2", "≥95%", "97%")
	})
	h := value(s.Header(ctx, 2022, "3"))(t)
	must(t, s.Delete(ctx, 2022, "3", h.Revision))
	wantEqual(t, "summary", value(s.Summary(ctx, 2022))(t), storage.Summary{
		Year: 2022, Evaluations: 3, Complete: 1,
		Statuses: map[scoring.Status]int{scoring.StatusDraft: 2, scoring.StatusSubmitted: 1}, Grades: map[string]int{"差": 2, "优": 1},
	})
	_, err := s.Summary(ctx, 2030)
	wantError(t, err, storage.ErrNotFound)
}
