package keyring

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/storage/keyring/secretservice"
)

// fakeVault is the keyring of a session in memory.
type fakeVault struct {
	kept   map[string][]byte // by the attribute "store"
	locked bool
	spoils bool // gives back something else than it was given
	fails  error
}

func (f *fakeVault) Get(_ context.Context, attributes map[string]string) ([]byte, error) {
	switch value, ok := f.kept[attributes["store"]]; {
	case f.fails != nil:
		return nil, f.fails
	case f.locked:
		return nil, secretservice.ErrLocked
	case !ok:
		return nil, secretservice.ErrNotFound
	default:
		return bytes.Clone(value), nil
	}
}

func (f *fakeVault) Put(_ context.Context, _ string, attributes map[string]string, value []byte) error {
	if f.locked {
		return secretservice.ErrLocked
	}
	f.kept[attributes["store"]] = bytes.Clone(value)
	if f.spoils {
		f.kept[attributes["store"]][0]++
	}
	return nil
}

func (f *fakeVault) Close() error { return nil }

// useVault makes the keyring of the session this one; nil for none.
func useVault(t *testing.T, f *fakeVault) {
	t.Helper()
	before := dial
	t.Cleanup(func() { dial = before })
	dial = func(context.Context) (vault, error) {
		if f == nil {
			return nil, secretservice.ErrUnreachable
		}
		return f, nil
	}
}

func createIn(t *testing.T, session bool) (string, *Ring) {
	t.Helper()
	dir := t.TempDir()
	r, err := Create(dir, nil, cheap, session)
	if err != nil {
		t.Fatal(err)
	}
	return dir, r
}

func TestSessionKeyringProtectsTheKey(t *testing.T) {
	f := &fakeVault{kept: map[string][]byte{}}
	useVault(t, f)
	dir, r := createIn(t, true)
	if r.Protection() != BySystem || !r.SystemProtects() || len(f.kept) != 1 {
		t.Fatalf("protected by %s, %d secrets", r.Protection(), len(f.kept))
	}
	key := r.Key()
	for _, name := range Names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || bytes.Contains(data, key[:]) {
			t.Errorf("%s: %v, or the key is in it", name, err)
		}
	}
	if again, err := Open(dir, nil); err != nil || again.Key() != key || again.Protection() != BySystem {
		t.Errorf("opened %v", err)
	}
	// Into a file for another machine it goes without the session.
	portable, err := r.Portable(nil)
	if err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, FileName), portable, 0o600); err != nil {
		t.Fatal(err)
	}
	useVault(t, nil)
	if again, err := Open(other, nil); err != nil || again.Key() != key || again.Protection() != ByNothing {
		t.Errorf("elsewhere: %v", err)
	}
	if _, err := Open(dir, nil); !errors.Is(err, ErrNoSession) {
		t.Errorf("without a session: %v", err)
	}
	if Protection, err := Look(dir); Protection != BySystem || err != nil {
		t.Errorf("looks like %s, %v", Protection, err)
	}
}

// A keyring that breaks off says nothing about whose key it is: the user is told that it cannot be reached.
func TestSessionKeyringThatBreaksOff(t *testing.T) {
	vault := &fakeVault{kept: map[string][]byte{}}
	useVault(t, vault)
	dir := t.TempDir()
	if _, err := Create(dir, nil, DefaultCost, true); err != nil {
		t.Fatal(err)
	}
	for _, fault := range []error{context.DeadlineExceeded, errors.New("org.freedesktop.DBus.Error.NoReply")} {
		vault.fails = fault
		if _, err := Open(dir, nil); !errors.Is(err, ErrNoSession) || errors.Is(err, ErrOtherUser) {
			t.Errorf("%v: %v", fault, err)
		}
	}
	vault.fails = nil
	if _, err := Open(dir, nil); err != nil {
		t.Error(err)
	}
}

