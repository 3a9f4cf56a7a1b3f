package review_test

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// rescored puts a score on the total row of the form.
func rescored(rate, score string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		row := &e.Funds[0]
		if rate != "" {
			row.DeclaredRate = some(rate)
		}
		if score != "" {
			row.DeclaredScore = some(score)
		}
	}
}

func unweighed(e *scoring.Evaluation) {
	for i := range e.Indicators {
		e.Indicators[i].Weight = decimal.MustParse("0")
	}
}

func headings(level1 string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		for i := range 4 {
			e.Indicators[i].Level1 = level1
		}
	}
}

var _ = table("A1",
	trial{name: "a row too heavy", do: weight("i1", "15.5"), want: at("weights")},
	trial{name: "a row is missing", do: func(e *scoring.Evaluation) { e.Indicators = e.Indicators[:6] }, want: at("weights")},
	trial{name: "the form prints 110", make: printed, do: func(e *scoring.Evaluation) { e.Declared.TotalWeight = some("110") }, want: at("weights printed")},
	trial{name: "the form prints 20 for execution", make: printed, do: func(e *scoring.Evaluation) { e.Funds[0].DeclaredWeight = some("20") }, want: at("weights")},
	trial{name: "a form without weights", make: printed, do: unweighed, want: at("weights none")},
	trial{name: "decimal weights that add up", do: all(weight("i1", "14.5"), weight("i2", "15.5"))},
	trial{name: "a row that is not applicable keeps its weight", do: state("i1", scoring.StateNotApplicable)},
	trial{name: "the form prints 100.0", make: printed, do: func(e *scoring.Evaluation) { e.Declared.TotalWeight = some("100.0") }},
)

func TestA1(t *testing.T) { testCheck(t, "A1") }

var _ = table("A2",
	trial{name: "output 45, benefit 35", do: all(weight("i1", "10"), weight("i5", "20")), want: at("level:产出", "level:效益")},
	trial{name: "a heading prints another sum", do: headings("产出指标（60分）"), want: at("level:产出 heading")},
	trial{name: "a level-2 heading prints another sum", do: edit("i2", func(i *scoring.Indicator) { i.Level2 = "质量指标(20分)" }), want: at("level:产出/质量 heading")},
	trial{name: "execution printed with another weight", make: printed, do: func(e *scoring.Evaluation) { e.Funds[0].DeclaredWeight = some("12") }, want: at("execution execution")},
	trial{name: "spellings of one level are added up", do: edit("i2", func(i *scoring.Indicator) { i.Level1 = "一、产出" })},
	trial{name: "a form without weights is A1's", make: printed, do: unweighed},
	trial{name: "headings that agree", do: headings("产出指标（50分）")},
	trial{
		name: "satisfaction falls to benefit", under: "central-2021", do: all(
			func(e *scoring.Evaluation) {
				e.Scheme.ID = "central-2021"
				e.Indicators = e.Indicators[:6]
				e.Indicators[3].Level2 = "数量指标"
			}, weight("i5", "25"),
		),
	},
	trial{name: "a heading without points", do: headings("产出指标（必填）")},
)

func TestA2(t *testing.T) { testCheck(t, "A2") }

var _ = table("A3",
	trial{name: "printed above the weight", make: printed, do: declared("i1", "15.01"), want: at("indicator:i1")},
	trial{name: "an override above the weight", do: edit("i2", func(i *scoring.Indicator) {
		i.Override = &scoring.Override{Points: decimal.MustParse("16"), Reason: "复核认可"}
	}), want: at("indicator:i2")},
	trial{name: "points outside the tier", do: judged("i6", "partly", "13"), want: at("indicator:i6 tier")},
	trial{name: "execution above its weight", make: printed, do: rescored("", "10.5"), want: at("execution execution")},
	trial{name: "a form without weights is A1's", make: printed, do: unweighed},
	trial{name: "the whole weight", make: printed, do: declared("i7", "10")},
	trial{name: "nothing at all", make: printed, do: all(declared("i1", "0"), reason("i1", "道路未动工，已重新招标。"))},
	trial{name: "the lower end of the tier", do: judged("i6", "reached", "12")},
)

