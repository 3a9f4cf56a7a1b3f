package compare

import (
	"context"
	"image"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/contrast"
	"zhunsheng/storage"
)

// Source finds evaluations and compares them. Its methods are called from background goroutines.
type Source interface {
	Years(ctx context.Context) ([]storage.Year, error)
	Headers(ctx context.Context, year int) ([]storage.Header, error)
	// Sides lists what of an evaluation can be laid beside something else.
	Sides(ctx context.Context, year int, id string) ([]desk.SideChoice, error)
	Compare(ctx context.Context, left, right desk.SideRef) (*contrast.Comparison, error)
	// Before finds the same project in an earlier year.
	Before(ctx context.Context, year int, id string) (ref desk.SideRef, ok bool, err error)
	WriteText(ctx context.Context, path, text string) error
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Scheme finds the scheme of an evaluation, for its grades.
	Scheme func(scoring.SchemeRef) (*scoring.Scheme, bool)
	// Chosen is told what is compared, so that the window can come back to it. nil: nobody wants to know.
	Chosen func(left, right desk.SideRef)
	// CopyPicture puts a picture on the clipboard; an error that is errors.ErrUnsupported makes it a file in Folder. nil: it is not offered.
	CopyPicture func(image.Image) error
}

// The three tables of the screen.
const (
	tabIndicators = "indicators"
	tabResult     = "result"
	tabTexts      = "texts"
)

// side is what stands on one side of the screen.
type side struct {
	ref    desk.SideRef
	header storage.Header
	choice desk.SideChoice
	card   *card
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs       Needs
	left, right side
	comparison  *contrast.Comparison
	tab         string
	only        bool // differences only

	loading, choosing, drawing task.Slot

	tabs    *widget.Choice
	grid    *widget.Grid
	lines   []line // what the rows of the grid stand for
	room    *fyne.Container
	total   *widget.Text
	count   *widget.Text
	onlyBox *widget.Button
	detail  *detail
	empty   *fyne.Container
	asks    *widget.Text      // what the empty page asks for
	choices [2]*widget.Button // of the empty page: left, right
	body    *fyne.Container
	work    []*widget.Button // that need a comparison
	content fyne.CanvasObject
}

// New returns the page of two sides; a side without an ID is still to be chosen.
func New(needs Needs, left, right desk.SideRef) *Page {
	p := &Page{needs: needs, tab: tabIndicators}
	w := needs.Words
	p.left.ref, p.right.ref = left, right
	p.left.card, p.right.card = newCard(p, &p.left, "ui.compare.left"), newCard(p, &p.right, "ui.compare.right")
	p.total, p.count = widget.NewHeading(""), widget.NewCaption("")
	p.total.TextSize = theme.SizeNameSubHeadingText
	p.tabs = widget.NewChoice(func(id string) error {
		p.tab = id
		p.fill()
		return nil
	})
	p.tabs.SetChosen(p.tab)
	p.onlyBox = widget.NewButton(w.Say("ui.command.compare.only"), p.toggleOnly).WithTip(w.Say("ui.tip.compare.only", "keys", keysOnly.String()))
	p.room, p.detail = container.NewStack(), newDetail(w)
	p.content = p.lay()
	return p
}

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	button := func(id, keys string, do func()) *widget.Button {
		b := widget.NewButton(w.Say("ui.command.compare."+id), do).WithTip(w.Say("ui.tip.compare."+id, "keys", keys))
		p.work = append(p.work, b)
		return b
	}
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	picture := button("picture", keysImage.String(), p.copyPicture)
	widget.SetVisible(picture, p.needs.CopyPicture != nil)
	top := widget.NewBanner(w.Say("ui.place.compare"), "", help, p.left.card.before, p.onlyBox, button("swap", keysSwap.String(), p.swap), picture, button("copy", keysCopy.String(), p.copy),
		button("export", keysExport.String(), p.export))
	cards := container.New(layout.NewGridLayout(2), p.left.card.content, p.right.card.content)
	bar := widget.Frame(nil, nil, container.NewHBox(p.tabs, widget.Gap(8, 0)), container.NewCenter(p.count), container.NewHBox(container.NewCenter(p.total)))
	p.work = append(p.work, p.onlyBox)
	p.choices = [2]*widget.Button{
		widget.NewButton(w.Say("ui.command.compare.left"), func() { p.choose(&p.left) }).WithTip(w.Say("ui.tip.compare.left", "keys", keysLeft.String())),
		widget.NewButton(w.Say("ui.command.compare.right"), func() { p.choose(&p.right) }).WithTip(w.Say("ui.tip.compare.right", "keys", keysRight.String())),
	}
	p.asks = widget.NewHeading("")
	text := widget.NewText(w.Say("ui.compare.empty.text"))
	p.asks.Align, text.Align, text.Ink = fyne.TextAlignCenter, fyne.TextAlignCenter, look.Muted
	p.empty = container.NewCenter(container.NewVBox(p.asks, widget.Gap(0, 4), text, widget.Gap(0, 8),
		container.NewCenter(container.NewHBox(p.choices[0], p.choices[1]))))
	p.body = container.NewStack(widget.NewPanel(p.room, 1), p.empty)
	p.show()
	page := widget.Frame(
		container.NewVBox(top, widget.Gap(0, 2), cards, widget.Gap(0, 2), bar, widget.Gap(0, 2)), nil, nil, nil,
		widget.NewPanes(fyne.NewSize(0, detailFold), widget.Below, widget.Pane{Name: w.Say("ui.pane.table"), Content: p.body},
			widget.Pane{Name: w.Say("ui.pane.detail"), Content: p.detail.content}))
	return container.New(layout.NewCustomPaddedLayout(12, 10, 18, 18), widget.Roomy(cardsHeight, page, p.left.card.extra, p.right.card.extra, p.count))
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.place.compare") }

