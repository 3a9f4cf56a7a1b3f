package widget_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestEntryHandsOverWhenItIsLeft(t *testing.T) {
	var got []string
	e := widget.NewEntry(func(text string) error { got = append(got, text); return nil })
	other := widget.NewEntry(nil)
	c := uitest.Window(t, container.NewVBox(e, other)).Canvas()
	c.Focus(e)
	uitest.Type(t, c, "甲")
	if len(got) != 0 {
		t.Error("handed over while typing")
	}
	c.Focus(other)
	c.Focus(e)
	uitest.Press(t, c, fyne.KeyReturn) // nothing new
	uitest.Type(t, c, "乙")
	uitest.Press(t, c, fyne.KeyEscape)
	if strings.Join(got, " ") != "甲 甲乙" {
		t.Errorf("handed over %q", got)
	}
}

func TestProseHandsOverAtTheEndOfASentence(t *testing.T) {
	var got []string
	e := widget.NewProse(3, func(text string) error { got = append(got, text); return nil })
	c := uitest.Window(t, e).Canvas()
	c.Focus(e)
	uitest.Type(t, c, "完成。未完")
	if strings.Join(got, " ") != "完成。" {
		t.Errorf("handed over %q, want the finished sentence", got)
	}
}

func TestRefusedTextWaitsForItsSubject(t *testing.T) {
	e := widget.NewEntry(func(text string) error {
		if text == "x" {
			return errors.New("no")
		}
		return nil
	})
	c := uitest.Window(t, e).Canvas()
	show := func(subject string) {
		e.About(subject)
		e.SetValue("of " + subject)
	}
	show("a")
	c.Focus(e)
	e.SetText("x")
	e.Commit()
	show("b")
	if e.Text != "of b" || e.Dirty() {
		t.Fatalf("another subject shows %q", e.Text)
	}
	show("a")
	if e.Text != "x" || !e.Dirty() {
		t.Fatalf("back at its own the field holds %q", e.Text)
	}
	e.SetText("y")
	e.Commit()
	show("b")
	show("a")
	if e.Text != "of a" || e.Dirty() {
		t.Errorf("after it was taken the field holds %q", e.Text)
	}
}

// TestTextThatIsTakenDoesNotWait turns the field to another subject from within what takes its text, as lists do whose row goes with it.
func TestTextThatIsTakenDoesNotWait(t *testing.T) {
	var e *widget.Entry
	values := map[string]string{}
	e = widget.NewEntry(func(text string) error {
		if text == "x" {
			e.About("b")
			return errors.New("no")
		}
		values["a"] = text
		e.About("b")
		e.SetValue(values["b"])
		return nil
	})
	uitest.Window(t, e)
	e.About("a")
	e.SetValue("")
	e.SetText("taken")
	e.Commit()
	if e.Text != "" || e.Dirty() || values["a"] != "taken" {
		t.Fatalf("the other subject shows %q", e.Text)
	}
	values["a"] = ""
	e.About("a")
	e.SetValue(values["a"])
	if e.Text != "" || e.Dirty() {
		t.Errorf("back at its own the field holds %q, which was taken back", e.Text)
	}
	e.SetText("x")
	e.Commit()
	e.SetValue("")
	if e.Text != "" || e.Dirty() {
		t.Errorf("the other subject shows %q, which was refused elsewhere", e.Text)
	}
	e.About("a")
	if e.SetValue(""); e.Text != "x" || !e.Dirty() {
		t.Errorf("what was refused is %q, want x", e.Text)
	}
}

func TestRefusedTextStaysMarked(t *testing.T) {
	refuse := true
	e := widget.NewEntry(func(string) error {
		if refuse {
			return errors.New("no")
		}
		return nil
	})
	c := uitest.Window(t, e).Canvas()
	c.Focus(e)
	uitest.Type(t, c, "x")
	uitest.Press(t, c, fyne.KeyReturn)
	e.SetValue("the owner's") // a refresh must not take the user's text away
	if e.Text != "x" || !e.Dirty() {
		t.Errorf("the field holds %q, want the refused text", e.Text)
	}
	refuse = false
	uitest.Press(t, c, fyne.KeyReturn)
	e.SetValue("the owner's")
	if e.Text != "the owner's" {
		t.Errorf("the field holds %q after the text was taken", e.Text)
	}
}

func TestTypingIsUndoneBeforeAnythingElse(t *testing.T) {
	e := widget.NewEntry(func(string) error { return nil })
	c := uitest.Window(t, e).Canvas()
	c.Focus(e)
	if e.UndoTyping() {
		t.Error("there was no typing to undo")
	}
	uitest.Type(t, c, "x")
	if !e.UndoTyping() || e.Text != "" {
		t.Errorf("the field holds %q after its typing was undone", e.Text)
	}
}

func TestFunctionKeysReachTheWindow(t *testing.T) {
	e := widget.NewEntry(nil)
	g := widget.NewGrid(widget.Column{Title: "a", Width: 50})
	b := widget.NewButton("b", nil)
	choice := widget.NewChoice(nil, widget.Option{ID: "1", Label: "1"})
	steps := widget.NewSteps(nil)
	c := uitest.Window(t, container.NewVBox(e, g, b, choice, steps)).Canvas()
	var last fyne.KeyName
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { last = ev.Name })
	for _, f := range []fyne.Focusable{e, g.Target(), b, choice, steps} {
		c.Focus(f)
		for n := range 12 {
			key := fyne.KeyName("F" + strconv.Itoa(n+1))
			uitest.Press(t, c, key)
			if last != key {
				t.Errorf("%s in %T did not reach the window", key, f)
			}
		}
	}
}

func TestEnterPressesAButton(t *testing.T) {
	pressed := 0
	b := widget.NewButton("b", func() { pressed++ })
	c := uitest.Window(t, b).Canvas()
	c.Focus(b)
	uitest.Press(t, c, fyne.KeyReturn, fyne.KeySpace)
	if pressed != 2 {
		t.Errorf("pressed %d times, want 2", pressed)
	}
}

func TestTabLeavesATextOfSeveralLines(t *testing.T) {
	e := widget.NewProse(3, nil)
	if e.AcceptsTab() {
		t.Error("Tab is typed into the text: the keyboard cannot leave it")
	}
}
