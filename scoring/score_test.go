package scoring_test

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
)

func TestExecution(t *testing.T) {
	banded := national()
	banded.Execution = scoring.ExecutionRule{Weight: dec("5"), Bands: []scoring.Band{
		{AtLeast: dec("90"), Earns: dec("100")}, {AtLeast: dec("75"), Earns: dec("80")},
	}}
	initial := national()
	initial.Execution.Denominator = scoring.InitialBudget
	cases := []struct {
		rule                        string
		scheme                      *scoring.Scheme
		initial, adjusted, executed string
		points, rate, problem       string
	}{
		{"executed / adjusted", national(), "16052", "12480.11", "9459.61", "7.58", "75.80", ""},
		{"executed / initial where the scheme says so", initial, "16052", "12480.11", "9459.61", "5.89", "58.93", ""},
		{"by bands on the exact rate", banded, "16052", "12480.11", "9459.61", "4", "75.80", ""},
		{"by bands: 89.999 % is not 90 %", banded, "", "100000", "89999", "4", "90.00", ""},
		{"by bands: below all", banded, "", "100", "74.99", "0", "74.99", ""},
		{"99.985 % prints as 99.99", national(), "", "100000", "99985", "10.00", "99.99", ""},
		{"99.9949 % prints as 99.99", national(), "", "1000000", "999949", "10.00", "99.99", ""},
		{"a displayed rate that would give a wrong score", national(), "", "30000", "28999.5", "9.67", "96.67", ""},
		{"102.59 % is capped and said", national(), "", "329.77", "338.31", "10", "102.59", "problem.overspent"},
		{"zero budget scores 0 and is a problem", national(), "", "0", "5", "0", "", "problem.zero-budget"},
		{"no budget", national(), "", "", "5", "0", "", "problem.no-funds"},
		{"nothing spent", national(), "", "100", "0", "0", "0.00", ""},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			e := evaluation()
			e.Funds = []scoring.FundRow{{Name: "年度资金总额"}}
			for _, amount := range []struct {
				to   *decimal.NullDecimal
				text string
			}{{&e.Funds[0].Initial, c.initial}, {&e.Funds[0].Adjusted, c.adjusted}, {&e.Funds[0].Executed, c.executed}} {
				if amount.text != "" {
					*amount.to = some(amount.text)
				}
			}
			line := scoring.Score(c.scheme, e).Execution
			wantPoints(t, "points", line.Points, c.points)
			if line.Rate.Valid != (c.rate != "") || (c.rate != "" && line.Rate.Decimal.String() != c.rate) {
				t.Errorf("rate: got %v, want %q", line.Rate, c.rate)
			}
			if line.Problem.Key != c.problem {
				t.Errorf("problem: got %q, want %q", line.Problem.Key, c.problem)
			}
		})
	}
}

func full(weight string) scoring.Indicator {
	return row(weight, "1", "1", kind(scoring.MethodProportional))
}

func dropped(weight string) scoring.Indicator {
	r := full(weight)
	r.State = scoring.StateNotApplicable
	return r
}

func TestTotalStepsInOrder(t *testing.T) {
	capped := national()
	capped.Caps = []scoring.TotalCap{{Below: dec("80"), Max: dec("89")}, {Below: dec("70"), Max: dec("79")}}
	capped.OverAchievement = scoring.OverAchievementRule{Threshold: dec("130"), Deduct: dec("2")}

	t.Run("sum of rounded rows", func(t *testing.T) {
		third := row("30", "3", "1", kind(scoring.MethodProportional)) // 10.00 each
		card := scoring.Score(national(), evaluation(third, third, third))
		wantPoints(t, "total", card.Total, "40.00")
	})
	t.Run("rescale over the indicators, the execution row stands", func(t *testing.T) {
		half := row("40", "2", "1", kind(scoring.MethodProportional)) // 20 of 40
		card := scoring.Score(national(), evaluation(half, full("40"), dropped("10")))
		wantPoints(t, "total", card.Total, "77.50") // 10 + 60 x 90/80
		if len(card.Steps) != 3 || card.Steps[1].Kind != scoring.StepRescale {
			t.Errorf("steps: %+v", card.Steps)
		}
	})
	t.Run("a total rescaled to 89.995 prints as 90.00 and is 优", func(t *testing.T) {
		part := row("60", "60", "53.33", kind(scoring.MethodProportional))
		card := scoring.Score(national(), evaluation(part, dropped("30"))) // 10 + 53.33 x 90/60
		wantPoints(t, "total", card.Total, "90.00")
		if card.Grade != "优" {
			t.Errorf("grade %s beside total %s", card.Grade, card.Total)
		}
	})
	t.Run("deduction, then cap", func(t *testing.T) {
		e := evaluation(row("90", "100", "131", kind(scoring.MethodProportional)))
		e.Funds[0].Executed = some("75")
		card := scoring.Score(capped, e)
		wantPoints(t, "total", card.Total, "89") // 7.5 + 90 - 2 = 95.5, capped
		e.Funds[0].Executed = some("69.99")
		wantPoints(t, "total", scoring.Score(capped, e).Total, "79")
		e.Funds[0].Executed = some("80")
		wantPoints(t, "total", scoring.Score(capped, e).Total, "96")
	})
	t.Run("130 % exactly is over-achievement, just below is not", func(t *testing.T) {
		wantPoints(t, "at", scoring.Score(capped, evaluation(row("90", "100", "130", kind(scoring.MethodProportional)))).Total, "98")
		wantPoints(t, "below", scoring.Score(capped, evaluation(row("90", "100", "129.99", kind(scoring.MethodProportional)))).Total, "100")
	})
	t.Run("no evidence is neither low nor absent", func(t *testing.T) {
		r := full("90")
		r.State = scoring.StateNoEvidence
		card := scoring.Score(national(), evaluation(r))
		wantPoints(t, "total", card.Total, "10")
		if card.Pending != 0 || card.Factor.Valid {
			t.Errorf("pending %d, factor %v", card.Pending, card.Factor)
		}
	})
	t.Run("everything not applicable", func(t *testing.T) {
		wantPoints(t, "total", scoring.Score(national(), evaluation(dropped("90"))).Total, "10")
	})
}

