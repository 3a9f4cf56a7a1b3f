package published_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/app/exchange/published"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
)

// table is a table of one fund row and the rows given, as JSON members.
func table(fund map[string]any, rows ...map[string]any) map[string]any {
	base := map[string]any{"name": "年度资金总额", "annual": "100", "executed": "100", "weight": 10, "rate": "100%", "score": 10}
	for name, value := range fund {
		base[name] = value
	}
	return map[string]any{
		"case": "t", "complete": true, "unit": "某局", "project": "某项目", "year": 2022, "amount_unit": "万元",
		"budget_rows": []any{base}, "indicators": rows,
	}
}

func row(target, actual string, weight, score any) map[string]any {
	return map[string]any{
		"level1": "产出指标", "level2": "数量指标", "level3": "指标", "target": target, "actual": actual, "weight": weight, "published_score": score,
	}
}

func convert(t *testing.T, document map[string]any) (*published.Conversion, *published.Comparison) {
	t.Helper()
	data, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	read, err := published.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := read.Evaluation(published.Options{Schemes: scoringtest.Schemes(t), Reason: "照录"})
	if err != nil {
		t.Fatal(err)
	}
	card := scoring.Score(c.Scheme, c.Evaluation)
	return c, published.Compare(c, card, review.Run(c.Scheme, c.Evaluation, card))
}

func TestVerdicts(t *testing.T) {
	cases := []struct {
		name    string
		row     map[string]any
		verdict published.Verdict
		rule    string
	}{
		{"the rule gives the printed score", row("≥100", "90", 10, 9), published.Agrees, "9.00"},
		{"another one", row("≥100", "90", 10, 10), published.Differs, "9.00"},
		{"score as text", row("≥100", "90", "10分", "9.0"), published.Agrees, "9.00"},
		{"words are judged", row("明显提升", "明显提升", 10, 10), published.NotRecomputable, ""},
		{"a figure answered by words", row("小于5次", "无上访", 10, 10), published.NotRecomputable, ""},
		{"done, answered by words", row("完成", "按计划推进", 10, 8), published.NotRecomputable, ""},
		{"done, answered by done", row("完成", "已完成", 10, 10), published.Agrees, "10.00"},
		{"no actual", row("≥100", "", 10, 10), published.NotRecomputable, ""},
		{"no target", row("", "100", 10, 10), published.NotRecomputable, ""},
		{"no weight", row("≥100", "90", nil, 9), published.WeightUnknown, "8.10"},
		{"no score", row("≥100", "90", 10, nil), published.NotScored, "9.00"},
		{"neither", row("≥100", "90", nil, nil), published.NotScored, "0.00"},
		{"nothing at all", row("", "", nil, nil), published.NotScored, ""},
		{"more than the weight", row("明显提升", "明显提升", 10, 12), published.NotRecomputable, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			conversion, compared := convert(t, table(nil, c.row))
			got := compared.Results[1]
			if got.Verdict != c.verdict {
				t.Errorf("got %s, want %s", got.Verdict, c.verdict)
			}
			if rule := got.Rule; rule.Valid != (c.rule != "") || rule.Valid && rule.Decimal.String() != c.rule {
				t.Errorf("rule: got %v, want %q", rule, c.rule)
			}
			line := scoring.Score(conversion.Scheme, conversion.Evaluation).Lines[0]
			if got.Verdict == published.NotRecomputable && got.Printed.Decimal.Cmp(line.Weight) <= 0 && line.Points.Cmp(got.Printed.Decimal) != 0 {
				t.Errorf("scored %s by hand, printed %s", line.Points, got.Printed.Decimal)
			}
		})
	}
}

