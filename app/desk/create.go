package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

// Start says how a new evaluation begins.
type Start struct {
	Year      int
	Name      string // of the project
	Unit      string
	MoneyUnit string // 万元 or 元
	Scheme    string // ID
	Template  bool   // with an indicator for every heading of the scheme, weighted as it prescribes
}

// newID returns an ID that no other evaluation has.
func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return "e" + hex.EncodeToString(b[:])
}

// SchemesFor lists the schemes that may be used for a fiscal year, each in its newest version, in the order in which they are offered.
func (d *Desk) SchemesFor(year int) []*scoring.Scheme { return d.schemes.ForYear(year) }

// Begin puts a new evaluation into the store, its fiscal year too where it is not there yet, and returns its ID. Errors are an
// [*app.UnknownSchemeError] or those of the store.
func (d *Desk) Begin(ctx context.Context, s Start) (string, error) {
	scheme, err := d.schemeFor(s.Scheme, s.Year)
	if err != nil {
		return "", err
	}
	e := blank(s, scheme, d.words())
	e.Scheme = d.refTo(scheme)
	if err := d.introduce(ctx, e); err != nil {
		return "", err
	}
	e.ID = d.ids()
	return e.ID, d.Add(ctx, e)
}

// schemeFor returns the version of a scheme that is offered for a year, else its newest one.
func (d *Desk) schemeFor(id string, year int) (*scoring.Scheme, error) {
	for _, scheme := range d.schemes.ForYear(year) {
		if scheme.ID == id {
			return scheme, nil
		}
	}
	return d.schemes.ByID(id)
}

// Add puts an evaluation into the store, and its fiscal year too where it is not there yet. Errors are those of
// [storage.Store.CreateYear] and [storage.Store.Create].
func (d *Desk) Add(ctx context.Context, e *scoring.Evaluation) error {
	_, err := d.store.CreateYear(ctx, storage.Year{Year: e.FiscalYear, Unit: e.Project.Unit})
	if err != nil && !errors.Is(err, storage.ErrExists) {
		return err
	}
	_, err = d.store.Create(ctx, e)
	return err
}

// CarryOver puts evaluations of one fiscal year into another with their targets and without anything that was reached, all or none, as
// one action, and returns the IDs of the new ones. Errors are those of [storage.Store.Apply].
func (d *Desk) CarryOver(ctx context.Context, from int, ids []string, to int) ([]string, error) {
	var made []string
	var list []*scoring.Evaluation
	for _, id := range ids {
		e, _, err := d.store.Evaluation(ctx, from, id)
		if err != nil {
			return nil, err
		}
		next := nextYear(e, to)
		next.ID = d.ids()
		list, made = append(list, next), append(made, next.ID)
	}
	if err := d.addTogether(ctx, ActionCarryOver, "", list); err != nil {
		return nil, err
	}
	return made, nil
}

// blank returns an evaluation with the fund rows of the official form and, from a template, its indicators.
func blank(s Start, scheme *scoring.Scheme, words *locale.Printer) *scoring.Evaluation {
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, FiscalYear: s.Year, Scheme: scoring.SchemeRef{ID: scheme.ID, Version: scheme.Version},
		Project: scoring.Project{Name: strings.TrimSpace(s.Name), Unit: strings.TrimSpace(s.Unit)}, MoneyUnit: s.MoneyUnit,
		Goals: []scoring.Goal{{}}, Indicators: []scoring.Indicator{}, Status: scoring.StatusDraft,
	}
	for i, key := range []string{"desk.fund.total", "desk.fund.this-year", "desk.fund.carried", "desk.fund.other"} {
		e.Funds = append(e.Funds, scoring.FundRow{Name: words.Text(key, nil), Depth: min(i, 1)})
	}
	if s.Template {
		e.Indicators = skeleton(scheme, words)
	}
	return e
}

// skeleton makes one indicator for every level-2 heading of a scheme and shares the level-1 weight out among them, to one decimal
// place; the last takes what is left.
func skeleton(scheme *scoring.Scheme, words *locale.Printer) []scoring.Indicator {
	var rows []scoring.Indicator
	for _, level := range scheme.Levels {
		children := level.Children
		if len(children) == 0 {
			children = []scoring.LevelRule{{Name: level.Name}}
		}
		left := level.Weight
		for i, child := range children {
			weight := child.Weight
			if weight.IsZero() {
				weight = shareOf(left, len(children)-i)
			}
			if rest, err := left.Sub(weight); err == nil && !rest.IsNeg() {
				left = rest
			}
			rows = append(rows, scoring.Indicator{
				Level1: level.Name, Level2: child.Name, Weight: weight, Method: scoring.Method{Kind: scoring.MethodManual},
				Name: words.Text("desk.template.indicator", map[string]string{"level": child.Name}),
			})
		}
	}
	for i := range rows {
		rows[i].ID = "i" + decimal.MustNew(int64(i+1), 0).String()
		if !allows(scheme, rows[i].Method.Kind) {
			rows[i].Method.Kind = scheme.Methods[0]
		}
	}
	return rows
}

func shareOf(whole decimal.Decimal, parts int) decimal.Decimal {
	if parts <= 1 {
		return whole
	}
	share, err := exact.Quo(whole, decimal.MustNew(int64(parts), 0), 1)
	if err != nil {
		return whole
	}
	return share.Trim(0)
}

func allows(scheme *scoring.Scheme, kind scoring.MethodKind) bool {
	for _, k := range scheme.Methods {
		if k == kind {
			return true
		}
	}
	return len(scheme.Methods) == 0
}

// nextYear copies what holds for another year too: the project, the people, the goals that are expected, the indicators with their
// targets, weights and methods. What was reached becomes last year's value; texts, evidence and judgements stay behind.
func nextYear(e *scoring.Evaluation, year int) *scoring.Evaluation {
	next := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, FiscalYear: year, Scheme: e.Scheme, Project: e.Project, MoneyUnit: e.MoneyUnit,
		Funds: emptied(e.Funds), SignOff: e.SignOff, Status: scoring.StatusDraft, Indicators: make([]scoring.Indicator, 0, len(e.Indicators)),
	}
	next.SignOff.Date = ""
	for _, p := range e.Parts {
		next.Parts = append(next.Parts, scoring.Part{ID: p.ID, Name: p.Name, Funds: emptied(p.Funds)})
	}
	for _, g := range e.Goals {
		next.Goals = append(next.Goals, scoring.Goal{Expected: g.Expected})
	}
	for i := range e.Indicators {
		old := &e.Indicators[i]
		next.Indicators = append(next.Indicators, scoring.Indicator{
			ID: old.ID, Part: old.Part, Level1: old.Level1, Level2: old.Level2, Name: old.Name, Published: old.Published,
			Target: target.Parse(old.Target.Text, target.Context{FiscalYear: year}), Weight: old.Weight, Method: old.Method, LastYear: old.Actual,
		})
	}
	return next
}

func emptied(funds []scoring.FundRow) []scoring.FundRow {
	rows := make([]scoring.FundRow, len(funds))
	for i, f := range funds {
		rows[i] = scoring.FundRow{Name: f.Name, Depth: f.Depth}
	}
	return rows
}
