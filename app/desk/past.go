package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/delta"
)

// Event is one action of the history, for lists.
type Event struct {
	Seq     uint64
	Time    time.Time
	Actor   string // who; "" where nobody was named
	Device  string // ID of the machine
	Action  storage.Action
	Year    int    // of the evaluation, 0 where it was about several or none
	ID      string // of the evaluation
	Project string
	Kind    string   // the action in a word or two
	Text    string   // what it changed, in a sentence; "" for an evaluation that came or went as a whole
	Fields  []string // keys of the fields that it changed, without repetition; see [chronicle.Field]
	Undone  bool     // it was undone, and not redone since
}

// Past reads the history, newest action first: of one evaluation, or where the scope is zero of the whole store; newest limits it to so
// many actions from the end, 0 takes all. progress, if not nil, is called now and then with actions read and in all. Damaged entries are
// left out; [Desk.VerifyHistory] names them.
func (d *Desk) Past(ctx context.Context, words *locale.Printer, of storage.Scope, newest int, progress func(done, total int)) ([]Event, error) {
	reader := &pastReader{teller: d.teller(ctx, words), undone: map[uint64]bool{}, interned: map[string]string{}}
	if of != (storage.Scope{}) {
		entries, err := d.store.History(ctx, of.Year, of.ID)
		if err != nil && !errors.Is(err, storage.ErrDamaged) {
			return nil, err
		}
		if newest > 0 && len(entries) > newest {
			entries = entries[len(entries)-newest:]
		}
		for i := range entries {
			reader.add(&entries[i])
		}
		return reader.result(), nil
	}
	last, err := d.store.Revision(ctx)
	if err != nil {
		return nil, err
	}
	from := uint64(1)
	if newest > 0 && last > uint64(newest) {
		from = last - uint64(newest) + 1
	}
	err = d.store.Entries(ctx, from, func(e storage.Entry) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if progress != nil && e.Seq%64 == 0 {
			progress(int(e.Seq-from), int(last-from)+1)
		}
		reader.add(&e)
		return nil
	})
	return reader.result(), err
}

// pastReader makes events of entries. Strings that come again and again are kept once.
type pastReader struct {
	teller   *chronicle.Teller
	events   []Event
	undone   map[uint64]bool
	interned map[string]string
}

func (r *pastReader) intern(text string) string {
	if known, ok := r.interned[text]; ok {
		return known
	}
	r.interned[text] = text
	return text
}

func (r *pastReader) add(e *storage.Entry) {
	switch {
	case e.Undoes != 0:
		r.undone[e.Undoes] = true
	case e.Redoes != 0:
		delete(r.undone, e.Redoes)
	case e.Action == storage.ActionImport && (e.Reason == "note edits" || e.Reason == "note files"):
		return // bookkeeping of an exchange
	case e.Action == storage.ActionScheme && e.Reason == schemeDraftReason:
		return // a draft has no effect before the scheme is kept
	}
	r.events = append(r.events, r.event(e))
}

func (r *pastReader) event(e *storage.Entry) Event {
	text, fields := r.teller.What(e)
	ev := Event{
		Seq: e.Seq, Time: e.Time, Actor: r.intern(e.Actor), Device: r.intern(e.Device), Action: storage.Action(r.intern(string(e.Action))),
		Kind: r.intern(r.teller.Action(e)), Text: text,
	}
	if touched := chronicle.Evaluations(e); len(touched) == 1 {
		ev.Year, ev.ID = touched[0].Year, r.intern(touched[0].ID)
		ev.Project = r.intern(r.teller.Project(ev.Year, ev.ID))
	} else if of, ok := chronicle.About(e); ok && len(touched) == 0 {
		ev.Project = r.intern(r.teller.Project(of.Year, of.ID))
		if r.teller.Knows(of.Year, of.ID) { // a member of a panel may not have the evaluation itself
			ev.Year, ev.ID = of.Year, r.intern(of.ID)
		}
	}
	for i := range fields {
		if key := r.intern(fields[i].Key); !slices.Contains(ev.Fields, key) {
			ev.Fields = append(ev.Fields, key)
		}
	}
	return ev
}

