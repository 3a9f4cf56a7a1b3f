//go:build e2e

package main

import (
	"context"
	"path/filepath"
	"testing"

	"zhunsheng/app/desk"
	"zhunsheng/scoring"
	"zhunsheng/scoring/round"
	"zhunsheng/storage"
)

// Two people exchange evaluations through files, each in a window of their own: Li Si of the unit that evaluates itself, and Wang Shen of
// the finance bureau that reviews.
var (
	unitCard   = storage.Profile{Name: "市政设施管理中心", Department: "市住房和城乡建设局", Contact: "李四"}
	bureauCard = storage.Profile{Name: "市财政局", Contact: "王审"}
)

// TestTwoPeopleExchangeInTheWindow tells the whole story of an exchange: an evaluation is handed over, reviewed, returned with comments,
// answered, handed in again and accepted; a panel scores it blind and is arbitrated; edits of both sides are merged field by field and
// taken back; and what came in is rolled up. Then the stores are asked what they hold.
func TestTwoPeopleExchangeInTheWindow(t *testing.T) {
	s := newStage(t)
	other := s.colleague(t, "王审")
	s.prepare(t, unitCard, bridges, park)
	other.prepare(t, bureauCard)
	post := t.TempDir() // where the files lie that go from one to the other
	sent := func(name string) string { return filepath.Join(post, name+".zsb") }

	unit, bureau := s.open(t), other.open(t)
	unit.handOver(t, sent("交出"))
	bureau.takeFirst(t, sent("交出"))
	bureau.review(t, sent("退回"))
	unit.answer(t, sent("退回"), sent("再送"))
	bureau.accept(t, sent("再送"), sent("通过"))
	unit.seeAccepted(t, sent("通过"))

	calls := t.TempDir()
	bureau.callPanel(t, calls)
	unit.score(t, onlyMatch(t, calls, "*赵专家.zsb"), sent("评分-赵"), "佐证充分，略有高估", "18", "15", "15", "25", "9")
	bureau.score(t, onlyMatch(t, calls, "*王审.zsb"), sent("评分-王"), "统计口径不含周末，依据不足", "19", "14", "15", "12", "8")
	bureau.arbitrate(t, sent("评分-赵"), sent("评分-王"))

	unit.editPark(t, "6.5公里", "97%", "94%")
	unit.handOverOne(t, "城市公园改造", sent("公园"))
	bureau.editPark(t, "6.3公里", "95%", "90%")
	bureau.merge(t, sent("公园"))
	bureau.unmerge(t)

	bureau.collect(t, post)
	bureau.lookBack(t)

	unit.close(t)
	bureau.close(t)
	s.withDesk(t, func(ctx context.Context, d *desk.Desk, _ *storage.Store) { checkRounds(t, ctx, d) })
	other.withDesk(t, func(ctx context.Context, d *desk.Desk, _ *storage.Store) {
		checkRounds(t, ctx, d)
		checkPanel(t, ctx, d)
		checkPark(t, ctx, d)
	})
}

// handOver chooses both evaluations in the screen for bundles and writes them into a file: by keyboard.
func (p *person) handOver(t *testing.T, path string) {
	t.Helper()
	p.to(t, toExchange, "把数据包拖到这里")
	p.xdo(t, "key", "alt+2")
	p.waitFor(t, "cell", "过街天桥维修")
	p.waitFor(t, "cell", "城市公园改造")
	p.clickText(t, "cell", "过街天桥维修")
	p.xdo(t, "key", "ctrl+a")
	p.shot(t, "60-hand-over")
	p.xdo(t, "key", "ctrl+s")
	p.file(t, "保存", path)
	p.waitFor(t, "Text", "已制作")
	waitFile(t, path)
	p.shot(t, "61-handed-over")
}

// takeFirst opens a bundle from somebody unknown: looks at it, trusts the device, and takes it in.
func (p *person) takeFirst(t *testing.T, path string) {
	t.Helper()
	p.to(t, toExchange, "把数据包拖到这里")
	p.xdo(t, "key", "ctrl+o")
	p.file(t, "选择", path)
	p.waitFor(t, "cell", "过街天桥维修")
	p.waitFor(t, "Text", "签名人不在信任名单中")
	p.waitFor(t, "Text", "内容完好")
	p.shot(t, "62-preview")
	p.trust(t)
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Text", "已收取 2 项")
	p.shot(t, "64-taken-in")
}

