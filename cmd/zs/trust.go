package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// trust manages the list of trusted certificates: zs trust list|add|remove --file LIST.pem [CERTIFICATE or FINGERPRINT] [--name NAME].
func (t *tool) trust(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("trust", pflag.ContinueOnError)
	file := flags.String("file", "", "")
	name := flags.String("name", "", "")
	operands, err := t.parseSome("trust", flags, args, 1, 2)
	if err != nil {
		return err
	}
	verb := operands[0]
	switch wanted := map[string]int{"list": 1, "add": 2, "remove": 2}[verb]; wanted {
	case 0:
		return &usageError{key: "cli.error.trust-verb", args: scoring.Args{"found": verb}}
	case len(operands):
	default:
		return &usageError{key: "cli.error.operands", args: scoring.Args{"command": "trust", "form": t.words.Text("cli.trust.form", nil)}}
	}
	if err := t.required("trust", "file", *file); err != nil {
		return err
	}
	list, err := readTrustList(*file, verb == "add")
	if err != nil {
		return err
	}
	switch verb {
	case "list":
		t.listTrust(list)
		return nil
	case "add":
		err = t.addTrust(list, operands[1], *name)
	default:
		err = t.removeTrust(list, operands[1])
	}
	if err != nil {
		return err
	}
	return atomicfile.Write(*file, list.Encode(), 0o600)
}

func (t *tool) listTrust(list *sign.TrustList) {
	entries := list.Entries()
	if len(entries) == 0 {
		t.say("cli.trust.empty", nil)
	}
	for _, e := range entries {
		c := e.Certificate
		kind, bits := sign.KeyDescription(c.PublicKey)
		t.say("cli.trust.entry", map[string]string{
			"name": e.Name, "fingerprint": e.Fingerprint(), "subject": c.Subject.String(), "algorithm": fmt.Sprintf("%s %d", kind, bits),
			"from": c.NotBefore.Format("2006-01-02"), "to": c.NotAfter.Format("2006-01-02"), "added": e.Added.Format("2006-01-02 15:04"),
		})
	}
}

func (t *tool) addTrust(list *sign.TrustList, path, name string) error {
	certificates, err := readCertificates([]string{path})
	if err != nil {
		return err
	}
	var known *sign.TrustedError
	err = list.Add(name, certificates[0], t.now())
	if errors.As(err, &known) {
		return &usageError{key: "error.trust.known", args: scoring.Args{"name": known.Entry.Name}}
	}
	if err != nil {
		return err
	}
	entries := list.Entries()
	last := entries[len(entries)-1]
	t.say("cli.trust.added", map[string]string{"name": last.Name, "fingerprint": last.Fingerprint()})
	return nil
}

func (t *tool) removeTrust(list *sign.TrustList, fingerprint string) error {
	entry, err := list.Remove(fingerprint)
	if errors.Is(err, sign.ErrNotTrusted) {
		return &usageError{key: "error.trust.unknown", args: scoring.Args{"found": fingerprint}}
	}
	if err != nil {
		return err
	}
	t.say("cli.trust.removed", map[string]string{"name": entry.Name, "fingerprint": entry.Fingerprint()})
	return nil
}

// readTrustList reads a list; a file that does not exist yet is an empty one.
func readTrustList(path string, begin bool) (*sign.TrustList, error) {
	data, err := app.ReadFile(path, sign.MaxTrustFile)
	if begin && errors.Is(err, fs.ErrNotExist) {
		return &sign.TrustList{}, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := sign.ParseTrustList(data)
	if err != nil {
		return nil, &app.FileError{Path: path, Err: err}
	}
	return list, nil
}
