package desk

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/scoring"
	"zhunsheng/scoring/contrast"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

func TestDaysLeftAreThoseOfTheUsersZone(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	for _, c := range []struct {
		date  string
		now   time.Time
		days  int
		known bool
	}{
		{"", time.Date(2023, 3, 5, 0, 0, 0, 0, shanghai), 0, false},
		{"2023-03-05", time.Date(2023, 3, 1, 23, 59, 0, 0, shanghai), 4, true},
		{"2023-03-05", time.Date(2023, 3, 5, 23, 59, 0, 0, shanghai), 0, true},
		{"2023-03-05", time.Date(2023, 3, 6, 0, 0, 0, 0, shanghai), -1, true}, // the 5th in UTC
		{"2023-12-31", time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC), -61, true},
	} {
		if days, known := (Deadline{Date: c.date}).Left(c.now); days != c.days || known != c.known {
			t.Errorf("due %s at %v: %d days, %v", c.date, c.now, days, known)
		}
	}
}

func TestPreviewKnowsTheDeadline(t *testing.T) {
	d := newDesk(t)
	e := example(t, d).Evaluation
	for _, date := range []string{"", "2023-02-20"} {
		if err := d.SetDeadline(t.Context(), e.FiscalYear, date); err != nil {
			t.Fatal(err)
		}
		preview, err := d.Preview(t.Context(), []Ref{{Year: e.FiscalYear, ID: e.ID}}, Paper{})
		if err != nil || preview.Due != (Deadline{Date: date, Set: date != ""}) {
			t.Errorf("due %+v, %v", preview.Due, err)
		}
	}
}

