package storage

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
)

// amended is an evaluation in a store in memory that was read at a revision and changed by others since.
func amended(t testing.TB, others ...func(*scoring.Evaluation)) (s *Store, before *scoring.Evaluation, seen uint64) {
	t.Helper()
	s = OpenMemory(Options{})
	t.Cleanup(func() { _ = s.Close() })
	e := sample("a")
	for i := range 3 {
		e.Indicators = append(e.Indicators, scoring.Indicator{ID: fmt.Sprint("x", i), Name: fmt.Sprint("指标", i)})
	}
	e.Funds = []scoring.FundRow{{Name: "年度资金总额"}, {Name: "其中：财政拨款"}}
	if _, err := s.CreateYear(t.Context(), Year{Year: e.FiscalYear}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	before, seen, err := s.Evaluation(t.Context(), e.FiscalYear, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range others {
		if _, err := s.Update(t.Context(), e.FiscalYear, e.ID, func(e *scoring.Evaluation) error { change(e); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	return s, before, seen
}

func removeIndicator(e *scoring.Evaluation, id string) {
	e.Indicators = slices.DeleteFunc(e.Indicators, func(i scoring.Indicator) bool { return i.ID == id })
}

func indicator(e *scoring.Evaluation, id string) *scoring.Indicator {
	for i := range e.Indicators {
		if e.Indicators[i].ID == id {
			return &e.Indicators[i]
		}
	}
	return new(scoring.Indicator)
}

func wantClash(t *testing.T, err error, path string) {
	t.Helper()
	var clash *ClashError
	if !errors.As(err, &clash) || !errors.Is(err, ErrConflict) || clash.Fields[0].Path != path {
		t.Fatalf("%v, want a clash in %s", err, path)
	}
}

// stored is what a store holds of an evaluation now, and at which revision.
func stored(t *testing.T, s *Store, e *scoring.Evaluation) (now *scoring.Evaluation, revision uint64) {
	t.Helper()
	now, revision, err := s.Evaluation(t.Context(), e.FiscalYear, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return now, revision
}

func TestEditsOfOneEvaluationAreMergedByFields(t *testing.T) {
	type change = func(*scoring.Evaluation)
	cases := map[string]struct {
		others, mine change
		clash        string // the path, "" for none
	}{
		"nobody else":    {func(*scoring.Evaluation) {}, func(e *scoring.Evaluation) { e.Project.Name = "我的" }, ""},
		"other fields":   {func(e *scoring.Evaluation) { e.Project.Unit = "别人的" }, func(e *scoring.Evaluation) { e.Project.Name = "我的" }, ""},
		"the same":       {func(e *scoring.Evaluation) { e.Project.Name = "都是" }, func(e *scoring.Evaluation) { e.Project.Name = "都是" }, ""},
		"same and more":  {func(e *scoring.Evaluation) { e.Project.Name = "都是" }, func(e *scoring.Evaluation) { e.Project.Name, e.Project.Unit = "都是", "我的" }, ""},
		"same field":     {func(e *scoring.Evaluation) { e.Project.Name = "别人的" }, func(e *scoring.Evaluation) { e.Project.Name = "我的" }, "/project/name"},
		"status":         {func(e *scoring.Evaluation) { e.Status = scoring.StatusReviewed }, func(e *scoring.Evaluation) { e.Project.Name = "我的" }, ""},
		"two indicators": {func(e *scoring.Evaluation) { indicator(e, "x0").Reason = "别人的" }, func(e *scoring.Evaluation) { indicator(e, "x1").Reason = "我的" }, ""},
		"one indicator":  {func(e *scoring.Evaluation) { indicator(e, "x0").Reason = "别人的" }, func(e *scoring.Evaluation) { indicator(e, "x0").Name = "我的" }, ""},
		"one reason":     {func(e *scoring.Evaluation) { indicator(e, "x0").Reason = "别人的" }, func(e *scoring.Evaluation) { indicator(e, "x0").Reason = "我的" }, "/indicators/#x0/reason"},
		"gone there":     {func(e *scoring.Evaluation) { removeIndicator(e, "x0") }, func(e *scoring.Evaluation) { indicator(e, "x0").Reason = "我的" }, "/indicators/#x0/reason"},
		"gone here":      {func(e *scoring.Evaluation) { indicator(e, "x0").Reason = "别人的" }, func(e *scoring.Evaluation) { removeIndicator(e, "x0") }, "/indicators/#x0"},
		"gone above":     {func(e *scoring.Evaluation) { removeIndicator(e, "x0") }, func(e *scoring.Evaluation) { indicator(e, "x2").Reason = "我的" }, ""},
		"both add": {
			func(e *scoring.Evaluation) { e.Indicators = append(e.Indicators, scoring.Indicator{ID: "theirs"}) },
			func(e *scoring.Evaluation) { e.Indicators = append(e.Indicators, scoring.Indicator{ID: "mine"}) }, "",
		},
		"positions": { // the second row is not the second any more
			func(e *scoring.Evaluation) { e.Funds = slices.Insert(e.Funds, 0, scoring.FundRow{Name: "合计"}) },
			func(e *scoring.Evaluation) { e.Funds[1].Name = "财政拨款" }, "/funds",
		},
		"positions and others": {
			func(e *scoring.Evaluation) { e.Funds = slices.Insert(e.Funds, 0, scoring.FundRow{Name: "合计"}) },
			func(e *scoring.Evaluation) { e.Project.Name = "我的" }, "",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, before, seen := amended(t, c.others)
			mine := before.Clone()
			c.mine(mine)
			got, err := s.Amend(t.Context(), Edit{Before: before, After: mine})
			now, revision := stored(t, s, mine)
			want := before.Clone()
			c.others(want)
			if c.clash != "" {
				wantClash(t, err, c.clash)
				mustEncodeAlike(t, now, want)
				if _, err := s.Amend(t.Context(), Edit{Before: before, After: mine, Over: true}); err != nil {
					t.Fatal(err)
				}
				now, _ = stored(t, s, mine)
				mustEncodeAlike(t, now, mine)
				return
			}
			c.mine(want)
			if err != nil {
				t.Fatal(err)
			}
			if name == "both add" { // either order will do
				slices.SortFunc(now.Indicators, func(a, b scoring.Indicator) int { return cmp.Compare(a.ID, b.ID) })
				slices.SortFunc(want.Indicators, func(a, b scoring.Indicator) int { return cmp.Compare(a.ID, b.ID) })
			}
			mustEncodeAlike(t, now, want)
			if others := name == "nobody else" || name == "the same" || name == "same and more"; (got.Now == nil) != others {
				t.Errorf("told of others' changes: %v", got.Now != nil)
			}
			if got.Header.Revision != revision || got.Changed != (name != "the same") {
				t.Errorf("%+v, the evaluation is at %d", got, revision)
			}
			if name == "nobody else" && revision != seen+1 {
				t.Errorf("revision %d after %d", revision, seen)
			}
		})
	}
}

func mustEncodeAlike(t testing.TB, got, want *scoring.Evaluation) {
	t.Helper()
	a, err := encodeJSON(got)
	if err != nil {
		t.Fatal(err)
	}
	b, err := encodeJSON(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Fatalf("holds\n%s\nwant\n%s", a, b)
	}
}

// TestFieldsOfEditorsAreNeitherLostNorMixed: of two editors who started from the same evaluation, each finds every field of their own
// that the other did not touch, and of the others' fields none is lost unless the editor's own were to count.
func TestFieldsOfEditorsAreNeitherLostNorMixed(t *testing.T) {
	fields := []func(*scoring.Evaluation) *string{
		func(e *scoring.Evaluation) *string { return &e.Project.Name },
		func(e *scoring.Evaluation) *string { return &e.Project.Unit },
		func(e *scoring.Evaluation) *string { return &e.Project.Nature },
		func(e *scoring.Evaluation) *string { return &indicator(e, "x0").Reason },
		func(e *scoring.Evaluation) *string { return &indicator(e, "x0").Name },
		func(e *scoring.Evaluation) *string { return &indicator(e, "x2").Reason },
	}
	base := sample("a")
	for i := range 3 {
		base.Indicators = append(base.Indicators, scoring.Indicator{ID: fmt.Sprint("x", i), Name: fmt.Sprint("指标", i)})
	}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SampledFrom([]string{"", "甲", "乙"})
		draw := func(label string) *scoring.Evaluation {
			e := base.Clone()
			for i, field := range fields {
				if rapid.Bool().Draw(t, fmt.Sprint(label, i)) {
					*field(e) = texts.Draw(t, "text")
				}
			}
			return e
		}
		mine, theirs := draw("mine"), draw("theirs")
		over := rapid.Bool().Draw(t, "over")
		edit := Edit{Before: base, After: mine, Over: over}
		merged, err := edit.onto(theirs.Clone())
		clashing := false
		for i, field := range fields {
			was, m, o := *field(base), *field(mine), *field(theirs)
			if m != was && o != was && m != o {
				clashing = true
			}
			if err != nil {
				continue
			}
			want := o
			if m != was {
				want = m
			}
			if got := *field(merged); got != want {
				t.Fatalf("field %d is %q, want %q of base %q, mine %q, theirs %q", i, got, want, was, m, o)
			}
		}
		if (err != nil) != (clashing && !over) {
			t.Fatalf("%v, clashing %v", err, clashing)
		}
	})
}
