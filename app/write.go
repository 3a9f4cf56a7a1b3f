package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// InUseError says that a file is open in another program, and so are all the names beside it that were tried.
type InUseError struct {
	Path string
	Err  error
}

// Error names the file and the cause.
func (e *InUseError) Error() string {
	return fmt.Sprintf("%s is in use by another program: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *InUseError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *InUseError) Message() scoring.Message {
	return scoring.Message{Key: "error.document-in-use", Args: scoring.Args{"path": e.Path}}
}

// maxOtherNames is how many other names are tried.
const maxOtherNames = 20

// WriteDocument writes a document whole. Where the file that is there is open in another program, as Windows does not let it be
// replaced then, the document goes to the first free name beside it: "report (2).pdf". It returns the name that was written. The error
// is an [*InUseError], or that of the file system.
func WriteDocument(path string, data []byte) (written string, err error) {
	return writeDocument(path, data, atomicfile.Write)
}

func writeDocument(path string, data []byte, write func(path string, data []byte, mode fs.FileMode) error) (string, error) {
	err := write(path, data, 0o644)
	if err == nil || !inUse(err) {
		return path, err
	}
	extension := filepath.Ext(path)
	stem := strings.TrimSuffix(path, extension)
	for n := 2; n < 2+maxOtherNames; n++ {
		other := fmt.Sprintf("%s (%d)%s", stem, n, extension)
		if _, statErr := os.Lstat(other); statErr == nil {
			continue
		}
		if otherErr := write(other, data, 0o644); otherErr == nil || !inUse(otherErr) {
			return other, otherErr
		}
	}
	return path, &InUseError{Path: path, Err: err}
}
