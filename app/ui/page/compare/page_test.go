package compare

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
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
	"zhunsheng/storage"
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC)

// room is the page over a real desk: the example year, an edit of it, and the year carried over from it.
type room struct {
	page    *Page
	desk    *desk.Desk
	queue   uitest.Queue
	window  fyne.Window
	prompts *prompt.Prompts
	first   desk.SideRef
	next    desk.SideRef
	failed  error
	toasts  []string
	copied  string
	saved   string
}

var language = "zh"

func enter(t testing.TB) *room {
	t.Helper()
	r := &room{queue: uitest.NewQueue()}
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	words := uitest.Words(t, language)
	options := app.StoreOptions(schemes)
	options.Now = func() time.Time { return noon }
	store := storage.OpenMemory(options)
	t.Cleanup(func() { _ = store.Close() })
	n := 0
	r.desk = desk.New(store, schemes, func() time.Time { return noon }, func() *locale.Printer { return words.Printer }).WithIDs(func() string { n++; return fmt.Sprint("n", n) })
	year, err := r.desk.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := r.desk.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	r.first = desk.SideRef{Year: year, ID: headers[0].ID, Kind: desk.SideWhole}
	e, _, err := r.desk.Open(t.Context(), year, r.first.ID)
	if err != nil {
		t.Fatal(err)
	}
	e.Indicators[0].State = scoring.StateNoEvidence
	e.Indicators[1].Reason = "改过的原因"
	if err := r.desk.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	ids, err := r.desk.CarryOver(t.Context(), year, []string{r.first.ID}, year+1)
	if err != nil {
		t.Fatal(err)
	}
	r.next = desk.SideRef{Year: year + 1, ID: ids[0], Kind: desk.SideWhole}
	r.window = uitest.Window(t, widget.Gap(1, 1))
	r.prompts = prompt.New(r.window.Canvas(), func() wording.Words { return words }, func(string) {})
	r.saved = filepath.Join(t.TempDir(), "对比.tsv")
	r.page = New(Needs{
		Host: page.Host{
			Words: words, Prompts: r.prompts, Runner: task.NewRunner(t.Context(), r.queue.Post), Fail: func(err error) { r.failed = err },
			Toast: func(text string, _ look.Tone) { r.toasts = append(r.toasts, text) }, Copy: func(text string) { r.copied = text }, Help: func() {},
			Pick: func(_ picker.Question, done func(string)) { done(r.saved) }, Retitle: func() {}, Now: func() time.Time { return noon },
		},
		Source: r.desk, Scheme: r.desk.Scheme,
	}, desk.SideRef{}, desk.SideRef{})
	r.window.SetContent(r.page.Content())
	r.page.Shown()
	r.queue.Take()
	return r
}

// put lays two sides down.
func (r *room) put(left, right desk.SideRef) {
	r.page.left.ref, r.page.right.ref = left, right
	r.page.load()
	r.queue.Take()
}

func (r *room) run(t testing.TB, id string) {
	t.Helper()
	for _, c := range r.page.Commands() {
		if c.ID == id {
			c.Run()
			return
		}
	}
	t.Fatalf("no command %s", id)
}

// version is the first version of the example, before the edit.
func (r *room) version(t testing.TB) desk.SideRef {
	t.Helper()
	choices, err := r.desk.Sides(t.Context(), r.first.Year, r.first.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(choices) - 1; i >= 0; i-- {
		if choices[i].Ref.Kind == desk.SideVersion {
			return choices[i].Ref
		}
	}
	t.Fatal("no version")
	return desk.SideRef{}
}

func TestWithoutSidesThePageSaysWhatToDo(t *testing.T) {
	r := enter(t)
	if !r.page.empty.Visible() || r.page.comparison != nil {
		t.Error("an empty page offers nothing")
	}
	for _, c := range r.page.Commands() {
		if c.ID == "compare.copy" && c.Enabled() {
			t.Error("nothing can be copied")
		}
	}
	r.window.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "empty")
}

