package main

import (
	"errors"

	"fyne.io/fyne/v2"

	"zhunsheng/app/platform"
	"zhunsheng/app/ui/picker"
)

// pickFile asks with the system's own file dialog over the window. Closing it decides nothing; an error says that there was no dialog.
func pickFile(w fyne.Window) func(picker.Question, func(string)) error {
	return func(q picker.Question, done func(path string)) error {
		asked := platform.FileQuestion{Title: q.Title, Name: q.Save, Kinds: []platform.FileKind{{Endings: q.Endings}}, Many: q.Many != nil}
		paths, err := answer(handleOf(w), q, asked)
		switch {
		case errors.Is(err, platform.ErrCancelled):
		case err != nil:
			return err
		case len(paths) > 1:
			q.Many(paths)
		default:
			done(paths[0])
		}
		return nil
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
