package keyring

import "runtime"

// CreateCarried is [Create] for a folder that goes from machine to machine, such as one on a stick. The system is not asked to protect the key:
// it would bind it to this user on this machine.
func CreateCarried(dir string, password []byte, cost Cost) (*Ring, error) {
	return newKey(&Ring{dir: dir, cost: cost, carried: true}, password)
}

// Carry keeps the system from wrapping the key anew, as [CreateCarried] does. It says nothing about a key that is wrapped by it already.
func (r *Ring) Carry() { r.carried = true }

// asksSystem reports whether a key without a password is given to the system.
func (r *Ring) asksSystem() bool { return !r.carried && (r.session || runtime.GOOS == "windows") }
