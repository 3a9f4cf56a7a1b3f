package report

import (
	"strings"
	"testing"

	"zhunsheng/scoring"
)

// The chart of money shows rows that have amounts, as many as there is room for.
func TestChartOfMoneyLeavesOutEmptyRows(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	total := in.Evaluation.Funds[0]
	empty := scoring.FundRow{Name: "上年结转资金", Depth: 1}
	part := total
	part.Name, part.Depth = "当年财政拨款", 1
	in.Evaluation.Funds = []scoring.FundRow{total, empty, part}
	p, err := Prepare(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range p.res.Tags {
		if !strings.HasPrefix(tag.Alt, "条形图，年初预算数") {
			continue
		}
		if strings.Contains(tag.Alt, empty.Name) || !strings.Contains(tag.Alt, part.Name) || !strings.Contains(tag.Alt, total.Name) {
			t.Errorf("shows %s", tag.Alt)
		}
		return
	}
	t.Error("there is no chart of money")
}
