package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	logName = "zhunsheng.log"
	// largestLog is the size from which on a log is put aside at the next start.
	largestLog = 1 << 20
)

// logFile is where technical texts of errors go, without names of people, projects and files; the one before it is kept beside it.
// Without a file it swallows everything.
type logFile struct {
	folder string
	out    io.WriteCloser
}

// openLog opens the log in the data folder. On an error the log that it returns swallows everything.
func openLog(folder string) (*logFile, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return &logFile{}, err
	}
	path := filepath.Join(folder, logName)
	if info, err := os.Stat(path); err == nil && info.Size() > largestLog {
		if err := os.Rename(path, path+".old"); err != nil {
			return &logFile{}, err
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return &logFile{}, err
	}
	return &logFile{folder: folder, out: f}, nil
}

// Error notes an error with its time.
func (l *logFile) Error(err error) {
	if l.out != nil {
		fmt.Fprintf(l.out, "%s %s\n", time.Now().Format(time.RFC3339), impersonal(err, l.folder))
	}
}

// Close closes the file.
func (l *logFile) Close() {
	if l.out != nil {
		_ = l.out.Close() // every line was written when it was made
	}
}
