package scoring_test

import (
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

func TestImpossibleFigures(t *testing.T) {
	satisfied := func(text string) scoring.Indicator {
		r := row("10", "≥90%", text, kind(scoring.MethodSatisfaction))
		return r
	}
	tests := []struct {
		name    string
		prepare func(e *scoring.Evaluation)
		field   string
		key     string
	}{
		{"honest", func(*scoring.Evaluation) {}, "", ""},
		{"spent above the budget", func(e *scoring.Evaluation) { e.Funds[0].Executed = some("180") }, "", ""},
		{"spent on nothing", func(e *scoring.Evaluation) { e.Funds[0].Adjusted = some("0") }, "", ""},
		{"spent at the bound", func(e *scoring.Evaluation) { e.Funds[0].Executed = some("10000") }, "", ""},
		{"spent in another unit", func(e *scoring.Evaluation) { e.Funds[0].Executed = some("10000.01") }, "funds[0].executed", "impossible.execution"},
		{"negative budget", func(e *scoring.Evaluation) { e.Funds[0].Initial = some("-1") }, "funds[0].initial", "impossible.amount.negative"},
		{"too large", func(e *scoring.Evaluation) { e.Funds[0].Initial = some("1000000000000.01") }, "funds[0].initial", "impossible.amount.large"},
		{"largest", func(e *scoring.Evaluation) { e.Funds[0].Initial = some("1000000000000") }, "", ""},
		{"places", func(e *scoring.Evaluation) { e.Funds[0].Adjusted = some("100.1234567") }, "funds[0].adjusted", "impossible.amount.places"},
		{"zeros are no places", func(e *scoring.Evaluation) { e.Funds[0].Adjusted = some("100.1234560") }, "", ""},
		{"of a part", func(e *scoring.Evaluation) {
			e.Parts = []scoring.Part{{ID: "p", Funds: []scoring.FundRow{{Executed: some("-0.01")}}}}
		}, "parts[p].funds[0].executed", "impossible.amount.negative"},
		{"negative weight", func(e *scoring.Evaluation) { e.Indicators[0].Weight = dec("-5") }, "indicators[a].weight", "impossible.weight.negative"},
		{"heavy", func(e *scoring.Evaluation) { e.Indicators[0].Weight = dec("100.5") }, "indicators[a].weight", "impossible.weight.large"},
		{"whole", func(e *scoring.Evaluation) { e.Indicators[0].Weight = dec("100") }, "", ""},
		{"fine weight", func(e *scoring.Evaluation) { e.Indicators[0].Weight = dec("1.00001") }, "indicators[a].weight", "impossible.weight.places"},
		{"judged above", func(e *scoring.Evaluation) { e.Indicators[0].Judgement.Points = some("10.01") }, "indicators[a].judgement.points", "impossible.points"},
		{"overridden below", func(e *scoring.Evaluation) { e.Indicators[0].Override = &scoring.Override{Points: dec("-1")} }, "indicators[a].override.points", "impossible.points"},
		{"printed above", func(e *scoring.Evaluation) { e.Indicators[0].Declared = some("11") }, "indicators[a].declaredScore", "impossible.points"},
		{"printed full", func(e *scoring.Evaluation) { e.Indicators[0].Declared = some("10") }, "", ""},
		{"satisfied", func(e *scoring.Evaluation) { e.Indicators[0] = satisfied("100%"); e.Indicators[0].ID = "a" }, "", ""},
		{"more than satisfied", func(e *scoring.Evaluation) { e.Indicators[0] = satisfied("980%"); e.Indicators[0].ID = "a" }, "indicators[a].actual", "impossible.satisfaction"},
		{"more than promised", func(e *scoring.Evaluation) { e.Indicators[0].Actual = target.Parse("980%", target.Context{}) }, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := evaluation(row("10", "20", "20", kind(scoring.MethodProportional)))
			test.prepare(e)
			found := scoring.ImpossibleFigures(national(), e)
			if test.field == "" {
				if len(found) > 0 {
					t.Errorf("finds %v", found)
				}
				return
			}
			if len(found) != 1 || found[0].Field != test.field || found[0].Reason.Key != test.key {
				t.Errorf("finds %v, want %s at %s", found, test.key, test.field)
			}
		})
	}
}

func TestOnlyTheEditsOwnFiguresTurnImpossible(t *testing.T) {
	before := evaluation(row("10", "20", "20", kind(scoring.MethodProportional)), row("10", "20", "20", kind(scoring.MethodManual)))
	before.Funds[0].Initial = some("-3") // from a file
	before.Indicators[1].Judgement.Points = some("8")
	tests := []struct {
		name string
		edit func(e *scoring.Evaluation)
		want int
	}{
		{"something else", func(e *scoring.Evaluation) { e.Funds[0].Executed = some("90") }, 0},
		{"another negative amount in its place", func(e *scoring.Evaluation) { e.Funds[0].Initial = some("-4") }, 1},
		{"a weight below the points that were given", func(e *scoring.Evaluation) { e.Indicators[1].Weight = dec("5") }, 0},
		{"points above the weight", func(e *scoring.Evaluation) { e.Indicators[1].Judgement.Points = some("12") }, 1},
		{"a much smaller budget", func(e *scoring.Evaluation) { e.Funds[0].Adjusted = some("1") }, 0},
		{"a budget in a much larger unit", func(e *scoring.Evaluation) { e.Funds[0].Adjusted = some("0.0001") }, 1},
		{"two at once", func(e *scoring.Evaluation) { e.Funds[0].Executed, e.Indicators[0].Weight = some("-1"), dec("-1") }, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			after := before.Clone()
			test.edit(after)
			if found := scoring.TurnedImpossible(national(), before, after); len(found) != test.want {
				t.Errorf("finds %v, want %d", found, test.want)
			}
		})
	}
}
