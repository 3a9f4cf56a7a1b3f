package widget_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestArrowsChooseAndSkipWhatIsForbidden(t *testing.T) {
	var chosen []string
	c := widget.NewChoice(func(id string) error { chosen = append(chosen, id); return nil },
		widget.Option{ID: "a", Label: "a"}, widget.Option{ID: "b", Label: "b", Forbid: true}, widget.Option{ID: "c", Label: "c"})
	canvas := uitest.Window(t, c).Canvas()
	canvas.Focus(c)
	uitest.Press(t, canvas, fyne.KeySpace, fyne.KeyRight, fyne.KeyRight, fyne.KeyUp)
	if strings.Join(chosen, "") != "aca" {
		t.Errorf("chose %q, want a, c, a", chosen)
	}
	c.Choose("b")
	if c.Chosen() != "a" {
		t.Error("a forbidden option was chosen")
	}
}

// TestDigitsChooseWhereOptionsAreNumbered types digits of both widths, one of a forbidden option and one of none.
func TestDigitsChooseWhereOptionsAreNumbered(t *testing.T) {
	var chosen []string
	c := widget.NewChoice(func(id string) error { chosen = append(chosen, id); return nil },
		widget.Option{ID: "a", Label: "a"}, widget.Option{ID: "b", Label: "b", Forbid: true}, widget.Option{ID: "c", Label: "c"})
	canvas := uitest.Window(t, c).Canvas()
	canvas.Focus(c)
	uitest.Type(t, canvas, "3")
	plain := c.MinSize().Width
	if len(chosen) > 0 {
		t.Errorf("chose %q by digits that are not shown", chosen)
	}
	c.Numbered = true
	c.Refresh()
	uitest.Type(t, canvas, "3２04１x9")
	if strings.Join(chosen, "") != "ca" || c.MinSize().Width <= plain {
		t.Errorf("chose %q, want c, a; %v wide, without digits %v", chosen, c.MinSize().Width, plain)
	}
}

func TestRefusedOptionIsNotShownAsChosen(t *testing.T) {
	c := widget.NewChoice(func(string) error { return errors.New("no") }, widget.Option{ID: "a"}, widget.Option{ID: "b"})
	uitest.Window(t, c)
	c.SetChosen("a")
	c.Choose("b")
	if c.Chosen() != "a" {
		t.Errorf("%q is chosen, want a", c.Chosen())
	}
}

func TestTapChoosesWhatIsUnderThePointer(t *testing.T) {
	c := widget.NewChoice(nil, widget.Option{ID: "a", Label: "甲"}, widget.Option{ID: "b", Label: "乙"})
	uitest.Window(t, c)
	for _, part := range c.Parts() {
		c.Tapped(&fyne.PointEvent{Position: part.Pos.AddXY(part.Size.Width/2, part.Size.Height/2)})
		if part.Text == "乙" && c.Chosen() != "b" {
			t.Errorf("%q is chosen after a tap on 乙", c.Chosen())
		}
	}
}

func TestStepsAreChosenByKeyAndTap(t *testing.T) {
	var gone []string
	s := widget.NewSteps(nil)
	s.OnChosen = func(id string) { gone = append(gone, id); s.SetCurrent(id) }
	canvas := uitest.Window(t, s).Canvas()
	s.SetItems([]widget.StepItem{{ID: "1", Label: "一"}, {ID: "2", Label: "二"}, {ID: "3", Label: "三"}})
	s.SetCurrent("1")
	canvas.Focus(s)
	uitest.Press(t, canvas, fyne.KeyUp, fyne.KeyDown)
	third := s.Parts()[2]
	s.Tapped(&fyne.PointEvent{Position: third.Pos.AddXY(5, 5)})
	s.Tapped(&fyne.PointEvent{Position: third.Pos.AddXY(5, 5)})
	if strings.Join(gone, "") != "23" {
		t.Errorf("went to %q, want 2 and 3", gone)
	}
}

// TestOptionsAreNotCutWhereThereIsNoRoomForAll squeezes a choice and looks for labels that are cut or lie over each other.
func TestOptionsAreNotCutWhereThereIsNoRoomForAll(t *testing.T) {
	labels := []string{"Scored", "No evidence", "N/A", "Not due"}
	var options []widget.Option
	for _, l := range labels {
		options = append(options, widget.Option{ID: l, Label: l})
	}
	c := widget.NewChoice(nil, options...)
	uitest.Window(t, c)
	c.Resize(fyne.NewSize(600, 30))
	one := c.MinSize().Height
	for _, width := range []float32{159, 200, 260, 400} {
		c.Resize(fyne.NewSize(width, 30))
		c.Resize(fyne.NewSize(width, c.MinSize().Height))
		for _, o := range test.WidgetRenderer(c).Objects() {
			if text, ok := o.(*canvas.Text); ok && strings.Contains(text.Text, "…") {
				t.Errorf("in %v %q is cut", width, text.Text)
			}
		}
		parts := c.Parts()
		for i, p := range parts {
			if p.Pos.X+p.Size.Width > width+0.1 || p.Pos.Y+p.Size.Height > c.MinSize().Height+0.1 || p.Size.Height < one-1 {
				t.Errorf("in %v %s lies at %v and is %v", width, p.Text, p.Pos, p.Size)
			}
			for _, q := range parts[:i] {
				if q.Pos.Y == p.Pos.Y && q.Pos.X+q.Size.Width > p.Pos.X+0.1 {
					t.Errorf("in %v %s lies over %s", width, p.Text, q.Text)
				}
			}
		}
	}
	if c.Resize(fyne.NewSize(159, 60)); c.MinSize().Height < 2*one {
		t.Errorf("%v high where one row is %v", c.MinSize().Height, one)
	}
}
