package report

import (
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/storage"
)

func TestSigningByTheKeyboard(t *testing.T) {
	r := enter(t, &press{signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}, written: desk.Written{Signed: true, StampErr: errors.New("down")}}, one)
	r.Run(t, "report.sign")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // no password yet
	if !r.page.signing.faultRow.Visible() || len(r.Asked) != 0 {
		t.Fatal("an empty password was taken")
	}
	r.page.signing.stamp.Choose("stamp.yes")
	r.Queue.Drain()
	r.page.signing.address.SetText("http://tsa.example/")
	r.File = "/o/a.pdf"
	uitest.Type(t, r.Canvas(), "口令口令")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if r.page.signing.password.Text != "" {
		t.Error("the password stays in its field")
	}
	r.Settle()
	s := r.source
	if s.signing == nil || s.signing.Role != "preparer" || s.signing.Signer != "local" || !s.signing.Timestamp || s.secret != "口令口令" || s.address != "http://tsa.example/" {
		t.Fatalf("%+v, %q", s.signing, s.secret)
	}
	if text := r.page.foot.result.text.Text; !strings.Contains(text, "没有取得时间戳") || !strings.Contains(text, "已签署") {
		t.Errorf("says %q", text)
	}
}

func TestDeadlineThatHasPassedIsNotedAndHindersNobody(t *testing.T) {
	for _, c := range []struct{ language, due, want string }{
		{"zh", "", ""},
		{"zh", "2023-03-31", ""}, // today
		{"zh", "2023-03-28", "截止日期 2023-03-28 已过 3 天"},
		{"en", "2023-03-30", "The deadline was 2023-03-30; days over: 1."},
	} {
		source := &press{signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}, due: desk.Deadline{Date: c.due}}
		r := enterIn(t, c.language, source, one)
		r.Run(t, "report.sign")
		s := r.page.signing
		if got := s.overdue.Text; s.overdueRow.Visible() != (c.want != "") || !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("due %s: shown %v, says %q", c.due, s.overdueRow.Visible(), got)
		}
		if s.start.Disabled() {
			t.Errorf("due %s: cannot be signed", c.due)
		}
	}
}

func TestFirstSignatureMakesAnIdentity(t *testing.T) {
	r := enter(t, &press{}, one)
	r.Run(t, "report.sign")
	if got := r.page.signing.owner.Text; got != "张三" {
		t.Errorf("proposes %q", got)
	}
	r.File = "/o/a.pdf"
	for _, c := range []struct{ password, repeat, fault string }{
		{"kurz", "kurz", "至少"},
		{"langgenug", "anders", "不同"},
	} {
		r.page.signing.password.SetText(c.password)
		r.page.signing.repeat.SetText(c.repeat)
		r.page.signing.start.Tapped(nil)
		if text := r.page.signing.fault.Text; !strings.Contains(text, c.fault) || r.source.signing != nil {
			t.Errorf("%q, %q: says %q", c.password, c.repeat, text)
		}
	}
	r.page.signing.repeat.SetText("langgenug")
	r.page.signing.start.Tapped(nil)
	r.Settle()
	if r.source.owner != "张三" || r.source.signing == nil || r.source.signing.Signer != "local" {
		t.Errorf("owner %q, %+v", r.source.owner, r.source.signing)
	}
}

func TestFileAndTokenServeAsIdentity(t *testing.T) {
	r := enter(t, &press{signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}}, one)
	certificate := selfMade(t)
	r.Run(t, "report.sign")
	s := r.page.signing
	choose := func(id string) { s.signer.Choose(id); r.Queue.Drain() }
	r.File = "/o/a.pdf"
	choose(fileSigner)
	s.file.SetText("/k/id.p12")
	s.password.SetText("geheim")
	s.start.Tapped(nil)
	r.Settle()
	if r.source.signing == nil || r.source.signing.Signer != "file-/k/id.p12" || r.source.secret != "geheim" {
		t.Errorf("%+v", r.source.signing)
	}
	choose(tokenSigner)
	s.library.SetText("/usr/lib/token.so")
	s.password.SetText("1234")
	r.source.tokens = []desk.TokenChoice{{Label: "a", Certificate: certificate}, {Label: "b", Certificate: certificate}}
	r.source.signing = nil
	s.start.Tapped(nil)
	for !s.certificateRow.Visible() {
		r.Queue.Take()
	}
	if r.source.signing != nil {
		t.Fatal("one of two certificates was taken without asking")
	}
	s.certificate.Choose("1")
	s.start.Tapped(nil)
	r.Settle()
	if r.source.signing == nil || r.source.signing.Signer != "token-b" || r.source.secret != "1234" {
		t.Errorf("%+v", r.source.signing)
	}
	r.source.err = errors.New("wrong PIN")
	s.tokens = nil
	s.password.SetText("9999")
	s.start.Tapped(nil)
	for len(r.Failed) == 0 {
		r.Queue.Take()
	}
	if len(r.Failed) != 1 || s.password.Text != "" {
		t.Errorf("failed %v, field %q", r.Failed, s.password.Text)
	}
}

