package panel_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/scoringtest"
)

func encoded(tb testing.TB) []byte {
	tb.Helper()
	p := &panel.Panel{ID: "p1", Evaluation: judged(), Due: "2024-03-31", Members: members("A", "B")}
	p.Forms = []panel.Form{form("A", "40", "recused", "10")}
	p.Arbitrations = []panel.Arbitration{{Indicator: "b", Points: decimal.MustParse("34"), Reason: "会商"}}
	p.Withdrawals = []panel.Withdrawal{{Evaluator: "B", Reason: "因病", By: "组长"}}
	rule := scoring.PanelRule{Method: scoring.PanelTrimmedMean, DropHighest: 1, DropLowest: 1, MaxRange: decimal.MustParse("20")}
	p.Rule = &rule
	data, err := p.Encode()
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestPanelReadsBack(t *testing.T) {
	data := encoded(t)
	p, err := panel.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, again) {
		t.Errorf("reading and writing changes the document:\n%s\n%s", data, again)
	}
	own, err := p.Forms[0].Encode()
	if err != nil {
		t.Fatal(err)
	}
	f, err := panel.ReadForm(own)
	if err != nil || f.Evaluator != "A" || f.Format != panel.FormFormat {
		t.Errorf("form: %+v, %v", f, err)
	}
}

func TestFaultsAreNamed(t *testing.T) {
	cases := []struct{ name, old, new, fault, field string }{
		{"withdrawal without a reason", `"reason": "因病"`, `"reason": " "`, "missing", "withdrawals[0].reason"},
		{"withdrawal of nobody", `"evaluator": "B",
      "reason": "因病"`, `"evaluator": "X",
      "reason": "因病"`, "reference", "withdrawals[0].evaluator"},
		{"points above the weight", `"points": "40"`, `"points": "40.01"`, "range", "forms[0].answers[0].points"},
		{"points below 0", `"points": "40"`, `"points": "-0.01"`, "range", "forms[0].answers[0].points"},
		{"too many places", `"points": "40"`, `"points": "39.00001"`, "places", "forms[0].answers[0].points"},
		{"recusal without a reason", `"reason": "本人参与过该项目"`, `"reason": "  "`, "missing", "forms[0].answers[1].recusal.reason"},
		{"arbitration without a reason", `"reason": "会商"`, `"reason": ""`, "missing", "arbitrations[0].reason"},
		{"arbitrated points above the weight", `"points": "34"`, `"points": "41"`, "range", "arbitrations[0].points"},
		{"unknown evaluator", `"evaluator": "A"`, `"evaluator": "X"`, "reference", "forms[0].evaluator"},
		{"unknown indicator", `"indicator": "a"`, `"indicator": "x"`, "reference", "forms[0].answers[0].indicator"},
		{"indicator answered twice", `"indicator": "c"`, `"indicator": "a"`, "duplicate-id", "forms[0].answers[2].indicator"},
		{"unknown state", `"state": "submitted"`, `"state": "sent"`, "choice", "forms[0].state"},
		{"member twice", `"id": "B"`, `"id": "A"`, "duplicate-id", "members[1].id"},
		{"unknown method", `"method": "trimmed-mean"`, `"method": "mode"`, "choice", "rule.method"},
		{"nothing to drop", `"dropHighest": 1,
    "dropLowest": 1,`, ``, "missing", "rule.dropHighest"},
		{"bound above 100 %", `"maxRange": "20"`, `"maxRange": "101"`, "range", "rule.maxRange"},
		{"a last day that no month has", `"due": "2024-03-31"`, `"due": "2024-03-32"`, "range", "due"},
		{"a last day without a year", `"due": "2024-03-31"`, `"due": "--03-31"`, "range", "due"},
		{"no name", `"id": "p1"`, `"id": ""`, "missing", "id"},
		{"format", `"format": "zhunsheng/panel/1"`, `"format": "zhunsheng/panel/2"`, "format", "format"},
		{"unknown member", `"arbitrations"`, `"arbitration"`, "unknown-member", "arbitration"},
		{"fault of the evaluation", `"fiscalYear": 2023`, `"fiscalYear": 1492`, "range", "fiscalYear"},
		{"no evaluation", `"evaluation": {`, `"evaluation": null, "rest": {`, "unknown-member", "rest"},
	}
	data := string(encoded(t))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(data, c.old) {
				t.Fatalf("the document holds no %s", c.old)
			}
			_, err := panel.Read([]byte(strings.Replace(data, c.old, c.new, 1)))
			var fault *scoring.InputError
			if !errors.As(err, &fault) || fault.Fault != c.fault || fault.Field != c.field {
				t.Errorf("got %v, want %s at %s", err, c.fault, c.field)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(encoded(f))
	f.Add([]byte(`{"format":"zhunsheng/panel/1","id":"p","evaluation":{},"members":[]}`))
	f.Add([]byte(`{"format":"zhunsheng/panel-form/1","evaluator":"A","state":"draft"}`))
	s := scoringtest.Scheme(f, assets.NationalScheme)
	f.Fuzz(func(t *testing.T, data []byte) {
		if form, err := panel.ReadForm(data); err == nil {
			if _, err := form.Encode(); err != nil {
				t.Fatal(err)
			}
		}
		p, err := panel.Read(data)
		if err != nil {
			return
		}
		if _, err := p.Encode(); err != nil {
			t.Fatal(err)
		}
		if _, err := panel.Tally(s, p); err != nil && !errors.Is(err, panel.ErrScheme) {
			t.Fatal(err)
		}
	})
}
