package chronicle

import (
	"strconv"
	"strings"

	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

// Field is the change of one thing that a user would call a field.
type Field struct {
	Year int    // of the evaluation, 0 for what belongs to none
	ID   string // of the evaluation
	Kind storage.Kind
	Key  string // names the field for filters, such as "indicators.actual"; its words are Label
	Item string // what the field is of, such as "指标「存量企业」"; "" for the evaluation itself
	Near string // Item with a short name, for lines
	// Label is what the field is called, such as "实际完成值".
	Label    string
	Old, New string         // as a user reads them; "" for none
	Changes  []delta.Change // what was recorded
}

// Path is the place of the field in the record, for restoring it: that of its only change, or what all have in common.
func (f *Field) Path() string {
	if len(f.Changes) == 0 {
		return ""
	}
	path := f.Changes[0].Path
	for _, c := range f.Changes[1:] {
		for path != "" && c.Path != path && !strings.HasPrefix(c.Path, path+"/") {
			path = path[:max(0, strings.LastIndexByte(path, '/'))]
		}
	}
	return path
}

// What returns item and label.
func (f *Field) What() string {
	if f.Item == "" {
		return f.Label
	}
	return f.Item + " " + f.Label
}

// Fields lists what an entry changed, field by field, in the order in which it was recorded. Bookkeeping is left out.
func (t *Teller) Fields(e *storage.Entry) []Field {
	var fields []Field
	for i := range e.Ops {
		op := &e.Ops[i]
		switch op.Kind() {
		case storage.KindDevice, storage.KindNote:
		case storage.KindEvaluation:
			fields = append(fields, t.ofEvaluation(op)...)
		default:
			fields = append(fields, t.ofRecord(op))
		}
	}
	return fields
}

// ofEvaluation groups the changes of an evaluation into fields.
func (t *Teller) ofEvaluation(op *storage.Op) []Field {
	year, id, _ := op.Evaluation()
	names := t.names(year, id)
	var fields []Field
	at := map[string]int{}
	for _, c := range op.Changes {
		if c.Path == "" {
			f := Field{Year: year, ID: id, Kind: op.Kind(), Key: "evaluation", Label: t.words.Text("chronicle.field.evaluation", nil), Changes: []delta.Change{c}}
			f.Old, f.New = nameIn(c.Old), nameIn(c.New)
			fields = append(fields, f)
			continue
		}
		p := t.place(names, c.Path)
		if i, ok := at[p.group]; ok {
			fields[i].Changes = append(fields[i].Changes, c)
			continue
		}
		at[p.group] = len(fields)
		fields = append(fields, Field{Year: year, ID: id, Kind: op.Kind(), Key: p.key, Item: p.item, Near: p.near, Label: p.label, Changes: []delta.Change{c}})
	}
	for i := range fields {
		if f := &fields[i]; f.Key != "evaluation" {
			t.showValues(names, f)
		}
	}
	return fields
}

// ofRecord describes the change of a record beside the evaluations as one field.
func (t *Teller) ofRecord(op *storage.Op) Field {
	year, id, _ := op.Evaluation()
	f := Field{Year: year, ID: id, Kind: op.Kind(), Key: string(op.Kind()), Label: t.words.Text("chronicle.kind."+string(op.Kind()), nil), Changes: op.Changes}
	switch op.Kind() {
	case storage.KindYear:
		f.Item = strings.TrimPrefix(op.Key, string(op.Kind())+"\x00")
	case storage.KindSetting:
		name := strings.TrimPrefix(op.Key, string(op.Kind())+"\x00")
		f.Item = t.setting(name)
		f.Old, f.New = settingValue(op.Old), settingValue(op.New)
	}
	f.Near = f.Item
	if len(op.Changes) == 1 && op.Changes[0].Path == "" {
		f.Old, f.New = nameIn(op.Changes[0].Old), nameIn(op.Changes[0].New)
	} else if len(op.Changes) == 1 {
		t.showValues(nil, &f)
	}
	return f
}

// setting says what a setting is called, "" for one that has no name.
func (t *Teller) setting(name string) string {
	if year, ok := strings.CutPrefix(name, "year."); ok {
		year, what, _ := strings.Cut(year, ".")
		if key := "chronicle.setting.year." + what; t.words.Has(key) {
			return t.words.Text(key, map[string]string{"year": year})
		}
	}
	if key := "chronicle.setting." + name; t.words.Has(key) {
		return t.words.Text(key, nil)
	}
	return ""
}

// settingValue is the value of a setting as a person wrote it; lists and records are written by the program and say nothing to a reader.
func settingValue(value []byte) string {
	if text := strings.TrimSpace(string(value)); !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "{") {
		return text
	}
	return ""
}

