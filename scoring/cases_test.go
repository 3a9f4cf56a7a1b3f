package scoring_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/published"
	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

// casesFolder is the environment variable that names a further folder of published tables.
const casesFolder = "ZS_CASES"

// TestPublishedTables holds every real table against the rules: each row either scores as the rule says or is reported with the check
// that explains the printed difference, nothing is dropped, and what cannot be recomputed is never counted as agreeing.
func TestPublishedTables(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.json")
	if err != nil || len(files) < 12 {
		t.Fatalf("only %d tables in testdata/cases, %v", len(files), err)
	}
	if folder := os.Getenv(casesFolder); folder == "" {
		t.Logf("%s is not set: only the %d tables of testdata/cases are tried", casesFolder, len(files))
	} else {
		more, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil || len(more) == 0 {
			t.Fatalf("%s=%s holds no tables: %v", casesFolder, folder, err)
		}
		files = append(files, more...)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) { holdAgainstTheRules(t, file) })
	}
}

func holdAgainstTheRules(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !published.Is(data) {
		t.Fatal("not recognised as a published table")
	}
	table, err := published.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.Evaluation(published.Options{Schemes: scoringtest.Schemes(t), Reason: "按公开结果填列，无法按规则重算"})
	if err != nil {
		t.Fatal(err)
	}
	card := scoring.Score(c.Scheme, c.Evaluation)
	findings := review.Run(c.Scheme, c.Evaluation, card)
	compared := published.Compare(c, card, findings)
	t.Logf("%s: total %s; %d agree, %d differ, %d not recomputable", c.Scheme.ID, card.Total, compared.Agree, compared.Differ, compared.Other)
	nothingDropped(t, table, c)
	for i := range table.Indicators {
		followsTheRule(t, c, card, i)
	}
	for _, r := range compared.Results {
		if testing.Verbose() {
			t.Logf("  %-14s %-16s printed %v rule %v %v  %s", r.Place, r.Verdict, r.Printed.Decimal, r.Rule.Decimal, r.Checks, r.Name)
		}
		explained(t, c, r, findings)
	}
	weightsAreFound(t, c, findings)
}

// nothingDropped: every row, score and amount of the table is in the evaluation.
func nothingDropped(t *testing.T, table *published.Table, c *published.Conversion) {
	t.Helper()
	if len(c.Evaluation.Indicators) != len(table.Indicators) || len(c.Evaluation.Funds) != len(table.Budget) {
		t.Fatalf("%d of %d indicators, %d of %d fund rows", len(c.Evaluation.Indicators), len(table.Indicators), len(c.Evaluation.Funds), len(table.Budget))
	}
	doubted := func(field string) bool {
		return slices.ContainsFunc(c.Doubts, func(d published.Doubt) bool { return strings.HasSuffix(d.Field, field) })
	}
	for i := range table.Indicators {
		from, to := &table.Indicators[i], &c.Evaluation.Indicators[i]
		if string(from.Target) != to.Target.Text || string(from.Actual) != to.Actual.Text {
			t.Errorf("row %d: texts %q, %q became %q, %q", i, from.Target, from.Actual, to.Target.Text, to.Actual.Text)
		}
		if printed(from.Score) && !to.Declared.Valid && !doubted("published_score") {
			t.Errorf("row %d: the printed score %s is lost", i, from.Score)
		}
	}
	for i := range table.Budget {
		from, to := &table.Budget[i], &c.Evaluation.Funds[i]
		if printed(from.Annual) != to.Adjusted.Valid && !doubted("annual") || printed(from.Executed) != to.Executed.Valid && !doubted("executed") {
			t.Errorf("fund row %d: %+v became %+v", i, from, to)
		}
	}
}

// printed reports whether a cell holds more than a mark such as "/" in place of a value.
func printed(cell published.Cell) bool {
	v := target.Parse(string(cell), target.Context{})
	return !v.IsMissing()
}

// followsTheRule: where the transcriber computed the rule's score by hand, the engine gives the same, under both ceiling formulas.
func followsTheRule(t *testing.T, c *published.Conversion, card *scoring.Scorecard, i int) {
	t.Helper()
	row, line := &c.Table.Indicators[i], &card.Lines[i]
	if row.Rule != "" && line.RulePoints.Cmp(dec(string(row.Rule))) != 0 {
		t.Errorf("row %d %s (%s -> %s): the rule gives %s, by hand %s", i, row.Level3, row.Target, row.Actual, line.RulePoints, row.Rule)
	}
	if row.RuleLinear != "" {
		other := *c.Evaluation
		other.Indicators = slices.Clone(other.Indicators)
		other.Indicators[i].Method.Ceiling = scoring.CeilingLinear
		if got := scoring.Score(c.Scheme, &other).Lines[i].RulePoints; got.Cmp(dec(string(row.RuleLinear))) != 0 {
			t.Errorf("row %d %s: the linear formula gives %s, by hand %s", i, row.Level3, got, row.RuleLinear)
		}
	}
}

