package review_test

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

var _ = table("B1",
	trial{name: "exactly 130 %", do: values("i1", "", "26公里"), want: at("indicator:i1")},
	trial{name: "in another unit", do: values("i1", "≥20公里", "30000米"), want: at("indicator:i1")},
	trial{name: "an answer is no reason when it says none", do: all(values("i5", "", "20个"), reason("i5", "无")), want: at("indicator:i5")},
	trial{name: "without a sign", do: values("i5", "12个", "16个"), want: at("indicator:i5")},
	trial{name: "just below", do: values("i1", "", "25.99公里")},
	trial{name: "a stated reason", do: all(values("i1", "", "26公里"), reason("i1", "追加了两条村道，已调整下年指标值。"))},
	trial{name: "a ceiling cannot be over-achieved", do: all(values("i4", "", "20万元"), reason("i4", ""))},
	trial{name: "a zero target", do: values("i5", "0个", "3个")},
	trial{name: "not due", do: all(values("i1", "", "40公里"), state("i1", scoring.StateNotDue))},
)

func TestB1(t *testing.T) { testCheck(t, "B1") }

var _ = table("B2",
	trial{name: "no reason", do: values("i1", "", "18公里"), want: at("indicator:i1")},
	trial{name: "a stroke for a reason", do: all(values("i1", "", "18公里"), reason("i1", " / ")), want: at("indicator:i1")},
	trial{name: "the ceiling's reason taken away", do: reason("i4", ""), want: at("indicator:i4")},
	trial{name: "a printed score below the weight, not recomputable", do: all(method("i5", scoring.MethodManual), values("i5", "覆盖", "基本覆盖"), declared("i5", "12")), want: at("indicator:i5")},
	trial{name: "a reason", do: all(values("i1", "", "18公里"), reason("i1", "路基沉降返工。"))},
	trial{name: "met", do: values("i1", "", "20公里")},
	trial{name: "an override with its reason", do: all(values("i1", "", "18公里"), edit("i1", func(i *scoring.Indicator) {
		i.Override = &scoring.Override{Points: decimal.MustParse("12"), Reason: "复核按实测里程计"}
	}))},
	trial{name: "no evidence is no shortfall", do: state("i1", scoring.StateNoEvidence)},
	trial{name: "a loss although met is B4's", do: declared("i1", "10")},
)

func TestB2(t *testing.T) { testCheck(t, "B2") }

var _ = table("B3",
	trial{name: "printed in full", do: all(values("i2", "", "97%"), declared("i2", "15")), want: at("indicator:i2")},
	trial{name: "a ceiling exceeded, printed in full", do: declared("i4", "10"), want: at("indicator:i4")},
	trial{name: "judged as done", do: all(values("i5", "", "11个"), method("i5", scoring.MethodYesNo), edit("i5", func(i *scoring.Indicator) {
		i.Judgement.Answer = scoring.AnswerYes
	})), want: at("indicator:i5")},
	trial{name: "met exactly", do: all(values("i2", "", "98%"), declared("i2", "15"))},
	trial{name: "a miss that costs points", do: all(values("i2", "", "97%"), declared("i2", "14.85"), reason("i2", "一处返工。"))},
	trial{name: "a band that grants the full weight", do: all(values("i7", "≥95%", "92%"), edit("i7", func(i *scoring.Indicator) {
		i.Method = scoring.Method{Kind: scoring.MethodSatisfaction, Bands: []scoring.Band{{AtLeast: decimal.MustParse("90"), Earns: decimal.MustParse("100")}}}
	}))},
	trial{name: "an override with its reason", do: all(values("i2", "", "97%"), edit("i2", func(i *scoring.Indicator) {
		i.Override = &scoring.Override{Points: decimal.MustParse("15"), Reason: "一处属设计变更，复核认可"}
	}))},
)

func TestB3(t *testing.T) { testCheck(t, "B3") }

