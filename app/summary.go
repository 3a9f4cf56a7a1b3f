package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"zhunsheng/app/locale"
	"zhunsheng/app/report"
	"zhunsheng/scoring"
)

// SummaryPublication is what a summary table (汇总表) over many projects is made of and how.
type SummaryPublication struct {
	Assessments []*Assessment // in the order of the rows
	MoneyUnit   string        // into which amounts are converted; empty takes that of the first project
	Title       string        // of whoever sums up; empty takes the department or unit that all projects share
	Words       *locale.Printer
	Now         time.Time
	Draft       bool
	Archive     bool
	Faces       *report.Faces
	Seal        []byte // image of a seal, PNG or JPEG; nil for none
	Progress    func(done, total int)
}

// PublishSummary makes a summary table over many projects. Errors are those of [scoring.Summarise] and of package report.
func PublishSummary(ctx context.Context, p SummaryPublication) (*Published, error) {
	prepared, err := PrepareSummary(ctx, p)
	if err != nil {
		return nil, err
	}
	document, err := prepared.Write(ctx)
	if err != nil {
		return nil, err
	}
	return &Published{Data: document.Bytes, Pages: document.Pages, Undrawable: document.Undrawable, Draft: p.Draft}, nil
}

// PrepareSummary lays out what [PublishSummary] writes. Errors are those of PublishSummary.
func PrepareSummary(ctx context.Context, p SummaryPublication) (*report.Prepared, error) {
	list := make([]scoring.Assessed, len(p.Assessments))
	sum := sha256.New()
	year := 0
	for i, a := range p.Assessments {
		list[i] = scoring.Assessed{Evaluation: a.Evaluation, Card: a.Card}
		data, err := a.Evaluation.Encode()
		if err != nil {
			return nil, err
		}
		sum.Write(data)
		if i == 0 {
			year = a.Evaluation.FiscalYear
		} else if year != a.Evaluation.FiscalYear {
			year = 0
		}
		if p.MoneyUnit == "" {
			p.MoneyUnit = a.Evaluation.MoneyUnit
		}
	}
	if p.Title == "" {
		p.Title = shared(p.Assessments)
	}
	summary, err := scoring.Summarise(list, p.MoneyUnit)
	if err != nil {
		return nil, err
	}
	in := report.Projects{
		Summary: summary, Title: p.Title, Year: year, Words: p.Words, Language: documentLanguage(p.Words.Language()), Draft: p.Draft,
		Archive: p.Archive, Now: p.Now, Producer: Producer, Faces: p.Faces, Seal: p.Seal, Progress: p.Progress,
	}
	fmt.Fprint(sum, p.Now.UTC().Format(time.RFC3339), p.Draft, p.Archive, p.MoneyUnit)
	copy(in.DocumentID[:], sum.Sum(nil))
	return report.PrepareProjects(ctx, in)
}

// shared is the department that all projects have, else the unit, else nothing.
func shared(list []*Assessment) string {
	for _, of := range []func(p *scoring.Project) string{
		func(p *scoring.Project) string { return p.Department },
		func(p *scoring.Project) string { return p.Unit },
	} {
		name := ""
		for i, a := range list {
			if i == 0 {
				name = of(&a.Evaluation.Project)
			} else if of(&a.Evaluation.Project) != name {
				name = ""
			}
		}
		if name != "" {
			return name
		}
	}
	return ""
}
