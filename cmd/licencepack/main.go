// Command licencepack collects the licences of what the programs carry besides their own code, in one text that goes with every copy:
// Go modules, C sources and fonts inside them, Go itself, the fonts of assets/fonts and the data of assets/pinyin.
//
//	go run ./cmd/licencepack -to assets/licences.txt
//
// Modules are those that the go command links into either program on any of the systems they are built for; every licence and notice
// that lies on the way from a module's root to a linked package goes in, and what lies in folders of data below such a package. The same
// go.mod gives the same bytes. A module of go.mod that is linked into neither program must be listed in apart, with its reason; so a
// new dependency cannot be forgotten.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
)

func main() {
	to := flag.String("to", "assets/licences.txt", "text to write")
	flag.Parse()
	if err := run(context.Background(), *to); err != nil {
		fmt.Fprintln(os.Stderr, "licencepack:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, to string) error {
	modules, err := linked(ctx)
	if err != nil {
		return err
	}
	for _, m := range modules {
		if why, ok := apart[m.path]; ok {
			return fmt.Errorf("%s is linked into a program, but listed as %q", m.path, why)
		}
	}
	sources, err := borrowed(ctx)
	if err != nil {
		return err
	}
	all := append(modules, sources...)
	goes, err := goItself(ctx)
	if err != nil {
		return err
	}
	var texts []text
	for _, m := range append(all, goes) {
		found, err := m.licences()
		if err != nil {
			return err
		}
		texts = append(texts, found...)
	}
	fonts, err := fontLicences("assets/fonts")
	if err != nil {
		return err
	}
	return os.WriteFile(to, compose(append(all, goes), append(texts, fonts...)), 0o644)
}
