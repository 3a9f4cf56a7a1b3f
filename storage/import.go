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

// Import adds many evaluations to their fiscal years, which must exist and be open, as one action: all of them, or, where it returns an
// error or the process ends, none. Progress is called now and then with the number that is prepared so far, nil is allowed. It returns
// how many were added, or 0 and the first error: of the sequence, or as [Store.Create] gives it.
func (s *Store) Import(ctx context.Context, evaluations iter.Seq2[*scoring.Evaluation, error], progress func(done int)) (int, error) {
	preparing, cancel := context.WithCancel(ctx)
	defer cancel()
	parts := make(chan importedPart, 1)
	go s.prepareParts(preparing, evaluations, parts)
	done := 0
	action := s.newBulk(Entry{Action: ActionImport})
	for part := range parts {
		if part.err != nil {
			return 0, part.err
		}
		if done == 0 {
			action.action.Year = part.evaluations[0].e.FiscalYear
		}
		if err := action.stage(ctx, func(t *tx) error { return s.stageImport(t, action, part.evaluations) }); err != nil {
			return 0, err
		}
		done += len(part.evaluations)
		if progress != nil {
			progress(done)
		}
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := action.commit(ctx); err != nil {
		return 0, err
	}
	return done, nil
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

func (s *Store) stageImport(t *tx, action *bulk, part []imported) error {
	for _, i := range part {
		year, id := i.e.FiscalYear, i.e.ID
		if err := s.mustBeOpen(t, year); err != nil {
			return err
		}
		key := evaluationKey(year, id)
		if _, err := t.get(key); !errors.Is(err, errAbsent) || action.holds(key) {
			if errors.Is(err, errAbsent) {
				err = nil
			}
			return errors.Join(err, &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrExists})
		}
		if err := save(t, key, record{content: i.content}); err != nil {
			return err
		}
		action.headers[string(key)] = i.header
	}
	return nil
}
