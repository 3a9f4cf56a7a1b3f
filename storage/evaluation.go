package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"zhunsheng/scoring"
	"zhunsheng/storage/delta"
)

// Create adds an evaluation to its fiscal year, which must exist and be open. It returns the evaluation's header, a
// [*RecordError] wrapping [ErrExists], [ErrNotFound] (of the year) or [ErrYearClosed], or an [*InvalidError].
func (s *Store) Create(ctx context.Context, e *scoring.Evaluation) (Header, error) {
	content, err := encodeEvaluation(e)
	if err != nil {
		return Header{}, err
	}
	var h Header
	action := Entry{Action: ActionCreateEvaluation, Year: e.FiscalYear, ID: e.ID}
	err = s.change(ctx, action, func(tx *tx, revision uint64) error {
		if err := s.mustBeOpen(tx, e.FiscalYear); err != nil {
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
	return s.edit(ctx, year, id, 0, func(e *scoring.Evaluation, _ uint64) error { return edit(e) })
}

// UpdateAt is [Store.Update] for a caller who has seen the evaluation at a revision: it returns a [*ConflictError] where the
// evaluation has been changed since.
func (s *Store) UpdateAt(ctx context.Context, year int, id string, seen uint64, edit func(*scoring.Evaluation) error) (Header, error) {
	if seen == 0 {
		return Header{}, noRevision()
	}
	return s.edit(ctx, year, id, seen, func(e *scoring.Evaluation, _ uint64) error { return edit(e) })
}

// edit changes an evaluation that is at a revision seen, 0 for any. What changes it is told the revision at which it stands.
func (s *Store) edit(ctx context.Context, year int, id string, seen uint64, edit func(*scoring.Evaluation, uint64) error) (Header, error) {
	var h Header
	err := s.change(ctx, Entry{Action: ActionChangeEvaluation, Year: year, ID: id}, func(tx *tx, revision uint64) error {
		if err := s.mustBeOpen(tx, year); err != nil {
			return err
		}
		key := evaluationKey(year, id)
		stored, err := loadRecord(tx, year, id)
		if err != nil {
			return err
		}
		if err := mustBeAt(year, id, seen, stored.revision); err != nil {
			return err
		}
		was := s.spares.take(key, stored.content)
		e, err := was.evaluation(key, stored.content)
		if err != nil {
			return err
		}
		if err := edit(e, stored.revision); err != nil {
			return err
		}
		if err := sameEvaluation(e, year, id); err != nil {
			return err
		}
		if err := checkEvaluation(e); err != nil {
			return err
		}
		now, changes, err := was.after(e, stored.content)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			h = s.derive(e, stored.revision)
			s.spares.put(key, was)
			return errUnchanged
		}
		if err := checkSize(KindEvaluation, now.content); err != nil {
			return err
		}
		tx.diffs[string(key)] = changes
		h, err = s.saveEvaluation(tx, e, record{revision: revision, content: now.content})
		if err == nil {
			s.spares.put(key, now)
		}
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
	action := Entry{Action: ActionDeleteEvaluation, Year: year, ID: id}
	return s.change(ctx, action, func(tx *tx, revision uint64) error {
		if err := s.mustBeOpen(tx, year); err != nil {
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
		return s.removeEvaluation(tx, year, id, revision)
	})
}

// removeEvaluation removes an evaluation with all that belongs to it.
func (s *Store) removeEvaluation(tx *tx, year int, id string, revision uint64) error {
	if err := tx.remove(evaluationKey(year, id)); err != nil {
		return err
	}
	for _, kind := range attachedKinds {
		var keys [][]byte
		err := tx.scan(ofEvaluation(kind, year, id), func(key, _ []byte) error {
			keys = append(keys, bytes.Clone(key))
			return nil
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := tx.remove(key); err != nil {
				return err
			}
		}
	}
	return s.removeDerived(tx, year, id, revision)
}

// saveEvaluation writes an evaluation with what is derived from it.
func (s *Store) saveEvaluation(tx *tx, e *scoring.Evaluation, r record) (Header, error) {
	if err := save(tx, evaluationKey(e.FiscalYear, e.ID), r); err != nil {
		return Header{}, err
	}
	h := s.derive(e, r.revision)
	return h, s.saveDerived(tx, h)
}

// loadRecord reads the record of an evaluation without its content.
func loadRecord(from getter, year int, id string) (record, error) {
	r, err := load(from, evaluationKey(year, id))
	if errors.Is(err, errAbsent) {
		return record{}, &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrNotFound}
	}
	return r, err
}

func loadEvaluation(from getter, year int, id string) (*scoring.Evaluation, record, error) {
	r, err := loadRecord(from, year, id)
	if err != nil {
		return nil, record{}, err
	}
	e, err := decodeEvaluation(evaluationKey(year, id), r.content)
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
	back := new(scoring.Evaluation)
	if err := json.Unmarshal(content, back); err == nil && sameEncoding(e, back) {
		return content, nil
	}
	return content, comesBack(content)
}

// encodeChanged is encodeEvaluation for an evaluation whose stored content is known to come back: only what differs from it is tried.
// It returns the changes too, none where the content is the same.
func encodeChanged(e *scoring.Evaluation, stored []byte) ([]byte, []delta.Change, error) {
	content, err := encodeJSON(e)
	if err != nil {
		return nil, nil, unstorable(err)
	}
	if bytes.Equal(content, stored) {
		return content, nil, nil
	}
	changes, err := delta.Diff(stored, content)
	if err != nil {
		return nil, nil, unstorable(err)
	}
	paths := make([]string, 0, len(changes))
	for _, c := range changes {
		paths = append(paths, c.Path)
	}
	part, err := delta.Pick(content, paths)
	if err != nil {
		return nil, nil, unstorable(err)
	}
	return content, changes, comesBack(part)
}

// comesBack makes sure that the members of an evaluation's content are the same after they are read and written again.
func comesBack(content []byte) error { return sameAgain[scoring.Evaluation](content) }

// sameAgain does so for the content of any type; an empty list may be left out when it is written again.
func sameAgain[T any](content []byte) error {
	back := new(T)
	if err := json.Unmarshal(content, back); err != nil {
		return unstorable(err)
	}
	again, err := encodeJSON(back)
	if err != nil {
		return unstorable(err)
	}
	if bytes.Equal(content, again) {
		return nil
	}
	members, err := delta.Members(content)
	if err != nil {
		return unstorable(err)
	}
	got, err := delta.Members(again)
	if err != nil {
		return unstorable(err)
	}
	for name, value := range members {
		if !bytes.Equal(value, got[name]) && string(value) != "[]" {
			return unstorable(errors.New("holds a value that changes when it is written and read: " + name))
		}
	}
	return nil
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
		Found:   placeOf(KindEvaluation, e.FiscalYear, oneLine(e.ID, 40)),
		Allowed: placeOf(KindEvaluation, year, id) + ", which cannot be changed",
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
