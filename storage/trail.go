package storage

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"zhunsheng/storage/journal"
)

// trail is what undoing has to know of the actions of this device, without reading the journal at every key: marks of those of this
// process, and of as many earlier ones as are asked for.
type trail struct {
	acting sync.Mutex // held while a step is undone or redone

	mu    sync.Mutex
	known bool
	base  uint64 // number of the last action before live
	live  []mark // of this process, in order
	older []mark // before them, in order, of the whole store
	from  uint64 // number of the first action of older, 0: none was read
	of    Scope  // evaluation that ofOne is about
	ofOne []mark // its actions up to base
}

// mark is what matters of an action for undoing.
type mark struct {
	seq            uint64
	undoes, redoes uint64
	action         Action
	reason         string
	touched        []Scope        // evaluations
	parts          map[Scope]bool // evaluations of a large action of this process
	counts         bool           // it is work of the user's
	own            bool           // it changed nothing but one evaluation, which was there before and after
	notes          bool           // it changed notes too
	last           bool           // a bound: nothing from here on is undone
	back           bool           // it took back the import of a bundle, which is made again by taking this back
	gone           []mark         // the actions of that import
	entry          *Entry         // where it is at hand
}

// Bounds of what is kept in memory.
const (
	liveMarks   = 20000
	keptEntries = 128
	keptBytes   = 16 << 10
	trailWindow = 512 // actions that are looked at in one go
)

// note keeps the mark of an action that has just been prepared; size is that of its entry in bytes.
func (t *trail) note(e Entry, size int) {
	m := markOf(&e)
	if size <= keptBytes {
		m.entry = &e
	}
	t.add(m)
}

// add keeps the mark of the newest action.
func (t *trail) add(m mark) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.known {
		t.known, t.base = true, m.seq-1
	}
	t.live = append(t.live, m)
	if n := len(t.live) - keptEntries; n > 0 {
		t.live[n-1].entry = nil
	}
	if len(t.live) > liveMarks {
		half := len(t.live) / 2
		t.base, t.live = t.live[half-1].seq, slices.Clone(t.live[half:])
		t.older, t.from, t.ofOne, t.of = nil, 0, nil, Scope{}
	}
}

// markOf says what an action means for undoing.
func markOf(e *Entry) mark {
	m := mark{seq: e.Seq, undoes: e.Undoes, redoes: e.Redoes, action: e.Action, reason: e.Reason, own: len(e.Parts) == 0}
	notes, work := 0, e.Count
	for i := range e.Ops {
		op := &e.Ops[i]
		switch year, id, ok := ownerOf([]byte(op.Key)); {
		case ok:
			work++
			if at := (Scope{year, id}); !slices.Contains(m.touched, at) {
				m.touched = append(m.touched, at)
			}
			if op.Kind() == KindEvaluation && (op.Was == 0 || op.Gone) {
				m.own = false
			}
		case op.Kind() == KindNote:
			notes++
		case op.Kind() == KindProfile:
			work++
		}
	}
	m.notes = notes > 0
	m.own = m.own && len(m.touched) == 1 && !m.notes
	m.counts = m.isWork(work, notes)
	return m
}

// isWork reports whether an action that changed so many records of the user's, and so many notes, is work that can be undone.
func (m *mark) isWork(records, notes int) bool {
	switch m.action {
	case ActionCreateYear, ActionChangeYear, ActionCloseYear, ActionReopenYear, ActionRecover, ActionIdentity, ActionSetting, ActionTrust, ActionScheme:
		return false
	case ActionReview, ActionPanel:
		return records+notes > 0
	}
	// A lone note of an import is bookkeeping; where there are more, something came in.
	return records > 0 || notes > 1 && m.isPart()
}

// submitted begins the reason of an action on a panel that is final: an evaluator's form was submitted.
const submitted = "submit "

// isPart reports whether the action is one of those of an import, which are one to the user: they have a reason in common that names it,
// such as "import" and the ID of a bundle.
func (m *mark) isPart() bool {
	return m.action == ActionImport && (strings.HasPrefix(m.reason, "import ") || strings.HasPrefix(m.reason, "file "))
}

// goesWith reports whether two actions that follow each other are one to the user.
func (m *mark) goesWith(before *mark) bool {
	return m.reason == before.reason && (m.isPart() && before.isPart() || m.back && before.back)
}

// piles are the actions in a scope that can be undone and redone, the next one last.
func (s *Store) piles(ctx context.Context, scope Scope) (done, undone []mark, err error) {
	s.gate.RLock()
	closed := s.closed
	s.gate.RUnlock()
	if closed {
		return nil, nil, ErrClosed
	}
	t := &s.trail
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.known {
		t.known, t.base = true, s.ledger.Head().Seq
	}
	if scope != (Scope{}) {
		if err := s.readOne(ctx, scope); err != nil {
			return nil, nil, err
		}
		done, undone = pile(scope, t.ofOne, t.live)
		return done, undone, nil
	}
	if t.from == 0 {
		t.from = t.base + 1
	}
	for {
		done, undone = pile(scope, t.older, t.live)
		if len(done) > 0 && !lacking(undone) || t.from <= 1 || ctx.Err() != nil {
			return done, undone, ctx.Err()
		}
		if err := s.readOlder(ctx); err != nil {
			return nil, nil, err
		}
	}
}