// trust trusts the device that signed the bundle on the screen.
func (p *person) trust(t *testing.T) {
	t.Helper()
	p.press(t, "信任此设备")
	p.waitFor(t, "Button", "核对一致，信任")
	p.shot(t, "63-trust")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Text", "由信任的签名人签署")
	p.waitFor(t, "Text", "内容完好")
}

// review gives points and comments, and returns the evaluation.
func (p *person) review(t *testing.T, path string) {
	t.Helper()
	p.to(t, toReview, "还没有审核")
	p.shot(t, "65-nothing-to-review")
	p.xdo(t, "key", "ctrl+n")
	p.waitFor(t, "Button", "开始审核")
	p.waitFor(t, "cell", "过街天桥维修")
	p.say(t, "天桥")
	p.shot(t, "66-begin")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "审核中")
	p.fillCell(t, "i2/审核", "12")
	p.waitFor(t, "Text", "审核 96.78 分")
	p.fillCell(t, "i2/理由", "两座天桥的验收报告未附")
	p.clickAt(t, "i2/指标")
	p.xdo(t, "key", "ctrl+m")
	p.say(t, "请补充两座天桥的竣工验收报告。")
	p.shot(t, "67-comment")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "cell", "请补充两座天桥")
	p.clickAt(t, "i1/指标")
	p.press(t, "添加意见")
	p.say(t, "完成值请与监理月报核对。")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "cell", "请与监理月报核对")
	p.waitRested(t)
	p.shot(t, "68-review")
	p.xdo(t, "key", "ctrl+shift+r")
	p.waitFor(t, "Label", "本轮有 2 条意见")
	p.press(t, "退回修改")
	p.file(t, "保存", path)
	p.waitFor(t, "cell", "待答复")
	waitFile(t, path)
	p.shot(t, "69-returned")
}

// answer takes the returned evaluation in, reads the comments where they belong, mends and answers, and hands it in again.
func (p *person) answer(t *testing.T, from, to string) {
	t.Helper()
	p.xdo(t, "key", "alt+1")
	p.waitFor(t, "Text", "把数据包拖到这里")
	p.xdo(t, "key", "ctrl+o")
	p.file(t, "选择", from)
	p.waitFor(t, "Text", "内容完好")
	p.shot(t, "70-returned-came")
	p.trust(t)
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Text", "已收取")
	p.xdo(t, "key", "ctrl+r")
	p.waitFor(t, "cell", "待答复")
	p.waitFor(t, "cell", "请补充两座天桥")
	p.shot(t, "71-comments")
	p.press(t, "打开评价")
	p.waitFor(t, "step", "指标")
	p.waitFor(t, "Button", "审核：2 条意见待答复")
	p.clickAt(t, "i1/三级指标")
	p.xdo(t, "key", "ctrl+6")
	p.waitFor(t, "Label", "请与监理月报核对")
	p.shot(t, "72-comments-in-the-guide")
	p.fillCell(t, "i1/实际完成值", "11座")
	p.waitFor(t, "Text", "已保存")
	p.press(t, "审核：2 条意见待答复")
	p.clickText(t, "cell", "请补充两座天桥")
	p.xdo(t, "key", "Return")
	p.say(t, "已补充验收报告，见佐证材料。")
	p.shot(t, "73-answer")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "cell", "已补充验收报告")
	p.clickText(t, "cell", "请与监理月报核对")
	p.press(t, "答复")
	p.say(t, "已按监理月报改为11座。")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "cell", "已答复")
	p.shot(t, "74-answered")
	p.xdo(t, "key", "ctrl+shift+e")
	p.file(t, "保存", to)
	waitFile(t, to)
}

