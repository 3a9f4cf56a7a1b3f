package year

import (
	"testing"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/wording"
)

func TestStructureOfTheList(t *testing.T) {
	for name, source := range map[string]Source{"list": twoYears(), "empty": &shelf{}} {
		t.Run(name, func(t *testing.T) {
			r := enter(t, source, 0)
			r.Canvas().Capture()
			uitest.Structure(t, r.page.Content(), name)
		})
	}
}

func TestStructureOfTheListInEnglish(t *testing.T) {
	testWords = uitest.Words(t, "en")
	defer func() { testWords = wording.Words{} }()
	r := enter(t, managed(), 0)
	r.Run(t, "charts")
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "list-en")
}

func TestStructureOfDialogs(t *testing.T) {
	for _, id := range []string{"new", "carry", "delete", "year.manage"} {
		t.Run(id, func(t *testing.T) {
			r := enter(t, managed(), 0)
			r.page.grid.Mark("a", "b")
			r.Run(t, id)
			if id == "carry" {
				r.Settle() // last year's evaluations
			}
			r.Canvas().Capture()
			uitest.Structure(t, r.Canvas().Overlays().Top(), "dialog-"+id)
		})
	}
}
