package platform

import "fmt"

// OpenError says that no program could be started for a file.
type OpenError struct {
	Path string
	Err  error
}

// Error names the file and the reason.
func (e *OpenError) Error() string { return fmt.Sprintf("open %s with its program: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *OpenError) Unwrap() error { return e.Err }
