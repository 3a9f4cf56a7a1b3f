package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// copiesPrefix begins the names of this store's folders of copies in the system's temporary folder. It names the store, which only one
// program has open at a time: such a folder that this desk did not make is nobody's any more.
func (d *Desk) copiesPrefix() string {
	sum := sha256.Sum256([]byte(d.DeviceKey()))
	return "zhunsheng-opened-" + hex.EncodeToString(sum[:6]) + "-"
}

// copies returns the folder of the copies.
func (d *Desk) copies() (string, error) {
	prefix := d.copiesPrefix()
	s := &d.sights
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder != "" {
		return s.folder, nil
	}
	folder, err := os.MkdirTemp("", prefix)
	if err == nil {
		s.folder = folder
	}
	return folder, err
}

// PassingFolder makes a folder of its own for a file that another program reads after this one has gone on, such as one that is printed.
// Only the user may enter it, and it goes when the copies go: by [Desk.ForgetCopies], or after a crash by [Desk.ForgetLeftCopies].
func (d *Desk) PassingFolder() (string, error) {
	folder, err := d.copies()
	if err != nil {
		return "", err
	}
	return os.MkdirTemp(folder, "passing-")
}

// ForgetCopies removes what [Desk.CopyEvidence] and users of [Desk.PassingFolder] have written, but for what another program keeps open on Windows.
func (d *Desk) ForgetCopies() error {
	d.sights.mu.Lock()
	defer d.sights.mu.Unlock()
	folder := d.sights.folder
	if folder == "" {
		return nil
	}
	d.sights.folder = ""
	return os.RemoveAll(folder)
}

// ForgetLeftCopies removes what earlier runs on this store wrote out and did not come to remove, because they crashed or another program
// had it open: folders of copies that were last changed before a time, which is when this program began. What cannot be removed stays
// for the next time; the errors are those of the file system.
func (d *Desk) ForgetLeftCopies(before time.Time) error {
	d.sights.mu.Lock()
	own := filepath.Base(d.sights.folder)
	d.sights.mu.Unlock()
	temporary, prefix := os.TempDir(), d.copiesPrefix()
	entries, err := os.ReadDir(temporary)
	errs := []error{err}
	for _, entry := range entries {
		if !entry.IsDir() || !strings.HasPrefix(entry.Name(), prefix) || entry.Name() == own { // a link is no folder here
			continue
		}
		info, err := entry.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist): // gone meanwhile
		case err != nil:
			errs = append(errs, err)
		case info.ModTime().Before(before):
			errs = append(errs, os.RemoveAll(filepath.Join(temporary, entry.Name())))
		}
	}
	return errors.Join(errs...)
}
