package app

import (
	"fmt"
	"io"
	"os"

	"zhunsheng/scoring"
	"zhunsheng/scoring/strictjson"
)

// FileError says that a file of one kind cannot be used as such. Err says why.
type FileError struct {
	Path string
	Err  error
}

// Error names the file and the cause.
func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// ReadEvaluationFile reads an evaluation file. A folder, a device, a file that is too large or not an evaluation is an error that
// names the file; faults of the text are joined [*scoring.InputError] values.
func ReadEvaluationFile(path string) (*scoring.Evaluation, error) {
	data, err := ReadFile(path, int64(strictjson.DefaultLimits.Bytes))
	if err != nil {
		return nil, err
	}
	e, err := scoring.ReadEvaluation(data)
	if err != nil {
		return nil, &FileError{Path: path, Err: err}
	}
	return e, nil
}

// ReadFile reads a whole regular file of at most so many bytes. The error of a longer one is a [*TooLargeError].
func ReadFile(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &NotAFileError{Path: path}
	}
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, &TooLargeError{Path: path, Bytes: max(info.Size(), most+1), Most: most}
	}
	return data, nil
}

// NotAFileError says that a path is a folder or a device where a file is wanted.
type NotAFileError struct{ Path string }

// Error names the path.
func (e *NotAFileError) Error() string { return e.Path + ": not a regular file" }

// Message names the sentence for the user.
func (e *NotAFileError) Message() scoring.Message {
	return scoring.Message{Key: "error.not-a-file", Args: scoring.Args{"path": e.Path}}
}

// TooLargeError says that a file is larger than any file of its kind.
type TooLargeError struct {
	Path        string
	Bytes, Most int64
}

// Error names the file, its size and the bound.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%s: %d bytes, at most %d", e.Path, e.Bytes, e.Most)
}

// Message names the sentence for the user.
func (e *TooLargeError) Message() scoring.Message {
	return scoring.Message{Key: "error.too-large", Args: scoring.Args{
		"path": e.Path, "bytes": fmt.Sprint(e.Bytes), "most": fmt.Sprint(e.Most),
	}}
}
