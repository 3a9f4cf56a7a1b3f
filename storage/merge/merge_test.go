package merge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
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

// world is three devices that edit and exchange as they like.
type world struct {
	tb      testing.TB
	t       *rapid.T
	records []*Record
	written []written
	clock   int
}

func (w *world) note(r *Record, before Vector, device string) {
	n := r.Vector[device]
	if n == before[device] {
		return
	}
	for path, values := range r.fields {
		if values[0].Stamp.Device == device && values[0].Stamp.N == n {
			w.written = append(w.written, written{path, string(values[0].Data), values[0].Stamp, before})
		}
	}
}

func (w *world) edit(i int) {
	w.clock++
	device := string(rune('a' + i))
	r := w.records[i]
	before := r.Vector
	view := r.View(EvaluationShape)
	e := edit(device, rapid.IntRange(0, 50).Draw(w.t, "clock"))
	if len(view.Conflicts) > 0 && rapid.IntRange(0, 3).Draw(w.t, "decide") == 0 {
		c := view.Conflicts[rapid.IntRange(0, len(view.Conflicts)-1).Draw(w.t, "conflict")]
		v := c.Values[rapid.IntRange(0, len(c.Values)-1).Draw(w.t, "value")]
		if err := r.Decide(EvaluationShape, c.Path, v.Data, e); err != nil {
			w.t.Fatal(err)
		}
	} else {
		document := w.document(view.Document)
		if _, err := r.Update(EvaluationShape, document, e); err != nil {
			w.t.Fatal(err)
		}
		if got, want := sorted(w.tb, string(r.View(EvaluationShape).Document)), sorted(w.tb, string(document)); got != want {
			w.t.Fatalf("somebody wrote %s\nand sees %s", want, got)
		}
	}
	w.note(r, before, device)
}

// document draws the next state of a document.
func (w *world) document(now json.RawMessage) json.RawMessage {
	if rapid.IntRange(0, 9).Draw(w.t, "delete") == 0 {
		return nil
	}
	if now == nil {
		now = json.RawMessage(start)
	}
	var d map[string]any
	if err := json.Unmarshal(now, &d); err != nil {
		w.t.Fatalf("%v in %s", err, now)
	}
	word := rapid.SampledFrom([]string{"x", "y", "z"}).Draw(w.t, "word")
	list, _ := d["indicators"].([]any)
	switch rapid.IntRange(0, 4).Draw(w.t, "what") {
	case 0:
		project, _ := d["project"].(map[string]any)
		if project == nil {
			project = map[string]any{}
		}
		project["name"] = word
		d["project"] = project
	case 1:
		if len(list) > 0 {
			list[rapid.IntRange(0, len(list)-1).Draw(w.t, "row")].(map[string]any)["actual"] = word
		}
	case 2:
		if len(list) > 0 {
			list = slices.Delete(list, 0, 1)
		}
	case 3:
		id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e/#~"}).Draw(w.t, "id")
		if !slices.ContainsFunc(list, func(v any) bool { return v.(map[string]any)["id"] == id }) {
			list = slices.Insert(list, rapid.IntRange(0, len(list)).Draw(w.t, "at"), any(map[string]any{"id": id, "name": word}))
		}
	case 4:
		slices.Reverse(list)
	}
	d["indicators"] = list
	data, err := json.Marshal(d)
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}

func (w *world) exchange(from, to int) {
	data, err := w.records[from].Encode(EvaluationShape)
	if err != nil {
		w.t.Fatal(err)
	}
	incoming, err := Decode(EvaluationShape, data)
	if err != nil {
		w.t.Fatalf("%v in %s", err, data)
	}
	if !Same(incoming, w.records[from]) {
		w.t.Fatalf("changed by writing and reading: %s", data)
	}
	there := w.records[to]
	m := Merge(there, incoming)
	if !Same(m, Merge(incoming, there)) {
		w.t.Fatal("merge(A,B) is not merge(B,A)")
	}
	if !Same(m, Merge(m, incoming)) || !Same(m, Merge(there, m)) {
		w.t.Fatal("merging again changes something")
	}
	w.records[to] = m
}

func TestDevicesConverge(t *testing.T) {
	tb := t
	rapid.Check(t, func(t *rapid.T) {
		w := &world{tb: tb, t: t, records: []*Record{New(), New(), New()}}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			i := rapid.IntRange(0, 2).Draw(t, "device")
			if rapid.Bool().Draw(t, "exchange") {
				w.exchange(i, (i+rapid.IntRange(1, 2).Draw(t, "to"))%3)
			} else {
				w.edit(i)
			}
		}
		if a, b, c := w.records[0], w.records[1], w.records[2]; !Same(Merge(Merge(a, b), c), Merge(a, Merge(b, c))) {
			t.Fatal("merge is not associative")
		}
		for range 2 {
			for i := range 3 {
				w.exchange(i, (i+1)%3)
				w.exchange(i, (i+2)%3)
			}
		}
		for i := 1; i < 3; i++ {
			if !Same(w.records[0], w.records[i]) {
				t.Fatalf("device %d differs", i)
			}
			if x, y := w.records[0].View(EvaluationShape), w.records[i].View(EvaluationShape); string(x.Document) != string(y.Document) {
				t.Fatalf("shown differently:\n%s\n%s", x.Document, y.Document)
			}
		}
		w.nothingLost(w.records[0])
	})
}

// nothingLost checks that every value is still there that no later author had seen and replaced.
func (w *world) nothingLost(final *Record) {
	for _, v := range w.written {
		replaced := slices.ContainsFunc(w.written, func(later written) bool {
			return later.path == v.path && later.at != v.at && later.seen.saw(v.at)
		})
		kept := slices.ContainsFunc(final.fields[v.path], func(k Value) bool {
			return k.Stamp == v.at && string(k.Data) == v.data
		})
		if !replaced && !kept {
			w.t.Fatalf("lost: %s = %s of %+v", v.path, v.data, v.at)
		}
	}
}

func FuzzDecode(f *testing.F) {
	r := New()
	if _, err := r.Update(EvaluationShape, json.RawMessage(start), edit("a", 1)); err != nil {
		f.Fatal(err)
	}
	data, err := r.Encode(EvaluationShape)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"vector":{"a":1},"stamps":[{"device":"a","n":1}],"common":0,"values":{"indicators/x/y/z":[{"stamp":0,"data":1}],"project":[{"stamp":0,"data":2}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode(EvaluationShape, data)
		if err != nil {
			return
		}
		again, err := r.Encode(EvaluationShape)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(EvaluationShape, again)
		if err != nil {
			t.Fatalf("%v in %s", err, again)
		}
		twice, err := back.Encode(EvaluationShape)
		if err != nil || string(twice) != string(again) {
			t.Fatalf("%v\n%s\n%s", err, again, twice)
		}
	})
}
