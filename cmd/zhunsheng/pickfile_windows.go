package main

import (
	"errors"

	"fyne.io/fyne/v2"

	"zhunsheng/app/platform"
	"zhunsheng/app/ui/picker"
)

// pickFile asks with the system's own file dialog over the window. Closing it decides nothing; a failure goes into the log.
func pickFile(w fyne.Window, log func(error)) func(picker.Question, func(string)) {
	return func(q picker.Question, done func(path string)) {
		ask := platform.OpenDialog
		switch {
		case q.Folder:
			ask = platform.FolderDialog
		case q.Save != "":
			ask = platform.SaveDialog
		}
		path, err := ask(handleOf(w), platform.FileQuestion{Title: q.Title, Name: q.Save, Kinds: []platform.FileKind{{Endings: q.Endings}}})
		switch {
		case err == nil:
			done(path)
		case !errors.Is(err, platform.ErrCancelled):
			log(err)
		}
	}
}
