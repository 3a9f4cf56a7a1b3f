package schemes

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Source keeps the schemes. Its methods are called from background goroutines.
type Source interface {
	Schemes(ctx context.Context) ([]desk.SchemeInfo, error)
	KeepScheme(ctx context.Context, scheme *scoring.Scheme) (hash string, err error)
	ReplaceScheme(ctx context.Context, old string, scheme *scoring.Scheme) (hash string, err error)
	DropScheme(ctx context.Context, hash string) error
	ImportScheme(ctx context.Context, path string) (hash string, err error)
	ExportScheme(ctx context.Context, scheme *scoring.Scheme, path string) error
	SchemeDraft(ctx context.Context) (*desk.SchemeDraft, error)
	KeepSchemeDraft(ctx context.Context, draft *desk.SchemeDraft) error
	Years(ctx context.Context) ([]storage.Year, error)
	// Replay scores a year's evaluations under two versions of their scheme.
	Replay(ctx context.Context, year int, from, to *scoring.Scheme, progress func(done, total int)) ([]desk.Rescored, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Turn undoes, or redoes, what was done last in the window, wherever it was; nil where that cannot be done.
	Turn func(redo bool)
	// Deeds are those of earlier visits to the screen; nil begins anew.
	Deeds *Deeds
}

// view is one of the three faces of the screen.
type view interface {
	content() fyne.CanvasObject
	shown() // it came to the screen
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs   Needs
	infos   []desk.SchemeInfo
	current string // hash of the scheme that is read
	draft   *desk.SchemeDraft

	loading, working task.Slot
	writing          task.Line // schemes and drafts, in order

	deeds  *Deeds
	browse *browser
	edit   *editor // nil: nothing is edited
	diff   *differ // nil: nothing is compared
	room   *fyne.Container
}

// New returns the page with a scheme current, by its hash; "" takes the first.
func New(needs Needs, current string) *Page {
	p := &Page{needs: needs, current: current, deeds: needs.Deeds, room: container.NewStack()}
	if p.deeds == nil {
		p.deeds = new(Deeds)
	}
	p.browse = newBrowser(p)
	p.show()
	return p
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.room }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.place.schemes") }

// Current returns the hash of the scheme that is read.
func (p *Page) Current() string { return p.current }

// Editing returns what is being edited, nil for nothing, so that the page can be built anew.
func (p *Page) Editing() *desk.SchemeDraft {
	if p.edit == nil {
		return nil
	}
	return p.edit.kept()
}

// Resume goes on editing once the page is on the screen.
func (p *Page) Resume(draft *desk.SchemeDraft) {
	if draft != nil {
		p.startEditing(draft)
	}
}

// Shown loads the schemes.
func (p *Page) Shown() {
	p.Reload()
	p.face().shown()
}

// HandIn hands over what is being edited, and reports whether anything is on its way to the disk.
func (p *Page) HandIn() bool {
	if p.edit != nil {
		p.edit.finish()
	}
	return p.writing.Busy()
}

// Written waits until what was handed over is on disk. It may be called on any goroutine.
func (p *Page) Written() error { return p.writing.Wait() }

// Leave ends what the page is reading and waits until what is edited is kept as a draft.
func (p *Page) Leave() error {
	p.loading.Drop()
	if p.diff != nil {
		p.diff.replaying.Drop()
	}
	if p.edit == nil {
		return nil
	}
	p.edit.finish()
	return errors.Join(p.writing.Wait(), p.edit.failure)
}

// face is what is on the screen.
func (p *Page) face() view {
	switch {
	case p.edit != nil:
		return p.edit
	case p.diff != nil:
		return p.diff
	}
	return p.browse
}

func (p *Page) show() {
	p.room.Objects = []fyne.CanvasObject{p.face().content()}
	p.room.Refresh()
}

// to shows a face and gives it the keyboard.
func (p *Page) to(edit *editor, diff *differ) {
	if p.diff != nil {
		p.diff.replaying.Drop()
	}
	p.edit, p.diff = edit, diff
	p.show()
	p.face().shown()
}

// loaded is what one load brings.
type loaded struct {
	infos []desk.SchemeInfo
	draft *desk.SchemeDraft
}

// Reload reads the schemes in the background and shows them.
func (p *Page) Reload() {
	source := p.needs.Source
	task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, _ *task.Progress) (loaded, error) {
		_ = p.writing.Wait() // the errors are delivered to those who write
		var l loaded
		var err error
		if l.infos, err = source.Schemes(ctx); err != nil {
			return l, err
		}
		l.draft, err = source.SchemeDraft(ctx)
		return l, err
	}, func(l loaded, err error) {
		p.infos, p.draft = l.infos, l.draft
		p.browse.fill()
		if err != nil {
			p.needs.Fail(err)
		}
	})
}

// info returns the scheme that is read, nil for none.
func (p *Page) info() *desk.SchemeInfo { return p.byHash(p.current) }

func (p *Page) byHash(hash string) *desk.SchemeInfo {
	for i := range p.infos {
		if p.infos[i].Hash == hash {
			return &p.infos[i]
		}
	}
	return nil
}

