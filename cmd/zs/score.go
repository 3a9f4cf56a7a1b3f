package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/strictjson"
)

// score scores an evaluation file and reviews it: zs score FILE [--scheme ID|FILE] [--json].
func (t *tool) score(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("score", pflag.ContinueOnError)
	schemeID := flags.String("scheme", "", "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("score", flags, args, 1)
	if err != nil {
		return err
	}
	assessment, err := t.assess(operands[0], *schemeID)
	if err != nil {
		return err
	}
	if *asJSON {
		err = t.writeJSON(newScoreOutput(t.words, assessment))
	} else {
		t.printScore(assessment)
	}
	if err == nil && !assessment.Final() {
		return errNo
	}
	return err
}

// assess reads an evaluation file, or a published table, and assesses it under the scheme it names, or another one: an ID or a file.
func (t *tool) assess(path, scheme string) (*app.Assessment, error) {
	source, err := app.OpenEvaluation(path, t.schemes, t.words.Text("published.reason", nil))
	if err != nil {
		return nil, err
	}
	under, err := t.schemeFor(source.Evaluation, scheme)
	if err != nil {
		return nil, err
	}
	return source.Assess(under), nil
}

func (t *tool) schemeFor(e *scoring.Evaluation, scheme string) (*scoring.Scheme, error) {
	if scheme == "" {
		return t.schemes.For(e.Scheme)
	}
	return t.schemes.Open(scheme)
}

func (t *tool) writeJSON(value any) error {
	data, err := strictjson.Encode(value)
	if err != nil {
		return err
	}
	_, err = t.stdout.Write(data)
	return err
}

// say prints one line of the result.
func (t *tool) say(key string, args map[string]string) {
	write(t.stdout, t.words.Text(key, args), "\n")
}

// printScore prints the scorecard for a person.
func (t *tool) printScore(a *app.Assessment) {
	card := a.Card
	t.say("cli.score.head", map[string]string{
		"project": a.Evaluation.Project.Name, "unit": a.Evaluation.Project.Unit, "year": fmt.Sprint(a.Evaluation.FiscalYear),
		"scheme": a.Scheme.Title.In(t.words.Language()), "version": a.Scheme.Version,
	})
	if card.Reweighed {
		t.say("cli.score.reweighed", nil)
	}
	t.printExecution(&card.Execution)
	for i := range card.Lines {
		t.printLine(&card.Lines[i])
	}
	for _, step := range card.Steps {
		write(t.stdout, fmt.Sprintf("  %6s  %s\n", step.After, t.words.Message(step.Reason)))
	}
	t.printTotal(card)
	t.printPublished(a)
	t.printFindings(a)
}

func (t *tool) printExecution(line *scoring.ExecutionLine) {
	if line.Weight.IsPos() {
		write(t.stdout, fmt.Sprintf("  %6s / %-6s %s  %s\n", line.Points, line.Weight, t.words.Text("cli.execution", nil), line.Explain().Formula))
	}
	if !line.Problem.IsZero() {
		write(t.stdout, "  ! ", t.words.Message(line.Problem), "\n")
	}
}

func (t *tool) printLine(line *scoring.Line) {
	ind := line.Indicator()
	text := line.Explain().Formula
	switch {
	case !line.Problem.IsZero():
		text = t.words.Message(line.Problem)
	case text == "":
		text = t.words.Message(line.Explain().Rule)
	}
	write(t.stdout, fmt.Sprintf("  %6s / %-6s %s·%s  %s  %s\n", line.Points, line.Weight, ind.Level1, ind.Level2, ind.Name, text))
}

func (t *tool) printTotal(card *scoring.Scorecard) {
	t.say("cli.score.total", map[string]string{"total": card.Total.String(), "full": card.FullMark.String(), "grade": card.Grade})
	if card.Next != nil {
		t.say("cli.score.next", map[string]string{"grade": card.Next.Grade, "min": card.Next.Min.String(), "missing": card.Next.Distance.Neg().String()})
	}
	t.say("cli.score.highest", map[string]string{"total": card.Highest.Total.String(), "grade": card.Highest.Grade})
	for _, limit := range card.Highest.Limits {
		write(t.stdout, "  - ", t.words.Message(limit), "\n")
	}
	for _, problem := range card.Problems {
		write(t.stdout, "  ! ", t.words.Message(problem), "\n")
	}
}

// printFindings lists the findings of the quality checks, those that block first of their kind as the checks order them.
func (t *tool) printFindings(a *app.Assessment) {
	t.say("cli.findings", map[string]string{
		"count": fmt.Sprint(len(a.Findings)), "blocking": fmt.Sprint(review.Blocking(a.Findings)),
	})
	for i := range a.Findings {
		f := &a.Findings[i]
		write(t.stdout, "  ", f.Check, " ", t.words.Text("review.severity."+string(f.Severity), nil), "  ", t.words.Message(f.Message), "\n")
		if f.Settled() {
			write(t.stdout, "       ", t.words.Text("review.answered", map[string]string{"answer": f.Answer}), "\n")
		} else {
			write(t.stdout, "       ", t.words.Message(f.Remedy), "\n")
		}
	}
}
