package handover

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// Selection says what is handed over.
type Selection struct {
	Kind         bundle.Kind
	Years        []int      // evaluations of these years; none: all years
	Evaluations  []string   // only these keys
	Others       []string   // kinds of other records that go along, such as [bundle.RecordScheme]
	Documents    []Document // other records that go along, as they are given
	NoRecords    bool       // no evaluations, only the others
	NoEvidence   bool       // files stay here, and can come later
	Deidentified bool       // names, telephone numbers and devices out
	Note         string
}

// self is what a store says of itself.
type self struct {
	Store    string `json:"store"`
	Sequence uint64 `json:"sequence"` // of the last bundle handed over
}

// source is the last bundle taken in from another store.
type source struct {
	Sequence uint64 `json:"sequence"`
	Bundle   string `json:"bundle"`
}

func (x *Exchange) self(ctx context.Context) (self, error) {
	value, err := x.store.Note(ctx, noteSelf)
	if errors.Is(err, ErrAbsent) {
		return self{Store: x.who.NewID()}, nil
	}
	var s self
	if err == nil {
		err = json.Unmarshal(value, &s)
	}
	return s, err
}

// batchBytes is about how much is written in one change of the store.
const batchBytes = 1 << 19

// Export prepares a bundle. It notes the user's edits first, so that they have versions. What it returns still needs signers, a lock
// and a folder, and is written by [bundle.Write] or [bundle.WriteFile].
func (x *Exchange) Export(ctx context.Context, sel Selection) (bundle.Content, error) {
	var c bundle.Content
	if err := x.notPending(ctx); err != nil {
		return c, err
	}
	keys, err := x.noteEdits(ctx, sel)
	if err != nil {
		return c, err
	}
	for _, d := range sel.Documents {
		if err := x.Put(ctx, d.Kind, d.Key, d.Data); err != nil {
			return c, err
		}
	}
	me, err := x.self(ctx)
	if err != nil {
		return c, err
	}
	me.Sequence++
	value, err := json.Marshal(me)
	if err != nil {
		return c, err
	}
	if err := x.change(ctx, "export", []Change{{Note: noteSelf, Value: value}}); err != nil {
		return c, err
	}
	c.Manifest = bundle.Manifest{
		Bundle: x.who.NewID(), Store: me.Store, Sequence: me.Sequence, Kind: sel.Kind, Note: sel.Note,
		Created: x.who.Now().UTC().Format(time.RFC3339), Deidentified: sel.Deidentified,
		Creator: bundle.Creator{Device: x.who.Device, Name: x.who.Author, Unit: x.who.Unit, Program: x.who.Program},
		Scope:   bundle.Scope{Years: sel.Years, Evaluations: sel.Evaluations, Evidence: !sel.NoEvidence},
	}
	if sel.Deidentified {
		c.Manifest.Creator, c.Manifest.Store = bundle.Creator{Device: anonymous, Program: x.who.Program}, anonymous
	} else {
		if c.Manifest.Journal, err = x.store.Head(ctx); err != nil {
			return c, err
		}
		if c.Manifest.Bases, err = x.bases(ctx); err != nil {
			return c, err
		}
	}
	c.Records = func(add func(bundle.Record) error) error { return x.records(ctx, keys, sel, add) }
	c.Evidence, err = x.evidenceOf(ctx, keys, sel)
	return c, err
}

func (x *Exchange) bases(ctx context.Context) ([]bundle.Base, error) {
	var bases []bundle.Base
	err := x.store.Notes(ctx, noteSource, func(name string, value []byte) error {
		var s source
		if err := json.Unmarshal(value, &s); err != nil {
			return err
		}
		bases = append(bases, bundle.Base{Store: strings.TrimPrefix(name, noteSource), Sequence: s.Sequence})
		return nil
	})
	return bases, err
}

