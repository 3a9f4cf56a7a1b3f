package review_test

import (
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
)

// text gives the evaluation one more section.
func text(content string) func(*scoring.Evaluation) {
	return func(e *scoring.Evaluation) {
		e.Narrative = append(e.Narrative, scoring.Narrative{Section: "bound", Text: content})
	}
}

var _ = table("D17",
	trial{name: "no such figure", do: text("得分{{gone}}分。"), want: at("section:bound:figure")},
	trial{name: "no such indicator", do: text("完成{{indicator.none.actual}}。"), want: at("section:bound:figure")},
	trial{name: "two, one of them twice", do: text("{{gone}}、{{gone}}和{{level.无.points}}"), want: at("section:bound:figure", "section:bound:figure-2")},
	trial{name: "a blank figure", do: all(values("i1", "", " "), text("完成{{indicator.i1.actual}}。")), want: at("section:bound:figure")},
	trial{name: "figures with values", do: text("{{year}}年自评得分{{total}}分，等级{{grade}}，完成{{indicator.i1.actual}}。")},
	trial{name: "ordinary braces", do: text("集合{{}}和{total}，{{ total }")},
	trial{name: "none"},
)

func TestD17(t *testing.T) { testCheck(t, "D17") }

// TestBoundTextIsCheckedAsPrinted pins that the checks read the values, not the tokens.
func TestBoundTextIsCheckedAsPrinted(t *testing.T) {
	count := func(content string) int {
		e := honest()
		text(content)(e)
		s := scoringtest.Scheme(t, "cn-2020")
		return len(review.Run(s, e, scoring.Score(s, e)))
	}
	if right, wrong := count("自评得分{{total}}分。"), count("自评得分1{{total}}分。"); right != count("") || wrong <= right {
		t.Errorf("%d findings with the right total, %d with a wrong one, %d without", right, wrong, count(""))
	}
}
