package handover

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// Schemes, cards of units and certificates that come in a bundle are kept beside the store, as they came. They become the store's own,
// a scheme to score under, the profile of its unit, a certificate that it trusts, only where a person here says so ([Choice.Accept]).

// SchemeDocument is the document of a record of kind [bundle.RecordScheme]; its key is the SHA-256 of the content.
type SchemeDocument struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Name    string `json:"name"`
	Content string `json:"content"` // the scheme's file, to the byte
}

// UnitDocument is the document of a record of kind [bundle.RecordUnit]; its key is the unit's code, or its name where it has none.
type UnitDocument struct {
	Name       string `json:"name"`
	Code       string `json:"code,omitempty"`
	Department string `json:"department,omitempty"`
	Region     string `json:"region,omitempty"`
	Contact    string `json:"contact,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Address    string `json:"address,omitempty"`
}

// CertificateDocument is the document of a record of kind [bundle.RecordTrust]; its key is the certificate's SHA-256.
type CertificateDocument struct {
	Name        string `json:"name"`
	Note        string `json:"note,omitempty"` // how the sender made sure whose it is
	Certificate []byte `json:"certificate"`    // DER
	// Added is when the store began to trust it; none in a bundle.
	Added time.Time `json:"added,omitzero"`
}

// Document is a record that goes along with a bundle besides the evaluations.
type Document struct {
	Kind string
	Key  string
	Data json.RawMessage
}

// SchemeRecord makes the record of a scheme from its file.
func SchemeRecord(content []byte) (Document, error) {
	s, err := scoring.ReadScheme(content)
	if err != nil {
		return Document{}, err
	}
	return documentFor(bundle.RecordScheme, hashOfBytes(content), SchemeDocument{ID: s.ID, Version: s.Version, Name: s.Title.In("zh"), Content: string(content)})
}

// UnitRecord makes the record of a unit's card.
func UnitRecord(u UnitDocument) (Document, error) {
	key := u.Code
	if key == "" {
		key = u.Name
	}
	if key == "" {
		return Document{}, fmt.Errorf("unit without code and name: %w", ErrAbsent)
	}
	return documentFor(bundle.RecordUnit, key, u)
}

// CertificateRecord makes the record of a certificate.
func CertificateRecord(c CertificateDocument) (Document, error) {
	return documentFor(bundle.RecordTrust, hashOfBytes(c.Certificate), c)
}

func documentFor(kind, key string, v any) (Document, error) {
	data, err := compact(v)
	return Document{Kind: kind, Key: key, Data: data}, err
}

func hashOfBytes(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Offer is a record of a bundle that can become the store's own.
type Offer struct {
	Kind        string               `json:"kind"`
	Key         string               `json:"key"`
	Standing    OfferStanding        `json:"standing"`
	Scheme      *SchemeDocument      `json:"scheme,omitempty"`
	Unit        *UnitDocument        `json:"unit,omitempty"`
	Certificate *CertificateDocument `json:"certificate,omitempty"`
}

// OfferStanding says how an offer stands to what the store has.
type OfferStanding string

// The standings of offers.
const (
	OfferNew     OfferStanding = "new"     // the store has nothing in its place
	OfferSame    OfferStanding = "same"    // the store has it
	OfferInstead OfferStanding = "instead" // it would take the place of another one
)

// Offers lists the records of a bundle that can become the store's own, by kind and key. Errors are those of [bundle.Reader.Records]; a
// record that is not what its kind says is an error wrapping [bundle.ErrContent].
func (x *Exchange) Offers(ctx context.Context, r *bundle.Reader) ([]Offer, error) {
	var offers []Offer
	err := x.eachOwn(ctx, r, func(o Offer, own Change) error {
		was, err := x.store.Own(ctx, own.Own, own.Key)
		switch {
		case err != nil:
			return err
		case was == nil:
			o.Standing = OfferNew
		case bytes.Equal(was, own.Value), own.Own == bundle.RecordTrust:
			o.Standing = OfferSame
		default:
			o.Standing = OfferInstead
		}
		offers = append(offers, o)
		return nil
	})
	return offers, err
}

// eachOwn visits the records of a bundle that can become the store's own, with the change that does it.
func (x *Exchange) eachOwn(ctx context.Context, r *bundle.Reader, visit func(Offer, Change) error) error {
	kinds := []string{bundle.RecordScheme, bundle.RecordUnit, bundle.RecordTrust}
	if !slices.ContainsFunc(r.Manifest().Records, func(i bundle.RecordInfo) bool { return slices.Contains(kinds, i.Kind) }) {
		return nil
	}
	return r.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		if !slices.Contains(kinds, info.Kind) || info.Deleted {
			return nil
		}
		in, err := decodeIncoming(info, line)
		if err != nil {
			return err
		}
		offer, own, err := offerOf(info, in.view.Document)
		if err != nil {
			return &bundle.Error{Entry: info.Kind + "/" + info.Key, Found: err.Error(), Err: bundle.ErrContent}
		}
		return visit(offer, own)
	})
}

func offerOf(info *bundle.RecordInfo, document json.RawMessage) (Offer, Change, error) {
	o := Offer{Kind: info.Kind, Key: info.Key}
	own := Change{Own: info.Kind, Key: info.Key}
	switch info.Kind {
	case bundle.RecordScheme:
		o.Scheme = new(SchemeDocument)
		if err := json.Unmarshal(document, o.Scheme); err != nil {
			return o, own, err
		}
		own.Value = []byte(o.Scheme.Content)
		s, err := scoring.ReadScheme(own.Value)
		if err != nil {
			return o, own, err
		}
		if hashOfBytes(own.Value) != info.Key || s.ID != o.Scheme.ID || s.Version != o.Scheme.Version {
			return o, own, fmt.Errorf("another scheme, %s %s", s.ID, s.Version)
		}
	case bundle.RecordUnit:
		o.Unit = new(UnitDocument)
		if err := json.Unmarshal(document, o.Unit); err != nil {
			return o, own, err
		}
		value, err := compact(o.Unit)
		own.Value, own.Key = value, ""
		return o, own, err
	case bundle.RecordTrust:
		o.Certificate = new(CertificateDocument)
		if err := json.Unmarshal(document, o.Certificate); err != nil {
			return o, own, err
		}
		if hashOfBytes(o.Certificate.Certificate) != info.Key {
			return o, own, fmt.Errorf("another certificate")
		}
		value, err := compact(o.Certificate)
		own.Value = value
		return o, own, err
	}
	return o, own, nil
}

// ownStep is the kind under which what undoes an accepted offer is noted.
const ownStep = "own/"

// accept adds the steps that make accepted records the store's own.
func (a *application) accept(ctx context.Context, r *bundle.Reader, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return a.x.eachOwn(ctx, r, func(o Offer, own Change) error {
		if !slices.Contains(ids, o.Kind+"/"+o.Key) {
			return nil
		}
		was, err := a.x.store.Own(ctx, own.Own, own.Key)
		if err != nil || bytes.Equal(was, own.Value) || was != nil && own.Own == bundle.RecordTrust {
			return err
		}
		if c := o.Certificate; c != nil {
			c.Added = a.x.who.Now().UTC().Truncate(time.Second)
			if own.Value, err = compact(c); err != nil {
				return err
			}
		}
		line, err := json.Marshal(own.Value)
		if err != nil {
			return err
		}
		b := before{Kind: ownStep + own.Own, Key: own.Key, Line: line}
		if was != nil {
			if b.Document, err = json.Marshal(was); err != nil {
				return err
			}
		}
		a.steps = append(a.steps, step{before: b, own: &own})
		a.size += len(own.Value)
		return nil
	})
}

// undoOwn returns the change that takes back an accepted offer; ok is false where it was changed since. A scheme stays for whoever refers
// to it.
func (x *Exchange) undoOwn(ctx context.Context, b *before) (changes []Change, ok bool, err error) {
	own := Change{Own: b.Kind[len(ownStep):], Key: b.Key}
	if own.Own == bundle.RecordScheme {
		return nil, true, nil
	}
	now, err := x.store.Own(ctx, own.Own, own.Key)
	if err != nil {
		return nil, false, err
	}
	var wrote []byte
	if err := json.Unmarshal(b.Line, &wrote); err != nil {
		return nil, false, err
	}
	if b.Document != nil {
		if err := json.Unmarshal(b.Document, &own.Value); err != nil {
			return nil, false, err
		}
	}
	if now == nil && own.Value == nil {
		return nil, true, nil
	}
	return []Change{own}, bytes.Equal(now, wrote), nil
}

// shapes are where the fields of the kinds of record lie that are no evaluations: comments, scores and answers merge one by one.
var shapes = map[string]merge.Shape{
	bundle.RecordEvaluation: merge.EvaluationShape,
	bundle.RecordReview:     {Objects: []string{"reviewer"}, Lists: map[string][]string{"comments": {"id"}, "scores": {"indicator"}}},
}

// Imported is an import that was finished.
type Imported struct {
	Bundle   string `json:"bundle"`
	Store    string `json:"store"`
	Sequence uint64 `json:"sequence"`
	At       string `json:"at"`             // RFC 3339
	From     string `json:"from,omitempty"` // unit and person
	// What it was; none of imports that an earlier version noted: the kind of bundle, what its first record is called, and how many records it has.
	Kind  string `json:"kind,omitempty"`
	Title string `json:"title,omitempty"`
	Count int    `json:"count,omitempty"`
}

// Imports lists the finished imports that were not undone, the last one first. Some may have been edited since ([Exchange.Undo]).
func (x *Exchange) Imports(ctx context.Context) ([]Imported, error) {
	var all []Imported
	err := x.store.Notes(ctx, noteImport, func(_ string, value []byte) error {
		var i Imported
		err := json.Unmarshal(value, &i)
		all = append(all, i)
		return err
	})
	slices.SortStableFunc(all, func(a, b Imported) int { return strings.Compare(b.At, a.At) })
	return all, err
}
