package sign

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"slices"
)

// The structures of RFC 5652 (Cryptographic Message Syntax) and RFC 5035 (ESS signing certificate, version 2).
type (
	contentInfo struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"explicit,tag:0"`
	}
	encapsulated struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
	}
	signedData struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      encapsulated
		Certificates asn1.RawValue `asn1:"optional,tag:0"`
		CRLs         asn1.RawValue `asn1:"optional,tag:1"`
		Signers      []signerInfo  `asn1:"set"`
	}
	signerInfo struct {
		Version   int
		Signer    asn1.RawValue // issuerAndSerialNumber, or [0] subjectKeyIdentifier
		Digest    pkix.AlgorithmIdentifier
		Signed    asn1.RawValue `asn1:"optional,tag:0"`
		Algorithm pkix.AlgorithmIdentifier
		Signature []byte
		Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
	}
	issuerAndSerial struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	attribute struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
	signingCertificateV2 struct {
		Certificates []certificateID
		Policies     asn1.RawValue `asn1:"optional"`
	}
	certificateID struct {
		Digest pkix.AlgorithmIdentifier `asn1:"optional"` // SHA-256 when absent
		Hash   []byte
		Issuer issuerSerial `asn1:"optional"`
	}
	issuerSerial struct {
		Names  []asn1.RawValue
		Serial *big.Int
	}
)

var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertV1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

// signDetached returns the DER of a CMS SignedData over content that is not inside it, given by its digest. The source is passed
// to the key; see signDigest.
func signDetached(id *Identity, contentDigest []byte, source io.Reader) ([]byte, error) {
	attributes, err := signedAttributes(id, contentDigest)
	if err != nil {
		return nil, err
	}
	signature, err := id.scheme.sign(id.signer, source, id.scheme.digest, attributes)
	if err != nil {
		return nil, fmt.Errorf("sign with the key of %q: %w", id.Name(), err)
	}
	return assemble(id, attributes, signature, nil)
}

// withTimestamp returns a signature that signDetached made with a timestamp as unsigned attribute.
func withTimestamp(id *Identity, parsed *parsedCMS, token []byte) ([]byte, error) {
	return assemble(id, parsed.attributes, parsed.signature, token)
}

// detachedSize is an upper bound for the length of what signDetached returns, found without using the key, which may sit in a
// token that asks for a PIN each time.
func detachedSize(id *Identity) (int, error) {
	attributes, err := signedAttributes(id, make([]byte, id.scheme.digest.make().Size()))
	if err != nil {
		return 0, err
	}
	der, err := assemble(id, attributes, make([]byte, id.scheme.size(id.signer.Public())), nil)
	return len(der), err
}

// signedAttributes are those of PAdES baseline B-B (ETSI EN 319 142-1 §6.3): content-type, message-digest and
// signing-certificate-v2; signing-time is forbidden there. The result is the DER SET OF that is signed.
func signedAttributes(id *Identity, contentDigest []byte) ([]byte, error) {
	reference := signingCertificateV2{Certificates: []certificateID{{
		Hash: sha256Digest.sum(id.certificate.Raw),
		Issuer: issuerSerial{
			Names:  []asn1.RawValue{{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: id.certificate.RawIssuer}},
			Serial: id.certificate.SerialNumber,
		},
	}}}
	values := []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{
		{oidContentType, oidData},
		{oidMessageDigest, contentDigest},
		{oidSigningCertV2, reference},
	}
	var encoded [][]byte
	for _, v := range values {
		value, err := asn1.Marshal(v.value)
		if err != nil {
			return nil, fmt.Errorf("signed attribute %s: %w", v.oid, err)
		}
		der, err := asn1.Marshal(attribute{Type: v.oid, Values: []asn1.RawValue{{FullBytes: value}}})
		if err != nil {
			return nil, fmt.Errorf("signed attribute %s: %w", v.oid, err)
		}
		encoded = append(encoded, der)
	}
	return marshalSet(encoded)
}

// marshalSet writes a DER SET OF: the elements in the order of their encodings (X.690 §11.6).
func marshalSet(elements [][]byte) ([]byte, error) {
	slices.SortFunc(elements, bytes.Compare)
	return asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(elements, nil)})
}

// assemble puts the parts together; the token of a timestamp may be nil.
func assemble(id *Identity, attributes, signature, token []byte) ([]byte, error) {
	var set asn1.RawValue
	if _, err := asn1.Unmarshal(attributes, &set); err != nil {
		return nil, fmt.Errorf("signed attributes: %w", err)
	}
	signer, err := asn1.Marshal(issuerAndSerial{asn1.RawValue{FullBytes: id.certificate.RawIssuer}, id.certificate.SerialNumber})
	if err != nil {
		return nil, fmt.Errorf("signer's name: %w", err)
	}
	algorithm := pkix.AlgorithmIdentifier{Algorithm: id.scheme.oid}
	if id.scheme.null {
		algorithm.Parameters = asn1.NullRawValue
	}
	digest := pkix.AlgorithmIdentifier{Algorithm: id.scheme.digest.oid} // parameters absent: RFC 5754 §2
	certificates := [][]byte{id.certificate.Raw}
	for _, above := range id.chain {
		certificates = append(certificates, above.Raw)
	}
	slices.SortFunc(certificates, bytes.Compare)
	unsigned, err := unsignedAttributes(token)
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	inner, err := asn1.Marshal(signedData{
		Version: 1,
		Digests: []pkix.AlgorithmIdentifier{digest},
		Content: encapsulated{Type: oidData},
		Certificates: asn1.RawValue{
			Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: bytes.Join(certificates, nil),
		},
		Signers: []signerInfo{{
			Version:   1,
			Signer:    asn1.RawValue{FullBytes: signer},
			Digest:    digest,
			Signed:    asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: set.Bytes},
			Algorithm: algorithm,
			Signature: signature,
			Unsigned:  unsigned,
		}},
	})
	if err != nil {
		return nil, fmt.Errorf("signed data: %w", err)
	}
	der, err := asn1.Marshal(contentInfo{oidSignedData, asn1.RawValue{
		Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: inner,
	}})
	if err != nil {
		return nil, fmt.Errorf("content info: %w", err)
	}
	return der, nil
}

func unsignedAttributes(token []byte) (asn1.RawValue, error) {
	if token == nil {
		return asn1.RawValue{}, nil
	}
	der, err := asn1.Marshal(attribute{Type: oidTimestampToken, Values: []asn1.RawValue{{FullBytes: token}}})
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true, Bytes: der}, err
}
