//go:build all

package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScriptsThatNeedMore drives the real command with the scripts in testdata/all. They need softhsm2, opensc, openssl and
// poppler-utils: "make test-all".
func TestScriptsThatNeedMore(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/all",
		Setup: func(env *testscript.Env) error { env.Setenv("LANG", "zh_CN.UTF-8"); return nil },
	})
}