func TestA3(t *testing.T) { testCheck(t, "A3") }

var _ = table("A4",
	trial{name: "total too high", make: printed, do: func(e *scoring.Evaluation) { e.Declared.Total = some("97.50") }, want: at("total")},
	trial{name: "total too low by 0.02", make: printed, do: func(e *scoring.Evaluation) { e.Declared.Total = some("97.28") }, want: at("total")},
	trial{name: "no row printed", do: func(e *scoring.Evaluation) { e.Declared.Total = some("96") }, want: at("total computed")},
	trial{name: "off by 0.01", make: printed, do: func(e *scoring.Evaluation) { e.Declared.Total = some("97.31") }},
	trial{name: "no total printed", make: printed, do: func(e *scoring.Evaluation) { e.Declared.Total.Valid = false }},
	trial{name: "no row printed, total agrees", do: func(e *scoring.Evaluation) { e.Declared.Total = some("97.3") }},
)

func TestA4(t *testing.T) { testCheck(t, "A4") }

var _ = table("A5",
	trial{name: "ceiling by another formula", make: printed, do: declared("i4", "9.67"), want: at("indicator:i4")},
	trial{name: "rounded down instead of half-up", make: printed, do: declared("i4", "9.6"), want: at("indicator:i4")},
	trial{name: "a miss scored by feeling", make: printed, do: all(values("i1", "", "18公里"), declared("i1", "14"), reason("i1", "两段路基未交付，今年完成。")), want: at("indicator:i1")},
	trial{name: "a row that is not applicable carries a score", make: printed, do: state("i5", scoring.StateNotApplicable), want: at("indicator:i5 state")},
	trial{name: "half the points for a missed deadline", make: printed, do: all(values("i3", "", "2023年12月20日"), declared("i3", "5"), reason("i3", "雨季停工。")), want: at("indicator:i3 words")},
	trial{name: "the method's score", make: printed, do: declared("i4", "9.68")},
	trial{name: "an override says why", make: printed, do: all(declared("i4", "9"), edit("i4", func(i *scoring.Indicator) {
		i.Override = &scoring.Override{Points: decimal.MustParse("9"), Reason: "复核扣减"}
	}))},
	trial{name: "full marks for a miss are B3's", make: printed, do: declared("i4", "10")},
	trial{name: "a loss although met is B4's", make: printed, do: declared("i2", "14")},
	trial{name: "above the weight is A3's", make: printed, do: declared("i4", "11")},
)

func TestA5(t *testing.T) { testCheck(t, "A5") }

var _ = table("A6",
	trial{name: "rate against the initial budget", make: printed, do: rescored("98", ""), want: at("execution")},
	trial{name: "99.985 printed as 99.99 rounds right, as 99.98 wrong", make: printed, do: all(money("20000", "19997"), rescored("99.98", "10")), want: at("execution")},
	trial{name: "score from the rounded rate", make: printed, do: rescored("", "9.6"), want: at("execution:score score")},
	trial{name: "a rate without a budget", make: printed, do: func(e *scoring.Evaluation) {
		e.Funds = e.Funds[:1]
		e.Funds[0].Adjusted, e.Funds[0].Executed = some("0"), some("0")
		e.Funds[0].DeclaredRate, e.Funds[0].DeclaredScore = some("100"), some("10")
	}, want: at("execution no-budget")},
	trial{name: "a zero total over source rows is A7's", make: printed, do: func(e *scoring.Evaluation) {
		e.Funds[0].Adjusted = some("0")
	}},
	trial{name: "whole per cent", make: printed, do: rescored("96", "")},
	trial{name: "more places than the display", make: printed, do: rescored("96.200", "")},
	trial{name: "a weight of its own", make: printed, do: func(e *scoring.Evaluation) {
		e.Funds[0].DeclaredWeight, e.Funds[0].DeclaredScore = some("20"), some("19.24")
	}},
)

