package scoring_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/scoring"
)

// numericRow draws a row with a method that takes numbers.
func numericRow(t *rapid.T) scoring.Indicator {
	methods := []scoring.MethodKind{scoring.MethodProportional, scoring.MethodCeiling, scoring.MethodEquality, scoring.MethodPassLine}
	figure := rapid.Int64Range(0, 1_000_000)
	number := func(label string) string { return decimal.MustNew(figure.Draw(t, label), 2).String() }
	r := row("1", number("target"), number("actual"), scoring.Method{
		Kind:     rapid.SampledFrom(methods).Draw(t, "method"),
		Ceiling:  rapid.SampledFrom([]scoring.CeilingFormula{"", scoring.CeilingLinear}).Draw(t, "ceiling"),
		Equality: rapid.SampledFrom([]scoring.EqualityRule{"", scoring.EqualityTwoSided}).Draw(t, "equality"),
	})
	r.Weight = decimal.MustNew(rapid.Int64Range(0, 3000).Draw(t, "weight"), 2)
	r.State = rapid.SampledFrom([]scoring.State{"", "", "", scoring.StateNotApplicable, scoring.StateNoEvidence, scoring.StateNotDue}).Draw(t, "state")
	return r
}

func TestScoreProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(numericRow), 0, 12).Draw(t, "rows")
		e := evaluation(rows...)
		card := scoring.Score(national(), e)
		for i := range card.Lines {
			line := &card.Lines[i]
			if line.Points.IsNeg() || line.Points.Cmp(line.Weight) > 0 {
				t.Fatalf("row %d: %s of %s", i, line.Points, line.Weight)
			}
		}
		again, err := json.Marshal(scoring.Score(national(), e))
		if err != nil {
			t.Fatal(err)
		}
		once, _ := json.Marshal(card)
		if !bytes.Equal(once, again) {
			t.Fatal("replay differs")
		}
		if card.Total.Cmp(card.Highest.Total) > 0 {
			t.Fatalf("total %s above the highest reachable %s", card.Total, card.Highest.Total)
		}
		if len(rows) > 1 {
			swapped := evaluation(append([]scoring.Indicator{rows[len(rows)-1]}, rows[:len(rows)-1]...)...)
			if got := scoring.Score(national(), swapped).Total; got.Cmp(card.Total) != 0 {
				t.Fatalf("order of rows changes the total: %s, %s", card.Total, got)
			}
		}
	})
}

// TestOrderOfRowsNeverMatters: any permutation of the rows leaves each row its weight and points, under the evaluation's own scheme and
// under another one, which apportions its weights anew.
func TestOrderOfRowsNeverMatters(t *testing.T) {
	other := national()
	other.ID = "other"
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(numericRow), 2, 12).Draw(t, "rows")
		order := make([]int, len(rows))
		for i := range rows {
			rows[i].ID, order[i] = fmt.Sprintf("i%d", i), i
			rows[i].Level1 = rapid.SampledFrom([]string{"产出指标", "效益指标", "满意度指标"}).Draw(t, "level")
			if rapid.Bool().Draw(t, "equal weight") { // ties of remainders
				rows[i].Weight = dec("3")
			}
		}
		permuted := make([]scoring.Indicator, len(rows))
		for i, from := range rapid.Permutation(order).Draw(t, "order") {
			permuted[i] = rows[from]
		}
		for _, s := range []*scoring.Scheme{national(), other} {
			left, right := scoring.Score(s, evaluation(rows...)), scoring.Score(s, evaluation(permuted...))
			if left.Total.Cmp(right.Total) != 0 || left.Grade != right.Grade || left.Highest.Total.Cmp(right.Highest.Total) != 0 {
				t.Fatalf("%s: %s %s and %s %s", s.ID, left.Total, left.Grade, right.Total, right.Grade)
			}
			for i := range permuted {
				k := slices.IndexFunc(rows, func(r scoring.Indicator) bool { return r.ID == permuted[i].ID })
				a, b := &left.Lines[k], &right.Lines[i]
				if a.Weight.Cmp(b.Weight) != 0 || a.Points.Cmp(b.Points) != 0 {
					t.Fatalf("%s, row %s: %s of %s and %s of %s", s.ID, rows[k].ID, a.Points, a.Weight, b.Points, b.Weight)
				}
			}
		}
	})
}

// TestReweighTies: of equal remainders the larger own weight comes first, then the smaller ID.
func TestReweighTies(t *testing.T) {
	other := national()
	other.ID = "other"
	weights := func(rows ...scoring.Indicator) map[string]string {
		card, got := scoring.Score(other, evaluation(rows...)), map[string]string{}
		for i := range rows {
			got[rows[i].ID] = card.Lines[i].Weight.String()
		}
		return got
	}
	named := func(id, weight string) scoring.Indicator {
		r := full(weight)
		r.ID = id
		return r
	}
	for _, rows := range [][]scoring.Indicator{
		{named("a", "1"), named("b", "1"), named("c", "1")}, {named("c", "1"), named("b", "1"), named("a", "1")},
	} {
		if got := weights(rows...); got["a"] != "16.67" || got["b"] != "16.67" || got["c"] != "16.66" {
			t.Errorf("equal weights: %v", got)
		}
	}
	// 50 x 1/16 = 3.125, 50 x 3/16 = 9.375, 50 x 5/16 = 15.625, 50 x 7/16 = 21.875: every remainder is half a unit, and two units are left.
	for _, rows := range [][]scoring.Indicator{
		{named("a", "1"), named("b", "3"), named("c", "5"), named("d", "7")}, {named("d", "7"), named("a", "1"), named("c", "5"), named("b", "3")},
	} {
		if got := weights(rows...); got["a"] != "3.12" || got["b"] != "9.37" || got["c"] != "15.63" || got["d"] != "21.88" {
			t.Errorf("larger weight first: %v", got)
		}
	}
}

