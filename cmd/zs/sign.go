package main

import (
	"context"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/storage/atomicfile"
)

// maxPDF is the largest PDF that is read, in bytes.
const maxPDF = 256 << 20

// identity makes a local signing identity: zs identity NAME -o FILE.p12.
func (t *tool) identity(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("identity", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	password := addPasswordFlags(flags)
	operands, err := t.parse("identity", flags, args, 1)
	if err != nil {
		return err
	}
	if err := t.required("identity", "out", *out); err != nil {
		return err
	}
	secret, err := password.read(t, t.words.Text("cli.password.new", map[string]string{"path": *out}))
	if err != nil {
		return err
	}
	defer sign.Wipe(secret)
	id, err := t.makeIdentity(operands[0], *out, secret)
	if err != nil {
		return err
	}
	t.say("cli.identity.made", map[string]string{"path": *out, "name": id.Name(), "fingerprint": id.Fingerprint()})
	return nil
}

func (t *tool) makeIdentity(name, path string, password []byte) (*sign.Identity, error) {
	id, err := sign.NewLocal(name, t.now(), t.random)
	if err != nil {
		return nil, err
	}
	return id, id.Save(path, password, t.random)
}

// sign puts a signature under a PDF: zs sign IN.pdf -o OUT.pdf --identity FILE --role ROLE.
func (t *tool) sign(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("sign", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	identity := flags.String("identity", "", "")
	role := flags.String("role", "", "")
	password := addPasswordFlags(flags)
	operands, err := t.parse("sign", flags, args, 1)
	if err != nil {
		return err
	}
	for _, flag := range []struct{ name, value string }{{"out", *out}, {"identity", *identity}, {"role", *role}} {
		if err := t.required("sign", flag.name, flag.value); err != nil {
			return err
		}
	}
	if err := clearPath(*out, operands[0], *identity); err != nil {
		return err
	}
	data, err := app.ReadFile(operands[0], maxPDF)
	if err != nil {
		return err
	}
	id, err := t.loadIdentity(*identity, password)
	if err != nil {
		return err
	}
	signed, err := app.SignReport(data, app.Signing{
		Identity: id, Role: *role, Label: t.roleLabel(*role), Now: t.now(), Words: t.words,
	})
	if err != nil {
		return &app.FileError{Path: operands[0], Err: err}
	}
	if err := atomicfile.Write(*out, signed.File, 0o644); err != nil {
		return err
	}
	t.say("cli.sign.written", map[string]string{"path": *out, "name": id.Name(), "role": t.roleLabel(*role)})
	return nil
}

// roleLabel is the name of a role in the user's language, from the first scheme that has it.
func (t *tool) roleLabel(id string) string {
	for _, s := range t.schemes.All() {
		for _, role := range s.Roles {
			if role.ID == id {
				return role.Name.In(t.words.Language())
			}
		}
	}
	return id
}
