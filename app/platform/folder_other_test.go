//go:build !windows

package platform

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestDataFolder(t *testing.T) {
	tests := []struct {
		name string
		vars map[string]string
		want string
	}{
		{"XDG", map[string]string{"XDG_DATA_HOME": "/data", "HOME": "/home/li"}, "/data/Zhunsheng"},
		{"relative XDG does not count", map[string]string{"XDG_DATA_HOME": "data", "HOME": "/home/li"}, "/home/li/.local/share/Zhunsheng"},
		{"home", map[string]string{"HOME": "/home/李"}, "/home/李/.local/share/Zhunsheng"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := DataFolder(env(tt.vars))
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
	if _, err := DataFolder(env(nil)); !errors.Is(err, ErrNoHome) {
		t.Errorf("without a home: %v, want ErrNoHome", err)
	}
}

func TestDocuments(t *testing.T) {
	home := t.TempDir()
	vars := env(map[string]string{"HOME": home})
	want := func(dir string) {
		t.Helper()
		if got, err := Documents(vars); err != nil || got != dir {
			t.Errorf("got %q, %v; want %q", got, err, dir)
		}
	}
	want(home)
	make := func(parts ...string) string {
		t.Helper()
		dir := filepath.Join(append([]string{home}, parts...)...)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	want(make("Documents"))
	chinese := make("文档")
	file := filepath.Join(make(".config"), "user-dirs.dirs")
	if err := os.WriteFile(file, []byte("# folders\nXDG_DESKTOP_DIR=\"$HOME/桌面\"\nXDG_DOCUMENTS_DIR=\"$HOME/文档\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want(chinese)
}
