package storage

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"zhunsheng/storage/journal"
)

// ledger is the list of all actions: [journal.Journal] on disk, a slice in memory.
type ledger interface {
	Head() journal.Head
	Append(entries ...[]byte) (journal.Head, error)
	Read(from uint64, visit func(journal.Item) error) ([]journal.Damage, error)
	Each(seq uint64, visit func(journal.Item) error) error
	Seal(ctx context.Context) error
	Close() error
}

// memoryLedger is a ledger without a disk.
type memoryLedger struct {
	mu    sync.Mutex
	head  journal.Head
	items []journal.Item
}

func (m *memoryLedger) Head() journal.Head {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.head
}

func (m *memoryLedger) Append(entries ...[]byte) (journal.Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, data := range entries {
		m.items = append(m.items, journal.Item{Seq: m.head.Seq + 1, Prev: m.head.Hash, Data: bytes.Clone(data), Segment: 1})
		m.head = m.head.Next(data)
	}
	return m.head, nil
}

func (m *memoryLedger) Read(from uint64, visit func(journal.Item) error) ([]journal.Damage, error) {
	m.mu.Lock()
	items := slices.Clone(m.items)
	m.mu.Unlock()
	for _, item := range items {
		if item.Seq < from {
			continue
		}
		if err := visit(item); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (m *memoryLedger) Each(_ uint64, visit func(journal.Item) error) error {
	_, err := m.Read(1, visit)
	return err
}

func (m *memoryLedger) Seal(context.Context) error { return nil }

func (m *memoryLedger) Close() error { return nil }
