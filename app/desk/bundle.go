package desk

import (
	"context"
	"slices"
	"strings"
	"sync"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Bundle is an opened bundle with what it would change here. [Bundle.Close] lets go of the file.
type Bundle struct {
	Path        string
	Manifest    *bundle.Manifest // who, when, what for, which records; not to be changed
	Trust       bundle.Trust
	Signatories []bundle.Signatory
	Encrypted   bool
	// Preview says for every record how it stands to the one here; known from the manifest, so before the content was verified.
	Preview *handover.Preview
	// Offers are schemes, unit cards and certificates that can become the store's own; which do, [handover.Choice.Accept] says.
	Offers []handover.Offer

	desk   *Desk
	mu     sync.Mutex
	reader *bundle.Reader // nil once it is closed
}

// OpenBundle opens a bundle and compares it with the store. It reads the manifest and, where there are any, what is on offer; the rest of
// the content is read by [Bundle.Verify] and before anything is applied. Errors are a [*bundle.Error] or [*bundle.NewerError], a
// [*KeyFileError], or those of store and file.
func (d *Desk) OpenBundle(ctx context.Context, path string, key BundleKey) (*Bundle, error) {
	options, err := d.bundleOptions(ctx, key)
	if err != nil {
		return nil, err
	}
	r, err := bundle.OpenFile(path, options)
	if err != nil {
		return nil, err
	}
	b := &Bundle{
		Path: path, Manifest: r.Manifest(), Trust: r.Trust(), Signatories: r.Signatories(), Encrypted: r.Encrypted(), desk: d, reader: r,
	}
	if err := b.Refresh(ctx); err != nil {
		_ = r.Close() // only read
		return nil, err
	}
	return b, nil
}

// Close lets go of the file.
func (b *Bundle) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reader == nil {
		return nil
	}
	r := b.reader
	b.reader = nil
	return r.Close()
}

// use runs something on the bundle and the store's exchange.
func (b *Bundle) use(ctx context.Context, work func(*handover.Exchange, *bundle.Reader) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reader == nil {
		return errNotOpen
	}
	x, done, err := b.desk.exchange(ctx)
	if err != nil {
		return err
	}
	defer done()
	return exchangeFault(work(x, b.reader))
}

// Refresh compares the bundle with the store again, after that has changed.
func (b *Bundle) Refresh(ctx context.Context) error {
	return b.use(ctx, func(x *handover.Exchange, r *bundle.Reader) error {
		preview, err := x.Preview(ctx, r)
		if err != nil {
			return err
		}
		offers, err := x.Offers(ctx, r)
		b.Preview, b.Offers = preview, offers
		return err
	})
}

// Verify reads the whole content and compares it with the manifest. progress, if not nil, is called with bytes read and in all. The
// error is a [*bundle.Error], or that of the context.
func (b *Bundle) Verify(ctx context.Context, progress func(done, total int64)) error {
	b.mu.Lock()
	r := b.reader
	b.mu.Unlock()
	if r == nil {
		return errNotOpen
	}
	return r.Verify(ctx, progress)
}

// Check says what applying a choice would do, record by record with the conflicts it would leave, and writes nothing. Errors are those
// of [Bundle.Apply].
func (b *Bundle) Check(ctx context.Context, choice handover.Choice) (*handover.Result, error) {
	var out *handover.Result
	err := b.use(ctx, func(x *handover.Exchange, r *bundle.Reader) (err error) {
		out, err = x.Check(ctx, r, choice)
		return err
	})
	return out, err
}

// Apply takes the bundle in, all that was chosen or nothing: the whole content is verified first. When ctx is cancelled before anything
// is applied the store stays as it was; later, or after a kill, the import is pending ([Desk.PendingImport]) and Apply goes on with it.
// [Desk.UndoImport] takes it back. Errors are an [*ExchangeError] wrapping [handover.ErrTrust] (unless choice.AnyOrigin),
// [handover.ErrDeidentified] or [handover.ErrPending], a [*bundle.Error], or that of the store.
func (b *Bundle) Apply(ctx context.Context, choice handover.Choice) (*handover.Result, error) {
	var out *handover.Result
	err := b.use(ctx, func(x *handover.Exchange, r *bundle.Reader) (err error) {
		out, err = x.Import(ctx, r, choice)
		return err
	})
	if err == nil && slices.ContainsFunc(choice.Accept, func(id string) bool { return strings.HasPrefix(id, bundle.RecordScheme+"/") }) {
		err = b.desk.LoadSchemes(ctx)
	}
	return out, err
}

// Differences lists the fields in which an evaluation of the bundle differs from the one here, before any merging; all of them where
// there is none here. key is that of the record, such as "2022/id".
func (b *Bundle) Differences(ctx context.Context, key string) ([]handover.FieldChange, error) {
	var changes []handover.FieldChange
	err := b.use(ctx, func(x *handover.Exchange, r *bundle.Reader) (err error) {
		changes, err = x.Differences(ctx, r, bundle.RecordEvaluation, key)
		return err
	})
	return changes, err
}

// Evaluation returns an evaluation of the bundle as its sender had it. One that is not in it, or deleted, is an [*ExchangeError] wrapping
// [handover.ErrAbsent].
func (b *Bundle) Evaluation(ctx context.Context, key string) (*scoring.Evaluation, error) {
	var e *scoring.Evaluation
	err := b.use(ctx, func(_ *handover.Exchange, r *bundle.Reader) error {
		return r.Record(ctx, bundle.RecordEvaluation, key, func(line []byte) (err error) {
			e, err = handover.EvaluationOf(line)
			return err
		})
	})
	if err == nil && e == nil {
		err = &ExchangeError{Err: handover.ErrAbsent}
	}
	return e, err
}

// AnyDay lets [Bundle.TakeAnswers] take late answers, too.
const AnyDay = "any"

// TakeAnswers takes the forms of a bundle of kind [bundle.KindPanelAnswer] into the panel that they answer, which must be kept here, and
// returns the panel's ID and what became of each form. due is the ISO date after which answers are late and left out; "" is the panel's own,
// [AnyDay] none. A bundle that nobody trusted signed is an [*ExchangeError] wrapping [handover.ErrTrust], unless anyOrigin is set.
func (b *Bundle) TakeAnswers(ctx context.Context, due string, anyOrigin bool) (panelID string, received []handover.Received, err error) {
	at := slices.IndexFunc(b.Manifest.Records, func(i bundle.RecordInfo) bool { return i.Kind == bundle.RecordForm })
	if at < 0 {
		return "", nil, &ExchangeError{Err: handover.ErrAbsent}
	}
	if b.Trust != bundle.Trusted && !anyOrigin {
		return "", nil, &ExchangeError{Err: handover.ErrTrust}
	}
	panelID, _, _ = strings.Cut(b.Manifest.Records[at].Key, "/")
	err = b.use(ctx, func(x *handover.Exchange, r *bundle.Reader) error {
		p, err := panelOf(ctx, x, panelID)
		if err != nil {
			return err
		}
		switch due {
		case "":
			due = p.Due
		case AnyDay:
			due = ""
		}
		if received, err = handover.TakeAnswers(ctx, r, p, due); err != nil {
			return err
		}
		return keepPanel(ctx, x, "merge", panelID, p)
	})
	return panelID, received, err
}
