package guide

import (
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/widget"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
)

// asSheet gives a grid of this page what a spreadsheet has besides: a menu on its cells, and an answer where nothing can be typed.
func (p *Page) asSheet(g *widget.Grid, fixed func(column int) string) {
	g.OnFixed = func(_ string, column int) { p.notice.say(fixed(column), look.Current) }
	g.OnMenu = func(at fyne.Position) { p.offerCells(g, at) }
}

// offerCells offers what can be done with the marked cells.
func (p *Page) offerCells(g *widget.Grid, at fyne.Position) {
	c := widget.CanvasOf(g)
	if c == nil {
		return
	}
	clipboard := fyne.CurrentApp().Clipboard()
	item := func(key, keys string, do func()) *fyne.MenuItem {
		return fyne.NewMenuItem(p.words.Say(key)+"　"+keys, func() {
			g.Focus()
			do()
		})
	}
	toolkit.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		item("guide.text.cut", "Ctrl+X", func() { clipboard.SetContent(g.CutCells()) }),
		item("guide.text.copy", "Ctrl+C", func() { clipboard.SetContent(g.CopyCells()) }),
		item("guide.text.paste", "Ctrl+V", func() { g.Paste(clipboard.Content()) }),
		item("guide.cells.clear", "Delete", g.Clear),
		fyne.NewMenuItemSeparator(),
		item("guide.cells.down", "Ctrl+D", g.FillDown),
		item("guide.cells.right", "Ctrl+R", g.FillRight),
	), c, at)
}

// together makes what was pasted, filled or cleared in a table as one change and says how much it was, and how many rows found no place.
func (p *Page) together(place edit.Place, changes []edit.Change, over int) error {
	if err := p.apply(edit.Together(place, changes...)); err != nil {
		return err
	}
	text, tone := p.words.Say("ui.indicator.pasted", "count", strconv.Itoa(len(changes))), look.Fine
	if over > 0 {
		text, tone = p.words.Say("ui.indicator.pasted.over", "count", strconv.Itoa(len(changes)), "over", strconv.Itoa(over)), look.Warn
	}
	p.notice.say(text, tone)
	return nil
}

// sumUp says how many cells are marked and what the numbers among them add up to; "" where no block is marked.
func sumUp(w wording.Words, cells [][]string) string {
	count, numbers := 0, 0
	var sum decimal.Decimal
	for _, row := range cells {
		for _, text := range row {
			count++
			n, err := decimal.Parse(strings.ReplaceAll(strings.TrimSpace(text), ",", ""))
			if err != nil {
				continue
			}
			if next, err := sum.Add(n); err == nil {
				sum = next
				numbers++
			}
		}
	}
	switch {
	case count == 0:
		return ""
	case numbers < 2:
		return w.Say("guide.cells.marked", "count", strconv.Itoa(count))
	}
	return w.Say("guide.cells.sum", "count", strconv.Itoa(count), "numbers", strconv.Itoa(numbers), "sum", sum.Trim(0).String())
}

// pasteRows makes new indicators, below another one, of rows that were pasted: their names, targets, actuals and weights in the order of
// the columns.
func (s *indicators) pasteRows(after string, rows [][]string) []edit.Change {
	var changes []edit.Change
	level1, level2 := s.firstLevels()
	ids := s.page.session.NewIDs(len(rows))
	for i, texts := range rows {
		name := strings.TrimSpace(texts[0])
		if name == "" {
			continue
		}
		changes = append(changes, edit.AddIndicator(ids[i], after, name, level1, level2))
		for column := columnTarget; column <= columnWeight && column < len(texts); column++ {
			if text := strings.TrimSpace(texts[column]); text != "" {
				changes = append(changes, s.change(ids[i], column, text))
			}
		}
		after = ids[i]
	}
	return changes
}

// withoutBlankEnd leaves out the blank rows at the end of a block: a whole column of a spreadsheet has a million of them.
func withoutBlankEnd(rows [][]string) [][]string {
	for len(rows) > 0 && strings.TrimSpace(strings.Join(rows[len(rows)-1], "")) == "" {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// errTooManyRows is of a block with more rows than an evaluation may have; the sentence has been said.
var errTooManyRows = errors.New("more indicators than an evaluation may have")

// paste takes a block from the clipboard as one change. Where the structure is edited, rows below the last indicator become new ones.
func (s *indicators) paste(cells []widget.Pasted, over [][]string) error {
	p := s.page
	changes := make([]edit.Change, 0, len(cells))
	for _, c := range cells {
		changes = append(changes, s.change(c.ID, c.Column, strings.TrimSpace(c.Text)))
	}
	after := ""
	if rows := s.grid.Rows(); len(rows) > 0 {
		after = rows[len(rows)-1].ID
	}
	if len(cells) > 0 && (!s.structure() || len(over) == 0 || cells[0].Column != columnName) {
		return p.together(edit.Place{Step: edit.Indicators, Item: cells[0].ID}, changes, len(over))
	}
	over = withoutBlankEnd(over)
	if count := len(p.session.Evaluation().Indicators) + len(over); count > scoring.MaxIndicators {
		p.notice.say(p.words.Say("guide.cells.too-many", "count", strconv.Itoa(count), "most", strconv.Itoa(scoring.MaxIndicators)), look.Wrong)
		return errTooManyRows
	}
	made := s.pasteRows(after, over)
	if len(changes)+len(made) == 0 {
		return nil
	}
	if err := p.apply(edit.Together(edit.Place{Step: edit.Indicators, Item: after}, append(changes, made...)...)); err != nil {
		return err
	}
	p.notice.say(p.words.Say("guide.cells.added", "count", strconv.Itoa(len(over))), look.Fine)
	return nil
}

// firstLevels returns the headings under which an indicator begins that comes after no other.
func (s *indicators) firstLevels() (level1, level2 string) {
	if levels := s.page.session.Scheme().Levels; len(levels) > 0 {
		level1, level2 = levels[0].Name, levels[0].Name
		if len(levels[0].Children) > 0 {
			level2 = levels[0].Children[0].Name
		}
	}
	return level1, level2
}

// fixed says why a cell of the indicators cannot be typed into, and what to do instead.
func (s *indicators) fixed(column int) string {
	switch column {
	case columnPoints, columnWhy:
		return s.page.words.Say("guide.cells.fixed.points")
	}
	return s.page.words.Say("guide.cells.fixed.structure")
}
