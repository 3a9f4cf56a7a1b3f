package softwindow

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/prose"
	ours "zhunsheng/app/ui/widget"
)

// entries are all the kinds of fields that texts are typed into, as the screens have them.
func entries() map[string]fyne.CanvasObject {
	editor := prose.New()
	return map[string]fyne.CanvasObject{
		"field": ours.NewEntry(nil), "password": ours.NewPassword(), "several lines": ours.NewProse(4, nil), "narrative": editor,
		"toolkit": widget.NewEntry(),
	}
}

// In every kind of field the input method is led to the text cursor, on every scale.
func TestEveryFieldLeadsTheInputMethod(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 1.5} {
		for name, field := range entries() {
			s := newStage(t, scale, container.NewPadded(field))
			s.click(t, field, desktop.MouseButtonPrimary)
			s.frame.paint()
			before := s.frame.caret
			for _, r := range "绩效" {
				s.window.Char(r)
			}
			s.frame.paint()
			after := s.frame.caret
			if before.Empty() || after.Empty() || after.Min.X <= before.Min.X || after.Dy() < int(10*scale) {
				t.Errorf("%s at %v: text cursor at %v, then %v", name, scale, before, after)
			}
		}
	}
}

// The editor of a cell in a table leads it too.
func TestCellsLeadTheInputMethod(t *testing.T) {
	grid := ours.NewGrid(ours.Column{Title: "指标", Width: 200}, ours.Column{Title: "实际", Width: 200})
	grid.OnCommit = func(string, int, string) error { return nil }
	grid.SetRows([]ours.Row{{ID: "a", Cells: []ours.Cell{{Text: "项目数"}, {Text: "3", Edit: true}}}})
	s := newStage(t, 1.25, grid)
	grid.Focus()
	grid.SelectCell("a", 1)
	s.window.Char('9')
	s.frame.paint()
	if s.frame.caret.Empty() {
		t.Errorf("no text cursor; the keyboard is in %T", s.window.Canvas().Focused())
	}
}
