package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"zhunsheng/app"
	"zhunsheng/scoring"
)

// passwordFlags are the ways to hand over a password. There is none by argument: arguments are visible to every process.
type passwordFlags struct {
	file *string
	fd   *int
}

// maxPassword bounds what is read as a password, in bytes.
const maxPassword = 1024

func addPasswordFlags(flags *pflag.FlagSet) passwordFlags {
	return passwordFlags{file: flags.String("password-file", "", ""), fd: flags.Int("password-fd", -1, "")}
}

// read returns the password from the file or descriptor given, else from the terminal. The caller wipes it.
func (p passwordFlags) read(t *tool, prompt string) ([]byte, error) {
	switch {
	case *p.file != "":
		data, err := app.ReadFile(*p.file, maxPassword)
		if err != nil {
			return nil, err
		}
		return firstLine(data)
	case *p.fd >= 0:
		file := os.NewFile(uintptr(*p.fd), fmt.Sprintf("descriptor %d", *p.fd))
		if file == nil {
			return nil, &usageError{key: "cli.error.flag-invalid", args: scoring.Args{"command": "", "found": fmt.Sprint(*p.fd), "form": ""}}
		}
		data, err := io.ReadAll(io.LimitReader(file, maxPassword))
		if err != nil {
			return nil, err
		}
		return firstLine(data)
	}
	return t.askPassword(prompt)
}

// askPassword asks on the terminal, without showing what is typed.
func (t *tool) askPassword(prompt string) ([]byte, error) {
	input, ok := t.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(input.Fd())) {
		return nil, &usageError{key: "cli.error.no-terminal"}
	}
	write(t.stderr, prompt)
	password, err := term.ReadPassword(int(input.Fd()))
	write(t.stderr, "\n")
	if err != nil {
		return nil, err
	}
	return firstLine(password)
}

// firstLine is the password in what was read: the first line, without its end.
func firstLine(data []byte) ([]byte, error) {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return nil, &usageError{key: "cli.error.empty-password"}
	}
	return line, nil
}

// clearPath makes sure that a command does not overwrite a file by mistake: it refuses one of its own inputs as its output.
func clearPath(out string, inputs ...string) error {
	for _, in := range inputs {
		if same(out, in) {
			return &usageError{key: "cli.error.same-file", args: scoring.Args{"path": out}}
		}
	}
	return nil
}

func same(a, b string) bool {
	first, errFirst := os.Stat(a)
	second, errSecond := os.Stat(b)
	if errFirst == nil && errSecond == nil {
		return os.SameFile(first, second)
	}
	return errors.Is(errFirst, os.ErrNotExist) && filepath.Clean(a) == filepath.Clean(b)
}
