package reportdata_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"zhunsheng/app/locale"
	"zhunsheng/app/report"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

func render(t testing.TB, lang, schemeID string, e *scoring.Evaluation) []byte {
	t.Helper()
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := scoringtest.Scheme(t, schemeID)
	card := scoring.Score(s, e)
	doc, err := report.Render(context.Background(), report.Input{
		Scheme: s, Evaluation: e, Scorecard: card, Findings: review.Run(s, e, card), Words: catalogue.Printer(lang),
		Language: map[string]string{"zh": "zh-CN", "en": "en"}[lang], Now: time.Date(2023, 3, 20, 9, 0, 0, 0, time.UTC), Producer: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Bytes
}

func TestExampleAgrees(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		e := scoringtest.Example(t)
		got, err := reportdata.Rescore(render(t, lang, "jiangmen-example-2022", e))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range got.Differences {
			t.Errorf("%s: %+v", lang, d)
		}
		t.Log(got.Total, got.Grade, got.Figures, got.Reread)
	}
}

// drawn is an evaluation with rows of all sizes, some taller than a page.
func drawn(t *rapid.T) *scoring.Evaluation {
	pieces := []string{"完成", "改造小区", "数量（个）", "≥", "95%", "12,345.67", "𠮷", "\ue123", "Latin words", "\n", "　", "\u200b", "效果明显", "。"}
	words := func(label string, most int) string {
		n := rapid.IntRange(0, most).Draw(t, label)
		var b strings.Builder
		for range n {
			b.WriteString(rapid.SampledFrom(pieces).Draw(t, "piece"))
		}
		return b.String()
	}
	context := target.Context{FiscalYear: 2024}
	amount := func(label string) (d decimal.NullDecimal) {
		if n := rapid.IntRange(-1, 1_000_000_000).Draw(t, label); n >= 0 {
			d = decimal.NullDecimal{Decimal: decimal.MustNew(int64(n), 2), Valid: true}
		}
		return d
	}
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: "x", FiscalYear: 2024, Scheme: scoring.SchemeRef{ID: "cn-2020", Version: "1"},
		Project: scoring.Project{Name: words("project", 30), Unit: words("unit", 5)}, MoneyUnit: "万元",
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "funds") {
		e.Funds = append(e.Funds, scoring.FundRow{Name: words("fund", 6), Depth: min(i, 1), Initial: amount("a"), Adjusted: amount("b"), Executed: amount("c")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "goals") {
		e.Goals = append(e.Goals, scoring.Goal{Expected: words("expected", 600), Actual: words("outcome", 600)})
	}
	for i := range rapid.IntRange(0, 25).Draw(t, "indicators") {
		most := 20
		if i%5 == 0 {
			most = 500
		}
		e.Indicators = append(e.Indicators, scoring.Indicator{
			ID: fmt.Sprint("i", i), Level1: rapid.SampledFrom([]string{"产出", "效益", "满意度", "其他"}).Draw(t, "one"), Level2: words("two", 2),
			Name: words("name", most), Target: target.Parse(words("target", most), context), Actual: target.Parse(words("actual", most), context),
			Weight: decimal.MustNew(int64(rapid.IntRange(0, 2000).Draw(t, "weight")), 1), Method: scoring.Method{Kind: scoring.MethodProportional},
			State:  rapid.SampledFrom([]scoring.State{"", "", "", scoring.StateNotApplicable, scoring.StateNoEvidence, scoring.StateNotDue}).Draw(t, "state"),
			Reason: words("reason", 3*most),
		})
	}
	return e
}

func TestWhateverIsPrintedIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		got, err := reportdata.Rescore(render(t, "zh", "cn-2020", drawn(r)))
		if err != nil {
			r.Fatal(err)
		}
		if !got.Agrees() {
			r.Fatalf("%d differences: %+v", len(got.Differences), got.Differences)
		}
	})
}

func BenchmarkRescore(b *testing.B) {
	file := render(b, "zh", "jiangmen-example-2022", scoringtest.Example(b))
	b.ReportAllocs()
	for b.Loop() {
		if got, err := reportdata.Rescore(file); err != nil || !got.Agrees() {
			b.Fatal(got, err)
		}
	}
}
