package main

import (
	"cmp"
	"context"
	"errors"
	"math"
	"os"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
)

// summary writes the summary table over many projects: zs summary FILES… -o OUT.pdf. A folder stands for its evaluation files.
func (t *tool) summary(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("summary", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	unit := flags.String("unit", "", "")
	title := flags.String("title", "", "")
	seal := flags.String("seal", "", "")
	printing := addFontFlags(flags)
	operands, err := t.parseSome("summary", flags, args, 1, math.MaxInt)
	if err != nil {
		return err
	}
	if err := t.required("summary", "out", *out); err != nil {
		return err
	}
	paths, err := evaluationPaths(operands)
	if err != nil {
		return err
	}
	if err := clearPath(*out, paths...); err != nil {
		return err
	}
	publication := app.SummaryPublication{
		MoneyUnit: *unit, Title: *title, Words: t.words, Now: t.now(), Draft: printing.draft, Archive: printing.archive,
	}
	if publication.Faces, err = printing.faces(t); err != nil {
		return err
	}
	if publication.Seal, _, err = extras(ctx, *seal, ""); err != nil {
		return err
	}
	for _, path := range paths {
		a, err := t.assess(path, "")
		if err != nil {
			return err
		}
		publication.Assessments = append(publication.Assessments, a)
	}
	published, err := app.PublishSummary(ctx, publication)
	if errors.Is(err, scoring.ErrMoneyUnit) {
		return &usageError{key: "cli.error.unit", args: scoring.Args{"found": cmp.Or(*unit, publication.Assessments[0].Evaluation.MoneyUnit)}}
	}
	if err != nil {
		return err
	}
	written, err := app.WriteDocument(*out, published.Data)
	if err != nil {
		return err
	}
	if written != *out {
		t.say("cli.report.renamed", map[string]string{"path": *out, "other": written})
	}
	t.reported(written, published, false)
	return nil
}

// evaluationPaths are the files that are named, those inside a folder in its place.
func evaluationPaths(operands []string) ([]string, error) {
	var paths []string
	for _, path := range operands {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		inside := []string{path}
		if info.IsDir() {
			if inside, err = evaluationFiles(path); err != nil {
				return nil, err
			}
		}
		paths = append(paths, inside...)
	}
	return paths, nil
}
