package handover

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
	"zhunsheng/storage/quickjson"
)

// Exchange hands over and takes in for one store. Its methods must not run at the same time; the store's own may.
type Exchange struct {
	store    Store
	evidence Evidence // nil: none is kept
	who      Who
}

// Who works at this store, and what an exchange takes from outside.
type Who struct {
	Device  string // of the key that signs, see [bundle.DeviceID]
	Author  string
	Unit    string
	Program string
	Now     func() time.Time
	NewID   func() string // identifies a bundle or a store
}

// New returns the exchange of a store; evidence may be nil.
func New(store Store, evidence Evidence, who Who) *Exchange {
	return &Exchange{store: store, evidence: evidence, who: who}
}

func (x *Exchange) edit() merge.Edit {
	return merge.Edit{Device: x.who.Device, Author: x.who.Author, Time: x.who.Now().UTC().Format(time.RFC3339)}
}

// shapeOf returns where the fields of a kind of record lie.
func shapeOf(kind string) merge.Shape { return shapes[kind] }

// The names of notes.
const (
	noteHead    = "head/"   // and kind/key: what can be said of a record without decoding it
	noteRecord  = "record/" // and kind/key: its fields
	noteSelf    = "self"    // of the store
	noteSource  = "source/" // and the ID of another store: the last bundle taken in
	noteImport  = "import/" // and the ID of a bundle: a finished or pending import
	notePending = "pending" // the ID of the bundle whose import is under way
	noteUndo    = "undo/"   // and the ID of a bundle, "/" and a number: what was there before
	noteFile    = "file/"   // and a hash: the size of a file of evidence
)

// head is what is known of a record without decoding it.
type head struct {
	Revision  uint64            `json:"revision"` // of the evaluation when the note was written; 0 where the store has none
	Info      bundle.RecordInfo `json:"info"`
	Conflicts int               `json:"conflicts,omitempty"`
	Files     map[string]string `json:"files,omitempty"` // names of the evidence that it refers to, by hash
}

// state is a record of this store, with the edits that were made since its notes were written.
type state struct {
	head
	record *merge.Record // nil until it is needed
	line   []byte        // encoded record, nil until it is needed
	noted  bool          // there are notes
	dirty  bool          // the notes are behind the record
}

// notes are the changes that write down a state whose evaluation, if it has one, is at a revision.
func (s *state) notes(revision uint64) ([]Change, error) {
	s.Revision = revision
	first, err := json.Marshal(s.head)
	if err != nil {
		return nil, err
	}
	line, err := packed(s.line)
	if err != nil {
		return nil, err
	}
	id := s.Info.Kind + "/" + s.Info.Key
	return []Change{{Note: noteHead + id, Value: first}, {Note: noteRecord + id, Value: line}}, nil
}

// load returns the state of a record as its notes have it; an empty one where there are none.
func (x *Exchange) load(ctx context.Context, kind, key string) (*state, error) {
	s := &state{head: head{Info: bundle.RecordInfo{Kind: kind, Key: key}}}
	value, err := x.store.Note(ctx, noteHead+kind+"/"+key)
	if errors.Is(err, ErrAbsent) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := s.readHead(value); err != nil {
		return nil, fmt.Errorf("note of %s %s: %w", kind, key, err)
	}
	s.noted = true
	return s, nil
}

// readHead reads the note of a head, as json.Marshal wrote it. A preview reads thousands, so it is done without reflection.
func (h *head) readHead(note []byte) error {
	c := quickjson.New(note)
	c.Members(func(name []byte) bool {
		switch string(name) {
		case "revision":
			c.Uint64(&h.Revision)
		case "info":
			bundle.ReadInfo(c, &h.Info)
		case "conflicts":
			c.Int(&h.Conflicts)
		case "files":
			h.Files = map[string]string{}
			c.Members(func(sha []byte) bool {
				key, name := string(sha), ""
				c.Text(&name)
				h.Files[key] = name
				return true
			})
		default:
			return false
		}
		return true
	})
	return c.Err()
}

// encoded reads the line of a state that there are notes of.
func (x *Exchange) encoded(ctx context.Context, s *state) error {
	if s.line != nil || !s.noted {
		return nil
	}
	note, err := x.store.Note(ctx, noteRecord+s.Info.Kind+"/"+s.Info.Key)
	if err == nil {
		s.line, err = unpacked(note)
	}
	if err != nil {
		return fmt.Errorf("note of %s %s: %w", s.Info.Kind, s.Info.Key, err)
	}
	return nil
}

// decode makes the record of a state.
func (x *Exchange) decode(ctx context.Context, s *state) error {
	if s.record != nil {
		return nil
	}
	if !s.noted {
		s.record = merge.New()
		return nil
	}
	if err := x.encoded(ctx, s); err != nil {
		return err
	}
	var err error
	if s.record, err = merge.Decode(shapeOf(s.Info.Kind), s.line); err != nil {
		return fmt.Errorf("note of %s %s: %w", s.Info.Kind, s.Info.Key, err)
	}
	return nil
}

