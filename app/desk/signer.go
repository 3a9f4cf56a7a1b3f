package desk

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/app/sign/token"
	"zhunsheng/app/sign/winstore"
	"zhunsheng/storage"
)

// KeyPlace says where the private key of a signer lies.
type KeyPlace string

// The places of keys.
const (
	KeyHere    KeyPlace = "local"   // made by this program and kept in the store, under its own password
	KeyFile    KeyPlace = "file"    // a PKCS#12 or PEM file of the user's
	KeyWindows KeyPlace = "windows" // the Windows certificate store
	KeyToken   KeyPlace = "token"   // a device that is reached through a PKCS#11 library
)

// Signer is an identity that can sign, as far as it is known without its password.
type Signer struct {
	ID    string    `json:"id"` // unique among the signers
	Place KeyPlace  `json:"place"`
	Path  string    `json:"path,omitempty"`  // of the file, or of the token's library
	Token string    `json:"token,omitempty"` // label of the token
	Label string    `json:"label,omitempty"` // of the certificate in the token
	Added time.Time `json:"added"`
	DER   []byte    `json:"certificate,omitempty"` // empty for a local identity that was never unlocked since it is kept
}

// Certificate returns the signer's certificate; nil where it is not known yet.
func (s Signer) Certificate() *x509.Certificate {
	certificate, err := sign.ParseCertificate(s.DER)
	if err != nil {
		return nil
	}
	return certificate
}

// localSigner is the ID of the identity in the store.
const localSigner = "local"

// settings of signing
const (
	signersSetting   = "signers"
	usualSetting     = "usual-signer"
	timestampSetting = "timestamp-address"
)

// text returns a setting, "" where it was never made.
func (d *Desk) text(ctx context.Context, name string) (string, error) {
	value, err := d.store.Setting(ctx, name)
	if errors.Is(err, storage.ErrNotFound) {
		return "", nil
	}
	return value, err
}

// kept returns what is remembered of the signers; the local one may be missing there.
func (d *Desk) kept(ctx context.Context) ([]Signer, error) {
	text, err := d.text(ctx, signersSetting)
	if err != nil || text == "" {
		return nil, err
	}
	var list []Signer
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, &storage.DamagedError{Place: string(storage.KindSetting) + " " + signersSetting, Detail: err.Error()}
	}
	return list, nil
}

func (d *Desk) keep(ctx context.Context, list []Signer) error {
	data, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return d.store.SetSetting(ctx, signersSetting, string(data))
}

// Signers lists the identities that can sign: the local one first, the others as they were added. Errors are those of the store.
func (d *Desk) Signers(ctx context.Context) ([]Signer, error) {
	list, err := d.kept(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(s Signer) bool { return s.ID == localSigner })
	has, err := d.HasIdentity(ctx)
	switch {
	case err != nil:
		return nil, err
	case has && at < 0:
		list = slices.Insert(list, 0, Signer{ID: localSigner, Place: KeyHere})
	case has && at > 0:
		local := list[at]
		list = slices.Insert(slices.Delete(list, at, at+1), 0, local)
	case !has && at >= 0:
		list = slices.Delete(list, at, at+1)
	}
	return list, nil
}

// remember keeps what is public of a signer, so that it can be shown without a password.
func (d *Desk) remember(ctx context.Context, s Signer) error {
	list, err := d.kept(ctx)
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(list, func(k Signer) bool { return k.ID == s.ID }); at >= 0 {
		if string(list[at].DER) == string(s.DER) && list[at].Path == s.Path {
			return nil
		}
		list[at] = s
	} else {
		list = append(list, s)
	}
	return d.keep(ctx, list)
}

// local is the signer of the identity in the store.
func local(identity *sign.Identity) Signer {
	certificate := identity.Certificate()
	return Signer{ID: localSigner, Place: KeyHere, Added: certificate.NotBefore, DER: certificate.Raw}
}

// MakeIdentity makes the local identity, for name, under a password, and keeps it. It takes a second of computing. Errors are those of
// [sign.NewLocalWith] and [sign.Identity.Encode], or wrap [storage.ErrExists]. The password stays the caller's.
func (d *Desk) MakeIdentity(ctx context.Context, name string, algorithm sign.Algorithm, password []byte) (*sign.Identity, error) {
	return d.makeLocal(ctx, name, algorithm, password, func(data []byte) error { return d.store.CreateIdentity(ctx, data) })
}

// RemakeIdentity puts a new local identity in the place of the one that is there, as where its password was forgotten. Signatures by the
// old one stay what they are; nobody can make any more. Errors are those of [Desk.MakeIdentity], or wrap [storage.ErrNotFound].
func (d *Desk) RemakeIdentity(ctx context.Context, name string, algorithm sign.Algorithm, password []byte) (*sign.Identity, error) {
	old, err := d.store.Identity(ctx)
	if err != nil {
		return nil, err
	}
	return d.makeLocal(ctx, name, algorithm, password, func(data []byte) error { return d.store.ReplaceIdentity(ctx, old, data) })
}

func (d *Desk) makeLocal(ctx context.Context, name string, algorithm sign.Algorithm, password []byte, put func([]byte) error) (*sign.Identity, error) {
	identity, err := sign.NewLocalWith(strings.TrimSpace(name), algorithm, d.now(), nil)
	if err != nil {
		return nil, err
	}
	data, err := identity.Encode(password, nil)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := put(data); err != nil {
		return nil, err
	}
	return identity, d.remember(ctx, local(identity))
}

