package collect

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/pdf"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// SourceKind says what kind of file evaluations came in.
type SourceKind string

// The kinds of source.
const (
	SourceBundle SourceKind = "bundle"
	SourceReport SourceKind = "report"
	SourceFolder SourceKind = "folder" // that cannot be read
)

// State says what is wrong with a file as a whole; "" is nothing.
type State string

// The states of files.
const (
	Unreadable State = "unreadable"
	Altered    State = "altered" // the signature or the content does not fit
	Late       State = "late"    // made after the day it was due
)

// Source is one file that was handed over.
type Source struct {
	Path    string     `json:"path"`
	Kind    SourceKind `json:"kind"`
	State   State      `json:"state,omitempty"`
	Detail  string     `json:"detail,omitempty"`
	Locked  bool       `json:"locked,omitempty"`  // it wants a passphrase or key, or another one
	Created string     `json:"created,omitempty"` // RFC 3339, as the file says
	Bundle  string     `json:"bundle,omitempty"`
	Store   string     `json:"store,omitempty"`
	Unit    string     `json:"unit,omitempty"` // that made it
	Trust   string     `json:"trust,omitempty"`
	Items   []Item     `json:"items,omitempty"`
}

// Standing says what became of an evaluation in a file.
type Standing string

// The standings of evaluations.
const (
	Counted     Standing = "counted"
	Duplicate   Standing = "duplicate"   // the same version is in an earlier file
	Superseded  Standing = "superseded"  // a later version is in another file
	Conflicting Standing = "conflicting" // another version that knows nothing of this one counts; somebody has to merge them
	Deleted     Standing = "deleted"
	OtherYear   Standing = "other-year" // of another year than the one that was asked for
)

// Item is one evaluation in a file.
type Item struct {
	Key        string       `json:"key"` // year/id
	Year       int          `json:"year"`
	Unit       string       `json:"unit,omitempty"`
	Department string       `json:"department,omitempty"`
	Title      string       `json:"title,omitempty"`
	Status     string       `json:"status,omitempty"`
	Standing   Standing     `json:"standing"`
	vector     merge.Vector // nil for reports and de-identified bundles
	hash       string       // of the record
	deleted    bool
}

// identity tells evaluations of different units with the same key apart.
func (i *Item) identity() string { return i.Key + "\x00" + i.Unit }

// DifferError says that a report prints something else than its data give.
type DifferError struct {
	First reportdata.Difference
	Count int
}

// Error shows the first difference.
func (e *DifferError) Error() string {
	return fmt.Sprintf("%s %s: printed %q, the data give %q (%d differences)", e.First.Place, e.First.Row, e.First.Printed, e.First.Computed, e.Count)
}

// Message names the sentence for the user.
func (e *DifferError) Message() scoring.Message {
	key := "collect.differs"
	if e.First.Row != "" {
		key += ".row"
	}
	return scoring.Message{Key: key, Args: scoring.Args{
		"row": e.First.Row, "printed": e.First.Printed, "computed": e.First.Computed, "count": strconv.Itoa(e.Count),
	}}
}

// VerdictError says why the signatures of a report speak against it.
type VerdictError struct{ Kind sign.Kind }

// Error is the kind of the verdict.
func (e *VerdictError) Error() string { return string(e.Kind) }

// Message names the sentence for the user.
func (e *VerdictError) Message() scoring.Message { return scoring.Message{Key: string(e.Kind)} }

// maxReport is the largest report that is read, in bytes.
const maxReport = 64 << 20

// look reads what a file says about itself.
func (o *Options) look(path string) Source {
	if strings.EqualFold(filepath.Ext(path), bundle.Extension) {
		return o.lookBundle(path)
	}
	return o.lookReport(path)
}

