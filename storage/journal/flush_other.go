//go:build !linux

package journal

import "os"

// flush puts the content of a file on disk: FlushFileBuffers on Windows, F_FULLFSYNC on macOS.
func flush(file *os.File) error { return file.Sync() }