// current returns the state of an evaluation with what the user has done since its note was written. The revision is the evaluation's,
// 0 where the store has none.
func (x *Exchange) current(ctx context.Context, key string, revision uint64) (*state, error) {
	return x.currentBy(ctx, key, revision, x.edit())
}

func (x *Exchange) currentBy(ctx context.Context, key string, revision uint64, edit merge.Edit) (*state, error) {
	s, err := x.load(ctx, bundle.RecordEvaluation, key)
	if err != nil || s.Revision == revision {
		return s, err
	}
	var document []byte
	if revision != 0 {
		if document, revision, err = x.store.Evaluation(ctx, key); err != nil {
			return nil, err
		}
	}
	if err := x.decode(ctx, s); err != nil {
		return nil, err
	}
	if err := edited(s, document, edit); err != nil {
		return nil, err
	}
	s.Revision, s.dirty = revision, true
	return s, nil
}

// edited takes over a document as the user has left it, nil where it was deleted. Members that the store does not know stay.
func edited(s *state, document []byte, edit merge.Edit) error {
	shape := shapeOf(s.Info.Kind)
	shown := s.record.View(shape).Document
	if shown != nil {
		known, err := storable(s.Info.Kind, shown)
		if err != nil {
			return err
		}
		shown = known
	}
	if !bytes.Equal(shown, document) {
		if _, err := s.record.UpdateFrom(shape, shown, document, edit); err != nil {
			return err
		}
	}
	return s.describe(shape)
}

// describe derives head and line from the record.
func (s *state) describe(shape merge.Shape) error {
	view := s.record.View(shape)
	line, err := s.record.EncodeView(shape, view)
	if err != nil {
		return err
	}
	s.line = line
	s.take(describeDocument(s.Info.Kind, s.Info.Key, view.Document), view)
	return nil
}

// take puts into the head what a document says.
func (s *state) take(a about, view merge.View) {
	info := a.info
	if info.Deleted {
		info.Year, info.Title, info.Unit, info.Department = s.Info.Year, s.Info.Title, s.Info.Unit, s.Info.Department
	}
	info.Vector = s.record.Vector
	last := s.record.Last()
	info.Changed, info.By = last.Time, last.Author
	s.Info, s.Conflicts, s.Files = info, len(view.Conflicts), a.files
}

// about is what a document says of itself.
type about struct {
	info  bundle.RecordInfo
	key   string            // of an evaluation
	files map[string]string // names of the evidence that it refers to, by hash
}

// describeDocument reads what a list shows of a document; nil is a deleted one.
func describeDocument(kind, key string, document []byte) about {
	a := about{info: bundle.RecordInfo{Kind: kind, Key: key, Deleted: document == nil}}
	if document == nil {
		return a
	}
	d := described{about: a}
	if d.read(document) != nil {
		return a
	}
	d.key = fmt.Sprintf("%d/%s", d.info.Year, d.id)
	if d.info.Title == "" {
		d.info.Title = d.name
	}
	return d.about
}

// described is a document of which the little that matters is being read: it is long, and there are thousands.
type described struct {
	about
	id, name string // name of a document that is no evaluation
}

func (d *described) read(document []byte) error {
	c := quickjson.New(document)
	c.Members(func(name []byte) bool {
		switch string(name) {
		case "id":
			c.Text(&d.id)
		case "name":
			if raw := c.Raw(); len(raw) > 0 && raw[0] == '"' {
				quickjson.New(raw).Text(&d.name)
			}
		case "fiscalYear":
			c.Int(&d.info.Year)
		case "status":
			c.Text(&d.info.Status)
		case "project":
			d.project(c)
		case "evidence":
			c.Elements(func() { d.evidence(c) })
		default:
			return false
		}
		return true
	})
	return c.Err()
}

func (d *described) project(c *quickjson.Cursor) {
	c.Members(func(name []byte) bool {
		switch string(name) {
		case "name":
			c.Text(&d.info.Title)
		case "unit":
			c.Text(&d.info.Unit)
		case "department":
			c.Text(&d.info.Department)
		default:
			return false
		}
		return true
	})
}

func (d *described) evidence(c *quickjson.Cursor) {
	var file, sha string
	c.Members(func(name []byte) bool {
		switch string(name) {
		case "name":
			c.Text(&file)
		case "sha256":
			c.Text(&sha)
		default:
			return false
		}
		return true
	})
	if sha = strings.ToLower(sha); len(sha) == 64 {
		if d.files == nil {
			d.files = map[string]string{}
		}
		d.files[sha] = file
	}
}

// yearOf returns the fiscal year in the key of an evaluation, 0 for other keys.
func yearOf(key string) int {
	year := 0
	text, _, ok := strings.Cut(key, "/")
	if _, err := fmt.Sscanf(text, "%d", &year); !ok || err != nil {
		return 0
	}
	return year
}
