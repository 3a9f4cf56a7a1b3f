package main

import (
	"strconv"

	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
)

// changeOutput is what "zs change --json" prints: what the change does, in the member that Change names, and where it was made, if it was.
// docs/formats/change-output.md describes it.
type changeOutput struct {
	Format     string        `json:"format"`
	Change     string        `json:"change"` // "scheme", "unit", "year"
	Evaluation string        `json:"evaluation"`
	FiscalYear int           `json:"fiscalYear"` // before
	Scheme     *schemeChange `json:"scheme,omitempty"`
	Unit       *unitChange   `json:"unit,omitempty"`
	Year       *yearChange   `json:"year,omitempty"`
	Written    string        `json:"written,omitempty"` // the file that holds the changed evaluation
	Changed    string        `json:"changed,omitempty"` // the key of the changed evaluation in the store
}

// changeOutputFormat is the value of its "format" member.
const changeOutputFormat = "zhunsheng/change/1"

func newChangeOutput(change string, e *scoring.Evaluation) changeOutput {
	return changeOutput{Format: changeOutputFormat, Change: change, Evaluation: e.ID, FiscalYear: e.FiscalYear}
}

// schemeChange is what another scheme does.
type schemeChange struct {
	From   scoring.SchemeRef `json:"from"`
	To     scoring.SchemeRef `json:"to"`
	Before standing          `json:"before"`
	After  standing          `json:"after"`
	Rows   []changedRow      `json:"rows"` // whose weight or points change
	Kept   []keptOutput      `json:"kept"` // has no place under the new scheme, and stays
}

// standing is a total and what comes with it.
type standing struct {
	Total   decimal.Decimal `json:"total"`
	Grade   string          `json:"grade"`
	Highest decimal.Decimal `json:"highest"` // the highest total the rules allow
}

func standingOf(card *scoring.Scorecard) standing {
	return standing{Total: card.Total, Grade: card.Grade, Highest: card.Highest.Total}
}

type changedRow struct {
	ID        string          `json:"id"` // "" is the execution row
	Name      string          `json:"name"`
	OldWeight decimal.Decimal `json:"oldWeight"`
	Weight    decimal.Decimal `json:"weight"`
	OldPoints decimal.Decimal `json:"oldPoints"`
	Points    decimal.Decimal `json:"points"`
	Pending   bool            `json:"pending,omitempty"` // it has no points under the new scheme
	Problem   string          `json:"problemText,omitempty"`
}

type keptOutput struct {
	Place     string `json:"place"`
	PlaceText string `json:"placeText"`
	Text      string `json:"text"`
}

func newSchemeChange(words *locale.Printer, c *recast.Change, e *scoring.Evaluation) *schemeChange {
	out := &schemeChange{
		From: e.Scheme, To: c.After.Scheme, Before: standingOf(c.Old), After: standingOf(c.Card),
		Rows: make([]changedRow, 0, len(c.Rows)), Kept: make([]keptOutput, 0, len(c.Kept)),
	}
	for _, r := range c.Rows {
		row := changedRow{
			ID: r.ID, Name: r.Name, OldWeight: r.OldWeight, Weight: r.Weight, OldPoints: r.OldPoints, Points: r.Points, Pending: r.Waits,
		}
		if r.ID == "" {
			row.Name = words.Text("place.execution", nil)
		}
		if r.Waits {
			row.Problem = words.Message(r.Problem)
		}
		out.Rows = append(out.Rows, row)
	}
	for _, k := range c.Kept {
		place := review.PlaceMessageIn(c.From, e, k.Place, words.Language())
		out.Kept = append(out.Kept, keptOutput{Place: k.Place, PlaceText: words.Message(place), Text: words.Message(k.Message)})
	}
	return out
}

// unitChange is what another money unit does.
type unitChange struct {
	From      string          `json:"from"`
	To        string          `json:"to"`
	Converted bool            `json:"converted"` // else only the unit is called otherwise
	Amounts   []changedAmount `json:"amounts"`   // all that are stated, those of the parts last
}

type changedAmount struct {
	Part   string          `json:"part,omitempty"` // name of the part whose money it is
	Row    string          `json:"row"`
	Column edit.Column     `json:"column"`
	Before decimal.Decimal `json:"before"`
	After  decimal.Decimal `json:"after"`
}

