package recast_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

func bytesOf(t rapid.TB, e *scoring.Evaluation) []byte {
	data, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatOthersHaveIsNotRecast(t *testing.T) {
	to := scoringtest.Scheme(t, "cn-2020")
	for status, refused := range map[scoring.Status]bool{
		"": false, scoring.StatusDraft: false, scoring.StatusReturned: false,
		scoring.StatusSubmitted: true, scoring.StatusReviewed: true, scoring.StatusSigned: true,
	} {
		e := scoringtest.Example(t)
		e.Status = status
		_, money := recast.MoneyUnit(e, "元", false)
		_, year := recast.Year(e, 2023)
		_, under := recast.Scheme(scoringtest.Scheme(t, e.Scheme.ID), to, scoring.SchemeRef{ID: to.ID, Version: to.Version}, e, review.Context{}, "zh")
		for _, err := range []error{money, year, under} {
			var standing *recast.StandingError
			if errors.As(err, &standing) != refused || refused && standing.Message().Key != "recast.standing."+string(status) {
				t.Errorf("%q: %v", status, err)
			}
		}
	}
}

func withAmount(text string) *scoring.Evaluation {
	return &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: "e", FiscalYear: 2022, Scheme: scoring.SchemeRef{ID: "cn-2020", Version: "1"}, MoneyUnit: "万元",
		Funds: []scoring.FundRow{{Name: "年度资金总额", Adjusted: scoringtest.Some(text)}},
		Parts: []scoring.Part{{ID: "p", Name: "专项", Funds: []scoring.FundRow{{Name: "合计", Executed: scoringtest.Some(text)}}}},
	}
}

func TestMoneyUnit(t *testing.T) {
	tests := []struct{ from, amount, to, want string }{
		{"万元", "12480.11", "元", "124801100"},
		{"元", "124801100", "万元", "12480.11"},
		{"元", "0.01", "万元", "0.000001"},
		{"元", "0.001", "万元", ""}, // seven places
		{"万元", "100000000", "元", "1000000000000"},
		{"万元", "100000000.0001", "元", ""}, // above what a form holds
		{"万元", "100.00", "元", "1000000.00"},
		{"万元", "0", "元", "0"},
		{"亿元", "1.0698", "万元", "10698"},
		{"千元", "12.5", "元", "12500"},
		{"美元", "5", "元", ""},
	}
	for _, test := range tests {
		e := withAmount(test.amount)
		e.MoneyUnit = test.from
		after, err := recast.MoneyUnit(e, test.to, true)
		if test.want == "" {
			var amount *recast.AmountError
			if !errors.As(err, &amount) || amount.Row != "年度资金总额" || amount.Amount.String() != test.amount {
				t.Errorf("%s %s in %s: %v, %v", test.amount, test.from, test.to, after, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s in %s: %v", test.amount, test.from, test.to, err)
			continue
		}
		if got := after.Funds[0].Adjusted.Decimal.String(); got != test.want || after.MoneyUnit != test.to {
			t.Errorf("%s %s is %s %s, want %s", test.amount, test.from, got, after.MoneyUnit, test.want)
		}
		if got := after.Parts[0].Funds[0].Executed.Decimal.String(); got != test.want {
			t.Errorf("of the part: %s", got)
		}
		if e.Parts[0].Funds[0].Executed.Decimal.String() != test.amount {
			t.Error("the part is shared with the evaluation handed in")
		}
		only, err := recast.MoneyUnit(e, test.to, false)
		if err != nil || only.MoneyUnit != test.to || only.Funds[0].Adjusted.Decimal.String() != test.amount {
			t.Errorf("called otherwise: %v, %v", only, err)
		}
	}
}

func TestAnAmountThatNoUnitMendsIsConvertedAllTheSame(t *testing.T) {
	after, err := recast.MoneyUnit(withAmount("-5"), "元", true) // from a file; the checks say so
	if err != nil || after.Funds[0].Adjusted.Decimal.String() != "-50000" {
		t.Errorf("%v, %v", after, err)
	}
}

// TestMoneyThereAndBack: converting back gives the same bytes, and so does calling the unit otherwise and back.
func TestMoneyThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := []string{"元", "千元", "万元", "亿元"}
		from, to := rapid.SampledFrom(units).Draw(t, "from"), rapid.SampledFrom(units).Draw(t, "to")
		e := withAmount("0")
		e.MoneyUnit = from
		for _, amount := range []*decimal.NullDecimal{&e.Funds[0].Initial, &e.Funds[0].Adjusted, &e.Funds[0].Executed, &e.Parts[0].Funds[0].Initial} {
			d := decimal.MustNew(rapid.Int64Range(0, 99_999_999_999).Draw(t, "amount"), rapid.IntRange(0, 6).Draw(t, "places"))
			*amount = decimal.NullDecimal{Decimal: d, Valid: rapid.Bool().Draw(t, "stated")}
		}
		convert := rapid.Bool().Draw(t, "convert")
		there, err := recast.MoneyUnit(e, to, convert)
		if err != nil {
			var amount *recast.AmountError
			if !errors.As(err, &amount) || !convert {
				t.Fatal(err)
			}
			return
		}
		back, err := recast.MoneyUnit(there, from, convert)
		if err != nil || !bytes.Equal(bytesOf(t, e), bytesOf(t, back)) {
			t.Fatalf("%s to %s and back (%v):\n%s\n%s\n%s", from, to, err, bytesOf(t, e), bytesOf(t, there), bytesOf(t, back))
		}
	})
}

