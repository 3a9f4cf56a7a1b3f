//go:build !windows

package platform

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// WatchEnding calls ending, on a goroutine of its own, when the system asks the process to end, as at the end of a session. Nobody else in
// the process is told any more: the toolkit would end the program without letting it keep anything. stop ends the watching.
func WatchEnding(ending func()) (stop func(), err error) {
	asked := make(chan os.Signal, 1)
	signal.Reset(syscall.SIGTERM, syscall.SIGHUP, os.Interrupt)
	signal.Notify(asked, syscall.SIGTERM, syscall.SIGHUP, os.Interrupt)
	go func() {
		if _, ok := <-asked; ok {
			ending()
		}
	}()
	return sync.OnceFunc(func() {
		signal.Stop(asked)
		close(asked)
	}), nil
}
