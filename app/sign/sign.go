package sign

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"zhunsheng/app/pdf"
)

// Options describe one signature to be made.
type Options struct {
	Identity *Identity
	// Field is the name of the signature field, the role's id. An empty field of that name is filled; otherwise one is made.
	Field string
	// Role is the role's name as people read it, for the appearance.
	Role string
	// Name is the signer's name for /Name and the appearance; empty means the certificate's.
	Name string
	// Reason and Location may be empty.
	Reason, Location string
	// Rejection, if not empty, makes the signature a signed refusal with this comment, which takes the place of Reason: it fills the
	// field, and nobody signs the document after it.
	Rejection string
	// Roles is the order in which fields are signed; nil lets everybody sign at any time. See [OrderError].
	Roles []Role
	// Timestamp, if not nil, is asked for a timestamp of the signature.
	Timestamp Timestamper
	// Time is the claimed time, written with its zone, to the second.
	Time time.Time
	// TimeText shows Time in the appearance; empty means 2006-01-02 15:04:05 -07:00.
	TimeText string
	// Appearance draws the signature; nil makes it invisible, or leaves an existing field as it looks.
	Appearance Appearance
	// Place is where a new field stands; it is not used when the field exists. The zero value is an invisible field on the
	// first page.
	Place Place
	// Random is for keys that need it. Nil means the system's for keys outside of memory, and deterministic signatures otherwise.
	Random io.Reader
}

// Errors of signing. Faults of the document's syntax are errors of package pdf.
var (
	// ErrNotIntact means that the document, or a signature it already has, is not in order; see [NotIntactError].
	ErrNotIntact = errors.New("document is not intact")
	// ErrFieldSigned means that the field of that name is signed already.
	ErrFieldSigned = errors.New("signature field already signed")
	// ErrField means a field name that cannot be used, or a field of another type.
	ErrField = errors.New("no usable signature field")
	// ErrPlace means that a new field was asked for on a page that does not exist, or visible without an [Appearance].
	ErrPlace = errors.New("no place for the signature")
	// ErrForbidden means that an earlier certifying signature forbids any change, also further signatures.
	ErrForbidden = errors.New("the document is certified against further signatures")
	// ErrSigner means that the key, token or certificate store gave no usable signature.
	ErrSigner = errors.New("the key gave no usable signature")
)

// NotIntactError says what is wrong with a document that was not signed. It wraps [ErrNotIntact].
type NotIntactError struct{ Verdict *Verdict }

// Error names the verdict's kind.
func (e *NotIntactError) Error() string { return fmt.Sprintf("%v: %s", ErrNotIntact, e.Verdict.Kind) }

// Unwrap returns [ErrNotIntact].
func (e *NotIntactError) Unwrap() error { return ErrNotIntact }

// Signed is a file with one signature more.
type Signed struct {
	// File is the whole new file; the bytes that were given are its untouched beginning.
	File []byte
	// TimestampErr says why the signature has no timestamp though one was asked for; the signature is good without it.
	TimestampErr error
}

// Sign appends a signature to a PDF. Errors wrap [ErrNotIntact], [ErrFieldSigned], [ErrField], [ErrPlace], [ErrForbidden],
// [ErrSigner], [ErrOrder], [ErrRejected], [ErrNoTime], one of package pdf, or are a [*CertificateError] or the Appearance's. A
// timestamp that cannot be had is no error; see [Signed].
func Sign(file []byte, options Options) (*Signed, error) {
	if err := options.check(); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	verdict, err := checkIntact(file, options.Time)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if err := checkTurn(verdict, options.Field, options.Roles); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	reader, err := pdf.Read(file)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	signed, err := signReader(reader, &options)
	if err != nil {
		return nil, fmt.Errorf("sign field %q: %w", options.Field, err)
	}
	return signed, nil
}

func (o *Options) check() error {
	switch {
	case o.Identity == nil:
		return fmt.Errorf("no identity: %w", ErrSigner)
	case o.Time.IsZero():
		return ErrNoTime
	case o.Field == "" || strings.ContainsAny(o.Field, "\x00\r\n"):
		return fmt.Errorf("%w: name %q", ErrField, o.Field)
	}
	if o.Name == "" {
		o.Name = o.Identity.Name()
	}
	if o.Rejection != "" {
		o.Reason = o.Rejection
	}
	if o.TimeText == "" {
		o.TimeText = o.Time.Format("2006-01-02 15:04:05 -07:00")
	}
	return o.Identity.Check(o.Time)
}

