package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Dropdown is a button that names the chosen one of many options and shows them all in a list when it is pressed. Arrows in the list
// choose at once; Enter, Space and Esc close it.
type Dropdown struct {
	Button
	// OnChosen is called when the user chooses an option.
	OnChosen func(id string)
	// OnClosed is called when the list goes away, and gives the keyboard on; nil: the button gets it.
	OnClosed func()

	options []Option
	chosen  string
	popup   *widget.PopUp
	list    *dropList
}

// NewDropdown returns a dropdown without options.
func NewDropdown(onChosen func(id string)) *Dropdown {
	d := &Dropdown{OnChosen: onChosen}
	d.OnTapped, d.self = d.open, d
	d.Icon, d.IconPlacement = theme.MenuDropDownIcon(), widget.ButtonIconTrailingText
	d.ExtendBaseWidget(d)
	return d
}

// SetOptions replaces the options.
func (d *Dropdown) SetOptions(options []Option) {
	if !slices.Equal(d.options, options) {
		d.options = options
		d.show()
	}
}

// SetChosen shows which option is chosen, without calling OnChosen.
func (d *Dropdown) SetChosen(id string) {
	d.chosen = id
	d.show()
}

// Chosen returns the ID of the chosen option.
func (d *Dropdown) Chosen() string { return d.chosen }

// Options returns the options.
func (d *Dropdown) Options() []Option { return d.options }

// Choose does what choosing an option in the list does.
func (d *Dropdown) Choose(id string) {
	if id == d.chosen || !slices.ContainsFunc(d.options, func(o Option) bool { return o.ID == id && !o.Forbid }) {
		return
	}
	d.chosen = id
	d.show()
	if d.OnChosen != nil {
		d.OnChosen(id)
	}
}

func (d *Dropdown) show() {
	for _, o := range d.options {
		if o.ID == d.chosen && d.Text != o.Label {
			d.SetText(o.Label)
		}
	}
}

// mostInSight is how many options a list shows at once; more are scrolled to.
const mostInSight = 12

func (d *Dropdown) open() {
	canvas := CanvasOf(d)
	if canvas == nil || len(d.options) == 0 {
		return
	}
	d.list = newDropList(d)
	size := d.list.MinSize()
	size.Width = max(size.Width+24, d.Size().Width)
	room := fyne.NewSize(size.Width, size.Height)
	if n := len(d.options); n > mostInSight {
		room.Height = size.Height * mostInSight / float32(n)
	}
	scroll := container.NewVScroll(d.list)
	d.list.scroll = scroll
	scroll.SetMinSize(room)
	d.popup = widget.NewPopUp(scroll, canvas)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d).AddXY(0, d.Size().Height)
	d.popup.ShowAtPosition(at)
	canvas.Focus(d.list)
	d.list.reveal()
}

func (d *Dropdown) close() {
	if d.popup != nil {
		d.popup.Hide()
		d.popup = nil
		if d.OnClosed != nil {
			d.OnClosed()
		} else {
			Focus(d)
		}
	}
}

// dropList is the list of a dropdown.
type dropList struct {
	Choice
	owner  *Dropdown
	scroll *container.Scroll
}

func newDropList(owner *Dropdown) *dropList {
	l := &dropList{owner: owner}
	l.Upright, l.options, l.chosen = true, owner.options, owner.chosen
	l.OnChosen = func(id string) error {
		owner.Choose(id)
		l.reveal()
		return nil
	}
	l.init(l, l.index, l.move, nil)
	return l
}

// reveal scrolls the chosen option into sight.
func (l *dropList) reveal() {
	i := slices.IndexFunc(l.options, func(o Option) bool { return o.ID == l.chosen })
	if i < 0 || l.scroll == nil {
		return
	}
	pos, size := l.area(i)
	offset := l.scroll.Offset
	if pos.Y < offset.Y {
		offset.Y = pos.Y
	} else if bottom := pos.Y + size.Height; bottom > offset.Y+l.scroll.Size().Height {
		offset.Y = bottom - l.scroll.Size().Height
	}
	l.scroll.ScrollToOffset(offset)
}

// Tapped chooses the option under the pointer and closes the list.
func (l *dropList) Tapped(ev *fyne.PointEvent) {
	if i := l.index(ev.Position); i >= 0 {
		l.Choose(l.options[i].ID)
	}
	l.owner.close()
}

// TypedKey goes through the options, or closes the list.
func (l *dropList) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.owner.close()
	default:
		l.Choice.TypedKey(ev)
	}
}
