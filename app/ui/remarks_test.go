package ui

import (
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/round"
)

func TestRemarksAreThoseOfTheIndicatorNewestRoundFirst(t *testing.T) {
	uitest.Window(t, widget.Gap(1, 1))
	words := uitest.Words(t, locale.Chinese)
	if remarksOf(words, nil, nil) != nil {
		t.Error("an evaluation that nobody reviewed has remarks")
	}
	r := remarksOf(words, []*round.Review{
		{Round: 1, Comments: []round.Comment{{Anchor: round.Anchor{Indicator: "a"}, Text: "一", Answer: &round.Answer{Text: "答"}}, {Text: "整体"}}},
		{Round: 2, Scores: []round.Score{{Indicator: "a", Points: decimal.One, Reason: "因"}}},
	}, nil)
	if r.About(nil, "b") != nil {
		t.Error("somebody said something about b")
	}
	said := r.About(nil, "a")
	if said == nil || said != r.About(nil, "a") {
		t.Fatal("what is said is not there, or made anew each time")
	}
	w := uitest.Window(t, said)
	w.Canvas().Capture()
	uitest.Structure(t, said, "remarks")
}

func TestRemarksSayWhatWaitsForTheUnit(t *testing.T) {
	words := uitest.Words(t, locale.Chinese)
	comments := []round.Comment{{Anchor: round.Anchor{Indicator: "a"}}, {Anchor: round.Anchor{Indicator: "a"}, Answer: &round.Answer{Text: "答"}}, {}}
	answered := comments[1:2]
	for _, c := range []struct {
		name   string
		rounds []*round.Review
		want   string
	}{
		{"still open", []*round.Review{{Decision: round.Open, Comments: comments}}, ""},
		{"returned", []*round.Review{{Decision: round.Returned, Comments: comments}}, "审核：2 条意见待答复"},
		{"answered", []*round.Review{{Decision: round.Returned, Comments: answered}}, ""},
		{"a round later", []*round.Review{{Decision: round.Returned, Comments: comments}, {Decision: round.Accepted}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			went := 0
			r := remarksOf(words, c.rounds, func() { went++ })
			if got := r.Waiting(); got != c.want {
				t.Errorf("says %q, want %q", got, c.want)
			}
			if r.Answer(); went != 1 {
				t.Error("does not lead where it is answered")
			}
		})
	}
	r := remarksOf(words, []*round.Review{{Comments: comments, Scores: []round.Score{{Indicator: "a"}, {Indicator: "b"}}}}, nil)
	if r.Count("a") != 3 || r.Count("b") != 1 || r.Count("c") != 0 {
		t.Errorf("counts %d, %d, %d", r.Count("a"), r.Count("b"), r.Count("c"))
	}
}
