package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/smx509"
)

// SM2 and SM3 are the signature algorithm and the hash function of GB/T 32918 and GB/T 32905. Names as of GB/T 33560; the identifiers
// of the signature that other programs write as well are those of GM/T 0006 and GM/T 0010.
var (
	sm3Digest = &digest{"SM3", asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 401}, 0, sm3.New}

	oidSM2SM3  = asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 501}
	oidSM2Key  = asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301}    // the key type named as signature algorithm
	oidSM2Sign = asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301, 1} // SM2-1, digital signature

	// The CMS of GM/T 0010 is that of RFC 5652 under names of its own; other programs write it, this one only reads it.
	oidSM2Data       = asn1.ObjectIdentifier{1, 2, 156, 10197, 6, 1, 4, 2, 1}
	oidSM2SignedData = asn1.ObjectIdentifier{1, 2, 156, 10197, 6, 1, 4, 2, 2}

	sm2SM3 = &scheme{name: "SM2-SM3", digest: sm3Digest, oid: oidSM2SM3, size: sm2Size, sign: signSM2, verify: verifySM2}
)

// sm2Size is the greatest length of a signature: SEQUENCE and two INTEGER of 33 octets each.
func sm2Size(crypto.PublicKey) int { return 2 + 2*(2+33) }

// signSM2 signs SM3(ZA || message) with the usual signer's identifier (GM/T 0009 §10). Keys outside of memory get that digest.
// Unlike the other algorithms it is never deterministic: no standard says how.
func signSM2(signer crypto.Signer, source io.Reader, _ *digest, message []byte) ([]byte, error) {
	if source == nil {
		source = rand.Reader
	}
	if key, inMemory := signer.(*sm2.PrivateKey); inMemory {
		return key.Sign(source, message, sm2.DefaultSM2SignerOpts)
	}
	public, ok := signer.Public().(*ecdsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("%w: an SM2 signature with a key of type %T", ErrKeyUnsupported, signer.Public())
	}
	sum, err := sm2.CalculateSM2Hash(public, message, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyUnsupported, err)
	}
	return signer.Sign(source, sum, crypto.Hash(0))
}

func verifySM2(public crypto.PublicKey, _ *digest, message, signature []byte) error {
	if !isSM2Key(public) {
		return fmt.Errorf("%w: an SM2 signature with a key of type %T", errSignature, public)
	}
	if !sm2.VerifyASN1WithSM2(public.(*ecdsa.PublicKey), nil, message, signature) {
		return errSignature
	}
	return nil
}

// isSM2Key tells a key on the SM2 curve, which is of the type that other curves have too.
func isSM2Key(public crypto.PublicKey) bool {
	key, ok := public.(*ecdsa.PublicKey)
	return ok && key.Curve == sm2.P256()
}

// ParseCertificate reads one X.509 certificate in DER, also one with an SM2 key or an SM2 signature, which the standard library does
// not know.
func ParseCertificate(der []byte) (*x509.Certificate, error) {
	certificate, err := x509.ParseCertificate(der)
	if err == nil && certificate.SignatureAlgorithm != x509.UnknownSignatureAlgorithm {
		return certificate, nil
	}
	other, otherErr := smx509.ParseCertificate(der)
	if otherErr == nil && (isSM2Key(other.PublicKey) || other.SignatureAlgorithm == smx509.SM2WithSM3) {
		return other.ToX509(), nil
	}
	return certificate, err
}

// signedWithSM2 tells certificates whose own signature the standard library cannot check.
func signedWithSM2(certificate *x509.Certificate) bool {
	return certificate.SignatureAlgorithm == smx509.SM2WithSM3
}

// signedByItself checks the signature of a certificate with its own key.
func signedByItself(certificate *x509.Certificate) bool {
	if !bytes.Equal(certificate.RawSubject, certificate.RawIssuer) {
		return false
	}
	if signedWithSM2(certificate) {
		return (*smx509.Certificate)(certificate).CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate,
			certificate.Signature) == nil
	}
	return certificate.CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate, certificate.Signature) == nil
}

// issuedBy checks that the parent, an authority, signed a certificate.
func issuedBy(certificate, parent *x509.Certificate) bool {
	if signedWithSM2(certificate) {
		return (*smx509.Certificate)(certificate).CheckSignatureFrom((*smx509.Certificate)(parent)) == nil
	}
	return certificate.CheckSignatureFrom(parent) == nil
}

// chainToSM2 looks for a chain to a trusted certificate where SM2 is involved, under the rules of RFC 5280 as elsewhere; nil for none.
func chainToSM2(certificate *x509.Certificate, others, trusted []*x509.Certificate, o x509.VerifyOptions) []*smx509.Certificate {
	if !anySM2(certificate, others, trusted) {
		return nil
	}
	roots, between := smx509.NewCertPool(), smx509.NewCertPool()
	for _, root := range trusted {
		roots.AddCert((*smx509.Certificate)(root))
	}
	for _, other := range others {
		between.AddCert((*smx509.Certificate)(other))
	}
	chains, err := (*smx509.Certificate)(certificate).Verify(smx509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: o.CurrentTime, KeyUsages: o.KeyUsages,
	})
	if err != nil {
		return nil
	}
	return chains[0]
}

func anySM2(certificate *x509.Certificate, lists ...[]*x509.Certificate) bool {
	if signedWithSM2(certificate) {
		return true
	}
	for _, list := range lists {
		for _, one := range list {
			if signedWithSM2(one) {
				return true
			}
		}
	}
	return false
}
