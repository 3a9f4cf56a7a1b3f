package widget_test

import (
	"testing"

	"zhunsheng/app/ui/widget"
)

func TestAFingerprintIsWrittenInOneWay(t *testing.T) {
	for in, want := range map[string]string{"": "", "ab": "AB", "abcd1": "ABCD 1", "ab cd 12 34 5": "ABCD 1234 5"} {
		if got := widget.Groups(in); got != want {
			t.Errorf("Groups(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWhatIsSetStaysSet(t *testing.T) {
	b := widget.NewButton("", nil)
	for _, on := range []bool{false, false, true, true, false} {
		widget.SetEnabled(b, on)
		widget.SetVisible(b, on)
		if b.Disabled() == on || b.Visible() != on {
			t.Errorf("set to %v: disabled %v, visible %v", on, b.Disabled(), b.Visible())
		}
	}
}
