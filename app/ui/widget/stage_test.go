package widget_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// clock runs what waits when the test says so.
type clock struct{ waiting []*func() }

func (c *clock) after(_ time.Duration, f func()) (stop func()) {
	own := &f
	c.waiting = append(c.waiting, own)
	return func() { *own = func() {} }
}

func (c *clock) strike() {
	waiting := c.waiting
	c.waiting = nil
	for _, f := range waiting {
		(*f)()
	}
}

func TestToastGoesByItselfAndANewOneStaysItsTime(t *testing.T) {
	c := &clock{}
	s := widget.NewStage(widget.Gap(10, 10), c.after)
	uitest.Window(t, s)
	s.Toast("甲", look.Fine)
	first := c.waiting
	s.Toast("乙", look.Fine)
	for _, f := range first {
		(*f)()
	}
	if s.Said() != "乙" {
		t.Errorf("says %q after the first one's time", s.Said())
	}
	c.strike()
	if s.Said() != "" {
		t.Errorf("still says %q", s.Said())
	}
}

func TestTipShowsWhenThePointerRests(t *testing.T) {
	c := &clock{}
	b := widget.NewButton("导入", func() {}).WithTip("导入文件（Ctrl+I）")
	s := widget.NewStage(container.NewWithoutLayout(b), c.after)
	uitest.Window(t, s)
	b.Resize(b.MinSize())
	b.MouseIn(&desktop.MouseEvent{})
	if s.Tipped() != "" {
		t.Error("the tip does not wait")
	}
	c.strike()
	if s.Tipped() != "导入文件（Ctrl+I）" {
		t.Errorf("tip %q", s.Tipped())
	}
	b.MouseOut()
	b.MouseIn(&desktop.MouseEvent{})
	b.MouseOut()
	c.strike()
	if s.Tipped() != "" {
		t.Errorf("tip %q after the pointer has left", s.Tipped())
	}
}

func TestTipsOverADialog(t *testing.T) {
	c := &clock{}
	s := widget.NewStage(widget.Gap(1, 1), c.after)
	canvas := uitest.Window(t, s).Canvas()
	b := widget.NewButton("打开", func() {}).WithTip("打开（Ctrl+O）")
	dialog := widget.NewTips(container.NewVBox(b, widget.Gap(200, 100)))
	popup := toolkit.NewModalPopUp(dialog, canvas)
	popup.Show()
	s.Cover(dialog)
	b.MouseIn(&desktop.MouseEvent{})
	c.strike()
	if dialog.Tipped() != "打开（Ctrl+O）" || s.Tipped() != "" {
		t.Errorf("the dialog says %q, the window %q", dialog.Tipped(), s.Tipped())
	}
	b.MouseOut()
	popup.Hide()
	s.Cover(nil)
	if dialog.Tipped() != "" || widget.StageOf(b) != s {
		t.Error("the tip stays, or the dialog does")
	}
}

func TestRowsAreMarkedByKeyAndByClick(t *testing.T) {
	g := widget.NewGrid(widget.Column{Title: "名", Width: 100, Sort: true})
	told := 0
	g.OnMarked = func() { told++ }
	sorted := -1
	g.OnSort = func(column int) { sorted = column }
	canvas := uitest.Window(t, g).Canvas()
	var rows []widget.Row
	for _, id := range []string{"a", "b", "c", "d"} {
		rows = append(rows, widget.Row{ID: id, Cells: []widget.Cell{{Text: id}}})
	}
	g.SetRows(rows)
	g.Focus()
	want := func(ids string) {
		t.Helper()
		got := ""
		for _, id := range g.Marked() {
			got += id
		}
		if got != ids {
			t.Errorf("marked %q, want %q", got, ids)
		}
	}
	uitest.Press(t, canvas, fyne.KeySpace)
	want("a")
	canvas.Focused().(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	uitest.Press(t, canvas, fyne.KeyDown, fyne.KeyDown)
	want("abc")
	canvas.Focused().(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	uitest.Press(t, canvas, fyne.KeyEscape)
	want("")
	canvas.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	want("abcd")
	if g.Copy() != "a\nb\nc\nd" || told == 0 || sorted != -1 {
		t.Errorf("copied %q, told %d times, sorted %d", g.Copy(), told, sorted)
	}
}

// TestToastCoversAndMovesNothing lays a window out in which buttons stand at the lower edge.
func TestToastCoversAndMovesNothing(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(1366, 728), fyne.NewSize(683, 364)} { // a small screen, and at 200 %
		low := widget.NewButton("下一个", nil)
		s := widget.NewStage(widget.Frame(nil, low, nil, nil, widget.Gap(10, 10)), nil)
		w := uitest.Window(t, s)
		w.Resize(size)
		bottom := func() float32 {
			return fyne.CurrentApp().Driver().AbsolutePositionForObject(low).Y + low.Size().Height
		}
		before := bottom()
		text := strings.Repeat("已撤销：修改　江门市级扶持科技发展资金。", 4)
		s.Offer(text, look.Fine, "撤销", func() {})
		if bottom() != before {
			t.Errorf("in %v the button moved from %v to %v", size, before, bottom())
		}
		said := s.Offered()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(said)
		if at.Y < before || at.X+said.Size().Width > size.Width || at.Y+said.Size().Height > size.Height {
			t.Errorf("in %v the toast's button stands at %v, the page's ends at %v", size, at, before)
		}
		if s.Said() != text {
			t.Errorf("said %q", s.Said())
		}
	}
}

func TestLongTipIsWrappedWithinTheWindow(t *testing.T) {
	c := &clock{}
	b := widget.NewButton("导入", func() {}).WithTip(strings.Repeat("撤销：修改　江门市级扶持科技发展资金，", 8))
	s := widget.NewStage(container.NewWithoutLayout(b), c.after)
	uitest.Window(t, s).Resize(fyne.NewSize(683, 364))
	b.Resize(b.MinSize())
	b.MouseIn(&desktop.MouseEvent{})
	c.strike()
	tip := test.WidgetRenderer(s).Objects()[2]
	if right := tip.Position().X + tip.Size().Width; s.Tipped() == "" || right > 683 || tip.Size().Height < 50 {
		t.Errorf("the tip ends at %v and is %v high", right, tip.Size().Height)
	}
}