func TestA6(t *testing.T) { testCheck(t, "A6") }

var _ = table("A7",
	trial{name: "initial", do: func(e *scoring.Evaluation) { e.Funds[1].Initial = some("880") }, want: at("funds:0:initial initial")},
	trial{name: "total left blank", do: func(e *scoring.Evaluation) { e.Funds[0].Adjusted.Valid = false }, want: at("funds:0:adjusted adjusted")},
	trial{name: "zero total over sources", do: func(e *scoring.Evaluation) { e.Funds[0].Executed = some("0") }, want: at("funds:0:executed executed")},
	trial{name: "a part's table", do: func(e *scoring.Evaluation) {
		e.Parts = []scoring.Part{{ID: "p", Name: "县道", Funds: []scoring.FundRow{
			{Name: "合计", Executed: some("50")}, {Name: "财政拨款", Depth: 1, Executed: some("49")},
		}}}
	}, want: at("partfunds:0.executed:p executed")},
	trial{name: "parts against the whole", do: parts("500", "520"), want: at("funds:0:executed parts")},
	trial{name: "parts that add up", do: parts("442", "520")},
	trial{name: "a breakdown row is not added up", do: func(e *scoring.Evaluation) { e.Funds[3].Executed = some("70") }},
	trial{name: "sources left blank", do: func(e *scoring.Evaluation) {
		for i := range e.Funds[1:] {
			e.Funds[i+1].Executed.Valid = false
		}
	}},
	trial{name: "a source that is blank counts as nothing", do: func(e *scoring.Evaluation) {
		e.Funds[1].Executed, e.Funds[2].Executed.Valid = some("962"), false
	}},
)

func parts(first, second string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		e.Parts = []scoring.Part{
			{ID: "p1", Name: "县道", Funds: []scoring.FundRow{{Name: "合计", Executed: some(first)}}},
			{ID: "p2", Name: "村道", Funds: []scoring.FundRow{{Name: "合计", Executed: some(second)}}},
		}
	}
}

func TestA7(t *testing.T) { testCheck(t, "A7") }

var _ = table("A8",
	trial{name: "the whole", do: money("1000", "1000.01"), want: at("funds:0")},
	trial{name: "a source only", do: func(e *scoring.Evaluation) { e.Funds[2].Executed = some("120") }, want: at("funds:2")},
	trial{name: "spent without a budget", do: money("0", "12"), want: at("funds:0 zero")},
	trial{name: "a part", do: func(e *scoring.Evaluation) {
		e.Parts = []scoring.Part{{ID: "p", Name: "县道", Funds: []scoring.FundRow{{Name: "合计", Adjusted: some("5"), Executed: some("6")}}}}
	}, want: at("partfunds:0:p")},
	trial{name: "to the last cent", do: money("1000", "1000")},
	trial{name: "nothing on nothing", do: money("0", "0")},
	trial{name: "no budget stated", do: func(e *scoring.Evaluation) { e.Funds[3].Adjusted.Valid = false }},
)

func TestA8(t *testing.T) { testCheck(t, "A8") }

var _ = table("A9",
	trial{name: "an indicator of the rate", do: name("i5", "项目资金支出率"), want: at("indicator:i5")},
	trial{name: "in brackets and full width", do: name("i2", "（１）预算执行率"), want: at("indicator:i2")},
	trial{name: "a weight on a source row", make: printed, do: func(e *scoring.Evaluation) { e.Funds[1].DeclaredWeight = some("10") }, want: at("funds:1 source")},
	trial{name: "in other words", do: name("i5", "预算资金执行率"), want: at("indicator:i5")},
	trial{name: "arrival of money", do: name("i5", "资金到位率")},
	trial{name: "compliance of use", do: name("i5", "资金使用合规率")},
	trial{name: "a source row that prints its rate only", make: printed, do: func(e *scoring.Evaluation) { e.Funds[1].DeclaredRate = some("95.8") }},
	trial{name: "a scheme without an execution row", under: "framework-4aspects", do: all(name("i5", "预算执行率"), func(e *scoring.Evaluation) { e.Scheme.ID = "framework-4aspects" })},
)

