// Package start is what the window shows while there is no store to work on: that it is being opened and how far that is, the question
// for its password, why it could not be opened, and that it is being closed.
//
// Opening happens in the background. A store that opens at once shows nothing of this: the screen comes after a moment only.
package start

import (
	"context"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// Needs is what the screen works with.
type Needs struct {
	Words  wording.Words
	Runner *task.Runner
	// Open opens the store, with a password that is empty at first, and is called in the background. progress is told how many actions of
	// how many were replayed, where that is necessary.
	Open func(ctx context.Context, password []byte, progress func(done, total uint64)) error
	// Asks reports whether an error of Open means that a password is needed; wrong, that one was given and is not the right one.
	Asks func(err error) (asks, wrong bool)
	// Done is called when the store is open.
	Done func()
	// Failed is called with an error that no password can help with, and returns what it says to the user.
	Failed func(err error) string
	// PickBackup lets the user choose a backup; nil where the program cannot restore one. Restore puts what a backup holds in the place of the
	// store that cannot be opened, with the password of the backup, empty at first; it is called in the background, and Asks judges its error.
	// Helps reports whether that can help against an error of Open.
	PickBackup func(done func(path string))
	Restore    func(ctx context.Context, path string, password []byte) error
	Helps      func(err error) bool
	// Quit ends the program; Copy puts a text on the clipboard.
	Quit func()
	Copy func(text string)
	Now  func() time.Time
}

// The times after which the screen says that it is working, and after which it says why that may take a while.
const (
	quiet   = 250 * time.Millisecond
	patient = 3 * time.Second
	tick    = 250 * time.Millisecond
)

// Screen is the window's content until the store is open. It belongs to the window's goroutine.
type Screen struct {
	needs   Needs
	heading *widget.Text
	text    *fyne.Container // of the message
	meter   *widget.Meter
	count   *widget.Text
	form    *fyne.Container
	entry   *widget.Entry
	caps    *widget.Text
	submit  *widget.Button
	quit    *widget.Button
	copy    *widget.Button
	again   *widget.Button
	mend    *widget.Button
	backup  string // the one that is to be restored, "" for none
	card    *widget.Panel
	content *fyne.Container

	opening task.Slot
	tries   int
	began   time.Time
	message string
	stop    func() // of the clock
}

const cardWidth = 480

// New returns the screen; nothing is shown or opened yet.
func New(needs Needs) *Screen {
	w := needs.Words
	w.SpeakToolkit() // the menu of the field
	s := &Screen{needs: needs, heading: widget.NewHeading(""), meter: widget.NewMeter(), count: widget.NewCaption(""), caps: widget.NewCaption(""), stop: func() {}}
	s.meter.Thick = 6
	s.text = container.NewStack()
	s.entry = widget.NewPassword()
	s.entry.OnSubmitted = func(string) { s.try() }
	s.entry.OnCaps = s.showCaps
	s.caps.Hide()
	s.submit = widget.NewPrimary(w.Say("ui.start.unlock"), s.try).WithTip(w.Say("ui.start.unlock.tip"))
	s.quit = widget.NewButton(w.Say("ui.command.quit"), needs.Quit)
	s.copy = widget.NewButton(w.Say("ui.start.copy"), func() { needs.Copy(s.message) })
	s.again = widget.NewPrimary(w.Say("ui.start.again"), s.Begin)
	s.mend = widget.NewButton(w.Say("ui.start.restore"), s.pick).WithTip(w.Say("ui.start.restore.tip"))
	s.form = container.NewVBox(s.entry, s.caps)
	body := container.NewVBox(s.heading, widget.Gap(cardWidth, 2), s.text, s.form, s.meter, s.count, widget.Gap(0, 6),
		container.NewHBox(s.submit, s.again, layout.NewSpacer(), s.mend, s.copy, s.quit))
	s.card = widget.NewPanel(container.New(layout.NewCustomPaddedLayout(6, 6, 8, 8), body), 16)
	s.content = container.NewStack(container.NewCenter(s.card))
	s.card.Hide()
	return s
}

// Content returns what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Begin opens the store.
func (s *Screen) Begin() {
	s.backup = ""
	s.open(nil)
}

// Said is the message on the screen.
func (s *Screen) Said() string { return s.message }

func (s *Screen) open(password []byte) {
	s.stop()
	s.began = s.needs.Now()
	job := task.Run(s.needs.Runner, &s.opening, func(ctx context.Context, p *task.Progress) (struct{}, error) {
		defer clear(password)
		return struct{}{}, s.needs.Open(ctx, password, func(done, total uint64) {
			p.Expect(int64(total)) //nolint:gosec // a number of actions
			p.Set(int64(done))     //nolint:gosec // likewise
		})
	}, func(_ struct{}, err error) { s.opened(err) })
	s.stop = s.needs.Runner.After(quiet, func() { s.working(job) })
}

// working says that the store is being opened, and how far that is, until it is.
func (s *Screen) working(job *task.Job) {
	select {
	case <-job.Ended():
		return
	default:
	}
	w, age := s.needs.Words, s.needs.Now().Sub(s.began)
	text := w.Say("ui.start.opening.text")
	if s.tries > 0 {
		text = w.Say("ui.start.checking")
	}
	done, total := job.Progress()
	if age >= patient || total > 0 {
		text = w.Say("ui.start.mending.text")
	}
	count := ""
	switch {
	case total > 0:
		s.meter.Fill = float32(done) / float32(total)
		count = w.Say("ui.start.mending.count", "done", strconv.FormatInt(done, 10), "total", strconv.FormatInt(total, 10))
	case age >= patient:
		count = w.Say("ui.start.seconds", "seconds", strconv.Itoa(int(age.Seconds())))
	}
	s.count.SetText(count)
	s.show(w.Say("ui.start.opening"), text, part{meter: total > 0, count: count != "", quit: false})
	s.stop = s.needs.Runner.After(tick, func() { s.working(job) })
}

func (s *Screen) opened(err error) {
	s.stop()
	if err == nil {
		s.needs.Done()
		return
	}
	asks, wrong := s.needs.Asks(err)
	if asks || wrong {
		s.ask(wrong)
		return
	}
	s.failed(err, s.helps(err))
}

// failed says what keeps the store from being opened.
func (s *Screen) failed(err error, mend bool) {
	s.again.Importance = toolkit.HighImportance
	s.again.SetText(s.needs.Words.Say("ui.start.again"))
	s.show(s.needs.Words.Say("ui.start.failed"), s.needs.Failed(err), part{copy: true, quit: true, again: true, mend: mend})
	widget.Focus(s.again)
}

// ask asks for the password of the store.
func (s *Screen) ask(wrong bool) {
	w := s.needs.Words
	text := w.Say("ui.start.locked.text")
	switch {
	case wrong:
		text = w.Say("ui.start.wrong", "count", strconv.Itoa(s.tries))
	case s.backup != "":
		text = w.Say("ui.start.restore.locked", "name", filepath.Base(s.backup))
	}
	s.entry.Enable()
	s.entry.SetText("")
	s.entry.SetPlaceHolder(s.asked())
	s.again.Importance = toolkit.MediumImportance
	s.again.SetText(w.Say("ui.start.restore.leave"))
	s.show(s.asked(), text, part{form: true, quit: true, again: s.backup != "", mend: s.needs.PickBackup != nil})
	widget.Focus(s.entry)
}

// try opens the store with what was typed.
func (s *Screen) try() {
	if s.entry.Text == "" || s.entry.Disabled() {
		widget.Focus(s.entry)
		return
	}
	s.tries++
	password := []byte(s.entry.Text)
	s.entry.Disable()
	s.submit.Disable()
	s.show(s.asked(), s.needs.Words.Say("ui.start.checking"), part{form: true})
	if s.backup != "" {
		s.restore(password)
		return
	}
	s.open(password)
}

// asked is whose password is asked for.
func (s *Screen) asked() string {
	if s.backup != "" {
		return s.needs.Words.Say("ui.start.restore.password")
	}
	return s.needs.Words.Say("ui.start.locked")
}

func (s *Screen) showCaps(on bool) {
	if on == s.caps.Visible() {
		return
	}
	s.caps.Set(s.needs.Words.Say("ui.start.caps"), look.Caution)
	if on {
		s.caps.Show()
	} else {
		s.caps.Hide()
	}
	s.content.Refresh()
}

// part says which parts of the screen are shown.
type part struct{ form, meter, count, copy, quit, again, mend bool }

func (s *Screen) show(heading, text string, p part) {
	s.heading.SetText(heading)
	if text != s.message || len(s.text.Objects) == 0 {
		s.message = text
		s.text.Objects = []fyne.CanvasObject{widget.Flush(widget.Prose(text))}
	}
	visible := func(o fyne.CanvasObject, shown bool) {
		if shown {
			o.Show()
		} else {
			o.Hide()
		}
	}
	visible(s.form, p.form)
	visible(s.submit, p.form)
	visible(s.meter, p.meter)
	visible(s.count, p.count)
	visible(s.copy, p.copy)
	visible(s.quit, p.quit)
	visible(s.again, p.again)
	visible(s.mend, p.mend)
	if p.form && !s.entry.Disabled() {
		s.submit.Enable()
	}
	s.card.Show()
	s.content.Refresh()
}
