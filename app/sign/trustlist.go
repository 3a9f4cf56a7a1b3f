package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// TrustList is the list of certificates that a user vouches for. The zero value is an empty list.
//
// Its file is PEM with two lines of comment before each certificate, so that openssl and other programs can read it as it is:
//
//	# name: 张三（财政局）
//	# added: 2026-03-15T09:30:00+08:00
//	-----BEGIN CERTIFICATE-----
//
// The name is what the user calls the holder; it need not be the name in the certificate.
type TrustList struct{ entries []TrustEntry }

// TrustEntry is one trusted certificate.
type TrustEntry struct {
	Name        string
	Added       time.Time // to the second
	Certificate *x509.Certificate
}

// Limits of a list of trusted certificates.
const (
	MaxTrustFile = 4 << 20
	maxTrusted   = 2000
)

// Errors of the list of trusted certificates.
var (
	// ErrTrustList means that data is no list of trusted certificates, or a damaged one.
	ErrTrustList = errors.New("not a readable list of trusted certificates")
	// ErrTrusted means that a certificate is in the list already; see [TrustedError].
	ErrTrusted = errors.New("certificate is trusted already")
	// ErrNotTrusted means that no certificate of the list has the fingerprint, or several have.
	ErrNotTrusted = errors.New("no single trusted certificate has this fingerprint")
)

// TrustedError names the entry that holds a certificate already. It wraps [ErrTrusted].
type TrustedError struct{ Entry TrustEntry }

// Error names the entry.
func (e *TrustedError) Error() string { return fmt.Sprintf("%v as %q", ErrTrusted, e.Entry.Name) }

// Unwrap returns [ErrTrusted].
func (e *TrustedError) Unwrap() error { return ErrTrusted }

// Fingerprint returns the certificate's fingerprint; see [Fingerprint].
func (e TrustEntry) Fingerprint() string { return Fingerprint(e.Certificate) }

const (
	trustName  = "# name: "
	trustAdded = "# added: "
	trustHead  = "-----BEGIN CERTIFICATE-----"
	trustFoot  = "-----END CERTIFICATE-----"
)

// ParseTrustList reads what [TrustList.Encode] writes, and plain PEM certificates, whose name is then that of their holder. Empty
// data is an empty list. Nothing that is not understood is passed over, since it might be a certificate that the user counts on: the
// error wraps [ErrTrustList] and names the line.
func ParseTrustList(data []byte) (*TrustList, error) {
	if len(data) > MaxTrustFile {
		return nil, fmt.Errorf("%w: %d bytes, allowed %d", ErrTrustList, len(data), MaxTrustFile)
	}
	list := &TrustList{}
	var next TrustEntry
	number := 0
	for rest := data; len(rest) > 0; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		number++
		text := strings.TrimRight(string(line), "\r \t")
		switch {
		case text == trustHead:
			end := bytes.Index(rest, []byte(trustFoot))
			if end < 0 {
				return nil, fmt.Errorf("%w: line %d: the certificate has no end", ErrTrustList, number)
			}
			end += len(trustFoot)
			if err := list.read(rest[:end], next); err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			next = TrustEntry{}
			number += bytes.Count(rest[:end], []byte("\n")) - 1
			after = rest[end:]
		case strings.HasPrefix(text, trustName):
			next.Name = strings.TrimPrefix(text, trustName)
		case strings.HasPrefix(text, trustAdded):
			var err error
			if next.Added, err = time.Parse(time.RFC3339, strings.TrimPrefix(text, trustAdded)); err != nil {
				return nil, fmt.Errorf("%w: line %d: time %.40q", ErrTrustList, number, text)
			}
		case text != "" && !strings.HasPrefix(text, "#"):
			return nil, fmt.Errorf("%w: line %d: %.40q", ErrTrustList, number, text)
		}
		rest = after
	}
	return list, nil
}

