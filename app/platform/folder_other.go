//go:build !windows

package platform

import (
	"os"
	"path/filepath"
	"strings"
)

// dataHome follows the XDG base directory specification: a relative path counts as not set.
func dataHome(environment func(string) string) (string, error) {
	if dir := environment("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home := environment("HOME")
	if home == "" {
		return "", ErrNoHome
	}
	return filepath.Join(home, ".local", "share"), nil
}

// Documents returns the folder where the user keeps documents: what ~/.config/user-dirs.dirs says, else ~/Documents where it
// exists, else the home folder.
func Documents(environment func(string) string) (string, error) {
	home := environment("HOME")
	if home == "" {
		return "", ErrNoHome
	}
	config := environment("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		config = filepath.Join(home, ".config")
	}
	if data, err := os.ReadFile(filepath.Join(config, "user-dirs.dirs")); err == nil {
		if dir := documentsIn(string(data), home); dir != "" {
			return dir, nil
		}
	}
	if dir := filepath.Join(home, "Documents"); isFolder(dir) {
		return dir, nil
	}
	return home, nil
}

// documentsIn reads the line XDG_DOCUMENTS_DIR="$HOME/…" of a user-dirs.dirs file; "" where there is none or it names no folder.
func documentsIn(text, home string) string {
	for line := range strings.Lines(text) {
		value, ok := strings.CutPrefix(strings.TrimSpace(line), "XDG_DOCUMENTS_DIR=")
		if !ok {
			continue
		}
		dir := strings.Replace(strings.Trim(value, `"`), "$HOME", home, 1)
		if filepath.IsAbs(dir) && isFolder(dir) {
			return dir
		}
	}
	return ""
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
