package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// SettingFormer is the setting that names, until the user has heeded it, the folder of the data that those of a backup took the place of.
const SettingFormer = "former"

// formerly puts a line above a page that says where the data of before lie, after those of a backup took their place, until it is dismissed.
func (s *Shell) formerly(content fyne.CanvasObject) fyne.CanvasObject {
	folder := s.needs.Former
	if folder == "" || s.guide != nil { // the guide needs its room
		return content
	}
	w := s.words
	open := widget.NewQuiet(w.Say("ui.former.open"), func() { s.openFolder(filepath.Dir(folder)) }).WithTip(w.Say("ui.former.open.tip"))
	copier := widget.NewQuiet(w.Say("ui.former.copy"), func() {
		s.copy(folder)
		s.toast(w.Say("ui.settings.data.copied"), look.Fine)
	}).WithTip(w.Say("ui.former.copy.tip"))
	return s.remarked(content, w.Say("ui.former", "folder", folder), w.Say("ui.former.dismiss.tip"), look.Current, func() {
		s.needs.Former = ""
		s.needs.Settings.SetText(SettingFormer, "")
	}, open, copier)
}

// openFolder shows a folder in the system's program, away from the window's goroutine.
func (s *Shell) openFolder(path string) {
	open := s.needs.OpenFile
	task.Run(s.needs.Runner, &s.revealing, func(context.Context, *task.Progress) (struct{}, error) { return struct{}{}, open(path) },
		func(_ struct{}, err error) { s.Fail(err) })
}
