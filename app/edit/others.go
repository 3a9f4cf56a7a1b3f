package edit

import (
	"bytes"
	"encoding/json"
	"errors"

	"zhunsheng/scoring"
)

// A session shows one evaluation, and its store may change it meanwhile from elsewhere: by an import, an undo on another screen, a
// deed on many evaluations. So the store is handed edits, not evaluations: what was made of which. It makes them on what stands there,
// and the session shows the result once nothing newer was edited here. Where both changed one field the edit is refused with
// [ErrClash]: retrying makes the own value count, undoing the others'.

// ErrClash is wrapped by the error of an edit in fields that were changed otherwise in the store since.
var ErrClash = errors.New("changed otherwise in the store since")

// Edit is what was made of an evaluation.
type Edit struct {
	Before *scoring.Evaluation // as the store had it when it last agreed with the session
	After  *scoring.Evaluation
	Seen   uint64 // revision at which the store held just what Before is, 0: unknown
	Over   bool   // own values count where fields were changed otherwise
}

// Recorded is what became of an edit.
type Recorded struct {
	Seq      uint64              // number of the action, 0 where nothing was changed by it
	Revision uint64              // of the evaluation now
	Now      *scoring.Evaluation // what the evaluation is, where others changed it too; else nil
}

// basis is what the store and the session last agreed on.
type basis struct {
	evaluation *scoring.Evaluation
	revision   uint64 // at which the store holds just that, 0: it holds something else, or that is not known
}

// OnOthers calls f when the session has come to show what others changed; nil for nobody.
func (s *Session) OnOthers(f func()) { s.onOthers = f }

// adopt shows an evaluation as the store has it, unless there was an edit since it was asked: that one's answer will bring it. Snapshots
// to go back to are given up, as they lack what others changed; undoing goes on in the store.
func (s *Session) adopt(j job, now basis) bool {
	if s.edits != j.edits {
		return false
	}
	s.version++
	s.saved = s.version
	s.saver.offer(job{turn: agree, evaluation: now.evaluation, basis: now})
	s.show(now.evaluation)
	return true
}

// sameContent reports whether two evaluations are stored alike.
func sameContent(a, b *scoring.Evaluation) bool {
	if a == b {
		return true
	}
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && bytes.Equal(x, y)
}
