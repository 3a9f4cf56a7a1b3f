package storage

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// behindEngine lets the changes of an engine go on behind the caller's back: apply returns at once, and whoever reads meanwhile gets
// them from memory. They are on disk already, in the journal; so saving does not wait for the database.
type behindEngine struct {
	inner engine

	mu    sync.RWMutex
	fresh map[string][]byte // being applied; nil value: removed
	keys  []string          // of fresh, in order
	done  chan struct{}     // closed when fresh is applied; nil at first
	err   error             // of an apply; nothing is applied any more
}

func newBehindEngine(inner engine) *behindEngine { return &behindEngine{inner: inner} }

func (b *behindEngine) view(fn func(reader) error) error {
	// The state is opened while fresh is held, so it has either what fresh holds, or fresh has it.
	b.mu.RLock()
	locked := true
	unlock := func() {
		if locked {
			locked = false
			b.mu.RUnlock()
		}
	}
	defer unlock()
	return b.inner.view(func(base reader) error {
		fresh, keys := b.fresh, b.keys
		unlock()
		if len(keys) == 0 {
			return fn(base)
		}
		return fn(freshReader{base: base, fresh: fresh, keys: keys})
	})
}

// snapshot implements [engine]: what is being applied is part of it.
func (b *behindEngine) snapshot() (state reader, release func(), err error) {
	if err := b.wait(); err != nil {
		return nil, nil, err
	}
	return b.inner.snapshot()
}

// apply waits for the changes before, and returns their error.
func (b *behindEngine) apply(changes []keyValue) error {
	if err := b.wait(); err != nil {
		return err
	}
	fresh := make(map[string][]byte, len(changes))
	for _, c := range changes {
		fresh[string(c.key)] = c.value
	}
	keys := make([]string, 0, len(fresh))
	for key := range fresh {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	done := make(chan struct{})
	b.mu.Lock()
	b.fresh, b.keys, b.done = fresh, keys, done
	b.mu.Unlock()
	go func() {
		defer close(done)
		err := b.inner.apply(changes)
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.err = err; err == nil {
			b.fresh, b.keys = nil, nil
		}
	}()
	return nil
}

// patience is how long changes may be applied. The database waits without an end where it cannot write its tables.
const patience = 3 * time.Minute

var errStuck = fmt.Errorf("%w: the database takes no more changes", ErrWriteFailed)

// wait waits for the changes under way, and returns their error.
func (b *behindEngine) wait() error {
	b.mu.RLock()
	done := b.done
	b.mu.RUnlock()
	if done != nil {
		select {
		case <-done:
		case <-time.After(patience):
			return errStuck
		}
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.err
}

func (b *behindEngine) close() error {
	err := b.wait()
	if errors.Is(err, errStuck) {
		return err
	}
	if closeErr := b.inner.close(); err == nil {
		err = closeErr
	}
	return err
}

// freshReader reads a state with changes on top of it.
type freshReader struct {
	base  reader
	fresh map[string][]byte
	keys  []string
}

func (r freshReader) get(key []byte) ([]byte, error) {
	value, ok := r.fresh[string(key)]
	switch {
	case !ok:
		return r.base.get(key)
	case value == nil:
		return nil, errAbsent
	}
	return bytes.Clone(value), nil
}

func (r freshReader) scan(prefix []byte, visit func(key, value []byte) error) error {
	at, _ := slices.BinarySearch(r.keys, string(prefix))
	ahead := r.keys[at:]
	// next visits the fresh keys before a key of the state; with none all that are left.
	next := func(before string, all bool) error {
		for len(ahead) > 0 && strings.HasPrefix(ahead[0], string(prefix)) && (all || ahead[0] < before) {
			key := ahead[0]
			ahead = ahead[1:]
			if value := r.fresh[key]; value != nil {
				if err := visit([]byte(key), value); err != nil {
					return err
				}
			}
		}
		return nil
	}
	err := r.base.scan(prefix, func(key, value []byte) error {
		if err := next(string(key), false); err != nil {
			return err
		}
		if _, ok := r.fresh[string(key)]; ok {
			return next(string(key)+"\x00", false)
		}
		return visit(key, value)
	})
	if err != nil {
		return err
	}
	return next("", true)
}
