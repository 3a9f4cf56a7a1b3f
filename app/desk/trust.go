package desk

import (
	"cmp"
	"context"
	"encoding/pem"
	"slices"
	"strings"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// Vouched is a certificate that the user vouches for.
type Vouched struct {
	sign.TrustEntry
	Note string // how it was made sure whose it is
}

// VouchedFor lists the certificates that the user vouches for, in the order in which they were added. Errors are those of the store.
func (d *Desk) VouchedFor(ctx context.Context) ([]Vouched, error) {
	kept, err := d.store.TrustList(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(kept, func(a, b storage.Trusted) int { return cmp.Or(a.Added.Compare(b.Added), cmp.Compare(a.Name, b.Name)) })
	list := make([]Vouched, 0, len(kept))
	for _, t := range kept {
		certificate, err := sign.ParseCertificate(t.Certificate)
		if err != nil {
			return nil, &storage.DamagedError{Place: string(storage.KindTrust) + " " + t.Fingerprint, Detail: err.Error()}
		}
		list = append(list, Vouched{sign.TrustEntry{Name: t.Name, Added: t.Added, Certificate: certificate}, t.Note})
	}
	return list, nil
}

// Trusted returns the same certificates as a list that can be written to a file. Errors are those of [Desk.VouchedFor], or wrap
// [sign.ErrTrustList] for a list that is too long for that.
func (d *Desk) Trusted(ctx context.Context) (*sign.TrustList, error) {
	kept, err := d.VouchedFor(ctx)
	if err != nil {
		return nil, err
	}
	list := &sign.TrustList{}
	for _, v := range kept {
		if err := list.Add(v.Name, v.Certificate, v.Added); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Trust vouches for a certificate. name is what the user calls its holder, "" takes the one in the certificate; note says how the user
// made sure. Errors are a [*sign.TrustedError] for one that is trusted already, those of [sign.ParseCertificate], of
// [sign.TrustList.Add] and of the store.
func (d *Desk) Trust(ctx context.Context, name, note string, der []byte) error {
	certificate, err := sign.ParseCertificate(der)
	if err != nil {
		return &NotCertificateError{Err: err}
	}
	list, err := d.Trusted(ctx)
	if err != nil {
		return err
	}
	if err := list.Add(strings.TrimSpace(name), certificate, d.now()); err != nil {
		return err
	}
	entries := list.Entries()
	added := entries[len(entries)-1]
	return d.store.Trust(ctx, storage.Trusted{Name: added.Name, Note: strings.TrimSpace(note), Added: added.Added, Certificate: certificate.Raw})
}

// Distrust stops vouching for the certificate with a fingerprint, in any grouping; one that is not trusted is no error.
func (d *Desk) Distrust(ctx context.Context, fingerprint string) error {
	return d.store.Distrust(ctx, strings.ToLower(strings.ReplaceAll(fingerprint, " ", "")))
}

// largestCertificate is the largest file of a certificate that is read, in bytes.
const largestCertificate = 1 << 20

// ReadCertificate reads the first certificate of a file in PEM or DER and returns its DER. Errors name the file.
func ReadCertificate(path string) ([]byte, error) {
	data, err := app.ReadFile(path, largestCertificate)
	if err != nil {
		return nil, err
	}
	der := data
	for rest := data; ; {
		block, more := pem.Decode(rest)
		if block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			der = block.Bytes
			break
		}
		rest = more
	}
	certificate, err := sign.ParseCertificate(der)
	if err != nil {
		return nil, &app.FileError{Path: path, Err: &NotCertificateError{Err: err}}
	}
	return certificate.Raw, nil
}

// CertificateFile is the PEM form of a certificate, for other programs and other people.
func CertificateFile(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// NotCertificateError says that bytes are no certificate.
type NotCertificateError struct{ Err error }

// Error is the technical reason.
func (e *NotCertificateError) Error() string { return "not a certificate: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *NotCertificateError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *NotCertificateError) Message() scoring.Message {
	return scoring.Message{Key: "error.not-certificate"}
}

// Judge judges a report's signatures against the user's list of trusted certificates, and its data. With complete every required role
// of the scheme must have signed.
func (d *Desk) Judge(ctx context.Context, file []byte, complete bool) (*app.Judged, error) {
	list, err := d.Trusted(ctx)
	if err != nil {
		return nil, err
	}
	return app.JudgeReport(file, app.JudgeOptions{Trust: list.Certificates(), Now: d.now(), Complete: complete})
}

// day is the length of a day without a clock change.
const day = 24 * time.Hour
