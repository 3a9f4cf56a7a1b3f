package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"
	"io"
)

// digest is a hash function as CMS names it.
type digest struct {
	name string
	oid  asn1.ObjectIdentifier
	hash crypto.Hash // 0 for functions the standard library has no number for
	make func() hash.Hash
}

func (d *digest) sum(parts ...[]byte) []byte {
	h := d.make()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

// scheme is a signature algorithm with its digest. It works on whole messages, since some algorithms (SM2) mix the signer's key
// into the digest.
type scheme struct {
	name   string
	digest *digest
	oid    asn1.ObjectIdentifier
	null   bool // whether the algorithm's parameters are written as NULL (RFC 3370 §3.2 for RSA)
	// size is an upper bound of the signature's length in bytes.
	size   func(public crypto.PublicKey) int
	sign   func(signer crypto.Signer, source io.Reader, d *digest, message []byte) ([]byte, error)
	verify func(public crypto.PublicKey, d *digest, message, signature []byte) error
}

var (
	sha256Digest = &digest{"SHA-256", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256, sha256.New}
	sha384Digest = &digest{"SHA-384", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384, sha512.New384}
	sha512Digest = &digest{"SHA-512", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512, sha512.New}

	digests = []*digest{sha256Digest, sha384Digest, sha512Digest, sm3Digest}
)

var (
	oidRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidPSS   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidECKey = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1} // some programs name the key type as signature algorithm
)

var (
	rsaSHA256   = rsaScheme("RSA-PKCS1-SHA256", sha256Digest, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11})
	ecdsaSHA256 = ecdsaScheme("ECDSA-SHA256", sha256Digest, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2})

	// schemes are the algorithms accepted when verifying; rsaSHA256, ecdsaSHA256 and sm2SM3 are those signed with.
	schemes = []*scheme{
		rsaSHA256,
		rsaScheme("RSA-PKCS1-SHA384", sha384Digest, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}),
		rsaScheme("RSA-PKCS1-SHA512", sha512Digest, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}),
		ecdsaSHA256,
		ecdsaScheme("ECDSA-SHA384", sha384Digest, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}),
		ecdsaScheme("ECDSA-SHA512", sha512Digest, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}),
		pssScheme("RSA-PSS-SHA256", sha256Digest),
		pssScheme("RSA-PSS-SHA384", sha384Digest),
		pssScheme("RSA-PSS-SHA512", sha512Digest),
		sm2SM3,
	}
)

var (
	errAlgorithm = errors.New("algorithm not supported")
	errSignature = errors.New("signature does not fit the key and the signed data")
)

// schemeForKey chooses how a key signs.
func schemeForKey(public crypto.PublicKey) (*scheme, error) {
	if err := checkKey(public); err != nil {
		return nil, err
	}
	if _, ok := public.(*rsa.PublicKey); ok {
		return rsaSHA256, nil
	}
	if isSM2Key(public) {
		return sm2SM3, nil
	}
	return ecdsaSHA256, nil
}

// checkKey refuses keys that are too weak, or so large that checking them would take seconds.
func checkKey(public crypto.PublicKey) error {
	switch key := public.(type) {
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < 2048 || bits > 8192 {
			return fmt.Errorf("%w: RSA of %d bits, allowed 2048 to 8192", ErrKeyUnsupported, bits)
		}
		return nil
	case *ecdsa.PublicKey:
		if !isSM2Key(key) && key.Curve != elliptic.P256() && key.Curve != elliptic.P384() && key.Curve != elliptic.P521() {
			return fmt.Errorf("%w: elliptic curve %s", ErrKeyUnsupported, key.Curve.Params().Name)
		}
		return nil
	}
	return fmt.Errorf("%w: %T", ErrKeyUnsupported, public)
}

// schemeFor finds the algorithm that a SignerInfo names.
func schemeFor(digestAlgorithm, signatureAlgorithm pkix.AlgorithmIdentifier) (*scheme, error) {
	d, err := digestFor(digestAlgorithm.Algorithm)
	if err != nil {
		return nil, err
	}
	oid := signatureAlgorithm.Algorithm
	switch {
	case oid.Equal(oidRSA):
		return schemeWith("RSA-PKCS1-", d)
	case oid.Equal(oidECKey):
		return schemeWith("ECDSA-", d)
	case oid.Equal(oidSM2Key), oid.Equal(oidSM2Sign):
		return schemeWith("SM2-", d)
	case oid.Equal(oidPSS):
		return pssFor(d, signatureAlgorithm.Parameters)
	}
	for _, s := range schemes {
		if s.oid.Equal(oid) {
			if s.digest != d {
				return nil, fmt.Errorf("%w: digest %s with signature %s", errAlgorithm, d.name, s.name)
			}
			return s, nil
		}
	}
	return nil, fmt.Errorf("%w: signature %s", errAlgorithm, oid)
}

