package storagetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func testRoundTrip(t *testing.T, s Store) {
	openYear(t, s)
	for i, id := range []string{"a", "评价-01", "with space / and \\ slash", strings.Repeat("x", storage.MaxID)} {
		e := Evaluation(2022, id, 10*i)
		h := create(t, s, e)
		wantEvaluation(t, s, e, h.Revision)
	}
}

func testCreateTwice(t *testing.T, s Store) {
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	_, err := s.Create(t.Context(), Evaluation(2022, "a", 60))
	wantError(t, err, storage.ErrExists)
	wantEvaluation(t, s, e, h.Revision)
}

func testWithoutYear(t *testing.T, s Store) {
	_, err := s.Create(t.Context(), Evaluation(2022, "a", 50))
	wantError(t, err, storage.ErrNotFound)
	openYear(t, s)
	_, err = s.Create(t.Context(), Evaluation(2023, "a", 50))
	wantError(t, err, storage.ErrNotFound)
	_, err = s.Update(t.Context(), 2022, "a", func(*scoring.Evaluation) error { return nil })
	wantError(t, err, storage.ErrNotFound)
	var which *storage.RecordError
	if !errors.As(err, &which) || which.Kind != storage.KindEvaluation || which.Year != 2022 || which.ID != "a" {
		t.Errorf("error does not name the evaluation: %v", err)
	}
}

func testInvalidEvaluations(t *testing.T, s Store) {
	openYear(t, s)
	cases := map[string]struct {
		spoil func(*scoring.Evaluation)
		want  error
	}{
		"no id":        {func(e *scoring.Evaluation) { e.ID = "" }, storage.ErrInvalid},
		"NUL in id":    {func(e *scoring.Evaluation) { e.ID = "a\x00b" }, storage.ErrInvalid},
		"long id":      {func(e *scoring.Evaluation) { e.ID = strings.Repeat("x", storage.MaxID+1) }, storage.ErrInvalid},
		"id not UTF-8": {func(e *scoring.Evaluation) { e.ID = "\xff" }, storage.ErrInvalid},
		"year":         {func(e *scoring.Evaluation) { e.FiscalYear = 22 }, storage.ErrInvalid},
		"format":       {func(e *scoring.Evaluation) { e.Format = "zhunsheng/evaluation/99" }, storage.ErrInvalid},
		"not UTF-8":    {func(e *scoring.Evaluation) { e.Narrative[0].Text = "half \xe6\xb1" }, storage.ErrInvalid},
		"text of a target not UTF-8": {
			func(e *scoring.Evaluation) { e.Indicators[0].Target.Text = "\xff" }, storage.ErrInvalid,
		},
		"target that cannot be read back": {
			func(e *scoring.Evaluation) { e.Indicators[0].Target.Kind = "no such kind" }, storage.ErrInvalid,
		},
		"too large": {
			func(e *scoring.Evaluation) { e.Narrative[0].Text = strings.Repeat("长", storage.MaxRecord/3+1) }, storage.ErrTooLarge,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			e := Evaluation(2022, "bad", 50)
			c.spoil(e)
			_, err := s.Create(t.Context(), e)
			wantError(t, err, c.want)
		})
	}
	good := Evaluation(2022, "bad", 50)
	h := create(t, s, good)
	_, err := s.Update(t.Context(), 2022, "bad", func(e *scoring.Evaluation) error {
		e.Narrative[0].Text = "\xff"
		return nil
	})
	wantError(t, err, storage.ErrInvalid)
	wantEvaluation(t, s, good, h.Revision)
}

func testUpdate(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	other := Evaluation(2022, "a2", 50)
	create(t, s, e)
	untouched := create(t, s, other)
	for actual := 60; actual < 70; actual++ {
		h := value(s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error { setActual(e, actual); return nil }))(t)
		setActual(e, actual)
		wantEvaluation(t, s, e, h.Revision)
		wantEqual(t, "header", value(s.Header(ctx, 2022, "a"))(t), h)
	}
	large := Evaluation(2022, "a", 1)
	large.Narrative[0].Text = strings.Repeat("大段文字。\n", 150_000)
	h := value(s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error { *e = *large; return nil }))(t)
	wantEvaluation(t, s, large, h.Revision)
	wantEvaluation(t, s, other, untouched.Revision)
}

func testFailedEdit(t *testing.T, s Store) {
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	fault := errors.New("fault")
	_, err := s.Update(t.Context(), 2022, "a", func(e *scoring.Evaluation) error {
		setActual(e, 99)
		e.Project.Name = "changed"
		return fault
	})
	wantError(t, err, fault)
	wantEvaluation(t, s, e, h.Revision)
	wantEqual(t, "header", value(s.Header(t.Context(), 2022, "a"))(t), h)
}

func testPanickingEdit(t *testing.T, s Store) {
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		s.Update(t.Context(), 2022, "a", func(e *scoring.Evaluation) error {
			setActual(e, 99)
			panic("fault of the caller")
		})
	}()
	wantEvaluation(t, s, e, h.Revision)
	value(s.Update(t.Context(), 2022, "a", func(e *scoring.Evaluation) error { setActual(e, 60); return nil }))(t)
}

