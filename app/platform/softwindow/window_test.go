package softwindow

import (
	"errors"
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// probe is an object that notes what happens to it.
type probe struct {
	widget.BaseWidget
	events []string
	drags  []fyne.Delta
	tab    bool
	cursor desktop.Cursor
}

func newProbe() *probe {
	p := &probe{cursor: desktop.DefaultCursor}
	p.ExtendBaseWidget(p)
	return p
}

func (p *probe) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(100, 40))
	return widget.NewSimpleRenderer(r)
}
func (p *probe) note(event string)                { p.events = append(p.events, event) }
func (p *probe) Tapped(*fyne.PointEvent)          { p.note("tapped") }
func (p *probe) DoubleTapped(*fyne.PointEvent)    { p.note("double") }
func (p *probe) TappedSecondary(*fyne.PointEvent) { p.note("secondary") }
func (p *probe) MouseDown(*desktop.MouseEvent)    { p.note("down") }
func (p *probe) MouseUp(*desktop.MouseEvent)      { p.note("up") }
func (p *probe) MouseIn(*desktop.MouseEvent)      { p.note("in") }
func (p *probe) MouseMoved(*desktop.MouseEvent)   { p.note("moved") }
func (p *probe) MouseOut()                        { p.note("out") }
func (p *probe) Dragged(e *fyne.DragEvent)        { p.drags = append(p.drags, e.Dragged) }
func (p *probe) DragEnd()                         { p.note("dragend") }
func (p *probe) FocusGained()                     { p.note("focus") }
func (p *probe) FocusLost()                       { p.note("blur") }
func (p *probe) TypedRune(r rune)                 { p.note("rune " + string(r)) }
func (p *probe) TypedKey(e *fyne.KeyEvent)        { p.note("key " + string(e.Name)) }
func (p *probe) KeyDown(e *fyne.KeyEvent)         { p.note("keydown " + string(e.Name)) }
func (p *probe) KeyUp(e *fyne.KeyEvent)           { p.note("keyup " + string(e.Name)) }
func (p *probe) TypedShortcut(s fyne.Shortcut)    { p.note("shortcut " + s.ShortcutName()) }
func (p *probe) AcceptsTab() bool                 { return p.tab }
func (p *probe) Cursor() desktop.Cursor           { return p.cursor }

func (p *probe) want(t *testing.T, events ...string) {
	t.Helper()
	if !slices.Equal(p.events, events) {
		t.Errorf("events %q, want %q", p.events, events)
	}
	p.events = nil
}

func twoProbes(t *testing.T) (*stage, *probe, *probe) {
	t.Helper()
	a, b := newProbe(), newProbe()
	return newStage(t, 1.25, container.NewVBox(a, b, widget.NewLabel("文字"))), a, b
}

func TestMouseOverObjects(t *testing.T) {
	s, a, b := twoProbes(t)
	a.cursor = desktop.TextCursor
	x, y := s.middle(t, a)
	s.window.MouseMoved(x, y)
	s.window.MouseMoved(x+1, y)
	a.want(t, "in", "moved")
	if s.frame.cursor != desktop.TextCursor {
		t.Errorf("cursor %v over a text", s.frame.cursor)
	}
	x, y = s.middle(t, b)
	s.window.MouseMoved(x, y)
	a.want(t, "out")
	b.want(t, "in")
	if s.frame.cursor != desktop.DefaultCursor {
		t.Errorf("cursor %v elsewhere", s.frame.cursor)
	}
	s.window.MouseLeft()
	b.want(t, "out")
}

// The mouse need not move for its cursor to be that of what has come under it.
func TestRestingMouseShowsWhatCameUnderIt(t *testing.T) {
	text := newProbe()
	text.cursor = desktop.TextCursor
	over := container.NewStack(canvas.NewRectangle(color.Black), text)
	s := newStage(t, 1.25, container.NewStack(newProbe(), over))
	x, y := s.middle(t, text)
	if s.frame.cursor == desktop.TextCursor {
		t.Error("the mouse, which is not over the window, has the cursor of a text")
	}
	over.Hide()
	s.frame.paint()
	s.window.MouseMoved(x, y)
	over.Show()
	s.frame.paint()
	if s.frame.cursor != desktop.TextCursor {
		t.Errorf("cursor %v where a text has come", s.frame.cursor)
	}
	over.Hide()
	s.frame.paint()
	if s.frame.cursor != desktop.DefaultCursor {
		t.Errorf("cursor %v where the text is gone", s.frame.cursor)
	}
}

