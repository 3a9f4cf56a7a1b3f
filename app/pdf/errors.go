package pdf

import (
	"errors"
	"fmt"
)

// Kinds of failure; an [*Error] wraps exactly one of them, so errors.Is tells them apart.
var (
	ErrSyntax      = errors.New("not well-formed PDF")
	ErrXref        = errors.New("damaged cross-reference")
	ErrLimit       = errors.New("limit exceeded")
	ErrLoop        = errors.New("reference loop")
	ErrEncrypted   = errors.New("encrypted document")
	ErrUnsupported = errors.New("unsupported feature")
	ErrStructure   = errors.New("unexpected document structure")
)

// Failures of building a document, wrapped by the errors of [Writer.Bytes] and [Update.Build].
var (
	ErrObject   = errors.New("object cannot be written")
	ErrContent  = errors.New("invalid page content")
	ErrFont     = errors.New("font cannot be embedded")
	ErrImage    = errors.New("image cannot be embedded")
	ErrFinished = errors.New("document already finished")
)

// Error is a failure of reading: what is wrong and at which byte of the input.
type Error struct {
	Kind   error  // one of the Err… sentinels of reading
	Offset int    // absolute byte offset in the input; inside decoded data, the offset of the stream that holds it
	Detail string // what was found or expected

	headless, empty bool // the file does not begin as a PDF does; there is nothing in it
}

// Error describes the failure in a technical English sentence.
func (e *Error) Error() string {
	return fmt.Sprintf("pdf: %v at byte %d: %s", e.Kind, e.Offset, e.Detail)
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

func failAt(kind error, offset int, format string, args ...any) error {
	return &Error{Kind: kind, Offset: offset, Detail: fmt.Sprintf(format, args...)}
}
