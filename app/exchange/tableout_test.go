package exchange_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhunsheng/app/exchange/tableout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// The workbook over projects has a summary that adds up, a table each, the findings, and the history where there is one; every figure
// is a number.
func TestWorkbookOverProjects(t *testing.T) {
	s := scoringtest.Schemes(t)[0]
	a, b := project(s, scoringtest.Example(t)), project(s, scoringtest.Example(t))
	b.History = []tableout.Change{{When: "2023-03-01 10:00", Who: "经办", Place: "指标“培训人数”", Before: "9人", After: "10人", Reason: "更正"}}
	data, err := tableout.Workbook([]tableout.Project{a, b}, tableout.Options{Words: words(t)})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	want := []string{"汇总表", "1 江门市级扶持科技发展资金", "2 江门市级扶持科技发展资金", "核查问题", "修改历史"}
	if !slices.Equal(sheets, want) {
		t.Fatalf("sheets %v, want %v", sheets, want)
	}
	for cell, want := range map[string]string{"E3": "16052", "E5": "32104", "F5": "24960.22", "J5": a.Card.Total.String(), "H3": "75.80%"} {
		if got, err := f.GetCellValue("汇总表", cell); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
	for _, cell := range []string{"E5", "F5", "G5", "I5", "J5", "L5", "M5"} {
		if formula, err := f.GetCellFormula("汇总表", cell); err != nil || !strings.Contains(formula, cell[:1]+"3:"+cell[:1]+"4") {
			t.Errorf("%s has the formula %q (%v)", cell, formula, err)
		}
	}
	for _, at := range [][2]string{{"汇总表", "J3"}, {sheets[1], "E6"}, {sheets[1], "J6"}, {sheets[1], "H13"}, {sheets[1], "I13"}} {
		if kind, err := f.GetCellType(at[0], at[1]); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("%v is of kind %d, not a number (%v)", at, kind, err)
		}
	}
	if got, _ := f.GetCellValue("修改历史", "F3"); got != "10人" {
		t.Errorf("history %q", got)
	}
	layout, err := f.GetPageLayout(sheets[1])
	if err != nil || *layout.Size != 9 || *layout.FitToWidth != 1 {
		t.Errorf("%+v %v", layout, err)
	}
	summary, err := tableout.Summary([]tableout.Project{a, b}, tableout.Options{Words: words(t)})
	if err != nil || len(summary) == 0 {
		t.Fatal(err)
	}
}

// Steps on the way to the total are in its formula: a row that does not apply, a deduction, a cap.
func TestTotalFormulaGoesTheSteps(t *testing.T) {
	schemes := scoringtest.Schemes(t)
	i := slices.IndexFunc(schemes, func(s *scoring.Scheme) bool { return s.ID == "provincial-capped" })
	e := scoringtest.Example(t)
	e.Scheme = scoring.SchemeRef{ID: schemes[i].ID, Version: schemes[i].Version}
	e.Indicators[2].State = scoring.StateNotApplicable
	p := project(schemes[i], e)
	data, err := tableout.Workbook([]tableout.Project{p}, tableout.Options{Words: words(t), TableOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := ""
	rows, err := f.GetRows("绩效自评表")
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		if len(row) > 0 && row[0] == "总分" {
			if found, err = f.GetCellFormula("绩效自评表", ref(t, 9, r+1)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, step := range p.Card.Steps {
		switch step.Kind {
		case scoring.StepRescale:
			if !strings.Contains(found, "*"+step.Reason.Args["all"]+"/") {
				t.Errorf("no rescale in %q", found)
			}
		case scoring.StepCap:
			if !strings.Contains(found, "MIN(") {
				t.Errorf("no cap in %q", found)
			}
		}
	}
	if !strings.HasPrefix(found, "ROUND(") || len(p.Card.Steps) < 3 {
		t.Errorf("formula %q for steps %v", found, p.Card.Steps)
	}
}

func ref(t *testing.T, col, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// A text that no cell can hold is an error, not a text cut short.
func TestTooLongText(t *testing.T) {
	e := scoringtest.Example(t)
	e.Goals[0].Actual = strings.Repeat("长", 40_000)
	_, err := tableout.Workbook([]tableout.Project{project(scoringtest.Schemes(t)[0], e)}, tableout.Options{Words: words(t)})
	var long *tableout.TooLongError
	if !errors.As(err, &long) || long.Characters != 40_000 {
		t.Errorf("%v", err)
	}
}
