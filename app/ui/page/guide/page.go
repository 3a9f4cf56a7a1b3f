package guide

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/platform"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage/bundle"
)

// Exporter makes signed reports. Its methods are called from background goroutines.
type Exporter interface {
	// HasIdentity reports whether there is a local identity to sign with.
	HasIdentity(ctx context.Context) (bool, error)
	// Export makes the report and writes it. progress is called with steps done and steps in all.
	Export(ctx context.Context, order desk.Order, progress func(done, total int)) (desk.Exported, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Session  *edit.Session
	Exporter Exporter
	// Deadline returns the day by which a year's evaluations are due; nil: not known. It is called from background goroutines.
	Deadline func(ctx context.Context, year int) (desk.Deadline, error)
	Evidence Evidence // nil: no files can be kept
	Remarks  Remarks  // what others say about indicators; nil: nothing
	AutoOpen bool     // open a report when it is made
	// CopyPicture puts a picture on the clipboard; an error that is errors.ErrUnsupported makes it a file in Folder. nil takes the system's.
	CopyPicture func(image.Image) error
	History     func() // shows what became of the evaluation; nil: not offered
	Report      func() // goes to the pages of the report; nil: not offered
	// Beside returns what goes to the evaluation so many lines on in the list, or back in it; nil where there is none. It may be nil itself.
	Beside func(lines int) func()
	Rules  Rules // what else it can be put under; nil: year, money unit and scheme cannot be changed
	// Moved goes on with the evaluation in another fiscal year.
	Moved func(year int, id string)
	// UndoMove takes back the move that brought the evaluation into its year, RedoMove makes the one again that was taken back; nil where it
	// was not moved just now. What was done since is undone first.
	UndoMove, RedoMove func()
}

// screen is the middle of the page for one step.
type screen interface {
	content() fyne.CanvasObject
	refresh()          // the session has changed, or the screen comes to the front
	focus(item string) // give the keyboard to an item of the step, or to the first
	commit()           // hand over open typing
}

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs   Needs
	words   wording.Words
	session *edit.Session

	step      edit.Step
	screens   map[edit.Step]screen
	steps     *widget.Steps
	side      *side
	sideOpen  bool // in the place of the step's screen, where there is no room beside it
	head      *head
	notice    *notice
	files     *files
	way       *notice // the way back to a finding
	middle    *fyne.Container
	content   fyne.CanvasObject
	cancel    func()
	ruled     ruled
	moving    task.Slot
	returning string // the finding that the user came from, "" for none
	failure   error  // the failure to save that was shown last
	title     string // as the window has it
}

// New returns the page of a session, at a step; "" takes the indicators.
func New(needs Needs, step edit.Step) *Page {
	if needs.Evidence == nil {
		needs.Evidence = noFiles{}
	}
	if needs.CopyPicture == nil {
		needs.CopyPicture = platform.CopyPicture
	}
	p := &Page{needs: needs, words: needs.Words, session: needs.Session, screens: make(map[edit.Step]screen)}
	p.steps = widget.NewSteps(func(id string) { p.Go(edit.Place{Step: edit.Step(id)}, false) })
	p.side = newSide(p)
	p.head = newHead(p)
	p.notice = newNotice()
	p.files, p.way = newFiles(p), newNotice()
	p.middle = container.NewStack()
	left := container.New(stepsColumn{p}, container.NewVScroll(p.steps))
	below := container.NewVBox(p.way.content, p.notice.content)
	room := widget.Frame(nil, below, nil, nil, p.middle)
	p.way.fit, p.notice.fit = room.Refresh, room.Refresh
	center := container.New(layout.NewCustomPaddedLayout(10, 8, 12, 12), room)
	right := container.NewHBox(widget.NewHairline(), container.New(wide(272), widget.NewBar(p.side.content, 0)))
	p.content = container.New(&columns{page: p},
		container.NewVBox(p.head.content, widget.NewHairline()),
		container.NewHBox(widget.NewBar(left, 0), widget.NewHairline()), center, right,
	)
	if step == "" {
		step = edit.Indicators
	}
	p.title = p.Title()
	p.ruled = ruled{p.session.Scheme(), p.session.Evaluation().MoneyUnit}
	p.show(step)
	p.remind()
	p.cancel = p.session.Subscribe(p.refresh)
	p.session.OnTurn(p.turned)
	p.session.OnOthers(func() { p.needs.Toast(p.words.Say("edit.others"), look.Current) })
	return p
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.session.Evaluation().Project.Name }

// Step returns the step that is shown.
func (p *Page) Step() edit.Step { return p.step }

// Session returns the session the page shows.
func (p *Page) Session() *edit.Session { return p.session }

// Shown gives the keyboard to the step.
func (p *Page) Shown() { p.screens[p.step].focus("") }

// Leave hands over open typing and waits until everything is on disk. An error means that something is not: a [*KeepingError] that a file of
// evidence is still on its way.
func (p *Page) Leave() error {
	p.screens[p.step].commit()
	if err := p.session.Flush(); err != nil {
		return err
	}
	return p.files.underWay()
}

// ReadFile takes a file that was dropped on the window: as evidence of the current indicator where one is worked on, else of the
// evaluation.
func (p *Page) ReadFile(path string) {
	if s, ok := p.screens[edit.Indicators].(*indicators); ok && p.step == edit.Indicators && s.grid.CurrentRow() != "" {
		s.detail.open(paneEvidence)
		p.files.take(incoming{path: path, indicator: s.detail.id})
		return
	}
	p.Go(edit.Place{Step: edit.Evidence}, true)
	p.files.take(incoming{path: path})
}

