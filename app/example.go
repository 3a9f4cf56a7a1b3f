package app

import (
	"context"
	"errors"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// LoadExample puts the example year into a store: the fiscal year with its unit, and the evaluation. A year or evaluation that is
// there already stays as it is. Errors are those of package storage.
func LoadExample(ctx context.Context, store *storage.Store) (*scoring.Evaluation, error) {
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		return nil, err
	}
	_, err = store.CreateYear(ctx, storage.Year{Year: e.FiscalYear, Unit: e.Project.Unit})
	if err != nil && !errors.Is(err, storage.ErrExists) {
		return nil, err
	}
	if _, err = store.Create(ctx, e); err != nil && !errors.Is(err, storage.ErrExists) {
		return nil, err
	}
	kept, _, err := store.Evaluation(ctx, e.FiscalYear, e.ID)
	return kept, err
}

// StoreOptions are the options of a store whose headers carry totals under these schemes.
func StoreOptions(schemes *Schemes) storage.Options {
	return storage.Options{Schemes: func(ref scoring.SchemeRef) (*scoring.Scheme, bool) {
		scheme, err := schemes.For(ref)
		return scheme, err == nil
	}}
}
