package scoring_test

import (
	"testing"

	"zhunsheng/scoring"
)

// TestMethods covers every method at, below, above and around its bounds. Each case is named after its rule.
func TestMethods(t *testing.T) {
	linear := scoring.Method{Kind: scoring.MethodCeiling, Ceiling: scoring.CeilingLinear}
	twoSided := scoring.Method{Kind: scoring.MethodEquality, Equality: scoring.EqualityTwoSided}
	pass60 := scoring.Method{Kind: scoring.MethodPassLine, PassLine: dec("60")}
	bands := scoring.Method{Kind: scoring.MethodBanded, Bands: []scoring.Band{
		{AtLeast: dec("95"), Earns: dec("100")}, {AtLeast: dec("80"), Earns: dec("50")},
	}}
	completion := scoring.Method{Kind: scoring.MethodBanded, Basis: scoring.BandCompletion, Bands: bands.Bands}
	satisfied := scoring.Method{Kind: scoring.MethodSatisfaction, Bands: []scoring.Band{
		{AtLeast: dec("90"), Earns: dec("100")}, {AtLeast: dec("60"), Earns: dec("50")},
	}}
	perCase := scoring.Method{Kind: scoring.MethodDeduction, Deduct: dec("2")}
	perPercent := scoring.Method{Kind: scoring.MethodDeduction, Step: dec("1"), Deduct: dec("1")}
	perDay := scoring.Method{Kind: scoring.MethodDeadline, Per: scoring.LateDay, Deduct: dec("0.5")}
	perMonth := scoring.Method{Kind: scoring.MethodDeadline, Per: scoring.LateMonth, Deduct: dec("2")}
	share := scoring.Method{Kind: scoring.MethodFormula, Expression: "actual / target"}

	cases := []struct {
		rule              string
		weight, want, got string
		method            scoring.Method
		points            string
		met               bool
	}{
		{"≥ met", "10", "≥95%", "95%", kind(scoring.MethodProportional), "10", true},
		{"≥ exceeded earns no more", "10", "≥95%", "120%", kind(scoring.MethodProportional), "10", true},
		{"≥ just short", "10", "≥95%", "94.99%", kind(scoring.MethodProportional), "10.00", false},
		{"≥ short", "10", "100项", "96.85项", kind(scoring.MethodProportional), "9.69", false},
		{"≥ half-up at 9.685", "10", "1000", "968.5", kind(scoring.MethodProportional), "9.69", false},
		{"≥ just under the tie", "10", "1000", "968.4999999999", kind(scoring.MethodProportional), "9.68", false},
		{"≥ displayed rate would mislead", "20", "3", "2", kind(scoring.MethodProportional), "13.33", false},
		{"≥ zero reached", "10", "≥5", "0", kind(scoring.MethodProportional), "0", false},
		{"≥ zero target is met by anything", "10", "≥0", "0", kind(scoring.MethodProportional), "10", true},
		{"> needs more than the figure", "10", ">95%", "95%", kind(scoring.MethodProportional), "10", false},
		{"units are converted", "10", "1万元", "5000元", kind(scoring.MethodProportional), "5", false},
		{"decimal weight", "22.5", "10", "9", kind(scoring.MethodProportional), "20.25", false},

		{"≤ kept", "10", "≤5300", "5300", kind(scoring.MethodCeiling), "10", true},
		{"≤ ratio", "10", "≤5300", "5830", kind(scoring.MethodCeiling), "9.09", false},
		{"≤ linear", "10", "≤5300", "5830", linear, "9.00", false},
		{"≤ linear at twice the target", "10", "≤100", "200", linear, "0", false},
		{"≤ linear beyond twice", "10", "≤100", "900", linear, "0", false},
		{"≤ zero target is all or nothing", "10", "≤0次", "1次", kind(scoring.MethodCeiling), "0", false},
		{"≤ zero target kept", "10", "≤0次", "0次", kind(scoring.MethodCeiling), "10", true},

		{"= reached", "10", "=100%", "100%", kind(scoring.MethodEquality), "10", true},
		{"= one-sided above", "10", "=100", "130", kind(scoring.MethodEquality), "10", true},
		{"= one-sided below", "10", "=100", "90", kind(scoring.MethodEquality), "9", false},
		{"= two-sided above", "10", "=100", "110", twoSided, "9", false},
		{"= two-sided below", "10", "=100", "90", twoSided, "9", false},
		{"= two-sided far off", "10", "=100", "250", twoSided, "0", false},
		{"= zero is all or nothing: missed", "10", "=0件", "1件", kind(scoring.MethodEquality), "0", false},
		{"= zero is all or nothing: reached", "10", "=0件", "0件", kind(scoring.MethodEquality), "10", true},

		{"interval: lower bound", "10", "90%-95%", "90%", kind(scoring.MethodInterval), "10", true},
		{"interval: upper bound", "10", "90%-95%", "95%", kind(scoring.MethodInterval), "10", true},
		{"interval: below", "10", "90%-95%", "81%", kind(scoring.MethodInterval), "9", false},
		{"interval: above", "10", "90%-95%", "100%", kind(scoring.MethodInterval), "9.5", false},

		{"pass line: at it", "10", "≥100", "60", pass60, "6", false},
		{"pass line: just below", "10", "≥100", "59.99", pass60, "0", false},
		{"pass line: met", "10", "≥100", "100", pass60, "10", true},

		{"bands: top", "8", "", "95", bands, "8", true},
		{"bands: second", "8", "", "94.99", bands, "4", false},
		{"bands: below all", "8", "", "79.99", bands, "0", false},
		{"bands of completion", "8", "≥200", "190", completion, "8", true},
		{"bands of completion: second", "8", "≥200", "160", completion, "4", false},

		{"satisfaction: full band", "10", "≥90%", "90%", satisfied, "10", true},
		{"satisfaction: half band", "10", "≥90%", "89.9%", satisfied, "5", false},
		{"satisfaction: below", "10", "≥90%", "59%", satisfied, "0", false},
		{"satisfaction without bands is proportional", "10", "≥90%", "81%", kind(scoring.MethodSatisfaction), "9", false},

		{"deduction per occurrence", "10", "", "3次", perCase, "4", false},
		{"deduction: none occurred", "10", "", "0次", perCase, "10", true},
		{"deduction: not below 0", "10", "", "9次", perCase, "0", false},
		{"deduction per step short", "10", "≥95%", "92.5%", perPercent, "8", false},
		{"deduction per step: met", "10", "≥95%", "96%", perPercent, "10", true},

		{"deadline: in time", "10", "2022年12月底前", "2022年12月31日", kind(scoring.MethodDeadline), "10", true},
		{"deadline: late is nothing", "10", "2022年12月底前", "2023年1月1日", kind(scoring.MethodDeadline), "0", false},
		{"deadline: per day late", "10", "2022年12月底前", "2023年1月3日", perDay, "8.5", false},
		{"deadline: a month begun counts whole", "10", "2022年9月30日前", "2022年10月5日", perMonth, "8", false},

		{"formula", "10", "200", "150", share, "7.50", false},
		{"formula is cut to the weight", "10", "200", "450", share, "10", true},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			card := scoring.Score(national(), evaluation(row(c.weight, c.want, c.got, c.method)))
			line := &card.Lines[0]
			if line.Pending {
				t.Fatalf("pending: %v", line.Problem)
			}
			wantPoints(t, "points", line.Points, c.points)
			if line.Points.Scale() != 2 {
				t.Errorf("%s has %d places, want 2", line.Points, line.Points.Scale())
			}
			if line.Met != c.met {
				t.Errorf("met: got %v, want %v", line.Met, c.met)
			}
			if line.Explain().Rule.Key == "" || line.Explain().Source != "财预〔2020〕10号" {
				t.Errorf("explanation lacks a rule or source: %+v", line.Explain())
			}
		})
	}
}