// Takes reports whether a file that was dropped on the window may be evidence: all but the files that evaluators exchange.
func (p *Page) Takes(path string) bool {
	return !strings.EqualFold(filepath.Ext(path), bundle.Extension)
}

// Close ends the page's part in the session. Files that are still on their way do not come into the evaluation any more: it may be worked on
// anew by then.
func (p *Page) Close() {
	p.cancel()
	p.files.stop()
}

// toggleSide shows score, distances and findings in the place of the step's screen, where there is no room for both, or the screen again.
func (p *Page) toggleSide() {
	p.screens[p.step].commit()
	p.sideOpen = !p.sideOpen
	p.content.Refresh()
	if !p.sideOpen {
		p.screens[p.step].focus("")
	}
}

// Go shows a place; with keyboard says that the place gets the keyboard too.
func (p *Page) Go(place edit.Place, keyboard bool) {
	p.screens[p.step].commit()
	p.notice.clear()
	p.show(place.Step)
	if keyboard || place.Item != "" {
		p.screens[place.Step].focus(place.Item)
	}
}

func (p *Page) show(step edit.Step) {
	p.step = step
	if p.sideOpen {
		p.sideOpen = false
		p.content.Refresh()
	}
	s, ok := p.screens[step]
	if !ok {
		s = p.build(step)
		p.screens[step] = s
	}
	p.middle.Objects = []fyne.CanvasObject{s.content()}
	p.steps.SetCurrent(string(step))
	p.refresh()
	p.middle.Refresh() // now that the screen knows how much room it needs
}

func (p *Page) build(step edit.Step) screen {
	switch step {
	case edit.Basics:
		return newBasics(p)
	case edit.Money:
		return newMoney(p)
	case edit.Goals:
		return newGoals(p)
	case edit.Narrative:
		return newNarrative(p)
	case edit.Evidence:
		return newProof(p)
	case edit.Checks:
		return newChecks(p)
	case edit.Export:
		return newExport(p)
	}
	return newIndicators(p)
}

// refresh shows the session's state everywhere on the page.
func (p *Page) refresh() {
	p.follows()
	items := make([]widget.StepItem, 0, len(edit.Steps()))
	for _, step := range edit.Steps() {
		items = append(items, p.stepItem(step))
	}
	p.steps.SetItems(items)
	p.side.refresh()
	p.head.refresh()
	p.showWay()
	p.screens[p.step].refresh()
	if title := p.Title(); title != p.title {
		p.title = title
		p.needs.Retitle()
	}
	if state, err := p.session.SaveState(); state == edit.Failed && !errors.Is(p.failure, err) {
		p.failure = err
		p.needs.Fail(err)
	} else if state == edit.Saved {
		p.failure = nil
	}
}

// showWay offers the way back to the finding that the user came from, and says whether it still stands.
func (p *Page) showWay() {
	if p.step == edit.Checks {
		p.returning = ""
	}
	if p.returning == "" {
		p.way.clear()
		return
	}
	w := p.words
	text, tone := w.Say("guide.checks.solved"), look.Fine
	for i := range p.session.Findings() {
		if f := &p.session.Findings()[i]; id(f) == p.returning && edit.Waiting(f) {
			text, tone = w.Message(f.Message), look.Warn
		}
	}
	p.way.offer(text, tone, w.Say("guide.checks.back", "keys", keysReturn.String()), p.goBack)
}

// goBack shows the findings again, and among them the one that the user came from.
func (p *Page) goBack() {
	place := edit.Place{Step: edit.Checks, Item: p.returning}
	p.returning = ""
	p.Go(place, true)
}

func (p *Page) stepItem(step edit.Step) widget.StepItem {
	c := p.session.Completeness(step)
	item := widget.StepItem{ID: string(step), Label: p.words.Say("ui.step." + string(step)), Tone: look.Quiet}
	switch {
	case step == edit.Export:
	case c.Optional && c.Done < c.Total:
		item.Aside = p.of(c)
	case step == edit.Checks && c.Total > 1 || step == edit.Checks && !c.Complete():
		item.Aside, item.Tone = strconv.Itoa(c.Total), look.Warn
		if c.Blocked {
			item.Tone = look.Wrong
		}
	case c.Complete():
		item.Done = true
		if step != edit.Checks {
			item.Aside = p.of(c)
		}
	default:
		item.Aside, item.Tone = p.of(c), look.Warn
	}
	return item
}

func (p *Page) of(c edit.Completeness) string {
	return p.words.Say("ui.of", "done", strconv.Itoa(c.Done), "total", strconv.Itoa(c.Total))
}

// apply makes a change. What is refused is said below the screen, and returned so that the field can mark itself.
func (p *Page) apply(c edit.Change) error {
	err := p.session.Apply(c)
	if err != nil {
		p.notice.say(p.words.Error(err), look.Wrong)
		return err
	}
	p.notice.clear()
	return nil
}

// wide is a layout that gives its content a fixed width.
type wide float32

// MinSize is part of the toolkit's contract.
func (w wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(float32(w), height)
}

// Layout is part of the toolkit's contract.
func (w wide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}
