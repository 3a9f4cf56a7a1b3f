package lexicon_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring/lexicon"
)

func TestLookUps(t *testing.T) {
	l := lexicon.New("增长 增长率 率 完成 (略)")
	for _, c := range []struct{ name, got, want string }{
		{"the longest at the start", l.At("增长率为5%"), "增长率"},
		{"none at the start", l.At("年增长"), ""},
		{"the longest at the end", l.Ending("同比增长率"), "增长率"},
		{"none at the end", l.Ending("增长率为"), ""},
		{"the first inside", l.In("已完成，增长"), "完成"},
		{"a word in ASCII", l.In("见附件(略)"), "(略)"},
		{"cut from the start", l.Skip("完成增长目标"), "目标"},
		{"cut from the end", l.Trim("目标完成率"), "目标"},
		{"empty text", l.At("") + l.Ending("") + l.In(""), ""},
		{"broken text", l.In("\xff\xfe"), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

// TestAgainstPlainSearch: whatever the text, the look-ups agree with a search for each word.
func TestAgainstPlainSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune("增长率年%a")), 1, 3, -1)
		words := rapid.SliceOfN(word, 1, 6).Draw(t, "words")
		s := rapid.StringOfN(rapid.SampledFrom([]rune("增长率年%a，")), 0, 12, -1).Draw(t, "text")
		l := lexicon.Of(words...)
		longest := func(fits func(s, w string) bool) (best string) {
			for _, w := range words {
				if len(w) > len(best) && fits(s, w) {
					best = w
				}
			}
			return best
		}
		if got, want := l.At(s), longest(strings.HasPrefix); got != want {
			t.Fatalf("%q starts with %q, not %q", s, want, got)
		}
		if got, want := l.Ending(s), longest(strings.HasSuffix); got != want {
			t.Fatalf("%q ends with %q, not %q", s, want, got)
		}
		if got, want := l.Has(s), slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) }); got != want {
			t.Fatalf("%q holds a word: %v", s, got)
		}
	})
}
