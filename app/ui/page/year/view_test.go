package year

import (
	"fmt"
	"testing"

	"zhunsheng/storage"
)

func TestTheListIsFoundAsItWasLeft(t *testing.T) {
	source := twoYears()
	source.headers[2022] = append(source.headers[2022], header("d", "道路照明", "照明中心", "88.00", "良", 10, 0))
	r := enter(t, source, 2022)
	r.page.search.SetText("道路")
	r.page.sortBy(columnScore)
	r.page.grid.Mark("a")
	r.page.toggleCharts()
	v := r.page.View()
	again := enter(t, source, 0, func(p *Page) {
		p.year = 2022
		p.Restore(v)
	})
	if got := fmt.Sprint(again.ids(), again.page.grid.Marked(), again.page.search.Text, again.page.sorting, again.page.charts.content.Visible()); got != "d a[a]道路{5 false} true" {
		t.Errorf("found %s", got)
	}
	if got := fmt.Sprint(v.Beside(2022, "d", 1), v.Beside(2022, "a", -1), v.Beside(2022, "a", 1), v.Beside(2021, "d", 1)); got != "ad" {
		t.Errorf("beside %q", got)
	}
}

func TestOfAnotherYearOnlyTheOrderIsTakenOver(t *testing.T) {
	source := twoYears()
	r := enter(t, source, 2022)
	r.page.search.SetText("图书")
	r.page.sortBy(columnName)
	v := r.page.View()
	again := enter(t, source, 2021, func(p *Page) { p.Restore(v) })
	if got := fmt.Sprint(again.ids(), again.page.search.Text, again.page.sorting.column); got != "old0" {
		t.Errorf("found %s", got)
	}
}

func TestAFilterOfFindingsOutlivesReadingAnew(t *testing.T) {
	source := twoYears()
	r := enter(t, source, 2022)
	r.page.filters.finding.Choose("blocking")
	before := fmt.Sprint(r.ids())
	source.headers[2022] = append([]storage.Header(nil), source.headers[2022]...)
	source.headers[2022][1].Revision++ // what was known about it is no longer true
	r.page.Reload()
	r.Settle() // the list, in which the findings of b are not known, the findings
	if got := fmt.Sprint(r.ids()); got != before || r.page.filters.finding.Chosen() != "blocking" {
		t.Errorf("shown %s, before %s; filter %s", got, before, r.page.filters.finding.Chosen())
	}
}

func TestWhatIsNextIsWhatIsShown(t *testing.T) {
	r := enter(t, twoYears(), 2022)
	r.page.search.SetText("未知")
	r.page.todo()
	r.page.search.SetText("图书采购")
	r.page.todo()
	r.page.search.SetText("道路") // nothing is to be done there: the rest of the year comes
	r.page.todo()
	if got := fmt.Sprint(r.opened); got != "[2022c 2022b 2022b]" {
		t.Errorf("opened %s", got)
	}
}
