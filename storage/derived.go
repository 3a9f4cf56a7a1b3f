package storage

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"

	"zhunsheng/scoring"
)

// derivation is the version of the rules by which headers, search index and summaries follow from evaluations. Raise it when they or
// the scoring of existing schemes change: a store with older ones makes them anew when it is opened.
const derivation = 2

// Summary counts the evaluations of a fiscal year. It is kept together with them, so that reading it reads no evaluation.
type Summary struct {
	Year        int                    `json:"year"`
	Evaluations int                    `json:"evaluations"`
	Complete    int                    `json:"complete"` // every row is decided
	Statuses    map[scoring.Status]int `json:"statuses,omitempty"`
	Grades      map[string]int         `json:"grades,omitempty"` // by the grade's name in its scheme
}

func (s *Summary) count(h Header, by int) {
	s.Evaluations += by
	if h.Total.Valid && h.Pending == 0 {
		s.Complete += by
	}
	bump(&s.Statuses, h.Status, by)
	if h.Grade != "" {
		bump(&s.Grades, h.Grade, by)
	}
}

func bump[K comparable](counts *map[K]int, key K, by int) {
	if *counts == nil {
		*counts = map[K]int{}
	}
	(*counts)[key] += by
	if (*counts)[key] == 0 {
		delete(*counts, key)
	}
}

// Summary returns the counts of a fiscal year, or a [*RecordError] wrapping [ErrNotFound].
func (s *Store) Summary(ctx context.Context, year int) (Summary, error) {
	var sum Summary
	err := s.view(ctx, func(tx reader) error {
		if _, err := loadYear(tx, year); err != nil {
			return err
		}
		var err error
		sum, err = loadSummary(tx, year)
		return err
	})
	return sum, err
}

func summaryKey(year int) []byte { return makeKey(KindSummary, strconv.Itoa(year)) }

func loadSummary(from getter, year int) (Summary, error) {
	sum := Summary{Year: year}
	r, err := load(from, summaryKey(year))
	if errors.Is(err, errAbsent) {
		return sum, nil
	}
	if err == nil {
		if err = decodeJSON(r.content, &sum); err != nil {
			err = &DamagedError{Place: keyPlace(summaryKey(year)), Detail: oneLine(err.Error(), maxErrorLine)}
		}
	}
	return sum, err
}

func saveSummary(tx writer, sum Summary, revision uint64) error {
	content, err := encodeJSON(sum)
	if err != nil {
		return err
	}
	return save(tx, summaryKey(sum.Year), record{revision: revision, content: content})
}

// saveDerived writes what follows from an evaluation with the given header.
func (s *Store) saveDerived(tx *tx, h Header) error {
	old, err := s.headerBefore(tx, h.FiscalYear, h.ID)
	if err != nil {
		return err
	}
	if err := recount(tx, h.FiscalYear, old, &h, h.Revision); err != nil {
		return err
	}
	if old == nil || old.Name != h.Name || old.Code != h.Code || old.Unit != h.Unit || old.Department != h.Department {
		if err := saveIndex(tx, h); err != nil {
			return err
		}
	}
	tx.headers = append(tx.headers, headerChange{year: h.FiscalYear, id: h.ID, header: &h})
	if err := saveHeader(tx, h); err != nil {
		return err
	}
	key := headerKey(h.FiscalYear, h.ID)
	s.recent.put(key, tx.writes[string(key)], h)
	return nil
}

// removeDerived removes what follows from an evaluation.
func (s *Store) removeDerived(tx *tx, year int, id string, revision uint64) error {
	old, err := s.headerBefore(tx, year, id)
	if err != nil {
		return err
	}
	if err := recount(tx, year, old, nil, revision); err != nil {
		return err
	}
	tx.headers = append(tx.headers, headerChange{year: year, id: id})
	return errors.Join(tx.remove(headerKey(year, id)), tx.remove(indexKey(year, id)))
}

// headerBefore returns the header that stands there, nil where there is none that can be read.
func (s *Store) headerBefore(tx *tx, year int, id string) (*Header, error) {
	key := headerKey(year, id)
	value, err := tx.get(key)
	if errors.Is(err, errAbsent) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	h, err := s.recent.read(key, value, unpackHeader)
	if err != nil {
		return nil, nil //nolint:nilerr // it is about to be replaced; counts are made anew when the store is opened
	}
	return &h, nil
}