// noteEdits brings the notes of what is selected up to date, and returns the keys of the evaluations, deleted ones included.
func (x *Exchange) noteEdits(ctx context.Context, sel Selection) ([]string, error) {
	if sel.NoRecords {
		return nil, nil
	}
	revisions, err := x.store.Revisions(ctx, sel.Years)
	if err != nil {
		return nil, err
	}
	chosen := map[string]bool{}
	for key := range revisions {
		chosen[key] = true
	}
	err = x.store.Notes(ctx, noteHead+bundle.RecordEvaluation+"/", func(name string, _ []byte) error {
		key := strings.TrimPrefix(name, noteHead+bundle.RecordEvaluation+"/")
		if len(sel.Years) == 0 || slices.Contains(sel.Years, yearOf(key)) {
			chosen[key] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(sel.Evaluations) > 0 {
		for _, key := range sel.Evaluations {
			if !chosen[key] {
				return nil, &AbsentError{Kind: "evaluation", Key: key}
			}
		}
		maps.DeleteFunc(chosen, func(key string, _ bool) bool { return !slices.Contains(sel.Evaluations, key) })
	}
	keys := slices.Sorted(maps.Keys(chosen))
	return keys, x.noteAll(ctx, keys, revisions)
}

// noteAll writes the notes of evaluations that were edited since they were noted, some at a time.
func (x *Exchange) noteAll(ctx context.Context, keys []string, revisions map[string]uint64) error {
	edit := x.edit()
	var changes []Change
	size := 0
	for part := range slices.Chunk(slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return x.noted(ctx, key, revisions[key]) }), 64) {
		notes, err := x.notesOf(ctx, part, revisions, edit)
		if err != nil {
			return err
		}
		for _, c := range notes {
			changes = append(changes, c)
			size += len(c.Value)
		}
		if size > batchBytes {
			if err := x.change(ctx, "note edits", changes); err != nil {
				return err
			}
			changes, size = nil, 0
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return x.change(ctx, "note edits", changes)
}

// noted reports whether the note of an evaluation is up to date. What cannot be read is not; it will be said then.
func (x *Exchange) noted(ctx context.Context, key string, revision uint64) bool {
	s, err := x.load(ctx, bundle.RecordEvaluation, key)
	return err == nil && s.noted && s.Revision == revision
}

// notesOf makes the notes of a few evaluations, two at a time.
func (x *Exchange) notesOf(ctx context.Context, keys []string, revisions map[string]uint64, edit merge.Edit) ([]Change, error) {
	const workers = 2
	notes, errs := make([][]Change, len(keys)), make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := w; i < len(keys) && errs[w] == nil; i += workers {
				var s *state
				if s, errs[w] = x.currentBy(ctx, keys[i], revisions[keys[i]], edit); errs[w] == nil && s.dirty {
					notes[i], errs[w] = s.notes(s.Revision)
				}
			}
		})
	}
	group.Wait()
	return slices.Concat(notes...), errors.Join(errs...)
}

// change makes changes that do not depend on the revision they get.
func (x *Exchange) change(ctx context.Context, reason string, changes []Change) error {
	return x.store.Change(ctx, reason, func(uint64) ([]Change, error) { return changes, nil })
}

// records hands over the records of a selection, sorted by kind and key.
func (x *Exchange) records(ctx context.Context, keys []string, sel Selection, add func(bundle.Record) error) error {
	kinds := slices.Clone(sel.Others)
	if !sel.NoRecords {
		kinds = append(kinds, bundle.RecordEvaluation)
	}
	for _, d := range sel.Documents {
		kinds = append(kinds, d.Kind)
	}
	slices.Sort(kinds)
	for _, kind := range slices.Compact(kinds) {
		ofKind := keys
		if kind != bundle.RecordEvaluation {
			var err error
			if ofKind, err = x.keysOf(ctx, kind, keys, sel); err != nil {
				return err
			}
		}
		for _, key := range ofKind {
			if err := x.record(ctx, kind, key, sel, add); err != nil {
				return err
			}
		}
	}
	return nil
}

