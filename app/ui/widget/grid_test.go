package widget_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// sheet is a grid with two columns to type into, under two headings.
func sheet(t *testing.T) (*widget.Grid, fyne.Canvas, *[]string) {
	t.Helper()
	g := widget.NewGrid(
		widget.Column{Title: "name", Width: 200, Stretch: 1},
		widget.Column{Title: "one", Width: 100}, widget.Column{Title: "two", Width: 100},
	)
	var log []string
	rows := sheetRows(map[string]string{})
	values := map[string]string{}
	g.OnCommit = func(id string, column int, text string) error {
		log = append(log, fmt.Sprintf("%s.%d=%s", id, column, text))
		if text == "bad" {
			return errors.New("refused")
		}
		values[fmt.Sprintf("%s.%d", id, column)] = text
		g.SetRows(sheetRows(values))
		return nil
	}
	w := uitest.Window(t, g)
	g.SetRows(rows)
	g.Focus()
	return g, w.Canvas(), &log
}

func sheetRows(values map[string]string) []widget.Row {
	row := func(id string) widget.Row {
		return widget.Row{ID: id, Cells: []widget.Cell{{Text: id}, {Text: values[id+".1"], Edit: true}, {Text: values[id+".2"], Edit: true}}}
	}
	head := func(level int, text string) widget.Row {
		return widget.Row{ID: text, Level: level, Cells: []widget.Cell{{Text: text}, {}, {}}}
	}
	return []widget.Row{head(1, "A"), row("a"), row("b"), head(1, "B"), head(2, "B1"), row("c")}
}

func want(t *testing.T, log *[]string, entries ...string) {
	t.Helper()
	if got := strings.Join(*log, " "); got != strings.Join(entries, " ") {
		t.Errorf("committed %q, want %q", got, entries)
	}
	*log = nil
}

func TestTypingReplacesAndEnterGoesDown(t *testing.T) {
	g, c, log := sheet(t)
	if g.CurrentRow() != "a" {
		t.Fatalf("row %q is current, want the first that is no heading", g.CurrentRow())
	}
	uitest.Type(t, c, "12")
	want(t, log)
	uitest.Press(t, c, fyne.KeyReturn)
	want(t, log, "a.1=12")
	if g.CurrentRow() != "b" {
		t.Errorf("Enter went to %q, want b", g.CurrentRow())
	}
	uitest.Type(t, c, "3")
	uitest.Press(t, c, fyne.KeyDown)
	want(t, log, "b.1=3")
	if g.CurrentRow() != "c" {
		t.Errorf("Down went to %q, want c, over the headings", g.CurrentRow())
	}
	uitest.Press(t, c, fyne.KeyHome, fyne.KeyF2) // edit what is there
	uitest.Type(t, c, "4")
	uitest.Press(t, c, fyne.KeyUp)
	want(t, log, "a.1=124")
}

func TestEscapeKeepsWhatWasTyped(t *testing.T) {
	_, c, log := sheet(t)
	uitest.Type(t, c, "7")
	uitest.Press(t, c, fyne.KeyEscape)
	want(t, log, "a.1=7")
}

func TestLookingAtACellChangesNothing(t *testing.T) {
	_, c, log := sheet(t)
	uitest.Press(t, c, fyne.KeyF2, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyEscape)
	want(t, log)
}

func TestRefusedInputStaysInTheCell(t *testing.T) {
	g, c, log := sheet(t)
	uitest.Type(t, c, "bad")
	uitest.Press(t, c, fyne.KeyReturn, fyne.KeyUp, fyne.KeyF2)
	want(t, log, "a.1=bad")
	uitest.Press(t, c, fyne.KeyEnd)
	uitest.Type(t, c, "!")
	uitest.Press(t, c, fyne.KeyReturn)
	want(t, log, "a.1=bad!")
	g.SetRows(g.Rows())
}

