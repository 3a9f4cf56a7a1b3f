//go:build e2e

package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhunsheng/storage/bundle"
)

// stories are the heavy work of BenchmarkHeld.
func stories(p *player, h heavy) []story {
	var all []story
	for _, some := range [][]story{p.listStories(h), p.guideStories(), p.fileStories(h), p.paperStories(), p.windowStories()} {
		all = append(all, some...)
	}
	return all
}

// listStories are done on the list of the year.
func (p *player) listStories(h heavy) []story {
	return []story{
		{name: "open the year", do: func(b *testing.B) {
			p.run(b, "place.settings")
			p.waitFor(b, "step", "单位信息")
			p.run(b, "place.year")
			p.waitFor(b, "cell", "项目")
			p.run(b, "reload")
		}},
		{name: "search by typing", do: func(b *testing.B) {
			p.keys(b, "ctrl+f")
			p.waitFocus(b, "Entry")
			p.typed(b, "xmd 17")
			p.keys(b, "ctrl+a", "BackSpace", "Escape")
		}},
		{name: "sort", do: func(b *testing.B) {
			p.keys(b, "F6", "F6", "F6", "F7", "F7", "F6")
		}},
		{name: "filter", do: func(b *testing.B) {
			p.keys(b, "ctrl+l", "space", "Down", "Return", "ctrl+shift+l", "ctrl+shift+g", "ctrl+shift+g")
		}},
		{name: "mark all and copy", do: func(b *testing.B) {
			p.clickText(b, "cell", "项目第")
			p.keys(b, "ctrl+a")
			p.run(b, "copy-rows")
			p.run(b, "year.picture")
			p.keys(b, "Home", "End", "Prior", "Prior", "Home")
		}},
		{name: "carry 200 over and undo", do: func(b *testing.B) {
			p.run(b, "carry")
			p.waitFor(b, "Text", fmt.Sprintf("已选 %d 个", heavyBefore))
			p.keys(b, "ctrl+Return")
			p.waitFor(b, "Text", "已在 2022 年度建立")
			p.still(b)
			p.run(b, "undo")
			p.waitFor(b, "Text", "已撤销")
		}},
		{name: "history of thousands", do: func(b *testing.B) {
			p.run(b, "place.history")
			p.waitFor(b, "Text", "次操作")
			p.keys(b, "End", "Home", "Next", "Next")
			p.keys(b, "ctrl+f")
			p.waitFocus(b, "Entry")
			p.typed(b, "15")
			p.run(b, "unfilter")
			p.run(b, "history.verify")
			p.waitFor(b, "Text", "历史完整")
		}},
		{name: "import 300 sheets", do: func(b *testing.B) {
			p.keys(b, "ctrl+i")
			p.choose(b, h.table)
			p.waitFor(b, "cell", "表格项目")
			p.still(b)
			p.keys(b, "End", "Home")
			p.keys(b, "ctrl+Return")
			p.waitLong(b, "Text", "已在 2022 年度建立")
		}},
	}
}

