package settings

import (
	"context"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// backup is the section of backing up and restoring.
type backup struct {
	page    *Page
	state   *widget.Label
	remind  *widget.Choice
	start   *widget.Button
	stop    *widget.Button
	again   *widget.Button
	working *widget.Text
	auto    *automatic
	waiting fyne.CanvasObject // a restored store waits for the next start
	box     fyne.CanvasObject
	job     *task.Job

	reading, running task.Slot
}

// reminders are the days after which a reminder comes; 0 is never.
var reminders = []int{3, 7, 14, 30, 0}

func newBackup(p *Page) *backup {
	w := p.needs.Words
	s := &backup{page: p, state: widget.Prose(""), working: widget.NewCaption("")}
	s.remind = widget.NewChoice(func(id string) error {
		days, err := strconv.Atoi(id)
		if err != nil {
			return err
		}
		source := p.needs.Source
		p.change(w.Say("ui.settings.saved"), func(ctx context.Context) error { return source.RemindAfter(ctx, days) }, s.changed)
		return nil
	})
	var options []widget.Option
	for _, days := range reminders {
		label := w.Say("ui.settings.backup.days", "days", strconv.Itoa(days))
		if days == 0 {
			label = w.Say("ui.settings.backup.never")
		}
		options = append(options, widget.Option{ID: strconv.Itoa(days), Label: label})
	}
	s.remind.SetOptions(options)
	s.start = widget.NewPrimary(w.Say("ui.command.settings.backup"), s.ask).WithTip(w.Say("ui.tip.settings", "keys", keys["backup"].String()))
	s.again = p.button("restore", s.pick)
	s.stop = widget.NewButton(w.Say("ui.settings.cancel"), func() {
		if s.job != nil {
			s.job.Cancel()
		}
	})
	s.stop.Hide()
	drop := widget.NewButton(w.Say("ui.settings.restore.drop"), s.drop).WithTip(w.Say("ui.tip.settings.drop"))
	quit := widget.NewPrimary(w.Say("ui.settings.restore.quit"), p.needs.Window.Quit).WithTip(w.Say("ui.tip.settings.quit"))
	s.waiting = card(w.Say("ui.settings.restore.waiting"), note(w.Say("ui.settings.restore.waiting.note")), container.NewHBox(quit, drop))
	s.waiting.Hide()
	s.auto = newAutomatic(s)
	s.box = column(
		s.waiting,
		card(w.Say("ui.settings.backup"), widget.Flush(s.state), widget.Gap(0, 2), container.NewHBox(s.start, s.stop, container.NewCenter(s.working)), note(w.Say("ui.settings.backup.note"))),
		s.auto.box,
		card(w.Say("ui.settings.backup.reminder"), left(s.remind), note(w.Say("ui.settings.backup.reminder.note"))),
		card(w.Say("ui.settings.restore"), left(s.again), note(w.Say("ui.settings.restore.note"))),
	)
	return s
}

func (s *backup) content() fyne.CanvasObject { return s.box }
func (s *backup) focus()                     { widget.Focus(s.start) }

// standing is what one look at the backups brings.
type standing struct {
	state     desk.BackupState
	replacing bool
}

func (s *backup) load() {
	source := s.page.needs.Source
	read(s.page, &s.reading, func(ctx context.Context) (standing, error) {
		state, err := source.BackupState(ctx)
		if err != nil {
			return standing{}, err
		}
		replacing, err := source.Replacing(ctx)
		return standing{state, replacing}, err
	}, s.show)
}

// changed tells the window that the reminder may have changed, and shows what is there now.
func (s *backup) changed() {
	s.load()
	if tell := s.page.needs.Window.Changed; tell != nil {
		tell()
	}
}

func (s *backup) show(found standing) {
	w, state := s.page.needs.Words, found.state
	s.remind.SetChosen(strconv.Itoa(state.Days))
	s.auto.show(state.Automatic, state.Possible)
	key, importance := "ui.settings.backup.last", toolkit.MediumImportance
	switch {
	case !state.Possible:
		key = "ui.settings.backup.impossible"
	case state.Last.IsZero():
		key = "ui.settings.backup.none"
	case state.Changes == 0:
		key, importance = "ui.settings.backup.current", toolkit.SuccessImportance
	}
	if state.Due {
		importance = toolkit.WarningImportance
	}
	s.state.Importance = importance
	s.state.SetText(w.Say(key, "time", state.Last.In(s.page.needs.Now().Location()).Format("2006-01-02 15:04"), "days", strconv.Itoa(daysSince(state.Last, s.page.needs.Now())),
		"changes", strconv.FormatUint(state.Changes, 10)))
	widget.SetEnabled(s.start, state.Possible && s.job == nil)
	widget.SetEnabled(s.again, state.Possible && s.job == nil)
	widget.SetVisible(s.waiting, found.replacing)
	s.start.Importance = toolkit.HighImportance
	if found.replacing { // what is to be done next is to begin anew
		s.start.Importance = toolkit.MediumImportance
	}
	s.box.Refresh()
}

// daysSince counts whole days.
func daysSince(then, now time.Time) int { return max(0, int(now.Sub(then)/(24*time.Hour))) }

// work is long work of the section; retry asks once more where a password was wrong, nil where none is asked for.
type work struct {
	*backup
	retry func()
}

// run does long work with a word on it; what can be cancelled gets a button for that.
func run[T any](s *work, word string, cancel bool, do func(ctx context.Context) (T, error), done func(T)) {
	if s.job != nil {
		return
	}
	s.working.SetText(word)
	s.start.Disable()
	s.again.Disable()
	if cancel {
		s.stop.Show()
	}
	s.job = task.Run(s.page.needs.Runner, &s.running, func(ctx context.Context, _ *task.Progress) (T, error) { return do(ctx) }, func(got T, err error) {
		s.job = nil
		s.working.SetText("")
		s.stop.Hide()
		s.changed()
		switch {
		case err == nil:
			done(got)
		case s.retry != nil && wrongPassword(err):
			s.retry()
		default:
			s.page.needs.Fail(err)
		}
	})
	s.box.Refresh()
}

// ask asks for a password and a place, and writes a backup there.
func (s *backup) ask() {
	if s.start.Disabled() {
		return
	}
	p, w := s.page, s.page.needs.Words
	secret := p.newPassword(true)
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.settings.backup.title"), Width: formWidth, Yes: w.Say("ui.settings.backup.yes"), First: secret.password,
		Body: container.NewVBox(secret.content(), note(w.Say("ui.settings.backup.password"))),
		Accept: func() string {
			if fault := secret.fault(); fault != "" {
				return fault
			}
			password := secret.secret()
			p.needs.Runner.Post(func() { s.place(password) }) // after the dialog has gone
			return ""
		},
	})
	submit(form, secret.password, secret.repeat)
}

