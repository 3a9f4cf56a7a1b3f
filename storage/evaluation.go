package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"zhunsheng/scoring"
)

// Create adds an evaluation to its fiscal year, which must exist and be open. It returns the evaluation's header, a
// [*RecordError] wrapping [ErrExists], [ErrNotFound] (of the year) or [ErrYearClosed], or an [*InvalidError].
func (s *Store) Create(ctx context.Context, e *scoring.Evaluation) (Header, error) {
	content, err := encodeEvaluation(e)
	if err != nil {
		return Header{}, err
	}
	var h Header
	err = s.change(ctx, func(tx writer, revision uint64) error {
		if err := mustBeOpen(tx, e.FiscalYear); err != nil {
			return err
		}
		_, err := tx.get(evaluationKey(e.FiscalYear, e.ID))
		if err == nil {
			return &RecordError{Kind: KindEvaluation, Year: e.FiscalYear, ID: e.ID, Err: ErrExists}
		}
		if !errors.Is(err, errAbsent) {
			return err
		}
		h, err = s.saveEvaluation(tx, e, record{revision: revision, content: content})
		return err
	})
	if err != nil {
		return Header{}, err
	}
	return h, nil
}

// Evaluation returns an evaluation, which is the caller's to change, and its revision; or a [*RecordError] wrapping
// [ErrNotFound], or a [*DamagedError].
func (s *Store) Evaluation(ctx context.Context, year int, id string) (*scoring.Evaluation, uint64, error) {
	var e *scoring.Evaluation
	var r record
	err := s.view(ctx, func(tx reader) error {
		var err error
		e, r, err = loadEvaluation(tx, year, id)
		return err
	})
	return e, r.revision, err
}

// Update changes an evaluation: edit gets it as it stands and changes it. An error of edit is returned as it is, and nothing is
// changed. The year must be open; the evaluation's id and year stay what they are. It returns the header as stored, with a new
// revision if anything changed. Errors are those of [Store.Create] and [Store.Evaluation].
func (s *Store) Update(ctx context.Context, year int, id string, edit func(*scoring.Evaluation) error) (Header, error) {
	return s.edit(ctx, year, id, 0, edit)
}

// UpdateAt is [Store.Update] for a caller who has seen the evaluation at a revision: it returns a [*ConflictError] where the
// evaluation has been changed since.
func (s *Store) UpdateAt(ctx context.Context, year int, id string, seen uint64, edit func(*scoring.Evaluation) error) (Header, error) {
	if seen == 0 {
		return Header{}, noRevision()
	}
	return s.edit(ctx, year, id, seen, edit)
}

func (s *Store) edit(ctx context.Context, year int, id string, seen uint64, edit func(*scoring.Evaluation) error) (Header, error) {
	var h Header
	err := s.change(ctx, func(tx writer, revision uint64) error {
		if err := mustBeOpen(tx, year); err != nil {
			return err
		}
		e, stored, err := loadEvaluation(tx, year, id)
		if err != nil {
			return err
		}
		if err := mustBeAt(year, id, seen, stored.revision); err != nil {
			return err
		}
		if err := edit(e); err != nil {
			return err
		}
		if err := sameEvaluation(e, year, id); err != nil {
			return err
		}
		content, err := encodeEvaluation(e)
		if err != nil {
			return err
		}
		if bytes.Equal(content, stored.content) {
			h = s.derive(e, stored.revision)
			return errUnchanged
		}
		h, err = s.saveEvaluation(tx, e, record{revision: revision, content: content})
		return err
	})
	if err != nil {
		return Header{}, err
	}
	return h, nil
}

// Delete removes an evaluation that the caller has seen at a revision. It returns a [*ConflictError] where the evaluation has been
// changed since, and a [*RecordError] wrapping [ErrNotFound] or [ErrYearClosed].
func (s *Store) Delete(ctx context.Context, year int, id string, seen uint64) error {
	if seen == 0 {
		return noRevision()
	}
	return s.change(ctx, func(tx writer, _ uint64) error {
		if err := mustBeOpen(tx, year); err != nil {
			return err
		}
		r, err := load(tx, evaluationKey(year, id))
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrNotFound}
		}
		if err != nil {
			return err
		}
		if err := mustBeAt(year, id, seen, r.revision); err != nil {
			return err
		}
		if err := tx.remove(evaluationKey(year, id)); err != nil {
			return err
		}
		return tx.remove(headerKey(year, id))
	})
}

