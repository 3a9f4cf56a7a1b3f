//go:build !windows

package winstore

import (
	"crypto/x509"

	"zhunsheng/app/sign"
)

// List fails with [ErrUnavailable].
func List() ([]*x509.Certificate, error) { return nil, ErrUnavailable }

// Find fails with [ErrUnavailable].
func Find(string) (*sign.Identity, func(), error) { return nil, nil, ErrUnavailable }
