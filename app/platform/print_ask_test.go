package platform

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPrintRangesAreRead(t *testing.T) {
	for _, c := range []struct {
		text  string
		pages int
		want  string
		ok    bool
	}{
		{"", 5, "", true},
		{" 　", 5, "", true},
		{"1-3, 5", 5, "1-3,5", true},
		{"１－３、５", 5, "1-3,5", true},
		{"2～4", 5, "2-4", true},
		{"2至2", 5, "2", true},
		{"7", 0, "7", true},
		{"7", 5, "", false},
		{"3-1", 5, "", false},
		{"0", 5, "", false},
		{"-2", 5, "", false},
		{"1-", 5, "", false},
		{"1,,2", 5, "", false},
		{"全部", 5, "", false},
		{"99999999999999999999", 0, "", false},
	} {
		if got, ok := PrintRanges(c.text, c.pages); got != c.want || ok != c.ok {
			t.Errorf("%q of %d: %q, %v", c.text, c.pages, got, ok)
		}
	}
}

// What was read is what lp takes, and reads as itself again.
func TestPrintRangesReadAsThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages := rapid.IntRange(0, 40).Draw(t, "pages")
		ranges, ok := PrintRanges(rapid.StringMatching(`[0-9０-９,，、 \-－x]{0,12}`).Draw(t, "text"), pages)
		if !ok && ranges != "" {
			t.Fatalf("refused, but %q", ranges)
		}
		if strings.Trim(ranges, "0123456789,-") != "" {
			t.Fatalf("%q is nothing for lp", ranges)
		}
		if again, fine := PrintRanges(ranges, pages); again != ranges || !fine {
			t.Fatalf("%q reads as %q, %v", ranges, again, fine)
		}
	})
}

func TestCopiesAreRead(t *testing.T) {
	for text, want := range map[string]int{"": 1, " 3 ": 3, "１２": 12, "99": 99} {
		if got, ok := ReadCopies(text); got != want || !ok {
			t.Errorf("%q: %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"0", "-1", "100", "三", "1.5"} {
		if got, ok := ReadCopies(text); ok {
			t.Errorf("%q was taken as %d", text, got)
		}
	}
}