// TestQualitativeTier: points outside the chosen tier are refused; 80 and 60 belong to the upper tier.
func TestQualitativeTier(t *testing.T) {
	cases := []struct {
		name, tier, points string
		want               string // "" is refused
	}{
		{"top of the first tier", "reached", "10", "10"},
		{"80 % belongs to the first tier", "reached", "8", "8"},
		{"below the first tier", "reached", "7.99", ""},
		{"80 % is not the second tier", "partly", "8", ""},
		{"60 % belongs to the second tier", "partly", "6", "6"},
		{"60 % is not the third tier", "missed", "6", ""},
		{"nothing", "missed", "0", "0"},
		{"above the weight", "reached", "10.01", ""},
		{"unknown tier", "best", "10", ""},
		{"no tier", "", "10", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := row("10", "效果明显", "效果明显", kind(scoring.MethodTier))
			r.Judgement = scoring.Judgement{Tier: c.tier, Points: some(c.points)}
			line := &scoring.Score(national(), evaluation(r)).Lines[0]
			if line.Pending != (c.want == "") {
				t.Fatalf("pending %v (%v), want points %q", line.Pending, line.Problem, c.want)
			}
			if c.want != "" {
				wantPoints(t, "points", line.Points, c.want)
			} else if line.Problem.IsZero() || !line.Points.IsZero() {
				t.Errorf("refused without a problem or with points: %+v", line)
			}
		})
	}
	t.Run("no points: the top of the first tier, none for the others", func(t *testing.T) {
		r := row("10", "效果明显", "效果明显", kind(scoring.MethodTier))
		r.Judgement.Tier = "reached"
		wantPoints(t, "points", scoring.Score(national(), evaluation(r)).Lines[0].Points, "10")
		r.Judgement.Tier = "partly"
		if !scoring.Score(national(), evaluation(r)).Lines[0].Pending {
			t.Error("the second tier has no natural top, yet the row is scored")
		}
	})
}

