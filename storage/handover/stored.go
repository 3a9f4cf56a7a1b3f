package handover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
)

// OfStore lets an [Exchange] work on a store on disk.
func OfStore(s *storage.Store) Store { return stored{s} }

// SignerOf signs bundles as the device of a store does its history.
func SignerOf(s *storage.Store) bundle.Signer { return bundle.DeviceSigner(s.SignAsDevice) }

// DeviceOf names the device of a store.
func DeviceOf(s *storage.Store) string {
	public, _ := s.SignAsDevice([]byte("zhunsheng/name-of-device/1\n"))
	return bundle.DeviceID(public)
}

type stored struct{ *storage.Store }

// ownKinds are the kinds of the store's own records.
var ownKinds = map[string]storage.Kind{
	bundle.RecordScheme: storage.KindScheme, bundle.RecordUnit: storage.KindProfile, bundle.RecordTrust: storage.KindTrust,
}

// ownPart turns a change of a record of the store's own into what the store takes.
func ownPart(c Change) (storage.Part, error) {
	p := storage.Part{Kind: ownKinds[c.Own], ID: c.Key, Content: c.Value}
	if p.Content == nil || c.Own != bundle.RecordTrust {
		return p, nil
	}
	var d CertificateDocument
	if err := json.Unmarshal(c.Value, &d); err != nil {
		return p, err
	}
	var err error
	p.Content, err = compact(storage.Trusted{Fingerprint: c.Key, Name: d.Name, Note: d.Note, Added: d.Added, Certificate: d.Certificate})
	return p, err
}

// Own implements [Store].
func (s stored) Own(ctx context.Context, kind, key string) ([]byte, error) {
	switch kind {
	case bundle.RecordScheme:
		content, err := s.Store.Scheme(ctx, key)
		return absentNil(content, err)
	case bundle.RecordUnit:
		p, err := s.Store.Profile(ctx)
		if err != nil {
			return absentNil(nil, err)
		}
		return compact(UnitDocument(p))
	case bundle.RecordTrust:
		list, err := s.Store.TrustList(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			if t.Fingerprint == key {
				return compact(CertificateDocument{Name: t.Name, Note: t.Note, Added: t.Added, Certificate: t.Certificate})
			}
		}
	}
	return nil, nil
}

func absentNil(content []byte, err error) ([]byte, error) {
	if errors.Is(err, storage.ErrNotFound) {
		return nil, nil
	}
	return content, err
}

// translated gives errors of the store the sentinels of this package.
func translated(err error) error {
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return fmt.Errorf("%w: %w", ErrAbsent, err)
	case errors.Is(err, storage.ErrConflict):
		return fmt.Errorf("%w: %w", ErrMoved, err)
	default:
		return err
	}
}

// Revisions implements [Store].
func (s stored) Revisions(ctx context.Context, years []int) (map[string]uint64, error) {
	if len(years) == 0 {
		all, err := s.Store.Years(ctx)
		if err != nil {
			return nil, err
		}
		for _, y := range all {
			years = append(years, y.Year)
		}
	}
	revisions := map[string]uint64{}
	for _, year := range years {
		headers, err := s.Store.Headers(ctx, year)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for i := range headers {
			revisions[fmt.Sprintf("%d/%s", year, headers[i].ID)] = headers[i].Revision
		}
	}
	return revisions, nil
}

func splitKey(key string) (year int, id string) {
	_, id, _ = strings.Cut(key, "/")
	return yearOf(key), id
}

// Evaluation implements [Store].
func (s stored) Evaluation(ctx context.Context, key string) ([]byte, uint64, error) {
	year, id := splitKey(key)
	e, revision, err := s.Store.Evaluation(ctx, year, id)
	if err != nil {
		return nil, 0, translated(err)
	}
	content, err := compact(e)
	return content, revision, err
}

// Closed implements [Store].
func (s stored) Closed(ctx context.Context, year int) (bool, error) {
	y, err := s.Store.Year(ctx, year)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	return y.State == storage.YearClosed, err
}

// Note implements [Store].
func (s stored) Note(ctx context.Context, name string) ([]byte, error) {
	value, err := s.Store.Note(ctx, name)
	return value, translated(err)
}

// actionOf says what the history calls a change with a reason, and what else the reason says.
func actionOf(reason string) (storage.Action, string) {
	switch kind, rest, _ := strings.Cut(reason, " "); kind {
	case Review:
		return storage.ActionReview, rest
	case Panel:
		return storage.ActionPanel, rest
	}
	return storage.ActionImport, reason
}

// Change implements [Store].
func (s stored) Change(ctx context.Context, reason string, build func(uint64) ([]Change, error)) error {
	action, reason := actionOf(reason)
	err := s.Apply(ctx, action, reason, func(revision uint64) ([]storage.Part, error) {
		changes, err := build(revision)
		if err != nil {
			return nil, err
		}
		parts := make([]storage.Part, len(changes))
		for i, c := range changes {
			parts[i] = storage.Part{Note: c.Note, Content: c.Value}
			if c.Own != "" {
				if parts[i], err = ownPart(c); err != nil {
					return nil, err
				}
			}
			if c.Evaluation != "" {
				parts[i].Year, parts[i].ID = splitKey(c.Evaluation)
				parts[i].Seen, parts[i].Decoded = c.Seen, c.Decoded
			}
		}
		return parts, nil
	})
	return translated(err)
}

// Head implements [Store].
func (s stored) Head(context.Context) (string, error) {
	head, err := s.Store.Head()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d:%s", head.Seq, head.Hash), nil
}

// EvidenceOf lets an [Exchange] work on the evidence of a store.
func EvidenceOf(s *storage.Store) Evidence { return storedEvidence{s} }

type storedEvidence struct{ store *storage.Store }

// Has implements [Evidence].
func (s storedEvidence) Has(ctx context.Context, sha string) (bool, error) {
	return s.store.HasEvidence(ctx, sha)
}

// Sizes implements [Evidence].
func (s storedEvidence) Sizes(ctx context.Context, shas []string) (map[string]int64, error) {
	return s.store.EvidenceSizes(ctx, shas)
}

// Open implements [Evidence].
func (s storedEvidence) Open(ctx context.Context, sha string) (io.ReadCloser, error) {
	file, err := s.store.EvidenceContent(ctx, sha)
	return file, translated(err)
}

// Begin implements [Evidence].
func (s storedEvidence) Begin() (EvidenceBatch, error) { return s.store.BeginEvidence() }
