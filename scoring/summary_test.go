package scoring_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"zhunsheng/scoring"
)

func project(id, unit, initial, adjusted, executed string, rows ...scoring.Indicator) scoring.Assessed {
	e := evaluation(rows...)
	e.ID, e.MoneyUnit = id, unit
	e.Funds = []scoring.FundRow{{Name: "年度资金总额"}}
	if initial != "" {
		e.Funds[0].Initial = some(initial)
	}
	if adjusted != "" {
		e.Funds[0].Adjusted = some(adjusted)
	}
	if executed != "" {
		e.Funds[0].Executed = some(executed)
	}
	return scoring.Assessed{Evaluation: e, Card: scoring.Score(national(), e)}
}

func TestSummary(t *testing.T) {
	half := row("90", "100", "50", kind(scoring.MethodProportional))
	open := row("90", "100", "", kind(scoring.MethodProportional))
	s, err := scoring.Summarise([]scoring.Assessed{
		project("a", "万元", "100", "200", "150", full("90")),      // 7.5 + 90
		project("b", "元", "1000000", "1000000", "1000000", half), // 10 + 45; 100 万元
		project("c", "万元", "50", "", "10", full("90")),           // no budget: 0 + 90
		project("d", "万元", "1", "3", "1", open),                  // still open
		project("e", "万美元", "1", "1", "1", full("90")),           // another currency
	}, "万元")
	if err != nil {
		t.Fatal(err)
	}
	if s.Projects != 5 || s.Complete != 4 {
		t.Errorf("%d projects, %d complete", s.Projects, s.Complete)
	}
	if got := fmt.Sprint(s.Grades); got != "[{优 3} {良 0} {中 0} {差 1}]" {
		t.Errorf("grades %s", got)
	}
	wantPoints(t, "mean", s.MeanTotal.Decimal, "85.63") // (97.5 + 55 + 90 + 100) / 4 = 85.625
	wantPoints(t, "initial", s.Money.Initial, "251")
	wantPoints(t, "adjusted", s.Money.Adjusted, "303")
	wantPoints(t, "executed", s.Money.Executed, "261")
	wantPoints(t, "rate over those that state both", s.Money.Rate.Decimal, "82.84") // 251 / 303
	if s.Money.Without != 2 {
		t.Errorf("%d without", s.Money.Without)
	}
	b, d, e := s.Rows[1], s.Rows[3], s.Rows[4]
	if b.Converted != "元" || b.Adjusted.Decimal.Cmp(dec("100")) != 0 {
		t.Errorf("converted row: %+v", b)
	}
	if d.Grade != "" || d.Open != 1 {
		t.Errorf("an open project has grade %q", d.Grade)
	}
	if e.Unconverted != "万美元" || e.Adjusted.Valid {
		t.Errorf("another currency: %+v", e)
	}

	if _, err := scoring.Summarise(nil, "公里"); !errors.Is(err, scoring.ErrMoneyUnit) {
		t.Errorf("unit: %v", err)
	}
	empty, err := scoring.Summarise(nil, "元")
	if err != nil || empty.MeanTotal.Valid || empty.Money.Rate.Valid {
		t.Errorf("nothing to sum up: %+v, %v", empty, err)
	}
}

func TestPartsCarryTheirOwnMoney(t *testing.T) {
	first, second := full("30"), full("60")
	first.Part, second.Part = "p", "q"
	e := evaluation(first, second)
	e.Parts = []scoring.Part{
		{ID: "q", Name: "乙", Funds: []scoring.FundRow{{Adjusted: some("30000"), Executed: some("28999.5")}}},
		{ID: "p", Name: "甲"},
		{ID: "r", Name: "丙", Funds: []scoring.FundRow{{Adjusted: some("0"), Executed: some("0")}}},
	}
	card := scoring.Score(national(), e)
	var got []string
	for _, part := range card.Parts {
		text := part.Name + " " + part.Points.String()
		if part.Money != nil {
			text += fmt.Sprintf(" %s %v", part.Money.Rate.Decimal, part.Money.Rate.Valid)
		}
		got = append(got, text)
	}
	if want := "甲 30.00|乙 60.00 96.67 true|丙 0 0 false"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}
