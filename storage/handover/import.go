package handover

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// Choice says what of a bundle is taken in, and under what conditions.
type Choice struct {
	// Only are the records chosen, as kind/key; none chooses all.
	Only []string
	// AnyOrigin takes in what is unsigned, or signed by nobody who is trusted here.
	AnyOrigin bool
	// Unlock are records, as kind/key, that a person here decided to merge although they are [Locked].
	Unlock []string
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
	Exported uint64 `json:"exported"` // sequence of this store when it was begun
	Undoing  bool   `json:"undoing,omitempty"`
}

func decodeHead(value []byte) (*state, error) {
	s := &state{noted: true}
	err := json.Unmarshal(value, &s.head)
	return s, err
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
	return out, x.visit(ctx, r, l, choice, known, false, func(item Item, _, _ *state, _ []byte) error {
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

// checked remembers what checking found out about records, so that applying them needs not find it out again: by kind/key the state
// after the import of a record that takes the place of the one here, and the version of the latter.
type checked map[string]outcome

type outcome struct {
	here  merge.Vector
	after state // without record and line
}

// visit merges the records of a bundle one by one. Of those that change visit gets the state before and after, and the document as the
// store is to keep it, nil where it is deleted or not an evaluation. It adds to known, or where again is set relies on it.
func (x *Exchange) visit(
	ctx context.Context, r *bundle.Reader, l *local, choice Choice, known checked, again bool,
	visit func(item Item, before, after *state, document []byte) error,
) error {
	only, unlock := setOf(choice.Only), setOf(choice.Unlock)
	return r.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		id := info.Kind + "/" + info.Key
		before, err := x.stateOf(ctx, l, info.Kind, info.Key)
		if err != nil {
			return err
		}
		item := Item{Info: *info, Standing: standing(l, before, info)}
		if item.Standing == Locked && unlock[id] {
			item.Standing = Both
		}
		if item.changes() && len(only) > 0 && !only[id] {
			item.Standing = Skipped
		}
		after, document, err := x.changed(ctx, before, info, line, item.changes(), known, again)
		if err != nil {
			return err
		}
		if after != nil {
			item.Conflicts = after.Conflicts
		}
		return visit(item, before, after, document)
	})
}

// changed returns what a record comes to, nil where nothing is to change; what is known from checking is not worked out again.
func (x *Exchange) changed(
	ctx context.Context, before *state, info *bundle.RecordInfo, line []byte, changes bool, known checked, again bool,
) (*state, []byte, error) {
	id := info.Kind + "/" + info.Key
	found, ok := known[id]
	switch {
	case again && !changes:
		return nil, nil, nil
	case again && ok && found.here.Compare(before.Info.Vector) == merge.Equal:
		after := found.after
		after.line = line
		document, err := documentOf(info.Kind, line)
		return &after, document, err
	}
	after, document, err := x.merged(ctx, before, info, line, changes)
	if err == nil && after != nil && &after.line[0] == &line[0] {
		s := *after
		s.record, s.line = nil, nil
		known[id] = outcome{here: before.Info.Vector, after: s}
	}
	return after, document, err
}

func setOf(list []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range list {
		set[name] = true
	}
	return set
}

// incoming is a record of a bundle, decoded.
type incoming struct {
	record *merge.Record
	view   merge.View
	about  about
}

// decodeIncoming reads a record and checks that the manifest described it truly: the preview was shown from that.
func decodeIncoming(info *bundle.RecordInfo, line []byte) (*incoming, error) {
	fault := func(found, allowed string) error {
		return &bundle.Error{Entry: info.Kind + "/" + info.Key, Found: found, Allowed: allowed, Err: bundle.ErrContent}
	}
	shape := shapeOf(info.Kind)
	record, err := merge.Decode(shape, line)
	if err != nil {
		return nil, fault(err.Error(), "")
	}
	in := &incoming{record: record, view: record.View(shape)}
	in.about = describeDocument(info.Kind, info.Key, in.view.Document)
	switch {
	case record.Vector.Compare(info.Vector) != merge.Equal:
		return nil, fault("another version", "the manifest's")
	case in.about.info.Deleted != info.Deleted || in.about.info.Status != info.Status:
		return nil, fault("another status "+in.about.info.Status, info.Status)
	case info.Kind == bundle.RecordEvaluation && !info.Deleted && in.about.key != info.Key:
		return nil, fault("another evaluation "+in.about.key, info.Key)
	}
	return in, nil
}

// merged checks an incoming record and, where it is to change something, merges it into the one here.
func (x *Exchange) merged(ctx context.Context, before *state, info *bundle.RecordInfo, line []byte, changes bool) (*state, []byte, error) {
	in, err := decodeIncoming(info, line)
	if err != nil || !changes {
		return nil, nil, err
	}
	shape := shapeOf(info.Kind)
	after := &state{head: before.head, noted: true, line: line, record: in.record}
	if !in.record.Vector.Covers(before.Info.Vector) {
		if err := x.decode(ctx, before); err != nil {
			return nil, nil, err
		}
		after.record = merge.Merge(before.record, in.record)
		in.view = after.record.View(shape)
		in.about = describeDocument(info.Kind, info.Key, in.view.Document)
		if after.line, err = after.record.Encode(shape); err != nil {
			return nil, nil, err
		}
	}
	after.take(in.about, in.view)
	if in.view.Document == nil || info.Kind != bundle.RecordEvaluation {
		return after, nil, nil
	}
	document, err := storable(info.Kind, in.view.Document)
	if err != nil {
		return nil, nil, &bundle.Error{Entry: info.Kind + "/" + info.Key, Found: err.Error(), Err: bundle.ErrContent}
	}
	return after, document, nil
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
	l, err := x.localOf(ctx, r)
	if err != nil {
		return nil, err
	}
	known := checked{}
	if _, err := x.checkAll(ctx, r, l, choice, known); err != nil {
		return nil, err
	}
	files, err := x.storeEvidence(ctx, r, choice.Progress)
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

// storeEvidence stores the delivered files that are not here. Each is checked while it is stored.
func (x *Exchange) storeEvidence(ctx context.Context, r *bundle.Reader, progress func(done, total int64)) (int, error) {
	var done, total int64
	for _, e := range r.Manifest().Evidence {
		if e.Delivered {
			total += e.Size
		}
	}
	files := 0
	sizes := map[string]int64{}
	for _, e := range r.Manifest().Evidence {
		if !e.Delivered || x.evidence == nil {
			continue
		}
		has, err := x.evidence.Has(ctx, e.SHA256)
		if err != nil {
			return files, err
		}
		if !has {
			file, err := r.Evidence(e.SHA256)
			if err != nil {
				return files, err
			}
			if err := x.evidence.Put(ctx, e.SHA256, file); err != nil {
				return files, err
			}
			sizes[e.SHA256] = e.Size
			files++
		}
		if done += e.Size; progress != nil {
			progress(done, total)
		}
	}
	return files, x.noteSizes(ctx, sizes)
}

// before is what undoing needs of one record.
type before struct {
	Kind     string          `json:"kind"`
	Key      string          `json:"key"`
	Head     *head           `json:"head,omitempty"` // nil: there was no record
	Line     json.RawMessage `json:"line,omitempty"`
	Document json.RawMessage `json:"document,omitempty"` // nil: there was no evaluation
	After    merge.Vector    `json:"after"`
}

// application applies the records of one bundle, some at a time.
type application struct {
	x       *Exchange
	me      imported
	started bool // there is a pending note
	number  int  // of the next undo note
	steps   []step
	size    int
}

type step struct {
	before before
	seen   uint64
	after  *state
	write  []byte // document; nil removes, or is none
}

func (x *Exchange) apply(ctx context.Context, r *bundle.Reader, choice Choice, known checked, p *imported) (*Result, error) {
	l, err := x.localOf(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := x.application(ctx, r.Manifest(), p)
	if err != nil {
		return nil, err
	}
	out := newResult(r)
	err = x.visit(ctx, r, l, choice, known, true, func(item Item, before, after *state, document []byte) error {
		out.add(item)
		if !item.changes() {
			return nil
		}
		s, err := x.step(ctx, l, before, after, document)
		if err != nil {
			return err
		}
		a.steps = append(a.steps, s)
		if a.size += len(after.line) + len(document) + len(s.before.Line); a.size < batchBytes {
			return nil
		}
		return a.flush(ctx, false)
	})
	if err != nil {
		return nil, err
	}
	return out, a.finish(ctx, r.Manifest())
}

func (x *Exchange) application(ctx context.Context, m *bundle.Manifest, p *imported) (*application, error) {
	if p != nil {
		a := &application{x: x, me: *p, started: true}
		return a, x.store.Notes(ctx, noteUndo+m.Bundle+"/", func(string, []byte) error {
			a.number++
			return nil
		})
	}
	me, err := x.self(ctx)
	if err != nil {
		return nil, err
	}
	a := &application{x: x, me: imported{
		Bundle: m.Bundle, Store: m.Store, Sequence: m.Sequence, From: m.Creator.Name,
		At: x.who.Now().UTC().Format(time.RFC3339), Exported: me.Sequence,
	}}
	// Where this bundle was taken in before in part, or undone, what is kept for undoing goes on counting.
	return a, x.store.Notes(ctx, noteUndo+m.Bundle+"/", func(string, []byte) error {
		a.number++
		return nil
	})
}

// step makes the change of one record, and what undoes it.
func (x *Exchange) step(ctx context.Context, l *local, was, after *state, document []byte) (step, error) {
	s := step{after: after, write: document, before: before{Kind: was.Info.Kind, Key: was.Info.Key, After: after.Info.Vector}}
	if len(was.Info.Vector) > 0 {
		if err := x.decode(ctx, was); err != nil {
			return s, err
		}
		h := was.head
		s.before.Head, s.before.Line = &h, was.line
	}
	if was.Info.Kind == bundle.RecordEvaluation {
		if s.seen = l.revisions[was.Info.Key]; s.seen != 0 {
			old, revision, err := x.store.Evaluation(ctx, was.Info.Key)
			if err != nil {
				return s, err
			}
			if revision != s.seen {
				return s, ErrMoved
			}
			s.before.Document = old
		}
	}
	return s, nil
}

// changes are the store's changes of a step. The evaluation is written only where it differs.
func (s *step) changes(revision uint64) ([]Change, error) {
	var changes []Change
	at := s.seen
	if s.after.Info.Kind == bundle.RecordEvaluation && !bytes.Equal(s.write, s.before.Document) {
		changes = append(changes, Change{Evaluation: s.after.Info.Key, Seen: s.seen, Value: s.write})
		if at = revision; s.write == nil {
			at = 0
		}
	}
	notes, err := s.after.notes(at)
	return append(changes, notes...), err
}

// flush applies what has been collected. What belongs to a step, and what undoes it, is written together; with the last step the
// import is finished.
func (a *application) flush(ctx context.Context, last bool, more ...Change) error {
	err := a.x.store.Change(ctx, "import "+a.me.Bundle, func(revision uint64) ([]Change, error) {
		var changes []Change
		var undo []before
		for i := range a.steps {
			part, err := a.steps[i].changes(revision)
			if err != nil {
				return nil, err
			}
			changes = append(changes, part...)
			undo = append(undo, a.steps[i].before)
		}
		if len(undo) > 0 {
			value, err := json.Marshal(undo)
			if err != nil {
				return nil, err
			}
			changes = append(changes, Change{Note: fmt.Sprintf("%s%s/%06d", noteUndo, a.me.Bundle, a.number), Value: value})
		}
		if !last && !a.started {
			value, err := json.Marshal(a.me)
			if err != nil {
				return nil, err
			}
			changes = append(changes, Change{Note: notePending, Value: value})
		}
		if last && a.started {
			changes = append(changes, Change{Note: notePending})
		}
		return append(changes, more...), nil
	})
	if err != nil {
		return err
	}
	a.started = a.started || !last
	a.number++
	a.steps, a.size = nil, 0
	return nil
}

// finish applies the rest and notes that the bundle has been taken in. An import that changes nothing writes nothing.
func (a *application) finish(ctx context.Context, m *bundle.Manifest) error {
	last, _, err := a.x.taken(ctx, m)
	if err != nil {
		return err
	}
	if len(a.steps) == 0 && !a.started && last.Sequence >= m.Sequence {
		return nil
	}
	note, err := json.Marshal(a.me)
	if err != nil {
		return err
	}
	more := []Change{}
	if len(a.steps) > 0 || a.started {
		more = append(more, Change{Note: noteImport + m.Bundle, Value: note})
	}
	if last.Sequence < m.Sequence {
		value, err := json.Marshal(source{Sequence: m.Sequence, Bundle: m.Bundle})
		if err != nil {
			return err
		}
		more = append(more, Change{Note: noteSource + m.Store, Value: value})
	}
	return a.flush(ctx, true, more...)
}
