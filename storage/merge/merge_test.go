package merge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const start = `{"id":"p1","fiscalYear":2022,"project":{"name":"Roads","unit":"Bureau"},"funds":[{"name":"total","depth":0,"initial":"100"}],` +
	`"indicators":[{"id":"a","name":"A","actual":{"text":"1"}},{"id":"b","name":"B","actual":{"text":"2"}},{"id":"c","name":"C","actual":{"text":"3"}}],` +
	`"narrative":[{"section":"s1","text":"one"}],"later":{"unknown":[1,2]}}`

func edit(device string, n int) Edit {
	return Edit{Device: device, Author: "author " + device, Time: fmt.Sprintf("2022-01-01T00:%02d:%02dZ", n/60%60, n%60)}
}

func created(t testing.TB, document string) *Record {
	t.Helper()
	r := New()
	change(t, r, document, edit("origin", 0))
	return r
}

func change(t testing.TB, r *Record, document string, e Edit) {
	t.Helper()
	var raw json.RawMessage
	if document != "" {
		raw = json.RawMessage(document)
	}
	if _, err := r.Update(EvaluationShape, raw, e); err != nil {
		t.Fatal(err)
	}
}

func clone(t testing.TB, r *Record) *Record {
	t.Helper()
	data, err := r.Encode(EvaluationShape)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(EvaluationShape, data)
	if err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return back
}

// shown returns the document with members sorted on every level.
func shown(t testing.TB, r *Record) string {
	t.Helper()
	return sorted(t, string(r.View(EvaluationShape).Document))
}

