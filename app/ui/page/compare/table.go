package compare

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/contrast"
)

// line is a row of the table: an indicator, or another item, or a heading.
type line struct {
	row  *contrast.Row
	item *contrast.Item
}

// The signs of differences: more, less, other, only on one side.
const (
	signMore  = "↑"
	signLess  = "↓"
	signOther = "≠"
	signRight = "+"
	signLeft  = "−"
)

func tone(difference decimal.NullDecimal, changed bool) look.Tone {
	switch {
	case !changed:
		return look.Quiet
	case difference.Valid && difference.Decimal.IsNeg():
		return look.Wrong
	case difference.Valid && difference.Decimal.IsPos():
		return look.Fine
	}
	return look.Warn
}

func sign(difference decimal.NullDecimal, changed bool) string {
	switch {
	case !changed:
		return ""
	case difference.Valid && difference.Decimal.IsNeg():
		return signLess
	case difference.Valid && difference.Decimal.IsPos():
		return signMore
	}
	return signOther
}

// signed writes a difference with its sign, "" where there is none.
func signed(d decimal.NullDecimal) string {
	switch {
	case !d.Valid || d.Decimal.IsZero():
		return ""
	case d.Decimal.IsPos():
		return "+" + d.Decimal.String()
	}
	return "−" + d.Decimal.Abs().String()
}

func dash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

func changedRows(c *contrast.Comparison) (n int) {
	for i := range c.Indicators {
		if c.Indicators[i].Changed() {
			n++
		}
	}
	return n
}

func changedItems(groups ...[]contrast.Item) (n int) {
	for _, items := range groups {
		for i := range items {
			if items[i].Changed {
				n++
			}
		}
	}
	return n
}

// fill shows the table of the current tab.
func (p *Page) fill() {
	if p.comparison == nil {
		return
	}
	w := p.needs.Words
	current := ""
	if p.grid != nil {
		current = p.grid.CurrentRow()
	}
	var rows []widget.Row
	if p.tab == tabIndicators {
		p.grid = widget.NewGrid(p.indicatorColumns()...)
		rows, p.lines = p.indicatorRows()
	} else {
		p.grid = widget.NewGrid(p.itemColumns()...)
		rows, p.lines = p.itemRows()
	}
	p.grid.OnCurrent = p.showDetail
	p.grid.SetRows(rows)
	p.room.Objects = []fyne.CanvasObject{p.grid}
	p.room.Refresh()
	p.detail.show("", "", "")
	first := slices.IndexFunc(rows, func(r widget.Row) bool { return r.Level == 0 })
	if at := slices.IndexFunc(rows, func(r widget.Row) bool { return r.Level == 0 && r.ID == current }); at >= 0 {
		first = at
	}
	if first >= 0 {
		p.grid.Select(rows[first].ID)
		p.showDetail(rows[first].ID)
	}
	shown := 0
	for _, r := range rows {
		if r.Level == 0 {
			shown++
		}
	}
	p.count.SetText(w.Say("ui.compare.count", "shown", strconv.Itoa(shown), "differences", strconv.Itoa(p.comparison.Differences())))
}

func (p *Page) indicatorColumns() []widget.Column {
	w := p.needs.Words
	of := func(key, side string) string { return w.Say(key) + " " + w.Say(side) }
	return []widget.Column{
		{Title: "", Width: 38, Align: fyne.TextAlignCenter},
		{Title: w.Say("ui.indicator.column.name"), Width: 200, Stretch: 3},
		{Title: of("ui.indicator.column.target", "ui.compare.of-left"), Width: 110, Stretch: 1, Rank: 1},
		{Title: of("ui.indicator.column.target", "ui.compare.of-right"), Width: 110, Stretch: 1, Rank: 1},
		{Title: of("ui.indicator.column.actual", "ui.compare.of-left"), Width: 110, Stretch: 1},
		{Title: of("ui.indicator.column.actual", "ui.compare.of-right"), Width: 110, Stretch: 1},
		{Title: w.Say("ui.indicator.column.weight"), Width: 90, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText, Rank: 2},
		{Title: of("ui.indicator.column.points", "ui.compare.of-left"), Width: 76, Align: fyne.TextAlignTrailing},
		{Title: of("ui.indicator.column.points", "ui.compare.of-right"), Width: 76, Align: fyne.TextAlignTrailing},
		{Title: w.Say("ui.compare.difference"), Width: 76, Align: fyne.TextAlignTrailing},
	}
}

