package handover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"zhunsheng/storage/bundle"
)

// Choice says what of a bundle is taken in, and under what conditions.
type Choice struct {
	// Only are the records chosen, as kind/key; none chooses all.
	Only []string
	// AnyOrigin takes in what is unsigned, or signed by nobody who is trusted here.
	AnyOrigin bool
	// Unlock are records, as kind/key, that a person here decided to merge although they are [Locked].
	Unlock []string
	// Accept are records, as kind/key, that a person here decided to make the store's own ([Exchange.Offers]).
	Accept []string
	// Progress, if set, is called with bytes done and in all.
	Progress func(done, total int64)
}

// Result is what an import did, or what it would do.
type Result struct {
	Bundle    string           `json:"bundle"`
	Counts    map[Standing]int `json:"counts"`
	Items     []Item           `json:"items"`
	Changed   int              `json:"changed"`   // records written
	Conflicts int              `json:"conflicts"` // fields that wait for a decision
	Files     int              `json:"files"`     // evidence stored
	Missing   []string         `json:"missing,omitempty"`
}

// imported is the note of an import.
type imported struct {
	Bundle   string `json:"bundle"`
	Store    string `json:"store"`
	Sequence uint64 `json:"sequence"`
	At       string `json:"at"`
	From     string `json:"from,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Title    string `json:"title,omitempty"`
	Count    int    `json:"count,omitempty"`
	Exported uint64 `json:"exported"` // sequence of this store when it was begun
	Undoing  bool   `json:"undoing,omitempty"`
}

func decodeHead(value []byte) (*state, error) {
	s := &state{noted: true}
	return s, s.readHead(value)
}

// taken returns the last bundle taken in from the manifest's store, and whether this very one has been.
func (x *Exchange) taken(ctx context.Context, m *bundle.Manifest) (source, bool, error) {
	var last source
	value, err := x.store.Note(ctx, noteSource+m.Store)
	if err == nil {
		err = json.Unmarshal(value, &last)
	}
	if err != nil && !errors.Is(err, ErrAbsent) {
		return last, false, err
	}
	_, err = x.store.Note(ctx, noteImport+m.Bundle)
	if errors.Is(err, ErrAbsent) {
		return last, false, nil
	}
	return last, err == nil, err
}

// Pending returns the ID of the bundle whose import, or undoing, was begun and not finished; "" for none.
func (x *Exchange) Pending(ctx context.Context) (string, error) {
	p, err := x.pending(ctx)
	if p == nil {
		return "", err
	}
	return p.Bundle, err
}

func (x *Exchange) pending(ctx context.Context) (*imported, error) {
	value, err := x.store.Note(ctx, notePending)
	if errors.Is(err, ErrAbsent) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p := new(imported)
	return p, json.Unmarshal(value, p)
}

func (x *Exchange) notPending(ctx context.Context) error {
	p, err := x.pending(ctx)
	if err == nil && p != nil {
		err = fmt.Errorf("bundle %s: %w", p.Bundle, ErrPending)
	}
	return err
}

// Check reads and merges the whole bundle and writes nothing. Errors are those of [bundle.Reader], and [ErrTrust] or
// [ErrDeidentified].
func (x *Exchange) Check(ctx context.Context, r *bundle.Reader, choice Choice) (*Result, error) {
	if err := mayImport(r, choice); err != nil {
		return nil, err
	}
	l, err := x.localOf(ctx, r)
	if err != nil {
		return nil, err
	}
	out, err := x.checkAll(ctx, r, l, choice, checked{})
	if err != nil {
		return nil, err
	}
	out.Missing, err = x.missing(ctx, r)
	return out, err
}

func (x *Exchange) checkAll(ctx context.Context, r *bundle.Reader, l *local, choice Choice, known checked) (*Result, error) {
	out := newResult(r)
	return out, x.visit(ctx, r, l, choice, known, false, func(item Item, _, _ *state, _ document) error {
		out.add(item)
		return nil
	})
}

func newResult(r *bundle.Reader) *Result {
	return &Result{Bundle: r.Manifest().Bundle, Counts: map[Standing]int{}}
}

func (r *Result) add(item Item) {
	r.Counts[item.Standing]++
	r.Items = append(r.Items, item)
	if item.changes() {
		r.Changed++
		r.Conflicts += item.Conflicts
	}
}

func (i *Item) changes() bool {
	return i.Standing == Added || i.Standing == Newer || i.Standing == Both
}

func mayImport(r *bundle.Reader, choice Choice) error {
	switch {
	case r.Manifest().Deidentified:
		return ErrDeidentified
	case r.Trust() != bundle.Trusted && !choice.AnyOrigin:
		return fmt.Errorf("%w: %s", ErrTrust, r.Trust())
	default:
		return nil
	}
}

// Import takes a bundle in: it checks everything, stores the evidence, and applies the records. It goes on where an earlier import of
// the same bundle was interrupted. Before anything is applied errors leave the store as it was; after that they leave the import
// pending. Errors are those of [Exchange.Check] and of the store, or wrap [ErrPending] where another import is under way.
func (x *Exchange) Import(ctx context.Context, r *bundle.Reader, choice Choice) (*Result, error) {
	if err := mayImport(r, choice); err != nil {
		return nil, err
	}
	p, err := x.pending(ctx)
	if err != nil {
		return nil, err
	}
	if p != nil && (p.Bundle != r.Manifest().Bundle || p.Undoing) {
		return nil, fmt.Errorf("bundle %s: %w", p.Bundle, ErrPending)
	}
	known := checked{}
	files, err := x.prepare(ctx, r, choice, known)
	if err != nil {
		return nil, err
	}
	const tries = 3
	for try := 1; ; try++ {
		out, err := x.apply(ctx, r, choice, known, p)
		if errors.Is(err, ErrMoved) && try < tries {
			if p, err = x.pending(ctx); err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		out.Files = files
		out.Missing, err = x.missing(ctx, r)
		return out, err
	}
}
