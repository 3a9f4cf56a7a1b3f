package storage

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
)

// Record is a record as it stands now.
type Record struct {
	Kind       Kind
	Year       int    // of years, evaluations and what belongs to them
	Evaluation string // id, of evaluations and what belongs to them
	ID         string // of what belongs to an evaluation; name, digest or fingerprint of others; "" where there is one of a kind
	Revision   uint64
	Content    []byte // as the store keeps it: JSON, but of identities (PKCS#12) and settings (text)
}

// Records visits everything that the store keeps and that is not made from the rest, but files of evidence, in the order of the keys:
// years, evaluations and what belongs to them, profile, schemes, identities, trust list, settings, devices, notes. Damaged records are
// left out and named by the error, which wraps [ErrDamaged]. The visitor must not call the store.
func (s *Store) Records(ctx context.Context, visit func(Record) error) error {
	var damaged []error
	err := s.view(ctx, func(tx reader) error {
		return tx.scan(nil, func(key, value []byte) error {
			if err := ctx.Err(); err != nil || !natures[kindOf(key)].primary {
				return err
			}
			r, err := unpack(key, value)
			if err != nil {
				damaged = append(damaged, err)
				return nil
			}
			found := Record{Kind: kindOf(key), Revision: r.revision, Content: bytes.Clone(r.content)}
			found.name(key)
			return visit(found)
		})
	})
	return errors.Join(err, errors.Join(damaged...))
}

// name fills in what a key says.
func (r *Record) name(key []byte) {
	parts := strings.SplitN(string(key), separator, 4)
	switch {
	case r.Kind == KindYear:
		r.Year, _ = strconv.Atoi(parts[1]) // a key of the store's own
	case natures[r.Kind].ofOne:
		r.Year, _ = strconv.Atoi(parts[1])
		r.Evaluation = parts[2]
		if len(parts) > 3 {
			r.ID = parts[3]
		}
	case r.Kind != KindProfile:
		r.ID = strings.Join(parts[1:], separator)
	}
}
