package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/place"
	"zhunsheng/storage/storagetest"
)

// Everything that a store keeps is in the list of its records, as it was put there.
func TestRecordsAreAll(t *testing.T) {
	s := storage.OpenMemory(options)
	ctx := t.Context()
	add(t, s, "a", 1)
	for _, err := range []error{
		storage.Attach(ctx, s, 2022, "a", storage.Comment{ID: "c1", Text: "为什么"}),
		storage.Attach(ctx, s, 2022, "a", storage.PanelScore{ID: "p1", Evaluator: "张三"}),
		storage.Attach(ctx, s, 2022, "a", storage.SignOff{ID: "s1", Name: "李四"}),
		storage.Attach(ctx, s, 2022, "a", storage.EvidenceRecord{ID: "e1", Digest: strings.Repeat("0", 64)}),
		s.SetProfile(ctx, storage.Profile{Name: "某局"}),
		s.SetSetting(ctx, "theme", "dark"),
		s.Trust(ctx, storage.Trusted{Name: "某厅", Certificate: []byte{1}}),
		s.PutIdentity(ctx, "本人", []byte{2}),
		s.Apply(ctx, storage.ActionImport, "x", func(uint64) ([]storage.Part, error) {
			return []storage.Part{{Note: "n/1", Content: []byte("{}")}}, nil
		}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.KeepScheme(ctx, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	var found []string
	err := s.Records(ctx, func(r storage.Record) error {
		if r.Revision == 0 || len(r.Content) == 0 {
			t.Errorf("%+v", r)
		}
		id := r.ID
		if len(id) > 20 || r.Kind == storage.KindDevice {
			id = "…"
		}
		found = append(found, fmt.Sprint(r.Kind, " ", r.Year, " ", r.Evaluation, " ", id))
		return nil
	})
	want := []string{
		"comment 2022 a c1", "device 0  …", "evaluation 2022 a ", "evidence 2022 a e1", "identity 0  本人", "note 0  n/1", "panel 2022 a p1",
		"profile 0  ", "scheme 0  …", "setting 0  theme", "signoff 2022 a s1", "trust 0  …", "year 2022  ",
	}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("%v, %q", err, found)
	}
}

func TestDamagedEvidence(t *testing.T) {
	content := bytes.Repeat([]byte("证据 "), 200_000)
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			dir := newDir(t)
			fill(t, dir)
			s := mustOpen(t, dir)
			defer mustClose(t, s)
			e, err := s.AddEvidence(t.Context(), 2022, "a", storage.EvidenceRecord{ID: "e"}, bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "evidence", e.Digest[:2], e.Digest)
			if damage.change == nil {
				os.Remove(path)
			} else {
				rewrite(t, path, damage.change)
			}
			r, err := s.Evidence(t.Context(), e.Digest)
			if err == nil {
				var data []byte
				data, err = io.ReadAll(r)
				r.Close()
				if err == nil && bytes.Equal(data, content) {
					return // the damage did not touch it
				}
			}
			if !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, storage.ErrNotFound) {
				t.Errorf("error is %v", err)
			}
			if _, err := s.AddEvidence(t.Context(), 2022, "a", storage.EvidenceRecord{ID: "e"}, bytes.NewReader(content)); err != nil {
				t.Fatal(err)
			}
			r, err = s.Evidence(t.Context(), e.Digest)
			if err != nil {
				t.Fatal(err)
			}
			if data, err := io.ReadAll(r); err != nil || !bytes.Equal(data, content) {
				t.Errorf("added again it is %d bytes (%v)", len(data), err)
			}
			r.Close()
		})
	}
}

func TestYearsAreClosedAndReopened(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	s := mustOpen(t, dir)
	ctx := t.Context()
	y, err := s.CloseYear(ctx, 2022, "决算批复")
	if err != nil || y.State != storage.YearClosed || y.Reason != "决算批复" {
		t.Fatalf("closed: %v (%v)", y, err)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "snapshots", "year-2022-*.snapshot")); len(found) != 1 {
		t.Errorf("snapshots of the year: %v", found)
	}
	if _, err := s.CloseYear(ctx, 2022, ""); !errors.Is(err, storage.ErrYearClosed) {
		t.Error(err)
	}
	if _, err := s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error { return nil }); !errors.Is(err, storage.ErrYearClosed) {
		t.Error(err)
	}
	if _, err := s.ReopenYear(ctx, 2022, " "); !errors.Is(err, storage.ErrInvalid) {
		t.Error(err)
	}
	if y, err := s.ReopenYear(ctx, 2022, "审计调整"); err != nil || y.State != storage.YearReopened {
		t.Errorf("reopened: %v (%v)", y, err)
	}
	if _, err := s.Update(ctx, 2022, "a", func(e *scoring.Evaluation) error { e.Project.Name = "x"; return nil }); err != nil {
		t.Error(err)
	}
	mustClose(t, s)
}

