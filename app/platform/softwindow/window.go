package softwindow

import (
	"image"

	"fyne.io/fyne/v2"
	native "fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/storage"
)

// Window is a window of the toolkit, and what a [Host] tells about it. Coordinates from the host are pixels from the upper left
// corner of the area inside borders and menu.
type Window struct {
	driver *driver
	canvas *surface
	frame  Frame // nil after closing, or where the system gave none

	title       string
	icon        fyne.Resource
	menu        *fyne.MainMenu
	fixed, full bool
	master      bool
	visible     bool
	centre      bool
	width       int
	height      int
	waiting     bool // a drawing was asked for
	drawing     bool
	pointer     pointer
	onClosed    func()
	closeAsked  func()
	onDropped   func(fyne.Position, []fyne.URI)
}

var (
	_ fyne.Window         = (*Window)(nil)
	_ native.NativeWindow = (*Window)(nil)
)

func (d *driver) newWindow(title string, decorated bool) *Window {
	w := &Window{driver: d, title: title}
	w.canvas = newSurface(w)
	w.pointer.window = w
	frame, err := d.host.Open(w, decorated)
	if err != nil {
		d.err = err
	} else {
		w.frame = frame
		w.canvas.SetScale(d.scale(frame))
		frame.SetTitle(title)
	}
	d.windows = append(d.windows, w)
	return w
}

// Title returns the window's title.
func (w *Window) Title() string { return w.title }

// SetTitle shows another title.
func (w *Window) SetTitle(title string) {
	w.title = title
	if w.frame != nil {
		w.frame.SetTitle(title)
	}
}

// FullScreen reports whether the window covers the screen.
func (w *Window) FullScreen() bool { return w.full }

// SetFullScreen lets the window cover the screen, or not any more.
func (w *Window) SetFullScreen(full bool) {
	if w.frame != nil && w.full != full {
		w.frame.SetFullScreen(full)
	}
	w.full = full
}

// Resize asks for a size in device-independent pixels, never less than the content needs.
func (w *Window) Resize(size fyne.Size) {
	w.Scaled() // the user's enlargement may just have changed, and the size is meant in the new one
	if content := w.canvas.Content(); content != nil {
		size = size.Max(content.MinSize())
	}
	w.canvas.Resize(size)
	width, height := w.canvas.pixel(size.Width), w.canvas.pixel(size.Height)
	if w.frame != nil && (width != w.width || height != w.height) { // else a window that fills the screen stays as it is
		w.frame.Resize(width, height)
	}
}

// RequestFocus brings the window to the front.
func (w *Window) RequestFocus() {
	if w.frame != nil {
		w.frame.Raise()
	}
}

// FixedSize reports whether the user cannot change the size.
func (w *Window) FixedSize() bool { return w.fixed }

// SetFixedSize lets the user change the size, or not.
func (w *Window) SetFixedSize(fixed bool) {
	w.fixed = fixed
	if w.frame != nil {
		w.frame.SetFixed(fixed)
	}
}

// CenterOnScreen puts the window into the middle of its screen.
func (w *Window) CenterOnScreen() {
	w.centre = true
	if w.frame != nil && w.visible {
		w.frame.Center()
	}
}

// Padded reports whether there is room around the content.
func (w *Window) Padded() bool { return w.canvas.Padded() }

// SetPadded puts room around the content, or takes it away.
func (w *Window) SetPadded(padded bool) { w.canvas.SetPadded(padded) }

// Icon returns the window's icon.
func (w *Window) Icon() fyne.Resource {
	if w.icon == nil {
		return fyne.CurrentApp().Icon()
	}
	return w.icon
}

// SetIcon sets the icon. The system shows the program's own.
func (w *Window) SetIcon(icon fyne.Resource) { w.icon = icon }

// SetMaster makes the program end with this window.
func (w *Window) SetMaster() { w.master = true }

// MainMenu returns the menu.
func (w *Window) MainMenu() *fyne.MainMenu { return w.menu }

// SetMainMenu shows another menu; it is the system's own.
func (w *Window) SetMainMenu(menu *fyne.MainMenu) {
	w.menu = menu
	if w.frame != nil {
		w.frame.SetMenu(menu)
	}
}

// SetOnClosed sets what is called when the window is gone.
func (w *Window) SetOnClosed(f func()) { w.onClosed = f }

// SetCloseIntercept sets what is called instead of closing when the user closes the window.
func (w *Window) SetCloseIntercept(f func()) { w.closeAsked = f }

// SetOnDropped sets what is called with files that were dropped into the window.
func (w *Window) SetOnDropped(f func(fyne.Position, []fyne.URI)) { w.onDropped = f }

// Show brings the window to the screen. A window that the system did not give stays invisible, and [Window.RunNative] tells so.
func (w *Window) Show() {
	if w.frame == nil {
		return
	}
	w.visible = true
	if w.centre {
		w.frame.Center()
	}
	w.frame.Show()
	w.stale()
}

// Hide takes the window off the screen.
func (w *Window) Hide() {
	w.visible = false
	if w.frame != nil {
		w.frame.Hide()
	}
}

// Close closes the window without asking.
func (w *Window) Close() {
	if w.frame == nil {
		return
	}
	if f := w.onClosed; f != nil {
		w.onClosed = nil
		f()
	}
	frame := w.frame
	w.frame, w.visible = nil, false
	frame.Close()
	w.driver.remove(w)
}

