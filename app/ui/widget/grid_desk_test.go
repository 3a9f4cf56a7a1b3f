package widget

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// desk is a sheet of three rows under two headings: a fixed name, and two columns to type into.
type desk struct {
	*Grid
	values map[string]string
	over   [][]string // of the newest batch
	fixed  int
	clip   fyne.Clipboard
}

func newDesk(t testing.TB, values ...string) *desk {
	t.Helper()
	d := &desk{values: make(map[string]string), clip: test.NewClipboard()}
	d.Grid = NewGrid(Column{Title: "name", Width: 100}, Column{Title: "one", Width: 100}, Column{Title: "two", Width: 100})
	for i, v := range values {
		d.values[fmt.Sprintf("%c%d", 'a'+i/2, 1+i%2)] = v
	}
	d.OnCommit = func(id string, column int, text string) error {
		if text == "bad" {
			return errors.New("refused")
		}
		d.values[fmt.Sprint(id, column)] = text
		d.show()
		return nil
	}
	d.OnBatch = func(b Batch) ([]error, error) {
		d.over, d.fixed = b.Over, b.Fixed
		refused := make([]error, len(b.Cells))
		for i, c := range b.Cells {
			if c.Text == "bad" {
				refused[i] = errors.New("refused")
				continue
			}
			d.values[fmt.Sprint(c.ID, c.Column)] = c.Text
		}
		d.show()
		return refused, nil
	}
	w := test.NewTempWindow(t, d.Grid)
	w.Resize(fyne.NewSize(400, 400))
	d.show()
	d.Focus()
	return d
}

func (d *desk) show() {
	row := func(id string) Row {
		return Row{ID: id, Cells: []Cell{{Text: id}, {Text: d.values[id+"1"], Edit: true}, {Text: d.values[id+"2"], Edit: true}}}
	}
	head := Row{ID: "H", Level: 1, Cells: []Cell{{Text: "H"}, {}, {}}}
	d.SetRows([]Row{head, row("a"), row("b"), head, row("c")})
}

func (d *desk) keys(names ...fyne.KeyName) {
	for _, name := range names {
		CanvasOf(d.body).Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// types sends digits as the window does: as keys, then as runes.
func (d *desk) types(text string) {
	for _, r := range text {
		d.keys(fyne.KeyName(string(r)))
		CanvasOf(d.body).Focused().TypedRune(r)
	}
}

func (d *desk) shifted(names ...fyne.KeyName) {
	d.body.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	d.keys(names...)
	d.body.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func (d *desk) ctrl(names ...fyne.KeyName) { d.custom(fyne.KeyModifierControl, names...) }

func (d *desk) custom(modifier fyne.KeyModifier, names ...fyne.KeyName) {
	for _, name := range names {
		d.body.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: modifier})
	}
}

func (d *desk) copied() string {
	d.body.TypedShortcut(&fyne.ShortcutCopy{Clipboard: d.clip})
	return d.clip.Content()
}

func (d *desk) paste(text string) {
	d.clip.SetContent(text)
	d.body.TypedShortcut(&fyne.ShortcutPaste{Clipboard: d.clip})
}

func (d *desk) at() string { return fmt.Sprint(d.CurrentRow(), d.CurrentColumn()) }

func (d *desk) all() string {
	var all []string
	for _, id := range []string{"a", "b", "c"} {
		all = append(all, d.values[id+"1"]+"|"+d.values[id+"2"])
	}
	return strings.Join(all, " ")
}

func (d *desk) spot(row, column int) fyne.Position {
	return fyne.NewPos(d.left(column)+20, d.tops[row]+10)
}

func (d *desk) press(row, column int, modifier fyne.KeyModifier) {
	d.body.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: d.spot(row, column)}, Button: desktop.MouseButtonPrimary, Modifier: modifier})
}

func (d *desk) drag(to fyne.Position) {
	d.body.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to, AbsolutePosition: to.Add(fyne.CurrentApp().Driver().AbsolutePositionForObject(d.body))}})
	d.body.MouseUp(nil)
	d.body.DragEnd()
}

func wantText(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}
