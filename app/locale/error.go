package locale

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"zhunsheng/scoring"
)

// Speaker is an error that has a sentence of its own. Its remedy, what the user can do, is the sentence of the same key with
// ".remedy" at the end, filled with the same values; it may be missing.
type Speaker interface {
	error
	Message() scoring.Message
}

// Error renders an error for the user: its sentence, then its remedy. Joined errors give a line each. An error that nothing is known
// about becomes a general sentence with its technical text. nil is "".
func (p *Printer) Error(err error) string {
	if err == nil {
		return ""
	}
	messages := spoken(err)
	if len(messages) == 0 {
		messages = []scoring.Message{{Key: "error.unknown", Args: scoring.Args{"text": err.Error()}}}
	}
	lines := make([]string, 0, len(messages))
	for _, m := range messages {
		line := p.Message(m)
		if remedy := m.Key + ".remedy"; p.Has(remedy) {
			line = p.Text("error.with-remedy", map[string]string{"sentence": line, "remedy": p.Text(remedy, m.Args)})
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// spoken returns what the errors in the tree of err have to say, in order. An error that speaks also speaks for those it wraps.
func spoken(err error) []scoring.Message {
	if speaker, ok := err.(Speaker); ok { //nolint:errorlint // the tree is walked here, node by node
		return []scoring.Message{speaker.Message()}
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var messages []scoring.Message
		for _, part := range several.Unwrap() {
			messages = append(messages, spoken(part)...)
		}
		return messages
	}
	if m := fromSystem(err); !m.IsZero() {
		return []scoring.Message{m}
	}
	if inner := errors.Unwrap(err); inner != nil {
		return spoken(inner)
	}
	return nil
}

// systemError is an error of the operating system that users meet.
type systemError struct {
	is        error
	key       string
	needsPath bool                   // the sentence names the file, so it says nothing without one
	only      func(path string) bool // where the sentence holds; nil: everywhere
}

// systemErrors are tried in order with errors.Is; those of one operating system come first, because they say more.
var systemErrors = append(ownSystemErrors, []systemError{
	{is: fs.ErrNotExist, key: "error.not-exist", needsPath: true},
	{is: fs.ErrPermission, key: "error.permission", needsPath: true},
	{is: fs.ErrExist, key: "error.exist", needsPath: true},
	{is: syscall.EISDIR, key: "error.is-directory", needsPath: true},
	{is: syscall.ENOTDIR, key: "error.not-directory", needsPath: true},
	{is: syscall.EROFS, key: "error.read-only", needsPath: true},
	{is: syscall.ENOSPC, key: "error.disk-full"},
	{is: context.Canceled, key: "error.cancelled"},
	{is: context.DeadlineExceeded, key: "error.too-slow"},
}...)

// fromSystem returns the sentence for an error that names a file, or for a bare error. A wrapper of another kind is left to be
// unwrapped first, so that an error inside it can name its file.
func fromSystem(err error) scoring.Message {
	path, names := pathOf(err)
	inner := errors.Unwrap(err)
	if inner != nil && !names {
		return scoring.Message{}
	}
	for _, known := range systemErrors {
		if errors.Is(err, known.is) && (names || !known.needsPath) && (known.only == nil || known.only(path)) {
			return scoring.Message{Key: known.key, Args: scoring.Args{"path": path}}
		}
	}
	if names {
		return scoring.Message{Key: "error.file", Args: scoring.Args{"path": path, "text": inner.Error()}}
	}
	return scoring.Message{}
}

// pathOf returns the file that an error names itself, not through one it wraps.
func pathOf(err error) (path string, ok bool) {
	switch at := err.(type) { //nolint:errorlint // the tree is walked node by node
	case *fs.PathError:
		return at.Path, at.Err != nil
	case *os.LinkError:
		return at.New, at.Err != nil
	default:
		return "", false
	}
}
