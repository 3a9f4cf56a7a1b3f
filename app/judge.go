package app

import (
	"crypto/x509"
	"time"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

// JudgeOptions say against what a report is judged.
type JudgeOptions struct {
	Trust []*x509.Certificate
	Now   time.Time
	// Scheme gives the roles and their order; nil takes the scheme that the report carries.
	Scheme *scoring.Scheme
	// Complete demands that every required role has signed, so that a report cut back to an earlier version is found.
	Complete bool
}

// Judged is what was found out about a report.
type Judged struct {
	Verdict *sign.Verdict
	Data    *DataVerdict
	Roles   []scoring.Role // of the scheme; empty where none is known
}

// Good tells whether nothing speaks against the report.
func (j *Judged) Good() bool { return j.Verdict.Kind.Good() && j.Data.Good() }

// JudgeReport judges signatures and data of a report. The error is [sign.ErrNoTime].
func JudgeReport(file []byte, o JudgeOptions) (*Judged, error) {
	out := &Judged{Data: VerifyData(file)}
	if o.Scheme != nil {
		out.Roles = o.Scheme.Roles
	} else {
		out.Roles = ReportRoles(file)
	}
	options := sign.VerifyOptions{Trust: o.Trust, Now: o.Now}
	for _, role := range out.Roles {
		options.Order = append(options.Order, role.ID)
		if o.Complete && role.Required {
			options.Required = append(options.Required, role.ID)
		}
	}
	var err error
	out.Verdict, err = sign.Verify(file, options)
	return out, err
}

// ReportRoles returns the roles of the scheme that a report carries in its data, in the order of signing; nil where it carries none
// that can be read.
func ReportRoles(file []byte) []scoring.Role {
	reader, err := pdf.Read(file)
	if err != nil {
		return nil
	}
	data, err := reportdata.Extract(reader)
	if err != nil {
		return nil
	}
	return data.Scheme.Roles
}

// DataError says that the data inside a report speak against signing it.
type DataError struct{ Verdict *DataVerdict }

// Error is the technical reason.
func (e *DataError) Error() string {
	if e.Verdict.Err != nil {
		return "report data: " + e.Verdict.Err.Error()
	}
	return "report data: the print shows something else than the data give"
}

// Unwrap returns why the data cannot be relied on, if that is so.
func (e *DataError) Unwrap() error { return e.Verdict.Err }

// Message names the sentence for the user.
func (e *DataError) Message() scoring.Message { return scoring.Message{Key: "error.sign.data"} }

// TurnError says in the words of a scheme why a role must not sign now.
type TurnError struct {
	Err     *sign.OrderError
	Role    string
	Waiting string // names of the roles that sign first
	Passed  string // names of the roles that signed already
}

// Error is the technical reason.
func (e *TurnError) Error() string { return e.Err.Error() }

// Unwrap returns the [sign.OrderError].
func (e *TurnError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *TurnError) Message() scoring.Message {
	key := "error.sign.order"
	if e.Waiting == "" {
		key = "error.sign.order-passed"
	}
	return scoring.Message{Key: key, Args: scoring.Args{"role": e.Role, "waiting": e.Waiting, "passed": e.Passed}}
}

// RefusedError says who rejected a report that is to be signed.
type RefusedError struct {
	Err  *sign.RejectedError
	Role string
}

// Error is the technical reason.
func (e *RefusedError) Error() string { return e.Err.Error() }

// Unwrap returns the [sign.RejectedError].
func (e *RefusedError) Unwrap() error { return e.Err }

// Message names the sentence for the user.
func (e *RefusedError) Message() scoring.Message {
	return scoring.Message{Key: "error.sign.rejected", Args: scoring.Args{"role": e.Role, "signer": e.Err.Signer, "comment": e.Err.Comment}}
}
