package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/govalues/decimal"
)

// PanelScore is what one evaluator gave an evaluation.
type PanelScore struct {
	ID        string                     `json:"id"`
	Evaluator string                     `json:"evaluator"`
	Time      time.Time                  `json:"time"`
	Scores    map[string]decimal.Decimal `json:"scores"` // by indicator
	Reasons   map[string]string          `json:"reasons,omitempty"`
	Revision  uint64                     `json:"of,omitempty"` // of the evaluation that was scored
}

// Comment is a remark on an evaluation or one of its fields.
type Comment struct {
	ID       string    `json:"id"`
	Author   string    `json:"author"`
	Time     time.Time `json:"time"`
	Field    string    `json:"field,omitempty"` // path as in package delta
	Text     string    `json:"text"`
	Answers  string    `json:"answers,omitempty"` // id of another comment
	Resolved bool      `json:"resolved,omitempty"`
}

// SignOff is a person's signature under an evaluation at a revision.
type SignOff struct {
	ID          string    `json:"id"`
	Role        string    `json:"role"`
	Name        string    `json:"name"`
	Time        time.Time `json:"time"`
	Of          uint64    `json:"of"`     // revision of the evaluation
	Digest      string    `json:"digest"` // SHA-256 of what was signed, hexadecimal
	Certificate []byte    `json:"certificate,omitempty"`
	Signature   []byte    `json:"signature,omitempty"`
}

// EvidenceRecord says what a file of evidence proves. The file itself is kept by [Store.AddEvidence].
type EvidenceRecord struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"` // of the file, as it was
	Digest  string    `json:"digest"`
	Size    int64     `json:"size"`
	Type    string    `json:"type,omitempty"` // media type
	Added   time.Time `json:"added"`
	Proves  []string  `json:"proves,omitempty"`  // ids of indicators
	Preview string    `json:"preview,omitempty"` // beginning of its text
}

// Attachment is one of the records that belong to an evaluation.
type Attachment interface {
	PanelScore | Comment | SignOff | EvidenceRecord
}

func kindOfAttachment[A Attachment](a A) (Kind, string) {
	switch a := any(a).(type) {
	case PanelScore:
		return KindPanel, a.ID
	case Comment:
		return KindComment, a.ID
	case SignOff:
		return KindSignOff, a.ID
	case EvidenceRecord:
		return KindEvidence, a.ID
	}
	return "", ""
}

// Attach adds a record to an evaluation, or replaces the one of its kind with the same id. The year must be open. It returns a
// [*RecordError] wrapping [ErrNotFound] (of year or evaluation) or [ErrYearClosed], or an [*InvalidError].
func Attach[A Attachment](ctx context.Context, s *Store, year int, evaluation string, a A) error {
	kind, id := kindOfAttachment(a)
	if err := checkID(kind, "id", id); err != nil {
		return err
	}
	content, err := encodeJSON(a)
	if err != nil {
		return &InvalidError{Kind: kind, Field: "content", Found: oneLine(err.Error(), maxErrorLine), Err: ErrInvalid, Allowed: "text in UTF-8"}
	}
	if err := checkSize(kind, content); err != nil {
		return err
	}
	return s.change(ctx, Entry{Action: ActionAttach, Year: year, ID: evaluation}, func(tx *tx, revision uint64) error {
		if err := s.mustBeOpen(tx, year); err != nil {
			return err
		}
		if _, err := loadRecord(tx, year, evaluation); err != nil {
			return err
		}
		key := attachedKey(kind, year, evaluation, id)
		if r, err := load(tx, key); err == nil && bytes.Equal(r.content, content) {
			return errUnchanged
		}
		return save(tx, key, record{revision: revision, content: content})
	})
}

// Attached returns the records of A's kind that belong to an evaluation, by id. Unreadable ones are left out and named by the error,
// which wraps [ErrDamaged]; the others are returned beside it.
func Attached[A Attachment](ctx context.Context, s *Store, year int, evaluation string) ([]A, error) {
	var none A
	kind, _ := kindOfAttachment(none)
	return list[A](ctx, s, ofEvaluation(kind, year, evaluation))
}

