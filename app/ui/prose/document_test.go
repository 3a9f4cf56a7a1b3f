package prose

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestReplaceIsWhatItDoesToText edits a document and a plain text alike.
func TestReplaceIsWhatItDoesToText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		piece := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"国", "a", "\n", "{{total}}", "，"}), 0, 8), func(s []string) string { return strings.Join(s, "") })
		d := newDocument(piece.Draw(r, "text"))
		for range 6 {
			all := d.text(nil)
			places := []position{{}}
			for p := (position{}); p != d.end(); {
				p = d.right(p)
				places = append(places, p)
			}
			i := rapid.IntRange(0, len(places)-1).Draw(r, "from")
			j := rapid.IntRange(i, len(places)-1).Draw(r, "to")
			with := piece.Draw(r, "with")
			head, tail := d.slice(position{}, places[i], nil), d.slice(places[j], d.end(), nil)
			if head+d.slice(places[i], places[j], nil)+tail != all {
				r.Fatalf("%q does not fall into its parts", all)
			}
			end := d.replace(places[i], places[j], d.read(with))
			if got := d.text(nil); got != head+with+tail {
				r.Fatalf("%q with %q from %d to %d is %q", all, with, i, j, got)
			}
			if got := d.slice(position{}, end, nil); got != head+with {
				r.Fatalf("the end is behind %q, want behind %q", got, head+with)
			}
		}
	})
}

func TestMarksStayWithTheirWords(t *testing.T) {
	d := newDocument("率为95%，比上年增长3%。")
	d.paragraphs[0].marks = []mark{{from: 2, to: 5}, {from: 9, to: 13}}
	d.replace(position{0, 6}, position{0, 6}, d.read("又"))
	if got := d.paragraphs[0].marks; len(got) != 2 || got[0].from != 2 || got[1].from != 10 || got[1].to != 14 {
		t.Errorf("marks %+v after a character between them", got)
	}
	d.replace(position{0, 3}, position{0, 4}, d.read("6"))
	if got := d.paragraphs[0].marks; len(got) != 1 || got[0].from != 10 {
		t.Errorf("marks %+v after a change within the first", got)
	}
	d.replace(position{0, 7}, position{0, 7}, d.read("\n"))
	if got := d.paragraphs[1].marks; len(d.paragraphs[0].marks) != 0 || len(got) != 1 || got[0].from != 3 {
		t.Errorf("marks %+v in the second paragraph", got)
	}
}

func TestWords(t *testing.T) {
	d := newDocument("国家，abc 12.5%{{total}}")
	var stops []int
	for p := (position{}); p != d.end(); {
		p = d.wordRight(p)
		stops = append(stops, p.at)
	}
	if !slices.Equal(stops, []int{2, 3, 6, 7, 11, 12, 13}) {
		t.Errorf("words end at %v", stops)
	}
	var back []int
	for p := d.end(); p != (position{}); {
		p = d.wordLeft(p)
		back = append(back, p.at)
	}
	if !slices.Equal(back, []int{12, 11, 7, 6, 3, 2, 0}) {
		t.Errorf("words begin at %v", back)
	}
}
