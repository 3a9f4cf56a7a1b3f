package widget

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Pane is one of several parts of a page, with the name that it has where not all are shown.
type Pane struct {
	Name    string
	Content fyne.CanvasObject
}

// Panes are parts of a page that are shown all at once while there is room for them. Where there is not, as with a large zoom, one is shown
// at a time, and tabs above it lead to the others. A part that gets the keyboard by [Focus] or [Grid.Focus] comes to the front by itself.
type Panes struct {
	widget.BaseWidget

	least    fyne.Size // below which one is shown at a time
	beside   fyne.Layout
	names    []string
	contents []fyne.CanvasObject
	slots    []*fyne.Container // around each, hidden where another is at the front: whether the content is hidden is up to its owner
	current  int
	folded   bool
	tabs     *Choice
}

const (
	paneGap   = 4  // between the tabs and the part that is shown
	leastPane = 96 // the height below which a part that needs more is not scrolled
)

// paneSlot is the layout of a part in its place. It asks for what the part needs; in less the part is scrolled.
type paneSlot struct{ content fyne.CanvasObject }

// MinSize is part of the toolkit's contract.
func (s paneSlot) MinSize([]fyne.CanvasObject) fyne.Size { return s.content.MinSize() }

// Layout is part of the toolkit's contract.
func (paneSlot) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// besideBar is the layout of a part in its scroll: where it is scrolled, it ends before the bar, which would lie on its buttons.
type besideBar struct{ scroll *container.Scroll }

// MinSize is part of the toolkit's contract.
func (*besideBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize()
}

// Layout is part of the toolkit's contract.
func (b *besideBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Height > b.scroll.Size().Height+0.5 {
		size.Width -= look.Measure(theme.SizeNameScrollBar)
	}
	objects[0].Resize(size)
}

// NewPanes returns parts of a page. Below the size least, of which a side of 0 is enough always, they are shown one at a time; else as the
// layout says that beside makes for them.
func NewPanes(least fyne.Size, beside func(parts []fyne.CanvasObject) fyne.Layout, panes ...Pane) *Panes {
	p := &Panes{least: least}
	for _, pane := range panes {
		p.names = append(p.names, pane.Name)
		p.contents = append(p.contents, pane.Content)
		slot := container.NewVScroll(nil)
		slot.Content = container.New(&besideBar{slot}, pane.Content)
		p.slots = append(p.slots, container.New(paneSlot{pane.Content}, slot))
	}
	p.beside = beside(p.parts())
	p.tabs = NewChoice(func(id string) error {
		if i, err := strconv.Atoi(id); err == nil {
			p.turn(i)
		}
		return nil
	})
	p.tabs.Hide()
	p.ExtendBaseWidget(p)
	return p
}

// Folded reports whether one part is shown at a time.
func (p *Panes) Folded() bool { return p.folded }

// Front returns the index of the part that is shown while there is no room for all.
func (p *Panes) Front() int { return p.current }

// Turn brings a part to the front and gives it the keyboard, where there is no room for all; else it does nothing.
func (p *Panes) Turn(i int) {
	if !p.folded || i < 0 || i >= len(p.contents) {
		return
	}
	p.turn(i)
	if target := firstTarget(p.contents[i]); target != nil {
		if c := CanvasOf(p); c != nil {
			c.Focus(target)
		}
	}
}

// TurnPane goes to the next part of the first panes among what is shown that have no room for all, and reports whether there are any.
func TurnPane(o fyne.CanvasObject) bool {
	if !o.Visible() {
		return false
	}
	if p, ok := o.(*Panes); ok && p.folded && len(p.shown()) > 1 {
		p.next()
		return true
	}
	for _, child := range inside(o) {
		if TurnPane(child) {
			return true
		}
	}
	return false
}

// next brings the part after the one at the front there.
func (p *Panes) next() {
	for n := 1; n <= len(p.contents); n++ {
		if i := (p.current + n) % len(p.contents); p.contents[i].Visible() {
			p.Turn(i)
			return
		}
	}
}

func (p *Panes) turn(i int) {
	if p.current != i {
		p.current = i
		p.Refresh()
	}
}

func (p *Panes) parts() []fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(p.slots))
	for i, slot := range p.slots {
		parts[i] = slot
	}
	return parts
}

