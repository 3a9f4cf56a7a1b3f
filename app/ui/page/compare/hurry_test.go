package compare

import (
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/uitest"
)

// choosing is the dialog for the right side over a year of two evaluations, whose IDs are returned in the order of the list.
func choosing(t *testing.T) (*room, []string) {
	t.Helper()
	r := enter(t)
	e, _, err := r.desk.Open(t.Context(), r.next.Year, r.next.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.desk.Take(t.Context(), []desk.IncomingItem{{Evaluation: e}}); err != nil {
		t.Fatal(err)
	}
	headers, err := r.desk.Headers(t.Context(), r.next.Year)
	if err != nil || len(headers) != 2 {
		t.Fatal(headers, err)
	}
	r.Run(t, "compare.right")
	r.Settle()
	return r, []string{headers[0].ID, headers[1].ID}
}

func TestEnterRightAfterAnArrowChoosesTheRowUnderIt(t *testing.T) {
	r, ids := choosing(t)
	uitest.Press(t, r.Canvas(), fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // into the list, to the second, and accept
	if !r.Prompts.Open() {
		t.Error("accepted before it was known what can be chosen")
	}
	r.Settle()
	if _, right := r.page.Sides(); right.ID != ids[1] || r.Prompts.Open() {
		t.Errorf("chose %+v, want %s", right, ids[1])
	}
}

func TestAnArrowAfterEnterTakesItBack(t *testing.T) {
	r, ids := choosing(t)
	uitest.Press(t, r.Canvas(), fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp)
	r.Settle()
	if _, right := r.page.Sides(); right.ID != "" || !r.Prompts.Open() {
		t.Fatalf("chose %+v", right)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if _, right := r.page.Sides(); right.ID != ids[0] {
		t.Errorf("chose %+v, want %s", right, ids[0])
	}
}
