// Command samereport makes the report of the example at a fixed time and prints its SHA-256 sum, so that two systems can be compared.
package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/assets"
	"zhunsheng/scoring"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	e, err := scoring.ReadEvaluation(assets.Example())
	if err != nil {
		return err
	}
	schemes, err := app.OpenSchemes()
	if err != nil {
		return err
	}
	scheme, err := schemes.For(e.Scheme)
	if err != nil {
		return err
	}
	catalogue, err := locale.Open()
	if err != nil {
		return err
	}
	made, err := app.Publish(context.Background(), app.Publication{
		Assessment: app.Assess(scheme, e), Words: catalogue.Printer(locale.Chinese), Now: time.Date(2023, 3, 1, 9, 0, 0, 0, time.UTC),
	})
	if err != nil {
		return err
	}
	fmt.Printf("%x %d pages %d bytes\n", sha256.Sum256(made.Data), made.Pages, len(made.Data))
	return nil
}
