package sign

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"time"
)

// The structures of RFC 3161, Time-Stamp Protocol.
type (
	messageImprint struct {
		Digest pkix.AlgorithmIdentifier
		Hash   []byte
	}
	timestampRequest struct {
		Version     int
		Imprint     messageImprint
		Nonce       *big.Int
		WithCertSet bool
	}
	timestampResponse struct {
		Status struct {
			Status int
			Text   []asn1.RawValue `asn1:"optional"`
			Fault  asn1.BitString  `asn1:"optional"`
		}
		Token asn1.RawValue `asn1:"optional"`
	}
	timestampInfo struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint messageImprint
		Serial  *big.Int
		Time    asn1.RawValue
		Nonce   *big.Int // nil if absent
	}
)

var (
	oidTimestampToken = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14} // unsigned attribute, RFC 3161 appendix A
	oidTimestampInfo  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
)

// timestampRoom is what a signature reserves for a timestamp, in bytes. Tokens with two or three certificates take 3 to 7 thousand.
const timestampRoom = 10 << 10

// ErrTimestamp means that an authority's answer is no timestamp of the signature asked for.
var ErrTimestamp = errors.New("no usable timestamp")

// errStrangerTimestamp means a timestamp that belongs to another signature, or that its authority did not sign.
var errStrangerTimestamp = errors.New("the timestamp does not belong to this signature")

// Timestamp is what was found out about the timestamp of a signature.
type Timestamp struct {
	OK        bool      `json:"ok"`   // the token belongs to the signature and its authority signed it
	Time      time.Time `json:"time"` // when, by the authority's clock, the signature existed
	Authority string    `json:"authority"`
	Algorithm string    `json:"algorithm"`
	Serial    string    `json:"serial"` // decimal
	Trust     Trust     `json:"trust"`
	// Fingerprint is that of the authority's certificate; see [Fingerprint].
	Fingerprint string `json:"fingerprint"`
	// Problem says in technical words why the timestamp counts for nothing; empty when OK.
	Problem string `json:"problem,omitempty"`
}

// Timestamper sends a request to a timestamp authority and returns its answer, both in the encoding of RFC 3161.
type Timestamper interface {
	Timestamp(request []byte) (response []byte, err error)
}

// obtainTimestamp asks for a timestamp of a signature and returns the token as it stands in the signature's unsigned attribute.
func obtainTimestamp(authority Timestamper, signature []byte, source io.Reader) ([]byte, error) {
	if source == nil {
		source = rand.Reader
	}
	random := make([]byte, 8)
	if _, err := io.ReadFull(source, random); err != nil {
		return nil, fmt.Errorf("timestamp: read a random number: %w", err)
	}
	random[0] = random[0]&0x7f | 0x40 // positive and of constant length
	nonce := new(big.Int).SetBytes(random)
	request, err := newTimestampRequest(signature, nonce)
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	answer, err := authority.Timestamp(request)
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	token, err := readTimestampResponse(answer)
	if err != nil {
		return nil, err
	}
	info, _, err := checkToken(token, signature)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	if info.Nonce == nil || info.Nonce.Cmp(nonce) != 0 {
		return nil, fmt.Errorf("%w: the answer belongs to another request", ErrTimestamp)
	}
	return token, nil
}

func newTimestampRequest(signature []byte, nonce *big.Int) ([]byte, error) {
	return asn1.Marshal(timestampRequest{
		Version: 1, Nonce: nonce, WithCertSet: true, Imprint: messageImprint{
			Digest: pkix.AlgorithmIdentifier{Algorithm: sha256Digest.oid, Parameters: asn1.NullRawValue}, Hash: sha256Digest.sum(signature),
		},
	})
}

// readTimestampResponse takes the token out of an authority's answer.
func readTimestampResponse(answer []byte) ([]byte, error) {
	der, size, err := derOf(answer)
	if err != nil || size != len(answer) {
		return nil, fmt.Errorf("%w: the answer of %d bytes is not one ASN.1 value: %w", ErrTimestamp, len(answer), errors.Join(err, errBER))
	}
	var response timestampResponse
	if err := unmarshalWhole(der, &response); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	const granted, grantedWithMods = 0, 1
	if s := response.Status.Status; s != granted && s != grantedWithMods {
		return nil, fmt.Errorf("%w: refused with status %d%s", ErrTimestamp, s, statusText(response.Status.Text))
	}
	if len(response.Token.FullBytes) == 0 {
		return nil, fmt.Errorf("%w: granted without a token", ErrTimestamp)
	}
	return response.Token.FullBytes, nil
}

// statusText quotes the first words of an authority's refusal.
func statusText(lines []asn1.RawValue) string {
	const most = 200
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%.*q)", most, lines[0].Bytes[:min(len(lines[0].Bytes), most)])
}

