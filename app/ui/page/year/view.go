package year

import (
	"maps"
	"slices"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/widget"
)

// View is how a list is looked at: what is searched for, filtered, sorted and marked, and whether the charts are shown. Whoever comes back
// to the list finds it so.
type View struct {
	year    int
	search  string
	chosen  []string // of the filters, in their order
	sorting order
	marked  []string
	charts  bool
	shown   []string // IDs of the evaluations in the order they were shown in
	known   map[string]finding
}

// finding is what was found out about an evaluation as it was at a revision.
type finding struct {
	revision uint64
	insight  desk.Insight
}

// View returns how the list is looked at.
func (p *Page) View() View {
	v := View{
		year: p.year, search: p.search.Text, sorting: p.sorting, marked: p.grid.Marked(), charts: p.charts.content.Visible(),
		known: maps.Clone(p.known),
	}
	for _, c := range p.filters.all() {
		v.chosen = append(v.chosen, c.Chosen())
	}
	for _, row := range p.grid.Rows() {
		v.shown = append(v.shown, row.ID)
	}
	return v
}

// Restore looks at the list as before. It is called before the page is shown. Of another year only sorting and charts are taken over.
func (p *Page) Restore(v View) {
	if v.year == 0 {
		return
	}
	p.sorting = v.sorting
	widget.SetVisible(p.charts.content, v.charts)
	if v.year != p.year {
		return
	}
	p.known = v.known
	p.search.Text = v.search
	p.search.Refresh()
	for i, c := range p.filters.all() {
		c.SetChosen(v.chosen[i])
	}
	p.grid.Mark(v.marked...)
}

// Written waits until everything that was asked for is in the store, and returns what failed of it and was not said yet. It may be called on
// any goroutine.
func (p *Page) Written() error { return p.writing.Wait() }

// Beside returns the evaluation that was shown a number of lines after one, or before it where the number is negative; "" for none.
func (v *View) Beside(year int, id string, lines int) string {
	at := slices.Index(v.shown, id)
	if v.year != year || at < 0 || at+lines < 0 || at+lines >= len(v.shown) {
		return ""
	}
	return v.shown[at+lines]
}

// remember keeps what was found out about the evaluations.
func (p *Page) remember(insights map[string]desk.Insight) {
	p.known = make(map[string]finding, len(p.items))
	for _, it := range p.items {
		if insight, ok := insights[it.header.ID]; ok {
			p.known[it.header.ID] = finding{it.header.Revision, insight}
		}
	}
}

// recall shows at once what is known already about evaluations that nobody changed since.
func (p *Page) recall() {
	p.insights = make(map[string]desk.Insight, len(p.items))
	for _, it := range p.items {
		if f, ok := p.known[it.header.ID]; ok && f.revision == it.header.Revision {
			it.learn(p.needs.Words, f.insight)
			p.insights[it.header.ID] = f.insight
		}
	}
}
