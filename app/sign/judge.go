package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhunsheng/app/pdf"
)

// subFilters are the forms of signature that are read: a CMS over the bytes of the file.
var subFilters = []string{"ETSI.CAdES.detached", "adbe.pkcs7.detached"}

const cadesDetached = "ETSI.CAdES.detached"

func newSignature(field string, dict pdf.Dict) Signature {
	text := func(key pdf.Name) string {
		s, _ := pdf.DecodeText(dict[key])
		return s
	}
	subFilter, _ := dict["SubFilter"].(pdf.Name)
	s := Signature{
		Decision: DecisionApproved, Field: field, Name: text("Name"), Reason: text("Reason"), Location: text("Location"), SubFilter: string(subFilter),
		Certificate: Certificate{KeyUsage: []string{}}, Chain: []string{}, ByteRange: []int{}, Changes: []Change{}, Issues: []Issue{},
	}
	if dict[decisionKey] == decisionRejected {
		s.Decision = DecisionRejected
	}
	if at, ok := parseDate(text("M")); ok {
		s.ClaimedTime = at.Format(time.RFC3339)
	}
	return s
}

func (s *Signature) blame(kind Kind, detail string) {
	s.Issues = append(s.Issues, Issue{kind, detail})
}

// settle puts the issues in order and draws the conclusion.
func (s *Signature) settle() {
	slices.SortStableFunc(s.Issues, func(a, b Issue) int { return b.Kind.rank() - a.Kind.rank() })
	switch {
	case len(s.Issues) > 0:
		s.Kind = s.Issues[0].Kind
	case s.Trust == TrustConfirmed:
		s.Kind = KindValid
	default:
		s.Kind = KindValidUntrusted
	}
}

// judgeCMS checks range, padding, digest, signature and certificate. It returns false when there is no use in looking further.
func (s *Signature) judgeCMS(file []byte, dict pdf.Dict, options VerifyOptions) bool {
	if !slices.Contains(subFilters, s.SubFilter) {
		s.blame(KindUnsupported, fmt.Sprintf("signature of the form %q", s.SubFilter))
		return false
	}
	contents, ok := dict["Contents"].(pdf.HexString)
	if !ok {
		s.blame(KindMalformed, "/Contents is no hexadecimal string")
		return false
	}
	signed, numbers, err := readByteRange(dict["ByteRange"])
	if numbers != nil {
		s.ByteRange = numbers
	}
	if err == nil {
		err = signed.checkGap(file, string(contents))
	}
	if err != nil {
		kind := KindMalformed
		if errors.Is(err, errBeyond) {
			kind = KindTruncated
		}
		s.blame(kind, err.Error())
		return false
	}
	s.RangeOK = true
	return s.judgeContents([]byte(contents), signed, file, options)
}

func (s *Signature) judgeContents(contents []byte, signed byteRange, file []byte, options VerifyOptions) bool {
	cms, size, err := parseCMS(contents)
	if err != nil {
		kind := KindMalformed
		if errors.Is(err, errAlgorithm) {
			kind = KindUnsupported
		}
		s.blame(kind, err.Error())
		return false
	}
	s.PaddingOK = len(bytes.Trim(contents[size:], "\x00")) == 0
	if !s.PaddingOK {
		s.blame(KindMalformed, "bytes other than zero after the signature in /Contents")
	}
	s.describe(cms)
	s.CertificateBound = cms.bound && !cms.swapped
	if !cms.bound && s.SubFilter == cadesDetached {
		s.blame(KindMalformed, "the signed attributes do not name the certificate, as "+cadesDetached+" demands")
	}
	before, after := signed.parts(file)
	s.DigestOK, err = cms.verify(before, after)
	s.SignatureOK = err == nil
	switch {
	case errors.Is(err, ErrKeyUnsupported):
		s.blame(KindUnsupported, err.Error())
		return true
	case errors.Is(err, errSwapped):
		s.blame(KindCertificateSwapped, err.Error())
	case err != nil:
		s.blame(KindTampered, err.Error())
	}
	if !s.DigestOK {
		s.blame(KindTampered, "the digest of the signed bytes is another")
	}
	s.judgeTimestamp(cms, options)
	s.judgeCertificate(cms, options)
	return true
}

