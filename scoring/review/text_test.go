package review_test

import (
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/target"
)

func evidence(ids ...string) func(*scoring.Evaluation) {
	return edit("i6", func(i *scoring.Indicator) { i.Evidence = ids })
}

var _ = table("D1",
	trial{name: "a full tier", do: all(fullTier("办法已印发"), evidence()), want: at("indicator:i6")},
	trial{name: "evidence that does not exist", do: all(fullTier("办法已印发"), evidence("E9")), want: at("indicator:i6")},
	trial{name: "points given by hand", do: all(fullTier("办法已印发"), evidence(), method("i6", scoring.MethodManual), edit("i6", func(i *scoring.Indicator) {
		i.Judgement, i.Reason = scoring.Judgement{Points: some("15")}, "按办法评定。"
	})), want: at("indicator:i6")},
	trial{name: "done, in words", do: all(values("i6", "建立机制", "已完成"), method("i6", scoring.MethodYesNo), evidence()), want: at("indicator:i6")},
	trial{name: "with evidence", do: fullTier("办法已印发")},
	trial{name: "not full", do: evidence()},
	trial{name: "a figure needs none", do: edit("i5", func(i *scoring.Indicator) { i.Evidence = nil })},
)

func TestD1(t *testing.T) { testCheck(t, "D1") }

var unsurveyed = all(section("performance", "改造农村道路21.5公里，涉及12个行政村，群众满意度为95.2%。"), edit("i7", func(i *scoring.Indicator) { i.Evidence = nil }))

var _ = table("D2",
	trial{name: "nothing about a survey", do: unsurveyed, want: at("indicator:i7")},
	trial{name: "a survey without a sample", do: all(unsurveyed, section("problems", "满意度通过问卷调查得出，公布了结果。")), want: at("indicator:i7")},
	trial{name: "a figure that counts no sample", do: all(unsurveyed, section("problems", "问卷调查显示满意度为95.2%。")), want: at("indicator:i7")},
	trial{name: "in the name of a benefit", do: all(unsurveyed, name("i5", "受益村民满意率"), values("i5", "≥90%", "93%")), want: at("indicator:i5", "indicator:i7")},
	trial{name: "a blank actual that scores", do: all(unsurveyed, edit("i7", func(i *scoring.Indicator) {
		i.Actual = target.Value{}
		i.Override = &scoring.Override{Points: decimal.MustParse("5"), Reason: "专家评议"}
	})), want: at("indicator:i7 blank")},
	trial{name: "a questionnaire as evidence", do: section("performance", "群众满意度为95.2%。")},
	trial{name: "a sample in the text", do: all(unsurveyed, section("problems", "随机电话回访沿线村民８０户。"))},
	trial{name: "a sample in the row's note", do: all(unsurveyed, edit("i7", func(i *scoring.Indicator) { i.Note = "抽样150人" }))},
	trial{name: "nothing scored", do: all(unsurveyed, state("i7", scoring.StateNoEvidence))},
)

func TestD2(t *testing.T) { testCheck(t, "D2") }

var _ = table("D3",
	trial{name: "效果明显", do: values("i6", "", "效果明显"), want: at("indicator:i6")},
	trial{name: "显著提升", do: values("i6", "", "得到了显著提升。"), want: at("indicator:i6")},
	trial{name: "达成预期指标", do: values("i6", "", "达成预期指标"), want: at("indicator:i6")},
	trial{name: "two phrases", do: values("i6", "", "良好，持续有效"), want: at("indicator:i6")},
	trial{name: "says what", do: values("i6", "", "管护办法已印发，路面整洁效果明显")},
	trial{name: "says how much", do: values("i6", "", "事故数比上年显著下降32%")},
	trial{name: "not scored", do: all(values("i6", "", "效果明显"), state("i6", scoring.StateNotApplicable))},
	trial{name: "a plain yes", do: all(method("i6", scoring.MethodYesNo), values("i6", "完成", "完成"))},
)

func TestD3(t *testing.T) { testCheck(t, "D3") }

