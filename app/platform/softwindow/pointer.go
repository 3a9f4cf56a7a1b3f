package softwindow

import (
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	// dragFrom is how far the mouse moves with a button held before it is a drag, in device-independent pixels.
	dragFrom = 2
	// wheelStep is how far one notch of the wheel scrolls, in device-independent pixels.
	wheelStep = 36
)

// pointer turns what the mouse does into the toolkit's events.
type pointer struct {
	window  *Window
	at      fyne.Position
	inside  bool // the mouse is over the window
	buttons desktop.MouseButton
	over    desktop.Hoverable
	cursor  desktop.Cursor
	pressed fyne.CanvasObject // what a release over it taps

	dragged fyne.Draggable
	from    fyne.Position // where the button went down, then where the drag is
	offset  fyne.Position // of the dragged object from the corner of the window when it was taken
	start   fyne.Position // its position in its parent then
	moving  bool

	clicked fyne.CanvasObject // waits for a second click
	timer   *time.Timer
	waiting int // counts clicks, so that a late timer is known
}

// MouseMoved is called when the mouse is over the window, or has a button held that went down there.
func (w *Window) MouseMoved(x, y int) {
	w.pointer.move(w.point(x, y))
	w.driver.drainStale()
}

// MouseLeft is called when the mouse is not over the window any more.
func (w *Window) MouseLeft() {
	w.pointer.leave()
	w.stale()
}

// MouseLost is called when the system has taken the mouse away while a button was held: nobody will tell that it goes up.
func (w *Window) MouseLost() {
	w.pointer.lose()
	w.driver.drainStale()
}

// MouseButton is called when a button goes down or up.
func (w *Window) MouseButton(x, y int, button desktop.MouseButton, down bool) {
	p := &w.pointer
	p.move(w.point(x, y))
	if down {
		p.press(button)
	} else {
		p.release(button)
	}
	w.driver.drainStale()
}

// MouseWheel is called when the wheel turns: notches to the right and away from the user.
func (w *Window) MouseWheel(x, y int, right, away float32) {
	p := &w.pointer
	p.at = w.point(x, y)
	if w.driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 && right == 0 {
		right, away = away, 0
	}
	hit, found := last(w.canvas.under(p.at), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Scrollable); return ok })
	if !found {
		return
	}
	hit.object.(fyne.Scrollable).Scrolled(&fyne.ScrollEvent{
		PointEvent: p.event(hit), Scrolled: fyne.NewDelta(right*wheelStep, away*wheelStep),
	})
	p.move(p.at) // something else may be under the mouse now
	w.driver.drainStale()
}

func (p *pointer) event(hit place) fyne.PointEvent {
	return fyne.PointEvent{Position: p.at.Subtract(hit.pos), AbsolutePosition: p.at}
}

func (p *pointer) mouseEvent(hit place, button desktop.MouseButton) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: p.event(hit), Button: button, Modifier: p.window.driver.CurrentKeyModifiers()}
}

func (p *pointer) move(to fyne.Position) {
	before := p.at
	p.at, p.inside = to, true
	hits := p.window.canvas.under(to)
	p.shape(hits)
	p.take(before, to)
	if p.moving {
		p.drag()
		return
	}
	p.hover(hits)
}

// shape shows the cursor of the innermost object that wants one.
func (p *pointer) shape(hits []place) {
	cursor := desktop.Cursor(desktop.DefaultCursor)
	if hit, found := last(hits, func(o fyne.CanvasObject) bool { _, ok := o.(desktop.Cursorable); return ok }); found {
		cursor = hit.object.(desktop.Cursorable).Cursor()
	}
	if cursor != p.cursor && p.window.frame != nil {
		p.cursor = cursor
		p.window.frame.SetCursor(cursor)
	}
}

func (p *pointer) hover(hits []place) {
	hit, found := last(hits, func(o fyne.CanvasObject) bool { _, ok := o.(desktop.Hoverable); return ok })
	if !found {
		p.out()
		return
	}
	ev := p.mouseEvent(hit, p.buttons)
	if over := hit.object.(desktop.Hoverable); over == p.over {
		over.MouseMoved(ev)
	} else {
		p.out()
		p.over = over
		over.MouseIn(ev)
	}
}

func (p *pointer) out() {
	if over := p.over; over != nil {
		p.over = nil
		over.MouseOut()
	}
}

// take begins a drag when the mouse has gone far enough with the first button held.
func (p *pointer) take(before, to fyne.Position) {
	if p.buttons&desktop.MouseButtonPrimary == 0 || p.moving {
		return
	}
	if abs(to.X-p.from.X) < dragFrom && abs(to.Y-p.from.Y) < dragFrom {
		return
	}
	hit, found := last(p.window.canvas.under(before), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok })
	if !found {
		return
	}
	p.dragged, p.moving = hit.object.(fyne.Draggable), true
	p.offset, p.start = hit.pos, hit.object.Position()
}

