package exchange_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhunsheng/scoring/target"
)

// drawing is a sheet being drawn by rows, columns counted from 1.
type drawing struct {
	t       testing.TB
	file    *excelize.File
	sheet   string
	row     int
	numbers bool // write figures as numbers, else all as text
}

func newDrawing(t testing.TB, numbers bool) *drawing {
	return &drawing{t: t, file: excelize.NewFile(), sheet: "Sheet1", row: 1, numbers: numbers}
}

func (d *drawing) must(err error) {
	if err != nil {
		d.t.Helper()
		d.t.Fatal(err)
	}
}

func (d *drawing) bytes() []byte {
	d.t.Helper()
	out, err := d.file.WriteToBuffer()
	d.must(err)
	return out.Bytes()
}

var plainFigure = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)

// put writes a text, merged over an area.
func (d *drawing) put(row, col, endRow, endCol int, text string) {
	d.t.Helper()
	from, err := excelize.CoordinatesToCellName(col, row)
	d.must(err)
	if endRow > row || endCol > col {
		to, err := excelize.CoordinatesToCellName(endCol, endRow)
		d.must(err)
		d.must(d.file.MergeCell(d.sheet, from, to))
	}
	if text == "" {
		return
	}
	if d.numbers && plainFigure.MatchString(text) {
		f, err := strconv.ParseFloat(text, 64)
		d.must(err)
		d.must(d.file.SetCellFloat(d.sheet, from, f, -1, 64))
		return
	}
	if d.numbers && strings.HasSuffix(text, "%") && plainFigure.MatchString(strings.TrimSuffix(text, "%")) {
		f, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
		d.must(err)
		d.must(d.file.SetCellFloat(d.sheet, from, f/100, -1, 64))
		format := "0%"
		if _, places, ok := strings.Cut(strings.TrimSuffix(text, "%"), "."); ok {
			format = "0." + strings.Repeat("0", len(places)) + "%"
		}
		style, err := d.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
		d.must(err)
		d.must(d.file.SetCellStyle(d.sheet, from, from, style))
		return
	}
	d.must(d.file.SetCellStr(d.sheet, from, text))
}

// grid maps logical columns to columns of the sheet.
type grid struct{ from, to []int }

// columns gives each logical column a width in sheet columns, from a first column on.
func columns(first int, widths ...int) grid {
	var g grid
	for _, w := range widths {
		g.from = append(g.from, first)
		g.to = append(g.to, first+w-1)
		first += w
	}
	return g
}

// cells writes texts side by side: "a" one column, "a|3" over three logical columns.
func (d *drawing) cells(g grid, from, height int, texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		n := 1
		if i := strings.LastIndex(text, "|"); i >= 0 {
			if k, err := strconv.Atoi(text[i+1:]); err == nil {
				text, n = text[:i], k
			}
		}
		if text != "-" {
			d.put(d.row, g.from[from], d.row+height-1, g.to[from+n-1], text)
		}
		from += n
	}
}

func groups(rows []publishedRow, same func(a, b publishedRow) bool) [][2]int {
	var out [][2]int
	for i := 0; i < len(rows); {
		k := i + 1
		for k < len(rows) && same(rows[i], rows[k]) {
			k++
		}
		out = append(out, [2]int{i, k - 1})
		i = k
	}
	return out
}

func sameLevel1(a, b publishedRow) bool { return text(a.Level1) == text(b.Level1) }
func sameLevel2(a, b publishedRow) bool { return sameLevel1(a, b) && text(a.Level2) == text(b.Level2) }

