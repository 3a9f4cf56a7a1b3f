package report

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/report"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
)

// document is a document of empty pages.
type document struct {
	pages int
	drawn map[shot]int
}

func (d *document) Pages() int                              { return d.pages }
func (d *document) Size(int) (width, height float64)        { return 595, 842 }
func (d *document) Plot(int, float64, report.Plotter) error { return nil }

func (d *document) Image(number int, dpi float64) (*image.RGBA, error) {
	d.drawn[shot{number, int(dpi)}]++
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
		Draft: paper.Draft || s.blocking > 0, Blocking: s.blocking,
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
	page    *Page
	source  *press
	queue   uitest.Queue
	canvas  fyne.Canvas
	prompts *prompt.Prompts
	asked   []picker.Question
	answer  string // to the next question for a file; "" is no answer
	toasts  []string
	failed  []error
	copied  string
	opened  []string
	jobs    []platform.Job
	way     platform.PrintWay
	now     time.Time
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
	r := &room{source: source, queue: uitest.NewQueue(), way: platform.PrintedByQueue, now: time.Date(2023, 3, 31, 9, 0, 0, 0, time.UTC)}
	if source.document == nil {
		source.document = &document{pages: 5, drawn: map[shot]int{}}
	}
	words := uitest.Words(t, language)
	window := uitest.Window(t, nil)
	r.canvas = window.Canvas()
	r.prompts = prompt.New(r.canvas, func() wording.Words { return words }, func(text string) { r.copied = text })
	r.page = New(Needs{
		Host: page.Host{
			Words: words, Runner: task.NewRunner(t.Context(), r.queue.Post), Prompts: r.prompts,
			Fail: func(err error) { r.failed = append(r.failed, err) }, Retitle: func() {},
			Pick: func(q picker.Question, done func(string)) {
				r.asked = append(r.asked, q)
				if r.answer != "" {
					done(r.answer)
				}
			},
			Toast: func(text string, _ look.Tone) { r.toasts = append(r.toasts, text) },
			Copy:  func(text string) { r.copied = text }, OpenFile: func(path string) error { r.opened = append(r.opened, path); return nil },
			Help: func() {}, Back: func() {}, Now: func() time.Time { return r.now },
		},
		Source: from,
		Print: func(_ context.Context, job platform.Job) (platform.PrintWay, error) {
			r.jobs = append(r.jobs, job)
			return r.way, nil
		},
	}, refs)
	window.SetContent(r.page.Content())
	r.page.Shown()
	r.settle()
	return r
}

// settle runs what comes back until nothing is being made any more.
func (r *room) settle() {
	for r.page.busy() || r.page.work.job != nil || !r.page.signing.known || len(r.queue) > 0 {
		r.queue.Take()
	}
}

// run does a command of the page.
func (r *room) run(t *testing.T, id string) {
	t.Helper()
	all := r.page.Commands()
	i := slices.IndexFunc(all, func(c command.Command) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("no command %s", id)
	}
	all[i].Run()
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

func TestStructure(t *testing.T) {
	failing := came()
	failing.Roles[0].Rejected, failing.Roles[0].Comment, failing.Next = true, "数据有误", ""
	for name, build := range map[string]func(t *testing.T) *room{
		"one":     func(t *testing.T) *room { return enter(t, &press{}, one) },
		"english": func(t *testing.T) *room { return enterIn(t, "en", &press{}, several(3)...) },
		"none":    func(t *testing.T) *room { return enter(t, &press{}) },
		"blocked": func(t *testing.T) *room {
			r := enter(t, &press{blocking: 2}, one)
			r.run(t, "report.sign")
			return r
		},
		"sign": func(t *testing.T) *room {
			r := enter(t, &press{signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}}, one)
			r.run(t, "report.sign")
			return r
		},
		"new-identity": func(t *testing.T) *room {
			r := enter(t, &press{}, one)
			r.run(t, "report.sign")
			return r
		},
		"received": func(t *testing.T) *room {
			r := enter(t, &press{received: came()})
			r.page.ReadFile("/邮件/来件.pdf")
			r.queue.Take()
			r.settle()
			return r
		},
		"rejected": func(t *testing.T) *room {
			r := enter(t, &press{received: failing})
			r.page.ReadFile("/邮件/来件.pdf")
			r.queue.Take()
			r.settle()
			return r
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := build(t)
			r.canvas.Capture()
			uitest.Structure(t, r.page.Content(), name)
		})
	}
}