func TestDeadlineOfTheYearBeatsThatOfTheScheme(t *testing.T) {
	d := counted(newDesk(t))
	next := successor(t, d, "95")
	next.Deadline = "03-31"
	if _, err := d.KeepScheme(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if due, err := d.Deadline(t.Context(), 2024); err != nil || due.Date != "" {
		t.Fatalf("deadline %+v of an empty year, %v", due, err)
	}
	if _, err := d.Begin(t.Context(), Start{Year: 2024, Name: "甲", MoneyUnit: Yuan, Scheme: "cn-2020"}); err != nil {
		t.Fatal(err)
	}
	if due, err := d.Deadline(t.Context(), 2024); err != nil || due != (Deadline{Date: "2025-03-31"}) {
		t.Errorf("deadline %+v of the scheme, %v", due, err)
	}
	if err := d.SetDeadline(t.Context(), 2024, "2025-02-20"); err != nil {
		t.Fatal(err)
	}
	if due, err := d.Deadline(t.Context(), 2024); err != nil || due != (Deadline{Date: "2025-02-20", Set: true}) {
		t.Errorf("deadline %+v that was set, %v", due, err)
	}
	if err := d.SetDeadline(t.Context(), 2024, ""); err != nil {
		t.Fatal(err)
	}
	if due, _ := d.Deadline(t.Context(), 2024); due.Set {
		t.Error("the deadline that was taken back still counts")
	}
}

func TestYearsAreClosedReopenedAndDeletionsUndone(t *testing.T) {
	d := newDesk(t)
	e := example(t, d).Evaluation
	if err := d.CloseYear(t.Context(), e.FiscalYear, "已上报"); err != nil {
		t.Fatal(err)
	}
	if err := d.Delete(t.Context(), e.FiscalYear, e.ID); !errors.Is(err, storage.ErrYearClosed) {
		t.Errorf("deleted from a closed year: %v", err)
	}
	if err := d.ReopenYear(t.Context(), e.FiscalYear, " "); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("reopened without a reason: %v", err)
	}
	if err := d.ReopenYear(t.Context(), e.FiscalYear, "更正"); err != nil {
		t.Fatal(err)
	}
	if err := d.Delete(t.Context(), e.FiscalYear, e.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Undelete(t.Context(), e.FiscalYear, []string{e.ID}); err != nil {
		t.Fatal(err)
	}
	back, _, err := d.Open(t.Context(), e.FiscalYear, e.ID)
	if err != nil || back.Project.Name != e.Project.Name {
		t.Errorf("came back as %+v, %v", back, err)
	}
}

func TestTotalsOfSchemesTheStoreDidNotKnowAreFilledIn(t *testing.T) {
	d := newDesk(t)
	e := *example(t, d).Evaluation
	own := successor(t, d, "95")
	e.Scheme = scoring.SchemeRef{ID: own.ID, Version: own.Version}
	if err := d.Save(t.Context(), &e); err != nil { // the store writes a header without a total
		t.Fatal(err)
	}
	if headers, _ := d.Headers(t.Context(), e.FiscalYear); headers[0].Total.Valid {
		t.Fatal("a total under an unknown scheme")
	}
	if _, err := d.KeepScheme(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if headers, _ := d.Headers(t.Context(), e.FiscalYear); !headers[0].Total.Valid || headers[0].Scored == 0 {
		t.Errorf("header %+v", headers[0])
	}
}

func TestColumnsAreMappedByHand(t *testing.T) {
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "表.csv")
	table := "怪,大类,小类,做什么,要多少,做了多少,分\n1,产出,数量,修路,≥10公里,12公里,50\n2,效益,社会效益,安全,≥90%,95%,40\n"
	if err := os.WriteFile(path, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	sheets, err := d.Sheets(t.Context(), path)
	if err != nil || len(sheets) != 1 || len(sheets[0].Rows) != 3 || sheets[0].Rows[1][3] != "修路" || sheets[0].Columns[6] != "G" {
		t.Fatalf("%+v, %v", sheets, err)
	}
	m := Mapping{Header: 1, Columns: map[int]string{2: "level1", 3: "level2", 4: "name", 5: "target", 6: "actual", 7: "weight"}}
	in, err := d.ReadMapped(t.Context(), path, 2024, TenThousandYuan, sheets[0].Name, m)
	if err != nil || len(in.Items) != 1 {
		t.Fatalf("%+v, %v", in, err)
	}
	rows := in.Items[0].Evaluation.Indicators
	if len(rows) != 2 || rows[0].Name != "修路" || rows[0].Target != target.Parse("≥10公里", target.Context{FiscalYear: 2024}) || rows[1].Weight.String() != "40" {
		t.Errorf("read as %+v", rows)
	}
	delete(m.Columns, 4)
	var fault *ooxml.Error
	if _, err := d.ReadMapped(t.Context(), path, 2024, Yuan, sheets[0].Name, m); !errors.As(err, &fault) || fault.Fault != ooxml.Unmapped {
		t.Errorf("without a column of names: %v", err)
	}
}

func TestSidesAreThePartsScoresAndVersions(t *testing.T) {
	d := newDesk(t)
	e := *example(t, d).Evaluation
	e.Indicators[0].Reason = "改过"
	e.Narrative = []scoring.Narrative{{Section: "x", Text: "自评{{total}}分"}}
	if err := d.Save(t.Context(), &e); err != nil {
		t.Fatal(err)
	}
	score := storage.PanelScore{ID: "p1", Evaluator: "张三", Time: noon, Scores: nil}
	if err := storage.Attach(t.Context(), d.store, e.FiscalYear, e.ID, score); err != nil {
		t.Fatal(err)
	}
	choices, err := d.Sides(t.Context(), e.FiscalYear, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	count := map[SideKind]int{}
	var version SideRef
	for _, c := range choices {
		count[c.Ref.Kind]++
		if c.Ref.Kind == SideVersion {
			version = c.Ref
		}
	}
	if count[SideWhole] != 1 || count[SidePart] != len(e.Parts) || count[SidePanel] != 1 || count[SideVersion] != 1 {
		t.Fatalf("sides %v", count)
	}
	c, err := d.Compare(t.Context(), version, SideRef{Year: e.FiscalYear, ID: e.ID, Kind: SideWhole})
	if err != nil || len(c.Indicators[0].Fields) != 1 || c.Indicators[0].Fields[0] != "reason" {
		t.Errorf("compared with its first version: %+v, %v", c.Indicators[0], err)
	}
	if at := slices.IndexFunc(c.Texts, func(i contrast.Item) bool { return i.Name == "x" }); at < 0 || strings.Contains(c.Texts[at].Right, "{{") {
		t.Errorf("texts are compared without the values of their figures: %+v", c.Texts)
	}
	ids, err := d.CarryOver(t.Context(), e.FiscalYear, []string{e.ID}, e.FiscalYear+1)
	if err != nil {
		t.Fatal(err)
	}
	before, ok, err := d.Before(t.Context(), e.FiscalYear+1, ids[0])
	if err != nil || !ok || before.ID != e.ID {
		t.Errorf("last year's is %+v, %v, %v", before, ok, err)
	}
	if _, ok, _ := d.Before(t.Context(), e.FiscalYear, e.ID); ok {
		t.Error("the first year has one before it")
	}
}

func TestPanelsEvaluatorsAreSides(t *testing.T) {
	d := newDesk(t)
	e := example(t, d).Evaluation
	p, err := d.BeginPanel(t.Context(), e.FiscalYear, e.ID, []panel.Member{{ID: "a", Name: "张三"}, {ID: "b", Name: "李四"}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		form := p.BlankForm(id)
		for i := range form.Answers {
			form.Answers[i].Points = amount("1")
		}
		if id == "b" {
			form.Answers[0].Points = amount("0")
		}
		if err := d.SaveForm(t.Context(), p.ID, form, true); err != nil {
			t.Fatal(err)
		}
	}
	choices, err := d.Sides(t.Context(), e.FiscalYear, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]SideRef{}
	for _, c := range choices {
		if c.Ref.Kind == SidePanel || c.Ref.Kind == SideTally {
			of[c.Name] = c.Ref
		}
	}
	c, err := d.Compare(t.Context(), of["张三"], of["李四"])
	if err != nil || len(of) != 3 {
		t.Fatalf("sides %v, %v", of, err)
	}
	if row := c.Indicators[0]; row.Points.Decimal.String() != "-1.00" && row.Points.Decimal.String() != "-1" {
		t.Errorf("the first row differs by %v", row.Points)
	}
	if c, err = d.Compare(t.Context(), of["李四"], of[p.ID]); err != nil || c.Indicators[0].Points.Decimal.IsZero() {
		t.Errorf("beside what the panel came to: %v, %v", c, err)
	}
	if _, err := d.Compare(t.Context(), SideRef{Year: e.FiscalYear, ID: e.ID, Kind: SidePanel, Of: p.ID + "/nobody"}, of["张三"]); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("nobody's form: %v", err)
	}
}
