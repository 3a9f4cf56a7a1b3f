package storage

import (
	"context"
	"errors"
	"iter"
	"sync"

	"zhunsheng/scoring"
)

// importPart is how many evaluations are one action of an import: many enough that flushing costs nothing, few enough to stay in memory.
const importPart = 128

// Import adds many evaluations to their fiscal years, which must exist and be open. They are added in parts, each part as one action,
// whole or not at all; progress is called after each with the number added so far, nil is allowed. It returns how many were added, and
// the first error: of the sequence, or as [Store.Create] gives it. Those added before stay.
func (s *Store) Import(ctx context.Context, evaluations iter.Seq2[*scoring.Evaluation, error], progress func(done int)) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	parts := make(chan importedPart, 1)
	go s.prepareParts(ctx, evaluations, parts)
	done := 0
	for part := range parts {
		if part.err != nil {
			return done, part.err
		}
		if err := s.importPart(ctx, part.evaluations); err != nil {
			return done, err
		}
		done += len(part.evaluations)
		if progress != nil {
			progress(done)
		}
	}
	return done, ctx.Err()
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

func (s *Store) importPart(ctx context.Context, part []imported) error {
	action := Entry{Action: ActionImport, Year: part[0].e.FiscalYear}
	return s.change(ctx, action, func(tx *tx, revision uint64) error {
		open := map[int]bool{}
		for _, i := range part {
			year, id := i.e.FiscalYear, i.e.ID
			if !open[year] {
				if err := s.mustBeOpen(tx, year); err != nil {
					return err
				}
				open[year] = true
			}
			key := evaluationKey(year, id)
			if _, err := tx.get(key); !errors.Is(err, errAbsent) {
				return errors.Join(err, &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrExists})
			}
			if err := save(tx, key, record{revision: revision, content: i.content}); err != nil {
				return err
			}
			i.header.Revision = revision
			if err := s.saveDerived(tx, i.header); err != nil {
				return err
			}
		}
		return nil
	})
}
