package collect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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

func TestTheWorkbookIsWrittenAndOpened(t *testing.T) {
	r := enter(t, locale.English)
	r.collect(t)
	r.File = r.out
	r.Run(t, "collect.workbook")
	r.Until(t, "written", func() bool { return len(r.Opened) > 0 })
	if info, err := os.Stat(r.Opened[0]); err != nil || info.Size() == 0 {
		t.Errorf("%s: %v", r.Opened[0], err)
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
	if !strings.Contains(r.page.termsText(), "抽查 10 项") {
		t.Errorf("%q", r.page.termsText())
	}
}
