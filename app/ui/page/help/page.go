package help

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
)

// Needs is what the page works with.
type Needs struct {
	page.Host
	Book Book
	// Tour shows what the program can do; nil: there is none.
	Tour func()
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs
	at    int // article

	search   *widget.Entry
	contents *widget.Grid
	title    *widget.Text
	blocks   []fyne.CanvasObject // of the article
	text     *fyne.Container
	scroll   *container.Scroll
	content  fyne.CanvasObject
}

const (
	contentsWidth = 270
	bothWidth     = 640 // the width below which contents and text are not shown side by side
	textWidth     = 760
)

var (
	keysSearch = command.Ctrl(fyne.KeyF)
	keysBefore = command.Alt(fyne.KeyUp)
	keysAfter  = command.Alt(fyne.KeyDown)
	keysBack   = command.Alt(fyne.KeyLeft)
	keysTour   = command.Ctrl(fyne.KeyF1)
)

// New returns the screen with the page of a topic; an unknown one takes the first.
func New(needs Needs, topic string) *Page {
	w := needs.Words
	p := &Page{needs: needs, at: needs.Book.Find(topic), title: widget.NewHeading(""), text: container.NewVBox()}
	p.search = widget.NewEntry(nil)
	p.search.SetPlaceHolder(w.Say("ui.help.search", "keys", keysSearch.String()))
	p.search.OnChanged = func(string) { p.list() }
	p.search.OnMove = func(int) { p.contents.Focus() }
	p.contents = widget.NewGrid(widget.Column{Title: w.Say("ui.help.contents"), Width: contentsWidth - 20, Stretch: 1})
	p.contents.OnCurrent = p.choose
	p.title.TextSize = theme.SizeNameHeadingText
	p.scroll = container.NewVScroll(container.New(&column{textWidth}, p.text))
	back := widget.NewQuiet("←  "+w.Say("ui.help.back"), needs.Back).WithTip(w.Say("ui.tip.back", "keys", keysBack.String()))
	button := func(id, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	before, after := button("help.before", keysBefore.String(), func() { p.turn(-1) }), button("help.after", keysAfter.String(), func() { p.turn(1) })
	tour := button("tour", keysTour.String(), p.tour)
	if needs.Tour == nil {
		tour.Hide()
	}
	commands := widget.NewQuiet(w.Say("ui.command.help"), needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	top := widget.Frame(nil, nil, container.NewHBox(container.NewCenter(back), widget.Gap(6, 0)),
		nil, widget.Headed(container.NewVBox(widget.Gap(0, 2), p.title), widget.NewActions(commands, tour, before, after)))
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 10), widget.Frame(container.NewVBox(p.search, widget.Gap(0, 2)), nil, nil, nil,
		widget.Wide(contentsWidth, widget.NewPanel(p.contents, 1))))
	p.content = container.New(layout.NewCustomPaddedLayout(10, 10, 14, 14), widget.Frame(container.NewVBox(top, widget.Gap(0, 4)), nil, nil, nil,
		widget.NewPanes(fyne.NewSize(bothWidth, 0), widget.LeftOf, widget.Pane{Name: w.Say("ui.help.contents"), Content: left},
			widget.Pane{Name: w.Say("ui.pane.text"), Content: widget.NewPanel(container.New(layout.NewCustomPaddedLayout(4, 4, 12, 4), p.scroll), 4)})))
	p.list()
	p.show(0)
	return p
}

// column is a layout that makes its content at most so wide, and asks for that where it may be narrower.
type column struct{ width float32 }

// MinSize is part of the toolkit's contract.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, objects[0].MinSize().Height)
}

// Layout is part of the toolkit's contract.
func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(min(size.Width, c.width), size.Height))
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.help.title", "page", p.article().Title) }

// Topic returns the topic on the screen.
func (p *Page) Topic() string { return p.article().Topic }

// Reload has nothing to read again when the store has changed: the help comes with the program.
func (p *Page) Reload() {}

// Shown gives the keyboard to the contents.
func (p *Page) Shown() { p.contents.Focus() }

