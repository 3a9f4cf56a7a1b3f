package lines

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func one(int) float32 { return 1 }

// broken shows where lines end.
func broken(text string, room float32) string {
	runes := []rune(text)
	begins := Break(runes, room, one)
	var parts []string
	for i, start := range begins {
		end := len(runes)
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		parts = append(parts, string(runes[start:end]))
	}
	return strings.Join(parts, "|")
}

func TestLinesAreBrokenByTheRulesOfTypesetting(t *testing.T) {
	for _, c := range []struct {
		text string
		room float32
		want string
	}{
		{"", 4, ""},
		{"国家财政", 4, "国家财政"},
		{"国家财政资金", 4, "国家财政|资金"},
		{"国家财政，资金", 4, "国家财|政，资金"},         // a closing mark never begins a line
		{"国家财（政资金", 4, "国家财|（政资金"},         // an opening mark never ends one
		{"国家abc财政", 4, "国家|abc财|政"},        // a word is not broken
		{"abcdefghij", 4, "abcd|efgh|ij"},  // unless it is wider than a line
		{"国家1234567", 4, "国家|1234|567"},    //
		{"率达95.3%以上", 6, "率达|95.3%以|上"},    // a figure keeps its sign
		{"国家    财政", 4, "国家    |财政"},       // spaces hang over
		{"共1,234家", 5, "共|1,234|家"},        // nor is a figure broken at its comma
		{"don’t (see)", 7, "don’t |(see)"}, //
		{"见《办法》第三条", 4, "见《办|法》第三|条"},      //
		{"国，，，，，，家", 4, "国，，，|，，，家"},       // where no rule can hold the line is broken all the same
	} {
		if got := broken(c.text, c.room); got != c.want {
			t.Errorf("%q in %v: %s, want %s", c.text, c.room, got, c.want)
		}
	}
}

func TestLinesAreTheTextAndFit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := []rune(rapid.StringMatching(`[国家，。（）a-c1-3 %]{0,60}`).Draw(r, "text"))
		room := float32(rapid.IntRange(1, 12).Draw(r, "room"))
		begins := Break(text, room, one)
		if !slices.IsSorted(begins) || begins[0] != 0 || len(slices.Compact(slices.Clone(begins))) != len(begins) {
			r.Fatalf("lines begin at %v", begins)
		}
		for i, start := range begins {
			end := len(text)
			if i+1 < len(begins) {
				end = begins[i+1]
			}
			if line := strings.TrimRight(string(text[start:end]), " "); float32(len([]rune(line))) > room {
				r.Errorf("line %q is wider than %v", line, room)
			}
		}
	})
}