func TestRefusedInputWaitsForItsSubject(t *testing.T) {
	g, c, log := sheet(t)
	g.About("one")
	uitest.Type(t, c, "bad")
	uitest.Press(t, c, fyne.KeyReturn)
	want(t, log, "a.1=bad")
	g.About("two")
	uitest.Press(t, c, fyne.KeyUp, fyne.KeyF2, fyne.KeyEnd)
	uitest.Type(t, c, "x")
	uitest.Press(t, c, fyne.KeyReturn)
	if got := *log; strings.Contains(strings.Join(got, " "), "badx") {
		t.Fatalf("another subject shows what was refused: %q", got)
	}
	g.About("one")
	uitest.Press(t, c, fyne.KeyUp, fyne.KeyF2, fyne.KeyEnd)
	uitest.Type(t, c, "!")
	uitest.Press(t, c, fyne.KeyReturn)
	if got := *log; len(got) == 0 || got[len(got)-1] != "a.1=bad!" {
		t.Errorf("back at its own: %q", got)
	}
}

func TestTabGoesThroughTheRowAndThenLeaves(t *testing.T) {
	g, c, log := sheet(t)
	uitest.Type(t, c, "1")
	uitest.Press(t, c, fyne.KeyTab)
	uitest.Type(t, c, "2")
	want(t, log, "a.1=1")
	if g.CurrentColumn() != 2 {
		t.Fatalf("Tab went to column %d, want 2", g.CurrentColumn())
	}
	uitest.Press(t, c, fyne.KeyReturn)
	want(t, log, "a.2=2")
	if g.CurrentRow() != "b" || g.CurrentColumn() != 1 {
		t.Errorf("Enter after Tab went to %s.%d, want b.1, where Tab began", g.CurrentRow(), g.CurrentColumn())
	}
	uitest.Press(t, c, fyne.KeyTab)
	if tabbable := g.Target().(fyne.Tabbable); tabbable.AcceptsTab() {
		t.Error("the grid keeps Tab in the last cell of a row")
	}
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	g.Target().(desktop.Keyable).KeyDown(shift)
	if tabbable := g.Target().(fyne.Tabbable); !tabbable.AcceptsTab() {
		t.Error("Shift+Tab does not go back to the cell before")
	}
}

func TestDeleteClearsAndCopyGivesTabs(t *testing.T) {
	g, c, log := sheet(t)
	uitest.Type(t, c, "5")
	uitest.Press(t, c, fyne.KeyReturn, fyne.KeyUp)
	clipboard := test.NewClipboard()
	g.Target().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	if got := clipboard.Content(); got != "a\t5\t" {
		t.Errorf("copied %q", got)
	}
	uitest.Press(t, c, fyne.KeyDelete)
	want(t, log, "a.1=5", "a.1=")
}

func TestPressOpensACellAndAnotherPressCommitsIt(t *testing.T) {
	g, c, log := sheet(t)
	press := func(row, column int) {
		part := g.Parts()[row*3+column]
		ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		head := g.Parts()[0].Pos.Y
		ev.Position = fyne.NewPos(part.Pos.X+5, part.Pos.Y-head+5)
		g.Target().(desktop.Mouseable).MouseDown(ev)
	}
	press(2, 2)
	uitest.Type(t, c, "9")
	press(1, 0)
	want(t, log, "b.2=9")
	if g.CurrentRow() != "a" {
		t.Errorf("row %q is current, want a", g.CurrentRow())
	}
	press(0, 0) // a heading
	if g.CurrentRow() != "a" {
		t.Error("a heading became current")
	}
}

func TestEnterAndDoubleClickOpenRowsThatCannotBeTypedInto(t *testing.T) {
	g := widget.NewGrid(widget.Column{Title: "name", Width: 200})
	var opened []string
	g.OnOpen = func(id string) { opened = append(opened, id) }
	w := uitest.Window(t, g)
	g.SetRows([]widget.Row{{ID: "x", Cells: []widget.Cell{{Text: "x"}}}, {ID: "y", Cells: []widget.Cell{{Text: "y"}}}})
	g.Focus()
	uitest.Press(t, w.Canvas(), fyne.KeyDown, fyne.KeyReturn)
	g.Target().(fyne.DoubleTappable).DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(5, 40)})
	if strings.Join(opened, "") != "yy" {
		t.Errorf("opened %q, want y twice", opened)
	}
}

