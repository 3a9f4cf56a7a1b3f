package storage

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync"
)

// memoryEngine is an engine without a disk.
type memoryEngine struct {
	mu     sync.RWMutex
	values map[string][]byte
}

func newMemoryEngine() *memoryEngine { return &memoryEngine{values: map[string][]byte{}} }

func (m *memoryEngine) view(fn func(reader) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return fn(memoryReader{m.values})
}

// snapshot implements [engine]. Values are never changed in place, so the map is all that is copied.
func (m *memoryEngine) snapshot() (state reader, release func(), err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return memoryReader{maps.Clone(m.values)}, func() {}, nil
}

func (m *memoryEngine) apply(changes []keyValue) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changes {
		if c.value == nil {
			delete(m.values, string(c.key))
		} else {
			m.values[string(c.key)] = c.value
		}
	}
	return nil
}

func (m *memoryEngine) close() error { return nil }

type memoryReader struct{ values map[string][]byte }

func (r memoryReader) get(key []byte) ([]byte, error) {
	value, ok := r.values[string(key)]
	if !ok {
		return nil, errAbsent
	}
	return bytes.Clone(value), nil
}

func (r memoryReader) scan(prefix []byte, visit func(key, value []byte) error) error {
	var keys []string
	for key := range r.values {
		if strings.HasPrefix(key, string(prefix)) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if err := visit([]byte(key), r.values[key]); err != nil {
			return err
		}
	}
	return nil
}
