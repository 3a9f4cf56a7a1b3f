package guide

import (
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
)

func TestStructureOfEveryStep(t *testing.T) {
	for _, step := range edit.Steps() {
		t.Run(string(step), func(t *testing.T) {
			r := enter(t, step)
			if step == edit.Export {
				s := exportScreen(t, r)
				s.folder.SetText("/") // the folder of a test has another name every time
			}
			if step == edit.Narrative {
				for r.narrative().claims.count.Say() == "" {
					r.Clock.Pass() // typing rests
					r.Queue.Take() // what the text derives
				}
			}
			r.Canvas().Capture() // lays everything out
			uitest.Structure(t, r.page.Content(), "step-"+string(step))
		})
	}
}

func TestStructureOfEveryPane(t *testing.T) {
	for _, name := range paneNames() {
		t.Run(name, func(t *testing.T) {
			r := enter(t, edit.Indicators)
			r.indicators().focus("lab-researchers")
			r.Run(t, "pane."+name)
			r.Canvas().Capture()
			uitest.Structure(t, r.indicators().detail.content, "pane-"+name)
		})
	}
}

func TestStructureOfEditedIndicators(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.Run(t, "structure")
	r.Canvas().Capture()
	uitest.Structure(t, r.indicators().box, "structure")
}
