package panel_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/scoringtest"
	"zhunsheng/scoring/target"
)

// judged is an evaluation of three indicators of 40, 40 and 10 points; 80 of 100 was spent.
func judged() *scoring.Evaluation {
	e := &scoring.Evaluation{
		Format: scoring.EvaluationFormat, ID: "roads", FiscalYear: 2023, Scheme: scoring.SchemeRef{ID: "cn-2020", Version: "1"}, MoneyUnit: "万元",
		Project: scoring.Project{Name: "道路养护", Unit: "某局"},
		Funds:   []scoring.FundRow{{Name: "年度资金总额", Adjusted: scoringtest.Some("100"), Executed: scoringtest.Some("80")}},
	}
	for _, row := range []struct{ id, level1, level2, weight string }{
		{"a", "产出", "数量", "40"}, {"b", "效益", "社会效益", "40"}, {"c", "满意度", "服务对象满意度", "10"},
	} {
		e.Indicators = append(e.Indicators, scoring.Indicator{
			ID: row.id, Level1: row.level1, Level2: row.level2, Name: "指标" + row.id, Weight: decimal.MustParse(row.weight),
			Target: target.Parse("100", target.Context{}), Actual: target.Parse("100", target.Context{}),
			Method: scoring.Method{Kind: scoring.MethodProportional},
		})
	}
	return e
}

// form is a submitted form with points for a, b and c; "" leaves one open, "recused" steps back.
func form(evaluator string, points ...string) panel.Form {
	f := panel.Form{Evaluator: evaluator, State: panel.Submitted}
	for i, text := range points {
		a := panel.Answer{Indicator: string(rune('a' + i))}
		switch text {
		case "":
		case "recused":
			a.Recusal = &panel.Recusal{Reason: "本人参与过该项目"}
		default:
			a.Points = scoringtest.Some(text)
		}
		f.Answers = append(f.Answers, a)
	}
	return f
}

func members(ids ...string) (list []panel.Member) {
	for _, id := range ids {
		list = append(list, panel.Member{ID: id, Name: "评审人" + id})
	}
	return list
}

func tally(t *testing.T, p *panel.Panel) *panel.Result {
	t.Helper()
	r, err := panel.Tally(scoringtest.Scheme(t, assets.NationalScheme), p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAggregation(t *testing.T) {
	cases := []struct {
		rule   string
		apply  scoring.PanelRule
		points []string // for indicator a of 40 points, one evaluator each
		shares []string
		want   string
		used   scoring.PanelMethod
	}{
		{"mean", scoring.PanelRule{Method: scoring.PanelMean}, []string{"40", "35", "38"}, nil, "37.67", scoring.PanelMean},
		{"mean: a tie rounds up", scoring.PanelRule{Method: scoring.PanelMean}, []string{"30.01", "30.02"}, nil, "30.02", scoring.PanelMean},
		{"median, odd", scoring.PanelRule{Method: scoring.PanelMedian}, []string{"10", "40", "39"}, nil, "39.00", scoring.PanelMedian},
		{"median, even", scoring.PanelRule{Method: scoring.PanelMedian}, []string{"10", "40", "39", "38"}, nil, "38.50", scoring.PanelMedian},
		{"trimmed mean", scoring.PanelRule{Method: scoring.PanelTrimmedMean, DropHighest: 1, DropLowest: 1}, []string{"40", "0", "36", "38"}, nil, "37.00", scoring.PanelTrimmedMean},
		{"trimmed at one end", scoring.PanelRule{Method: scoring.PanelTrimmedMean, DropLowest: 1}, []string{"40", "0", "36"}, nil, "38.00", scoring.PanelTrimmedMean},
		{"too few to trim", scoring.PanelRule{Method: scoring.PanelTrimmedMean, DropHighest: 1, DropLowest: 1}, []string{"40", "30"}, nil, "35.00", scoring.PanelMean},
		{"weighted", scoring.PanelRule{Method: scoring.PanelWeighted}, []string{"40", "30"}, []string{"0.6", "0.4"}, "36.00", scoring.PanelWeighted},
		{"weighted with shares that add up to nothing special", scoring.PanelRule{Method: scoring.PanelWeighted}, []string{"40", "30", "20"}, []string{"3", "2", "2"}, "31.43", scoring.PanelWeighted},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			p := &panel.Panel{Format: panel.Format, ID: "p", Evaluation: judged(), Rule: &c.apply}
			for i, points := range c.points {
				id := string(rune('A' + i))
				m := panel.Member{ID: id, Name: id}
				if c.shares != nil {
					m.Share = decimal.MustParse(c.shares[i])
				}
				p.Members = append(p.Members, m)
				p.Forms = append(p.Forms, form(id, points, "40", "10"))
			}
			row := tally(t, p).Rows[0]
			if !row.Points.Valid || row.Points.Decimal.String() != c.want {
				t.Errorf("points: got %v, want %s", row.Points, c.want)
			}
			if row.Method != c.used {
				t.Errorf("method: got %s, want %s", row.Method, c.used)
			}
		})
	}
}

