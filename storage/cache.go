package storage

import (
	"bytes"
	"slices"
	"strings"
	"sync"
)

// lists keeps the headers of the years that were listed.
type lists struct {
	mu      sync.Mutex
	years   map[int][]Header
	changes uint64
}

func (l *lists) of(year int) ([]Header, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	headers, ok := l.years[year]
	return slices.Clone(headers), ok
}

func (l *lists) generation() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changes
}

// keep remembers a year as it was read, unless something was changed meanwhile. Headers without a total are derived at each reading,
// in case their scheme is known by then, so they are not kept.
func (l *lists) keep(year int, headers []Header, generation uint64) {
	if slices.ContainsFunc(headers, func(h Header) bool { return !h.Total.Valid }) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changes != generation {
		return
	}
	if l.years == nil {
		l.years = map[int][]Header{}
	}
	l.years[year] = slices.Clone(headers)
}

func (l *lists) update(changes []headerChange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes++
	for _, c := range changes {
		headers, ok := l.years[c.year]
		if !ok {
			continue
		}
		at, found := slices.BinarySearchFunc(headers, c.id, func(h Header, id string) int { return strings.Compare(h.ID, id) })
		switch {
		case c.header != nil && !c.header.Total.Valid:
			delete(l.years, c.year)
		case c.header == nil && found:
			l.years[c.year] = slices.Delete(headers, at, at+1)
		case c.header == nil:
		case found:
			headers[at] = *c.header
		default:
			l.years[c.year] = slices.Insert(headers, at, *c.header)
		}
	}
}

func (l *lists) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.years = nil
	l.changes++
}

func (s *Store) isClosed() bool {
	s.gate.RLock()
	defer s.gate.RUnlock()
	return s.closed
}

// memo keeps what a few records were decoded to, each beside the bytes it was decoded from: the value counts only as long as those are
// the ones that are stored.
type memo[T any] struct {
	mu   sync.Mutex
	kept map[string]decoded[T]
}

type decoded[T any] struct {
	from []byte
	v    T
}

// maxMemo is how many records a memo keeps.
const maxMemo = 16

// read decodes a value, unless that was done before.
func (m *memo[T]) read(key, value []byte, decode func(key, value []byte) (T, error)) (T, error) {
	m.mu.Lock()
	d, ok := m.kept[string(key)]
	m.mu.Unlock()
	if ok && bytes.Equal(d.from, value) {
		return d.v, nil
	}
	v, err := decode(key, value)
	if err == nil {
		m.put(key, value, v)
	}
	return v, err
}

// put remembers what a value, which nobody changes any more, decodes to.
func (m *memo[T]) put(key, value []byte, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || len(m.kept) >= maxMemo {
		m.kept = map[string]decoded[T]{}
	}
	m.kept[string(key)] = decoded[T]{from: value, v: v}
}

// spares are the evaluations edited last with their encodings, each to be taken for one edit, so that the edit need neither decode
// nor encode what the one before has encoded.
type spares struct {
	mu    sync.Mutex
	kept  map[string]*known
	order []string
}

// maxSpares is how many evaluations somebody edits in turn.
const maxSpares = 4

// take returns what is known of the evaluation with this content, nil for nothing. Nobody else has it then.
func (p *spares) take(key, content []byte) *known {
	p.mu.Lock()
	k := p.kept[string(key)]
	delete(p.kept, string(key))
	p.mu.Unlock()
	if k == nil || !bytes.Equal(k.content, content) {
		return nil
	}
	return k
}

// put keeps what is known of an evaluation for the next edit; nil for nothing.
func (p *spares) put(key []byte, k *known) {
	if k == nil || k.twin == nil {
		return
	}
	k.copyAhead()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]*known{}
	}
	p.kept[string(key)] = k
	p.order = append(slices.DeleteFunc(p.order, func(k string) bool { return k == string(key) }), string(key))
	if len(p.order) > maxSpares {
		delete(p.kept, p.order[0])
		p.order = p.order[1:]
	}
}
