package page

import (
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

const unlockWidth = 480

// Unlock asks for what opens a locked bundle: its passphrase, or instead of one a file of age keys, which is chosen from the disk. again
// says that what was given before did not open it. done is called once something was given.
func (h *Host) Unlock(path string, again bool, done func(key desk.BundleKey)) {
	h.UnlockAny([]string{path}, again, done)
}

// UnlockAny is [Host.Unlock] for several locked bundles, of which what is given may open some. There is at least one path.
func (h *Host) UnlockAny(paths []string, again bool, done func(key desk.BundleKey)) {
	w := h.Words
	name := filepath.Base(paths[0])
	if len(paths) > 1 {
		name = w.Say("ui.unlock.several", "name", name, "count", strconv.Itoa(len(paths)))
	}
	label := "ui.unlock.label"
	if again {
		label = "ui.unlock.wrong"
	}
	field := widget.NewPassword()
	file := widget.NewButton(w.Say("ui.unlock.file"), nil).WithTip(w.Say("ui.unlock.file.tip"))
	row := container.NewHBox(file, layout.NewSpacer())
	form := h.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.unlock.title"), Body: container.NewVBox(widget.Flush(widget.SmallProse(w.Say(label, "name", name))), field, widget.Gap(0, 2), row),
		Width: unlockWidth, Yes: w.Say("ui.unlock.yes"), First: field,
		Accept: func() string {
			if field.Text == "" {
				return w.Say("ui.unlock.none")
			}
			done(desk.BundleKey{Passphrase: []byte(field.Text)})
			return ""
		},
	})
	field.OnSubmitted = func(string) { form.Accept() }
	file.OnTapped = func() {
		form.Close()
		h.Pick(picker.Question{Title: w.Say("ui.unlock.pick", "name", name)}, func(keys string) { done(desk.BundleKey{KeyFile: keys}) })
	}
}
