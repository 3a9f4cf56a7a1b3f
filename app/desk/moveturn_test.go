package desk

import (
	"errors"
	"testing"

	"zhunsheng/storage"
)

// TestOnlyTheMoveItselfIsTurned: a move is undone and redone by itself where it was the last step, and left alone where it was not.
func TestOnlyTheMoveItselfIsTurned(t *testing.T) {
	d := counted(newDesk(t))
	example(t, d)
	id := exampleID(t, d)
	refused := func(what string, year int, of string, redo bool) {
		t.Helper()
		turned, err := d.TurnMove(t.Context(), speak(t), year, of, redo)
		var undo *UndoError
		if !errors.As(err, &undo) || !errors.Is(err, storage.ErrNothingToUndo) || turned.Moved {
			t.Errorf("%s: %+v, %v", what, turned, err)
		}
	}
	refused("never moved", 2022, id, false)
	if _, err := d.Move(t.Context(), Move{Year: 2022, ID: id, To: 2023}); err != nil {
		t.Fatal(err)
	}
	refused("another one", 2023, "other", false)
	refused("another year", 2022, id, false)
	refused("nothing undone", 2023, id, true)
	turned, err := d.TurnMove(t.Context(), speak(t), 2023, id, false)
	if err != nil || !turned.Moved || turned.Year != 2022 || turned.ID != id || idsOf(t, d, 2022) != id {
		t.Fatalf("%+v, %v", turned, err)
	}
	refused("redone elsewhere", 2023, id, true)
	if turned, err = d.TurnMove(t.Context(), speak(t), 2022, id, true); err != nil || turned.Year != 2023 || idsOf(t, d, 2023) != id {
		t.Fatalf("%+v, %v", turned, err)
	}
	e, _, err := d.Open(t.Context(), 2023, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Project.Unit = "另一单位"
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	refused("something was done since", 2023, id, false)
	if idsOf(t, d, 2023) != id {
		t.Error("it was moved back")
	}
}