func (r *pastReader) result() []Event {
	for i := range r.events {
		r.events[i].Undone = r.undone[r.events[i].Seq]
	}
	slices.Reverse(r.events)
	return r.events
}

// Deed is one action of the history with all that it changed.
type Deed struct {
	Event  Event
	Reason string
	Fields []chronicle.Field
	Others int // fields that are not listed, because they are too many
}

// mostFields is how many fields of one action are listed.
const mostFields = 500

// Deed reads one action of the history. One that is not there, or damaged, is a [*storage.RecordError] wrapping [storage.ErrNotFound].
func (d *Desk) Deed(ctx context.Context, words *locale.Printer, seq uint64) (Deed, error) {
	var found *storage.Entry
	err := d.store.Entries(ctx, seq, func(e storage.Entry) error {
		if e.Seq == seq {
			found = &e
		}
		return errSeen
	})
	if err != nil && !errors.Is(err, errSeen) {
		return Deed{}, err
	}
	if found == nil {
		return Deed{}, &storage.RecordError{Kind: storage.KindTrace, ID: fmt.Sprint(seq), Err: storage.ErrNotFound}
	}
	reader := &pastReader{teller: d.teller(ctx, words), interned: map[string]string{}}
	deed := Deed{Event: reader.event(found), Fields: reader.teller.Fields(found)}
	if found.Action == storage.ActionCloseYear || found.Action == storage.ActionReopenYear {
		deed.Reason = found.Reason
	}
	if len(deed.Fields) > mostFields {
		deed.Fields, deed.Others = deed.Fields[:mostFields], len(deed.Fields)-mostFields
	}
	return deed, nil
}

var errSeen = errors.New("seen enough")

// GoneError says that a field cannot be given back what it held, because what it is in is not there any more.
type GoneError struct{ What string }

// Error names the field.
func (e *GoneError) Error() string { return e.What + ": what it is in is gone" }

// Message names the sentence for the user.
func (e *GoneError) Message() scoring.Message {
	return scoring.Message{Key: "history.gone", Args: scoring.Args{"what": e.What}}
}

// RestoreField gives a field of an evaluation back what it held before an action (old) or after it, as a new action; changed is false
// where it holds that already. Errors are a [*GoneError] or those of [storage.Store.Update].
func (d *Desk) RestoreField(ctx context.Context, f chronicle.Field, old bool) (changed bool, err error) {
	changes := f.Changes
	if old {
		changes = delta.Invert(changes)
	}
	before, err := d.store.Header(ctx, f.Year, f.ID)
	if err != nil {
		return false, err
	}
	now, err := d.store.Update(ctx, f.Year, f.ID, func(e *scoring.Evaluation) error {
		content, err := json.Marshal(e)
		if err != nil {
			return err
		}
		back, left := delta.ApplyLoose(content, changes)
		if len(left) > 0 && !removed(changes, left) {
			return &GoneError{What: f.What()}
		}
		var restored scoring.Evaluation
		if err := json.Unmarshal(back, &restored); err != nil {
			return errors.Join(&GoneError{What: f.What()}, err)
		}
		*e = restored
		return nil
	})
	return err == nil && now.Revision != before.Revision, err
}

// removed reports whether all that could not be followed is what was to be removed: it is gone already.
func removed(changes []delta.Change, left []string) bool {
	for _, c := range changes {
		if slices.Contains(left, c.Path) && len(c.New) > 0 {
			return false
		}
	}
	return true
}

// RestoreVersion makes an evaluation what it was after an action, as a new action; one that was deleted comes back. Errors are those of
// [storage.Store.RestoreVersion].
func (d *Desk) RestoreVersion(ctx context.Context, year int, id string, revision uint64) error {
	_, err := d.store.RestoreVersion(ctx, year, id, revision)
	return err
}