func (s *Signature) describe(cms *parsedCMS) {
	c := cms.certificate
	s.Signer = displayName(c)
	s.Algorithm = cms.scheme.name
	for _, issuer := range chainAbove(c, cms.others) {
		s.Chain = append(s.Chain, displayName(issuer))
	}
	s.KeyType, s.KeyBits = KeyDescription(c.PublicKey)
	s.Certificate = Certificate{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: strings.ToUpper(hex.EncodeToString(c.SerialNumber.Bytes())),
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, KeyUsage: keyUsageNames(c.KeyUsage), Fingerprint: Fingerprint(c), DER: c.Raw,
	}
}

// judgeCertificate asks for validity now and for a claimed time that lies inside it: one before it is the mark of back-dating.
func (s *Signature) judgeCertificate(cms *parsedCMS, options VerifyOptions) {
	var by *x509.Certificate
	if s.Trust, by = trustOf(cms.certificate, cms.others, options); by != nil {
		s.TrustedBy = Fingerprint(by)
	}
	times := []time.Time{options.Now}
	if proven, ok := s.Timestamp.provenTime(); ok { // then the signature existed while the certificate was valid
		times = []time.Time{proven}
	}
	if claimed, err := time.Parse(time.RFC3339, s.ClaimedTime); err == nil {
		times = append(times, claimed)
	}
	for _, at := range times {
		err := checkCertificate(cms.certificate, at)
		for kind, sentinel := range map[Kind]error{
			KindCertificateUnsuitable: ErrUnsuitable, KindCertificateExpired: ErrExpired, KindCertificateNotYetValid: ErrNotYetValid,
		} {
			if errors.Is(err, sentinel) {
				s.blame(kind, err.Error())
				return
			}
		}
	}
}

// trustOf looks for the certificate itself in the trust list, then for a chain to a certificate in it. Validity is judged apart,
// so the chain is asked for at a time when the signer's certificate was valid. by is the certificate in the list, nil for none.
func trustOf(certificate *x509.Certificate, others []*x509.Certificate, options VerifyOptions) (trust Trust, by *x509.Certificate) {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, trusted := range options.Trust {
		if trusted.Equal(certificate) {
			return TrustConfirmed, trusted
		}
		roots.AddCert(trusted)
	}
	if signedByItself(certificate) {
		return TrustSelfMade, nil
	}
	for _, other := range others {
		between.AddCert(other)
	}
	at := options.Now
	if at.After(certificate.NotAfter) {
		at = certificate.NotAfter
	} else if at.Before(certificate.NotBefore) {
		at = certificate.NotBefore
	}
	o := x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	if chains, err := certificate.Verify(o); err == nil {
		return TrustConfirmed, last(chains[0])
	}
	if chain := chainToSM2(certificate, others, options.Trust, o); chain != nil {
		return TrustConfirmed, (*x509.Certificate)(last(chain))
	}
	return TrustUnknown, nil
}

func last[T any](chain []T) T { return chain[len(chain)-1] }

// pdfDate is ISO 32000-1 §7.9.4: D:YYYYMMDDHHmmSS with an optional offset; everything after the year may be missing.
var pdfDate = regexp.MustCompile(`^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)(?:'?(\d\d)?'?)?)?`)

func parseDate(text string) (time.Time, bool) {
	m := pdfDate.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	number := func(i, missing int) int {
		if n, err := strconv.Atoi(m[i]); err == nil {
			return n
		}
		return missing
	}
	zone := time.UTC
	if m[8] != "" {
		seconds := number(9, 0)*3600 + number(10, 0)*60
		if m[8] == "-" {
			seconds = -seconds
		}
		zone = time.FixedZone("", seconds)
	}
	month, day := number(2, 1), number(3, 1)
	at := time.Date(number(1, 0), time.Month(month), day, number(4, 0), number(5, 0), number(6, 0), 0, zone)
	return at, at.Month() == time.Month(month) && at.Day() == day && number(9, 0) < 24
}
