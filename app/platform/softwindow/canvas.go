package softwindow

import (
	"image"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
)

// surface is the canvas of a window: the toolkit's canvas without a window, which keeps content, overlays and focus, with the
// drawing and the keys of a desktop.
type surface struct {
	software.WindowlessCanvas
	window *Window

	keyDown, keyUp func(*fyne.KeyEvent)
	shortcuts      map[string]bool // by their names

	seen     map[fyne.CanvasObject]struct{}  // what the last drawing met
	needs    map[fyne.CanvasObject]fyne.Size // the least sizes they had
	unfit    bool                            // an object needs another size than before
	versions map[fyne.CanvasObject]int       // how often an object said that it looks different
	items    []item                          // what is in the picture
	base     *image.RGBA                     // the picture
	pictures pictures
}

var (
	_ fyne.Canvas    = (*surface)(nil)
	_ desktop.Canvas = (*surface)(nil)
)

func newSurface(w *Window) *surface {
	c := &surface{
		WindowlessCanvas: software.NewCanvasWithPainter(nil), window: w,
		seen: map[fyne.CanvasObject]struct{}{}, versions: map[fyne.CanvasObject]int{},
		needs: map[fyne.CanvasObject]fyne.Size{}, shortcuts: map[string]bool{},
	}
	c.pictures.clear()
	return c
}

// Refresh notes that an object looks different.
func (c *surface) Refresh(o fyne.CanvasObject) {
	c.versions[o]++
	c.window.stale()
}

// SetDirty notes that something has moved.
func (c *surface) SetDirty() { c.window.stale() }

// SetContent shows other content.
func (c *surface) SetContent(o fyne.CanvasObject) {
	c.WindowlessCanvas.SetContent(o)
	c.window.stale()
}

// Focus gives an object the keyboard.
func (c *surface) Focus(o fyne.Focusable) {
	c.WindowlessCanvas.Focus(o)
	c.window.stale()
}

// OnKeyDown returns the handler of pressed keys that no object takes.
func (c *surface) OnKeyDown() func(*fyne.KeyEvent) { return c.keyDown }

// SetOnKeyDown sets the handler of pressed keys that no object takes.
func (c *surface) SetOnKeyDown(f func(*fyne.KeyEvent)) { c.keyDown = f }

// OnKeyUp returns the handler of released keys that no object takes.
func (c *surface) OnKeyUp() func(*fyne.KeyEvent) { return c.keyUp }

// SetOnKeyUp sets the handler of released keys that no object takes.
func (c *surface) SetOnKeyUp(f func(*fyne.KeyEvent)) { c.keyUp = f }

// Capture returns a copy of what is in the window.
func (c *surface) Capture() image.Image {
	c.window.Draw()
	if c.base == nil {
		return image.NewRGBA(image.Rectangle{})
	}
	shot := image.NewRGBA(c.base.Bounds())
	draw.Draw(shot, shot.Bounds(), c.base, image.Point{}, draw.Src)
	return shot
}

// roots returns the content and what lies over it, from below.
func (c *surface) roots() []fyne.CanvasObject {
	var roots []fyne.CanvasObject
	if content := c.Content(); content != nil {
		roots = append(roots, content)
	}
	return append(roots, c.Overlays().List()...)
}
