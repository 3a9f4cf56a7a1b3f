package review

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/report/rounds"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Source keeps reviews and panels. Its methods are called from background goroutines.
type Source interface {
	Reviews(ctx context.Context) ([]desk.ReviewInfo, error)
	Rounds(ctx context.Context, year int, id string) ([]*round.Review, error)
	BeginRound(ctx context.Context, year int, id string, reviewer round.Person) (*round.Review, error)
	SaveRound(ctx context.Context, r *round.Review) error
	NewComment(r *round.Review, anchor round.Anchor, text string) round.Comment
	CloseRound(ctx context.Context, r *round.Review, decision round.Decision) error
	AnswerComment(ctx context.Context, r *round.Review, comment string, a round.Answer) error
	RoundView(ctx context.Context, r *round.Review) (desk.RoundView, error)
	RoundHistory(ctx context.Context, year int, id string) ([]desk.RoundChanges, error)
	RoundPaper(ctx context.Context, year int, id string) (rounds.Paper, error)
	Person(ctx context.Context) (round.Person, error)

	Panels(ctx context.Context) ([]desk.PanelInfo, error)
	BeginPanel(ctx context.Context, year int, id string, members []panel.Member, rule *scoring.PanelRule, due string) (*panel.Panel, error)
	CallPanel(ctx context.Context, id, evaluator string, o desk.BundleOrder) (desk.MadeBundle, error)
	OwnForm(ctx context.Context, key string) (*panel.Panel, panel.Form, error)
	SaveForm(ctx context.Context, key string, form panel.Form, submit bool) error
	AnswerPanel(ctx context.Context, key string, o desk.BundleOrder) (desk.MadeBundle, error)
	PanelResult(ctx context.Context, id string) (*panel.Panel, *panel.Result, error)
	Arbitrate(ctx context.Context, id string, a panel.Arbitration) error
	Reopen(ctx context.Context, id string) (int, error)
	Withdraw(ctx context.Context, id string, w panel.Withdrawal) error

	Years(ctx context.Context) ([]storage.Year, error)
	Headers(ctx context.Context, year int) ([]storage.Header, error)
	MakeBundle(ctx context.Context, o desk.BundleOrder, progress func(done, total int64)) (desk.MadeBundle, error)
	BundleName(o desk.BundleOrder) string
	OpenBundle(ctx context.Context, path string, key desk.BundleKey) (*desk.Bundle, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Open goes to an evaluation.
	Open func(year int, id string)
	// TakeIn shows a bundle that holds evaluations where bundles are taken in; nil where there is no such place.
	TakeIn func(path string)
	// Changed is called when the store was changed.
	Changed func()
	// Print sends a document to a printer, in a background goroutine; nil where the program cannot print.
	Print func(ctx context.Context, job platform.Job) (platform.PrintWay, error)
}

// kind is what a row of the list stands for.
type kind byte

const (
	ofReview kind = 'r'
	ofPanel  kind = 'p'
	ofCall   kind = 'c'
)

// item is something that goes on.
type item struct {
	kind   kind
	review desk.ReviewInfo
	panel  desk.PanelInfo
}

// Of names the item that is the review of an evaluation.
func Of(year int, id string) string { return string(ofReview) + strconv.Itoa(year) + "/" + id }

func (i *item) id() string {
	if i.kind == ofReview {
		return Of(i.review.Year, i.review.ID)
	}
	return string(i.kind) + i.panel.Key
}

// detail is what stands at the right.
type detail interface {
	load(it *item) // reads it in the background and shows it
	object() fyne.CanvasObject
	focus()
	drop()
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs
	items []*item
	want  string // the item to be current when the list comes
	enter bool   // what is shown next gets the keyboard

	loading, choosing task.Slot
	reading           []*task.Slot // one for each bundle that came
	writing           task.Line    // what was typed and decided, in order: nothing of it gets lost, and nothing older overwrites it

	list    *widget.Grid
	count   *widget.Text
	round   *roundDetail
	panel   *panelDetail
	call    *callDetail
	lock    lock
	locking *widget.Button // says how bundles are locked
	room    *fyne.Container
	nothing *fyne.Container // instead of body where nothing is going on
	first   *widget.Button  // what one begins with there
	body    *widget.Panes
	content fyne.CanvasObject
}

// New returns the page with an item current when the list comes; "" takes the first.
func New(needs Needs, current string) *Page {
	p := &Page{needs: needs, want: current, count: widget.NewCaption(""), lock: lock{way: lockNone}}
	w := needs.Words
	p.list = widget.NewGrid(
		widget.Column{Title: w.Say("ui.judging.column.project"), Width: 120, Stretch: 1},
		widget.Column{Title: w.Say("ui.judging.column.kind"), Width: 58, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.judging.column.state"), Width: 102, Align: fyne.TextAlignCenter},
	)
	p.list.OnCurrent = func(string) { p.show() }
	p.list.OnOpen = func(string) {
		if d := p.detail(); d != nil {
			d.focus()
		}
	}
	p.round, p.panel, p.call = newRoundDetail(p), newPanelDetail(p), newCallDetail(p)
	p.content = p.lay()
	return p
}

const (
	listWidth = 316
	bothWidth = 940 // the width below which list and detail are not shown side by side
)

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	p.locking = p.button("lock", p.askLock)
	title := widget.NewBanner(w.Say("ui.place.review"), w.Say("ui.judging.subtitle"),
		help, p.locking, p.button("read", p.pick), p.button("send", p.askSend), p.button("panel", p.askPanel), p.button("begin", p.askBegin))
	left := widget.Wide(listWidth, widget.Frame(nil, container.NewVBox(widget.Gap(0, 2), p.count), nil, nil, widget.NewPanel(p.list, 1)))
	p.room = container.NewStack()
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), p.room)
	p.body = widget.NewPanes(fyne.NewSize(bothWidth, 0), widget.LeftOf, widget.Pane{Name: w.Say("ui.pane.list"), Content: left}, widget.Pane{Name: w.Say("ui.pane.detail"), Content: right})
	p.nothing = p.layNothing()
	p.nothing.Hide() // until that is known
	body := container.NewStack(p.nothing, p.body)
	return container.New(layout.NewCustomPaddedLayout(12, 8, 18, 18), widget.Frame(container.NewVBox(title, widget.Gap(0, 4)), nil, nil, nil, body))
}