func TestClockSetBack(t *testing.T) {
	dir := newDir(t)
	clock := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	o := options
	o.Now = func() time.Time { return clock }
	for i := range 4 {
		s, err := storage.Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2020 + i}); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Verify(t.Context(), nil); err != nil || !v.Whole() || v.Entries != uint64(i+1) {
			t.Errorf("after %d steps: %+v (%v)", i, v, err)
		}
		if err := s.Snapshot(t.Context()); err != nil {
			t.Error(err)
		}
		mustClose(t, s)
		clock = clock.Add(-400 * 24 * time.Hour)
	}
}

func TestCopiedStoreIsAnotherDevice(t *testing.T) {
	first := filepath.Join(newDir(t), "store")
	fill(t, first)
	second := filepath.Join(newDir(t), "store")
	copyFolder(t, first, second)
	id := func(dir string, o storage.Options) string {
		t.Helper()
		s, err := storage.Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		defer mustClose(t, s)
		h, err := s.Head()
		if err != nil || !h.Verify() {
			t.Fatal(err)
		}
		if err := s.VerifyHead(t.Context(), h); err != nil {
			t.Error(err)
		}
		return h.Device
	}
	a, b := id(first, options), id(second, options)
	if a == b || a != id(first, options) || b != id(second, options) {
		t.Errorf("devices %s and %s", a, b)
	}
	elsewhere := options
	elsewhere.Host = func() place.Host { return place.Host{Machine: "another", Boot: "1"} }
	if c := id(first, elsewhere); c == a {
		t.Error("another machine is the same device")
	}
	// Both go on by themselves, and each can tell that the other's history is another.
	edit := func(dir, name string) storage.SignedHead {
		s := mustOpen(t, dir)
		defer mustClose(t, s)
		if _, err := s.Update(t.Context(), 2022, "a", func(e *scoring.Evaluation) error { e.Project.Name = name; return nil }); err != nil {
			t.Fatal(err)
		}
		h, err := s.Head()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	edit(first, "one")
	h := edit(second, "two")
	s := mustOpen(t, first)
	if err := s.VerifyHead(t.Context(), h); !errors.Is(err, storage.ErrConflict) {
		t.Errorf("the other's head: %v", err)
	}
	mustClose(t, s)
}

// A machine that was started anew finds the store open: the database is not trusted, the journal is.
func TestPowerCut(t *testing.T) {
	dir := filepath.Join(newDir(t), "store")
	fill(t, dir)
	s := mustOpen(t, dir)
	for i := range 10 {
		if _, err := s.Create(t.Context(), storagetest.Evaluation(2022, string(rune('b'+i)), i)); err != nil {
			t.Fatal(err)
		}
	}
	cut := filepath.Join(newDir(t), "store")
	copyFolder(t, dir, cut)
	mustClose(t, s)
	tables, _ := filepath.Glob(filepath.Join(cut, "state", "*"))
	for _, path := range tables {
		rewrite(t, path, func(d []byte) []byte { return make([]byte, len(d)) })
	}
	s = mustOpen(t, cut)
	if r := s.Recovery(); r.Cause != storage.CausePower || r.Lost() {
		t.Errorf("recovery is %+v", r)
	}
	if headers, err := s.Headers(t.Context(), 2022); err != nil || len(headers) != 11 {
		t.Errorf("%d headers (%v)", len(headers), err)
	}
	mustClose(t, s)
}

func TestDiskNearlyFull(t *testing.T) {
	free := uint64(1 << 30)
	o := options
	o.Free = func(string) (uint64, error) { return free, nil }
	dir := newDir(t)
	s, err := storage.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	free = 1 << 20
	_, err = s.CreateYear(t.Context(), storage.Year{Year: 2022})
	var space *storage.SpaceError
	if !errors.Is(err, storage.ErrDiskFull) || !errors.As(err, &space) || space.Free != free {
		t.Errorf("error is %v", err)
	}
	free = 1 << 30
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2022}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	mustClose(t, s)
	free = 1 << 20
	if _, err := storage.Open(dir, o); !errors.Is(err, storage.ErrDiskFull) {
		t.Errorf("opening: %v", err)
	}
	o.AnyPlace = false
	if _, err := storage.Open(filepath.Join(dir, "OneDrive", "x"), o); !errors.Is(err, place.ErrCloud) {
		t.Errorf("a cloud folder: %v", err)
	}
}
