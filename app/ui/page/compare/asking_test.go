package compare

import (
	"testing"

	"fyne.io/fyne/v2"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/desk"
)

// With one side chosen the page asks for the other: the button of that side is the one to press, and has the keyboard.
func TestOneSideAsksForTheOther(t *testing.T) {
	r := enter(t)
	empty := r.page.asks.Say()
	for name, c := range map[string]struct {
		left, right desk.SideRef
		missing     int
	}{
		"left": {r.first, desk.SideRef{}, 1}, "right": {desk.SideRef{}, r.first, 0},
	} {
		r.put(c.left, c.right)
		r.page.Shown()
		if r.page.asks.Say() == empty {
			t.Errorf("%s: says %q as with nothing chosen", name, empty)
		}
		if b := r.page.choices[c.missing]; b.Importance != toolkit.HighImportance || r.Canvas().Focused() != fyne.Focusable(b) {
			t.Errorf("%s: importance %v, the keyboard is in %v", name, b.Importance, r.Canvas().Focused())
		}
		if r.page.choices[1-c.missing].Importance == toolkit.HighImportance {
			t.Errorf("%s: both sides are asked for", name)
		}
		r.Settle()
	}
}

// Who brings one evaluation means to lay the year before beside it, on whichever side it stands.
func TestLastYearIsFoundForTheLeftSideToo(t *testing.T) {
	r := enter(t)
	r.put(r.next, desk.SideRef{})
	r.Run(t, "compare.before")
	r.Settle()
	if left, right := r.page.Sides(); left != r.first || right != r.next || r.page.comparison == nil {
		t.Errorf("sides %+v, %+v", left, right)
	}
}
