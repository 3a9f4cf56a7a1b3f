//go:build !windows

package platform

// OpenDialog returns [ErrNoDialog].
func OpenDialog(uintptr, FileQuestion) ([]string, error) { return nil, ErrNoDialog }

// SaveDialog returns [ErrNoDialog].
func SaveDialog(uintptr, FileQuestion) (string, error) { return "", ErrNoDialog }

// FolderDialog returns [ErrNoDialog].
func FolderDialog(uintptr, FileQuestion) (string, error) { return "", ErrNoDialog }
