package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/report/verification"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// maxCertificate is the largest certificate file that is read, in bytes.
const maxCertificate = 1 << 20

// verify judges signatures and data of a PDF:
// zs verify FILE [--trust CERT]… [--trust-list LIST] [--scheme ID] [--complete] [--deadline DATE] [--report OUT.pdf] [--json].
func (t *tool) verify(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("verify", pflag.ContinueOnError)
	trust := flags.StringArray("trust", nil, "")
	trustList := flags.String("trust-list", "", "")
	schemeID := flags.String("scheme", "", "")
	complete := flags.Bool("complete", false, "")
	printed := flags.String("report", "", "")
	deadline := flags.String("deadline", "", "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("verify", flags, args, 1)
	if err != nil {
		return err
	}
	if err := wrongDay(*deadline); err != nil {
		return err
	}
	if *printed != "" {
		if err := clearPath(*printed, operands[0], *trustList); err != nil {
			return err
		}
	}
	options := app.JudgeOptions{Now: t.now(), Complete: *complete}
	if options.Trust, err = t.trusted(*trust, *trustList); err != nil {
		return err
	}
	if *schemeID != "" {
		if options.Scheme, err = t.schemes.Open(*schemeID); err != nil {
			return err
		}
	}
	data, err := app.ReadFile(operands[0], maxPDF)
	if err != nil {
		return err
	}
	judged, err := app.JudgeReport(data, options)
	if err != nil {
		return err
	}
	late := judged.Late(*deadline, t.now().Location())
	if *asJSON {
		err = t.writeJSON(fileVerdict{judged.Verdict, dataJSON(judged.Data), late})
	} else {
		t.printVerdict(operands[0], judged)
		t.printLate(late)
		t.printData(judged.Data)
	}
	if err == nil && *printed != "" {
		err = t.printReport(ctx, *printed, operands[0], data, judged, late)
	}
	if err == nil && !judged.Good() {
		return errNo
	}
	return err
}

// trusted joins the certificates given one by one with those of a list.
func (t *tool) trusted(paths []string, list string) ([]*x509.Certificate, error) {
	trusted, err := readCertificates(paths)
	if err != nil || list == "" {
		return trusted, err
	}
	known, err := app.ReadFile(list, sign.MaxTrustFile)
	if err != nil {
		return nil, err
	}
	parsed, err := sign.ParseTrustList(known)
	if err != nil {
		return nil, &app.FileError{Path: list, Err: err}
	}
	return append(trusted, parsed.Certificates()...), nil
}

// describe puts a verdict into words.
func (t *tool) describe(judged *app.Judged) verification.Description {
	return verification.Describe(judged.Verdict, t.words, func(field string) string { return t.roleName(judged.Roles, field) })
}

// printVerdict says the verdict on the file first, then each signature.
func (t *tool) printVerdict(path string, judged *app.Judged) {
	v, words := judged.Verdict, t.describe(judged)
	t.say("cli.verify.head", map[string]string{"path": path, "verdict": words.Verdict})
	t.printLines(words.Lines)
	for i := range v.Signatures {
		s := &v.Signatures[i]
		t.say("cli.verify.signature", map[string]string{
			"number": fmt.Sprint(i + 1), "role": t.roleName(judged.Roles, s.Field), "signer": s.Signer, "time": s.ClaimedTime,
			"algorithm": s.Algorithm, "verdict": words.Signatures[i].Verdict,
		})
		t.printLines(words.Signatures[i].Lines)
	}
	if len(v.Unsigned) > 0 {
		var names []string
		for _, field := range v.Unsigned {
			names = append(names, t.roleName(judged.Roles, field))
		}
		t.say("cli.verify.unsigned", map[string]string{"fields": strings.Join(names, t.words.Text("list.separator", nil))})
	}
}

// wrongDay refuses a deadline that is no date; "" is none.
func wrongDay(deadline string) error {
	if _, err := time.Parse(time.DateOnly, deadline); deadline != "" && err != nil {
		return &usageError{key: "cli.error.deadline", args: scoring.Args{"found": deadline}}
	}
	return nil
}

// printLate notes which signatures were made after the day by which the evaluation was due.
func (t *tool) printLate(late []app.LateSignature) {
	for _, l := range late {
		key := "cli.verify.late"
		if l.Stamped {
			key = "cli.verify.late.stamped"
		}
		t.say(key, map[string]string{"number": fmt.Sprint(l.Signature), "date": l.Date, "deadline": l.Deadline})
	}
}

func (t *tool) printLines(lines []verification.Line) {
	for _, line := range lines {
		t.say("cli.verify.line", map[string]string{"label": line.Label, "text": line.Text})
	}
}

// printReport writes the verdict as a page of PDF.
func (t *tool) printReport(ctx context.Context, out, path string, data []byte, judged *app.Judged, late []app.LateSignature) error {
	description := t.describe(judged)
	description.AddLate(late, t.words)
	page, err := verification.Print(ctx, verification.Page{
		Description: description, FileName: filepath.Base(path), File: data, Words: t.words, Now: t.now(), Program: app.Producer,
		Language: t.words.Language(),
		Data:     []verification.Line{{Label: t.words.Text("sign.label.data", nil), Text: t.words.Text(string(judged.Data.Kind), nil)}},
	})
	if err != nil {
		return err
	}
	if err := atomicfile.Write(out, page, 0o644); err != nil {
		return err
	}
	t.say("cli.verify.report", map[string]string{"path": out})
	return nil
}

// readCertificates reads certificates in PEM or DER.
func readCertificates(paths []string) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for _, path := range paths {
		data, err := app.ReadFile(path, maxCertificate)
		if err != nil {
			return nil, err
		}
		der := data
		if block, _ := pem.Decode(data); block != nil {
			der = block.Bytes
		}
		certificate, err := sign.ParseCertificate(der)
		if err != nil {
			return nil, &app.FileError{Path: path, Err: &notCertificateError{err}}
		}
		all = append(all, certificate)
	}
	return all, nil
}

// notCertificateError says that a file holds no certificate.
type notCertificateError struct{ err error }

// Error is the technical reason.
func (e *notCertificateError) Error() string { return "not a certificate: " + e.err.Error() }

// Message names the sentence for the user.
func (e *notCertificateError) Message() scoring.Message {
	return scoring.Message{Key: "error.not-certificate"}
}
