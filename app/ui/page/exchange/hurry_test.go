package exchange

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
)

func TestAConflictThatIsDecidedTwiceInAHurryIsDecidedOnce(t *testing.T) {
	r, _, _ := named(t)
	r.Until(t, "the question", r.Prompts.Open)
	r.Answer(t, fyne.KeyReturn) // decide now
	r.Until(t, "the conflicts", func() bool { return len(r.page.conflicts.grid.Rows()) > 0 })
	r.Settle()
	said := len(r.Toasts)
	r.page.conflicts.take()
	r.page.conflicts.take()
	r.Settle()
	if len(r.Failed) > 0 || len(r.Toasts) != said+1 || len(r.page.conflicts.list) != 0 {
		t.Errorf("failed %v, said %q, left %d", r.Failed, r.Toasts[said:], len(r.page.conflicts.list))
	}
}

func TestWhatIsMarkedInOneYearIsNotHandedOverFromAnother(t *testing.T) {
	d := newDesk(t, "甲")
	year, id := uitest.ExampleYear(t, d)
	if _, err := d.CarryOver(t.Context(), year, []string{id}, year+1); err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, locale.Chinese)
	r.page.Choose(year, []string{id})
	r.Settle()
	h := r.page.handing
	if order, _ := h.order(); len(order.Evaluations) != 1 {
		t.Fatalf("%v goes along", order.Evaluations)
	}
	h.yearPick.Choose(strconv.Itoa(year + 1))
	if order, _ := h.order(); len(order.Evaluations) != 0 {
		t.Errorf("before the other year was read %v goes along", order.Evaluations)
	}
	r.Settle()
	if order, _ := h.order(); len(order.Evaluations) != 0 || order.Years[0] != year+1 || len(h.grid.Rows()) != 1 {
		t.Errorf("%+v goes along, %d are offered", order, len(h.grid.Rows()))
	}
}
