package guide

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// export is the step of signature and export: who signs, where the report goes, and the work itself with progress and cancel.
type export struct {
	page *Page

	status           *widget.Label
	sign             *widget.Choice
	role             *widget.Choice
	owner            *widget.Entry
	password, repeat *widget.Entry
	overdue          *widget.Label // notes that the deadline has passed
	signing          *fyne.Container
	making           fyne.CanvasObject // what a new identity needs
	makingNote       *widget.Label
	again            fyne.CanvasObject // the repeated password with its label
	overdueRow       fyne.CanvasObject
	folder           *widget.Entry
	after            *widget.Choice
	start, stop      *widget.Button

	progress *fyne.Container
	bar      *widget.Meter
	percent  *widget.Text
	result   *fyne.Container
	said     *widget.Label
	path     string

	known    bool // whether there is an identity is known
	entered  bool // Enter came before that was known
	identity bool
	job      *task.Job
	working  task.Slot
	asking   task.Slot
	box      fyne.CanvasObject
}

const (
	signed   = "signed"
	unsigned = "unsigned"
	yes      = "yes"
	no       = "no"
	// shortest password of a new identity, in characters
	shortestPassword = 8
	progressPace     = 100 * time.Millisecond
)

func newExport(p *Page) *export {
	w := p.words
	s := &export{page: p, status: widget.Prose(""), overdue: widget.SmallProse(""), makingNote: widget.SmallProse(w.Say("ui.export.identity.new"))}
	s.sign = widget.NewChoice(func(string) error { s.refreshLater(); return nil },
		widget.Option{ID: signed, Label: w.Say("ui.export.signed")}, widget.Option{ID: unsigned, Label: w.Say("ui.export.unsigned")})
	s.sign.SetChosen(signed)
	var roles []widget.Option
	for _, r := range p.session.Scheme().Roles {
		roles = append(roles, widget.Option{ID: r.ID, Label: w.Name(r.Name)})
	}
	s.role = widget.NewChoice(nil, roles...)
	if len(roles) > 0 {
		s.role.SetChosen(roles[0].ID)
	}
	s.owner = widget.NewEntry(nil)
	s.password, s.repeat = widget.NewPassword(), widget.NewPassword()
	s.password.OnMove = func(int) { s.enter() }
	s.repeat.OnMove = func(int) { s.enter() }
	s.folder = widget.NewEntry(nil)
	s.folder.SetText(p.needs.Folder)
	s.after = widget.NewChoice(nil, widget.Option{ID: yes, Label: w.Say("ui.export.open.yes")}, widget.Option{ID: no, Label: w.Say("ui.export.open.no")})
	s.after.SetChosen(no)
	if p.needs.AutoOpen {
		s.after.SetChosen(yes)
	}
	s.start = widget.NewPrimary(w.Say("ui.export.start"), s.begin)
	s.stop = widget.NewButton(w.Say("ui.export.cancel"), func() {
		if s.job != nil {
			s.job.Cancel()
		}
	})
	s.layOut()
	return s
}

func (s *export) layOut() {
	w := s.page.words
	left := func(o fyne.CanvasObject) fyne.CanvasObject { return widget.Snug(o) }
	s.making = container.NewVBox(widget.Labelled(w.Say("ui.export.owner"), s.owner))
	s.again = widget.Labelled(w.Say("ui.export.repeat"), s.repeat)
	s.overdueRow = widget.Flush(s.overdue)
	s.overdueRow.Hide()
	s.signing = widget.Pile(
		widget.Labelled(w.Say("ui.export.role"), left(s.role)),
		s.making,
		container.New(shares{1, 1}, widget.Labelled(w.Say("ui.export.password"), s.password), s.again),
		widget.Flush(s.makingNote), s.overdueRow,
	)
	s.bar, s.percent = widget.NewMeter(), widget.NewCaption("")
	s.progress = container.NewVBox(widget.Frame(nil, nil, nil, container.NewHBox(s.percent, s.stop), container.NewVBox(layout.NewSpacer(), s.bar, layout.NewSpacer())))
	s.said = widget.Prose("")
	show := widget.NewPrimary(w.Say("ui.export.show"), func() { s.openFile(s.path) })
	folder := widget.NewButton(w.Say("ui.export.show-folder"), func() { s.openFile(filepath.Dir(s.path)) })
	s.result = widget.Pile(widget.NewHairline(), widget.Flush(s.said), container.NewHBox(show, folder))
	s.progress.Hide()
	s.result.Hide()
	form := widget.Pile(
		widget.NewSection(w.Say("ui.export.heading")), widget.Flush(s.status), widget.Gap(0, 4),
		widget.Labelled(w.Say("ui.export.kind"), left(s.sign)), widget.Gap(0, 2),
		s.signing, widget.Gap(0, 2),
		widget.Labelled(w.Say("ui.export.folder"), widget.Frame(nil, nil, nil, s.choosing(), s.folder)), widget.Gap(0, 2),
		widget.Labelled(w.Say("ui.export.after"), left(s.after)), widget.Gap(0, 8),
		container.NewHBox(s.start, s.toPages()), s.progress, s.result,
	)
	s.box = container.NewVScroll(widget.NewPanel(form, 16))
}

