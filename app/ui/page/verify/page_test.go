package verify

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// verdicts lists the files with their verdicts in a word.
func (r *room) verdicts() map[string]string {
	out := map[string]string{}
	for _, row := range r.page.list.Rows() {
		out[row.Cells[0].Text] = row.Cells[1].Text
	}
	return out
}

func TestEveryFileGetsItsVerdict(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.twice, f.altered, f.disagrees, f.plain, f.broken, f.sealed, f.locked)
	want := map[string]string{
		"自评报告-两人签.pdf": "完好", "被改过.pdf": "有改动", "数字不符.pdf": "数据不符", "通知.txt": "不可读", "不完整.pdf": "不可读", "送审.zsb": "完好", "加密.zsb": "已加密",
	}
	for name, verdict := range r.verdicts() {
		if want[name] != verdict {
			t.Errorf("%s: %s, want %s", name, verdict, want[name])
		}
	}
	if got := r.page.count.Say(); got != "共 7 个文件，4 个有问题" {
		t.Errorf("says %q", got)
	}
	for _, it := range r.page.items {
		if it.view.sentence == "" || signs[it.view.tone] == "" {
			t.Errorf("%s: no sentence or no sign", it.path)
		}
	}
}

func TestSignaturesAfterTheDeadlineAreNoted(t *testing.T) {
	f := makeFiles(t)
	noted := func() string {
		r := enter(t, f.desk, "zh", f.twice)
		var all []string
		paper := r.page.paper()
		for i, s := range r.page.items[0].view.signers {
			if !slices.Equal(s.lines, paper.Description.Signatures[i].Lines) {
				t.Errorf("paper says of signature %d: %v", i+1, paper.Description.Signatures[i].Lines)
			}
			for _, line := range s.lines {
				if line.Label == "截止日期" {
					all = append(all, line.Text)
				}
			}
		}
		return strings.Join(all, "；")
	}
	year := enter(t, f.desk, "zh", f.twice).page.items[0].view.checked.Report.Data.Rescored.Data.Evaluation.FiscalYear
	today, before := noon.Format(time.DateOnly), noon.AddDate(0, 0, -1).Format(time.DateOnly)
	late := "签名所称的日期 " + today + " 晚于截止日期 " + before
	for deadline, want := range map[string]string{today: "", before: late + "；" + late} {
		if err := f.desk.SetDeadline(t.Context(), year, deadline); err != nil {
			t.Fatal(err)
		}
		if got := noted(); got != want {
			t.Errorf("due on %s: %q, want %q", deadline, got, want)
		}
	}
}

func TestReportIsTakenApart(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.twice)
	v := r.page.items[0].view
	if len(v.signers) != 2 || len(v.revisions) != 3 || len(v.differences) != 0 || v.tone != look.Warn {
		t.Fatalf("%d signatures, %d revisions, %d differences, tone %v", len(v.signers), len(v.revisions), len(v.differences), v.tone)
	}
	if !strings.Contains(v.revisions[1].text, "张三") || !strings.Contains(v.revisions[2].text, "李四") {
		t.Errorf("revisions %q and %q", v.revisions[1].text, v.revisions[2].text)
	}
	r.page.signers.Select("1")
	if !strings.Contains(r.page.signerHead.Say(), "李四") {
		t.Errorf("shows %q", r.page.signerHead.Say())
	}
	r.Run(t, "copy")
	for _, part := range []string{"自评报告-两人签.pdf", "重新评分一致", "张三", "李四", "总分 99.00"} {
		if !strings.Contains(r.Copied, part) {
			t.Errorf("what is copied lacks %q:\n%s", part, r.Copied)
		}
	}
}

func TestDifferencesStandBesideEachOtherAndDataStayOut(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.disagrees)
	rows := r.page.differences.Rows()
	if len(rows) != 1 || rows[0].Cells[0].Text != "总分" || rows[0].Cells[1].Text != "100" || rows[0].Cells[2].Text != "99.00" {
		t.Fatalf("%+v", rows)
	}
	if r.Can("import") || !r.Can("data") {
		t.Error("data that disagree can be taken over, or cannot be looked at")
	}
	if !strings.HasPrefix(r.page.sentence.Text, "重新评分不一致") {
		t.Errorf("says %q", r.page.sentence.Text)
	}
}