// accept takes in what was handed in again, sees what became of the comments, and accepts.
func (p *person) accept(t *testing.T, from, to string) {
	t.Helper()
	p.xdo(t, "key", "ctrl+o")
	p.file(t, "选择", from)
	p.waitFor(t, "Text", "内容完好")
	p.clickText(t, "cell", "过街天桥维修")
	p.shot(t, "75-handed-in-again")
	p.xdo(t, "key", "ctrl+d")
	p.waitFor(t, "cell", "11座")
	p.shot(t, "76-differences")
	p.xdo(t, "key", "Escape")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Text", "已收取")
	p.xdo(t, "key", "ctrl+r")
	p.waitFor(t, "cell", "已答复")
	p.xdo(t, "key", "ctrl+n")
	p.say(t, "天桥")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "审核中")
	p.press(t, "历轮变化")
	p.waitFor(t, "Button", "关闭")
	p.shot(t, "77-fates")
	p.xdo(t, "key", "Escape")
	p.xdo(t, "key", "ctrl+shift+y")
	p.press(t, "审核通过")
	p.file(t, "保存", to)
	p.waitFor(t, "cell", "已通过")
	waitFile(t, to)
	p.shot(t, "78-accepted")
}

// seeAccepted takes the accepted evaluation in and looks at both rounds.
func (p *person) seeAccepted(t *testing.T, from string) {
	t.Helper()
	p.xdo(t, "key", "ctrl+o")
	p.file(t, "选择", from)
	p.waitFor(t, "Text", "内容完好")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Text", "已收取")
	p.press(t, "去评审")
	p.waitFor(t, "cell", "已通过")
	p.shot(t, "79-accepted-here")
}

// checkRounds asks a store what it holds of the review.
func checkRounds(t *testing.T, ctx context.Context, d *desk.Desk) {
	t.Helper()
	all, err := d.Rounds(ctx, 2022, "bridges")
	if err != nil || len(all) != 2 {
		t.Fatalf("%d rounds (%v), want 2", len(all), err)
	}
	first := all[0]
	if first.Decision != round.Returned || len(first.Comments) != 2 || first.Comments[0].Answer == nil || first.Comments[1].Answer == nil {
		t.Errorf("first round %+v", first)
	}
	if first.Reviewer != (round.Person{Name: "王审", Unit: "市财政局"}) || first.Comments[0].Answer.By.Name != "李四" {
		t.Errorf("reviewer %+v, answered by %+v", first.Reviewer, first.Comments[0].Answer.By)
	}
	if all[1].Decision != round.Accepted {
		t.Errorf("second round %+v", all[1])
	}
	e, _, err := d.Open(ctx, 2022, "bridges")
	if err != nil || e.Status != scoring.StatusReviewed || e.Indicators[0].Actual.Text != "11座" {
		t.Errorf("%+v (%v)", e, err)
	}
}

const bridges = `{
  "format": "zhunsheng/evaluation/1", "id": "bridges", "fiscalYear": 2022, "scheme": {"id": "cn-2020", "version": "1"},
  "project": {"name": "过街天桥维修", "unit": "市政设施管理中心", "department": "市住房和城乡建设局"}, "moneyUnit": "万元",
  "funds": [
    {"name": "年度资金总额", "depth": 0, "initial": "800", "adjusted": "800", "executed": "800"},
    {"name": "当年财政拨款", "depth": 1, "initial": "800", "adjusted": "800", "executed": "800"}
  ],
  "goals": [{"expected": "维修过街天桥12座，验收合格率达到100%，保障行人安全。", "actual": "维修过街天桥12座，全部验收合格。"}],
  "indicators": [
    {"id": "i1", "level1": "产出指标", "level2": "数量指标", "name": "维修天桥数量", "target": "≥12座", "actual": "12座", "weight": "20", "method": {"kind": "proportional"}},
    {"id": "i2", "level1": "产出指标", "level2": "质量指标", "name": "验收合格率", "target": "≥95%", "actual": "100%", "weight": "15", "method": {"kind": "proportional"}},
    {"id": "i3", "level1": "产出指标", "level2": "时效指标", "name": "工程按期完成率", "target": "≥95%", "actual": "98%", "weight": "15", "method": {"kind": "proportional"}},
    {"id": "i4", "level1": "效益指标", "level2": "社会效益指标", "name": "日均通行人次", "target": "≥3万人", "actual": "3.1万人", "weight": "30", "method": {"kind": "proportional"}},
    {"id": "i5", "level1": "满意度指标", "level2": "服务对象满意度指标", "name": "行人满意度", "target": "≥90%", "actual": "88%", "weight": "10", "method": {"kind": "proportional"}}
  ]
}`