func schemeWith(prefix string, d *digest) (*scheme, error) {
	for _, s := range schemes {
		if s.digest == d && len(s.name) > len(prefix) && s.name[:len(prefix)] == prefix {
			return s, nil
		}
	}
	return nil, fmt.Errorf("%w: %s%s", errAlgorithm, prefix, d.name)
}

func digestFor(oid asn1.ObjectIdentifier) (*digest, error) {
	for _, d := range digests {
		if d.oid.Equal(oid) {
			return d, nil
		}
	}
	return nil, fmt.Errorf("%w: digest %s", errAlgorithm, oid)
}

// pssFor checks that the parameters of RFC 4055 §3.1 name the digest; other combinations are not used in practice.
func pssFor(d *digest, parameters asn1.RawValue) (*scheme, error) {
	var given struct {
		Hash    pkix.AlgorithmIdentifier `asn1:"explicit,tag:0,optional"`
		MGF     pkix.AlgorithmIdentifier `asn1:"explicit,tag:1,optional"`
		Salt    int                      `asn1:"explicit,tag:2,optional,default:20"`
		Trailer int                      `asn1:"explicit,tag:3,optional,default:1"`
	}
	if rest, err := asn1.Unmarshal(parameters.FullBytes, &given); err != nil || len(rest) > 0 || !given.Hash.Algorithm.Equal(d.oid) {
		return nil, fmt.Errorf("%w: RSA-PSS parameters that do not name %s", errAlgorithm, d.name)
	}
	return schemeWith("RSA-PSS-", d)
}

func rsaScheme(name string, d *digest, oid asn1.ObjectIdentifier) *scheme {
	return &scheme{
		name: name, digest: d, oid: oid, null: true,
		size: func(public crypto.PublicKey) int { return public.(*rsa.PublicKey).Size() },
		sign: signDigest,
		verify: func(public crypto.PublicKey, d *digest, message, signature []byte) error {
			key, ok := public.(*rsa.PublicKey)
			if !ok {
				return fmt.Errorf("%w: an RSA signature with a key of type %T", errSignature, public)
			}
			if rsa.VerifyPKCS1v15(key, d.hash, d.sum(message), signature) != nil {
				return errSignature
			}
			return nil
		},
	}
}

func pssScheme(name string, d *digest) *scheme {
	s := rsaScheme(name, d, oidPSS)
	s.sign = nil // only read
	s.verify = func(public crypto.PublicKey, d *digest, message, signature []byte) error {
		key, ok := public.(*rsa.PublicKey)
		if !ok {
			return fmt.Errorf("%w: an RSA signature with a key of type %T", errSignature, public)
		}
		if rsa.VerifyPSS(key, d.hash, d.sum(message), signature, nil) != nil {
			return errSignature
		}
		return nil
	}
	return s
}

func ecdsaScheme(name string, d *digest, oid asn1.ObjectIdentifier) *scheme {
	return &scheme{
		name: name, digest: d, oid: oid,
		size: func(public crypto.PublicKey) int {
			const overhead = 9 // SEQUENCE and two INTEGER headers, with a sign byte each
			return overhead + 2*((public.(*ecdsa.PublicKey).Params().BitSize+7)/8)
		},
		sign: signDigest,
		verify: func(public crypto.PublicKey, d *digest, message, signature []byte) error {
			key, ok := public.(*ecdsa.PublicKey)
			if !ok || isSM2Key(public) {
				return fmt.Errorf("%w: an ECDSA signature with a key of type %T on another curve", errSignature, public)
			}
			if !ecdsa.VerifyASN1(key, d.sum(message), signature) {
				return errSignature
			}
			return nil
		},
	}
}

// signDigest signs the message's digest. Without a source of randomness an ECDSA key in memory signs deterministically
// (RFC 6979), as RSA with PKCS #1 v1.5 always does, so that the same input gives the same bytes.
func signDigest(signer crypto.Signer, source io.Reader, d *digest, message []byte) ([]byte, error) {
	if _, inMemory := signer.(*ecdsa.PrivateKey); source == nil && !inMemory {
		source = rand.Reader
	}
	return signer.Sign(source, d.sum(message), d.hash)
}
