package storage_test

import (
	"errors"
	"testing"

	"zhunsheng/storage"
)

// TestWorkInNotesIsUndoneUntilOthersHaveIt: reviews and panels are kept in notes; their actions are steps like any other, until a bundle
// went out or a form was submitted.
func TestWorkInNotesIsUndoneUntilOthersHaveIt(t *testing.T) {
	for _, c := range []struct {
		name             string
		action           storage.Action
		settles          storage.Action
		reason           string
		undoneAfterwards bool
	}{
		{"a review that went out", storage.ActionReview, storage.ActionImport, "export", false},
		{"a form that was submitted", storage.ActionPanel, storage.ActionPanel, "submit p1/e1 2022/a", false},
		{"a review beside a submitted form", storage.ActionReview, storage.ActionPanel, "submit p1/e1 2022/a", true},
		{"edits that were noted", storage.ActionReview, storage.ActionImport, "note edits", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openSteps(t, t.TempDir())
			defer func() { _ = s.Close() }() // the store of then: restarts replace it
			keep := func(action storage.Action, reason, name, content string) {
				t.Helper()
				if err := s.Apply(t.Context(), action, reason, func(uint64) ([]storage.Part, error) {
					return []storage.Part{{Note: name, Content: []byte(content)}}, nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			held := func() string {
				content, err := s.Note(t.Context(), "record/x")
				if errors.Is(err, storage.ErrNotFound) {
					return ""
				}
				if err != nil {
					t.Fatal(err)
				}
				return string(content)
			}
			keep(c.action, "begin 2022/a/0001", "record/x", `"one"`)
			keep(c.action, "edit 2022/a/0001", "record/x", `"two"`)
			for _, want := range []string{`"one"`, ""} {
				if _, err := s.UndoStep(t.Context(), wholeStore, 0); err != nil || held() != want {
					t.Fatalf("after undoing %s, want %s (%v)", held(), want, err)
				}
			}
			for range 2 {
				if _, err := s.RedoStep(t.Context(), wholeStore, 0); err != nil {
					t.Fatal(err)
				}
			}
			if held() != `"two"` {
				t.Fatalf("after redoing %s", held())
			}
			keep(c.settles, c.reason, "self", `{}`)
			_, err := s.UndoStep(t.Context(), wholeStore, 0)
			if c.undoneAfterwards && (err != nil || held() != `"one"`) || !c.undoneAfterwards && (!errors.Is(err, storage.ErrNothingToUndo) || held() != `"two"`) {
				t.Errorf("afterwards %s (%v)", held(), err)
			}
		})
	}
}