func TestVersionsDifferInWhatWasEdited(t *testing.T) {
	r := enter(t)
	r.put(r.version(t), r.first)
	r.window.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "versions")
	r.run(t, "compare.only")
	var names []string
	for _, row := range r.page.grid.Rows() {
		if row.Level == 0 {
			names = append(names, row.Cells[0].Text+row.Cells[9].Text)
		}
	}
	if len(names) != 2 || !strings.HasPrefix(names[0], signLess+"−") || names[1] != signOther {
		t.Errorf("differences %q, want fewer points in one row, another reason in the other", names)
	}
	if !strings.Contains(r.page.detail.differs.Say(), "计分状态、得分") {
		t.Errorf("the first row says %q", r.page.detail.differs.Say())
	}
	r.run(t, "compare.only")
	if len(r.page.grid.Rows()) < 10 {
		t.Error("the rest does not come back")
	}
}

func TestNextDifferenceGoesRoundAndTabsShowTheRest(t *testing.T) {
	r := enter(t)
	r.put(r.version(t), r.first)
	r.page.grid.Select(r.page.grid.Rows()[1].ID)
	r.run(t, "compare.next")
	second := r.page.grid.CurrentRow()
	r.run(t, "compare.next")
	if r.page.grid.CurrentRow() == second || r.page.lines[0].row != nil {
		t.Errorf("stays at %s", second)
	}
	r.run(t, "compare.tab")
	if r.page.tab != tabResult || r.page.grid.Rows()[1].Cells[1].Text != "总分" {
		t.Errorf("tab %s shows %+v", r.page.tab, r.page.grid.Rows()[1])
	}
	r.run(t, "compare.tab")
	r.run(t, "compare.next")
	if fmt.Sprint(r.toasts) != "[两边没有不同。]" {
		t.Errorf("texts that are the same: said %q", r.toasts)
	}
}

func TestLastYearIsFoundAndSidesSwapped(t *testing.T) {
	r := enter(t)
	r.put(desk.SideRef{}, r.next)
	r.run(t, "compare.before")
	r.queue.Take()
	r.queue.Take()
	left, right := r.page.Sides()
	if left != r.first || right != r.next || r.page.comparison == nil {
		t.Fatalf("sides %+v, %+v", left, right)
	}
	r.run(t, "compare.swap")
	r.queue.Take()
	if left, right = r.page.Sides(); left != r.next || right != r.first {
		t.Errorf("swapped %+v, %+v", left, right)
	}
	r.put(desk.SideRef{}, r.first)
	r.run(t, "compare.before")
	r.queue.Take()
	if len(r.toasts) != 1 {
		t.Errorf("a project without an earlier year: said %q", r.toasts)
	}
}

func TestSideIsChosenFromTheYears(t *testing.T) {
	r := enter(t)
	r.run(t, "compare.right")
	r.queue.Take() // the newest year
	r.queue.Take() // what of the first evaluation
	r.window.Canvas().Capture()
	uitest.Structure(t, r.window.Canvas().Overlays().Top(), "dialog-choose")
	canvas := r.window.Canvas()
	uitest.Press(t, canvas, fyne.KeyDown, fyne.KeyReturn) // from the search into the list, and accept
	r.queue.Take()
	if _, right := r.page.Sides(); right != r.next {
		t.Errorf("chose %+v, want %+v", right, r.next)
	}
}

func TestTableIsCopiedAndExported(t *testing.T) {
	r := enter(t)
	r.put(r.version(t), r.first)
	r.run(t, "compare.copy")
	if lines := strings.Split(r.copied, "\n"); len(lines) != len(r.page.grid.Rows())+1 || !strings.Contains(lines[0], "年度指标值") {
		t.Errorf("copied %d lines: %q", len(lines), lines[0])
	}
	r.run(t, "compare.export")
	r.queue.Take()
	data, err := os.ReadFile(r.saved)
	if err != nil || !strings.Contains(string(data), "总分\t") || !strings.Contains(string(data), "预期") || !strings.HasPrefix(string(data), "\ufeff左边\t") {
		t.Errorf("wrote %d bytes, %v", len(data), err)
	}
	if r.page.tab != tabIndicators {
		t.Error("exporting changed the tab")
	}
}

func TestFailureIsSaid(t *testing.T) {
	r := enter(t)
	r.put(desk.SideRef{Year: 1999, ID: "none", Kind: desk.SideWhole}, r.first)
	if r.failed == nil || r.page.comparison != nil {
		t.Errorf("failed with %v", r.failed)
	}
	if err := r.page.Leave(); err != nil {
		t.Error(err)
	}
}
