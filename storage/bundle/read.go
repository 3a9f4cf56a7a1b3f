package bundle

import (
	"zhunsheng/storage/merge"
	"zhunsheng/storage/quickjson"
)

// A preview waits for the manifest, which has a thousand objects and more, so it is read without reflection. Members that are not known
// are passed over, as encoding/json does it; the fuzz tests compare both.

// readHead reads what tells whether this program can read a manifest at all; the rest may be of a form that is unknown.
func readHead(data []byte) (*Manifest, error) {
	r := reading{Cursor: quickjson.New(data), lax: true}
	m := new(Manifest)
	r.members(func(name string) bool {
		switch name {
		case "format":
			r.Text(&m.Format)
		case "reader":
			r.Int(&m.Reader)
		case "creator":
			r.creator(&m.Creator)
		default:
			return false
		}
		return true
	})
	return m, r.end()
}

// readManifest reads a manifest that is known to be well-formed.
func readManifest(data []byte) (*Manifest, error) {
	r := reading{Cursor: quickjson.New(data), devices: map[string]string{}}
	m := new(Manifest)
	r.members(func(name string) bool { return r.manifest(name, m) || r.content(name, m) })
	return m, r.end()
}

// ReadInfo reads what a cursor comes to as what is known of a record, as json.Marshal writes it.
func ReadInfo(c *quickjson.Cursor, into *RecordInfo) {
	r := reading{Cursor: c, lax: true}
	r.record(into)
}

// reading is a manifest that is being read.
type reading struct {
	*quickjson.Cursor
	lax     bool // names that differ from known ones by case only are not refused
	folded  error
	devices map[string]string // named in vectors
}

func (r *reading) end() error {
	if err := r.Err(); err != nil {
		return err
	}
	return r.folded
}

// members goes through an object. member reads the value of a name, or returns false for one that it does not know.
func (r *reading) members(member func(name string) bool) {
	r.Members(func(name []byte) bool {
		known, ok := knownMembers[string(name)]
		if ok && member(known) {
			return true
		}
		if !r.lax && r.folded == nil {
			if !ok {
				r.folded = foldedName(string(name))
			}
			if raw := r.Raw(); r.folded == nil && r.Err() == nil {
				r.folded = foldedMembers(raw)
			}
			return true
		}
		return false
	})
}

// manifest reads the members that say what a bundle is.
func (r *reading) manifest(name string, m *Manifest) bool {
	switch name {
	case "format":
		r.Text(&m.Format)
	case "schema":
		r.Int(&m.Schema)
	case "reader":
		r.Int(&m.Reader)
	case "bundle":
		r.Text(&m.Bundle)
	case "store":
		r.Text(&m.Store)
	case "sequence":
		r.Uint64(&m.Sequence)
	case "kind":
		kind := string(m.Kind)
		r.Text(&kind)
		m.Kind = Kind(kind)
	case "created":
		r.Text(&m.Created)
	case "creator":
		r.creator(&m.Creator)
	case "scope":
		r.scope(&m.Scope)
	case "deidentified":
		r.Bool(&m.Deidentified)
	default:
		return false
	}
	return true
}

// content reads the members that say what is in a bundle.
func (r *reading) content(name string, m *Manifest) bool {
	switch name {
	case "counts":
		m.Counts = r.counts()
	case "journal":
		r.Text(&m.Journal)
	case "bases":
		m.Bases = listOf(r, r.base)
	case "note":
		r.Text(&m.Note)
	case "entries":
		m.Entries = listOf(r, r.entry)
	case "records":
		m.Records = listOf(r, r.record)
	case "evidence":
		m.Evidence = listOf(r, r.evidence)
	default:
		return false
	}
	return true
}

func (r *reading) creator(c *Creator) {
	r.members(func(name string) bool {
		switch name {
		case "device":
			r.Text(&c.Device)
		case "name":
			r.Text(&c.Name)
		case "unit":
			r.Text(&c.Unit)
		case "program":
			r.Text(&c.Program)
		default:
			return false
		}
		return true
	})
}

func (r *reading) scope(s *Scope) {
	r.members(func(name string) bool {
		switch name {
		case "years":
			s.Years = listOf(r, r.Int)
		case "evaluations":
			s.Evaluations = listOf(r, r.Text)
		case "evidence":
			r.Bool(&s.Evidence)
		default:
			return false
		}
		return true
	})
}

func (r *reading) base(b *Base) {
	r.members(func(name string) bool {
		switch name {
		case "store":
			r.Text(&b.Store)
		case "sequence":
			r.Uint64(&b.Sequence)
		default:
			return false
		}
		return true
	})
}

func (r *reading) entry(e *Entry) {
	r.members(func(name string) bool {
		switch name {
		case "name":
			r.Text(&e.Name)
		case "size":
			r.Int64(&e.Size)
		case "sha256":
			r.Text(&e.SHA256)
		default:
			return false
		}
		return true
	})
}

func (r *reading) record(i *RecordInfo) {
	texts := func(name string) *string {
		switch name {
		case "kind":
			return &i.Kind
		case "unit":
			return &i.Unit
		case "department":
			return &i.Department
		case "status":
			return &i.Status
		case "changed":
			return &i.Changed
		case "by":
			return &i.By
		}
		return nil
	}
	r.members(func(name string) bool {
		switch name {
		case "key":
			r.Text(&i.Key)
		case "size":
			r.Int(&i.Size)
		case "sha256":
			r.Text(&i.SHA256)
		case "vector":
			i.Vector = r.vector()
		case "year":
			r.Int(&i.Year)
		case "title":
			r.Text(&i.Title)
		case "deleted":
			r.Bool(&i.Deleted)
		default:
			into := texts(name)
			if into != nil {
				r.Word(into)
			}
			return into != nil
		}
		return true
	})
}

func (r *reading) evidence(e *EvidenceInfo) {
	r.members(func(name string) bool {
		switch name {
		case "sha256":
			r.Text(&e.SHA256)
		case "size":
			r.Int64(&e.Size)
		case "name":
			r.Text(&e.Name)
		case "delivered":
			r.Bool(&e.Delivered)
		default:
			return false
		}
		return true
	})
}

func (r *reading) vector() merge.Vector {
	if r.Null() {
		return nil
	}
	v := merge.Vector{}
	r.Members(func(name []byte) bool {
		n := uint64(0)
		device := r.device(name)
		r.Uint64(&n)
		v[device] = n
		return true
	})
	return v
}

// device keeps the name of a device once: there are few, and they come again and again.
func (r *reading) device(name []byte) string {
	known, ok := r.devices[string(name)]
	if !ok {
		known = string(name)
		if r.devices != nil {
			r.devices[known] = known
		}
	}
	return known
}

func (r *reading) counts() map[string]int {
	if r.Null() {
		return nil
	}
	counts := map[string]int{}
	r.Members(func(name []byte) bool {
		kind, n := string(name), 0
		r.Int(&n)
		counts[kind] = n
		return true
	})
	return counts
}

// listOf reads a list; nil is null.
func listOf[T any](r *reading, element func(*T)) []T {
	list := []T{}
	if r.Elements(func() {
		var one T
		element(&one)
		list = append(list, one)
	}) {
		return list
	}
	return nil
}