// toPages is the button that goes to the pages of the report, where that is offered.
func (s *export) toPages() fyne.CanvasObject {
	w, show := s.page.words, s.page.needs.Report
	button := widget.NewButton(w.Say("ui.report.from-guide"), func() { show() }).WithTip(w.Say("ui.tip.report.from-guide"))
	if show == nil {
		button.Hide()
	}
	return button
}

// choosing is the button that lets the folder be chosen.
func (s *export) choosing() fyne.CanvasObject {
	w, pick := s.page.words, s.page.needs.Pick
	button := widget.NewButton(w.Say("ui.export.choose"), func() {
		pick(picker.Question{Title: w.Say("ui.report.folder.title"), Folder: true}, func(path string) { s.folder.SetText(path) })
	}).WithTip(w.Say("ui.export.choose.tip"))
	if pick == nil {
		button.Hide()
	}
	return button
}

func (s *export) content() fyne.CanvasObject { return s.box }
func (s *export) commit()                    {}

func (s *export) focus(string) {
	if s.sign.Chosen() == signed {
		widget.Focus(s.password)
		return
	}
	widget.Focus(s.start)
}

// enter is Enter in a password: on to the repetition, else export; once it is known whether there is an identity.
func (s *export) enter() {
	if !s.known {
		s.entered = true
		return
	}
	if !s.identity && s.repeat.Text == "" {
		widget.Focus(s.repeat)
		return
	}
	s.begin()
}

func (s *export) refreshLater() { s.page.needs.Runner.Post(s.refresh) }

func (s *export) refresh() {
	w := s.page.words
	if !s.known {
		s.ask()
	}
	if s.owner.Text == "" {
		s.owner.SetText(ownerOf(s.page.session.Evaluation()))
	}
	blocking := review.Blocking(s.page.session.Findings())
	pending := s.page.session.Card().Pending
	refused, _ := s.page.session.Waiting()
	switch {
	case blocking > 0:
		s.status.Importance = toolkit.DangerImportance
		setText(s.status, w.Say("ui.export.blocked", "count", strconv.Itoa(blocking)))
	case pending > 0:
		s.status.Importance = toolkit.WarningImportance
		setText(s.status, w.Say("ui.export.pending", "count", strconv.Itoa(pending)))
	case refused > 0:
		s.status.Importance = toolkit.WarningImportance
		setText(s.status, w.Say("guide.drafts.waiting", "count", strconv.Itoa(refused)))
	default:
		s.status.Importance = toolkit.SuccessImportance
		card := s.page.session.Card()
		setText(s.status, w.Say("ui.export.ready", "total", card.Total.String(), "grade", w.Grade(s.page.session.Scheme(), card.Grade)))
	}
	s.status.Refresh()
	setVisible(s.signing, s.sign.Chosen() == signed)
	fresh := s.known && !s.identity
	setVisible(s.making, fresh)
	setVisible(s.makingNote, fresh)
	setVisible(s.again, fresh)
	widget.SetEnabled(s.start, s.job == nil && (s.sign.Chosen() == unsigned || blocking == 0))
	s.box.Refresh() // what was hidden needs its room now
}

// signingState is what has to be known before something is signed.
type signingState struct {
	identity bool
	due      desk.Deadline
}

// ask finds out whether there is an identity, and until when the evaluation was due.
func (s *export) ask() {
	exporter, deadline, year := s.page.needs.Exporter, s.page.needs.Deadline, s.page.session.Evaluation().FiscalYear
	task.Run(s.page.needs.Runner, &s.asking, func(ctx context.Context, _ *task.Progress) (now signingState, err error) {
		if deadline != nil {
			now.due, _ = deadline(ctx, year) // what cannot be read keeps nobody from signing
		}
		now.identity, err = exporter.HasIdentity(ctx)
		return now, err
	}, func(now signingState, err error) {
		if err != nil {
			s.page.needs.Fail(err)
			return
		}
		s.known, s.identity = true, now.identity
		note := s.page.needs.Overdue(now.due)
		setText(s.overdue, note)
		setVisible(s.overdueRow, note != "")
		s.refresh()
		if c := widget.CanvasOf(s.password); s.entered && c != nil && c.Focused() == s.password {
			s.enter()
		}
		s.entered = false
	})
}

