package storagetest

import (
	"errors"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func testEmpty(t *testing.T, s Store) {
	ctx := t.Context()
	if years := value(s.Years(ctx))(t); len(years) != 0 {
		t.Errorf("years: %v", years)
	}
	if settings := value(s.Settings(ctx))(t); len(settings) != 0 {
		t.Errorf("settings: %v", settings)
	}
	wantEqual(t, "revision", value(s.Revision(ctx))(t), uint64(0))
	_, err := s.Year(ctx, 2022)
	wantError(t, err, storage.ErrNotFound)
	_, err = s.Headers(ctx, 2022)
	wantError(t, err, storage.ErrNotFound)
	_, _, err = s.Evaluation(ctx, 2022, "a")
	wantError(t, err, storage.ErrNotFound)
	_, err = s.Header(ctx, 2022, "a")
	wantError(t, err, storage.ErrNotFound)
	_, err = s.Identity(ctx)
	wantError(t, err, storage.ErrNotFound)
	_, err = s.Setting(ctx, "a")
	wantError(t, err, storage.ErrNotFound)
}

func testYears(t *testing.T, s Store) {
	ctx := t.Context()
	later := value(s.CreateYear(ctx, storage.Year{Year: 2023, Unit: "乙"}))(t)
	earlier := value(s.CreateYear(ctx, storage.Year{Year: 2022, Unit: "甲", State: storage.YearClosed}))(t)
	wantEqual(t, "created", later, storage.Year{Year: 2023, Unit: "乙", State: storage.YearOpen, Revision: 1})
	wantEqual(t, "years", value(s.Years(ctx))(t), []storage.Year{earlier, later})
	wantEqual(t, "year", value(s.Year(ctx, 2022))(t), earlier)
	renamed := value(s.UpdateYear(ctx, 2023, func(y *storage.Year) error { y.Unit = "丙"; return nil }))(t)
	wantEqual(t, "renamed", renamed, storage.Year{Year: 2023, Unit: "丙", State: storage.YearOpen, Revision: 3})
	wantEqual(t, "years", value(s.Years(ctx))(t), []storage.Year{earlier, renamed})
	same := value(s.UpdateYear(ctx, 2023, func(*storage.Year) error { return nil }))(t)
	wantEqual(t, "unchanged", same, renamed)
	wantEqual(t, "revision", value(s.Revision(ctx))(t), uint64(3))
}

func testYearTwice(t *testing.T, s Store) {
	openYear(t, s)
	_, err := s.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "另一个"})
	wantError(t, err, storage.ErrExists)
	wantEqual(t, "unit", value(s.Year(t.Context(), 2022))(t).Unit, "江门市科学技术局")
}

func testInvalidYears(t *testing.T, s Store) {
	for _, y := range []storage.Year{
		{Year: 0}, {Year: 999}, {Year: 10000}, {Year: -2022}, {Year: 2022, State: "half"}, {Year: 2022, Unit: "bad \xff"},
	} {
		_, err := s.CreateYear(t.Context(), y)
		wantError(t, err, storage.ErrInvalid)
	}
	openYear(t, s)
	for _, edit := range []func(*storage.Year) error{
		func(y *storage.Year) error { y.Year = 2023; return nil },
		func(y *storage.Year) error { y.State = ""; return nil },
	} {
		_, err := s.UpdateYear(t.Context(), 2022, edit)
		wantError(t, err, storage.ErrInvalid)
	}
	wantEqual(t, "years", len(value(s.Years(t.Context()))(t)), 1)
	_, err := s.UpdateYear(t.Context(), 2030, func(*storage.Year) error { return nil })
	wantError(t, err, storage.ErrNotFound)
}

func testFailedYearEdit(t *testing.T, s Store) {
	openYear(t, s)
	before := value(s.Year(t.Context(), 2022))(t)
	fault := errors.New("fault")
	_, err := s.UpdateYear(t.Context(), 2022, func(y *storage.Year) error {
		y.Unit = "新"
		return fault
	})
	wantError(t, err, fault)
	wantEqual(t, "year", value(s.Year(t.Context(), 2022))(t), before)
}

func testClosedYear(t *testing.T, s Store) {
	ctx := t.Context()
	openYear(t, s)
	e := Evaluation(2022, "a", 50)
	h := create(t, s, e)
	setState := func(state storage.YearState) {
		value(s.UpdateYear(ctx, 2022, func(y *storage.Year) error { y.State = state; return nil }))(t)
	}
	setState(storage.YearClosed)
	edit := func(e *scoring.Evaluation) error { setActual(e, 60); return nil }
	_, err := s.Update(ctx, 2022, "a", edit)
	wantError(t, err, storage.ErrYearClosed)
	_, err = s.Create(ctx, Evaluation(2022, "b", 50))
	wantError(t, err, storage.ErrYearClosed)
	wantError(t, s.Delete(ctx, 2022, "a", h.Revision), storage.ErrYearClosed)
	wantEvaluation(t, s, e, h.Revision)
	setState(storage.YearOpen)
	value(s.Update(ctx, 2022, "a", edit))(t)
}
