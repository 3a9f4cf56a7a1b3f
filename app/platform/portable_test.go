package platform

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPortableFolderNeedsTheMarker(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "随身 盘")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "Zhunsheng.exe")
	if folder, portable := portableFolder(program); portable {
		t.Errorf("portable in %q without the marker", folder)
	}
	if err := os.Mkdir(filepath.Join(dir, PortableMarker), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, portable := portableFolder(program); portable {
		t.Error("a folder of the marker's name counts as the marker")
	}
	if err := os.Remove(filepath.Join(dir, PortableMarker)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, PortableMarker), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if folder, portable := portableFolder(program); !portable || folder != filepath.Join(dir, "data") {
		t.Errorf("got %q, %v", folder, portable)
	}
}
