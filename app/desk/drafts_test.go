package desk

import (
	"reflect"
	"testing"

	"zhunsheng/app/edit"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

func TestRefusedInputIsKeptBesideTheEvaluation(t *testing.T) {
	d := newDesk(t)
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil || len(headers) == 0 {
		t.Fatal(len(headers), err)
	}
	id := headers[0].ID
	if drafts, err := d.Drafts(t.Context(), year, id); err != nil || drafts != nil {
		t.Fatalf("drafts of an evaluation that was not typed into: %v, %v", drafts, err)
	}
	before, _, err := d.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	refused := edit.Drafts{"score.points/i1": {"": {
		Text: "abc", Place: edit.Place{Step: edit.Indicators, Item: "i1"},
		Reason: scoring.Message{Key: "ui.refuse.number", Args: scoring.Args{"text": "abc"}},
	}}}
	if err := d.KeepDrafts(t.Context(), year, id, refused); err != nil {
		t.Fatal(err)
	}
	got, err := d.Drafts(t.Context(), year, id)
	if draft := got["score.points/i1"][""]; err != nil || draft.Text != "abc" || draft.Place.Item != "i1" || draft.Reason.Args["text"] != "abc" {
		t.Fatalf("kept %+v, %v", got, err)
	}
	after, _, err := d.Open(t.Context(), year, id)
	if err != nil || !reflect.DeepEqual(after, before) {
		t.Errorf("the evaluation is another one: %v", err)
	}
	undo, _, err := d.store.NextSteps(t.Context(), storage.Scope{Year: year, ID: id})
	if err != nil || !undo.IsZero() && undo.Entries[0].Action == storage.ActionDraft {
		t.Errorf("undo would turn to %+v, %v", undo, err)
	}
	for range 2 { // the second time there is nothing to drop
		if err := d.KeepDrafts(t.Context(), year, id, edit.Drafts{}); err != nil {
			t.Fatal(err)
		}
	}
	if drafts, err := d.Drafts(t.Context(), year, id); err != nil || drafts != nil {
		t.Errorf("still kept: %v, %v", drafts, err)
	}
}
