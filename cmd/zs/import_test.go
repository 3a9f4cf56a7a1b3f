package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/assets"
)

// What "zs import --json" prints follows its documented schema.
func TestImportOutputFollowsItsSchema(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "e.json")
	if err := os.WriteFile(file, assets.Example(), 0o600); err != nil {
		t.Fatal(err)
	}
	zs := func(args ...string) []byte {
		t.Helper()
		var out, messages bytes.Buffer
		if code := run(t.Context(), args, strings.NewReader(""), &out, &messages); code != exitGood {
			t.Fatalf("zs %v: %d %s", args, code, messages.String())
		}
		return out.Bytes()
	}
	schema := compile(t, "import-output")
	for _, name := range []string{"e.xlsx", "e.csv", "e.docx"} {
		path := filepath.Join(folder, name)
		zs("export", file, "-o", path)
		if err := schema.Validate(parsed(t, zs("import", path, "--json"))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