// indicatorRows are the rows of the indicators under their level-1 headings.
func (p *Page) indicatorRows() (rows []widget.Row, lines []line) {
	level := ""
	for i := range p.comparison.Indicators {
		r := &p.comparison.Indicators[i]
		if p.only && !r.Changed() {
			continue
		}
		if r.Level1 != level {
			level = r.Level1
			rows = append(rows, widget.Row{ID: "level " + level, Level: 1, Cells: []widget.Cell{{}, {Text: level, Bold: true}}})
			lines = append(lines, line{})
		}
		rows = append(rows, widget.Row{ID: strconv.Itoa(i), Cells: cellsOf(r)})
		lines = append(lines, line{row: r})
	}
	return rows, lines
}

func cellsOf(r *contrast.Row) []widget.Cell {
	mark, ink := sign(r.Points, r.Changed()), tone(r.Points, r.Changed())
	switch r.Presence {
	case contrast.OnLeft:
		mark, ink = signLeft, look.Wrong
	case contrast.OnRight:
		mark, ink = signRight, look.Current
	}
	of := func(field contrast.Field) look.Tone {
		if slices.Contains(r.Fields, field) {
			return look.Warn
		}
		return look.Plain
	}
	points := func(c *contrast.Cell) string {
		if !c.Points.Valid {
			return "—"
		}
		return c.Points.Decimal.String()
	}
	weight := ""
	switch {
	case r.Presence == contrast.OnLeft:
		weight = r.Left.Weight.Decimal.String()
	case r.Presence == contrast.OnRight || !slices.Contains(r.Fields, contrast.FieldWeight):
		weight = r.Right.Weight.Decimal.String()
	default:
		weight = r.Left.Weight.Decimal.String() + " → " + r.Right.Weight.Decimal.String()
	}
	left, right := points(&r.Left), points(&r.Right)
	if r.Presence == contrast.OnRight {
		left = ""
	} else if r.Presence == contrast.OnLeft {
		right = ""
	}
	return []widget.Cell{
		{Text: mark, Tone: ink, Bold: true},
		{Text: r.Name, Tone: of(contrast.FieldName)},
		{Text: r.Left.Target, Tone: of(contrast.FieldTarget)},
		{Text: r.Right.Target, Tone: of(contrast.FieldTarget)},
		{Text: r.Left.Actual, Tone: of(contrast.FieldActual)},
		{Text: r.Right.Actual, Tone: of(contrast.FieldActual)},
		{Text: weight, Tone: of(contrast.FieldWeight)},
		{Text: left},
		{Text: right},
		{Text: signed(r.Points), Tone: ink, Bold: true},
	}
}

func (p *Page) itemColumns() []widget.Column {
	w := p.needs.Words
	return []widget.Column{
		{Title: "", Width: 38, Align: fyne.TextAlignCenter},
		{Title: w.Say("ui.compare.column.item"), Width: 200, Stretch: 1},
		{Title: w.Say("ui.compare.left"), Width: 240, Stretch: 2},
		{Title: w.Say("ui.compare.right"), Width: 240, Stretch: 2},
		{Title: w.Say("ui.compare.difference"), Width: 110, Align: fyne.TextAlignTrailing},
	}
}

// groups are the items of a tab under their headings.
func (p *Page) groups() (keys []string, groups [][]contrast.Item) {
	if p.tab == tabTexts {
		return []string{"ui.compare.group.texts"}, [][]contrast.Item{p.comparison.Texts}
	}
	return []string{"ui.compare.group.result", "ui.compare.group.levels", "ui.compare.group.money", "ui.compare.group.basics"},
		[][]contrast.Item{p.comparison.Result, p.comparison.Levels, p.comparison.Money, p.comparison.Basics}
}

func (p *Page) itemRows() (rows []widget.Row, lines []line) {
	w := p.needs.Words
	keys, groups := p.groups()
	for g, items := range groups {
		headed := false
		for i := range items {
			item := &items[i]
			if p.only && !item.Changed {
				continue
			}
			if !headed {
				headed = true
				rows = append(rows, widget.Row{ID: keys[g], Level: 1, Cells: []widget.Cell{{}, {Text: w.Say(keys[g]), Bold: true}}})
				lines = append(lines, line{})
			}
			ink := tone(item.Difference, item.Changed)
			plain := look.Plain
			if item.Changed {
				plain = look.Warn
			}
			rows = append(rows, widget.Row{ID: strconv.Itoa(g) + "." + strconv.Itoa(i), Cells: []widget.Cell{
				{Text: sign(item.Difference, item.Changed), Tone: ink, Bold: true},
				{Text: strings.Repeat("　", item.Depth) + p.itemName(item), Tone: look.Quiet},
				{Text: p.shown(item, p.left.header.Scheme, item.Left), Tone: plain},
				{Text: p.shown(item, p.right.header.Scheme, item.Right), Tone: plain},
				{Text: signed(item.Difference), Tone: ink, Bold: true},
			}})
			lines = append(lines, line{item: item})
		}
	}
	return rows, lines
}
