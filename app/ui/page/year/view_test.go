package year

import (
	"fmt"
	"strings"
	"testing"

	"zhunsheng/scoring"
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

func TestListWithoutSortingIsByCodeThenByName(t *testing.T) {
	maker := itemMaker{words: enter(t, twoYears(), 2022).page.needs.Words, scheme: func(scoring.SchemeRef) (*scoring.Scheme, bool) { return nil, false }}
	items := maker.items([]storage.Header{{ID: "1", Name: "校舍"}, {ID: "2", Name: "道路"}, {ID: "3", Name: "养老", Code: "B"}, {ID: "4", Name: "照明", Code: "A"}})
	var order []string
	for _, it := range items {
		order = append(order, it.header.ID)
	}
	if got := strings.Join(order, ""); got != "4321" {
		t.Errorf("order %s, want 4321: codes, then 道路 before 校舍", got)
	}
}