var _ = table("D4",
	trial{name: "goal and outcome", do: goal("改造农村道路20公里。", "改造农村道路20公里"), want: at("goal:0 goal")},
	trial{name: "blanks and full-width signs do not differ", do: goal("改造农村道路 20公里，惠及12个村。", "改造农村道路20公里,惠及12个村"), want: at("goal:0 goal")},
	trial{name: "one reason on two rows", do: reason("i6", "沥青价格较年初上涨，今后提前签订供货协议"), want: at("indicator:i4 reason")},
	trial{name: "other words", do: goal("改造农村道路20公里。", "已改造农村道路20公里。")},
	trial{name: "both empty", do: goal(" ", " ")},
	trial{name: "无 on many rows", do: all(reason("i1", "无"), reason("i2", "无"), reason("i5", "无"))},
	trial{name: "one reason more detailed", do: reason("i6", "沥青价格较年初上涨，管护经费也随之增加。")},
)

func TestD4(t *testing.T) { testCheck(t, "D4") }

const longText = "全年改造农村道路21.5公里，完成路基加固、路面铺筑、边沟修整和标志标线施划，北山、南塘两镇的县道全线通车；" +
	"沿线新设错车道18处、安全护栏2600米，农产品运输时间平均缩短半小时，周边三所学校的校车线路恢复运行。"

var _ = table("D5",
	trial{name: "another unit's text", do: section("organisation", "白沙县教育局成立领导小组，按月调度。"), known: review.Context{OtherUnits: []string{"白沙县教育局"}}, want: at("section:organisation:unit unit")},
	trial{name: "another year's text", do: section("organisation", "根据2021年度绩效自评要求，按月调度资金支出。"), want: at("section:organisation:year year")},
	trial{name: "last year's text with new figures", do: section("performance", strings.Replace(longText, "21.5", "23", 1)), known: before(section("performance", longText)), want: at("section:performance:text text")},
	trial{name: "last year's summary of a part", do: func(e *scoring.Evaluation) {
		e.Parts = []scoring.Part{{ID: "p", Name: "县道", Summary: longText}}
	}, known: before(func(e *scoring.Evaluation) {
		e.Parts = []scoring.Part{{ID: "p", Name: "县道", Summary: longText + "。"}}
	}), want: at("part:p:text text")},
	trial{name: "work with another unit", do: section("organisation", "清河县交通运输局会同白沙县教育局按月调度。"), known: review.Context{OtherUnits: []string{"白沙县教育局"}}},
	trial{name: "the own department among the other units", known: review.Context{OtherUnits: []string{"清河县交通运输局", "县财政局"}}},
	trial{name: "a peer's text that speaks of 县教育局", do: func(e *scoring.Evaluation) {
		e.Project.Unit = "清河县教育局"
		e.Narrative[2].Text = "白沙县教育局按月调度。"
	}, known: review.Context{OtherUnits: []string{"白沙县教育局"}}, want: at("section:organisation:unit unit")},
	trial{name: "a year to compare with", do: section("organisation", "与2022年度绩效目标相比，2023年新增管护要求。")},
	trial{name: "a text that only resembles last year's", do: all(
		section("performance", strings.Replace(longText, "北山、南塘两镇的县道全线通车", "东湖镇三条村道完成硬化并通车", 1)),
		section("organisation", "每月召开调度会。"), section("problems", "材料价格上涨。"),
	), known: before(section("performance", longText))},
	trial{name: "a basis stays the same", do: all(section("basis", longText), section("organisation", "每月召开调度会。"), section("problems", "材料价格上涨。")), known: before(section("basis", longText))},
)

func TestD5(t *testing.T) { testCheck(t, "D5") }

