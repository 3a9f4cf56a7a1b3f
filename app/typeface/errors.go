package typeface

import "errors"

// Errors that [Parse] returns for data it does not read at all.
var (
	// ErrNotFont reports bytes that do not begin like a font.
	ErrNotFont = errors.New("typeface: not a TrueType font")
	// ErrCFF reports a font with CFF (PostScript) outlines. Use a version of
	// the font with TrueType outlines instead.
	ErrCFF = errors.New("typeface: the font has CFF outlines, only TrueType outlines are read")
	// ErrCollection reports a font collection. Use [ParseMember].
	ErrCollection = errors.New("typeface: the file is a font collection, name one of its members")
)

// TableError reports a table of a font that is missing or damaged.
type TableError struct {
	Table  string // four-letter tag
	Reason string // what was found
}

// Error returns a technical English sentence.
func (e *TableError) Error() string {
	return "typeface: font table " + e.Table + ": " + e.Reason
}
