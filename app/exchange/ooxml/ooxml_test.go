package ooxml

import (
	"bytes"
	"strings"
	"testing"
)

func TestScan(t *testing.T) {
	const part = `<?xml version="1.0"?><!-- <c> --><x:a b="1 &gt; 0" x:id='q>"'><c/><![CDATA[<d>]]>text &amp; more</x:a >`
	var seen []string
	whole := Scan([]byte(part), func(tag Tag) bool {
		name := tag.Name
		if tag.Close && !tag.Open {
			name = "/" + name
		}
		if tag.Open && tag.Close {
			name += "/"
		}
		if tag.Name == "a" && tag.Open && (tag.Attr("b") != "1 > 0" || tag.Attr("id") != `q>"` || tag.Attr("none") != "") {
			t.Errorf("attributes %q %q", tag.Attr("b"), tag.Attr("id"))
		}
		seen = append(seen, name)
		return true
	})
	if got := strings.Join(seen, " "); !whole || got != "a c/ /a" {
		t.Errorf("%v %q", whole, got)
	}
	if got := Text([]byte("a<![CDATA[<&]]>b &lt;<i>c</i>"), 0, 29); got != "a<&b <c" {
		t.Errorf("text %q", got)
	}
	for _, cut := range []string{"<a", "<!-- ", `<a b="`, "<![CDATA[x"} {
		if Scan([]byte(cut), func(Tag) bool { return true }) {
			t.Errorf("%q is whole", cut)
		}
	}
}

// The same parts give the same bytes, whatever order and times a library gave them.
func TestRepackIsStable(t *testing.T) {
	one, err := Pack([]Part{{"b.xml", []byte("b")}, {"[Content_Types].xml", []byte("t")}}, true)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Pack([]Part{{"[Content_Types].xml", []byte("t")}, {"b.xml", []byte("b")}}, false)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Repack(one, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Repack(two, nil)
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("%v, %d and %d bytes", err, len(a), len(b))
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(`<a b="1"><c/>x<![CDATA[y]]></a>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		last := 0
		Scan(data, func(tag Tag) bool {
			if tag.Start < last || tag.End <= tag.Start || tag.End > len(data) {
				t.Fatalf("tag at %d-%d after %d", tag.Start, tag.End, last)
			}
			last = tag.End
			tag.Attr("b")
			Text(data, 0, tag.Start)
			return true
		})
	})
}
