package published

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// Options say how a table becomes an evaluation.
type Options struct {
	// Schemes to choose from, in order of preference; there must be at least one.
	Schemes []*scoring.Scheme
	// Reason is the sentence that stands as the reason of points taken over from the table, in the user's language.
	Reason string
}

// Doubt is something the table does not say, or says so that it cannot be taken over as a figure.
type Doubt struct {
	Kind  DoubtKind `json:"kind"`
	Place string    `json:"place"`           // of the evaluation, as package review names places; "" is the whole
	Field string    `json:"field,omitempty"` // of the table, such as "budget_rows[0].annual"
	Text  string    `json:"text,omitempty"`  // as printed
}

// DoubtKind tells doubts apart. The strings are stable.
type DoubtKind string

// The doubts.
const (
	WeightInferred  DoubtKind = "weight-inferred"  // no weight is printed; the printed score stands for it
	NoWeight        DoubtKind = "no-weight"        // neither weight nor score is printed; the row weighs nothing
	Unreadable      DoubtKind = "unreadable"       // a figure that cannot be read; the cell counts as blank
	UnitAssumed     DoubtKind = "unit-assumed"     // no money unit is printed; 万元 of the official form
	RateAsShare     DoubtKind = "rate-as-share"    // a rate printed as a share of 1
	ByHand          DoubtKind = "by-hand"          // points are the printed ones: the rule is not stated in figures
	WeightTwice     DoubtKind = "weight-twice"     // the form multiplies the score by the weight once more
	SchemeAssumed   DoubtKind = "scheme-assumed"   // no weight of the execution row is printed
	MemberUnknown   DoubtKind = "member-unknown"   // a member of the document that is not used
	TableIncomplete DoubtKind = "table-incomplete" // the source was cut
)

// Conversion is a table as an evaluation, with everything that was doubtful.
type Conversion struct {
	Table      *Table
	Evaluation *scoring.Evaluation
	Scheme     *scoring.Scheme
	Doubts     []Doubt
}

// Evaluation converts the table. The error is that of the scoring package's reader for figures no evaluation can hold.
func (t *Table) Evaluation(o Options) (*Conversion, error) {
	c := &Conversion{Table: t}
	for _, name := range t.Unknown {
		c.doubt(MemberUnknown, "", name, "")
	}
	if !t.Complete {
		c.doubt(TableIncomplete, "", "complete", "")
	}
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: t.Case, FiscalYear: t.fiscalYear(),
		Project:   scoring.Project{Name: t.Project.text(), Unit: t.Unit.text(), Department: t.Supervisor.text()},
		MoneyUnit: t.AmountUnit.text(),
	}
	c.Evaluation = e
	if e.MoneyUnit == "" {
		e.MoneyUnit = "万元"
		c.doubt(UnitAssumed, "", "amount_unit", "")
	}
	c.funds()
	c.rows()
	c.chooseScheme(o.Schemes)
	c.methods(o.Reason)
	e.Declared = scoring.Declared{
		TotalWeight: c.number("", "published_total_weight", t.TotalWeight), Total: c.number("total", "published_total", t.Total),
		Grade: t.Grade.text(),
	}
	c.source()
	// What no evaluation can hold is refused by the one reader that knows.
	data, err := e.Encode()
	if err != nil {
		return nil, err
	}
	if _, err := scoring.RestoreEvaluation(data); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Conversion) doubt(kind DoubtKind, place, field, text string) {
	c.Doubts = append(c.Doubts, Doubt{Kind: kind, Place: place, Field: field, Text: text})
}

