package desk

import (
	"context"
	"slices"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/app/sign/token"
	"zhunsheng/app/sign/tsa"
	"zhunsheng/app/sign/winstore"
	"zhunsheng/storage"
)

// Unlock opens a signer for signing, with the password of its identity or the PIN of its token; release lets go of the key. Errors are
// those of packages sign, token and winstore, or wrap [storage.ErrNotFound]. The secret stays the caller's.
func (d *Desk) Unlock(ctx context.Context, id string, secret []byte) (identity *sign.Identity, release func(), err error) {
	none := func() {}
	if id == localSigner {
		identity, err = d.unlockLocal(ctx, secret)
		return identity, none, err
	}
	list, err := d.kept(ctx)
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(list, func(s Signer) bool { return s.ID == id })
	if at < 0 {
		return nil, nil, &storage.RecordError{Kind: storage.KindIdentity, ID: id, Err: storage.ErrNotFound}
	}
	s := list[at]
	switch s.Place {
	case KeyWindows:
		return winstore.Find(strings.TrimPrefix(s.ID, string(KeyWindows)+"-"))
	case KeyToken:
		return unlockToken(s, secret)
	}
	identity, err = sign.Load(s.Path, secret, d.now())
	if err != nil {
		err = &app.FileError{Path: s.Path, Err: err}
	}
	return identity, none, err
}

// unlockToken logs into a token until the key is released.
func unlockToken(s Signer, pin []byte) (*sign.Identity, func(), error) {
	module, err := token.Open(s.Path)
	if err != nil {
		return nil, nil, err
	}
	release := func() { _ = module.Close() } // nothing is lost when a library does not end cleanly
	slot, err := module.Find(s.Token)
	if err != nil {
		release()
		return nil, nil, err
	}
	secret := slices.Clone(pin)
	session, err := module.Login(slot.ID, func() ([]byte, error) { return slices.Clone(secret), nil })
	if err != nil {
		sign.Wipe(secret)
		release()
		return nil, nil, err
	}
	release = func() {
		sign.Wipe(secret)
		_ = session.Close()
		_ = module.Close()
	}
	identity, err := session.Identity(s.Label)
	if err != nil {
		release()
		return nil, nil, err
	}
	return identity, release, nil
}

// TimestampAddress returns the address of the authority that is asked for timestamps; "" for none, which is how a store begins.
func (d *Desk) TimestampAddress(ctx context.Context) (string, error) {
	return d.text(ctx, timestampSetting)
}

// SetTimestampAddress chooses the authority that is asked for timestamps; "" asks none. The error wraps [tsa.ErrAddress] or is the
// store's.
func (d *Desk) SetTimestampAddress(ctx context.Context, address string) error {
	address = strings.TrimSpace(address)
	if address == "" {
		return d.store.DeleteSetting(ctx, timestampSetting)
	}
	if _, err := tsa.New(ctx, address, nil); err != nil {
		return err
	}
	return d.store.SetSetting(ctx, timestampSetting, address)
}

// Timestamper returns what asks for timestamps, nil where none are wanted. Requests end with ctx.
func (d *Desk) Timestamper(ctx context.Context) (sign.Timestamper, error) {
	address, err := d.TimestampAddress(ctx)
	if err != nil || address == "" {
		return nil, err
	}
	return tsa.New(ctx, address, nil)
}