func TestGradeIsDecidedOnThePrintedTotal(t *testing.T) {
	cases := []struct{ total, grade string }{
		{"100", "优"}, {"90.00", "优"}, {"89.99", "良"}, {"80.00", "良"}, {"79.99", "中"}, {"60", "中"}, {"59.99", "差"}, {"0", "差"},
	}
	for _, c := range cases {
		if got := national().GradeOf(dec(c.total)); got != c.grade {
			t.Errorf("%s: got %s, want %s", c.total, got, c.grade)
		}
	}
}

func TestDistanceAndMovers(t *testing.T) {
	low := row("10", "10", "5", kind(scoring.MethodProportional))  // loses 5
	tiny := row("10", "10", "9", kind(scoring.MethodProportional)) // loses 1
	e := evaluation(low, tiny, full("70"))
	e.Funds[0].Executed = some("40") // execution 4
	card := scoring.Score(national(), e)
	wantPoints(t, "total", card.Total, "88")
	if card.Next == nil || card.Next.Grade != "优" || card.Next.Distance.Cmp(dec("-2")) != 0 {
		t.Fatalf("next: %+v", card.Next)
	}
	if !card.Lines[0].MovesGrade || card.Lines[1].MovesGrade || card.Lines[2].MovesGrade {
		t.Errorf("only the first row can lift the grade: %v %v %v", card.Lines[0].MovesGrade, card.Lines[1].MovesGrade, card.Lines[2].MovesGrade)
	}
}

// Money that is not filled in yet limits nothing: who begins a form has not lost any points.
func TestMoneyThatIsNotFilledInLimitsNothing(t *testing.T) {
	e := evaluation(full("90"))
	e.Funds[0].Adjusted, e.Funds[0].Executed = some("100"), decimal.NullDecimal{}
	card := scoring.Score(national(), e)
	wantPoints(t, "highest", card.Highest.Total, "100")
	wantPoints(t, "execution", card.Execution.Points, "0")
	if !card.Execution.Open() || len(card.Highest.Limits) != 0 {
		t.Errorf("limits: %+v", card.Highest.Limits)
	}
	e.Funds[0].Adjusted, e.Funds[0].Executed = some("0"), some("0")
	card = scoring.Score(national(), e)
	wantPoints(t, "highest with a budget of nothing", card.Highest.Total, "90")
	if len(card.Highest.Limits) != 1 || card.Highest.Limits[0].Key != "limit.execution.unknown" {
		t.Errorf("a budget of nothing: %+v", card.Highest.Limits)
	}
}

func TestHighestReachable(t *testing.T) {
	e := evaluation(row("50", "10", "5", kind(scoring.MethodProportional)), full("40"))
	e.Funds[0].Adjusted, e.Funds[0].Executed = some("12480.11"), some("9459.61")
	card := scoring.Score(national(), e)
	wantPoints(t, "highest", card.Highest.Total, "97.58")
	if len(card.Highest.Limits) != 1 || card.Highest.Limits[0].Key != "limit.execution" {
		t.Errorf("limits: %+v", card.Highest.Limits)
	}
	e.Indicators[1].State = scoring.StateNoEvidence
	card = scoring.Score(national(), e)
	wantPoints(t, "highest without evidence", card.Highest.Total, "57.58")
}

func TestOverrideNeedsReasonAndStaysVisible(t *testing.T) {
	r := row("90", "10", "5", kind(scoring.MethodProportional))
	r.Override = &scoring.Override{Points: dec("60")}
	if line := scoring.Score(national(), evaluation(r)).Lines[0]; !line.Pending {
		t.Errorf("an override without a reason counts: %+v", line)
	}
	r.Override.Reason = "目标值系笔误，见批复"
	line := scoring.Score(national(), evaluation(r)).Lines[0]
	wantPoints(t, "rule", line.RulePoints, "45")
	wantPoints(t, "counts", line.Points, "60")
	if !line.Overridden {
		t.Error("the override is not marked")
	}
	r.Override.Points = dec("90.01")
	if line := scoring.Score(national(), evaluation(r)).Lines[0]; !line.Pending {
		t.Error("an override above the weight counts")
	}
}

func TestReweighKeepsProportionsAndSumsExactly(t *testing.T) {
	other := national()
	other.ID = "other"
	rows := []scoring.Indicator{full("1"), full("1"), full("1"), full("7")}
	rows[3].Level1 = "效益指标"
	card := scoring.Score(other, evaluation(rows...))
	if !card.Reweighed {
		t.Error("not marked")
	}
	sum, err := exact.Sum(card.Lines[0].Weight, card.Lines[1].Weight, card.Lines[2].Weight)
	if err != nil {
		t.Fatal(err)
	}
	wantPoints(t, "产出", sum, "50")
	wantPoints(t, "first by largest remainder", card.Lines[0].Weight, "16.67")
	wantPoints(t, "third", card.Lines[2].Weight, "16.66")
	wantPoints(t, "效益 takes over 满意度", card.Lines[3].Weight, "40")
	wantPoints(t, "total", card.Total, "100")
}
