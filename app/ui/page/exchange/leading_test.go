package exchange

import (
	"strings"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring/round"
)

func TestTheBundleLeadsToWhatWasTakenIn(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, id := uitest.ExampleYear(t, a)
	if _, err := a.BeginRound(t.Context(), year, id, round.Person{Name: "审核员"}); err != nil {
		t.Fatal(err)
	}
	path := handed(t, a, year, "交接.zsb")
	r := enter(t, b, locale.Chinese)
	opened := ""
	r.page.needs.Open = func(_ int, id string) { opened = id }
	r.page.ReadFile(path)
	r.Until(t, "verified", func() bool { return r.page.intake.ready() })
	if _, _, here := r.page.intake.here(); here {
		t.Error("what was not taken in yet can be gone to")
	}
	var titles []string
	for _, row := range r.page.intake.grid.Rows() {
		titles = append(titles, row.Cells[0].Text)
	}
	if all := strings.Join(titles, "\n"); !strings.Contains(all, "　第 1 轮") || strings.Contains(all, "0001") {
		t.Errorf("the records are called\n%s", all)
	}
	r.take(t, path)
	r.page.intake.grid.Select(r.page.intake.grid.Rows()[0].ID)
	r.Run(t, "exchange.evaluation")
	if opened != id {
		t.Errorf("went to %q, want %q", opened, id)
	}
	if b := r.page.intake.actions["evaluation"]; b.Disabled() {
		t.Error("the button cannot be pressed")
	}
}

func TestTheNameOfTheFileSaysWhatItIsAbout(t *testing.T) {
	d := newDesk(t, "甲")
	year, id := uitest.ExampleYear(t, d)
	r := enter(t, d, locale.Chinese)
	for _, c := range []struct {
		ids   []string
		named bool
	}{{[]string{id}, true}, {nil, false}} {
		r.page.Choose(year, c.ids)
		r.Until(t, "what can go along", func() bool { return len(r.page.handing.grid.Rows()) > 0 && len(r.page.handing.wanted) == 0 })
		r.page.handing.grid.Mark(c.ids...)
		order, fault := r.page.handing.order()
		if fault != "" || (order.About != "") != c.named {
			t.Errorf("%q chosen: about %q (%s)", c.ids, order.About, fault)
		}
	}
}
