package storage

import (
	"context"
	"errors"
)

// DropScheme takes a scheme that is kept out of the state; it stays in the history. Whether an evaluation still refers to it is for the
// caller to know. A digest that is not there is a [*RecordError] wrapping [ErrNotFound].
func (s *Store) DropScheme(ctx context.Context, digest string) error {
	key := makeKey(KindScheme, digest)
	return s.change(ctx, Entry{Action: ActionScheme}, func(tx *tx, _ uint64) error {
		_, err := tx.get(key)
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindScheme, ID: digest, Err: ErrNotFound}
		}
		if err != nil {
			return err
		}
		return tx.remove(key)
	})
}