// record hands over one record; one of which nothing is left without the names in it is passed over.
func (x *Exchange) record(ctx context.Context, kind, key string, sel Selection, add func(bundle.Record) error) error {
	s, err := x.load(ctx, kind, key)
	if err != nil {
		return err
	}
	if err := x.encoded(ctx, s); err != nil {
		return err
	}
	if sel.Deidentified {
		if err := x.decode(ctx, s); err != nil {
			return err
		}
		if s, err = deidentified(s); err != nil || s == nil {
			return err
		}
	}
	return add(bundle.Record{RecordInfo: s.Info, Data: s.line})
}

// keysOf lists the records of a kind that a selection takes along: all where it names the kind, of reviews those of the selected
// evaluations; else the documents given.
func (x *Exchange) keysOf(ctx context.Context, kind string, evaluations []string, sel Selection) ([]string, error) {
	var keys []string
	if slices.Contains(sel.Others, kind) {
		err := x.store.Notes(ctx, noteHead+kind+"/", func(name string, _ []byte) error {
			key := strings.TrimPrefix(name, noteHead+kind+"/")
			if kind != bundle.RecordReview || slices.Contains(evaluations, key[:max(0, strings.LastIndexByte(key, '/'))]) {
				keys = append(keys, key)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, d := range sel.Documents {
		if d.Kind == kind && !slices.Contains(keys, d.Key) {
			keys = append(keys, d.Key)
		}
	}
	slices.Sort(keys)
	return keys, nil
}

// evidenceOf lists the files that the selected evaluations refer to; those that are here and wanted go along.
func (x *Exchange) evidenceOf(ctx context.Context, keys []string, sel Selection) ([]bundle.Evidence, error) {
	names := map[string]string{}
	for _, key := range keys {
		s, err := x.load(ctx, bundle.RecordEvaluation, key)
		if err != nil {
			return nil, err
		}
		maps.Copy(names, s.Files)
	}
	var files []bundle.Evidence
	var delivered []string
	for _, sha := range slices.Sorted(maps.Keys(names)) {
		e := bundle.Evidence{SHA256: sha, Name: names[sha]}
		if sel.Deidentified {
			e.Name = ""
		}
		if x.evidence != nil && !sel.NoEvidence && !sel.Deidentified { // a file may hold any name
			has, err := x.evidence.Has(ctx, sha)
			if err != nil {
				return nil, err
			}
			if has {
				delivered = append(delivered, sha)
			}
		}
		files = append(files, e)
	}
	sizes, err := x.sizes(ctx, delivered)
	if err != nil {
		return nil, err
	}
	for i := range files {
		e := &files[i]
		if size, ok := sizes[e.SHA256]; ok {
			e.Size, e.Open = size, func() (io.ReadCloser, error) { return x.evidence.Open(ctx, e.SHA256) }
		}
	}
	return files, nil
}

// sizes returns the sizes of files. Those that had to be found are remembered: a sealed file tells its size only by being read.
func (x *Exchange) sizes(ctx context.Context, shas []string) (map[string]int64, error) {
	sizes := map[string]int64{}
	err := x.store.Notes(ctx, noteFile, func(name string, value []byte) error {
		size, err := strconv.ParseInt(string(value), 10, 64)
		sizes[strings.TrimPrefix(name, noteFile)] = size
		return err
	})
	if err != nil {
		return nil, err
	}
	known := map[string]int64{}
	var unknown []string
	for _, sha := range shas {
		if size, ok := sizes[sha]; ok {
			known[sha] = size
		} else {
			unknown = append(unknown, sha)
		}
	}
	if len(unknown) == 0 {
		return known, nil
	}
	found, err := x.evidence.Sizes(ctx, unknown)
	if err != nil {
		return nil, err
	}
	maps.Copy(known, found)
	return known, x.noteSizes(ctx, found)
}

// noteSizes remembers the sizes of files.
func (x *Exchange) noteSizes(ctx context.Context, sizes map[string]int64) error {
	if len(sizes) == 0 {
		return nil
	}
	var changes []Change
	for _, sha := range slices.Sorted(maps.Keys(sizes)) {
		changes = append(changes, Change{Note: noteFile + sha, Value: strconv.AppendInt(nil, sizes[sha], 10)})
	}
	return x.change(ctx, "note files", changes)
}
