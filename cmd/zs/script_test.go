package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this test binary as "zs".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"zs": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts drives the real command with the scripts in testdata. They need poppler-utils, qpdf and openssl.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata",
		Setup: func(env *testscript.Env) error { env.Setenv("LANG", "zh_CN.UTF-8"); return nil },
		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"edit": editFile, "flip": flipByte, "cut": cutFile, "append": appendFile, "fill": fillFile, "seal": drawSeal, "certificate": writeCertificate},
	})
}
