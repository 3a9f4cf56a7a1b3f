package storage

import "errors"

// engine is an ordered map of byte strings with transactions: Badger on disk, a map in memory. All meaning of keys and values is
// in [Store], so both behave alike.
type engine interface {
	// view runs fn on a consistent state.
	view(fn func(reader) error) error
	// update runs fn and commits what it set, durably, unless fn fails. The store runs one update at a time.
	update(fn func(writer) error) error
	close() error
}

type getter interface {
	// get returns the value of a key, the caller's to keep, or errAbsent.
	get(key []byte) ([]byte, error)
}

type reader interface {
	getter
	// scan visits the keys with a prefix in byte order. The slices are valid during the visit only.
	scan(prefix []byte, visit func(key, value []byte) error) error
}

type writer interface {
	getter
	// set and remove take over the slices.
	set(key, value []byte) error
	remove(key []byte) error
}

var errAbsent = errors.New("no such key")
