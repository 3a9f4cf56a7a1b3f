// Command printing prints the example through the system's print dialog, as the window does: the report, the table, the blank form or the
// verification page, whichever is its argument.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/platform"
	"zhunsheng/app/report"
	"zhunsheng/app/report/verification"
	"zhunsheng/assets"
	"zhunsheng/scoring"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(kind string) error {
	ctx := context.Background()
	pages, err := prepare(ctx, kind)
	if err != nil {
		return err
	}
	began := time.Now()
	way, err := platform.Print(ctx, 0, platform.Job{
		Title: "准绳 " + kind, Pages: pages, Ask: true,
		Progress: func(done, total int) {
			fmt.Printf("page %d of %d after %v\n", done, total, time.Since(began).Round(time.Millisecond))
		},
	})
	fmt.Println(way, err)
	return err
}

func prepare(ctx context.Context, kind string) (*report.Prepared, error) {
	catalogue, err := locale.Open()
	if err != nil {
		return nil, err
	}
	words, now := catalogue.Printer(locale.Chinese), time.Date(2023, 3, 1, 9, 0, 0, 0, time.UTC)
	if kind == "verification" {
		return verification.Prepare(ctx, verification.Page{
			Description: verification.Description{Verdict: "签名有效"}, FileName: "自评报告.pdf", Words: words, Language: "zh-CN", Now: now, Program: "准绳",
		})
	}
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		return nil, err
	}
	schemes, err := app.OpenSchemes()
	if err != nil {
		return nil, err
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		return nil, err
	}
	card := scoring.Score(scheme, e)
	return report.Prepare(ctx, report.Input{Scheme: scheme, Evaluation: e, Scorecard: card, Words: words, Kind: report.Kind(kind), Now: now})
}
