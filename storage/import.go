package storage

import (
	"context"
	"errors"
	"iter"
	"sync"

	"zhunsheng/scoring"
)

// importPart is how many evaluations are one part of an import: many enough that flushing costs nothing, few enough to stay in memory.
const importPart = 128

// ImportOptions say how an import stands in the history, and what it may do besides adding evaluations.
type ImportOptions struct {
	Action   Action // "": [ActionImport]
	Reason   string
	AddYears bool           // a fiscal year that is not there is added, with the unit of its first evaluation
	Progress func(done int) // called now and then with the number of evaluations that are prepared; nil is allowed
}

// Import is [Store.ImportAs] without options but the progress.
func (s *Store) Import(ctx context.Context, evaluations iter.Seq2[*scoring.Evaluation, error], progress func(done int)) (int, error) {
	return s.ImportAs(ctx, ImportOptions{Progress: progress}, evaluations)
}

// ImportAs adds evaluations to their fiscal years, which must exist, unless the options say otherwise, and be open, as one action: all of
// them, or, where it returns an error or the process ends, none. However many they are, memory holds few. It returns how many were
// added, or 0 and the first error: of the sequence, or as [Store.Create] gives it. The entry in the history has all changes where they are
// few, else [Entry.Count].
func (s *Store) ImportAs(ctx context.Context, o ImportOptions, evaluations iter.Seq2[*scoring.Evaluation, error]) (int, error) {
	preparing, cancel := context.WithCancel(ctx)
	defer cancel()
	parts := make(chan importedPart, 1)
	go s.prepareParts(preparing, evaluations, parts)
	if o.Action == "" {
		o.Action = ActionImport
	}
	i := &importing{store: s, options: o, added: map[int]bool{}}
	for part := range parts {
		if part.err != nil {
			return 0, part.err
		}
		for _, few := range split(part.evaluations) {
			if err := i.add(ctx, few); err != nil {
				return 0, err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := i.end(ctx); err != nil {
		return 0, err
	}
	return i.done, nil
}

// importing is an import on its way. The first part is kept until there is a second: alone it is an ordinary action.
type importing struct {
	store   *Store
	options ImportOptions
	first   []imported
	bulk    *bulk
	added   map[int]bool // fiscal years
	done    int
}

func (i *importing) add(ctx context.Context, part []imported) error {
	i.done += len(part)
	if i.options.Progress != nil {
		i.options.Progress(i.done)
	}
	if i.done == len(part) {
		i.first = part
		return nil
	}
	if i.bulk == nil {
		i.bulk = i.store.newBulk(i.entry())
		if err := i.stage(ctx, i.first); err != nil {
			return err
		}
		i.first = nil
	}
	return i.stage(ctx, part)
}

// partBytes is how much one entry of an import holds: a part of large evaluations becomes several.
const partBytes = 16 << 20

func split(part []imported) (parts [][]imported) {
	from, size := 0, 0
	for i := range part {
		if size += len(part[i].content); size > partBytes && i > from {
			parts = append(parts, part[from:i])
			from, size = i, len(part[i].content)
		}
	}
	return append(parts, part[from:])
}

func (i *importing) entry() Entry {
	return Entry{Action: i.options.Action, Reason: i.options.Reason, Year: i.first[0].e.FiscalYear}
}

func (i *importing) stage(ctx context.Context, part []imported) error {
	return i.bulk.stage(ctx, func(t *tx) error {
		return i.each(t, part, 0, func(key []byte, one imported) error {
			if i.bulk.holds(key) {
				return &RecordError{Kind: KindEvaluation, Year: one.e.FiscalYear, ID: one.e.ID, Err: ErrExists}
			}
			i.bulk.headers[string(key)] = one.header
			return save(t, key, record{content: one.content})
		})
	})
}

// end makes the import happen.
func (i *importing) end(ctx context.Context) error {
	switch {
	case i.done == 0:
		return nil
	case i.bulk != nil:
		return i.bulk.commit(ctx)
	}
	return i.store.change(ctx, i.entry(), func(t *tx, revision uint64) error {
		return i.each(t, i.first, revision, func(key []byte, one imported) error {
			if err := save(t, key, record{revision: revision, content: one.content}); err != nil {
				return err
			}
			one.header.Revision = revision
			return i.store.saveDerived(t, one.header)
		})
	})
}

// each checks evaluations, adds their years where that is allowed, and puts each where it belongs.
func (i *importing) each(t *tx, part []imported, revision uint64, put func(key []byte, one imported) error) error {
	for _, one := range part {
		year, id := one.e.FiscalYear, one.e.ID
		if !i.added[year] {
			err := i.store.mustBeOpen(t, year)
			if errors.Is(err, ErrNotFound) && i.options.AddYears {
				err = saveYear(t, Year{Year: year, State: YearOpen, Unit: one.e.Project.Unit, Revision: revision})
				i.added[year] = true
			}
			if err != nil {
				return err
			}
		}
		key := evaluationKey(year, id)
		switch _, err := t.get(key); {
		case err == nil:
			return &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrExists}
		case !errors.Is(err, errAbsent):
			return err
		}
		if err := put(key, one); err != nil {
			return err
		}
	}
	return nil
}

// importedPart is a part that is ready to be written.
type importedPart struct {
	evaluations []imported
	err         error
}

type imported struct {
	e       *scoring.Evaluation
	content []byte
	header  Header
}

// prepareParts encodes, checks and scores the next part while one is being written.
func (s *Store) prepareParts(ctx context.Context, evaluations iter.Seq2[*scoring.Evaluation, error], parts chan<- importedPart) {
	defer close(parts)
	var part []imported
	send := func() bool {
		p := importedPart{evaluations: part, err: s.prepareImport(part)}
		part = nil
		select {
		case parts <- p:
			return p.err == nil
		case <-ctx.Done():
			return false
		}
	}
	for e, err := range evaluations {
		if err != nil {
			if len(part) > 0 && !send() {
				return
			}
			select {
			case parts <- importedPart{err: err}:
			case <-ctx.Done():
			}
			return
		}
		if part = append(part, imported{e: e}); len(part) == importPart && !send() {
			return
		}
	}
	if len(part) > 0 {
		send()
	}
}

func (s *Store) prepareImport(part []imported) error {
	faults := make([]error, len(part))
	var workers sync.WaitGroup
	for w := range 2 {
		workers.Go(func() {
			for i := w; i < len(part); i += 2 {
				if part[i].content, faults[i] = encodeEvaluation(part[i].e); faults[i] == nil {
					part[i].header = s.derive(part[i].e, 0)
				}
			}
		})
	}
	workers.Wait()
	return errors.Join(faults...)
}