var _ = table("D6",
	trial{name: "a limit of characters", do: section("problems", "（200字以内）材料价格上涨。"), want: at("section:problems")},
	trial{name: "a request", do: goal("", "对照年度目标，逐项填写完成情况"), want: at("goal:0")},
	trial{name: "several in one text, one of them twice", do: section("problems", "材料价格上涨××元。其他问题（200字以内）：待补充。管护人员××名。"), want: at("section:problems", "section:problems:2", "section:problems:3")},
	trial{name: "in the goal and in its outcome", do: goal("改造农村道路**公里。", "改造农村道路21.5公里，待填写。"), want: at("goal:0", "goal:0:2")},
	trial{name: "the request alone", do: goal("", "（对照年度目标填写）道路已改造。"), want: at("goal:0")},
	trial{name: "the label of a row", do: name("i2", "指标2：工程验收合格率"), want: at("indicator:i2")},
	trial{name: "the label of a row without a colon", do: name("i2", "指标12工程验收合格率"), want: at("indicator:i2")},
	trial{name: "stars", do: name("i1", "改造道路（≥**公里）"), want: at("indicator:i1")},
	trial{name: "an ellipsis for a row", do: name("i1", "……"), want: at("indicator:i1")},
	trial{name: "a year left open", do: section("basis", "根据20XX年部门预算设立。"), want: at("section:basis")},
	trial{name: "crosses", do: func(e *scoring.Evaluation) { e.Project.Unit = "××县交通运输局" }, want: at("header:unit")},
	trial{name: "characters that a contest asks for", do: section("problems", "征文要求每篇800字以内，共收到42篇。")},
	trial{name: "a sentence that looks back at its goals", do: goal("", "对照年度目标，道路改造里程多完成1.5公里。")},
	trial{name: "an ellipsis within a sentence", do: section("problems", "护栏、标线、标志……均已安装。")},
	trial{name: "a masked number", do: edit("i4", func(i *scoring.Indicator) { i.Reason = "详询138****1234，沥青涨价。" })},
	trial{name: "a product of figures", do: name("i1", "改造3×6米错车道里程")},
	trial{name: "a size in letters", do: section("problems", "工作服XXL码不足，护栏型号为XX-12。")},
	trial{name: "an indicator about indicators", do: name("i6", "指标体系建立情况")},
	trial{name: "a bracket that explains", do: section("problems", "管护经费（含人员、材料）来源不稳定，简要说明见附件。")},
)

func TestD6(t *testing.T) { testCheck(t, "D6") }

var _ = table("D7",
	trial{name: "twice", do: name("i2", "改造农村道路里程"), want: at("indicator:i1")},
	trial{name: "blanks do not differ", do: name("i5", "改造 农村道路里程"), want: at("indicator:i1")},
	trial{name: "three times", do: all(name("i2", "里程"), name("i5", "里程"), name("i7", "里程。")), want: at("indicator:i2")},
	trial{name: "in two parts", do: all(name("i2", "改造农村道路里程"), edit("i2", func(i *scoring.Indicator) { i.Part = "p2" }))},
	trial{name: "a longer name", do: name("i2", "改造农村道路里程达标率")},
	trial{name: "names left blank", do: all(name("i1", ""), name("i2", " "))},
)

func TestD7(t *testing.T) { testCheck(t, "D7") }

var _ = table("D8",
	trial{name: "satisfaction among quantities", do: name("i1", "沿线居民满意度"), want: at("indicator:i1")},
	trial{name: "a pass rate among quantities", do: name("i1", "工程验收合格率"), want: at("indicator:i1")},
	trial{name: "timeliness among qualities", do: name("i2", "工程款支付及时率"), want: at("indicator:i2")},
	trial{name: "satisfaction among benefits", do: name("i5", "受益群众满意度"), want: at("indicator:i5")},
	trial{name: "a count among satisfaction", do: name("i7", "服务村民户数"), want: at("indicator:i7")},
	trial{name: "a rate of coverage is a quantity", do: name("i1", "行政村通畅覆盖率")},
	trial{name: "timely and right", do: name("i3", "按时验收合格率")},
	trial{name: "satisfaction below benefits where the scheme has it there", under: "framework-4aspects", do: edit("i7", func(i *scoring.Indicator) { i.Level1, i.Level2 = "效益", "满意度" })},
	trial{name: "complaints among satisfaction", do: name("i7", "群众投诉办结数量")},
)

func TestD8(t *testing.T) { testCheck(t, "D8") }

