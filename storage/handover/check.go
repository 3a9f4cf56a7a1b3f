package handover

import (
	"context"

	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// checked remembers what checking found out about records, so that applying them needs not find it out again: by kind/key the state
// after the import of a record that takes the place of the one here, and the version of the latter.
type checked map[string]outcome

type outcome struct {
	here  merge.Vector
	after state // without record and line
}

// document is an evaluation as the store is to keep it; the zero one is none.
type document struct {
	content []byte
	decoded *scoring.Evaluation // what content holds, where that is known
}

// visit merges the records of a bundle one by one. Of those that change visit gets the state before and after, and the document as the
// store is to keep it, none where it is deleted or not an evaluation. It adds to known, or where again is set relies on it.
func (x *Exchange) visit(
	ctx context.Context, r *bundle.Reader, l *local, choice Choice, known checked, again bool,
	visit func(item Item, before, after *state, document document) error,
) error {
	only, unlock := setOf(choice.Only), setOf(choice.Unlock)
	return r.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		id := info.Kind + "/" + info.Key
		before, err := x.stateOf(ctx, l, info.Kind, info.Key)
		if err != nil {
			return err
		}
		item := Item{Info: *info, Standing: standing(l, before, info)}
		if item.Standing == Locked && unlock[id] {
			item.Standing = Both
		}
		if item.changes() && len(only) > 0 && !only[id] {
			item.Standing = Skipped
		}
		after, document, err := x.changed(ctx, before, info, line, item.changes(), known, again)
		if err != nil {
			return err
		}
		if after != nil {
			item.Conflicts = after.Conflicts
		}
		return visit(item, before, after, document)
	})
}

// changed returns what a record comes to, nil where nothing is to change; what is known from checking is not worked out again.
func (x *Exchange) changed(
	ctx context.Context, before *state, info *bundle.RecordInfo, line []byte, changes bool, known checked, again bool,
) (*state, document, error) {
	id := info.Kind + "/" + info.Key
	found, ok := known[id]
	switch {
	case again && !changes:
		return nil, document{}, nil
	case again && ok && found.here.Compare(before.Info.Vector) == merge.Equal:
		after := found.after
		after.line = line
		read, err := documentOf(info.Kind, line)
		return &after, read, err
	}
	after, write, err := x.merged(ctx, before, info, line, changes)
	if err == nil && after != nil && &after.line[0] == &line[0] {
		s := *after
		s.record, s.line = nil, nil
		known[id] = outcome{here: before.Info.Vector, after: s}
	}
	return after, write, err
}

func setOf(list []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range list {
		set[name] = true
	}
	return set
}

// incoming is a record of a bundle, decoded.
type incoming struct {
	record *merge.Record
	view   merge.View
	about  about
}

// decodeIncoming reads a record and checks that the manifest described it truly: the preview was shown from that.
func decodeIncoming(info *bundle.RecordInfo, line []byte) (*incoming, error) {
	fault := func(found, allowed string) error {
		return &bundle.Error{Entry: info.Kind + "/" + info.Key, Found: found, Allowed: allowed, Err: bundle.ErrContent}
	}
	shape := shapeOf(info.Kind)
	record, err := merge.Decode(shape, line)
	if err != nil {
		return nil, fault(err.Error(), "")
	}
	in := &incoming{record: record, view: record.View(shape)}
	in.about = describeDocument(info.Kind, info.Key, in.view.Document)
	switch {
	case record.Vector.Compare(info.Vector) != merge.Equal:
		return nil, fault("another version", "the manifest's")
	case in.about.info.Deleted != info.Deleted || in.about.info.Status != info.Status:
		return nil, fault("another status "+in.about.info.Status, info.Status)
	case info.Kind == bundle.RecordEvaluation && !info.Deleted && in.about.key != info.Key:
		return nil, fault("another evaluation "+in.about.key, info.Key)
	}
	return in, nil
}

// merged checks an incoming record and, where it is to change something, merges it into the one here.
func (x *Exchange) merged(ctx context.Context, before *state, info *bundle.RecordInfo, line []byte, changes bool) (*state, document, error) {
	in, err := decodeIncoming(info, line)
	if err != nil || !changes {
		return nil, document{}, err
	}
	shape := shapeOf(info.Kind)
	after := &state{head: before.head, noted: true, line: line, record: in.record}
	if !in.record.Vector.Covers(before.Info.Vector) {
		if err := x.decode(ctx, before); err != nil {
			return nil, document{}, err
		}
		after.record = merge.Merge(before.record, in.record)
		in.view = after.record.View(shape)
		in.about = describeDocument(info.Kind, info.Key, in.view.Document)
		if after.line, err = after.record.EncodeView(shape, in.view); err != nil {
			return nil, document{}, err
		}
	}
	after.take(in.about, in.view)
	if in.view.Document == nil || info.Kind != bundle.RecordEvaluation {
		return after, document{}, nil
	}
	content, err := storable(info.Kind, in.view.Document)
	if err != nil {
		return nil, document{}, &bundle.Error{Entry: info.Kind + "/" + info.Key, Found: err.Error(), Err: bundle.ErrContent}
	}
	return after, document{content: content}, nil
}
