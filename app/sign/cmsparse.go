package sign

import (
	"bytes"
	"crypto/sha1" // only to recognise the certificate reference of RFC 2634, see matchReference
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
)

// maxCertificates bounds how many certificates a signature may carry.
const maxCertificates = 32

var (
	// errCMS means bytes that are not the CMS of one detached signature.
	errCMS = errors.New("not the CMS of one detached signature")
	// errSwapped means that the signed reference to the signer's certificate names another certificate.
	errSwapped = errors.New("the signed reference names another certificate than the one enclosed")
)

// parsedCMS is a detached signature as read; nothing but the certificate reference has been checked yet.
type parsedCMS struct {
	scheme        *scheme
	certificate   *x509.Certificate
	others        []*x509.Certificate
	contentDigest []byte // of the message-digest attribute; nil without signed attributes
	attributes    []byte // the signed attributes as a SET OF in the order of the file; nil if there are none
	signature     []byte
	bound         bool   // whether signing-certificate or signing-certificate-v2 binds the certificate
	swapped       bool   // whether that reference names another certificate
	timestamp     []byte // the token of the unsigned attribute; nil if there is none
}

// parseCMS reads a CMS SignedData, DER or BER, from the start of data and returns how many bytes it takes. Errors wrap errBER,
// errCMS or errAlgorithm.
func parseCMS(data []byte) (*parsedCMS, int, error) {
	der, size, err := derOf(data)
	if err != nil {
		return nil, 0, err
	}
	signed, err := parseSignedData(der, oidData)
	if err != nil {
		return nil, 0, err
	}
	if len(signed.Content.Content.FullBytes) > 0 {
		return nil, 0, fmt.Errorf("%w: it encloses its content", errCMS)
	}
	parsed, err := parseSigner(&signed.Signers[0], signed.Content.Type, signed.Certificates.Bytes)
	return parsed, size, err
}

// parseToken reads the CMS of a timestamp, which encloses what it signs. Errors as of parseCMS.
func parseToken(data []byte) (*parsedCMS, []byte, error) {
	der, size, err := derOf(data)
	if err != nil {
		return nil, nil, err
	}
	if size != len(data) {
		return nil, nil, fmt.Errorf("%w: %d bytes after the value", errCMS, len(data)-size)
	}
	signed, err := parseSignedData(der, oidTimestampInfo)
	if err != nil {
		return nil, nil, err
	}
	var content []byte
	if err := unmarshalWhole(signed.Content.Content.Bytes, &content); err != nil {
		return nil, nil, err
	}
	parsed, err := parseSigner(&signed.Signers[0], signed.Content.Type, signed.Certificates.Bytes)
	if err == nil && parsed.attributes == nil {
		return nil, nil, fmt.Errorf("%w: no signed attributes", errCMS)
	}
	return parsed, content, err
}

// parseSignedData reads the frame around one signer.
func parseSignedData(der []byte, contentType asn1.ObjectIdentifier) (*signedData, error) {
	var info contentInfo
	if err := unmarshalWhole(der, &info); err != nil {
		return nil, err
	}
	switch {
	case info.Type.Equal(oidSignedData):
	case info.Type.Equal(oidSM2SignedData) && contentType.Equal(oidData):
		contentType = oidSM2Data
	default:
		return nil, fmt.Errorf("%w: content type %s", errCMS, info.Type)
	}
	var signed signedData
	if err := unmarshalWhole(info.Content.Bytes, &signed); err != nil {
		return nil, err
	}
	if len(signed.Signers) != 1 {
		return nil, fmt.Errorf("%w: %d signers", errCMS, len(signed.Signers))
	}
	return &signed, checkFrame(&signed, contentType)
}

// checkFrame looks at the parts that no digest covers: versions as of RFC 5652 §5.1 and §5.3, and the list of digests, which must
// be the signer's. Nobody may change them unnoticed.
func checkFrame(signed *signedData, contentType asn1.ObjectIdentifier) error {
	signer := &signed.Signers[0]
	want := 1
	if signer.Signer.Class == asn1.ClassContextSpecific {
		want = 3
	}
	whole := want
	if contentType.Equal(oidTimestampInfo) {
		whole = 3
	}
	plain := len(signed.CRLs.FullBytes) == 0
	if signer.Version != want || plain && signed.Version != whole || signed.Version < 1 || signed.Version > 5 {
		return fmt.Errorf("%w: versions %d and %d, want %d", errCMS, signed.Version, signer.Version, want)
	}
	for _, set := range []asn1.RawValue{signed.Certificates, signed.CRLs, signer.Signed, signer.Unsigned} {
		if len(set.FullBytes) > 0 && !set.IsCompound {
			return fmt.Errorf("%w: primitive value where a set is expected", errCMS)
		}
	}
	if !signed.Content.Type.Equal(contentType) {
		return fmt.Errorf("%w: signed content of type %s", errCMS, signed.Content.Type)
	}
	return checkDigests(signed)
}