var _ = table("D9",
	trial{name: "two targets", do: values("i5", "12个村；3600户", ""), want: at("indicator:i5 target")},
	trial{name: "several in the name", do: name("i5", "受益行政村12个；受益农户3600户"), want: at("indicator:i5 name")},
	trial{name: "three in the name, full width", do: name("i1", "改造县道８公里、乡道６公里、村道７公里"), want: at("indicator:i1 name")},
	trial{name: "a range is one target", do: values("i2", "95%-100%", "")},
	trial{name: "one figure in the name", do: name("i1", "改造6米宽农村道路里程")},
	trial{name: "things listed without figures", do: name("i1", "改造县道、乡道、村道里程")},
	trial{name: "years are no targets", do: name("i1", "2022年、2023年接续改造的道路里程")},
)

func TestD9(t *testing.T) { testCheck(t, "D9") }

func without(ids ...string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		var kept []scoring.Indicator
		for _, ind := range e.Indicators {
			keep := true
			for _, id := range ids {
				keep = keep && ind.ID != id
			}
			if keep {
				kept = append(kept, ind)
			}
		}
		e.Indicators = kept
	}
}

var _ = table("D10",
	trial{name: "no satisfaction", do: without("i7"), want: at("level:满意度 satisfaction")},
	trial{name: "no benefit", do: without("i5", "i6"), want: at("level:效益 benefit")},
	trial{name: "neither", do: without("i5", "i6", "i7"), want: at("level:效益 benefit", "level:满意度 satisfaction")},
	trial{name: "not applicable is none", do: state("i7", scoring.StateNotApplicable), want: at("level:满意度 satisfaction")},
	trial{name: "one benefit is enough", do: without("i5")},
	trial{name: "satisfaction among benefits", do: edit("i7", func(i *scoring.Indicator) { i.Level1, i.Level2 = "效益指标", "社会效益指标" })},
	trial{name: "no output is no matter of this check", do: without("i1", "i2", "i3", "i4")},
)

func TestD10(t *testing.T) { testCheck(t, "D10") }

var _ = table("D11",
	trial{name: "41 points", do: weight("i1", "41"), want: at("indicator:i1")},
	trial{name: "40.01 points", do: weight("i6", "40.01"), want: at("indicator:i6")},
	trial{name: "a single one of 90", do: all(without("i2", "i3", "i4", "i5", "i6", "i7"), weight("i1", "90")), want: at("indicator:i1")},
	trial{name: "exactly 40", do: weight("i1", "40")},
	trial{name: "two of 25", do: all(weight("i1", "25"), weight("i2", "25"), without("i3", "i4"))},
	trial{name: "as it is"},
)

func TestD11(t *testing.T) { testCheck(t, "D11") }

var _ = table("D12",
	trial{name: "a figure that nothing measures", do: goal("改造农村道路20公里，新建桥梁3座。", ""), want: at("goal:0")},
	trial{name: "another figure for what is measured", do: goal("改造农村道路25公里。", ""), want: at("goal:0")},
	trial{name: "a share", do: goal("行政村通畅率达到99.5%。", ""), want: at("goal:0")},
	trial{name: "in another unit", do: goal("改造农村道路20000米，惠及12个行政村。", "")},
	trial{name: "no figure", do: goal("改善农村出行条件。", "")},
	trial{name: "years, documents and lists", do: goal("1.按照清政发〔2023〕15号文件，2023年底前完成改造；2.落实管护。", "")},
	trial{name: "in an indicator's name", do: all(goal("改造6米宽农村道路20公里。", ""), name("i1", "改造6米宽农村道路里程"))},
)

func TestD12(t *testing.T) { testCheck(t, "D12") }

var short = all(values("i1", "", "18公里"), reason("i1", "两段路基返工。"), goal("", "改造农村道路18公里，受益行政村12个。"),
	section("performance", "改造农村道路18公里，发放问卷420份。"), section("conclusion", "自评情况见评分表。"))