// saveEvaluation writes an evaluation with what is derived from it.
func (s *Store) saveEvaluation(tx writer, e *scoring.Evaluation, r record) (Header, error) {
	if err := save(tx, evaluationKey(e.FiscalYear, e.ID), r); err != nil {
		return Header{}, err
	}
	h := s.derive(e, r.revision)
	return h, saveHeader(tx, h)
}

func loadEvaluation(from getter, year int, id string) (*scoring.Evaluation, record, error) {
	key := evaluationKey(year, id)
	r, err := load(from, key)
	if errors.Is(err, errAbsent) {
		return nil, record{}, &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrNotFound}
	}
	if err != nil {
		return nil, record{}, err
	}
	e, err := decodeEvaluation(key, r.content)
	return e, r, err
}

// decodeEvaluation reads the content of an evaluation's record.
func decodeEvaluation(key, content []byte) (*scoring.Evaluation, error) {
	e := new(scoring.Evaluation)
	if err := decodeJSON(content, e); err != nil {
		return nil, &DamagedError{Place: keyPlace(key), Detail: oneLine(err.Error(), maxErrorLine)}
	}
	if string(evaluationKey(e.FiscalYear, e.ID)) != string(key) {
		return nil, &DamagedError{Place: keyPlace(key), Detail: "it belongs to another evaluation"}
	}
	return e, nil
}

// encodeEvaluation makes the content of an evaluation's record. What could not be read back unchanged is refused now, while the
// user still has it on the screen.
func encodeEvaluation(e *scoring.Evaluation) ([]byte, error) {
	if err := checkEvaluation(e); err != nil {
		return nil, err
	}
	content, err := encodeJSON(e)
	if err != nil {
		return nil, unstorable(err)
	}
	if err := checkSize(KindEvaluation, content); err != nil {
		return nil, err
	}
	var back scoring.Evaluation
	if err := json.Unmarshal(content, &back); err != nil {
		return nil, unstorable(err)
	}
	again, err := encodeJSON(&back)
	if err != nil {
		return nil, unstorable(err)
	}
	if !bytes.Equal(content, again) {
		return nil, unstorable(errors.New("holds a value that changes when it is written and read"))
	}
	return content, nil
}

func unstorable(err error) error {
	return &InvalidError{
		Kind: KindEvaluation, Field: "content", Found: oneLine(err.Error(), maxErrorLine), Err: ErrInvalid,
		Allowed: "text in UTF-8 and values that the evaluation format has",
	}
}

func checkEvaluation(e *scoring.Evaluation) error {
	if err := checkYear(e.FiscalYear); err != nil {
		return err
	}
	if err := checkID(KindEvaluation, "id", e.ID); err != nil {
		return err
	}
	if e.Format != scoring.EvaluationFormat {
		return &InvalidError{
			Kind: KindEvaluation, Field: "format", Found: strconv.Quote(oneLine(e.Format, 40)), Err: ErrInvalid,
			Allowed: strconv.Quote(scoring.EvaluationFormat),
		}
	}
	return nil
}

func sameEvaluation(e *scoring.Evaluation, year int, id string) error {
	if e.ID == id && e.FiscalYear == year {
		return nil
	}
	return &InvalidError{
		Kind: KindEvaluation, Field: "id and fiscalYear", Err: ErrInvalid,
		Found:   place(KindEvaluation, e.FiscalYear, oneLine(e.ID, 40)),
		Allowed: place(KindEvaluation, year, id) + ", which cannot be changed",
	}
}

func mustBeAt(year int, id string, seen, found uint64) error {
	if seen == 0 || seen == found {
		return nil
	}
	return &ConflictError{Kind: KindEvaluation, Year: year, ID: id, Expected: seen, Found: found}
}

func noRevision() error {
	return &InvalidError{Kind: KindEvaluation, Field: "revision", Found: "0", Err: ErrInvalid, Allowed: "1 or more"}
}
