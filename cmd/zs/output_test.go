package main

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
)

// fullDisk takes no byte.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestResultThatDoesNotArrive: a result that could not be written is a command that did not do its work, whatever its answer was.
func TestResultThatDoesNotArrive(t *testing.T) {
	for _, args := range [][]string{{"schemes"}, {"example"}, {"version"}, {"schemes", "diff", "cn-2020", "central-2021", "--json"}, {"help"}} {
		var messages bytes.Buffer
		if code := run(t.Context(), append(args, "--lang=en"), strings.NewReader(""), fullDisk{}, &messages); code != exitFailed {
			t.Errorf("%v: exit code %d, want %d", args, code, exitFailed)
		}
		if messages.Len() == 0 {
			t.Errorf("%v: no message", args)
		}
	}
}
