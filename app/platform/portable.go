package platform

import (
	"os"
	"path/filepath"
)

const (
	// PortableMarker is the name of the file beside the program that makes it keep its data in a folder beside it too.
	PortableMarker = "portable.txt"
	portableData   = "data"
)

// Portable reports whether the program keeps its data beside itself.
func Portable() bool {
	program, err := os.Executable()
	if err != nil {
		return false
	}
	_, portable := portableFolder(program)
	return portable
}

// portableFolder returns the folder of data beside a program, where the marker lies beside it.
func portableFolder(program string) (folder string, portable bool) {
	beside := filepath.Dir(program)
	if info, err := os.Stat(filepath.Join(beside, PortableMarker)); err != nil || info.IsDir() {
		return "", false
	}
	return filepath.Join(beside, portableData), true
}