// guideStories are done in an evaluation.
func (p *player) guideStories() []story {
	return []story{
		{name: "open an evaluation", do: func(b *testing.B) {
			p.open(b, heavyOne)
			for _, step := range []string{"basics", "money", "goals", "narrative", "evidence", "checks", "export", "indicators"} {
				p.run(b, "step."+step)
				p.still(b)
			}
		}},
		{name: "type in the grid", from: func(b *testing.B) { p.open(b, heavyOne) }, do: func(b *testing.B) {
			p.clickCell(b, "hi-stock/实际完成值")
			for _, value := range []string{"1500", "1400", "1300"} {
				p.typed(b, value)
				p.keys(b, "Return")
			}
			p.saved(b)
		}},
		{name: "paste 200 rows", from: func(b *testing.B) { p.open(b, heavyOne) }, do: func(b *testing.B) {
			var rows strings.Builder
			for i := range 200 {
				fmt.Fprintf(&rows, "粘贴的指标%d\t≥%d个\t%d个\t0.1\n", i, i+1, i+2)
			}
			p.post(b, "/paste", "text", rows.String())
			p.clickText(b, "option", "编辑指标")
			p.still(b)
			p.clickCell(b, "hi-stock/三级指标")
			p.keys(b, "ctrl+v")
			p.saved(b)
		}},
		{name: "undo and redo", from: func(b *testing.B) { p.open(b, heavyOne) }, do: func(b *testing.B) {
			p.keys(b, "ctrl+z")
			p.saved(b)
			p.keys(b, "ctrl+y")
			p.saved(b)
			p.keys(b, "ctrl+z", "ctrl+z", "ctrl+z")
			p.still(b)
		}},
		{name: "checks", from: func(b *testing.B) { p.open(b, heavyOne) }, do: func(b *testing.B) {
			p.run(b, "step.checks")
			p.still(b)
			p.keys(b, "F8", "F8", "F8")
			p.keys(b, "End", "Home")
		}},
		{name: "text of 20,000 characters", from: p.toLongText, do: func(b *testing.B) {
			p.keys(b, "ctrl+End")
			p.post(b, "/type", "text", "预算执行率为")
			p.typed(b, "98.7")
			p.post(b, "/type", "text", "%。")
			p.keys(b, "ctrl+Home")
			p.typed(b, "a b c")
			p.keys(b, "Return", "BackSpace", "ctrl+a", "ctrl+c", "ctrl+End", "ctrl+v", "ctrl+z")
			p.saved(b)
		}},
		{name: "leave while it saves", from: p.toLongText, do: func(b *testing.B) {
			p.keys(b, "ctrl+End")
			p.post(b, "/type", "text", "最后一句。")
			p.hasty = true
			p.run(b, "place.year")
			p.hasty = false
		}},
		{name: "leave in a hurry", do: p.hurried},
	}
}

// toLongText goes into the text of many characters.
func (p *player) toLongText(b *testing.B) {
	b.Helper()
	p.open(b, heavyLong)
	p.run(b, "step.narrative")
	p.still(b)
	p.clickText(b, "cell", "资金安排")
	p.still(b)
	p.intoProse(b)
}

// saved waits until what is shown is on disk. A story that is told again may change nothing: then nothing is saved.
func (p *player) saved(b *testing.B) {
	b.Helper()
	p.still(b)
	eventually(b, "saved, or nothing to be saved", func() bool { return p.shows("Text", "已保存") == 1 || p.shows("Text", "未修改") == 1 })
}

// hurried does things faster than what was typed comes to the disk. Wherever it leads, the list is gone back to.
func (p *player) hurried(b *testing.B) {
	b.Helper()
	for _, away := range [][]string{{"ctrl+Next"}, {"ctrl+Prior", "ctrl+Next"}, {"ctrl+Next", "alt+Left"}, {"ctrl+Next", "ctrl+shift+8"}, {"alt+Left", "ctrl+Next"}, {"ctrl+shift+1"}} {
		p.toLongText(b)
		p.keys(b, "ctrl+End")
		p.post(b, "/type", "text", "最后一句。")
		p.send(b, append([]string{"key", "--delay", "1"}, away...)...)
		p.still(b)
		p.home(b)
	}
}

// longer is how many seconds heavy work may take.
const longer = 120

// waitLong waits until something of a type shows a text, longer than what a person waits for.
func (p *player) waitLong(b *testing.B, kind, text string) {
	b.Helper()
	for range longer {
		if p.shows(kind, text) == 1 {
			return
		}
		<-time.After(time.Second)
	}
	b.Fatalf("did not happen: %s %s", kind, text)
}

