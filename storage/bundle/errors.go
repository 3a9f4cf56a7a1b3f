package bundle

import (
	"errors"
	"fmt"
)

// What can be wrong with a bundle.
var (
	ErrNotBundle   = errors.New("not a bundle")
	ErrStructure   = errors.New("the file's structure is not that of a bundle")
	ErrTruncated   = errors.New("the file is cut off or does not end as a bundle does")
	ErrTooLarge    = errors.New("larger than a bundle may be")
	ErrManifest    = errors.New("the manifest is not valid")
	ErrContent     = errors.New("the content is not what the manifest says")
	ErrSignature   = errors.New("the signature is not valid")
	ErrWrongSigner = errors.New("signed by another device than the one that made the bundle")
	ErrEncrypted   = errors.New("the bundle is encrypted")
	ErrKey         = errors.New("the passphrase or key does not open this bundle")
	ErrWorkFactor  = errors.New("opening would take more work than any bundle asks for")
	ErrNoEvidence  = errors.New("the bundle does not hold this file")
)

// Error says what is wrong with a bundle, and where. Err is one of the sentinels, or the error of the system or a caller's function.
type Error struct {
	Entry   string // name inside the bundle; "" is the file itself
	Line    int    // of a records entry, from 1; 0 where it does not matter
	Found   string
	Allowed string
	Err     error
}

// Error says it in one technical sentence.
func (e *Error) Error() string {
	text := "bundle"
	if e.Entry != "" {
		text += fmt.Sprintf(" entry %.100q", e.Entry)
	}
	if e.Line > 0 {
		text += fmt.Sprintf(" line %d", e.Line)
	}
	text += ": " + e.Err.Error()
	if e.Found != "" {
		text += fmt.Sprintf(": found %.200s", e.Found)
	}
	if e.Allowed != "" {
		text += ", allowed: " + e.Allowed
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// NewerError says that a bundle needs a newer version of the program.
type NewerError struct {
	Needs, Reads int    // reader versions
	Creator      string // program that wrote the bundle
}

// Error names both versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("the bundle, written by %.60q, needs reader version %d; this program has %d: use a newer version", e.Creator, e.Needs, e.Reads)
}

func structure(entry, found, allowed string) error {
	return &Error{Entry: entry, Found: found, Allowed: allowed, Err: ErrStructure}
}
