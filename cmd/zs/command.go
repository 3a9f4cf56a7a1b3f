package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app/locale"
	"zhunsheng/scoring"
)

// command is one verb of the tool. Its usage and help stand in the translation files under cli.<name>.
type command struct {
	name string
	run  func(t *tool, ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"demo", (*tool).demo},
		{"example", (*tool).example},
		{"schemes", (*tool).schemesCommand},
		{"score", (*tool).score},
		{"change", (*tool).change},
		{"review", (*tool).review},
		{"claims", (*tool).claims},
		{"panel", (*tool).panel},
		{"round", (*tool).round},
		{"report", (*tool).report},
		{"summary", (*tool).summary},
		{"identity", (*tool).identity},
		{"sign", (*tool).sign},
		{"verify", (*tool).verify},
		{"trust", (*tool).trust},
		{"import", (*tool).importAny},
		{"export", (*tool).export},
		{"bundle", (*tool).bundle},
		{"collect", (*tool).collect},
		{"store", (*tool).store},
		{"licences", (*tool).licences},
		{"version", (*tool).version},
	}
}

func (t *tool) dispatch(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == "help" { // zs help score
		args = []string{args[1], "--help"}
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		if len(args) == 0 {
			t.usage(t.stderr)
			return &usageError{key: "cli.error.no-command"}
		}
		t.usage(t.stdout)
		return nil
	}
	all := commands()
	at := slices.IndexFunc(all, func(c command) bool { return c.name == args[0] })
	if at < 0 {
		return &usageError{key: "cli.error.unknown-command", args: scoring.Args{"found": args[0], "allowed": commandNames()}}
	}
	err := all[at].run(t, ctx, args[1:])
	if errors.Is(err, pflag.ErrHelp) {
		return nil // the usage has been printed
	}
	return err
}

func commandNames() string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

// usage lists every command with its form and purpose.
func (t *tool) usage(to io.Writer) {
	write(to, t.words.Text("cli.usage", nil), "\n\n")
	for _, c := range commands() {
		write(to, "  ", t.words.Text("cli."+c.name+".form", nil), "\n      ", t.words.Text("cli."+c.name, nil), "\n")
	}
	write(to, "\n", t.words.Text("cli.usage.end", nil), "\n")
}

// write prints to the user's terminal or pipe; a reader that has gone away is not worth an error.
func write(to io.Writer, parts ...string) {
	_, _ = io.WriteString(to, strings.Join(parts, ""))
}

// usageError is a command line that cannot be understood.
type usageError struct {
	key  string
	args scoring.Args
}

// Error names the fault.
func (e *usageError) Error() string { return e.key }

// Message names the sentence for the user.
func (e *usageError) Message() scoring.Message { return scoring.Message{Key: e.key, Args: e.args} }

// parse reads a command's flags, which may stand before or after its operands, and returns the operands. The number of operands must
// be want.
func (t *tool) parse(name string, flags *pflag.FlagSet, args []string, want int) ([]string, error) {
	return t.parseSome(name, flags, args, want, want)
}

// parseSome is parse for a command with between fewest and most operands.
func (t *tool) parseSome(name string, flags *pflag.FlagSet, args []string, fewest, most int) ([]string, error) {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {
		write(t.stdout, t.words.Text("cli."+name+".form", nil), "\n    ", t.words.Text("cli."+name, nil), "\n")
		flags.VisitAll(func(f *pflag.Flag) {
			write(t.stdout, "  --", f.Name, "\n      ", t.words.Text("cli.flag."+f.Name, nil), "\n")
		})
	}
	if err := flags.Parse(args); err != nil {
		return nil, t.flagError(name, err)
	}
	if flags.NArg() < fewest || flags.NArg() > most {
		return nil, &usageError{key: "cli.error.operands", args: scoring.Args{
			"command": name, "form": t.words.Text("cli."+name+".form", nil),
		}}
	}
	if name != "claims" && slices.Contains(flags.Args(), "-") {
		return nil, &usageError{key: "cli.error.stdin", args: scoring.Args{"command": name}}
	}
	return flags.Args(), nil
}

// flagError says in the user's language what is wrong with a flag.
func (t *tool) flagError(name string, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	args := scoring.Args{"command": name, "form": t.words.Text("cli."+name+".form", nil), "text": err.Error()}
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		args["found"] = "--" + unknown.GetSpecifiedName()
		return &usageError{key: "cli.error.unknown-flag", args: args}
	case errors.As(err, &missing):
		args["found"] = "--" + missing.GetSpecifiedName()
		return &usageError{key: "cli.error.flag-value", args: args}
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		args["found"], args["flag"], args["allowed"] = invalid.GetValue(), "--"+f.Name, t.words.Text("cli.value."+f.Value.Type(), nil)
		return &usageError{key: "cli.error.flag-invalid", args: args}
	default:
		return &usageError{key: "cli.error.flag", args: args}
	}
}

// required refuses a flag that was not given.
func (t *tool) required(name, flag, value string) error {
	if value != "" {
		return nil
	}
	return &usageError{key: "cli.error.flag-missing", args: scoring.Args{
		"command": name, "found": "--" + flag, "form": t.words.Text("cli."+name+".form", nil),
	}}
}

// takeLanguage takes --lang out of the arguments: it must be known before anything can be said. Without it the system's language is
// used, and so it is to say that the one asked for is none of ours.
func takeLanguage(args []string) (language string, rest []string, err error) {
	language = locale.System(os.Getenv)
	for i := 0; i < len(args); i++ {
		value, given := strings.CutPrefix(args[i], "--lang=")
		switch {
		case given:
		case args[i] == "--lang" && i+1 < len(args):
			i++
			value = args[i]
		default:
			rest = append(rest, args[i])
			continue
		}
		known := false
		if value, known = locale.Ours(value); !known {
			return language, nil, &usageError{key: "cli.error.lang", args: scoring.Args{"found": strings.TrimPrefix(args[i], "--lang="), "allowed": "zh, en"}}
		}
		language = value
	}
	return language, rest, nil
}
