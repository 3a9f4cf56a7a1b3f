package main

import (
	"errors"
	"os"
	"testing"

	"zhunsheng/assets"
)

func TestLicencesAreWrittenForTheUserAlone(t *testing.T) {
	path, err := writeLicences(func() (string, error) { return t.TempDir(), nil })
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != assets.Licences() {
		t.Errorf("%d bytes written (%v)", len(text), err)
	}
	full := errors.New("disk full")
	if _, err := writeLicences(func() (string, error) { return "", full }); !errors.Is(err, full) {
		t.Errorf("error is %v", err)
	}
}
