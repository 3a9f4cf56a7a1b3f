package verify

import (
	"path/filepath"
	"testing"
)

func TestADocumentIsSavedWhateverIsAskedForNext(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.twice)
	folder := t.TempDir()
	for id, name := range map[string]string{"data": "a.json", "report": "b.pdf"} {
		r.File = filepath.Join(folder, name)
		r.Run(t, id)
	}
	r.Settle()
	if len(r.Toasts) != 2 || len(r.Failed) > 0 {
		t.Errorf("said %q, failed %v", r.Toasts, r.Failed)
	}
}
