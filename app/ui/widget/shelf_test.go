package widget_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

var errNoNumber = errors.New("no number")

// shelf is one that outlives the controls.
type shelf struct {
	kept   map[string]map[string]widget.Refused
	blamed []error
}

func newShelf() *shelf { return &shelf{kept: map[string]map[string]widget.Refused{}} }

func (s *shelf) Refused(about string) map[string]widget.Refused { return s.kept[about] }

func (s *shelf) Keep(about, part string, r *widget.Refused) {
	if s.kept[about] == nil {
		s.kept[about] = map[string]widget.Refused{}
	}
	if delete(s.kept[about], part); r != nil {
		s.kept[about][part] = *r
	}
}

func (s *shelf) Blame(fault error) { s.blamed = append(s.blamed, fault) }

func (s *shelf) empty() bool {
	for _, parts := range s.kept {
		if len(parts) > 0 {
			return false
		}
	}
	return true
}

func noX(text string) error {
	if text == "x" {
		return errNoNumber
	}
	return nil
}

func TestRefusedTextOutlivesItsField(t *testing.T) {
	s := newShelf()
	field := func() (*widget.Entry, fyne.Canvas) {
		e := widget.NewEntry(noX).Keep(s, "points")
		e.About("i1")
		e.SetValue("12")
		return e, uitest.Window(t, e).Canvas()
	}
	e, c := field()
	c.Focus(e)
	e.SetText("x")
	e.Commit()

	e, c = field()
	if e.Text != "x" || !e.Dirty() {
		t.Fatalf("the new field holds %q", e.Text)
	}
	c.Focus(e)
	if len(s.blamed) != 1 || !errors.Is(s.blamed[0], errNoNumber) {
		t.Errorf("it was blamed for %v", s.blamed)
	}
	e.SetText("12") // as its owner knows it: nothing is handed over
	e.SetValue("12")
	if e.Text != "12" {
		t.Errorf("a refresh brought back %q", e.Text)
	}
	e.Commit()
	if !s.empty() {
		t.Errorf("still kept: %v", s.kept)
	}
	if e, _ = field(); e.Text != "12" {
		t.Errorf("after it was taken back the field holds %q", e.Text)
	}
}

func TestTextThatWasMendedElsewhereGivesWay(t *testing.T) {
	s := newShelf()
	here, there := widget.NewEntry(noX).Keep(s, "date"), widget.NewEntry(noX).Keep(s, "date")
	uitest.Window(t, here)
	here.SetValue("1")
	here.SetText("x")
	here.Commit()
	there.SetValue("1")
	if there.Text != "x" {
		t.Fatalf("the other field shows %q", there.Text)
	}
	there.SetText("2")
	there.Commit()
	here.SetValue("2")
	if here.Text != "2" || here.Dirty() {
		t.Errorf("the field holds %q", here.Text)
	}
}

func TestRefusedCellsOutliveTheirGrid(t *testing.T) {
	s := newShelf()
	grid := func(subject string) (*widget.Grid, fyne.Canvas) {
		g := widget.NewGrid(widget.Column{Title: "a", Width: 50})
		g.OnCommit = func(_ string, _ int, text string) error { return noX(text) }
		g.Keep(s, "amounts")
		g.About(subject)
		g.SetRows([]widget.Row{{ID: "r 1", Cells: []widget.Cell{{Text: "5", Edit: true}}}, {ID: "r 2", Cells: []widget.Cell{{Text: "6", Edit: true}}}})
		return g, uitest.Window(t, g).Canvas()
	}
	shown := func(g *widget.Grid) string { return g.Parts()[0].Text + " " + g.Parts()[1].Text }
	g, c := grid("i1")
	g.SelectCell("r 2", 0)
	g.Focus()
	uitest.Type(t, c, "x")
	uitest.Press(t, c, fyne.KeyReturn)

	g, _ = grid("i1")
	if got := shown(g); got != "5 x" {
		t.Fatalf("the new grid shows %q", got)
	}
	g.SelectCell("r 2", 0)
	if len(s.blamed) == 0 || !errors.Is(s.blamed[len(s.blamed)-1], errNoNumber) {
		t.Errorf("it was blamed for %v", s.blamed)
	}
	if other, _ := grid("i2"); shown(other) != "5 6" {
		t.Errorf("another subject shows %q", shown(other))
	}
	g, c = grid("i1")
	g.SelectCell("r 2", 0)
	g.Focus()
	uitest.Type(t, c, "7")
	uitest.Press(t, c, fyne.KeyReturn)
	if !s.empty() {
		t.Errorf("still kept: %v", s.kept)
	}
}