func TestTrustIsADecisionThatCanBeTakenBack(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.signed, f.sealed)
	r.page.list.Select(f.signed)
	r.Run(t, "trust")
	if !r.Prompts.Open() {
		t.Fatal("trusts without asking")
	}
	if list, err := f.desk.VouchedFor(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // the name stands there
	uitest.Type(t, r.Canvas(), "打电话")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	r.settle()
	list, err := f.desk.VouchedFor(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != "张三" || list[0].Note != "打电话" {
		t.Fatalf("%+v, %v", list, err)
	}
	if got := r.verdicts(); got["自评报告.pdf"] != "有效可信" || got["送审.zsb"] != "有效可信" {
		t.Errorf("%v after trusting the signer of both", got)
	}
	r.Run(t, "trust")
	r.Canvas().FocusPrevious() // the keyboard is on the way out
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	r.settle()
	if got := r.verdicts()["自评报告.pdf"]; got != "完好" {
		t.Errorf("%s after distrusting", got)
	}
}

func TestDeviceOfABundleIsTrusted(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.device)
	if r.verdicts()["设备.zsb"] != "完好" || r.Can("certificate") {
		t.Fatalf("%v, certificate %v", r.verdicts(), r.Can("certificate"))
	}
	r.Run(t, "trust")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // its key stands there as a name
	r.Settle()
	r.settle()
	if devices, err := f.desk.TrustedDevices(t.Context()); err != nil || len(devices) != 1 || r.verdicts()["设备.zsb"] != "有效可信" {
		t.Fatalf("%+v, %v, %v, failed %v", devices, err, r.verdicts(), r.Failed)
	}
	r.Run(t, "trust")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	r.settle()
	if devices, err := f.desk.TrustedDevices(t.Context()); err != nil || len(devices) != 0 {
		t.Errorf("%+v, %v", devices, err)
	}
}

func TestEscapeTrustsNobody(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.signed)
	r.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { r.Prompts.Dismiss() })
	r.Run(t, "trust")
	uitest.Press(t, r.Canvas(), fyne.KeyEscape)
	if list, err := f.desk.VouchedFor(t.Context()); err != nil || len(list) != 0 || r.Prompts.Open() {
		t.Errorf("%v, %v, dialog open %v", list, err, r.Prompts.Open())
	}
}

func TestCertificateIsShownInGroupsAndSaved(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.signed)
	r.Run(t, "certificate")
	var lines []string
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if text, ok := o.(*widget.Text); ok && strings.Count(text.Say(), "   ") == 3 {
			lines = append(lines, text.Say())
		}
	}
	fingerprint := r.page.items[0].view.signers[0].certificate.Fingerprint
	if got := strings.Join(strings.Fields(strings.Join(lines, " ")), " "); len(lines) != 4 || got != fingerprint {
		t.Errorf("shows %q, want %s in four lines", lines, fingerprint)
	}
	r.File = filepath.Join(t.TempDir(), "a.pem")
	tap(t, r, "保存证书…")
	r.Settle()
	der, err := desk.ReadCertificate(r.File)
	if err != nil {
		t.Fatal(err)
	}
	if certificate, err := sign.ParseCertificate(der); err != nil || sign.Fingerprint(certificate) != fingerprint {
		t.Errorf("another certificate was saved: %v", err)
	}
}

// tap presses a button of the dialog.
func tap(t *testing.T, r *room, label string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if b, ok := o.(*widget.Button); ok && b.Text == label {
			b.Tapped(&fyne.PointEvent{})
			return
		}
	}
	t.Fatalf("no button %s", label)
}

func TestDocumentsAreSaved(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.twice)
	folder := t.TempDir()
	save := func(id, name string) []byte {
		t.Helper()
		r.File = filepath.Join(folder, name)
		r.Run(t, id)
		r.Settle()
		data, err := os.ReadFile(r.File)
		if err != nil || len(r.Failed) > 0 {
			t.Fatalf("%s: %v, %v", id, err, r.Failed)
		}
		return data
	}
	if e, err := scoring.ReadEvaluation(save("data", "a.json")); err != nil || e.FiscalYear != 2022 {
		t.Errorf("the data inside: %v", err)
	}
	if page := save("report", "b.pdf"); !strings.HasPrefix(string(page), "%PDF-") {
		t.Error("the report on the verification is no PDF")
	}
	r.page.revisions.Select("1")
	judged, err := f.desk.Judge(t.Context(), save("revision", "c.pdf"), false)
	if err != nil || len(judged.Verdict.Signatures) != 1 || judged.Verdict.Kind != sign.KindValidUntrusted {
		t.Errorf("the second revision: %+v, %v", judged.Verdict, err)
	}
	if got := r.Asked[len(r.Asked)-1]; got.Save != "自评报告-两人签-第2版.pdf" {
		t.Errorf("proposes %q", got.Save)
	}
	r.Run(t, "print")
	r.Settle()
	if len(r.printed) != 1 {
		t.Errorf("printed %q", r.printed)
	}
}

