package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"zhunsheng/app/edit"
	"zhunsheng/storage"
)

// draftsNote names the note in which what was typed into an evaluation and refused is kept.
func draftsNote(year int, id string) string { return fmt.Sprintf("drafts/%d/%s", year, id) }

// Drafts returns what was typed into an evaluation and refused, and still waits. Errors are those of the store.
func (d *Desk) Drafts(ctx context.Context, year int, id string) (edit.Drafts, error) {
	content, err := d.store.Note(ctx, draftsNote(year, id))
	if errors.Is(err, storage.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var drafts edit.Drafts
	return drafts, json.Unmarshal(content, &drafts)
}

// KeepDrafts keeps drafts beside an evaluation in place of those before: on this device only, and never as part of it. Errors are those of
// the store.
func (d *Desk) KeepDrafts(ctx context.Context, year int, id string, drafts edit.Drafts) error {
	part := storage.Part{Note: draftsNote(year, id)}
	if len(drafts) > 0 {
		var err error
		if part.Content, err = json.Marshal(drafts); err != nil {
			return err
		}
	}
	return d.store.Apply(ctx, storage.ActionDraft, fmt.Sprintf("refused %d/%s", year, id), func(uint64) ([]storage.Part, error) {
		return []storage.Part{part}, nil
	})
}
