package main

import (
	"context"

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

// licences prints the licences of what the program carries besides its own code: zs licences.
func (t *tool) licences(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("licences", pflag.ContinueOnError)
	if _, err := t.parse("licences", flags, args, 0); err != nil {
		return err
	}
	write(t.stdout, assets.Licences())
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
