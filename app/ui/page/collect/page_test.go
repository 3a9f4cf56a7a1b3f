package collect

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

// room is the screen over a folder with what two units handed in.
type room struct {
	*pagetest.Room
	page   *Page
	folder string
	out    string
	judged string
}

func newDesk(t testing.TB) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, "", "n", pagetest.Noon)
}

// handIn writes a bundle of a unit that has the example, and returns its path.
func handIn(t testing.TB, folder, unit string) string {
	t.Helper()
	d := newDesk(t)
	year, id := uitest.ExampleYear(t, d)
	e, _, err := d.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Project.Unit = unit
	e.Indicators[0].State = scoring.StateNoEvidence
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, unit+".zsb")
	if _, err := d.MakeBundle(t.Context(), desk.BundleOrder{Kind: bundle.KindYear, Years: []int{year}, Path: path}, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func enter(t testing.TB, language string) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language), folder: t.TempDir(), out: t.TempDir()}
	handIn(t, r.folder, "甲局")
	handIn(t, r.folder, "乙局")
	r.page = New(Needs{Host: r.Host(), Source: newDesk(t), Verify: func(path string) { r.judged = path }}, desk.CollectOrder{}, nil)
	t.Cleanup(func() { _ = r.page.Leave(); r.Queue.Drain() })
	r.Enter(r.page)
	return r
}

func (r *room) collect(t testing.TB) {
	t.Helper()
	r.File = r.folder
	r.Run(t, "collect.folder")
	r.Until(t, "collected", func() bool { return r.page.found != nil && r.page.job == nil })
}

func TestAFolderBecomesOnePicture(t *testing.T) {
	r := enter(t, locale.Chinese)
	if !r.page.empty.Visible() {
		t.Error("an empty page offers nothing")
	}
	r.collect(t)
	r.Canvas().Capture()
	if rows := r.page.grids[Evaluations].Rows(); len(rows) != 2 || r.page.cells(rows[0].ID)[columnUnit].Text != "乙局" && r.page.cells(rows[0].ID)[columnUnit].Text != "甲局" {
		t.Fatalf("%d evaluations", len(rows))
	}
	r.page.search.SetText("甲局")
	if rows := r.page.grids[Evaluations].Rows(); len(rows) != 1 {
		t.Errorf("the search leaves %d rows", len(rows))
	}
	r.Run(t, "collect.drill")
	r.Until(t, "the indicators", r.Prompts.Open)
	r.Prompts.Dismiss()
	r.Run(t, "collect.verify")
	if !strings.HasSuffix(r.judged, "甲局.zsb") {
		t.Errorf("verified %q", r.judged)
	}
}

