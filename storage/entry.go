package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhunsheng/storage/delta"
)

// Action names what a user did.
type Action string

// The actions of a store.
const (
	ActionCreateYear       Action = "create-year"
	ActionChangeYear       Action = "change-year"
	ActionCloseYear        Action = "close-year"
	ActionReopenYear       Action = "reopen-year"
	ActionCreateEvaluation Action = "create-evaluation"
	ActionChangeEvaluation Action = "change-evaluation"
	ActionDeleteEvaluation Action = "delete-evaluation"
	ActionRestoreVersion   Action = "restore-version"
	ActionUndo             Action = "undo"
	ActionRedo             Action = "redo"
	ActionImport           Action = "import"
	ActionProfile          Action = "change-profile"
	ActionScheme           Action = "keep-scheme"
	ActionAttach           Action = "attach" // a panel score, comment, sign-off or evidence was added or changed
	ActionDetach           Action = "detach"
	ActionTrust            Action = "change-trust"
	ActionIdentity         Action = "change-identity"
	ActionSetting          Action = "change-setting"
	ActionDraft            Action = "keep-draft" // input that was refused is kept beside an evaluation; the reason ends in its year and ID
	ActionRecover          Action = "recover"    // the store went on behind a gap in its history
	// Work on what is kept in notes beside the evaluations. The reason says what was done: a word, the key of what it was done to, and of
	// panels the key of the evaluation, such as "return 2022/id/0001".
	ActionReview Action = "review" // a round of review was begun, worked on, answered or closed
	ActionPanel  Action = "panel"  // a panel was begun, scored, collected or arbitrated
)

// Entry is one action as the history keeps it.
type Entry struct {
	Seq    uint64    `json:"seq"` // also the revision of the records that it changed
	Time   time.Time `json:"time"`
	Actor  string    `json:"actor,omitempty"`
	Device string    `json:"device,omitempty"`
	Action Action    `json:"action"`
	Year   int       `json:"year,omitempty"`
	ID     string    `json:"id,omitempty"` // of the evaluation
	Reason string    `json:"reason,omitempty"`
	Undoes uint64    `json:"undoes,omitempty"` // number of the action that this one undoes
	Redoes uint64    `json:"redoes,omitempty"`
	// Staged marks a part of a large action: it has no effect before the entry that names it among its Parts. Count is how many
	// evaluations such an action changes.
	Staged bool     `json:"staged,omitempty"`
	Parts  []uint64 `json:"parts,omitempty"`
	Count  int      `json:"count,omitempty"`
	Ops    []Op     `json:"ops"`
}

// Op is the change of one record by an action.
type Op struct {
	Key     string         `json:"key"`               // parts joined by NUL
	Was     uint64         `json:"was,omitempty"`     // revision before, 0: there was none
	Gone    bool           `json:"gone,omitempty"`    // the record was removed
	Changes []delta.Change `json:"changes,omitempty"` // field by field; the empty path is the whole record
	Old     []byte         `json:"old,omitempty"`     // content of records that are not JSON
	New     []byte         `json:"new,omitempty"`
	Sum     string         `json:"sum,omitempty"` // of the content after, SHA-256 cut to 16 bytes
}

// Kind returns the kind of record that was changed.
func (o Op) Kind() Kind { return kindOf([]byte(o.Key)) }

// Place names the record that was changed, as errors do.
func (o Op) Place() string { return keyPlace([]byte(o.Key)) }

// makeOp says how a record changes; a nil value stands for a record that is not there. Where the field changes are known already they
// are handed in.
func makeOp(key, before, after []byte, known []delta.Change) (Op, error) {
	op := Op{Key: string(key), Gone: after == nil}
	var old, now []byte
	if before != nil {
		// A damaged record is replaced as if it were not there.
		if r, err := unpack(key, before); err == nil {
			op.Was, old = r.revision, r.content
		}
	}
	if after != nil {
		r, err := unpack(key, after)
		if err != nil {
			return op, err
		}
		now = r.content
		op.Sum = contentSum(now)
	}
	if !natures[kindOf(key)].json {
		op.Old, op.New = old, now
		return op, nil
	}
	switch {
	case known != nil:
		op.Changes = known
	case op.Was == 0 || after == nil:
		op.Changes = []delta.Change{{Old: old, New: now}}
	default:
		var err error
		if op.Changes, err = delta.Diff(old, now); err != nil {
			op.Changes = []delta.Change{{Old: old, New: now}}
		}
	}
	return op, nil
}

func contentSum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:16])
}

// errLoose says that an op was made on a record that is not the one it was recorded for.
var errLoose = errors.New("the record before is not the one the change was made on")

// content returns what a record holds after an op, given what it holds before. With errLoose comes the best that can be made of it.
func (o Op) content(before []byte) ([]byte, error) {
	if !natures[o.Kind()].json {
		return o.New, o.check(o.New)
	}
	if len(o.Changes) == 1 && o.Changes[0].Path == "" {
		return bytes.Clone(o.Changes[0].New), o.check(o.Changes[0].New)
	}
	after, err := delta.Apply(before, o.Changes)
	if err == nil && o.check(after) == nil {
		return after, nil
	}
	after, left := delta.ApplyLoose(before, o.Changes)
	return after, fmt.Errorf("%w; not applied: %s", errLoose, strings.Join(left, ", "))
}

func (o Op) check(content []byte) error {
	if o.Sum != "" && o.Sum != contentSum(content) {
		return errLoose
	}
	return nil
}

// invert returns the op that undoes o.
func (o Op) invert() Op {
	return Op{Key: o.Key, Gone: o.Was == 0, Changes: delta.Invert(o.Changes), Old: o.New, New: o.Old}
}

func encodeEntry(e Entry) ([]byte, error) {
	e.Actor = strings.ToValidUTF8(e.Actor, "?")
	e.Reason = strings.ToValidUTF8(e.Reason, "?")
	return encodeJSON(e)
}

// maxEntry bounds an entry, in bytes: it may hold the content of a record before and after.
const maxEntry = 60 << 20

func decodeEntry(data []byte) (Entry, error) {
	var e Entry
	if len(data) > maxEntry {
		return e, fmt.Errorf("an entry of %d bytes", len(data))
	}
	err := json.Unmarshal(data, &e)
	return e, err
}
