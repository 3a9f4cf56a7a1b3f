package panel_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/scoringtest"
)

func TestAWithdrawnEvaluatorStaysOnRecordAndDoesNotCount(t *testing.T) {
	p := &panel.Panel{Format: panel.Format, ID: "p", Evaluation: judged(), Members: members("A", "B", "C")}
	p.Forms = []panel.Form{form("A", "40", "38", "10"), form("B", "39", "36", "10"), form("C", "10", "recused", "0")}
	if r := tally(t, p); !r.Rows[0].Disagreed {
		t.Fatal("10 beside 40 of 40 is no disagreement")
	}
	if err := p.Withdraw(panel.Withdrawal{Evaluator: "C", Reason: "与项目单位有利害关系", By: "组长"}); err != nil {
		t.Fatal(err)
	}
	r := tally(t, p)
	row := r.Rows[0]
	if row.Disagreed || row.Points.Decimal.String() != "39.50" || row.Range.Decimal.String() != "1" || row.Low.Decimal.String() != "39" || len(row.Given) != 2 {
		t.Errorf("it still counts: %+v", row)
	}
	if len(row.Withdrawn) != 1 || row.Withdrawn[0].Evaluator != "C" || row.Withdrawn[0].Points.String() != "10" {
		t.Errorf("what was given is not told: %+v", row.Withdrawn)
	}
	if row := r.Rows[1]; len(row.Withdrawn) != 0 || len(row.Recused) != 0 {
		t.Errorf("a recusal of an evaluator who was withdrawn is told: %+v", row)
	}
	of := r.Forms[2]
	if of.Withdrawn == nil || of.Withdrawn.Reason != "与项目单位有利害关系" || of.Withdrawn.By != "组长" || of.State != panel.Submitted {
		t.Errorf("the form says %+v", of)
	}
	if !r.Complete || r.Forms[0].Withdrawn != nil || len(p.Forms) != 3 || len(p.Counted()) != 2 {
		t.Errorf("complete %v, problems %v", r.Complete, r.Problems)
	}
	data, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := panel.Read(data)
	if err != nil || !reflect.DeepEqual(back.Withdrawals, p.Withdrawals) {
		t.Fatalf("read back: %+v, %v", back, err)
	}
	if again, err := back.Encode(); err != nil || !bytes.Equal(again, data) {
		t.Errorf("written again: %v", err)
	}
}

func TestNobodyWaitsForAWithdrawnEvaluator(t *testing.T) {
	p := &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B")}
	p.Forms = []panel.Form{form("A", "40", "38", "10")}
	if r := tally(t, p); r.Complete {
		t.Fatal("complete without B")
	}
	p.Withdrawals = []panel.Withdrawal{{Evaluator: "B", Reason: "因病"}}
	if r := tally(t, p); !r.Complete || r.Forms[1].Withdrawn == nil || r.Forms[1].State != "" {
		t.Errorf("problems %v, forms %+v", r.Problems, r.Forms)
	}
}

func TestWithdrawingIsRefused(t *testing.T) {
	fresh := func() *panel.Panel {
		return &panel.Panel{ID: "p", Evaluation: judged(), Members: members("A", "B"), Forms: []panel.Form{form("A", "40", "38", "10")}}
	}
	var input *scoring.InputError
	for name, w := range map[string]panel.Withdrawal{
		"nobody of the panel": {Evaluator: "X", Reason: "因病"},
		"no reason":           {Evaluator: "A", Reason: "　 "},
	} {
		p := fresh()
		if err := p.Withdraw(w); !errors.As(err, &input) || len(p.Withdrawals) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := fresh()
	p.Arbitrations = []panel.Arbitration{{Indicator: "a", Points: decimal.MustParse("38"), Reason: "会商"}}
	var decided *panel.DecidedError
	if err := p.Withdraw(panel.Withdrawal{Evaluator: "A", Reason: "因病"}); !errors.As(err, &decided) || decided.Arbitrations != 1 || len(p.Withdrawals) != 0 {
		t.Errorf("after arbitration: %v", err)
	}
	p.Arbitrations = nil
	if err := p.Withdraw(panel.Withdrawal{Evaluator: "A", Reason: "因病"}); err != nil {
		t.Error(err)
	}
	var gone *panel.WithdrawnError
	if err := p.Withdraw(panel.Withdrawal{Evaluator: "A", Reason: "又一次"}); !errors.As(err, &gone) || gone.Withdrawal.Reason != "因病" {
		t.Errorf("twice: %v", err)
	}
}

// TestWithdrawingIsAsIfOneHadNotBeenAsked: whatever was given, the points of all rows are those of a panel without the evaluator.
func TestWithdrawingIsAsIfOneHadNotBeenAsked(t *testing.T) {
	s := scoringtest.Scheme(t, assets.NationalScheme)
	rapid.Check(t, func(t *rapid.T) {
		p := drawPanel(t, 6)
		out := string(rune('A' + rapid.IntRange(0, len(p.Members)-1).Draw(t, "withdrawn")))
		without := *p
		without.Members, without.Forms = nil, nil
		for i := range p.Members {
			if p.Members[i].ID != out {
				without.Members, without.Forms = append(without.Members, p.Members[i]), append(without.Forms, p.Forms[i])
			}
		}
		if err := p.Withdraw(panel.Withdrawal{Evaluator: out, Reason: "因病"}); err != nil {
			t.Fatal(err)
		}
		got, err := panel.Tally(s, p)
		if err != nil {
			t.Fatal(err)
		}
		want, err := panel.Tally(s, &without)
		if err != nil {
			t.Fatal(err)
		}
		if got.Card.Total.Cmp(want.Card.Total) != 0 || got.Complete != want.Complete || got.Disagreed != want.Disagreed {
			t.Fatalf("total %s, without %s", got.Card.Total, want.Card.Total)
		}
		for i := range got.Rows {
			row := got.Rows[i]
			if len(row.Withdrawn) != 1 {
				t.Fatalf("row %s tells of %d who were withdrawn", row.ID, len(row.Withdrawn))
			}
			row.Withdrawn = nil
			if !reflect.DeepEqual(row, want.Rows[i]) {
				t.Fatalf("row %+v, without %+v", row, want.Rows[i])
			}
		}
	})
}