func (o *Options) lookBundle(path string) Source {
	s := Source{Path: path, Kind: SourceBundle}
	r, err := o.Keys.open(path, o.Bundles)
	if err != nil {
		o.fail(&s, err)
		return s
	}
	defer r.Close()
	m := r.Manifest()
	s.Created, s.Bundle, s.Store, s.Unit, s.Trust = m.Created, m.Bundle, m.Store, m.Creator.Unit, string(r.Trust())
	o.judgeDate(&s)
	// An altered file must not keep a sound one of the same content from counting, so records and evidence are checked now.
	if err := r.Verify(context.Background(), nil); err != nil {
		o.fail(&s, err)
		return s
	}
	for i := range m.Records {
		if info := &m.Records[i]; info.Kind == bundle.RecordEvaluation {
			s.Items = append(s.Items, Item{
				Key: info.Key, Year: info.Year, Unit: info.Unit, Department: info.Department, Title: info.Title, Status: info.Status,
				vector: info.Vector, hash: info.SHA256, deleted: info.Deleted,
			})
		}
	}
	return s
}

// say puts an error into the words for whoever collects.
func (o *Options) say(err error) string {
	if o.Say == nil {
		return err.Error()
	}
	return o.Say(err)
}

// fail notes why a file cannot be used.
func (o *Options) fail(s *Source, err error) {
	s.State, s.Detail = Unreadable, o.say(err)
	s.Locked = errors.Is(err, bundle.ErrEncrypted) || errors.Is(err, bundle.ErrKey)
	for _, altered := range []error{bundle.ErrContent, bundle.ErrSignature, bundle.ErrWrongSigner} {
		if errors.Is(err, altered) {
			s.State = Altered
		}
	}
}

func (o *Options) judgeDate(s *Source) {
	if o.Due != "" && s.State == "" && len(s.Created) >= len(o.Due) && s.Created[:len(o.Due)] > o.Due {
		s.State = Late
	}
}

func (o *Options) lookReport(path string) Source {
	s := Source{Path: path, Kind: SourceReport}
	file, err := app.ReadFile(path, maxReport)
	if err != nil {
		o.fail(&s, err)
		return s
	}
	data := o.rescore(&s, file)
	if data == nil {
		return s
	}
	if !data.Created.IsZero() {
		s.Created = data.Created.UTC().Format("2006-01-02T15:04:05Z")
	}
	verdict, err := sign.Verify(file, sign.VerifyOptions{Trust: o.Trust, Now: o.Now})
	switch {
	case err != nil:
		o.fail(&s, err)
		return s
	case len(verdict.Signatures) == 0:
		s.Trust = string(bundle.Unsigned)
	case !verdict.Kind.Good():
		s.State, s.Detail = Altered, o.say(&VerdictError{Kind: verdict.Kind})
		return s
	case verdict.Kind == sign.KindValid:
		s.Trust = string(bundle.Trusted)
	default:
		s.Trust = string(bundle.Unknown)
	}
	o.judgeDate(&s)
	e := data.Evaluation
	s.Unit = e.Project.Unit
	s.Items = []Item{{
		Key: fmt.Sprintf("%d/%s", e.FiscalYear, e.ID), Year: e.FiscalYear, Unit: e.Project.Unit, Department: e.Project.Department,
		Title: e.Project.Name, Status: string(e.Status),
	}}
	return s
}

// rescore takes the data out of a report and scores them again. A report that prints something else than its data give is altered; nil is
// returned for one that cannot be used.
func (o *Options) rescore(s *Source, file []byte) *reportdata.Data {
	v := app.VerifyData(file)
	switch v.Kind {
	case app.DataAgrees:
		return v.Rescored.Data
	case app.DataDisagrees:
		d := v.Rescored.Differences[0]
		s.State, s.Detail = Altered, o.say(&DifferError{First: d, Count: len(v.Rescored.Differences)})
	case app.DataRefused:
		s.State, s.Detail = Altered, o.say(v.Err)
	default:
		o.fail(s, v.Err)
	}
	return nil
}

func readReport(path string) (*reportdata.Data, []byte, error) {
	file, err := app.ReadFile(path, maxReport)
	if err != nil {
		return nil, nil, err
	}
	r, err := pdf.Read(file)
	if err != nil {
		return nil, nil, err
	}
	data, err := reportdata.Extract(r)
	return data, file, err
}

func standing(i, best *Item) Standing {
	switch order := i.vector.Compare(best.vector); {
	case order == merge.Equal && i.hash == best.hash:
		return Duplicate
	case order == merge.Concurrent:
		return Conflicting
	default:
		return Superseded
	}
}