func (p *Panes) held() []fyne.CanvasObject { return p.contents }

// shown lists the parts that their owner shows.
func (p *Panes) shown() []int {
	var shown []int
	for i, o := range p.contents {
		if o.Visible() {
			shown = append(shown, i)
		}
	}
	return shown
}

// CreateRenderer is part of the toolkit's contract.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer {
	return &panesRenderer{panes: p, objects: append([]fyne.CanvasObject{p.tabs}, p.parts()...)}
}

type panesRenderer struct {
	panes   *Panes
	objects []fyne.CanvasObject
}

// Destroy is part of the toolkit's contract.
func (r *panesRenderer) Destroy() {}

// Objects is part of the toolkit's contract.
func (r *panesRenderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize is what the parts need one at a time.
func (r *panesRenderer) MinSize() fyne.Size {
	p := r.panes
	var size fyne.Size
	shown := p.shown()
	for _, i := range shown {
		need := p.contents[i].MinSize()
		size = size.Max(fyne.NewSize(need.Width, min(need.Height, leastPane)))
	}
	if len(shown) > 1 {
		p.label(shown)
		tabs := p.tabs.MinSize()
		size = fyne.NewSize(max(size.Width, tabs.Width), size.Height+tabs.Height+paneGap)
	}
	return size
}

// label writes the names of the parts on the tabs.
func (p *Panes) label(shown []int) {
	options := make([]Option, len(shown))
	for n, i := range shown {
		options[n] = Option{ID: strconv.Itoa(i), Label: p.names[i]}
	}
	p.tabs.SetOptions(options)
}

// Layout is part of the toolkit's contract.
func (r *panesRenderer) Layout(size fyne.Size) {
	p := r.panes
	shown := p.shown()
	p.folded = size.Width < p.least.Width || size.Height < p.least.Height
	if len(shown) > 0 && !p.contents[p.current].Visible() {
		p.current = shown[0]
	}
	for i, slot := range p.slots {
		p.show(slot, p.contents[i].Visible() && (!p.folded || i == p.current))
	}
	p.show(p.tabs, p.folded && len(shown) > 1)
	if !p.folded {
		p.beside.Layout(p.parts(), size)
		return
	}
	top := float32(0)
	if p.tabs.Visible() {
		p.label(shown)
		p.tabs.SetChosen(strconv.Itoa(p.current))
		tabs := p.tabs.MinSize()
		p.tabs.Move(fyne.NewPos(0, 0))
		p.tabs.Resize(fyne.NewSize(min(tabs.Width, size.Width), tabs.Height))
		top = tabs.Height + paneGap
	}
	front := p.slots[p.current]
	front.Move(fyne.NewPos(0, top))
	front.Resize(fyne.NewSize(size.Width, max(0, size.Height-top)))
}

// show hides a part or shows it. It is called while things are laid out, so what is that way already is left alone.
func (p *Panes) show(o fyne.CanvasObject, show bool) {
	if o.Visible() != show {
		SetVisible(o, show)
	}
}

// Refresh is part of the toolkit's contract.
func (r *panesRenderer) Refresh() {
	r.Layout(r.panes.Size())
	for _, o := range r.objects {
		if o.Visible() {
			o.Refresh() // texts that are wrapped learn their height
		}
	}
	canvas.Refresh(r.panes)
}

// LeftOf is a layout of [NewPanes]: the first part at the left, as wide as it needs, the last takes the rest.
func LeftOf(parts []fyne.CanvasObject) fyne.Layout {
	return layout.NewBorderLayout(nil, nil, parts[0], nil)
}

// RightOf is a layout of [NewPanes]: the last part at the right, as wide as it needs, the first takes the rest.
func RightOf(parts []fyne.CanvasObject) fyne.Layout {
	return layout.NewBorderLayout(nil, nil, nil, parts[len(parts)-1])
}

// Below is a layout of [NewPanes]: the last part at the bottom, as high as it needs, the first takes the rest.
func Below(parts []fyne.CanvasObject) fyne.Layout {
	return layout.NewBorderLayout(nil, parts[len(parts)-1], nil, nil)
}

// As makes a layout of [NewPanes] of one that does not ask which part is which.
func As(l fyne.Layout) func([]fyne.CanvasObject) fyne.Layout {
	return func([]fyne.CanvasObject) fyne.Layout { return l }
}
