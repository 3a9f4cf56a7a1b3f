package sign

import "time"

// Kind is the outcome for one signature or for a whole file. Its text is stable: it is the key under which a sentence is found and
// what machines read.
type Kind string

// The kinds, from the best to the worst. The kind of a file is the worst of its signatures and of the file itself.
const (
	// KindValid: every signature is intact and its certificate trusted.
	KindValid Kind = "verify.valid"
	// KindValidUntrusted: intact, but nobody vouches for at least one signer: the certificate is self-made or of an unknown issuer.
	KindValidUntrusted Kind = "verify.valid-untrusted"
	// KindUnsigned: a PDF without any signature.
	KindUnsigned Kind = "verify.unsigned"
	// KindIncomplete: what is signed is intact, but a required field stands empty, perhaps since later revisions were cut off.
	KindIncomplete Kind = "verify.incomplete"
	// KindMisordered: what is signed is intact, but a role signed before one that comes first.
	KindMisordered Kind = "verify.misordered"
	// KindRejected: intact, and a signer refused the document in it.
	KindRejected Kind = "verify.rejected"
	// KindCertificateExpired: intact, but the certificate's validity is over.
	KindCertificateExpired Kind = "verify.certificate-expired"
	// KindCertificateNotYetValid: intact, but the certificate's validity has not begun.
	KindCertificateNotYetValid Kind = "verify.certificate-not-yet-valid"
	// KindCertificateUnsuitable: intact, but the certificate's key usage does not allow signing.
	KindCertificateUnsuitable Kind = "verify.certificate-unsuitable"
	// KindUnsupported: a signature of a form, algorithm or key that is not, or no longer, accepted; it could not be judged.
	KindUnsupported Kind = "verify.unsupported"
	// KindEncrypted: the whole file is encrypted, so nothing of it could be judged.
	KindEncrypted Kind = "verify.encrypted"
	// KindTrailingBytes: the signatures are intact, but bytes that are no part of a PDF follow the end of the file.
	KindTrailingBytes Kind = "verify.trailing-bytes"
	// KindChangedAfterSigning: the signed revision is intact, but something else than a signature was added or changed later.
	KindChangedAfterSigning Kind = "verify.changed-after-signing"
	// KindCertificateSwapped: the enclosed certificate is not the one the signer referred to.
	KindCertificateSwapped Kind = "verify.certificate-swapped"
	// KindMalformed: the shape of a signature allows hiding something: a widened gap, padding that is not zero, a range that does
	// not start at the first byte.
	KindMalformed Kind = "verify.malformed-signature"
	// KindTampered: the signed bytes are not those that were signed.
	KindTampered Kind = "verify.tampered"
	// KindTruncated: the end of the file is missing.
	KindTruncated Kind = "verify.truncated"
	// KindDamaged: a PDF whose structure cannot be followed safely.
	KindDamaged Kind = "verify.damaged"
	// KindNotPDF: the file is not a PDF.
	KindNotPDF Kind = "verify.not-pdf"
)

// kindOrder lists the kinds from the best to the worst.
var kindOrder = []Kind{
	KindValid, KindValidUntrusted, KindUnsigned, KindIncomplete, KindMisordered, KindRejected, KindCertificateExpired, KindCertificateNotYetValid,
	KindCertificateUnsuitable, KindUnsupported, KindEncrypted, KindTrailingBytes, KindChangedAfterSigning, KindCertificateSwapped, KindMalformed,
	KindTampered, KindTruncated, KindDamaged, KindNotPDF,
}

// Kinds returns every kind, from the best to the worst, so that a test can see that each has its sentence.
func Kinds() []Kind { return append([]Kind(nil), kindOrder...) }

// Good tells whether the kind means that nothing was changed: [KindValid] and [KindValidUntrusted].
func (k Kind) Good() bool { return k == KindValid || k == KindValidUntrusted }

func (k Kind) rank() int {
	for i, other := range kindOrder {
		if other == k {
			return i
		}
	}
	return len(kindOrder)
}

