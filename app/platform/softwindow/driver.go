package softwindow

import (
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

// pulse is how often the toolkit's caches are told the time. They throw away what was not seen for a minute.
const pulse = 15 * time.Second

// driver is the toolkit's view of a [Host].
type driver struct {
	host     Host
	settings fyne.Settings
	variant  *fyne.ThemeVariant // light or dark, once the system has changed it
	inside   fyne.Driver        // measures texts and describes the device; it never gets a window
	windows  []*Window
	active   *Window
	quit     bool

	lock  sync.Mutex
	queue []func()

	animations animations
	clock      fyne.Canvas // an empty canvas; capturing it tells the toolkit's caches the time
	told       time.Time
	err        error
}

var (
	_ fyne.Driver    = (*driver)(nil)
	_ desktop.Driver = (*driver)(nil)
)

func newDriver(inside fyne.App, host Host) *driver {
	d := &driver{host: host, inside: inside.Driver(), settings: inside.Settings(), told: time.Now()}
	d.animations.driver = d
	c := software.NewTransparentCanvas()
	c.Resize(fyne.NewSize(1, 1))
	d.clock = c
	return d
}

// CreateWindow makes a window with borders.
func (d *driver) CreateWindow(title string) fyne.Window { return d.newWindow(title, true) }

// CreateSplashWindow makes a window without borders.
func (d *driver) CreateSplashWindow() fyne.Window { return d.newWindow("", false) }

// AllWindows returns the windows that are not closed.
func (d *driver) AllWindows() []fyne.Window {
	all := make([]fyne.Window, len(d.windows))
	for i, w := range d.windows {
		all[i] = w
	}
	return all
}

// RenderedTextSize measures a text.
func (d *driver) RenderedTextSize(text string, size float32, style fyne.TextStyle, source fyne.Resource) (fyne.Size, float32) {
	return d.inside.RenderedTextSize(text, size, style, source)
}

// CanvasForObject returns the canvas on which an object was last seen. One that was not drawn yet belongs to the only window; where
// there are several it is not known. It must not look into the objects: they ask while they are made.
func (d *driver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	if o == nil {
		return nil
	}
	for _, w := range d.windows {
		if _, seen := w.canvas.seen[o]; seen {
			return w.canvas
		}
	}
	if len(d.windows) == 1 {
		return d.windows[0].canvas
	}
	return nil
}

// AbsolutePositionForObject returns the place of an object in its window.
func (d *driver) AbsolutePositionForObject(o fyne.CanvasObject) fyne.Position {
	for _, w := range d.windows {
		if pos, found := w.canvas.find(o); found {
			return pos
		}
	}
	return fyne.Position{}
}

// Device describes the machine.
func (d *driver) Device() fyne.Device { return d.inside.Device() }

// DoubleTapDelay is the system's.
func (d *driver) DoubleTapDelay() time.Duration { return d.host.DoubleClick() }

// SetDisableScreenBlanking does nothing: no screen of this program plays by itself.
func (d *driver) SetDisableScreenBlanking(bool) {}

// CurrentKeyModifiers returns the modifier keys that are held down.
func (d *driver) CurrentKeyModifiers() fyne.KeyModifier { return d.host.Modifiers() }

// HasSecondaryDisplay reports whether there are several screens.
func (d *driver) HasSecondaryDisplay() bool { return d.host.Screens() > 1 }

// StartAnimation starts an animation.
func (d *driver) StartAnimation(a *fyne.Animation) { d.animations.start(a) }

// StopAnimation stops an animation where it is.
func (d *driver) StopAnimation(a *fyne.Animation) { d.animations.stop(a) }

// DoFromGoroutine runs a function in the loop; wait returns after it ran. In the loop itself it runs at once when waited for.
func (d *driver) DoFromGoroutine(f func(), wait bool) {
	if !wait {
		d.post(f)
		return
	}
	if d.host.Here() {
		f()
		return
	}
	done := make(chan struct{})
	d.post(func() {
		defer close(done)
		f()
	})
	<-done
}

func (d *driver) post(f func()) {
	d.lock.Lock()
	d.queue = append(d.queue, f)
	d.lock.Unlock()
	d.host.Wake()
}

// drain runs what was posted, and what that posts, but not for ever: the system's events get their turn in between. It is called anew
// while a function shows a dialog of the system; those behind it run then, in their order.
func (d *driver) drain() {
	for range 8 {
		count := d.posted()
		if count == 0 {
			break
		}
		if count > 1 {
			d.host.Wake() // for those behind one that shows a dialog
		}
		for range count {
			d.next()
		}
	}
	d.drainStale()
}

func (d *driver) posted() int {
	d.lock.Lock()
	defer d.lock.Unlock()
	return len(d.queue)
}

// next runs the first function that was posted, if there still is one.
func (d *driver) next() {
	d.lock.Lock()
	f := func() {}
	if len(d.queue) > 0 {
		f, d.queue[0] = d.queue[0], nil
		d.queue = d.queue[1:]
	}
	d.lock.Unlock()
	f()
}

// drainStale looks at every window again: what was done may have changed any of them.
func (d *driver) drainStale() {
	for _, w := range d.windows {
		w.stale()
	}
}

// Run delivers events until Quit.
func (d *driver) Run() {
	if d.quit {
		return
	}
	beat := time.NewTicker(pulse)
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case <-beat.C:
				d.post(d.tellTime)
			case <-ended:
				return
			}
		}
	}()
	d.err = d.host.Loop(d.drain)
	beat.Stop()
	close(ended)
	d.settle()
}

