package storage

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"zhunsheng/scoring"
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
	ErrDiskFull    = errors.New("the disk is nearly full")     // comes as a [SpaceError]; nothing was changed

	ErrNothingToUndo = errors.New("there is nothing to undo or redo")
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
	KindProfile    Kind = "profile"  // of the unit
	KindScheme     Kind = "scheme"   // in use, by hash
	KindPanel      Kind = "panel"    // an evaluator's scores
	KindComment    Kind = "comment"  // on an evaluation
	KindSignOff    Kind = "signoff"  // of an evaluation
	KindEvidence   Kind = "evidence" // what a file proves
	KindTrust      Kind = "trust"    // a certificate that is trusted
	KindDevice     Kind = "device"   // a machine that wrote to the store
	KindIndex      Kind = "index"    // what a search looks at
	KindSummary    Kind = "summary"  // of a year
	KindTrace      Kind = "trace"    // which actions touched an evaluation
	KindMeta       Kind = "meta"     // the store's own bookkeeping
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

// Message names the sentence for the user.
func (e *RecordError) Message() scoring.Message {
	key := "storage.record"
	for _, r := range recordSentences {
		if errors.Is(e.Err, r.reason) {
			key = r.key
			break
		}
	}
	return scoring.Message{Key: key, Args: scoring.Args{"place": spokenPlace(e.Kind, e.Year, e.ID), "text": e.Err.Error()}}
}

var recordSentences = []struct {
	reason error
	key    string
}{
	{ErrNotFound, "storage.not-found"},
	{ErrExists, "storage.exists"},
	{ErrConflict, "storage.conflict"},
	{ErrYearClosed, "storage.year-closed"},
	{ErrNothingToUndo, "storage.nothing-to-undo"},
}

// Unwrap returns the reason.
func (e *RecordError) Unwrap() error { return e.Err }

// Place names the record, such as: evaluation "a1" of 2022.
func (e *RecordError) Place() string { return placeOf(e.Kind, e.Year, e.ID) }

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
		placeOf(e.Kind, e.Year, e.ID), ErrConflict, e.Expected, e.Found)
}

// Message names the sentence for the user.
func (e *ConflictError) Message() scoring.Message {
	return scoring.Message{Key: "storage.conflict", Args: scoring.Args{"place": spokenPlace(e.Kind, e.Year, e.ID), "text": e.Error()}}
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

// Message names the sentence for the user.
func (e *InvalidError) Message() scoring.Message {
	return scoring.Message{Key: "storage.invalid", Args: scoring.Args{
		"kind": string(e.Kind), "field": e.Field, "found": e.Found, "allowed": e.Allowed,
	}}
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

// Message names the sentence for the user.
func (e *DamagedError) Message() scoring.Message {
	return scoring.Message{Key: "storage.damaged", Args: scoring.Args{"place": e.Place, "text": e.Detail}}
}

// Unwrap returns [ErrDamaged].
func (e *DamagedError) Unwrap() error { return ErrDamaged }

func placeOf(kind Kind, year int, id string) string {
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

// spokenPlace names a record in sentences of any language: 2022/a1 for an evaluation, else its year, its id, or its kind.
func spokenPlace(kind Kind, year int, id string) string {
	switch {
	case year != 0 && id != "":
		return strconv.Itoa(year) + "/" + id
	case year != 0:
		return strconv.Itoa(year)
	case id != "":
		return id
	}
	return string(kind)
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
	if first, _, more := strings.Cut(raw, "\n"); more { // further lines hold what it was about, which may be the user's data
		raw = first + " ..."
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