// number reads a figure, with the places printed, that may carry separators, a percent sign or "分"; a blank cell is absent, an unreadable one a doubt.
func (c *Conversion) number(place, field string, from Cell) decimal.NullDecimal {
	text := from.text()
	if text == "" {
		return decimal.NullDecimal{}
	}
	d, err := decimal.Parse(text)
	if err != nil {
		v := target.Parse(text, target.Context{FiscalYear: c.Evaluation.FiscalYear})
		if v.IsMissing() {
			return decimal.NullDecimal{}
		}
		if d = v.Low; !v.IsExact() {
			d = decimal.One.Neg()
		}
	}
	if d.IsNeg() || d.MinScale() > mostPlaces || d.Cmp(mostFigure) > 0 {
		c.doubt(Unreadable, place, field, text)
		return decimal.NullDecimal{}
	}
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// A figure beyond these is no amount, weight, rate or score of any form.
const mostPlaces = 4

var mostFigure = decimal.MustParse("1000000000000")

// amount reads an amount of money; one that is printed with a unit of its own is converted.
func (c *Conversion) amount(row int, column string, from Cell) decimal.NullDecimal {
	place, field := fmt.Sprintf("funds:%d", row), fmt.Sprintf("budget_rows[%d].%s", row, column)
	n := c.number(place, field, from)
	if !n.Valid {
		return n
	}
	v := target.Parse(from.text(), target.Context{FiscalYear: c.Evaluation.FiscalYear})
	if v.Kind != target.Number || v.Unit == "" || v.Unit == c.Evaluation.MoneyUnit {
		return n
	}
	converted, err := target.Convert(n.Decimal, v.Unit, c.Evaluation.MoneyUnit)
	if err != nil {
		c.doubt(Unreadable, place, field, from.text())
		return decimal.NullDecimal{}
	}
	return decimal.NullDecimal{Decimal: converted, Valid: true}
}

func (c *Conversion) funds() {
	for i := range c.Table.Budget {
		b := &c.Table.Budget[i]
		row := scoring.FundRow{
			Name: b.Name.text(), Depth: min(i, 1),
			Initial: c.amount(i, "initial", b.Initial), Adjusted: c.amount(i, "annual", b.Annual), Executed: c.amount(i, "executed", b.Executed),
		}
		at := fmt.Sprintf("budget_rows[%d].", i)
		row.DeclaredWeight = c.number("execution", at+"weight", b.Weight)
		row.DeclaredScore = c.number("execution", at+"score", b.Score)
		row.DeclaredRate = c.rate(&row, at+"rate", b.Rate)
		if i == 0 && !row.DeclaredScore.Valid && !c.Table.ExecutionIsRow {
			row.DeclaredScore = c.number("execution", "published_execution_score", c.Table.ExecutionScore)
		}
		c.Evaluation.Funds = append(c.Evaluation.Funds, row)
	}
}

// rate reads a printed execution rate in %. One without a percent sign that fits the amounts only as a share of 1 is taken as such.
func (c *Conversion) rate(row *scoring.FundRow, field string, from Cell) decimal.NullDecimal {
	printed := c.number("execution", field, from)
	if !printed.Valid || strings.ContainsAny(from.text(), "%％") || printed.Decimal.IsZero() || printed.Decimal.Cmp(decimal.Two) > 0 {
		return printed
	}
	if !row.Adjusted.Valid || !row.Executed.Valid || !row.Adjusted.Decimal.IsPos() {
		return printed
	}
	// printed = 0.862: nearer to executed/adjusted than to a hundredth of it
	if exact.CmpProducts(row.Executed.Decimal, decimal.Ten, row.Adjusted.Decimal, printed.Decimal) < 0 {
		return printed
	}
	places := max(printed.Decimal.Scale()-2, 0)
	share, err := exact.MulQuo(printed.Decimal, decimal.Hundred, decimal.One, places)
	if err != nil {
		return printed
	}
	c.doubt(RateAsShare, "execution", field, from.text())
	return decimal.NullDecimal{Decimal: share, Valid: true}
}

func (c *Conversion) rows() {
	for i := range c.Table.Indicators {
		r := &c.Table.Indicators[i]
		id := rowID(i)
		place, at := "indicator:"+id, fmt.Sprintf("indicators[%d].", i)
		ind := scoring.Indicator{
			ID: id, Level1: r.Level1.text(), Level2: r.Level2.text(), Name: r.Level3.text(), Reason: r.Reason.text(),
			Target: target.Value{Text: string(r.Target)}, Actual: target.Value{Text: string(r.Actual)},
			Declared: c.number(place, at+"published_score", r.Score),
		}
		ind.ReadCells(c.Evaluation.FiscalYear)
		weight := c.number(place, at+"weight", r.Weight)
		switch {
		case weight.Valid:
			ind.Weight = weight.Decimal
		case ind.Declared.Valid:
			ind.Weight = ind.Declared.Decimal
			c.doubt(WeightInferred, place, at+"weight", string(r.Score))
		default:
			c.doubt(NoWeight, place, at+"weight", "")
		}
		if r.Folded.text() != "" {
			c.doubt(WeightTwice, place, at+"published_folded_score", r.Folded.text())
		}
		c.Evaluation.Indicators = append(c.Evaluation.Indicators, ind)
	}
}

// chooseScheme takes the first scheme whose execution row weighs what the form prints. A form that prints no such weight has no
// execution row where its indicators fill the full mark, or where execution is one of them.
func (c *Conversion) chooseScheme(schemes []*scoring.Scheme) {
	e := c.Evaluation
	var printed decimal.NullDecimal
	if len(e.Funds) > 0 {
		printed = e.Funds[0].DeclaredWeight
	}
	c.Scheme = schemes[0]
	switch {
	case printed.Valid:
	case c.Table.ExecutionIsRow || c.indicatorsFill(c.Scheme.FullMark):
		printed = decimal.NullDecimal{Valid: true}
		if len(e.Funds) > 0 {
			e.Funds[0].DeclaredWeight = printed
		}
	default:
		c.doubt(SchemeAssumed, "execution", "budget_rows[0].weight", "")
	}
	if printed.Valid {
		for _, s := range schemes {
			if s.Execution.Weight.Cmp(printed.Decimal) == 0 {
				c.Scheme = s
				break
			}
		}
	}
	e.Scheme = scoring.SchemeRef{ID: c.Scheme.ID, Version: c.Scheme.Version}
}

func (c *Conversion) indicatorsFill(full decimal.Decimal) bool {
	var sum decimal.Decimal
	for i := range c.Evaluation.Indicators {
		next, err := sum.Add(c.Evaluation.Indicators[i].Weight)
		if err != nil {
			return false
		}
		sum = next
	}
	return sum.Cmp(full) >= 0
}

// source keeps where the table comes from.
func (c *Conversion) source() {
	note := c.Table.SourceURL.text()
	if note == "" {
		note = c.Table.SourceRef.text()
	}
	if name := c.Table.Form.text(); name != "" || note != "" {
		if name == "" {
			name = c.Table.Case
		}
		c.Evaluation.Evidence = append(c.Evaluation.Evidence, scoring.Evidence{ID: "source", Name: name, Note: note})
	}
}
