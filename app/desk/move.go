package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Beside says what happens to an evaluation of the same project that the other year holds already.
type Beside string

// The answers.
const (
	AskBeside     Beside = ""        // nothing is moved; the error is a [*TakenError]
	KeepBeside    Beside = "keep"    // both stay
	ReplaceBeside Beside = "replace" // the one that is there goes, and comes back when the move is undone
)

// Move says which evaluation goes to another fiscal year.
type Move struct {
	Year   int
	ID     string
	To     int
	Beside Beside
}

// TakenError says that the year holds evaluations of the same project already, by ID, code, or name and unit.
type TakenError struct {
	Year   int
	Others []storage.Header // at least one
}

// Error names the first one.
func (e *TakenError) Error() string {
	return fmt.Sprintf("%d holds %d of the same project, %s among them", e.Year, len(e.Others), e.Others[0].ID)
}

// Message names the sentence for the user.
func (e *TakenError) Message() scoring.Message {
	h := e.Others[0]
	total := "—"
	if h.Total.Valid {
		total = h.Total.Decimal.String()
	}
	return scoring.Message{Key: "recast.year.taken", Args: scoring.Args{
		"year": strconv.Itoa(e.Year), "name": h.Name, "unit": h.Unit, "total": total, "count": strconv.Itoa(len(e.Others)),
	}}
}

// HeldError says that others hold records of the evaluation under its year: rounds of review, or panels.
type HeldError struct{ Rounds, Panels int }

// Error gives both numbers.
func (e *HeldError) Error() string {
	return fmt.Sprintf("it has %d rounds of review and %d panels under its year", e.Rounds, e.Panels)
}

// Message names the sentence for the user, which says what to do instead.
func (e *HeldError) Message() scoring.Message {
	return scoring.Message{Key: "recast.year.held", Args: scoring.Args{"rounds": strconv.Itoa(e.Rounds), "panels": strconv.Itoa(e.Panels)}}
}

// Move takes an evaluation with all that belongs to it to another fiscal year, which is added where it is not there yet, as one action that
// [Desk.UndoLast] takes back, and returns the ID it has there. Errors are a [*recast.StandingError], a [*HeldError], a [*TakenError], a
// [*scoring.InputError] for a year that cannot be, or those of [storage.Store.Move].
func (d *Desk) Move(ctx context.Context, m Move) (id string, err error) {
	e, revision, err := d.store.Evaluation(ctx, m.Year, m.ID)
	if err != nil {
		return "", err
	}
	after, err := recast.Year(e, m.To)
	if err != nil {
		return "", err
	}
	if err := d.held(ctx, m.Year, m.ID); err != nil {
		return "", err
	}
	others, err := d.sameProject(ctx, after)
	if err != nil {
		return "", err
	}
	moving := storage.Moving{Year: m.Year, ID: m.ID, Seen: revision, After: after, Replaces: map[string]uint64{}}
	switch {
	case len(others) == 0:
	case m.Beside == AskBeside:
		return "", &TakenError{Year: m.To, Others: others}
	case m.Beside == ReplaceBeside:
		for _, h := range others {
			if h.Status == scoring.StatusSubmitted || h.Status == scoring.StatusReviewed || h.Status == scoring.StatusSigned {
				return "", &recast.StandingError{Status: h.Status}
			}
			moving.Replaces[h.ID] = h.Revision
		}
	case d.has(ctx, m.To, m.ID):
		after.ID = d.ids()
	}
	if drafts, err := d.Drafts(ctx, m.Year, m.ID); err == nil && len(drafts) > 0 {
		moving.Notes = map[string]string{draftsNote(m.Year, m.ID): draftsNote(m.To, after.ID)}
	}
	d.exchanging.Lock() // what is handed over meanwhile has it in one year
	defer d.exchanging.Unlock()
	h, err := d.store.Move(ctx, moving)
	return h.ID, err
}