func (p *pointer) drag() {
	moved := p.start.Subtract(p.dragged.(fyne.CanvasObject).Position())
	p.dragged.Dragged(&fyne.DragEvent{
		PointEvent: fyne.PointEvent{Position: p.at.Subtract(p.offset).Add(moved), AbsolutePosition: p.at},
		Dragged:    fyne.NewDelta(p.at.X-p.from.X, p.at.Y-p.from.Y),
	})
	p.from = p.at
}

// touchable reports whether an object takes buttons.
func touchable(o fyne.CanvasObject) bool {
	switch o.(type) {
	case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
		return true
	}
	return false
}

func (p *pointer) press(button desktop.MouseButton) {
	p.from = p.at
	p.buttons |= button
	hit, found := last(p.window.canvas.under(p.at), touchable)
	if found {
		if o, ok := hit.object.(desktop.Mouseable); ok {
			o.MouseDown(p.mouseEvent(hit, button))
		}
	}
	p.refocus()
	p.pressed = nil
	if found {
		p.pressed = hit.object
	}
}

// refocus takes the keyboard from an object when the mouse went down elsewhere. It looks anew: the press may have opened an editor
// under the mouse.
func (p *pointer) refocus() {
	focused := p.window.canvas.Focused()
	if focused == nil {
		return
	}
	_, under := last(p.window.canvas.under(p.at), func(o fyne.CanvasObject) bool {
		f, ok := o.(fyne.Focusable)
		return ok && f == focused
	})
	if !under {
		p.window.canvas.Unfocus()
	}
}

func (p *pointer) release(button desktop.MouseButton) {
	p.buttons &^= button
	hit, found := last(p.window.canvas.under(p.at), touchable)
	dragged := p.dragged
	if dragged != nil && button == desktop.MouseButtonPrimary {
		p.dragged, p.moving = nil, false
		if o, ok := dragged.(desktop.Mouseable); ok {
			o.MouseUp(p.mouseEvent(place{object: dragged.(fyne.CanvasObject), pos: p.offset}, button))
		}
		dragged.DragEnd()
		p.pressed = nil
		return
	}
	if !found {
		p.pressed = nil
		return
	}
	if o, ok := hit.object.(desktop.Mouseable); ok {
		o.MouseUp(p.mouseEvent(hit, button))
	}
	if p.pressed != hit.object {
		p.pressed = nil
		return
	}
	p.pressed = nil
	switch button {
	case desktop.MouseButtonPrimary:
		p.tap(hit)
	case desktop.MouseButtonSecondary:
		p.tapSecondary(hit)
	}
}

func (p *pointer) tapSecondary(hit place) {
	if o, ok := hit.object.(fyne.SecondaryTappable); ok {
		ev := p.event(hit)
		o.TappedSecondary(&ev)
	}
}

// tap taps at once, unless a second click could make it a double tap.
func (p *pointer) tap(hit place) {
	ev := p.event(hit)
	double, ok := hit.object.(fyne.DoubleTappable)
	if !ok {
		if o, ok := hit.object.(fyne.Tappable); ok {
			o.Tapped(&ev)
		}
		return
	}
	p.waiting++
	if p.clicked == hit.object {
		p.clicked = nil
		p.timer.Stop()
		double.DoubleTapped(&ev)
		return
	}
	p.clicked = hit.object
	turn := p.waiting
	p.timer = time.AfterFunc(p.window.driver.DoubleTapDelay(), func() {
		p.window.driver.post(func() {
			if p.clicked != hit.object || p.waiting != turn {
				return
			}
			p.clicked = nil
			if o, ok := hit.object.(fyne.Tappable); ok {
				o.Tapped(&ev)
			}
		})
	})
}

// lose lets go of everything that is held: what is dragged stays where it is, and nothing is tapped.
func (p *pointer) lose() {
	p.buttons, p.pressed = 0, nil
	if dragged := p.dragged; dragged != nil {
		p.dragged, p.moving = nil, false
		dragged.DragEnd()
	}
}

// leave is the mouse going away from the window.
func (p *pointer) leave() {
	p.inside = false
	if !p.moving {
		p.out()
	}
}

// rest shows the cursor of what has come under the mouse while it did not move: keys open an editor there, or another page.
func (p *pointer) rest(changed []image.Rectangle) {
	if !p.inside || p.moving {
		return
	}
	scale := p.window.canvas.Scale()
	at := image.Pt(int(p.at.X*scale), int(p.at.Y*scale))
	if slices.ContainsFunc(changed, func(part image.Rectangle) bool { return at.In(part) }) {
		p.shape(p.window.canvas.under(p.at))
	}
}

// forget lets go of objects of content that was replaced.
func (p *pointer) forget() {
	p.over, p.pressed, p.clicked = nil, nil, nil
	if p.dragged != nil {
		p.dragged, p.moving = nil, false
	}
}