// read adds the certificate of one PEM block.
func (l *TrustList) read(data []byte, entry TrustEntry) error {
	block, rest := pem.Decode(data)
	if block == nil || len(bytes.TrimSpace(rest)) > 0 {
		return fmt.Errorf("%w: damaged certificate", ErrTrustList)
	}
	var err error
	if entry.Certificate, err = ParseCertificate(block.Bytes); err != nil {
		return fmt.Errorf("%w: %w", ErrTrustList, err)
	}
	if err := l.add(entry); err != nil && !errors.Is(err, ErrTrusted) {
		return fmt.Errorf("%w: %w", ErrTrustList, err)
	}
	return nil
}

// Encode returns the file of the list. The same list always gives the same bytes.
func (l *TrustList) Encode() []byte {
	var out bytes.Buffer
	out.WriteString("# Certificates that the user of this program vouches for.\n")
	for _, e := range l.entries {
		fmt.Fprintf(&out, "\n%s%s\n", trustName, e.Name)
		if !e.Added.IsZero() {
			fmt.Fprintf(&out, "%s%s\n", trustAdded, e.Added.Format(time.RFC3339))
		}
		out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.Certificate.Raw}))
	}
	return out.Bytes()
}

// Entries returns the list in the order in which certificates were added.
func (l *TrustList) Entries() []TrustEntry { return slices.Clone(l.entries) }

// Certificates returns what [VerifyOptions] needs.
func (l *TrustList) Certificates() []*x509.Certificate {
	var all []*x509.Certificate
	for _, e := range l.entries {
		all = append(all, e.Certificate)
	}
	return all
}

// Add puts a certificate at the end of the list. An empty name means that of the certificate's holder. Errors wrap [ErrName] for a
// name of several lines or of more than 64 characters, are a [*TrustedError], or wrap [ErrTrustList] when the list is full.
func (l *TrustList) Add(name string, certificate *x509.Certificate, now time.Time) error {
	return l.add(TrustEntry{Name: name, Added: now.Truncate(time.Second), Certificate: certificate})
}

func (l *TrustList) add(entry TrustEntry) error {
	if entry.Name == "" { // what a stranger wrote into a certificate is cut to what the file can hold
		entry.Name = oneLine(displayName(entry.Certificate))
	}
	if entry.Name = strings.TrimSpace(entry.Name); entry.Name == "" {
		entry.Name = FingerprintTail(entry.Fingerprint())
	}
	if err := checkName(entry.Name); err != nil {
		return err
	}
	for _, e := range l.entries {
		if e.Certificate.Equal(entry.Certificate) {
			return &TrustedError{e}
		}
	}
	if len(l.entries) >= maxTrusted {
		return fmt.Errorf("%w: more than %d certificates", ErrTrustList, maxTrusted)
	}
	l.entries = append(l.entries, entry)
	return nil
}

func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > maxName {
		text = string(runes[:maxName])
	}
	return text
}

// minPrefix is how much of a fingerprint must be given to name a certificate: eight hexadecimal digits.
const minPrefix = 8

// Remove takes the certificate out whose fingerprint begins with the given digits, at least eight, in any grouping and letter case.
// The error wraps [ErrNotTrusted].
func (l *TrustList) Remove(fingerprint string) (TrustEntry, error) {
	digits := fingerprintDigits(fingerprint)
	found := -1
	for i, e := range l.entries {
		if len(digits) < minPrefix || !strings.HasPrefix(fingerprintDigits(e.Fingerprint()), digits) {
			continue
		}
		if found >= 0 {
			return TrustEntry{}, fmt.Errorf("%w: %q", ErrNotTrusted, fingerprint)
		}
		found = i
	}
	if found < 0 {
		return TrustEntry{}, fmt.Errorf("%w: %q", ErrNotTrusted, fingerprint)
	}
	entry := l.entries[found]
	l.entries = slices.Delete(l.entries, found, found+1)
	return entry, nil
}

func fingerprintDigits(text string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", ":", "", "-", "").Replace(text))
}
