package platform

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"

	"zhunsheng/scoring"
)

// OpenError says that no program could be started for a file.
type OpenError struct {
	Path string
	Err  error
}

// Error names the file and the reason.
func (e *OpenError) Error() string { return fmt.Sprintf("open %s with its program: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *OpenError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *OpenError) Message() scoring.Message {
	args := scoring.Args{"path": e.Path, "reason": e.Err.Error()}
	if errors.Is(e.Err, fs.ErrNotExist) && !errors.Is(e.Err, exec.ErrNotFound) {
		return scoring.Message{Key: "platform.open.missing", Args: args}
	}
	return scoring.Message{Key: "platform.open.failed", Args: args}
}
