package desk

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/locale"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
	"zhunsheng/storage/merge"
)

// TellDifferences puts fields in which an evaluation of a bundle differs from the one here into the user's words; key is the record's,
// such as "2022/id".
func (d *Desk) TellDifferences(ctx context.Context, words *locale.Printer, key string, changes []handover.FieldChange) []chronicle.Field {
	teller := d.teller(ctx, words)
	fields := make([]chronicle.Field, len(changes))
	for i, c := range changes {
		fields[i] = at(teller, key, c.Path, c.Old, c.New)
	}
	return fields
}

// ToldConflict is a conflict in the user's words.
type ToldConflict struct {
	Conflict
	Project  string
	Field    string   // what the field is called, with what it is of
	Replaced string   // what both replaced; "" for nothing
	Said     []string // the values, in the order of Values; "" for none
}

// TellConflicts lists what waits for a decision, in the user's words. Errors are those of [Desk.Conflicts].
func (d *Desk) TellConflicts(ctx context.Context, words *locale.Printer) ([]ToldConflict, error) {
	list, err := d.Conflicts(ctx)
	teller := d.teller(ctx, words)
	told := make([]ToldConflict, len(list))
	for i, c := range list {
		t := ToldConflict{Conflict: c, Project: c.Title, Field: c.Path}
		evaluation := c.Kind == bundle.RecordEvaluation
		if evaluation {
			f := at(teller, c.Key, c.Path, c.Ancestor.Data, nil)
			t.Field, t.Replaced = f.What(), f.Old
			if year, id, ok := keyParts(c.Key); ok && t.Project == "" {
				t.Project = teller.Project(year, id)
			}
		}
		for _, v := range c.Values {
			said := v.Text
			if evaluation && !v.Absent {
				f := at(teller, c.Key, c.Path, nil, v.Data)
				said = f.New
			}
			t.Said = append(t.Said, said)
		}
		told[i] = t
	}
	return told, err
}

// at describes a change at the path of a merge.
func at(teller *chronicle.Teller, key, path string, old, now json.RawMessage) chronicle.Field {
	year, id, _ := keyParts(key)
	if path != "" {
		path = historyPath(merge.SplitPath(path))
	}
	return teller.At(year, id, path, old, now)
}

// keyParts takes the key of an evaluation's record apart.
func keyParts(key string) (year int, id string, ok bool) {
	text, id, ok := strings.Cut(key, "/")
	year, err := strconv.Atoi(text)
	return year, id, ok && err == nil
}
