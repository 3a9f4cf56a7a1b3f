package storage

import (
	"sync"
	"sync/atomic"
)

// An action that is too large for one step of the engine is brought into the state in several. Meanwhile readers are shown the state as it
// was before, so that nobody sees a part of an action.

// heldState is such a state, with how many use it: readers and who holds it.
type heldState struct {
	state   reader
	discard func()
	users   atomic.Int64
}

func (h *heldState) leave() {
	if h.users.Add(-1) == 0 {
		h.discard()
	}
}

// read runs fn on the state as actions leave it, never in the middle of one.
func (s *Store) read(fn func(reader) error) error {
	s.holding.RLock()
	unlock := sync.OnceFunc(s.holding.RUnlock)
	defer unlock()
	if h := s.held; h != nil {
		h.users.Add(1)
		defer h.leave()
		unlock()
		return fn(h.state)
	}
	return s.engine.view(func(state reader) error {
		unlock() // it is open, and stays as it is
		return fn(state)
	})
}

// hold shows readers the state as it is until release is called, whatever is applied meanwhile. Who began to read goes on reading.
func (s *Store) hold() (release func(), err error) {
	h := new(heldState)
	if h.state, h.discard, err = s.engine.snapshot(); err != nil {
		return nil, err
	}
	h.users.Store(1)
	s.holding.Lock()
	defer s.holding.Unlock()
	s.held = h
	return func() {
		s.holding.Lock()
		s.held = nil
		s.holding.Unlock()
		h.leave()
	}, nil
}
