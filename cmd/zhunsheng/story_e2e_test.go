//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/exchange/tableout"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
)

// TestWholeStoryFromExcelToVerifiedReport drives the real window through all of an evaluator's work: a table is taken in from Excel, what
// is missing is filled from the keyboard, the findings are answered, evidence is attached; the program is killed; the evidence is still
// there, the report is signed, exported and verified; it is killed again, and what was typed last is undone after that.
func TestWholeStoryFromExcelToVerifiedReport(t *testing.T) {
	s := newStage(t)
	table := s.bring(t, roadTable(t), "自评", "自评表.xlsx")
	proof := filepath.Join(filepath.Dir(table), "验收报告.txt")
	if err := os.WriteFile(proof, []byte("2022年城区道路维修工程竣工验收报告：完成路面维修12.6公里，验收合格。\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	p := s.start(t, "--lang", "zh")
	p.waitFor(t, "Button", "新建评价")
	p.shot(t, "40-empty")
	p.xdo(t, "key", "ctrl+i")
	p.choose(t, table)
	p.waitFor(t, "cell", "城区道路维修")
	p.shot(t, "41-import")
	p.xdo(t, "key", "ctrl+Return")
	p.waitFor(t, "step", "指标")
	p.shot(t, "42-imported")

	p.fillRoads(t)
	p.answerRoads(t)
	p.attachRoads(t, proof)
	p.kill(t)

	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "Text", "上次程序没有正常关闭")
	p.waitFor(t, "cell", "城区道路维修")
	p.post(t, "/tap", "text", "知道了")
	p.waitGone(t, "Text", "上次程序没有正常关闭")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "佐证")
	p.xdo(t, "key", "alt+6")
	p.waitFor(t, "cell", "验收报告.txt")
	p.waitFor(t, "cell", "已存入")
	p.waitFor(t, "Label", "路面维修12.6公里")
	p.shot(t, "47-evidence-again")

	report := p.signRoads(t)
	p.verifyRoads(t, report)

	p.xdo(t, "key", "ctrl+shift+1")
	p.waitFor(t, "Button", "打开评价") // the file that was verified names the project too
	p.waitFor(t, "cell", "城区道路维修")
	p.waitFocus(t, "gridBody")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.xdo(t, "key", "alt+4")
	p.clickCell(t, roadLength+"/实际完成值")
	p.xdo(t, "key", "F2")
	p.waitFocus(t, "cellEditor")
	p.xdo(t, "key", "ctrl+a")
	p.xdo(t, "type", "--delay", "30", "11.9")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "11.9")
	p.waitFor(t, "Text", "已保存")
	p.kill(t)

	p = s.start(t, "--lang", "zh")
	p.waitFor(t, "Text", "上次程序没有正常关闭")
	p.waitFor(t, "cell", "城区道路维修")
	p.waitFocus(t, "gridBody")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "step", "指标")
	p.waitFor(t, "cell", "11.9")
	p.xdo(t, "key", "ctrl+z")
	p.waitFor(t, "cell", "12.6公里")
	p.waitGone(t, "cell", "11.9")
	p.shot(t, "52-undone")
	p.post(t, "/run", "id", "quit")
	p.waitExit(t)
}

// roadLength is the ID that the indicator has after the import.
const roadLength = "i1"

