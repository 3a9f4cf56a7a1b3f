// Command zhunsheng is the desktop program: a window over the user's fiscal years.
//
//	zhunsheng [--lang zh|en] [--data DIR] [--renderer auto|gl|software] [--demo] [--version] [FILE]
//
// It is the composition root: it finds folders, makes the window, opens the store, and hands everything to package app/ui. The
// store is opened only after a window is on the screen; where there can be none, a message box says so and the exit code is 3.
//
// Exit codes: 0 the window was closed, 2 the arguments or the data could not be used, 3 no window could be shown.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/platform"
)

// exit codes
const (
	exitGood     = 0
	exitUnusable = 2
	exitNoWindow = 3
)

// options are what the command line says.
type options struct {
	language string
	data     string
	renderer string
	file     string // a bundle, report or table to open
	demo     bool
	version  bool
}

var errCrashed = errors.New("the program has crashed before: see " + platform.CrashFile + ".old")

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	catalogue, err := locale.Open()
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitUnusable
	}
	words := catalogue.Printer(locale.System(os.Getenv))
	o, err := parse(args)
	if err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(errs, err)
		}
		fmt.Fprint(errs, words.Text("ui.start.usage", nil)+words.Text("platform.usage", nil))
		return exitUnusable
	}
	if o.version {
		fmt.Fprintln(out, app.Version)
		return exitGood
	}
	if o.data == "" {
		if o.data, err = platform.DataFolder(os.Getenv); err != nil {
			fmt.Fprintln(errs, words.Error(err))
			return exitUnusable
		}
	}
	log, err := openLog(o.data)
	if err != nil {
		fmt.Fprintln(errs, words.Error(err)) // the window can do without
	}
	defer log.Close()
	if crashed, err := platform.WatchCrashes(o.data); err != nil || crashed {
		log.Error(cmp.Or(err, errCrashed))
	}
	return show(o, catalogue, log)
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("zhunsheng", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.language, "lang", "", "")
	flags.StringVar(&o.data, "data", "", "")
	flags.StringVar(&o.renderer, "renderer", "", "")
	flags.BoolVar(&o.demo, "demo", false, "")
	flags.BoolVar(&o.version, "version", false, "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if err := checkRenderer(o.renderer); err != nil {
		return o, err
	}
	if flags.NArg() > 1 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(1))
	}
	if o.file = flags.Arg(0); o.file != "" {
		abs, err := filepath.Abs(o.file)
		if err != nil {
			return o, err
		}
		o.file = abs // what kinds of file can be opened, the window knows
	}
	if o.language != "" {
		tag := strings.ToLower(o.language)
		if !strings.HasPrefix(tag, locale.Chinese) && !strings.HasPrefix(tag, locale.English) {
			return o, fmt.Errorf("--lang %q: the languages are zh and en", o.language)
		}
		o.language = locale.Match(o.language)
	}
	return o, nil
}
