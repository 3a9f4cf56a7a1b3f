package assets_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhunsheng/assets"
)

// emphasis is what the help pages set in bold without naming something on the screen.
var emphasis = map[string][]string{
	"zh": {"越多越好", "越少越好", "等于", "区间、分档、及格线、按期、扣分", "红色", "黄色", "灰色", "空格"},
	"en": {
		"The more the better", "The less the better", "Ranges, bands, pass lines, deadlines, deductions", "Red", "Yellow", "Grey", "Go there", "try", "inserts a figure",
		"trust", "take them over", "copy", "Space",
	},
}

// TestHelpNamesWhatIsOnTheScreen holds the words in bold against the words of the program: what the help calls by name must be called that.
func TestHelpNamesWhatIsOnTheScreen(t *testing.T) {
	bold, keys := regexp.MustCompile(`\*\*(.+?)\*\*`), regexp.MustCompile(`^(Ctrl|Alt|Shift|F\d|Enter|Tab|Esc|Delete|Page|Home|[↑↓←→]|\+)`)
	for language, known := range emphasis {
		words := map[string]bool{}
		var all strings.Builder
		for _, content := range translations(t, language) {
			word := strings.TrimRight(content, "… ")
			words[word] = true
			all.WriteString(word + "\n")
		}
		pages := assets.Help(language)
		names, err := fs.Glob(pages, "*.md")
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(pages, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range bold.FindAllStringSubmatch(string(text), -1) {
				if word := strings.TrimRight(found[1], "… "); !words[word] && !keys.MatchString(word) && !slices.Contains(known, word) && !strings.Contains(all.String(), word) {
					t.Errorf("%s/%s names %q, and nothing in the program is called that", language, name, word)
				}
			}
		}
	}
}

// translations returns all sentences of a language.
func translations(t *testing.T, language string) []string {
	t.Helper()
	var list []string
	err := fs.WalkDir(assets.Translations(), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "."+language+".json") {
			return err
		}
		content, err := fs.ReadFile(assets.Translations(), path)
		if err != nil {
			return err
		}
		sentences := map[string]string{}
		if err := json.Unmarshal(content, &sentences); err != nil {
			return err
		}
		for _, sentence := range sentences {
			list = append(list, sentence)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		t.Fatal(len(list), err)
	}
	return list
}
