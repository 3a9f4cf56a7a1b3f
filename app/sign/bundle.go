package sign

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"zhunsheng/storage/bundle"
)

// BundleSigner signs bundles with the identity that signs reports. It implements [bundle.Signer].
type BundleSigner struct{ Identity *Identity }

var _ bundle.Signer = BundleSigner{}

// Sign implements [bundle.Signer].
func (s BundleSigner) Sign(message []byte) (bundle.Signature, error) {
	id := s.Identity
	signature, err := id.scheme.sign(id.signer, nil, id.scheme.digest, message)
	if err != nil {
		return bundle.Signature{}, err
	}
	chain := [][]byte{id.certificate.Raw}
	for _, above := range id.chain {
		chain = append(chain, above.Raw)
	}
	return bundle.Signature{KeyID: Fingerprint(id.certificate), Algorithm: id.scheme.name, Chain: chain, Sig: signature}, nil
}

// BundleVerifier judges the signatures of certificates on bundles. It implements [bundle.Verifier].
type BundleVerifier struct {
	Trust []*x509.Certificate
	Now   time.Time
}

var _ bundle.Verifier = BundleVerifier{}

// maxBundleChain is the longest chain of certificates that is looked at.
const maxBundleChain = 8

// Verify implements [bundle.Verifier]. Trusted is a signatory whose certificate, or an issuer above it, is trusted and may sign now.
func (v BundleVerifier) Verify(message []byte, s bundle.Signature) (bundle.Signatory, error) {
	at := slices.IndexFunc(schemes, func(known *scheme) bool { return known.name == s.Algorithm })
	if at < 0 {
		return bundle.Signatory{}, bundle.ErrAlgorithm
	}
	if len(s.Chain) == 0 || len(s.Chain) > maxBundleChain || len(s.Key) != 0 {
		return bundle.Signatory{}, fmt.Errorf("%w: %d certificates", errSignature, len(s.Chain))
	}
	var certificates []*x509.Certificate
	for _, der := range s.Chain {
		certificate, err := ParseCertificate(der)
		if err != nil {
			return bundle.Signatory{}, fmt.Errorf("%w: %w", errSignature, err)
		}
		certificates = append(certificates, certificate)
	}
	leaf := certificates[0]
	if s.KeyID != Fingerprint(leaf) || !bytes.Equal(leaf.Raw, s.Chain[0]) {
		return bundle.Signatory{}, fmt.Errorf("%w: the certificate is not the one named", errSignature)
	}
	if err := schemes[at].verify(leaf.PublicKey, schemes[at].digest, message, s.Sig); err != nil {
		return bundle.Signatory{}, err
	}
	trust, _ := trustOf(leaf, certificates[1:], VerifyOptions{Trust: v.Trust, Now: v.Now})
	return bundle.Signatory{
		KeyID: s.KeyID, Algorithm: s.Algorithm, Name: displayName(leaf), Checked: true,
		Trusted: trust == TrustConfirmed && checkCertificate(leaf, v.Now) == nil,
	}, nil
}
