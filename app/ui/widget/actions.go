package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Actions is a row of buttons, the one that matters most at its end. Where there is no room for all, those that matter least are taken
// out of the row into a menu behind a button with three dots. What is no button always stays.
type Actions struct {
	widget.BaseWidget
	// Leading puts the row at the left of its place instead of at the right.
	Leading bool
	// FirstStays says that the one that matters most stands first.
	FirstStays bool

	objects []fyne.CanvasObject
	slots   []*fyne.Container // around each, hidden where it is in the menu: whether the button is hidden is up to its owner
	more    *Button
}

const moreLabel = "⋯"

// NewActions returns a row of controls at the right of its place.
func NewActions(objects ...fyne.CanvasObject) *Actions {
	a := &Actions{objects: objects}
	for _, o := range objects {
		a.slots = append(a.slots, container.NewCenter(o))
	}
	a.more = NewQuiet(moreLabel, a.open)
	a.more.Hide()
	a.ExtendBaseWidget(a)
	return a
}

// NewLeadingActions returns a row of controls at the left of its place, the one that matters most first.
func NewLeadingActions(objects ...fyne.CanvasObject) *Actions {
	a := NewActions(objects...)
	a.Leading, a.FirstStays = true, true
	return a
}

// Natural returns how wide the whole row is, in device-independent pixels.
func (a *Actions) Natural() float32 {
	width := -a.gap()
	for _, o := range a.objects {
		if o.Visible() {
			width += o.MinSize().Width + a.gap()
		}
	}
	return max(0, width)
}

// More returns the button of the menu; it is hidden while there is room for the whole row.
func (a *Actions) More() *Button { return a.more }

// Menu lists the labels of the buttons that are in the menu.
func (a *Actions) Menu() []string {
	var labels []string
	for i, o := range a.objects {
		if b := buttonOf(o); b != nil && b.Visible() && !a.InRow(i) {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// InRow reports whether a control, counted from 0 as they were given, stands in the row.
// One that its owner has hidden does not.
func (a *Actions) InRow(i int) bool { return a.slots[i].Visible() && a.objects[i].Visible() }

func (a *Actions) gap() float32 { return look.Measure(theme.SizeNamePadding) }

func (a *Actions) held() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{a.more}, a.objects...)
}

// buttonOf returns the button that an object is, nil for none.
func buttonOf(o fyne.CanvasObject) *Button {
	b, _ := o.(*Button)
	return b
}

// yielding lists the buttons that can be taken out of the row, those that matter least first.
func (a *Actions) yielding() []int {
	var at []int
	for i := range a.objects {
		if a.FirstStays {
			i = len(a.objects) - 1 - i
		}
		if o := a.objects[i]; o.Visible() && buttonOf(o) != nil {
			at = append(at, i)
		}
	}
	if len(at) > 0 {
		at = at[:len(at)-1]
	}
	return at
}

// kept says which controls stay in the row in a width, and whether there is a menu.
func (a *Actions) kept(width float32) (kept []bool, menu bool) {
	kept = make([]bool, len(a.objects))
	for i, o := range a.objects {
		kept[i] = o.Visible()
	}
	need := a.Natural()
	if need <= width+0.05 {
		return kept, false
	}
	need += a.more.MinSize().Width + a.gap()
	for _, i := range a.yielding() {
		if need <= width+0.05 {
			break
		}
		kept[i], menu = false, true
		need -= a.objects[i].MinSize().Width + a.gap()
	}
	return kept, menu
}

// open shows the menu.
func (a *Actions) open() {
	c := CanvasOf(a)
	if c == nil {
		return
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", a.items()...), c)
	menu.ShowAtPosition(fyne.CurrentApp().Driver().AbsolutePositionForObject(a.more).AddXY(0, a.more.Size().Height))
}

// items are the menu's.
func (a *Actions) items() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for i, o := range a.objects {
		b := buttonOf(o)
		if b == nil || !b.Visible() || a.InRow(i) {
			continue
		}
		item := fyne.NewMenuItem(b.Text, func() {
			if b.OnTapped != nil {
				b.OnTapped()
			}
		})
		item.Disabled = b.Disabled()
		items = append(items, item)
	}
	return items
}

// CreateRenderer is part of the toolkit's contract.
func (a *Actions) CreateRenderer() fyne.WidgetRenderer {
	r := &actionsRenderer{actions: a}
	if !a.FirstStays {
		r.objects = append(r.objects, a.more)
	}
	for _, slot := range a.slots {
		r.objects = append(r.objects, slot)
	}
	if a.FirstStays {
		r.objects = append(r.objects, a.more)
	}
	return r
}

type actionsRenderer struct {
	actions *Actions
	objects []fyne.CanvasObject
}

// Destroy is part of the toolkit's contract.
func (r *actionsRenderer) Destroy() {}

// Objects is part of the toolkit's contract.
func (r *actionsRenderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize is the width of what always stays.
func (r *actionsRenderer) MinSize() fyne.Size {
	a := r.actions
	kept, menu := a.kept(0)
	width, height := -a.gap(), float32(0)
	for i, o := range a.objects {
		if kept[i] {
			width += o.MinSize().Width + a.gap()
		}
		if o.Visible() {
			height = max(height, o.MinSize().Height)
		}
	}
	if menu {
		width += a.more.MinSize().Width + a.gap()
	}
	return fyne.NewSize(max(0, width), height)
}

// Layout is part of the toolkit's contract.
func (r *actionsRenderer) Layout(size fyne.Size) {
	a := r.actions
	kept, menu := a.kept(size.Width)
	row := make([]fyne.CanvasObject, 0, len(a.slots)+1)
	width := -a.gap()
	add := func(o fyne.CanvasObject) {
		row = append(row, o)
		width += o.MinSize().Width + a.gap()
	}
	if a.more.Visible() != menu {
		SetVisible(a.more, menu)
	}
	if menu && !a.FirstStays {
		add(a.more)
	}
	for i, slot := range a.slots {
		if slot.Visible() != kept[i] {
			SetVisible(slot, kept[i])
		}
		if kept[i] {
			add(slot)
		}
	}
	if menu && a.FirstStays {
		add(a.more)
	}
	a.more.Tip = strings.Join(a.Menu(), "　")
	x := float32(0)
	if !a.Leading {
		x = max(0, size.Width-width)
	}
	for _, o := range row {
		w := o.MinSize().Width
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + a.gap()
	}
}

// Refresh is part of the toolkit's contract.
func (r *actionsRenderer) Refresh() {
	r.Layout(r.actions.Size())
	for _, o := range r.objects {
		if o.Visible() {
			o.Refresh()
		}
	}
	canvas.Refresh(r.actions)
}
