//go:build e2e

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadWork returns what tells, on any thread, how much processor time the thread has used that this is called on.
func threadWork() func() time.Duration {
	// A thread's clock is known by its number: see clock_getcpuclockid of the C library.
	clock := int32(^unix.Gettid())<<3 | 6
	return func() time.Duration {
		var t unix.Timespec
		if unix.ClockGettime(clock, &t) != nil {
			return 0
		}
		return time.Duration(t.Nano())
	}
}
