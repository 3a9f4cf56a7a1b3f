package locale_test

import (
	"slices"
	"strings"
	"testing"

	"zhunsheng/app/locale"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

func TestEveryCheckHasARemedyThatNeedsNoValues(t *testing.T) {
	c := open(t)
	for _, check := range review.Checks() {
		text, ok := c.Sentence("zh", "review."+check.ID+".remedy")
		if !ok || len(locale.Placeholders(text)) > 0 {
			t.Errorf("%s: remedy %q", check.ID, text)
		}
		sentences := slices.DeleteFunc(c.Keys("zh"), func(key string) bool {
			return key != "review."+check.ID && !strings.HasPrefix(key, "review."+check.ID+".") || strings.HasSuffix(key, ".remedy")
		})
		if len(sentences) == 0 {
			t.Errorf("%s: no sentence", check.ID)
		}
	}
}

// A worse copy of the example sets off many checks; what they and the scorecard say must be filled in completely.
func TestFindingsAreFilledIn(t *testing.T) {
	c := open(t)
	for _, change := range [][2]string{
		{`"depth": 0`, `"depth": 0`},
		{`"executed": "9459.61"`, `"executed": "0"`},
		{`"executed": "9459.61"`, `"executed": "20000"`},
		{`"adjusted": "12480.11"`, `"adjusted": "0"`},
		{`"adjusted": "12480.11"`, `"adjusted": "20000"`},
		{`"adjusted": "12480.11",`, ``},
		{`"declaredRate": "75.8"`, `"declaredRate": "99", "declaredScore": "7", "declaredWeight": "6"`},
		{`"declaredRate": "75.8"`, `"declaredScore": "1"`},
		{`"actual": "22%"`, `"actual": "5%"`},
		{`"actual": "22%"`, `"actual": ""`},
		{`"weight": "10",`, `"weight": "9",`},
		{`"weight": "10",`, `"weight": "10", "state": "no-evidence",`},
		{`"weight": "10",`, `"weight": "10", "state": "not-applicable",`},
		{`"weight": "10",`, `"weight": "10", "override": {"points": "11", "reason": ""},`},
		{`"weight": "10",`, `"weight": "10", "declaredScore": "12",`},
		{`"declared": {"total": "99", "grade": "优"}`, `"declared": {"total": "100", "grade": "差"}`},
		{`"tier": "reached"`, `"tier": "reached", "points": "1"`},
		{`"tier": "reached"`, `"tier": "none"`},
		{`"level1": "满意度"`, `"level1": "满意(20分)"`},
		{`补助发放及时率`, `预算执行率`},
		{`"preparer": "江门市科学技术局填报人"`, `"preparer": ""`},
	} {
		text := string(assets.Example())
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the example has no %q", change[0])
		}
		e, err := scoring.ReadEvaluation([]byte(strings.Replace(text, change[0], change[1], 1)))
		if err != nil {
			t.Errorf("%s: %v", change[1], err)
			continue
		}
		for _, id := range assets.SchemeIDs() {
			data, _ := assets.Scheme(id)
			s, err := scoring.ReadScheme(data)
			if err != nil {
				t.Fatal(err)
			}
			card := scoring.Score(s, e)
			for _, m := range everything(card, review.Run(s, e, card)) {
				for _, language := range c.Languages() {
					if got := c.Printer(language).Message(m); got == "" || got == m.Key || len(locale.Placeholders(got)) > 0 {
						t.Errorf("%s under %s: %s says %q", change[1], id, m.Key, got)
					}
				}
			}
		}
	}
}

func everything(card *scoring.Scorecard, findings []review.Finding) []scoring.Message {
	messages := append(slices.Clone(card.Problems), card.Highest.Limits...)
	messages = append(messages, card.Execution.Problem, card.Execution.Explain().Rule)
	for i := range card.Lines {
		messages = append(messages, card.Lines[i].Problem, card.Lines[i].Explain().Rule)
	}
	for _, step := range card.Steps {
		messages = append(messages, step.Reason)
	}
	for _, f := range findings {
		messages = append(messages, f.Message, f.Remedy)
	}
	return slices.DeleteFunc(messages, scoring.Message.IsZero)
}
