package ui

import (
	"context"
	"errors"
	"runtime"
	"time"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/page/settings"
)

const placeSettings = "settings"

// settling is the place of the settings.
func (s *Shell) settling() []place {
	if s.needs.Setup == nil {
		return nil
	}
	return []place{{id: placeSettings, show: func() { s.showSettings("") }}}
}

// showSettings shows a section of the settings; "" is the first.
func (s *Shell) showSettings(section string) *settings.Page {
	page := settings.New(settings.Needs{Host: s.host(), Source: s.needs.Setup, Window: s.window(), Windows: runtime.GOOS == "windows"}, section)
	s.put(placeSettings, page, func() { s.showSettings(page.Section()) })
	return page
}

// toTrusted leaves the page for a certificate in the list of trusted ones; nil where the window does not have that list.
func (s *Shell) toTrusted() func(fingerprint string) {
	if s.needs.Setup == nil {
		return nil
	}
	return func(fingerprint string) {
		s.leave(func() { s.showSettings(settings.SectionTrust).ShowTrusted(fingerprint) })
	}
}

// window is what the settings know and change of the window.
func (s *Shell) window() settings.Window {
	w := settings.Window{
		Mode: s.mode, SetMode: s.SetMode, SetLanguage: s.SetLanguage, Zoom: s.zoom, Zooms: zooms,
		Renderers: s.needs.Renderers, SetRenderer: s.SetRenderer, LogFolder: s.needs.LogFolder, About: s.showAbout, Quit: s.quit, Changed: s.remind,
	}
	if len(w.Renderers) > 0 {
		w.Renderer = s.Renderer()
	}
	if s.needs.Zoom != nil {
		w.SetZoom = s.setZoom
	}
	return w
}

// remindEvery is how often a window that stays open looks whether a backup is due: at least daily, and soon after a computer that slept wakes
// up, because the clock of a timer sleeps with it.
const remindEvery = time.Hour

// remind finds out in the background whether the data should be backed up, says so in the rail, and asks again later.
func (s *Shell) remind() {
	if s.needs.Setup == nil {
		return
	}
	if s.remindLater != nil {
		s.remindLater()
	}
	s.remindLater = s.needs.Runner.After(remindEvery, s.remind)
	s.lookAtBackups(s.backUpAsPlanned)
}

// lookAtBackups finds out how the backups stand, says it in the rail, and goes on.
func (s *Shell) lookAtBackups(then func()) {
	source := s.needs.Setup
	task.Run(s.needs.Runner, &s.reminding, func(ctx context.Context, _ *task.Progress) (desk.BackupState, error) {
		return source.BackupState(ctx)
	}, func(state desk.BackupState, err error) {
		if err != nil {
			s.log(err) // the settings say it when they are looked at
			return
		}
		s.backup = state
		s.foot.show(s)
		then()
	})
}

// backUpAsPlanned makes the backup that is due by the plan in the background. One that fails is said in the rail until it succeeds; it is
// tried again with the next look.
func (s *Shell) backUpAsPlanned() {
	if !s.backup.Automatic.Due || s.backingUp {
		return
	}
	s.backingUp = true
	source := s.needs.Setup
	task.Run(s.needs.Runner, new(task.Slot), func(ctx context.Context, _ *task.Progress) (struct{}, error) {
		return struct{}{}, source.BackUpAsPlanned(ctx)
	}, func(_ struct{}, err error) {
		s.backingUp = false
		if err != nil && !errors.Is(err, context.Canceled) {
			s.log(err) // the settings say it, and the rail that there is something to say
		}
		s.lookAtBackups(func() {
			if page, ok := s.page.(*settings.Page); ok {
				page.BackedUp()
			}
		})
	})
}
