package desk

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/app/evidence"
	"zhunsheng/storage"
)

func TestEvidenceIsCopiedAndComesBack(t *testing.T) {
	d, folder := newDesk(t), t.TempDir()
	path := filepath.Join(folder, "问卷 汇总.txt")
	content := []byte("发放问卷 120 份，满意 114 份。\n")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var done, total int64
	kept, err := d.KeepEvidence(t.Context(), path, func(d, all int64) { done, total = d, all })
	if err != nil {
		t.Fatal(err)
	}
	if kept.Name != "问卷 汇总.txt" || kept.Size != int64(len(content)) || kept.Seen.Kind != evidence.Text || kept.Seen.Text != "发放问卷 120 份，满意 114 份。" {
		t.Errorf("kept %+v", kept)
	}
	if done != total || total != 2*int64(len(content)) {
		t.Errorf("said %d of %d", done, total)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	missing := "00" + kept.Digest[2:]
	here, err := d.EvidenceHere(t.Context(), []string{kept.Digest, missing})
	if err != nil || !here[kept.Digest] || here[missing] {
		t.Errorf("here %v, %v", here, err)
	}
	for range 2 { // the second copy takes the place of the first
		copied, err := d.CopyEvidence(t.Context(), kept.Digest, `../a/"b".txt`)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(copied); err != nil || !bytes.Equal(got, content) {
			t.Errorf("the copy holds %q, %v", got, err)
		}
		if name := filepath.Base(copied); name != ".._a__b_.txt" && name != "_a__b_.txt" {
			t.Errorf("the copy is called %q", name)
		}
	}
	if _, err := d.CopyEvidence(t.Context(), missing, "x"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a file that was not delivered: %v", err)
	}
	opened, err := d.CopyEvidence(t.Context(), kept.Digest, "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.ForgetCopies(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(opened); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
	if _, err := d.EvidenceFile(t.Context(), missing); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a look into a file that was not delivered: %v", err)
	}
}

// What others hand in is shown, never run, whatever its name looks like.
func TestProgramsAreNotOpened(t *testing.T) {
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("MZ"), 0o600); err != nil {
		t.Fatal(err)
	}
	kept, err := d.KeepEvidence(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, opens := range map[string]bool{
		"合同.pdf": true, "合同.PDF": true, "照片.Jpeg": true, "台账.xlsx": true, "合同": true,
		"合同.pdf.exe": false, "合同.pdf .exe": false, "合同.LNK": false, "a.bat": false, "a.js": false, "a.hta": false, "a.desktop": false, "a.url": false,
		"合同.exe ": false, "合同.exe\u3000": false, "合同\u202efdp.exe": false, "a.pdf:b.exe": false, "a.html": false, "a.svg": false,
	} {
		copied, err := d.CopyEvidence(t.Context(), kept.Digest, name)
		var refused *UnopenableError
		if opens != (err == nil) || !opens && !errors.As(err, &refused) {
			t.Errorf("%q: %v", name, err)
		}
		if opens && !strings.EqualFold(filepath.Ext(copied), filepath.Ext(name)) {
			t.Errorf("%q was written as %q", name, copied)
		}
	}
	if err := d.ForgetCopies(); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeEvidence(t *testing.T) {
	d := newDesk(t)
	var folder *FolderError
	if _, err := d.KeepEvidence(t.Context(), t.TempDir(), nil); !errors.As(err, &folder) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := d.KeepEvidence(t.Context(), filepath.Join(t.TempDir(), "none"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.KeepEvidence(ctx, path, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