// lacking reports whether an import that was taken back is older than the actions that were looked at.
func lacking(undone []mark) bool {
	marks := top(undone)
	return len(marks) > 0 && marks[0].back && len(marks[0].gone) == 0
}

// readOlder reads marks of actions before those that are known.
func (s *Store) readOlder(ctx context.Context) error {
	t := &s.trail
	window := max(trailWindow, t.base+1-t.from) // twice as many each time
	from := uint64(1)
	if t.from > window {
		from = t.from - window
	}
	marks, err := s.readMarks(ctx, from, t.from)
	t.older, t.from = append(marks, t.older...), from
	return err
}

// readMarks reads the marks of this device's actions from one number up to another one, excluded. Damaged entries are passed over.
func (s *Store) readMarks(ctx context.Context, from, to uint64) ([]mark, error) {
	var marks []mark
	_, err := s.ledger.Read(from, func(item journal.Item) error {
		if item.Seq >= to {
			return errStop
		}
		if item.Seq%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if e, err := decodeEntry(item.Data); err == nil && e.Device == s.device.ID && !e.Staged {
			marks = append(marks, markOf(&e))
		}
		return nil
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return marks, err
}

// mostOfOne is how many actions on an evaluation are looked at.
const mostOfOne = 2000

// readOne reads the marks of the actions on an evaluation before those of this process.
func (s *Store) readOne(ctx context.Context, scope Scope) error {
	t := &s.trail
	if t.of == scope {
		return nil
	}
	var traces []trace
	err := s.view(ctx, func(tx reader) (err error) {
		traces, err = traced(tx, scope.Year, scope.ID)
		return err
	})
	if err != nil {
		return err
	}
	traces = slices.DeleteFunc(traces, func(at trace) bool { return at.seq > t.base })
	traces = traces[max(0, len(traces)-mostOfOne):]
	entries, err := s.traceEntries(traces, scope.Year, scope.ID)
	if err != nil && !errors.Is(err, ErrDamaged) { // what is before a damaged entry can still be looked at
		return err
	}
	t.of, t.ofOne = scope, nil
	for i := range entries {
		m := markOf(&entries[i])
		if entries[i].Device != s.device.ID {
			m.last = true
		}
		t.ofOne = append(t.ofOne, m)
	}
	return nil
}

// pile goes through actions and tells which of them stand and which were undone.
func pile(scope Scope, parts ...[]mark) (done, undone []mark) {
	one := scope != (Scope{})
	for _, part := range parts {
		for _, m := range part {
			switch {
			case one && !m.touches(scope):
			case m.undoes != 0:
				undone = append(undone, takeMark(&done, m.undoes)...)
			case m.redoes != 0:
				done = append(done, remade(takeMark(&undone, m.redoes))...)
			case m.settles(&done, &undone, one):
			case !m.counts && !m.last:
			default:
				if one && !m.own {
					m.last = true
				}
				done, undone = append(done, m), nil
			}
		}
	}
	return done, undone
}

// remade are the actions that stand again once these were made again.
func remade(marks []mark) []mark {
	if len(marks) > 0 && marks[0].back {
		return marks[0].gone
	}
	return marks
}

// touches reports whether an action changed an evaluation.
func (m *mark) touches(scope Scope) bool { return m.parts[scope] || slices.Contains(m.touched, scope) }

// settles reports whether an action is one of exchanging files that leaves others without a way back, or takes an import back, and sorts
// the piles by that. The import itself is no step on one of its evaluations.
func (m *mark) settles(done, undone *[]mark, one bool) bool {
	if m.action == ActionPanel && strings.HasPrefix(m.reason, submitted) {
		*done = slices.DeleteFunc(*done, func(d mark) bool { return d.action == ActionPanel })
		return true
	}
	if m.action != ActionImport {
		return false
	}
	of := undoneImport(m.reason)
	switch {
	case m.reason == "export":
		// Others have the notes as they are now, so they cannot go back to what they were.
		*done = slices.DeleteFunc(*done, func(d mark) bool { return d.notes && !d.isPart() })
		for len(*undone) > 0 && slices.ContainsFunc(*undone, func(d mark) bool { return d.back }) {
			*undone = (*undone)[1:] // what was done after an import cannot be made again without it
		}
	case of != "":
		taken := *m
		taken.back, taken.last = true, one
		*done = slices.DeleteFunc(*done, func(d mark) bool {
			theirs := d.action == ActionImport && d.reason == of
			if theirs {
				taken.gone = append(taken.gone, d)
			}
			return theirs
		})
		*undone = append(*undone, taken)
	default:
		return false
	}
	return true
}

func takeMark(from *[]mark, seq uint64) []mark {
	at := slices.IndexFunc(*from, func(m mark) bool { return m.seq == seq })
	if at < 0 {
		return nil
	}
	taken := []mark{(*from)[at]}
	*from = slices.Delete(*from, at, at+1)
	return taken
}
