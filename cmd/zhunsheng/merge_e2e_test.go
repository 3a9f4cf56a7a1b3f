//go:build e2e

package main

import (
	"context"
	"strconv"
	"testing"

	"zhunsheng/app/desk"
)

// editPark opens the other evaluation and changes three of its actuals.
func (p *person) editPark(t *testing.T, path, plants, visitors string) {
	t.Helper()
	p.to(t, toYear, "已评指标")
	p.clickText(t, "cell", "城市公园改造")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	for _, c := range []struct{ id, text string }{{"i1", path}, {"i2", plants}, {"i4", visitors}} {
		p.fillCell(t, c.id+"/实际完成值", c.text)
	}
	p.waitFor(t, "Text", "已保存")
}

// handOverOne hands one evaluation over from the list of the year, with the mouse.
func (p *person) handOverOne(t *testing.T, name, path string) {
	t.Helper()
	p.xdo(t, "key", "alt+Left")
	p.waitFor(t, "Button", "新建评价")
	p.clickText(t, "cell", name)
	p.press(t, "交出")
	p.waitFor(t, "Text", "交出所选 1 项")
	p.press(t, "制作数据包")
	p.file(t, "保存", path)
	p.waitFor(t, "Text", "已制作")
	waitFile(t, path)
}

// merge takes in what was edited on both sides and decides field by field: theirs, a third value, ours.
func (p *person) merge(t *testing.T, path string) {
	t.Helper()
	p.to(t, toExchange, "把数据包拖到这里")
	p.xdo(t, "key", "ctrl+o")
	p.file(t, "选择", path)
	p.waitFor(t, "cell", "双方都改过")
	p.waitFor(t, "Text", "内容完好")
	p.shot(t, "88-both")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "Label", "3 个字段双方都改过")
	p.shot(t, "89-ask")
	p.xdo(t, "key", "Return") // now
	p.waitFor(t, "Text", "3 个冲突待定")
	p.waitFor(t, "cell", "6.5公里")
	p.waitFor(t, "Text", "双方修改前：6.2公里")
	p.waitRested(t)
	p.shot(t, "90-conflicts")
	p.xdo(t, "key", "Return", "Down", "Return") // the second of the two values, from the keyboard
	p.waitFor(t, "Text", "2 个冲突待定")
	p.waitFor(t, "Text", "双方修改前：96%")
	p.press(t, "另行填写")
	p.waitFocus(t, "Entry")
	p.replace(t, "96.5%")
	p.shot(t, "91-third-value")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "Text", "1 个冲突待定")
	p.waitFor(t, "Text", "双方修改前：93%")
	p.clickText(t, "cell", "90%")
	p.press(t, "采用此值")
	p.waitFor(t, "Text", "没有待定的冲突")
	p.shot(t, "92-decided")
	p.parkIs(t, "6.5公里", "96.5%", "90%")
}

// parkIs looks at the actuals of the other evaluation in the guide.
func (p *person) parkIs(t *testing.T, path, plants, visitors string) {
	t.Helper()
	p.to(t, toYear, "已评指标")
	p.clickText(t, "cell", "城市公园改造")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.waitFor(t, "cell", path)
	p.waitFor(t, "cell", plants)
	p.waitFor(t, "cell", visitors)
	p.shot(t, "93-park-"+visitors)
	p.xdo(t, "key", "alt+Left")
	p.waitFor(t, "Button", "新建评价")
}

// unmerge takes the decisions back, and then the whole import.
func (p *person) unmerge(t *testing.T) {
	t.Helper()
	p.to(t, toExchange, "把数据包拖到这里")
	p.xdo(t, "key", "alt+3")
	p.waitFor(t, "Text", "没有待定的冲突")
	for i := range 3 {
		p.xdo(t, "key", "ctrl+z")
		p.waitFor(t, "Text", strconv.Itoa(i+1)+" 个冲突待定")
	}
	p.shot(t, "94-undecided")
	p.xdo(t, "key", "alt+4")
	p.waitFor(t, "Text", "已收取 4 个数据包")
	p.shot(t, "95-imports")
	p.press(t, "撤销这次收取")
	p.waitFor(t, "Label", "全部内容将恢复原状")
	p.press(t, "撤销这次收取")
	p.waitFor(t, "Text", "已收取 3 个数据包")
	p.parkIs(t, "6.3公里", "95%", "90%")
}

// collect rolls up all that was sent.
func (p *person) collect(t *testing.T, folder string) {
	t.Helper()
	p.to(t, toCollect, "还没有选择文件夹")
	p.xdo(t, "key", "ctrl+o")
	p.folder(t, folder)
	p.waitFor(t, "cell", "城市公园改造")
	p.shot(t, "96-collected")
	p.xdo(t, "key", "alt+2")
	p.waitFor(t, "cell", "已被新版替代")
	p.waitFor(t, "cell", "交出.zsb")
	p.shot(t, "97-faults")
}

// lookBack finds the work of this story in the history, under its own names.
func (p *person) lookBack(t *testing.T) {
	t.Helper()
	p.to(t, toHistory, "历史")
	p.shot(t, "98-history")
	for _, action := range []string{"开始审核", "退回修改", "审核通过", "组织评分", "提交评分", "仲裁"} {
		p.xdo(t, "key", "ctrl+f")
		p.waitFocus(t, "Entry")
		p.replace(t, action)
		p.waitFor(t, "cell", action)
	}
	p.shot(t, "99-found")
}

// checkPark asks the store in which the import was taken back for what it was before.
func checkPark(t *testing.T, ctx context.Context, d *desk.Desk) {
	t.Helper()
	e, _, err := d.Open(ctx, 2022, "park")
	if err != nil || e.Indicators[0].Actual.Text != "6.3公里" || e.Indicators[1].Actual.Text != "95%" || e.Indicators[3].Actual.Text != "90%" {
		t.Errorf("%+v (%v)", e, err)
	}
	if open, err := d.Undecided(ctx); err != nil || open != 0 {
		t.Errorf("%d conflicts (%v)", open, err)
	}
}

const park = `{
  "format": "zhunsheng/evaluation/1", "id": "park", "fiscalYear": 2022, "scheme": {"id": "cn-2020", "version": "1"},
  "project": {"name": "城市公园改造", "unit": "市政设施管理中心", "department": "市住房和城乡建设局"}, "moneyUnit": "万元",
  "funds": [
    {"name": "年度资金总额", "depth": 0, "initial": "300", "adjusted": "300", "executed": "290"},
    {"name": "当年财政拨款", "depth": 1, "initial": "300", "adjusted": "300", "executed": "290"}
  ],
  "goals": [{"expected": "改造公园3处，新增健身步道6公里。", "actual": "改造公园3处，新增健身步道6.2公里。"}],
  "indicators": [
    {"id": "i1", "level1": "产出指标", "level2": "数量指标", "name": "新增健身步道", "target": "≥6公里", "actual": "6.2公里", "weight": "25", "method": {"kind": "proportional"}},
    {"id": "i2", "level1": "产出指标", "level2": "质量指标", "name": "苗木成活率", "target": "≥95%", "actual": "96%", "weight": "25", "method": {"kind": "proportional"}},
    {"id": "i3", "level1": "效益指标", "level2": "生态效益指标", "name": "新增绿地面积", "target": "≥2公顷", "actual": "2公顷", "weight": "30", "method": {"kind": "proportional"}},
    {"id": "i4", "level1": "满意度指标", "level2": "服务对象满意度指标", "name": "游客满意度", "target": "≥90%", "actual": "93%", "weight": "10", "method": {"kind": "proportional"}}
  ]
}`