func TestA9(t *testing.T) { testCheck(t, "A9") }

func graded(total, grade string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) { e.Declared.Total, e.Declared.Grade = some(total), grade }
}

var _ = table("A10",
	trial{name: "one grade too low", make: printed, do: graded("97.30", "良"), want: at("grade")},
	trial{name: "89.99 is not excellent", make: printed, do: graded("89.99", "优"), want: at("grade")},
	trial{name: "a word that is no grade", make: printed, do: graded("97.30", "合格"), want: at("grade")},
	trial{name: "no total is printed", make: printed, do: func(e *scoring.Evaluation) { e.Declared = scoring.Declared{Grade: "差"} }, want: at("grade computed")},
	trial{name: "common speech", make: printed, do: graded("97.30", "优秀")},
	trial{name: "exactly at the bound", make: printed, do: graded("90", "优")},
	trial{name: "良好 for 良, in quotes", make: printed, do: graded("80.00", "“良好”")},
	trial{name: "no grade printed", make: printed, do: graded("50", "")},
)

func TestA10(t *testing.T) { testCheck(t, "A10") }

var _ = table("A11",
	trial{name: "three shares of 110", do: section("performance", "投入中，县级占60%，镇级占30%，村级占20%。"), want: at("section:performance")},
	trial{name: "two shares of 80", do: section("performance", "男性占50％，女性占30％。"), want: at("section:performance")},
	trial{name: "listed behind 分别占", do: goal("", "县道、乡道、村道里程分别占20%、30%、40%。"), want: at("goal:0")},
	trial{
		name: "two sentences, one of them twice", do: section("performance", "县级占60%，镇级占30%，村级占20%。男性占50%，女性占30%。县级占60%，镇级占30%，村级占20%。"),
		want: at("section:performance", "section:performance:2"),
	},
	trial{name: "within five points", do: section("performance", "县级占60.5%，镇级占30.2%，村级占9.1%。")},
	trial{name: "a list that is not complete", do: section("performance", "主要来源为县级，占60%，镇级占20%。")},
	trial{name: "shares of different wholes", do: section("performance", "已改造里程占计划里程的107.5%，占全县里程的12%。")},
	trial{name: "one share", do: section("performance", "北山镇的里程占41%。")},
)

func TestA11(t *testing.T) { testCheck(t, "A11") }

var _ = table("A12",
	trial{name: "execution differs", do: section("money", "全年预算1000万元，全年执行926万元。"), want: at("section:money")},
	trial{name: "in another unit", do: section("money", "全年执行数为962.5万元，即全年执行9625000元。"), want: at("section:money")},
	trial{name: "initial budget in a goal's outcome", do: goal("", "年初预算数为1,200万元，道路已改造。"), want: at("goal:0")},
	trial{name: "the same amount in another unit", do: section("money", "全年预算数0.1亿元，全年执行9620000元。")},
	trial{name: "to the places stated", do: section("money", "全年执行数为0.10亿元。")},
	trial{name: "a source's own amount", do: section("money", "县财政当年拨款，全年执行862万元。")},
	trial{name: "last year's amount", do: section("money", "上年全年执行780万元，2022年全年执行数为780万元。")},
	trial{name: "a loose amount", do: section("money", "全年执行近1000万元，全年执行约960万元。")},
)

func TestA12(t *testing.T) { testCheck(t, "A12") }
