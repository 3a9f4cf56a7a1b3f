package settings

import (
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage"
)

func TestWhatIsEnteredBeforeTheCardWasReadIsKept(t *testing.T) {
	r := enter(t, "zh", SectionLook)
	if err := r.desk.SetProfile(t.Context(), storage.Profile{Name: "甲局", Department: "财政局"}); err != nil {
		t.Fatal(err)
	}
	r.page.Open(SectionUnit)
	uitest.Type(t, r.Canvas(), "乙局")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	p, err := r.desk.Profile(t.Context())
	if err != nil || p.Name != "乙局" || p.Department != "财政局" {
		t.Errorf("kept %+v, %v", p, err)
	}
	if got := r.page.section().(*unit).fields[0].Text; got != "乙局" {
		t.Errorf("shows %q", got)
	}
}
