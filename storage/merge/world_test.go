package merge

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

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
