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
	"zhunsheng/storage"
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

// addStorePasswordFlags are those of the password of a store, for commands that take another password too.
func addStorePasswordFlags(flags *pflag.FlagSet) passwordFlags {
	return passwordFlags{file: flags.String("store-password-file", "", ""), fd: flags.Int("store-password-fd", -1, "")}
}

// given reports whether one of the flags was used.
func (p passwordFlags) given() bool { return *p.file != "" || *p.fd >= 0 }

// openStore opens the store in a folder, with its password where it has one, and says what had to be mended.
func (t *tool) openStore(dir string, options storage.Options, password passwordFlags) (*storage.Store, error) {
	needs, err := storage.NeedsPassword(dir)
	if err == nil && needs { // what else is wrong with the key, opening says better
		if options.Password, err = password.read(t, t.words.Text("cli.password", map[string]string{"path": dir})); err != nil {
			return nil, err
		}
		defer clear(options.Password)
	}
	store, err := storage.Open(dir, options)
	if err != nil {
		return nil, err
	}
	if r := store.Recovery(); !r.IsZero() {
		write(t.stderr, t.words.Message(r.Message()), "\n")
	}
	return store, nil
}

// readNew returns a new password for a store. On a terminal it has to be typed twice.
func (p passwordFlags) readNew(t *tool, dir string) ([]byte, error) {
	password, err := p.read(t, t.words.Text("cli.new-password", map[string]string{"path": dir}))
	if err != nil || p.given() {
		return password, err
	}
	again, err := t.askPassword(t.words.Text("cli.new-password-again", nil))
	if err != nil {
		return nil, err
	}
	defer clear(again)
	if !bytes.Equal(password, again) {
		return nil, &usageError{key: "cli.error.passwords-differ"}
	}
	return password, nil
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
