package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

const (
	localKeyBits = 3072
	localYears   = 10
	// maxName is the upper bound of a common name in RFC 5280 appendix A (ub-common-name), in characters.
	maxName = 64
)

// ErrName means that a name is empty, longer than 64 characters or holds control characters.
var ErrName = errors.New("name not usable in a certificate")

// NewLocal makes an identity on this machine: an RSA key of 3072 bits and a certificate that the key signs itself, for name, valid
// for ten years from now, with a random serial number and the key usages digitalSignature and nonRepudiation. It takes about a
// second of computing. A nil source means the system's randomness; the standard library takes the key itself always from there.
// The error wraps [ErrName] or is the source's.
//
// The certificate is also marked as an authority: several programs, among them those that use Mozilla's NSS, let a user trust a
// self-signed certificate only then. A critical name constraint confines that authority to the signer's own name, so that trusting
// the certificate means to trust nobody else.
func NewLocal(name string, now time.Time, source io.Reader) (*Identity, error) {
	return NewLocalWith(name, AlgorithmRSA, now, source)
}

// Algorithm names the kind of key that a new identity gets. Its text is what users write.
type Algorithm string

// The algorithms of new identities.
const (
	AlgorithmRSA   Algorithm = "rsa"   // 3072 bits, with SHA-256: every reader verifies it
	AlgorithmECDSA Algorithm = "ecdsa" // P-256 with SHA-256: common readers verify it
	AlgorithmSM2   Algorithm = "sm2"   // with SM3: readers made for China verify it, others do not
)

// Algorithms returns the algorithms of new identities, the usual one first.
func Algorithms() []Algorithm { return []Algorithm{AlgorithmRSA, AlgorithmECDSA, AlgorithmSM2} }

// NewLocalWith is [NewLocal] with a choice of algorithm. An unknown one is an error that wraps [ErrKeyUnsupported].
func NewLocalWith(name string, algorithm Algorithm, now time.Time, source io.Reader) (*Identity, error) {
	if source == nil {
		source = rand.Reader
	}
	name = strings.TrimSpace(name)
	if err := checkName(name); err != nil {
		return nil, err
	}
	key, err := newKey(algorithm, source)
	if err != nil {
		return nil, fmt.Errorf("local identity for %q: make a key: %w", name, err)
	}
	return selfMade(name, now, source, key)
}

func newKey(algorithm Algorithm, source io.Reader) (crypto.Signer, error) {
	switch algorithm {
	case AlgorithmRSA:
		return rsa.GenerateKey(source, localKeyBits)
	case AlgorithmECDSA:
		return ecdsa.GenerateKey(elliptic.P256(), source)
	case AlgorithmSM2:
		return sm2.GenerateKey(source)
	}
	return nil, fmt.Errorf("%w: algorithm %q, allowed %v", ErrKeyUnsupported, algorithm, Algorithms())
}

// selfMade signs a certificate for the key with the key.
func selfMade(name string, now time.Time, source io.Reader, key crypto.Signer) (*Identity, error) {
	serial := make([]byte, 16)
	if _, err := io.ReadFull(source, serial); err != nil {
		return nil, fmt.Errorf("local identity for %q: read a random serial number: %w", name, err)
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and of constant length
	public, err := smx509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, fmt.Errorf("local identity for %q: %w: %w", name, ErrKeyUnsupported, err)
	}
	subject, err := subjectName(name)
	if err != nil {
		return nil, fmt.Errorf("local identity for %q: %w: %w", name, ErrName, err)
	}
	constraint, err := ownNameOnly(subject)
	if err != nil {
		return nil, fmt.Errorf("local identity for %q: name constraint: %w", name, err)
	}
	keyID := sha256.Sum256(public)
	start := now.UTC().Truncate(time.Second)
	template := &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(serial),
		RawSubject:            subject,
		NotBefore:             start,
		NotAfter:              start.AddDate(localYears, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment | x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
		ExtraExtensions:       []pkix.Extension{constraint},
		SubjectKeyId:          keyID[:20],
		AuthorityKeyId:        keyID[:20],
	}
	der, err := createCertificate(source, template, key)
	if err != nil {
		return nil, fmt.Errorf("local identity for %q: sign the certificate: %w", name, err)
	}
	certificate, err := ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("local identity for %q: read the certificate back: %w", name, err)
	}
	return NewIdentity(certificate, nil, key)
}

// createCertificate lets the standard library sign what it can sign.
func createCertificate(source io.Reader, template *x509.Certificate, key crypto.Signer) ([]byte, error) {
	if isSM2Key(key.Public()) {
		return smx509.CreateCertificate(source, template, template, key.Public(), key)
	}
	return x509.CreateCertificate(source, template, template, key.Public(), key)
}

func checkName(name string) error {
	if name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxName {
		return fmt.Errorf("%w: %q has %d characters, allowed 1 to %d of valid text", ErrName, name, utf8.RuneCountInString(name), maxName)
	}
	for _, r := range name {
		if unicode.IsControl(r) {
			return fmt.Errorf("%w: %q holds the control character %U", ErrName, name, r)
		}
	}
	return nil
}

// ownNameOnly is the extension NameConstraints (RFC 5280 §4.2.1.10) that permits the directory name of the subject alone.
func ownNameOnly(subject []byte) (pkix.Extension, error) {
	wrap := func(class, tag int, contents []byte) asn1.RawValue {
		return asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: contents}
	}
	const directoryName, permitted = 4, 0
	value := subject
	for _, layer := range []struct{ class, tag int }{
		{asn1.ClassContextSpecific, directoryName},
		{asn1.ClassUniversal, asn1.TagSequence}, // GeneralSubtree
		{asn1.ClassContextSpecific, permitted},
		{asn1.ClassUniversal, asn1.TagSequence}, // NameConstraints
	} {
		var err error
		if value, err = asn1.Marshal(wrap(layer.class, layer.tag, value)); err != nil {
			return pkix.Extension{}, err
		}
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 30}, Critical: true, Value: value}, nil
}

// subjectName writes the common name as UTF8String, as RFC 5280 §4.1.2.4 asks for new certificates.
func subjectName(name string) ([]byte, error) {
	value := asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagUTF8String, Bytes: []byte(name)}
	return asn1.Marshal(pkix.RDNSequence{{{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: value}}})
}
