package tablein

import (
	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring"
)

// takeAmount reads one cell of a row of money.
func (r *reader) takeAmount(row *scoring.FundRow, index int, kind Column, c *sheet.Cell) {
	if kind == ColumnReview {
		r.takeExecutionReview(index, c)
		return
	}
	to := figureIn(row, kind)
	if to == nil {
		return
	}
	field := Field{"funds." + string(kind), index}
	if blank(c.Text) {
		r.claim(c, field)
		return
	}
	most, places := maxAmount, maxAmountPlaces
	value, ok := decimal.Decimal{}, false
	if kind == ColumnWeight || kind == ColumnScore {
		most, places = maxPoints, maxPointPlaces
		value, ok = pointsOf(c)
	} else {
		value, ok = r.money(c, field)
	}
	if !ok {
		return
	}
	kept, rounded, ok := within(value, most, places)
	if !ok {
		return
	}
	*to = decimal.NullDecimal{Decimal: kept, Valid: true}
	r.claim(c, field)
	if rounded {
		r.doubt(c, "rounded", scoring.Args{"text": value.String(), "kept": kept.String()})
	}
}

// figureIn returns where a row of money keeps the figure of a column, nil for a column that is no figure of it.
func figureIn(row *scoring.FundRow, kind Column) *decimal.NullDecimal {
	switch kind {
	case fundInitial:
		return &row.Initial
	case fundAdjusted:
		return &row.Adjusted
	case fundExecuted:
		return &row.Executed
	case ColumnWeight:
		return &row.DeclaredWeight
	case ColumnScore:
		return &row.DeclaredScore
	}
	return nil
}

// takeExecutionReview takes the points that a reviewer wrote beside those for execution.
func (r *reader) takeExecutionReview(index int, c *sheet.Cell) {
	if _, ok := pointsOf(c); ok {
		r.table.Reviews = append(r.table.Reviews, Review{Indicator: "", Heading: "execution", Points: folded(c.Text)})
		r.claim(c, Field{"funds.review", index})
	}
}

// money reads an amount in the unit of the table, converting one that a cell states in another.
func (r *reader) money(c *sheet.Cell, field Field) (decimal.Decimal, bool) {
	a, ok := amountOf(c)
	if !ok {
		return a.value, false
	}
	if a.unit == "" || a.unit == r.e.MoneyUnit {
		return a.value, true
	}
	if r.e.MoneyUnit == "" {
		r.e.MoneyUnit = a.unit
		r.claim(c, field, Doubt{"money-unit-from-cell", scoring.Args{"unit": a.unit}})
		return a.value, true
	}
	converted, ok := convert(a.value, a.unit, r.e.MoneyUnit)
	if ok {
		r.claim(c, field, Doubt{"amount-converted", scoring.Args{"text": c.Text, "kept": converted.String() + r.e.MoneyUnit}})
	}
	return converted, ok
}
