package desk

import (
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func TestALargeImportSaysHowManyAndDraftsOfSchemesAreLeftOut(t *testing.T) {
	d, w := newDesk(t), speak(t)
	_, scheme, err := d.Open(t.Context(), 2022, example(t, d).Evaluation.ID)
	if err != nil {
		t.Fatal(err)
	}
	data, err := scheme.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.KeepSchemeDraft(t.Context(), &SchemeDraft{Scheme: data}); err != nil {
		t.Fatal(err)
	}
	e := example(t, d).Evaluation
	count := 0
	if _, err := d.store.ImportAs(t.Context(), storage.ImportOptions{Action: storage.ActionImport, AddYears: true}, func(yield func(*scoring.Evaluation, error) bool) {
		for count < 400 {
			next := e.Clone()
			next.ID = e.ID + string(rune('一'+count))
			count++
			if !yield(next, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	events, err := d.Past(t.Context(), w, storage.Scope{}, 0, nil)
	if err != nil || len(events) == 0 || events[0].Text != "400 项评价" {
		t.Fatalf("%+v, %v", events, err)
	}
	for _, ev := range events {
		if ev.Action == storage.ActionScheme {
			t.Errorf("tells of a draft: %+v", ev)
		}
	}
}
