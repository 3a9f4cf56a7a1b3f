package desk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/tableout"
	"zhunsheng/assets"
	"zhunsheng/storage"
)

// counted gives IDs n1, n2, …
func counted(d *Desk) *Desk {
	n := 0
	return d.WithIDs(func() string { n++; return fmt.Sprintf("n%d", n) })
}

func TestTemplateAddsUpToTheSchemesWeights(t *testing.T) {
	d := counted(newDesk(t))
	for _, scheme := range d.SchemesFor(2024) {
		t.Run(scheme.ID, func(t *testing.T) {
			id, err := d.Begin(t.Context(), Start{Year: 2024, Name: "甲", Unit: "局", MoneyUnit: TenThousandYuan, Scheme: scheme.ID, Template: true})
			if err != nil {
				t.Fatal(err)
			}
			e, _, err := d.Open(t.Context(), 2024, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, level := range scheme.Levels {
				var sum decimal.Decimal
				for i := range e.Indicators {
					if e.Indicators[i].Level1 == level.Name {
						sum, _ = sum.Add(e.Indicators[i].Weight)
					}
				}
				if sum.Cmp(level.Weight) != 0 {
					t.Errorf("%s has %s, want %s", level.Name, sum, level.Weight)
				}
			}
		})
	}
}

func TestBlankHasTheFundRowsOfTheForm(t *testing.T) {
	d := counted(newDesk(t))
	id, err := d.Begin(t.Context(), Start{Year: 2024, Name: " 甲 ", Unit: "局", MoneyUnit: Yuan, Scheme: "cn-2020"})
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := d.Open(t.Context(), 2024, id)
	if err != nil {
		t.Fatal(err)
	}
	if e.Project.Name != "甲" || len(e.Indicators) != 0 || len(e.Funds) != 4 || e.Funds[0].Name != "年度资金总额" || e.Funds[1].Depth != 1 {
		t.Errorf("blank evaluation %+v", e)
	}
	if _, err := d.Begin(t.Context(), Start{Year: 2024, Name: "乙", MoneyUnit: Yuan, Scheme: "none"}); err == nil {
		t.Error("an unknown scheme was taken")
	}
}

func TestCarryOverKeepsTargetsAndEmptiesActuals(t *testing.T) {
	d := counted(newDesk(t))
	old := example(t, d).Evaluation
	ids, err := d.CarryOver(t.Context(), old.FiscalYear, []string{old.ID}, old.FiscalYear+1)
	if err != nil || len(ids) != 1 {
		t.Fatalf("%v, %v", ids, err)
	}
	e, _, err := d.Open(t.Context(), old.FiscalYear+1, ids[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Indicators) != len(old.Indicators) || len(e.Narrative) != 0 || e.SignOff.Date != "" || e.Declared.Total.Valid {
		t.Errorf("carried over: %d indicators, %d texts, date %q", len(e.Indicators), len(e.Narrative), e.SignOff.Date)
	}
	for i := range e.Indicators {
		now, then := &e.Indicators[i], &old.Indicators[i]
		if now.Target.Text != then.Target.Text || now.Actual.Text != "" || now.LastYear.Text != then.Actual.Text || now.Weight.Cmp(then.Weight) != 0 {
			t.Errorf("%s: target %q, actual %q, last year %q", now.ID, now.Target.Text, now.Actual.Text, now.LastYear.Text)
		}
	}
	for _, row := range e.Funds {
		if row.Initial.Valid || row.Adjusted.Valid || row.Executed.Valid || row.DeclaredScore.Valid {
			t.Errorf("money was carried over: %+v", row)
		}
	}
}

func TestFilesBecomeEvaluations(t *testing.T) {
	d := counted(newDesk(t))
	a := example(t, d)
	folder := t.TempDir()
	book, err := tableout.Workbook([]tableout.Project{{Scheme: a.Scheme, Evaluation: a.Evaluation, Card: a.Card}}, tableout.Options{Words: d.words()})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"表.xlsx": book, "评价.json": assets.Example()} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			in, err := d.Read(t.Context(), path, 2024, TenThousandYuan)
			if err != nil || len(in.Items) == 0 {
				t.Fatalf("%v, %v", in, err)
			}
			if got := len(in.Items[0].Evaluation.Indicators); got != len(a.Evaluation.Indicators) {
				t.Errorf("%d indicators, want %d", got, len(a.Evaluation.Indicators))
			}
			year, ids, err := d.Take(t.Context(), in.Items[:1])
			if err != nil || year != 2022 || len(ids) != 1 || ids[0] == a.Evaluation.ID {
				t.Errorf("taken as %d %v, %v; the example must stay as it is", year, ids, err)
			}
		})
	}
	bad := filepath.Join(folder, "坏.xlsx")
	if err := os.WriteFile(bad, []byte("no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Read(t.Context(), bad, 2024, Yuan); err == nil {
		t.Error("a file that is no table was read")
	}
}

func TestDeleteTakesOutOfTheYear(t *testing.T) {
	d := newDesk(t)
	e := example(t, d).Evaluation
	if err := d.Delete(t.Context(), e.FiscalYear, e.ID); err != nil {
		t.Fatal(err)
	}
	if headers, err := d.Headers(t.Context(), e.FiscalYear); err != nil || len(headers) != 0 {
		t.Errorf("%d evaluations left, %v", len(headers), err)
	}
	if err := d.Delete(t.Context(), e.FiscalYear, e.ID); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a second time gives %v", err)
	}
}

func TestInsightsFollowTheRevision(t *testing.T) {
	d := newDesk(t)
	e := *example(t, d).Evaluation
	ask := func() Insight {
		headers, err := d.Headers(t.Context(), e.FiscalYear)
		if err != nil {
			t.Fatal(err)
		}
		done := 0
		all, err := d.Insights(t.Context(), headers, func(n, _ int) { done = n })
		if err != nil || done != 1 {
			t.Fatalf("%v, %d done", err, done)
		}
		return all[e.ID]
	}
	before := ask()
	if before.Blocking != 0 || !before.Executed.Valid || before.Executed.Decimal.String() != "94596100.00" {
		t.Errorf("insight %+v, want nothing blocking and 94596100 yuan spent", before)
	}
	e.Answers = nil
	if err := d.Save(t.Context(), &e); err != nil {
		t.Fatal(err)
	}
	if after := ask(); after.Waiting <= before.Waiting {
		t.Errorf("%d findings wait after the answers were taken back, %d before", after.Waiting, before.Waiting)
	}
}