func (s *backup) place(password []byte) {
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	question := picker.Question{Title: w.Say("ui.settings.backup.pick"), Save: storage.BackupName(p.needs.Now()), Endings: []string{storage.BackupExtension}}
	p.needs.Pick(question, func(path string) {
		run(&work{s, nil}, w.Say("ui.settings.backup.working"), true, func(ctx context.Context) (storage.BackupInfo, error) {
			defer sign.Wipe(password)
			return source.BackUp(ctx, path, password)
		}, func(info storage.BackupInfo) {
			p.needs.Toast(w.Say("ui.settings.backup.done", "size", size(info.Bytes), "records", strconv.Itoa(info.Records), "name", filepath.Base(path)), look.Fine)
		})
	})
}

// ways to restore
const (
	restorePlace  = "place"
	restoreFolder = "folder"
)

// pick asks for a backup, reads it whole, and asks what is to be made of it.
func (s *backup) pick() {
	if s.again.Disabled() {
		return
	}
	w, source := s.page.needs.Words, s.page.needs.Source
	s.page.needs.Pick(picker.Question{Title: w.Say("ui.settings.restore.pick"), Endings: []string{storage.BackupExtension}}, func(path string) {
		run(&work{s, nil}, w.Say("ui.settings.restore.looking"), false, func(ctx context.Context) (storage.BackupInfo, error) { return source.LookAtBackup(ctx, path) },
			func(info storage.BackupInfo) { s.askRestore(path, info, restorePlace, "") })
	})
}

