package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestCoachPointsBesideTheAreaAndIsLedByKeys(t *testing.T) {
	w := test.NewTempWindow(t, NewText("x"))
	w.Resize(fyne.NewSize(1200, 700))
	c := NewCoach(w.Canvas())
	said := ""
	c.OnNext, c.OnBefore, c.OnSkip = func() { said += "n" }, func() { said += "b" }, func() { said += "s" }
	long := "这里说明这个区域是做什么用的，一句话说不完的时候会换行，文字不能盖住下面的按钮，也不能超出窗口的边缘。"
	for _, area := range []Area{
		{},
		{fyne.NewPos(0, 0), fyne.NewSize(200, 700)},
		{fyne.NewPos(1000, 0), fyne.NewSize(200, 700)},
		{fyne.NewPos(0, 0), fyne.NewSize(1200, 100)},
		{fyne.NewPos(0, 600), fyne.NewSize(1200, 100)},
		{fyne.NewPos(0, 0), fyne.NewSize(1200, 700)},
	} {
		c.Say(Lesson{Area: area, Title: "标题", Text: long, Next: "下一步", Before: "上一步", Skip: "跳过"})
		if !c.Showing() || w.Canvas().Focused() != c {
			t.Fatal("the coach is not shown, or has not got the keyboard")
		}
		at, size := c.panel.Position(), c.panel.Size()
		if at.X < 0 || at.Y < 0 || at.X+size.Width > 1200 || at.Y+size.Height > 700 {
			t.Errorf("area %v: the panel is at %v %v, outside the window", area, at, size)
		}
		beside := at.X >= area.Pos.X+area.Size.Width || at.X+size.Width <= area.Pos.X || at.Y >= area.Pos.Y+area.Size.Height || at.Y+size.Height <= area.Pos.Y
		if !beside && !area.IsZero() && area.Size != fyne.NewSize(1200, 700) {
			t.Errorf("area %v: the panel at %v %v covers it", area, at, size)
		}
		if want := c.panel.MinSize().Height; size.Height < want {
			t.Errorf("area %v: the panel is %v high, its text needs %v", area, size.Height, want)
		}
	}
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyRight, fyne.KeyLeft, fyne.KeyEscape} {
		c.TypedKey(&fyne.KeyEvent{Name: key})
	}
	c.Say(Lesson{Title: "完", Text: "完", Next: "完成"}) // without the other two
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if said != "nnbs" {
		t.Errorf("keys did %q", said)
	}
	c.End()
	if c.Showing() {
		t.Error("the coach is still there")
	}
}
