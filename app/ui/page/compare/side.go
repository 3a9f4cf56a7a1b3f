package compare

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// card says what stands on a side and lets another be chosen.
type card struct {
	page    *Page
	side    *side
	project *widget.Text
	what    *widget.Text
	before  *widget.Button
	extra   *fyne.Container // which side it is; left out in a low window
	content fyne.CanvasObject
}

// cardsHeight is the height of the page below which its table needs the room of some of what stands above it.
const cardsHeight = 420

func newCard(p *Page, s *side, key string) *card {
	w := p.needs.Words
	c := &card{page: p, side: s, project: widget.NewHeading(""), what: widget.NewCaption("")}
	c.project.Cut, c.what.Cut = true, true
	id := "left"
	keys := keysLeft
	if s == &p.right {
		id, keys = "right", keysRight
	}
	choose := widget.NewButton(w.Say("ui.compare.choose"), func() { p.choose(c.side) }).WithTip(w.Say("ui.tip.compare."+id, "keys", keys.String()))
	c.before = widget.NewQuiet(w.Say("ui.command.compare.before"), p.before).WithTip(w.Say("ui.tip.compare.before", "keys", keysBefore.String()))
	if s == &p.right {
		c.before.Hide()
	}
	c.extra = container.NewHBox(widget.NewCaption(w.Say(key)), layout.NewSpacer())
	c.content = widget.NewPanel(widget.Frame(nil, nil, nil, container.NewCenter(choose), container.NewVBox(c.extra, c.project, c.what)), 10)
	return c
}

func (c *card) show() {
	p := c.page
	if c.side.ref.ID == "" {
		c.project.Set(p.needs.Words.Say("ui.compare.none"), look.Muted)
		c.what.SetText("")
	} else {
		name := c.side.header.Name
		if name == "" {
			name = c.side.choice.Name
		}
		c.project.Set(name, "foreground")
		c.what.SetText(p.name(c.side))
	}
	widget.SetEnabled(c.before, p.anySide())
}

// before lays the same project of an earlier year to the left of what is on the right.
func (p *Page) before() {
	right := p.right.ref
	if right.ID == "" {
		right = p.left.ref // who chose one side meant that one
	}
	if right.ID == "" {
		return
	}
	source := p.needs.Source
	type found struct {
		ref desk.SideRef
		ok  bool
	}
	task.Run(p.needs.Runner, &p.choosing, func(ctx context.Context, _ *task.Progress) (found, error) {
		ref, ok, err := source.Before(ctx, right.Year, right.ID)
		return found{ref, ok}, err
	}, func(f found, err error) {
		switch {
		case err != nil:
			p.needs.Fail(err)
		case !f.ok:
			p.needs.Toast(p.needs.Words.Say("ui.compare.no-before"), look.Current)
		default:
			p.left.ref, p.right.ref = f.ref, right
			p.load()
		}
	})
}

// anySide reports whether anything is chosen.
func (p *Page) anySide() bool { return p.left.ref.ID != "" || p.right.ref.ID != "" }

// swap exchanges the sides.
func (p *Page) swap() {
	p.left.ref, p.right.ref = p.right.ref, p.left.ref
	p.load()
}

// detail shows the current row of both sides in full.
type detail struct {
	words   wording.Words
	texts   [2]func(string)
	differs *widget.Text
	content *fyne.Container
}

const (
	detailHeight = 112
	detailFold   = 280 // the height below which it is not shown together with the table
)

func newDetail(w wording.Words) *detail {
	d := &detail{words: w, differs: widget.NewCaption("")}
	d.differs.Cut = true
	half := func(i int) fyne.CanvasObject {
		prose := widget.SmallProse("")
		d.texts[i] = prose.SetText
		return widget.NewPanel(container.NewVScroll(prose), 4)
	}
	room := container.New(layout.NewGridLayout(2), half(0), half(1))
	sized := container.New(&tall{detailHeight}, room)
	d.content = container.NewVBox(widget.Gap(0, 4), d.differs, sized)
	return d
}

func (d *detail) show(differs, left, right string) {
	d.differs.SetText(differs)
	d.texts[0](left)
	d.texts[1](right)
}

// tall gives its content a height.
type tall struct{ height float32 }

// MinSize is part of the toolkit's contract.
func (t *tall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, t.height)
}

// Layout is part of the toolkit's contract.
func (t *tall) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
