package edit

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"zhunsheng/scoring"
)

// ledger is a history in memory: a list of evaluations, and how far of it stands.
type ledger struct {
	versions []*scoring.Evaluation
	at       int
	err      error
}

func (l *ledger) RecordEdit(_ context.Context, e Edit) (Recorded, error) {
	if l.err != nil {
		return Recorded{}, l.err
	}
	l.versions = append(l.versions[:l.at+1], e.After)
	l.at++
	return Recorded{Seq: uint64(l.at), Revision: uint64(l.at)}, nil
}

var errLedger = errors.New("not that one")

func (l *ledger) UndoEdit(_ context.Context, _ int, _ string, seen uint64) (Turned, error) {
	if l.err != nil || l.at == 0 || seen != 0 && seen != uint64(l.at) {
		return Turned{}, errors.Join(errLedger, l.err)
	}
	l.at--
	return Turned{Seq: uint64(l.at + 1), Evaluation: l.versions[l.at], What: fmt.Sprint("edit ", l.at+1), Place: Place{Step: Basics}}, nil
}

func (l *ledger) RedoEdit(_ context.Context, _ int, _ string, seen uint64) (Turned, error) {
	if l.err != nil || l.at == len(l.versions)-1 || seen != 0 && seen != uint64(l.at+1) {
		return Turned{}, errors.Join(errLedger, l.err)
	}
	l.at++
	return Turned{Seq: uint64(l.at), Evaluation: l.versions[l.at], What: fmt.Sprint("edit ", l.at)}, nil
}

func (l *ledger) NextEdits(context.Context, int, string) (Next, error) {
	n := Next{}
	if l.at > 0 {
		n.Undo = fmt.Sprint("edit ", l.at)
	}
	if l.at < len(l.versions)-1 {
		n.Redo = fmt.Sprint("edit ", l.at+1)
	}
	return n, nil
}

// restart opens a session on what a ledger holds.
func restart(t *testing.T, l *ledger) (*Session, desk, *[]Turn) {
	t.Helper()
	d := make(desk, 1000)
	first := exampleSession(t, newShelf(), d.post)
	if len(l.versions) == 0 {
		l.versions = []*scoring.Evaluation{first.Evaluation()}
	}
	s := Open(l.versions[l.at], Needs{Scheme: first.Scheme(), History: l, Post: d.post})
	said := new([]Turn)
	s.OnTurn(func(turn Turn) { *said = append(*said, turn) })
	settle(t, s, d)
	return s, d, said
}

// settle lets the store do all it was asked for.
func settle(t interface{ Fatal(...any) }, s *Session, d desk) {
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	for len(d) > 0 {
		d.take()
	}
}

func nature(t interface{ Fatal(...any) }, s *Session, text string) {
	if err := s.Apply(SetField(FieldNature, text)); err != nil {
		t.Fatal(err)
	}
}

func TestUndoGoesOnWhereTheLastSessionEnded(t *testing.T) {
	l := new(ledger)
	s, d, _ := restart(t, l)
	nature(t, s, "一")
	nature(t, s, "二")
	settle(t, s, d)
	s, d, said := restart(t, l)
	if !s.CanUndo() || s.CanRedo() || s.Next().Undo != "edit 2" {
		t.Fatalf("after opening: undo %v, redo %v, next %+v", s.CanUndo(), s.CanRedo(), s.Next())
	}
	nature(t, s, "三")
	for i, want := range []string{"二", "一", ""} {
		s.Undo()
		settle(t, s, d)
		if got := s.Evaluation().Project.Nature; got != want {
			t.Fatalf("undo %d shows %q, want %q", i+1, got, want)
		}
		if state, _ := s.SaveState(); state != Saved || s.Evaluation().Project.Nature != l.versions[l.at].Project.Nature {
			t.Fatalf("undo %d: state %d, the store holds %q", i+1, state, l.versions[l.at].Project.Nature)
		}
	}
	if s.CanUndo() {
		t.Error("there is nothing more to undo")
	}
	for _, want := range []string{"一", "二", "三"} {
		s.Redo()
		settle(t, s, d)
		if got := s.Evaluation().Project.Nature; got != want {
			t.Fatalf("redo shows %q, want %q", got, want)
		}
	}
	if len(*said) != 6 || !(*said)[0].Undo || (*said)[0].What != "edit 3" || (*said)[1].Place.Step != Basics || (*said)[5].Undo {
		t.Errorf("said %+v", *said)
	}
}

func TestRefusedUndoChangesNothingAndIsSaid(t *testing.T) {
	l := new(ledger)
	s, d, _ := restart(t, l)
	nature(t, s, "一")
	settle(t, s, d)
	s, d, said := restart(t, l)
	l.err = errors.New("changed otherwise since")
	s.Undo()
	settle(t, s, d)
	if len(*said) != 1 || !errors.Is((*said)[0].Err, l.err) || s.Evaluation().Project.Nature != "一" {
		t.Errorf("said %+v, shows %q", *said, s.Evaluation().Project.Nature)
	}
}

func TestShownUndoIsStoredAsAnEditWhereTheHistoryWillNotHaveIt(t *testing.T) {
	l := new(ledger)
	s, d, _ := restart(t, l)
	before := s.Evaluation().Project.Nature
	nature(t, s, "一")
	settle(t, s, d)
	other := *s.Evaluation()
	if _, err := l.RecordEdit(t.Context(), Edit{Before: &other, After: &other}); err != nil { // another action came in between
		t.Fatal(err)
	}
	s.Undo()
	settle(t, s, d)
	if got := l.versions[l.at].Project.Nature; got != before || s.Evaluation().Project.Nature != before {
		t.Errorf("the store holds %q, shown is %q, want %q", got, s.Evaluation().Project.Nature, before)
	}
}

// TestSessionsAndStoreAgree: whatever is edited, undone and redone over restarts, the store holds what is shown.
func TestSessionsAndStoreAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := new(ledger)
		s, d, _ := restart(t, l)
		n := 0
		rt.Repeat(map[string]func(*rapid.T){
			"edit":    func(*rapid.T) { n++; nature(rt, s, fmt.Sprint("n", n)) },
			"undo":    func(*rapid.T) { s.Undo() },
			"redo":    func(*rapid.T) { s.Redo() },
			"settle":  func(*rapid.T) { settle(rt, s, d) },
			"restart": func(*rapid.T) { settle(rt, s, d); s, d, _ = restart(t, l) },
			"": func(rt *rapid.T) {
				settle(rt, s, d)
				if got, want := l.versions[l.at].Project.Nature, s.Evaluation().Project.Nature; got != want {
					rt.Fatalf("the store holds %q, shown is %q", got, want)
				}
			},
		})
	})
}
