package main

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app"
	"zhunsheng/app/exchange/published"
	"zhunsheng/scoring/review"
)

// publishedOutput is the comparison of a published table with the rules.
type publishedOutput struct {
	Agree           int                `json:"agree"`
	Differ          int                `json:"differ"`
	NotRecomputable int                `json:"notRecomputable"` // also of unknown weight, or without a printed score
	Results         []published.Result `json:"results"`
	Doubts          []published.Doubt  `json:"doubts"`
}

func newPublishedOutput(c *published.Comparison) *publishedOutput {
	if c == nil {
		return nil
	}
	return &publishedOutput{Agree: c.Agree, Differ: c.Differ, NotRecomputable: c.Other, Results: c.Results, Doubts: c.Doubts}
}

// printPublished lists how the printed scores of a published table stand to the rules.
func (t *tool) printPublished(a *app.Assessment) {
	c := a.Published
	if c == nil {
		return
	}
	t.say("cli.published", map[string]string{"agree": fmt.Sprint(c.Agree), "differ": fmt.Sprint(c.Differ), "other": fmt.Sprint(c.Other)})
	for _, r := range c.Results {
		name := r.Name
		if name == "" {
			name = t.words.Text("published."+r.Place, nil)
			if strings.HasPrefix(r.Place, review.PlaceIndicator("")) {
				name = t.words.Message(review.PlaceMessage(a.Evaluation, r.Place))
			}
		}
		write(t.stdout, fmt.Sprintf("  %6s | %-6s %s  %s  %s\n", figure(r.Printed), figure(r.Rule),
			t.words.Text("published.verdict."+string(r.Verdict), nil), name, strings.Join(r.Checks, " ")))
	}
	for _, d := range c.Doubts {
		write(t.stdout, "  ? ", strings.TrimSpace(t.words.Text("published.doubt."+string(d.Kind), nil)+" "+d.Field+" "+d.Text), "\n")
	}
}

// figure shows a figure that may be absent.
func figure(n decimal.NullDecimal) string {
	if !n.Valid {
		return "—"
	}
	return n.Decimal.String()
}