// list reads the JSON records under a prefix.
func list[T any](ctx context.Context, s *Store, prefix []byte) ([]T, error) {
	var found []T
	var damaged []error
	err := s.view(ctx, func(tx reader) error {
		return tx.scan(prefix, func(key, value []byte) error {
			v, err := readJSON[T](key, value)
			if err != nil {
				damaged = append(damaged, err)
				return nil
			}
			found = append(found, v)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return found, errors.Join(damaged...)
}

func readJSON[T any](key, value []byte) (T, error) {
	var v T
	r, err := unpack(key, value)
	if err != nil {
		return v, err
	}
	if err := decodeJSON(r.content, &v); err != nil {
		return v, &DamagedError{Place: keyPlace(key), Detail: oneLine(err.Error(), maxErrorLine)}
	}
	return v, nil
}

// Profile is the unit that evaluates.
type Profile struct {
	Name       string `json:"name"`
	Code       string `json:"code,omitempty"` // unified social credit code, or that of the budget
	Department string `json:"department,omitempty"`
	Region     string `json:"region,omitempty"`
	Contact    string `json:"contact,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Address    string `json:"address,omitempty"`
}

func profileKey() []byte { return makeKey(KindProfile, "unit") }

// Profile returns the unit's profile, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Profile(ctx context.Context) (Profile, error) {
	var p Profile
	err := s.view(ctx, func(tx reader) error {
		value, err := tx.get(profileKey())
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindProfile, Err: ErrNotFound}
		}
		if err == nil {
			p, err = readJSON[Profile](profileKey(), value)
		}
		return err
	})
	return p, err
}

// SetProfile keeps the unit's profile.
func (s *Store) SetProfile(ctx context.Context, p Profile) error {
	return s.put(ctx, ActionProfile, profileKey(), p)
}

// put keeps a JSON record.
func (s *Store) put(ctx context.Context, action Action, key []byte, v any) error {
	content, err := encodeJSON(v)
	if err != nil {
		return &InvalidError{Kind: kindOf(key), Field: "content", Found: oneLine(err.Error(), maxErrorLine), Err: ErrInvalid, Allowed: "text in UTF-8"}
	}
	return s.putContent(ctx, action, key, content)
}

func (s *Store) putContent(ctx context.Context, action Action, key, content []byte) error {
	if err := checkSize(kindOf(key), content); err != nil {
		return err
	}
	return s.change(ctx, Entry{Action: action}, func(tx *tx, revision uint64) error {
		if r, err := load(tx, key); err == nil && bytes.Equal(r.content, content) {
			return errUnchanged
		}
		return save(tx, key, record{revision: revision, content: bytes.Clone(content)})
	})
}

// KeepScheme keeps the content of a scheme that is in use and returns its SHA-256 in hexadecimal, under which [Store.Scheme] finds it:
// an old score can be replayed when the program no longer has that scheme.
func (s *Store) KeepScheme(ctx context.Context, content []byte) (string, error) {
	if !json.Valid(content) {
		return "", &InvalidError{Kind: KindScheme, Field: "content", Found: strconv.Itoa(len(content)) + " bytes", Err: ErrInvalid, Allowed: "a scheme file"}
	}
	digest := digestOf(content)
	return digest, s.putContent(ctx, ActionScheme, makeKey(KindScheme, digest), content)
}

// Scheme returns the content of a scheme by its SHA-256, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Scheme(ctx context.Context, digest string) ([]byte, error) {
	var content []byte
	err := s.view(ctx, func(tx reader) error {
		r, err := load(tx, makeKey(KindScheme, digest))
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindScheme, ID: digest, Err: ErrNotFound}
		}
		content = r.content
		return err
	})
	return content, err
}

// SchemesKept returns the SHA-256 of each scheme that is kept.
func (s *Store) SchemesKept(ctx context.Context) ([]string, error) {
	var digests []string
	err := s.view(ctx, func(tx reader) error {
		return tx.scan(ofKind(KindScheme), func(key, _ []byte) error {
			digests = append(digests, lastPart(key))
			return nil
		})
	})
	return digests, err
}

// Trusted is a certificate that signatures are accepted from.
type Trusted struct {
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the certificate, hexadecimal
	Name        string    `json:"name"`
	Note        string    `json:"note,omitempty"` // how it was made sure whose it is
	Added       time.Time `json:"added"`
	Certificate []byte    `json:"certificate"` // DER
}

// Trust adds a certificate to the trust list, or replaces the entry of the same certificate. The fingerprint is computed.
func (s *Store) Trust(ctx context.Context, c Trusted) error {
	if len(c.Certificate) == 0 {
		return &InvalidError{Kind: KindTrust, Field: "certificate", Found: "nothing", Err: ErrInvalid, Allowed: "a certificate in DER"}
	}
	c.Fingerprint = digestOf(c.Certificate)
	return s.put(ctx, ActionTrust, makeKey(KindTrust, c.Fingerprint), c)
}

// Distrust removes a certificate from the trust list; one that is not there is no error.
func (s *Store) Distrust(ctx context.Context, fingerprint string) error {
	return s.change(ctx, Entry{Action: ActionTrust}, func(tx *tx, _ uint64) error {
		key := makeKey(KindTrust, fingerprint)
		if _, err := tx.get(key); errors.Is(err, errAbsent) {
			return errUnchanged
		}
		return tx.remove(key)
	})
}

// TrustList returns the certificates that are trusted, by fingerprint.
func (s *Store) TrustList(ctx context.Context) ([]Trusted, error) {
	return list[Trusted](ctx, s, ofKind(KindTrust))
}

// PutIdentity keeps a signing identity under a name other than "" and "local", as of a second signer at this machine, or replaces it.
// It is opaque to the store, as that of [Store.CreateIdentity].
func (s *Store) PutIdentity(ctx context.Context, name string, pkcs12 []byte) error {
	if err := checkID(KindIdentity, "name", name); err != nil {
		return err
	}
	if name == localIdentity || len(pkcs12) == 0 || len(pkcs12) > MaxIdentity {
		return &InvalidError{
			Kind: KindIdentity, Field: "name or size", Found: fmt.Sprintf("%q, %d bytes", name, len(pkcs12)), Err: ErrInvalid,
			Allowed: fmt.Sprintf("another name than %q, 1 to %d bytes", localIdentity, MaxIdentity),
		}
	}
	return s.putContent(ctx, ActionIdentity, makeKey(KindIdentity, name), pkcs12)
}

// Identities returns all signing identities by name, the local one included.
func (s *Store) Identities(ctx context.Context) (map[string][]byte, error) {
	found := map[string][]byte{}
	var damaged []error
	err := s.view(ctx, func(tx reader) error {
		return tx.scan(ofKind(KindIdentity), func(key, value []byte) error {
			r, err := unpack(key, value)
			if err != nil {
				damaged = append(damaged, err)
				return nil
			}
			found[lastPart(key)] = bytes.Clone(r.content)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return found, errors.Join(damaged...)
}
