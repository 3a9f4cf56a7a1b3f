package widget

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestCutTextFitsAndIsAPrefix(t *testing.T) {
	test.NewApp()
	var f fitter
	f.use(14, fyne.TextStyle{})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("高新技术企业ab1 ，（）")), 0, 40, -1).Draw(t, "text")
		room := rapid.Float32Range(20, 400).Draw(t, "room")
		got := f.fit(text, room)
		if got == text {
			if f.ruler.Text(text) > room {
				t.Fatalf("%q is wider than %v and was not cut", text, room)
			}
			return
		}
		prefix, cut := strings.CutSuffix(got, ellipsis)
		if !cut || !strings.HasPrefix(text, prefix) {
			t.Fatalf("%q was cut to %q", text, got)
		}
		if f.ruler.Text(got) > room+0.01 {
			t.Fatalf("%q is %v wide, room is %v", got, f.ruler.Text(got), room)
		}
	})
}

func TestLineBreaksBecomeSpaces(t *testing.T) {
	test.NewApp()
	var f fitter
	f.use(14, fyne.TextStyle{})
	if got := f.fit("甲\n乙\t丙", 500); got != "甲 乙 丙" {
		t.Errorf("got %q", got)
	}
}