// ownerOf proposes a name for a new identity: the preparer, else the unit.
func ownerOf(e *scoring.Evaluation) string {
	if e.SignOff.Preparer != "" {
		return e.SignOff.Preparer
	}
	return e.Project.Unit
}

// fault says what keeps the export from starting, "" if nothing does.
func (s *export) fault() (key string, field *widget.Entry) {
	folder := strings.TrimSpace(s.folder.Text)
	if folder == "" {
		return "ui.export.fault.folder", s.folder
	}
	if s.sign.Chosen() == unsigned {
		return "", nil
	}
	length := len([]rune(s.password.Text))
	switch {
	case s.role.Chosen() == "":
		return "ui.export.fault.role", nil
	case length == 0:
		return "ui.export.fault.password", s.password
	case s.identity:
		return "", nil
	case strings.TrimSpace(s.owner.Text) == "":
		return "ui.export.fault.owner", s.owner
	case length < shortestPassword:
		return "ui.export.fault.short", s.password
	case s.password.Text != s.repeat.Text:
		return "ui.export.fault.repeat", s.repeat
	}
	return "", nil
}

// errNoFolder is a file where a folder should be.
var errNoFolder = errors.New("not a folder")

// begin starts the export of what is on the screen.
func (s *export) begin() {
	if s.job != nil || s.start.Disabled() {
		return
	}
	w := s.page.words
	if key, field := s.fault(); key != "" {
		s.page.notice.say(w.Say(key, "least", strconv.Itoa(shortestPassword)), look.Wrong)
		if field != nil {
			widget.Focus(field)
		}
		return
	}
	s.page.notice.clear()
	s.result.Hide()
	session, exporter := s.page.session, s.page.needs.Exporter
	order := desk.Order{
		Assessment: &app.Assessment{Scheme: session.Scheme(), Evaluation: session.Evaluation(), Card: session.Card(), Findings: session.Findings()},
		Folder:     strings.TrimSpace(s.folder.Text), Sign: s.sign.Chosen() == signed, Role: s.role.Chosen(),
		Owner: strings.TrimSpace(s.owner.Text), Password: []byte(s.password.Text),
	}
	runner := s.page.needs.Runner
	s.job = task.Run(runner, &s.working, func(ctx context.Context, p *task.Progress) (desk.Exported, error) {
		if info, err := os.Stat(order.Folder); err == nil && !info.IsDir() { // not while the window waits: the drive may have gone
			clear(order.Password)
			return desk.Exported{}, errNoFolder
		}
		return exporter.Export(ctx, order, func(done, total int) {
			p.Expect(int64(total))
			p.Set(int64(done))
		})
	}, s.finish)
	runner.Watch(s.job, progressPace, s.showProgress)
	s.showProgress(0, 0)
	s.progress.Show()
	s.refresh()
}

func (s *export) showProgress(value, total int64) {
	if s.job == nil {
		return
	}
	s.bar.Fill = 0
	if total > 0 {
		s.bar.Fill = float32(value) / float32(total)
	}
	s.bar.Refresh()
	s.percent.SetText(s.page.words.Say("ui.export.working", "percent", strconv.Itoa(int(100*s.bar.Fill))))
}

func (s *export) finish(done desk.Exported, err error) {
	w := s.page.words
	s.job = nil
	s.progress.Hide()
	switch {
	case errors.Is(err, context.Canceled):
		s.page.notice.say(w.Say("ui.export.cancelled"), look.Current)
	case errors.Is(err, errNoFolder):
		s.page.notice.say(w.Say("ui.export.fault.folder"), look.Wrong)
		widget.Focus(s.folder)
	case err != nil:
		widget.Focus(s.password) // the other fields of an identity are gone once there is one
		s.page.needs.Fail(err)
	default:
		s.show(done)
	}
	s.known = false // the first export made the identity
	s.refresh()
}

func (s *export) show(done desk.Exported) {
	w := s.page.words
	s.path = done.Path
	key := "ui.export.done"
	if !done.Signed {
		key = "ui.export.done.unsigned"
	}
	text := w.Say(key, "path", done.Path, "pages", strconv.Itoa(done.Pages))
	if n := len(done.Undrawable); n > 0 {
		text += "\n" + w.Say("ui.export.undrawable", "count", strconv.Itoa(n), "characters", string(done.Undrawable))
	}
	setText(s.said, text)
	s.result.Show()
	s.password.SetText("")
	s.repeat.SetText("")
	if s.after.Chosen() == yes {
		s.openFile(done.Path)
	}
}

// openFile opens a file or folder with the system's program, away from the window's goroutine.
func (s *export) openFile(path string) {
	open := s.page.needs.OpenFile
	var slot task.Slot
	task.Run(s.page.needs.Runner, &slot, func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, open(path)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.page.needs.Fail(err)
		}
	})
}