func TestYearReadsOpenDatesAnew(t *testing.T) {
	e := withAmount("1")
	parse := func(text string) target.Value { return target.Parse(text, target.Context{FiscalYear: 2022}) }
	corrected := parse("11月底前")
	corrected.Corrected = true
	e.Indicators = []scoring.Indicator{
		{ID: "a", Name: "开工", Target: parse("12月底前"), Actual: parse("2022年10月8日")},
		{ID: "b", Name: "验收", Target: corrected},
		{ID: "c", Name: "道路", Target: parse("≥20公里"), Actual: parse("21公里")},
	}
	before := bytesOf(t, e)
	after, err := recast.Year(e, 2023)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2023-12-31", "2022-11-30"} {
		if got := after.Indicators[i].Target.Due.String(); got != want {
			t.Errorf("target %d is due %s, want %s", i, got, want)
		}
	}
	if got := after.Indicators[0].Actual.Due.String(); got != "2022-10-08" {
		t.Errorf("a date with its year became %s", got)
	}
	back, err := recast.Year(after, 2022)
	if err != nil || !bytes.Equal(before, bytesOf(t, back)) || !bytes.Equal(before, bytesOf(t, e)) {
		t.Errorf("there and back: %v\n%s\n%s", err, before, bytesOf(t, back))
	}
	var fault *scoring.InputError
	if _, err := recast.Year(e, 1989); !errors.As(err, &fault) || fault.Allowed != "1990-2100" {
		t.Errorf("1989: %v", err)
	}
}

func TestYearThereAndBack(t *testing.T) {
	e := scoringtest.Example(t)
	rapid.Check(t, func(t *rapid.T) {
		to := rapid.IntRange(recast.FirstYear, recast.LastYear).Draw(t, "year")
		there, err := recast.Year(e, to)
		if err != nil {
			t.Fatal(err)
		}
		back, err := recast.Year(there, e.FiscalYear)
		if err != nil || !bytes.Equal(bytesOf(t, e), bytesOf(t, back)) {
			t.Fatalf("to %d and back: %v", to, err)
		}
	})
}

func TestFits(t *testing.T) {
	s := scoringtest.Scheme(t, "jiangmen-example-2022")
	if recast.Fits(s, 2023) || !recast.Fits(s, 2022) || !recast.Fits(scoringtest.Scheme(t, "cn-2020"), 2023) {
		t.Error("years of schemes")
	}
}

func keys(kept []recast.Kept) []string {
	var list []string
	for _, k := range kept {
		list = append(list, strings.TrimPrefix(k.Message.Key, "recast.kept.")+" "+k.Place)
	}
	return list
}

