package exchange_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
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
	same(t, "project", e.Project.Name, c.Project)
	same(t, "unit", e.Project.Unit, c.Unit)
	same(t, "department", e.Project.Department, text(c.Supervisor))
	same(t, "money unit", e.MoneyUnit, c.MoneyUnit)
	if e.FiscalYear != c.Year {
		t.Errorf("year %d, published %d", e.FiscalYear, c.Year)
	}
	checkFunds(t, c, e)
	checkIndicators(t, c, e)
	sameFigure(t, "total", e.Declared.Total, num(c.Total))
	sameFigure(t, "total weight", e.Declared.TotalWeight, num(c.TotalWeight))
	same(t, "grade", e.Declared.Grade, text(c.Grade))
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("%s: read %q, published %q", what, got, want)
	}
}

// sameFigure compares a figure, without zeros at its end, with how it was printed; none must have been printed as nothing.
func sameFigure(t *testing.T, what string, got decimal.NullDecimal, want string) {
	t.Helper()
	if !got.Valid {
		same(t, what, "", want)
		return
	}
	same(t, what, trim(got.Decimal.String()), trim(strings.TrimSuffix(want, "%")))
}

func checkFunds(t *testing.T, c *publishedCase, e *scoring.Evaluation) {
	t.Helper()
	if len(e.Funds) != len(c.Funds) {
		t.Fatalf("%d rows of money, published %d", len(e.Funds), len(c.Funds))
	}
	for i, f := range c.Funds {
		got := e.Funds[i]
		same(t, "fund", got.Name, f.Name)
		sameFigure(t, f.Name+" initial", got.Initial, text(f.Initial))
		sameFigure(t, f.Name+" adjusted", got.Adjusted, text(f.Annual))
		sameFigure(t, f.Name+" executed", got.Executed, text(f.Executed))
		sameFigure(t, f.Name+" weight", got.DeclaredWeight, num(f.Weight))
		sameFigure(t, f.Name+" rate", got.DeclaredRate, text(f.Rate))
		sameFigure(t, f.Name+" score", got.DeclaredScore, num(f.Score))
	}
}

func checkIndicators(t *testing.T, c *publishedCase, e *scoring.Evaluation) {
	t.Helper()
	if len(e.Indicators) != len(c.Indicators) {
		for i := range e.Indicators {
			t.Logf("read: %s", e.Indicators[i].Name)
		}
		t.Fatalf("%d indicators, published %d", len(e.Indicators), len(c.Indicators))
	}
	for i, row := range c.Indicators {
		got := &e.Indicators[i]
		same(t, "name", got.Name, row.Name)
		same(t, row.Name+" level1", got.Level1, text(row.Level1))
		same(t, row.Name+" level2", got.Level2, text(row.Level2))
		sameValue(t, row.Name+" target", got.Target, text(row.Target), c.Year)
		sameValue(t, row.Name+" actual", got.Actual, text(row.Actual), c.Year)
		if row.Weight == nil {
			if !got.Weight.IsZero() {
				t.Errorf("%s: weight %s, none was published", row.Name, got.Weight)
			}
		} else {
			sameFigure(t, row.Name+" weight", decimal.NullDecimal{Decimal: got.Weight, Valid: true}, num(row.Weight))
		}
		sameFigure(t, row.Name+" score", got.Declared, num(row.Score))
		same(t, row.Name+" reason", got.Reason, text(row.Reason))
	}
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
