package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"
)

// The work factors of passphrases: base-2 logarithms of scrypt's N. 17 asks for 128 MB and about half a second, 18 twice that.
const (
	WriteWorkFactor = 17
	MaxWorkFactor   = 18
)

// Lock says for whom a bundle is encrypted: either a passphrase or recipients. The zero Lock leaves it open.
type Lock struct {
	Passphrase string
	Recipients []age.Recipient
}

// writer encrypts what is written to it; its Close does not close what it writes to.
func (l Lock) writer(to io.Writer) (io.WriteCloser, error) {
	recipients := l.Recipients
	switch {
	case l.Passphrase != "" && len(recipients) > 0:
		return nil, errors.New("a bundle is locked by a passphrase or for recipients, not both")
	case l.Passphrase != "":
		r, err := age.NewScryptRecipient(l.Passphrase)
		if err != nil {
			return nil, err
		}
		r.SetWorkFactor(WriteWorkFactor)
		recipients = []age.Recipient{r}
	case len(recipients) == 0:
		return open{to}, nil
	}
	return age.Encrypt(to, recipients...)
}

type open struct{ io.Writer }

func (open) Close() error { return nil }

// Key opens an encrypted bundle.
type Key struct {
	Passphrase string
	Identities []age.Identity
}

const ageMagic = "age-encryption.org/v1\n"

// unlock returns the bundle inside an encrypted file, or the file itself.
func (k Key) unlock(from io.ReaderAt, size int64) (io.ReaderAt, int64, bool, error) {
	head := make([]byte, min(size, 4096))
	if err := readAt(from, head, 0); err != nil {
		return nil, 0, false, err
	}
	if !bytes.HasPrefix(head, []byte(ageMagic)) {
		return from, size, false, nil
	}
	factor, byPassphrase := workFactor(head)
	identities := k.Identities
	switch {
	case byPassphrase && factor > MaxWorkFactor:
		return nil, 0, true, &Error{Found: fmt.Sprintf("work factor %d", factor), Allowed: fmt.Sprint(MaxWorkFactor), Err: ErrWorkFactor}
	case byPassphrase && k.Passphrase != "":
		identity, err := age.NewScryptIdentity(k.Passphrase)
		if err != nil {
			return nil, 0, true, &Error{Err: err}
		}
		identity.SetMaxWorkFactor(MaxWorkFactor)
		identities = []age.Identity{identity}
	case byPassphrase || len(identities) == 0:
		allowed := "a key"
		if byPassphrase {
			allowed = "the passphrase"
		}
		return nil, 0, true, &Error{Allowed: allowed, Err: ErrEncrypted}
	}
	inside, length, err := age.DecryptReaderAt(from, size, identities...)
	var noMatch *age.NoIdentityMatchError
	switch {
	case errors.As(err, &noMatch):
		return nil, 0, true, &Error{Err: ErrKey}
	case err != nil:
		return nil, 0, true, &Error{Found: err.Error(), Err: ErrNotBundle}
	}
	return damaged{inside}, length, true, nil
}

// workFactor reads the work factor of a passphrase from an age header.
func workFactor(head []byte) (factor int, ok bool) {
	for _, line := range bytes.Split(head, []byte("\n"))[1:] {
		if bytes.HasPrefix(line, []byte("---")) {
			break
		}
		if fields := bytes.Fields(line); len(fields) == 4 && string(fields[0]) == "->" && string(fields[1]) == "scrypt" {
			n, err := strconv.Atoi(string(fields[3]))
			if err != nil {
				n = MaxWorkFactor + 1
			}
			return n, true
		}
	}
	return 0, false
}

// damaged reports what does not decrypt as content that is not what it should be. Errors of the disk come through.
type damaged struct{ from io.ReaderAt }

func (d damaged) ReadAt(into []byte, at int64) (int, error) {
	n, err := d.from.ReadAt(into, at)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %w", ErrContent, err)
	}
	return n, err
}