func TestSchemePreviewsAndKeeps(t *testing.T) {
	from, to := scoringtest.Scheme(t, "cn-2020"), scoringtest.Scheme(t, "framework-4aspects")
	to.Outline, to.Levels[3].Aliases = to.Outline[1:], nil // without the overview, and without 满意度 as a name of 效益
	to.Tiers[0].ID = "good"
	to.Methods = slices.DeleteFunc(slices.Clone(to.Methods), func(k scoring.MethodKind) bool { return k == scoring.MethodYesNo })
	e := withAmount("100")
	e.Funds[0].Executed = scoringtest.Some("85")
	e.Declared = scoring.Declared{Total: scoringtest.Some("90"), Grade: "优"}
	ind := func(id, level1, actual, weight string, kind scoring.MethodKind) scoring.Indicator {
		return scoring.Indicator{
			ID: id, Name: "指标" + id, Level1: level1, Level2: "数量", Weight: decimal.MustParse(weight), Method: scoring.Method{Kind: kind},
			Target: target.Parse("10", target.Context{}), Actual: target.Parse(actual, target.Context{}),
		}
	}
	e.Indicators = []scoring.Indicator{
		ind("a", "产出", "10", "50", scoring.MethodProportional), ind("b", "效益", "明显", "30", scoring.MethodTier),
		ind("c", "满意度指标", "10", "6", scoring.MethodProportional), ind("d", "满意度指标", "是", "4", scoring.MethodYesNo),
	}
	e.Indicators[1].Judgement = scoring.Judgement{Tier: "reached", Points: scoringtest.Some("27")}
	e.Indicators[2].Override = &scoring.Override{Points: decimal.MustParse("5"), Reason: "抽样不足"}
	e.Narrative = []scoring.Narrative{{Section: "overview", Text: "项目概况文字"}, {Section: "practice", Text: "做法"}, {Section: "old", Text: " "}}
	e.Answers = []scoring.Answer{{Check: "C1", Place: "execution", Text: "汛期停工"}, {Check: "D16", Text: "年初下达"}}
	before := bytesOf(t, e)
	c, err := recast.Scheme(from, to, scoring.SchemeRef{ID: to.ID, Version: to.Version}, e, review.Context{}, "zh")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, bytesOf(t, e)) {
		t.Error("the evaluation handed in was changed")
	}
	if c.Card.Reweighed || c.After.Scheme.ID != to.ID || c.Old.Total.Cmp(scoring.Score(from, e).Total) != 0 {
		t.Errorf("scored %v from %s to %s", c.After.Scheme, c.Old.Total, c.Card.Total)
	}
	var rows []string
	for _, r := range c.Rows {
		rows = append(rows, strings.Join([]string{r.ID, r.OldWeight.String(), r.Weight.String(), r.OldPoints.String(), r.Points.String()}, " "))
	}
	if got, want := strings.Join(rows, ", "), " 10 0 8.50 0.00, a 50 35.00 50.00 35.00, b 30 30 27.00 0.00, c 6 0.00 5.00 0.00, d 4 0.00 4.00 0.00"; got != want {
		t.Errorf("rows\n%s\nwant\n%s", got, want)
	}
	want := []string{
		"tier indicator:b", "points indicator:b", "level indicator:c", "points indicator:c", "level indicator:d", "method indicator:d", "section section:overview", "declared total",
	}
	if got := keys(c.Kept); !slices.Equal(got, want) {
		t.Errorf("kept\n%q\nwant\n%q", got, want)
	}
	for _, k := range c.Kept { // nothing that is named as kept was dropped
		if id, ok := strings.CutPrefix(k.Place, "indicator:"); ok && !slices.ContainsFunc(c.After.Indicators, func(ind scoring.Indicator) bool { return ind.ID == id }) {
			t.Errorf("%s is gone", id)
		}
	}
	if len(c.After.Narrative) != 3 || len(c.After.Answers) != 2 || c.After.Indicators[1].Judgement.Tier != "reached" || c.After.Indicators[2].Override == nil {
		t.Error("something was dropped")
	}
}

func TestAnswersThatAreNotAskedForAreKept(t *testing.T) {
	from, to := scoringtest.Scheme(t, "cn-2020"), scoringtest.Scheme(t, "cn-2020")
	to.Version, to.Thresholds.LowExecution = "2", decimal.MustParse("80")
	e := withAmount("100")
	e.Funds[0].Executed = scoringtest.Some("85")
	e.Answers = []scoring.Answer{{Check: "C1", Place: review.PlaceExecution, Text: "汛期停工"}, {Check: "C6", Text: "另行说明"}}
	c, err := recast.Scheme(from, to, scoring.SchemeRef{ID: to.ID, Version: "2"}, e, review.Context{}, "zh")
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(c.Kept); !slices.Equal(got, []string{"answer execution"}) || len(c.After.Answers) != 2 {
		t.Errorf("kept %q, answers %v", got, c.After.Answers)
	}
	back, err := recast.Scheme(to, from, e.Scheme, c.After, review.Context{}, "zh")
	if err != nil || !bytes.Equal(bytesOf(t, e), bytesOf(t, back.After)) || len(back.Kept) > 0 {
		t.Errorf("there and back: %v, kept %v", err, back.Kept)
	}
}

// TestEverySchemeTakesTheExample: whichever scheme comes next, nothing entered goes.
func TestEverySchemeTakesTheExample(t *testing.T) {
	e := scoringtest.Example(t)
	from := scoringtest.Scheme(t, e.Scheme.ID)
	for _, id := range assets.SchemeIDs() {
		to := scoringtest.Scheme(t, id)
		c, err := recast.Scheme(from, to, scoring.SchemeRef{ID: to.ID, Version: to.Version}, e, review.Context{}, "en")
		if err != nil {
			t.Fatal(err)
		}
		if len(c.After.Indicators) != len(e.Indicators) || len(c.After.Narrative) != len(e.Narrative) || len(c.After.Answers) != len(e.Answers) {
			t.Errorf("%s drops something", id)
		}
		if c.Card.Total.Cmp(scoring.ScoreUnder(from, to, e).Total) != 0 {
			t.Errorf("%s: %s after, %s foreseen", id, c.Card.Total, scoring.ScoreUnder(from, to, e).Total)
		}
		if id == from.ID && (len(c.Rows) > 0 || len(c.Kept) > 0) {
			t.Errorf("its own scheme changes %v and keeps %v", c.Rows, c.Kept)
		}
	}
}
