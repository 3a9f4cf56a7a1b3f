package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

// A store that goes from machine to machine opens on each of them: neither when it is made nor later is its key bound to one.
func TestCarriedStoreIsBoundToNoMachine(t *testing.T) {
	carried := options
	carried.Carried, carried.SessionKeyring = true, true
	dir := newDir(t)
	for _, step := range []string{"made", "opened again"} {
		s, err := storage.Open(dir, carried)
		if err != nil {
			t.Fatal(err)
		}
		if s.Protection() != keyring.ByNothing || s.SystemProtects() {
			t.Errorf("%s: protected by %s, by the system next: %v", step, s.Protection(), s.SystemProtects())
		}
		if next := s.InPlace(storage.Options{}); !next.Carried || next.AnyPlace != carried.AnyPlace {
			t.Errorf("%s: the store that takes its place: %+v", step, next)
		}
		mustClose(t, s)
	}
}

func TestPassword(t *testing.T) {
	cheap := options
	cheap.Cost = keyring.Cost{Time: 1, Memory: 64, Threads: 1}
	cheap.Password = []byte("口令")
	dir := newDir(t)
	s, err := storage.Open(dir, cheap)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateYear(t.Context(), storage.Year{Year: 2022, Unit: "秘密单位"}); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	for password, want := range map[string]error{"": keyring.ErrPasswordNeeded, "别的": keyring.ErrWrongPassword} {
		wrong := cheap
		wrong.Password = []byte(password)
		_, err := storage.Open(dir, wrong)
		var key *storage.KeyError
		if !errors.Is(err, want) || !errors.As(err, &key) || key.Message().Key == "" {
			t.Errorf("with %q: %v", password, err)
		}
	}
	s, err = storage.Open(dir, cheap)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetPassword([]byte("新口令")); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	cheap.Password = []byte("新口令")
	if s, err = storage.Open(dir, cheap); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if data, err := os.ReadFile(path); err != nil || bytes.Contains(data, []byte("秘密")) || bytes.Contains(data, []byte("口令")) {
				t.Errorf("%s is readable (%v)", path, err)
			}
		}
		return err
	})
}

// Whatever is wrong with the key files, opening says what, and what to do; nothing else in the folder is touched.
func TestKeyFilesThatDoNotOpen(t *testing.T) {
	other := newDir(t)
	fill(t, other)
	names := []string{keyring.FileName, keyring.CopyName}
	cases := map[string]struct {
		spoil func(data []byte) []byte // nil data: gone
		want  error
		key   string
	}{
		"missing":      {func([]byte) []byte { return nil }, keyring.ErrMissing, "storage.key-missing"},
		"empty":        {func([]byte) []byte { return []byte{} }, keyring.ErrDamaged, "storage.key-damaged"},
		"short":        {func(d []byte) []byte { return d[:len(d)/2] }, keyring.ErrDamaged, "storage.key-damaged"},
		"flipped":      {func(d []byte) []byte { d[len(d)/2] ^= 1; return d }, keyring.ErrDamaged, "storage.key-damaged"},
		"of another":   {func([]byte) []byte { d, _ := os.ReadFile(filepath.Join(other, keyring.FileName)); return d }, keyring.ErrDamaged, "storage.key-damaged"},
		"a text":       {func([]byte) []byte { return []byte("密钥") }, keyring.ErrDamaged, "storage.key-damaged"},
		"far too long": {func([]byte) []byte { return make([]byte, 1<<20) }, keyring.ErrDamaged, "storage.key-damaged"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := newDir(t)
			fill(t, dir)
			kept := map[string][]byte{}
			for _, file := range names {
				path := filepath.Join(dir, file)
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				kept[file] = bytes.Clone(data)
				if data = c.spoil(data); data == nil {
					err = os.Remove(path)
				} else {
					err = os.WriteFile(path, data, 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			_, err := storage.Open(dir, options)
			var key *storage.KeyError
			if !errors.Is(err, c.want) || !errors.As(err, &key) || key.Message().Key != c.key {
				t.Fatalf("opening: %v", err)
			}
			if err := os.WriteFile(filepath.Join(dir, keyring.FileName), kept[keyring.FileName], 0o600); err != nil {
				t.Fatal(err)
			}
			os.Remove(filepath.Join(dir, keyring.CopyName))
			wantFilled(t, dir)
		})
	}
}

// Files that a process left behind when it was ended do not keep a store from being opened, whatever is in them.
func TestLockLeftOver(t *testing.T) {
	dir := newDir(t)
	fill(t, dir)
	for _, content := range []string{"", "4711\n", strings.Repeat("x", 10_000)} {
		write(t, filepath.Join(dir, "lock"), content)
		write(t, filepath.Join(dir, "state", "LOCK"), content)
		wantFilled(t, dir)
	}
}

// A process that changes the password all the time is killed: one of the two passwords opens the store.
func TestKilledChangeOfPassword(t *testing.T) {
	o := options
	o.Cost = keyring.Cost{Time: 1, Memory: 64, Threads: 1}
	dir := newDir(t)
	fill(t, dir)
	rounds := 10
	if torture() {
		rounds = 100
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 5))
	for round := range rounds {
		c := child(t, "password", dir)
		lines := started(t, c)
		lines.Scan()
		time.AfterFunc(time.Duration(random.IntN(20_000))*time.Microsecond, func() { c.Process.Kill() })
		for lines.Scan() { // until it is gone
		}
		_ = c.Wait()
		var s *storage.Store
		var err error
		for _, password := range []string{"", "一", "二"} {
			o.Password = []byte(password)
			if s, err = storage.Open(dir, o); err == nil {
				break
			}
			if !errors.Is(err, keyring.ErrWrongPassword) && !errors.Is(err, keyring.ErrPasswordNeeded) {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		if s == nil {
			t.Fatalf("round %d: no password opens the store", round)
		}
		if err := s.SetPassword(nil); err != nil {
			t.Fatal(err)
		}
		mustClose(t, s)
	}
	wantFilled(t, dir)
}

// In this role the test binary changes the password of a store again and again.
func changePassword(dir string) error {
	o := options
	o.Cost = keyring.Cost{Time: 1, Memory: 64, Threads: 1}
	s, err := storage.Open(dir, o)
	if err != nil {
		return err
	}
	fmt.Println("open")
	for {
		for _, password := range []string{"一", "二"} {
			if err := s.SetPassword([]byte(password)); err != nil {
				return err
			}
		}
	}
}
