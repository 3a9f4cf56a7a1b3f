package edit

import (
	"context"
	"sync"

	"zhunsheng/scoring"
)

// SaveState says whether what is shown is on disk.
type SaveState int

// The states of saving.
const (
	Unchanged SaveState = iota // nothing was changed since the session was opened
	Saving                     // handed to the store, not yet confirmed
	Saved                      // the store has confirmed what is shown
	Failed                     // the store has refused it; the input is still here
)

// SaveState returns the state, and for [Failed] the store's error.
func (s *Session) SaveState() (SaveState, error) {
	switch {
	case s.version == 0:
		return Unchanged, nil
	case s.failure != nil:
		return Failed, s.failure
	case s.saved == s.version:
		return Saved, nil
	default:
		return Saving, nil
	}
}

// Retry hands the current snapshot to the store again after a failure.
func (s *Session) Retry() {
	if s.failure == nil {
		return
	}
	s.failure = nil
	s.saver.offer(s.version, s.now.evaluation)
	s.tell()
}

// Flush waits until nothing is on its way to the store any more and returns the error of the newest attempt. It may be called on
// the session's goroutine.
func (s *Session) Flush() error { return s.saver.flush() }

// confirm takes the store's answer. Answers about older versions change nothing but the count of what is safe.
func (s *Session) confirm(version uint64, err error) {
	if err == nil {
		s.saved = max(s.saved, version)
	}
	if version == s.version {
		s.failure = err
	}
	s.tell()
}

// saver writes snapshots one at a time in the background. While one is being written, only the newest of those that come in waits.
type saver struct {
	keeper Keeper
	answer func(version uint64, err error)

	mu      sync.Mutex
	idle    *sync.Cond
	busy    bool
	version uint64
	waiting *scoring.Evaluation
	last    error
}

func newSaver(keeper Keeper, answer func(uint64, error)) *saver {
	s := &saver{keeper: keeper, answer: answer}
	s.idle = sync.NewCond(&s.mu)
	return s
}

func (s *saver) offer(version uint64, e *scoring.Evaluation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version, s.waiting = version, e
	if !s.busy {
		s.busy = true
		go s.run()
	}
}

func (s *saver) run() {
	for {
		s.mu.Lock()
		version, e := s.version, s.waiting
		s.waiting = nil
		if e == nil {
			s.busy = false
			s.idle.Broadcast()
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		// Saving is not tied to the window's life: an edit that was shown is written even while the window closes.
		err := s.keeper.Save(context.Background(), e)
		s.mu.Lock()
		s.last = err
		s.mu.Unlock()
		s.answer(version, err)
	}
}

func (s *saver) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.busy {
		s.idle.Wait()
	}
	return s.last
}