func TestSchemeFollowsTheExecutionWeight(t *testing.T) {
	full := row("≥1", "1", 90, 90)
	for _, c := range []struct {
		name   string
		fund   map[string]any
		row    map[string]any
		more   map[string]any
		scheme string
	}{
		{"10", nil, full, nil, "cn-2020"},
		{"20", map[string]any{"weight": 20}, full, nil, "twenty-eighty"},
		{"another weight", map[string]any{"weight": 15}, full, nil, "cn-2020"},
		{"not printed", map[string]any{"weight": nil}, full, nil, "cn-2020"},
		{"not printed and indicators of 100", map[string]any{"weight": nil}, row("≥1", "1", 100, 100), nil, "framework-4aspects"},
		{"an indicator", map[string]any{"weight": nil}, full, map[string]any{"execution_is_an_indicator_row": true}, "framework-4aspects"},
	} {
		document := table(c.fund, c.row)
		for name, value := range c.more {
			document[name] = value
		}
		if conversion, _ := convert(t, document); conversion.Scheme.ID != c.scheme {
			t.Errorf("%s: got %s, want %s", c.name, conversion.Scheme.ID, c.scheme)
		}
	}
}

func TestFiguresOfTheFundRow(t *testing.T) {
	cases := []struct {
		name                 string
		fund                 map[string]any
		adjusted, rate, kind string // kind: the doubt, "" none
	}{
		{"separators", map[string]any{"annual": "12,480.11", "rate": "0.80%"}, "12480.11", "0.80", ""},
		{"full width", map[string]any{"annual": "１００", "rate": "100％"}, "100", "100", ""},
		{"places of the rate are kept", map[string]any{"rate": "95.00%"}, "100", "95.00", ""},
		{"rate without a sign", map[string]any{"executed": "20", "rate": "20"}, "100", "20", ""},
		{"rate as a share", map[string]any{"executed": "86.2", "rate": "0.862"}, "100", "86.2", "rate-as-share"},
		{"share of 1", map[string]any{"rate": "1"}, "100", "100", "rate-as-share"},
		{"a rate of less than 1 %", map[string]any{"executed": "0.86", "rate": "0.86"}, "100", "0.86", ""},
		{"another unit", map[string]any{"annual": "1000000元"}, "100", "100", ""},
		{"unreadable", map[string]any{"annual": "约一百"}, "", "100", "unreadable"},
		{"blank mark", map[string]any{"annual": "/"}, "", "100", ""},
		{"negative", map[string]any{"annual": "-100"}, "", "100", "unreadable"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			conversion, _ := convert(t, table(c.fund, row("≥1", "1", 90, 90)))
			fund := conversion.Evaluation.Funds[0]
			if fund.Adjusted.Valid != (c.adjusted != "") || fund.Adjusted.Valid && fund.Adjusted.Decimal.Trim(0).String() != c.adjusted {
				t.Errorf("adjusted %v, want %q", fund.Adjusted, c.adjusted)
			}
			if !fund.DeclaredRate.Valid || fund.DeclaredRate.Decimal.String() != c.rate {
				t.Errorf("rate %v, want %s", fund.DeclaredRate, c.rate)
			}
			kinds := make([]string, 0, 1)
			for _, d := range conversion.Doubts {
				kinds = append(kinds, string(d.Kind))
			}
			if strings.Join(kinds, " ") != c.kind {
				t.Errorf("doubts %v, want %q", kinds, c.kind)
			}
		})
	}
}

func TestFaultsOfTheDocument(t *testing.T) {
	for document, want := range map[string]string{
		`{"budget_rows": [], "indicators": [{"level3": "x"}]}`:                 "year",
		`{"budget_rows": [], "indicators": [], "year": 2022}`:                  "indicators",
		`{"budget_rows": {}, "indicators": [{}], "year": 2022}`:                "budget_rows",
		`{"budget_rows": [], "indicators": [{"weight": [1]}], "year": "2022"}`: "indicators",
	} {
		_, err := published.Read([]byte(document))
		var fault *scoring.InputError
		if !errors.As(err, &fault) || !strings.HasPrefix(fault.Field, want) && fault.Field != "" {
			t.Errorf("%s: %v", document, err)
		}
	}
	for document, want := range map[string]bool{
		`{"budget_rows": [], "indicators": []}`: true, `{"indicators": []}`: false, `[]`: false, `x`: false,
		`{"format": "zhunsheng/evaluation/1", "budget_rows": [], "indicators": []}`: false,
	} {
		if published.Is([]byte(document)) != want {
			t.Errorf("%s: not %v", document, want)
		}
	}
}

