package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Headers lists the evaluations of a year by their codes, those without one behind, then by the pinyin of their names. Where the store did
// not know a scheme when it wrote a header, as while it is rebuilt, the totals are computed here.
func (d *Desk) Headers(ctx context.Context, year int) ([]storage.Header, error) {
	headers, err := d.store.Headers(ctx, year)
	for i := range headers {
		h := &headers[i]
		if h.Total.Valid || h.Scored+h.Pending > 0 || h.Rows == 0 {
			continue
		}
		if scheme, known := d.Scheme(h.Scheme); known {
			*h = d.totals.fill(ctx, d.store, *h, scheme)
		}
	}
	inOrder(headers)
	return headers, err
}

// inOrder sorts headers as people look for them: the store's own order is that of IDs.
func inOrder(headers []storage.Header) {
	initials := make(map[string]string, len(headers))
	for i := range headers {
		initials[headers[i].Name] = storage.Initials(headers[i].Name)
	}
	slices.SortStableFunc(headers, func(a, b storage.Header) int {
		if (a.Code == "") != (b.Code == "") {
			return len(b.Code) - len(a.Code)
		}
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(initials[a.Name], initials[b.Name]), cmp.Compare(a.Name, b.Name))
	})
}

// totals keeps headers that were completed here.
type totals struct {
	mu    sync.Mutex
	known map[insightKey]storage.Header
}

func (t *totals) fill(ctx context.Context, store *storage.Store, h storage.Header, scheme *scoring.Scheme) storage.Header {
	key := insightKey{year: h.FiscalYear, id: h.ID, revision: h.Revision}
	t.mu.Lock()
	full, ok := t.known[key]
	t.mu.Unlock()
	if ok {
		return full
	}
	e, _, err := store.Evaluation(ctx, h.FiscalYear, h.ID)
	if err != nil {
		return h
	}
	card := scoring.Score(scheme, e)
	h.Scored, h.Pending, h.Grade = card.Scored, card.Pending, card.Grade
	h.Total.Decimal, h.Total.Valid = card.Total, true
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known == nil {
		t.known = map[insightKey]storage.Header{}
	}
	t.known[key] = h
	return h
}

// Deadline is the day by which a year's evaluations are due.
type Deadline struct {
	Date string // ISO, "" where none is known
	Set  bool   // for the year; else it comes from a scheme
}

// Left returns how many days are left on a day, in the time zone in which that is given: 0 on the last one, below 0 when it is over. known
// is false where there is no deadline.
func (d Deadline) Left(now time.Time) (days int, known bool) {
	last, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		return 0, false
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(last.Sub(today) / (24 * time.Hour)), true
}

func deadlineSetting(year int) string { return "year." + strconv.Itoa(year) + ".deadline" }

// Deadline returns the day that was set for a year, else the earliest that a scheme of its evaluations sets. Errors are those of the
// store.
func (d *Desk) Deadline(ctx context.Context, year int) (Deadline, error) {
	date, err := d.deadlineSet(ctx, year)
	if err != nil || date != "" {
		return Deadline{Date: date, Set: date != ""}, err
	}
	headers, err := d.store.Headers(ctx, year)
	if err != nil && !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, storage.ErrNotFound) {
		return Deadline{}, err
	}
	out, seen := Deadline{}, map[scoring.SchemeRef]bool{}
	for i := range headers {
		ref := headers[i].Scheme
		if seen[ref] {
			continue
		}
		seen[ref] = true
		if scheme, ok := d.Scheme(ref); ok {
			if due, ok := scheme.DeadlineFor(year); ok && (out.Date == "" || due < out.Date) {
				out.Date = due
			}
		}
	}
	return out, nil
}

// deadlineSet returns the day that was set for a year, "" for none.
func (d *Desk) deadlineSet(ctx context.Context, year int) (string, error) {
	date, err := d.store.Setting(ctx, deadlineSetting(year))
	if errors.Is(err, storage.ErrNotFound) {
		return "", nil
	}
	return date, err
}

// SetDeadline sets the day by which a year's evaluations are due, as an ISO date; "" leaves it to the schemes. Errors are those of the
// store.
func (d *Desk) SetDeadline(ctx context.Context, year int, date string) error {
	if date == "" {
		return d.store.DeleteSetting(ctx, deadlineSetting(year))
	}
	return d.store.SetSetting(ctx, deadlineSetting(year), date)
}

// BeginYear adds a fiscal year without evaluations. The error is that of [storage.Store.CreateYear].
func (d *Desk) BeginYear(ctx context.Context, year int, unit string) error {
	_, err := d.store.CreateYear(ctx, storage.Year{Year: year, Unit: unit})
	return err
}

// CloseYear closes a fiscal year: nothing in it can be changed until it is opened again. Errors are those of
// [storage.Store.CloseYear].
func (d *Desk) CloseYear(ctx context.Context, year int, reason string) error {
	_, err := d.store.CloseYear(ctx, year, reason)
	return err
}

// ReopenYear opens a closed fiscal year again. Errors are those of [storage.Store.ReopenYear].
func (d *Desk) ReopenYear(ctx context.Context, year int, reason string) error {
	_, err := d.store.ReopenYear(ctx, year, reason)
	return err
}

// Undelete brings evaluations back that were deleted last, as new actions. Where one fails, those before it are back. Errors are those of
// [storage.Store.Undo]; one that was changed otherwise since is left alone.
func (d *Desk) Undelete(ctx context.Context, year int, ids []string) error {
	for _, id := range ids {
		if d.has(ctx, year, id) {
			continue // the deletion of several is one action: it came back together with another
		}
		if _, err := d.store.Undo(ctx, year, id); err != nil {
			return fmt.Errorf("evaluation %s: %w", id, err)
		}
	}
	return nil
}
