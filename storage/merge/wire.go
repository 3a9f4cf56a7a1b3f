package merge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"zhunsheng/scoring/strictjson"
)

// Limits bound what a record's encoded form may hold.
var Limits = strictjson.Limits{Bytes: 4 << 20, Depth: 64}

// wire is the encoded form of a record: the document as shown, and what must be known beside it. A field of the document that nothing
// else is said about has one value, with the stamp that most fields have.
type wire struct {
	Vector   Vector                     `json:"vector"`
	Document json.RawMessage            `json:"document,omitempty"` // absent: deleted
	Stamps   []Stamp                    `json:"stamps"`
	Common   int                        `json:"common"`           // index of the stamp of all fields not in Fields
	Fields   map[string]int             `json:"fields,omitempty"` // stamps of other fields
	Was      map[string]json.RawMessage `json:"was,omitempty"`    // what their values replaced
	Values   map[string][]wireValue     `json:"values,omitempty"` // fields that are not as shown: removed, or with several values
	Unseen   []string                   `json:"unseen,omitempty"` // fields of the document that are not the record's
}

type wireValue struct {
	Stamp int             `json:"stamp"`
	Data  json.RawMessage `json:"data,omitempty"` // absent: removed
	Was   json.RawMessage `json:"was,omitempty"`
}

// Encode writes a record in its one canonical form, without line breaks.
func (r *Record) Encode(s Shape) ([]byte, error) { return r.EncodeView(s, r.View(s)) }

// EncodeView is [Record.Encode] for a caller who has the record's view.
func (r *Record) EncodeView(s Shape, view View) ([]byte, error) {
	w := wire{
		Vector: r.Vector, Document: view.Document, Stamps: []Stamp{},
		Fields: map[string]int{}, Was: map[string]json.RawMessage{}, Values: map[string][]wireValue{},
	}
	shown, err := s.fieldsOf(w.Document)
	if err != nil {
		return nil, err
	}
	index := r.stampIndex(&w)
	for path, values := range r.fields {
		data, ok := shown[path]
		if len(values) == 1 && ok && bytes.Equal(values[0].Data, data) {
			if at := index[dotOf(values[0].Stamp)]; at != w.Common {
				w.Fields[path] = at
			}
			if values[0].Was != nil {
				w.Was[path] = values[0].Was
			}
			continue
		}
		for _, v := range values {
			w.Values[path] = append(w.Values[path], wireValue{Stamp: index[dotOf(v.Stamp)], Data: v.Data, Was: v.Was})
		}
	}
	for path := range shown {
		if _, ok := r.fields[path]; !ok {
			w.Unseen = append(w.Unseen, path)
		}
	}
	slices.Sort(w.Unseen)
	return encode(w)
}

type dot struct {
	device string
	n      uint64
}

func dotOf(s Stamp) dot { return dot{s.Device, s.N} }

// stampIndex numbers the stamps in use and finds the commonest.
func (r *Record) stampIndex(w *wire) map[dot]int {
	count := map[dot]int{}
	stamps := map[dot]Stamp{}
	for _, values := range r.fields {
		for _, v := range values {
			count[dotOf(v.Stamp)]++
			stamps[dotOf(v.Stamp)] = v.Stamp
		}
	}
	for _, s := range stamps {
		w.Stamps = append(w.Stamps, s)
	}
	slices.SortFunc(w.Stamps, func(a, b Stamp) int { return compareStamps(Value{Stamp: a}, Value{Stamp: b}) })
	index := map[dot]int{}
	for i, s := range w.Stamps {
		index[dotOf(s)] = i
		if count[dotOf(s)] > count[dotOf(w.Stamps[w.Common])] {
			w.Common = i
		}
	}
	return index
}

// Decode reads the encoded form of a record. The error is a [*strictjson.Error] or says what does not fit.
func Decode(s Shape, data []byte) (*Record, error) {
	var w wire
	if err := strictjson.Decode(data, &w, Limits); err != nil {
		return nil, err
	}
	if string(w.Document) == "null" {
		return nil, fmt.Errorf("document: found null, allowed: an object")
	}
	shown, err := s.fieldsOf(w.Document)
	if err != nil {
		return nil, err
	}
	for _, stamp := range w.Stamps {
		if stamp.N == 0 || stamp.N > w.Vector[stamp.Device] {
			return nil, fmt.Errorf("stamps: edit %d of device %q is not among those the vector has seen", stamp.N, stamp.Device)
		}
	}
	r := &Record{Vector: w.Vector, fields: make(map[string][]Value, len(shown)+len(w.Values))}
	if r.Vector == nil {
		r.Vector = Vector{}
	}
	return r, w.fill(r, shown)
}

// fill gives a record its fields.
func (w *wire) fill(r *Record, shown map[string]json.RawMessage) error {
	stamp := func(at int) (Stamp, error) {
		if at < 0 || at >= len(w.Stamps) {
			return Stamp{}, fmt.Errorf("stamps: there is no number %d", at)
		}
		return w.Stamps[at], nil
	}
	for path, data := range shown {
		if _, other := w.Values[path]; other || slices.Contains(w.Unseen, path) {
			continue
		}
		at, ok := w.Fields[path]
		if !ok {
			at = w.Common
		}
		s, err := stamp(at)
		if err != nil {
			return err
		}
		r.fields[path] = []Value{{Stamp: s, Data: data, Was: w.Was[path]}}
	}
	for path, values := range w.Values {
		for _, v := range values {
			s, err := stamp(v.Stamp)
			if err != nil {
				return err
			}
			r.fields[path] = append(r.fields[path], Value{Stamp: s, Data: v.Data, Was: v.Was})
		}
		slices.SortFunc(r.fields[path], compareStamps)
	}
	return nil
}

// Same reports whether two records are equal: the same edits seen, the same values.
func Same(a, b *Record) bool {
	return maps.Equal(a.Vector, b.Vector) && maps.EqualFunc(a.fields, b.fields, func(x, y []Value) bool {
		return slices.EqualFunc(x, y, func(v, w Value) bool {
			return v.Stamp == w.Stamp && bytes.Equal(v.Data, w.Data) && (v.Data == nil) == (w.Data == nil)
		})
	})
}

// encode writes JSON compactly, without HTML escapes and final line break.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