var _ = table("B4",
	trial{name: "printed below the weight", do: declared("i2", "14"), want: at("indicator:i2")},
	trial{name: "judged low though the figure is met", do: all(method("i5", scoring.MethodTier), judged("i5", "reached", "13")), want: at("indicator:i5")},
	trial{name: "nothing for a date that was kept", do: declared("i3", "0"), want: at("indicator:i3")},
	trial{name: "a reason", do: all(declared("i2", "14"), reason("i2", "复核发现一处资料不全，扣1分。"))},
	trial{name: "missed: B2's", do: values("i2", "", "90%")},
	trial{name: "full", do: declared("i2", "15")},
)

func TestB4(t *testing.T) { testCheck(t, "B4") }

var _ = table("B5",
	trial{name: "a score without an actual", do: all(values("i5", "", "/"), declared("i5", "15")), want: at("indicator:i5 actual")},
	trial{name: "a score without a target", do: all(values("i5", " ", ""), declared("i5", "15")), want: at("indicator:i5 target")},
	trial{name: "judged without a target", do: values("i6", "——", ""), want: at("indicator:i6 target")},
	trial{name: "left open", do: values("i1", "", " "), want: at("indicator:i1 open")},
	trial{name: "a target that was never published", do: all(values("i5", "未公布", ""), declared("i5", "15"), edit("i5", func(i *scoring.Indicator) {
		i.Published = scoring.TargetUnpublished
	}))},
	trial{name: "no score on an empty actual", do: all(values("i5", "", "/"), declared("i5", "0"), reason("i5", "未统计。"))},
	trial{name: "not applicable", do: all(values("i5", "", "/"), state("i5", scoring.StateNotApplicable))},
	trial{name: "a row of the framework judged by a standard", under: "framework-4aspects", do: all(values("i6", " ", ""), edit("i6", func(i *scoring.Indicator) { i.Level1, i.Level2 = "决策", "项目立项" }))},
)

func TestB5(t *testing.T) { testCheck(t, "B5") }

var _ = table("B6",
	trial{name: "the sign is carried", do: values("i2", "", "≥98%"), want: at("indicator:i2 sign")},
	trial{name: "the sign in words", do: values("i5", "不少于12个", "不少于12个"), want: at("indicator:i5 sign")},
	trial{name: "the due date copied", do: values("i3", "", "2023年11月底前"), want: at("indicator:i3 sign")},
	trial{name: "words of its own", do: values("i6", "", "已建立管护机制，36名人员到岗")},
	trial{name: "the words copied exactly", do: values("i6", "", "建立管护机制并落实人员。"), want: at("indicator:i6")},
	trial{name: "an equal figure is honest", do: values("i5", "12个", "12个")},
	trial{name: "a bound of its own", do: values("i5", "≥12个", "12个以上村受益，共14个")},
	trial{name: "done", do: all(method("i5", scoring.MethodYesNo), values("i5", "完成", "完成"))},
	trial{name: "an empty phrase is D3's", do: values("i6", "效果明显", "效果明显")},
)

func TestB6(t *testing.T) { testCheck(t, "B6") }

var _ = table("B7",
	trial{name: "houses against villages", do: values("i5", "≥12个", "12户"), want: at("indicator:i5")},
	trial{name: "persons against per cent", do: values("i7", "≥90%", "95人"), want: at("indicator:i7")},
	trial{name: "metres against kilometres", do: values("i1", "", "21500米"), want: at("indicator:i1 scale")},
	trial{name: "two spellings", do: values("i1", "≥20公里", "21.5km")},
	trial{name: "two counting words", do: values("i5", "≥12名", "12人")},
	trial{name: "a full-width sign", do: values("i2", "≥98％", "100%")},
	trial{name: "no unit", do: values("i5", "≥12个", "12")},
	trial{name: "a share against per cent", do: values("i7", "≥90%", "0.95"), want: at("indicator:i7 share")},
	trial{name: "per cent against a share", do: values("i7", "≥0.9", "95%"), want: at("indicator:i7 share")},
	trial{name: "a plain percentage", do: values("i7", "≥90%", "95")},
	trial{name: "two shares", do: values("i7", "≥0.9", "0.95")},
)

