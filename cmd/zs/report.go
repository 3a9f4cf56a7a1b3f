package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// report writes the report of an evaluation: zs report FILE -o OUT.pdf [--scheme ID] [--identity FILE --role ROLE].
func (t *tool) report(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("report", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	schemeID := flags.String("scheme", "", "")
	identity := flags.String("identity", "", "")
	role := flags.String("role", "", "")
	password := addPasswordFlags(flags)
	operands, err := t.parse("report", flags, args, 1)
	if err != nil {
		return err
	}
	if err := t.required("report", "out", *out); err != nil {
		return err
	}
	if err := clearPath(*out, operands[0], *identity); err != nil {
		return err
	}
	assessment, err := t.assess(operands[0], *schemeID)
	if err != nil {
		return err
	}
	publication := app.Publication{Assessment: assessment, Words: t.words, Now: t.now(), Progress: t.progress("cli.report.working")}
	if *identity != "" {
		if publication.Role, err = t.role(assessment.Scheme, *role); err != nil {
			return err
		}
		if publication.Identity, err = t.loadIdentity(*identity, password); err != nil {
			return err
		}
	}
	published, err := app.Publish(ctx, publication)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(*out, published.Data, 0o644); err != nil {
		return err
	}
	t.reported(*out, published)
	if !assessment.Final() {
		t.printFindings(assessment)
		return errNo
	}
	return nil
}

// reported says what was written.
func (t *tool) reported(path string, p *app.Published) {
	t.say("cli.report.written", map[string]string{
		"path": path, "pages": fmt.Sprint(p.Pages), "kilobytes": fmt.Sprint((len(p.Data) + 1023) / 1024),
	})
	if len(p.Undrawable) > 0 {
		t.say("cli.report.undrawable", map[string]string{"characters": string(p.Undrawable)})
	}
	if p.Verdict != nil {
		t.say("cli.report.signed", map[string]string{"verdict": t.words.Text(string(p.Verdict.Kind), nil)})
	}
}

// role returns the role that signs: the one asked for, else the scheme's first.
func (t *tool) role(s *scoring.Scheme, asked string) (string, error) {
	allowed := ""
	for i, role := range s.Roles {
		if role.ID == asked || (asked == "" && i == 0) {
			return role.ID, nil
		}
		if i > 0 {
			allowed += ", "
		}
		allowed += role.ID
	}
	return "", &usageError{key: "cli.error.role", args: scoring.Args{"found": asked, "allowed": allowed}}
}

func (t *tool) loadIdentity(path string, password passwordFlags) (*sign.Identity, error) {
	secret, err := password.read(t, t.words.Text("cli.password", map[string]string{"path": path}))
	if err != nil {
		return nil, err
	}
	defer sign.Wipe(secret)
	id, err := sign.Load(path, secret, t.now())
	if err != nil {
		return nil, &app.FileError{Path: path, Err: err}
	}
	return id, nil
}

// progress shows steps on a terminal, and nothing elsewhere.
func (t *tool) progress(key string) func(done, total int) {
	terminal, ok := t.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return nil
	}
	return func(done, total int) {
		write(t.stderr, "\r\x1b[K")
		if done < total {
			write(t.stderr, t.words.Text(key, map[string]string{"done": fmt.Sprint(done), "total": fmt.Sprint(total)}))
		}
	}
}
