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

func TestReadTable(t *testing.T) {
	f := newRaw().document().table("/Info 9 0 R")
	r := mustRead(t, f.out)
	if r.Version() != "1.7" || r.Size() != 20 || r.Root() != (Ref{1, 0}) || r.Startxref() != bytes.LastIndex(f.out, []byte("startxref")) {
		t.Error(r.Version(), r.Size(), r.Root(), r.Startxref())
	}
	pages, err := r.Pages()
	if err != nil || len(pages) != 1 {
		t.Fatal(pages, err)
	}
	p := pages[0]
	if p.Ref != (Ref{3, 0}) || p.Attributes["Rotate"] != Int(90) || p.Dict["Rotate"] != nil || p.Attributes["MediaBox"] == nil {
		t.Errorf("%+v", p)
	}
	if content, err := r.PageContent(p); err != nil || string(content) != "q Q\n" {
		t.Errorf("%q, %v", content, err)
	}
	if o, err := r.Object(Ref{9, 0}); err != nil || o != (Null{}) {
		t.Error("an object that is not defined is null:", o, err)
	}
	if o, err := r.Object(Ref{1, 1}); err != nil || o != (Null{}) {
		t.Error("another generation is another object:", o, err)
	}
	start, end, err := r.Extent(Ref{4, 0})
	if err != nil || !bytes.HasPrefix(f.out[start:], []byte("4 0 obj")) || !bytes.HasSuffix(f.out[:end], []byte("endobj")) {
		t.Error(start, end, err)
	}
	if len(r.Entries()) != 4 || r.Entries()[3].Offset != start {
		t.Error(r.Entries())
	}
}

