package storage

import (
	"bytes"
	"context"
	"errors"
	"strconv"
)

// MaxIdentity is the greatest size of the signing identity, in bytes.
const MaxIdentity = 1 << 20

// CreateIdentity stores the local signing identity: the bytes of a PKCS#12 file, protected by the user's password and opaque to
// the store. It never replaces one: a second is refused with a [*RecordError] wrapping [ErrExists].
func (s *Store) CreateIdentity(ctx context.Context, pkcs12 []byte) error {
	return s.change(ctx, Entry{Action: ActionIdentity}, func(tx *tx, revision uint64) error {
		_, err := loadIdentity(tx)
		if err == nil {
			return &RecordError{Kind: KindIdentity, ID: localIdentity, Err: ErrExists}
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		return saveIdentity(tx, record{revision: revision, content: pkcs12})
	})
}

// Identity returns the local signing identity, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Identity(ctx context.Context) ([]byte, error) {
	var pkcs12 []byte
	err := s.view(ctx, func(tx reader) error {
		r, err := loadIdentity(tx)
		pkcs12 = r.content
		return err
	})
	return pkcs12, err
}

// ReplaceIdentity puts a new signing identity in the place of the one that the caller read before, as after a change of password.
// Where the stored one is another it returns a [*RecordError] wrapping [ErrConflict], where there is none [ErrNotFound].
func (s *Store) ReplaceIdentity(ctx context.Context, old, pkcs12 []byte) error {
	return s.change(ctx, Entry{Action: ActionIdentity}, func(tx *tx, revision uint64) error {
		r, err := loadIdentity(tx)
		if err != nil {
			return err
		}
		if !bytes.Equal(r.content, old) {
			return &RecordError{Kind: KindIdentity, ID: localIdentity, Err: ErrConflict}
		}
		return saveIdentity(tx, record{revision: revision, content: pkcs12})
	})
}

func saveIdentity(tx writer, r record) error {
	if len(r.content) == 0 || len(r.content) > MaxIdentity {
		reason := ErrInvalid
		if len(r.content) > 0 {
			reason = ErrTooLarge
		}
		return &InvalidError{
			Kind: KindIdentity, Field: "size", Found: strconv.Itoa(len(r.content)) + " bytes", Err: reason,
			Allowed: "1 to " + strconv.Itoa(MaxIdentity) + " bytes",
		}
	}
	return save(tx, identityKey(), r)
}

func loadIdentity(from getter) (record, error) {
	r, err := load(from, identityKey())
	if errors.Is(err, errAbsent) {
		return record{}, &RecordError{Kind: KindIdentity, ID: localIdentity, Err: ErrNotFound}
	}
	return r, err
}
