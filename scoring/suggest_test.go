package scoring_test

import (
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

func TestSuggestMethod(t *testing.T) {
	cases := []struct {
		target, level2 string
		want           scoring.MethodKind
	}{
		{"≥95%", "质量指标", scoring.MethodProportional},
		{"超过100家", "数量指标", scoring.MethodProportional},
		{"98%以上", "时效指标", scoring.MethodProportional},
		{"230", "数量指标", scoring.MethodProportional},
		{"≤90万元", "成本指标", scoring.MethodCeiling},
		{"小于5次", "社会效益指标", scoring.MethodCeiling},
		{"≤10%", "满意度指标", scoring.MethodCeiling}, // complaints
		{"20万元", "成本指标", scoring.MethodCeiling},
		{"20万元", "经济效益指标", scoring.MethodProportional},
		{"100%", "成本指标", scoring.MethodProportional}, // a control rate, not an amount
		{"=100%", "质量指标", scoring.MethodEquality},
		{"0次", "质量指标", scoring.MethodEquality},
		{"=0件", "社会效益指标", scoring.MethodEquality},
		{"≥90%", "服务对象满意度指标", scoring.MethodSatisfaction},
		{"95%", "满意度", scoring.MethodSatisfaction},
		{"90%-95%", "质量指标", scoring.MethodInterval},
		{"2022年12月底前", "时效指标", scoring.MethodDeadline},
		{"9月前", "时效指标", scoring.MethodDeadline},
		{"完成", "数量指标", scoring.MethodYesNo},
		{"效果明显", "社会效益指标", scoring.MethodTier},
		{"", "数量指标", scoring.MethodManual},
		{"/", "数量指标", scoring.MethodManual},
		{"不适用", "数量指标", scoring.MethodManual},
	}
	for _, c := range cases {
		if got := scoring.SuggestMethod(target.Parse(c.target, target.Context{FiscalYear: 2022}), c.level2); got != c.want {
			t.Errorf("%q under %s: got %s, want %s", c.target, c.level2, got, c.want)
		}
	}
}
