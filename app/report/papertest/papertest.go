// Package papertest is what tests of printed papers share: words that miss no sentence, and the text of the pages that were printed.
// Only tests import it.
package papertest

import (
	"strings"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
)

// Words are the program's sentences in a language; asking for one that nobody wrote fails the test.
type Words struct {
	t testing.TB
	*locale.Printer
}

// NewWords opens the sentences in a language, such as [locale.Chinese].
func NewWords(t testing.TB, language string) Words {
	t.Helper()
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	return Words{t, catalogue.Printer(language)}
}

// Text is the sentence with the given key and its {placeholders} filled in.
func (w Words) Text(key string, args map[string]string) string {
	if !w.Has(key) {
		w.t.Errorf("no sentence for %s", key)
	}
	return w.Printer.Text(key, args)
}

// Pages reads a PDF and returns the text of each page, as its runs stand in the file, without the breaks of its lines.
func Pages(t testing.TB, file []byte) []string {
	t.Helper()
	r, err := pdf.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := text.NewReader(r).Pages()
	if err != nil {
		t.Fatal(err)
	}
	shown := make([]string, len(pages))
	for i, page := range pages {
		var b strings.Builder
		for _, run := range page.Runs {
			b.WriteString(run.Text)
		}
		shown[i] = strings.ReplaceAll(b.String(), "\n", "")
	}
	return shown
}
