package report

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// lastYear is the synthetic evaluation of a year before, with lower actuals.
func lastYear(t testing.TB) *LastYear {
	t.Helper()
	e := synthetic(t)
	e.FiscalYear = 2023
	s := scoringtest.Scheme(t, "cn-2020")
	return &LastYear{Scheme: s, Evaluation: e, Scorecard: scoring.Score(s, e)}
}

func TestKinds(t *testing.T) {
	whole := input(t, scoringtest.Scheme(t, "cn-2020"), synthetic(t), "zh")
	pages := render(t, whole, "synthetic").Pages
	for _, c := range []struct {
		name    string
		kind    Kind
		draft   bool
		fields  int
		carries bool
		fewer   bool
	}{
		{"table", KindTable, false, 3, true, true},
		{"blank", KindBlank, false, 0, false, true},
		{"draft", KindReport, true, 0, true, false},
	} {
		in := whole
		in.Kind, in.Draft = c.kind, c.draft
		doc := render(t, in, "kind-"+c.name)
		if len(doc.Fields) != c.fields || doc.Pages < pages != c.fewer {
			t.Errorf("%s: %d fields, %d pages of %d", c.name, len(doc.Fields), doc.Pages, pages)
		}
		if got := bytes.Contains(doc.Bytes, []byte("/EmbeddedFile")); got != c.carries {
			t.Errorf("%s: carries data: %t", c.name, got)
		}
	}
	in := whole
	in.LastYear = lastYear(t)
	if doc := render(t, in, "years"); doc.Pages <= pages {
		t.Errorf("%d pages with last year, %d without", doc.Pages, pages)
	}
	empty := scoring.Evaluation{Format: scoring.EvaluationFormat, FiscalYear: 2024, MoneyUnit: "万元"}
	in = input(t, scoringtest.Scheme(t, "cn-2020"), &empty, "zh")
	in.Kind = KindBlank
	render(t, in, "kind-empty")
}

func TestProjects(t *testing.T) {
	var list []scoring.Assessed
	for i := range 60 {
		e := synthetic(t)
		e.Project.Name = e.Project.Name + itoa(i)
		list = append(list, scoring.Assessed{Evaluation: e, Card: scoring.Score(scoringtest.Scheme(t, "cn-2020"), e)})
	}
	s, err := scoring.Summarise(list, "万元")
	if err != nil {
		t.Fatal(err)
	}
	p, err := PrepareProjects(t.Context(), Projects{Summary: s, Title: "某市财政局", Year: 2024, Words: words(t, "zh"), Producer: "test"})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Write(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, "projects.pdf"), doc.Bytes, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if doc.Pages < 3 || len(doc.Fields) != 0 {
		t.Errorf("%d pages, %d fields", doc.Pages, len(doc.Fields))
	}
	if _, err := PrepareProjects(t.Context(), Projects{}); !errors.Is(err, ErrIncomplete) {
		t.Errorf("got %v", err)
	}
}

func TestArchiveCarriesNoData(t *testing.T) {
	in := exampleInput(t, "jiangmen-example-2022", "zh")
	in.Archive = true
	doc := render(t, in, "archive")
	if bytes.Contains(doc.Bytes, []byte("EmbeddedFile")) || !bytes.Contains(doc.Bytes, []byte("<pdfaid:part>1</pdfaid:part>")) {
		t.Error("an archive carries data or does not say what it is")
	}
}
