//go:build !windows && !linux

package keyring

import "errors"

func systemSeal(_, _ []byte) ([]byte, error) { return nil, errors.ErrUnsupported }

func systemOpen(_, _ []byte) ([]byte, error) { return nil, errors.ErrUnsupported }

func systemCanSeal() bool { return false }