func TestTotalTakesTheExecutionRowAsItIs(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B")}
	p.Forms = []panel.Form{form("A", "40", "38", "9"), form("B", "38", "36", "8")}
	r := tally(t, p)
	if got := r.Card.Total.String(); got != "92.50" { // 8 + 39 + 37 + 8.5
		t.Errorf("total %s, want 92.50", got)
	}
	if got := r.Card.Execution.Points.String(); got != "8.00" {
		t.Errorf("execution %s", got)
	}
	if r.RuleTotal.String() != "98.00" || !r.Complete || r.Card.Grade != "优" {
		t.Errorf("rules give %s, complete %v, grade %s, problems %v", r.RuleTotal, r.Complete, r.Card.Grade, r.Problems)
	}
	if got := r.Forms[0].Total.Decimal.String(); got != "95.00" {
		t.Errorf("form A alone: %s", got)
	}
}

func TestDisagreementAndArbitration(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B")}
	p.Forms = []panel.Form{form("A", "40", "40", "10"), form("B", "32", "31.99", "10")}
	r := tally(t, p)
	if r.Rows[0].Disagreed {
		t.Error("a range of exactly 20 % of the weight is no disagreement")
	}
	row := r.Rows[1]
	if !row.Disagreed || r.Disagreed != 1 || r.Complete {
		t.Errorf("8.01 of 40 apart: disagreement %v, open %d, complete %v", row.Disagreed, r.Disagreed, r.Complete)
	}
	if row.Range.Decimal.String() != "8.01" || row.Deviation.Decimal.String() != "4.01" { // 4.005 rounds up
		t.Errorf("range %s, deviation %s", row.Range.Decimal, row.Deviation.Decimal)
	}

	p.Arbitrations = []panel.Arbitration{{Indicator: "b", Points: decimal.MustParse("34"), Reason: "会商后确定"}}
	r = tally(t, p)
	row = r.Rows[1]
	if row.Final.Decimal.String() != "34" || row.Points.Decimal.String() != "36.00" || len(row.Given) != 2 || row.Arbitrated.Reason == "" {
		t.Errorf("the arbitrated points must stand beside the single ones: %+v", row)
	}
	if r.Disagreed != 0 || !r.Complete || r.Card.Lines[1].Points.String() != "34.00" {
		t.Errorf("open %d, complete %v, line %s", r.Disagreed, r.Complete, r.Card.Lines[1].Points)
	}

	rule := scoring.PanelRule{Method: scoring.PanelMean, MaxDeviation: decimal.MustParse("10")}
	p = &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B"), Rule: &rule}
	p.Forms = []panel.Form{form("A", "40", "40", "10"), form("B", "32", "31.98", "10")}
	if r = tally(t, p); r.Rows[0].Disagreed || !r.Rows[1].Disagreed {
		t.Errorf("deviation of 4.00 and 4.01 against 4: %v %v", r.Rows[0].Disagreed, r.Rows[1].Disagreed)
	}
}

func TestRecusedCountsNeitherAsZeroNorAsMissing(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B", "C")}
	whole := panel.Form{Evaluator: "C", State: panel.Submitted, Recusal: &panel.Recusal{Reason: "与项目单位有利害关系"}}
	p.Forms = []panel.Form{form("A", "40", "40", "10"), form("B", "recused", "38", "10"), whole}
	r := tally(t, p)
	row := r.Rows[0]
	if row.Final.Decimal.String() != "40.00" || len(row.Recused) != 1 || len(row.Missing) != 0 || !r.Complete {
		t.Errorf("row %+v, complete %v, problems %v", row, r.Complete, r.Problems)
	}
	if r.Forms[2].Recused == "" {
		t.Error("the recusal from the whole is not told")
	}
}

func TestMissingAnswersAndFormsAreReported(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B", "C")}
	draft := form("C", "1", "1", "1")
	draft.State = panel.Draft
	p.Forms = []panel.Form{form("A", "40", "", "10"), form("B", "40", "", "10"), draft}
	r := tally(t, p)
	if r.Complete || len(r.Rows[1].Missing) != 2 || r.Rows[1].Final.Valid {
		t.Errorf("nobody gave points for b: %+v", r.Rows[1])
	}
	if got := r.Rows[0].Final.Decimal.String(); got != "40.00" {
		t.Errorf("a draft counts: %s", got)
	}
	if r.Card.Pending != 1 || r.Forms[0].Open != 1 || r.Forms[0].Total.Valid {
		t.Errorf("pending %d, form %+v", r.Card.Pending, r.Forms[0])
	}
	var keys []string
	for _, m := range r.Problems {
		keys = append(keys, m.Key)
	}
	want := "panel.problem.missing panel.problem.missing panel.problem.quorum panel.problem.outstanding"
	if got := strings.Join(keys, " "); got != want {
		t.Errorf("problems: got %s, want %s", got, want)
	}
}