func TestKeysTurnPages(t *testing.T) {
	r := enter(t, &press{}, one)
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyRight, 1},
		{fyne.KeyEnd, 4},
		{fyne.KeyRight, 4},
		{fyne.KeyLeft, 3},
		{fyne.KeyHome, 0},
		{fyne.KeyLeft, 0},
	} {
		uitest.Press(t, r.canvas, c.key)
		if r.page.current != c.want {
			t.Fatalf("%s: page %d, want %d", c.key, r.page.current, c.want)
		}
	}
	// A screenful first, then the next page.
	uitest.Press(t, r.canvas, fyne.KeyPageDown)
	if r.page.current != 0 || r.page.view.scroll.Offset.Y == 0 {
		t.Errorf("page %d at %v", r.page.current, r.page.view.scroll.Offset)
	}
	for range 4 {
		uitest.Press(t, r.canvas, fyne.KeyPageDown)
	}
	if r.page.current == 0 {
		t.Error("PageDown stays on the first page")
	}
	r.settle()
	if n := r.source.document.drawn[shot{0, r.page.view.dpi()}]; n != 1 {
		t.Errorf("the first page was drawn %d times", n)
	}
}

func TestZoom(t *testing.T) {
	r := enter(t, &press{}, one)
	fit := r.page.view.percent()
	r.run(t, "report.larger")
	if got := r.page.view.percent(); got <= fit {
		t.Errorf("%d %% after enlarging %d %%", got, fit)
	}
	uitest.Type(t, r.canvas, "--")
	if got := r.page.view.percent(); got > fit {
		t.Errorf("%d %% after shrinking twice", got)
	}
	r.run(t, "report.fit")
	r.run(t, "report.fit")
	if height := r.page.view.extent().Height; height > r.page.view.Size().Height {
		t.Errorf("the whole page is %v high in %v", height, r.page.view.Size().Height)
	}
	r.settle()
}

func TestOptionsLayTheDocumentOutAnew(t *testing.T) {
	r := enter(t, &press{}, several(3)...)
	o := r.page.options
	last := func() desk.Paper { return r.source.papers[len(r.source.papers)-1] }
	for _, c := range []struct {
		do   func()
		want func(desk.Paper) bool
	}{
		{func() { o.kind.Choose(string(report.KindTable)) }, func(p desk.Paper) bool { return p.Kind == report.KindTable }},
		{func() { o.orientation.Choose(string(report.OrientationLying)) }, func(p desk.Paper) bool { return p.Orientation == report.OrientationLying }},
		{func() { o.orientation.Choose(fits) }, func(p desk.Paper) bool { return p.Orientation == "" }},
		{func() { o.fonts.Choose(desk.FontsSystem) }, func(p desk.Paper) bool { return p.Fonts == desk.FontsSystem }},
		{func() { o.language.Choose(english) }, func(p desk.Paper) bool { return p.Language == "en" }},
		{func() { o.format.Choose(archive) }, func(p desk.Paper) bool { return p.Archive }},
		{func() { o.purpose.Choose(draft) }, func(p desk.Paper) bool { return p.Draft }},
		{func() { o.kind.Choose(string(desk.PaperSummary)) }, func(p desk.Paper) bool { return p.Kind == desk.PaperSummary }},
	} {
		before := len(r.source.papers)
		c.do()
		r.settle()
		if len(r.source.papers) != before+1 || !c.want(last()) {
			t.Fatalf("%d previews, the last of %+v", len(r.source.papers)-before, last())
		}
	}
	if got := r.source.of[len(r.source.of)-1]; len(got) != 3 {
		t.Errorf("a summary of %d", len(got))
	}
}

