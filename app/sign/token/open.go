package token

import (
	"errors"
	"time"

	"zhunsheng/app/sign"
)

// Choice says which key of which token signs.
type Choice struct {
	Library string // absolute path of the maker's PKCS#11 library
	// Slot is the number of a slot; nil looks for the token.
	Slot *uint64
	// Label names the token, or, where a slot is given or only one token is there, a certificate in it; empty takes the only one.
	Label string
}

// OpenIdentity loads a library, finds a token, logs in and returns the identity, which may sign at the given time until end is called.
// ask is given the slot and returns the PIN, which is wiped after use. Errors are those of [Open], [Module.Find], [Module.Login],
// [Session.Identity], or a [*sign.CertificateError].
func OpenIdentity(c Choice, now time.Time, ask func(Slot) ([]byte, error)) (id *sign.Identity, end func(), err error) {
	module, err := Open(c.Library)
	if err != nil {
		return nil, nil, err
	}
	id, session, err := module.identity(c, now, ask)
	end = func() { // the signature is made; there is nothing left to lose
		if session != nil {
			_ = session.Close()
		}
		_ = module.Close()
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return id, end, nil
}

// identity logs in. The session, where there is one, is to be closed whatever the error.
func (m *Module) identity(c Choice, now time.Time, ask func(Slot) ([]byte, error)) (*sign.Identity, *Session, error) {
	slot, label, err := c.find(m)
	if err != nil {
		return nil, nil, err
	}
	session, err := m.Login(slot.ID, func() ([]byte, error) { return ask(slot) })
	if err != nil {
		return nil, nil, err
	}
	id, err := session.Identity(label)
	if err == nil {
		err = id.Check(now)
	}
	return id, session, err
}

// find returns the slot and the label of the certificate in it, which may be empty.
func (c Choice) find(module *Module) (Slot, string, error) {
	if c.Slot != nil {
		return Slot{ID: *c.Slot}, c.Label, nil
	}
	slot, err := module.Find(c.Label)
	if c.Label != "" && errors.Is(err, ErrAbsent) {
		if slot, err = module.Find(""); err == nil {
			return slot, c.Label, nil
		}
	}
	return slot, "", err
}