func TestYesNo(t *testing.T) {
	cases := []struct {
		name, actual, answer string
		want                 string
	}{
		{"answered yes", "9项", scoring.AnswerYes, "10"},
		{"answered no", "未开展", scoring.AnswerNo, "0"},
		{"read from the actual", "已完成", "", "10"},
		{"read from the actual: not done", "未完成", "", "0"},
		{"a count of nothing contradicts yes", "0项", scoring.AnswerYes, ""},
		{"nothing says", "9项", "", ""},
		{"empty actual", "", scoring.AnswerYes, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := row("10", "", c.actual, kind(scoring.MethodYesNo))
			r.Judgement.Answer = c.answer
			line := &scoring.Score(national(), evaluation(r)).Lines[0]
			if line.Pending != (c.want == "") {
				t.Fatalf("pending %v (%v), want %q", line.Pending, line.Problem, c.want)
			}
			if c.want != "" {
				wantPoints(t, "points", line.Points, c.want)
			}
		})
	}
}

func TestManualNeedsReason(t *testing.T) {
	r := row("10", "按要求", "基本达到", kind(scoring.MethodManual))
	r.Judgement.Points = some("8.5")
	if !scoring.Score(national(), evaluation(r)).Lines[0].Pending {
		t.Error("points by hand count without a reason")
	}
	r.Reason = "验收尚余两项整改"
	wantPoints(t, "points", scoring.Score(national(), evaluation(r)).Lines[0].Points, "8.5")
	r.Judgement.Points = some("10.5")
	if !scoring.Score(national(), evaluation(r)).Lines[0].Pending {
		t.Error("points above the weight count")
	}
}

// TestAPlainFigureIsAPercentage: a figure without a unit is taken in the target's where it cannot be a share, and zero is zero in any.
func TestAPlainFigureIsAPercentage(t *testing.T) {
	for _, c := range []struct{ want, got, points string }{
		{"≥95%", "95", "10.00"},
		{"≥95%", "96.5", "10.00"},
		{"≥90%", "0", "0.00"},
		{"≥0.9", "0.95", "10.00"},
		{"≥0.5%", "0.6", "10.00"},
		{"≥90", "95%", "10.00"},
		{"≥1", "2", "10.00"},
		{"≥3年2个月", "38个月", "10.00"},
		{"≥3年2个月", "3年", "9.47"},
	} {
		line := &scoring.Score(national(), evaluation(row("10", c.want, c.got, kind(scoring.MethodProportional)))).Lines[0]
		if line.Pending || line.Points.Cmp(dec(c.points)) != 0 {
			t.Errorf("%s with %s: %s, pending %v %s", c.want, c.got, line.Points, line.Pending, line.Problem.Key)
		}
	}
}

// TestUnreadableRowsWait: what cannot be scored says why, and is never scored as zero silently.
func TestUnreadableRowsWait(t *testing.T) {
	cases := []struct {
		name, want, got string
		method          scoring.MethodKind
		problem         string
	}{
		{"no target", "", "9", scoring.MethodProportional, "problem.no-target"},
		{"no actual", "≥9", "", scoring.MethodProportional, "problem.no-actual"},
		{"words for a number", "≥9", "效果明显", scoring.MethodProportional, "problem.not-a-number"},
		{"words for a target", "及时", "9", scoring.MethodCeiling, "problem.not-a-number"},
		{"a percentage for a share", "≥0.9", "88%", scoring.MethodProportional, "problem.units-differ"},
		{"a share for a percentage", "≥90%", "0.88", scoring.MethodProportional, "problem.units-differ"},
		{"a share under a ceiling", "≤5%", "0.03", scoring.MethodCeiling, "problem.units-differ"},
		{"a share for an interval", "90%-95%", "0.93", scoring.MethodInterval, "problem.units-differ"},
		{"a share of the satisfied", "≥90%", "0.88", scoring.MethodSatisfaction, "problem.units-differ"},
		{"a percentage against one", "=1", "100%", scoring.MethodEquality, "problem.units-differ"},
		{"an exponent as target", "≥1e3", "900", scoring.MethodProportional, "problem.not-a-number"},
		{"an exponent as actual", "≥100", "1E3", scoring.MethodProportional, "problem.not-a-number"},
		{"a target too long", "≥12345678901234567890", "9", scoring.MethodProportional, "problem.out-of-range"},
		{"an actual too long", "≥9", "12345678901234567890家", scoring.MethodProportional, "problem.out-of-range"},
		{"a control character", "≥9\x000", "9", scoring.MethodProportional, "problem.not-a-number"},
		{"negative actual", "≥9", "-3", scoring.MethodProportional, "problem.negative"},
		{"no range", "≥9", "9", scoring.MethodInterval, "problem.no-range"},
		{"no date", "及时", "2022年1月1日", scoring.MethodDeadline, "problem.no-date"},
		{"no bands", "≥9", "9", scoring.MethodBanded, "problem.no-bands"},
		{"no formula", "≥9", "9", scoring.MethodFormula, "problem.expression.empty"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			line := &scoring.Score(national(), evaluation(row("10", c.want, c.got, kind(c.method)))).Lines[0]
			if !line.Pending || line.Problem.Key != c.problem || !line.Points.IsZero() {
				t.Errorf("got %+v, want pending for %s", line, c.problem)
			}
		})
	}
}
