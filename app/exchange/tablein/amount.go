package tablein

import (
	"regexp"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
	"zhunsheng/scoring/exact"
)

// The bounds of figures, those of package scoring.
var (
	maxAmount = decimal.MustParse("1000000000000")
	maxPoints = decimal.MustNew(1000, 0)
	tenThou   = decimal.MustNew(10000, 0)
)

const (
	maxAmountPlaces = 6
	maxPointPlaces  = 4
)

// amount is a sum of money as read from a cell.
type amount struct {
	value decimal.Decimal
	unit  string // written in the cell itself, else ""
}

// amountOf reads a sum of money: digits with or without separators, with or without a unit of its own.
func amountOf(c *sheet.Cell) (amount, bool) {
	if c == nil || c.Fault {
		return amount{}, false
	}
	if c.Number.Valid && !strings.Contains(c.Text, "%") {
		return amount{value: c.Number.Decimal}, true
	}
	text, unit := cutMoneyUnit(strings.TrimLeft(folded(c.Text), "¥￥"))
	d, ok := figure(text)
	return amount{d, unit}, ok
}

// cutMoneyUnit cuts a unit of money off the end of a folded text.
func cutMoneyUnit(text string) (rest, unit string) {
	for _, unit := range [...]string{"亿元", "万元", "千元", "百万元", "元", "万"} {
		if rest, ok := strings.CutSuffix(text, unit); ok {
			if unit == "万" {
				unit = "万元"
			}
			return rest, unit
		}
	}
	return text, ""
}

// figure reads plain digits, perhaps grouped by commas.
func figure(text string) (decimal.Decimal, bool) {
	text = strings.ReplaceAll(text, ",", "")
	if text == "" || len(text) > 24 || strings.ContainsAny(text, "eE") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.Parse(text)
	return d, err == nil
}

var pointsPattern = regexp.MustCompile(`^(?:得)?(-?[0-9]+(?:\.[0-9]+)?)分?$`)

// pointsOf reads points: a figure, perhaps followed by 分; a weight may be written as a percentage of the whole.
func pointsOf(c *sheet.Cell) (decimal.Decimal, bool) {
	if c == nil || c.Fault {
		return decimal.Decimal{}, false
	}
	text := strings.TrimSuffix(folded(c.Text), "%")
	m := pointsPattern.FindStringSubmatch(text)
	if m == nil {
		return decimal.Decimal{}, false
	}
	return figure(m[1])
}

// rateOf reads an execution rate in percent. percent is false where the cell shows none.
func rateOf(c *sheet.Cell) (rate decimal.Decimal, percent, ok bool) {
	text := folded(c.Text)
	bare, percent := strings.CutSuffix(text, "%")
	d, ok := figure(bare)
	return d, percent, ok
}

// asPercent turns a rate that is stored as a fraction into percent, where the amounts say that it is one.
func asPercent(rate, executed, budget decimal.Decimal) (decimal.Decimal, bool) {
	if !rate.IsPos() || !budget.IsPos() || rate.Cmp(decimal.MustParse("1.5")) > 0 {
		return rate, false
	}
	right, err := exact.Quo(executed, budget, 6)
	if err != nil {
		return rate, false
	}
	off, err := right.SubAbs(rate)
	if err != nil || off.Cmp(decimal.MustParse("0.01")) > 0 {
		return rate, false
	}
	percent, err := rate.Mul(decimal.Hundred)
	return percent, err == nil
}

// within bounds a figure to what an evaluation may hold. rounded is true when decimal places were cut, half-up.
func within(d, most decimal.Decimal, places int) (kept decimal.Decimal, rounded, ok bool) {
	if d.IsNeg() || d.Cmp(most) > 0 {
		return d, false, false
	}
	if d.MinScale() <= places {
		if d.Scale() > places {
			d = d.Trim(places)
		}
		return d, false, true
	}
	return exact.Round(d, places), true, true
}

// convert turns an amount from one unit of money into another.
func convert(d decimal.Decimal, from, to string) (decimal.Decimal, bool) {
	in, ok1 := moneyFactor(from)
	out, ok2 := moneyFactor(to)
	if !ok1 || !ok2 {
		return d, false
	}
	converted, err := exact.MulQuo(d, in, out, maxAmountPlaces)
	return converted.Trim(0), err == nil
}

func moneyFactor(unit string) (decimal.Decimal, bool) {
	switch unit {
	case "元":
		return decimal.One, true
	case "千元":
		return decimal.Thousand, true
	case "万元":
		return tenThou, true
	case "百万元":
		return decimal.MustNew(1_000_000, 0), true
	case "亿元":
		return decimal.MustNew(100_000_000, 0), true
	}
	return decimal.Decimal{}, false
}

var moneyUnits = regexp.MustCompile(`(?:^|[ (:,;]|单位|金额|资金|币种人民币)(亿元|百万元|万元|千元|元)(?:$|[ );,])`)

// moneyUnitIn finds the unit of money that a heading or a line above a table names.
func moneyUnitIn(text string) string {
	if m := moneyUnits.FindStringSubmatch(folded(text)); m != nil {
		return m[1]
	}
	return ""
}

var weightInBrackets = regexp.MustCompile(`(?:^|[^0-9.])([0-9]+(?:\.[0-9]+)?)分`)

// printedPoints finds points that a heading names in brackets: 得分(20分×执行率).
func printedPoints(text string) (decimal.Decimal, bool) {
	m := weightInBrackets.FindStringSubmatch(bracketed(text))
	if m == nil {
		return decimal.Decimal{}, false
	}
	return figure(m[1])
}