func TestB7(t *testing.T) { testCheck(t, "B7") }

var _ = table("B8",
	trial{name: "a cost with a floor", do: all(values("i4", "≥45万元", "46.5万元"), method("i4", scoring.MethodProportional)), want: at("indicator:i4 cost")},
	trial{name: "a quantity with a ceiling", do: all(values("i1", "≤20公里", "19公里"), method("i1", scoring.MethodCeiling)), want: at("indicator:i1 quantity")},
	trial{name: "a floor scored as a ceiling", do: method("i5", scoring.MethodCeiling), want: at("indicator:i5 method")},
	trial{name: "a ceiling in words scored in proportion", do: all(values("i4", "不超过45万元", ""), method("i4", scoring.MethodProportional)), want: at("indicator:i4 method")},
	trial{name: "savings have a floor", do: all(name("i4", "节约工程资金"), values("i4", "≥5万元", "6万元"), method("i4", scoring.MethodProportional))},
	trial{name: "accidents have a ceiling", do: all(name("i1", "施工安全事故数"), values("i1", "≤1起", "0起"), method("i1", scoring.MethodCeiling))},
	trial{name: "no sign", do: values("i1", "20公里", "21公里")},
	trial{name: "a ceiling in benefits", do: all(values("i5", "≤12个", "11个"), method("i5", scoring.MethodCeiling))},
)

func TestB8(t *testing.T) { testCheck(t, "B8") }

func lastYear(id, text string) func(*scoring.Evaluation) {
	return edit(id, func(i *scoring.Indicator) { i.LastYear = parse(text) })
}

func before(do func(*scoring.Evaluation)) review.Context {
	e := honest()
	e.FiscalYear = 2022
	do(e)
	return review.Context{LastYear: e}
}

func nothing(*scoring.Evaluation) {}

var _ = table("B9",
	trial{name: "below last year", do: lastYear("i1", "23公里"), want: at("indicator:i1")},
	trial{name: "in another unit", do: lastYear("i1", "20100米"), want: at("indicator:i1")},
	trial{name: "a ceiling above last year", do: lastYear("i4", "43万元"), want: at("indicator:i4 ceiling")},
	trial{name: "from last year's evaluation", known: before(values("i5", "", "13个")), do: nothing, want: at("indicator:i1", "indicator:i2", "indicator:i5", "indicator:i7")},
	trial{name: "the same as last year", do: lastYear("i1", "20公里")},
	trial{name: "another unit", do: lastYear("i5", "300户")},
	trial{name: "not known", do: lastYear("i5", "/")},
	trial{name: "another name last year", known: before(func(e *scoring.Evaluation) {
		for i := range e.Indicators {
			e.Indicators[i].Name = "旧" + e.Indicators[i].Name
		}
	})},
)

func TestB9(t *testing.T) { testCheck(t, "B9") }

var _ = table("B10",
	trial{name: "a target in the next year", do: values("i3", "2024年6月底前", "2023年12月1日"), want: at("indicator:i3 target")},
	trial{name: "done in the year before", do: values("i3", "", "2022年12月30日"), want: at("indicator:i3 actual")},
	trial{name: "late, printed in full", do: all(values("i3", "", "2023年12月20日"), declared("i3", "10")), want: at("indicator:i3 late")},
	trial{name: "another year's figure", do: name("i5", "受益行政村数（2022年）"), want: at("indicator:i5 name")},
	trial{name: "another year in the actual", do: values("i6", "", "2021年印发管护办法，落实人员"), want: at("indicator:i6 actual")},
	trial{name: "late but it lost points: B2's", do: values("i3", "", "2023年12月20日")},
	trial{name: "a year to compare with", do: name("i5", "受益行政村数较2022年增加")},
	trial{name: "since a year", do: name("i5", "2019年以来受益行政村数")},
	trial{name: "a plan over years with this one named", do: values("i6", "", "2021年启动、2023年印发管护办法，落实人员")},
	trial{name: "the month of the due date", do: values("i3", "", "2023年11月")},
	trial{name: "a date without a year", do: values("i3", "", "10月20日")},
	trial{name: "the number of a document", do: values("i6", "", "印发清交〔2021〕9号管护办法，落实人员")},
)

