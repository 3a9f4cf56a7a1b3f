package review_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

// some is written so often that it has a short name here.
var some = scoringtest.Some

func parse(text string) target.Value { return target.Parse(text, target.Context{FiscalYear: 2023}) }

func indicator(id, level1, level2, name, want, got, weight string, kind scoring.MethodKind) scoring.Indicator {
	return scoring.Indicator{
		ID: id, Level1: level1, Level2: level2, Name: name, Target: parse(want), Actual: parse(got), Weight: decimal.MustParse(weight),
		Method: scoring.Method{Kind: kind},
	}
}

// honest is an evaluation in which no check finds anything.
func honest() *scoring.Evaluation {
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: "roads-2023", FiscalYear: 2023, Scheme: scoring.SchemeRef{ID: "cn-2020", Version: "1"},
		Project:   scoring.Project{Name: "农村道路提升改造项目", Unit: "清河县交通运输局", Department: "清河县交通运输局"},
		MoneyUnit: "万元",
		Funds: []scoring.FundRow{
			{Name: "年度资金总额", Initial: some("1000"), Adjusted: some("1000"), Executed: some("962")},
			{Name: "当年财政拨款", Depth: 1, Initial: some("900"), Adjusted: some("900"), Executed: some("862")},
			{Name: "其他资金", Depth: 1, Initial: some("100"), Adjusted: some("100"), Executed: some("100")},
			{Name: "其中：社会捐赠", Depth: 2, Initial: some("40"), Adjusted: some("40"), Executed: some("40")},
		},
		Goals: []scoring.Goal{{
			Expected: "改造农村道路20公里，受益行政村12个，工程验收合格率达到98%以上，沿线群众满意度不低于90%。",
			Actual:   "改造农村道路21.5公里，工程验收合格率为100%，受益行政村12个，沿线群众满意度为95.2%。",
		}},
		GoalsSet: "2023-02-15",
		Indicators: []scoring.Indicator{
			indicator("i1", "产出指标", "数量指标", "改造农村道路里程", "≥20公里", "21.5公里", "15", scoring.MethodProportional),
			indicator("i2", "产出指标", "质量指标", "工程验收合格率", "≥98%", "100%", "15", scoring.MethodProportional),
			indicator("i3", "产出指标", "时效指标", "道路改造完工时间", "2023年11月底前", "2023年10月20日", "10", scoring.MethodDeadline),
			indicator("i4", "产出指标", "成本指标", "每公里改造成本", "≤45万元", "46.5万元", "10", scoring.MethodCeiling),
			indicator("i5", "效益指标", "社会效益指标", "受益行政村数", "≥12个", "12个", "15", scoring.MethodProportional),
			indicator("i6", "效益指标", "可持续影响指标", "道路管护机制建立情况", "建立管护机制并落实人员", "印发镇村道路管护办法，落实管护人员36名", "15", scoring.MethodTier),
			indicator("i7", "满意度指标", "服务对象满意度指标", "沿线群众满意度", "≥90%", "95.2%", "10", scoring.MethodProportional),
		},
		Narrative: []scoring.Narrative{
			{Section: "basis", Text: "项目依据清政发〔2022〕15号文件设立，列入县级2023年度重点工作。\n实施范围为北山、南塘等四个镇的县道和村道。"},
			{Section: "money", Text: "2023年，年初预算为1000万元，全年预算数为1000万元，全年执行962万元，预算执行率为96.2%。\n财政拨款占90%，其他资金占10%。"},
			{Section: "organisation", Text: "县交通运输局会同县财政局按月调度工程进度，实行质量监督员制度；工程完工后组织交工验收，并邀请村民代表参加。"},
			{Section: "performance", Text: "改造农村道路21.5公里，涉及12个行政村。向沿线群众发放问卷420份，收回有效问卷409份，满意度为95.2%。"},
			{Section: "problems", Text: "一是沥青价格上涨，每公里改造成本超出指标值。二是部分村管护经费来源不稳定。下一步将提前锁定材料价格，并把管护经费列入镇级预算。"},
			{Section: "conclusion", Text: "自评得分97.30分，评价等级为优。预算执行率96.2%，得9.62分。"},
		},
		Evidence: []scoring.Evidence{{ID: "E1", Name: "镇村道路管护办法"}, {ID: "E2", Name: "沿线群众满意度问卷汇总表"}},
		SignOff:  scoring.SignOff{Preparer: "填报人甲", Principal: "负责人乙", Date: "2024-03-18"},
	}
	e.Indicators[3].Reason = "沥青价格较年初上涨，今后提前签订供货协议。"
	e.Indicators[5].Reason = "两个村的管护经费尚未落实，已列入下年镇级预算。"
	e.Indicators[5].Judgement = scoring.Judgement{Tier: "reached", Points: some("13")}
	e.Indicators[5].Evidence = []string{"E1"}
	e.Indicators[6].Evidence = []string{"E2"}
	return e
}