// explained: a difference is explained by a check at its place or by the reason that the form prints; only what a rule computed can agree.
func explained(t *testing.T, c *published.Conversion, r published.Result, findings []review.Finding) {
	t.Helper()
	switch r.Verdict {
	case published.Agrees:
		if !r.Rule.Valid || r.Rule.Decimal.Cmp(r.Printed.Decimal) != 0 {
			t.Errorf("%s agrees with nothing: %+v", r.Place, r)
		}
		for _, d := range c.Doubts {
			if d.Place == r.Place && (d.Kind == published.ByHand || d.Kind == published.WeightInferred) {
				t.Errorf("%s was taken over as printed and counts as agreeing", r.Place)
			}
		}
	case published.Differs:
		explaining := []string{"A3", "A4", "A5", "A6", "B2", "B3", "B4", "B5", "C3"}
		if r.Reason == "" && !slices.ContainsFunc(r.Checks, func(id string) bool { return slices.Contains(explaining, id) }) {
			t.Errorf("%s: printed %s, the rule gives %s, and no check says so: %v", r.Place, r.Printed.Decimal, r.Rule.Decimal, r.Checks)
		}
	case published.NotRecomputable, published.WeightUnknown, published.NotScored:
	default:
		t.Errorf("%s has no verdict: %+v", r.Place, r)
	}
}

// weightsAreFound: weights that do not add up to the full mark are reported by A1.
func weightsAreFound(t *testing.T, c *published.Conversion, findings []review.Finding) {
	t.Helper()
	sum := c.Scheme.Execution.Weight
	if row, ok := c.Evaluation.TotalFunds(); ok && row.DeclaredWeight.Valid {
		sum = row.DeclaredWeight.Decimal
	}
	for i := range c.Evaluation.Indicators {
		next, err := exact.Sum(sum, c.Evaluation.Indicators[i].Weight)
		if err != nil {
			t.Fatal(err)
		}
		sum = next
	}
	found := slices.ContainsFunc(findings, func(f review.Finding) bool { return f.Check == "A1" })
	if wrong := sum.Cmp(c.Scheme.FullMark) != 0; wrong && sum.Cmp(decimal.Hundred) > 0 && !found {
		t.Errorf("weights add up to %s and nobody says so", sum)
	}
}

// TestKnownFaultsOfThePublishedTables pins what is known to be wrong with single tables.
func TestKnownFaultsOfThePublishedTables(t *testing.T) {
	cases := []struct{ file, check, place, found string }{
		{"03-zhongjiang-2022", "A1", "weights", "110"},
		{"03-zhongjiang-2022", "A4", "total", "100"},
		{"03-zhongjiang-2022", "B6", "indicator:i1", ""},
		{"08-shangwu-2020", "A1", "weights", "120"},
		{"08-shangwu-2020", "A9", "indicator:i5", ""},
		{"12-langfang-2019", "A5", "indicator:i1", "9"},
		{"12-langfang-2019", "A6", "execution:score", "9"},
		{"13-guichi-2022", "A7", "funds:0:adjusted", "0"},
		{"16-jinzhai-2023", "A8", "funds:0", ""},
		{"16-jinzhai-2023", "B1", "indicator:i3", ""},
		{"19-changning-2022", "C1", "execution", ""},
		{"25-yinchuan-2021", "B4", "indicator:i5", ""},
		{"28-ningxia-2023", "A6", "execution", ""},
	}
	for _, c := range cases {
		t.Run(c.file+" "+c.check, func(t *testing.T) {
			data, err := os.ReadFile("testdata/cases/" + c.file + ".json")
			if err != nil {
				t.Fatal(err)
			}
			table, err := published.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			conversion, err := table.Evaluation(published.Options{Schemes: scoringtest.Schemes(t), Reason: "按公开结果填列"})
			if err != nil {
				t.Fatal(err)
			}
			card := scoring.Score(conversion.Scheme, conversion.Evaluation)
			var at []string
			for _, f := range review.Run(conversion.Scheme, conversion.Evaluation, card) {
				if f.Check == c.check && f.Place == c.place && (c.found == "" || f.Found == c.found) {
					return
				}
				if f.Check == c.check {
					at = append(at, f.Place+" "+f.Found)
				}
			}
			t.Errorf("not found at %s; %s is reported at %v", c.place, c.check, at)
		})
	}
}
