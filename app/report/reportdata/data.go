// Package reportdata is the data that a report carries inside: the evaluation with the scheme it was scored under, so that the file
// alone can be imported and scored again.
//
// [Encode] writes the data, format zhunsheng/report-data/1; package report attaches it as the one associated file of the document.
// [Extract] finds it again: exactly one, in the document's first revision, whole and of the stated hashes, else a [*Error].
// [Rescore] scores it and compares the result with the figures that the pages show, read back by package
// [zhunsheng/app/report/officialtable] from the page content alone.
//
// The format is described in docs/formats/report-data.md.
package reportdata

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhunsheng/scoring"
	"zhunsheng/scoring/strictjson"
)

// Format is the value of the "format" member that this program writes and reads.
const Format = "zhunsheng/report-data/1"

// FileName is the name of the associated file, and MIME its type.
const (
	FileName = "zhunsheng-report-data.json"
	MIME     = "application/json"
)

// MaxBytes is the largest data that is read.
const MaxBytes = 24 << 20

// Data is what a report carries.
type Data struct {
	Program    string    // that made the report, with its version
	Created    time.Time // of the report
	Language   string    // BCP 47 tag of the printed text
	Kind       string    // of the document: "report" or "table"
	Draft      bool      // printed with the mark of a draft
	Scheme     *scoring.Scheme
	Evaluation *scoring.Evaluation
}

// file is the data as it is written.
type file struct {
	Format           string          `json:"format"`
	Program          string          `json:"program"`
	Created          string          `json:"created,omitempty"`
	Language         string          `json:"language"`
	Kind             string          `json:"kind"`
	Draft            bool            `json:"draft,omitempty"`
	SchemeSHA256     string          `json:"schemeSha256"`
	EvaluationSHA256 string          `json:"evaluationSha256"`
	Scheme           json.RawMessage `json:"scheme"`
	Evaluation       json.RawMessage `json:"evaluation"`
}

// The ways in which the data of a report can fail.
var (
	ErrNone    = errors.New("the document carries no report data")
	ErrSeveral = errors.New("the document carries more than one embedded file")
	ErrDamaged = errors.New("the report data are damaged")
	ErrTooLong = errors.New("the report data are too large")
	ErrLater   = errors.New("the report data were added or replaced after the document was made")
)

// Error says what is wrong with the data of a report. Kind is one of the sentinels above.
type Error struct {
	Kind   error
	Detail string
	Cause  error // of damage; may be nil
}

// Error describes the fault.
func (e *Error) Error() string {
	text := "report data: " + e.Kind.Error()
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// Message names the sentence for the user.
func (e *Error) Message() scoring.Message {
	key := map[error]string{
		ErrNone: "none", ErrSeveral: "several", ErrDamaged: "damaged", ErrTooLong: "too-long", ErrLater: "later",
	}[e.Kind]
	detail := e.Detail
	if e.Cause != nil {
		detail += " " + e.Cause.Error()
	}
	return scoring.Message{Key: "error.report-data." + key, Args: scoring.Args{"detail": detail}}
}

func fail(kind error, format string, args ...any) error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

// Encode writes the data. The same data give the same bytes. The error is that of encoding the evaluation or the scheme.
func Encode(d *Data) ([]byte, error) {
	scheme, err := compact(d.Scheme.Encode)
	if err != nil {
		return nil, err
	}
	evaluation, err := compact(d.Evaluation.Encode)
	if err != nil {
		return nil, err
	}
	f := file{
		Format: Format, Program: d.Program, Language: d.Language, Kind: d.Kind, Draft: d.Draft,
		SchemeSHA256: digest(scheme), EvaluationSHA256: digest(evaluation), Scheme: scheme, Evaluation: evaluation,
	}
	if !d.Created.IsZero() {
		f.Created = d.Created.Format(time.RFC3339)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(f); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// compact returns a document without blanks between its tokens, as it stands in the data.
func compact(encode func() ([]byte, error)) ([]byte, error) {
	data, err := encode()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Compact(&out, data)
	return out.Bytes(), err
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Decode reads data and checks them against their hashes. Every error is a [*Error] of [ErrDamaged] or [ErrTooLong].
func Decode(data []byte) (*Data, error) {
	if len(data) > MaxBytes {
		return nil, fail(ErrTooLong, "%d bytes, at most %d", len(data), MaxBytes)
	}
	var f file
	if err := strictjson.Decode(data, &f, strictjson.Limits{Bytes: MaxBytes, Depth: strictjson.DefaultLimits.Depth + 1}); err != nil {
		return nil, &Error{Kind: ErrDamaged, Cause: err}
	}
	if f.Format != Format {
		return nil, fail(ErrDamaged, "format %q, not %q", cut(f.Format), Format)
	}
	d := &Data{Program: f.Program, Language: f.Language, Kind: f.Kind, Draft: f.Draft}
	if f.Created != "" {
		var err error
		if d.Created, err = time.Parse(time.RFC3339, f.Created); err != nil {
			return nil, fail(ErrDamaged, "created %q", cut(f.Created))
		}
	}
	for _, part := range []struct {
		name, stated string
		data         []byte
	}{{"scheme", f.SchemeSHA256, f.Scheme}, {"evaluation", f.EvaluationSHA256, f.Evaluation}} {
		if sum := digest(part.data); sum != part.stated {
			return nil, fail(ErrDamaged, "the SHA-256 of the %s is %s, not %q", part.name, sum, cut(part.stated))
		}
	}
	var err error
	if d.Scheme, err = scoring.ReadScheme(f.Scheme); err != nil {
		return nil, &Error{Kind: ErrDamaged, Detail: "scheme", Cause: err}
	}
	if d.Evaluation, err = scoring.RestoreEvaluation(f.Evaluation); err != nil {
		return nil, &Error{Kind: ErrDamaged, Detail: "evaluation", Cause: err}
	}
	return d, nil
}

func cut(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}
