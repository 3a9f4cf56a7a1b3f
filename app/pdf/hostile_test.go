package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// within fails the test when f takes longer than anybody would wait; sound code needs a small part of it.
func within(t *testing.T, limit time.Duration, f func()) {
	t.Helper()
	start := time.Now()
	f()
	if d := time.Since(start); d > limit {
		t.Errorf("took %v", d)
	}
}

func TestLoops(t *testing.T) {
	f := newRaw().document()
	f.object(5, "6 0 R").object(6, "5 0 R")
	f.raw("").object(7, "<</Length 7 0 R>>\nstream\nabc\nendstream")
	f.object(8, "<</Length 9 0 R>>\nstream\nabc\nendstream")
	f.object(9, "<</Length 8 0 R>>\nstream\nabc\nendstream")
	r := mustRead(t, f.table("").out)
	if _, err := r.Resolve(Ref{5, 0}); !errors.Is(err, ErrLoop) {
		t.Error(err)
	}
	for _, num := range []int{7, 8, 9} {
		if _, err := r.Object(Ref{num, 0}); !errors.Is(err, ErrLoop) {
			t.Error(num, err)
		}
	}
}

func TestPageTreeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		tree string
		kind error
	}{
		"loop":         {"<</Type/Pages/Kids[2 0 R]>>", ErrLoop},
		"page twice":   {"<</Type/Pages/Kids[3 0 R 3 0 R]>>", ErrLoop},
		"no kids":      {"<</Type/Pages>>", ErrStructure},
		"direct child": {"<</Type/Pages/Kids[<</Type/Page>>]>>", ErrStructure},
		"no type":      {"<</Kids[3 0 R]>>", ErrStructure},
		"array":        {"[3 0 R]", ErrStructure},
	} {
		f := newRaw().document().object(2, c.tree)
		if _, err := mustRead(t, f.table("").out).Pages(); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v; want %v", name, err, c.kind)
		}
	}
	f := newRaw().document()
	for i := range 100 {
		f.object(100+i, fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]>>", 101+i))
	}
	f.object(2, "<</Type/Pages/Kids[100 0 R]>>")
	if _, err := mustRead(t, f.table("").out).Pages(); !errors.Is(err, ErrLimit) {
		t.Errorf("deep: %v", err)
	}
	f = newRaw().document()
	r, err := ReadLimited(f.object(2, "<</Type/Pages/Kids[3 0 R 3 0 R]>>").table("").out, Limits{Pages: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Pages(); err == nil {
		t.Error("two pages within a limit of one")
	}
}

func TestStreamsRefuse(t *testing.T) {
	for name, body := range map[string]string{
		"too long":        "<</Length 99999>>\nstream\nabc\nendstream",
		"too short":       "<</Length 2>>\nstream\nabc\nendstream",
		"negative":        "<</Length -1>>\nstream\nabc\nendstream",
		"no length":       "<<>>\nstream\nabc\nendstream",
		"lone CR":         "<</Length 3>>\nstream\rabc\nendstream",
		"no dictionary":   "[]\nstream\nabc\nendstream",
		"length a string": "<</Length (3)>>\nstream\nabc\nendstream",
	} {
		r := mustRead(t, newRaw().document().object(7, body).table("").out)
		if _, err := r.Object(Ref{7, 0}); !errors.Is(err, ErrSyntax) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// packedFile has one object, 1000, in object stream 100; the stream's dictionary goes on as given.
func packedFile(dict string) *rawFile {
	f := newRaw().document()
	f.stream(100, "/Type/ObjStm/N 1/First 7"+dict, []byte("1000 0 (packed)"))
	f.xref = len(f.out)
	rows := slices.Concat(row(1, f.offsets[1], 0), row(1, f.offsets[100], 0), row(2, 100, 0))
	f.stream(99, "/Type/XRef/Size 2000/W[1 4 2]/Root 1 0 R/Index[1 1 100 1 1000 1]", rows)
	return f.end(f.xref)
}

// TestObjectStreamStandsAlone pins that nothing outside an object stream decides how it is read.
func TestObjectStreamStandsAlone(t *testing.T) {
	for dict, kind := range map[string]error{
		"":                                    nil,
		"/Filter[]":                           nil,
		"/Filter 7 0 R":                       ErrUnsupported,
		"/Filter[/AHx]/DecodeParms[1000 0 R]": ErrUnsupported,
		"/Filter[/AHx]/DecodeParms<</Predictor 7 0 R>>": ErrUnsupported,
	} {
		_, err := mustRead(t, packedFile(dict).out).Object(Ref{1000, 0})
		if !errors.Is(err, kind) {
			t.Errorf("%s: %v; want %v", dict, err, kind)
		}
	}
	f := newRaw().document().object(7, "15")
	f.offsets[100] = len(f.out)
	f.raw("100 0 obj<</Type/ObjStm/N 1/First 7/Length 7 0 R>>stream\n1000 0 (packed)\nendstream endobj\n")
	f.xref = len(f.out)
	rows := slices.Concat(row(1, f.offsets[1], 0), row(1, f.offsets[7], 0), row(1, f.offsets[100], 0), row(2, 100, 0))
	f.stream(99, "/Type/XRef/Size 2000/W[1 4 2]/Root 1 0 R/Index[1 1 7 1 100 1 1000 1]", rows)
	if _, err := mustRead(t, f.end(f.xref).out).Object(Ref{1000, 0}); !errors.Is(err, ErrUnsupported) {
		t.Error("indirect length:", err)
	}
}

// TestObjectStreamIsNotReplaced pins that an update cannot change objects by exchanging the stream they lie in.
func TestObjectStreamIsNotReplaced(t *testing.T) {
	update := func(extra string) []byte {
		f := packedFile("")
		f.stream(100, "/Type/ObjStm/N 1/First 7", []byte("1000 0 (forged)"))
		at := f.offsets[100]
		prev := f.xref
		f.xref = len(f.out)
		return f.raw("xref\n100 1\n%010d 00000 n \n%strailer\n<</Size 2000/Root 1 0 R/Prev %d>>\n", at, extra, prev).end(f.xref).out
	}
	if _, err := Read(update("")); !errors.Is(err, ErrXref) {
		t.Error(err)
	}
	// With the object redefined as well, nothing is hidden.
	if r, err := Read(update("1000 1\n0000000000 00001 f \n")); err != nil || len(r.changedAfter(r.Revisions()[0].End)) != 2 {
		t.Error(err)
	}
}

// TestBombIsTriedOnce asks for many objects of one object stream that decodes to too much.
func TestBombIsTriedOnce(t *testing.T) {
	const n = 300
	f := newRaw().document()
	f.stream(100, "/Type/ObjStm/N 1/First 6/Filter/FlateDecode", zipped(t, make([]byte, 70<<20)))
	at := len(f.out)
	rows := row(1, f.offsets[1], 0)
	rows = append(rows, row(1, f.offsets[100], 0)...)
	for i := range n {
		rows = append(rows, row(2, 100, i)...)
	}
	f.stream(99, fmt.Sprintf("/Type/XRef/Size 2000/W[1 4 2]/Root 1 0 R/Index[1 1 100 1 1000 %d]", n), rows)
	r := mustRead(t, f.end(at).out)
	within(t, time.Minute, func() {
		for i := range n {
			if _, err := r.Object(Ref{1000 + i, 0}); !errors.Is(err, ErrLimit) {
				t.Fatal(err)
			}
		}
	})
}

// TestOverlappingObjectsAreBounded nests objects in strings, so that naive reading is quadratic.
func TestOverlappingObjectsAreBounded(t *testing.T) {
	const n = 20000
	f := newRaw().document()
	for num := 10; num < 10+n; num++ {
		f.offsets[num] = len(f.out)
		f.raw("%d 0 obj ( ", num)
	}
	f.raw("%s\n", strings.Repeat("x", 1<<20))
	f.xref = len(f.out)
	f.raw("xref\n")
	for num := range 10 + n {
		if at, ok := f.offsets[num]; ok {
			f.raw("%d 1\n%010d 00000 n \n", num, at)
		}
	}
	f.raw("trailer\n<</Size %d/Root 1 0 R>>\n", 10+n).end(f.xref)
	r := mustRead(t, f.out)
	within(t, 2*time.Minute, func() {
		for num := 10; num < 10+n; num++ {
			if _, err := r.Object(Ref{num, 0}); err == nil {
				t.Fatal("an unbalanced string was read")
			}
		}
	})
}

func TestManySections(t *testing.T) {
	f := newRaw().document().table("")
	for range 1100 {
		f.object(7, "null").table(fmt.Sprintf("/Prev %d", f.xref))
	}
	if _, err := Read(f.out); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
	if r, err := ReadLimited(f.out, Limits{Sections: 2000}); err != nil || len(r.Revisions()) != 1101 {
		t.Error(err)
	}
	if _, err := ReadLimited(f.out, Limits{Sections: 2000, Objects: 100}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
	if _, err := ReadLimited(f.out, Limits{File: 1000}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}

// TestEveryCut reads every prefix of files and every single spoiled byte: an error or a document, never a panic.
func TestEveryCut(t *testing.T) {
	for _, data := range [][]byte{newRaw().document().table("").out, streamFile(t)} {
		for i := range data {
			explore(data[:i])
			spoiled := bytes.Clone(data)
			spoiled[i] ^= 0x11
			explore(spoiled)
		}
	}
}

// explore uses everything a reader offers.
func explore(data []byte) {
	r, err := ReadLimited(data, Limits{Decoded: 1 << 20, Objects: 10000, Sections: 50, Pages: 1000})
	if err != nil {
		return
	}
	for i := range r.Revisions() {
		if v, err := r.At(i); err == nil {
			v.Pages()
		}
	}
	for _, e := range r.Entries() {
		if o, err := r.Object(e.Ref); err == nil {
			if s, ok := o.(*Stream); ok {
				r.Decode(s)
			}
		}
		r.Extent(e.Ref)
	}
	pages, _ := r.Pages()
	for _, p := range pages[:min(10, len(pages))] {
		content, err := r.PageContent(p)
		for tokens := NewTokenizer(content); err == nil; {
			_, err = tokens.Next()
		}
	}
	r.coverage()
	r.changedAfter(len(data) / 2)
	r.Trailing()
	if u, err := NewUpdate(r); err == nil {
		u.Add(Int(1))
		u.Build()
	}
}
