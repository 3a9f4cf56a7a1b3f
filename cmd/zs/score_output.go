package main

import (
	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// scoreOutput is what "zs score --json" prints; docs/formats/score-output.md describes it.
type scoreOutput struct {
	Format     string             `json:"format"`
	Evaluation string             `json:"evaluation"`
	Year       int                `json:"fiscalYear"`
	Scorecard  *scoring.Scorecard `json:"scorecard"`
	Lines      []lineOutput       `json:"explained"`
	Findings   []findingOutput    `json:"findings"`
	Blocking   int                `json:"blocking"`
	Published  *publishedOutput   `json:"published,omitempty"`
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
	PlaceText  string `json:"placeText"`
	Text       string `json:"text"`
	RemedyText string `json:"remedyText"`
	Settled    bool   `json:"settled"`
}

func newScoreOutput(words *locale.Printer, a *app.Assessment) scoreOutput {
	out := scoreOutput{
		Format: scoreOutputFormat, Evaluation: a.Evaluation.ID, Year: a.Evaluation.FiscalYear, Scorecard: a.Card,
		Blocking: review.Blocking(a.Findings),
	}
	explain := func(id, name string, e scoring.Explanation) {
		out.Lines = append(out.Lines, lineOutput{ID: id, Name: name, Rule: words.Message(e.Rule), Formula: e.Formula, Source: e.Source})
	}
	explain("", words.Text("cli.execution", nil), a.Card.Execution.Explain())
	for i := range a.Card.Lines {
		line := &a.Card.Lines[i]
		explain(line.ID, line.Indicator().Name, line.Explain())
	}
	out.Findings = findingsOutput(words, a)
	out.Published = newPublishedOutput(a.Published)
	return out
}

// findingsOutput gives every finding its sentences in the language of the output.
func findingsOutput(words *locale.Printer, a *app.Assessment) []findingOutput {
	out := make([]findingOutput, 0, len(a.Findings))
	for _, f := range a.Findings {
		out = append(out, findingOutput{
			Finding: f, PlaceText: words.Message(review.PlaceMessageIn(a.Scheme, a.Evaluation, f.Place, words.Language())), Text: words.Message(f.Message),
			RemedyText: words.Message(f.Remedy), Settled: f.Settled(),
		})
	}
	return out
}
