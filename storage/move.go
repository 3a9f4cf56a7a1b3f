package storage

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"zhunsheng/scoring"
)

// ActionMove is an evaluation that goes to another fiscal year with all that belongs to it. The reason says where from, such as
// "from 2022/id".
const ActionMove Action = "move-evaluation"

// Moving says which evaluation goes to another fiscal year, and as what.
type Moving struct {
	Year int
	ID   string
	Seen uint64 // revision of the evaluation; 0: any
	// After is the evaluation as it is to be there. Its ID may be another one.
	After *scoring.Evaluation
	// Replaces are evaluations of that year which give way, each at the revision at which it was seen.
	Replaces map[string]uint64
	// Notes are notes that go with it: the new name by the old one. One that is not there is passed over.
	Notes map[string]string
}

// Move takes an evaluation out of its fiscal year and puts it into another one, which is added where it is not there yet, as one action:
// its panel scores, comments, sign-offs and evidence go with it, and its history stays where it was. Errors are a [*RecordError] wrapping
// [ErrNotFound], [ErrExists] or [ErrYearClosed], a [*ConflictError], or an [*InvalidError]; nothing has changed then.
func (s *Store) Move(ctx context.Context, m Moving) (Header, error) {
	content, err := encodeEvaluation(m.After)
	if err != nil {
		return Header{}, err
	}
	to, id := m.After.FiscalYear, m.After.ID
	if to == m.Year {
		return Header{}, &InvalidError{
			Kind: KindEvaluation, Field: "fiscalYear", Found: strconv.Itoa(to), Err: ErrInvalid, Allowed: "another year than " + strconv.Itoa(m.Year),
		}
	}
	var h Header
	action := Entry{Action: ActionMove, Year: to, ID: id, Reason: "from " + strconv.Itoa(m.Year) + "/" + m.ID}
	err = s.change(ctx, action, func(tx *tx, revision uint64) error {
		belongings, err := s.takeOut(tx, &m, revision)
		if err != nil {
			return err
		}
		if err := s.makeRoom(tx, &m, revision); err != nil {
			return err
		}
		if h, err = s.saveEvaluation(tx, m.After, record{revision: revision, content: content}); err != nil {
			return err
		}
		for _, b := range belongings {
			if err := save(tx, attachedKey(b.kind, to, id, b.id), record{revision: revision, content: b.content}); err != nil {
				return err
			}
		}
		return m.renameNotes(tx, revision)
	})
	if err != nil {
		return Header{}, err
	}
	return h, nil
}

// belonging is a record that belongs to an evaluation.
type belonging struct {
	kind    Kind
	id      string
	content []byte
}

// takeOut removes the evaluation from its year and returns what belongs to it.
func (s *Store) takeOut(tx *tx, m *Moving, revision uint64) ([]belonging, error) {
	if err := s.mustBeOpen(tx, m.Year); err != nil {
		return nil, err
	}
	r, err := loadRecord(tx, m.Year, m.ID)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(m.Year, m.ID, m.Seen, r.revision); err != nil {
		return nil, err
	}
	var all []belonging
	for _, kind := range attachedKinds {
		err := tx.scan(ofEvaluation(kind, m.Year, m.ID), func(key, value []byte) error {
			r, err := unpack(key, value)
			all = append(all, belonging{kind: kind, id: lastPart(key), content: bytes.Clone(r.content)})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, s.removeEvaluation(tx, m.Year, m.ID, revision)
}

// makeRoom adds the year where it is not there yet, and removes what gives way.
func (s *Store) makeRoom(tx *tx, m *Moving, revision uint64) error {
	to := m.After.FiscalYear
	err := s.mustBeOpen(tx, to)
	if errors.Is(err, ErrNotFound) {
		err = saveYear(tx, Year{Year: to, State: YearOpen, Unit: m.After.Project.Unit, Revision: revision})
	}
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(m.Replaces)) {
		r, err := loadRecord(tx, to, id)
		if err != nil {
			return err
		}
		if err := mustBeAt(to, id, m.Replaces[id], r.revision); err != nil {
			return err
		}
		if err := s.removeEvaluation(tx, to, id, revision); err != nil {
			return err
		}
	}
	switch _, err := tx.get(evaluationKey(to, m.After.ID)); {
	case err == nil:
		return &RecordError{Kind: KindEvaluation, Year: to, ID: m.After.ID, Err: ErrExists}
	case !errors.Is(err, errAbsent):
		return err
	}
	return nil
}

func (m *Moving) renameNotes(tx *tx, revision uint64) error {
	for _, from := range slices.Sorted(maps.Keys(m.Notes)) {
		r, err := load(tx, noteKey(from))
		if errors.Is(err, errAbsent) {
			continue
		}
		if err != nil {
			return err
		}
		if err := errors.Join(tx.remove(noteKey(from)), save(tx, noteKey(m.Notes[from]), record{revision: revision, content: r.content})); err != nil {
			return err
		}
	}
	return nil
}
