package app_test

import (
	"strings"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/pdf"
	"zhunsheng/app/pdf/text"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// printed returns the text of a report on the example with a section of its own.
func printed(t *testing.T, section string, change func(*scoring.Evaluation)) string {
	t.Helper()
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		t.Fatal(err)
	}
	e.Narrative[0].Text = section
	change(e)
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	made, err := app.Publish(t.Context(), app.Publication{Assessment: app.Assess(scheme, e), Words: catalogue.Printer(locale.Chinese)})
	if err != nil {
		t.Fatal(err)
	}
	file, err := pdf.Read(made.Data)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := text.NewReader(file).Pages()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, page := range pages {
		for _, run := range page.Runs {
			b.WriteString(run.Text)
		}
	}
	return b.String()
}

func TestReportPrintsTheValuesOfBoundFigures(t *testing.T) {
	const section = "存量{{indicator.hi-stock.actual}}，得分{{total}}分。"
	if got := printed(t, section, func(*scoring.Evaluation) {}); !strings.Contains(got, "存量2194家，得分99.00分。") {
		t.Error("the values are not printed")
	}
	got := printed(t, section, func(e *scoring.Evaluation) {
		for i := range e.Indicators {
			if e.Indicators[i].ID == "hi-stock" {
				e.Indicators[i].Actual = target.Parse("1500家", target.Context{})
			}
		}
	})
	if !strings.Contains(got, "存量1500家，得分97.75分。") {
		t.Error("the text does not follow the data")
	}
}
