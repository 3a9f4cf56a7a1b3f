package guide

import (
	"errors"
	"slices"
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

// table is a screen with a grid that keeps what was refused in its cells.
type table interface{ cells() *widget.Grid }

// typed is what texts in cells of a grid mean to the session. They wait on the grid's shelf if they are refused.
func typed(g *widget.Grid, cells []widget.Pasted, change func(id string, column int, text string) edit.Change) []edit.Typed {
	texts := make([]edit.Typed, 0, len(cells))
	for _, c := range cells {
		about, part := g.Shelved(c.ID, c.Column)
		texts = append(texts, edit.Typed{Text: c.Text, Change: change(c.ID, c.Column, strings.TrimSpace(c.Text)), About: about, Part: part})
	}
	return texts
}

// sayBatch says what became of what was pasted, filled in or cleared: how many cells or rows, what was refused and why, and what found no
// place. Of a single cell it says no more than typing does.
func (p *Page) sayBatch(g *widget.Grid, b widget.Batch, refused []error, rows int) {
	w := p.words
	wrong := slices.DeleteFunc(slices.Clone(refused), func(err error) bool { return err == nil })
	key, count := "guide.cells."+map[widget.Deed]string{widget.Pasting: "pasted", widget.Filling: "filled", widget.Clearing: "cleared"}[b.Deed], len(refused)-len(wrong)
	if rows > 0 {
		key, count = "guide.cells.added", rows
	}
	if len(wrong) > 0 {
		key += ".refused"
	}
	said, tone := []string{w.Say(key, "count", strconv.Itoa(count), "refused", strconv.Itoa(len(wrong)))}, look.Fine
	if over := len(b.Over); over > 0 {
		said, tone = append(said, w.Say("guide.cells.over", "count", strconv.Itoa(over))), look.Warn
	}
	if b.Fixed > 0 {
		said, tone = append(said, w.Say("guide.cells.passed", "count", strconv.Itoa(b.Fixed))), look.Warn
	}
	single := len(refused) == 1 && len(said) == 1 && rows == 0
	switch {
	case single && len(wrong) == 0:
		p.notice.clear()
	case single:
		p.notice.say(w.Error(wrong[0]), look.Wrong)
	case len(wrong) == 0:
		p.notice.say(strings.Join(said, " "), tone)
	default:
		p.notice.offer(strings.Join(append(said, w.Error(wrong[0])), " "), look.Wrong, w.Say("guide.drafts.show"), func() {
			g.SelectDraft()
			g.Focus()
		})
	}
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

// newRows makes new indicators, below another one, of rows that were pasted: their names, targets, actuals and weights in the order of the
// columns. It returns how many, and the rows that have no name.
func (s *indicators) newRows(after string, rows [][]string) (texts []edit.Typed, count int, nameless [][]string) {
	level1, level2 := s.firstLevels()
	ids := s.page.session.NewIDs(len(rows))
	for i, row := range rows {
		name := strings.TrimSpace(row[0])
		if name == "" {
			if len(withoutBlankEnd(rows[i:i+1])) > 0 {
				nameless = append(nameless, row)
			}
			continue
		}
		var cells []widget.Pasted
		for column := columnTarget; column <= columnWeight && column < len(row); column++ {
			if text := strings.TrimSpace(row[column]); text != "" {
				cells = append(cells, widget.Pasted{ID: ids[i], Column: column, Text: text})
			}
		}
		texts = append(texts, edit.Typed{Change: edit.AddIndicator(ids[i], after, name, level1, level2)})
		texts = append(texts, typed(s.grid, cells, s.change)...)
		after = ids[i]
		count++
	}
	return texts, count, nameless
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

// batch takes what was pasted, filled in or cleared as one step. Where the structure is edited, rows below the last indicator become new ones.
func (s *indicators) batch(b widget.Batch) ([]error, error) {
	p, after := s.page, ""
	if rows := s.grid.Rows(); len(rows) > 0 {
		after = rows[len(rows)-1].ID
	}
	texts := typed(s.grid, b.Cells, s.change)
	if len(b.Cells) > 0 && (!s.structure() || len(b.Over) == 0 || b.Cells[0].Column != columnName) {
		refused := p.session.ApplyBlock(edit.Place{Step: edit.Indicators, Item: b.Cells[0].ID}, texts)
		p.sayBatch(s.grid, b, refused, 0)
		return refused, nil
	}
	over := withoutBlankEnd(b.Over)
	if count := len(p.session.Evaluation().Indicators) + len(over); count > scoring.MaxIndicators {
		p.notice.say(p.words.Say("guide.cells.too-many", "count", strconv.Itoa(count), "most", strconv.Itoa(scoring.MaxIndicators)), look.Wrong)
		return nil, errTooManyRows
	}
	made, rows, nameless := s.newRows(after, over)
	texts, b.Over = append(texts, made...), nameless
	if len(texts) == 0 {
		return nil, nil
	}
	refused := p.session.ApplyBlock(edit.Place{Step: edit.Indicators, Item: after}, texts)
	p.sayBatch(s.grid, b, refused, rows)
	return refused[:len(b.Cells)], nil
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
