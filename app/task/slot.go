package task

import (
	"context"
	"sync/atomic"
)

// Slot is a place for one piece of work at a time, such as "the rows of this list". The zero Slot is empty. It belongs to the
// window's goroutine and must not be copied.
type Slot struct {
	generation uint64
	cancel     context.CancelFunc
}

// begin makes new work the current one and cancels what ran before.
func (s *Slot) begin(cancel context.CancelFunc) uint64 {
	s.Drop()
	s.cancel = cancel
	return s.generation
}

// Drop cancels the current work, if any, and makes its result unwanted.
func (s *Slot) Drop() {
	s.generation++
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

func (s *Slot) current(generation uint64) bool { return s.generation == generation }

// Progress counts how much of a known amount is done, in units of the work's own choice. It may be read and written by any
// goroutine.
type Progress struct {
	value, total atomic.Int64
}

// Expect states the whole amount; 0 means unknown.
func (p *Progress) Expect(total int64) { p.total.Store(total) }

// Set states the amount done.
func (p *Progress) Set(value int64) { p.value.Store(value) }

// Add adds to the amount done.
func (p *Progress) Add(n int64) { p.value.Add(n) }

// Read returns the amount done and the whole amount.
func (p *Progress) Read() (value, total int64) { return p.value.Load(), p.total.Load() }
