package exchange_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhunsheng/app/locale"
)

// Every key that the exchange names has a sentence in both languages, and every sentence is used.
func TestNothingIsSaidWithoutASentence(t *testing.T) {
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	doubt := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, text := range literals(t) {
		used[text] = true
	}
	for _, language := range catalogue.Languages() {
		for _, key := range catalogue.Keys(language) {
			rest, ours := strings.CutPrefix(key, "exchange.")
			if !ours || strings.HasSuffix(key, ".remedy") {
				continue
			}
			group, name, _ := strings.Cut(rest, ".")
			if other, ok := catalogue.Sentence("zh", key); !ok || !slices.Equal(locale.Placeholders(other), locale.Placeholders(sentence(catalogue, language, key))) {
				t.Errorf("%s: %s differs in its placeholders", language, key)
			}
			switch group {
			case "file", "note", "doubt":
				if !used[name] || !doubt.MatchString(name) {
					t.Errorf("the sentence %s is used nowhere", key)
				}
			case "field":
				last := name[strings.LastIndexByte(name, '.')+1:]
				if !used[name] && !used[last] && !used[strings.TrimSuffix(strings.TrimSuffix(last, "-sign"), "-unit")] {
					t.Errorf("the sentence %s is used nowhere", key)
				}
			}
		}
	}
	for _, text := range literals(t) {
		if strings.HasPrefix(text, "exchange.") && !strings.HasSuffix(text, ".") {
			if _, ok := catalogue.Sentence("zh", text); !ok {
				t.Errorf("no sentence for %s", text)
			}
		}
	}
}

func sentence(c *locale.Catalogue, language, key string) string {
	text, _ := c.Sentence(language, key)
	return text
}

// literals are the string literals of the source of the exchange.
func literals(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"*.go", "*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "published") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if text, err := strconv.Unquote(literal.Value); err == nil {
						all = append(all, text)
					}
				}
				return true
			})
		}
	}
	return all
}

// Whatever is doubted, noted or read says so in words: over every table in every layout.
func TestReadingsAreSpoken(t *testing.T) {
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range readCases(t) {
		for _, layout := range layouts {
			d := newDrawing(t, layout.numbers)
			layout.draw(d, c)
			table := importOne(t, d.bytes())
			for _, language := range catalogue.Languages() {
				p := catalogue.Printer(language)
				for _, found := range table.All() {
					m := found.Message()
					if text := p.Message(m); text == m.Key || strings.Contains(text, "{") {
						t.Errorf("%s: %q", language, text)
					}
				}
				for i := range table.Cells {
					if key := "exchange.field." + table.Cells[i].Field.Kind; !p.Has(key) {
						t.Errorf("%s: no sentence for %s", language, key)
					}
				}
			}
		}
	}
}
