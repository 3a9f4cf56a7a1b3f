package report

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"image"
	"sync"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/report"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/scoring"
)

// document is a document of empty pages. It may be used by any goroutine, as the desk's.
type document struct {
	pages int
	mu    sync.Mutex
	drawn map[shot]int
}

func (d *document) Pages() int { return d.pages }

func (d *document) Size(int) (width, height float64) { return 595, 842 }

func (d *document) Plot(int, float64, report.Plotter) error { return nil }

func (d *document) Image(number int, dpi float64) (*image.RGBA, error) {
	d.mu.Lock()
	d.drawn[shot{number, int(dpi)}]++
	d.mu.Unlock()
	return image.NewRGBA(image.Rect(0, 0, int(595*dpi/72), int(842*dpi/72))), nil
}

var roles = []scoring.Role{
	{ID: "preparer", Name: scoring.Text{"zh": "填报人", "en": "Preparer"}, Required: true},
	{ID: "principal", Name: scoring.Text{"zh": "负责人", "en": "Principal"}, Required: true},
}

// press is a source in memory that remembers what it was asked for.
type press struct {
	document *document
	blocking int
	due      desk.Deadline
	err      error
	papers   []desk.Paper
	of       [][]desk.Ref

	written  desk.Written
	summary  *app.BatchSummary
	received *desk.Received
	signers  []desk.Signer
	tokens   []desk.TokenChoice

	signing *desk.Signing
	secret  string
	path    string
	owner   string
	address string
	hold    chan struct{} // Publish waits for it, if set
}

func (s *press) Preview(_ context.Context, of []desk.Ref, paper desk.Paper) (*desk.Preview, error) {
	s.papers, s.of = append(s.papers, paper), append(s.of, of)
	if s.err != nil {
		return nil, s.err
	}
	return &desk.Preview{
		Document: s.document, Name: "报告 " + of[0].ID, Title: "项目 " + of[0].ID, Roles: roles, Preparer: "张三",
		Draft: paper.Draft || s.blocking > 0, Blocking: s.blocking, Due: s.due,
	}, nil
}

func (s *press) note(signing *desk.Signing, path string) {
	s.signing, s.path = signing, path
	if signing != nil {
		s.secret = string(signing.Secret)
		sign.Wipe(signing.Secret)
	}
}

func (s *press) Publish(ctx context.Context, _ []desk.Ref, _ desk.Paper, signing *desk.Signing, path string, progress func(done, total int)) (desk.Written, error) {
	s.note(signing, path)
	if progress != nil {
		progress(1, 4)
	}
	if s.hold != nil {
		select {
		case <-s.hold:
		case <-ctx.Done():
			return desk.Written{}, ctx.Err()
		}
	}
	w := s.written
	if w.Path == "" {
		w.Path = path
	}
	return w, s.err
}

func (s *press) PublishAll(_ context.Context, of []desk.Ref, _ desk.Paper, signing *desk.Signing, folder string, progress func(done, total int)) (*app.BatchSummary, error) {
	s.note(signing, folder)
	progress(len(of), len(of))
	return s.summary, s.err
}

func (s *press) PassingFolder() (string, error) { return "/passing", nil }

func (s *press) Receive(context.Context, string) (*desk.Received, error) { return s.received, s.err }

func (s *press) SignReceived(_ context.Context, _ *desk.Received, signing desk.Signing, path string) (desk.Written, error) {
	s.note(&signing, path)
	return desk.Written{Path: path, Signed: true}, s.err
}

func (s *press) Signers(context.Context) ([]desk.Signer, error) { return s.signers, nil }

func (s *press) UsualSigner(context.Context) (string, error) {
	if len(s.signers) == 0 {
		return "", nil
	}
	return s.signers[0].ID, nil
}

func (s *press) MakeIdentity(_ context.Context, name string, _ sign.Algorithm, _ []byte) (*sign.Identity, error) {
	s.owner = name
	s.signers = []desk.Signer{{ID: "local", Place: desk.KeyHere}}
	return nil, nil
}

func (s *press) AddKeyFile(_ context.Context, path string, _ []byte) (desk.Signer, error) {
	return desk.Signer{ID: "file-" + path, Place: desk.KeyFile}, nil
}

func (s *press) WindowsCertificates() ([]*x509.Certificate, error) { return nil, errors.New("none") }

func (s *press) AddWindows(context.Context, *x509.Certificate) (desk.Signer, error) {
	return desk.Signer{}, nil
}

func (s *press) TokenCertificates(string, string, []byte) ([]desk.TokenChoice, error) {
	return s.tokens, s.err
}

func (s *press) AddToken(_ context.Context, _ string, choice desk.TokenChoice) (desk.Signer, error) {
	return desk.Signer{ID: "token-" + choice.Label, Place: desk.KeyToken}, nil
}

func (s *press) TimestampAddress(context.Context) (string, error) { return s.address, nil }

func (s *press) SetTimestampAddress(_ context.Context, address string) error {
	s.address = address
	return nil
}

// room is the page in a window.
type room struct {
	*pagetest.Room
	page   *Page
	source *press
	jobs   []platform.Job
	way    platform.PrintWay
}

func enter(t *testing.T, source *press, refs ...desk.Ref) *room {
	t.Helper()
	return enterIn(t, "zh", source, refs...)
}

func enterIn(t *testing.T, language string, source *press, refs ...desk.Ref) *room {
	t.Helper()
	return enterWith(t, language, source, source, refs...)
}

// enterWith shows the page of a source; press is what it remembers, where it is that one.
func enterWith(t *testing.T, language string, from Source, source *press, refs ...desk.Ref) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language), source: source, way: platform.PrintedByQueue}
	r.Now = time.Date(2023, 3, 31, 9, 0, 0, 0, time.UTC)
	if source.document == nil {
		source.document = &document{pages: 5, drawn: map[shot]int{}}
	}
	r.page = New(Needs{
		Host: r.Host(), Source: from,
		Print: func(_ context.Context, job platform.Job) (platform.PrintWay, error) {
			r.jobs = append(r.jobs, job)
			return r.way, nil
		},
	}, refs)
	r.Enter(r.page)
	r.Settle()
	return r
}

var one = desk.Ref{Year: 2022, ID: "甲"}

func several(n int) []desk.Ref {
	var refs []desk.Ref
	for i := range n {
		refs = append(refs, desk.Ref{Year: 2022, ID: fmt.Sprint("e", i)})
	}
	return refs
}

// came is a report as somebody sent it, signed by the first role.
func came() *desk.Received {
	return &desk.Received{
		Path: "/邮件/来件.pdf", Next: "principal",
		Judged: &app.Judged{
			Verdict: &sign.Verdict{Kind: sign.KindValidUntrusted, Signatures: []sign.Signature{{Field: "preparer", Signer: "李四"}}},
			Data:    &app.DataVerdict{Kind: app.DataAgrees, Rescored: &reportdata.Rescored{}},
		},
		Roles: []desk.ReceivedRole{{Role: roles[0], Signer: "李四"}, {Role: roles[1]}},
	}
}