// checkIntact refuses to put a further name under a document that is not what its signers signed. Who they are, and whether their
// certificates are still valid, is no reason.
func checkIntact(file []byte, now time.Time) (*Verdict, error) {
	verdict, err := Verify(file, VerifyOptions{Now: now})
	if err != nil {
		return nil, err
	}
	if verdict.Kind.rank() >= KindUnsupported.rank() {
		return nil, &NotIntactError{verdict}
	}
	return verdict, nil
}

func signReader(reader *pdf.Reader, o *Options) (*Signed, error) {
	form, err := readForm(readerState{reader})
	if err != nil {
		return nil, err
	}
	if err := checkCertified(readerState{reader}, form); err != nil {
		return nil, err
	}
	update, err := pdf.NewUpdate(reader)
	if err != nil {
		return nil, err
	}
	size, err := detachedSize(o.Identity)
	if err != nil {
		return nil, err
	}
	if o.Timestamp != nil {
		size += timestampRoom
	}
	signature := update.Alloc()
	update.SetSignature(signature, o.dictionary(), size)
	work := signing{reader: reader, update: update, form: form, options: o, signature: signature}
	if err := work.place(); err != nil {
		return nil, err
	}
	section, err := update.Build()
	if err != nil {
		return nil, err
	}
	return fill(section, o)
}

func (o *Options) dictionary() pdf.Dict {
	d := pdf.Dict{
		"Type": pdf.Name("Sig"), "Filter": pdf.Name("Adobe.PPKLite"), "SubFilter": pdf.Name(cadesDetached),
		"M": pdf.Date(o.Time), "Name": pdf.Text(o.Name),
	}
	if o.Reason != "" {
		d["Reason"] = pdf.Text(o.Reason)
	}
	if o.Rejection != "" {
		d[decisionKey] = decisionRejected
	}
	if o.Location != "" {
		d["Location"] = pdf.Text(o.Location)
	}
	return d
}

// fill signs the finished file and checks the result: keys outside of this program have been seen to answer with rubbish.
func fill(section pdf.Section, o *Options) (*Signed, error) {
	before, after := section.Signature.SignedBytes(section.Data)
	id := o.Identity
	der, err := signDetached(id, id.scheme.digest.sum(before, after), o.Random)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSigner, err)
	}
	parsed, _, err := parseCMS(der)
	if err == nil {
		_, err = parsed.verify()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSigner, err)
	}
	signed := &Signed{File: section.Data}
	if o.Timestamp != nil {
		room := (section.Signature.Contents.End - section.Signature.Contents.Start - 2) / 2
		der, signed.TimestampErr = addTimestamp(id, parsed, der, room, o)
	}
	if err := section.Signature.Fill(section.Data, der); err != nil {
		return nil, err
	}
	return signed, nil
}

// addTimestamp returns the signature with a timestamp, or as it is and why there is none.
func addTimestamp(id *Identity, parsed *parsedCMS, der []byte, room int, o *Options) ([]byte, error) {
	token, err := obtainTimestamp(o.Timestamp, parsed.signature, o.Random)
	if err != nil {
		return der, err
	}
	stamped, err := withTimestamp(id, parsed, token)
	if err != nil {
		return der, err
	}
	if len(stamped) > room {
		return der, fmt.Errorf("%w: a token of %d bytes is larger than the room kept for it", ErrTimestamp, len(token))
	}
	return stamped, nil
}

// checkCertified looks for a certifying signature (/Perms /DocMDP) with the permission 1, "no changes" (ISO 32000-1 §12.8.2.2).
func checkCertified(s state, f *form) error {
	_, permissions, err := dictAt(s, f.catalog["Perms"])
	if err != nil {
		return nil // none
	}
	_, signature, err := dictAt(s, permissions["DocMDP"])
	if err != nil {
		return nil
	}
	_, references, err := arrayAt(s, signature["Reference"])
	if err != nil {
		return nil
	}
	for _, o := range references {
		_, reference, err := dictAt(s, o)
		if err != nil || reference["TransformMethod"] != pdf.Object(pdf.Name("DocMDP")) {
			continue
		}
		if _, parameters, err := dictAt(s, reference["TransformParams"]); err == nil && equal(parameters["P"], pdf.Int(1)) {
			return ErrForbidden
		}
	}
	return nil
}
