package task

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Runner starts background work. It must be made by [NewRunner].
type Runner struct {
	ctx     context.Context
	stop    context.CancelFunc
	post    func(func())
	ticks   func(time.Duration) (<-chan time.Time, func())
	running sync.WaitGroup
	working atomic.Int32 // pieces of work whose results were not delivered
	writing atomic.Int32 // pieces of work in lines that are not done
}

// NewRunner returns a runner whose work ends when ctx does. post runs a function on the goroutine that owns the window, later and
// in order; it must not wait for it.
func NewRunner(ctx context.Context, post func(func())) *Runner {
	ctx, stop := context.WithCancel(ctx)
	return &Runner{ctx: ctx, stop: stop, post: post, ticks: realTicks}
}

// WithTicks replaces the clock of [Runner.Watch], for tests: ticks returns a channel that delivers and a function that stops it.
func (r *Runner) WithTicks(ticks func(time.Duration) (<-chan time.Time, func())) *Runner {
	r.ticks = ticks
	return r
}

// Post runs f on the window's goroutine.
func (r *Runner) Post(f func()) { r.post(f) }

// Close cancels all work and waits until it has returned. Results that are delivered later find their slots stale only if new work
// was started in them; callers that close a runner stop using it.
func (r *Runner) Close() {
	r.stop()
	r.running.Wait()
}

// PanicError is what work that panicked ends with.
type PanicError struct {
	Value any    // what was panicked with
	Stack string // the stack of the goroutine, for the log
}

// Error names the value; the stack is left to the log.
func (e *PanicError) Error() string { return fmt.Sprintf("background work failed: %v", e.Value) }

// Job is one piece of running work.
type Job struct {
	cancel    context.CancelFunc
	progress  Progress
	ended     chan struct{}
	awaited   func() bool // whether its slot still waits for its result
	delivered bool        // its result; owned by the window's goroutine
}

// Cancel asks the work to stop. Its result, most likely an error that wraps [context.Canceled], is still delivered.
func (j *Job) Cancel() { j.cancel() }

// Progress returns how far the work says it is.
func (j *Job) Progress() (value, total int64) { return j.progress.Read() }

// Ended is closed when the work has returned.
func (j *Job) Ended() <-chan struct{} { return j.ended }

// Run starts work in a slot and delivers what it returns to done on the window's goroutine, unless newer work was started in the
// slot by then: what nobody wants any more is closed where it is an [io.Closer], such as a file that was opened. It must be called on the
// window's goroutine, which owns the slot.
func Run[T any](r *Runner, slot *Slot, work func(ctx context.Context, p *Progress) (T, error), done func(T, error)) *Job {
	ctx, cancel := context.WithCancel(r.ctx)
	generation := slot.begin(cancel)
	job := &Job{cancel: cancel, ended: make(chan struct{}), awaited: func() bool { return slot.current(generation) }}
	r.working.Add(1)
	r.running.Go(func() {
		defer cancel()
		result, err := guard(ctx, &job.progress, work)
		close(job.ended)
		r.post(func() {
			r.working.Add(-1)
			job.delivered = true
			if slot.current(generation) {
				done(result, err)
			} else if unwanted, ok := any(result).(io.Closer); ok && err == nil {
				go func() { _ = unwanted.Close() }() // nobody is there to be told
			}
		})
	})
	return job
}

func guard[T any](ctx context.Context, p *Progress, work func(context.Context, *Progress) (T, error)) (result T, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: string(debug.Stack())}
		}
	}()
	return work(ctx, p)
}

// Busy reports whether work was started by [Run] or [Queue] whose result has not been delivered.
func (r *Runner) Busy() bool { return r.working.Load() > 0 }

// Writing reports whether work that was handed in by [Queue] is not done: something that must not get lost is still on its way.
func (r *Runner) Writing() bool { return r.writing.Load() > 0 }

// Watch shows a job's progress on the window's goroutine every interval until the job ends, and never after its result was delivered or
// newer work was started in its slot.
func (r *Runner) Watch(job *Job, every time.Duration, show func(value, total int64)) {
	ticks, stop := r.ticks(every)
	r.running.Go(func() {
		defer stop()
		for {
			select {
			case <-job.ended:
				return
			case <-ticks:
				value, total := job.Progress()
				r.post(func() {
					if !job.delivered && job.awaited() {
						show(value, total)
					}
				})
			}
		}
	})
}

// After runs f on the window's goroutine after a time, unless it is stopped before.
func (r *Runner) After(d time.Duration, f func()) (stop func()) {
	ctx, cancel := context.WithCancel(r.ctx)
	ticks, end := r.ticks(d)
	r.running.Go(func() {
		defer end()
		select {
		case <-ctx.Done():
		case <-ticks:
			r.post(func() {
				if ctx.Err() == nil { // it may have been stopped since
					f()
				}
			})
		}
	})
	return cancel
}

func realTicks(every time.Duration) (<-chan time.Time, func()) {
	t := time.NewTicker(every)
	return t.C, t.Stop
}
