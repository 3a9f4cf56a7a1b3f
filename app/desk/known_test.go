package desk

import (
	"errors"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func TestLastYearIsTheSameProjects(t *testing.T) {
	d := newDesk(t)
	first := example(t, d).Evaluation
	base := func(year int, id string, p scoring.Project) *scoring.Evaluation {
		t.Helper()
		e := *first
		e.FiscalYear, e.ID, e.Project = year, id, p
		if err := d.Add(t.Context(), &e); err != nil {
			t.Fatal(err)
		}
		return &e
	}
	base(2023, "a", scoring.Project{Name: "道路养护", Unit: "甲局", Code: "001"})
	base(2023, "b", scoring.Project{Name: "道路养护", Unit: "乙局"})
	base(2023, "c", scoring.Project{Name: "图书采购", Unit: "乙局"})
	for name, c := range map[string]struct {
		project scoring.Project
		want    string
	}{
		"by code, under another name":  {scoring.Project{Name: "农村道路养护", Unit: "甲局", Code: "001"}, "a"},
		"by name and unit":             {scoring.Project{Name: "道路养护", Unit: "乙局", Code: "002"}, "b"},
		"another unit's":               {scoring.Project{Name: "图书采购", Unit: "甲局"}, ""},
		"of the name but another code": {scoring.Project{Name: "道路养护", Unit: "甲局", Code: "009"}, ""},
	} {
		e := &scoring.Evaluation{FiscalYear: 2024, Project: c.project}
		last, err := d.LastYear(t.Context(), e)
		got := ""
		if last != nil {
			got = last.ID
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
	e := base(2024, "now", scoring.Project{Name: "道路养护", Unit: "乙局"})
	base(2024, "other", scoring.Project{Name: "绿化", Unit: "丙局"})
	base(2024, "third", scoring.Project{Name: "照明", Unit: "丙局"})
	known, err := d.Known(t.Context(), e)
	if err != nil || known.LastYear == nil || known.LastYear.ID != "b" || len(known.OtherUnits) != 1 || known.OtherUnits[0] != "丙局" {
		t.Errorf("known %+v, %v", known, err)
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Known(t.Context(), e); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("of a closed store: %v", err)
	}
}
