package storage_test

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/storage"
)

// unpack puts a store of an older format, as a program of its time wrote it, into a new folder.
func unpack(t testing.TB, fixture string) string {
	t.Helper()
	dir := newDir(t)
	archive, err := zip.OpenReader(filepath.Join("testdata", fixture))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	for _, file := range archive.File {
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, filepath.FromSlash(file.Name)), string(data))
	}
	return dir
}

// wantFormat1 looks whether all that the fixture of format 1 holds is there.
func wantFormat1(t testing.TB, s *storage.Store) {
	t.Helper()
	ctx := t.Context()
	years, err := s.Years(ctx)
	if err != nil || len(years) != 2 || years[0].State != storage.YearClosed || years[1].Revision != 2 {
		t.Fatalf("years are %v (%v)", years, err)
	}
	headers, err := s.Headers(ctx, 2022)
	if err != nil || len(headers) != 2 || headers[0].ID != "e0" || headers[1].Name != "改过的项目" {
		t.Fatalf("headers are %v (%v)", headers, err)
	}
	e, revision, err := s.Evaluation(ctx, 2022, "e2")
	if err != nil || revision != headers[1].Revision || len(e.Indicators) == 0 {
		t.Fatalf("evaluation at %d (%v)", revision, err)
	}
	identity, err := s.Identity(ctx)
	if err != nil || string(identity) != "not a real identity" {
		t.Errorf("identity is %q (%v)", identity, err)
	}
	if scheme, err := s.Setting(ctx, "scheme"); err != nil || scheme != "cn-2020" {
		t.Errorf("setting is %q (%v)", scheme, err)
	}
}

func TestFormat1IsMigrated(t *testing.T) {
	dir := unpack(t, "format1.zip")
	s := mustOpen(t, dir)
	if r := s.Recovery(); r.Cause != storage.CauseMigrated || r.Lost() {
		t.Errorf("recovery is %+v", r)
	}
	wantFormat1(t, s)
	before, err := s.Revision(t.Context())
	if err != nil || before == 0 {
		t.Fatalf("revision %d (%v)", before, err)
	}
	if err := s.SetSetting(t.Context(), "new", "x"); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	if err := os.RemoveAll(filepath.Join(dir, "state")); err != nil { // the snapshot carries it alone
		t.Fatal(err)
	}
	for range 2 {
		s = mustOpen(t, dir)
		if r := s.Recovery(); r.Lost() {
			t.Errorf("recovery is %+v", r)
		}
		wantFormat1(t, s)
		if after, err := s.Revision(t.Context()); err != nil || after != before+1 {
			t.Errorf("revision %d (%v)", after, err)
		}
		mustClose(t, s)
	}
}

func TestDamagedFormat1IsNotTouched(t *testing.T) {
	dir := unpack(t, "format1.zip")
	if err := os.Remove(filepath.Join(dir, "state", "MANIFEST")); err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	s, err := storage.Open(dir, options)
	if err == nil {
		s.Close()
		t.Fatal("opened")
	}
	var damaged *storage.DamagedError
	if !errors.As(err, &damaged) || damaged.Remedy == "" {
		t.Errorf("error is %v", err)
	}
	if after := strings.ReplaceAll(listing(t, dir), "0 "+filepath.Join(dir, "lock")+"\n", ""); after != before {
		t.Errorf("files were changed:\nbefore %s\nafter %s", before, after)
	}
}
