package prompt

import (
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

func newPrompts(t *testing.T) (*Prompts, fyne.Canvas, *widget.Entry, *[]string) {
	t.Helper()
	field := widget.NewEntry(nil)
	canvas := uitest.Window(t, field).Canvas()
	canvas.Focus(field)
	words := uitest.Words(t, "zh")
	var copied []string
	p := New(canvas, func() wording.Words { return words }, func(text string) { copied = append(copied, text) })
	canvas.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			p.Dismiss()
		}
	})
	return p, canvas, field, &copied
}

func TestDialogsWaitTheirTurnAndGiveTheKeyboardBack(t *testing.T) {
	p, canvas, field, _ := newPrompts(t)
	p.Tell("一", "甲")
	p.Tell("二", "乙")
	if n := len(canvas.Overlays().List()); n != 1 {
		t.Fatalf("%d dialogs at once", n)
	}
	uitest.Press(t, canvas, fyne.KeyReturn)
	if !p.Open() {
		t.Fatal("the second dialog did not come")
	}
	uitest.Press(t, canvas, fyne.KeyReturn)
	if p.Open() || canvas.Focused() != field {
		t.Errorf("open %v, keyboard in %v", p.Open(), canvas.Focused())
	}
}

func TestEnterDecidesAndEscapeDoesNot(t *testing.T) {
	p, canvas, _, _ := newPrompts(t)
	var answers []bool
	ask := func() { p.Ask("题", "问", "是", "否", func(yes bool) { answers = append(answers, yes) }) }
	ask()
	uitest.Press(t, canvas, fyne.KeyEscape)
	if p.Open() || len(answers) != 0 {
		t.Fatalf("after Esc: open %v, answers %v", p.Open(), answers)
	}
	ask()
	uitest.Press(t, canvas, fyne.KeyReturn)
	if len(answers) != 1 || !answers[0] {
		t.Errorf("answers %v, want yes", answers)
	}
}

func TestErrorsCanBeCopied(t *testing.T) {
	p, canvas, _, copied := newPrompts(t)
	p.Fail("没有完成", "磁盘已满")
	canvas.FocusPrevious()
	uitest.Press(t, canvas, fyne.KeyReturn)
	if len(*copied) != 1 || (*copied)[0] != "磁盘已满" || !p.Open() {
		t.Errorf("copied %q, open %v", *copied, p.Open())
	}
}
