package storage

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"
)

// What can be wrong with a request or a record. Match with errors.Is; the typed errors of this package carry the particulars.
var (
	ErrNotFound    = errors.New("not found")
	ErrExists      = errors.New("exists already")
	ErrConflict    = errors.New("changed since it was read")
	ErrYearClosed  = errors.New("the fiscal year is closed")
	ErrInvalid     = errors.New("not allowed")
	ErrTooLarge    = errors.New("too large")
	ErrDamaged     = errors.New("damaged")
	ErrClosed      = errors.New("the store is closed")
	ErrWriteFailed = errors.New("writing to the store failed") // no further change is accepted until the store is opened again
)

// Why a folder cannot be opened as a store; wrapped by [FolderError].
var (
	ErrInUse       = errors.New("another process is using this store")
	ErrNoStore     = errors.New("there is no store in this folder")
	ErrNotFolder   = errors.New("not a folder")
	ErrNotWritable = errors.New("the folder cannot be written to")
	ErrForeign     = errors.New("the folder holds something else than a store")
	ErrNewerFormat = errors.New("the store was written by a newer version of the program") // comes as a [FormatError]
)

// Kind names a kind of record in errors.
type Kind string

// The kinds of record a store keeps.
const (
	KindYear       Kind = "year"
	KindEvaluation Kind = "evaluation"
	KindHeader     Kind = "header"
	KindIdentity   Kind = "identity"
	KindSetting    Kind = "setting"
	KindMeta       Kind = "meta" // the store's own bookkeeping
)

// RecordError says which record a request failed on. Err is one of the sentinels above.
type RecordError struct {
	Kind Kind
	Year int    // 0 where the kind has none
	ID   string // "" for a year
	Err  error
}

// Error implements error.
func (e *RecordError) Error() string { return e.Place() + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *RecordError) Unwrap() error { return e.Err }

// Place names the record, such as: evaluation "a1" of 2022.
func (e *RecordError) Place() string { return place(e.Kind, e.Year, e.ID) }

// ConflictError is the [ErrConflict] of an optimistic change: the caller had seen revision Expected, the store holds Found.
type ConflictError struct {
	Kind            Kind
	Year            int
	ID              string
	Expected, Found uint64
}

// Error implements error.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s: %v (revision %d was expected, %d found); read it again and repeat the change",
		place(e.Kind, e.Year, e.ID), ErrConflict, e.Expected, e.Found)
}

// Unwrap returns [ErrConflict].
func (e *ConflictError) Unwrap() error { return ErrConflict }

// InvalidError is the [ErrInvalid] or [ErrTooLarge] of a value that the store does not take. Field is a member of the record.
type InvalidError struct {
	Kind    Kind
	Field   string
	Found   string
	Allowed string
	Err     error
}

// Error implements error.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("%s: %s %s: %v; allowed: %s", e.Kind, e.Field, e.Found, e.Err, e.Allowed)
}

// Unwrap returns [ErrInvalid] or [ErrTooLarge].
func (e *InvalidError) Unwrap() error { return e.Err }

// DamagedError is the [ErrDamaged] of a record or a file. Place names it: a record as in [RecordError.Place], or a file's path
// inside the folder.
type DamagedError struct {
	Place  string
	Detail string
	Remedy string
}

// Error implements error.
func (e *DamagedError) Error() string {
	s := e.Place + ": damaged: " + e.Detail
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

// Unwrap returns [ErrDamaged].
func (e *DamagedError) Unwrap() error { return ErrDamaged }

// FolderError says why a folder cannot be opened as a store, or why the store in it failed. Err wraps one of the sentinels above
// or describes what the system said.
type FolderError struct {
	Dir string
	Err error
}

// Error implements error.
func (e *FolderError) Error() string {
	s := "store " + strconv.Quote(e.Dir) + ": " + e.Err.Error()
	if remedy := e.Remedy(); remedy != "" {
		s += "; " + remedy
	}
	return s
}

// Unwrap returns the reason.
func (e *FolderError) Unwrap() error { return e.Err }

// Remedy says in a sentence part what can be done about it, "" where nothing general can be said.
func (e *FolderError) Remedy() string {
	for _, r := range folderRemedies {
		if errors.Is(e.Err, r.reason) {
			return r.remedy
		}
	}
	return ""
}

var folderRemedies = []struct {
	reason error
	remedy string
}{
	{ErrInUse, "close the other window or command that has it open, then try again"},
	{ErrNoStore, "check the path"},
	{ErrNotFolder, "choose a folder"},
	{ErrNotWritable, "choose a folder of your own or have its permissions changed"},
	{ErrForeign, "choose an empty folder or one that holds a store"},
	{ErrWriteFailed, "check the free space, then close the program and start it again"},
}

// FormatError is the [ErrNewerFormat] of a store whose format this program does not know yet.
type FormatError struct {
	Dir          string
	Found, Known int
}

// Error implements error.
func (e *FormatError) Error() string {
	return fmt.Sprintf("store %q: %v: it has format %d, this program knows formats up to %d; use the newer version",
		e.Dir, ErrNewerFormat, e.Found, e.Known)
}

// Unwrap returns [ErrNewerFormat].
func (e *FormatError) Unwrap() error { return ErrNewerFormat }

func place(kind Kind, year int, id string) string {
	s := string(kind)
	if id != "" {
		s += " " + strconv.Quote(id)
	}
	switch {
	case year == 0:
	case id == "":
		s += " " + strconv.Itoa(year)
	default:
		s += " of " + strconv.Itoa(year)
	}
	return s
}

// maxErrorLine is how many bytes of a database error are kept. The raw text may hold keys, or a whole table index.
const maxErrorLine = 200

// engineError is a database error cut to one line. Of the original only the system's error number is kept, so that callers can
// tell a full disk from the rest.
type engineError struct {
	line  string
	errno syscall.Errno // 0: none
}

func (e *engineError) Error() string { return "database: " + e.line }

func (e *engineError) Unwrap() error {
	if e.errno == 0 {
		return nil
	}
	return e.errno
}

// databaseInUse is what Badger says when its own lock is taken; it has no error value for it.
const databaseInUse = "Another process is using this Badger database"

// bounded turns an error of the database into one that may be shown and logged.
func bounded(err error) error {
	if err == nil {
		return nil
	}
	raw := err.Error()
	if strings.Contains(raw, databaseInUse) {
		return ErrInUse
	}
	cut := &engineError{line: oneLine(raw, maxErrorLine)}
	errors.As(err, &cut.errno)
	return cut
}

// oneLine replaces what is not printable and cuts s to at most limit bytes.
func oneLine(s string, limit int) string {
	if len(s) > 4*limit {
		s = s[:4*limit]
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return '?'
		case !unicode.IsPrint(r):
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= limit {
		return s
	}
	const mark = "..."
	end := limit - len(mark)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + mark
}
