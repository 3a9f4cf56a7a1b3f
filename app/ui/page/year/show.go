package year

import (
	"strconv"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// show fills the page with what was loaded.
func (p *Page) show() {
	w := p.needs.Words
	unit := ""
	for _, y := range p.years {
		if y.Year == p.year {
			unit = y.Unit
		}
	}
	p.picker.SetOptions(p.yearOptions())
	p.picker.SetChosen(strconv.Itoa(p.year))
	if len(p.yearOptions()) > 1 {
		p.picker.Show()
	} else {
		p.picker.Hide()
	}
	if state := p.state(); state == storage.YearClosed {
		unit = w.Say("ui.year.closed") + "　" + unit
	}
	p.heading.SetText(w.Say("ui.year.heading"))
	if p.year != 0 {
		p.heading.SetText(w.Say("ui.year.title", "year", strconv.Itoa(p.year)))
	}
	p.unit.SetText(unit)
	p.showTiles()
	p.filters.show(p.items)
	p.fill()
	p.top.Refresh() // what was hidden or empty needs its room now
	if p.last != "" {
		p.grid.Select(p.last)
		p.last = ""
	}
}

// fill shows the evaluations that match search and filters, in order.
func (p *Page) fill() {
	p.shown = p.sorting.sort(p.filters.pass(p.items, p.search.Text))
	rows := make([]widget.Row, len(p.shown))
	for i, it := range p.shown {
		rows[i] = it.row
	}
	p.grid.SetRows(rows)
	p.grid.SetSorted(p.sorting.column, p.sorting.down)
	if p.grid.CurrentRow() == "" && len(rows) > 0 {
		p.grid.Select(rows[0].ID)
	}
	p.empty.show(len(p.items) == 0, len(rows) == 0)
	weight := toolkit.HighImportance
	if p.empty.content.Visible() { // a button in it is what comes next
		weight = toolkit.MediumImportance
	}
	if p.opens.Importance != weight {
		p.opens.Importance = weight
		p.opens.Refresh()
	}
	p.showCount()
}

// showCount says how many are shown and marked, and what is to be done next.
func (p *Page) showCount() {
	w := p.needs.Words
	text := w.Say("ui.year.count", "shown", strconv.Itoa(len(p.grid.Rows())), "all", strconv.Itoa(len(p.items)))
	if n := len(p.grid.Marked()); n > 0 {
		text = w.Say("ui.year.marked", "count", strconv.Itoa(n)) + "　" + text
	}
	p.count.SetText(text)
	p.actions.enable(p)
	p.showNext()
	p.foot.Refresh()
}

// showTiles shows the figures and charts of the year.
func (p *Page) showTiles() {
	p.tiles.show(p.items)
	p.tiles.showDeadline(p.due, p.needs.Now(), p.year)
	p.charts.show(p.items, p.insights)
}

// Part returns what the tour explains: "list"; nil for any other name.
func (p *Page) Part(name string) fyne.CanvasObject {
	if name == "list" {
		return p.body
	}
	return nil
}