var _ = table("D13",
	trial{name: "all goals done", do: all(short, section("conclusion", "年度绩效目标全部完成。")), want: at("section:conclusion:done done")},
	trial{name: "a goal that was done in full", do: all(short, goal("", "已全部完成。")), want: at("goal:0:done done")},
	trial{name: "another grade", do: section("conclusion", "自评得分97.30分，评价等级为良好。"), want: at("section:conclusion:grade grade")},
	trial{name: "another total", do: section("conclusion", "本项目自评得分为98.5分。"), want: at("section:conclusion:score score")},
	trial{name: "another rate", do: section("money", "资金到位及时，预算执行率达100%。"), want: at("section:money:rate rate")},
	trial{name: "a ratio that its own figures deny", do: section("performance", "抽检路段200段，合格180段，合格率95%。发放问卷420份。"), want: at("section:performance:derived derived")},
	trial{name: "two loose figures for one thing", do: section("performance", "项目拥有养护技术人员50余名。项目养护技术人员队伍超过100名。发放问卷420份。"), want: at("section:performance:two-figures two-figures")},
	trial{name: "grade and total, both wrong", do: section("conclusion", "自评总分85分，等级为“良”。"), want: at("section:conclusion:grade grade", "section:conclusion:score score")},
	trial{name: "an indicator's figure", do: section("performance", "全年受益行政村15个。发放问卷420份。"), want: at("section:performance:figure figure")},
	trial{
		name: "growth against last year's figure in the table", do: all(lastYear("i5", "10个"), section("performance", "受益行政村12个，比上年增长35%。发放问卷420份。")),
		want: at("section:performance:derived derived"),
	},
	trial{
		name: "growth against last year's evaluation", known: before(values("i5", "", "10个")), do: section("performance", "受益行政村12个，同比增长超25%。发放问卷420份。"),
		want: at("section:performance:derived derived"),
	},
	trial{
		name: "growth against a part's figure", do: all(part("农村公路养护里程（2022年）", "310", "公里"), section("performance", "农村公路养护里程达到330公里，同比增长10%。发放问卷420份。")),
		want: at("section:performance:derived derived"),
	},
	trial{
		name: "several ratios, one of them twice", do: section("performance", "抽检路段200段，合格180段，合格率95%。抽查护栏50处，合格40处，合格率90%。抽检路段200段，合格180段，合格率95%。发放问卷420份。"),
		want: at("section:performance:derived derived", "section:performance:derived-2 derived"),
	},
	trial{name: "two other grades", do: section("conclusion", "评价等级为良好。经复核，自评等级为中。自评得分97.3分。"), want: at("section:conclusion:grade grade", "section:conclusion:grade-2 grade")},
	trial{name: "the indicator's figure, its target and a plan", do: section("performance", "受益行政村12个，计划受益行政村14个，下一步受益行政村将达到20个。发放问卷420份。")},
	trial{name: "a part of the indicator's figure", do: section("performance", "受益行政村12个，其中北山镇受益行政村7个。发放问卷420份。")},
	trial{name: "growth that last year's figure gives", do: all(lastYear("i5", "10个"), section("performance", "受益行政村12个，比上年增长20%。发放问卷420份。"))},
	trial{name: "growth of another thing in the same unit", do: all(lastYear("i5", "10个"), section("performance", "受益行政村12个；通客车行政村18个，比上年增长38%。发放问卷420份。"))},
	trial{name: "a growth that the text itself doubts", do: all(lastYear("i5", "10个"), section("problems", "“受益行政村12个，比上年增长35%”的表述与表格数据不一致，以表格为准。"))},
	trial{name: "all done and nothing short", do: all(values("i4", "", "44万元"), section("conclusion", "年度绩效目标全部完成。"))},
	trial{name: "not all done", do: all(short, section("conclusion", "年度目标未全部完成，道路里程差2公里。"))},
	trial{name: "one matter done", do: all(short, section("conclusion", "问卷回收已全部完成，标线施划均已完成。"))},
	trial{name: "a plan", do: all(short, section("conclusion", "下一步将确保年度目标全部完成。"))},
	trial{name: "grades of the scheme", do: section("conclusion", "等级分为优、良、中、差四档，90分及以上为优。自评得分97.3分。")},
	trial{name: "a condition", do: section("conclusion", "若成本不超过指标值，总分为99分，等级为中。")},
	trial{name: "the score of a block", do: section("conclusion", "产出指标得分49.68分，预算执行率得分9.62分，总分100分，自评得分97.3分。")},
	trial{name: "rates of other matters", do: section("money", "上年预算执行率为88%；预算执行率不低于90%；北山镇分项预算执行率另计，截至9月预算执行率为61%。")},
	trial{name: "a ratio that is right", do: section("performance", "抽检路段200段，合格190段，合格率95%。发放问卷420份。")},
	trial{name: "an award", do: section("conclusion", "项目评为市级优秀工程，自评结果优化了管理。")},
	trial{name: "a tier of reached targets is no shortfall", do: all(values("i4", "", "44万元"), goal("", "各项指标均已完成。"), section("conclusion", "见评分表。"))},
)

