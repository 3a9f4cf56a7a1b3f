package storage

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strconv"
	"unicode/utf8"

	"zhunsheng/scoring"
)

// KindNote is a record that a part of the program keeps beside the evaluations under a name of its own, such as the versions of what
// was handed over. Its content is JSON.
const KindNote Kind = "note"

// MaxNoteName is the greatest length of a note's name, in bytes.
const MaxNoteName = 600

func noteKey(name string) []byte { return makeKey(KindNote, name) }

// Note returns the content of a note, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Note(ctx context.Context, name string) ([]byte, error) {
	var content []byte
	err := s.view(ctx, func(tx reader) error {
		r, err := load(tx, noteKey(name))
		if errors.Is(err, errAbsent) {
			return &RecordError{Kind: KindNote, ID: name, Err: ErrNotFound}
		}
		content = r.content
		return err
	})
	return content, err
}

// Notes visits the notes whose names begin with a prefix, in byte order; the content is the visitor's to keep. The visitor must not call
// the store.
func (s *Store) Notes(ctx context.Context, prefix string, visit func(name string, content []byte) error) error {
	return s.view(ctx, func(tx reader) error {
		return tx.scan(noteKey(prefix), func(key, value []byte) error {
			r, err := unpack(key, value)
			if err != nil {
				return err
			}
			return visit(lastPart(key), bytes.Clone(r.content))
		})
	})
}

// Part is one part of an action that [Store.Apply] makes: of a note, where Note is a name; of a scheme, the profile or a trusted
// certificate, where Kind says so; or of an evaluation. A nil Content removes.
type Part struct {
	Note    string
	Kind    Kind // [KindScheme], [KindProfile], [KindTrust]
	Year    int
	ID      string // of the evaluation; digest of a scheme, fingerprint of a certificate
	Seen    uint64 // revision of the evaluation, 0: there is none
	Content []byte // JSON; of an evaluation as [scoring.Evaluation] is written
	// Decoded is what Content holds of an evaluation, where the caller knows that already and changes it no more.
	Decoded *scoring.Evaluation
}

// Apply makes all parts or none, as one action in the history. They come from build, which is told the revision that what is written
// will have; its error is returned as it is, and it must not call the store. Where an evaluation is not at the revision seen the error is
// a [*ConflictError]. A fiscal year that is not there is added; one that is closed is a [*RecordError] wrapping [ErrYearClosed].
func (s *Store) Apply(ctx context.Context, action Action, reason string, build func(revision uint64) ([]Part, error)) error {
	return s.change(ctx, Entry{Action: action, Reason: reason}, func(t *tx, revision uint64) error {
		parts, err := build(revision)
		if err != nil {
			return err
		}
		if len(parts) == 0 {
			return errUnchanged
		}
		for i := range parts {
			switch {
			case parts[i].Note != "":
				err = applyNote(t, &parts[i], revision)
			case parts[i].Kind != "":
				err = s.applyRecord(t, &parts[i], revision)
			default:
				err = s.applyEvaluation(t, &parts[i], revision)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func applyNote(t *tx, p *Part, revision uint64) error {
	if len(p.Note) > MaxNoteName || !utf8.ValidString(p.Note) || bytes.IndexByte([]byte(p.Note), 0) >= 0 {
		return &InvalidError{Kind: KindNote, Field: "name", Found: strconv.Quote(oneLine(p.Note, 40)), Err: ErrInvalid, Allowed: "text of " + strconv.Itoa(MaxNoteName) + " bytes"}
	}
	key := noteKey(p.Note)
	if p.Content != nil {
		if err := checkSize(KindNote, p.Content); err != nil {
			return err
		}
		return save(t, key, record{revision: revision, content: p.Content})
	}
	if _, err := t.get(key); errors.Is(err, errAbsent) {
		return nil
	}
	return t.remove(key)
}

// evaluation is what the part makes of its evaluation, and as it is stored.
func (p *Part) evaluation() (*scoring.Evaluation, []byte, error) {
	e := p.Decoded
	if e == nil {
		e = new(scoring.Evaluation)
		if err := decodeJSON(p.Content, e); err != nil {
			return nil, nil, unstorable(err)
		}
	}
	if err := sameEvaluation(e, p.Year, p.ID); err != nil {
		return nil, nil, err
	}
	content, err := encodeEvaluation(e)
	return e, content, err
}

func (s *Store) applyEvaluation(t *tx, p *Part, revision uint64) error {
	if err := checkYear(p.Year); err != nil {
		return err
	}
	found := uint64(0)
	r, err := load(t, evaluationKey(p.Year, p.ID))
	switch {
	case err == nil:
		found = r.revision
	case !errors.Is(err, errAbsent):
		return err
	}
	if found != p.Seen {
		return &ConflictError{Kind: KindEvaluation, Year: p.Year, ID: p.ID, Expected: p.Seen, Found: found}
	}
	if p.Content == nil {
		if err := s.mustBeOpen(t, p.Year); err != nil || found == 0 {
			return err
		}
		return s.removeEvaluation(t, p.Year, p.ID, revision)
	}
	e, content, err := p.evaluation()
	if err != nil {
		return err
	}
	if _, err := t.get(yearKey(p.Year)); errors.Is(err, errAbsent) {
		if err := saveYear(t, Year{Year: p.Year, State: YearOpen, Unit: e.Project.Unit, Revision: revision}); err != nil {
			return err
		}
	}
	if err := s.mustBeOpen(t, p.Year); err != nil {
		return err
	}
	_, err = s.saveEvaluation(t, e, record{revision: revision, content: content})
	return err
}

// SignAsDevice signs a message with the key of this device. The message must begin with what tells it from all other kinds of message.
func (s *Store) SignAsDevice(message []byte) (public ed25519.PublicKey, signature []byte) {
	return s.device.public(), ed25519.Sign(s.device.private, message)
}