func newUnitChange(e, after *scoring.Evaluation, converted bool) *unitChange {
	out := &unitChange{From: e.MoneyUnit, To: after.MoneyUnit, Converted: converted, Amounts: []changedAmount{}}
	add := func(part string, before, now []scoring.FundRow) {
		for i := range before {
			for _, c := range []edit.Column{edit.Initial, edit.Adjusted, edit.Executed} {
				if amount := c.Amount(&before[i]); amount.Valid {
					out.Amounts = append(out.Amounts, changedAmount{
						Part: part, Row: before[i].Name, Column: c, Before: amount.Decimal, After: c.Amount(&now[i]).Decimal,
					})
				}
			}
		}
	}
	add("", e.Funds, after.Funds)
	for i := range e.Parts {
		add(e.Parts[i].Name, e.Parts[i].Funds, after.Parts[i].Funds)
	}
	return out
}

// yearChange is what an evaluation meets in another fiscal year.
type yearChange struct {
	From  int           `json:"from"`
	To    int           `json:"to"`
	New   bool          `json:"new,omitempty"`   // the year is not in the store yet
	Unfit bool          `json:"unfit,omitempty"` // the scheme was not made for that year
	Same  []sameProject `json:"same,omitempty"`  // what the year holds of the same project

	scheme string // title of the evaluation's scheme
}

type sameProject struct {
	ID    string              `json:"id"`
	Name  string              `json:"name"`
	Unit  string              `json:"unit"`
	Total decimal.NullDecimal `json:"total,omitzero"`
}

func newYearChange(e *scoring.Evaluation, to int, found desk.YearFor, scheme string) *yearChange {
	out := &yearChange{From: e.FiscalYear, To: to, New: found.New, Unfit: !found.Fits, scheme: scheme}
	for i := range found.Same {
		h := &found.Same[i]
		out.Same = append(out.Same, sameProject{ID: h.ID, Name: h.Name, Unit: h.Unit, Total: h.Total})
	}
	return out
}

// preview says in words what the change does, before it is made; as JSON all is said at the end.
func (v changeVerb) preview(out *changeOutput) {
	if *v.asJSON {
		return
	}
	switch {
	case out.Scheme != nil:
		v.printSchemeChange(out.Scheme)
	case out.Unit != nil:
		v.printUnitChange(out.Unit)
	case out.Year != nil:
		v.printYearChange(out.Year)
	}
}

func (v changeVerb) printSchemeChange(c *schemeChange) {
	v.say("cli.change.score", map[string]string{
		"before": c.Before.Total.String(), "after": c.After.Total.String(), "old": c.Before.Grade, "new": c.After.Grade, "highest": c.After.Highest.String(),
	})
	for i := range c.Rows {
		r := &c.Rows[i]
		points := r.Points.String()
		if r.Pending {
			points = r.Problem
		}
		v.say("cli.change.row", map[string]string{
			"name": r.Name, "weight": r.OldWeight.String() + " → " + r.Weight.String(), "points": r.OldPoints.String() + " → " + points,
		})
	}
	for _, k := range c.Kept {
		v.say("cli.change.kept", map[string]string{"place": k.PlaceText, "text": k.Text})
	}
}

func (v changeVerb) printUnitChange(c *unitChange) {
	for _, a := range c.Amounts {
		row := a.Row
		if a.Part != "" {
			row = a.Part + " " + a.Row
		}
		v.say("cli.change.amount", map[string]string{
			"row": row, "column": v.words.Text("ui.money.column."+string(a.Column), nil),
			"before": a.Before.String() + " " + c.From, "after": a.After.String() + " " + c.To,
		})
	}
}

func (v changeVerb) printYearChange(c *yearChange) {
	args := map[string]string{"from": strconv.Itoa(c.From), "to": strconv.Itoa(c.To), "year": strconv.Itoa(c.To), "scheme": c.scheme}
	v.say("cli.change.year", args)
	if c.New {
		v.say("guide.rules.year.new", args)
	}
	if c.Unfit {
		v.say("guide.rules.year.unfit", args)
	}
}

// tell says where the change was made, or how to have it made; as JSON, all about it.
func (v changeVerb) tell(out *changeOutput) error {
	switch {
	case *v.asJSON:
		return v.writeJSON(out)
	case out.Changed != "":
		v.say("cli.change.done", map[string]string{"path": out.Changed})
	case out.Written != "":
		v.say("cli.change.written", map[string]string{"path": out.Written})
	case *v.dir != "":
		v.say("cli.change.only", nil)
	default:
		v.say("cli.change.only-file", nil)
	}
	return nil
}