// Differences lists the fields in which an evaluation differs between two revisions; to 0 is as it is now.
func (d *Desk) Differences(ctx context.Context, words *locale.Printer, year int, id string, from, to uint64) ([]chronicle.Field, error) {
	if to == 0 {
		h, err := d.store.Header(ctx, year, id)
		if err != nil {
			return nil, err
		}
		to = h.Revision
	}
	changes, err := d.store.Compare(ctx, year, id, from, to)
	if err != nil {
		return nil, err
	}
	key := strings.Join([]string{string(storage.KindEvaluation), fmt.Sprint(year), id}, "\x00")
	return d.teller(ctx, words).Fields(&storage.Entry{Ops: []storage.Op{{Key: key, Was: from, Changes: changes}}}), nil
}

// VerifyHistory checks that each action of the history follows from the one before. progress, if not nil, is told the number of the
// action read last and of the last one.
func (d *Desk) VerifyHistory(ctx context.Context, progress func(done, total int64)) (storage.Verification, error) {
	last, err := d.store.Revision(ctx)
	if err != nil {
		return storage.Verification{}, err
	}
	return d.store.Verify(ctx, func(seq uint64) {
		if progress != nil {
			progress(int64(seq), int64(last))
		}
	})
}

// Recovery says what had to be mended when the store was opened.
func (d *Desk) Recovery() storage.Recovery { return d.store.Recovery() }

// WriteTable writes tab-separated text into a file, whole, with the mark that tells Excel that it is UTF-8.
func (d *Desk) WriteTable(path, text string) error {
	return atomicfile.Write(path, []byte("\ufeff"+text), 0o644)
}

// teller tells the history in a language. It asks for the names of each evaluation once.
func (d *Desk) teller(ctx context.Context, words *locale.Printer) *chronicle.Teller {
	var mu sync.Mutex
	known := map[storage.Scope]*chronicle.Names{}
	return chronicle.New(words, func(year int, id string) *chronicle.Names {
		mu.Lock()
		defer mu.Unlock()
		at := storage.Scope{Year: year, ID: id}
		names, ok := known[at]
		if !ok {
			names = d.namesOf(ctx, words, at)
			known[at] = names
		}
		return names
	}).WithSchemes(func(id string) string {
		scheme, err := d.schemes.ByID(id)
		if err != nil {
			return ""
		}
		return words.Name(scheme.Title)
	})
}

// namesOf reads the names in an evaluation; of one that was deleted, those in its last version.
func (d *Desk) namesOf(ctx context.Context, words *locale.Printer, at storage.Scope) *chronicle.Names {
	e, _, err := d.store.Evaluation(ctx, at.Year, at.ID)
	if errors.Is(err, storage.ErrNotFound) {
		e, err = d.lastOf(ctx, at)
	}
	if err != nil || e == nil {
		return nil
	}
	scheme, known := d.Scheme(e.Scheme)
	return chronicle.NamesOf(e, func(id string) string {
		if known {
			if title, ok := sectionTitle(scheme.Outline, id); ok {
				return words.Name(title)
			}
		}
		return id
	})
}

// lastOf returns a deleted evaluation as it was last.
func (d *Desk) lastOf(ctx context.Context, at storage.Scope) (*scoring.Evaluation, error) {
	entries, err := d.store.History(ctx, at.Year, at.ID)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return nil, err
	}
	for _, entry := range slices.Backward(entries) {
		for i := range entry.Ops {
			op := &entry.Ops[i]
			year, id, ok := op.Evaluation()
			if !ok || op.Kind() != storage.KindEvaluation || year != at.Year || id != at.ID || !op.Gone || len(op.Changes) == 0 {
				continue
			}
			e := new(scoring.Evaluation)
			return e, json.Unmarshal(op.Changes[0].Old, e)
		}
	}
	return nil, nil
}

func sectionTitle(sections []scoring.Section, id string) (scoring.Text, bool) {
	for i := range sections {
		if sections[i].ID == id {
			return sections[i].Title, true
		}
		if title, ok := sectionTitle(sections[i].Children, id); ok {
			return title, true
		}
	}
	return scoring.Text{}, false
}