// checkToken reads a token and checks that it stands for the signature and that its authority, whose certificate must be for nothing
// but timestamps (RFC 3161 §2.3), signed it. Whether that authority is trusted is another question. The error wraps
// errStrangerTimestamp when the token was made for something else, else errBER, errCMS, errAlgorithm or [ErrKeyUnsupported].
func checkToken(token, signature []byte) (*timestampInfo, *parsedCMS, error) {
	parsed, content, err := parseToken(token)
	if err != nil {
		return nil, nil, err
	}
	info, err := readTimestampInfo(content)
	if err != nil {
		return nil, nil, err
	}
	d, err := digestFor(info.Imprint.Digest.Algorithm)
	if err != nil {
		return info, parsed, err
	}
	if !bytes.Equal(d.sum(signature), info.Imprint.Hash) {
		return info, parsed, fmt.Errorf("%w: it stands for other bytes", errStrangerTimestamp)
	}
	intact, err := parsed.verify(content)
	switch {
	case errors.Is(err, ErrKeyUnsupported):
		return info, parsed, err
	case err != nil || !intact || !parsed.bound:
		return info, parsed, fmt.Errorf("%w: its own signature is not valid", errStrangerTimestamp)
	case !slices.Equal(parsed.certificate.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}):
		return info, parsed, fmt.Errorf("%w: signed with a certificate that is not for timestamps", errStrangerTimestamp)
	}
	return info, parsed, nil
}

// readTimestampInfo reads a TSTInfo: five fields that must be there, then optional ones that are told apart by their types, of which
// only the nonce matters here.
func readTimestampInfo(content []byte) (*timestampInfo, error) {
	var whole asn1.RawValue
	if err := unmarshalWhole(content, &whole); err != nil {
		return nil, err
	}
	if whole.Tag != asn1.TagSequence || whole.Class != asn1.ClassUniversal {
		return nil, fmt.Errorf("%w: TSTInfo of ASN.1 type %d", errCMS, whole.Tag)
	}
	info, rest := &timestampInfo{}, whole.Bytes
	for _, field := range []any{&info.Version, &info.Policy, &info.Imprint, &info.Serial, &info.Time} {
		var err error
		if rest, err = asn1.Unmarshal(rest, field); err != nil {
			return nil, fmt.Errorf("%w: TSTInfo: %w", errCMS, err)
		}
	}
	for len(rest) > 0 {
		var element asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &element); err != nil {
			return nil, fmt.Errorf("%w: TSTInfo: %w", errCMS, err)
		}
		if element.Class == asn1.ClassUniversal && element.Tag == asn1.TagInteger {
			if err := unmarshalWhole(element.FullBytes, &info.Nonce); err != nil {
				return nil, err
			}
		}
	}
	return info, nil
}

// timestampTime reads the authority's time, a GeneralizedTime in UTC with an optional fraction of a second.
func timestampTime(raw asn1.RawValue) (time.Time, error) {
	if raw.Tag != asn1.TagGeneralizedTime || raw.Class != asn1.ClassUniversal {
		return time.Time{}, fmt.Errorf("%w: time of ASN.1 type %d", errCMS, raw.Tag)
	}
	at, err := time.Parse("20060102150405Z", string(raw.Bytes)) // a fraction is accepted after the seconds
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: time %.40q", errCMS, raw.Bytes)
	}
	return at, nil
}

// judgeTimestamp reports the timestamp of a signature. One that was made for something else is an attempt to deceive; one that cannot
// be read or judged is told and otherwise counts as none.
func (s *Signature) judgeTimestamp(cms *parsedCMS, options VerifyOptions) {
	if cms.timestamp == nil {
		return
	}
	info, token, err := checkToken(cms.timestamp, cms.signature)
	t := &Timestamp{Trust: TrustUnknown}
	s.Timestamp = t
	if info != nil {
		t.Serial = info.Serial.String()
		var timeErr error
		if t.Time, timeErr = timestampTime(info.Time); err == nil {
			err = timeErr
		}
	}
	if token != nil {
		t.Authority, t.Algorithm, t.Fingerprint = displayName(token.certificate), token.scheme.name, Fingerprint(token.certificate)
	}
	if err == nil && (t.Time.Before(token.certificate.NotBefore) || t.Time.After(token.certificate.NotAfter)) {
		err = errors.New("the authority's certificate was not valid at that time")
	}
	if err != nil {
		t.Problem = err.Error()
		if errors.Is(err, errStrangerTimestamp) {
			s.blame(KindMalformed, t.Problem)
		}
		return
	}
	t.OK = true
	t.Trust, _ = trustOf(token.certificate, token.others, options)
}

// provenTime returns the time that a trusted authority vouches for.
func (t *Timestamp) provenTime() (time.Time, bool) {
	if t == nil || !t.OK || t.Trust != TrustConfirmed {
		return time.Time{}, false
	}
	return t.Time, true
}
