package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/app/typeface"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/assets/fonts"
)

// sources are the folders whose code says sentences of the window: every page is one.
func sources(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, pattern := range []string{".", "page", "page/*", "start", "prompt", "picker", "wording", "../edit", "../../cmd/zhunsheng"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %d folders", pattern, err, len(found))
		}
		for _, name := range found {
			if info, err := os.Stat(name); err == nil && info.IsDir() {
				folders = append(folders, name)
			}
		}
	}
	return folders
}

// keysInCode returns every string constant that starts with "ui.", and those of them that are only the beginning of a key.
func keysInCode(t *testing.T) (whole, beginnings map[string]bool) {
	t.Helper()
	whole, beginnings = map[string]bool{}, map[string]bool{}
	for _, folder := range sources(t) {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", folder, err, len(files))
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				literal, ok := n.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					return true
				}
				key, err := strconv.Unquote(literal.Value)
				if err != nil || !strings.HasPrefix(key, "ui.") {
					return true
				}
				if strings.HasSuffix(key, ".") {
					beginnings[key] = true
				} else {
					whole[key] = true
				}
				return true
			})
		}
	}
	return whole, beginnings
}

func TestEverySentenceInTheCodeIsThereAndNoneIsSpare(t *testing.T) {
	c := uitest.Catalogue(t)
	whole, beginnings := keysInCode(t)
	for _, language := range []string{locale.Chinese, locale.English} {
		for key := range whole {
			if _, ok := c.Sentence(language, key); !ok && !beginnings[key+"."] {
				t.Errorf("%s has no sentence %s", language, key)
			}
		}
	}
	for _, key := range c.Keys(locale.Chinese) {
		if !strings.HasPrefix(key, "ui.") || whole[key] || whole[strings.TrimSuffix(key, ".text")] {
			continue
		}
		used := false
		for beginning := range beginnings {
			used = used || strings.HasPrefix(key, beginning)
		}
		if !used {
			t.Errorf("nothing says %s", key)
		}
	}
}

// TestWindowsFaceDrawsEverySentence keeps the system's fonts out: looking for them costs most of a second at the start.
func TestWindowsFaceDrawsEverySentence(t *testing.T) {
	c := uitest.Catalogue(t)
	for name, data := range map[string][]byte{"regular": fonts.SansRegular(), "bold": fonts.SansBold()} {
		face, err := typeface.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		missing := map[rune]string{}
		for _, language := range c.Languages() {
			for _, key := range c.Keys(language) {
				text, _ := c.Sentence(language, key)
				for _, r := range text {
					if r >= ' ' && !face.Draws(r) {
						missing[r] = key
					}
				}
			}
		}
		for _, r := range "✓←→↑↓≥≤×÷−∈…—" {
			if !face.Draws(r) {
				missing[r] = "signs of the window"
			}
		}
		for r, key := range missing {
			t.Errorf("the %s face cannot draw %q of %s", name, r, key)
		}
	}
}

// TestChineseScreensAreChinese finds Latin words in Chinese sentences; names of keys, formats and the like are on the list.
func TestChineseScreensAreChinese(t *testing.T) {
	allowed := map[string]bool{
		"Enter": true, "Tab": true, "Shift": true, "Esc": true, "Delete": true, "Home": true, "End": true, "PageUp": true, "PageDown": true,
		"F1": true, "F10": true, "Ctrl": true, "Alt": true, "SHA": true, "A": true, "C": true, "V": true, "Excel": true, "Word": true, "CSV": true, "F2": true, "English": true, "OpenGL": true, "zhunsheng": true, "lang": true, "zh": true, "en": true, "data": true, "demo": true, "version": true, "PDF": true, "RSA": true, "ECDSA": true, "P": true, "SM2": true, "dll": true, "so": true, "KB": true, "age1": true, "zs": true, "collect": true,
	}
	c := uitest.Catalogue(t)
	for _, key := range c.Keys(locale.Chinese) {
		if !strings.HasPrefix(key, "ui.") {
			continue
		}
		text, _ := c.Sentence(locale.Chinese, key)
		for _, placeholder := range locale.Placeholders(text) {
			text = strings.ReplaceAll(text, "{"+placeholder+"}", "")
		}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
			if strings.Trim(word, "0123456789") != "" && !allowed[word] {
				t.Errorf("%s says %q", key, word)
			}
		}
	}
}

func TestCodeHoldsNoChineseSentences(t *testing.T) {
	for _, folder := range sources(t) {
		if strings.HasPrefix(folder, "..") {
			continue // variables of formulas, which are in Chinese, and the program's name
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					for _, r := range literal.Value {
						if r >= 0x4E00 && r <= 0x9FFF {
							t.Errorf("%s: %s belongs into the translations", name, literal.Value)
							break
						}
					}
				}
				return true
			})
		}
	}
}
