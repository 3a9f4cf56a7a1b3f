package review

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// fundTable is a table of fund rows: the evaluation's or a part's.
type fundTable struct {
	rows  []scoring.FundRow
	place func(row int) string
}

// fundTables lists the evaluation's fund table and those of its parts.
func (r *reviewer) fundTables() []fundTable {
	list := []fundTable{{r.evaluation.Funds, PlaceFunds}}
	for i := range r.evaluation.Parts {
		part := &r.evaluation.Parts[i]
		if len(part.Funds) > 0 {
			list = append(list, fundTable{part.Funds, func(row int) string { return PlacePartFunds(part.ID, row) }})
		}
	}
	return list
}

// fundColumns are the columns of amounts of the official table.
var fundColumns = []struct {
	name string
	of   func(row *scoring.FundRow) decimal.NullDecimal
}{
	{"initial", func(row *scoring.FundRow) decimal.NullDecimal { return row.Initial }},
	{"adjusted", func(row *scoring.FundRow) decimal.NullDecimal { return row.Adjusted }},
	{"executed", func(row *scoring.FundRow) decimal.NullDecimal { return row.Executed }},
}

// totalIn returns the total row's amount and its position, -1 where a table has no total row.
func (t *fundTable) totalIn(of func(row *scoring.FundRow) decimal.NullDecimal) (amount decimal.NullDecimal, at int) {
	for i := range t.rows {
		if t.rows[i].Depth == 0 {
			return of(&t.rows[i]), i
		}
	}
	return amount, -1
}

// sourcesIn adds up the source rows' amounts. Breakdown rows below a source are not added up.
func (t *fundTable) sourcesIn(of func(row *scoring.FundRow) decimal.NullDecimal) (sum decimal.Decimal, any bool) {
	for i := range t.rows {
		if amount := of(&t.rows[i]); t.rows[i].Depth == 1 && amount.Valid {
			sum, any = sumOf(sum, amount.Decimal), true
		}
	}
	return sum, any
}

// A7: the total row is the sum of its source rows, per column, in the whole and in every part; and the parts' totals add up to the
// whole's where every part has one.
func fundsAddUp(r *reviewer) {
	tables := r.fundTables()
	for k := range tables {
		t := &tables[k]
		for _, c := range fundColumns {
			total, at := t.totalIn(c.of)
			sum, any := t.sourcesIn(c.of)
			agrees := total.Valid && total.Decimal.Cmp(sum) == 0 || !total.Valid && sum.IsZero()
			if at >= 0 && any && !agrees {
				r.report(column(t.place(at), c.name), c.name, amount(total), plain(sum), nil)
			}
		}
	}
	if len(tables)-1 != len(r.evaluation.Parts) || len(tables) < 3 {
		return
	}
	for _, c := range fundColumns {
		r.partsAddUp(tables, c.name, c.of)
	}
}

func (r *reviewer) partsAddUp(tables []fundTable, name string, of func(row *scoring.FundRow) decimal.NullDecimal) {
	whole, at := tables[0].totalIn(of)
	var sum decimal.Decimal
	for k := range tables[1:] {
		part, _ := tables[k+1].totalIn(of)
		if !part.Valid {
			return
		}
		sum = sumOf(sum, part.Decimal)
	}
	if at >= 0 && whole.Valid && whole.Decimal.Cmp(sum) != 0 {
		r.report(column(PlaceFunds(at), name), "parts", amount(whole), plain(sum), nil)
	}
}

// amount writes an amount, "" for a blank one.
func amount(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return plain(d.Decimal)
}

// A8: no row spends more than its budget, or anything on a budget of zero.
func noOverspending(r *reviewer) {
	for _, t := range r.fundTables() {
		for i := range t.rows {
			row := &t.rows[i]
			if !row.Adjusted.Valid || !row.Executed.Valid || row.Executed.Decimal.Cmp(row.Adjusted.Decimal) <= 0 {
				continue
			}
			variant := ""
			if row.Adjusted.Decimal.IsZero() {
				variant = "zero"
			}
			r.report(t.place(i), variant, plain(row.Executed.Decimal), plain(row.Adjusted.Decimal), scoring.Args{"row": row.Name})
		}
	}
}
