package scoring_test

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

func dec(text string) decimal.Decimal { return decimal.MustParse(text) }

// some is written so often that it has a short name here.
var some = scoringtest.Some

// national is a scheme with the weights and bounds of the national rule.
func national() *scoring.Scheme {
	return &scoring.Scheme{
		Format: scoring.SchemeFormat, ID: "test", Version: "1", Title: scoring.Text{"zh": "测试办法"}, Authority: "财预〔2020〕10号",
		Standing: scoring.StandingRule, FullMark: dec("100"), Places: 2,
		Execution: scoring.ExecutionRule{Weight: dec("10"), Denominator: scoring.AdjustedBudget},
		Levels: []scoring.LevelRule{
			{Name: "产出", Weight: dec("50")},
			{Name: "效益", Weight: dec("30")},
			{Name: "满意度", Weight: dec("10"), FallsTo: "效益"},
		},
		Methods: scoring.MethodKinds(),
		Tiers: []scoring.Tier{
			{ID: "reached", Low: dec("80"), High: dec("100")},
			{ID: "partly", Low: dec("60"), High: dec("80"), HighOpen: true},
			{ID: "missed", Low: dec("0"), High: dec("60"), HighOpen: true},
		},
		Ceiling: scoring.CeilingRatio, Equality: scoring.EqualityOneSided,
		Grades: []scoring.GradeBound{
			{Name: "优", Min: dec("90")}, {Name: "良", Min: dec("80")}, {Name: "中", Min: dec("60")}, {Name: "差", Min: dec("0")},
		},
		Thresholds: scoring.Thresholds{
			LowExecution: dec("90"), HighTotal: dec("90"), DoubtedExecution: dec("80"), BudgetAdjustment: dec("20"),
			OverAchievement: dec("130"), TotalDifference: dec("0.01"),
		},
	}
}

func row(weight, want, got string, method scoring.Method) scoring.Indicator {
	return scoring.Indicator{
		Level1: "产出", Level2: "数量", Name: "指标", Weight: dec(weight), Method: method,
		Target: target.Parse(want, target.Context{FiscalYear: 2022}), Actual: target.Parse(got, target.Context{FiscalYear: 2022}),
	}
}

func kind(k scoring.MethodKind) scoring.Method { return scoring.Method{Kind: k} }

// evaluation has the rows given and money that was spent in full.
func evaluation(rows ...scoring.Indicator) *scoring.Evaluation {
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: "e", FiscalYear: 2022, Scheme: scoring.SchemeRef{ID: "test", Version: "1"},
		MoneyUnit:  "万元",
		Funds:      []scoring.FundRow{{Name: "年度资金总额", Initial: some("100"), Adjusted: some("100"), Executed: some("100")}},
		Indicators: rows,
	}
	for i := range e.Indicators {
		if e.Indicators[i].ID == "" {
			e.Indicators[i].ID = string(rune('a' + i))
		}
	}
	return e
}

func wantPoints(t *testing.T, what string, got decimal.Decimal, want string) {
	t.Helper()
	if got.Cmp(dec(want)) != 0 {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}
