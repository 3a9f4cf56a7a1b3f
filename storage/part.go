package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

// applyRecord makes the part of an action that is a scheme, the unit's profile or a trusted certificate.
func (s *Store) applyRecord(t *tx, p *Part, revision uint64) error {
	key, content, err := p.record()
	if err != nil {
		return err
	}
	r, err := load(t, key)
	switch {
	case err != nil && !errors.Is(err, errAbsent):
		return err
	case p.Content == nil && err != nil, p.Content != nil && err == nil && bytes.Equal(r.content, content):
		return nil
	case p.Content == nil:
		return t.remove(key)
	}
	if err := checkSize(p.Kind, content); err != nil {
		return err
	}
	return save(t, key, record{revision: revision, content: content})
}

// record returns key and content of a part that is neither note nor evaluation, in the form in which its own method keeps it.
func (p *Part) record() (key, content []byte, err error) {
	wrong := func(found, allowed string) error {
		return &InvalidError{Kind: p.Kind, Field: "content", Found: oneLine(found, maxErrorLine), Err: ErrInvalid, Allowed: allowed}
	}
	switch p.Kind {
	case KindProfile:
		key = profileKey()
		content, err = normal[Profile](p.Content)
	case KindTrust:
		key = makeKey(KindTrust, p.ID)
		var c Trusted
		if p.Content == nil {
			break
		}
		if err = decodeJSON(p.Content, &c); err == nil {
			if digestOf(c.Certificate) != p.ID {
				return nil, nil, wrong("another certificate", p.ID)
			}
			c.Fingerprint = p.ID
			content, err = encodeJSON(c)
		}
	case KindScheme:
		key, content = makeKey(KindScheme, p.ID), p.Content
		if p.Content != nil && (digestOf(content) != p.ID || !json.Valid(content)) {
			return nil, nil, wrong(strconv.Itoa(len(content))+" bytes", "a scheme file with the SHA-256 "+p.ID)
		}
	default:
		return nil, nil, &InvalidError{Kind: p.Kind, Field: "kind", Found: string(p.Kind), Err: ErrInvalid, Allowed: "profile, trust, scheme"}
	}
	if err != nil {
		return nil, nil, wrong(err.Error(), "a "+string(p.Kind)+" in JSON")
	}
	return key, content, nil
}

// normal reads JSON strictly and writes it in the form that the store keeps.
func normal[T any](content []byte) ([]byte, error) {
	if content == nil {
		return nil, nil
	}
	var v T
	if err := decodeJSON(content, &v); err != nil {
		return nil, err
	}
	return encodeJSON(v)
}
