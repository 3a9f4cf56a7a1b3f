package settings

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

func TestUnitIsKeptAsOneGoesOn(t *testing.T) {
	r := enter(t, "zh", SectionUnit)
	uitest.Type(t, r.Canvas(), "甲局")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	p, err := r.desk.Profile(t.Context())
	if err != nil || p.Name != "甲局" {
		t.Fatalf("%+v, %v", p, err)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), "财政局")
	if err := r.page.Leave(); err != nil { // without leaving the field
		t.Fatal(err)
	}
	if p, err := r.desk.Profile(t.Context()); err != nil || p.Department != "财政局" || p.Name != "甲局" {
		t.Errorf("%+v, %v", p, err)
	}
	r.Settle() // it is said
	again := &room{Room: pagetest.New(t, locale.English), desk: r.desk}
	again.show(t, SectionUnit)
	if got := again.page.section().(*unit).fields[2].Text; got != "财政局" {
		t.Errorf("shows %q", got)
	}
}

// patient is a store that takes its time where it can be called off.
type patient struct{ *desk.Desk }

func (p patient) SetProfile(ctx context.Context, card storage.Profile) error {
	if ctx.Done() != nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return p.Desk.SetProfile(ctx, card)
}

func TestUnitOnItsWayToTheStoreIsNotCalledOffByLeaving(t *testing.T) {
	r := enter(t, "zh", SectionUnit)
	r.page.needs.Source = patient{r.desk}
	uitest.Type(t, r.Canvas(), "甲局")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // it is being saved
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	if p, err := r.desk.Profile(t.Context()); err != nil || p.Name != "甲局" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestIdentityIsMadeChangedAndShown(t *testing.T) {
	r := enter(t, "zh", SectionSign)
	s := r.page.section().(*signers)
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // the keyboard is on the way to make one
	r.fillIn(t, "张三", "short", "short")
	if !r.Prompts.Open() || fault(t, r) == "" {
		t.Fatal("a short password is taken")
	}
	r.Prompts.Dismiss()
	s.askNew()
	choose(t, r, string(sign.AlgorithmECDSA))
	r.fillIn(t, "张三", "一二三四五六七八", "一二三四五六七八")
	r.Settle()
	list, err := r.desk.Signers(t.Context())
	if err != nil || len(list) != 1 || len(r.Failed) > 0 {
		t.Fatalf("%+v, %v, %v", list, err, r.Failed)
	}
	if rows := s.grid.Rows(); len(rows) != 1 || rows[0].Cells[1].Text != "张三" || rows[0].Cells[4].Text != "自制" || rows[0].Cells[0].Text != "✓" {
		t.Errorf("shows %+v", rows)
	}
	r.Run(t, "password")
	r.fillIn(t, "一二三四五六七八", "87654321", "87654321")
	r.Settle()
	if _, release, err := r.desk.Unlock(t.Context(), list[0].ID, []byte("87654321")); err != nil || len(r.Failed) > 0 {
		t.Fatalf("%v, %v", err, r.Failed)
	} else {
		release()
	}
	r.Run(t, "certificate")
	if got := fingerprint(r); got != sign.Fingerprint(list[0].Certificate()) {
		t.Errorf("shows the fingerprint %q", got)
	}
	r.File = filepath.Join(t.TempDir(), "张三.pem")
	tap(t, r, "导出证书…")
	r.Settle()
	if der, err := desk.ReadCertificate(r.File); err != nil || string(der) != string(list[0].DER) {
		t.Errorf("the certificate that was exported: %v", err)
	}
	r.Run(t, "identity") // there is one: it is made anew
	choose(t, r, string(sign.AlgorithmECDSA))
	r.fillIn(t, "张三", "12345678", "12345678")
	r.Settle()
	if again, err := r.desk.Signers(t.Context()); err != nil || len(again) != 1 || string(again[0].DER) == string(list[0].DER) {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestWrongPasswordIsSaid(t *testing.T) {
	r := enter(t, "zh", SectionSign)
	if _, err := r.desk.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("12345678")); err != nil {
		t.Fatal(err)
	}
	r.page.section().load()
	r.Settle()
	r.Run(t, "password")
	r.fillIn(t, "错", "87654321", "87654321")
	r.Settle()
	if len(r.Failed) > 0 || !r.Prompts.Open() || !r.says("密码不对") {
		t.Errorf("a wrong password is not said in the form: failed %v", r.Failed)
	}
}

func TestKeyFilesAreAddedChosenAndForgotten(t *testing.T) {
	r := enter(t, "zh", SectionSign)
	s := r.page.section().(*signers)
	identity, err := sign.NewLocalWith("李四", sign.AlgorithmECDSA, noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.File = filepath.Join(t.TempDir(), "李四.p12")
	if err := identity.Save(r.File, []byte("密"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := r.desk.MakeIdentity(t.Context(), "张三", sign.AlgorithmECDSA, []byte("12345678")); err != nil {
		t.Fatal(err)
	}
	r.Run(t, "keyfile")
	r.fillIn(t, "密")
	r.Settle()
	rows := s.grid.Rows()
	if len(rows) != 2 || rows[1].Cells[1].Text != "李四" || !strings.Contains(rows[1].Cells[2].Text, "李四.p12") {
		t.Fatalf("shows %+v, failed %v", rows, r.Failed)
	}
	if s.current().Place != desk.KeyFile {
		s.grid.Select(rows[1].ID)
	}
	r.Run(t, "usual")
	r.Settle()
	if usual, err := r.desk.UsualSigner(t.Context()); err != nil || usual != rows[1].ID {
		t.Errorf("usual %q, %v", usual, err)
	}
	r.Run(t, "forget")
	r.Canvas().FocusPrevious() // the keyboard is on the way out
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if len(s.grid.Rows()) != 1 {
		t.Errorf("shows %+v", s.grid.Rows())
	}
	r.Run(t, "windows")
	r.Settle()
	if len(r.Failed) == 0 && !r.Prompts.Open() && len(r.Toasts) == 0 {
		t.Error("nothing is said about the certificates of the system")
	}
}

func TestTimestampAddressIsCheckedAndKept(t *testing.T) {
	r := enter(t, "zh", SectionSign)
	s := r.page.section().(*signers)
	widget.Focus(s.address)
	uitest.Type(t, r.Canvas(), "ftp://x")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if len(r.Failed) == 0 {
		t.Error("an address that is none is taken")
	}
	s.address.SetText("https://tsa.example/")
	s.address.Commit()
	r.Settle()
	if address, err := r.desk.TimestampAddress(t.Context()); err != nil || address != "https://tsa.example/" {
		t.Errorf("%q, %v", address, err)
	}
}

func TestTrustFromFileIsADecision(t *testing.T) {
	r := enter(t, "zh", SectionTrust)
	s := r.page.section().(*trust)
	identity, err := sign.NewLocalWith("李四", sign.AlgorithmECDSA, noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.File = filepath.Join(t.TempDir(), "李四.pem")
	if err := os.WriteFile(r.File, desk.CertificateFile(identity.Certificate().Raw), 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // the keyboard is on the way to add one
	r.Settle()
	if got := fingerprint(r); got != identity.Fingerprint() {
		t.Fatalf("asks about %q", got)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // the name stands there
	r.fillIn(t, "当面核对")
	r.Settle()
	if rows := s.grid.Rows(); len(rows) != 1 || rows[0].Cells[0].Text != "李四" || rows[0].Cells[4].Text != "当面核对" {
		t.Fatalf("shows %+v, failed %v", rows, r.Failed)
	}
	r.Run(t, "certificate")
	if got := fingerprint(r); got != identity.Fingerprint() {
		t.Errorf("shows %q", got)
	}
	r.Prompts.Dismiss()
	r.Run(t, "forget")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if list, err := r.desk.VouchedFor(t.Context()); err != nil || len(list) != 0 || len(s.grid.Rows()) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	device := strings.Repeat("ab", 32)
	if err := r.desk.TrustDevice(t.Context(), device, "李四的电脑"); err != nil {
		t.Fatal(err)
	}
	s.load()
	r.Settle()
	if rows := s.devices.grid.Rows(); len(rows) != 1 || rows[0].Cells[0].Text != "李四的电脑" {
		t.Fatalf("shows the devices %+v", rows)
	}
	r.Run(t, "device")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if list, err := r.desk.TrustedDevices(t.Context()); err != nil || len(list) != 0 || len(s.devices.grid.Rows()) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestLooksApplyAtOnce(t *testing.T) {
	r := enter(t, "zh", SectionLook)
	for _, o := range test.LaidOutObjects(r.page.Content()) {
		c, ok := o.(*widget.Choice)
		if !ok {
			continue
		}
		for _, id := range []string{"en", string(look.Dark), "150"} {
			c.Choose(id)
		}
	}
	r.Queue.Drain()
	for _, want := range []string{"language en", "mode dark", "zoom"} {
		if !slices.Contains(r.done, want) {
			t.Errorf("%q was not asked for: %q", want, r.done)
		}
	}
}

func TestFontsOfAFolderSayWhatIsMissing(t *testing.T) {
	r := enter(t, "zh", SectionReports)
	s := r.page.section().(*fonts)
	r.File = t.TempDir()
	s.choice.Choose(fontsFolder)
	r.Settle() // the choice, what is there, the folder, what is there now
	if choice, err := r.desk.ReportFonts(t.Context()); err != nil || choice != r.File {
		t.Fatalf("%q, %v, %v", choice, err, r.Failed)
	}
	if !s.lacking.Visible() || s.missing.Text == "" {
		t.Error("an empty folder lacks nothing")
	}
	s.choice.Choose(desk.FontsEmbedded)
	r.Settle()
	if s.lacking.Visible() || s.folder.Visible() {
		t.Error("the program's own typefaces lack something")
	}
}

func TestSectionsAreReachedByKeysAndKept(t *testing.T) {
	r := enter(t, "zh", SectionUnit)
	for _, id := range Sections() {
		for _, c := range r.page.Commands() {
			if c.ID == prefix+"section."+id {
				c.Run()
			}
		}
		if r.page.Section() != id || !strings.Contains(r.page.Title(), uitest.Words(t, "zh").Say("ui.settings.section."+id)) {
			t.Errorf("at %s, title %q, want %s", r.page.Section(), r.page.Title(), id)
		}
	}
	if again := New(r.page.needs, "nonsense"); again.Section() != SectionUnit {
		t.Errorf("an unknown section shows %s", again.Section())
	}
}

func TestStructureOfTheSections(t *testing.T) {
	for _, id := range Sections() {
		if id == SectionData || id == SectionTrust {
			continue // they name the folder and the device of the test
		}
		t.Run(id, func(t *testing.T) {
			r := enter(t, "zh", id)
			r.Canvas().Capture()
			uitest.Structure(t, r.page.Content(), id)
		})
	}
}

// fault is what is said in the form on the screen.
func fault(t *testing.T, r *room) string {
	t.Helper()
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if text, ok := o.(*widget.Text); ok && text.Ink == look.Bad {
			return text.Say()
		}
	}
	return ""
}

// fingerprint is the fingerprint that the dialog shows.
func fingerprint(r *room) string {
	var lines []string
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if text, ok := o.(*widget.Text); ok && strings.Count(text.Say(), "   ") == 3 {
			lines = append(lines, strings.Fields(text.Say())...)
		}
	}
	return strings.Join(lines, " ")
}

// choose chooses in the one choice of the dialog.
func choose(t *testing.T, r *room, id string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if c, ok := o.(*widget.Choice); ok {
			c.Choose(id)
			return
		}
	}
	t.Fatalf("nothing to choose %s from", id)
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