// Sides returns what is compared.
func (p *Page) Sides() (left, right desk.SideRef) { return p.left.ref, p.right.ref }

// Shown loads what is to be compared and gives the table the keyboard.
func (p *Page) Shown() {
	p.load()
	switch {
	case p.grid != nil:
		p.grid.Focus()
	case p.left.ref.ID == "":
		widget.Focus(p.choices[0])
	case p.right.ref.ID == "":
		widget.Focus(p.choices[1])
	}
}

// Leave ends what the page is doing.
func (p *Page) Leave() error {
	p.loading.Drop()
	p.choosing.Drop()
	return nil
}

// loaded is what one load brings.
type loaded struct {
	left, right side
	comparison  *contrast.Comparison
}

// load reads both sides in the background and compares them.
func (p *Page) load() {
	if p.needs.Chosen != nil {
		p.needs.Chosen(p.left.ref, p.right.ref)
	}
	source, l, r := p.needs.Source, p.left, p.right
	task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, _ *task.Progress) (loaded, error) {
		out := loaded{left: l, right: r}
		for _, s := range []*side{&out.left, &out.right} {
			if s.ref.ID == "" {
				continue
			}
			if err := s.describe(ctx, source); err != nil {
				return out, err
			}
		}
		if l.ref.ID == "" || r.ref.ID == "" {
			return out, nil
		}
		var err error
		out.comparison, err = source.Compare(ctx, l.ref, r.ref)
		return out, err
	}, func(out loaded, err error) {
		p.left, p.right, p.comparison = out.left, out.right, out.comparison
		p.left.card.side, p.right.card.side = &p.left, &p.right
		p.show()
		if err != nil {
			p.needs.Fail(err)
		}
	})
}

// describe finds out what a side is called.
func (s *side) describe(ctx context.Context, source Source) error {
	headers, err := source.Headers(ctx, s.ref.Year)
	if err != nil && len(headers) == 0 {
		return err
	}
	for _, h := range headers {
		if h.ID == s.ref.ID {
			s.header = h
		}
	}
	choices, err := source.Sides(ctx, s.ref.Year, s.ref.ID)
	for _, c := range choices {
		if c.Ref == s.ref {
			s.choice = c
		}
	}
	return err
}

// show fills the screen with what was loaded.
func (p *Page) show() {
	w := p.needs.Words
	p.left.card.show()
	p.right.card.show()
	for _, b := range p.work {
		widget.SetEnabled(b, p.comparison != nil)
	}
	p.total.SetText("")
	if p.comparison == nil {
		p.tabs.Hide()
		p.room.Objects, p.grid, p.lines = nil, nil, nil
		p.askSide()
		p.empty.Show()
		p.detail.content.Hide()
		p.count.SetText("")
		p.refresh()
		return
	}
	p.empty.Hide()
	p.tabs.Show()
	p.detail.content.Show()
	p.tabs.SetOptions([]widget.Option{
		{ID: tabIndicators, Label: w.Say("ui.compare.tab.indicators"), Aside: strconv.Itoa(changedRows(p.comparison))},
		{ID: tabResult, Label: w.Say("ui.compare.tab.result"), Aside: strconv.Itoa(changedItems(p.comparison.Result, p.comparison.Levels, p.comparison.Money, p.comparison.Basics))},
		{ID: tabTexts, Label: w.Say("ui.compare.tab.texts"), Aside: strconv.Itoa(changedItems(p.comparison.Texts))},
	})
	if items := p.comparison.Result; len(items) > 0 {
		first := &items[0]
		p.total.Set(w.Say("ui.compare.total", "left", dash(first.Left), "right", dash(first.Right), "difference", signed(first.Difference)), tone(first.Difference, first.Changed).Ink())
	}
	p.fill()
	p.refresh()
}

// askSide makes the empty page ask for the side that is missing.
func (p *Page) askSide() {
	key, missing := "ui.compare.empty", 0
	if p.anySide() {
		key = "ui.compare.empty.other"
	}
	if p.left.ref.ID != "" {
		missing = 1
	}
	p.asks.SetText(p.needs.Words.Say(key))
	for i, b := range p.choices {
		b.Importance = toolkit.MediumImportance
		if i == missing {
			b.Importance = toolkit.HighImportance
		}
		b.Refresh()
	}
}

// refresh lays the page out anew after parts of it came or went.
func (p *Page) refresh() {
	if p.content != nil {
		p.content.Refresh()
	}
}

// name says what a side shows, in one line.
func (p *Page) name(s *side) string {
	w := p.needs.Words
	when := ""
	if !s.choice.Time.IsZero() {
		when = s.choice.Time.In(time.Local).Format("2006-01-02 15:04")
	}
	key := "ui.compare.side." + string(s.ref.Kind)
	return w.Say(key, "year", strconv.Itoa(s.ref.Year), "name", s.choice.Name, "of", s.ref.Of, "time", when)
}
