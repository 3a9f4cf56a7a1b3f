package desk

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhunsheng/app"
	"zhunsheng/app/report"
	"zhunsheng/app/report/reportdata"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
)

// seal is the image of a red square with a transparent middle.
func seal(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for i := range 60 * 60 {
		if x, y := i%60, i/60; x < 8 || y < 8 || x > 51 || y > 51 {
			img.SetNRGBA(x, y, color.NRGBA{R: 200, A: 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ref stores the example and returns where it is.
func ref(t *testing.T, d *Desk) Ref {
	t.Helper()
	a := example(t, d)
	return Ref{a.Evaluation.FiscalYear, a.Evaluation.ID}
}

func TestPreviewOfEveryKind(t *testing.T) {
	d := newDesk(t)
	r := ref(t, d)
	pages := map[report.Kind]int{}
	for _, kind := range []report.Kind{report.KindReport, report.KindTable, report.KindBlank, PaperSummary} {
		p, err := d.Preview(t.Context(), []Ref{r}, Paper{Kind: kind})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		img, err := p.Document.Image(0, 36)
		if err != nil || img.Rect.Empty() {
			t.Errorf("%s: %v", kind, err)
		}
		if p.Draft || p.Blocking != 0 || p.Name == "" {
			t.Errorf("%s: %+v", kind, p)
		}
		pages[kind] = p.Document.Pages()
	}
	if pages[report.KindTable] >= pages[report.KindReport] || pages[PaperSummary] != 1 {
		t.Errorf("pages %v", pages)
	}
	english, err := d.Preview(t.Context(), []Ref{r}, Paper{Language: "en", Draft: true})
	if err != nil || !english.Draft {
		t.Fatalf("%+v, %v", english, err)
	}
	if _, err := d.Preview(t.Context(), []Ref{r}, Paper{Seal: []byte("none")}); !errors.Is(err, sign.ErrSeal) {
		t.Errorf("a seal that is none: %v", err)
	}
}

func TestPreviewIsWhatIsPublished(t *testing.T) {
	d := newDesk(t)
	r := ref(t, d)
	paper := Paper{Kind: report.KindTable, Orientation: report.OrientationLying, Seal: seal(t)}
	p, err := d.Preview(t.Context(), []Ref{r}, paper)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := p.Document.Size(0); w <= h {
		t.Errorf("%v by %v, want a lying sheet", w, h)
	}
	path := filepath.Join(t.TempDir(), p.Name+".pdf")
	written, err := d.Publish(t.Context(), []Ref{r}, paper, nil, path, nil)
	if err != nil || written.Path != path || written.Pages != p.Document.Pages() || written.Signed {
		t.Fatalf("%+v, %v", written, err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(data, []byte("/Subtype /Image")) && !bytes.Contains(data, []byte("/Subtype/Image")) {
		t.Errorf("the document has no seal: %v", err)
	}
}

func TestReportsCompareWithLastYearInTheStore(t *testing.T) {
	d := newDesk(t)
	assessment := example(t, d)
	r := Ref{assessment.Evaluation.FiscalYear, assessment.Evaluation.ID}
	alone, err := d.Preview(t.Context(), []Ref{r}, Paper{})
	if err != nil || alone.LastYear != 0 {
		t.Fatalf("%+v, %v", alone, err)
	}
	e, _, err := d.Open(t.Context(), r.Year, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	before := *e
	before.ID, before.FiscalYear = "before", r.Year-1
	if err := d.Add(t.Context(), &before); err != nil {
		t.Fatal(err)
	}
	both, err := d.Preview(t.Context(), []Ref{r}, Paper{})
	if err != nil || both.LastYear != r.Year-1 || both.Document.Pages() <= alone.Document.Pages() {
		t.Errorf("last year %d, %d pages of %d, %v", both.LastYear, both.Document.Pages(), alone.Document.Pages(), err)
	}
	other := *e
	other.ID, other.Project.Name, other.Project.Code = "other", "另一个项目", ""
	if err := d.Add(t.Context(), &other); err != nil {
		t.Fatal(err)
	}
	if p, err := d.Preview(t.Context(), []Ref{{r.Year, "other"}}, Paper{}); err != nil || p.LastYear != 0 {
		t.Errorf("another project is compared with %d, %v", p.LastYear, err)
	}
	// The export of the guide does the same.
	exported, err := d.Export(t.Context(), Order{Assessment: assessment, Folder: t.TempDir()}, nil)
	if err != nil || exported.Pages != both.Document.Pages() {
		t.Errorf("%d pages, want %d, %v", exported.Pages, both.Document.Pages(), err)
	}
}

// signer makes the local identity and returns its ID.
func signer(t *testing.T, d *Desk, password string) string {
	t.Helper()
	if _, err := d.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte(password)); err != nil {
		t.Fatal(err)
	}
	id, err := d.UsualSigner(t.Context())
	if err != nil || id == "" {
		t.Fatalf("%q, %v", id, err)
	}
	return id
}

func TestSignaturesFollowEachOther(t *testing.T) {
	d := newDesk(t)
	r := ref(t, d)
	id := signer(t, d, "口令口令")
	roles := example(t, d).Scheme.Roles
	path := filepath.Join(t.TempDir(), "a.pdf")
	secret := []byte("口令口令")
	written, err := d.Publish(t.Context(), []Ref{r}, Paper{}, &Signing{Signer: id, Role: roles[0].ID, Secret: secret}, path, nil)
	if err != nil || !written.Signed {
		t.Fatalf("%+v, %v", written, err)
	}
	if !bytes.Equal(secret, make([]byte, len(secret))) {
		t.Error("the password was not wiped")
	}
	got, err := d.Receive(t.Context(), path)
	if err != nil || got.Next != roles[1].ID || got.Roles[0].Signer != "张三" || got.Roles[1].Signer != "" || got.Preview == nil {
		t.Fatalf("%+v, %v", got, err)
	}
	signing := func(role string) Signing {
		return Signing{Signer: id, Role: role, Secret: []byte("口令口令"), Seal: seal(t)}
	}
	second := filepath.Join(t.TempDir(), "b.pdf")
	if _, err := d.SignReceived(t.Context(), got, signing(roles[1].ID), second); err != nil {
		t.Fatal(err)
	}
	if got, err = d.Receive(t.Context(), second); err != nil || got.Roles[1].Signer == "" || !got.Judged.Good() {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(roles) > 2 && got.Next != roles[2].ID {
		t.Errorf("next is %q, want %q", got.Next, roles[2].ID)
	}
	refusal := signing(roles[2].ID)
	refusal.Rejection = "第七项依据不足"
	third := filepath.Join(t.TempDir(), "c.pdf")
	if _, err := d.SignReceived(t.Context(), got, refusal, third); err != nil {
		t.Fatal(err)
	}
	if got, err = d.Receive(t.Context(), third); err != nil || got.Next != "" || !got.Roles[2].Rejected || got.Roles[2].Comment != "第七项依据不足" {
		t.Errorf("%+v, %v", got.Roles, err)
	}
}

func TestTimestampThatCannotBeHadKeepsTheSignature(t *testing.T) {
	d := newDesk(t)
	r := ref(t, d)
	id := signer(t, d, "口令口令")
	if err := d.SetTimestampAddress(t.Context(), "http://127.0.0.1:9/"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	role := example(t, d).Scheme.Roles[0].ID
	w, err := d.Publish(t.Context(), []Ref{r}, Paper{}, &Signing{Signer: id, Role: role, Secret: []byte("口令口令"), Timestamp: true}, path, nil)
	if err != nil || !w.Signed || w.Stamped || w.StampErr == nil {
		t.Fatalf("%+v, %v", w, err)
	}
	if text := app.Sentence(d.words(), w.StampErr); !strings.Contains(text, "时间戳") {
		t.Errorf("says %q", text)
	}
}

func TestBatchSaysWhatFailed(t *testing.T) {
	d := newDesk(t)
	r := ref(t, d)
	e, scheme, err := d.Open(t.Context(), r.Year, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	twin := *e
	twin.ID = "twin"
	broken := *e
	broken.ID, broken.Project.Name, broken.Indicators = "broken", "权重不足", append([]scoring.Indicator(nil), e.Indicators[1:]...)
	for _, more := range []*scoring.Evaluation{&twin, &broken} {
		if err := d.Add(t.Context(), more); err != nil {
			t.Fatal(err)
		}
	}
	id := signer(t, d, "口令口令")
	folder := filepath.Join(t.TempDir(), "年度 报告")
	signing := &Signing{Signer: id, Role: scheme.Roles[0].ID, Secret: []byte("口令口令")}
	calls := 0
	summary, err := d.PublishAll(t.Context(), []Ref{r, {r.Year, "twin"}, {r.Year, "broken"}, {r.Year, "gone"}}, Paper{}, signing, folder, func(done, total int) {
		if calls++; total != 4 {
			t.Errorf("%d of %d", done, total)
		}
	})
	if err != nil || summary.Failed != 2 || len(summary.Outcomes) != 4 || calls != 5 {
		t.Fatalf("%+v, %v, %d calls", summary, err, calls)
	}
	var blocked *app.BlockedError
	if !errors.As(summary.Outcomes[2].Err, &blocked) || summary.Outcomes[2].Name != "权重不足" {
		t.Errorf("%+v", summary.Outcomes[2])
	}
	if a, b := summary.Outcomes[0].Path, summary.Outcomes[1].Path; a == b {
		t.Errorf("two of one name went to %s", a)
	}
	for _, o := range summary.Outcomes[:2] {
		got, err := d.Receive(t.Context(), o.Path)
		if err != nil || len(got.Judged.Verdict.Signatures) != 1 || !got.Judged.Good() {
			t.Errorf("%s: %v", o.Path, err)
		}
	}
	if _, err := d.PublishAll(t.Context(), []Ref{r}, Paper{}, &Signing{Signer: id, Secret: []byte("falsch")}, folder, nil); !errors.Is(err, sign.ErrPassword) {
		t.Errorf("a wrong password: %v", err)
	}
}

func TestReceivingWhatIsNoReport(t *testing.T) {
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, []byte("%PDF-1.7 nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := d.Receive(t.Context(), path)
	if err != nil || got.Next != "" || got.Preview != nil || len(got.Roles) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := d.Receive(t.Context(), filepath.Join(t.TempDir(), "none.pdf")); err == nil {
		t.Error("a file that is not there is opened")
	}
	if got.Judged.Data.Err == nil || errors.Is(got.Judged.Data.Err, reportdata.ErrNone) {
		t.Errorf("data: %v", got.Judged.Data.Err)
	}
}
