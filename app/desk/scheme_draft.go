package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

// SchemeDraft is a scheme that is being edited and was not saved as a version yet.
type SchemeDraft struct {
	Scheme   json.RawMessage // need not be sound
	Replaces string          // hash of the unused one that it will take the place of, "" for a new version
	// Past and Next are the encoded states that can be undone to and redone, the nearest ones last.
	Past, Next [][]byte
}

// keptDraft is a draft as it is written down: the states by their differences, each from the one that lies nearer to the scheme.
type keptDraft struct {
	Scheme   json.RawMessage  `json:"scheme"`
	Replaces string           `json:"replaces,omitempty"`
	Past     [][]delta.Change `json:"past,omitempty"` // the nearest first
	Next     [][]delta.Change `json:"next,omitempty"`
}

// keptSteps is how many states are kept in each direction.
const keptSteps = 100

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
	var kept keptDraft
	if err := json.Unmarshal(content, &kept); err != nil {
		return nil, err
	}
	return &SchemeDraft{Scheme: kept.Scheme, Replaces: kept.Replaces, Past: walk(kept.Scheme, kept.Past), Next: walk(kept.Scheme, kept.Next)}, nil
}

// walk goes from a state over differences and returns the states on the way, the farthest first. It ends where a difference does not fit.
func walk(from []byte, steps [][]delta.Change) (states [][]byte) {
	for _, changes := range steps {
		next, err := delta.Apply(from, changes)
		if err != nil {
			break
		}
		states, from = append(states, next), next
	}
	slices.Reverse(states)
	return states
}

// steps are the differences on the way from a state over others, of which the nearest comes last.
func steps(from []byte, states [][]byte) (way [][]delta.Change) {
	for _, state := range slices.Backward(states[max(0, len(states)-keptSteps):]) {
		next, err := compacted(state)
		if err != nil {
			break
		}
		changes, err := delta.Diff(from, next)
		if err != nil {
			break
		}
		way, from = append(way, changes), next
	}
	return way
}

func compacted(document []byte) ([]byte, error) {
	var out bytes.Buffer
	err := json.Compact(&out, document)
	return out.Bytes(), err
}

// schemeDraftReason is the reason of an action that keeps a draft.
const schemeDraftReason = "draft"

// KeepSchemeDraft keeps the draft in place of the one before, so that nothing of it is lost; nil drops it. Errors are those of the store.
func (d *Desk) KeepSchemeDraft(ctx context.Context, draft *SchemeDraft) error {
	var content []byte
	if draft != nil {
		scheme, err := compacted(draft.Scheme)
		if err != nil {
			return err
		}
		kept := keptDraft{Scheme: scheme, Replaces: draft.Replaces, Past: steps(scheme, draft.Past), Next: steps(scheme, draft.Next)}
		if content, err = json.Marshal(kept); err != nil {
			return err
		}
	}
	return d.store.Apply(ctx, storage.ActionScheme, schemeDraftReason, func(uint64) ([]storage.Part, error) {
		return []storage.Part{{Note: schemeDraftNote, Content: content}}, nil
	})
}
