//go:build !windows

package platform

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Instance is the claim of this process to be the only one on a folder of data: a lock on a file in it, which the system takes back when the
// process ends, however it does, and a socket on which later processes are heard.
type Instance struct {
	lock  *os.File
	heard *hearer
}

const (
	// instanceFolder is the folder for the claim, in that of the data.
	instanceFolder = "instance"
	// instanceLock is the file that is locked. In it stands where the socket is: the environments of two processes may differ.
	instanceLock = "lock"
)

// ClaimInstance makes this process the only one on a folder. Where another process has it already, that process is brought to the
// front and given the path of a file, or "" for none, and the instance is nil. One that is about to end is waited for some seconds.
// onReceive is called, on a goroutine of its own, with what later processes hand over. With an error there may be an instance that hears
// nobody.
func ClaimInstance(folder, path string, onReceive func(path string)) (*Instance, error) {
	return claimInstance(folder, path, onReceive, claimPatience)
}

func claimInstance(folder, path string, onReceive func(path string), patience time.Duration) (*Instance, error) {
	own := filepath.Join(folder, instanceFolder)
	if err := os.MkdirAll(own, 0o700); err != nil {
		return nil, fmt.Errorf("claim the folder of data: %w", err)
	}
	for until := time.Now().Add(patience); ; time.Sleep(claimPace) {
		lock, err := takeLock(filepath.Join(own, instanceLock))
		if err == nil {
			return serve(lock, folder, onReceive)
		}
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("claim the folder of data: %w", err)
		}
		err = handOver(filepath.Join(own, instanceLock), path, until)
		if err == nil || errors.Is(err, errRequest) || !time.Now().Before(until) {
			return nil, err
		}
	}
}

// takeLock opens a file and locks it until it is closed or the process ends; the error is [unix.EWOULDBLOCK] where another process has it.
func takeLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err != nil {
		_ = file.Close() // nothing was written
		return nil, err
	}
	return file, nil
}

// serve hears what later processes hand over.
func serve(lock *os.File, folder string, onReceive func(path string)) (*Instance, error) {
	i := &Instance{lock: lock}
	listener, err := listenNear(folder, os.Getenv)
	if err != nil {
		return i, err
	}
	i.heard = hear(listener, onReceive)
	if err := errors.Join(lock.Truncate(0), writeAddress(lock, listener.Addr().String())); err != nil {
		return i, fmt.Errorf("say where the program hears: %w", err)
	}
	return i, nil
}

func writeAddress(file *os.File, address string) error {
	_, err := file.WriteAt([]byte(address+"\n"), 0)
	return err
}

// Deafen stops hearing later processes: from now on they wait until this one has ended, and take its place. It may be called again.
func (i *Instance) Deafen() {
	if i != nil && i.heard != nil {
		i.heard.close()
	}
}

// Close gives the claim up.
func (i *Instance) Close() {
	if i == nil {
		return
	}
	i.Deafen()
	_ = i.lock.Close() // gives the lock back; what it says is read only while somebody has it
}

// RaiseWindow does nothing here: the toolkit raises windows.
func RaiseWindow(uintptr) {}