func TestTwoQuickClicksOnDifferentRowsAreNoDoubleClick(t *testing.T) {
	g := widget.NewGrid(widget.Column{Title: "name", Width: 200})
	var opened []string
	g.OnOpen = func(id string) { opened = append(opened, id) }
	uitest.Window(t, g)
	g.SetRows([]widget.Row{{ID: "x", Cells: []widget.Cell{{Text: "x"}}}, {ID: "y", Cells: []widget.Cell{{Text: "y"}}}})
	press := func(y float32) fyne.PointEvent {
		ev := fyne.PointEvent{Position: fyne.NewPos(5, y)}
		g.Target().(desktop.Mouseable).MouseDown(&desktop.MouseEvent{PointEvent: ev, Button: desktop.MouseButtonPrimary})
		return ev
	}
	press(5)
	ev := press(40)
	g.Target().(fyne.DoubleTappable).DoubleTapped(&ev) // as the toolkit sees them
	if len(opened) > 0 {
		t.Errorf("opened %q by clicks on two rows", opened)
	}
	ev = press(40)
	g.Target().(fyne.DoubleTappable).DoubleTapped(&ev)
	if strings.Join(opened, "") != "y" {
		t.Errorf("opened %q by a double click, want y", opened)
	}
}

func TestCurrentRowSurvivesNewRows(t *testing.T) {
	g, _, _ := sheet(t)
	g.Select("c")
	rows := sheetRows(nil)
	g.SetRows(append([]widget.Row{{ID: "new", Cells: rows[1].Cells}}, rows...))
	if g.CurrentRow() != "c" {
		t.Errorf("row %q is current, want c", g.CurrentRow())
	}
	g.SetRows(rows[:3])
	if g.CurrentRow() != "" {
		t.Errorf("row %q is current though it is gone", g.CurrentRow())
	}
}

func manyRows(n int) []widget.Row {
	rows := make([]widget.Row, n)
	for i := range rows {
		id := fmt.Sprint(i)
		rows[i] = widget.Row{ID: id, Cells: []widget.Cell{{Text: "高新技术企业净增数 " + id}, {Text: id, Edit: true}, {Text: id}}}
	}
	return rows
}

func TestOnlyRowsInSightHaveObjects(t *testing.T) {
	g, _, _ := sheet(t)
	g.SetRows(manyRows(10000))
	g.Select("9999")
	objects := test.WidgetRenderer(g.Target().(fyne.Widget)).Objects()
	if len(objects) > 400 {
		t.Errorf("%d objects for a screenful of rows", len(objects))
	}
	parts := g.Parts()
	if last := parts[len(parts)-1]; !strings.HasPrefix(last.At, "9999/") {
		t.Errorf("the last part in sight is %q, want the selected row", last.At)
	}
}

func BenchmarkScrollStep(b *testing.B) {
	g := widget.NewGrid(widget.Column{Title: "name", Width: 200, Stretch: 1}, widget.Column{Title: "one", Width: 100}, widget.Column{Title: "two", Width: 100})
	uitest.Window(b, g)
	g.SetRows(manyRows(10000))
	i := 0
	for b.Loop() {
		i = (i + 1) % 9900
		g.Select(fmt.Sprint(i))
	}
}

func TestDoubleClickOnALockedCellMayUnlockIt(t *testing.T) {
	g, _, _ := sheet(t)
	opened, unlocked := "", ""
	g.OnOpen = func(id string) { opened = id }
	g.OnLocked = func(id string, column int) bool {
		unlocked = fmt.Sprintf("%s.%d", id, column)
		return column == 0
	}
	target := g.Target().(fyne.DoubleTappable)
	g.Select("a")
	target.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(5, 40)})
	if unlocked != "a.0" || opened != "" {
		t.Errorf("unlocked %q, opened %q", unlocked, opened)
	}
	g.OnLocked = func(string, int) bool { return false }
	target.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(5, 40)})
	if opened != "a" {
		t.Errorf("opened %q", opened)
	}
}

func TestEditorGrowsWithItsTextWithinTheGrid(t *testing.T) {
	g, c, _ := sheet(t)
	g.SelectCell("a", 1)
	test.Type(c.Focused(), "x")
	c.Capture()
	editor := c.Focused().(fyne.CanvasObject)
	cell := editor.Size().Width
	test.Type(c.Focused(), strings.Repeat("完成情况", 4))
	c.Capture()
	grown := editor.Size().Width
	test.Type(c.Focused(), strings.Repeat("完成情况", 400))
	c.Capture()
	if grown <= cell || editor.Size().Width > g.Size().Width || editor.Size().Width < grown {
		t.Errorf("widths %v, %v, %v in a grid of %v", cell, grown, editor.Size().Width, g.Size().Width)
	}
}
