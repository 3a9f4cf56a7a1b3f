package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/contrast"
	"zhunsheng/scoring/figure"
	"zhunsheng/storage"
)

// SideKind says what of an evaluation is laid beside another.
type SideKind string

// The kinds of sides.
const (
	SideWhole   SideKind = "whole"   // as it stands
	SidePart    SideKind = "part"    // one of its parts (专项)
	SidePanel   SideKind = "panel"   // as an evaluator scored it
	SideTally   SideKind = "tally"   // what a panel came to
	SideVersion SideKind = "version" // as it was at a revision
)

// SideRef names one side of a comparison.
type SideRef struct {
	Year int
	ID   string // of the evaluation
	Kind SideKind
	Of   string // ID of the part, panel score or panel, the panel's with a slash and the evaluator's, number of the revision; "" for the whole
}

// SideChoice is something of an evaluation that can be a side.
type SideChoice struct {
	Ref  SideRef
	Name string    // of the project, part, evaluator, or who made the version
	Time time.Time // of a score or version
}

// mostVersions is how many versions of an evaluation are offered, the newest ones.
const mostVersions = 300

// Sides lists what of an evaluation can be laid beside something else: the whole, its parts, the scores of evaluators, its versions from
// the newest on. Errors are those of the store; damage in the history leaves versions out.
func (d *Desk) Sides(ctx context.Context, year int, id string) ([]SideChoice, error) {
	e, now, err := d.store.Evaluation(ctx, year, id)
	if err != nil {
		return nil, err
	}
	ref := func(kind SideKind, of string) SideRef { return SideRef{Year: year, ID: id, Kind: kind, Of: of} }
	choices := []SideChoice{{Ref: ref(SideWhole, ""), Name: e.Project.Name}}
	for _, p := range e.Parts {
		choices = append(choices, SideChoice{Ref: ref(SidePart, p.ID), Name: p.Name})
	}
	scores, err := storage.Attached[storage.PanelScore](ctx, d.store, year, id)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	for _, s := range scores {
		choices = append(choices, SideChoice{Ref: ref(SidePanel, s.ID), Name: s.Evaluator, Time: s.Time})
	}
	panels, err := d.panelSides(ctx, year, id)
	if err != nil {
		return nil, err
	}
	choices = append(choices, panels...)
	entries, err := d.store.History(ctx, year, id)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	offered := 0
	for i := len(entries) - 1; i >= 0 && offered < mostVersions; i-- {
		entry := &entries[i]
		if entry.Seq >= now || !changesEvaluation(entry) {
			continue
		}
		offered++
		choices = append(choices, SideChoice{Ref: ref(SideVersion, strconv.FormatUint(entry.Seq, 10)), Name: entry.Actor, Time: entry.Time})
	}
	return choices, nil
}

// changesEvaluation reports whether an action left an evaluation behind, and not only something that belongs to it.
func changesEvaluation(entry *storage.Entry) bool {
	for _, op := range entry.Ops {
		if op.Kind() == storage.KindEvaluation && !op.Gone {
			return true
		}
	}
	return false
}

// Compare lays two sides side by side. Errors are those of the store, or an [*app.UnknownSchemeError].
func (d *Desk) Compare(ctx context.Context, left, right SideRef) (*contrast.Comparison, error) {
	l, err := d.side(ctx, left)
	if err != nil {
		return nil, err
	}
	r, err := d.side(ctx, right)
	if err != nil {
		return nil, err
	}
	return contrast.Compare(l, r), nil
}

func (d *Desk) side(ctx context.Context, ref SideRef) (contrast.Side, error) {
	if ref.Kind == SideTally || ref.Kind == SidePanel && strings.Contains(ref.Of, "/") {
		return d.panelSide(ctx, ref)
	}
	var e *scoring.Evaluation
	var err error
	if ref.Kind == SideVersion {
		revision, bad := strconv.ParseUint(ref.Of, 10, 64)
		if bad != nil {
			return contrast.Side{}, &storage.RecordError{Kind: storage.KindEvaluation, Year: ref.Year, ID: ref.ID, Err: storage.ErrNotFound}
		}
		e, err = d.store.Version(ctx, ref.Year, ref.ID, revision)
	} else {
		e, _, err = d.store.Evaluation(ctx, ref.Year, ref.ID)
	}
	if err != nil {
		return contrast.Side{}, err
	}
	scheme, err := d.schemes.For(e.Scheme)
	if err != nil {
		return contrast.Side{}, err
	}
	side := contrast.Side{Evaluation: e}
	switch ref.Kind {
	case SidePanel:
		given, err := d.given(ctx, ref)
		if err != nil {
			return contrast.Side{}, err
		}
		side.Card = scoring.ScoreGiven(scheme, e, given)
	case SidePart:
		side.Part = ref.Of
		side.Card = scoring.Score(scheme, e)
	default:
		side.Card = scoring.Score(scheme, e)
	}
	return d.withFigures(scheme, side), nil
}

// withFigures gives a side the figures that its texts are bound to.
func (d *Desk) withFigures(scheme *scoring.Scheme, side contrast.Side) contrast.Side {
	side.Figures = figure.Of(scheme, side.Evaluation, side.Card, d.words().Language())
	return side
}

// given returns the points of an evaluator.
func (d *Desk) given(ctx context.Context, ref SideRef) (map[string]decimal.Decimal, error) {
	scores, err := storage.Attached[storage.PanelScore](ctx, d.store, ref.Year, ref.ID)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	for _, s := range scores {
		if s.ID == ref.Of {
			return s.Scores, nil
		}
	}
	return nil, &storage.RecordError{Kind: storage.KindPanel, Year: ref.Year, ID: ref.Of, Err: storage.ErrNotFound}
}

// Before finds the evaluation of the same project in the nearest earlier year that has one: by its code where both have one, else by its
// name. ok is false where there is none. Errors are those of the store.
func (d *Desk) Before(ctx context.Context, year int, id string) (ref SideRef, ok bool, err error) {
	own, err := d.store.Header(ctx, year, id)
	if err != nil {
		return SideRef{}, false, err
	}
	years, err := d.store.Years(ctx)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return SideRef{}, false, err
	}
	for i := len(years) - 1; i >= 0; i-- {
		if years[i].Year >= year {
			continue
		}
		headers, err := d.store.Headers(ctx, years[i].Year)
		if err != nil && !errors.Is(err, storage.ErrDamaged) {
			return SideRef{}, false, err
		}
		for j := range headers {
			if sameProject(&own, &headers[j]) {
				return SideRef{Year: years[i].Year, ID: headers[j].ID, Kind: SideWhole}, true, nil
			}
		}
	}
	return SideRef{}, false, nil
}

func sameProject(a, b *storage.Header) bool {
	if a.Code != "" && b.Code != "" {
		return a.Code == b.Code
	}
	return strings.TrimSpace(a.Name) == strings.TrimSpace(b.Name) && a.Unit == b.Unit
}
