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
		asked := platform.FileQuestion{Title: q.Title, Name: q.Save, Kinds: []platform.FileKind{{Endings: q.Endings}}, Many: q.Many != nil}
		paths, err := answer(handleOf(w), q, asked)
		switch {
		case err == nil && len(paths) > 1:
			q.Many(paths)
		case err == nil:
			done(paths[0])
		case !errors.Is(err, platform.ErrCancelled):
			log(err)
		}
	}
}

// answer shows the dialog that a question needs.
func answer(owner uintptr, q picker.Question, asked platform.FileQuestion) ([]string, error) {
	if !q.Folder && q.Save == "" {
		return platform.OpenDialog(owner, asked)
	}
	ask := platform.SaveDialog
	if q.Folder {
		ask = platform.FolderDialog
	}
	path, err := ask(owner, asked)
	return []string{path}, err
}
