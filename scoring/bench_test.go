package scoring_test

import (
	"fmt"
	"testing"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

// typical builds an evaluation with n indicators as real tables mix them: all kinds of methods, met and missed, with weights that add
// up to 90.
func typical(n int) *scoring.Evaluation {
	shapes := []struct {
		level1, level2, want, got string
		method                    scoring.Method
		judgement                 scoring.Judgement
	}{
		{"产出指标", "数量指标", "≥95%", "97.5%", kind(scoring.MethodProportional), scoring.Judgement{}},
		{"产出指标", "数量指标", "≥120家", "113家", kind(scoring.MethodProportional), scoring.Judgement{}},
		{"产出指标", "质量指标", "=100%", "99.2%", kind(scoring.MethodEquality), scoring.Judgement{}},
		{"产出指标", "时效指标", "2022年12月底前", "2022年11月30日", kind(scoring.MethodDeadline), scoring.Judgement{}},
		{"产出指标", "成本指标", "≤5300万元", "5830万元", kind(scoring.MethodCeiling), scoring.Judgement{}},
		{"效益指标", "经济效益指标", "90%-95%", "92%", kind(scoring.MethodInterval), scoring.Judgement{}},
		{"效益指标", "社会效益指标", "效果明显", "服务企业1200家，带动就业3000人", kind(scoring.MethodTier), scoring.Judgement{Tier: "reached"}},
		{"效益指标", "可持续影响指标", "建立", "已建立", kind(scoring.MethodYesNo), scoring.Judgement{Answer: "yes"}},
		{"满意度指标", "服务对象满意度指标", "≥90%", "88.6%", kind(scoring.MethodSatisfaction), scoring.Judgement{}},
	}
	context := target.Context{FiscalYear: 2022}
	rows := make([]scoring.Indicator, n)
	for i := range rows {
		shape := &shapes[i%len(shapes)]
		rows[i] = scoring.Indicator{
			ID: fmt.Sprintf("i%d", i+1), Level1: shape.level1, Level2: shape.level2, Name: fmt.Sprintf("指标%d", i+1),
			Target: target.Parse(shape.want, context), Actual: target.Parse(shape.got, context), Weight: dec("2.25"),
			Method: shape.method, Judgement: shape.judgement,
		}
	}
	e := evaluation(rows...)
	e.Scheme = scoring.SchemeRef{ID: "cn-2020", Version: "1"}
	e.Funds[0].Adjusted, e.Funds[0].Executed = some("12480.11"), some("9459.61")
	return e
}

// BenchmarkScore40 scores one evaluation with 40 indicators; explanations are formatted on demand and not in this figure.
func BenchmarkScore40(b *testing.B) {
	s, e := scoringtest.Scheme(b, assets.NationalScheme), typical(40)
	b.ReportAllocs()
	for b.Loop() {
		scoring.Score(s, e)
	}
}
