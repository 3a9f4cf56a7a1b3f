package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/locale"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
	"zhunsheng/storage/merge"
)

// TellDifferences puts fields in which an evaluation of a bundle differs from the one here into the user's words; key is the record's,
// such as "2022/id". An element of a list that only one side has is one difference, and orders that differ by no more than such elements
// are none.
func (d *Desk) TellDifferences(ctx context.Context, words *locale.Printer, key string, changes []handover.FieldChange) []chronicle.Field {
	teller := d.teller(ctx, words)
	lone := loneElements(changes)
	var fields []chronicle.Field
	for _, c := range changes {
		parts := merge.SplitPath(c.Path)
		element := merge.Path(slices.Clone(parts[:min(len(parts), 2)])...)
		row, is := lone[element]
		switch {
		case isOrder(parts) && sameOrder(c.Old, c.New):
		case !is:
			fields = append(fields, at(teller, key, c.Path, c.Old, c.New))
		case row < 0: // of the element, the path of its existence comes first
			f := at(teller, key, c.Path, nil, nil)
			f.Old, f.New = existence(words, c.Old), existence(words, c.New)
			lone[element], fields = len(fields), append(fields, f)
		case len(parts) == 3 && slices.Contains([]string{"name", "expected"}, parts[2]):
			f, told := &fields[row], at(teller, key, c.Path, c.Old, c.New)
			f.Item, f.Near, f.Old, f.New = "", "", told.Old, told.New // an element is known by its name, not by its ID
		}
	}
	return fields
}

// loneElements are the paths of the elements that one side lacks; -1 stands for no field yet.
func loneElements(changes []handover.FieldChange) map[string]int {
	lone := map[string]int{}
	for _, c := range changes {
		parts := merge.SplitPath(c.Path)
		if len(parts) == 2 && !isOrder(parts) && merge.EvaluationShape.IsList(parts[0]) && (c.Old == nil) != (c.New == nil) {
			lone[c.Path] = -1
		}
	}
	return lone
}

// isOrder reports whether a path is that of a list's order.
func isOrder(parts []string) bool { return len(parts) == 2 && parts[1] == "#" }

// sameOrder reports whether two lists name what both have in the same order.
func sameOrder(a, b json.RawMessage) bool {
	var one, other []string
	if a != nil && json.Unmarshal(a, &one) != nil || b != nil && json.Unmarshal(b, &other) != nil {
		return false
	}
	common := func(list, of []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return !slices.Contains(of, name) })
	}
	return slices.Equal(common(one, other), common(other, one))
}

// existence says whether there is an element that has no name.
func existence(words *locale.Printer, data json.RawMessage) string {
	if data == nil {
		return ""
	}
	return words.Text("chronicle.there", nil)
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
