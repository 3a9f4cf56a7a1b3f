package storage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// YearState says whether the evaluations of a fiscal year can be changed.
type YearState string

// The states of a fiscal year.
const (
	YearOpen     YearState = "open"
	YearClosed   YearState = "closed"
	YearReopened YearState = "reopened" // open again after it was closed
)

// Year is a fiscal year of one unit.
type Year struct {
	Year     int       `json:"year"`
	State    YearState `json:"state"`
	Unit     string    `json:"unit"`             // name of the unit that evaluates, as it stands on the forms
	Reason   string    `json:"reason,omitempty"` // why it was closed or reopened
	Revision uint64    `json:"-"`                // set by the store
}

// CreateYear adds a fiscal year; an empty state means open. It returns the year as stored, or a [*RecordError] wrapping
// [ErrExists].
func (s *Store) CreateYear(ctx context.Context, y Year) (Year, error) {
	if y.State == "" {
		y.State = YearOpen
	}
	err := s.change(ctx, Entry{Action: ActionCreateYear, Year: y.Year}, func(tx *tx, revision uint64) error {
		_, err := tx.get(yearKey(y.Year))
		if err == nil {
			return &RecordError{Kind: KindYear, Year: y.Year, Err: ErrExists}
		}
		if !errors.Is(err, errAbsent) {
			return err
		}
		y.Revision = revision
		return saveYear(tx, y)
	})
	if err != nil {
		return Year{}, err
	}
	return y, nil
}

// Year returns a fiscal year, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Year(ctx context.Context, year int) (Year, error) {
	var y Year
	err := s.view(ctx, func(tx reader) error {
		var err error
		y, err = loadYear(tx, year)
		return err
	})
	return y, err
}

// Years returns all fiscal years in ascending order. Unreadable ones are left out and named by the error, which wraps
// [ErrDamaged]; the others are returned beside it.
func (s *Store) Years(ctx context.Context) ([]Year, error) {
	var years []Year
	var damaged []error
	err := s.view(ctx, func(tx reader) error {
		return tx.scan(ofKind(KindYear), func(key, value []byte) error {
			y, err := readYear(key, value)
			if err != nil {
				damaged = append(damaged, err)
				return nil
			}
			years = append(years, y)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return years, errors.Join(damaged...)
}

// UpdateYear changes unit or state of a fiscal year: edit gets the year as it stands and changes it. An error of edit is returned
// as it is, and nothing is changed. It returns the year as stored, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) UpdateYear(ctx context.Context, year int, edit func(*Year) error) (Year, error) {
	return s.editYear(ctx, Entry{Action: ActionChangeYear, Year: year}, edit)
}

func (s *Store) editYear(ctx context.Context, action Entry, edit func(*Year) error) (Year, error) {
	var y Year
	year := action.Year
	err := s.change(ctx, action, func(tx *tx, revision uint64) error {
		var err error
		if y, err = loadYear(tx, year); err != nil {
			return err
		}
		before := y
		if err = edit(&y); err != nil {
			return err
		}
		if y.Revision = before.Revision; y == before {
			return errUnchanged
		}
		if y.Year != year {
			return &InvalidError{
				Kind: KindYear, Field: "year", Found: strconv.Itoa(y.Year), Err: ErrInvalid,
				Allowed: strconv.Itoa(year) + ", which cannot be changed",
			}
		}
		y.Revision = revision
		return saveYear(tx, y)
	})
	if err != nil {
		return Year{}, err
	}
	return y, nil
}

// CloseYear closes a fiscal year and writes a snapshot of the store that is kept for ever. A reason may be empty. Closing a closed year
// is a [*RecordError] wrapping [ErrYearClosed].
func (s *Store) CloseYear(ctx context.Context, year int, reason string) (Year, error) {
	y, err := s.editYear(ctx, Entry{Action: ActionCloseYear, Year: year, Reason: reason}, func(y *Year) error {
		if y.State == YearClosed {
			return &RecordError{Kind: KindYear, Year: year, Err: ErrYearClosed}
		}
		y.State, y.Reason = YearClosed, reason
		return nil
	})
	if err != nil {
		return y, err
	}
	return y, s.snapshotOfYear(ctx, year)
}

// ReopenYear opens a closed fiscal year again; it must be said why. A year that is open is a [*RecordError] wrapping [ErrInvalid].
func (s *Store) ReopenYear(ctx context.Context, year int, reason string) (Year, error) {
	if strings.TrimSpace(reason) == "" {
		return Year{}, &InvalidError{Kind: KindYear, Field: "reason", Found: `""`, Err: ErrInvalid, Allowed: "why the year is opened again"}
	}
	return s.editYear(ctx, Entry{Action: ActionReopenYear, Year: year, Reason: reason}, func(y *Year) error {
		if y.State != YearClosed {
			return &RecordError{Kind: KindYear, Year: year, Err: fmt.Errorf("%w: the year is open", ErrInvalid)}
		}
		y.State, y.Reason = YearReopened, reason
		return nil
	})
}

func saveYear(tx writer, y Year) error {
	if err := checkYear(y.Year); err != nil {
		return err
	}
	if y.State != YearOpen && y.State != YearClosed && y.State != YearReopened {
		return &InvalidError{
			Kind: KindYear, Field: "state", Found: strconv.Quote(oneLine(string(y.State), 40)), Err: ErrInvalid,
			Allowed: fmt.Sprintf("%q, %q or %q", YearOpen, YearClosed, YearReopened),
		}
	}
	content, err := encodeJSON(y)
	if err != nil {
		return &InvalidError{Kind: KindYear, Field: "unit", Found: err.Error(), Err: ErrInvalid, Allowed: "text"}
	}
	if err := checkSize(KindYear, content); err != nil {
		return err
	}
	return save(tx, yearKey(y.Year), record{revision: y.Revision, content: content})
}

func loadYear(from getter, year int) (Year, error) {
	key := yearKey(year)
	value, err := from.get(key)
	if errors.Is(err, errAbsent) {
		return Year{}, &RecordError{Kind: KindYear, Year: year, Err: ErrNotFound}
	}
	if err != nil {
		return Year{}, err
	}
	return readYear(key, value)
}

func readYear(key, value []byte) (Year, error) {
	r, err := unpack(key, value)
	if err != nil {
		return Year{}, err
	}
	var y Year
	if err := decodeJSON(r.content, &y); err != nil {
		return Year{}, &DamagedError{Place: keyPlace(key), Detail: oneLine(err.Error(), maxErrorLine)}
	}
	if string(yearKey(y.Year)) != string(key) {
		return Year{}, &DamagedError{Place: keyPlace(key), Detail: "it belongs to another year"}
	}
	y.Revision = r.revision
	return y, nil
}

// mustBeOpen returns nil where evaluations of the year may be changed. In a change it is asked by who holds the token.
func (s *Store) mustBeOpen(from getter, year int) error {
	t, isTx := from.(*tx)
	if isTx {
		_, written := t.writes[string(yearKey(year))]
		isTx = !written
	}
	if isTx && s.openYears[year] {
		return nil
	}
	y, err := loadYear(from, year)
	if err != nil {
		return err
	}
	if y.State == YearClosed {
		return &RecordError{Kind: KindYear, Year: year, Err: ErrYearClosed}
	}
	if isTx {
		s.openYears[year] = true
	}
	return nil
}
