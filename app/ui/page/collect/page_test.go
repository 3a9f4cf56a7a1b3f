package collect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/storage/bundle"
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC)

// room is the screen over a folder with what two units handed in.
type room struct {
	page    *Page
	queue   uitest.Queue
	window  fyne.Window
	prompts *prompt.Prompts
	folder  string
	out     string
	asked   string // what the picker answers
	failed  error
	opened  string
	judged  string
}

func newDesk(t testing.TB) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, "", "n", noon)
}

// handIn writes a bundle of a unit that has the example, and returns its path.
func handIn(t testing.TB, folder, unit string) string {
	t.Helper()
	d := newDesk(t)
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := d.Open(t.Context(), year, headers[0].ID)
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
	r := &room{queue: uitest.NewQueue(), folder: t.TempDir(), out: t.TempDir()}
	handIn(t, r.folder, "甲局")
	handIn(t, r.folder, "乙局")
	words := uitest.Words(t, language)
	r.window = uitest.Window(t, widget.Gap(1, 1))
	r.prompts = prompt.New(r.window.Canvas(), func() wording.Words { return words }, func(string) {})
	r.page = New(Needs{
		Host: page.Host{
			Words: words, Prompts: r.prompts, Runner: task.NewRunner(t.Context(), r.queue.Post), Fail: func(err error) { r.failed = err },
			Toast: func(string, look.Tone) {}, Copy: func(string) {}, Help: func() {}, OpenFile: func(path string) error { r.opened = path; return nil },
			Pick: func(_ picker.Question, done func(string)) { done(r.asked) }, Retitle: func() {}, Now: func() time.Time { return noon },
		},
		Source: newDesk(t), Verify: func(path string) { r.judged = path },
	}, desk.CollectOrder{}, nil)
	t.Cleanup(func() { _ = r.page.Leave(); r.queue.Drain() })
	r.window.SetContent(r.page.Content())
	r.page.Shown()
	return r
}

func (r *room) until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for !holds() {
		if r.failed != nil {
			t.Fatalf("%s: %v", what, r.failed)
		}
		r.queue.Take()
	}
}

func (r *room) run(t testing.TB, id string) {
	t.Helper()
	for _, c := range r.page.Commands() {
		if c.ID == id {
			if !c.Enabled() {
				t.Fatalf("%s cannot be done", id)
			}
			c.Run()
			return
		}
	}
	t.Fatalf("no command %s", id)
}

func (r *room) collect(t testing.TB) {
	t.Helper()
	r.asked = r.folder
	r.run(t, "collect.folder")
	r.until(t, "collected", func() bool { return r.page.found != nil && r.page.job == nil })
}

func TestAFolderBecomesOnePicture(t *testing.T) {
	r := enter(t, locale.Chinese)
	if !r.page.empty.Visible() {
		t.Error("an empty page offers nothing")
	}
	r.collect(t)
	r.window.Canvas().Capture()
	if rows := r.page.grids[Evaluations].Rows(); len(rows) != 2 || r.page.cells(rows[0].ID)[columnUnit].Text != "乙局" && r.page.cells(rows[0].ID)[columnUnit].Text != "甲局" {
		t.Fatalf("%d evaluations", len(rows))
	}
	r.page.search.SetText("甲局")
	if rows := r.page.grids[Evaluations].Rows(); len(rows) != 1 {
		t.Errorf("the search leaves %d rows", len(rows))
	}
	r.run(t, "collect.drill")
	r.until(t, "the indicators", r.prompts.Open)
	r.prompts.Dismiss()
	r.run(t, "collect.verify")
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
	r.run(t, "collect.tab.faults")
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
	r.asked = r.out
	r.run(t, "collect.workbook")
	r.until(t, "written", func() bool { return r.opened != "" })
	if info, err := os.Stat(r.opened); err != nil || info.Size() == 0 {
		t.Errorf("%s: %v", r.opened, err)
	}
}

func TestTermsAreAskedForAndRefusedInTheForm(t *testing.T) {
	r := enter(t, locale.Chinese)
	r.run(t, "collect.terms")
	r.window.Canvas().Focused().(*widget.Entry).SetText("明天")
	uitest.Press(t, r.window.Canvas(), fyne.KeyReturn)
	if r.page.order.Due != "" {
		t.Error("tomorrow is no date")
	}
	r.prompts.Dismiss()
	r.run(t, "collect.terms")
	r.window.Canvas().Focused().(*widget.Entry).SetText("2023-03-30")
	uitest.Press(t, r.window.Canvas(), fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn)
	if r.prompts.Open() {
		r.prompts.Dismiss()
	}
	if !strings.Contains(r.page.termsText(), "抽查 10 项") {
		t.Errorf("%q", r.page.termsText())
	}
}