// TestBetterActualNeverLowers: a monotone method never grants less for a better actual.
func TestBetterActualNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		figure := rapid.Int64Range(0, 100_000)
		want := decimal.MustNew(figure.Draw(t, "target"), 2).String()
		low, high := figure.Draw(t, "a"), figure.Draw(t, "b")
		if low > high {
			low, high = high, low
		}
		points := func(actual int64, method scoring.Method) decimal.Decimal {
			return scoring.Score(national(), evaluation(row("17.5", want, decimal.MustNew(actual, 2).String(), method))).Lines[0].Points
		}
		for _, method := range []scoring.Method{kind(scoring.MethodProportional), {Kind: scoring.MethodPassLine, PassLine: dec("60")}} {
			if points(low, method).Cmp(points(high, method)) > 0 {
				t.Fatalf("%s against %s: more earns less", method.Kind, want)
			}
		}
		for _, formula := range []scoring.CeilingFormula{scoring.CeilingRatio, scoring.CeilingLinear} {
			method := scoring.Method{Kind: scoring.MethodCeiling, Ceiling: formula}
			if points(low, method).Cmp(points(high, method)) < 0 {
				t.Fatalf("ceiling %s against %s: less earns less", formula, want)
			}
		}
	})
}

func TestFullMarksStayFullUnderRescale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "dropped")
		rows := make([]scoring.Indicator, 0, 10)
		for i := range 10 {
			if i < n {
				rows = append(rows, dropped("9"))
			} else {
				rows = append(rows, full("9"))
			}
		}
		if got := scoring.Score(national(), evaluation(rows...)).Total; got.Cmp(dec("100")) != 0 {
			t.Fatalf("%d rows dropped: total %s", n, got)
		}
	})
}

// TestTotalFollowsItsSteps: the first step is the sum of the rounded rows, each further one follows from the one before, and the last
// is the total, with the grade of the printed figure. The sums are formed here anew, over fractions.
func TestTotalFollowsItsSteps(t *testing.T) {
	capped := national()
	capped.Caps = []scoring.TotalCap{{Below: dec("80"), Max: dec("89")}, {Below: dec("60"), Max: dec("59")}}
	capped.OverAchievement = scoring.OverAchievementRule{Threshold: dec("130"), Deduct: dec("2")}
	rapid.Check(t, func(t *rapid.T) {
		e := evaluation(rapid.SliceOfN(rapid.Custom(numericRow), 1, 9).Draw(t, "rows")...)
		e.Funds[0].Executed = some(decimal.MustNew(rapid.Int64Range(0, 12000).Draw(t, "executed"), 2).String())
		card := scoring.Score(capped, e)
		points, all, applicable := new(big.Rat), new(big.Rat), new(big.Rat)
		for i := range card.Lines {
			line := &card.Lines[i]
			points.Add(points, fraction(line.Points))
			all.Add(all, fraction(line.Weight))
			if line.State != scoring.StateNotApplicable && line.State != scoring.StateNotDue {
				applicable.Add(applicable, fraction(line.Weight))
			}
		}
		execution := fraction(card.Execution.Points)
		want := new(big.Rat).Add(points, execution)
		for _, step := range card.Steps {
			switch step.Kind {
			case scoring.StepRescale:
				want = execution
				if applicable.Sign() > 0 {
					scaled := new(big.Rat).Quo(new(big.Rat).Mul(points, all), applicable)
					want = new(big.Rat).Add(execution, fraction(halfUp(scaled)))
				}
			case scoring.StepDeduction:
				want = new(big.Rat).Sub(want, fraction(dec(step.Reason.Args["points"])))
			case scoring.StepCap:
				if want.Cmp(fraction(step.After)) <= 0 {
					t.Fatalf("a cap of %s raises %s", step.After, want.FloatString(4))
				}
				want = fraction(step.After)
			case scoring.StepFloor:
				want = new(big.Rat)
			}
			if fraction(step.After).Cmp(want) != 0 {
				t.Fatalf("after %s: %s, want %s", step.Kind, step.After, want.FloatString(4))
			}
		}
		last := card.Steps[len(card.Steps)-1]
		if last.Kind != scoring.StepTotal || last.After.Cmp(card.Total) != 0 || card.Grade != capped.GradeOf(card.Total) {
			t.Fatalf("total %s, grade %s, last step %+v", card.Total, card.Grade, last)
		}
	})
}

func fraction(d decimal.Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// halfUp rounds a fraction that is not negative to two places, ties upwards.
func halfUp(r *big.Rat) decimal.Decimal {
	n := new(big.Rat).Mul(r, big.NewRat(100, 1))
	n.Add(n, big.NewRat(1, 2))
	return decimal.MustNew(new(big.Int).Quo(n.Num(), n.Denom()).Int64(), 2)
}