func TestSecondClickMakesADoubleTapInsteadOfATap(t *testing.T) {
	s, a, _ := twoProbes(t)
	s.click(t, a, desktop.MouseButtonPrimary)
	a.want(t, "in", "down", "moved", "up")
	s.click(t, a, desktop.MouseButtonPrimary)
	a.want(t, "moved", "down", "moved", "up", "double")
	s.click(t, a, desktop.MouseButtonSecondary)
	a.want(t, "moved", "down", "moved", "up", "secondary")
}

func TestButtonReleasedElsewhereTapsNothing(t *testing.T) {
	tapped := 0
	button := widget.NewButton("按钮", func() { tapped++ })
	s := newStage(t, 1, container.NewVBox(button, widget.NewLabel("文字")))
	s.click(t, button, desktop.MouseButtonPrimary)
	x, y := s.middle(t, button)
	s.window.MouseButton(x, y, desktop.MouseButtonPrimary, true)
	s.window.MouseButton(x, y+300, desktop.MouseButtonPrimary, false)
	if tapped != 1 {
		t.Errorf("tapped %d times, want 1", tapped)
	}
}

func TestDragGoesOnOutsideItsObject(t *testing.T) {
	s, a, b := twoProbes(t)
	x, y := s.middle(t, a)
	s.window.MouseButton(x, y, desktop.MouseButtonPrimary, true)
	s.window.MouseMoved(x+1, y) // less than a drag
	s.window.MouseMoved(x+20, y+200)
	s.window.MouseMoved(x+30, y+200)
	s.window.MouseButton(x+30, y+200, desktop.MouseButtonPrimary, false)
	if len(a.drags) < 2 || a.drags[0].DX != 16 || a.drags[0].DY != 160 || a.drags[1].DX != 8 {
		t.Errorf("drags %v", a.drags)
	}
	if slices.Contains(a.events, "tapped") || !slices.Contains(a.events, "dragend") || len(b.events) > 0 {
		t.Errorf("events %q and %q", a.events, b.events)
	}
}

func TestWheelScrollsWhatIsUnderTheMouse(t *testing.T) {
	tall := canvas.NewRectangle(nil)
	tall.SetMinSize(fyne.NewSize(10, 5000))
	scroll := container.NewVScroll(tall)
	s := newStage(t, 1, scroll)
	s.window.MouseWheel(50, 50, 0, -2)
	if scroll.Offset.Y != 2*wheelStep {
		t.Errorf("offset %v after two notches", scroll.Offset.Y)
	}
	s.window.MouseWheel(50, 50, 0, 9)
	if scroll.Offset.Y != 0 {
		t.Errorf("offset %v at the top", scroll.Offset.Y)
	}
}

func TestKeysGoWhereTheKeyboardIs(t *testing.T) {
	s, a, b := twoProbes(t)
	s.window.Key(fyne.KeyTab, 0, false)
	a.want(t, "focus")
	s.window.Key(fyne.KeyA, 0, false)
	s.window.Key(fyne.KeyA, 0, true)
	s.window.Char('项')
	s.window.KeyUp(fyne.KeyA)
	a.want(t, "keydown A", "key A", "key A", "rune 项", "keyup A")
	s.window.Key(fyne.KeyTab, 0, false)
	a.want(t, "keydown Tab", "blur")
	b.want(t, "focus")
	s.window.Key(fyne.KeyTab, fyne.KeyModifierShift, false)
	b.want(t, "keydown Tab", "blur")
	a.tab, a.events = true, nil
	s.window.Key(fyne.KeyTab, 0, false)
	a.want(t, "keydown Tab", "key Tab")
}

