package locale_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"zhunsheng/app/locale"
)

// TestPanelSaysNothingWithoutASentence: every key in the source of package panel has a sentence in every language with the same
// placeholders.
func TestPanelSaysNothingWithoutASentence(t *testing.T) {
	c := open(t)
	key := regexp.MustCompile(`"(panel\.[a-z]+\.[a-z]+)"`)
	used := 0
	for _, name := range []string{"tally.go", "submit.go"} {
		source, err := os.ReadFile("../../scoring/panel/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range key.FindAllStringSubmatch(string(source), -1) {
			used++
			zh, ok := c.Sentence("zh", found[1])
			if !ok {
				t.Errorf("no sentence for %q", found[1])
			}
			en, _ := c.Sentence("en", found[1])
			left, right := locale.Placeholders(zh), locale.Placeholders(en)
			slices.Sort(left)
			slices.Sort(right)
			if !slices.Equal(left, right) {
				t.Errorf("%q asks for %v in Chinese and for %v in English", found[1], left, right)
			}
		}
	}
	if used < 8 {
		t.Fatalf("only %d keys found: the search is broken", used)
	}
}
