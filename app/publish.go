package app

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhunsheng/app/locale"
	"zhunsheng/app/pdf"
	"zhunsheng/app/report"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// ErrBlocked is returned, wrapped in a [*BlockedError], when findings keep an evaluation from being signed.
var ErrBlocked = errors.New("findings block the final export")

// BlockedError says how many findings block.
type BlockedError struct{ Count int }

// Error names the count.
func (e *BlockedError) Error() string { return fmt.Sprintf("%d %v", e.Count, ErrBlocked) }

// Unwrap returns [ErrBlocked].
func (e *BlockedError) Unwrap() error { return ErrBlocked }

// Message names the sentence for the user.
func (e *BlockedError) Message() scoring.Message {
	return scoring.Message{Key: "error.blocked", Args: scoring.Args{"count": fmt.Sprint(e.Count)}}
}

// ErrNotForSigning means that a draft or a blank form was to be signed.
var ErrNotForSigning error = &notForSigning{}

type notForSigning struct{}

// Error is the technical sentence.
func (*notForSigning) Error() string { return "drafts and blank forms are not signed" }

// Message names the sentence for the user.
func (*notForSigning) Message() scoring.Message {
	return scoring.Message{Key: "error.not-for-signing"}
}

// Publication is what a report is made of and how it is signed.
type Publication struct {
	Assessment *Assessment
	Words      *locale.Printer
	Now        time.Time // creation date of the document and claimed time of the signature
	// Identity signs; nil makes an unsigned report, with an empty field for every role.
	Identity *sign.Identity
	// Role is the ID of the scheme's role that signs.
	Role string
	// Seal is the image of a seal (PNG or JPEG) in the rooms for it on the pages; nil for none. A draft gets none.
	Seal []byte
	// Timestamp is asked for a timestamp of the signature; nil for none.
	Timestamp sign.Timestamper
	// Progress, if set, is called with steps done and steps in all.
	Progress func(done, total int)

	Kind     report.Kind   // empty means the whole report
	Draft    bool          // marked as a draft, without signature fields; so is whatever findings keep from being final
	Archive  bool          // PDF/A-1b, which carries no data
	Faces    *report.Faces // nil means the embedded typefaces
	LastYear *Assessment   // for the comparison of years; nil means none
	// Orientation is that of the official table; empty turns it as fits best.
	Orientation report.Orientation
}

// Published is a finished report.
type Published struct {
	Draft      bool // it is marked as a draft
	Data       []byte
	Pages      int
	Undrawable []rune        // characters that no font could draw; the report lists them
	Verdict    *sign.Verdict // what verification says of the signed file; nil where it is unsigned
	// TimestampErr says why the signature has no timestamp though one was asked for.
	TimestampErr error
}

