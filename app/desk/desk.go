package desk

import (
	"cmp"
	"context"
	"sync"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Desk joins store and schemes.
type Desk struct {
	store   *storage.Store
	schemes *app.Schemes
	now     func() time.Time
	words   func() *locale.Printer
	ids     func() string
	account string // of the system's user, see WithAccount

	exchanging sync.Mutex // held while something is handed over or taken in

	insights insights
	totals   totals
	sights   sights
	planned  planned
}

// New returns a desk over an open store, which the caller closes. now is the clock; words prints reports.
func New(store *storage.Store, schemes *app.Schemes, now func() time.Time, words func() *locale.Printer) *Desk {
	return &Desk{store: store, schemes: schemes, now: now, words: words, ids: newID}
}

// WithIDs replaces what gives new evaluations their IDs, for tests.
func (d *Desk) WithIDs(ids func() string) *Desk {
	d.ids = ids
	return d
}

// WithAccount says what the system calls the user, such as "Administrator". Whoever gets a bundle, a comment or an answer is told the
// person of the unit's card instead, where it names one: an account rarely is a name.
func (d *Desk) WithAccount(account string) *Desk {
	d.account = account
	return d
}

// author is who works here, as others are told.
func (d *Desk) author(card storage.Profile) string {
	if d.account != "" {
		return cmp.Or(card.Contact, d.account)
	}
	return cmp.Or(d.store.Actor(), card.Contact)
}

// Years lists the fiscal years, as [storage.Store.Years] does.
func (d *Desk) Years(ctx context.Context) ([]storage.Year, error) { return d.store.Years(ctx) }

// Scheme finds the scheme an evaluation refers to.
func (d *Desk) Scheme(ref scoring.SchemeRef) (*scoring.Scheme, bool) {
	scheme, err := d.schemes.For(ref)
	return scheme, err == nil
}

// Open returns an evaluation and the scheme it was made under. Errors are those of the store, or an [*app.UnknownSchemeError].
func (d *Desk) Open(ctx context.Context, year int, id string) (*scoring.Evaluation, *scoring.Scheme, error) {
	e, _, err := d.store.Evaluation(ctx, year, id)
	if err != nil {
		return nil, nil, err
	}
	scheme, err := d.schemes.For(e.Scheme)
	if err != nil {
		return nil, nil, err
	}
	return e, scheme, nil
}

// Save stores an evaluation that is in the store already, whatever the store holds of it now: for who knows that nobody else works on it.
// Screens store edits through [Desk.Edits]. It returns when it is on disk; errors are those of [storage.Store.Update].
func (d *Desk) Save(ctx context.Context, e *scoring.Evaluation) error {
	_, err := d.store.Update(ctx, e.FiscalYear, e.ID, func(stored *scoring.Evaluation) error {
		*stored = *e
		return nil
	})
	return err
}

// Example puts the example year into the store, unless it is there, and returns which year it is.
func (d *Desk) Example(ctx context.Context) (int, error) {
	e, err := app.LoadExample(ctx, d.store)
	if err != nil {
		return 0, err
	}
	return e.FiscalYear, nil
}

// ExampleIfEmpty loads the example into a store that has no year yet.
func (d *Desk) ExampleIfEmpty(ctx context.Context) error {
	years, err := d.store.Years(ctx)
	if err != nil || len(years) > 0 {
		return err
	}
	_, err = d.Example(ctx)
	return err
}
