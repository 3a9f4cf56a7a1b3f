package main

import (
	"context"

	"github.com/spf13/pflag"

	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// reviewOutput is what "zs review --json" prints; docs/formats/score-output.md describes it.
type reviewOutput struct {
	Format     string            `json:"format"`
	Evaluation string            `json:"evaluation"`
	Year       int               `json:"fiscalYear"`
	Scheme     scoring.SchemeRef `json:"scheme"`
	Checks     int               `json:"checks"` // how many checks ran
	Findings   []findingOutput   `json:"findings"`
	Blocking   int               `json:"blocking"`
}

// reviewOutputFormat is the value of its "format" member.
const reviewOutputFormat = "zhunsheng/review/1"

// review runs the quality checks: zs review FILE [--scheme ID|FILE] [--json].
func (t *tool) review(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("review", pflag.ContinueOnError)
	scheme := flags.String("scheme", "", "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("review", flags, args, 1)
	if err != nil {
		return err
	}
	a, err := t.assess(operands[0], *scheme)
	if err != nil {
		return err
	}
	if *asJSON {
		err = t.writeJSON(reviewOutput{
			Format: reviewOutputFormat, Evaluation: a.Evaluation.ID, Year: a.Evaluation.FiscalYear,
			Scheme: scoring.SchemeRef{ID: a.Scheme.ID, Version: a.Scheme.Version, Hash: a.Scheme.Hash()},
			Checks: len(review.Checks()), Findings: findingsOutput(t.words, a), Blocking: review.Blocking(a.Findings),
		})
	} else {
		t.printFindings(a)
	}
	if err == nil && !a.Final() {
		return errNo
	}
	return err
}
