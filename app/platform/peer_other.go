//go:build !windows && !linux && !darwin

package platform

import (
	"net"
	"os"
)

// peerOf takes the process at the other end for one of this user's: no other enters the folder of the socket, and each of these systems asks
// in a way of its own.
func peerOf(*net.UnixConn) (user int, err error) { return os.Geteuid(), nil }