func part(name, value, unit string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		e.Parts = []scoring.Part{{ID: "p1", Name: "养护", Figures: []scoring.Figure{{Name: name, Value: value, Unit: unit}}}}
	}
}

func TestD13(t *testing.T) { testCheck(t, "D13") }

func signed(date string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) { e.SignOff.Date = date }
}

var _ = table("D14",
	trial{name: "header", do: func(e *scoring.Evaluation) {
		e.Project.Name, e.Project.Unit, e.Project.Department = " ", "", "　"
	}, want: at("header:name name", "header:unit unit", "header:department department")},
	trial{name: "sign-off", do: func(e *scoring.Evaluation) { e.SignOff = scoring.SignOff{Contact: "0750"} }, want: at("header:preparer preparer", "header:principal principal", "header:date date")},
	trial{name: "no money", do: func(e *scoring.Evaluation) { e.Funds = nil }, want: at("header:funds funds")},
	trial{name: "a budget of zero", do: func(e *scoring.Evaluation) {
		e.Funds = []scoring.FundRow{{Name: "年度资金总额", Initial: some("0"), Adjusted: some("0"), Executed: some("0")}}
	}, want: at("header:funds budget")},
	trial{name: "an indicator without a name", do: edit("i5", func(i *scoring.Indicator) { i.Name = "　" }), want: at("indicator:i5 indicator")},
	trial{name: "no code, no nature", do: func(e *scoring.Evaluation) { e.Project.Code, e.Project.Nature = "", "" }},
	trial{name: "no contact", do: func(e *scoring.Evaluation) { e.SignOff.Contact = "" }},
	trial{name: "a scheme that scores no money", under: "framework-4aspects", do: func(e *scoring.Evaluation) { e.Funds = nil }},
)

func TestD14(t *testing.T) { testCheck(t, "D14") }

var _ = table("D15",
	trial{name: "in the autumn", do: signed("2023-10-08"), want: at("header:date")},
	trial{name: "the day before the last", do: signed("2023-12-30"), want: at("header:date")},
	trial{name: "years before", do: signed("2020-01-05"), want: at("header:date")},
	trial{name: "on the last day", do: signed("2023-12-31")},
	trial{name: "in spring", do: signed("2024-02-29")},
	trial{name: "no date is D14's", do: signed("")},
)

func TestD15(t *testing.T) { testCheck(t, "D15") }

func goalsSet(date string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) { e.GoalsSet = date }
}

var _ = table("D16",
	trial{name: "in July", do: goalsSet("2023-07-01"), want: at("goals late")},
	trial{name: "after the year", do: goalsSet("2024-01-10"), want: at("goals late")},
	trial{name: "never", do: goal(" ", ""), want: at("goals never")},
	trial{name: "no goals at all", do: func(e *scoring.Evaluation) { e.Goals = nil }, want: at("goals never")},
	trial{name: "a target that was never published", do: edit("i5", func(i *scoring.Indicator) { i.Published = scoring.TargetUnpublished }), want: at("goals:unpublished unpublished")},
	trial{name: "on the last day of June", do: goalsSet("2023-06-30")},
	trial{name: "with the budget, the year before", do: goalsSet("2022-11-20")},
	trial{name: "not known", do: goalsSet("")},
)

func TestD16(t *testing.T) { testCheck(t, "D16") }
