package handover

import (
	"context"
	"maps"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// Standing says how a record of a bundle stands to the one here.
type Standing string

// The standings of records.
const (
	Added   Standing = "new"     // not here yet
	Newer   Standing = "newer"   // the bundle has edits that are not here; here nothing was edited since
	Both    Standing = "both"    // edited here and there; will be merged field by field
	Same    Standing = "same"    // nothing to do
	Older   Standing = "older"   // what is here has seen all of it, and more
	Locked  Standing = "locked"  // submitted or signed, and the bundle is no newer decision
	Closed  Standing = "closed"  // the fiscal year is closed here
	Skipped Standing = "skipped" // not chosen
)

// Item is one record of a bundle beside the one here.
type Item struct {
	Info      bundle.RecordInfo `json:"record"`
	Standing  Standing          `json:"standing"`
	Here      *Here             `json:"here,omitempty"`      // nil where there is none
	Conflicts int               `json:"conflicts,omitempty"` // undecided after merging; known after checking only
}

// Here is the record of this store.
type Here struct {
	Status  string `json:"status,omitempty"`
	Changed string `json:"changed,omitempty"`
	By      string `json:"by,omitempty"`
}

// Preview is what a bundle would change.
type Preview struct {
	Trust    bundle.Trust     `json:"trust"`
	Counts   map[Standing]int `json:"counts"`
	Items    []Item           `json:"items"`
	Missing  []string         `json:"missing,omitempty"`  // hashes of evidence that is neither here nor in the bundle
	Imported bool             `json:"imported,omitempty"` // this bundle has been taken in
	Replayed bool             `json:"replayed,omitempty"` // a later bundle of the same store has been taken in
}

// Preview compares the manifest with what is here. It reads no record of the bundle, and decodes those of this store only that were
// edited since the last exchange.
func (x *Exchange) Preview(ctx context.Context, r *bundle.Reader) (*Preview, error) {
	p := &Preview{Trust: r.Trust(), Counts: map[Standing]int{}}
	l, err := x.localOf(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, info := range r.Manifest().Records {
		item := Item{Info: info}
		if err := x.stand(ctx, l, &item); err != nil {
			return nil, err
		}
		p.Counts[item.Standing]++
		p.Items = append(p.Items, item)
	}
	if p.Missing, err = x.missing(ctx, r); err != nil {
		return nil, err
	}
	last, done, err := x.taken(ctx, r.Manifest())
	p.Imported, p.Replayed = done, last.Sequence > r.Manifest().Sequence
	return p, err
}

// local is what is known here of the records of a bundle.
type local struct {
	trust     bundle.Trust
	revisions map[string]uint64
	heads     map[string]*state // by kind/key
	closed    map[int]bool
}

func (x *Exchange) localOf(ctx context.Context, r *bundle.Reader) (*local, error) {
	l := &local{trust: r.Trust(), heads: map[string]*state{}, closed: map[int]bool{}}
	years := map[int]bool{}
	kinds := map[string]bool{}
	for _, info := range r.Manifest().Records {
		kinds[info.Kind] = true
		if info.Kind == bundle.RecordEvaluation {
			years[yearOf(info.Key)] = true
		}
	}
	var all []int
	for year := range years {
		all = append(all, year)
		closed, err := x.store.Closed(ctx, year)
		if err != nil {
			return nil, err
		}
		l.closed[year] = closed
	}
	if len(all) > 0 {
		var err error
		if l.revisions, err = x.store.Revisions(ctx, all); err != nil {
			return nil, err
		}
	}
	for kind := range maps.Keys(kinds) {
		err := x.store.Notes(ctx, noteHead+kind+"/", func(name string, value []byte) error {
			s, err := decodeHead(value)
			l.heads[strings.TrimPrefix(name, noteHead)] = s
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

// stateOf returns the state of a record here; a decoded one where it was edited since.
func (x *Exchange) stateOf(ctx context.Context, l *local, kind, key string) (*state, error) {
	s, ok := l.heads[kind+"/"+key]
	if !ok {
		s = &state{head: head{Info: bundle.RecordInfo{Kind: kind, Key: key}}}
	}
	if revision := l.revisions[key]; kind == bundle.RecordEvaluation && s.Revision != revision {
		return x.current(ctx, key, revision)
	}
	return s, nil
}

func (x *Exchange) stand(ctx context.Context, l *local, item *Item) error {
	s, err := x.stateOf(ctx, l, item.Info.Kind, item.Info.Key)
	if err != nil {
		return err
	}
	if len(s.Info.Vector) > 0 {
		item.Here = &Here{Status: s.Info.Status, Changed: s.Info.Changed, By: s.Info.By}
	}
	item.Standing = standing(l, s, &item.Info)
	return nil
}

// standing decides what becomes of a record, from versions and states alone.
func standing(l *local, s *state, info *bundle.RecordInfo) Standing {
	order := info.Vector.Compare(s.Info.Vector)
	switch {
	case order == merge.Equal:
		return Same
	case order == merge.Before:
		return Older
	case info.Kind == bundle.RecordEvaluation && l.closed[yearOf(info.Key)]:
		return Closed
	case len(s.Info.Vector) == 0:
		return Added
	case order == merge.After && locked(s.Info.Status) && l.trust != bundle.Trusted:
		return Locked
	case order == merge.Concurrent && (locked(s.Info.Status) || locked(info.Status)):
		return Locked
	case order == merge.After:
		return Newer
	default:
		return Both
	}
}

// locked reports whether an evaluation in this status changes by decisions only.
func locked(status string) bool {
	switch scoring.Status(status) {
	case scoring.StatusSubmitted, scoring.StatusReviewed, scoring.StatusSigned:
		return true
	default:
		return false
	}
}

// missing lists evidence that is neither delivered nor here.
func (x *Exchange) missing(ctx context.Context, r *bundle.Reader) ([]string, error) {
	var missing []string
	for _, e := range r.Manifest().Evidence {
		if e.Delivered {
			continue
		}
		if x.evidence != nil {
			has, err := x.evidence.Has(ctx, e.SHA256)
			if err != nil {
				return nil, err
			}
			if has {
				continue
			}
		}
		missing = append(missing, e.SHA256)
	}
	return missing, nil
}
