package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/app/exchange"
)

func readAll(path string, _ int64) ([]byte, error) { return os.ReadFile(path) }

// fillFolder writes so many workbooks, every published table in every layout in turn.
func fillFolder(t testing.TB, folder string, n int) {
	t.Helper()
	var drawn [][]byte
	for _, c := range readCases(t) {
		for _, layout := range layouts {
			d := newDrawing(t, layout.numbers)
			layout.draw(d, c)
			drawn = append(drawn, d.bytes())
		}
	}
	for i := range n {
		name := filepath.Join(folder, fmt.Sprintf("unit%02d", i%20), fmt.Sprintf("%03d.xlsx", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, drawn[i%len(drawn)], 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A folder imports whole: every file is a result, in order, bad ones among them; progress counts up to all.
func TestFolderImportsAsABatch(t *testing.T) {
	folder := t.TempDir()
	fillFolder(t, folder, 40)
	for name, text := range map[string]string{"bad.xlsx": "no workbook", "~$lock.xlsx": "x", "notes.md": "x", ".hidden.xlsx": "x"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	last, total := 0, 0
	batch, err := exchange.ImportFolder(t.Context(), folder, readAll, exchange.Options{}, func(done, all int) {
		if done != last+1 {
			t.Errorf("%d files done after %d", done, last)
		}
		last, total = done, all
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(batch.Files) != 41 || last != 41 || total != 41 || len(batch.Skipped) != 2 {
		t.Fatalf("%d files, %d of %d done, skipped %v", len(batch.Files), last, total, batch.Skipped)
	}
	for i, f := range batch.Files {
		if bad := filepath.Base(f.Path) == "bad.xlsx"; bad != (f.Err != nil) {
			t.Errorf("%s: %v", f.Path, f.Err)
		}
		if i > 0 && batch.Files[i-1].Path >= f.Path {
			t.Errorf("%s after %s", f.Path, batch.Files[i-1].Path)
		}
	}
}

// A cancelled import stops and says so.
func TestFolderCanBeCancelled(t *testing.T) {
	folder := t.TempDir()
	fillFolder(t, folder, 30)
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	_, err := exchange.ImportFolder(ctx, folder, readAll, exchange.Options{}, func(done, _ int) {
		seen = done
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || seen >= 30 {
		t.Errorf("%v after %d files", err, seen)
	}
}

// A year's work: 300 workbooks.
func BenchmarkFolderOf300(b *testing.B) {
	folder := b.TempDir()
	fillFolder(b, folder, 300)
	for b.Loop() {
		batch, err := exchange.ImportFolder(b.Context(), folder, readAll, exchange.Options{}, nil)
		if err != nil || len(batch.Files) != 300 {
			b.Fatal(err)
		}
	}
}