func TestShortcutsGoToTheMenuThenTheObjectThenTheCanvas(t *testing.T) {
	s, a, _ := twoProbes(t)
	var done []string
	save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierControl}
	item := fyne.NewMenuItem("保存", func() { done = append(done, "menu") })
	item.Shortcut = save
	s.window.SetMainMenu(fyne.NewMainMenu(fyne.NewMenu("文件", item)))
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl}
	s.window.Canvas().AddShortcut(find, func(fyne.Shortcut) { done = append(done, "canvas") })
	s.window.Key(fyne.KeyS, fyne.KeyModifierControl, false)
	s.window.Key(fyne.KeyF, fyne.KeyModifierControl, false)
	if !slices.Equal(done, []string{"menu", "canvas"}) {
		t.Errorf("done %q", done)
	}
	s.window.Canvas().Focus(a)
	a.events = nil
	for _, key := range []fyne.KeyName{fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyA, fyne.KeyZ, fyne.KeyY} {
		s.window.Key(key, fyne.KeyModifierControl, true)
	}
	s.window.Key(fyne.Key4, fyne.KeyModifierAlt, true)
	s.window.Key(fyne.KeyInsert, fyne.KeyModifierShift, true)
	a.want(t, "shortcut Copy", "shortcut Paste", "shortcut Cut", "shortcut SelectAll", "shortcut Undo", "shortcut Redo",
		"shortcut CustomDesktop:Alt+4", "shortcut Paste")
	if s.frame.menu == nil {
		t.Error("the system was not given the menu")
	}
	s.window.Canvas().Unfocus()
	if s.window.Key(fyne.KeyF, fyne.KeyModifierAlt, false) {
		t.Error("Alt with a letter that nobody wants is kept from the system's menu")
	}
}

func TestEntryIsTypedIntoAndLeadsTheInputMethod(t *testing.T) {
	entry := widget.NewEntry()
	s := newStage(t, 1.5, container.NewVBox(widget.NewLabel("名称"), entry))
	if !s.frame.caret.Empty() {
		t.Errorf("a text cursor at %v before the keyboard is anywhere", s.frame.caret)
	}
	s.click(t, entry, desktop.MouseButtonPrimary)
	s.frame.paint()
	before := s.frame.caret
	for _, r := range "绩效" {
		s.window.Char(r)
	}
	s.frame.paint()
	after := s.frame.caret
	if entry.Text != "绩效" || before.Empty() || after.Min.X < before.Min.X+30 || after.Min.Y != before.Min.Y {
		t.Errorf("text %q, text cursor from %v to %v", entry.Text, before, after)
	}
	s.window.Key(fyne.KeyA, fyne.KeyModifierControl, false)
	s.window.Key(fyne.KeyC, fyne.KeyModifierControl, false)
	if got := s.host.board.Content(); got != "绩效" {
		t.Errorf("clipboard %q", got)
	}
}

func TestMenusDialogsAndOverlaysTakeTheMouse(t *testing.T) {
	s, a, _ := twoProbes(t)
	chosen := false
	menu := widget.NewPopUpMenu(fyne.NewMenu("", fyne.NewMenuItem("选我", func() { chosen = true })), s.window.Canvas())
	menu.ShowAtPosition(fyne.NewPos(300, 300))
	s.frame.paint()
	s.click(t, a, desktop.MouseButtonPrimary)
	if len(a.events) > 0 || s.window.Canvas().Overlays().Top() != nil {
		t.Errorf("a click beside the menu: events %q, overlay %v", a.events, s.window.Canvas().Overlays().Top())
	}
	menu.ShowAtPosition(fyne.NewPos(300, 300))
	s.frame.paint()
	s.click(t, menu.Items[0], desktop.MouseButtonPrimary)
	if !chosen {
		t.Error("the menu's item was not chosen")
	}
}

func TestWindowsOfTheirOwn(t *testing.T) {
	s, a, _ := twoProbes(t)
	s.window.SetMaster()
	other := s.app.NewWindow("另一个").(*Window)
	entry := widget.NewEntry()
	other.SetContent(entry)
	other.Show()
	frame := s.host.frames[1]
	other.Sized(300, 200)
	frame.paint()
	if got := s.app.Driver().CanvasForObject(entry); got != other.Canvas() {
		t.Error("the object of the second window is not known there")
	}
	if got := s.app.Driver().CanvasForObject(a); got != s.window.Canvas() {
		t.Error("the object of the first window is not known there")
	}
	closed := false
	other.SetOnClosed(func() { closed = true })
	other.CloseAsked()
	if !closed || !frame.closed || s.host.stopped || len(s.app.Driver().AllWindows()) != 1 {
		t.Error("closing the second window")
	}
	asked := false
	s.window.SetCloseIntercept(func() { asked = true })
	s.window.CloseAsked()
	if !asked || s.frame.closed {
		t.Error("the master window did not ask")
	}
	s.window.Close()
	if !s.host.stopped {
		t.Error("the program goes on without its master window")
	}
}