func worse(a, b Kind) Kind {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Trust says what is known about a signer's certificate.
type Trust string

const (
	// TrustConfirmed: the certificate, or an issuer above it, is in the list of trusted certificates.
	TrustConfirmed Trust = "trusted"
	// TrustSelfMade: the certificate was made by its own key and is not in that list.
	TrustSelfMade Trust = "self-made"
	// TrustUnknown: an issuer nobody here knows.
	TrustUnknown Trust = "unknown-issuer"
)

// Verdict is what [Verify] found out about a file.
type Verdict struct {
	Kind      Kind   `json:"kind"`
	Size      int    `json:"size"`      // bytes of the file
	Revisions int    `json:"revisions"` // incremental sections, the original one included
	TailBytes int    `json:"tailBytes"` // bytes after the end of the last revision that are not white space
	TailPDF   bool   `json:"tailIsPdf"` // those bytes look like the beginning of a further revision: the file was cut in its middle
	Problem   string `json:"problem,omitempty"`
	// Signatures in the order in which they were made.
	Signatures []Signature `json:"signatures"`
	// Unsigned lists the names of the signature fields that stand empty, in the order of the document.
	Unsigned []string `json:"unsignedFields"`
	// Missing lists the required fields that are not signed.
	Missing []string `json:"missingFields"`
	// Misordered lists the fields that were signed although one that comes later in the order was signed already.
	Misordered []string `json:"misorderedFields"`
}

// Signature is what was found out about one signature.
type Signature struct {
	Kind        Kind        `json:"kind"`
	Decision    Decision    `json:"decision"`
	Field       string      `json:"field"`       // full name of the field, which is the role's id
	Signer      string      `json:"signer"`      // common name of the certificate
	Name        string      `json:"name"`        // what the signature dictionary claims
	Reason      string      `json:"reason"`      // of a rejection: its comment
	Location    string      `json:"location"`    //
	ClaimedTime string      `json:"claimedTime"` // RFC 3339, or empty; nobody but the signer vouches for it
	SubFilter   string      `json:"subFilter"`
	Algorithm   string      `json:"algorithm"` // such as RSA-PKCS1-SHA256
	KeyType     string      `json:"keyType"`
	KeyBits     int         `json:"keyBits"`
	Certificate Certificate `json:"certificate"`
	Trust       Trust       `json:"trust"`
	TrustedBy   string      `json:"trustedBy,omitempty"` // fingerprint of the trusted certificate that vouches: this one, or an issuer's
	Chain       []string    `json:"chain"`               // names of the issuers enclosed, the nearest first; empty for a self-made certificate
	// Timestamp is nil where the signature has none.
	Timestamp *Timestamp `json:"timestamp,omitempty"`

	Revision int `json:"revision"` // counted from 1

	DigestOK         bool `json:"digestOk"`         // the signed bytes are those that were signed
	SignatureOK      bool `json:"signatureOk"`      // the signature fits the certificate's key
	RangeOK          bool `json:"rangeOk"`          // from the first byte, with one gap that is exactly /Contents
	PaddingOK        bool `json:"paddingOk"`        // zeros after the CMS
	CertificateBound bool `json:"certificateBound"` // the signed attributes name the certificate
	CoversRevision   bool `json:"coversRevision"`   // the signed range ends where its revision ends
	CoversFile       bool `json:"coversFile"`       // and that is the end of the file

	ByteRange []int    `json:"byteRange"`
	Changes   []Change `json:"changes"` // objects written after this signature
	Issues    []Issue  `json:"issues"`  // everything that speaks against it, the worst first
}

// Certificate is a signer's certificate in words.
type Certificate struct {
	Subject     string    `json:"subject"`
	Issuer      string    `json:"issuer"`
	Serial      string    `json:"serial"` // hexadecimal
	NotBefore   time.Time `json:"notBefore"`
	NotAfter    time.Time `json:"notAfter"`
	KeyUsage    []string  `json:"keyUsage"`
	Fingerprint string    `json:"fingerprint"` // see [Fingerprint]
	DER         []byte    `json:"der"`         // for the list of trusted certificates; base64 in JSON
}

// Change is one object that a later revision wrote.
type Change struct {
	Object    int        `json:"object"`
	Revision  int        `json:"revision"` // counted from 1
	What      ChangeKind `json:"what"`
	Permitted bool       `json:"permitted"`
	Detail    string     `json:"detail,omitempty"` // technical: which entry differs
}

// ChangeKind names the part that a changed object plays. Its text is a stable key.
type ChangeKind string

// The parts an object can play.
const (
	ChangeCatalog    ChangeKind = "change.catalog"
	ChangeForm       ChangeKind = "change.form"
	ChangeField      ChangeKind = "change.signature-field"
	ChangePage       ChangeKind = "change.page"
	ChangeList       ChangeKind = "change.list" // of fields or of annotations
	ChangeNew        ChangeKind = "change.new-object"
	ChangeUnused     ChangeKind = "change.unused-object" // nothing referred to it
	ChangeOther      ChangeKind = "change.object"
	ChangeDeleted    ChangeKind = "change.deleted-object"
	ChangeTrailer    ChangeKind = "change.trailer"
	ChangeUnreadable ChangeKind = "change.unreadable-object"
)

// ChangeKinds returns every kind of change, so that a test can see that each has its words.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{
		ChangeCatalog, ChangeForm, ChangeField, ChangePage, ChangeList, ChangeNew, ChangeUnused, ChangeOther, ChangeDeleted,
		ChangeTrailer, ChangeUnreadable,
	}
}

// Issue is something that speaks against a signature: the kind it leads to, and a technical detail.
type Issue struct {
	Kind   Kind   `json:"kind"`
	Detail string `json:"detail"`
}
