// Package secretservice keeps secrets in the keyring of a Linux desktop session (GNOME Keyring, KWallet, KeePassXC), over D-Bus.
//
// [Dial] never starts a bus, and [Service.Put] never uses a keyring that ends with the session. A keyring that is locked asks the user
// to unlock it, in a window of its own.
package secretservice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// What a keyring can answer.
var (
	ErrUnreachable = errors.New("no keyring of a desktop session can be reached")
	ErrNotFound    = errors.New("the keyring does not hold the secret")
	ErrLocked      = errors.New("the keyring is locked")
)

const (
	busName = "org.freedesktop.secrets"
	service = "org.freedesktop.Secret.Service."
	root    = dbus.ObjectPath("/org/freedesktop/secrets")
	none    = dbus.ObjectPath("/")
)

// Service is a connection to a keyring. It is used by one goroutine.
type Service struct {
	bus     *dbus.Conn
	session dbus.ObjectPath
}

// secret is what crosses the bus.
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// Address returns where the bus of the user's session listens, "" where there is none.
func Address() string {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" {
		if address == "autolaunch:" || address == "disabled:" {
			return ""
		}
		return address
	}
	runtime := os.Getenv("XDG_RUNTIME_DIR")
	if runtime == "" {
		runtime = fmt.Sprintf("/run/user/%d", os.Getuid())
	}
	socket := filepath.Join(runtime, "bus")
	if info, err := os.Stat(socket); err != nil || info.Mode()&os.ModeSocket == 0 {
		return ""
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket)
}

// Dial connects to the keyring of the user's session, or returns an error wrapping [ErrUnreachable].
func Dial(ctx context.Context) (*Service, error) {
	address := Address()
	if address == "" {
		return nil, ErrUnreachable
	}
	bus, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return nil, errors.Join(ErrUnreachable, err)
	}
	s := &Service{bus: bus}
	var output dbus.Variant
	if err := s.call(ctx, root, service+"OpenSession", "plain", dbus.MakeVariant("")).Store(&output, &s.session); err != nil {
		return nil, errors.Join(ErrUnreachable, err, bus.Close())
	}
	return s, nil
}

// Close lets go of the connection.
func (s *Service) Close() error { return s.bus.Close() }

func (s *Service) call(ctx context.Context, object dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return s.bus.Object(busName, object).CallWithContext(ctx, method, 0, args...)
}

// Get returns the secret with these attributes, or an error wrapping [ErrNotFound] or [ErrLocked].
func (s *Service) Get(ctx context.Context, attributes map[string]string) ([]byte, error) {
	var open, locked []dbus.ObjectPath
	if err := s.call(ctx, root, service+"SearchItems", attributes).Store(&open, &locked); err != nil {
		return nil, err
	}
	if len(open) == 0 {
		if len(locked) == 0 {
			return nil, ErrNotFound
		}
		if err := s.unlock(ctx, locked[0]); err != nil {
			return nil, err
		}
		open = locked
	}
	var found secret
	if err := s.call(ctx, open[0], "org.freedesktop.Secret.Item.GetSecret", s.session).Store(&found); err != nil {
		return nil, err
	}
	return found.Value, nil
}

// Put keeps a secret with these attributes in the user's default keyring, in place of one that has the same. It returns an error wrapping
// [ErrUnreachable] where the user has none, or [ErrLocked].
func (s *Service) Put(ctx context.Context, label string, attributes map[string]string, value []byte) error {
	var keyring dbus.ObjectPath
	if err := s.call(ctx, root, service+"ReadAlias", "default").Store(&keyring); err != nil {
		return err
	}
	if keyring == none || keyring == root+"/collection/session" {
		return fmt.Errorf("%w: there is no default keyring", ErrUnreachable)
	}
	if err := s.unlock(ctx, keyring); err != nil {
		return err
	}
	properties := map[string]dbus.Variant{
		"org.freedesktop.Secret.Item.Label":      dbus.MakeVariant(label),
		"org.freedesktop.Secret.Item.Attributes": dbus.MakeVariant(attributes),
	}
	kept := secret{Session: s.session, Value: value, ContentType: "application/octet-stream"}
	var item, prompt dbus.ObjectPath
	if err := s.call(ctx, keyring, "org.freedesktop.Secret.Collection.CreateItem", properties, kept, true).Store(&item, &prompt); err != nil {
		return err
	}
	return s.ask(ctx, prompt)
}

// unlock makes an item or a keyring readable.
func (s *Service) unlock(ctx context.Context, object dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	if err := s.call(ctx, root, service+"Unlock", []dbus.ObjectPath{object}).Store(&unlocked, &prompt); err != nil {
		return err
	}
	return s.ask(ctx, prompt)
}

// ask lets the keyring ask the user, where it has to, and waits for the answer.
func (s *Service) ask(ctx context.Context, prompt dbus.ObjectPath) error {
	if prompt == none {
		return nil
	}
	answers := make(chan *dbus.Signal, 4)
	s.bus.Signal(answers)
	defer s.bus.RemoveSignal(answers)
	match := []dbus.MatchOption{dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface("org.freedesktop.Secret.Prompt")}
	if err := s.bus.AddMatchSignalContext(ctx, match...); err != nil {
		return err
	}
	if err := s.call(ctx, prompt, "org.freedesktop.Secret.Prompt.Prompt", "").Err; err != nil {
		return err
	}
	for {
		select {
		case answer, ok := <-answers:
			if !ok {
				return ErrUnreachable
			}
			if answer.Path != prompt || len(answer.Body) == 0 {
				continue
			}
			if dismissed, isBool := answer.Body[0].(bool); isBool && !dismissed {
				return nil
			}
			return ErrLocked
		case <-ctx.Done():
			return errors.Join(ErrLocked, ctx.Err())
		}
	}
}