// TestEveryDifferenceIsExplained: whatever a table prints, a row that differs from its rule is reported by a check at its place, and
// only what a rule computed agrees.
func TestEveryDifferenceIsExplained(t *testing.T) {
	list := scoringtest.Schemes(t)
	targets := []string{"≥95%", "≤5300", "=100%", "0次", "90%-95%", "9月前", "2022年12月底前", "完成", "效果明显", "100", "20万元", "小于5次", "", "/", "不适用", "≥1000人"}
	actuals := []string{"95%", "90%", "120%", "5830", "100%", "0次", "1次", "7月", "2023年1月", "已完成", "未完成", "效果明显", "100", "21万元", "200000元", "", "/", "无", "≥95%", "1000人"}
	levels := []string{"数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标", ""}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) map[string]any {
			r := row(rapid.SampledFrom(targets).Draw(t, "target"), rapid.SampledFrom(actuals).Draw(t, "actual"),
				rapid.SampledFrom([]any{10, 10, 22.5, 0, nil}).Draw(t, "weight"), rapid.SampledFrom([]any{10, 10, 9, 8.62, 0, 12, nil}).Draw(t, "score"))
			r["level2"] = rapid.SampledFrom(levels).Draw(t, "level2")
			r["deviation_reason"] = rapid.SampledFrom([]any{nil, nil, "受天气影响，进度延后"}).Draw(t, "reason")
			return r
		}), 1, 6).Draw(t, "rows")
		document := table(map[string]any{
			"executed": rapid.SampledFrom([]any{"100", "86.2", "0", "102.59", nil}).Draw(t, "executed"),
			"weight":   rapid.SampledFrom([]any{10, 20, 0, nil}).Draw(t, "fund weight"),
			"score":    rapid.SampledFrom([]any{10, 9, 8.62, 0, nil}).Draw(t, "fund score"),
		}, rows...)
		document["published_total"] = rapid.SampledFrom([]any{100, 98.62, 60, nil}).Draw(t, "total")
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		read, err := published.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		c, err := read.Evaluation(published.Options{Schemes: list, Reason: "照录"})
		if err != nil {
			t.Fatal(err)
		}
		card := scoring.Score(c.Scheme, c.Evaluation)
		compared := published.Compare(c, card, review.Run(c.Scheme, c.Evaluation, card))
		if len(compared.Results) != len(rows)+2 || compared.Agree+compared.Differ+compared.Other != len(compared.Results) {
			t.Fatalf("%d results for %d rows", len(compared.Results), len(rows))
		}
		for _, r := range compared.Results {
			if r.Verdict == published.Differs && r.Reason == "" && !slices.ContainsFunc(r.Checks, explains) {
				t.Fatalf("%s: printed %s, rule %s, checks %v\n%s", r.Place, r.Printed.Decimal, r.Rule.Decimal, r.Checks, data)
			}
			if r.Verdict == published.Agrees && (!r.Rule.Valid || r.Rule.Decimal.Cmp(r.Printed.Decimal) != 0) {
				t.Fatalf("%s agrees with nothing: %+v", r.Place, r)
			}
		}
	})
}

func explains(check string) bool {
	return slices.Contains([]string{"A3", "A4", "A5", "A6", "B2", "B3", "B4", "B5", "C3"}, check)
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../../../scoring/testdata/cases/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no tables: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	list := scoringtest.Schemes(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := published.Read(data)
		if err != nil {
			return
		}
		c, err := read.Evaluation(published.Options{Schemes: list, Reason: "照录"})
		if err != nil {
			return
		}
		card := scoring.Score(c.Scheme, c.Evaluation)
		compared := published.Compare(c, card, review.Run(c.Scheme, c.Evaluation, card))
		if len(compared.Results) < len(c.Evaluation.Indicators)+1 {
			t.Fatal("a row is lost")
		}
	})
}