func TestUnitsThatHandedNothingInAndDamagedFilesAreListed(t *testing.T) {
	r := enter(t, locale.Chinese)
	if err := os.WriteFile(filepath.Join(r.folder, "坏的.zsb"), []byte("no bundle"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.page.order.Units = []string{"甲局", "乙局", "丙局"}
	r.collect(t)
	r.Run(t, "collect.tab.faults")
	var states []string
	for _, row := range r.page.grids[Faults].Rows() {
		states = append(states, row.Cells[0].Text+" "+row.Cells[1].Text)
	}
	if len(states) != 2 || states[0] != "缺报 丙局" || !strings.HasPrefix(states[1], "无法读取") {
		t.Errorf("%q", states)
	}
	for _, tab := range Tabs() {
		r.page.Go(tab)
		if tab != Faults && len(r.page.grids[tab].Rows()) == 0 {
			t.Errorf("nothing at %s", tab)
		}
	}
}

func TestTheWorkbookAndThePaperAreWrittenAndOpened(t *testing.T) {
	r := enter(t, locale.English)
	r.collect(t)
	for i, c := range []struct{ command, name string }{{"collect.workbook", "book.xlsx"}, {"collect.paper", "paper.pdf"}} {
		r.File = filepath.Join(r.out, c.name)
		r.Run(t, c.command)
		r.Until(t, "written", func() bool { return len(r.Opened) > i })
		if info, err := os.Stat(r.Opened[i]); err != nil || info.Size() == 0 || r.Opened[i] != r.File {
			t.Errorf("%s: %v", r.Opened[i], err)
		}
	}
}

// lockIn writes a locked bundle of a unit into a folder.
func lockIn(t testing.TB, folder, unit, passphrase string) {
	t.Helper()
	d := newDesk(t)
	year, id := uitest.ExampleYear(t, d)
	e, _, err := d.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Project.Unit = unit
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	o := desk.BundleOrder{Kind: bundle.KindYear, Years: []int{year}, Path: filepath.Join(t.TempDir(), unit+".zsb")}
	if _, err := d.MakeBundle(t.Context(), o, nil); err != nil {
		t.Fatal(err)
	}
	open, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(4) // costs next to nothing to try
	var locked bytes.Buffer
	w, err := age.Encrypt(&locked, recipient)
	if err == nil {
		_, err = w.Write(open)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, unit+".zsb"), locked.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestALockedBundleSaysWhereItsPassphraseIsGiven(t *testing.T) {
	r := enter(t, locale.Chinese)
	lockIn(t, r.folder, "丁局", "口令")
	if err := os.WriteFile(filepath.Join(r.folder, "说明.docx"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.collect(t)
	r.Run(t, "collect.tab.faults")
	rows := r.page.grids[Faults].Rows()
	if len(rows) != 2 || rows[1].Cells[0].Text != "未读取" {
		t.Fatalf("%v", rows)
	}
	if text := r.page.whole.Text; !strings.Contains(text, "丁局.zsb") || !strings.Contains(text, "另一口令") {
		t.Errorf("in full %q", text)
	}
	r.page.order.Key.Passphrase = []byte("口令")
	r.page.found = nil
	r.Run(t, "collect.start")
	r.Until(t, "collected", func() bool { return r.page.found != nil && r.page.job == nil })
	if n := len(r.page.grids[Evaluations].Rows()); n != 3 {
		t.Errorf("%d evaluations with the passphrase", n)
	}
}

func TestEveryTableIsSorted(t *testing.T) {
	r := enter(t, locale.Chinese)
	for _, name := range []string{"坏10.zsb", "坏9.zsb"} {
		if err := os.WriteFile(filepath.Join(r.folder, name), []byte("no bundle"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r.collect(t)
	r.page.Go(Faults)
	for _, want := range []string{"坏9.zsb", "坏10.zsb"} { // once up, once down
		r.page.sortBy(Faults, 3)
		if got := r.page.grids[Faults].Rows()[0].Cells[3].Text; got != want {
			t.Errorf("first %q, want %q", got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"第9单位", "第10单位", -1}, {"第10单位", "第10单位", 0}, {"a", "", 1}, {"12345678901234567890", "2", 1}, {"甲2乙", "甲2丙", 1}} {
		if got := compareTexts(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := compareTexts(c.b, c.a); got != -c.want {
			t.Errorf("%q and %q: %d, want %d", c.b, c.a, got, -c.want)
		}
	}
}

func TestFoldersAreTakenWhateverTheyAreCalled(t *testing.T) {
	p := &Page{}
	for path, want := range map[string]bool{"/a/报送": true, "/a/2022.报送": true, "/a/v1.2": true, "/a/b.pdf": false, "/a/b.ZSB": false, "/a/b.7z": false} {
		if p.Takes(path) != want {
			t.Errorf("%s: %v", path, !want)
		}
	}
}

func TestTermsAreTakenOverAllOrNone(t *testing.T) {
	good := filled{due: "2023-03-31", year: "2022", sample: "3", seed: "7", units: "甲\n\n 乙 \n", passphrase: "口令"}
	for _, c := range []struct {
		name  string
		spoil func(f *filled)
		fault string
	}{
		{"good", func(*filled) {}, ""},
		{"no year", func(f *filled) { f.year = "" }, ""},
		{"a date that is none", func(f *filled) { f.due = "明天" }, "ui.collect.due.wrong"},
		{"a year that is none", func(f *filled) { f.year = "22" }, "ui.collect.year.wrong"},
		{"less than nothing", func(f *filled) { f.sample = "-1" }, "ui.collect.sample.wrong"},
		{"a seed that is none", func(f *filled) { f.seed = "x" }, "ui.collect.sample.wrong"},
	} {
		f, order := good, desk.CollectOrder{Sample: 10}
		c.spoil(&f)
		if got := f.into(&order); got != c.fault || got != "" && order.Sample != 10 || got == "" && (order.Sample != 3 || len(order.Units) != 2) {
			t.Errorf("%s: %q, %+v", c.name, got, order)
		}
	}
}

func TestTermsAreAskedForAndRefusedInTheForm(t *testing.T) {
	r := enter(t, locale.Chinese)
	r.Run(t, "collect.terms")
	r.Canvas().Focused().(*widget.Entry).SetText("明天")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if r.page.order.Due != "" {
		t.Error("tomorrow is no date")
	}
	r.Prompts.Dismiss()
	r.Run(t, "collect.terms")
	r.Canvas().Focused().(*widget.Entry).SetText("2023-03-30")
	uitest.Press(t, r.Canvas(), fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn)
	if r.Prompts.Open() {
		r.Prompts.Dismiss()
	}
	if strings.Contains(r.page.termsText(), "抽查") {
		t.Errorf("before anything was drawn it says %q", r.page.termsText())
	}
	r.collect(t)
	if !strings.Contains(r.page.termsText(), "抽查 10 项") {
		t.Errorf("%q", r.page.termsText())
	}
}
