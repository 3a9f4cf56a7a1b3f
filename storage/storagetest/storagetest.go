// Package storagetest is the contract of a store as a test suite. Every implementation runs [Run] and [RunModel]; those that keep
// their content beyond the process run them with a way to reopen.
package storagetest

import (
	"context"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/delta"
)

// Store is everything that a store can be asked for.
type Store interface {
	CreateYear(ctx context.Context, y storage.Year) (storage.Year, error)
	Year(ctx context.Context, year int) (storage.Year, error)
	Years(ctx context.Context) ([]storage.Year, error)
	UpdateYear(ctx context.Context, year int, edit func(*storage.Year) error) (storage.Year, error)

	Create(ctx context.Context, e *scoring.Evaluation) (storage.Header, error)
	Evaluation(ctx context.Context, year int, id string) (*scoring.Evaluation, uint64, error)
	Update(ctx context.Context, year int, id string, edit func(*scoring.Evaluation) error) (storage.Header, error)
	UpdateAt(ctx context.Context, year int, id string, seen uint64, edit func(*scoring.Evaluation) error) (storage.Header, error)
	Delete(ctx context.Context, year int, id string, seen uint64) error
	Headers(ctx context.Context, year int) ([]storage.Header, error)
	Header(ctx context.Context, year int, id string) (storage.Header, error)

	CreateIdentity(ctx context.Context, pkcs12 []byte) error
	Identity(ctx context.Context) ([]byte, error)
	ReplaceIdentity(ctx context.Context, old, pkcs12 []byte) error

	Setting(ctx context.Context, name string) (string, error)
	Settings(ctx context.Context) (map[string]string, error)
	SetSetting(ctx context.Context, name, value string) error
	DeleteSetting(ctx context.Context, name string) error

	History(ctx context.Context, year int, id string) ([]storage.Entry, error)
	Timeline(ctx context.Context, year int, id, path string) ([]storage.FieldChange, error)
	Version(ctx context.Context, year int, id string, revision uint64) (*scoring.Evaluation, error)
	Compare(ctx context.Context, year int, id string, from, to uint64) ([]delta.Change, error)
	RestoreVersion(ctx context.Context, year int, id string, revision uint64) (storage.Header, error)
	Undo(ctx context.Context, year int, id string) (storage.Entry, error)
	Redo(ctx context.Context, year int, id string) (storage.Entry, error)
	Verify(ctx context.Context, progress func(seq uint64)) (storage.Verification, error)
	Search(ctx context.Context, year int, query string) ([]storage.Header, error)
	Summary(ctx context.Context, year int) (storage.Summary, error)

	Revision(ctx context.Context) (uint64, error)
	Close() error
}

// Maker makes the stores under test.
type Maker struct {
	// Open makes an empty store with the scheme of [Schemes]. The store is closed by the suite.
	Open func(t testing.TB) Store
	// Reopen closes a store and opens its content again; nil where content ends with the store.
	Reopen func(t testing.TB, s Store) Store
}

// Run checks that the store keeps its contract.
func Run(t *testing.T, m Maker) {
	cases := []struct {
		name string
		run  func(t *testing.T, s Store)
	}{
		{"an empty store has nothing", testEmpty},
		{"years are kept in order", testYears},
		{"a year is created once", testYearTwice},
		{"years that cannot be are refused", testInvalidYears},
		{"a failed year edit changes nothing", testFailedYearEdit},
		{"a closed year is not edited", testClosedYear},
		{"an evaluation comes back as it went in", testRoundTrip},
		{"an evaluation is created once", testCreateTwice},
		{"an evaluation needs its year", testWithoutYear},
		{"evaluations that cannot be read back are refused", testInvalidEvaluations},
		{"an edit is seen at once", testUpdate},
		{"a failed edit changes nothing", testFailedEdit},
		{"a panicking edit changes nothing", testPanickingEdit},
		{"an edit keeps id and year", testEditOfKey},
		{"an edit that changes nothing writes nothing", testIdleEdit},
		{"a stale edit is a conflict", testConflict},
		{"deleting", testDelete},
		{"revisions are never used twice", testRevisions},
		{"headers follow their evaluations", testHeaders},
		{"headers are listed by id", testHeaderOrder},
		{"headers without a scheme have no total", testUnknownScheme},
		{"what is returned is the caller's", testIsolation},
		{"concurrent edits are all kept", testConcurrent},
		{"identity", testIdentity},
		{"settings", testSettings},
		{"history tells who changed what", testHistory},
		{"versions come back", testVersions},
		{"undo and redo", testUndo},
		{"undo beside later changes", testUndoBeside},
		{"the chain of the history holds", testVerify},
		{"search by text and pinyin", testSearch},
		{"summaries follow their evaluations", testSummary},
		{"an ended context starts nothing", testContext},
		{"a closed store answers so", testClosed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := m.Open(t)
			c.run(t, s)
			must(t, s.Close())
		})
	}
	if m.Reopen != nil {
		t.Run("content outlives the store", func(t *testing.T) { testReopen(t, m) })
	}
}
