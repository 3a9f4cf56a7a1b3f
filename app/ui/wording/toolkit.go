package wording

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// toolkitWords are the toolkit's own strings that can come to the screen, by its key, and ours for them.
var toolkitWords = map[string]string{
	"Cut": "ui.toolkit.cut", "Copy": "ui.toolkit.copy", "Paste": "ui.toolkit.paste", "Select all": "ui.toolkit.select-all",
	"Undo": "ui.toolkit.undo", "Redo": "ui.toolkit.redo", "Quit": "ui.command.quit",
	"OK": "ui.dialog.ok", "Yes": "ui.toolkit.yes", "No": "ui.toolkit.no", "Cancel": "ui.toolkit.cancel", "Error": "ui.error.title",
	"(Select one)": "ui.toolkit.select-one",
}

// SpeakToolkit gives the toolkit our words for its own strings. It knows only the language of the system, so ours are registered
// under that name, whichever language they are in.
func (w Words) SpeakToolkit() {
	texts := make(map[string]string, len(toolkitWords))
	for theirs, ours := range toolkitWords {
		texts[theirs] = w.Say(ours)
	}
	data, err := json.Marshal(texts)
	if err != nil {
		return // a map of strings always encodes
	}
	for _, name := range slices.Compact([]string{lang.SystemLocale().String(), lang.SystemLocale().LanguageString()}) {
		if err := lang.AddTranslations(fyne.NewStaticResource(name+".json", data)); err != nil {
			fyne.LogError("words for the toolkit", err)
		}
	}
}