// roadTable writes the official table of a small project as an Excel file whose last two actuals are still to be filled in.
func roadTable(t *testing.T) string {
	t.Helper()
	e, err := scoring.ReadEvaluation([]byte(roads))
	if err != nil {
		t.Fatal(err)
	}
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := tableout.Workbook([]tableout.Project{{Scheme: scheme, Evaluation: e, Card: scoring.Score(scheme, e)}},
		tableout.Options{Words: catalogue.Printer(locale.Chinese), TableOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "自评表.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const roads = `{
  "format": "zhunsheng/evaluation/1", "id": "roads", "fiscalYear": 2022, "scheme": {"id": "cn-2020", "version": "1"},
  "project": {"name": "城区道路维修", "unit": "市政设施管理中心", "department": "市住房和城乡建设局"}, "moneyUnit": "万元",
  "funds": [
    {"name": "年度资金总额", "depth": 0, "initial": "500", "adjusted": "500", "executed": "496.5"},
    {"name": "当年财政拨款", "depth": 1, "initial": "500", "adjusted": "500", "executed": "496.5"}
  ],
  "goals": [{"expected": "维修城区道路12公里，验收合格率达到100%，改善居民出行条件。", "actual": "维修城区道路12.6公里，全部验收合格，居民出行条件得到改善。"}],
  "indicators": [
    {"id": "i1", "level1": "产出指标", "level2": "数量指标", "name": "路面维修里程", "target": "≥12公里", "actual": "12.6公里", "weight": "20", "method": {"kind": "proportional"}},
    {"id": "i2", "level1": "产出指标", "level2": "质量指标", "name": "验收合格率", "target": "≥95%", "actual": "100%", "weight": "15", "method": {"kind": "proportional"}},
    {"id": "i3", "level1": "产出指标", "level2": "时效指标", "name": "工程按期完成率", "target": "≥95%", "actual": "98%", "weight": "15", "method": {"kind": "proportional"}},
    {"id": "i4", "level1": "效益指标", "level2": "社会效益指标", "name": "受益居民人数", "target": "≥3万人", "actual": "", "weight": "30", "method": {"kind": "proportional"}},
    {"id": "i5", "level1": "满意度指标", "level2": "服务对象满意度指标", "name": "居民满意度", "target": "≥90%", "actual": "", "weight": "10", "method": {"kind": "proportional"}}
  ]
}`

// fillRoads types the actuals that the table leaves open, as one types into a spreadsheet.
func (p *player) fillRoads(t *testing.T) {
	t.Helper()
	p.xdo(t, "key", "alt+4")
	p.xdo(t, "key", "ctrl+n") // the next one that is not filled in
	p.shot(t, "43-unfilled")
	p.post(t, "/type", "text", "3.4万人")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "3.4万人")
	p.post(t, "/type", "text", "92%")
	p.xdo(t, "key", "Return")
	p.waitFor(t, "cell", "92%")
	p.waitFor(t, "Text", "已保存")
	p.shot(t, "44-filled")
}

// answerRoads settles what the checks found: the total of the table is no longer right, names and date are missing, and the survey is to be
// described.
func (p *player) answerRoads(t *testing.T) {
	t.Helper()
	p.xdo(t, "key", "F8")
	p.waitFor(t, "cell", "须改正")
	p.shot(t, "45-checks")
	p.post(t, "/tap", "text", "采用计算结果")
	p.waitGone(t, "cell", "A4")
	for _, f := range []struct{ finding, text string }{{"没有填写填报人", "李四"}, {"没有填写负责人", "王五"}, {"没有填写填报日期", "2023-01-15"}} {
		p.waitFor(t, "Label", f.finding)
		p.post(t, "/tap", "text", "转到出处")
		p.waitFor(t, "Button", "返回核查")
		p.waitFocus(t, "Entry")
		p.post(t, "/type", "text", f.text)
		p.xdo(t, "key", "Return")
		p.xdo(t, "key", "ctrl+F8")
		p.waitFor(t, "cell", "待处理")
		p.waitGone(t, "cell", f.finding)
	}
	p.waitFor(t, "Label", "没有说明调查方式")
	p.xdo(t, "key", "Return")
	p.waitFocus(t, "Entry")
	p.post(t, "/type", "text", "入户问卷调查，发放500份，回收有效问卷462份。")
	p.xdo(t, "key", "ctrl+s")
	p.waitGone(t, "cell", "待处理")
	p.waitFor(t, "Text", "已保存")
	p.shot(t, "45-checks-settled")
}

// attachRoads attaches the proof to the first indicator.
func (p *player) attachRoads(t *testing.T, path string) {
	t.Helper()
	p.xdo(t, "key", "alt+4")
	p.clickCell(t, roadLength+"/三级指标")
	p.xdo(t, "key", "ctrl+i")
	p.choose(t, path)
	p.waitFor(t, "cell", "验收报告.txt")
	p.waitFor(t, "Text", "已保存")
	p.shot(t, "46-evidence")
}

// signRoads exports the signed report and returns its path.
func (p *player) signRoads(t *testing.T) string {
	t.Helper()
	p.exportSigned(t, "48-export", "49-exported")
	path := p.stage.onlyReport(t)
	checkSigned(t, path)
	p.post(t, "/tap", "text", "预览、签署与打印")
	p.waitFor(t, "Button", "打印")
	p.shot(t, "50-preview")
	p.xdo(t, "key", "alt+Left")
	p.waitFor(t, "step", "签名与导出")
	return path
}

// verifyRoads verifies the report that was just written.
func (p *player) verifyRoads(t *testing.T, path string) {
	t.Helper()
	p.post(t, "/run", "id", "place.verify")
	p.waitFor(t, "Text", "把要验证的文件拖到这里")
	p.xdo(t, "key", "ctrl+o")
	p.choose(t, path)
	p.waitFor(t, "cell", "完好")
	p.shot(t, "51-verified")
}