func TestSystemThatGivesNoWindowIsTold(t *testing.T) {
	s, _, _ := twoProbes(t)
	s.host.refuse = errors.New("no desktop")
	w := s.app.NewWindow("").(*Window)
	w.SetContent(widget.NewLabel("文字"))
	w.Resize(fyne.NewSize(100, 100))
	w.Show()
	called := false
	w.RunNative(func(any) { called = true })
	if !called || w.visible {
		t.Error("a window that is not there counts as one")
	}
}

func TestFilesDropped(t *testing.T) {
	s, _, _ := twoProbes(t)
	var got []string
	s.window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) {
		for _, f := range files {
			got = append(got, f.Path())
		}
	})
	s.window.Dropped(10, 10, []string{"/数据/部门 一.zsb", "/b.zsb"})
	if !slices.Equal(got, []string{"/数据/部门 一.zsb", "/b.zsb"}) {
		t.Errorf("dropped %q", got)
	}
}

func TestOnlyWhatChangedIsPainted(t *testing.T) {
	a, b := widget.NewLabel("甲"), widget.NewLabel("乙")
	s := newStage(t, 1, container.NewVBox(a, widget.NewLabel("不变"), b))
	if parts := s.frame.paint(); len(parts) > 0 {
		t.Errorf("nothing changed, painted %v", parts)
	}
	b.SetText("丙")
	parts := s.frame.paint()
	pos, _ := s.window.canvas.find(b)
	box := image.Rect(0, int(pos.Y), 1366, int(pos.Y+b.Size().Height)+overhang)
	if len(parts) == 0 {
		t.Error("the change was not painted")
	}
	for _, part := range parts {
		if !part.In(box) {
			t.Errorf("painted %v, the label is in %v", part, box)
		}
	}
}

func TestObjectThatGrowsPushesItsNeighbours(t *testing.T) {
	first, second := canvas.NewText("短", nil), canvas.NewText("邻居", nil)
	s := newStage(t, 1, container.NewHBox(first, second))
	before := second.Position().X
	first.Text = "长得多的一段文字"
	first.Refresh()
	s.frame.paint()
	if second.Position().X <= before+50 {
		t.Errorf("the neighbour went from %v to %v", before, second.Position().X)
	}
}

func TestScaleOfTheScreenAndOfTheUser(t *testing.T) {
	s, _, _ := twoProbes(t)
	size := s.window.Canvas().Size()
	s.host.scale = 2.5
	s.window.Scaled()
	if got := s.window.Canvas().Scale(); got != 2.5 {
		t.Errorf("scale %v", got)
	}
	if got := s.window.Canvas().Size(); got.Width != size.Width/2 {
		t.Errorf("size %v at twice the scale, %v before", got, size)
	}
	t.Setenv("FYNE_SCALE", "1.2")
	s.window.Scaled()
	if got := s.window.Canvas().Scale(); got != 3 {
		t.Errorf("scale %v with the user's enlargement", got)
	}
}

func TestAnimationsEnd(t *testing.T) {
	s, _, _ := twoProbes(t)
	var at []float32
	a := fyne.NewAnimation(canvas.DurationShort, func(v float32) { at = append(at, v) })
	a.Start()
	for _, r := range s.app.driver.animations.running {
		r.began = r.began.Add(-canvas.DurationStandard)
	}
	s.app.driver.animations.tick()
	if len(at) != 1 || at[0] != 1 || len(s.app.driver.animations.running) != 0 {
		t.Errorf("steps %v, running %d", at, len(s.app.driver.animations.running))
	}
}

// A menu that appears takes room from the window, and what the system knew to be stale may be lost with it.
func TestAnotherSizeAsksForADrawingAgain(t *testing.T) {
	s := newStage(t, 1, widget.NewLabel("打开"))
	s.window.SetContent(widget.NewLabel("列表"))
	s.app.driver.drain()
	if !s.frame.stale {
		t.Fatal("another content asks for no drawing")
	}
	s.frame.stale = false // lost
	s.frame.Resize(1366, 700)
	if !s.frame.stale {
		t.Error("another size asks for no drawing")
	}
}
