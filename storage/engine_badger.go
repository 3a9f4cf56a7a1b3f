package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// badgerEngine is an engine on a Badger database.
type badgerEngine struct {
	db  *badger.DB
	dir string
	// broken says that a write failed. The database may be without a memory table then: reading would end in a fault, writing again end
	// the process, closing wait for ever. What it was to hold is in the journal.
	broken atomic.Bool
}

var errBroken = fmt.Errorf("%w: the database could not be written to before", ErrWriteFailed)

// badgerOptions are chosen by measurement for one user's store of some tens of megabytes on an office machine: little memory, little
// disk. Badger need not put anything on disk by itself, the journal does.
func badgerOptions(dir string, key []byte) badger.Options {
	o := badger.DefaultOptions(dir)
	o.Logger = nil
	o.SyncWrites = false
	o.MetricsEnabled = false
	o.NumVersionsToKeep = 1
	o.DetectConflicts = false // the store makes one change at a time
	// A memory table is taken whole, with a quarter more, when the store is opened. A value has to fit into a transaction, which is 15 % of
	// one; larger ones go to the value log.
	//
	// Badger turns a full memory table into a file in memory that it takes in doublings, and a block that outgrows its size is copied to
	// twice the room again and again: with 16 MB and blocks of 4 KB that took 124 MB for records of 15 KB, with 8 MB and these blocks 28.
	o.MemTableSize = 4 << 20
	o.BlockSize = 16 << 10
	o.NumMemtables = 2
	o.ValueLogFileSize = 16 << 20
	o.ValueThreshold = 512 << 10
	o.BlockCacheSize = 1 << 20 // it takes twice that; who shows an evaluation keeps it, and a list is read once
	o.IndexCacheSize = 8 << 20 // must not be 0 with encryption
	o.NumCompactors = 2
	o.Compression = options.ZSTD
	o.ZSTDCompressionLevel = 1
	o.CompactL0OnClose = false // set where tables have piled up, see openState
	if key != nil {
		o.EncryptionKey = key
		// Badger reckons the age of its first key from 1970: with a longer duration it would make none, and encrypt nothing.
		o.EncryptionKeyRotationDuration = 365 * 24 * time.Hour
	}
	// Checks while reading end the process on a damaged block; records carry a checksum of their own.
	o.ChecksumVerificationMode = options.NoVerification
	return o
}

// maxMemoryTable bounds what is believed of a file's size.
const maxMemoryTable = 64 << 20

// memoryTableLeft returns the size of the memory tables that a killed process has left in the folder, 0 if it left none. Badger ends the
// process over one that is larger than its own are to be, as those of older versions are.
func memoryTableLeft(dir string) int64 {
	left := int64(0)
	names, _ := filepath.Glob(filepath.Join(dir, "*.mem")) // the pattern is well-formed
	for _, name := range names {
		if info, err := os.Stat(name); err == nil { // Badger says what is wrong with it
			left = max(left, info.Size()/2) // its file is twice as large as the table
		}
	}
	return min(left, maxMemoryTable)
}

func openBadger(o badger.Options) (*badgerEngine, error) {
	db, err := badger.Open(o)
	if err != nil {
		return nil, bounded(err)
	}
	return &badgerEngine{db: db, dir: o.Dir}, nil
}

func (b *badgerEngine) view(fn func(reader) error) error {
	if b.broken.Load() {
		return errBroken
	}
	tx := b.db.NewTransaction(false)
	defer tx.Discard()
	return fn(badgerTx{b, tx})
}

// snapshot implements [engine]: transactions that only read may be shared, with as many iterators as there are readers.
func (b *badgerEngine) snapshot() (state reader, release func(), err error) {
	if b.broken.Load() {
		return nil, nil, errBroken
	}
	tx := b.db.NewTransaction(false)
	return badgerTx{b, tx}, tx.Discard, nil
}

// maxTransaction is how many bytes of changes make one transaction; Badger takes 15 % of a memory table.
const maxTransaction = 1 << 20

func (b *badgerEngine) apply(changes []keyValue) error {
	if b.broken.Load() {
		return errBroken
	}
	limit := min(maxTransaction, int(b.db.MaxBatchSize()/2))
	for len(changes) > 0 {
		n, size := 0, 0
		for n < len(changes) && (n == 0 || size < limit) && n < 5000 {
			size += len(changes[n].key) + len(changes[n].value) + 32
			n++
		}
		if n > 1 && size > limit { // the last one may be as large as all the others
			n--
		}
		if err := b.commit(changes[:n]); err != nil {
			b.broken.Store(true)
			return fmt.Errorf("%w: %w", ErrWriteFailed, bounded(err))
		}
		changes = changes[n:]
	}
	return nil
}

func (b *badgerEngine) commit(changes []keyValue) error {
	tx := b.db.NewTransaction(true)
	defer tx.Discard()
	for _, c := range changes {
		var err error
		if c.value == nil {
			err = tx.Delete(c.key)
		} else {
			err = tx.Set(c.key, c.value)
		}
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// maxLogRounds bounds the value-log files rewritten at close; only values above the threshold are in it, which are rare.
const maxLogRounds = 4

func (b *badgerEngine) close() error {
	if b.broken.Load() {
		return errBroken
	}
	if logs, err := filepath.Glob(filepath.Join(b.dir, "*.vlog")); err == nil && len(logs) > 1 {
		for range maxLogRounds {
			if b.db.RunValueLogGC(0.5) != nil { // "nothing to rewrite" is an error too; the next close tries again
				break
			}
		}
	}
	return bounded(b.db.Close())
}

type badgerTx struct {
	b  *badgerEngine
	tx *badger.Txn
}

// survive turns the fault of a reader into an error: between the failure of a write and the moment at which its caller knows of it, readers
// find the database without a memory table.
func (t badgerTx) survive(err *error) {
	found := recover()
	if found == nil {
		return
	}
	fault, isFault := found.(runtime.Error)
	if !isFault {
		panic(found)
	}
	t.b.broken.Store(true)
	*err = fmt.Errorf("%w: %w", errBroken, fault)
}

func (t badgerTx) get(key []byte) (value []byte, err error) {
	defer t.survive(&err)
	item, err := t.tx.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, errAbsent
	}
	if err != nil {
		return nil, bounded(err)
	}
	value, err = item.ValueCopy(nil)
	return value, bounded(err)
}

func (t badgerTx) iterator(o badger.IteratorOptions) (it *badger.Iterator, err error) {
	defer t.survive(&err)
	return t.tx.NewIterator(o), nil
}

func (t badgerTx) scan(prefix []byte, visit func(key, value []byte) error) error {
	o := badger.DefaultIteratorOptions
	o.Prefix = prefix
	o.PrefetchValues = false // values stand beside their keys; prefetching starts a goroutine for each
	it, err := t.iterator(o)
	if err != nil {
		return err
	}
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		item := it.Item()
		var visitErr error
		err := item.Value(func(value []byte) error {
			visitErr = visit(item.Key(), value)
			return nil
		})
		if err != nil {
			return bounded(err)
		}
		if visitErr != nil {
			return visitErr
		}
	}
	return nil
}