// recount brings the summary of a year from one header to another, nil for none. A summary that cannot be read is left alone.
func recount(tx *tx, year int, old, now *Header, revision uint64) error {
	if old != nil && now != nil && old.Status == now.Status && old.Grade == now.Grade && old.Pending == now.Pending && old.Total.Valid == now.Total.Valid {
		return nil
	}
	sum, err := loadSummary(tx, year)
	if errors.Is(err, ErrDamaged) {
		return nil
	}
	if err != nil {
		return err
	}
	if old != nil {
		sum.count(*old, -1)
	}
	if now != nil {
		sum.count(*now, 1)
	}
	return saveSummary(tx, sum, revision)
}

// deriveBatch is how many evaluations are derived in one go.
const deriveBatch = 200

// refreshDerived makes all derived records anew where they follow older rules. It can be interrupted at any point: the version is
// written last. Headers of unreadable evaluations stay as they are.
func (s *Store) refreshDerived() error {
	version, err := s.readNumber(metaDerivation)
	if err != nil || version == derivation {
		return err
	}
	for _, kind := range []Kind{KindSummary, KindIndex} {
		if err := s.dropKind(kind); err != nil {
			return err
		}
	}
	keys, err := s.keysOf(KindEvaluation)
	if err != nil {
		return err
	}
	sums := map[int]*Summary{}
	for from := 0; from < len(keys); from += deriveBatch {
		if err := s.refreshBatch(keys[from:min(from+deriveBatch, len(keys))], sums); err != nil {
			return err
		}
	}
	if err := s.saveSummaries(sums); err != nil {
		return err
	}
	return s.writeNumbers(map[string]int{metaDerivation: derivation})
}

func (s *Store) keysOf(kind Kind) (keys [][]byte, err error) {
	err = s.engine.view(func(tx reader) error {
		return tx.scan(ofKind(kind), func(key, _ []byte) error {
			keys = append(keys, bytes.Clone(key))
			return nil
		})
	})
	return keys, err
}

func (s *Store) dropKind(kind Kind) error {
	keys, err := s.keysOf(kind)
	if err != nil {
		return err
	}
	gone := make([]keyValue, 0, len(keys))
	for _, key := range keys {
		gone = append(gone, keyValue{key: key})
	}
	return s.engine.apply(gone)
}

// refreshBatch derives headers and index of some evaluations, two at a time, and counts them.
func (s *Store) refreshBatch(keys [][]byte, sums map[int]*Summary) error {
	headers := make([]*Header, len(keys))
	faults := make([]error, len(keys))
	var workers sync.WaitGroup
	for w := range 2 {
		workers.Go(func() {
			for i := w; i < len(keys); i += 2 {
				headers[i], faults[i] = s.deriveOf(keys[i])
			}
		})
	}
	workers.Wait()
	if err := errors.Join(faults...); err != nil {
		return err
	}
	var changes []keyValue
	err := s.engine.view(func(base reader) error {
		t := newTx(base, nil)
		for _, h := range headers {
			if h == nil {
				continue
			}
			if err := errors.Join(saveHeader(t, *h), saveIndex(t, *h)); err != nil {
				return err
			}
			if sums[h.FiscalYear] == nil {
				sums[h.FiscalYear] = &Summary{Year: h.FiscalYear}
			}
			sums[h.FiscalYear].count(*h, 1)
		}
		changes = t.changes()
		return nil
	})
	if err != nil {
		return err
	}
	return s.engine.apply(changes)
}

// deriveOf derives the header of a stored evaluation; nil where that is damaged.
func (s *Store) deriveOf(key []byte) (h *Header, err error) {
	parts := strings.SplitN(string(key), separator, 3)
	year, err := strconv.Atoi(parts[1])
	if err != nil || len(parts) < 3 {
		return nil, nil //nolint:nilerr // not a key of ours
	}
	err = s.engine.view(func(tx reader) error {
		e, r, err := loadEvaluation(tx, year, parts[2])
		if errors.Is(err, ErrDamaged) {
			return nil
		}
		if err == nil {
			derived := s.derive(e, r.revision)
			h = &derived
		}
		return err
	})
	return h, err
}

func (s *Store) saveSummaries(sums map[int]*Summary) error {
	var changes []keyValue
	for year, sum := range sums {
		content, err := encodeJSON(sum)
		if err != nil {
			return err
		}
		changes = append(changes, keyValue{key: summaryKey(year), value: pack(summaryKey(year), record{content: content})})
	}
	return s.engine.apply(changes)
}
