package scoring_test

import (
	"bytes"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring"
)

// other is national with levels of other weights, and without 满意度.
func other() *scoring.Scheme {
	s := national()
	s.ID, s.Execution.Weight = "other", dec("20")
	s.Levels = []scoring.LevelRule{{Name: "产出", Weight: dec("40")}, {Name: "效益", Weight: dec("40")}}
	return s
}

func under(level1, weight string) scoring.Indicator {
	r := row(weight, "10", "5", kind(scoring.MethodProportional))
	r.Level1 = level1
	return r
}

func TestCarryScalesWeightsAndGivenPoints(t *testing.T) {
	judged := under("效益", "30")
	judged.Method.Kind, judged.Judgement = scoring.MethodTier, scoring.Judgement{Tier: "reached", Points: some("24")}
	overridden := under("产出", "20")
	overridden.Override = &scoring.Override{Points: dec("15"), Reason: "现场核查"}
	lost := under("满意度", "10")
	lost.Override = &scoring.Override{Points: dec("7"), Reason: "重新调查"}
	e := evaluation(under("产出", "30"), overridden, judged, lost)
	before, _ := e.Encode()
	ref := scoring.SchemeRef{ID: "other", Version: "1", Hash: "h"}
	after, problems := scoring.Carry(national(), other(), ref, e)
	if again, _ := e.Encode(); !bytes.Equal(before, again) {
		t.Error("the evaluation handed in was changed")
	}
	if after.Scheme != ref {
		t.Errorf("refers to %v", after.Scheme)
	}
	for i, want := range []string{"24", "16", "40", "0"} {
		wantPoints(t, "weight of row "+string(rune('a'+i)), after.Indicators[i].Weight, want)
	}
	wantPoints(t, "override", after.Indicators[1].Override.Points, "12")
	wantPoints(t, "judged", after.Indicators[2].Judgement.Points.Decimal, "32")
	wantPoints(t, "override without a level", after.Indicators[3].Override.Points, "7")
	if len(problems) != 1 || problems[0].Args["level"] != "满意度" {
		t.Errorf("problems %v", problems)
	}
	if e.Indicators[1].Override.Points.Cmp(dec("15")) != 0 {
		t.Error("the override is shared with the copy")
	}
}

func TestCarryToAVersionOfTheSameWeightsChangesNothingElse(t *testing.T) {
	e := evaluation(under("产出", "30"), under("满意度", "7.5"))
	next := national()
	next.Version = "2"
	after, problems := scoring.Carry(national(), next, scoring.SchemeRef{ID: "test", Version: "2"}, e)
	back, _ := scoring.Carry(next, national(), e.Scheme, after)
	a, _ := e.Encode()
	b, _ := back.Encode()
	if len(problems) > 0 || !bytes.Equal(a, b) {
		t.Errorf("there and back:\n%s\n%s\n%v", a, b, problems)
	}
}

func TestLevelsWithoutAPrescribedWeightLeaveTheirIndicatorsAlone(t *testing.T) {
	open := other()
	open.Levels[0].Weight = decimal.Zero
	after, _ := scoring.Carry(national(), open, scoring.SchemeRef{ID: "other", Version: "1"}, evaluation(under("产出", "30"), under("产出", "12.5"), under("效益", "10")))
	for i, want := range []string{"30", "12.5", "40"} {
		wantPoints(t, "weight", after.Indicators[i].Weight, want)
	}
}

// TestCarryGivesWhatScoreUnderGives: what was shown before the scheme was changed is what the evaluation scores after it.
func TestCarryGivesWhatScoreUnderGives(t *testing.T) {
	tiers := map[string][2]int64{"reached": {80, 100}, "partly": {60, 79}, "missed": {0, 59}}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) scoring.Indicator {
			r := numericRow(t)
			r.Level1 = rapid.SampledFrom([]string{"产出", "效益", "满意度"}).Draw(t, "level")
			r.Weight = decimal.MustNew(rapid.Int64Range(100, 3000).Draw(t, "weight"), 2)
			if tier := rapid.SampledFrom([]string{"", "reached", "partly", "missed"}).Draw(t, "tier"); tier != "" {
				bounds := tiers[tier]
				percent := decimal.MustNew(rapid.Int64Range(bounds[0], bounds[1]).Draw(t, "percent"), 2)
				points, err := r.Weight.Mul(percent)
				if err != nil {
					t.Fatal(err)
				}
				r.Method = kind(scoring.MethodTier)
				r.Judgement = scoring.Judgement{Tier: tier, Points: decimal.NullDecimal{Decimal: points, Valid: true}}
			}
			return r
		}), 0, 8).Draw(t, "rows")
		from, to := national(), other()
		to.Levels = append(to.Levels, scoring.LevelRule{Name: "满意度"})
		e := evaluation(rows...)
		after, _ := scoring.Carry(from, to, scoring.SchemeRef{ID: to.ID, Version: to.Version}, e)
		shown, scored := scoring.ScoreUnder(from, to, e), scoring.Score(to, after)
		for i := range shown.Lines {
			a, b := &shown.Lines[i], &scored.Lines[i]
			if a.Weight.Cmp(b.Weight) != 0 || a.Pending != b.Pending {
				t.Fatalf("row %d: weight %s and %s, pending %t and %t (%v)", i, a.Weight, b.Weight, a.Pending, b.Pending, b.Problem)
			}
			// Points that a person gave are rounded once onto the new weight, and may be moved by one place to stay within the tier.
			if d, _ := a.Points.Sub(b.Points); d.Abs().Cmp(dec("0.01")) > 0 {
				t.Fatalf("row %d: %s and %s points", i, a.Points, b.Points)
			}
		}
	})
}
