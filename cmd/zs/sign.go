package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/app/sign/tsa"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

const (
	maxPDF  = 256 << 20 // largest PDF that is read, in bytes
	maxSeal = 8 << 20   // largest image of a seal
)

// identity makes a local signing identity: zs identity NAME -o FILE.p12 [--algorithm rsa|ecdsa|sm2].
func (t *tool) identity(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("identity", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	algorithm := flags.String("algorithm", string(sign.AlgorithmRSA), "")
	password := addPasswordFlags(flags)
	operands, err := t.parse("identity", flags, args, 1)
	if err != nil {
		return err
	}
	if err := t.required("identity", "out", *out); err != nil {
		return err
	}
	if !slices.Contains(sign.Algorithms(), sign.Algorithm(*algorithm)) {
		return &usageError{key: "cli.error.algorithm", args: scoring.Args{"found": *algorithm, "allowed": algorithmNames()}}
	}
	if err := atomicfile.CheckFolder(*out); err != nil { // before anybody thinks of a password for nothing
		return err
	}
	secret, err := password.read(t, t.words.Text("cli.password.new", map[string]string{"path": *out}))
	if err != nil {
		return err
	}
	defer sign.Wipe(secret)
	id, err := sign.NewLocalWith(operands[0], sign.Algorithm(*algorithm), t.now(), t.random)
	if err != nil {
		return err
	}
	if err := id.Save(*out, secret, t.random); err != nil {
		return err
	}
	t.say("cli.identity.made", map[string]string{"path": *out, "name": id.Name(), "fingerprint": id.Fingerprint()})
	if sign.Algorithm(*algorithm) == sign.AlgorithmSM2 {
		t.say("cli.identity.sm2", nil)
	}
	return nil
}

func algorithmNames() string {
	var names []string
	for _, a := range sign.Algorithms() {
		names = append(names, string(a))
	}
	return strings.Join(names, ", ")
}

func (t *tool) makeIdentity(name, path string, password []byte) (*sign.Identity, error) {
	id, err := sign.NewLocal(name, t.now(), t.random)
	if err != nil {
		return nil, err
	}
	return id, id.Save(path, password, t.random)
}

// sign puts a signature under a PDF:
// zs sign IN.pdf -o OUT.pdf --role ROLE --identity FILE [--seal PNG] [--timestamp URL] [--reject COMMENT] [--scheme ID] [--json],
// where --pkcs11 LIBRARY or --windows-store FINGERPRINT may stand for --identity.
func (t *tool) sign(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("sign", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	role := flags.String("role", "", "")
	schemeID := flags.String("scheme", "", "")
	seal := flags.String("seal", "", "")
	timestamp := flags.String("timestamp", "", "")
	reject := flags.String("reject", "", "")
	asJSON := flags.Bool("json", false, "")
	keys := addKeyFlags(flags)
	operands, err := t.parse("sign", flags, args, 1)
	if err != nil {
		return err
	}
	comment := "-"
	if flags.Changed("reject") { // a rejection without a comment must not become an approval
		comment = strings.TrimSpace(*reject)
	}
	for _, flag := range [][2]string{{"out", *out}, {"role", *role}, {"reject", comment}} {
		if err := t.required("sign", flag[0], flag[1]); err != nil {
			return err
		}
	}
	if err := clearPath(*out, operands[0], *keys.identity, *seal); err != nil {
		return err
	}
	data, err := app.ReadFile(operands[0], maxPDF)
	if err != nil {
		return err
	}
	signing := app.Signing{Role: *role, Now: t.now(), Words: t.words, Rejection: *reject}
	if err := t.roleToSign(&signing, data, *schemeID); err != nil {
		return err
	}
	if signing.Seal, signing.Timestamp, err = extras(ctx, *seal, *timestamp); err != nil {
		return err
	}
	var end func()
	if signing.Identity, end, err = keys.open(t, "sign"); err != nil {
		return err
	}
	defer end()
	signed, err := app.SignReport(data, signing)
	if err != nil {
		return &app.FileError{Path: operands[0], Err: err}
	}
	written, err := app.WriteDocument(*out, signed.File)
	if err != nil {
		return err
	}
	if *asJSON {
		return t.writeJSON(signatureOf(written, &signing, signed))
	}
	t.renamed(*out, written)
	t.signed(written, &signing, signed)
	return nil
}

// roleToSign makes sure that the report has the role, where it or the scheme asked for says which it has.
func (t *tool) roleToSign(signing *app.Signing, report []byte, schemeID string) error {
	var err error
	if signing.Roles, err = t.rolesOf(report, schemeID); err != nil {
		return err
	}
	if len(signing.Roles) > 0 {
		if _, err := t.role(signing.Roles, signing.Role); err != nil {
			return err
		}
	}
	signing.Label = t.roleName(signing.Roles, signing.Role)
	return nil
}

// renamed says that a file went to another name because something was there already.
func (t *tool) renamed(asked, written string) {
	if written != asked {
		t.say("cli.report.renamed", map[string]string{"path": asked, "other": written})
	}
}

// extras are what a signature need not have: a seal and a timestamp.
func extras(ctx context.Context, sealPath, address string) (seal []byte, stamp sign.Timestamper, err error) {
	if sealPath != "" {
		if seal, err = app.ReadFile(sealPath, maxSeal); err != nil {
			return nil, nil, err
		}
	}
	if address != "" {
		client, err := tsa.New(ctx, address, nil)
		if err != nil {
			return nil, nil, err
		}
		stamp = client
	}
	return seal, stamp, nil
}

// signed says what was written.
func (t *tool) signed(path string, signing *app.Signing, signed *sign.Signed) {
	key := "cli.sign.written"
	if signing.Rejection != "" {
		key = "cli.sign.rejected"
	}
	t.say(key, map[string]string{"path": path, "name": signing.Identity.Name(), "role": signing.Label})
	t.stamped(signing.Timestamp != nil, signed.TimestampErr)
}

// stamped says what became of a timestamp that was asked for.
func (t *tool) stamped(asked bool, failed error) {
	switch {
	case failed != nil:
		t.say("cli.sign.no-timestamp", map[string]string{"reason": app.Sentence(t.words, failed)})
	case asked:
		t.say("cli.sign.timestamped", nil)
	}
}

// rolesOf returns the roles of the scheme asked for, else of the one that the report carries.
func (t *tool) rolesOf(file []byte, schemeID string) ([]scoring.Role, error) {
	if schemeID == "" {
		return app.ReportRoles(file), nil
	}
	scheme, err := t.schemes.Open(schemeID)
	if err != nil {
		return nil, err
	}
	return scheme.Roles, nil
}

// roleName is the name of a role in the user's language, from the roles of the report, else from the first scheme that has it.
func (t *tool) roleName(roles []scoring.Role, id string) string {
	for _, role := range roles {
		if role.ID == id {
			return role.Name.In(t.words.Language())
		}
	}
	return t.roleLabel(id)
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
