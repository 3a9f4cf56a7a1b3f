package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"zhunsheng/storage"
)

// SchemeDraft is a scheme that is being edited and was not saved as a version yet.
type SchemeDraft struct {
	Scheme   json.RawMessage `json:"scheme"`             // need not be sound
	Replaces string          `json:"replaces,omitempty"` // hash of the unused one that it will take the place of, "" for a new version
}

const schemeDraftNote = "scheme-draft"

// SchemeDraft returns the draft that was kept last, nil where there is none. Errors are those of the store.
func (d *Desk) SchemeDraft(ctx context.Context) (*SchemeDraft, error) {
	content, err := d.store.Note(ctx, schemeDraftNote)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	draft := new(SchemeDraft)
	return draft, json.Unmarshal(content, draft)
}

// schemeDraftReason is the reason of an action that keeps a draft.
const schemeDraftReason = "draft"

// KeepSchemeDraft keeps the draft in place of the one before, so that nothing of it is lost; nil drops it. Errors are those of the store.
func (d *Desk) KeepSchemeDraft(ctx context.Context, draft *SchemeDraft) error {
	var content []byte
	if draft != nil {
		var compact bytes.Buffer
		if err := json.Compact(&compact, draft.Scheme); err != nil {
			return err
		}
		var err error
		if content, err = json.Marshal(SchemeDraft{Scheme: compact.Bytes(), Replaces: draft.Replaces}); err != nil {
			return err
		}
	}
	return d.store.Apply(ctx, storage.ActionScheme, schemeDraftReason, func(uint64) ([]storage.Part, error) {
		return []storage.Part{{Note: schemeDraftNote, Content: content}}, nil
	})
}
