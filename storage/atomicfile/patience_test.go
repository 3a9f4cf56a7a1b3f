package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func TestWhatPassesIsTriedAgain(t *testing.T) {
	passing, lasting := errors.New("in use"), errors.New("no such folder")
	for _, tt := range []struct {
		name    string
		answers []error // the last one stays
		tries   int
		want    error
	}{
		{"at once", []error{nil}, 1, nil},
		{"a scanner looks into it", []error{passing, passing, nil}, 3, nil},
		{"at the last try", []error{passing, passing, passing, passing, passing, passing, nil}, 7, nil},
		{"open for good", []error{passing}, 7, passing},
		{"another error", []error{lasting}, 1, lasting},
		{"another error after a while", []error{passing, lasting}, 2, lasting},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tries, waited := 0, time.Duration(0)
			err := patiently(func(err error) bool { return errors.Is(err, passing) }, func(d time.Duration) { waited += d }, func() error {
				answer := tt.answers[min(tries, len(tt.answers)-1)]
				tries++
				return answer
			})
			if !errors.Is(err, tt.want) || tries != tt.tries {
				t.Errorf("%d tries, %v; want %d, %v", tries, err, tt.tries, tt.want)
			}
			if waited > time.Second {
				t.Errorf("waited %v", waited)
			}
		})
	}
}

// What a cloud service keeps on its server is irregular on Windows only, and there a file all the same.
func TestRegular(t *testing.T) {
	for _, tt := range []struct {
		mode fs.FileMode
		want bool
	}{
		{0o644, true},
		{0o600 | fs.ModeIrregular, runtime.GOOS == "windows"},
		{fs.ModeDir | 0o755, false},
		{fs.ModeDir | fs.ModeIrregular | 0o755, false},
		{fs.ModeSymlink, false},
		{fs.ModeSymlink | fs.ModeIrregular, false},
		{fs.ModeNamedPipe, false},
		{fs.ModeSocket, false},
		{fs.ModeDevice | fs.ModeCharDevice, false},
	} {
		if got := Regular(tt.mode); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.mode, got, tt.want)
		}
	}
}

func TestRenameAndRemove(t *testing.T) {
	from := filepath.Join(t.TempDir(), "甲")
	to := from + " 乙"
	if err := os.WriteFile(from, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Rename(from, to); err != nil {
		t.Fatal(err)
	}
	if err := Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("renamed what is not there: %v", err)
	}
	if err := Remove(to); err != nil {
		t.Fatal(err)
	}
	if err := Remove(to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed what is not there: %v", err)
	}
}
