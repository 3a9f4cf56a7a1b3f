//go:build !windows

package desk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestALinkIntoTheDataIsNoPlaceForBackups(t *testing.T) {
	p := newPlanning(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(p.data, StoreFolder), link); err != nil {
		t.Fatal(err)
	}
	if err := p.PlanBackups(t.Context(), BackupPlan{Daily, link, 3}); !errors.Is(err, ErrBackupInside) {
		t.Errorf("%v, want %v", err, ErrBackupInside)
	}
}
