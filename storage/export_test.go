package storage

import "github.com/dgraph-io/badger/v4"

// OpenSmall opens a store whose database turns over its files every few hundred kilobytes, to reach in tests what takes weeks.
func OpenSmall(dir string, opts Options) (*Store, error) {
	return open(dir, opts, func(o *badger.Options) {
		o.MemTableSize = 256 << 10
		o.ValueThreshold = 16 << 10
		o.BaseTableSize = 64 << 10
		o.ValueLogFileSize = 1 << 20
	})
}
