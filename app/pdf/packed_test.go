package pdf

import (
	"bytes"
	"fmt"
	"testing"
)

// tagged is a document of many tagged paragraphs.
func tagged(t *testing.T, pack bool) []byte {
	t.Helper()
	w := NewWriter(Options{Pack: pack})
	for range 3 {
		p := w.AddPage(200, 200)
		for range 300 {
			p.Content.Tagged(w.Structure().Add("P"))
			p.Content.Line(0, 0, 10, 10)
			p.Content.End()
		}
	}
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPackedTagsAreTheSameTree(t *testing.T) {
	plain, packed := tagged(t, false), tagged(t, true)
	if len(packed)*3 > len(plain) {
		t.Errorf("%d bytes packed, %d plain", len(packed), len(plain))
	}
	if !bytes.Equal(packed, tagged(t, true)) {
		t.Error("two writings differ")
	}
	var trees []string
	for _, data := range [][]byte{plain, packed} {
		r, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.coverage()
		if err != nil || len(c.Unclaimed)+len(c.Overlapping) > 0 {
			t.Errorf("coverage %+v, %v", c, err)
		}
		catalog, err := r.Catalog()
		if err != nil {
			t.Fatal(err)
		}
		trees = append(trees, treeOf(t, r, catalog["StructTreeRoot"], 0))
	}
	if trees[0] != trees[1] {
		t.Error("the trees differ")
	}
}

// treeOf writes the tag tree without the numbers of its objects.
func treeOf(t *testing.T, r *Reader, o Object, depth int) string {
	t.Helper()
	o, err := r.Resolve(o)
	if err != nil {
		t.Fatal(err)
	}
	switch o := o.(type) {
	case Dict:
		out := fmt.Sprint(depth, " ", o["S"], "\n")
		if kids := o["K"]; kids != nil {
			out += treeOf(t, r, kids, depth+1)
		}
		return out
	case Array:
		out := ""
		for _, kid := range o {
			out += treeOf(t, r, kid, depth)
		}
		return out
	}
	return fmt.Sprint(depth, " ", o, "\n")
}

func TestPackedDocumentIsUpdated(t *testing.T) {
	r, err := Read(tagged(t, true))
	if err != nil {
		t.Fatal(err)
	}
	if r.Revisions()[0].Kind != XrefStream {
		t.Fatalf("cross-reference of kind %v", r.Revisions()[0].Kind)
	}
	u, err := NewUpdate(r)
	if err != nil {
		t.Fatal(err)
	}
	added := u.Add(String("more"))
	s, err := u.Build()
	if err != nil {
		t.Fatal(err)
	}
	if r, err = Read(s.Data); err != nil {
		t.Fatal(err)
	}
	if o, err := r.Object(added); err != nil || o != Object(String("more")) {
		t.Errorf("got %v, %v", o, err)
	}
	qpdfCheck(t, s.Data)
}