func sorted(t testing.TB, document string) string {
	t.Helper()
	if document == "" {
		return ""
	}
	var v any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func with(old, replacement string) string { return strings.Replace(start, old, replacement, 1) }

func TestMergeCases(t *testing.T) {
	cases := []struct {
		name      string
		a, b      string // "" deletes
		want      string // "" where the record is gone
		conflicts []string
	}{
		{"different fields", with(`"Roads"`, `"Bridges"`), with(`"Bureau"`, `"Office"`), strings.Replace(with(`"Roads"`, `"Bridges"`), `"Bureau"`, `"Office"`, 1), nil},
		{"different indicators", with(`"text":"1"`, `"text":"9"`), with(`"text":"3"`, `"text":"7"`), strings.Replace(with(`"text":"1"`, `"text":"9"`), `"text":"3"`, `"text":"7"`, 1), nil},
		{"same value", with(`"Roads"`, `"Bridges"`), with(`"Roads"`, `"Bridges"`), with(`"Roads"`, `"Bridges"`), nil},
		{"same field", with(`"Roads"`, `"Bridges"`), with(`"Roads"`, `"Tunnels"`), with(`"Roads"`, `"Tunnels"`), []string{"project/name"}},
		{"unknown member", with(`[1,2]`, `[1,2,3]`), start, with(`[1,2]`, `[1,2,3]`), nil},
		{"record deleted against edited", "", with(`"Bureau"`, `"Office"`), with(`"Bureau"`, `"Office"`), []string{""}},
		{"record deleted against untouched", "", start, "", nil},
		{"element deleted against edited", with(`{"id":"b","name":"B","actual":{"text":"2"}},`, ``), with(`"text":"2"`, `"text":"8"`), with(`"text":"2"`, `"text":"8"`), []string{"indicators/b"}},
		{"element deleted", with(`{"id":"b","name":"B","actual":{"text":"2"}},`, ``), with(`"text":"1"`, `"text":"8"`), strings.Replace(with(`{"id":"b","name":"B","actual":{"text":"2"}},`, ``), `"text":"1"`, `"text":"8"`, 1), nil},
		{"both add", with(`"indicators":[`, `"indicators":[{"id":"x"},`), with(`"indicators":[`, `"indicators":[{"id":"y"},`), with(`"indicators":[`, `"indicators":[{"id":"x"},{"id":"y"},`), nil},
		{"order", with(`"text":"2"}},{"id":"c","name":"C","actual":{"text":"3"}}]`, `"text":"2"}}]`), with(`"text":"3"`, `"text":"4"`), with(`"text":"3"`, `"text":"4"`), []string{"indicators/c"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			base := created(t, start)
			a, b := clone(t, base), clone(t, base)
			change(t, a, c.a, edit("a", 1))
			change(t, b, c.b, edit("b", 2))
			m, n := Merge(a, b), Merge(b, a)
			if !Same(m, n) {
				t.Error("merging depends on the order")
			}
			if got := shown(t, m); c.name != "both add" && got != sorted(t, c.want) {
				t.Errorf("got  %s\nwant %s", got, sorted(t, c.want))
			}
			var paths []string
			for _, conflict := range m.View(EvaluationShape).Conflicts {
				paths = append(paths, conflict.Path)
			}
			if !slices.Equal(paths, c.conflicts) {
				t.Errorf("conflicts %q, want %q", paths, c.conflicts)
			}
			if !Same(clone(t, m), m) {
				t.Error("changed by writing and reading")
			}
		})
	}
}

func TestConflictKeepsBothUntilDecided(t *testing.T) {
	base := created(t, start)
	a, b := clone(t, base), clone(t, base)
	change(t, a, with(`"Roads"`, `"Bridges"`), edit("a", 1))
	change(t, b, with(`"Roads"`, `"Tunnels"`), edit("b", 2))
	m := Merge(a, b)
	conflict := m.View(EvaluationShape).Conflicts[0]
	if string(conflict.Ancestor) != `"Roads"` || len(conflict.Values) != 2 || conflict.Values[0].Stamp.Author != "author a" || conflict.Values[1].Stamp.Time == "" {
		t.Fatalf("%+v", conflict)
	}
	other := clone(t, m)
	change(t, other, strings.Replace(shown(t, m), "Bureau", "Office", 1), edit("a", 3))
	if len(other.View(EvaluationShape).Conflicts) != 1 {
		t.Error("an edit elsewhere decided the conflict")
	}
	if err := m.Decide(EvaluationShape, conflict.Path, conflict.Values[0].Data, edit("b", 4)); err != nil {
		t.Fatal(err)
	}
	both := Merge(m, other)
	if got := both.View(EvaluationShape); len(got.Conflicts) != 0 || !strings.Contains(string(got.Document), "Bridges") || !strings.Contains(string(got.Document), "Office") {
		t.Errorf("%s %v", got.Document, got.Conflicts)
	}
}

func TestDecideDeletion(t *testing.T) {
	for _, keep := range []bool{true, false} {
		for _, path := range []string{"", "indicators/b"} {
			base := created(t, start)
			a, b := clone(t, base), clone(t, base)
			without := ""
			if path != "" {
				without = with(`{"id":"b","name":"B","actual":{"text":"2"}},`, ``)
			}
			change(t, a, without, edit("a", 1))
			change(t, b, with(`"text":"2"`, `"text":"8"`), edit("b", 2))
			m := Merge(a, b)
			var data json.RawMessage
			want := without
			if keep {
				data, want = json.RawMessage("true"), with(`"text":"2"`, `"text":"8"`)
			}
			if err := m.Decide(EvaluationShape, path, data, edit("a", 3)); err != nil {
				t.Fatal(err)
			}
			view := m.View(EvaluationShape)
			if len(view.Conflicts) != 0 || sorted(t, string(view.Document)) != sorted(t, want) {
				t.Errorf("%q keep %v: %v\n%s\n%s", path, keep, view.Conflicts, view.Document, want)
			}
		}
	}
}

func TestVectorOrder(t *testing.T) {
	v := Vector{"a": 1, "b": 2}
	for _, c := range []struct {
		w    Vector
		want Order
	}{{Vector{"b": 2, "a": 1}, Equal}, {Vector{"a": 1}, After}, {Vector{"a": 2, "b": 2}, Before}, {Vector{"a": 2}, Concurrent}, {nil, After}} {
		if got := v.Compare(c.w); got != c.want {
			t.Errorf("%v against %v: %s, want %s", v, c.w, got, c.want)
		}
	}
}

func TestMembersNotShownStay(t *testing.T) {
	r := created(t, strings.Replace(start, `{"id":"b",`, `{"id":"b","hint":"new",`, 1))
	known := json.RawMessage(strings.Replace(start, `,"later":{"unknown":[1,2]}`, "", 1))
	edited := json.RawMessage(strings.Replace(string(known), `"text":"2"`, `"text":"5"`, 1))
	if _, err := r.UpdateFrom(EvaluationShape, known, edited, edit("a", 1)); err != nil {
		t.Fatal(err)
	}
	if got := shown(t, r); !strings.Contains(got, `"unknown":[1,2]`) || !strings.Contains(got, `"hint":"new"`) || !strings.Contains(got, `"text":"5"`) {
		t.Errorf("got %s", got)
	}
	without := json.RawMessage(strings.Replace(string(edited), `{"id":"b","name":"B","actual":{"text":"5"}},`, "", 1))
	if _, err := r.UpdateFrom(EvaluationShape, edited, without, edit("a", 2)); err != nil {
		t.Fatal(err)
	}
	if view := r.View(EvaluationShape); strings.Contains(string(view.Document), `"id":"b"`) || len(view.Conflicts) != 0 {
		t.Errorf("%s %v", view.Document, view.Conflicts)
	}
	if _, err := r.UpdateFrom(EvaluationShape, without, nil, edit("a", 3)); err != nil {
		t.Fatal(err)
	}
	if view := r.View(EvaluationShape); view.Document != nil || len(view.Conflicts) != 0 {
		t.Errorf("%s %v", view.Document, view.Conflicts)
	}
}

// written is one value that somebody confirmed, and what its author had seen by then.
type written struct {
	path string
	data string
	at   Stamp
	seen Vector
}
