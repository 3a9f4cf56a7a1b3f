package locale_test

import (
	"strings"
	"testing"

	"zhunsheng/app/locale"
)

// TestRemediesFollowTheirSentences checks that a remedy joins on as the language wants it: at once in Chinese, after a space in English.
func TestRemediesFollowTheirSentences(t *testing.T) {
	c := open(t)
	joints := map[string]struct{ ends, between string }{
		locale.Chinese: {"。！？”", ""},
		locale.English: {".!?”", " "},
	}
	for language, joint := range joints {
		count := 0
		for _, key := range c.Keys(language) {
			remedy, ok := c.Sentence(language, key+".remedy")
			if !ok {
				continue
			}
			count++
			sentence, _ := c.Sentence(language, key)
			last := []rune(sentence)[len([]rune(sentence))-1]
			if !strings.ContainsRune(joint.ends, last) {
				t.Errorf("%s: %q is no sentence, yet a remedy follows: %q", language, sentence, remedy)
			}
		}
		if count < 50 {
			t.Errorf("%s: %d sentences with remedies", language, count)
		}
		got := c.Printer(language).Text("error.with-remedy", map[string]string{"sentence": "A", "remedy": "B"})
		if want := "A" + joint.between + "B"; got != want {
			t.Errorf("%s joins them to %q", language, got)
		}
	}
}
