package report

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

func itoa(n int) string { return strconv.Itoa(n) }

// share prints points as a share of the weight, two places half-up.
func share(points, weight decimal.Decimal) string {
	if !weight.IsPos() {
		return "—"
	}
	v, err := exact.MulQuo(points, decimal.Hundred, weight, 2)
	if err != nil {
		return "—"
	}
	return v.String() + "%"
}

// fundName is the name of fund row i as the official table prints it: sources
// of the total begin with "of which", breakdowns are set in.
func (c *composer) fundName(rows []scoring.FundRow, i int) string {
	f := &rows[i]
	of := c.t("report.ofWhich")
	switch {
	case f.Depth <= 0, strings.HasPrefix(f.Name, strings.TrimRight(of, "：: ")):
		return f.Name
	case f.Depth == 1 && (i == 0 || rows[i-1].Depth == 0):
		return of + f.Name
	}
	return strings.Repeat("　", f.Depth+2) + f.Name
}
