package platform

import (
	"errors"
	"io/fs"
	"os/exec"
	"testing"
)

func TestFailuresToOpenAndPrintAreSaid(t *testing.T) {
	for key, m := range map[string]interface{ Error() string }{
		"platform.open.missing": &OpenError{Path: "a.pdf", Err: &fs.PathError{Op: "stat", Path: "a.pdf", Err: fs.ErrNotExist}},
		"platform.open.failed":  &OpenError{Path: "a.pdf", Err: &exec.Error{Name: "xdg-open", Err: exec.ErrNotFound}},
		"platform.print.none":   &PrintError{Title: "a", Err: errors.Join(ErrNoPrinter, exec.ErrNotFound)},
		"platform.print.failed": &PrintError{Title: "a", Err: errors.New("paper")},
	} {
		var got string
		switch e := m.(type) {
		case *OpenError:
			got = e.Message().Key
		case *PrintError:
			got = e.Message().Key
		}
		if got != key {
			t.Errorf("%v is said by %s, want %s", m, got, key)
		}
	}
}
