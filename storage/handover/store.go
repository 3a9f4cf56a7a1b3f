package handover

import (
	"context"
	"errors"
	"io"

	"zhunsheng/scoring"
)

// Store is what an [Exchange] needs of a store of evaluations.
type Store interface {
	// Revisions returns the revision of every evaluation of the years, all years where none are named, by key ("2022/id").
	Revisions(ctx context.Context, years []int) (map[string]uint64, error)
	// Evaluation returns the JSON of an evaluation and its revision, or an error wrapping [ErrAbsent].
	Evaluation(ctx context.Context, key string) ([]byte, uint64, error)
	// Closed reports whether a fiscal year takes no changes. A year that is not there takes them.
	Closed(ctx context.Context, year int) (bool, error)
	// Notes visits the notes whose names begin with a prefix, in byte order; Note returns one, or an error wrapping [ErrAbsent].
	Notes(ctx context.Context, prefix string, visit func(name string, value []byte) error) error
	Note(ctx context.Context, name string) ([]byte, error)
	// Change makes all changes or none, durably, as one action of the user. The reason's first word may say what kind of action it is:
	// [Review] or [Panel]; others are of exchanging files. The changes come from build, which is told the revision that the
	// evaluations will have; its error is returned as it is. Where an evaluation is not at the revision seen, nothing is changed and
	// the error wraps [ErrMoved].
	Change(ctx context.Context, reason string, build func(revision uint64) ([]Change, error)) error
	// Own returns the store's own record that one of these kinds can become, as [Change] has it: a scheme by the SHA-256 of its content,
	// the unit's card, a certificate by its SHA-256; nil where there is none.
	Own(ctx context.Context, kind, key string) ([]byte, error)
	// Head names the newest entry of the store's journal, "" where it has none.
	Head(ctx context.Context) (string, error)
}

// Change is one part of a change: of a note, of an evaluation, or of a record of the store's own. A nil Value removes.
type Change struct {
	Note       string // name of a note, or
	Evaluation string // key of an evaluation, or
	Own        string // kind of a record: the content of a scheme, a [UnitDocument] or a [CertificateDocument] in JSON
	Key        string // of that record
	Seen       uint64 // revision of the evaluation, 0 where there was none
	Value      []byte
	Decoded    *scoring.Evaluation // what Value holds, where that is known already; it is not changed any more
}

// Evidence keeps files by their SHA-256.
type Evidence interface {
	Has(ctx context.Context, sha string) (bool, error)
	// Sizes returns how long files are, in bytes; those that are not there are left out.
	Sizes(ctx context.Context, shas []string) (map[string]int64, error)
	// Open returns the content of a file, or an error wrapping [ErrAbsent]. Whoever reads it compares it with the hash.
	Open(ctx context.Context, sha string) (io.ReadCloser, error)
	// Begin begins to store many files.
	Begin() (EvidenceBatch, error)
}

// EvidenceBatch stores many files, of which none is there before Commit. One of Commit and Discard is called.
type EvidenceBatch interface {
	// Keep takes one file, and refuses what is not of that hash. It may be called from several goroutines.
	Keep(ctx context.Context, sha string, file io.Reader) error
	// Commit makes all files durable. Where it fails some may be there, whole.
	Commit() error
	Discard() error
}

// What a store or an exchange answers.
var (
	ErrAbsent       = errors.New("not there") // an [*AbsentError] says what
	ErrMoved        = errors.New("changed meanwhile; do it again")
	ErrPending      = errors.New("an import has not been finished; import the bundle again or undo it")
	ErrTrust        = errors.New("the bundle's origin is not trusted")
	ErrDeidentified = errors.New("a bundle without names and devices cannot be merged, only evaluated")
	ErrNoImport     = errors.New("there is no such import")
	ErrLater        = errors.New("edited since the import")
)