// printed is the honest evaluation as a form that prints every score prints it.
func printed() *scoring.Evaluation {
	e := honest()
	for i, points := range []string{"15", "15", "10", "9.68", "15", "13", "10"} {
		e.Indicators[i].Declared = some(points)
	}
	row := &e.Funds[0]
	row.DeclaredWeight, row.DeclaredRate, row.DeclaredScore = some("10"), some("96.2"), some("9.62")
	e.Declared = scoring.Declared{TotalWeight: some("100"), Total: some("97.30"), Grade: "优"}
	return e
}

// trial is one case of a check: a change to the honest evaluation and the places at which the check then finds something, each written
// "place" or "place variant". No place makes it a near miss.
type trial struct {
	name  string
	make  func() *scoring.Evaluation // honest when nil
	do    func(e *scoring.Evaluation)
	known review.Context
	under string // the scheme; cn-2020 when ""
	rules func(*scoring.Scheme)
	want  []string
}

func (c *trial) evaluation() *scoring.Evaluation {
	start := honest
	if c.make != nil {
		start = c.make
	}
	e := start()
	if c.do != nil {
		c.do(e)
	}
	return e
}

func (c *trial) run(t testing.TB) (*scoring.Evaluation, []review.Finding) {
	t.Helper()
	under := c.under
	if under == "" {
		under = "cn-2020"
	}
	s, e := scoringtest.Scheme(t, under), c.evaluation()
	if c.rules != nil {
		c.rules(s)
	}
	return e, review.RunWith(s, e, scoring.Score(s, e), c.known)
}

// tried collects every trial by check, so that the tests of the sentences can go through them all.
var tried = map[string][]trial{}

// table registers the trials of a check.
func table(check string, trials ...trial) []trial {
	tried[check] = trials
	return trials
}

// testCheck runs the trials of a check, and wants at least three that find something and three that do not.
func testCheck(t *testing.T, check string) {
	t.Helper()
	hits, misses := 0, 0
	for _, c := range tried[check] {
		if len(c.want) > 0 {
			hits++
		} else {
			misses++
		}
		t.Run(c.name, func(t *testing.T) {
			_, findings := c.run(t)
			var got []string
			for _, f := range findings {
				if f.Check == check {
					variant := strings.TrimPrefix(strings.TrimPrefix(f.Message.Key, "review."+check), ".")
					got = append(got, strings.TrimSpace(f.Place+" "+variant))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if hits < 3 || misses < 3 {
		t.Errorf("%d cases find something and %d do not; both need three", hits, misses)
	}
}

// at names places.
func at(places ...string) []string { return places }

// edit makes a change to the indicator with an ID.
func edit(id string, do func(ind *scoring.Indicator)) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		for i := range e.Indicators {
			if e.Indicators[i].ID == id {
				do(&e.Indicators[i])
			}
		}
	}
}

// values replaces target and actual of an indicator; "" keeps what is there.
func values(id, want, got string) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) {
		if want != "" {
			ind.Target = parse(want)
		}
		if got != "" {
			ind.Actual = parse(got)
		}
	})
}

// all makes several changes.
func all(changes ...func(*scoring.Evaluation)) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		for _, do := range changes {
			do(e)
		}
	}
}

func money(adjusted, executed string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		e.Funds = e.Funds[:1]
		e.Funds[0].Adjusted, e.Funds[0].Executed = some(adjusted), some(executed)
	}
}

func section(id, text string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		for i := range e.Narrative {
			if e.Narrative[i].Section == id {
				e.Narrative[i].Text = text
				return
			}
		}
		e.Narrative = append(e.Narrative, scoring.Narrative{Section: id, Text: text})
	}
}

func goal(expected, actual string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		if expected != "" {
			e.Goals[0].Expected = expected
		}
		if actual != "" {
			e.Goals[0].Actual = actual
		}
	}
}

func answer(check, place, text string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		e.Answers = append(e.Answers, scoring.Answer{Check: check, Place: place, Text: text})
	}
}

func name(id, text string) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) { ind.Name = text })
}

func reason(id, text string) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) { ind.Reason = text })
}

func method(id string, kind scoring.MethodKind) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) { ind.Method = scoring.Method{Kind: kind} })
}

func declared(id, points string) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) { ind.Declared = some(points) })
}

func state(id string, s scoring.State) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) { ind.State = s })
}

func weight(id, points string) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) { ind.Weight = decimal.MustParse(points) })
}

func judged(id, tier, points string) func(*scoring.Evaluation) {
	return edit(id, func(ind *scoring.Indicator) {
		ind.Judgement = scoring.Judgement{Tier: tier, Points: some(points)}
	})
}

// TestHonestTextFindsNothing: an evaluation without a fault has no finding, however its scores are printed.
func TestHonestTextFindsNothing(t *testing.T) {
	for name, make := range map[string]func() *scoring.Evaluation{"computed": honest, "printed": printed} {
		s, e := scoringtest.Scheme(t, "cn-2020"), make()
		card := scoring.Score(s, e)
		if card.Total.Cmp(decimal.MustParse("97.30")) != 0 {
			t.Errorf("%s: total %s", name, card.Total)
		}
		for _, f := range review.RunWith(s, e, card, review.Context{LastYear: nil, OtherUnits: []string{"白沙县教育局"}}) {
			t.Errorf("%s: %s %s: found %q, allowed %q", name, f.Check, f.Place, f.Found, f.Allowed)
		}
	}
}
