package main

import (
	"bytes"
	"encoding/pem"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"zhunsheng/app/sign"
)

// writeCertificate takes the certificate out of an identity's file where there is no openssl: certificate IDENTITY PASSWORD-FILE PEM.
func writeCertificate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: certificate IDENTITY PASSWORD-FILE PEM")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	password, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	identity, err := sign.Decode(data, bytes.TrimSpace(password))
	ts.Check(err)
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: identity.Certificate().Raw})
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), block, 0o600))
}
