package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

const (
	// attemptName is the file that tells how far trying OpenGL has come, in the data folder.
	attemptName = "opengl.trying"
	// attemptLasts is how long a window has to live before OpenGL counts as good: some pictures are painted by then.
	attemptLasts = time.Second
)

// what the file says
const (
	tryingOnce  = "trying\n"
	failedOnce  = "failed once\n"
	tryingAgain = "trying again\n"
)

var (
	errAttemptEnded = errors.New("the program ended while it tried OpenGL: this time windows are drawn in software")
	errAttemptTwice = errors.New("the program ended twice while it tried OpenGL: windows are drawn in software from now on, see the settings")
)

// attempt is OpenGL being tried where nobody has asked for it by name. A driver may pass every question and still take the process down
// with it, without a trace. Then the file of the attempt is left, and the next start does without OpenGL: once, because it may have been
// the power that went, and for good when it happens again.
type attempt struct {
	path     string
	settings *settings
	open     atomic.Bool
}

// begin notes in the data folder that OpenGL is being tried, and returns what shall draw windows: wanted, or software where OpenGL has
// failed. A folder that cannot be written costs only the memory of the attempt.
func (a *attempt) begin(wanted, folder string, s *settings, log func(error)) (renderer string) {
	a.path, a.settings = filepath.Join(folder, attemptName), s
	if wanted != rendererAuto {
		return wanted
	}
	note := func(text string) bool {
		err := os.WriteFile(a.path, []byte(text), 0o600)
		if err != nil {
			log(err)
		}
		return err == nil
	}
	said, err := os.ReadFile(a.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log(err)
	}
	switch string(said) {
	case tryingOnce:
		log(errAttemptEnded)
		note(failedOnce)
		return rendererSoftware
	case tryingAgain:
		log(errAttemptTwice)
		_ = os.Remove(a.path) // the setting says it from now on
		a.give()
		return rendererSoftware
	case failedOnce:
		a.open.Store(note(tryingAgain))
	default:
		a.open.Store(note(tryingOnce))
	}
	return wanted
}

// give gives OpenGL up from the next start on.
func (a *attempt) give() { a.settings.SetText("renderer", rendererSoftware) }

// late gives OpenGL up if it is still being tried: the watchdog has seen nothing painted.
func (a *attempt) late() {
	if a.open.Load() {
		a.give()
	}
}

// end notes that OpenGL has not failed.
func (a *attempt) end() {
	if a.open.Swap(false) {
		_ = os.Remove(a.path) // if it stays, one start is drawn in software
	}
}

// endSoon does so when the window has been painted for a while.
func (a *attempt) endSoon() {
	time.AfterFunc(attemptLasts, func() { fyne.Do(a.end) })
}
