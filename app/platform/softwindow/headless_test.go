package softwindow

import (
	"image"
	"image/draw"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	native "fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	theming "zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
)

// headless is a system without a screen: its frames keep the picture, and its loop runs what was posted when the test says so.
type headless struct {
	driver    *driver
	frames    []*frame
	modifiers fyne.KeyModifier
	board     fyne.Clipboard
	scale     float32
	stopped   bool
	refuse    error
}

// frame is a window of the headless system; shown is put together from changed parts only, as a screen would be.
type frame struct {
	host    *headless
	window  *Window
	title   string
	menu    *fyne.MainMenu
	cursor  desktop.Cursor
	caret   image.Rectangle
	shown   *image.RGBA
	parts   []image.Rectangle
	stale   bool
	visible bool
	closed  bool
	raised  int
	full    bool
	fixed   bool
}

func (h *headless) Open(w *Window, _ bool) (Frame, error) {
	if h.refuse != nil {
		return nil, h.refuse
	}
	f := &frame{host: h, window: w}
	h.frames = append(h.frames, f)
	return f, nil
}

func (h *headless) Loop(drain func()) error {
	for !h.stopped {
		drain()
		time.Sleep(time.Millisecond)
	}
	return nil
}
func (h *headless) Stop()                       { h.stopped = true }
func (h *headless) Wake()                       {}
func (h *headless) Here() bool                  { return true }
func (h *headless) Clipboard() fyne.Clipboard   { return h.board }
func (h *headless) Modifiers() fyne.KeyModifier { return h.modifiers }
func (h *headless) DoubleClick() time.Duration  { return time.Hour }
func (h *headless) Screens() int                { return 1 }

func (f *frame) SetTitle(title string)      { f.title = title }
func (f *frame) Resize(width, height int)   { f.window.Sized(width, height) }
func (f *frame) Center()                    {}
func (f *frame) Show()                      { f.visible = true }
func (f *frame) Hide()                      { f.visible = false }
func (f *frame) Close()                     { f.closed = true }
func (f *frame) Raise()                     { f.raised++ }
func (f *frame) SetFixed(fixed bool)        { f.fixed = fixed }
func (f *frame) SetFullScreen(full bool)    { f.full = full }
func (f *frame) SetMenu(m *fyne.MainMenu)   { f.menu = m }
func (f *frame) SetCursor(c desktop.Cursor) { f.cursor = c }
func (f *frame) Stale()                     { f.stale = true }
func (f *frame) Caret(at image.Rectangle)   { f.caret = at }
func (f *frame) Scale() float32             { return f.host.scale }
func (f *frame) Native() any                { return native.WindowsWindowContext{HWND: 1} }

// paint does what a system does when nothing more urgent is to be done.
func (f *frame) paint() []image.Rectangle {
	f.stale = false
	base, parts := f.window.Draw()
	if base == nil {
		return nil
	}
	if f.shown == nil || f.shown.Bounds() != base.Bounds() {
		f.shown = image.NewRGBA(base.Bounds())
	}
	for _, part := range parts {
		draw.Draw(f.shown, part, base, part.Min, draw.Src)
	}
	f.parts = parts
	return parts
}

// stage is a program on a headless system.
type stage struct {
	host   *headless
	app    *App
	window *Window
	frame  *frame
}

func newStage(t testing.TB, scale float32, content fyne.CanvasObject) *stage {
	t.Helper()
	inside := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	s := &stage{host: &headless{scale: scale, board: test.NewClipboard()}}
	s.app = New(inside, s.host)
	s.host.driver = s.app.driver
	s.app.Settings().SetTheme(uitest.Theme(theming.Light))
	s.app.driver.drain()
	s.window = s.app.NewWindow("窗口").(*Window)
	s.frame = s.host.frames[0]
	s.window.SetPadded(false)
	s.window.SetContent(content)
	s.frame.Resize(int(1366*scale), int(728*scale))
	s.window.Show()
	s.frame.paint()
	return s
}

// click presses and releases a button in the middle of an object.
func (s *stage) click(t testing.TB, o fyne.CanvasObject, button desktop.MouseButton) {
	t.Helper()
	x, y := s.middle(t, o)
	s.window.MouseButton(x, y, button, true)
	s.window.MouseButton(x, y, button, false)
}

func (s *stage) middle(t testing.TB, o fyne.CanvasObject) (x, y int) {
	t.Helper()
	pos, found := s.window.canvas.find(o)
	if !found {
		t.Fatalf("%T is not in the window", o)
	}
	pos = pos.AddXY(o.Size().Width/2, o.Size().Height/2)
	return s.window.canvas.pixel(pos.X), s.window.canvas.pixel(pos.Y)
}
