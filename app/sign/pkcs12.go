package sign

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
	"unsafe"

	"software.sslmate.com/src/go-pkcs12"

	"zhunsheng/storage/atomicfile"
)

const (
	// maxIdentityFile bounds what is read of an identity file; real ones hold some kilobytes.
	maxIdentityFile = 1 << 20
	// maxIterations bounds the key derivation that an identity file can ask for: about three seconds.
	maxIterations = 5_000_000
	// iterations of the key derivation in files written here: each guess of a password costs that much, opening about 30 ms.
	iterations = 60_000
)

// Load reads an identity from a PKCS#12 file (.p12, .pfx), or from PEM with a private key and its certificates, and checks that it
// may sign at the given time. Errors wrap [ErrPassword], [ErrIdentityFile], [ErrKeyUnsupported], [ErrKeyMismatch] or a file error, or are a [*CertificateError]. The
// password stays the caller's, who should [Wipe] it.
func Load(path string, password []byte, now time.Time) (*Identity, error) {
	file, err := atomicfile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxIdentityFile+1))
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	identity, err := Decode(data, password)
	if err != nil {
		return nil, fmt.Errorf("identity %s: %w", path, err)
	}
	if err := identity.Check(now); err != nil {
		return nil, fmt.Errorf("identity %s: %w", path, err)
	}
	return identity, nil
}

// Decode reads an identity from the bytes of a PKCS#12 or PEM file, without looking at its validity. Errors as of [Load].
func Decode(data, password []byte) (*Identity, error) {
	if len(data) > maxIdentityFile {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrIdentityFile, maxIdentityFile)
	}
	if err := checkDerivationCost(data, maxIterations, 0); err != nil {
		return nil, err
	}
	if isPEM(data) {
		return decodePEM(data, password)
	}
	key, first, others, err := pkcs12.DecodeChain(data, textOf(password))
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return nil, ErrPassword
	case err != nil && strings.Contains(err.Error(), "UCS-2"):
		return nil, ErrPassword // a password that PKCS#12 cannot express opens no file
	case err != nil: // perhaps since the library does not know SM2
		identity, own := decodePFX(data, password)
		if own != nil {
			return nil, identityError(errors.Join(own, err))
		}
		return identity, nil
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%w: %T", ErrKeyUnsupported, key)
	}
	return identityOf(signer, append([]*x509.Certificate{first}, others...))
}

// identityError makes sure that an error of reading an identity wraps one of the sentinels.
func identityError(err error) error {
	for _, sentinel := range []error{ErrPassword, ErrIdentityFile, ErrKeyUnsupported, ErrKeyMismatch} {
		if errors.Is(err, sentinel) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrIdentityFile, err)
}

// identityOf finds the key's certificate among those of the file, whose order is not to be relied on, and puts the others in
// order above it.
func identityOf(signer crypto.Signer, certificates []*x509.Certificate) (*Identity, error) {
	for _, certificate := range certificates {
		identity, err := NewIdentity(certificate, nil, signer)
		if errors.Is(err, ErrKeyMismatch) {
			continue
		}
		if err != nil {
			return nil, err
		}
		identity.chain = chainAbove(certificate, certificates)
		return identity, nil
	}
	return nil, fmt.Errorf("%w: no certificate of %d belongs to the key", ErrKeyMismatch, len(certificates))
}

// chainAbove orders the issuers of a certificate, nearest first; certificates that do not belong above it are left out.
func chainAbove(leaf *x509.Certificate, pool []*x509.Certificate) []*x509.Certificate {
	var chain []*x509.Certificate
	for current := leaf; len(chain) < len(pool) && !signedByItself(current); {
		var issuer *x509.Certificate
		for _, candidate := range pool {
			if candidate != current && issuedBy(current, candidate) {
				issuer = candidate
				break
			}
		}
		if issuer == nil {
			break
		}
		chain = append(chain, issuer)
		current = issuer
	}
	return chain
}

// Encode returns the identity as a PKCS#12 file: AES-256-CBC, PBKDF2 and HMAC with SHA-256. A nil source means the system's
// randomness. Errors wrap [ErrPasswordCharacter], or [ErrKeyUnsupported] when the key does not leave its token.
func (id *Identity) Encode(password []byte, source io.Reader) ([]byte, error) {
	if source == nil {
		source = rand.Reader
	}
	for _, r := range textOf(password) {
		if r > 0xffff {
			return nil, fmt.Errorf("encode identity of %q: %w", id.Name(), ErrPasswordCharacter)
		}
	}
	if isSM2Key(id.certificate.PublicKey) {
		data, err := encodePFX(id, password, iterations, source)
		if err != nil {
			return nil, fmt.Errorf("encode identity of %q: %w", id.Name(), err)
		}
		return data, nil
	}
	encoder := pkcs12.Modern2023.WithRand(source).WithIterations(iterations)
	data, err := encoder.Encode(id.signer, id.certificate, id.chain, textOf(password))
	if err != nil {
		return nil, fmt.Errorf("encode identity of %q: %w: %w", id.Name(), ErrKeyUnsupported, err)
	}
	return data, nil
}

// Save writes the identity to a new PKCS#12 file that only its owner may read. An existing file is never overwritten: the error
// then wraps [fs.ErrExist]. Other errors as of [Identity.Encode], or a file error. The file appears whole or not at all.
func (id *Identity) Save(path string, password []byte, source io.Reader) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "save identity", Path: path, Err: fs.ErrExist}
	}
	return id.Replace(path, password, source)
}

// Replace is [Identity.Save] for a changed password: it takes the place of an existing file.
func (id *Identity) Replace(path string, password []byte, source io.Reader) error {
	data, err := id.Encode(password, source)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(path, data, 0o600); err != nil {
		return fmt.Errorf("save identity %s: %w", path, err)
	}
	return nil
}

// checkDerivationCost refuses a file whose unencrypted headers ask for an absurd number of key derivation rounds. Key derivation
// counts are the only numbers of that size in those headers.
func checkDerivationCost(data []byte, most int64, depth int) error {
	const maxDepth = 16
	for len(data) > 0 && depth < maxDepth {
		var element asn1.RawValue
		rest, err := asn1.Unmarshal(data, &element)
		if err != nil {
			return nil // not a structure; the decoder judges it
		}
		data = rest
		if element.Class == asn1.ClassUniversal && element.Tag == asn1.TagInteger && len(element.Bytes) <= 8 {
			var value int64
			if _, err := asn1.Unmarshal(element.FullBytes, &value); err == nil && value > most {
				return fmt.Errorf("%w: it asks for %d rounds of key derivation, allowed %d", ErrIdentityFile, value, most)
			}
		}
		if element.IsCompound || holdsStructure(element) {
			if err := checkDerivationCost(element.Bytes, most, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// holdsStructure tells an octet string that wraps exactly one sequence from one of random bytes, such as a salt.
func holdsStructure(element asn1.RawValue) bool {
	if element.Class != asn1.ClassUniversal || element.Tag != asn1.TagOctetString {
		return false
	}
	var inner asn1.RawValue
	rest, err := asn1.Unmarshal(element.Bytes, &inner)
	return err == nil && len(rest) == 0 && inner.IsCompound && inner.Class == asn1.ClassUniversal && inner.Tag == asn1.TagSequence
}

// textOf shows a password as text without copying it, so that wiping the bytes leaves no second copy here.
func textOf(password []byte) string {
	return unsafe.String(unsafe.SliceData(password), len(password))
}