func TestExportSaysWhereItWent(t *testing.T) {
	r := enter(t, &press{written: desk.Written{Path: "/o/报告 (2).pdf", Renamed: true, Pages: 5}}, one)
	r.run(t, "report.export")
	if len(r.asked) != 1 || r.asked[0].Save != "报告 甲.pdf" || r.source.path != "" {
		t.Fatalf("asked %+v, wrote %q", r.asked, r.source.path)
	}
	r.answer = "/o/报告.pdf"
	r.run(t, "report.export")
	r.settle()
	text := r.page.foot.result.text.Text
	if r.source.path != "/o/报告.pdf" || r.source.signing != nil || !strings.Contains(text, "报告 (2).pdf") || !strings.Contains(text, "正被其他程序打开") {
		t.Errorf("wrote %q, says %q", r.source.path, text)
	}
	r.page.openFile(r.page.foot.result.path)
	r.queue.Take()
	if !slices.Equal(r.opened, []string{"/o/报告 (2).pdf"}) {
		t.Errorf("opened %v", r.opened)
	}
}

func TestExportCanBeCancelled(t *testing.T) {
	r := enter(t, &press{hold: make(chan struct{})}, one)
	r.answer = "/o/a.pdf"
	r.run(t, "report.export")
	if r.page.canExport() {
		t.Error("a second export can be begun")
	}
	r.page.foot.stop.Tapped(nil)
	r.settle()
	if len(r.toasts) != 1 || len(r.failed) != 0 {
		t.Errorf("said %v, failed %v", r.toasts, r.failed)
	}
}

func TestExportGoesOnWhenThePageIsLeft(t *testing.T) {
	hold := make(chan struct{})
	r := enter(t, &press{hold: hold}, one)
	r.answer = "/o/a.pdf"
	r.run(t, "report.export")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	close(hold)
	r.settle()
	if len(r.toasts) != 1 || !strings.Contains(r.toasts[0], "a.pdf") {
		t.Errorf("said %v", r.toasts)
	}
}

func TestFailureOfALayoutIsShown(t *testing.T) {
	r := enter(t, &press{err: errors.New("no room")}, one)
	if len(r.failed) != 1 || !r.page.view.empty.Visible() {
		t.Errorf("failed %v", r.failed)
	}
}

func TestPrinting(t *testing.T) {
	r := enter(t, &press{}, one)
	r.run(t, "report.print")
	r.settle()
	if len(r.jobs) != 1 || r.jobs[0].Pages == nil || !r.jobs[0].Ask || len(r.toasts) != 1 {
		t.Fatalf("%+v, said %v", r.jobs, r.toasts)
	}
	path, err := r.jobs[0].PDF(t.Context())
	if err != nil || !strings.HasSuffix(path, "报告 甲.pdf") || r.source.path != path {
		t.Errorf("%q, %v", path, err)
	}
}

func TestRemainingTime(t *testing.T) {
	for _, c := range []struct {
		passed       time.Duration
		value, total int64
		want         time.Duration
	}{
		{time.Second, 5, 10, 0},
		{10 * time.Second, 0, 10, 0},
		{10 * time.Second, 5, 10, 10 * time.Second},
		{time.Minute, 1, 4, 3 * time.Minute},
		{time.Minute, 4, 4, 0},
	} {
		if got := remaining(c.passed, c.value, c.total); got != c.want {
			t.Errorf("%v, %d of %d: %v, want %v", c.passed, c.value, c.total, got, c.want)
		}
	}
	words := uitest.Words(t, "zh")
	if got := duration(words.Say, 125*time.Second); got != "2 分 5 秒" {
		t.Errorf("says %q", got)
	}
}

func TestPicturesStayWithinTheirRoom(t *testing.T) {
	p := newPictures(1000)
	square := func(side int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, side, side)) }
	for i := range 5 {
		p.put(shot{i, 72}, square(10)) // 400 bytes
		if p.get(shot{0, 72}) == nil {
			t.Fatalf("the one that is asked for is forgotten after %d", i)
		}
	}
	if p.used > p.budget || len(p.kept) != 2 || p.get(shot{4, 72}) == nil {
		t.Errorf("%d bytes, %d pictures", p.used, len(p.kept))
	}
	p.put(shot{9, 72}, square(100))
	if len(p.kept) != 1 || p.get(shot{9, 72}) == nil {
		t.Errorf("%d pictures beside one larger than the room", len(p.kept))
	}
	p.put(shot{9, 72}, square(5))
	if p.used != 100 {
		t.Errorf("%d bytes", p.used)
	}
}
