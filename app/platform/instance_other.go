//go:build !windows

package platform

// Instance is the claim of this process to be the only one on a folder of data. On systems other than Windows the lock of the store
// alone keeps a second process out, and says so.
type Instance struct{}

// ClaimInstance always succeeds here.
func ClaimInstance(string, string, func(path string)) (*Instance, error) { return &Instance{}, nil }

// Deafen does nothing here: nobody hands anything over.
func (i *Instance) Deafen() {}

// Close gives the claim up.
func (i *Instance) Close() {}

// RaiseWindow does nothing here: the toolkit raises windows.
func RaiseWindow(uintptr) {}
