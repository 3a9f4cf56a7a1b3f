package scoring

import (
	"errors"
	"fmt"
	"slices"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// ErrMoneyUnit is wrapped by the error of [Summarise] when the unit asked for is not a unit of money.
var ErrMoneyUnit = errors.New("not a unit of money")

// Assessed is an evaluation with its scorecard.
type Assessed struct {
	Evaluation *Evaluation
	Card       *Scorecard
}

// Summary (汇总表) is a department's view of its projects. Amounts are in MoneyUnit, whatever unit each project was written in.
type Summary struct {
	MoneyUnit string `json:"moneyUnit"`
	Projects  int    `json:"projects"`
	Complete  int    `json:"complete"` // projects with no row left open; only these have a grade and take part in the mean
	// Grades counts the complete projects by grade, from the best down; a grade nobody has is listed with 0.
	Grades    []GradeCount        `json:"grades"`
	MeanTotal decimal.NullDecimal `json:"meanTotal,omitzero"` // of the complete projects, two places half-up
	Money     SummaryMoney        `json:"money"`
	Rows      []SummaryRow        `json:"rows"` // in the order given
}

// SummaryMoney adds up the money of the projects that state an amount.
type SummaryMoney struct {
	Initial  decimal.Decimal     `json:"initial"`
	Adjusted decimal.Decimal     `json:"adjusted"`
	Executed decimal.Decimal     `json:"executed"`
	Rate     decimal.NullDecimal `json:"rate,omitzero"` // executed/adjusted over the projects that state both, %, two places
	Without  int                 `json:"without"`       // projects that lack the adjusted or the executed amount, or are in another currency
}

// SummaryRow is one project's row.
type SummaryRow struct {
	Evaluation string              `json:"evaluation"` // ID
	Year       int                 `json:"fiscalYear"`
	Project    string              `json:"project"`
	Unit       string              `json:"unit"`
	Department string              `json:"department,omitempty"`
	Scheme     string              `json:"scheme"`
	Initial    decimal.NullDecimal `json:"initial,omitzero"` // in the summary's unit
	Adjusted   decimal.NullDecimal `json:"adjusted,omitzero"`
	Executed   decimal.NullDecimal `json:"executed,omitzero"`
	Rate       decimal.NullDecimal `json:"rate,omitzero"`
	Total      decimal.Decimal     `json:"total"`
	Grade      string              `json:"grade,omitempty"` // "" while rows are open
	Open       int                 `json:"open"`
	// Converted names the unit the amounts were written in, where it was another one.
	Converted string `json:"converted,omitempty"`
	// Unconverted is a money unit that does not convert into the summary's; the row then carries no amounts.
	Unconverted string `json:"unconverted,omitempty"`
}

// Summarise lists and adds up assessed projects, with amounts converted into moneyUnit ("万元", "元"). A sum beyond a decimal is an
// error that wraps [exact.ErrRange]; an unknown unit one that wraps [ErrMoneyUnit].
func Summarise(projects []Assessed, moneyUnit string) (*Summary, error) {
	if !target.Convertible("元", moneyUnit) {
		return nil, fmt.Errorf("%q: %w", moneyUnit, ErrMoneyUnit)
	}
	out := &Summary{MoneyUnit: moneyUnit, Projects: len(projects), Rows: make([]SummaryRow, 0, len(projects))}
	var totals []decimal.Decimal
	var both SummaryMoney // over the projects that state budget and spending
	for i := range projects {
		p := &projects[i]
		row := summaryRow(p, moneyUnit)
		for _, bound := range p.Card.Bounds {
			out.countGrade(bound.Grade, 0)
		}
		if row.Open == 0 {
			out.Complete++
			out.countGrade(row.Grade, 1)
			totals = append(totals, row.Total)
		}
		err := errors.Join(
			addAmount(&out.Money.Initial, row.Initial), addAmount(&out.Money.Adjusted, row.Adjusted), addAmount(&out.Money.Executed, row.Executed),
		)
		if row.Adjusted.Valid && row.Executed.Valid {
			err = errors.Join(err, addAmount(&both.Adjusted, row.Adjusted), addAmount(&both.Executed, row.Executed))
		} else {
			out.Money.Without++
		}
		if err != nil {
			return nil, fmt.Errorf("summary of %d projects, at %s: %w", len(projects), row.Evaluation, err)
		}
		out.Rows = append(out.Rows, row)
	}
	known := func(d decimal.Decimal) decimal.NullDecimal { return decimal.NullDecimal{Decimal: d, Valid: true} }
	out.Money.Rate = executionRate(known(both.Executed), known(both.Adjusted))
	if len(totals) > 0 {
		mean, err := exact.Mean(totals, 2)
		if err != nil {
			return nil, fmt.Errorf("mean of %d totals: %w", len(totals), err)
		}
		out.MeanTotal = known(mean)
	}
	return out, nil
}

func addAmount(sum *decimal.Decimal, amount decimal.NullDecimal) error {
	if !amount.Valid {
		return nil
	}
	next, err := exact.Sum(*sum, amount.Decimal)
	if err == nil {
		*sum = next
	}
	return err
}

func (s *Summary) countGrade(grade string, n int) {
	at := slices.IndexFunc(s.Grades, func(g GradeCount) bool { return g.Grade == grade })
	if at < 0 {
		s.Grades = append(s.Grades, GradeCount{Grade: grade})
		at = len(s.Grades) - 1
	}
	s.Grades[at].Count += n
}

func summaryRow(p *Assessed, moneyUnit string) SummaryRow {
	e := p.Evaluation
	row := SummaryRow{
		Evaluation: e.ID, Year: e.FiscalYear, Project: e.Project.Name, Unit: e.Project.Unit, Department: e.Project.Department,
		Scheme: p.Card.SchemeID, Total: p.Card.Total, Open: p.Card.Pending,
	}
	if row.Open == 0 {
		row.Grade = p.Card.Grade
	}
	funds, ok := e.TotalFunds()
	if !ok {
		return row
	}
	amounts := [...]struct {
		from decimal.NullDecimal
		to   *decimal.NullDecimal
	}{{funds.Initial, &row.Initial}, {funds.Adjusted, &row.Adjusted}, {funds.Executed, &row.Executed}}
	for _, amount := range amounts {
		if !amount.from.Valid {
			continue
		}
		converted, err := target.Convert(amount.from.Decimal, e.MoneyUnit, moneyUnit)
		if err != nil {
			row.Initial, row.Adjusted, row.Executed = decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}
			row.Unconverted = e.MoneyUnit
			return row
		}
		*amount.to = decimal.NullDecimal{Decimal: converted, Valid: true}
	}
	if !target.SameUnit(e.MoneyUnit, moneyUnit) {
		row.Converted = e.MoneyUnit
	}
	row.Rate = executionRate(row.Executed, row.Adjusted)
	return row
}
