package exchange_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring/target"
)

// publishedCase is one table as a public office printed it.
type publishedCase struct {
	Case       string          `json:"case"`
	Unit       string          `json:"unit"`
	Supervisor *string         `json:"supervisor"`
	Project    string          `json:"project"`
	Year       int             `json:"year"`
	MoneyUnit  string          `json:"amount_unit"`
	Funds      []publishedFund `json:"budget_rows"`
	Indicators []publishedRow  `json:"indicators"`
	// ExecutionInside is true where the published execution score is that of an indicator.
	ExecutionInside bool         `json:"execution_is_an_indicator_row"`
	TotalWeight     *json.Number `json:"published_total_weight"`
	Total           *json.Number `json:"published_total"`
	Grade           *string      `json:"published_grade"`
}

type publishedFund struct {
	Name     string       `json:"name"`
	Initial  *string      `json:"initial"`
	Annual   *string      `json:"annual"`
	Executed *string      `json:"executed"`
	Weight   *json.Number `json:"weight"`
	Rate     *string      `json:"rate"`
	Score    *json.Number `json:"score"`
}

type publishedRow struct {
	Level1 *string      `json:"level1"`
	Level2 *string      `json:"level2"`
	Name   string       `json:"level3"`
	Target *string      `json:"target"`
	Actual *string      `json:"actual"`
	Weight *json.Number `json:"weight"`
	Score  *json.Number `json:"published_score"`
	Reason *string      `json:"deviation_reason"`
}

func readCases(t testing.TB) []*publishedCase {
	t.Helper()
	names, err := filepath.Glob("../../scoring/testdata/cases/*.json")
	if err != nil || len(names) != 12 {
		t.Fatalf("%d cases, %v", len(names), err)
	}
	var cases []*publishedCase
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c := &publishedCase{}
		if err := json.Unmarshal(data, c); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cases = append(cases, c)
	}
	return cases
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func num(n *json.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// checkCase compares what was read with what was published, field by field.
func checkCase(t *testing.T, c *publishedCase, table *tablein.Table) {
	t.Helper()
	e := table.Evaluation
	same := func(what, got, want string) {
		t.Helper()
		if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s: read %q, published %q", what, got, want)
		}
	}
	figure := func(what string, got interface{ String() string }, valid bool, want string) {
		t.Helper()
		if !valid {
			same(what, "", want)
			return
		}
		g, w := trim(got.String()), trim(strings.TrimSuffix(want, "%"))
		same(what, g, w)
	}
	same("project", e.Project.Name, c.Project)
	same("unit", e.Project.Unit, c.Unit)
	same("department", e.Project.Department, text(c.Supervisor))
	same("money unit", e.MoneyUnit, c.MoneyUnit)
	if e.FiscalYear != c.Year {
		t.Errorf("year %d, published %d", e.FiscalYear, c.Year)
	}
	if len(e.Funds) != len(c.Funds) {
		t.Fatalf("%d rows of money, published %d", len(e.Funds), len(c.Funds))
	}
	for i, f := range c.Funds {
		got := e.Funds[i]
		same("fund", got.Name, f.Name)
		figure(f.Name+" initial", got.Initial.Decimal, got.Initial.Valid, text(f.Initial))
		figure(f.Name+" adjusted", got.Adjusted.Decimal, got.Adjusted.Valid, text(f.Annual))
		figure(f.Name+" executed", got.Executed.Decimal, got.Executed.Valid, text(f.Executed))
		figure(f.Name+" weight", got.DeclaredWeight.Decimal, got.DeclaredWeight.Valid, num(f.Weight))
		figure(f.Name+" rate", got.DeclaredRate.Decimal, got.DeclaredRate.Valid, text(f.Rate))
		figure(f.Name+" score", got.DeclaredScore.Decimal, got.DeclaredScore.Valid, num(f.Score))
	}
	if len(e.Indicators) != len(c.Indicators) {
		for i := range e.Indicators {
			t.Logf("read: %s", e.Indicators[i].Name)
		}
		t.Fatalf("%d indicators, published %d", len(e.Indicators), len(c.Indicators))
	}
	for i, row := range c.Indicators {
		got := &e.Indicators[i]
		same("name", got.Name, row.Name)
		same(row.Name+" level1", got.Level1, text(row.Level1))
		same(row.Name+" level2", got.Level2, text(row.Level2))
		sameValue(t, row.Name+" target", got.Target, text(row.Target), c.Year)
		sameValue(t, row.Name+" actual", got.Actual, text(row.Actual), c.Year)
		if row.Weight == nil {
			if !got.Weight.IsZero() {
				t.Errorf("%s: weight %s, none was published", row.Name, got.Weight)
			}
		} else {
			figure(row.Name+" weight", got.Weight, true, num(row.Weight))
		}
		figure(row.Name+" score", got.Declared.Decimal, got.Declared.Valid, num(row.Score))
		same(row.Name+" reason", got.Reason, text(row.Reason))
	}
	figure("total", e.Declared.Total.Decimal, e.Declared.Total.Valid, num(c.Total))
	figure("total weight", e.Declared.TotalWeight.Decimal, e.Declared.TotalWeight.Valid, num(c.TotalWeight))
	same("grade", e.Declared.Grade, text(c.Grade))
}

// sameValue compares two cells by text without blanks, else by how they read.
func sameValue(t *testing.T, what string, got target.Value, want string, year int) {
	t.Helper()
	if fold(got.Text) == fold(want) {
		return
	}
	w := target.Parse(want, target.Context{FiscalYear: year})
	if got.Kind == w.Kind && w.IsNumeric() && got.Sign == w.Sign && got.Low.Cmp(w.Low) == 0 && got.High.Cmp(w.High) == 0 && got.Unit == w.Unit {
		return
	}
	t.Errorf("%s: read %q, published %q", what, got.Text, want)
}

func fold(s string) string { return strings.Join(strings.Fields(s), "") }

func trim(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
