package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"zhunsheng/scoring/strictjson"
	"zhunsheng/storage/merge"
)

// The identification of the format.
const (
	Format    = "zhunsheng/bundle"
	Schema    = 1 // version of the manifest and the records written
	Reads     = 1 // newest reader version this program is
	Extension = ".zsb"
	MimeType  = "application/vnd.zhunsheng.bundle+zip"
)

// Kind says what a bundle is for.
type Kind string

// The kinds of bundle.
const (
	KindYear        Kind = "year"         // a whole fiscal year
	KindEvaluations Kind = "evaluations"  // chosen evaluations
	KindReview      Kind = "review"       // evaluations for review
	KindReviewed    Kind = "reviewed"     // a review that is returned
	KindPanelCall   Kind = "panel-call"   // blind forms for evaluators
	KindPanelAnswer Kind = "panel-answer" // one evaluator's form
	KindSchemes     Kind = "schemes"
	KindUnit        Kind = "unit" // the unit and its certificate card
)

// The kinds of record that this program knows. Others are kept and handed on.
const (
	RecordEvaluation = "evaluation"
	RecordScheme     = "scheme"
	RecordUnit       = "unit"
	RecordPanel      = "panel"
	RecordForm       = "panel-form"
	RecordReview     = "review"
	RecordTrust      = "certificate"
)

// Manifest says what is in a bundle.
type Manifest struct {
	Format       string         `json:"format"`
	Schema       int            `json:"schema"`
	Reader       int            `json:"reader"` // least reader version
	Bundle       string         `json:"bundle"` // identifies this bundle
	Store        string         `json:"store"`  // identifies the sender's store
	Sequence     uint64         `json:"sequence"`
	Kind         Kind           `json:"kind"`
	Created      string         `json:"created"` // RFC 3339 in UTC
	Creator      Creator        `json:"creator"`
	Scope        Scope          `json:"scope"`
	Deidentified bool           `json:"deidentified,omitempty"`
	Counts       map[string]int `json:"counts"`            // records by kind
	Journal      string         `json:"journal,omitempty"` // head of the sender's journal
	Bases        []Base         `json:"bases,omitempty"`   // bundles that the sender had taken in
	Note         string         `json:"note,omitempty"`    // to the receiver
	Entries      []Entry        `json:"entries"`
	Records      []RecordInfo   `json:"records"`
	Evidence     []EvidenceInfo `json:"evidence,omitempty"`
}

// Creator is who made a bundle, with what.
type Creator struct {
	Device  string `json:"device"` // [DeviceID] of the device's key, or another ID where it has none
	Name    string `json:"name,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Program string `json:"program,omitempty"`
}

// Scope is what the sender chose.
type Scope struct {
	Years       []int    `json:"years,omitempty"`
	Evaluations []string `json:"evaluations,omitempty"` // keys
	Evidence    bool     `json:"evidence"`              // whether files were to go along
}

// Base is the last bundle taken in from a store.
type Base struct {
	Store    string `json:"store"`
	Sequence uint64 `json:"sequence"`
}

// Entry is one file inside the bundle.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes, uncompressed
	SHA256 string `json:"sha256"`
}

// RecordInfo is what is known of a record without decoding it.
type RecordInfo struct {
	Kind       string       `json:"kind"`
	Key        string       `json:"key"`
	Size       int          `json:"size"` // bytes of its line without the line break
	SHA256     string       `json:"sha256"`
	Vector     merge.Vector `json:"vector,omitempty"`
	Year       int          `json:"year,omitempty"`
	Title      string       `json:"title,omitempty"`
	Unit       string       `json:"unit,omitempty"`
	Department string       `json:"department,omitempty"`
	Status     string       `json:"status,omitempty"`
	Changed    string       `json:"changed,omitempty"` // time of the last edit, RFC 3339
	By         string       `json:"by,omitempty"`      // author of the last edit
	Deleted    bool         `json:"deleted,omitempty"`
}

// EvidenceInfo is a file that records refer to. One that was not delivered can come with a later bundle.
type EvidenceInfo struct {
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size,omitempty"`
	Name      string `json:"name,omitempty"`
	Delivered bool   `json:"delivered"`
}

