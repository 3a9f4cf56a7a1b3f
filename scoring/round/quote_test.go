package round_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/round"
)

func TestQuotesKeepTokensWholeAndAreReadWithValues(t *testing.T) {
	s, e := example(t)
	card := scoring.Score(s, e)
	figures := figure.Of(s, e, card, "zh")
	text := "自评得分{{total}}分，等级为{{grade}}，预算执行率为{{execution.rate}}，其余从略。"
	e.Narrative = []scoring.Narrative{{Section: "x", Text: "概述。\n" + text}}
	grade, _ := figures.Value("grade")
	for name, c := range map[string]struct{ quote, stored, read string }{
		"whole":      {round.Quote(text), "自评得分{{total}}分，等级为{{grade}}，预算执行", "自评得分" + card.Total.String() + "分，等级为" + grade + "，预算执行"},
		"cut token":  {"自评得分{{tot", "自评得分{{tot", "自评得分" + card.Total.String() + "分，等级为" + grade + "，预算执行"},
		"gone":       {"另一句{{total}}", "另一句{{total}}", "另一句" + card.Total.String()},
		"no figures": {round.Quote("概述。"), "概述。", "概述。"},
		"no quote":   {round.Quote(""), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.quote != c.stored {
				t.Errorf("quoted %q, want %q", c.quote, c.stored)
			}
			if got := (round.Anchor{Section: "x", Paragraph: 2, Quote: c.quote}).Excerpt(e, figures); got != c.read {
				t.Errorf("read %q, want %q", got, c.read)
			}
		})
	}
	if got := (round.Anchor{Section: "x", Quote: text[:len("自评得分")]}).Excerpt(e, nil); got != round.Quote(text) {
		t.Errorf("without figures %q", got)
	}
}

func TestAQuoteBeginsItsParagraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"甲", "b", "{", "}", "{{", "}}", "{{total}}", "{{x.y}}", "，"})).Draw(t, "text"), "")
		if quote := round.Quote(text); !strings.HasPrefix(text, quote) || quote == "" && text != "" {
			t.Fatalf("%q is quoted as %q", text, quote)
		}
	})
}
