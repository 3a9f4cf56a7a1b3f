package desk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"zhunsheng/storage"
)

func TestProfileIsKeptWithoutSpaceAround(t *testing.T) {
	d := newDesk(t)
	if p, err := d.Profile(t.Context()); err != nil || p != (storage.Profile{}) {
		t.Fatalf("%+v, %v", p, err)
	}
	if err := d.SetProfile(t.Context(), storage.Profile{Name: " 甲局 ", Phone: "0750-1 "}); err != nil {
		t.Fatal(err)
	}
	if p, err := d.Profile(t.Context()); err != nil || p.Name != "甲局" || p.Phone != "0750-1" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestReportFontsFallBackToThoseOfTheProgram(t *testing.T) {
	d := newDesk(t)
	if choice, err := d.ReportFonts(t.Context()); err != nil || choice != FontsEmbedded {
		t.Fatalf("%q, %v", choice, err)
	}
	if _, err := d.SetReportFonts(t.Context(), filepath.Join(t.TempDir(), "没有")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if choice, err := d.ReportFonts(t.Context()); err != nil || choice != FontsEmbedded {
		t.Errorf("%q, %v: a refused choice counts", choice, err)
	}
	empty := t.TempDir()
	notes, err := d.SetReportFonts(t.Context(), empty)
	if err != nil || len(notes) == 0 {
		t.Fatalf("%v, %v: an empty folder lacks nothing", notes, err)
	}
	if _, notes, err := d.ReportFaces(t.Context()); err != nil || len(notes) == 0 {
		t.Errorf("%v, %v", notes, err)
	}
	if _, err := d.SetReportFonts(t.Context(), FontsEmbedded); err != nil {
		t.Fatal(err)
	}
	if faces, notes, err := d.ReportFaces(t.Context()); err != nil || faces != nil || notes != nil {
		t.Errorf("%v, %v, %v", faces, notes, err)
	}
}

func TestNewEvaluationsBeginWithTheUnitsCard(t *testing.T) {
	d := newDesk(t)
	if err := d.SetProfile(t.Context(), storage.Profile{Name: "甲局", Department: "财政局", Contact: "张三", Phone: "0750-1"}); err != nil {
		t.Fatal(err)
	}
	for unit, want := range map[string]string{"": "甲局", "乙中心": "乙中心"} {
		id, err := d.Begin(t.Context(), Start{Year: 2022, Name: "项目", Unit: unit, MoneyUnit: Yuan, Scheme: d.SchemesFor(2022)[0].ID})
		if err != nil {
			t.Fatal(err)
		}
		e, _, err := d.Open(t.Context(), 2022, id)
		if err != nil || e.Project.Unit != want || e.Project.Department != "财政局" || e.SignOff.Preparer != "张三" || e.SignOff.Contact != "0750-1" {
			t.Errorf("unit %q: %+v %+v, %v", unit, e.Project, e.SignOff, err)
		}
	}
}
