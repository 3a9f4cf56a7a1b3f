//go:build unix

package platform

import (
	"syscall"
	"testing"
)

func TestTheEndOfASessionIsHeard(t *testing.T) {
	heard := make(chan struct{})
	stop, err := WatchEnding(func() { close(heard) })
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-heard
	stop()
	stop() // once more does no harm
}
