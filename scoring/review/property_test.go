package review_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
)

// drawn is the honest evaluation with some of the changes of the trials made to it, in any order.
func drawn(t *rapid.T) (*scoring.Evaluation, review.Context) {
	var changes []trial
	for _, check := range review.Checks() {
		changes = append(changes, tried[check.ID]...)
	}
	e := rapid.SampledFrom([]func() *scoring.Evaluation{honest, printed}).Draw(t, "start")()
	var known review.Context
	for range rapid.IntRange(0, 6).Draw(t, "changes") {
		c := changes[rapid.IntRange(0, len(changes)-1).Draw(t, "change")]
		if c.do != nil {
			safely(c.do, e)
		}
		if c.known.LastYear != nil || c.known.OtherUnits != nil {
			known = c.known
		}
	}
	return e, known
}

// safely makes a change that may find the rows it wants gone.
func safely(do func(*scoring.Evaluation), e *scoring.Evaluation) {
	defer func() { _ = recover() }() // what an earlier change removed cannot be changed
	do(e)
}

func drawScheme(t *rapid.T) *scoring.Scheme {
	return scoringtest.Scheme(t, rapid.SampledFrom(assets.SchemeIDs()).Draw(t, "scheme"))
}

func review2(s *scoring.Scheme, e *scoring.Evaluation, known review.Context) []review.Finding {
	return review.RunWith(s, e, scoring.Score(s, e), known)
}

func TestNothingIsFoundTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		e, known := drawn(t)
		findings := review2(s, e, known)
		seen := map[[2]string]bool{}
		for _, f := range findings {
			at := [2]string{f.Check, f.Place}
			if seen[at] {
				t.Fatalf("%v is found twice", at)
			}
			seen[at] = true
			if owners := ownedBy[f.Check]; owners != "" {
				for other := range strings.FieldsSeq(owners) {
					if seen[[2]string{other, f.Place}] {
						t.Fatalf("%s and %s report one fault at %s", other, f.Check, f.Place)
					}
				}
			}
		}
		if again := review2(s, e, known); !reflect.DeepEqual(findings, again) {
			t.Fatal("a second run finds something else")
		}
	})
}

// ownedBy lists for a check the earlier checks with which it never shares a place.
var ownedBy = map[string]string{"B3": "A3 A5 B2", "B4": "A3 A5 B2 B3", "D3": "B6"}

func TestOrderOfRowsOnlyOrdersFindings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, known := drawn(t)
		s := scoringtest.Scheme(t, "cn-2020")
		before := review2(s, e, known)
		rows := slices.Clone(e.Indicators)
		order := make([]int, len(rows))
		for i := range order {
			order[i] = i
		}
		for i, from := range rapid.Permutation(order).Draw(t, "order") {
			e.Indicators[i] = rows[from]
		}
		after := review2(s, e, known)
		sortFindings(before)
		sortFindings(after)
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("before %s\nafter %s", brief(before), brief(after))
		}
	})
}

func sortFindings(findings []review.Finding) {
	slices.SortFunc(findings, func(a, b review.Finding) int {
		return cmp.Or(cmp.Compare(a.Check, b.Check), cmp.Compare(a.Place, b.Place))
	})
}

func brief(findings []review.Finding) string {
	var out strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&out, "%s %s %v; ", f.Check, f.Place, f.Message)
	}
	return out.String()
}

// TestAnswersSettleWhatAsksForThem: every finding of an answerable check is settled by an answer, no other is, and a settled finding
// never blocks.
func TestAnswersSettleWhatAsksForThem(t *testing.T) {
	answerable := map[string]bool{}
	for _, c := range review.Checks() {
		answerable[c.ID] = c.Answerable
	}
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		e, known := drawn(t)
		for _, f := range review2(s, e, known) {
			e.Answers = append(e.Answers, scoring.Answer{Check: f.Check, Place: f.Place, Text: "经核实，情况属实，已作说明。"})
		}
		for _, f := range review2(s, e, known) {
			if f.Settled() != answerable[f.Check] {
				t.Fatalf("%s at %s: settled %v", f.Check, f.Place, f.Settled())
			}
			if f.Settled() && f.Blocks() || !f.Settled() && f.Blocks() != (f.Severity == review.Error) {
				t.Fatalf("%s at %s blocks: %v", f.Check, f.Place, f.Blocks())
			}
		}
	})
}

func TestAnAnswerThatSaysNothingSettlesNothing(t *testing.T) {
	for _, text := range []string{"无", "/", " ", "。", "暂无"} {
		c := trial{do: all(money("1000", "700"), answer("C1", "execution", text))}
		if _, findings := c.run(t); review.Blocking(findings) != 1 {
			t.Errorf("%q settles a low execution", text)
		}
	}
	c := trial{do: all(money("1000", "700"), answer("C1", "", "招标流标两次，工程推迟。"))}
	if _, findings := c.run(t); review.Blocking(findings) != 0 {
		t.Error("an answer for the whole evaluation does not settle a low execution")
	}
}

