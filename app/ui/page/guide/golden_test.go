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
					r.queue.Take() // what the text derives
				}
			}
			r.canvas.Capture() // lays everything out
			uitest.Structure(t, r.page.Content(), "step-"+string(step))
		})
	}
}

func TestStructureOfEveryPane(t *testing.T) {
	for _, name := range paneNames() {
		t.Run(name, func(t *testing.T) {
			r := enter(t, edit.Indicators)
			r.indicators().focus("lab-researchers")
			r.command(t, "pane."+name)
			r.canvas.Capture()
			uitest.Structure(t, r.indicators().detail.content, "pane-"+name)
		})
	}
}

func TestStructureOfEditedIndicators(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.command(t, "structure")
	r.canvas.Capture()
	uitest.Structure(t, r.indicators().box, "structure")
}