// drawOfficial draws the national form.
func drawOfficial(d *drawing, c *publishedCase) {
	g := columns(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	d.cells(g, 0, 1, "项目支出绩效自评表|9")
	d.row++
	d.cells(g, 0, 1, fmt.Sprintf("（%d年度）|9", c.Year))
	d.row++
	d.cells(g, 0, 1, "项目名称|3", c.Project+"|6")
	d.row++
	d.cells(g, 0, 1, "主管部门|3", text(c.Supervisor)+"|2", "实施单位", c.Unit+"|3")
	d.row++
	d.put(d.row, 1, d.row+len(c.Funds), 1, "项目资金（"+c.MoneyUnit+"）")
	d.cells(g, 1, 1, "|2", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
	d.row++
	for _, f := range c.Funds {
		d.cells(g, 1, 1, f.Name+"|2", text(f.Initial), text(f.Annual), text(f.Executed), num(f.Weight), text(f.Rate), num(f.Score))
		d.row++
	}
	d.put(d.row, 1, d.row+1, 1, "年度总体目标")
	d.cells(g, 1, 1, "预期目标|4", "实际完成情况|4")
	d.row++
	d.cells(g, 1, 1, "完成"+c.Project+"|4", "已按计划完成。|4")
	d.row++
	d.put(d.row, 1, d.row+len(c.Indicators), 1, "绩效指标")
	d.cells(g, 1, 1, "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
	d.row++
	for _, at := range groups(c.Indicators, sameLevel1) {
		d.put(d.row+at[0], 2, d.row+at[1], 2, text(c.Indicators[at[0]].Level1))
	}
	for _, at := range groups(c.Indicators, sameLevel2) {
		d.put(d.row+at[0], 3, d.row+at[1], 3, text(c.Indicators[at[0]].Level2))
	}
	for _, r := range c.Indicators {
		d.cells(g, 3, 1, r.Name, text(r.Target), text(r.Actual), num(r.Weight), num(r.Score), text(r.Reason))
		d.row++
	}
	d.cells(g, 0, 1, "总分|6", num(c.TotalWeight), num(c.Total))
	d.row++
	if c.Grade != nil {
		d.cells(g, 0, 1, "自评等级|3", *c.Grade+"|6")
		d.row++
	}
}

// parts3 splits a printed value into sign, figure and unit as provincial forms print them.
func parts3(s string) (sign, value, unit string) {
	v := target.Parse(s, target.Context{})
	if v.Kind != target.Number || strings.ContainsAny(s, "以于不") {
		return "", s, ""
	}
	m := regexp.MustCompile(`^([^0-9]*)([0-9][0-9.]*)(.*)$`).FindStringSubmatch(fold(s))
	if m == nil {
		return "", s, ""
	}
	return m[1], m[2], m[3]
}

// drawProvincial draws a form with sign, figure and unit in columns of their own, headings over two lines, other headings and another
// order of columns, amounts with separators as text, a note and a sign-off line.
func drawProvincial(d *drawing, c *publishedCase) {
	g := columns(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	d.cells(g, 0, 1, "附件1|12")
	d.row++
	d.cells(g, 0, 1, fmt.Sprintf("%d年度项目支出绩效自评表|12", c.Year))
	d.row++
	d.cells(g, 0, 1, "填报日期：2024年4月6日|8", "金额单位："+c.MoneyUnit+"|4")
	d.row++
	d.cells(g, 0, 1, "项目名称|2", c.Project+"|10")
	d.row++
	d.cells(g, 0, 1, "主管部门及代码|2", text(c.Supervisor)+"|4", "项目实施单位|2", c.Unit+"|4")
	d.row++
	d.put(d.row, 1, d.row+len(c.Funds), 2, "预算执行情况")
	d.cells(g, 2, 1, "|2", "年初预算数(A)|2", "调整后预算数(B)|2", "全年执行数(C)", "执行率(C/B)", "分值", "自评得分")
	d.row++
	for _, f := range c.Funds {
		d.cells(g, 2, 1, f.Name+"|2", grouped(text(f.Initial))+"|2", grouped(text(f.Annual))+"|2", grouped(text(f.Executed)), text(f.Rate), num(f.Weight), num(f.Score))
		d.row++
	}
	d.cells(g, 0, 2, "一级指标", "二级指标", "三级指标", "分值")
	d.cells(g, 4, 1, "年度指标值|3", "实际完成值|2")
	d.cells(g, 9, 2, "自评得分", "完成率", "未完成原因和改进措施")
	d.row++
	d.cells(g, 4, 1, "符号", "数值", "计量单位", "数值", "单位")
	d.row++
	for _, at := range groups(c.Indicators, sameLevel1) {
		d.put(d.row+at[0], 1, d.row+at[1], 1, upright(text(c.Indicators[at[0]].Level1)))
	}
	for _, at := range groups(c.Indicators, sameLevel2) {
		d.put(d.row+at[0], 2, d.row+at[1], 2, text(c.Indicators[at[0]].Level2))
	}
	for _, r := range c.Indicators {
		sign, value, unit := parts3(text(r.Target))
		actualSign, actual, actualUnit := parts3(text(r.Actual))
		d.cells(g, 2, 1, r.Name, num(r.Weight), sign, value, unit, actualSign+actual, actualUnit, num(r.Score), "100%", text(r.Reason))
		d.row++
	}
	d.cells(g, 0, 1, "合计|3", num(c.TotalWeight), "|5", num(c.Total), "|2")
	d.row++
	if c.Grade != nil {
		d.cells(g, 0, 1, "自评等级："+*c.Grade+"|12")
		d.row++
	}
	d.cells(g, 0, 1, "注：1.得分一档最高不能超过该指标分值上限。2.定性指标按三档填写。|12")
	d.row++
	d.cells(g, 0, 1, "填报人：经办员　　联系电话：010-12345678　　单位负责人：|12")
	d.row++
}

// upright sets a heading one character a line.
func upright(s string) string {
	if len([]rune(s)) > 6 {
		return s
	}
	return strings.Join(strings.Split(s, ""), "\n")
}

func grouped(s string) string {
	whole, rest, dot := strings.Cut(s, ".")
	if _, err := strconv.Atoi(whole); err != nil || len(whole) < 4 {
		return s
	}
	out := whole[:len(whole)-3] + "," + whole[len(whole)-3:]
	if dot {
		out += "." + rest
	}
	return out
}

// drawShifted draws the form far from the corner with every cell merged over two or three columns and two rows, an empty column
// before it, headings repeated after six rows as on a new page, labels with colons, and a form heading in between.
func drawShifted(d *drawing, c *publishedCase) {
	d.row += 6
	g := columns(4, 2, 2, 3, 2, 2, 2, 2, 2, 3)
	two := func(height int, from int, texts ...string) { d.cells(g, from, 2*height, texts...) }
	two(1, 0, fmt.Sprintf("%s%d年度项目绩效目标自评表|9", c.Unit, c.Year))
	d.row += 2
	two(1, 0, "项目名称：|2", c.Project+"|7")
	d.row += 2
	two(1, 0, "主管部门：|2", text(c.Supervisor)+"|3", "项目单位：|2", c.Unit+"|2")
	d.row += 2
	d.put(d.row, g.from[0], d.row+2*len(c.Funds)+1, g.to[0], "资金情况("+c.MoneyUnit+")")
	two(1, 1, "资金来源|2", "年初预算数", "全年预算数 (A)", "全年执行数 (B)", "执行率\n(B/A)", "分值", "得分")
	d.row += 2
	for _, f := range c.Funds {
		two(1, 1, f.Name+"|2", text(f.Initial), text(f.Annual), text(f.Executed), text(f.Rate), num(f.Weight), num(f.Score))
		d.row += 2
	}
	heading := func() {
		two(1, 0, "一级\n指标", "二级\n指标", "三级指标|1", "分值", "年度\n指标值", "全年实际完成值", "得分", "偏差原因分析及改进措施|2")
		d.row += 2
	}
	heading()
	start := d.row
	split := len(c.Indicators)
	if split > 8 {
		split = 6
	}
	draw := func(rows []publishedRow) {
		for _, at := range groups(rows, sameLevel1) {
			d.put(d.row+2*at[0], g.from[0], d.row+2*at[1]+1, g.to[0], text(rows[at[0]].Level1))
		}
		for _, at := range groups(rows, sameLevel2) {
			d.put(d.row+2*at[0], g.from[1], d.row+2*at[1]+1, g.to[1], text(rows[at[0]].Level2))
		}
		for _, r := range rows {
			two(1, 2, r.Name, num(r.Weight), text(r.Target), text(r.Actual), num(r.Score), text(r.Reason)+"|2")
			d.row += 2
		}
	}
	draw(c.Indicators[:split])
	if split < len(c.Indicators) {
		two(1, 0, fmt.Sprintf("%d年度项目绩效目标自评表（续）|9", c.Year))
		d.row += 2
		heading()
		draw(c.Indicators[split:])
	}
	_ = start
	two(1, 0, "总  分|3", num(c.TotalWeight), "|2", num(c.Total), "|2")
	d.row += 2
	if c.Grade != nil {
		two(1, 0, "绩效等级|3", *c.Grade+"|6")
		d.row += 2
	}
	d.row += 3
}

// drawFlat draws the table as a plain list: nothing merged, headings only in the first row of their group.
func drawFlat(d *drawing, c *publishedCase) {
	g := columns(1, 1, 1, 1, 1, 1, 1, 1, 1)
	line := func(texts ...string) {
		d.cells(g, 0, 1, texts...)
		d.row++
	}
	line(fmt.Sprintf("%d年度项目支出绩效自评表", c.Year))
	line("项目名称", c.Project)
	line("主管部门", text(c.Supervisor), "实施单位", c.Unit)
	line("资金("+c.MoneyUnit+")", "年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分")
	for _, f := range c.Funds {
		line(f.Name, text(f.Initial), text(f.Annual), text(f.Executed), text(f.Rate), num(f.Weight), num(f.Score))
	}
	line("一级指标", "二级指标", "指标名称", "目标值", "完成值", "权重", "自评分", "未完成原因")
	var before publishedRow
	for _, r := range c.Indicators {
		l1, l2 := text(r.Level1), text(r.Level2)
		if text(before.Level1) == l1 {
			l1 = ""
			if text(before.Level2) == text(r.Level2) {
				l2 = ""
			}
		}
		before = r
		line(l1, l2, r.Name, text(r.Target), text(r.Actual), num(r.Weight), num(r.Score), text(r.Reason))
	}
	line("总分", "", "", "", "", num(c.TotalWeight), num(c.Total))
	if c.Grade != nil {
		line("等级", *c.Grade)
	}
}
