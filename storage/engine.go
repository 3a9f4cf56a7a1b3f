package storage

import "errors"

// engine is an ordered map of byte strings: Badger on disk, a map in memory. All meaning of keys and values is in [Store], so both
// behave alike. It need not be durable by itself: what it holds can be made again from the ledger.
type engine interface {
	// view runs fn on a consistent state.
	view(fn func(reader) error) error
	// snapshot returns the state as it is, for any number of goroutines to read until release is called, whatever is applied meanwhile.
	snapshot() (state reader, release func(), err error)
	// apply makes changes in their order. Where it fails, or the process ends, the first of them may have been made.
	apply(changes []keyValue) error
	close() error
}

// keyValue is a change of one key; a nil value removes it.
type keyValue struct{ key, value []byte }

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
	reader
	// set and remove take over the slices.
	set(key, value []byte) error
	remove(key []byte) error
}

var errAbsent = errors.New("no such key")