// askRestore asks what is to be made of a backup, and says what was wrong with the answer before.
func (s *backup) askRestore(path string, info storage.BackupInfo, chosen, fault string) {
	p, w := s.page, s.page.needs.Words
	password := widget.NewPassword()
	way := widget.NewChoice(nil, widget.Option{ID: restorePlace, Label: w.Say("ui.settings.restore.place")}, widget.Option{ID: restoreFolder, Label: w.Say("ui.settings.restore.folder")})
	way.Upright = true
	way.SetChosen(chosen)
	again := func() { s.askRestore(path, info, way.Chosen(), w.Say("ui.settings.password.wrong")) }
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.settings.restore.title"), Width: formWidth, Yes: w.Say("ui.settings.restore.yes"), First: way,
		Body: container.NewVBox(
			widget.Fact(w.Say("ui.settings.restore.file"), filepath.Base(path)), widget.Fact(w.Say("ui.settings.restore.made"), info.Time.In(p.needs.Now().Location()).Format("2006-01-02 15:04")),
			widget.Fact(w.Say("ui.settings.restore.holds"), w.Say("ui.settings.restore.counts", "records", strconv.Itoa(info.Records), "files", strconv.Itoa(info.Files), "size", size(info.Bytes))),
			widget.Gap(0, 4), way, note(w.Say("ui.settings.restore.ways")), widget.Gap(0, 2), widget.Labelled(w.Say("ui.settings.restore.password"), password)),
		Accept: func() string {
			secret := []byte(password.Text)
			if way.Chosen() == restoreFolder {
				p.needs.Runner.Post(func() { s.restoreTo(path, secret, again) }) // after the dialog has gone
				return ""
			}
			s.replace(path, secret, again)
			return ""
		},
	})
	submit(form, password)
	if fault != "" {
		form.Settle(fault)
		widget.Focus(password)
	}
}

// replace prepares a store that takes the place of the present one at the next start; again asks for the password once more.
func (s *backup) replace(path string, secret []byte, again func()) {
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	run(&work{s, again}, w.Say("ui.settings.restore.working"), false, func(ctx context.Context) (storage.BackupInfo, error) {
		defer sign.Wipe(secret)
		return source.Replace(ctx, path, secret)
	}, func(storage.BackupInfo) { p.needs.Toast(w.Say("ui.settings.restore.ready"), look.Fine) })
}

// restoreTo makes a store in a folder of the user's choice, and says how it is opened.
func (s *backup) restoreTo(path string, secret []byte, again func()) {
	p, w, source := s.page, s.page.needs.Words, s.page.needs.Source
	p.needs.Pick(picker.Question{Title: w.Say("ui.settings.restore.where"), Folder: true}, func(folder string) {
		run(&work{s, again}, w.Say("ui.settings.restore.working"), false, func(ctx context.Context) (storage.BackupInfo, error) {
			defer sign.Wipe(secret)
			return source.RestoreTo(ctx, path, folder, secret)
		}, func(info storage.BackupInfo) {
			p.needs.Prompts.Tell(w.Say("ui.settings.restore.done"), w.Say("ui.settings.restore.done.text", "folder", folder, "records", strconv.Itoa(info.Records)))
		})
	})
}

// drop throws the restored store away that waits for the next start.
func (s *backup) drop() {
	w, source := s.page.needs.Words, s.page.needs.Source
	s.page.change(w.Say("ui.settings.restore.dropped"), source.StopReplacing, s.changed)
}

// size says a number of bytes as people do.
func size(n int64) string {
	const kilo = 1024
	switch {
	case n < kilo*kilo:
		return strconv.FormatInt((n+kilo-1)/kilo, 10) + " KB"
	case n < kilo*kilo*kilo:
		return strconv.FormatInt(n/(kilo*kilo), 10) + "." + strconv.FormatInt(n%(kilo*kilo)*10/(kilo*kilo), 10) + " MB"
	}
	return strconv.FormatInt(n/(kilo*kilo*kilo), 10) + "." + strconv.FormatInt(n%(kilo*kilo*kilo)*10/(kilo*kilo*kilo), 10) + " GB"
}
