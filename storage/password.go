package storage

import (
	"errors"

	"zhunsheng/storage/keyring"
)

// SetPassword protects the key of the store by another password, or where it is empty by the system. The data is not written anew; a
// process that ends in the middle leaves a store that the old or the new password opens. In memory it does nothing.
func (s *Store) SetPassword(password []byte) error {
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.closed {
		return ErrClosed
	}
	if s.folder == nil {
		return nil
	}
	if err := s.folder.checkSpace(); err != nil {
		return err
	}
	if err := s.ring.SetPassword(password); err != nil {
		return &KeyError{Dir: s.folder.dir, Err: err}
	}
	return nil
}

// newKey makes the key of a store in a folder.
func (o Options) newKey(dir string) (*keyring.Ring, error) {
	if o.Carried {
		return keyring.CreateCarried(dir, o.Password, o.Cost)
	}
	return keyring.Create(dir, o.Password, o.Cost, o.SessionKeyring)
}

// Protection says what protects the key of the store.
func (s *Store) Protection() keyring.Protection {
	if s.ring == nil {
		return keyring.ByNothing
	}
	return s.ring.Protection()
}

// SystemProtects reports whether [Store.SetPassword] without a password has the system protect the key: DPAPI on Windows, the keyring of
// the desktop session on Linux where [Options] allow it and one answers. Where it does not, the key will lie beside the data, readable by
// whoever can read the folder.
func (s *Store) SystemProtects() bool { return s.ring != nil && s.ring.SystemProtects() }

// NeedsPassword reports whether the store in a folder opens only with a password. A folder without a store needs none.
func NeedsPassword(dir string) (bool, error) {
	protection, err := keyring.Look(dir)
	if errors.Is(err, keyring.ErrMissing) {
		return false, nil
	}
	return protection == keyring.ByPassword, err
}
