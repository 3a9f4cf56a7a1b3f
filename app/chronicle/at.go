package chronicle

import (
	"encoding/json"

	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

// At describes one change of an evaluation that need not be in any history: at a path, from one value to another, nil for none. Paths are
// those of package delta; the empty one is the evaluation as a whole.
func (t *Teller) At(year int, id, path string, old, now json.RawMessage) Field {
	c := delta.Change{Path: path, Old: old, New: now}
	f := Field{Year: year, ID: id, Kind: storage.KindEvaluation, Changes: []delta.Change{c}}
	if path == "" {
		f.Key, f.Label = "evaluation", t.words.Text("chronicle.field.evaluation", nil)
		f.Old, f.New = nameIn(old), nameIn(now)
		return f
	}
	names := t.names(year, id)
	p := t.place(names, path)
	f.Key, f.Item, f.Near, f.Label = p.key, p.item, p.near, p.label
	t.showValues(names, &f)
	return f
}