func testEditOfKey(t *testing.T, s Store) {
	openYear(t, s)
	value(s.CreateYear(t.Context(), storage.Year{Year: 2023}))(t)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	for _, edit := range []func(*scoring.Evaluation) error{
		func(e *scoring.Evaluation) error { e.ID = "b"; return nil },
		func(e *scoring.Evaluation) error { e.FiscalYear = 2023; return nil },
	} {
		_, err := s.Update(t.Context(), 2022, "a", edit)
		wantError(t, err, storage.ErrInvalid)
	}
	wantEvaluation(t, s, e, h.Revision)
	wantEqual(t, "evaluations", len(value(s.Headers(t.Context(), 2022))(t)), 1)
}

func testIdleEdit(t *testing.T, s Store) {
	openYear(t, s)
	h := create(t, s, Evaluation(2022, "a", 50))
	again := value(s.Update(t.Context(), 2022, "a", func(e *scoring.Evaluation) error { setActual(e, 50); return nil }))(t)
	wantEqual(t, "header", again, h)
	wantEqual(t, "revision", value(s.Revision(t.Context()))(t), h.Revision)
}

func testConflict(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	first := create(t, s, Evaluation(2022, "a", 50))
	edit := func(e *scoring.Evaluation) error { e.Indicators[0].Reason += "改"; return nil }
	second := value(s.UpdateAt(ctx, 2022, "a", first.Revision, edit))(t)
	_, err := s.UpdateAt(ctx, 2022, "a", first.Revision, edit)
	wantError(t, err, storage.ErrConflict)
	var conflict *storage.ConflictError
	if !errors.As(err, &conflict) || conflict.Expected != first.Revision || conflict.Found != second.Revision {
		t.Errorf("conflict does not say which revisions: %v", err)
	}
	wantError(t, s.Delete(ctx, 2022, "a", first.Revision), storage.ErrConflict)
	e, _, err := s.Evaluation(ctx, 2022, "a")
	must(t, err)
	wantEqual(t, "reason", e.Indicators[0].Reason, "改")
	_, err = s.UpdateAt(ctx, 2022, "a", 0, edit)
	wantError(t, err, storage.ErrInvalid)
}

func testDelete(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	h := create(t, s, Evaluation(2022, "a", 50))
	kept := create(t, s, Evaluation(2022, "b", 50))
	wantError(t, s.Delete(ctx, 2022, "a", 0), storage.ErrInvalid)
	must(t, s.Delete(ctx, 2022, "a", h.Revision))
	_, _, err := s.Evaluation(ctx, 2022, "a")
	wantError(t, err, storage.ErrNotFound)
	wantError(t, s.Delete(ctx, 2022, "a", h.Revision), storage.ErrNotFound)
	wantEqual(t, "headers", value(s.Headers(ctx, 2022))(t), []storage.Header{kept})
}

func testRevisions(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	first := create(t, s, Evaluation(2022, "a", 50))
	other := create(t, s, Evaluation(2022, "b", 50))
	must(t, s.Delete(ctx, 2022, "a", first.Revision))
	again := create(t, s, Evaluation(2022, "a", 50))
	if !(first.Revision < other.Revision && other.Revision < again.Revision) {
		t.Errorf("revisions %d, %d, %d do not rise", first.Revision, other.Revision, again.Revision)
	}
	_, err := s.UpdateAt(ctx, 2022, "a", first.Revision, func(*scoring.Evaluation) error { return nil })
	wantError(t, err, storage.ErrConflict)
	wantEqual(t, "last", value(s.Revision(ctx))(t), again.Revision)
}

func testHeaders(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	h := create(t, s, Evaluation(2022, "a", 50))
	total := func(text string) decimal.NullDecimal { return amount(text) }
	want := storage.Header{
		ID: "a", FiscalYear: 2022, Name: "项目 a", Code: "C-a", Unit: "江门市科学技术局", Department: "科技 & <创新> “处”",
		Status: scoring.StatusDraft, Scheme: scoring.SchemeRef{ID: SchemeID, Version: "1"}, Rows: 2,
		Scored: 1, Pending: 1, Total: total("32.50"), Grade: "差", Revision: h.Revision,
	}
	wantEqual(t, "created", h, want)
	h = value(s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error {
		e.Status = scoring.StatusSubmitted
		setActual(e, 100)
		e.Indicators[1] = Indicator("i2", "≥95%", "97%")
		return nil
	}))(t)
	want.Status, want.Scored, want.Pending, want.Total, want.Grade = scoring.StatusSubmitted, 2, 0, total("100.00"), "优"
	want.Revision = h.Revision
	wantEqual(t, "updated", h, want)
	wantEqual(t, "listed", value(s.Headers(ctx, 2022))(t), []storage.Header{want})
}

func testHeaderOrder(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	value(s.CreateYear(ctx, storage.Year{Year: 2023}))(t)
	create(t, s, Evaluation(2023, "a", 1))
	var want []string
	for _, id := range []string{"b", "a", "ab", "a b", "甲"} {
		create(t, s, Evaluation(2022, id, 1))
	}
	want = []string{"a", "a b", "ab", "b", "甲"}
	var got []string
	for _, h := range value(s.Headers(ctx, 2022))(t) {
		got = append(got, h.ID)
	}
	wantEqual(t, "order", got, want)
}

func testUnknownScheme(t *testing.T, s Store) {
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	e.Scheme.ID = "nowhere"
	h := create(t, s, e)
	if h.Total.Valid || h.Grade != "" || h.Scored != 0 || h.Rows != 2 {
		t.Errorf("header is %s", text(h))
	}
	wantEqual(t, "listed", value(s.Headers(t.Context(), 2022))(t), []storage.Header{h})
}
