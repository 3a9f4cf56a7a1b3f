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
	if remarksOf(words, nil) != nil {
		t.Error("an evaluation that nobody reviewed has remarks")
	}
	r := remarksOf(words, []*round.Review{
		{Round: 1, Comments: []round.Comment{{Anchor: round.Anchor{Indicator: "a"}, Text: "一", Answer: &round.Answer{Text: "答"}}, {Text: "整体"}}},
		{Round: 2, Scores: []round.Score{{Indicator: "a", Points: decimal.One, Reason: "因"}}},
	})
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
