package handover

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

func rename(name string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) { e.Project.Name = name }
}

func note(i int, text string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) { e.Indicators[i].Note = text }
}

func TestHandOver(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	file := "proof"
	a.files[hashOf(file)] = []byte(file)
	a.edit("2022/p1", func(e *scoring.Evaluation) {
		e.Evidence = []scoring.Evidence{{ID: "e", Name: "证明.pdf", SHA256: hashOf(file)}, {ID: "f", Name: "x", SHA256: hashOf("missing")}}
	})
	a.edit("2022/p2", rename("two"))
	data := a.pack(Selection{Kind: bundle.KindYear})
	r := b.open(data, a)
	p, err := b.x.Preview(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if p.Counts[Added] != 2 || p.Trust != bundle.Trusted || p.Items[0].Info.Title != "项目 p1" || p.Items[0].Info.By != "a" || !slices.Equal(p.Missing, []string{hashOf("missing")}) {
		t.Errorf("%+v", p)
	}
	if out, err := b.x.Check(t.Context(), r, Choice{}); err != nil || out.Changed != 2 || len(b.store.evaluations) != 0 {
		t.Errorf("%+v %v", out, err)
	}
	out, err := b.x.Import(t.Context(), r, Choice{})
	if err != nil || out.Changed != 2 || out.Files != 1 || len(out.Missing) != 1 {
		t.Fatalf("%+v %v", out, err)
	}
	same(t, a, b)
	if string(b.files[hashOf(file)]) != file {
		t.Error("evidence did not arrive")
	}
	before := b.store.revision
	if out, err := b.x.Import(t.Context(), r, Choice{}); err != nil || out.Changed != 0 || out.Counts[Same] != 2 || b.store.revision != before {
		t.Errorf("a second import: %+v %v", out, err)
	}
	if p, err := b.x.Preview(t.Context(), r); err != nil || !p.Imported {
		t.Errorf("%+v %v", p, err)
	}
}

func TestOldVersionReplayed(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("one"))
	old := a.pack(Selection{Kind: bundle.KindYear})
	a.edit("2022/p1", rename("two"))
	b.take(a)
	r := b.open(old, a)
	p, err := b.x.Preview(t.Context(), r)
	if err != nil || p.Counts[Older] != 1 || !p.Replayed {
		t.Errorf("%+v %v", p, err)
	}
	before := b.store.revision
	if out, err := b.x.Import(t.Context(), r, Choice{}); err != nil || out.Changed != 0 || b.store.revision != before || b.get("2022/p1").Project.Name != "two" {
		t.Errorf("%+v %v", out, err)
	}
}

func TestEditedOnBothSides(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	b.take(a)
	a.edit("2022/p1", note(0, "by a"))
	b.edit("2022/p1", note(1, "by b"))
	out := b.take(a)
	if out.Counts[Both] != 1 || out.Conflicts != 0 {
		t.Errorf("%+v", out)
	}
	a.take(b)
	same(t, a, b)
	if e := a.get("2022/p1"); e.Indicators[0].Note != "by a" || e.Indicators[1].Note != "by b" {
		t.Errorf("%+v", e.Indicators)
	}
}

func TestConflictIsKeptAndDecided(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	b.take(a)
	a.edit("2022/p1", rename("by a"))
	b.edit("2022/p1", rename("by b"))
	if out := b.take(a); out.Conflicts != 1 {
		t.Fatalf("%+v", out)
	}
	list, err := b.x.Conflicts(t.Context())
	if err != nil || len(list) != 1 || len(list[0].Conflicts) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	c := list[0].Conflicts[0]
	authors := []string{c.Values[0].Stamp.Author, c.Values[1].Stamp.Author}
	slices.Sort(authors)
	if c.Path != "project/name" || string(c.Ancestor) != `"start"` || !slices.Equal(authors, []string{"a", "b"}) {
		t.Errorf("%+v", c)
	}
	if err := b.x.Decide(t.Context(), "evaluation", "2022/p1", "project/unit", nil); !errors.Is(err, ErrAbsent) {
		t.Errorf("got %v", err)
	}
	if err := b.x.Decide(t.Context(), "evaluation", "2022/p1", c.Path, json.RawMessage(`"by a"`)); err != nil {
		t.Fatal(err)
	}
	a.take(b)
	same(t, a, b)
	if list, err := a.x.Conflicts(t.Context()); err != nil || len(list) != 0 || a.get("2022/p1").Project.Name != "by a" {
		t.Errorf("%+v %v", list, err)
	}
}

