package collect

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"zhunsheng/storage/bundle"
)

// Keys are further passphrases that locked bundles are tried with, one after the other, where that of [Options.Bundles] does not open them.
// Which one opened a file is remembered in memory and comes first when the file is read again, as a try takes about half a second. Methods
// may be called from several goroutines.
type Keys struct {
	passphrases []string

	mu   sync.Mutex
	fits map[string]string // what opened a path
}

// NewKeys returns keys with passphrases in the order in which they are tried; empty ones and repeated ones are left out.
func NewKeys(passphrases ...string) *Keys {
	k := &Keys{fits: map[string]string{}}
	for _, p := range passphrases {
		if p != "" && !slices.Contains(k.passphrases, p) {
			k.passphrases = append(k.passphrases, p)
		}
	}
	return k
}

// Learn takes over which files others opened, and with what. What k is not given is not tried all the same.
func (k *Keys) Learn(from *Keys) {
	from.mu.Lock()
	defer from.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	for path, passphrase := range from.fits {
		k.fits[path] = passphrase
	}
}

// order lists the passphrases for a file: first what opened it before, if it is among them. There is at least one, "" where none was given.
func (k *Keys) order(path, first string) []string {
	var list []string
	if first != "" {
		list = append(list, first)
	}
	for _, p := range k.passphrases {
		if p != first {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return []string{""}
	}
	k.mu.Lock()
	fits := k.fits[path]
	k.mu.Unlock()
	if at := slices.Index(list, fits); at > 0 {
		list = slices.Insert(slices.Delete(list, at, at+1), 0, fits)
	}
	return list
}

// open opens a bundle with whichever passphrase fits. The error is that of [bundle.OpenFile], where none fits that of the last one.
func (k *Keys) open(path string, o bundle.Options) (*bundle.Reader, error) {
	tries := k.order(path, o.Key.Passphrase)
	for i, passphrase := range tries {
		o.Key.Passphrase = passphrase
		r, err := bundle.OpenFile(path, o)
		if errors.Is(err, bundle.ErrKey) && i < len(tries)-1 {
			continue
		}
		if err == nil && r.Encrypted() && passphrase != "" {
			k.mu.Lock()
			k.fits[path] = passphrase
			k.mu.Unlock()
		}
		return r, err
	}
	return nil, bundle.ErrEncrypted // not reached: there is always something to try
}

// Try opens each of the bundles with the key of o alone, remembers which it opened, and returns their paths. What it does not open, for
// whatever reason, is left out; the error is that of the context. progress, if not nil, is called with files done and in all.
func (k *Keys) Try(ctx context.Context, paths []string, o bundle.Options, progress func(done, total int)) ([]string, error) {
	var opened []string
	only := NewKeys()
	err := inOrder(ctx, runtime.GOMAXPROCS(0), len(paths), func(i int) bool {
		r, err := only.open(paths[i], o)
		if err != nil {
			return false
		}
		_ = r.Close() // only read
		return true
	}, func(i int, fits bool) error {
		if fits {
			opened = append(opened, paths[i])
		}
		if progress != nil {
			progress(i+1, len(paths))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	k.Learn(only)
	return opened, nil
}
