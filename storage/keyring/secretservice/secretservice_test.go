package secretservice

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"testing"
)

func TestAddressOfTheBus(t *testing.T) {
	dir := t.TempDir()
	withBus := t.TempDir()
	listener, err := net.Listen("unix", filepath.Join(withBus, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	cases := []struct{ address, runtime, want string }{
		{"unix:path=/x", dir, "unix:path=/x"},
		{"unix:path=/x", withBus, "unix:path=/x"},
		{"", dir, ""},
		{"", withBus, "unix:path=" + filepath.Join(withBus, "bus")},
		{"autolaunch:", withBus, ""}, // never starts one
		{"disabled:", withBus, ""},
	}
	for _, c := range cases {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", c.address)
		t.Setenv("XDG_RUNTIME_DIR", c.runtime)
		got, err := url.PathUnescape(Address()) // the folder may have a name that needs escapes
		if err != nil || got != c.want {
			t.Errorf("%q with %s: %q instead of %q, %v", c.address, c.runtime, got, c.want, err)
		}
	}
}

func TestNobodyAnswers(t *testing.T) {
	for _, address := range []string{"disabled:", "unix:path=" + filepath.Join(t.TempDir(), "bus"), "nonsense", "tcp:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if s, err := Dial(context.Background()); !errors.Is(err, ErrUnreachable) {
			t.Errorf("%s: %v, %v", address, s, err)
		}
	}
}
