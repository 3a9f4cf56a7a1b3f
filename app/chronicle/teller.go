package chronicle

import (
	"strconv"
	"strings"

	"zhunsheng/app/locale"
	"zhunsheng/storage"
)

// Teller tells a history in one language. It may be used by several goroutines if its book may.
type Teller struct {
	words *locale.Printer
	book  Book
}

// New returns a teller; book may be nil.
func New(words *locale.Printer, book Book) *Teller { return &Teller{words: words, book: book} }

func (t *Teller) names(year int, id string) *Names {
	if t.book == nil || id == "" {
		return nil
	}
	return t.book(year, id)
}

// Project is what an evaluation is called, its ID where nobody knows.
func (t *Teller) Project(year int, id string) string {
	if n := t.names(year, id); n != nil && n.Project != "" {
		return n.Project
	}
	return id
}

// Action says what kind of action an entry is, such as "修改" or "导入数据包".
func (t *Teller) Action(e *storage.Entry) string {
	key := "chronicle.action." + string(e.Action)
	if e.Action == storage.ActionImport {
		word, rest, _ := strings.Cut(e.Reason, " ")
		switch {
		case word == "file":
			name := rest
			if at := strings.LastIndex(rest, " #"); at >= 0 {
				name = rest[:at]
			}
			return t.words.Text("chronicle.action.import.file", map[string]string{"name": strings.TrimSpace(name)})
		case t.words.Has(key + "." + word):
			key += "." + word
		}
	}
	if !t.words.Has(key) {
		key = "chronicle.action.other"
	}
	return t.words.Text(key, nil)
}

// Evaluations lists the evaluations that an entry touched, each once.
func Evaluations(e *storage.Entry) []storage.Scope {
	var found []storage.Scope
	seen := map[storage.Scope]bool{}
	for i := range e.Ops {
		if year, id, ok := e.Ops[i].Evaluation(); ok && !seen[storage.Scope{Year: year, ID: id}] {
			seen[storage.Scope{Year: year, ID: id}] = true
			found = append(found, storage.Scope{Year: year, ID: id})
		}
	}
	return found
}

// Lengths of what a sentence quotes, in characters.
const (
	shortValue = 24
	shortName  = 18
)

// Change says in one line what a field changed from and to: "指标「存量企业」 实际完成值：1900 → 1500".
func (t *Teller) Change(f *Field) string {
	before, after := excerpts(f.Old, f.New, shortValue)
	none := t.words.Text("chronicle.none", nil)
	args := map[string]string{"what": f.What(), "old": orElse(before, none), "new": orElse(after, none)}
	switch {
	case strings.HasSuffix(f.Key, ".whole") || f.Key == "evaluation":
		key := "chronicle.changed"
		switch {
		case f.Old == "" && f.New != "":
			key = "chronicle.added"
		case f.New == "" && f.Old != "":
			key = "chronicle.removed"
		}
		return t.words.Text(key, map[string]string{"what": f.Label, "name": orElse(after, before)})
	case before == "" && after == "":
		return f.What()
	}
	return t.words.Text("chronicle.change", args)
}

// Sentence says in one line what an entry did, without saying when and by whom: of which project, its first field with both values, how
// many more.
func (t *Teller) Sentence(e *storage.Entry) string {
	text, _ := t.Tell(e)
	return text
}

// Tell returns the sentence of an entry and its fields.
func (t *Teller) Tell(e *storage.Entry) (string, []Field) {
	touched := Evaluations(e)
	fields := t.Fields(e)
	if len(touched) <= 1 {
		return t.about(e, touched, fields), fields
	}
	first := ""
	for i := range fields {
		if f := &fields[i]; f.Key == "evaluation" {
			first = orElse(f.New, f.Old)
			break
		}
	}
	first = orElse(first, t.Project(touched[0].Year, touched[0].ID))
	return t.words.Text("chronicle.many", map[string]string{"action": t.Action(e), "first": cut([]rune(first), shortName), "count": strconv.Itoa(len(touched))}), fields
}

// about is the sentence of an entry that touched at most one evaluation.
func (t *Teller) about(e *storage.Entry, touched []storage.Scope, fields []Field) string {
	parts := []string{t.Action(e)}
	whole := len(fields) > 0 && fields[0].Key == "evaluation"
	if len(touched) == 1 && !whole {
		parts = append(parts, cut([]rune(t.Project(touched[0].Year, touched[0].ID)), shortName))
	}
	if whole {
		parts = append(parts, cut([]rune(orElse(fields[0].New, fields[0].Old)), shortName))
		fields = nil
	}
	if len(fields) > 0 {
		parts = append(parts, t.Change(&fields[0]))
	}
	text := strings.Join(parts, "　")
	if len(fields) > 1 {
		text = t.words.Text("chronicle.more", map[string]string{"text": text, "count": strconv.Itoa(len(fields) - 1)})
	}
	return text
}

// Step says in one line what undoing or redoing a step turns to.
func (t *Teller) Step(s storage.Step) string {
	switch len(s.Entries) {
	case 0:
		return ""
	case 1:
		return t.Sentence(&s.Entries[0])
	}
	seen := map[storage.Scope]bool{}
	for i := range s.Entries {
		for _, at := range Evaluations(&s.Entries[i]) {
			seen[at] = true
		}
	}
	return t.words.Text("chronicle.several", map[string]string{"action": t.Action(&s.Entries[0]), "count": strconv.Itoa(len(seen))})
}