// settle lets what was begun in other goroutines come to its end: the toolkit writes preferences a moment after they change.
func (d *driver) settle() {
	until := time.Now().Add(200 * time.Millisecond)
	for time.Now().Before(until) {
		time.Sleep(20 * time.Millisecond)
		d.drain()
	}
}

// Quit ends Run.
func (d *driver) Quit() {
	if !d.quit {
		d.quit = true
		d.host.Stop()
	}
}

func (d *driver) remove(w *Window) {
	d.windows = slices.DeleteFunc(d.windows, func(other *Window) bool { return other == w })
	if d.active == w {
		d.active = nil
	}
	if w.master || len(d.windows) == 0 {
		d.Quit()
	}
}

// tellTime gives the toolkit's caches the time. After a long sleep of the machine they have forgotten everything: what they make
// anew must be laid out again.
func (d *driver) tellTime() {
	slept := time.Since(d.told) > 3*pulse
	d.clock.Capture()
	d.told = time.Now()
	if slept {
		d.freshen()
	}
}

// scale is the number of pixels of one device-independent pixel in a frame, with the user's own enlargement. The toolkit reads that
// from the environment before its settings.
func (d *driver) scale(f Frame) float32 {
	own, err := strconv.ParseFloat(os.Getenv("FYNE_SCALE"), 32)
	if err != nil || own <= 0 {
		own = float64(d.settings.Scale())
	}
	if own <= 0 {
		own = 1
	}
	return f.Scale() * float32(own)
}

// freshen lays everything out again, because the theme has changed or renderers were thrown away.
func (d *driver) freshen() {
	for _, w := range d.windows {
		w.canvas.pictures.clear()
		w.Scaled()
		for _, root := range w.canvas.roots() {
			relayout(root)
		}
		w.stale()
	}
}

func relayout(o fyne.CanvasObject) {
	switch o := o.(type) {
	case nil:
		return
	case *fyne.Container:
		for _, child := range o.Objects {
			relayout(child)
		}
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case fyne.Widget:
		renderer := test.WidgetRenderer(o)
		for _, child := range renderer.Objects() {
			relayout(child)
		}
		renderer.Layout(o.Size())
	}
	o.Refresh()
}