// browser is the list of the schemes with one of them to read.
type browser struct {
	page    *Page
	grid    *widget.Grid
	reading *fyne.Container
	title   *widget.Text
	note    *widget.Text
	resume  *widget.Button
	top     *widget.Banner
	buttons map[string]*widget.Button
	whole   fyne.CanvasObject
}

const (
	listWidth = 470
	bothWidth = 860 // the width below which list and scheme are not shown side by side
)

func newBrowser(p *Page) *browser {
	w := p.needs.Words
	b := &browser{page: p, reading: container.NewVBox(), title: widget.NewHeading(""), note: widget.NewCaption(""), buttons: map[string]*widget.Button{}}
	b.title.Cut, b.note.Cut = true, true
	b.title.TextSize = theme.SizeNameSubHeadingText
	b.grid = widget.NewGrid(
		widget.Column{Title: w.Say("scheme.field.title"), Width: 200, Stretch: 1},
		widget.Column{Title: w.Say("scheme.field.version"), Width: 56, Align: fyne.TextAlignCenter},
		widget.Column{Title: w.Say("ui.schemes.column.from"), Width: 64, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.schemes.column.uses"), Width: 60, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText},
	)
	b.grid.OnCurrent = func(hash string) {
		p.current = hash
		b.read()
	}
	b.grid.OnOpen = func(string) { p.askEdit() }
	button := func(id, keys string, do func()) *widget.Button {
		made := widget.NewButton(w.Say("ui.command.schemes."+id), do).WithTip(w.Say("ui.tip.schemes."+id, "keys", keys))
		b.buttons[id] = made
		return made
	}
	b.resume = widget.NewButton(w.Say("ui.command.schemes.resume"), p.resume).WithTip(w.Say("ui.tip.schemes.resume", "keys", keysResume.String()))
	b.resume.Hide()
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	edit := widget.NewPrimary(w.Say("ui.command.schemes.edit"), p.askEdit).WithTip(w.Say("ui.tip.schemes.edit", "keys", keysEdit.String()))
	b.buttons["edit"] = edit
	b.top = widget.NewBanner(w.Say("ui.place.schemes"), "", help, button("import", keysImport.String(), p.importFile), button("export", keysExport.String(), p.export),
		button("diff", keysDiff.String(), p.compare), button("drop", keysDrop.String(), p.drop), b.resume, edit)
	list := container.New(&wide{listWidth}, widget.NewPanel(b.grid, 1))
	page := widget.NewPanel(widget.Frame(container.NewVBox(b.title, b.note, widget.Gap(0, 4)), nil, nil, nil, container.NewVScroll(b.reading)), 14)
	b.whole = container.New(layout.NewCustomPaddedLayout(12, 10, 18, 18), widget.Frame(container.NewVBox(b.top, widget.Gap(0, 2)), nil, nil, nil,
		widget.NewPanes(fyne.NewSize(bothWidth, 0), widget.LeftOf, widget.Pane{Name: w.Say("ui.pane.list"), Content: container.New(layout.NewCustomPaddedLayout(0, 0, 0, 12), list)},
			widget.Pane{Name: w.Say("ui.pane.detail"), Content: page})))
	return b
}

func (b *browser) content() fyne.CanvasObject { return b.whole }
func (b *browser) shown()                     { b.grid.Focus() }

// fill shows the list.
func (b *browser) fill() {
	p := b.page
	w := p.needs.Words
	rows := make([]widget.Row, len(p.infos))
	for i := range p.infos {
		info := &p.infos[i]
		from, tone := w.Say("ui.schemes.own"), look.Current
		if info.Carried {
			from, tone = w.Say("ui.schemes.carried"), look.Quiet
		}
		uses := ""
		if info.Uses > 0 {
			uses = strconv.Itoa(info.Uses)
		}
		rows[i] = widget.Row{ID: info.Hash, Cells: []widget.Cell{{Text: w.Name(info.Scheme.Title)}, {Text: info.Scheme.Version, Tone: look.Quiet}, {Text: from, Tone: tone}, {Text: uses}}}
	}
	b.grid.SetRows(rows)
	if p.info() == nil && len(rows) > 0 {
		p.current = rows[0].ID
	}
	b.grid.Select(p.current)
	widget.SetVisible(b.resume, p.draft != nil)
	b.top.Refresh()
	b.read()
	b.whole.Refresh()
}

// read shows the current scheme as a page.
func (b *browser) read() {
	info := b.page.info()
	for id, button := range b.buttons {
		widget.SetEnabled(button, id == "import" || info != nil && (id != "drop" || !info.Carried && info.Uses == 0))
	}
	b.reading.Objects = nil
	if info != nil {
		w := b.page.needs.Words
		b.title.SetText(w.Name(info.Scheme.Title))
		b.note.SetText(w.Say("ui.schemes.line", "id", info.Scheme.ID, "version", info.Scheme.Version, "hash", info.Hash[:12], "authority", info.Scheme.Authority))
		b.reading.Objects = reading(w, info.Scheme)
	}
	b.reading.Refresh()
}

// wide gives its content a width.
type wide struct{ width float32 }

// MinSize is part of the toolkit's contract.
func (l *wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, objects[0].MinSize().Height)
}

// Layout is part of the toolkit's contract.
func (l *wide) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
