package prompt

import (
	"slices"
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

func TestButtonsSayTheirKeys(t *testing.T) {
	p, canvas, _, _ := newPrompts(t)
	for name, c := range map[string]struct {
		open func()
		want []string
	}{
		"tell":    {func() { p.Tell("题", "文") }, []string{"确定　Enter / Esc"}},
		"fail":    {func() { p.Fail("题", "文") }, []string{"复制内容　Shift+Tab　Enter", "确定　Enter / Esc"}},
		"ask":     {func() { p.Ask("题", "问", "是", "否", func(bool) {}) }, []string{"否　Shift+Tab　Enter", "是　Enter"}},
		"confirm": {func() { p.Confirm("题", "问", "删除", func() {}) }, []string{"删除　Shift+Tab　Enter", "取消　Enter / Esc"}},
		"offer":   {func() { p.Offer("题", "问", "移动", func() {}) }, []string{"取消　Esc", "移动　Enter"}},
		"show":    {func() { p.Show("题", widget.NewText("文"), 200) }, []string{"关闭　Enter / Esc"}},
		"form": {
			func() {
				p.Fill(Form{Title: "题", Body: widget.NewEntry(nil), Width: 200, Yes: "写", Accept: func() string { return "" }})
			}, []string{"取消　Esc", "写　Ctrl+Enter"},
		},
	} {
		c.open()
		var got []string
		for _, b := range uitest.Buttons(canvas.Overlays().Top()) {
			got = append(got, b.Tip)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: tips %q, want %q", name, got, c.want)
		}
		p.Dismiss()
	}
}

func TestAcceptPressesThePrimaryButton(t *testing.T) {
	p, _, _, _ := newPrompts(t)
	if p.Accept() {
		t.Error("accepted without a dialog")
	}
	faults := []string{"还缺一项", ""}
	p.Fill(Form{Title: "题", Body: widget.NewProse(2, nil), Width: 200, Yes: "写", Accept: func() string {
		fault := faults[0]
		faults = faults[1:]
		return fault
	}})
	if !p.Accept() || !p.Open() {
		t.Error("a form with a fault was closed")
	}
	if !p.Accept() || p.Open() || len(faults) != 0 {
		t.Errorf("after a second time: open %v", p.Open())
	}
	done := false
	p.Confirm("题", "问", "删除", func() { done = true })
	if p.Accept(); p.Open() || done {
		t.Errorf("what cannot be mended: open %v, done %v", p.Open(), done)
	}
	p.Offer("题", "问", "移动", func() { done = true })
	if p.Accept(); p.Open() || !done {
		t.Errorf("what can be taken back: open %v, done %v", p.Open(), done)
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

// A form that waits is not accepted twice, says what is wrong and keeps what was typed; nobody who has left it is told there.
func TestFormWaitsForWhatBecameOfIt(t *testing.T) {
	p, canvas, _, _ := newPrompts(t)
	typed, accepted := widget.NewEntry(nil), 0
	var form *Opened
	open := func() {
		form = p.Fill(Form{Title: "密码", Body: typed, Width: 200, Yes: "确定", First: typed, Accept: func() string {
			accepted++
			form.Wait("正在验证…")
			return ""
		}})
	}
	open()
	uitest.Type(t, canvas, "错")
	for range 2 {
		p.Accept()
	}
	if accepted != 1 || !p.Open() || form.dialog.fault.Say() != "正在验证…" {
		t.Fatalf("accepted %d times, open %v, says %q", accepted, p.Open(), form.dialog.fault.Say())
	}
	if !form.Settle("密码不对") || form.dialog.fault.Say() != "密码不对" || typed.Text != "错" || canvas.Focused() != fyne.Focusable(typed) {
		t.Errorf("says %q, holds %q, keyboard in %T", form.dialog.fault.Say(), typed.Text, canvas.Focused())
	}
	p.Accept()
	if !form.Settle("") || p.Open() {
		t.Error("the form stays although all is well")
	}
	open()
	p.Accept()
	p.Dismiss()
	if form.Settle("密码不对") {
		t.Error("a form that was left says something")
	}
}
