package storage

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// Header is what a list shows of an evaluation. It is derived and stored together with the evaluation, so that listing a year
// reads no evaluation.
type Header struct {
	ID         string            `json:"id"`
	FiscalYear int               `json:"fiscalYear"`
	Name       string            `json:"name"` // of the project
	Code       string            `json:"code,omitempty"`
	Unit       string            `json:"unit"`
	Department string            `json:"department,omitempty"`
	Status     scoring.Status    `json:"status"` // never empty
	Scheme     scoring.SchemeRef `json:"scheme"`
	Rows       int               `json:"rows"` // indicators
	// What follows needs the scheme; Total is absent, and the others are empty, where it is unknown.
	Scored  int                 `json:"scored"`  // rows that are decided
	Pending int                 `json:"pending"` // rows that still wait for something
	Total   decimal.NullDecimal `json:"total,omitzero"`
	Grade   string              `json:"grade,omitempty"` // name of the grade in the scheme

	Revision uint64 `json:"-"` // of the evaluation
}

// Headers lists the evaluations of a fiscal year by id, in byte order. Unreadable ones are left out and named by the error, which
// wraps [ErrDamaged]; the others are returned beside it. A year that does not exist is a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Headers(ctx context.Context, year int) ([]Header, error) {
	if headers, ok := s.lists.of(year); ok && ctx.Err() == nil && !s.isClosed() {
		return headers, nil
	}
	var headers []Header
	var damaged []error
	generation := s.lists.generation()
	err := s.view(ctx, func(tx reader) error {
		if _, err := loadYear(tx, year); err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		return tx.scan(ofYear(KindHeader, year), func(key, value []byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			h, err := s.readHeader(tx, year, key, value)
			if errors.Is(err, ErrDamaged) {
				damaged = append(damaged, err)
				return nil
			}
			headers = append(headers, h)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	if len(damaged) == 0 {
		s.lists.keep(year, headers, generation)
	}
	return headers, errors.Join(damaged...)
}

// Header returns the header of one evaluation, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Header(ctx context.Context, year int, id string) (Header, error) {
	var h Header
	err := s.view(ctx, func(tx reader) error {
		key := headerKey(year, id)
		value, err := tx.get(key)
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindEvaluation, Year: year, ID: id, Err: ErrNotFound}
		}
		if err != nil {
			return err
		}
		h, err = s.readHeader(tx, year, key, value)
		return err
	})
	return h, err
}

// readHeader reads a stored header. One that is damaged, or was derived while its scheme was unknown, is derived anew.
func (s *Store) readHeader(from getter, year int, key, value []byte) (Header, error) {
	h, err := unpackHeader(key, value)
	if err == nil {
		if h.Total.Valid {
			return h, nil
		}
		if _, known := s.schemes(h.Scheme); !known {
			return h, nil
		}
	}
	e, r, loadErr := loadEvaluation(from, year, lastPart(key))
	if loadErr != nil {
		return h, errors.Join(err, loadErr)
	}
	return s.derive(e, r.revision), nil
}

// derive makes the header of an evaluation.
func (s *Store) derive(e *scoring.Evaluation, revision uint64) Header {
	h := Header{
		ID: e.ID, FiscalYear: e.FiscalYear, Name: e.Project.Name, Code: e.Project.Code, Unit: e.Project.Unit,
		Department: e.Project.Department, Status: e.Status, Scheme: e.Scheme, Rows: len(e.Indicators), Revision: revision,
	}
	if h.Status == "" {
		h.Status = scoring.StatusDraft
	}
	if scheme, known := s.schemes(e.Scheme); known {
		card := scoring.Score(scheme, e)
		h.Scored, h.Pending, h.Grade = card.Scored, card.Pending, card.Grade
		h.Total = decimal.NullDecimal{Decimal: card.Total, Valid: true}
	}
	return h
}

func saveHeader(tx writer, h Header) error {
	content, err := encodeJSON(h)
	if err != nil {
		return unstorable(err)
	}
	return save(tx, headerKey(h.FiscalYear, h.ID), record{revision: h.Revision, content: content})
}

func unpackHeader(key, value []byte) (Header, error) {
	r, err := unpack(key, value)
	if err != nil {
		return Header{}, err
	}
	// A header is made from the evaluation by this program and lies under a checksum, so it need not be read as strictly as that.
	var h Header
	if err := json.Unmarshal(r.content, &h); err != nil {
		return Header{}, &DamagedError{Place: keyPlace(key), Detail: oneLine(err.Error(), maxErrorLine)}
	}
	h.Revision = r.revision
	return h, nil
}
