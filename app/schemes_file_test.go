package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/assets"
)

func TestAFileOfAnotherKindIsNamed(t *testing.T) {
	folder := t.TempDir()
	for name, c := range map[string]struct{ content, key string }{
		"evaluation.json": {string(assets.Example()), "error.not-a-scheme.evaluation"},
		"panel.json":      {`{"format": "zhunsheng/panel/1"}`, "error.not-a-scheme"},
		"later.json":      {`{"format": "zhunsheng/scheme/9"}`, ""},
		"broken.json":     {`{"format": "zhunsheng/panel/1"`, ""},
		"nothing.json":    {`{}`, ""},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadSchemeFile(path)
		var other *OtherFormatError
		if err == nil || errors.As(err, &other) != (c.key != "") || other != nil && other.Message().Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}