func TestDeletedAgainstEdited(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	b.take(a)
	a.remove("2022/p1")
	b.edit("2022/p1", note(0, "still needed"))
	a.take(b)
	if a.get("2022/p1").Indicators[0].Note != "still needed" {
		t.Error("the edit was lost")
	}
	list, err := a.x.Conflicts(t.Context())
	if err != nil || len(list) != 1 || list[0].Conflicts[0].Path != "" {
		t.Fatalf("%+v %v", list, err)
	}
	if err := a.x.Decide(t.Context(), "evaluation", "2022/p1", "", nil); err != nil {
		t.Fatal(err)
	}
	b.take(a)
	if _, ok := b.store.evaluations["2022/p1"]; ok {
		t.Error("the decision to delete did not arrive")
	}
}

func TestLockedChangesByDecisionOnly(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	b.take(a)
	b.edit("2022/p1", rename("late edit"))
	a.edit("2022/p1", func(e *scoring.Evaluation) { e.Status = scoring.StatusSubmitted })
	if out := a.take(b); out.Counts[Locked] != 1 || a.get("2022/p1").Project.Name != "start" {
		t.Errorf("a submitted evaluation was changed: %+v", out)
	}
	c := newDesk(t, "c")
	c.take(a)
	c.edit("2022/p1", func(e *scoring.Evaluation) { e.Status, e.Project.Name = scoring.StatusReturned, "corrected" })
	data := c.pack(Selection{Kind: bundle.KindReviewed})
	if out, err := a.x.Import(t.Context(), a.open(data), Choice{AnyOrigin: true}); err != nil || out.Counts[Locked] != 1 {
		t.Errorf("an untrusted decision: %+v %v", out, err)
	}
	if out, err := a.x.Import(t.Context(), a.open(data, c), Choice{}); err != nil || out.Counts[Newer] != 1 || a.get("2022/p1").Project.Name != "corrected" {
		t.Errorf("a signed decision: %+v %v", out, err)
	}
	if out, err := a.x.Import(t.Context(), a.open(b.pack(Selection{}), b), Choice{}); err != nil || out.Counts[Both] != 1 {
		t.Errorf("after its return: %+v %v", out, err)
	}
}

func TestRefusals(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	data := a.pack(Selection{})
	if _, err := b.x.Import(t.Context(), b.open(data), Choice{}); !errors.Is(err, ErrTrust) {
		t.Errorf("unknown origin: %v", err)
	}
	b.store.closed[2022] = true
	if out, err := b.x.Import(t.Context(), b.open(data, a), Choice{}); err != nil || out.Counts[Closed] != 1 || len(b.store.evaluations) != 0 {
		t.Errorf("closed year: %+v %v", out, err)
	}
	clean := a.pack(Selection{Deidentified: true})
	if _, err := b.x.Import(t.Context(), b.open(clean), Choice{AnyOrigin: true}); !errors.Is(err, ErrDeidentified) {
		t.Errorf("deidentified: %v", err)
	}
	if _, err := a.x.Export(t.Context(), Selection{Evaluations: []string{"2022/nothing"}}); !errors.Is(err, ErrAbsent) {
		t.Errorf("nothing to export: %v", err)
	}
	if out, err := newDesk(t, "c").x.Import(t.Context(), b.open(data, a), Choice{Only: []string{"evaluation/2022/other"}}); err != nil || out.Counts[Skipped] != 1 {
		t.Errorf("not chosen: %+v %v", out, err)
	}
}

func TestDeidentified(t *testing.T) {
	a := newDesk(t, "张老师")
	a.edit("2022/p1", func(e *scoring.Evaluation) {
		e.Narrative = []scoring.Narrative{{Section: "s", Text: "联系王小明，电话13912345678或010-12345678，wang@example.com，身份证110101199003070011。完成率95%。"}}
	})
	data := a.pack(Selection{Deidentified: true})
	r := a.open(data)
	var all strings.Builder
	all.Write(r.ManifestBytes())
	if err := r.Records(t.Context(), func(_ *bundle.RecordInfo, line []byte) error { all.Write(line); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"王小明", "13912345678", "010-12345678", "example.com", "110101199003070011", "张老师", a.device()} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("%q is still there", secret)
		}
	}
	if !strings.Contains(all.String(), "完成率95%") {
		t.Error("the text went with the names")
	}
}

