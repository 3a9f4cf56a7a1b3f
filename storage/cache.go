package storage

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"zhunsheng/scoring"
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

// spares are copies of the evaluations edited last, each to be given to one edit, so that an edit need not decode what the one before
// has encoded.
type spares struct {
	mu    sync.Mutex
	kept  map[string]spare
	order []string
}

type spare struct {
	content []byte // what e was encoded to
	e       *scoring.Evaluation
}

// maxSpares is how many evaluations somebody edits in turn.
const maxSpares = 4

// take returns a copy of the evaluation with this content that nobody else has.
func (p *spares) take(key, content []byte) (*scoring.Evaluation, error) {
	p.mu.Lock()
	s := p.kept[string(key)]
	delete(p.kept, string(key))
	p.mu.Unlock()
	if s.e != nil && bytes.Equal(s.content, content) {
		return s.e, nil
	}
	return decodeEvaluation(key, content)
}

// put keeps a copy of an evaluation that was encoded to content, for the next edit.
func (p *spares) put(key, content []byte, e *scoring.Evaluation) {
	s := spare{content: content, e: e.Clone()}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]spare{}
	}
	p.kept[string(key)] = s
	p.order = append(slices.DeleteFunc(p.order, func(k string) bool { return k == string(key) }), string(key))
	if len(p.order) > maxSpares {
		delete(p.kept, p.order[0])
		p.order = p.order[1:]
	}
}
