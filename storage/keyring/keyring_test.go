package keyring

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

var cheap = Cost{Time: 1, Memory: 8, Threads: 1}

func create(t *testing.T, password string) (string, *Ring) {
	t.Helper()
	dir := t.TempDir()
	r, err := Create(dir, []byte(password), cheap, false)
	if err != nil {
		t.Fatal(err)
	}
	return dir, r
}

func TestKeyComesBack(t *testing.T) {
	dir, r := create(t, "口令")
	again, err := Open(dir, []byte("口令"))
	if err != nil || again.Key() != r.Key() || again.Store() != r.Store() || again.Protection() != ByPassword {
		t.Fatalf("opened %v", err)
	}
	for _, c := range []struct {
		password string
		want     error
	}{{"", ErrPasswordNeeded}, {"口", ErrWrongPassword}, {"口令 ", ErrWrongPassword}} {
		if _, err := Open(dir, []byte(c.password)); !errors.Is(err, c.want) {
			t.Errorf("with %q: %v", c.password, err)
		}
	}
	if _, err := Create(dir, nil, cheap, false); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second key: %v", err)
	}
	dir, r = create(t, "")
	if again, err := Open(dir, nil); err != nil || again.Key() != r.Key() || (again.Protection() == BySystem) != (runtime.GOOS == "windows") {
		t.Errorf("without a password: %v", err)
	}
}

func TestPasswordIsChanged(t *testing.T) {
	dir, r := create(t, "old")
	if err := r.SetPassword([]byte("new")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, []byte("old")); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("old password: %v", err)
	}
	again, err := Open(dir, []byte("new"))
	if err != nil || again.Key() != r.Key() {
		t.Fatal(err)
	}
	if err := again.SetPassword(nil); err != nil {
		t.Fatal(err)
	}
	if again, err = Open(dir, nil); err != nil || again.Key() != r.Key() {
		t.Error(err)
	}
}

// A change of password that ends between or before its two files leaves a key that one of the passwords opens, and is completed by the
// next opening.
func TestChangeOfPasswordIsCut(t *testing.T) {
	for cut := 1; cut <= 2; cut++ {
		dir, r := create(t, "old")
		done := 0
		betweenFiles = func() {
			if done++; done == cut {
				panic("power cut")
			}
		}
		func() {
			defer func() { recover() }()
			r.SetPassword([]byte("new"))
		}()
		betweenFiles = func() {}
		again, err := Open(dir, []byte("new"))
		if err != nil || again.Key() != r.Key() {
			t.Fatalf("cut %d: %v", cut, err)
		}
		first, err1 := os.ReadFile(filepath.Join(dir, FileName))
		second, err2 := os.ReadFile(filepath.Join(dir, CopyName))
		if err1 != nil || err2 != nil || !bytes.Equal(first, second) {
			t.Errorf("cut %d: the files differ after opening", cut)
		}
	}
}

func TestDamagedKeyFiles(t *testing.T) {
	damages := map[string]func(path string) error{
		"missing": os.Remove,
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"cut":     func(path string) error { return os.Truncate(path, 100) },
		"zeroed":  func(path string) error { return os.WriteFile(path, make([]byte, 300), 0o600) },
		"huge":    func(path string) error { return os.WriteFile(path, make([]byte, 1<<20), 0o600) },
		"flipped": func(path string) error {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 1
			return os.WriteFile(path, data, 0o600)
		},
	}
	for name, damage := range damages {
		for _, both := range []bool{false, true} {
			for i, file := range append(Names, Names...) {
				password := "p"
				if i >= len(Names) {
					password = ""
				}
				dir, r := create(t, password)
				for _, other := range Names {
					if both || other == file {
						if err := damage(filepath.Join(dir, other)); err != nil {
							t.Fatal(err)
						}
					}
				}
				again, err := Open(dir, []byte(password))
				switch {
				case both && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrMissing):
					t.Errorf("both %s: %v", name, err)
				case !both && (err != nil || again.Key() != r.Key()):
					t.Errorf("%s %s: %v", file, name, err)
				case !both:
					if _, mend, err := newest(dir); err != nil || mend {
						t.Errorf("%s %s was not mended (%v)", file, name, err)
					}
					if again, err := Open(dir, []byte(password)); err != nil || again.Key() != r.Key() {
						t.Errorf("%s %s was mended to something else (%v)", file, name, err)
					}
				}
			}
		}
	}
}

func TestFilesOfDifferentStores(t *testing.T) {
	dir, _ := create(t, "")
	other, _ := create(t, "")
	data, err := os.ReadFile(filepath.Join(other, FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, CopyName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

func TestPortableKey(t *testing.T) {
	for _, c := range []struct{ password, portable, opens string }{
		{"p", "", "p"}, {"p", "q", "q"}, {"", "q", "q"}, {"", "", ""},
	} {
		_, r := create(t, c.password)
		data, err := r.Portable([]byte(c.portable))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if again, err := Open(dir, []byte(c.opens)); err != nil || again.Key() != r.Key() {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"format":"zhunsheng/keys/1"}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		var k keyFile
		_ = parse(data, &k)
	})
}

// What is carried to another machine is not bound to this one, whatever the system could do.
func TestCarriedKeyIsNotGivenToTheSystem(t *testing.T) {
	dir := t.TempDir()
	r, err := CreateCarried(dir, nil, cheap)
	if err != nil {
		t.Fatal(err)
	}
	r.UseSession(true)
	for _, password := range []string{"", "口令", ""} {
		if err := r.SetPassword([]byte(password)); err != nil {
			t.Fatal(err)
		}
		want := ByNothing
		if password != "" {
			want = ByPassword
		}
		if found, err := Look(dir); err != nil || found != want || r.SystemProtects() {
			t.Errorf("with password %q: protected by %s, %v; by the system next: %v", password, found, err, r.SystemProtects())
		}
	}
	again, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	again.Carry()
	if err := again.SetPassword(nil); err != nil || again.Protection() != ByNothing || again.Key() != r.Key() {
		t.Errorf("opened anew: %s, %v", again.Protection(), err)
	}
}
