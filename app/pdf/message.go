package pdf

import (
	"errors"
	"strconv"

	"zhunsheng/scoring"
)

// sentences are the keys of what is said about a file that cannot be read, by kind. What is not listed is damaged.
var sentences = []struct {
	kind error
	key  string
}{
	{ErrEncrypted, "error.pdf.encrypted"},
	{ErrUnsupported, "error.pdf.unsupported"},
	{ErrLimit, "error.pdf.limit"},
}

// Message names the sentence for the user: what is wrong with the file and what can be done.
func (e *Error) Message() scoring.Message {
	key := "error.pdf.damaged"
	for _, s := range sentences {
		if errors.Is(e.Kind, s.kind) {
			key = s.key
		}
	}
	switch {
	case e.empty:
		key = "error.pdf.empty"
	case e.headless:
		key = "error.pdf.not"
	}
	return scoring.Message{Key: key, Args: scoring.Args{"detail": strconv.Itoa(e.Offset) + " " + e.Detail}}
}