// ChangeIdentityPassword puts the local identity under another password. Errors wrap [sign.ErrPassword] for a wrong old one,
// [sign.ErrPasswordCharacter] for a new one that cannot be used, or are those of the store. The passwords stay the caller's.
func (d *Desk) ChangeIdentityPassword(ctx context.Context, old, password []byte) error {
	data, err := d.store.Identity(ctx)
	if err != nil {
		return err
	}
	identity, err := sign.Decode(data, old)
	if err != nil {
		return err
	}
	changed, err := identity.Encode(password, nil)
	if err != nil {
		return err
	}
	if err := d.store.ReplaceIdentity(ctx, data, changed); err != nil {
		return err
	}
	return d.remember(ctx, local(identity))
}

// unlockLocal opens the identity in the store.
func (d *Desk) unlockLocal(ctx context.Context, password []byte) (*sign.Identity, error) {
	data, err := d.store.Identity(ctx)
	if err != nil {
		return nil, err
	}
	identity, err := sign.Decode(data, password)
	if err != nil {
		return nil, err
	}
	return identity, d.remember(ctx, local(identity))
}

// outside names a signer whose key is not in the store.
func outside(place KeyPlace, certificate *x509.Certificate, now time.Time) Signer {
	fingerprint := strings.ReplaceAll(sign.Fingerprint(certificate), " ", "")
	return Signer{ID: string(place) + "-" + strings.ToLower(fingerprint), Place: place, Added: now, DER: certificate.Raw}
}

// AddKeyFile adds the identity of a PKCS#12 or PEM file, which stays where it is. The password only serves to look into it. Errors name
// the file and are otherwise those of [sign.Load].
func (d *Desk) AddKeyFile(ctx context.Context, path string, password []byte) (Signer, error) {
	identity, err := sign.Load(path, password, d.now())
	if err != nil {
		return Signer{}, &app.FileError{Path: path, Err: err}
	}
	if path, err = filepath.Abs(path); err != nil {
		return Signer{}, err
	}
	s := outside(KeyFile, identity.Certificate(), d.now())
	s.Path = path
	return s, d.remember(ctx, s)
}

// WindowsCertificates lists the user's certificates in the Windows certificate store that have a key. Elsewhere it fails with
// [winstore.ErrUnavailable].
func (d *Desk) WindowsCertificates() ([]*x509.Certificate, error) { return winstore.List() }

// AddWindows adds a certificate of the Windows certificate store. Errors are those of [winstore.Find].
func (d *Desk) AddWindows(ctx context.Context, certificate *x509.Certificate) (Signer, error) {
	s := outside(KeyWindows, certificate, d.now())
	return s, d.remember(ctx, s)
}

// TokenChoice is a certificate with a key in a token.
type TokenChoice struct {
	Token, Label string
	Certificate  *x509.Certificate
}

// TokenCertificates looks with a PIN into the token that a PKCS#11 library reaches. label chooses among several tokens, "" takes the only
// one. Errors are those of package token. The PIN stays the caller's.
func (d *Desk) TokenCertificates(library, label string, pin []byte) ([]TokenChoice, error) {
	var found []TokenChoice
	err := withToken(library, label, pin, func(slot token.Slot, session *token.Session) error {
		certificates, err := session.Certificates()
		for _, c := range certificates {
			found = append(found, TokenChoice{Token: slot.Label, Label: c.Label, Certificate: c.Certificate})
		}
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("%w: no certificate with a key", token.ErrAbsent)
		}
		return err
	})
	return found, err
}

// AddToken adds a certificate of a token.
func (d *Desk) AddToken(ctx context.Context, library string, choice TokenChoice) (Signer, error) {
	s := outside(KeyToken, choice.Certificate, d.now())
	s.Path, s.Token, s.Label = library, choice.Token, choice.Label
	return s, d.remember(ctx, s)
}

// withToken logs into a token for one piece of work.
func withToken(library, label string, pin []byte, work func(token.Slot, *token.Session) error) (err error) {
	module, err := token.Open(library)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, module.Close()) }()
	slot, err := module.Find(label)
	if err != nil {
		return err
	}
	session, err := module.Login(slot.ID, func() ([]byte, error) { return slices.Clone(pin), nil })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	return work(slot, session)
}

// ForgetSigner takes a signer out of the list. Its key stays where it is. The local one cannot be taken out.
func (d *Desk) ForgetSigner(ctx context.Context, id string) error {
	list, err := d.kept(ctx)
	if err != nil || id == localSigner {
		return err
	}
	return d.keep(ctx, slices.DeleteFunc(list, func(s Signer) bool { return s.ID == id }))
}

// UsualSigner returns the ID of the signer that signing begins with: the one chosen, else the first; "" where there is none.
func (d *Desk) UsualSigner(ctx context.Context) (string, error) {
	id, err := d.text(ctx, usualSetting)
	if err != nil {
		return "", err
	}
	list, err := d.Signers(ctx)
	if err != nil || len(list) == 0 {
		return "", err
	}
	if slices.ContainsFunc(list, func(s Signer) bool { return s.ID == id }) {
		return id, nil
	}
	return list[0].ID, nil
}

// SetUsualSigner chooses the signer that signing begins with.
func (d *Desk) SetUsualSigner(ctx context.Context, id string) error {
	return d.store.SetSetting(ctx, usualSetting, id)
}
