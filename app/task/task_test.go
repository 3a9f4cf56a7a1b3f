package task

import (
	"context"
	"errors"
	"testing"
	"time"
)

// desk is a stand-in for the window's goroutine: posted functions wait until the test takes them.
type desk chan func()

func newDesk() desk { return make(desk, 100) }

func (d desk) post(f func()) { d <- f }

func (d desk) takeOne() { (<-d)() }

func TestResultArrivesOnTheWindowsGoroutine(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	var got int
	Run(r, &slot, func(context.Context, *Progress) (int, error) { return 42, nil }, func(v int, err error) { got = v })
	if got != 0 {
		t.Fatal("the result was delivered before the window's goroutine took it")
	}
	d.takeOne()
	if got != 42 {
		t.Fatalf("got %d, want 42", got)
	}
}

func TestOlderResultNeverOverwritesANewerOne(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	var got []string
	done := func(v string, _ error) { got = append(got, v) }
	release := make(chan struct{})
	older := Run(r, &slot, func(context.Context, *Progress) (string, error) { <-release; return "older", nil }, done)
	Run(r, &slot, func(context.Context, *Progress) (string, error) { return "newer", nil }, done)
	d.takeOne()
	close(release)
	<-older.Ended()
	d.takeOne()
	if len(got) != 1 || got[0] != "newer" {
		t.Fatalf("delivered %q, want only the newer result", got)
	}
}

func TestStartingNewWorkCancelsTheOld(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	wait := func(ctx context.Context, _ *Progress) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
	older := Run(r, &slot, wait, func(int, error) { t.Error("the dropped result was delivered") })
	newer := Run(r, &slot, wait, func(_ int, err error) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
	})
	<-older.Ended()
	d.takeOne()
	newer.Cancel()
	d.takeOne()
}

func TestCloseCancelsAndWaits(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	returned := false
	Run(r, &slot, func(ctx context.Context, _ *Progress) (int, error) {
		<-ctx.Done()
		returned = true
		return 0, ctx.Err()
	}, func(int, error) {})
	r.Close()
	if !returned {
		t.Fatal("Close came back before the work did")
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	var got error
	Run(r, &slot, func(context.Context, *Progress) (int, error) { panic("boom") }, func(_ int, err error) { got = err })
	d.takeOne()
	var panicked *PanicError
	if !errors.As(got, &panicked) || panicked.Value != "boom" || panicked.Stack == "" {
		t.Fatalf("got %v, want a PanicError with value and stack", got)
	}
}

func TestWatchShowsProgressAtTheWatchersPace(t *testing.T) {
	d := newDesk()
	tick := make(chan time.Time)
	r := NewRunner(t.Context(), d.post).WithTicks(func(time.Duration) (<-chan time.Time, func()) { return tick, func() {} })
	var slot Slot
	release, halfway := make(chan struct{}), make(chan struct{})
	job := Run(r, &slot, func(_ context.Context, p *Progress) (int, error) {
		p.Expect(10)
		p.Add(3)
		p.Add(2)
		close(halfway)
		<-release
		return 0, nil
	}, func(int, error) {})
	<-halfway
	var value, total int64
	r.Watch(job, time.Second, func(v, n int64) { value, total = v, n })
	tick <- time.Time{}
	d.takeOne()
	if value != 5 || total != 10 {
		t.Fatalf("watched %d of %d, want 5 of 10", value, total)
	}
	close(release)
	d.takeOne()
	r.Close()
}

// TestProgressNeverComesAfterTheResult posts the progress of a job behind its result, as happens where a tick falls on its end.
func TestProgressNeverComesAfterTheResult(t *testing.T) {
	for _, c := range []struct {
		name string
		drop bool // newer work wants the slot before the progress is shown
	}{{"delivered", false}, {"superseded", true}} {
		t.Run(c.name, func(t *testing.T) {
			posts := make(chan func(), 4)
			tick := make(chan time.Time)
			r := NewRunner(t.Context(), func(f func()) { posts <- f }).WithTicks(func(time.Duration) (<-chan time.Time, func()) { return tick, func() {} })
			var slot Slot
			release := make(chan struct{})
			job := Run(r, &slot, func(context.Context, *Progress) (int, error) {
				<-release
				return 0, nil
			}, func(int, error) {})
			shown := false
			r.Watch(job, time.Second, func(int64, int64) { shown = true })
			tick <- time.Time{}
			progress := <-posts
			if c.drop {
				slot.Drop()
			}
			close(release)
			if result := <-posts; !c.drop {
				result()
			}
			progress()
			if shown {
				t.Error("progress is shown that nobody waits for")
			}
			r.Close()
		})
	}
}

func TestDroppedSlotDeliversNothing(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	job := Run(r, &slot, func(context.Context, *Progress) (int, error) { return 1, nil }, func(int, error) {
		t.Error("delivered after the slot was dropped")
	})
	<-job.Ended()
	slot.Drop()
	d.takeOne()
}

// opened is something that has to be closed.
type opened chan struct{}

func (o opened) Close() error { close(o); return nil }

func TestWhatNobodyWantsAnyMoreIsClosed(t *testing.T) {
	d := newDesk()
	r := NewRunner(t.Context(), d.post)
	var slot Slot
	wanted, unwanted := make(opened), make(opened)
	job := Run(r, &slot, func(context.Context, *Progress) (opened, error) { return unwanted, nil }, func(opened, error) {
		t.Error("delivered after the slot was dropped")
	})
	<-job.Ended()
	slot.Drop()
	d.takeOne()
	<-unwanted
	Run(r, &slot, func(context.Context, *Progress) (opened, error) { return wanted, nil }, func(opened, error) {})
	d.takeOne()
	select {
	case <-wanted:
		t.Error("what was delivered is closed")
	default:
	}
}

func TestAfterComesOnceUnlessItIsStopped(t *testing.T) {
	d := newDesk()
	tick := make(chan time.Time, 2)
	r := NewRunner(t.Context(), d.post).WithTicks(func(time.Duration) (<-chan time.Time, func()) { return tick, func() {} })
	came := 0
	r.After(time.Second, func() { came++ })
	tick <- time.Time{}
	d.takeOne()
	stop := r.After(time.Second, func() { came++ })
	tick <- time.Time{}
	late := <-d // it was posted already when it is stopped
	stop()
	late()
	r.Close()
	if came != 1 {
		t.Errorf("came %d times, want once", came)
	}
}
