package exchange

import (
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
)

func TestAConflictThatIsDecidedTwiceInAHurryIsDecidedOnce(t *testing.T) {
	a, b := newDesk(t, "甲"), newDesk(t, "乙")
	year, id := uitest.ExampleYear(t, a)
	r := enter(t, b, locale.Chinese)
	r.take(t, handed(t, a, year, "1.zsb"))
	edit(t, a, year, id, "甲改的名称")
	edit(t, b, year, id, "乙改的名称")
	r.take(t, handed(t, a, year, "2.zsb"))
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
