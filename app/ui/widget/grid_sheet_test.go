package widget

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"
)

func TestSheetIsWalkedAsASpreadsheet(t *testing.T) {
	d := newDesk(t, "1", "", "2", "", "", "9")
	steps := []struct {
		what string
		do   func()
		want string
	}{
		{"the first cell to type into", func() {}, "a1"},
		{"Enter goes down", func() { d.keys(fyne.KeyReturn) }, "b1"},
		{"over a heading", func() { d.keys(fyne.KeyReturn) }, "c1"},
		{"Shift+Enter goes up", func() { d.shifted(fyne.KeyReturn) }, "b1"},
		{"Left reaches what is fixed", func() { d.keys(fyne.KeyLeft) }, "b0"},
		{"and stops at the edge", func() { d.keys(fyne.KeyLeft) }, "b0"},
		{"Tab goes to the next to type into", func() { d.keys(fyne.KeyTab) }, "b1"},
		{"End", func() { d.keys(fyne.KeyEnd) }, "b2"},
		{"Tab goes on in the next row", func() { d.keys(fyne.KeyTab) }, "c1"},
		{"Shift+Tab comes back", func() { d.shifted(fyne.KeyTab) }, "b2"},
		{"Home", func() { d.keys(fyne.KeyHome) }, "b0"},
		{"Ctrl+Home", func() { d.ctrl(fyne.KeyHome) }, "a0"},
		{"Ctrl+End", func() { d.ctrl(fyne.KeyEnd) }, "c2"},
		{"Ctrl+Up from a filled cell to the end of what is empty", func() { d.ctrl(fyne.KeyUp) }, "a2"},
		{"Ctrl+Left to the end of what is filled", func() { d.keys(fyne.KeyLeft); d.ctrl(fyne.KeyLeft) }, "a0"},
		{"Ctrl+Down", func() { d.ctrl(fyne.KeyDown) }, "c0"},
		{"Ctrl+Right to the next filled cell", func() { d.ctrl(fyne.KeyRight) }, "c2"},
	}
	for _, step := range steps {
		step.do()
		wantText(t, step.what, d.at(), step.want)
	}
}

func TestEnterAfterTabReturnsToWhereTabBegan(t *testing.T) {
	d := newDesk(t)
	d.types("1")
	d.keys(fyne.KeyTab)
	d.types("2")
	d.keys(fyne.KeyTab)
	wantText(t, "the cells", d.all(), "1|2 | |")
	wantText(t, "after the last cell of the row", d.at(), "b1")
	d.types("3")
	d.keys(fyne.KeyTab)
	d.types("4")
	d.keys(fyne.KeyReturn)
	wantText(t, "the cells", d.all(), "1|2 3|4 |")
	wantText(t, "Enter", d.at(), "c1")
	d.keys(fyne.KeyTab, fyne.KeyUp, fyne.KeyReturn)
	wantText(t, "Enter after an arrow", d.at(), "c2")
}

func TestTypingOverAndGoingOnWithWhatIsThere(t *testing.T) {
	d := newDesk(t, "12", "34")
	d.types("5")
	d.keys(fyne.KeyRight) // hands over, as nobody has put the caret
	wantText(t, "typed over", d.all(), "5|34 | |")
	wantText(t, "Right after a letter", d.at(), "a2")
	d.keys(fyne.KeyF2, fyne.KeyLeft)
	d.types("0")
	d.keys(fyne.KeyReturn)
	wantText(t, "F2 goes on with what is there, and Left moves its caret", d.all(), "5|304 | |")
	d.Select("a")
	d.keys(fyne.KeyBackspace, fyne.KeyReturn)
	wantText(t, "Backspace begins anew", d.all(), "5| | |")
	d.press(1, 1, 0)
	if d.body.editor.open {
		t.Error("a press opened the cell")
	}
	d.press(1, 1, 0)
	d.body.DoubleTapped(&fyne.PointEvent{Position: d.spot(1, 1)})
	if !d.body.editor.open || d.body.editor.Text != "5" {
		t.Error("a double click did not open the cell")
	}
}

