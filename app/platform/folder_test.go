package platform

import (
	"errors"
	"path/filepath"
	"testing"
)

func env(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestOpenFileOfWhatIsNotThere(t *testing.T) {
	var failed *OpenError
	if err := OpenFile(filepath.Join(t.TempDir(), "没有.pdf")); !errors.As(err, &failed) {
		t.Errorf("got %v, want an OpenError", err)
	}
}
