package command

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestKeysAreNamedAsOnKeyboards(t *testing.T) {
	tests := map[string]Keys{
		"Ctrl+N": Ctrl(fyne.KeyN), "Alt+←": Alt(fyne.KeyLeft), "Ctrl+Shift+Z": CtrlShift(fyne.KeyZ), "F1": Bare(fyne.KeyF1), "": {},
	}
	for want, keys := range tests {
		if got := keys.String(); got != want {
			t.Errorf("%+v is named %q, want %q", keys, got, want)
		}
	}
}

func TestShortcutsAreThoseTheDriverSends(t *testing.T) {
	if _, ok := Ctrl(fyne.KeyZ).Shortcut().(*fyne.ShortcutUndo); !ok {
		t.Error("Ctrl+Z is not the driver's undo")
	}
	if _, ok := Ctrl(fyne.KeyY).Shortcut().(*fyne.ShortcutRedo); !ok {
		t.Error("Ctrl+Y is not the driver's redo")
	}
	if Bare(fyne.KeyF1).Shortcut() != nil {
		t.Error("a function key alone is no shortcut of the toolkit")
	}
}

func TestCommandThatCannotBeDoneIsNotDone(t *testing.T) {
	done := 0
	can := false
	c := Command{Do: func() { done++ }, Can: func() bool { return can }}
	c.Run()
	can = true
	c.Run()
	if done != 1 {
		t.Errorf("done %d times, want once", done)
	}
}
