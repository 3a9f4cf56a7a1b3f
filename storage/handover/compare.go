package handover

import (
	"encoding/json"

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
	differences, err := shape.Differences(a.View(shape).Document, b.View(shape).Document)
	var changes []FieldChange
	for _, d := range differences {
		changes = append(changes, FieldChange{Path: d.Path, Old: d.Old, New: d.New})
	}
	return changes, err
}