// checkDigests wants the signer's digest listed, once, and no parameters but those of RSA-PSS.
func checkDigests(signed *signedData) error {
	signer := &signed.Signers[0]
	if len(signed.Digests) != 1 || !signed.Digests[0].Algorithm.Equal(signer.Digest.Algorithm) {
		return fmt.Errorf("%w: digests listed %v, used %s", errCMS, signed.Digests, signer.Digest.Algorithm)
	}
	if !noParameters(signed.Digests[0]) || !noParameters(signer.Digest) ||
		!signer.Algorithm.Algorithm.Equal(oidPSS) && !noParameters(signer.Algorithm) {
		return fmt.Errorf("%w: algorithm with unexpected parameters", errCMS)
	}
	return nil
}

// noParameters accepts the two ways of saying nothing: absent and NULL (RFC 5754 §2).
func noParameters(a pkix.AlgorithmIdentifier) bool {
	return len(a.Parameters.FullBytes) == 0 || bytes.Equal(a.Parameters.FullBytes, asn1.NullBytes)
}

func parseSigner(signer *signerInfo, contentType asn1.ObjectIdentifier, certificates []byte) (*parsedCMS, error) {
	parsed := &parsedCMS{signature: signer.Signature}
	var err error
	if parsed.scheme, err = schemeFor(signer.Digest, signer.Algorithm); err != nil {
		return nil, err
	}
	if err := parsed.findCertificate(signer.Signer, certificates); err != nil {
		return nil, err
	}
	parsed.timestamp = timestampOf(signer.Unsigned.Bytes)
	if len(signer.Signed.FullBytes) == 0 {
		return parsed, nil
	}
	parsed.attributes, err = asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: signer.Signed.Bytes})
	if err != nil {
		return nil, fmt.Errorf("%w: signed attributes: %w", errCMS, err)
	}
	return parsed, parsed.readAttributes(signer.Signed.Bytes, contentType)
}

// timestampOf finds the token among the unsigned attributes. Nobody signed these, so what is not well formed there says nothing about
// the signature: it counts as absent.
func timestampOf(attributes []byte) []byte {
	const most = 16
	for range most {
		var a attribute
		rest, err := asn1.Unmarshal(attributes, &a)
		if err != nil {
			return nil
		}
		if a.Type.Equal(oidTimestampToken) && len(a.Values) == 1 {
			return a.Values[0].FullBytes
		}
		attributes = rest
	}
	return nil
}

// findCertificate picks the signer's certificate out of those enclosed.
func (p *parsedCMS) findCertificate(signer asn1.RawValue, certificates []byte) error {
	for count := 0; len(certificates) > 0; count++ {
		var raw asn1.RawValue
		rest, err := asn1.Unmarshal(certificates, &raw)
		if err != nil || count >= maxCertificates {
			return fmt.Errorf("%w: enclosed certificates unreadable, or more than %d", errCMS, maxCertificates)
		}
		certificates = rest
		certificate, err := ParseCertificate(raw.FullBytes)
		if err != nil {
			continue // attribute certificates and foreign algorithms; the signer's is missed below
		}
		if p.certificate == nil && isSigner(certificate, signer) {
			p.certificate = certificate
		} else {
			p.others = append(p.others, certificate)
		}
	}
	if p.certificate == nil {
		return fmt.Errorf("%w: the signer's certificate is not enclosed or not readable", errCMS)
	}
	return nil
}

func isSigner(certificate *x509.Certificate, signer asn1.RawValue) bool {
	if signer.Class == asn1.ClassContextSpecific && signer.Tag == 0 {
		return len(signer.Bytes) > 0 && bytes.Equal(certificate.SubjectKeyId, signer.Bytes)
	}
	var name issuerAndSerial
	return unmarshalWhole(signer.FullBytes, &name) == nil && bytes.Equal(name.Issuer.FullBytes, certificate.RawIssuer) &&
		name.Serial.Cmp(certificate.SerialNumber) == 0
}

