package desk

import (
	"context"
	"errors"
	"slices"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/storage"
)

// mostUnits bounds how many other units the checks look for in every text after every edit.
const mostUnits = 64

// Known returns what the quality checks know beside an evaluation: the same project's evaluation of the year before, where the store has
// it, the names of other units in the year, and the day by which that is due. What cannot be read is not known: a damaged evaluation of last year keeps nobody from
// working on this one. The error is that of the context or a closed store.
func (d *Desk) Known(ctx context.Context, e *scoring.Evaluation) (review.Context, error) {
	var known review.Context
	headers, err := d.store.Headers(ctx, e.FiscalYear)
	if err := fatal(ctx, err); err != nil {
		return known, err
	}
	for i := range headers {
		if unit := headers[i].Unit; unit != "" && unit != e.Project.Unit {
			known.OtherUnits = append(known.OtherUnits, unit)
		}
	}
	slices.Sort(known.OtherUnits)
	known.OtherUnits = slices.Compact(known.OtherUnits)
	known.OtherUnits = known.OtherUnits[:min(len(known.OtherUnits), mostUnits)]
	if known.LastYear, err = d.LastYear(ctx, e); err != nil {
		return known, err
	}
	known.Deadline, err = d.deadlineSet(ctx, e.FiscalYear)
	return known, fatal(ctx, err)
}

// LastYear returns the same project's evaluation of the year before: the one of its code, else of its name and unit; nil where the store
// has none, or none that can be read. The error is that of the context or a closed store.
func (d *Desk) LastYear(ctx context.Context, e *scoring.Evaluation) (*scoring.Evaluation, error) {
	headers, err := d.store.Headers(ctx, e.FiscalYear-1)
	if err := fatal(ctx, err); err != nil {
		return nil, err
	}
	at := -1
	if e.Project.Code != "" {
		at = slices.IndexFunc(headers, func(h storage.Header) bool { return h.Code == e.Project.Code })
	}
	if at < 0 {
		at = slices.IndexFunc(headers, func(h storage.Header) bool {
			return h.Name == e.Project.Name && h.Unit == e.Project.Unit && (h.Code == "" || e.Project.Code == "")
		})
	}
	if at < 0 {
		return nil, nil
	}
	last, _, err := d.store.Evaluation(ctx, headers[at].FiscalYear, headers[at].ID)
	if err != nil {
		return nil, fatal(ctx, err)
	}
	return last, nil
}

// fatal returns the errors after which nothing more can be asked.
func fatal(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, storage.ErrClosed) {
		return err
	}
	return nil
}