func TestSessionKeyringThatCannotHelp(t *testing.T) {
	f := &fakeVault{kept: map[string][]byte{}}
	useVault(t, f)
	dir, r := createIn(t, true)
	kept := maps.Clone(f.kept)
	cases := map[string]struct {
		spoil func()
		want  error
	}{
		"locked":         {func() { f.locked = true }, ErrNoSession},
		"emptied":        {func() { clear(f.kept) }, ErrOtherUser},
		"another secret": {func() { f.kept[r.Store()] = make([]byte, 32) }, ErrOtherUser},
		"a short secret": {func() { f.kept[r.Store()] = []byte{1} }, ErrOtherUser},
	}
	for name, c := range cases {
		f.kept, f.locked = maps.Clone(kept), false
		c.spoil()
		if _, err := Open(dir, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.kept, f.locked = kept, false
	if _, err := Open(dir, nil); err != nil {
		t.Errorf("in the end: %v", err)
	}
}

// Where the session's keyring must not or cannot be used, the key lies in the file, and the ring says so.
func TestWithoutSessionKeyring(t *testing.T) {
	cases := map[string]struct {
		vault   *fakeVault
		allowed bool
	}{
		"not allowed": {&fakeVault{kept: map[string][]byte{}}, false},
		"none":        {nil, true},
		"locked":      {&fakeVault{locked: true}, true},
		"forgets":     {&fakeVault{kept: map[string][]byte{}, spoils: true}, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			useVault(t, c.vault)
			dir, r := createIn(t, c.allowed)
			again, err := Open(dir, nil)
			if err != nil || r.Protection() != ByNothing || again.Key() != r.Key() {
				t.Errorf("protected by %s, %v", r.Protection(), err)
			}
			info, err := os.Stat(filepath.Join(dir, FileName))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info.Mode(), err)
			}
		})
	}
}

func TestPasswordAndSessionKeyringTakeTurns(t *testing.T) {
	f := &fakeVault{kept: map[string][]byte{}}
	useVault(t, f)
	dir, r := createIn(t, true)
	if err := r.SetPassword([]byte("口令")); err != nil {
		t.Fatal(err)
	}
	useVault(t, nil)
	again, err := Open(dir, []byte("口令"))
	if err != nil || again.Protection() != ByPassword {
		t.Fatal(err)
	}
	useVault(t, f)
	again.UseSession(true)
	if err := again.SetPassword(nil); err != nil || again.Protection() != BySystem || len(f.kept) != 1 {
		t.Errorf("protected by %s, %d secrets, %v", again.Protection(), len(f.kept), err)
	}
	if again, err = Open(dir, nil); err != nil || again.Key() != r.Key() {
		t.Error(err)
	}
}

const insideSession = "KEYRING_TEST_INSIDE"

// The same with a real keyring, GNOME's, on a bus and in a home of its own; run by make test-all.
func TestGnomeKeyring(t *testing.T) {
	if os.Getenv("ZS_TEST_ALL") != "1" {
		t.Skip("run by make test-all")
	}
	if os.Getenv(insideSession) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		home := t.TempDir()
		c := exec.Command("dbus-run-session", "--", "sh", "-c",
			`echo -n password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" -test.run '^TestGnomeKeyring$' -test.v`, self)
		c.Env = append(os.Environ(), insideSession+"=1", "HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, "data"), "XDG_RUNTIME_DIR="+home)
		out, err := c.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: TestGnomeKeyring") {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	dir, r := createIn(t, true)
	if r.Protection() != BySystem || !SystemProtects() {
		t.Fatalf("protected by %s", r.Protection())
	}
	if again, err := Open(dir, nil); err != nil || again.Key() != r.Key() {
		t.Fatal(err)
	}
	if err := r.SetPassword(nil); err != nil {
		t.Error(err)
	}
	if again, err := Open(dir, nil); err != nil || again.Key() != r.Key() {
		t.Error(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(dir, "nobody"))
	if _, err := Open(dir, nil); !errors.Is(err, ErrNoSession) {
		t.Errorf("without the bus: %v", err)
	}
}
