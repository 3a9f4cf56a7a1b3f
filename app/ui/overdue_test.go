package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/page/year"
	"zhunsheng/app/ui/widget"
)

// TestGuideKnowsTheDeadlineOfTheYear sets it in a real store and goes to where the evaluation is signed.
func TestGuideKnowsTheDeadlineOfTheYear(t *testing.T) {
	v := settle(t, "zh", kept{})
	if err := v.shell.needs.Store.(year.Manager).SetDeadline(t.Context(), 2022, "2023-02-20"); err != nil {
		t.Fatal(err)
	}
	v.open().Go(edit.Place{Step: edit.Export}, true)
	v.until("the deadline is said to be over", func() bool { return labelled(v.shell.guide.Content(), "截止日期 2023-02-20 已过") })
}

// labelled reports whether a label in sight begins with a text.
func labelled(o fyne.CanvasObject, text string) bool {
	if o == nil || !o.Visible() {
		return false
	}
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *widget.Label:
		return strings.HasPrefix(o.Text, text)
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, child := range inside {
		if labelled(child, text) {
			return true
		}
	}
	return false
}
