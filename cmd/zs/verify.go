package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

// maxCertificate is the largest certificate file that is read, in bytes.
const maxCertificate = 1 << 20

// verify judges the signatures of a PDF: zs verify FILE [--trust CERT]… [--json].
func (t *tool) verify(_ context.Context, args []string) error {
	flags := pflag.NewFlagSet("verify", pflag.ContinueOnError)
	trust := flags.StringArray("trust", nil, "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("verify", flags, args, 1)
	if err != nil {
		return err
	}
	trusted, err := readCertificates(*trust)
	if err != nil {
		return err
	}
	data, err := app.ReadFile(operands[0], maxPDF)
	if err != nil {
		return err
	}
	verdict, err := sign.Verify(data, sign.VerifyOptions{Trust: trusted, Now: t.now()})
	if err != nil {
		return err
	}
	carried := app.VerifyData(data)
	if *asJSON {
		err = t.writeJSON(fileVerdict{verdict, dataJSON(carried)})
	} else {
		t.printVerdict(operands[0], verdict)
		t.printData(carried)
	}
	if err == nil && !(verdict.Kind.Good() && carried.Good()) {
		return errNo
	}
	return err
}

// printVerdict says the verdict on the file first, then each signature.
func (t *tool) printVerdict(path string, v *sign.Verdict) {
	t.say("cli.verify.head", map[string]string{"path": path, "verdict": t.words.Text(string(v.Kind), nil)})
	for i := range v.Signatures {
		s := &v.Signatures[i]
		t.say("cli.verify.signature", map[string]string{
			"number": fmt.Sprint(i + 1), "role": t.roleLabel(s.Field), "signer": s.Signer, "time": s.ClaimedTime,
			"algorithm": s.Algorithm, "verdict": t.words.Text(string(s.Kind), nil),
		})
		t.say("cli.verify.certificate", map[string]string{
			"fingerprint": s.Certificate.Fingerprint, "trust": t.words.Text("trust."+string(s.Trust), nil),
		})
		if s.CoversFile {
			t.say("cli.verify.covers", nil)
		}
	}
	if len(v.Unsigned) > 0 {
		names := ""
		for i, field := range v.Unsigned {
			if i > 0 {
				names += t.words.Text("list.separator", nil)
			}
			names += t.roleLabel(field)
		}
		t.say("cli.verify.unsigned", map[string]string{"fields": names})
	}
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
		certificate, err := x509.ParseCertificate(der)
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