func TestRowsThatAreNotJudged(t *testing.T) {
	e := judged()
	e.Indicators[0].State = scoring.StateNotApplicable
	p := &panel.Panel{ID: "p", Evaluation: e, Members: members("A")}
	blank := p.BlankForm("A")
	if len(blank.Answers) != 2 {
		t.Fatalf("blank form asks for %d rows", len(blank.Answers))
	}
	for i := range blank.Answers {
		blank.Answers[i].Points = scoringtest.Some("10")
	}
	if err := p.Submit(&blank); err != nil {
		t.Fatal(err)
	}
	if err := p.Add(blank); err != nil {
		t.Fatal(err)
	}
	r := tally(t, p)
	if got := r.Card.Total.String(); got != "44.00" { // 8 + (10 + 10) × 90/50
		t.Errorf("total %s, want 44.00", got)
	}
	if err := p.Add(form("A", "1", "1", "1")); err == nil {
		t.Error("points for a row that is not applicable were taken")
	}
}

func TestSubmittedFormsStayAsTheyAre(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B")}
	open := form("A", "40", "", "10")
	open.State = panel.Draft
	var incomplete *panel.IncompleteError
	if err := p.Submit(&open); !errors.As(err, &incomplete) || incomplete.Open[0] != "b" || open.State != panel.Draft {
		t.Fatalf("an incomplete form was submitted: %v", err)
	}
	if err := p.Add(open); err != nil {
		t.Fatal(err)
	}
	if err := p.Add(form("A", "40", "40", "10")); err != nil {
		t.Fatalf("a submitted form must replace the draft: %v", err)
	}
	if err := p.Add(form("A", "40", "40", "10")); err != nil {
		t.Fatalf("the same form twice: %v", err)
	}
	var conflict *panel.ConflictError
	if err := p.Add(form("A", "1", "40", "10")); !errors.As(err, &conflict) {
		t.Fatalf("a different second form: %v", err)
	}
	if err := p.Add(open); err != nil {
		t.Fatalf("a late draft: %v", err)
	}
	if kept, _ := p.Form("A"); kept.State != panel.Submitted || len(p.Forms) != 1 {
		t.Errorf("kept %+v", kept)
	}
}

func TestAnotherSchemeIsRefused(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A")}
	p.Evaluation.Scheme.ID = "other"
	if _, err := panel.Tally(scoringtest.Scheme(t, assets.NationalScheme), p); !errors.Is(err, panel.ErrScheme) {
		t.Errorf("got %v", err)
	}
}

// drawPanel draws a panel of up to so many members who have given points to all rows.
func drawPanel(t *rapid.T, members int) *panel.Panel {
	rule := rapid.SampledFrom([]scoring.PanelRule{
		{Method: scoring.PanelMean},
		{Method: scoring.PanelMedian},
		{Method: scoring.PanelWeighted},
		{Method: scoring.PanelTrimmedMean, DropHighest: 1, DropLowest: 1, MaxRange: decimal.MustNew(20, 0)},
	}).Draw(t, "rule")
	p := &panel.Panel{ID: "p", Evaluation: judged(), Rule: &rule}
	n := rapid.IntRange(1, members).Draw(t, "members")
	for i := range n {
		id := string(rune('A' + i))
		p.Members = append(p.Members, panel.Member{ID: id, Share: decimal.MustNew(rapid.Int64Range(1, 500).Draw(t, "share"), 2)})
		f := form(id, "0", "0", "0")
		for k, most := range []int64{4000, 4000, 1000} {
			f.Answers[k].Points = decimal.NullDecimal{Decimal: decimal.MustNew(rapid.Int64Range(0, most).Draw(t, "points"), 2), Valid: true}
		}
		p.Forms = append(p.Forms, f)
	}
	return p
}

// TestAggregateStaysWithinThePoints: whatever the method, the result lies between the lowest and the highest points given, the order
// of the members changes nothing, and the same input gives the same bytes.
func TestAggregateStaysWithinThePoints(t *testing.T) {
	s := scoringtest.Scheme(t, assets.NationalScheme)
	rapid.Check(t, func(t *rapid.T) {
		p := drawPanel(t, 9)
		r, err := panel.Tally(s, p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Rows {
			row := &r.Rows[i]
			if row.Points.Decimal.Cmp(row.Low.Decimal) < 0 || row.Points.Decimal.Cmp(row.High.Decimal) > 0 {
				t.Fatalf("%s outside %s to %s", row.Points.Decimal, row.Low.Decimal, row.High.Decimal)
			}
		}
		once, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := panel.Tally(s, p)
		if twice, _ := json.Marshal(again); !bytes.Equal(once, twice) {
			t.Fatal("replay differs")
		}
		p.Members = append(p.Members[1:], p.Members[0])
		turned, err := panel.Tally(s, p)
		if err != nil {
			t.Fatal(err)
		}
		if turned.Card.Total.Cmp(r.Card.Total) != 0 {
			t.Fatalf("the order of members changes the total: %s, %s", r.Card.Total, turned.Card.Total)
		}
	})
}