func TestNothingBlockedDraftedOrBlankIsSigned(t *testing.T) {
	r := enter(t, &press{blocking: 1}, one)
	r.Run(t, "report.sign")
	if r.page.signing.formRows.Visible() {
		t.Error("a blocked report can be signed")
	}
	r = enter(t, &press{}, one)
	for _, choose := range []func(){
		func() { r.page.options.kind.Choose("blank") },
		func() { r.page.options.kind.Choose("report"); r.page.options.purpose.Choose(draft) },
	} {
		choose()
		r.Settle()
		r.Run(t, "report.sign")
		if r.page.signing.formRows.Visible() {
			t.Errorf("%+v can be signed", r.page.paper)
		}
	}
}

func TestReceivedReportIsSignedOrRejected(t *testing.T) {
	r := enter(t, &press{received: came(), signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}})
	if !r.page.Takes("/a/B.PDF") || r.page.Takes("/a/b.xlsx") {
		t.Error("takes the wrong files")
	}
	r.page.ReadFile("/邮件/来件.pdf")
	r.Settle()
	r.Settle()
	s := r.page.signing
	if got := s.role.Chosen(); got != "principal" {
		t.Errorf("signs as %q", got)
	}
	r.File = "/o/退回.pdf"
	s.rejecting.Choose(reject)
	r.Queue.Drain()
	s.password.SetText("口令口令")
	s.start.Tapped(nil)
	if r.source.signing != nil || !strings.Contains(s.fault.Text, "原因") {
		t.Fatal("rejected without a reason")
	}
	s.comment.SetText("第七项依据不足")
	s.start.Tapped(nil)
	r.Settle()
	if r.source.signing == nil || r.source.signing.Rejection != "第七项依据不足" || r.source.path != "/o/退回.pdf" {
		t.Errorf("%+v to %q", r.source.signing, r.source.path)
	}
	if r.Asked[len(r.Asked)-1].Save != "来件.pdf" {
		t.Errorf("proposes %q", r.Asked[len(r.Asked)-1].Save)
	}
	r.page.putReceived(nil)
	if r.page.received != nil || r.page.signing.formRows.Visible() {
		t.Error("the file is still there")
	}
}

func TestBatchListsWhatFailed(t *testing.T) {
	refs := several(3)
	summary := &app.BatchSummary{Failed: 1, Outcomes: []app.BatchOutcome{
		{Name: "项目一", Path: "/o/1.pdf"},
		{Name: "项目二", Err: &app.BlockedError{Count: 2}},
		{Name: "项目三", Path: "/o/3.pdf", Draft: true},
	}}
	r := enter(t, &press{summary: summary, signers: []desk.Signer{{ID: "local", Place: desk.KeyHere}}}, refs...)
	r.Run(t, "report.subject.after")
	r.Settle()
	if r.page.at != 1 || r.page.name() != "项目 e1" {
		t.Errorf("shows %d, %q", r.page.at, r.page.name())
	}
	r.File = "/o"
	r.Run(t, "report.export")
	r.Settle()
	if !r.Asked[0].Folder || r.source.path != "/o" || !r.Prompts.Open() {
		t.Fatalf("asked %+v, wrote to %q", r.Asked, r.source.path)
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.Canvas().Overlays().Top(), "failures")
	if text := r.page.foot.result.text.Text; !strings.Contains(text, "1 份未生成") || !strings.Contains(text, "草稿") {
		t.Errorf("says %q", text)
	}
}

// TestWithARealDesk signs the example, opens the file and signs the next role, with nothing but the screen.
func TestWithARealDesk(t *testing.T) {
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	store := storage.OpenMemory(app.StoreOptions(schemes))
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	chinese := uitest.Catalogue(t).Printer(locale.Chinese)
	d := desk.New(store, schemes, func() time.Time { return time.Date(2023, 3, 31, 9, 0, 0, 0, time.UTC) }, func() *locale.Printer { return chinese })
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("口令口令")); err != nil {
		t.Fatal(err)
	}
	r := enterWith(t, "zh", d, &press{}, desk.Ref{Year: year, ID: headers[0].ID})
	if r.page.pages() < 10 || r.page.name() != headers[0].Name {
		t.Fatalf("%d pages of %q", r.page.pages(), r.page.name())
	}
	folder := t.TempDir()
	sign := func(name string) {
		r.File = filepath.Join(folder, name)
		r.Run(t, "report.sign")
		r.page.signing.password.SetText("口令口令")
		r.page.signing.start.Tapped(nil)
		r.Settle()
	}
	sign("一.pdf")
	r.page.receive(filepath.Join(folder, "一.pdf"))
	r.Settle()
	r.Settle()
	if r.page.received == nil || r.page.received.Next != "reviewer" || r.page.pages() < 10 {
		t.Fatalf("%+v, failed %v", r.page.received, r.Failed)
	}
	sign("二.pdf")
	file, err := os.ReadFile(filepath.Join(folder, "二.pdf"))
	if err != nil {
		t.Fatalf("%v, failed %v", err, r.Failed)
	}
	judged, err := d.Judge(t.Context(), file, false)
	if err != nil || len(judged.Verdict.Signatures) != 2 || !judged.Good() {
		t.Errorf("%+v, %v", judged.Verdict, err)
	}
}

// selfMade is a certificate.
func selfMade(t *testing.T) *x509.Certificate {
	t.Helper()
	id, err := sign.NewLocalWith("王五", sign.AlgorithmECDSA, time.Date(2023, 3, 31, 9, 0, 0, 0, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	return id.Certificate()
}