// readAttributes wants content-type and message-digest exactly once (RFC 5652 §11), and checks a reference to the certificate.
func (p *parsedCMS) readAttributes(attributes []byte, contentType asn1.ObjectIdentifier) error {
	seen := map[string]bool{}
	for len(attributes) > 0 {
		var a attribute
		rest, err := asn1.Unmarshal(attributes, &a)
		if err != nil {
			return fmt.Errorf("%w: signed attribute: %w", errCMS, err)
		}
		attributes = rest
		name := a.Type.String()
		if seen[name] || len(a.Values) == 0 {
			return fmt.Errorf("%w: signed attribute %s twice or empty", errCMS, name)
		}
		seen[name] = true
		if err := p.readAttribute(a, contentType); err != nil {
			return fmt.Errorf("%w: signed attribute %s: %w", errCMS, name, err)
		}
	}
	if !seen[oidContentType.String()] || p.contentDigest == nil {
		return fmt.Errorf("%w: content-type or message-digest missing", errCMS)
	}
	return nil
}

func (p *parsedCMS) readAttribute(a attribute, contentType asn1.ObjectIdentifier) error {
	value := a.Values[0].FullBytes
	switch {
	case a.Type.Equal(oidContentType):
		var oid asn1.ObjectIdentifier
		if err := unmarshalWhole(value, &oid); err != nil {
			return err
		}
		if !oid.Equal(contentType) || len(a.Values) != 1 {
			return fmt.Errorf("content type %s for content of type %s", oid, contentType)
		}
	case a.Type.Equal(oidMessageDigest):
		if len(a.Values) != 1 {
			return errors.New("several digests")
		}
		return unmarshalWhole(value, &p.contentDigest)
	case a.Type.Equal(oidSigningCertV2), a.Type.Equal(oidSigningCertV1):
		return p.matchReference(value, a.Type.Equal(oidSigningCertV1))
	}
	return nil
}

// matchReference compares the first certificate reference, which is the signer's (RFC 5035 §5), with the certificate enclosed.
func (p *parsedCMS) matchReference(value []byte, version1 bool) error {
	var reference signingCertificateV2
	if err := unmarshalWhole(value, &reference); err != nil {
		return err
	}
	if len(reference.Certificates) == 0 {
		return errors.New("no certificate named")
	}
	first := reference.Certificates[0]
	var sum []byte
	switch {
	case version1:
		short := sha1.Sum(p.certificate.Raw)
		sum = short[:]
	case first.Digest.Algorithm == nil:
		sum = sha256Digest.sum(p.certificate.Raw)
	default:
		d, err := digestFor(first.Digest.Algorithm)
		if err != nil {
			return err
		}
		sum = d.sum(p.certificate.Raw)
	}
	p.bound = true
	p.swapped = p.swapped || !bytes.Equal(sum, first.Hash)
	return nil
}

// verify checks digest and signature over the content. digestOK is true when the content is what was signed; the error wraps
// errSwapped, errSignature or [ErrKeyUnsupported] and is about the signature alone.
func (p *parsedCMS) verify(content ...[]byte) (digestOK bool, err error) {
	if err := checkKey(p.certificate.PublicKey); err != nil {
		return false, err
	}
	if p.attributes == nil {
		err := p.scheme.verify(p.certificate.PublicKey, p.scheme.digest, bytes.Join(content, nil), p.signature)
		return err == nil, err
	}
	digestOK = bytes.Equal(p.scheme.digest.sum(content...), p.contentDigest)
	err = p.scheme.verify(p.certificate.PublicKey, p.scheme.digest, p.attributes, p.signature)
	if err != nil { // RFC 5652 §5.4 has the DER order signed, whatever order was written
		if sorted, sortErr := sortedSet(p.attributes); sortErr == nil && !bytes.Equal(sorted, p.attributes) {
			err = p.scheme.verify(p.certificate.PublicKey, p.scheme.digest, sorted, p.signature)
		}
	}
	if p.swapped { // then the signature fails as well, or fits a certificate made for the same key; this says more
		err = errSwapped
	}
	return digestOK, err
}

func sortedSet(set []byte) ([]byte, error) {
	var whole asn1.RawValue
	if err := unmarshalWhole(set, &whole); err != nil {
		return nil, err
	}
	var elements [][]byte
	for rest := whole.Bytes; len(rest) > 0; {
		var one asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &one); err != nil {
			return nil, err
		}
		elements = append(elements, slices.Clone(one.FullBytes))
	}
	return marshalSet(elements)
}

func unmarshalWhole(data []byte, into any) error {
	rest, err := asn1.Unmarshal(data, into)
	if err != nil {
		return fmt.Errorf("%w: %w", errCMS, err)
	}
	if len(rest) > 0 {
		return fmt.Errorf("%w: %d bytes after the value", errCMS, len(rest))
	}
	return nil
}
