package storage

import (
	"errors"
	"slices"
	"testing"

	"zhunsheng/scoring"
)

// A year that was added by a large import does not go with it when somebody adds an evaluation to it while that is being undone.
func TestYearThatIsUsedMeanwhileStays(t *testing.T) {
	s := OpenMemory(Options{})
	ctx := t.Context()
	of := func(id string) *scoring.Evaluation {
		e := sample(id)
		e.ID, e.FiscalYear = id, 2031
		return e
	}
	n, err := s.ImportAs(ctx, ImportOptions{AddYears: true}, func(yield func(*scoring.Evaluation, error) bool) {
		for i := range 2*importPart + 1 {
			if !yield(of("a"+string(rune('A'+i/26))+string(rune('a'+i%26))), nil) {
				return
			}
		}
	})
	if err != nil || n != 2*importPart+1 {
		t.Fatal(n, err)
	}
	undo, _, err := s.NextSteps(ctx, Scope{})
	if err != nil || len(undo.Entries) != 1 || len(undo.Entries[0].Parts) < 2 {
		t.Fatalf("%+v, %v", undo, err)
	}
	e := undo.Entries[0]
	b := s.newBulk(Entry{Action: ActionUndo, Undoes: e.Seq})
	for _, seq := range slices.Backward(e.Parts) {
		err := partsOf(s.ledger, Entry{Seq: e.Seq, Parts: []uint64{seq}}, func(part Entry) error {
			return b.stage(ctx, func(tx *tx) error { return s.turn(tx, &part, true, 0) })
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Create(ctx, of("late")); err != nil {
		t.Fatal(err)
	}
	if err := b.commit(ctx); !errors.Is(err, ErrConflict) {
		t.Errorf("undone: %v", err)
	}
	if _, _, err := s.Evaluation(ctx, 2031, "late"); err != nil {
		t.Error(err)
	}
	if years, err := s.Years(ctx); err != nil || len(years) != 1 {
		t.Errorf("%+v, %v", years, err)
	}
}
