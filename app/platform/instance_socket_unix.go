//go:build !windows

package platform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// longestAddress is what every system takes for the path of a socket, in bytes: 107 on Linux, 103 on a Mac.
	longestAddress = 103
	socketName     = "socket"
	// turn is how long a process that has come may take to say what it wants: others wait behind it.
	turn = time.Second
	// acceptPace is the pause after the system could not let a process in, for want of handles, say.
	acceptPace = 100 * time.Millisecond
)

var (
	errStranger    = errors.New("the other process is of another user")
	errNotAnswered = errors.New("the running program does not answer")
)

// hearer hears later processes, one after the other.
type hearer struct {
	listener  *net.UnixListener
	onReceive func(path string)
	ended     chan struct{}
	deaf      context.Context // done when nobody is heard any more
	deafen    context.CancelFunc
}

func hear(listener *net.UnixListener, onReceive func(path string)) *hearer {
	h := &hearer{listener: listener, onReceive: onReceive, ended: make(chan struct{})}
	h.deaf, h.deafen = context.WithCancel(context.Background())
	go h.serve()
	return h
}

func (h *hearer) serve() {
	defer close(h.ended)
	for h.deaf.Err() == nil {
		conn, err := h.listener.AcceptUnix()
		if err == nil {
			h.answer(conn)
			continue
		}
		select {
		case <-h.deaf.Done():
		case <-time.After(acceptPace):
		}
	}
}

// answer takes what one process hands over. Who gets no answer has not been heard: it asks again, or says that the data are in use.
func (h *hearer) answer(conn *net.UnixConn) {
	defer conn.Close()
	defer context.AfterFunc(h.deaf, func() { _ = conn.Close() })() // ends the waiting below
	if err := errors.Join(conn.SetDeadline(time.Now().Add(turn)), checkPeer(conn, os.Geteuid())); err != nil {
		return
	}
	path, err := readRequest(conn)
	if err != nil {
		return
	}
	if _, err := io.WriteString(conn, requestTaken); err != nil {
		return // it has gone meanwhile
	}
	h.onReceive(path)
}

// close stops hearing and waits until nobody is being heard any more. It may be called again.
func (h *hearer) close() {
	h.deafen()
	_ = h.listener.Close() // takes the socket away too
	<-h.ended
}

// handOver gives a path to the process that has the folder whose lock is named, until a time.
func handOver(lock, path string, until time.Time) error {
	line, err := writeRequest(path)
	if err != nil {
		return err
	}
	address, err := readAddress(lock)
	if err != nil {
		return err
	}
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Net: "unix", Name: address})
	if err != nil {
		return fmt.Errorf("%w: %w", errNotAnswered, err)
	}
	defer conn.Close()
	if err := errors.Join(conn.SetDeadline(until), checkPeer(conn, os.Geteuid())); err != nil {
		return err
	}
	if _, err := conn.Write(line); err != nil {
		return fmt.Errorf("%w: %w", errNotAnswered, err)
	}
	answer := make([]byte, len(requestTaken))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return fmt.Errorf("%w: %w", errNotAnswered, err)
	}
	if string(answer) != requestTaken {
		return fmt.Errorf("%w: it says %q", errNotAnswered, answer)
	}
	return nil
}

// checkPeer refuses a process of anybody but a user at the other end.
func checkPeer(conn *net.UnixConn, user int) error {
	peer, err := peerOf(conn)
	if err == nil && peer != user {
		err = errStranger
	}
	return err
}

// readAddress reads where the process that holds a lock hears.
func readAddress(lock string) (string, error) {
	file, err := os.Open(lock)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, longestAddress+1))
	if err != nil {
		return "", err
	}
	address, whole := strings.CutSuffix(string(text), "\n")
	if !whole || !filepath.IsAbs(address) {
		return "", fmt.Errorf("%w: it has not said where", errNotAnswered)
	}
	return address, nil
}

// listenNear makes the socket of a folder of data: in it where its path is short enough and the drive has sockets, else in a folder for
// such things that the environment names, under a name that follows from the path.
func listenNear(folder string, environment func(string) string) (*net.UnixListener, error) {
	var all error
	for _, address := range addresses(folder, environment) {
		listener, err := listenAt(address)
		if err == nil {
			return listener, nil
		}
		all = errors.Join(all, err)
	}
	return nil, fmt.Errorf("no place for a socket: %w", all)
}

// addresses are the places for the socket of a folder, the best first.
func addresses(folder string, environment func(string) string) []string {
	sum := sha256.Sum256([]byte(folder))
	name := hex.EncodeToString(sum[:16])
	own := "zhunsheng-" + strconv.Itoa(os.Geteuid())
	all := []string{filepath.Join(folder, instanceFolder, socketName)}
	for _, base := range []string{environment("XDG_RUNTIME_DIR"), os.TempDir(), "/tmp"} {
		if filepath.IsAbs(base) {
			all = append(all, filepath.Join(base, own, name))
		}
	}
	return all
}

// listenAt makes a socket that only this user reaches. The one that a process left which was killed is replaced: the caller has the lock.
func listenAt(address string) (*net.UnixListener, error) {
	if len(address) > longestAddress {
		return nil, fmt.Errorf("%d bytes are too many for the path of a socket, %d are allowed", len(address), longestAddress)
	}
	if err := makePrivate(filepath.Dir(address)); err != nil {
		return nil, err
	}
	if info, err := os.Lstat(address); err == nil && info.Mode().Type() == fs.ModeSocket {
		if err := os.Remove(address); err != nil {
			return nil, err
		}
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: address})
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(address, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// makePrivate makes a folder that only this user enters, if there is none, and refuses one that others own or enter.
func makePrivate(folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if system, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(system.Uid) != os.Geteuid() {
		return fmt.Errorf("%s is no folder of this user's", folder)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	if err := os.Chmod(folder, 0o700); err != nil {
		return err
	}
	if info, err = os.Lstat(folder); err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s is open to others", folder)
	}
	return nil
}