func TestBlocksAreMarkedCopiedCutAndPasted(t *testing.T) {
	d := newDesk(t, "1", "2", "3", "4", "5", "6")
	wantText(t, "one cell", d.copied(), "1")
	d.shifted(fyne.KeyRight, fyne.KeyDown)
	wantText(t, "a block", d.copied(), "1\t2\n3\t4\n")
	wantText(t, "the rows of the block", fmt.Sprint(d.Marked(), d.Chosen()), "[a b] [a b]")
	d.body.TypedShortcut(&fyne.ShortcutCut{Clipboard: d.clip})
	wantText(t, "after the cut", d.all(), "| | 5|6")
	d.Select("b")
	d.paste(d.clip.Content())
	wantText(t, "after pasting, with a row that finds a place over the heading", d.all(), "| 1|2 3|4")
	wantText(t, "what was pasted is marked", fmt.Sprint(d.Block()), "[[1 2] [3 4]]")
	d.keys(fyne.KeyEscape)
	if d.Block() != nil {
		t.Error("Escape left the block marked")
	}
	d.SelectCell("c", 2)
	d.paste("7\t8\n9\t0\n")
	wantText(t, "at the corner", d.all(), "| 1|2 3|7")
	wantText(t, "rows that found no place", fmt.Sprint(d.over), "[[9 0]]")
	d.SelectCell("a", 1)
	d.shifted(fyne.KeyDown, fyne.KeyDown)
	d.paste("=")
	wantText(t, "one text over many cells", d.all(), "=| =|2 =|7")
	d.custom(fyne.KeyModifierControl|fyne.KeyModifierShift, fyne.KeyRight)
	d.keys(fyne.KeyDelete)
	wantText(t, "Delete clears the block", d.all(), "| | |")
	d.body.TypedShortcut(&fyne.ShortcutSelectAll{})
	wantText(t, "all", d.copied(), "a\t\t\nb\t\t\nc\t\t\n")
}

func TestBlockIsPastedAsOftenAsItFits(t *testing.T) {
	d := newDesk(t)
	d.shifted(fyne.KeyRight, fyne.KeyDown, fyne.KeyDown)
	d.paste("x")
	wantText(t, "one cell", d.all(), "x|x x|x x|x")
	d.paste("1\t2")
	wantText(t, "one row", d.all(), "1|2 1|2 1|2")
	d.paste("1\n2")
	wantText(t, "no multiple of it", d.all(), "1|2 2|2 1|2")
}

func TestFilling(t *testing.T) {
	d := newDesk(t, "1", "2")
	d.shifted(fyne.KeyRight, fyne.KeyDown, fyne.KeyDown)
	d.ctrl(fyne.KeyD)
	wantText(t, "down", d.all(), "1|2 1|2 1|2")
	d.SelectCell("b", 1)
	d.values["a1"] = "7"
	d.show()
	d.ctrl(fyne.KeyD)
	wantText(t, "from above", d.all(), "7|2 7|2 1|2")
	d.shifted(fyne.KeyRight)
	d.ctrl(fyne.KeyR)
	wantText(t, "to the right", d.all(), "7|2 7|7 1|2")
}

func TestMouseMarksAndFills(t *testing.T) {
	d := newDesk(t, "1", "2", "3", "4", "", "")
	d.press(1, 1, 0)
	d.drag(d.spot(2, 2))
	wantText(t, "dragged over", d.copied(), "1\t2\n3\t4\n")
	d.press(4, 1, fyne.KeyModifierShift)
	wantText(t, "Shift with a press", d.copied(), "1\n3\n\n")
	d.press(1, 1, 0)
	d.drag(d.spot(2, 1))
	corner, ok := d.body.handle()
	if !ok {
		t.Fatal("there is no square to fill by")
	}
	d.body.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: corner}, Button: desktop.MouseButtonPrimary})
	d.drag(d.spot(4, 0))
	wantText(t, "filled downwards", d.all(), "1|2 3|4 1|")
	d.SelectCell("c", 2)
	d.Grid.commitAt(place{"c", 2}, "9")
	corner, _ = d.body.handle()
	d.body.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: corner}, Button: desktop.MouseButtonPrimary})
	d.drag(d.spot(1, 2))
	wantText(t, "filled upwards", d.all(), "1|9 3|9 1|9")
}

func TestCellsThatAreFixedSaySo(t *testing.T) {
	d := newDesk(t, "1")
	said := 0
	d.OnFixed = func(id string, column int) {
		said++
		wantText(t, "the cell", fmt.Sprint(id, column), "a0")
	}
	d.keys(fyne.KeyLeft)
	d.body.TypedRune('x')
	d.keys(fyne.KeyDelete, fyne.KeyBackspace)
	d.paste("y")
	if said != 4 {
		t.Errorf("said %d times, want 4", said)
	}
	wantText(t, "the cells", d.all(), "1| | |")
}

func TestMenuIsAboutTheCellBelowThePointer(t *testing.T) {
	d := newDesk(t, "1", "2")
	asked := 0
	d.OnMenu = func(fyne.Position) { asked++ }
	d.shifted(fyne.KeyRight)
	d.body.TappedSecondary(&fyne.PointEvent{Position: d.spot(1, 2)})
	wantText(t, "inside", d.copied(), "1\t2")
	d.body.TappedSecondary(&fyne.PointEvent{Position: d.spot(2, 1)})
	wantText(t, "outside", d.at(), "b1")
	d.body.TappedSecondary(&fyne.PointEvent{Position: d.spot(0, 1)})
	if asked != 2 {
		t.Errorf("asked %d times, want 2: not on a heading", asked)
	}
}

