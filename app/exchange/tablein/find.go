package tablein

import (
	"strings"

	"zhunsheng/app/exchange/sheet"
)

// Find reads every table of a grid. A grid without any gives none; its cells are the caller's to list.
func Find(grid *sheet.Grid, opts Options) []*Table {
	var tables []*Table
	if left, right, ok := sideBySide(grid, opts); ok {
		return append(Find(left, opts), Find(right, opts)...)
	}
	for _, lines := range segments(grid, opts) {
		r := newReader(grid.Name, lines, opts)
		if r.looksLikeTable() {
			tables = append(tables, r.read())
		}
	}
	return tables
}

// sideBySide cuts a sheet with two tables beside each other into its left and right part: at the second label of a project's name on
// a line, or where the headings of the indicators begin anew.
func sideBySide(grid *sheet.Grid, opts Options) (left, right *sheet.Grid, ok bool) {
	if len(opts.Mappings) > 0 {
		return nil, nil, false
	}
	at := 0
	for i := range grid.Lines {
		if at = secondTable(grid.Lines, i); at > 0 {
			break
		}
	}
	if at == 0 {
		return nil, nil, false
	}
	var cells [2][]*sheet.Cell
	hidden := make(map[int]bool)
	for i := range grid.Lines {
		for _, c := range grid.Lines[i].Own() {
			side := 0
			if c.Col >= at {
				side = 1
			}
			cells[side] = append(cells[side], c)
		}
		if grid.Lines[i].Hidden {
			hidden[grid.Lines[i].Row] = true
		}
	}
	if len(cells[0]) == 0 || len(cells[1]) == 0 {
		return nil, nil, false
	}
	return sheet.NewGrid(grid.Name, cells[0], hidden), sheet.NewGrid(grid.Name, cells[1], hidden), true
}

// secondTable returns the column at which a second table begins on a line, 0 where none does.
func secondTable(lines []sheet.Line, i int) int {
	if col := secondProject(&lines[i]); col > 0 {
		return col
	}
	if _, _, ok := indicatorHeader(lines, i); !ok {
		return 0
	}
	return secondHeadings(&lines[i])
}

// secondProject returns the column of a line's second label of a project, 0 where there is none.
func secondProject(line *sheet.Line) int {
	projects := 0
	for _, c := range line.Own() {
		if label, _ := splitLabel(c.Text); labelOf(label) == fieldProject && key(label) == "项目名称" {
			if projects++; projects == 2 {
				return c.Col
			}
		}
	}
	return 0
}

// secondHeadings returns the column at which the headings of indicators begin again on a line, 0 where they do not.
func secondHeadings(line *sheet.Line) int {
	first, count := ColumnNone, make(map[Column]int)
	again := 0
	for _, c := range line.Own() {
		kind := headingOf(c.Text)
		if kind == ColumnNone {
			continue
		}
		if first == ColumnNone {
			first = kind
		}
		if count[kind]++; kind == first && count[kind] == 2 {
			again = c.Col
		}
	}
	if count[ColumnName] == 2 && count[ColumnTarget] == 2 && count[first] == 2 {
		return again
	}
	return 0
}

// Recognizes reports whether a grid holds headings of indicators, money or goals, or the label of a project's name.
func Recognizes(grid *sheet.Grid) bool {
	for i := range grid.Lines {
		if _, _, ok := indicatorHeader(grid.Lines, i); ok {
			return true
		}
		if _, ok := fundHeader(grid.Lines, i); ok {
			return true
		}
		if _, _, ok := goalHeader(&grid.Lines[i]); ok || namesProject(&grid.Lines[i]) {
			return true
		}
	}
	return false
}

// segments cuts a sheet into stretches of lines that hold at most one table each: one begins at each line that names a project, with
// the title above it.
func segments(grid *sheet.Grid, opts Options) [][]sheet.Line {
	lines := grid.Lines
	if len(opts.Mappings) > 0 {
		for _, m := range opts.Mappings {
			if m.applies(grid.Name) {
				return [][]sheet.Line{lines} // a person points at one table
			}
		}
	}
	var starts []int
	for i := range lines {
		if namesProject(&lines[i]) {
			starts = append(starts, titleAbove(lines, i, starts))
		}
	}
	if len(starts) < 2 {
		return [][]sheet.Line{lines}
	}
	starts[0] = 0
	out := make([][]sheet.Line, 0, len(starts))
	for k, start := range starts {
		end := len(lines)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		out = append(out, lines[start:end])
	}
	return out
}

func (m *Mapping) applies(name string) bool { return m.Sheet == "" || m.Sheet == name }

// namesProject reports whether a line holds the label of the project's name, and is not a heading of a list of projects.
func namesProject(line *sheet.Line) bool {
	for i, c := range line.Cells {
		if c.Row != line.Row {
			continue
		}
		label, rest := splitLabel(c.Text)
		if labelOf(label) != fieldProject {
			continue
		}
		if rest != "" {
			return true
		}
		for _, next := range line.Cells[i+1:] { // a list of projects has more headings beside it
			return headingOf(next.Text) == ColumnNone
		}
		return true
	}
	return false
}

// titleAbove finds where a table begins: at most six lines above the project's name, not within the table before.
func titleAbove(lines []sheet.Line, at int, before []int) int {
	floor := 0
	if len(before) > 0 {
		floor = before[len(before)-1] + 2
	}
	start := at
	for i := at - 1; i >= max(floor, at-6); i-- {
		own := lines[i].Own()
		if len(own) == 0 {
			continue
		}
		if isFootnote(own[0].Text) || isTotal(own[0].Text) || len(own) > 4 {
			break
		}
		if len(own) <= 2 && isTitle(own[0].Text) {
			start = i
			continue
		}
		if start < at && !strings.Contains(own[0].Text, "附") {
			break
		}
	}
	return start
}

// isTitle reports whether a text is a title of a table.
func isTitle(text string) bool {
	t := folded(text)
	if t == "" || len([]rune(t)) > 80 {
		return false
	}
	for _, word := range [...]string{"自评", "绩效", "评价表", "评分表", "附件", "附表", "年度)"} {
		if strings.Contains(t, word) {
			return headingOf(text) == ColumnNone && labelOf(text) == ""
		}
	}
	return false
}

// isFootnote reports whether a text is a note below a table.
func isFootnote(text string) bool {
	t := folded(text)
	for _, word := range [...]string{"注:", "备注:", "说明:", "填表说明", "填报说明", "注1", "注释", "1.", "2.", "3.", "4.", "5.", "1、", "2、", "3、", "4、", "5、", "填表注意"} {
		if strings.HasPrefix(t, word) {
			return true
		}
	}
	return t == "注" || t == "说明" || t == "备注"
}

// isTotal reports whether a text labels the line of the total.
func isTotal(text string) bool {
	word := key(text)
	switch word {
	case "总分", "合计", "总计", "得分合计", "总得分", "自评总分", "合计得分", "总分值", "分值合计", "综合得分", "自评得分合计", "总分合计", "合计分值", "绩效自评总分",
		"评价总分", "总评分", "自评总得分", "合计总分", "总体得分", "绩效自评总得分", "总评得分", "指标合计", "指标得分合计":
		return true
	}
	return len([]rune(word)) < 16 && (strings.HasPrefix(word, "总分") || strings.HasPrefix(word, "合计"))
}