// TestSeverities pins the table of the quality review.
func TestSeverities(t *testing.T) {
	want := map[review.Severity]string{
		review.Error:       "A1 A2 A3 A4 A6 A7 A10 B2 B5 C1 C3 D6 D14 D17",
		review.Warning:     "A5 A8 A9 A12 B1 B3 B4 B6 B7 B8 B9 B10 B11 B12 B13 C2 C5 C6 D1 D2 D3 D4 D5 D7 D8 D10 D13 D16 D18",
		review.Information: "A11 C4 D9 D11 D12 D15",
	}
	count := 0
	for _, c := range review.Checks() {
		if !slices.Contains(strings.Fields(want[c.Severity]), c.ID) {
			t.Errorf("%s is %s", c.ID, c.Severity)
		}
		count++
	}
	if count != 12+13+6+18 {
		t.Errorf("%d checks", count)
	}
	for _, id := range strings.Fields("A1 A2 A3 A4 A6 A7 A10 B5 C3 D6 D17") {
		for _, c := range review.Checks() {
			if c.ID == id && c.Answerable {
				t.Errorf("%s can be answered away", id)
			}
		}
	}
}

// TestExampleIsFinal: the example has answers for everything that asks for one.
func TestExampleIsFinal(t *testing.T) {
	e := scoringtest.Example(t)
	findings := review2(scoringtest.Scheme(t, e.Scheme.ID), e, review.Context{})
	for _, f := range findings {
		if !f.Settled() && f.Severity != review.Information {
			t.Errorf("%s at %s waits: %q, %q", f.Check, f.Place, f.Found, f.Allowed)
		}
	}
	if len(findings) == 0 {
		t.Error("the example asks for nothing, yet it has a low execution rate")
	}
}

// TestAnotherScheme: under another scheme the printed scores are not compared, only whether the total can be reached.
func TestAnotherScheme(t *testing.T) {
	e := printed()
	e.Declared.Total, e.Declared.Grade = some("99.9"), "差"
	for _, f := range review2(scoringtest.Scheme(t, "twenty-eighty"), e, review.Context{}) {
		if f.Check[0] == 'A' || f.Check == "D13" {
			t.Errorf("%s at %s: %q, %q", f.Check, f.Place, f.Found, f.Allowed)
		}
	}
}

// FuzzRun: whatever an evaluation holds, the checks neither panic nor find anything twice.
func FuzzRun(f *testing.F) {
	for _, make := range []func() *scoring.Evaluation{honest, printed} {
		data, err := make().Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, check := range []string{"A7", "B10", "C6", "D4", "D6", "D12", "D13"} {
		data, err := tried[check][0].evaluation().Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	s := scoringtest.Scheme(f, "cn-2020")
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := scoring.ReadEvaluation(data)
		if err != nil {
			return
		}
		seen := map[[2]string]bool{}
		for _, finding := range review2(s, e, review.Context{LastYear: e, OtherUnits: []string{e.Project.Department}}) {
			at := [2]string{finding.Check, finding.Place}
			if seen[at] {
				t.Fatalf("%v is found twice", at)
			}
			seen[at] = true
			if m := review.PlaceMessage(e, finding.Place); m.IsZero() {
				t.Fatalf("%s has no words", finding.Place)
			}
		}
	})
}

// large is an evaluation of 40 indicators with a full narrative of about 6,000 characters.
func large() *scoring.Evaluation {
	e := honest()
	rows := e.Indicators
	e.Indicators = nil
	for i := range 40 {
		ind := rows[i%len(rows)]
		ind.ID, ind.Name = fmt.Sprintf("i%d", i+1), fmt.Sprintf("%s（第%d标段）", ind.Name, i+1)
		ind.Weight = decimal.MustParse("2.25")
		ind.Judgement.Points.Valid = false
		e.Indicators = append(e.Indicators, ind)
	}
	for i := range e.Narrative {
		text := e.Narrative[i].Text
		for n := 1; len([]rune(e.Narrative[i].Text)) < 1000; n++ {
			e.Narrative[i].Text += fmt.Sprintf("\n第%d标段：%s", n, text)
		}
	}
	return e
}

func BenchmarkRun(b *testing.B) {
	s, e := scoringtest.Scheme(b, "cn-2020"), large()
	card := scoring.Score(s, e)
	b.ReportAllocs()
	for b.Loop() {
		review.Run(s, e, card)
	}
}

// BenchmarkRunWithLastYear compares every text with last year's as well.
func BenchmarkRunWithLastYear(b *testing.B) {
	s, e := scoringtest.Scheme(b, "cn-2020"), large()
	card := scoring.Score(s, e)
	last := large()
	b.ReportAllocs()
	for b.Loop() {
		review.RunWith(s, e, card, review.Context{LastYear: last, OtherUnits: []string{"白沙县教育局"}})
	}
}

// BenchmarkFirstRun reviews texts that were never seen before, so that every figure they derive is recomputed.
func BenchmarkFirstRun(b *testing.B) {
	s, e := scoringtest.Scheme(b, "cn-2020"), large()
	card := scoring.Score(s, e)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		for i := range e.Narrative {
			text, _, _ := strings.Cut(e.Narrative[i].Text, "\x20")
			e.Narrative[i].Text = text + " " + fmt.Sprint(n)
		}
		review.Run(s, e, card)
	}
}
