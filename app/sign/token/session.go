package token

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"

	"zhunsheng/app/sign"
)

// PIN asks for the token's PIN. What it returns is wiped after use.
type PIN func() ([]byte, error)

// Session is a login to one token. The zero value is of no use; see [Module.Login].
type Session struct {
	module *Module
	handle uint64
	pin    PIN
	keypad bool
}

// Certificate is a certificate in a token whose private key is there too.
type Certificate struct {
	Label       string
	Certificate *x509.Certificate
	key         uint64
	always      bool // the PIN is asked for at each signature
}

// Login opens a session and logs the user in. Errors wrap [ErrPIN], [ErrLocked], [ErrAbsent], are the PIN's, or a [*CallError].
func (m *Module) Login(slot uint64, pin PIN) (*Session, error) {
	info, err := m.slot(slot)
	if err != nil {
		return nil, err
	}
	var mem memory
	defer mem.release()
	handle := putUlong(nil, 0)
	if err := m.do("C_OpenSession", fnOpenSession, uintptr(slot), serialSession, 0, 0, mem.at(handle)); err != nil {
		return nil, err
	}
	s := &Session{module: m, handle: ulongAt(handle, 0), pin: pin, keypad: info.flags&flagKeypad != 0}
	if info.flags&flagLoginNeeded == 0 {
		return s, nil
	}
	if err := s.login(userNormal); err != nil && !hasCode(err, codeAlreadyLoggedIn) {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// login sends the PIN, once.
func (s *Session) login(user uintptr) error {
	var pin []byte
	if !s.keypad {
		var err error
		if pin, err = s.pin(); err != nil {
			return err
		}
		defer sign.Wipe(pin)
	}
	var mem memory
	defer mem.release()
	return s.module.do("C_Login", fnLogin, uintptr(s.handle), user, mem.at(pin), uintptr(len(pin)))
}

// Close logs out and ends the session; its identities cannot be used any more.
func (s *Session) Close() error {
	_ = s.module.do("C_Logout", fnLogout, uintptr(s.handle)) // fails where nobody was logged in
	return s.module.do("C_CloseSession", fnCloseSession, uintptr(s.handle))
}

// find lists the objects of a class, and with an identifier only those that bear it.
func (s *Session) find(class uint64, id []byte) ([]uint64, error) {
	var t attributeTemplate
	defer t.release()
	value, yes := putUlong(nil, class), []byte{1}
	t.add(attributeClass, value, len(value))
	t.add(attributeToken, yes, len(yes))
	if len(id) > 0 {
		t.add(attributeID, id, len(id))
	}
	if err := s.module.do("C_FindObjectsInit", fnFindObjectsInit, uintptr(s.handle), t.at(t.encoded), uintptr(t.count)); err != nil {
		return nil, err
	}
	found, count := make([]byte, maxObjects*ulongSize), putUlong(nil, 0)
	err := s.module.do("C_FindObjects", fnFindObjects, uintptr(s.handle), t.at(found), maxObjects, t.at(count))
	if err := errors.Join(err, s.module.do("C_FindObjectsFinal", fnFindObjectsFinal, uintptr(s.handle))); err != nil {
		return nil, err
	}
	var handles []uint64
	for i := range int(min(ulongAt(count, 0), maxObjects)) {
		handles = append(handles, ulongAt(found, i))
	}
	return handles, nil
}

// attribute reads one attribute of an object: first its length, then its value. One that is absent is empty.
func (s *Session) attribute(object, kind uint64) ([]byte, error) {
	const most = 64 << 10
	var value []byte
	for range 2 {
		var t attributeTemplate
		t.add(kind, value, len(value))
		err := s.module.do("C_GetAttributeValue", fnGetAttributeValue, uintptr(s.handle), uintptr(object), t.at(t.encoded), uintptr(t.count))
		length := t.length(0)
		t.release()
		switch {
		case length < 0:
			return nil, nil
		case err != nil:
			return nil, err
		case length > most:
			return nil, fmt.Errorf("attribute %#x of %d bytes, at most %d are read", kind, length, most)
		case value != nil:
			return value[:min(length, len(value))], nil
		case length == 0:
			return nil, nil
		}
		value = make([]byte, length)
	}
	return nil, nil
}

// Certificates lists the certificates whose private key is in the token, in the token's order. Certificates of authorities, and what
// cannot be read, are left out. Errors are a [*CallError].
func (s *Session) Certificates() ([]Certificate, error) {
	objects, err := s.find(classCertificate, nil)
	if err != nil {
		return nil, err
	}
	var all []Certificate
	for _, object := range objects {
		der, err := s.attribute(object, attributeValue)
		if err != nil {
			return nil, err
		}
		id, err := s.attribute(object, attributeID)
		if err != nil {
			return nil, err
		}
		parsed, err := sign.ParseCertificate(der)
		if err != nil || len(id) == 0 {
			continue
		}
		keys, err := s.find(classPrivateKey, id)
		if err != nil {
			return nil, err
		}
		if len(keys) != 1 {
			continue
		}
		label, err := s.attribute(object, attributeLabel)
		if err != nil {
			return nil, err
		}
		always, err := s.attribute(keys[0], attributeAlways)
		if err != nil {
			return nil, err
		}
		all = append(all, Certificate{
			Label: string(bytes.ToValidUTF8(label, []byte("�"))), Certificate: parsed, key: keys[0], always: len(always) == 1 && always[0] == 1,
		})
	}
	return all, nil
}

// Identity returns the certificate of the given label with its key, or the only one where the label is empty. Errors wrap
// [ErrAbsent], [ErrSeveral], those of [sign.NewIdentity], or are a [*CallError].
func (s *Session) Identity(label string) (*sign.Identity, error) {
	all, err := s.Certificates()
	if err != nil {
		return nil, err
	}
	var found []Certificate
	for _, c := range all {
		if label == "" || c.Label == label {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("certificate %q: %w", label, ErrAbsent)
	case len(found) > 1:
		return nil, fmt.Errorf("certificate %q: %w: %d certificates", label, ErrSeveral, len(found))
	}
	c := found[0]
	return sign.NewIdentity(c.Certificate, nil, &key{session: s, certificate: c})
}

// maxSignature is the longest signature in bytes: RSA of 8192 bits.
const maxSignature = 8192 / 8
