package review_test

import (
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/scoringtest"
)

// set is what the checks know of a year with a deadline of its own.
func set(date string) review.Context { return review.Context{Deadline: date} }

// ruled makes a scheme set a deadline.
func ruled(day string) func(*scoring.Scheme) {
	return func(s *scoring.Scheme) { s.Deadline = day }
}

var _ = table("D18",
	trial{name: "neither year nor scheme", do: signed("2030-01-01")},
	trial{name: "on the day", do: signed("2024-03-31"), known: set("2024-03-31")},
	trial{name: "a day late", do: signed("2024-04-01"), known: set("2024-03-31"), want: at("header:date")},
	trial{name: "over a leap day", do: signed("2024-03-01"), known: set("2024-02-28"), want: at("header:date")},
	trial{name: "by the scheme", do: signed("2024-03-01"), rules: ruled("02-28"), want: at("header:date scheme")},
	trial{name: "the scheme's day", do: signed("2024-02-28"), rules: ruled("02-28")},
	trial{name: "the year's goes before a stricter scheme", do: signed("2024-05-30"), known: set("2024-05-31"), rules: ruled("02-28")},
	trial{name: "the year's is stricter", do: signed("2024-02-10"), known: set("2024-02-01"), rules: ruled("02-28"), want: at("header:date")},
	trial{name: "no date is D14's", do: signed(""), known: set("2024-03-31")},
	trial{name: "a deadline that is no day", do: signed("2024-04-01"), known: set("soon")},
)

func TestD18(t *testing.T) { testCheck(t, "D18") }

func TestLatenessIsCountedAndCanBeExplained(t *testing.T) {
	e, s := honest(), scoringtest.Scheme(t, "cn-2020")
	e.SignOff.Date = "2024-03-01"
	late := func() *review.Finding {
		findings := set("2024-02-28").Run(s, e, scoring.Score(s, e))
		for i := range findings {
			if findings[i].Check == "D18" {
				return &findings[i]
			}
		}
		t.Fatal("not found")
		return nil
	}
	if f := late(); f.Message.Args["days"] != "2" || f.Found != "2024-03-01" || f.Allowed != "≤ 2024-02-28" || f.Blocks() {
		t.Errorf("finds %+v", f)
	}
	e.Answers = append(e.Answers, scoring.Answer{Check: "D18", Place: "header:date", Text: "经财政局同意延期报送。"})
	if !late().Settled() {
		t.Error("an answer does not settle it")
	}
}
