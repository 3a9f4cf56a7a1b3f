package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/assets"
	"zhunsheng/storage/atomicfile"
)

// example writes the example's evaluation file: zs example [-o FILE], "-" or nothing is standard output.
func (t *tool) example(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("example", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "-", "")
	if _, err := t.parse("example", flags, args, 0); err != nil {
		return err
	}
	if *out == "-" {
		_, err := t.stdout.Write(assets.Example())
		return err
	}
	return atomicfile.Write(*out, assets.Example(), 0o644)
}

// listSchemes lists the schemes: zs schemes [--json].
func (t *tool) listSchemes(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("schemes", pflag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	if _, err := t.parse("schemes", flags, args, 0); err != nil {
		return err
	}
	if *asJSON {
		return t.writeJSON(t.schemes.All())
	}
	for _, s := range t.schemes.All() {
		write(t.stdout, fmt.Sprintf("%-24s %s  %s  %s\n", s.ID, s.Version, s.Title.In(t.words.Language()), s.Authority))
		write(t.stdout, fmt.Sprintf("%-24s %s\n", "", t.words.Text("standing."+string(s.Standing), nil)))
	}
	return nil
}

// version prints the program's version: zs version.
func (t *tool) version(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("version", pflag.ContinueOnError)
	if _, err := t.parse("version", flags, args, 0); err != nil {
		return err
	}
	write(t.stdout, "zs ", app.Version, "\n")
	return nil
}