// ShowAndRun shows the window and runs the program.
func (w *Window) ShowAndRun() {
	w.Show()
	fyne.CurrentApp().Run()
}

// Content returns what the window shows.
func (w *Window) Content() fyne.CanvasObject { return w.canvas.Content() }

// SetContent shows something else.
func (w *Window) SetContent(content fyne.CanvasObject) {
	w.canvas.SetContent(content)
	w.pointer.forget()
	if w.width > 0 {
		w.canvas.Resize(w.size())
	}
}

// Canvas returns the window's canvas.
func (w *Window) Canvas() fyne.Canvas { return w.canvas }

// Clipboard returns the system's clipboard.
func (w *Window) Clipboard() fyne.Clipboard { return w.driver.host.Clipboard() }

// RunNative calls f with the system's handle of the window; with a handle of 0 where there is no window.
func (w *Window) RunNative(f func(any)) {
	if w.frame == nil {
		f(native.WindowsWindowContext{})
		return
	}
	f(w.frame.Native())
}

// size is the window's size in device-independent pixels.
func (w *Window) size() fyne.Size {
	return fyne.NewSize(float32(w.width)/w.canvas.Scale(), float32(w.height)/w.canvas.Scale())
}

// stale asks for a drawing.
func (w *Window) stale() {
	if w.frame == nil || !w.visible || w.waiting {
		return
	}
	w.waiting = true
	if !w.drawing { // else the system would take the request as served by this drawing
		w.frame.Stale()
	}
}

// Draw brings the picture up to date and returns it with the rectangles that have changed. The host calls it after [Frame.Stale].
func (w *Window) Draw() (*image.RGBA, []image.Rectangle) {
	w.waiting = false
	c := w.canvas
	if w.width <= 0 || w.height <= 0 || w.frame == nil {
		return nil, nil
	}
	w.drawing = true
	defer w.drawn()
	w.driver.tellTime()
	c.fit()
	whole := image.Rect(0, 0, w.width, w.height)
	items := c.list(w.width, w.height)
	var parts []image.Rectangle
	if c.base == nil || c.base.Bounds() != whole {
		c.base = image.NewRGBA(whole)
		parts = []image.Rectangle{whole}
	} else {
		parts = damage(c.items, items)
	}
	for _, part := range parts {
		c.compose(items, part)
	}
	c.items = items
	c.pictures.next(items)
	w.frame.Caret(w.caret())
	w.pointer.rest(parts)
	return c.base, parts
}

// drawn asks for another drawing where objects have changed while they were drawn.
func (w *Window) drawn() {
	w.drawing = false
	if w.waiting {
		w.driver.post(func() {
			if w.frame != nil {
				w.frame.Stale()
			}
		})
	}
}

// Sized is called when the area has another size, in pixels.
func (w *Window) Sized(width, height int) {
	if width <= 0 || height <= 0 || w.width == width && w.height == height {
		return
	}
	w.width, w.height = width, height
	w.canvas.Resize(w.size())
	w.waiting = false // what was asked for before may be lost with the old area
	w.stale()
}

// Scaled is called when the pixels of the window's screen may have another size.
func (w *Window) Scaled() {
	if w.frame == nil {
		return
	}
	scale := w.driver.scale(w.frame)
	if scale == w.canvas.Scale() {
		return
	}
	w.canvas.SetScale(scale)
	w.canvas.pictures.clear()
	w.canvas.base = nil
	if w.width > 0 {
		w.canvas.Resize(w.size())
	}
	w.stale()
}

// Shown is called when the system has shown or hidden the window by itself, such as by minimising it.
func (w *Window) Shown(visible bool) {
	w.visible = visible
	if visible {
		w.stale()
	}
}

// CloseAsked is called when the user wants to close the window.
func (w *Window) CloseAsked() {
	if w.closeAsked != nil {
		w.closeAsked()
	} else {
		w.Close()
	}
	w.driver.drainStale()
}

// Dropped is called when files were dropped at a place.
func (w *Window) Dropped(x, y int, paths []string) {
	if w.onDropped == nil {
		return
	}
	files := make([]fyne.URI, len(paths))
	for i, path := range paths {
		files[i] = storage.NewFileURI(path)
	}
	w.onDropped(w.point(x, y), files)
	w.stale()
}

// Focused is called when the window gets or loses the keyboard.
func (w *Window) Focused(focused bool) {
	hooks := &lifecycle{}
	if a, ok := fyne.CurrentApp().(*App); ok {
		hooks = &a.lifecycle
	}
	if focused {
		first := w.driver.active == nil
		w.driver.active = w
		if o := w.canvas.Focused(); o != nil {
			o.FocusGained()
		}
		if first && hooks.foreground != nil {
			hooks.foreground()
		}
	} else {
		if o := w.canvas.Focused(); o != nil {
			o.FocusLost()
		}
		w.pointer.leave()
		if w.driver.active == w {
			w.driver.active = nil
			if hooks.background != nil {
				hooks.background()
			}
		}
	}
	w.stale()
}

func (w *Window) point(x, y int) fyne.Position {
	return fyne.NewPos(float32(x)/w.canvas.Scale(), float32(y)/w.canvas.Scale())
}