// Leave has nothing to keep.
func (p *Page) Leave() error { return nil }

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	commands := []command.Command{
		{ID: "back", Keys: keysBack, Menu: command.File, Do: p.needs.Back},
		{ID: "search", Keys: keysSearch, Menu: command.Edit, Do: func() { widget.Focus(p.search) }},
		{ID: "help.before", Keys: keysBefore, Menu: command.Goto, Can: func() bool { return p.at > 0 }, Do: func() { p.turn(-1) }},
		{ID: "help.after", Keys: keysAfter, Menu: command.Goto, Can: func() bool { return p.at < len(p.needs.Book)-1 }, Do: func() { p.turn(1) }},
	}
	return commands
}

func (p *Page) tour() {
	if p.needs.Tour != nil {
		p.needs.Tour()
	}
}

func (p *Page) article() *Article {
	if p.at >= len(p.needs.Book) {
		return new(Article)
	}
	return &p.needs.Book[p.at]
}

// list shows the contents, or where something is searched for, what was found.
func (p *Page) list() {
	var rows []widget.Row
	if strings.TrimSpace(p.search.Text) == "" {
		for i := range p.needs.Book {
			rows = append(rows, widget.Row{ID: rowOf(i, 0), Cells: []widget.Cell{{Text: p.needs.Book[i].Title}}})
		}
		p.contents.SetRows(rows)
		p.contents.Select(rowOf(p.at, 0))
		return
	}
	hits := p.needs.Book.Search(p.search.Text)
	last := -1
	for _, hit := range hits {
		if hit.Article != last {
			last = hit.Article
			rows = append(rows, widget.Row{ID: "title " + strconv.Itoa(len(rows)), Level: 1, Cells: []widget.Cell{{Text: p.needs.Book[hit.Article].Title}}})
		}
		rows = append(rows, widget.Row{ID: rowOf(hit.Article, hit.Block), Cells: []widget.Cell{{Text: hit.Text}}})
	}
	if len(hits) == 0 {
		rows = []widget.Row{{ID: "none", Level: 1, Cells: []widget.Cell{{Text: p.needs.Words.Say("ui.help.none")}}}}
	}
	p.contents.SetRows(rows)
}

func rowOf(article, block int) string { return strconv.Itoa(article) + "#" + strconv.Itoa(block) }

// choose shows what a row of the contents stands for.
func (p *Page) choose(id string) {
	article, block, ok := strings.Cut(id, "#")
	a, errA := strconv.Atoi(article)
	b, errB := strconv.Atoi(block)
	if !ok || errA != nil || errB != nil || a >= len(p.needs.Book) {
		return
	}
	p.at = a
	p.show(b)
}

// turn goes to the page before or after.
func (p *Page) turn(direction int) {
	if at := p.at + direction; at >= 0 && at < len(p.needs.Book) {
		p.search.SetText("")
		p.contents.Select(rowOf(at, 0))
	}
}

// show shows the article from a block on.
func (p *Page) show(block int) {
	article := p.article()
	p.title.SetText(article.Title)
	p.blocks = p.blocks[:0]
	for i := range article.Blocks {
		p.blocks = append(p.blocks, drawn(&article.Blocks[i]))
	}
	p.text.Objects = p.blocks
	p.text.Refresh()
	p.scroll.Refresh()
	p.scroll.ScrollToTop()
	if block > 0 && block < len(p.blocks) {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, p.blocks[block].Position().Y-8)))
	}
	if p.needs.Retitle != nil && p.content != nil {
		p.needs.Retitle()
	}
}

// drawn makes what shows a block.
func drawn(b *Block) fyne.CanvasObject {
	if b.Kind == Title {
		return widget.Gap(0, 2) // it stands above the page
	}
	spans := make([]widget.Span, len(b.Spans))
	for i, s := range b.Spans {
		spans[i] = widget.Span{Text: s.Text, Bold: s.Bold || b.Kind == Heading}
	}
	text := widget.Spans(spans...)
	mark := ""
	switch b.Kind {
	case Bullet:
		mark = "•"
	case Numbered:
		mark = b.Number
	case Heading:
		text.SizeName = theme.SizeNameSubHeadingText
		return container.New(layout.NewCustomPaddedLayout(8, -6, 0, 0), text)
	default:
		return container.New(layout.NewCustomPaddedLayout(-4, -2, 0, 0), text)
	}
	label := widget.Prose(mark)
	room := container.New(layout.NewGridWrapLayout(fyne.NewSize(34, text.MinSize().Height)), container.NewVBox(label))
	return container.New(layout.NewCustomPaddedLayout(-7, -5, 4, 0), widget.Frame(nil, nil, container.NewVBox(room), nil, text))
}