// Publish makes the report, signs it where an identity is given, and verifies what it signed. An evaluation with blocking findings is
// not signed: the error is a [*BlockedError]; without an identity it becomes a draft. Other errors are [ErrNotForSigning], those of
// packages report and sign, or the context's.
func Publish(ctx context.Context, p Publication) (*Published, error) {
	if p.Identity != nil {
		if n := p.blocking(); n > 0 {
			return nil, &BlockedError{Count: n}
		}
		if p.Draft || p.Kind == report.KindBlank {
			return nil, ErrNotForSigning
		}
	}
	prepared, draft, err := Prepare(ctx, p)
	if err != nil {
		return nil, err
	}
	document, err := prepared.Write(ctx)
	if err != nil {
		return nil, err
	}
	out := &Published{Draft: draft, Data: document.Bytes, Pages: document.Pages, Undrawable: document.Undrawable}
	if p.Identity == nil {
		return out, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	signed, err := p.sign(document.Bytes)
	if err != nil {
		return nil, err
	}
	out.Data, out.TimestampErr = signed.File, signed.TimestampErr
	out.Verdict, err = sign.Verify(out.Data, sign.VerifyOptions{Trust: []*x509.Certificate{p.Identity.Certificate()}, Now: p.Now})
	if err != nil {
		return nil, err
	}
	if !out.Verdict.Kind.Good() {
		return nil, &UnsoundSignatureError{Verdict: out.Verdict}
	}
	return out, nil
}

// Prepare lays out the report that [Publish] writes, to be looked at or printed, and reports whether it is marked as a draft: because
// that was asked for, or because findings block. Errors are those of package report, or the context's.
func Prepare(ctx context.Context, p Publication) (prepared *report.Prepared, draft bool, err error) {
	draft = p.Draft || p.blocking() > 0
	input := report.Input{
		Scheme: p.Assessment.Scheme, Evaluation: p.Assessment.Evaluation, Scorecard: p.Assessment.Card,
		Findings: p.Assessment.Findings, Words: p.Words, Language: documentLanguage(p.Words.Language()),
		Now: p.Now, Producer: Producer, Progress: p.Progress,
		Kind: p.Kind, Draft: draft, Archive: p.Archive, Faces: p.Faces, Orientation: p.Orientation, Seal: p.Seal,
	}
	if last := p.LastYear; last != nil {
		input.LastYear = &report.LastYear{Scheme: last.Scheme, Evaluation: last.Evaluation, Scorecard: last.Card}
	}
	if input.DocumentID, err = documentID(p.Assessment.Evaluation, p.Now, fmt.Sprint(p.Kind, draft, p.Archive)); err != nil {
		return nil, false, err
	}
	prepared, err = report.Prepare(ctx, input)
	return prepared, draft, err
}

// blocking counts the findings that keep the document from being final; a blank form has none.
func (p *Publication) blocking() int {
	if p.Kind == report.KindBlank {
		return 0
	}
	return review.Blocking(p.Assessment.Findings)
}

func (p *Publication) sign(data []byte) (*sign.Signed, error) {
	return signReport(data, Signing{
		Identity: p.Identity, Role: p.Role, Label: roleName(p.Assessment.Scheme, p.Role, p.Words.Language()), Now: p.Now, Words: p.Words,
		Roles: p.Assessment.Scheme.Roles, Timestamp: p.Timestamp,
	})
}

// Signing is one signature to be put under an existing report.
type Signing struct {
	Identity *sign.Identity
	Role     string // ID of the role, which names the signature field
	Label    string // the role as people read it; "" takes the role's ID
	Now      time.Time
	Words    *locale.Printer
	// Roles is the order of signing, from the scheme; nil lets every role sign at any time.
	Roles []scoring.Role
	// Rejection, if not empty, refuses the report with this comment; see [sign.Options].
	Rejection string
	Seal      []byte           // image of a seal (PNG or JPEG) within the field, beside the signature; nil for none
	Timestamp sign.Timestamper // nil for none
}

// SignReport signs a report that may come from elsewhere in the field of a role, visibly. A report whose data do not give what it
// prints is not signed: the error is a [*DataError]. Other errors are those of [sign.Sign] and [sign.WithSeal], a [*TurnError] or a
// [*RefusedError]; [ErrNotForSigning] for a draft and a blank form.
func SignReport(data []byte, s Signing) (*sign.Signed, error) {
	if r, err := pdf.Read(data); err == nil && !reportdata.ForSigning(r) {
		return nil, ErrNotForSigning
	}
	if v := VerifyData(data); v.Kind == DataDisagrees || v.Kind == DataRefused {
		return nil, &DataError{Verdict: v}
	}
	return signReport(data, s)
}

func signReport(data []byte, s Signing) (*sign.Signed, error) {
	if s.Label == "" {
		s.Label = s.Role
	}
	var look sign.Appearance = report.NewSignatureLook(s.Words, nil)
	if s.Seal != nil {
		var err error
		if look, err = sign.WithSeal(look, s.Seal); err != nil {
			return nil, err
		}
	}
	signed, err := sign.Sign(data, sign.Options{
		Identity: s.Identity, Field: s.Role, Role: s.Label, Time: s.Now,
		TimeText:   s.Now.Format("2006-01-02 15:04:05"),
		Appearance: look, Rejection: s.Rejection, Roles: SigningOrder(s.Roles), Timestamp: s.Timestamp,
	})
	return signed, s.inWords(err)
}

// inWords gives errors about other roles their names.
func (s *Signing) inWords(err error) error {
	var turn *sign.OrderError
	var refused *sign.RejectedError
	switch {
	case errors.As(err, &turn):
		return &TurnError{Err: turn, Role: s.roleNames(turn.Field), Waiting: s.roleNames(turn.Waiting...), Passed: s.roleNames(turn.Passed...)}
	case errors.As(err, &refused):
		return &RefusedError{Err: refused, Role: s.roleNames(refused.Field)}
	}
	return err
}

func (s *Signing) roleNames(fields ...string) string {
	var names []string
	for _, field := range fields {
		name := field
		for _, role := range s.Roles {
			if role.ID == field {
				name = role.Name.In(s.Words.Language())
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, s.Words.Text("sign.separator", nil))
}

// SigningOrder is the order of signing that the roles of a scheme make.
func SigningOrder(roles []scoring.Role) []sign.Role {
	var order []sign.Role
	for _, role := range roles {
		order = append(order, sign.Role{Field: role.ID, Required: role.Required})
	}
	return order
}

func roleName(s *scoring.Scheme, id, language string) string {
	for _, role := range s.Roles {
		if role.ID == id {
			return role.Name.In(language)
		}
	}
	return ""
}

// documentID identifies a document by its content, time and kind, so that the same input gives the same bytes.
func documentID(e *scoring.Evaluation, now time.Time, kind string) (id [16]byte, err error) {
	data, err := e.Encode()
	if err != nil {
		return id, err
	}
	sum := sha256.New()
	sum.Write(data)
	fmt.Fprint(sum, now.UTC().Format(time.RFC3339), kind)
	copy(id[:], sum.Sum(nil))
	return id, nil
}

func documentLanguage(language string) string {
	if language == locale.Chinese {
		return "zh-CN"
	}
	return language
}

// UnsoundSignatureError says that a signature this program made did not verify; the file was not kept.
type UnsoundSignatureError struct{ Verdict *sign.Verdict }

// Error names the verdict.
func (e *UnsoundSignatureError) Error() string {
	return "the new signature does not verify: " + string(e.Verdict.Kind)
}

// Message names the sentence for the user.
func (e *UnsoundSignatureError) Message() scoring.Message {
	return scoring.Message{Key: "error.unsound-signature", Args: scoring.Args{"verdict": string(e.Verdict.Kind)}}
}