// button makes the button of a command.
func (p *Page) button(id string, do func()) *widget.Button {
	w := p.needs.Words
	return widget.NewButton(w.Say("ui.command.judging."+id), do).WithTip(w.Say("ui.tip.judging."+id, "keys", keys[id].String()))
}

// title is a command as the title of the dialog that it opens.
func (p *Page) title(id string) string {
	return strings.TrimSuffix(p.needs.Words.Say("ui.command.judging."+id), "…")
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.place.review") }

// Current names the item on the screen, to come back to.
func (p *Page) Current() string { return p.list.CurrentRow() }

// Shown loads the list and gives it the keyboard.
func (p *Page) Shown() {
	p.reload()
	p.list.Focus()
}

// Leave ends what the page is reading and waits until what was typed is kept. Bundles and prints that are being made go on; what became of
// them is said wherever the user is then.
func (p *Page) Leave() error {
	p.round.commit()
	p.call.commit()
	p.loading.Drop()
	p.choosing.Drop() // no dialog comes over another screen
	for _, slot := range p.reading {
		slot.Drop()
	}
	p.reading = nil
	for _, d := range []detail{p.round, p.panel, p.call} {
		d.drop()
	}
	return errors.Join(p.writing.Wait(), p.round.failure, p.call.failure)
}

// Takes reports whether a file is a bundle by its name.
func (p *Page) Takes(path string) bool {
	return strings.HasSuffix(strings.ToLower(path), bundle.Extension)
}

// Reload reads again what is going on, after something was undone.
func (p *Page) Reload() { p.reload() }

// reload reads what is going on.
func (p *Page) reload() {
	source := p.needs.Source
	task.Run(p.needs.Runner, &p.loading, func(ctx context.Context, _ *task.Progress) ([]*item, error) {
		_ = p.writing.Wait() // the errors are delivered to those who write
		reviews, err := source.Reviews(ctx)
		if err != nil {
			return nil, err
		}
		panels, err := source.Panels(ctx)
		var all []*item
		for _, r := range reviews {
			all = append(all, &item{kind: ofReview, review: r})
		}
		for _, i := range panels {
			k := ofPanel
			if i.Evaluator != "" {
				k = ofCall
			}
			all = append(all, &item{kind: k, panel: i})
		}
		return all, err
	}, func(all []*item, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.items = all
		p.fill()
	})
}

func (p *Page) fill() {
	w := p.needs.Words
	rows := make([]widget.Row, len(p.items))
	for i, it := range p.items {
		project, text, tone := it.panel.Project, "", look.Quiet
		switch it.kind {
		case ofReview:
			project, text, tone = it.review.Project, w.Say("ui.judging.round."+string(it.review.Decision)), decisionTones[it.review.Decision]
			if it.review.Decision == round.Returned && it.review.Unanswered == 0 {
				text, tone = w.Say("ui.judging.round.answered"), look.Current
			}
		case ofPanel:
			text = strconv.Itoa(it.panel.Submitted) + "/" + strconv.Itoa(it.panel.Members)
			if tone = look.Warn; it.panel.Submitted == it.panel.Members {
				tone = look.Fine
			}
		case ofCall:
			text, tone = w.Say("ui.judging.form."+string(it.panel.State)), look.Warn
			if it.panel.State == panel.Submitted {
				tone = look.Fine
			}
		}
		rows[i] = widget.Row{ID: it.id(), Cells: []widget.Cell{
			{Text: project}, {Text: w.Say("ui.judging.kind." + string(rune(it.kind))), Tone: look.Quiet}, {Text: text, Shape: widget.AsBadge, Tone: tone, Bold: true},
		}}
	}
	p.list.SetRows(rows)
	if p.want != "" {
		p.list.Select(p.want)
		p.want = ""
	}
	if p.list.CurrentRow() == "" && len(rows) > 0 {
		p.list.Select(rows[0].ID)
	}
	p.count.SetText(w.Say("ui.judging.count", "count", strconv.Itoa(len(rows))))
	p.turn()
	p.show()
}

// decisionTones colour the state of a round.
var decisionTones = map[round.Decision]look.Tone{round.Open: look.Warn, round.Returned: look.Wrong, round.Accepted: look.Fine}

// current is the item that is looked at, nil for none.
func (p *Page) current() *item {
	id := p.list.CurrentRow()
	for _, it := range p.items {
		if it.id() == id {
			return it
		}
	}
	return nil
}

// detail is what shows the current item, nil for none.
func (p *Page) detail() detail {
	it := p.current()
	if it == nil {
		return nil
	}
	switch it.kind {
	case ofReview:
		return p.round
	case ofPanel:
		return p.panel
	}
	return p.call
}

// show shows the current item.
func (p *Page) show() {
	d := p.detail()
	widget.SetVisible(p.room, d != nil)
	if d == nil {
		p.room.Objects = nil
		return
	}
	if len(p.room.Objects) != 1 || p.room.Objects[0] != d.object() {
		p.room.Objects = []fyne.CanvasObject{d.object()}
		p.room.Refresh()
	}
	d.load(p.current())
}

// after brings the list up to date after something was done, with an item current; "" keeps the one that is.
func (p *Page) after(current string) {
	p.want = current
	p.needs.Changed()
	p.reload()
}

// begun shows an item that was just begun, with the keyboard in it.
func (p *Page) begun(id string) {
	p.enter = true
	p.after(id)
}

// filled gives the keyboard to what was just begun.
func (p *Page) filled(d detail) {
	if p.enter {
		p.enter = false
		d.focus()
	}
}

// background does work and fails, or goes on, on the window's goroutine.
func background[T any](p *Page, slot *task.Slot, work func(ctx context.Context) (T, error), done func(T)) {
	task.Run(p.needs.Runner, slot, func(ctx context.Context, _ *task.Progress) (T, error) { return work(ctx) }, func(v T, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		done(v)
	})
}

// keep writes in the background after everything that was written before; then is called on the window's goroutine whatever came of it.
func keep[T any](p *Page, work func(ctx context.Context) (T, error), then func(T, error)) {
	task.Queue(p.needs.Runner, &p.writing, work, func(v T, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
		then(v, err)
	})
}

// decide writes something that ends what could be typed, and goes on where that was done.
func (p *Page) decide(work func(ctx context.Context) error, done func()) {
	keep(p, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err == nil {
			done()
		}
	})
}

// receptionTones colour what became of an answer.
var receptionTones = map[handover.Reception]look.Tone{
	handover.Taken: look.Fine, handover.Repeat: look.Quiet, handover.Contrary: look.Wrong, handover.Outdated: look.Warn, handover.TooLate: look.Warn,
	handover.GoneBefore: look.Warn, handover.NotAnswered: look.Wrong,
}