func TestUnknownMembersAreHandedOn(t *testing.T) {
	a, b, c := newDesk(t, "a"), newDesk(t, "b"), newDesk(t, "c")
	a.edit("2022/p1", rename("start"))
	if _, err := a.x.Export(t.Context(), Selection{}); err != nil {
		t.Fatal(err)
	}
	// A newer program has added a member.
	s, revision, err := a.x.latest(t.Context(), "evaluation", "2022/p1")
	if err != nil {
		t.Fatal(err)
	}
	shown := s.record.View(shapeOf("evaluation")).Document
	more := append([]byte(`{"later":{"x":[1]},`), shown[1:]...)
	if _, err := s.record.Update(shapeOf("evaluation"), more, a.x.edit()); err != nil {
		t.Fatal(err)
	}
	if err := a.x.save(t.Context(), "test", s, revision); err != nil {
		t.Fatal(err)
	}
	b.take(a)
	b.edit("2022/p1", rename("edited by an older program"))
	c.take(b)
	s, _, err = c.x.latest(t.Context(), "evaluation", "2022/p1")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(s.record.View(shapeOf("evaluation")).Document); !strings.Contains(got, `"later":{"x":[1]}`) || !strings.Contains(got, "older program") {
		t.Error(got)
	}
}

func TestManifestThatLiesIsRefused(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	a.edit("2022/p1", rename("start"))
	c, err := a.x.Export(t.Context(), Selection{})
	if err != nil {
		t.Fatal(err)
	}
	honest := c.Records
	for name, lie := range map[string]func(r *bundle.Record){
		"status":  func(r *bundle.Record) { r.Status = "signed" },
		"key":     func(r *bundle.Record) { r.Key = "2022/p2" },
		"version": func(r *bundle.Record) { r.Vector = map[string]uint64{"x": 9} },
		"deleted": func(r *bundle.Record) { r.Deleted = true },
		"content": func(r *bundle.Record) { r.Data = []byte(`{"vector":{}}`) },
	} {
		c.Records = func(add func(bundle.Record) error) error {
			return honest(func(r bundle.Record) error { lie(&r); return add(r) })
		}
		var out bytes.Buffer
		if _, err := bundle.Write(context.Background(), &out, c); err != nil {
			t.Fatal(err)
		}
		if _, err := b.x.Import(t.Context(), b.open(out.Bytes()), Choice{AnyOrigin: true}); !errors.Is(err, bundle.ErrContent) || len(b.contents()) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOtherKindsTravel(t *testing.T) {
	a, b := newDesk(t, "a"), newDesk(t, "b")
	if err := a.x.Put(t.Context(), bundle.RecordUnit, "unit", json.RawMessage(`{"name":"市财政局"}`)); err != nil {
		t.Fatal(err)
	}
	data := a.pack(Selection{Kind: bundle.KindUnit, NoRecords: true, Others: []string{bundle.RecordUnit}})
	if out, err := b.x.Import(t.Context(), b.open(data, a), Choice{}); err != nil || out.Changed != 1 {
		t.Fatalf("%+v %v", out, err)
	}
	if got, err := b.x.Get(t.Context(), bundle.RecordUnit, "unit"); err != nil || string(got) != `{"name":"市财政局"}` {
		t.Errorf("%s %v", got, err)
	}
	if _, err := b.x.Get(t.Context(), bundle.RecordUnit, "other"); !errors.Is(err, ErrAbsent) {
		t.Errorf("got %v", err)
	}
}

func TestThreeStoresConverge(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		desks := []*desk{newDesk(t, "a"), newDesk(t, "b"), newDesk(t, "c")}
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			d := desks[rapid.IntRange(0, 2).Draw(rt, "desk")]
			key := rapid.SampledFrom([]string{"2022/p1", "2022/p2", "2023/p1"}).Draw(rt, "key")
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0:
				d.edit(key, rename(rapid.SampledFrom([]string{"x", "y", "z"}).Draw(rt, "name")))
			case 1:
				d.edit(key, func(e *scoring.Evaluation) {
					if len(e.Indicators) > 0 {
						e.Indicators[0].Note = rapid.SampledFrom([]string{"m", "n"}).Draw(rt, "note")
					}
				})
			case 2:
				d.edit(key, func(e *scoring.Evaluation) { e.Indicators = e.Indicators[:len(e.Indicators)/2] })
			case 3:
				d.remove(key)
			default:
				d.take(desks[rapid.IntRange(0, 2).Draw(rt, "from")])
			}
		}
		for range 2 {
			for i, d := range desks {
				d.take(desks[(i+1)%3])
				d.take(desks[(i+2)%3])
			}
		}
		same(t, desks[0], desks[1])
		same(t, desks[0], desks[2])
	})
}
