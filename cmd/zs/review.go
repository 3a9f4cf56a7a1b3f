package main

import (
	"context"
	"strconv"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/target"
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

// review runs the quality checks: zs review FILE [--scheme ID|FILE] [--last-year FILE|DIR] [--other-unit NAME]... [--deadline DATE]
// [--json].
func (t *tool) review(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("review", pflag.ContinueOnError)
	scheme := flags.String("scheme", "", "")
	lastYear := flags.String("last-year", "", "")
	others := flags.StringArray("other-unit", nil, "")
	deadline := flags.String("deadline", "", "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("review", flags, args, 1)
	if err != nil {
		return err
	}
	source, err := app.OpenEvaluation(operands[0], t.schemes, t.words.Text("published.reason", nil))
	if err != nil {
		return err
	}
	under, err := t.schemeFor(source.Evaluation, *scheme)
	if err != nil {
		return err
	}
	known := review.Context{OtherUnits: *others, Deadline: *deadline}
	if day, err := target.ParseDate(*deadline); *deadline != "" && (err != nil || day.Year == 0) {
		return &usageError{key: "cli.error.deadline", args: scoring.Args{"found": *deadline}}
	}
	if known.LastYear, err = t.yearBefore(source.Evaluation, *lastYear); err != nil {
		return err
	}
	a := source.AssessWith(under, known)
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

// yearBefore finds the same project's evaluation of the year before in a file or folder; nil where no path is given or a folder has none.
func (t *tool) yearBefore(e *scoring.Evaluation, path string) (*scoring.Evaluation, error) {
	all, err := t.loadLastYears(path)
	if err != nil {
		return nil, err
	}
	last := all.of(e)
	if last == nil {
		return nil, nil
	}
	if found := last.Evaluation.FiscalYear; found != e.FiscalYear-1 {
		return nil, &usageError{key: "cli.error.last-year", args: scoring.Args{
			"path": path, "found": strconv.Itoa(found), "allowed": strconv.Itoa(e.FiscalYear - 1),
		}}
	}
	return last.Evaluation, nil
}
