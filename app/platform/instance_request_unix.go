//go:build !windows

package platform

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
)

// request is what a later process hands over, as one line of JSON.
type request struct {
	// Open is the absolute path of a file, empty for none. Paths are bytes here, not always UTF-8; in the line they are in base64.
	Open []byte `json:"open"`
}

const (
	longestHanded = 4096 // bytes of a path, as the system allows
	// longestRequest is the longest line: base64 makes four bytes of three.
	longestRequest = longestHanded/3*4 + 64
	requestTaken   = "taken\n"
)

// errRequest is wrapped by the errors of what is no request.
var errRequest = errors.New("no request of a later start")

// writeRequest is the line that hands a path over.
func writeRequest(path string) ([]byte, error) {
	if err := checkHanded(path); err != nil {
		return nil, err
	}
	line, err := json.Marshal(request{Open: []byte(path)})
	return append(line, '\n'), err
}

// readRequest reads one line and returns its path, "" for none. The error wraps [errRequest] for a line that is too long or says anything
// else.
func readRequest(from io.Reader) (path string, err error) {
	line, err := bufio.NewReader(io.LimitReader(from, longestRequest)).ReadBytes('\n')
	if err != nil {
		return "", fmt.Errorf("%w: a line of at most %d bytes: %w", errRequest, longestRequest, err)
	}
	var r request
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return "", fmt.Errorf("%w: %w", errRequest, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("%w: there is more in the line", errRequest)
	}
	path = string(r.Open)
	return path, checkHanded(path)
}

// checkHanded refuses what is no absolute path of the system's.
func checkHanded(path string) error {
	switch {
	case path == "":
		return nil
	case len(path) > longestHanded:
		return fmt.Errorf("%w: a path of %d bytes, %d are allowed", errRequest, len(path), longestHanded)
	case bytes.IndexByte([]byte(path), 0) >= 0:
		return fmt.Errorf("%w: a zero in a path", errRequest)
	case !filepath.IsAbs(path):
		return fmt.Errorf("%w: a path that is not absolute", errRequest)
	}
	return nil
}
