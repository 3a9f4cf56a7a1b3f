package task

import (
	"context"
	"errors"
	"sync"
)

// Line is for work that must not get lost, such as saving what was typed: one piece after the other in the order in which it was handed
// in, and all of it. What comes later cancels nothing, and neither does a window that closes. The zero Line is empty; it must not be copied.
type Line struct {
	mu      sync.Mutex
	idle    *sync.Cond // made with the first piece
	busy    bool
	waiting []func()
	untold  []*told // pieces whose results were not delivered yet, the oldest first
}

// told is what became of a piece of work until its result is delivered.
type told struct{ err error }

// Queue hands work in at a line and delivers what it returns to done on the window's goroutine. It must be called there.
func Queue[T any](r *Runner, l *Line, work func(ctx context.Context) (T, error), done func(T, error)) {
	ctx, piece := context.WithoutCancel(r.ctx), &told{}
	run := func() {
		result, err := guard(ctx, &Progress{}, func(ctx context.Context, _ *Progress) (T, error) { return work(ctx) })
		l.mu.Lock()
		piece.err = err
		l.mu.Unlock()
		r.writing.Add(-1)
		r.post(func() {
			r.working.Add(-1)
			l.tell(piece)
			done(result, err)
		})
	}
	r.working.Add(1)
	r.writing.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting, l.untold = append(l.waiting, run), append(l.untold, piece)
	if !l.busy {
		l.busy = true
		r.running.Go(l.run)
	}
}

func (l *Line) run() {
	for {
		l.mu.Lock()
		if len(l.waiting) == 0 {
			l.busy = false
			if l.idle != nil {
				l.idle.Broadcast()
			}
			l.mu.Unlock()
			return
		}
		next := l.waiting[0]
		l.waiting = append(l.waiting[:0:0], l.waiting[1:]...)
		l.mu.Unlock()
		next()
	}
}

// tell takes a piece off the list of those that nobody heard of yet.
func (l *Line) tell(piece *told) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, p := range l.untold {
		if p == piece {
			l.untold = append(l.untold[:i:i], l.untold[i+1:]...)
			return
		}
	}
}

// Busy reports whether anything that was handed in is not done.
func (l *Line) Busy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.busy
}

// Wait waits until everything that was handed in is done, and returns the errors that were not delivered yet. It may be called on any
// goroutine, so before something is read that the line writes.
func (l *Line) Wait() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.idle == nil {
		l.idle = sync.NewCond(&l.mu)
	}
	for l.busy {
		l.idle.Wait()
	}
	var errs []error
	for _, p := range l.untold {
		errs = append(errs, p.err)
	}
	return errors.Join(errs...)
}
