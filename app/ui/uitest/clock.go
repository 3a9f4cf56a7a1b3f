package uitest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"zhunsheng/app/task"
)

// Clock is a clock of a [task.Runner] that stands still until a test lets time pass. With a real one, how many functions are posted
// to the window would depend on how fast the machine is.
type Clock struct {
	mu      sync.Mutex
	waiting []chan time.Time
}

// Runner returns a runner for tests, whose results are posted by post and whose clock stands still.
func Runner(t testing.TB, post func(func())) (*task.Runner, *Clock) {
	t.Helper()
	c := &Clock{}
	return task.NewRunner(t.Context(), post).WithTicks(c.ticks), c
}

func (c *Clock) ticks(time.Duration) (<-chan time.Time, func()) {
	tick := make(chan time.Time, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, tick)
	return tick, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.waiting = slices.DeleteFunc(c.waiting, func(w chan time.Time) bool { return w == tick })
	}
}

// Pass lets so much time pass that everything that waits has waited long enough.
func (c *Clock) Pass() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, tick := range c.waiting {
		select {
		case tick <- time.Time{}:
		default: // it has not noticed the last time yet
		}
	}
}