// intoProse gives the editor of texts the keyboard.
func (p *player) intoProse(b *testing.B) {
	b.Helper()
	var tree []seen
	if err := p.get("/tree", &tree); err != nil {
		b.Fatal(err)
	}
	for _, n := range tree {
		if strings.HasSuffix(n.Type, ".Editor") {
			p.mouse(b, n.X+n.W/2, n.Y+40)
			p.xdo(b, "click", "1")
			p.waitFocus(b, "body")
			return
		}
	}
	b.Fatal("there is no editor of texts")
}

// fileStories are about files of others.
func (p *player) fileStories(h heavy) []story {
	return []story{
		{name: "compare two years", do: func(b *testing.B) {
			p.find(b, heavyOne)
			p.run(b, "year.beside")
			p.still(b)
			p.run(b, "compare.before")
			p.waitFor(b, "cell", "高新技术企业")
			p.run(b, "compare.only")
			p.run(b, "compare.swap")
			p.keys(b, "F4", "F4", "F4")
			p.run(b, "compare.left")
			p.still(b)
			p.keys(b, "Escape")
		}},
		{name: "verify 120 files", do: func(b *testing.B) {
			p.run(b, "place.verify")
			p.waitFor(b, "Text", "把要验证的文件拖到这里")
			p.keys(b, "ctrl+o")
			p.waitFor(b, "cell", "上一级文件夹")
			p.keys(b, "shift+Tab", "shift+Tab")
			p.waitFocus(b, "Entry")
			p.replace(b, h.sent)
			p.keys(b, "Return")
			p.waitFor(b, "cell", "p0300"+bundle.Extension)
			p.waitFocus(b, "gridBody")
			p.keys(b, "ctrl+a", "Return")
			p.waitFor(b, "Text", fmt.Sprintf("共 %d 个文件", 2*heavyFiles))
			p.waitLong(b, "Text", fmt.Sprintf("共 %d 个文件", 2*heavyFiles))
			p.keys(b, "End", "Home")
			p.run(b, "verify.list")
		}},
		{name: "collect 120 files", do: func(b *testing.B) {
			p.run(b, "place.collect")
			p.waitFor(b, "Text", "还没有选择文件夹")
			p.keys(b, "ctrl+o")
			p.chooseFolder(b, h.sent)
			p.waitFor(b, "cell", "项目第")
			p.keys(b, "alt+2", "alt+3", "alt+4", "alt+5", "alt+1")
			p.still(b)
			p.run(b, "collect.drill")
			p.still(b)
			p.keys(b, "Escape")
		}},
		{name: "hand 2,000 over", do: func(b *testing.B) {
			p.run(b, "place.exchange")
			p.keys(b, "alt+2")
			p.waitFor(b, "cell", "项目") // the first of them are those of the sheets, where these were imported
			p.clickText(b, "cell", "项目")
			p.waitFocus(b, "gridBody")
			p.keys(b, "ctrl+a")
			p.still(b)
			p.keys(b, "ctrl+s")
			p.saveAs(b, filepath.Join(p.stage.home, "Documents", "全部.zsb"))
			p.waitLong(b, "Text", "已制作")
		}},
		{name: "look into a bundle of 2,000", do: func(b *testing.B) {
			p.run(b, "place.exchange")
			p.keys(b, "alt+1")
			p.keys(b, "ctrl+o")
			p.choose(b, filepath.Join(p.stage.home, "Documents", "全部.zsb"))
			p.waitLong(b, "Text", "内容完好")
			p.keys(b, "End", "Home")
		}},
		{name: "begin a review", do: func(b *testing.B) {
			p.run(b, "place.review")
			p.waitFor(b, "Text", "还没有审核")
			p.keys(b, "ctrl+n")
			p.waitFor(b, "cell", "项目")
			p.waitFocus(b, "Entry")
			p.replace(b, heavyOne)
			p.waitFor(b, "cell", heavyOne)
			p.still(b)
			p.keys(b, "Return")
			p.waitFor(b, "cell", "审核中")
		}},
	}
}

