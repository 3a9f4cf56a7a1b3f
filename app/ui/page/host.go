// Package page says what every screen of the window is given by the window. Each screen is a package of its own below this one.
package page

import (
	"strconv"
	"time"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/wording"
)

// Host is what the window does for a screen. Screens embed it in what else they need.
type Host struct {
	Words   wording.Words
	Runner  *task.Runner
	Prompts *prompt.Prompts
	// Fail says what went wrong, in the user's language, with the remedy.
	Fail func(err error)
	// Retitle is called when the screen's title has changed.
	Retitle func()
	// Pick lets the user choose a file.
	Pick func(q picker.Question, done func(path string))
	// Toast says for a while that something was done.
	Toast func(text string, tone look.Tone)
	// Copy puts a text on the clipboard.
	Copy func(text string)
	// OpenFile shows a file in the program that the system has for it.
	OpenFile func(path string) error
	// Help shows the list of commands.
	Help func()
	// Back goes to where the user came from, unless something could not be kept.
	Back func()
	Now  func() time.Time
	// Folder is where files go unless the user says otherwise.
	Folder string
}

// Overdue notes that the day by which a year's evaluations are due has passed, "" where it has not or there is none. It stands where something
// is signed; those who verify see the same.
func (h Host) Overdue(due desk.Deadline) string {
	left, known := due.Left(h.Now())
	if !known || left >= 0 {
		return ""
	}
	return h.Words.Say("ui.overdue", "deadline", due.Date, "days", strconv.Itoa(-left))
}
