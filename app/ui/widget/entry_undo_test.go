package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestUndoIsTheWindowsWhereNoTypingWaits(t *testing.T) {
	e := NewEntry(func(string) error { return nil })
	test.NewTempWindow(t, e).Canvas().Focus(e)
	test.Type(e, "甲")
	e.TypedShortcut(&fyne.ShortcutUndo{})
	if e.Text != "" {
		t.Fatalf("typing was not undone first: %q", e.Text)
	}
	test.Type(e, "乙")
	e.Commit()
	e.TypedShortcut(&fyne.ShortcutUndo{})
	e.TypedShortcut(&fyne.ShortcutRedo{})
	if e.Text != "乙" {
		t.Errorf("what was handed over was undone in the field alone: %q", e.Text)
	}
}

func TestCapsLockIsNoticedWhileTyping(t *testing.T) {
	e := NewPassword()
	on := false
	e.OnCaps = func(is bool) { on = is }
	test.NewTempWindow(t, e)
	for _, c := range []struct {
		typed rune
		shift bool
		want  bool
	}{{'a', false, false}, {'A', false, true}, {'A', true, false}, {'a', true, true}, {'1', true, true}, {'b', false, false}} {
		if c.shift {
			e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		e.TypedRune(c.typed)
		if c.shift {
			e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		if on != c.want {
			t.Errorf("%q with shift %t: caps lock seems %t, want %t", c.typed, c.shift, on, c.want)
		}
	}
}
