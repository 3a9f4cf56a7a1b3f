package storage

import (
	"bytes"
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

func (m *memoryEngine) update(fn func(writer) error) error {
	tx := &memoryWriter{engine: m, pending: map[string][]byte{}}
	if err := fn(tx); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, value := range tx.pending {
		if value == nil {
			delete(m.values, key)
		} else {
			m.values[key] = value
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

// memoryWriter collects changes; a nil value stands for a removed key.
type memoryWriter struct {
	engine  *memoryEngine
	pending map[string][]byte
}

func (w *memoryWriter) get(key []byte) ([]byte, error) {
	if value, ok := w.pending[string(key)]; ok {
		if value == nil {
			return nil, errAbsent
		}
		return bytes.Clone(value), nil
	}
	w.engine.mu.RLock()
	defer w.engine.mu.RUnlock()
	return memoryReader{w.engine.values}.get(key)
}

func (w *memoryWriter) set(key, value []byte) error {
	w.pending[string(key)] = value
	return nil
}

func (w *memoryWriter) remove(key []byte) error {
	w.pending[string(key)] = nil
	return nil
}
