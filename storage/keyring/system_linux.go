package keyring

import (
	"bytes"
	"context"
	"errors"
	"time"

	"zhunsheng/storage/keyring/secretservice"
	"zhunsheng/storage/seal"
)

// On Linux the keyring of the desktop session holds, for each store, a key that wraps the store's own; the wrapped one lies in the key
// file as anywhere. So nothing that is in the keyring alone opens a store, and a store without it cannot be opened.

// vault is what keeps a secret for each store.
type vault interface {
	Get(ctx context.Context, attributes map[string]string) ([]byte, error)
	Put(ctx context.Context, label string, attributes map[string]string, value []byte) error
	Close() error
}

// dial opens the vault; tests replace it.
var dial = func(ctx context.Context) (vault, error) { return secretservice.Dial(ctx) }

const (
	dialTime   = 5 * time.Second // a service that has to start first
	promptTime = 2 * time.Minute // a user who has to type the password of the keyring
)

var vaultMark = []byte("zhunsheng/secret-service/1\n")

func attributesOf(store []byte) map[string]string {
	return map[string]string{"xdg:schema": "zhunsheng.store", "store": string(store)}
}

// withVault does something with the vault.
func withVault(do func(ctx context.Context, v vault) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), promptTime)
	defer cancel()
	type dialled struct {
		v   vault
		err error
	}
	// The connection lives as long as its context, so that cannot be the one that bounds the dialling.
	answer := make(chan dialled, 1)
	go func() {
		v, err := dial(ctx)
		answer <- dialled{v, err}
	}()
	select {
	case d := <-answer:
		if d.err != nil {
			return errors.Join(secretservice.ErrUnreachable, d.err)
		}
		return errors.Join(do(ctx, d.v), d.v.Close())
	case <-time.After(dialTime):
		return secretservice.ErrUnreachable
	}
}

// systemSeal wraps bytes by a key in the session's keyring. Where none can be used the error wraps [errors.ErrUnsupported].
func systemSeal(plain, store []byte) ([]byte, error) {
	var wrapped []byte
	err := withVault(func(ctx context.Context, v vault) error {
		secret, err := v.Get(ctx, attributesOf(store))
		if errors.Is(err, secretservice.ErrNotFound) || err == nil && len(secret) != seal.KeySize {
			secret, err = newSecret(ctx, v, store)
		}
		if err != nil {
			return err
		}
		wrapped, err = wrappingBox(secret).Seal(bytes.Clone(vaultMark), plain, store)
		clear(secret)
		return err
	})
	if err != nil {
		return nil, errors.Join(errors.ErrUnsupported, err)
	}
	return wrapped, nil
}

// newSecret puts a new key into the vault, and makes sure that it is there.
func newSecret(ctx context.Context, v vault, store []byte) ([]byte, error) {
	key, err := seal.NewKey()
	if err != nil {
		return nil, err
	}
	label := "准绳 Zhunsheng"
	if err := v.Put(ctx, label, attributesOf(store), key[:]); err != nil {
		return nil, err
	}
	kept, err := v.Get(ctx, attributesOf(store))
	if err == nil && !bytes.Equal(kept, key[:]) {
		err = errors.New("the keyring gives back something else than was put into it")
	}
	return kept, err
}

func wrappingBox(secret []byte) *seal.Box {
	var key seal.Key
	copy(key[:], secret)
	return key.Box("session-keyring")
}

// systemOpen unwraps what systemSeal made: [ErrNoSession] where the keyring cannot be asked, any other error where it cannot help.
func systemOpen(wrapped, store []byte) ([]byte, error) {
	sealed, ours := bytes.CutPrefix(wrapped, vaultMark)
	if !ours {
		return nil, errors.New("it was protected by another operating system")
	}
	var plain []byte
	err := withVault(func(ctx context.Context, v vault) error {
		secret, err := v.Get(ctx, attributesOf(store))
		if err != nil && !errors.Is(err, secretservice.ErrNotFound) {
			return errors.Join(ErrNoSession, err) // it did not answer, or in time; that says nothing about whose key it is
		}
		if err != nil {
			return err
		}
		defer clear(secret)
		plain, err = wrappingBox(secret).Open(nil, sealed, store)
		return err
	})
	if errors.Is(err, secretservice.ErrUnreachable) || errors.Is(err, secretservice.ErrLocked) {
		err = errors.Join(ErrNoSession, err)
	}
	return plain, err
}

// systemCanSeal reports whether a keyring answers.
func systemCanSeal() bool {
	return withVault(func(context.Context, vault) error { return nil }) == nil
}
