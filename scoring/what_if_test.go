package scoring_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

func TestWhatIf(t *testing.T) {
	e := evaluation(row("50", "100", "40", kind(scoring.MethodProportional)), full("40"))
	before, _ := e.Encode()
	effect, err := scoring.WhatIf(national(), e, "a", target.Parse("90", target.Context{}))
	if err != nil {
		t.Fatal(err)
	}
	wantPoints(t, "points", effect.Points, "45")
	wantPoints(t, "points now", effect.PointsNow, "20")
	wantPoints(t, "total", effect.Total, "95")
	wantPoints(t, "difference", effect.Difference, "25")
	if effect.GradeNow != "中" || effect.Grade != "优" {
		t.Errorf("grade %s -> %s", effect.GradeNow, effect.Grade)
	}
	if effect.Explanation.Formula != "50 × 90 ÷ 100 = 45.00" {
		t.Errorf("formula %q", effect.Explanation.Formula)
	}
	if after, _ := e.Encode(); string(after) != string(before) {
		t.Error("the evaluation was changed")
	}

	e.Indicators[0].Override = &scoring.Override{Points: dec("50"), Reason: "会议纪要"}
	effect, err = scoring.WhatIf(national(), e, "a", target.Parse("10", target.Context{}))
	if err != nil || effect.PointsNow.Cmp(dec("50")) != 0 || effect.Points.Cmp(dec("5")) != 0 {
		t.Errorf("an override was made for the present actual: %+v, %v", effect, err)
	}
	if effect, err = scoring.WhatIf(national(), e, "a", target.Parse("较好", target.Context{})); err != nil || effect.Problem.Key != "problem.not-a-number" {
		t.Errorf("words: %+v, %v", effect, err)
	}
	if _, err = scoring.WhatIf(national(), e, "z", target.Value{}); !errors.Is(err, scoring.ErrNoIndicator) {
		t.Errorf("unknown indicator: %v", err)
	}
}

func TestSensitivity(t *testing.T) {
	// 10 + 45 + 24 + 10 = 89: the row that loses points decides. With all weights 10 % off, its 30 can become less.
	e := evaluation(row("30", "100", "80", kind(scoring.MethodProportional)), row("50", "100", "90", kind(scoring.MethodProportional)), full("10"))
	options := scoring.SensitivityOptions{Tolerance: dec("10"), Samples: 400, Seed: 7}
	s := scoring.Sensitive(national(), e, options)
	wantPoints(t, "total", s.Total, "89")
	if s.Grade != "良" || s.HighestIs != "良" || s.LowestIs != "良" || s.Changed != 0 {
		t.Errorf("10 %% off cannot lift 89 to 90: %+v", s)
	}
	options.Tolerance = dec("40")
	s = scoring.Sensitive(national(), e, options)
	if s.HighestIs != "优" || s.LowestIs != "良" || s.Changed == 0 || s.Changed == options.Samples {
		t.Errorf("40 %% off can: %+v", s)
	}
	if len(s.Grades) != 2 || s.Grades[0].Count+s.Grades[1].Count != options.Samples || s.Grades[0].Count != s.Changed {
		t.Errorf("counts: %+v", s.Grades)
	}
	once, _ := json.Marshal(s)
	if twice, _ := json.Marshal(scoring.Sensitive(national(), e, options)); string(once) != string(twice) {
		t.Error("the same seed gives another result")
	}
	options.Tolerance = dec("0")
	if s = scoring.Sensitive(national(), e, options); s.Changed != 0 || s.Lowest.Cmp(s.Highest) != 0 {
		t.Errorf("without tolerance nothing may move: %+v", s)
	}
	if s = scoring.Sensitive(national(), evaluation(), scoring.SensitivityOptions{Tolerance: dec("5")}); s.Changed != 0 || s.Options.Samples != 1000 {
		t.Errorf("an evaluation without indicators: %+v", s)
	}
}

// TestSampledTotalsStayWithinTheExtremes: no drawn set of weights gives a total beyond the extremes by more than what rounding the
// weights to two places can do.
func TestSampledTotalsStayWithinTheExtremes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) scoring.Indicator {
			r := row("1", "100", decimal.MustNew(rapid.Int64Range(0, 100).Draw(t, "actual"), 0).String(), kind(scoring.MethodProportional))
			r.Weight = decimal.MustNew(rapid.Int64Range(100, 3000).Draw(t, "weight"), 2)
			return r
		}), 1, 6).Draw(t, "rows")
		s := scoring.Sensitive(national(), evaluation(rows...), scoring.SensitivityOptions{
			Tolerance: decimal.MustNew(rapid.Int64Range(1, 60).Draw(t, "tolerance"), 0), Samples: 30, Seed: rapid.Uint64().Draw(t, "seed"),
		})
		if s.Lowest.Cmp(s.Total) > 0 || s.Highest.Cmp(s.Total) < 0 {
			t.Fatalf("%s outside %s to %s", s.Total, s.Lowest, s.Highest)
		}
		if s.LowestIs == s.HighestIs && s.Changed > 0 {
			slack := dec("0.1")
			for _, bound := range []string{"90", "80", "60"} {
				low, _ := s.Lowest.SubAbs(dec(bound))
				high, _ := s.Highest.SubAbs(dec(bound))
				if low.Cmp(slack) <= 0 || high.Cmp(slack) <= 0 {
					return
				}
			}
			t.Fatalf("%d samples changed the grade between %s and %s", s.Changed, s.Lowest, s.Highest)
		}
	})
}