// sameProject lists the evaluations of a year that are of the project of an evaluation.
func (d *Desk) sameProject(ctx context.Context, e *scoring.Evaluation) ([]storage.Header, error) {
	headers, err := d.store.Headers(ctx, e.FiscalYear)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, nil
	}
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	var same []storage.Header
	for _, h := range headers {
		code := h.Code != "" && h.Code == e.Project.Code
		name := h.Name == e.Project.Name && h.Unit == e.Project.Unit && (h.Code == "" || e.Project.Code == "")
		if h.ID == e.ID || code || name {
			same = append(same, h)
		}
	}
	return same, nil
}

// held returns a [*HeldError] where others hold records of an evaluation under its year.
func (d *Desk) held(ctx context.Context, year int, id string) error {
	rounds, err := d.Rounds(ctx, year, id)
	if err != nil {
		return err
	}
	x, done, err := d.exchange(ctx)
	if err != nil {
		return err
	}
	defer done()
	keys, err := x.Keys(ctx, bundle.RecordPanel)
	if err != nil {
		return err
	}
	panels := 0
	for _, key := range keys {
		p, err := panelOf(ctx, x, key)
		if errors.Is(err, handover.ErrAbsent) {
			continue
		}
		if err != nil {
			return err
		}
		if p.Evaluation.FiscalYear == year && p.Evaluation.ID == id && !strings.Contains(key, "/") {
			panels++
		}
	}
	if len(rounds) > 0 || panels > 0 {
		return &HeldError{Rounds: len(rounds), Panels: panels}
	}
	return nil
}

// YearFor says what an evaluation meets in another fiscal year, before it is moved there.
type YearFor struct {
	New    bool             // the year is not there yet
	Closed bool             // nothing can be put into it
	Fits   bool             // the evaluation's scheme may be used for it
	Same   []storage.Header // evaluations of the same project
}

// YearFor looks at a fiscal year for an evaluation. Nothing is changed. Errors are those of the store.
func (d *Desk) YearFor(ctx context.Context, e *scoring.Evaluation, year int) (YearFor, error) {
	var out YearFor
	y, err := d.store.Year(ctx, year)
	out.New = errors.Is(err, storage.ErrNotFound)
	if err != nil && !out.New {
		return out, err
	}
	out.Closed = y.State == storage.YearClosed
	if scheme, ok := d.Scheme(e.Scheme); ok {
		out.Fits = recast.Fits(scheme, year)
	}
	there := *e
	there.FiscalYear = year
	out.Same, err = d.sameProject(ctx, &there)
	return out, err
}

// Rule is a scheme that an evaluation can be put under.
type Rule struct {
	Scheme *scoring.Scheme
	Ref    scoring.SchemeRef // as the evaluation then refers to it
	Newer  bool              // a newer version of the evaluation's own
}

// Rules lists the schemes that an evaluation can be put under: those offered for its year, each in its newest version, newer versions of its
// own first, and without the one it is under.
func (d *Desk) Rules(e *scoring.Evaluation) []Rule {
	own, known := d.Scheme(e.Scheme)
	var newer, others []Rule
	for _, scheme := range d.schemes.ForYear(e.FiscalYear) {
		r := Rule{Scheme: scheme, Ref: d.refTo(scheme)}
		switch {
		case known && scheme == own:
		case known && scheme.ID == own.ID:
			r.Newer = scheme.Newer(own)
			newer = append(newer, r)
		default:
			others = append(others, r)
		}
	}
	return append(newer, others...)
}

// refTo is how an evaluation refers to a scheme: with its hash where another store may have another scheme under this name.
func (d *Desk) refTo(scheme *scoring.Scheme) scoring.SchemeRef {
	ref := scoring.SchemeRef{ID: scheme.ID, Version: scheme.Version}
	if hash := scheme.Hash(); !d.schemes.Carried(hash) {
		ref.Hash = hash
	}
	return ref
}