// Encode writes the manifest in its one form.
func (m *Manifest) Encode() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(m); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// DecodeManifest reads a manifest. Members that this program does not know are passed over, but never ones that differ from a known
// one by case only. The error is an [*Error] wrapping [ErrManifest], or a [*NewerError].
func DecodeManifest(data []byte) (*Manifest, error) {
	fault := func(err error) error {
		return &Error{Entry: nameManifest, Found: err.Error(), Err: ErrManifest}
	}
	// Decoding costs many times the text where that holds many small values, so they are counted first.
	if objects, values := bytes.Count(data, []byte("{")), bytes.Count(data, []byte(",")); objects > maxObjects || values > maxValues {
		return nil, fault(fmt.Errorf("%d objects, %d values, allowed: %d, %d", objects, values, maxObjects, maxValues))
	}
	if err := strictjson.Check(data, strictjson.Limits{Bytes: MaxManifest, Depth: maxDepth}); err != nil {
		return nil, fault(err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	head, err := readHead(data)
	if err != nil {
		return nil, fault(err)
	}
	if head.Format != Format {
		return nil, fault(fmt.Errorf("format %.60q, allowed: %q", head.Format, Format))
	}
	if head.Reader > Reads {
		return nil, &NewerError{Needs: head.Reader, Reads: Reads, Creator: head.Creator.Program}
	}
	m, err := readManifest(data)
	if err != nil {
		return nil, fault(err)
	}
	if err := m.check(); err != nil {
		return nil, fault(err)
	}
	return m, nil
}

// check refuses what no bundle can be.
func (m *Manifest) check() error {
	switch {
	case m.Schema < 1 || m.Reader < 1:
		return fmt.Errorf("schema %d, reader %d, allowed: 1 and more", m.Schema, m.Reader)
	case m.Bundle == "" || m.Creator.Device == "":
		return fmt.Errorf("bundle and creator.device must not be empty")
	case len(m.Entries) > MaxEntries || len(m.Records) > MaxRecords || len(m.Evidence) > MaxEntries:
		return fmt.Errorf("%d entries, %d records, %d evidence files, allowed: %d, %d, %d",
			len(m.Entries), len(m.Records), len(m.Evidence), MaxEntries, MaxRecords, MaxEntries)
	}
	if err := m.checkRecords(); err != nil {
		return err
	}
	return m.checkEntries()
}

func (m *Manifest) checkRecords() error {
	counts := map[string]int{}
	for i := range m.Records {
		r := &m.Records[i]
		switch {
		case (i == 0 || m.Records[i-1].Kind != r.Kind) && !kindPattern.MatchString(r.Kind):
			return fmt.Errorf("records[%d].kind %.60q", i, r.Kind)
		case r.Key == "" || len(r.Key) > 300:
			return fmt.Errorf("records[%d].key %.60q, allowed: 1 to 300 bytes", i, r.Key)
		case r.Size < 2 || r.Size > MaxLine:
			return fmt.Errorf("records[%d].size %d, allowed: 2 to %d", i, r.Size, MaxLine)
		case !isHash(r.SHA256):
			return fmt.Errorf("records[%d].sha256 %.80q", i, r.SHA256)
		case i > 0 && !before(&m.Records[i-1], r):
			return fmt.Errorf("records[%d] %.60q is not sorted or comes twice", i, r.Key)
		}
		counts[r.Kind]++
	}
	for kind, n := range m.Counts {
		if counts[kind] != n {
			return fmt.Errorf("counts.%.40s %d, allowed: %d", kind, n, counts[kind])
		}
	}
	return nil
}

func before(a, b *RecordInfo) bool { return a.Kind < b.Kind || a.Kind == b.Kind && a.Key < b.Key }

// checkEvidence returns the entries of the files that are delivered.
func (m *Manifest) checkEvidence() ([]Entry, error) {
	var want []Entry
	for i := range m.Evidence {
		e := &m.Evidence[i]
		switch {
		case !isHash(e.SHA256):
			return nil, fmt.Errorf("evidence[%d].sha256 %.80q", i, e.SHA256)
		case e.Size < 0 || e.Size > MaxEvidence:
			return nil, fmt.Errorf("evidence[%d].size %d, allowed: 0 to %d", i, e.Size, MaxEvidence)
		case i > 0 && m.Evidence[i-1].SHA256 >= e.SHA256:
			return nil, fmt.Errorf("evidence[%d] is not sorted or comes twice", i)
		case e.Delivered:
			want = append(want, Entry{Name: evidenceName(e.SHA256), Size: e.Size, SHA256: e.SHA256})
		}
	}
	return want, nil
}

// checkEntries wants exactly the entries that records and evidence need, in their order, with their sizes.
func (m *Manifest) checkEntries() error {
	var want []Entry
	for i := range m.Records {
		r := &m.Records[i]
		if i == 0 || m.Records[i-1].Kind != r.Kind {
			want = append(want, Entry{Name: recordsName(r.Kind)})
		}
		want[len(want)-1].Size += int64(r.Size) + 1
	}
	delivered, err := m.checkEvidence()
	if err != nil {
		return err
	}
	want = append(want, delivered...)
	if len(want) != len(m.Entries) {
		return fmt.Errorf("%d entries, allowed: %d", len(m.Entries), len(want))
	}
	for i, e := range m.Entries {
		w := want[i]
		if e.Name != w.Name || e.Size != w.Size || !isHash(e.SHA256) || w.SHA256 != "" && w.SHA256 != e.SHA256 {
			return fmt.Errorf("entries[%d] %.80q of %s bytes, allowed: %q of %s bytes", i, e.Name,
				strconv.FormatInt(e.Size, 10), w.Name, strconv.FormatInt(w.Size, 10))
		}
	}
	return nil
}

const (
	nameMimeType = "mimetype"
	nameManifest = "manifest.json"
	nameEnvelope = "manifest.dsse"
)

func recordsName(kind string) string { return "records/" + kind + ".jsonl" }

func evidenceName(sha string) string { return "evidence/" + sha }
