package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// updated appends an update that changes the catalog, adds a stream and a form with text, and signs.
func updated(t testing.TB, data []byte) Section {
	t.Helper()
	r := mustRead(t, data)
	u, err := NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := r.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	changed := maps.Clone(catalog)
	signature := u.Alloc()
	changed["Test"] = Array{u.AddStream(nil, bytes.Repeat([]byte("stream "), 100)), signature}
	u.Set(r.Root(), changed)
	font := u.AddFont(boxFace{name: "Box"}, FontMetrics{})
	form := u.NewForm(Rect{0, 0, 100, 40})
	form.Content.Text(font, 10, 5, 5, run("张三"))
	changed["Form"] = form.Ref()
	u.SetSignature(signature, Dict{"Type": Name("Sig"), "Filter": Name("Adobe.PPKLite")}, 50)
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUpdate(t *testing.T) {
	for name, original := range map[string][]byte{
		"written":       sample(t, 2),
		"table":         newRaw().document().table("").out,
		"streams":       streamFile(t),
		"no line end":   bytes.TrimRight(newRaw().document().table("").out, "\n"),
		"blank lines":   append(newRaw().document().table("").out, "\n \n"...),
		"carriage ends": bytes.TrimSuffix(append(newRaw().document().table("").out, '\r'), []byte("\n\r")),
	} {
		s := updated(t, original)
		if !bytes.HasPrefix(s.Data, original) || s.Start != len(original) {
			t.Errorf("%s: the original is no prefix", name)
		}
		before, after := mustRead(t, original), mustRead(t, s.Data)
		revs := after.Revisions()
		if len(revs) != len(before.Revisions())+1 || revs[len(revs)-1].End != len(s.Data) || revs[len(revs)-1].Kind != before.last().Kind {
			t.Errorf("%s: %+v", name, revs)
		}
		if c, err := after.coverage(); err != nil || c.Unclaimed != nil || c.Overlapping != nil {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		changes := after.changedAfter(len(original))
		for _, c := range changes {
			at, own := s.Offsets[c.Ref]
			if isXref := c.After.Offset == after.last().Xref; !isXref && (!own || at != c.After.Offset) {
				t.Errorf("%s: %+v at %d", name, c, at)
			}
			if old := c.Ref.Num < before.Size(); old != (c.Before != Entry{}) {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if len(changes) < len(s.Offsets) {
			t.Errorf("%s: %d changes of %d", name, len(changes), len(s.Offsets))
		}
		if pages, err := after.Pages(); err != nil || len(pages) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if again := updated(t, original); !bytes.Equal(again.Data, s.Data) {
			t.Errorf("%s: the same update gives other bytes", name)
		}
	}
}

func TestUpdateIdentifiers(t *testing.T) {
	id := func(data []byte) (string, string) {
		a := mustRead(t, data).Trailer()["ID"].(Array)
		first, _ := Bytes(a[0])
		second, _ := Bytes(a[1])
		return first, second
	}
	original := sample(t, 1)
	p0, c0 := id(original)
	one := updated(t, original).Data
	p1, c1 := id(one)
	p2, c2 := id(updated(t, one).Data)
	if p0 != p1 || p1 != p2 || c0 == c1 || c1 == c2 || len(c2) != 16 {
		t.Errorf("%x %x, %x %x, %x %x", p0, c0, p1, c1, p2, c2)
	}
	if p, c := id(updated(t, streamFile(t)).Data); p != c || len(p) != 16 {
		t.Errorf("a file without /ID gets one: %x %x", p, c)
	}
}

func TestSignaturePlacement(t *testing.T) {
	s := updated(t, sample(t, 1))
	p := s.Signature
	if got := string(s.Data[p.Contents.Start:p.Contents.End]); got != "<"+strings.Repeat("0", 100)+">" {
		t.Errorf("%q", got)
	}
	text := s.Data[p.ByteRange.Start:p.ByteRange.End]
	o, err := Parse(text)
	want := Array{Int(0), Int(p.Contents.Start), Int(p.Contents.End), Int(len(s.Data) - p.Contents.End)}
	if err != nil || !reflect.DeepEqual(o, want) {
		t.Errorf("%q, %v; want %v", text, err, want)
	}
	before, after := p.SignedBytes(s.Data)
	if len(before)+len(after)+102 != len(s.Data) || before[len(before)-1] == '<' || after[0] == '>' {
		t.Error(len(before), len(after))
	}
	if err := p.Fill(s.Data, bytes.Repeat([]byte{0xab}, 50)); err != nil {
		t.Error(err)
	}
	if err := p.Fill(s.Data, make([]byte, 51)); !errors.Is(err, ErrObject) {
		t.Error(err)
	}
	r := mustRead(t, s.Data)
	catalog, err := r.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	d, ok, err := r.ResolveDict(catalog["Test"].(Array)[1])
	if !ok || err != nil || d["Contents"] != HexString(strings.Repeat("\xab", 50)) {
		t.Error(d, err)
	}
}

func TestUpdateRefuses(t *testing.T) {
	original := newRaw().document().table("").out
	for name, c := range map[string]struct {
		spoil func(*Update)
		kind  error
	}{
		"unknown object":     {func(u *Update) { u.Set(Ref{7, 0}, Int(1)) }, ErrObject},
		"other generation":   {func(u *Update) { u.Set(Ref{1, 1}, Int(1)) }, ErrObject},
		"nil":                {func(u *Update) { u.Add(nil) }, ErrObject},
		"never set":          {func(u *Update) { u.Alloc() }, ErrObject},
		"two signatures":     {func(u *Update) { u.SetSignature(u.Alloc(), nil, 9); u.SetSignature(u.Alloc(), nil, 9) }, ErrObject},
		"no room":            {func(u *Update) { u.SetSignature(u.Alloc(), nil, 0) }, ErrObject},
		"signature replaced": {func(u *Update) { ref := u.Alloc(); u.SetSignature(ref, nil, 9); u.Set(ref, Int(1)) }, ErrObject},
		"bad form":           {func(u *Update) { u.NewForm(Rect{}).Content.Save() }, ErrContent},
	} {
		u, err := NewUpdate(mustRead(t, original))
		if err != nil {
			t.Fatal(err)
		}
		c.spoil(u)
		if s, err := u.Build(); !errors.Is(err, c.kind) || s.Data != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := u.Build(); !errors.Is(err, ErrFinished) {
			t.Errorf("%s: built twice: %v", name, err)
		}
	}
	if _, err := NewUpdate(mustRead(t, append(bytes.Clone(original), "junk"...))); !errors.Is(err, ErrStructure) {
		t.Error("junk after the end:", err)
	}
}

func TestEmptyUpdate(t *testing.T) {
	for _, original := range [][]byte{newRaw().document().table("").out, streamFile(t)} {
		u, err := NewUpdate(mustRead(t, original))
		if err != nil {
			t.Fatal(err)
		}
		s, err := u.Build()
		if err != nil || s.Signature != nil {
			t.Fatal(err)
		}
		if r := mustRead(t, s.Data); len(r.Revisions()) != 2 {
			t.Error(len(r.Revisions()))
		}
	}
}

// TestUpdatesKeepEverything checks over random chains of updates that each revision still reads as it was written.
func TestUpdatesKeepEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := newRaw().document().object(7, "null").table("").out
		if rapid.Bool().Draw(t, "streams") {
			data = streamFileOnce
		}
		var states []map[Ref]Object
		state := map[Ref]Object{}
		for range rapid.IntRange(1, 4).Draw(t, "updates") {
			r, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			u, err := NewUpdate(r)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rapid.IntRange(0, 4).Draw(t, "objects") {
				o := genObject(2).Draw(t, fmt.Sprint("object", i))
				ref := u.Add(o)
				if rapid.Bool().Draw(t, "replace") && len(state) > 0 {
					old := rapid.SampledFrom(sortedRefs(state)).Draw(t, "old")
					u.Set(old, Int(i))
					state[old] = Int(i)
				}
				state[ref] = o
			}
			s, err := u.Build()
			if err != nil || !bytes.HasPrefix(s.Data, data) {
				t.Fatal(err)
			}
			data = s.Data
			states = append(states, maps.Clone(state))
		}
		last, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range states {
			r, err := last.At(i + 1)
			if err != nil {
				t.Fatal(err)
			}
			for ref, o := range want {
				if got, err := r.Object(ref); err != nil || !reflect.DeepEqual(got, o) {
					t.Fatalf("revision %d, object %v: %v, %v; want %v", i+1, ref, got, err, o)
				}
			}
		}
	})
}

func sortedRefs(state map[Ref]Object) []Ref {
	offsets := map[Ref]int{}
	for ref := range state {
		offsets[ref] = 0
	}
	var refs []Ref
	for _, run := range runs(offsets) {
		refs = append(refs, run...)
	}
	return refs
}