// paperStories are about reports.
func (p *player) paperStories() []story {
	return []story{
		{name: "preview a report", do: func(b *testing.B) {
			p.find(b, heavyOne)
			p.run(b, "year.report")
			p.waitFor(b, "Button", "打印")
			p.still(b)
			for range 3 {
				p.run(b, "report.larger")
			}
			p.keys(b, "Next", "Next", "Next", "Next", "End", "Home")
			p.run(b, "report.fit")
			p.still(b)
		}},
		{name: "export and sign", do: func(b *testing.B) {
			p.open(b, heavySound)
			p.run(b, "export")
			p.still(b)
			p.waitFocus(b, "Entry")
			p.typed(b, heavyPassword)
			p.keys(b, "Return")
			p.waitFor(b, "Label", "已导出并签名")
		}},
		{name: "export 100 reports", do: func(b *testing.B) {
			p.keys(b, "ctrl+f")
			p.waitFocus(b, "Entry")
			p.replace(b, "项目第1")
			p.still(b)
			p.clickText(b, "cell", "项目第1")
			p.keys(b, append([]string{"Home"}, times(100, "shift+Down")...)...)
			p.still(b)
			p.run(b, "year.report")
			p.waitFor(b, "Button", "打印")
			p.still(b)
			p.run(b, "report.export")
			p.chooseFolder(b, filepath.Join(p.stage.home, "Documents"))
			p.run(b, "place.year") // it goes on in the background
			for range longer {
				found, err := filepath.Glob(filepath.Join(p.stage.home, "Documents", "*.pdf"))
				if err != nil || len(found) >= 100 {
					return
				}
				<-time.After(time.Second)
			}
			b.Fatal("100 reports did not come")
		}},
	}
}

// windowStories are about the window itself.
func (p *player) windowStories() []story {
	return []story{
		{name: "search the help", do: func(b *testing.B) {
			p.run(b, "help.page")
			p.keys(b, "ctrl+f")
			p.waitFocus(b, "Entry")
			p.post(b, "/type", "text", "指标")
			p.typed(b, "excel")
			p.keys(b, "ctrl+a", "BackSpace")
			p.keys(b, "Down", "Down", "Return", "F1")
			p.still(b)
			p.keys(b, "Escape")
		}},
		{name: "edit a scheme", do: func(b *testing.B) {
			p.run(b, "place.schemes")
			p.still(b)
			p.keys(b, "ctrl+n")
			p.still(b)
			p.keys(b, "ctrl+Return")
			p.still(b)
			p.keys(b, "Tab", "Tab")
			p.typed(b, "abc")
			p.keys(b, "ctrl+z", "F4")
			p.run(b, "schemes.discard")
			p.still(b)
			p.keys(b, "ctrl+Return")
		}},
		{name: "back up", do: func(b *testing.B) {
			p.run(b, "place.settings")
			p.waitFor(b, "step", "单位信息")
			for _, section := range []string{"alt+1", "alt+2", "alt+3", "alt+4", "alt+5"} {
				p.keys(b, section)
			}
			p.keys(b, "ctrl+b")
			p.waitFor(b, "Button", "选择位置…")
			p.keys(b, "Return", "Return")
			p.saveAs(b, filepath.Join(p.stage.home, "Documents", "备份.zsbackup"))
			p.waitFor(b, "Label", "之后没有修改")
		}},
		{name: "theme", do: func(b *testing.B) {
			p.run(b, "theme.dark")
			p.still(b)
			p.run(b, "theme.light")
		}},
		{name: "language", do: func(b *testing.B) {
			p.run(b, "language.en")
			p.still(b)
			p.run(b, "language.zh")
		}},
		{name: "zoom", do: func(b *testing.B) {
			p.run(b, "zoom.in")
			p.still(b)
			p.run(b, "zoom.plain")
		}},
	}
}