func TestRefusedCellsOfABlockKeepTheirTexts(t *testing.T) {
	d := newDesk(t, "1", "2", "3", "4", "", "")
	blamed := ""
	d.Keep(&blaming{memory{}, &blamed}, "table")
	d.paste("bad\t8\n9\tbad")
	wantText(t, "what was taken", d.all(), "1|8 9|4 |")
	wantText(t, "what is shown", d.copied(), "bad\t8\n9\tbad\n")
	wantText(t, "the marked block", d.body.Say(), "a/one:b/two")
	var refused []string
	for _, p := range d.Parts() {
		if p.Name == "refused" {
			refused = append(refused, p.At)
		}
	}
	wantText(t, "the refused cells", fmt.Sprint(refused), "[a/one b/two]")
	wantText(t, "said of the current cell", blamed, "")
	if !d.SelectDraft() {
		t.Error("no refused cell")
	}
	wantText(t, "the current cell is one", d.at()+" "+blamed, "a1 refused")
	d.keys(fyne.KeyRight)
	d.SelectDraft()
	wantText(t, "the next refused cell", d.at(), "b2")
	d.SelectCell("c", 1)
	d.SelectDraft()
	wantText(t, "and over the end", d.at(), "a1")
	d.keys(fyne.KeyDelete)
	wantText(t, "after Delete", d.shown(d.row, d.column), "")
	d.SelectCell("b", 1)
	d.shifted(fyne.KeyRight)
	d.paste("5\t6")
	wantText(t, "pasted over what was refused", d.all(), "|8 5|6 |")
	if d.SelectDraft() {
		t.Error("something is refused still")
	}
	d.SelectCell("c", 1)
	d.paste("bad")
	wantText(t, "a single cell", d.shown(d.row, d.column), "bad")
	wantText(t, "copied as it stands there", d.copied(), "bad")
	d.SelectCell("c", 2)
	d.ctrl(fyne.KeyR)
	wantText(t, "filled to the right", d.shown(d.row, d.column), "bad")
}

// blaming is a shelf that notes what it was to blame.
type blaming struct {
	memory
	said *string
}

func (b *blaming) Blame(fault error) { *b.said = fault.Error() }

func TestPasteSaysHowMuchFellOnFixedCells(t *testing.T) {
	d := newDesk(t, "1", "2")
	d.SelectCell("a", 1)
	d.keys(fyne.KeyLeft)
	d.paste(" a \t1\nz\t3")
	wantText(t, "the cells", d.all(), "1|2 3| |")
	if d.fixed != 1 {
		t.Errorf("%d cells passed over, want the one that shows something else", d.fixed)
	}
	d.shifted(fyne.KeyRight)
	d.keys(fyne.KeyDelete)
	if d.fixed != 0 {
		t.Errorf("%d cells passed over by clearing", d.fixed)
	}
}

func TestTipSaysWhyACellIsRefused(t *testing.T) {
	d := newDesk(t, "1")
	d.Keep(telling{memory{}}, "table")
	d.paste("bad")
	wantText(t, "tip", d.unseen(d.row, d.column), "not that")
	wantText(t, "tip of another cell", d.unseen(d.row, d.column+1), "")
}

// telling is a shelf that knows the sentence of a refusal.
type telling struct{ memory }

func (s telling) Refused(about string) map[string]Refused {
	refused := map[string]Refused{}
	for part, r := range s.memory.Refused(about) {
		r.Reason = "not that"
		refused[part] = r
	}
	return refused
}

func TestWhatTheShelfHasLostIsNotShownAnyMore(t *testing.T) {
	d, shelf := newDesk(t, "1"), memory{}
	d.Keep(shelf, "table")
	d.paste("bad")
	clear(shelf)
	d.show()
	wantText(t, "after an undo", d.shown(d.row, d.column), "1")
}

func TestSheetWithoutRowsHandsItsPasteOver(t *testing.T) {
	d := newDesk(t)
	d.SetRows(nil)
	d.paste("x\ty")
	wantText(t, "over", fmt.Sprint(d.over), "[[x y]]")
}

func TestWhatIsCopiedComesBackByPasting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching(`[0-9≥≤%一二"a]{0,4}`), 6, 6).Draw(r, "texts")
		d := newDesk(t, texts...)
		before := d.all()
		d.shifted(slices.Repeat([]fyne.KeyName{fyne.KeyDown}, rapid.IntRange(0, 2).Draw(r, "down"))...)
		d.shifted(slices.Repeat([]fyne.KeyName{fyne.KeyRight}, rapid.IntRange(0, 1).Draw(r, "right"))...)
		block := fmt.Sprint(d.Block())
		text := d.copied()
		d.keys(fyne.KeyDelete)
		d.paste(text)
		if d.all() != before {
			r.Fatalf("%q became %q by pasting %q", before, d.all(), text)
		}
		if again := fmt.Sprint(d.Block()); text != "" && again != block {
			r.Fatalf("marked %q, after pasting %q", block, again)
		}
	})
}
