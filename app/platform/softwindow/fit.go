package softwindow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// mostFits is how often objects are looked at before a drawing: one that is laid out anew may need yet another size, as a wrapped text does.
const mostFits = 4

// fit lays out anew what holds an object that needs another size than before. Objects do not tell: the toolkit's drivers look at all
// of them before they draw.
func (c *surface) fit() {
	for range mostFits {
		c.unfit = false
		for _, root := range c.roots() {
			if !c.fitIn(root) {
				continue
			}
			if need, size := root.MinSize(), root.Size(); !fits(need, size) && size != c.Size() {
				root.Resize(size.Max(need))
			}
			if root == c.Content() && !fits(root.MinSize(), c.Size()) {
				c.window.Resize(c.Size().Max(root.MinSize()))
			}
		}
		if !c.unfit {
			return
		}
	}
}

func fits(need, room fyne.Size) bool { return need.Width <= room.Width && need.Height <= room.Height }

// fitIn works from the innermost objects outwards and reports whether the object itself needs another size.
func (c *surface) fitIn(o fyne.CanvasObject) bool {
	if o == nil || !o.Visible() {
		return false
	}
	c.fitInside(o)
	need := o.MinSize()
	if known, seen := c.needs[o]; seen && known == need {
		return false
	}
	c.needs[o] = need
	c.unfit = true
	return true
}

// fitInside lays an object's content out anew where something in it needs another size.
func (c *surface) fitInside(o fyne.CanvasObject) {
	changed := false
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			changed = c.fitIn(child) || changed
		}
		if changed && o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case fyne.Widget:
		renderer := test.WidgetRenderer(o)
		for _, child := range renderer.Objects() {
			changed = c.fitIn(child) || changed
		}
		if changed {
			renderer.Layout(o.Size())
		}
	}
}
