package main

import (
	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// scoreOutput is what "zs score --json" prints; docs/formats/score-output.schema.json describes it.
type scoreOutput struct {
	Format     string             `json:"format"`
	Evaluation string             `json:"evaluation"`
	Year       int                `json:"fiscalYear"`
	Scorecard  *scoring.Scorecard `json:"scorecard"`
	Lines      []lineOutput       `json:"explained"`
	Findings   []findingOutput    `json:"findings"`
	Blocking   int                `json:"blocking"`
}

// scoreOutputFormat is the value of its "format" member.
const scoreOutputFormat = "zhunsheng/score/1"

type lineOutput struct {
	ID      string `json:"id"` // "" is the execution row
	Name    string `json:"name"`
	Rule    string `json:"rule"`
	Formula string `json:"formula,omitempty"`
	Source  string `json:"source"`
}

type findingOutput struct {
	review.Finding
	Text       string `json:"text"`
	RemedyText string `json:"remedyText"`
	Settled    bool   `json:"settled"`
}

func newScoreOutput(words *locale.Printer, a *app.Assessment) scoreOutput {
	out := scoreOutput{
		Format: scoreOutputFormat, Evaluation: a.Evaluation.ID, Year: a.Evaluation.FiscalYear, Scorecard: a.Card,
		Findings: make([]findingOutput, 0, len(a.Findings)), Blocking: review.Blocking(a.Findings),
	}
	explain := func(id, name string, e scoring.Explanation) {
		out.Lines = append(out.Lines, lineOutput{ID: id, Name: name, Rule: words.Message(e.Rule), Formula: e.Formula, Source: e.Source})
	}
	explain("", words.Text("cli.execution", nil), a.Card.Execution.Explain())
	for i := range a.Card.Lines {
		line := &a.Card.Lines[i]
		explain(line.ID, line.Indicator().Name, line.Explain())
	}
	for _, f := range a.Findings {
		out.Findings = append(out.Findings, findingOutput{
			Finding: f, Text: words.Message(f.Message), RemedyText: words.Message(f.Remedy), Settled: f.Settled(),
		})
	}
	return out
}