func TestB10(t *testing.T) { testCheck(t, "B10") }

func fullTier(text string) func(*scoring.Evaluation) {
	return all(values("i6", "", text), judged("i6", "reached", "15"), reason("i6", ""))
}

var _ = table("B11",
	trial{name: "under construction", do: fullTier("道路标志建设中"), want: at("indicator:i6")},
	trial{name: "waiting for acceptance", do: fullTier("两个标段待验收，其余已通车"), want: at("indicator:i6")},
	trial{name: "the reason says so", do: all(fullTier("管护办法已印发"), reason("i6", "部分路段尚未移交。")), want: at("indicator:i6")},
	trial{name: "in progress, in brackets", do: fullTier("管护办法（审批中）"), want: at("indicator:i6")},
	trial{name: "a construction centre is built", do: fullTier("道路养护建设中心已挂牌")},
	trial{name: "an evaluation half-way is done", do: fullTier("完成实施中期评估")},
	trial{name: "none waits for acceptance", do: fullTier("全部通车，无待验收路段")},
	trial{name: "not full", do: values("i6", "", "道路标志建设中")},
	trial{name: "that stage was the target", do: all(fullTier("桥梁主体施工中"), values("i6", "年底处于施工中", ""))},
)

func TestB11(t *testing.T) { testCheck(t, "B11") }

func outputs(points ...string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		for i, p := range points {
			if p != "" {
				e.Indicators[i].Declared = some(p)
				e.Indicators[i].Reason = "复核认定。"
			}
		}
	}
}

var _ = table("B12",
	trial{name: "full outputs on 40 %", do: all(money("1000", "400"), outputs("", "", "", "10")), want: at("level:产出")},
	trial{name: "just below half", do: all(money("1000", "499.99"), values("i4", "", "45万元")), want: at("level:产出")},
	trial{name: "nothing spent", do: all(money("1000", "0"), values("i4", "", "44万元")), want: at("level:产出")},
	trial{name: "a row that is not applicable does not count", do: all(money("1000", "100"), state("i4", scoring.StateNotApplicable)), want: at("level:产出")},
	trial{name: "exactly half", do: all(money("1000", "500"), values("i4", "", "45万元"))},
	trial{name: "one row short", do: money("1000", "300")},
	trial{name: "no evidence is not full", do: all(money("1000", "300"), values("i4", "", "45万元"), state("i1", scoring.StateNoEvidence))},
)

func TestB12(t *testing.T) { testCheck(t, "B12") }

var _ = table("B13",
	trial{name: "half the outputs", do: outputs("0", "10", "5", "10"), want: at("level:产出")},
	trial{name: "just below 60 %", do: outputs("5", "15", "9.99", "0"), want: at("level:产出")},
	trial{name: "no evidence for most", do: all(state("i1", scoring.StateNoEvidence), state("i2", scoring.StateNoEvidence)), want: at("level:产出")},
	trial{name: "exactly 60 %", do: outputs("5", "15", "10", "0")},
	trial{name: "little spent as well", do: all(money("1000", "949"), outputs("0", "0", "0", "0"))},
	trial{name: "a row still open", do: all(outputs("0", "0", "0"), values("i4", "", " "))},
)

func TestB13(t *testing.T) { testCheck(t, "B13") }
