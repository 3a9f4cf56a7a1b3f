//go:build e2e && !linux

package main

import "time"

// threadWork is not to be had: only the clock counts.
func threadWork() func() time.Duration { return nil }