func TestReadStreams(t *testing.T) {
	r := mustRead(t, streamFile(t))
	rev := r.Revisions()
	if len(rev) != 1 || rev[0].Kind != XrefStream || rev[0].Start != 0 || rev[0].End != len(r.Data()) {
		t.Errorf("%+v", rev)
	}
	pages, err := r.Pages()
	if err != nil || len(pages) != 1 {
		t.Fatal(pages, err)
	}
	e, ok := r.Entry(Ref{3, 0})
	if !ok || e.Stream != 5 || e.Index != 2 {
		t.Errorf("%+v", e)
	}
	start, _, err := r.Extent(Ref{3, 0})
	if err != nil || !bytes.HasPrefix(r.Data()[start:], []byte("5 0 obj")) {
		t.Error("extent of a packed object:", start, err)
	}
	c, err := r.coverage()
	if err != nil || c.Unclaimed != nil || c.Overlapping != nil {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestReadHybrid reads a file whose stream beside the table defines what the table hides as free.
func TestReadHybrid(t *testing.T) {
	f := newRaw().document()
	f.object(8, "(shown)")
	hidden := f.offsets[8]
	delete(f.offsets, 8)
	at := len(f.out)
	f.stream(9, "/Type/XRef/Size 20/W[1 4 2]/Index[8 1]", row(1, hidden, 0))
	f.table(fmt.Sprintf("/XRefStm %d", at))
	r := mustRead(t, f.out)
	if o, err := r.Object(Ref{8, 0}); err != nil || o != String("shown") {
		t.Error(o, err)
	}
	if k := r.Revisions()[0].Kind; k != XrefHybrid {
		t.Error(k)
	}
	if c, err := r.coverage(); err != nil || c.Unclaimed != nil || c.Overlapping != nil {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestRevisions(t *testing.T) {
	f := newRaw().document().table("")
	first, firstXref := len(f.out), f.xref
	f.object(7, "(one)").table(fmt.Sprintf("/Prev %d", f.xref))
	second := len(f.out)
	f.object(7, "(two)").object(4, "null").raw("8 0 obj (orphan) endobj\n")
	f.table(fmt.Sprintf("/Prev %d", f.xref))
	r := mustRead(t, f.out)
	revs := r.Revisions()
	if len(revs) != 3 || revs[0].End != first || revs[0].Xref != firstXref || revs[1].Start != first || revs[1].End != second ||
		revs[2].End != len(f.out) || len(revs[2].Entries) != 2 {
		t.Fatalf("%+v", revs)
	}
	for i, want := range []Object{Null{}, String("one"), String("two")} {
		v, err := r.At(i)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Object(Ref{7, 0}); err != nil || got != want || len(v.Revisions()) != i+1 || len(v.Data()) != revs[i].End {
			t.Errorf("revision %d: %v, %v", i, got, err)
		}
	}
	if _, err := r.At(3); err == nil {
		t.Error("there is no fourth revision")
	}
	var got []string
	for _, c := range r.changedAfter(first) {
		got = append(got, fmt.Sprint(c.Ref.Num, c.Before.Offset > 0, c.After.Free))
	}
	if want := []string{"4 true false", "7 false false"}; !slices.Equal(got, want) {
		t.Error(got, want)
	}
	if c := r.changedAfter(len(f.out)); c != nil {
		t.Error(c)
	}
	if c := r.changedAfter(0); len(c) != 5 {
		t.Error(c)
	}
	c, err := r.coverage()
	if err != nil || len(c.Unclaimed) != 1 || string(f.out[c.Unclaimed[0].Start:c.Unclaimed[0].End]) != "8 0 obj (orphan) endobj" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestDeletedObject(t *testing.T) {
	f := newRaw().document().object(7, "(one)").table("")
	end, prev := len(f.out), f.xref
	at := len(f.out)
	f.raw("xref\n7 1\n0000000000 00001 f \ntrailer\n<</Size 20/Root 1 0 R/Prev %d>>\n", prev).end(at)
	r := mustRead(t, f.out)
	if o, err := r.Object(Ref{7, 0}); err != nil || o != (Null{}) {
		t.Error(o, err)
	}
	if c := r.changedAfter(end); len(c) != 1 || !c[0].After.Free || c[0].Before.Offset == 0 {
		t.Errorf("%+v", c)
	}
}

// TestLinearized reads the two sections of a linearized file as one revision.
func TestLinearized(t *testing.T) {
	const front = "xref\n1 1\n%010d 00000 n \ntrailer\n<</Size 20/Root 1 0 R/Prev %010d>>\nstartxref\n0\n%%%%EOF\n"
	f := newRaw()
	at := len(f.out)
	f.raw(front, 0, 0)
	f.document()
	catalog := f.offsets[1]
	delete(f.offsets, 1)
	main := len(f.out)
	f.table("").out = append(f.out[:bytes.LastIndex(f.out, []byte("startxref"))], fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at)...)
	copy(f.out[at:], fmt.Sprintf(front, catalog, main))
	r := mustRead(t, f.out)
	revs := r.Revisions()
	if len(revs) != 1 || revs[0].Xref != at || revs[0].End != len(f.out) || len(revs[0].Entries) != 4 {
		t.Fatalf("%+v", revs)
	}
	if c, err := r.coverage(); err != nil || c.Unclaimed != nil || c.Overlapping != nil {
		t.Errorf("%+v, %v", c, err)
	}
	f.xref = at
	f.object(7, "(update)").table(fmt.Sprintf("/Prev %d", at))
	if r := mustRead(t, f.out); len(r.Revisions()) != 2 || r.Revisions()[0].End != revs[0].End {
		t.Errorf("%+v", r.Revisions())
	}
}

func TestTrailingBytes(t *testing.T) {
	whole := newRaw().document().table("").out
	for _, junk := range []string{"junk", "\n\n% comment", "7 0 obj (hidden) endobj"} {
		data := append(bytes.Clone(whole), junk...)
		r := mustRead(t, data)
		c, err := r.coverage()
		if err != nil || len(c.Unclaimed)+len(c.Comments) != 1 || string(r.Trailing()) != junk {
			t.Errorf("%q: %+v, %v, %q", junk, c, err, r.Trailing())
		}
	}
	// A second startxref that names the same section belongs to no revision.
	at := bytes.LastIndex(whole, []byte("xref\n1 1"))
	r := mustRead(t, append(bytes.Clone(whole), fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at)...))
	if r.Startxref() < r.Revisions()[0].End || len(r.Trailing()) == 0 {
		t.Error(r.Startxref(), r.Revisions()[0].End)
	}
}

func TestOverlap(t *testing.T) {
	f := newRaw().document()
	f.object(7, "(outer 8 0 obj (inner) endobj )")
	f.offsets[8] = bytes.Index(f.out, []byte("8 0 obj"))
	r := mustRead(t, f.table("").out)
	if c, err := r.coverage(); err != nil || len(c.Overlapping) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestReadRefuses(t *testing.T) {
	good := string(newRaw().document().table("").out)
	edit := func(old, now string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the file", old)
		}
		return strings.Replace(good, old, now, 1)
	}
	for name, c := range map[string]struct {
		data string
		kind error
	}{
		"empty":             {"", ErrSyntax},
		"no header":         {"x" + good, ErrSyntax},
		"version":           {edit("%PDF-1.7", "%PDF-x.7"), ErrSyntax},
		"cut":               {good[:len(good)-20], ErrXref},
		"no EOF":            {edit("%%EOF", ""), ErrXref},
		"startxref 0":       {good[:strings.LastIndex(good, "startxref")] + "startxref\n0\n%%EOF\n", ErrXref},
		"startxref far":     {good[:strings.LastIndex(good, "startxref")] + "startxref\n999999\n%%EOF\n", ErrXref},
		"startxref object":  {good[:strings.LastIndex(good, "startxref")] + "startxref\n9\n%%EOF\n", ErrXref},
		"no size":           {edit("/Size", "/Sise"), ErrXref},
		"giant size":        {edit("/Size 20", "/Size 9999999999"), ErrLimit},
		"object above size": {edit("/Size 20", "/Size 4"), ErrXref},
		"entry kind":        {edit("00000 n", "00000 m"), ErrXref},
		"count":             {edit("4 1\n", "4 9999999\n"), ErrLimit},
		"twice":             {edit("4 1\n", "3 1\n"), ErrXref},
		"no root":           {edit("/Root", "/Rood"), ErrStructure},
		"root no catalog":   {edit("/Catalog", "/Katalog"), ErrStructure},
		"encrypted":         {edit("/Root 1", "/Encrypt 1 0 R/Root 1"), ErrEncrypted},
		"prev is no number": {edit("/Root 1", "/Prev/A/Root 1"), ErrXref},
		"prev to itself":    {edit("/Root 1", fmt.Sprintf("/Prev %d/Root 1", strings.LastIndex(good, "xref\n1 1"))), ErrLoop},
		"offset beyond":     {edit("00000 n \n4 1\n0", "00000 n \n4 1\n9"), ErrXref},
		"wrong offset":      {edit("1 0 obj", "5 0 obj"), ErrXref},
		"no endobj":         {edit("endobj", "endobi"), ErrSyntax},
		"hybrid far":        {edit("/Root 1", "/XRefStm 99999/Root 1"), ErrXref},
		"hybrid no stream":  {edit("/Root 1", "/XRefStm 9/Root 1"), ErrXref},
	} {
		start := time.Now()
		_, err := Read([]byte(c.data))
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, c.kind) || e.Offset < 0 || e.Offset > len(c.data) && c.kind != ErrXref {
			t.Errorf("%s: %v; want %v", name, err, c.kind)
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%s took %v", name, d)
		}
	}
}

func TestXrefStreamRefuses(t *testing.T) {
	// The rows are not compressed here, so that dictionary and data can be spoiled as text.
	build := func(dict string, rows []byte) []byte {
		f := newRaw().document()
		at := len(f.out)
		f.stream(6, "/Type/XRef/Root 1 0 R"+dict, rows)
		return f.end(at).out
	}
	offset := bytes.Index(newRaw().document().out, []byte("1 0 obj"))
	one := row(1, offset, 0)
	for name, c := range map[string]struct {
		data []byte
		kind error
	}{
		"no widths":     {build("/Size 7", one), ErrXref},
		"wide":          {build("/Size 7/W[1 9 2]", one), ErrXref},
		"zero widths":   {build("/Size 7/W[0 0 0]/Index[0 8388607]", one), ErrXref},
		"odd index":     {build("/Size 7/W[1 4 2]/Index[1]", one), ErrXref},
		"giant index":   {build("/Size 7/W[1 4 2]/Index[0 99999999999]", one), ErrLimit},
		"too few rows":  {build("/Size 7/W[1 4 2]", one), ErrXref},
		"kind 3":        {build("/Size 7/W[1 4 2]/Index[1 1]", row(3, 0, 0)), ErrUnsupported},
		"in stream 0":   {build("/Size 7/W[1 4 2]/Index[1 1]", row(2, 0, 0)), ErrXref},
		"twice":         {build("/Size 7/W[1 4 2]/Index[1 1 1 1]", append(bytes.Clone(one), one...)), ErrXref},
		"filter by ref": {build("/Size 7/W[1 4 2]/Filter 1 0 R/Index[1 1]", one), ErrXref},
		"no size":       {build("/W[1 4 2]/Index[1 1]", one), ErrXref},
		"encrypted":     {build("/Size 7/W[1 4 2]/Index[1 1]/Encrypt 1 0 R", one), ErrEncrypted},
		"in its stream": {build("/Size 7/W[1 4 2]/Index[1 1]", row(2, 6, 0)), ErrXref},
		"sound":         {build("/Size 7/W[1 4 2]/Index[1 1]", one), nil},
	} {
		if _, err := Read(c.data); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v; want %v", name, err, c.kind)
		}
	}
}
