package chronicle

import (
	"strconv"
	"strings"

	"zhunsheng/app/locale"
	"zhunsheng/storage"
)

// Teller tells a history in one language. It may be used by several goroutines if its book may.
type Teller struct {
	words   *locale.Printer
	book    Book
	schemes func(id string) string
}

// New returns a teller; book may be nil.
func New(words *locale.Printer, book Book) *Teller { return &Teller{words: words, book: book} }

// WithSchemes lets schemes be called by their titles instead of their IDs; titles returns "" for one that it does not know.
func (t *Teller) WithSchemes(titles func(id string) string) *Teller {
	t.schemes = titles
	return t
}

func (t *Teller) names(year int, id string) *Names {
	if t.book == nil || id == "" {
		return nil
	}
	return t.book(year, id)
}

// Knows reports whether the book has the names of an evaluation.
func (t *Teller) Knows(year int, id string) bool { return t.names(year, id) != nil }

// Project is what an evaluation is called, its ID where nobody knows.
func (t *Teller) Project(year int, id string) string {
	if n := t.names(year, id); n != nil && n.Project != "" {
		return n.Project
	}
	return id
}

// Action says what kind of action an entry is, such as "修改" or "收取数据包".
func (t *Teller) Action(e *storage.Entry) string {
	key := "chronicle.action." + string(e.Action)
	word, rest, _ := strings.Cut(e.Reason, " ")
	switch e.Action {
	case storage.ActionReview, storage.ActionPanel:
		if t.words.Has(key + "." + word) {
			key += "." + word
		}
	case storage.ActionImport:
		switch {
		case word == "keep" && (rest == string(storage.ActionReview) || rest == string(storage.ActionPanel)):
			key = "chronicle.action." + rest // as it was noted before reviews were actions of their own
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

// About returns the evaluation that an entry is about without having touched it: that of a review, a panel or a draft; ok is false for others.
func About(e *storage.Entry) (of storage.Scope, ok bool) {
	_, key, _ := strings.Cut(e.Reason, " ")
	switch e.Action {
	case storage.ActionReview: // of 2022/id/0001
		if at := strings.LastIndexByte(key, '/'); at >= 0 {
			key = key[:at]
		}
	case storage.ActionPanel: // of panel 2022/id
		_, key, _ = strings.Cut(key, " ")
	case storage.ActionDraft: // year/id as it is
	default:
		return of, false
	}
	year, id, ok := strings.Cut(key, "/")
	of.ID = id
	if of.Year, _ = strconv.Atoi(year); of.Year == 0 || id == "" { // a damaged reason is one without
		return storage.Scope{}, false
	}
	return of, ok
}

// deed says which round a review was on, "" for other entries.
func (t *Teller) deed(e *storage.Entry) string {
	if e.Action != storage.ActionReview {
		return ""
	}
	number, err := strconv.Atoi(e.Reason[strings.LastIndexByte(e.Reason, '/')+1:])
	if err != nil {
		return ""
	}
	return t.words.Text("chronicle.round", map[string]string{"round": strconv.Itoa(number)})
}

// Lengths of what a sentence quotes, in characters.
const (
	shortValue = 24
	shortName  = 18
	shortItem  = 9
)

// Change says in one line what a field changed from and to: "指标「存量企业」 实际完成值：1900 → 1500".
func (t *Teller) Change(f *Field) string {
	before, after := excerpts(f.Old, f.New, shortValue)
	none := t.words.Text("chronicle.none", nil)
	what := f.Label
	if f.Near != "" {
		what = f.Near + " " + f.Label
	}
	args := map[string]string{"what": what, "old": orElse(before, none), "new": orElse(after, none)}
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
		return what
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
	what, fields := t.What(e)
	parts := []string{t.Action(e)}
	touched := Evaluations(e)
	if of, ok := About(e); ok && len(touched) == 0 {
		touched = append(touched, of)
	}
	if len(touched) == 1 || e.Action == storage.ActionMove && len(touched) > 0 {
		parts = append(parts, cut([]rune(t.nameOf(touched[0], fields)), shortName))
	}
	if what != "" {
		parts = append(parts, what)
	}
	return strings.Join(parts, "　"), fields
}

// What says in one line what an entry changed, without saying what kind of action it was and in which project: its first field with both
// values, and how many more; "" for an evaluation that came or went as a whole.
func (t *Teller) What(e *storage.Entry) (string, []Field) {
	touched := Evaluations(e)
	fields := t.Fields(e)
	if e.Action == storage.ActionMove {
		return t.moved(e, fields), fields
	}
	if len(touched) > 1 {
		args := map[string]string{"first": cut([]rune(t.nameOf(touched[0], fields)), shortName), "count": strconv.Itoa(len(touched))}
		return t.words.Text("chronicle.many", args), fields
	}
	if len(fields) == 0 && e.Count > 0 { // what it changed stands in its parts
		return t.words.Text("chronicle.count", map[string]string{"count": strconv.Itoa(e.Count)}), fields
	}
	if len(fields) == 0 || fields[0].Key == "evaluation" {
		return t.deed(e), fields
	}
	text := t.Change(&fields[0])
	if len(fields) > 1 {
		text = t.words.Text("chronicle.more", map[string]string{"text": text, "count": strconv.Itoa(len(fields) - 1)})
	}
	return text, fields
}

// moved says from which year to which an evaluation went, and what gave way there.
func (t *Teller) moved(e *storage.Entry, fields []Field) string {
	from, _, _ := strings.Cut(strings.TrimPrefix(e.Reason, "from "), "/")
	key := "chronicle.moved"
	for i := range fields {
		if f := &fields[i]; f.Kind == storage.KindEvaluation && f.Year == e.Year && (f.Key != "evaluation" || f.New == "") {
			key = "chronicle.moved.replacing"
		}
	}
	return t.words.Text(key, map[string]string{"from": from, "to": strconv.Itoa(e.Year)})
}

// nameOf is what an evaluation is called: as the entry itself says, else as it is now.
func (t *Teller) nameOf(at storage.Scope, fields []Field) string {
	for i := range fields {
		if f := &fields[i]; f.Key == "evaluation" && f.Year == at.Year && f.ID == at.ID {
			return orElse(orElse(f.New, f.Old), at.ID)
		}
	}
	return t.Project(at.Year, at.ID)
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
