package ui

import "testing"

func TestWorkBehindOtherScreensIsInTheRail(t *testing.T) {
	shell, _, _ := furnish(t)
	if shell.foot.going.Visible() {
		t.Fatal("something goes on at the beginning")
	}
	cancelled := 0
	shell.tellGoing("27/2001", func() { cancelled++ })
	shell.goTo(placeSchemes)
	if b := shell.foot.going; !b.Visible() || b.Text != "27/2001　取消" {
		t.Errorf("visible %v, says %q after a change of place", shell.foot.going.Visible(), shell.foot.going.Text)
	}
	shell.foot.going.Tapped(nil)
	if cancelled != 1 {
		t.Errorf("cancelled %d times", cancelled)
	}
	shell.tellGoing("", nil)
	if shell.foot.going.Visible() {
		t.Error("still says that something goes on")
	}
}
