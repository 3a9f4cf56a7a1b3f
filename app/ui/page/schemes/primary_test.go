package schemes

import (
	"testing"

	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/uitest"
)

// Beside a draft that can be gone on with there is still one primary button.
func TestOnePrimaryButtonBesideADraft(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	if err := r.page.edit.set("title.zh", "甲办法"); err != nil {
		t.Fatal(err)
	}
	r.page.back()
	r.Until(t, "the draft is offered", func() bool { return r.page.edit == nil && r.page.browse.resume.Visible() })
	var primary []string
	for _, b := range uitest.Buttons(r.page.Content()) {
		if b.Visible() && b.Importance == toolkit.HighImportance {
			primary = append(primary, b.Text)
		}
	}
	if len(primary) != 1 {
		t.Errorf("primary are %q", primary)
	}
}
