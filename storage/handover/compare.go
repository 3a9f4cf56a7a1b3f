package handover

import (
	"context"
	"encoding/json"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// FieldChange is one field that differs between two versions of a record; nil is none.
type FieldChange struct {
	Path string          `json:"path"`
	Old  json.RawMessage `json:"old,omitempty"`
	New  json.RawMessage `json:"new,omitempty"`
}

// Compare lists the fields that differ between two lines of a bundle's records of a kind, by path. Errors are those of [merge.Decode].
func Compare(kind string, old, now []byte) ([]FieldChange, error) {
	shape := shapeOf(kind)
	a, err := merge.Decode(shape, old)
	if err != nil {
		return nil, err
	}
	b, err := merge.Decode(shape, now)
	if err != nil {
		return nil, err
	}
	return differences(kind, a.View(shape).Document, b.View(shape).Document)
}

// Differences lists the fields in which a record of a bundle differs from the one here, by path; all of them where there is none here.
// A record that the bundle does not have is an error wrapping [ErrAbsent].
func (x *Exchange) Differences(ctx context.Context, r *bundle.Reader, kind, key string) ([]FieldChange, error) {
	here, _, err := x.latest(ctx, kind, key)
	if err != nil {
		return nil, err
	}
	var changes []FieldChange
	found := false
	err = r.Record(ctx, kind, key, func(line []byte) error {
		found = true
		there, err := merge.Decode(shapeOf(kind), line)
		if err != nil {
			return err
		}
		changes, err = differences(kind, here.record.View(shapeOf(kind)).Document, there.View(shapeOf(kind)).Document)
		return err
	})
	if err == nil && !found {
		err = ErrAbsent
	}
	return changes, err
}

func differences(kind string, old, now json.RawMessage) ([]FieldChange, error) {
	all, err := shapeOf(kind).Differences(old, now)
	var changes []FieldChange
	for _, d := range all {
		changes = append(changes, FieldChange{Path: d.Path, Old: d.Old, New: d.New})
	}
	return changes, err
}