// placed is where in an evaluation a change was made, in words.
type placed struct {
	group string // changes of one group are one field
	key   string
	item  string
	near  string
	label string
}

// place puts the path of a change into words.
func (t *Teller) place(names *Names, path string) placed {
	parts := delta.Names(path)
	var p placed
	var members []string
	depth := 0
	for i, part := range parts {
		if i == 1 && part == "#" && t.words.Has("chronicle.field."+parts[0]+".order") {
			members = append(members, "order")
			continue
		}
		if t.isElement(parts, i) {
			if p.item == "" {
				p.item, p.near = t.item(names, members[len(members)-1], part)
				depth = i + 1
			}
			continue
		}
		members = append(members, part)
	}
	if p.item != "" && len(members) == 1 { // the element itself
		p.key, p.group = members[0]+".whole", strings.Join(parts[:depth], "/")
		p.label = t.label(&p.key)
		return p
	}
	p.key = strings.Join(members, ".")
	p.label = t.label(&p.key)
	// Everything below the member that has words is one field.
	level := strings.Count(p.key, ".") + 1
	p.group = p.item + "\x00" + p.key
	if p.item != "" {
		p.group = strings.Join(parts[:min(depth+level-1, len(parts))], "/")
	}
	return p
}

// isElement reports whether a part of a path is an element of a list, by its ID or position, or of a record that is shown as one.
func (t *Teller) isElement(parts []string, i int) bool {
	isListed := i > 0 && (strings.HasPrefix(parts[i], "#") || isNumber(parts[i]))
	return isListed || i == 1 && t.words.Has("chronicle.item."+parts[0])
}

func isNumber(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

// label returns the words of a field, or of what it is in, and shortens the key to that.
func (t *Teller) label(key *string) string {
	for k := *key; ; {
		if t.words.Has("chronicle.field." + k) {
			*key = k
			return t.words.Text("chronicle.field."+k, nil)
		}
		at := strings.LastIndexByte(k, '.')
		if at < 0 {
			return t.words.Text("chronicle.field.other", nil)
		}
		k = k[:at]
	}
}

// item names an element of a list: an indicator, a row of money, a goal, a section; near with a short name.
func (t *Teller) item(names *Names, list, element string) (item, near string) {
	id, position := strings.TrimPrefix(element, "#"), -1
	if n, err := strconv.Atoi(element); err == nil {
		position, id = n, strconv.Itoa(n+1)
	}
	key, name := "chronicle.item."+list, id
	if before, after, named := strings.Cut(id, "|"); named { // what keeps elements without IDs apart
		switch list {
		case "funds":
			name, _, _ = strings.Cut(after, "|")
		case "answers":
			name, key = before, key+".named"
		}
	} else if names != nil {
		switch list {
		case "indicators":
			name = orElse(names.Indicators[id], id)
		case "parts":
			name = orElse(names.Parts[id], id)
		case "evidence":
			name = orElse(names.Evidence[id], id)
		case "narrative":
			name = nth(names.Sections, position, orElse(names.Titles[id], id))
		case "funds":
			name = nth(names.Funds, position, id)
		}
	}
	if !t.words.Has(key) {
		return "", ""
	}
	return t.words.Text(key, map[string]string{"name": name}), t.words.Text(key, map[string]string{"name": cut([]rune(oneLine(name)), shortItem)})
}

func orElse(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

func nth(names []string, at int, otherwise string) string {
	if at < 0 || at >= len(names) {
		return otherwise
	}
	return names[at]
}

// element is what an element of a list is called in a line that names several.
func (t *Teller) element(names *Names, list, id string) string {
	if names == nil {
		return id
	}
	switch list {
	case "indicators":
		return orElse(names.Indicators[id], id)
	case "parts":
		return orElse(names.Parts[id], id)
	case "evidence":
		return orElse(names.Evidence[id], id)
	case "narrative":
		return orElse(names.Titles[id], id)
	}
	_, name, named := strings.Cut(id, "|")
	if !named {
		return id
	}
	return name
}