func TestFilesComeByDropAndGo(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh")
	if !r.page.nothing.Visible() || r.page.body.Visible() {
		t.Error("an empty page does not say what to do")
	}
	r.File = f.signed
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // the keyboard is on the way to open a file
	r.settle()
	r.page.ReadFile(f.broken)
	r.page.ReadFile(f.broken)
	r.settle()
	if len(r.page.Paths()) != 2 || r.page.current().path != f.broken {
		t.Errorf("%q, current %s", r.page.Paths(), r.page.current().path)
	}
	r.Run(t, "remove")
	if len(r.page.Paths()) != 1 || r.page.current().path != f.signed {
		t.Errorf("%q after removing one", r.page.Paths())
	}
	r.Run(t, "import")
	r.Run(t, "show")
	r.Settle()
	if len(r.imported) != 1 || r.imported[0] != f.signed || len(r.Opened) != 1 {
		t.Errorf("imported %q, opened %q", r.imported, r.Opened)
	}
	r.Run(t, "remove")
	if !r.page.nothing.Visible() || r.page.body.Visible() || r.Canvas().Focused() != r.page.open {
		t.Errorf("an emptied page does not say what to do; the keyboard is in %T", r.Canvas().Focused())
	}
}

func TestDemandsAreRaised(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.signed)
	r.Run(t, "strict")
	r.Settle()
	r.settle()
	if got := r.verdicts()["自评报告.pdf"]; got != "未签齐" {
		t.Errorf("%s, want it incomplete", got)
	}
	r.Run(t, "strict")
	r.Settle()
	r.settle()
	if got := r.verdicts()["自评报告.pdf"]; got != "完好" {
		t.Errorf("%s, want it intact again", got)
	}
}

func TestTrustThroughAnIssuerLeadsToTheIssuer(t *testing.T) {
	f := makeFiles(t)
	path, issuer := issuedReport(t)
	if err := f.desk.Trust(t.Context(), "市级根证书", "", issuer.Raw); err != nil {
		t.Fatal(err)
	}
	r := enter(t, f.desk, "zh", path)
	if got := r.verdicts()["签发.pdf"]; got != "有效可信" {
		t.Fatalf("%s under a trusted issuer", got)
	}
	r.Run(t, "trust")
	r.Settle()
	for _, part := range []string{"王五", "市级根证书"} {
		if text := r.said(); !strings.Contains(text, part) {
			t.Errorf("the dialog does not name %q: %s", part, text)
		}
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if len(r.shown) != 1 || r.shown[0] != sign.Fingerprint(issuer) {
		t.Errorf("led to %q", r.shown)
	}
	if list, err := f.desk.VouchedFor(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%v, %v: something was distrusted", list, err)
	}
	if err := f.desk.Trust(t.Context(), "", "", r.page.signer().certificate.DER); err != nil {
		t.Fatal(err)
	}
	r.Run(t, "recheck")
	r.settle()
	r.Run(t, "trust")
	if text := r.said(); !strings.Contains(text, "不再显示为可信") || len(r.shown) != 1 {
		t.Errorf("one that is trusted itself asks %s", text)
	}
}

// broken is a source that fails.
type broken struct{ err error }

func (b broken) Check(context.Context, desk.CheckOrder, func(int64, int64)) (*desk.Checked, error) {
	return nil, b.err
}
func (b broken) PassingFolder() (string, error)                      { return "", b.err }
func (b broken) Trust(context.Context, string, string, []byte) error { return b.err }
func (b broken) Distrust(context.Context, string) error              { return b.err }
func (b broken) VouchedFor(context.Context) ([]desk.Vouched, error)  { return nil, b.err }
func (b broken) TrustDevice(context.Context, string, string) error   { return b.err }
func (b broken) DistrustDevice(context.Context, string) error        { return b.err }

func TestWhatCannotBeReadIsASentence(t *testing.T) {
	r := enter(t, broken{errors.New("disk on fire")}, "zh", "/没有.pdf")
	if r.page.sentence.Text == "" || r.page.items[0].view.tone != look.Wrong || r.page.scroll.Visible() {
		t.Errorf("says %q", r.page.sentence.Text)
	}
	if r.Can("report") || r.Can("copy") || r.Can("import") {
		t.Error("offers what cannot be done with a file that was not read")
	}
	words := uitest.Words(t, "en")
	if v := newView(words, "a", nil, os.ErrNotExist); v.sentence == "" || strings.Contains(v.sentence, "error.") {
		t.Errorf("says %q", v.sentence)
	}
}

func TestLeavingForgetsNoFile(t *testing.T) {
	f := makeFiles(t)
	r := enter(t, f.desk, "zh", f.signed, f.altered)
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	if again := enter(t, f.desk, "en", r.page.Paths()...); len(again.page.items) != 2 || again.page.Title() != "Verify files" {
		t.Errorf("%d files, title %q", len(again.page.items), again.page.Title())
	}
}

func TestStructureOfTheScreen(t *testing.T) {
	r := enter(t, broken{os.ErrNotExist}, "zh")
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "empty")
	r = enter(t, broken{os.ErrNotExist}, "zh", "/报告.pdf")
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "missing")
}
