package history

import (
	"errors"
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
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.Local)

// room is the page on a store in memory with the example and some edits.
type room struct {
	*pagetest.Room
	t        *testing.T
	page     *Page
	desk     *desk.Desk
	store    *storage.Store
	opened   []string
	compared [][2]desk.SideRef
	changed  int
}

const (
	exampleYear = 2022
	projectName = "江门市级扶持科技发展资金"
)

func furnish(t *testing.T, language string) *room {
	t.Helper()
	schemes, err := app.OpenSchemes()
	if err != nil {
		t.Fatal(err)
	}
	options := app.StoreOptions(schemes)
	clock := noon
	options.Now = func() time.Time { clock = clock.Add(7 * time.Hour); return clock }
	options.Actor = "张三"
	r := &room{Room: pagetest.New(t, language), t: t, store: storage.OpenMemory(options)}
	r.Now = noon
	t.Cleanup(func() { r.store.Close() })
	chinese := uitest.Catalogue(t).Printer(locale.Chinese)
	r.desk = desk.New(r.store, schemes, func() time.Time { return noon }, func() *locale.Printer { return chinese })
	if err := r.desk.ExampleIfEmpty(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.edit(func(e *scoring.Evaluation) {
		stock(e).Actual = target.Parse("1500", target.Context{FiscalYear: exampleYear})
	})
	r.store.SetActor("李四")
	r.edit(func(e *scoring.Evaluation) {
		stock(e).Reason = "部分企业迁出，存量下降；已安排上门服务，稳定存量企业。"
	})
	r.edit(func(e *scoring.Evaluation) { e.Project.Department, e.Project.Nature = "省科技厅", "常年" })
	if _, err := r.desk.UndoLast(t.Context(), r.Words.Printer); err != nil {
		t.Fatal(err)
	}
	return r
}

func stock(e *scoring.Evaluation) *scoring.Indicator {
	for i := range e.Indicators {
		if e.Indicators[i].ID == "hi-stock" {
			return &e.Indicators[i]
		}
	}
	return nil
}

func (r *room) evaluation() *scoring.Evaluation {
	r.t.Helper()
	headers, err := r.desk.Headers(r.t.Context(), exampleYear)
	if err != nil || len(headers) == 0 {
		r.t.Fatal(headers, err)
	}
	e, _, err := r.desk.Open(r.t.Context(), exampleYear, headers[0].ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return e
}

func (r *room) edit(do func(*scoring.Evaluation)) {
	r.t.Helper()
	e := r.evaluation()
	do(e)
	if err := r.desk.Save(r.t.Context(), e); err != nil {
		r.t.Fatal(err)
	}
}

// enter shows the page; source stands in for the desk where it is not nil.
func (r *room) enter(of storage.Scope, recovery storage.Recovery, source Source) *room {
	r.t.Helper()
	if source == nil {
		source = r.desk
	}
	r.page = New(Needs{
		Host: r.Host(), Source: source, Open: func(year int, id string) { r.opened = append(r.opened, fmt.Sprint(year, id)) },
		Compare:  func(left, right desk.SideRef) { r.compared = append(r.compared, [2]desk.SideRef{left, right}) },
		Recovery: recovery, Changed: func() { r.changed++ },
	}, of, "")
	r.Enter(r.page)
	r.Settle()
	return r
}

func (r *room) choose(row string) {
	r.t.Helper()
	r.page.deed = nil
	r.page.grid.Select(row)
	if r.page.deed == nil {
		r.page.look(row)
	}
	r.Settle()
}

func (r *room) texts() []string {
	var texts []string
	for _, row := range r.page.grid.Rows() {
		cells := r.page.cells(row.ID)
		texts = append(texts, cells[1].Text+"|"+cells[2].Text+"|"+cells[3].Text)
	}
	return texts
}

func TestPageShowsWhoChangedWhat(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	got := r.texts()
	if len(got) != 6 || !strings.HasPrefix(got[0], "李四|撤销|") || !strings.Contains(got[1], "（已撤销）") || !strings.Contains(got[3], "张三|修改|指标「高新技术企业存量") {
		t.Errorf("rows %q", got)
	}
	r.choose("3")
	uitest.Structure(t, r.page.Content(), "whole")
	r = furnish(t, "en")
	r.enter(storage.Scope{Year: exampleYear, ID: r.evaluation().ID}, storage.Recovery{}, nil)
	r.Until(t, "the newest action is read", func() bool { return r.page.deed != nil })
	uitest.Structure(t, r.page.Content(), "one-english")
	if r.page.Title() != "History: "+projectName {
		t.Errorf("title %q", r.page.Title())
	}
	r.Run(t, "back")
	if r.Backs != 1 {
		t.Error("back went nowhere")
	}
}

// TestActionWithoutFieldsShowsNoEmptyBoxes looks at one with fields before and after it.
func TestActionWithoutFieldsShowsNoEmptyBoxes(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	boxes := func() (shown int) {
		for _, o := range r.page.detail.fields {
			if o.Visible() {
				shown++
			}
		}
		return shown
	}
	r.choose("3")
	before := boxes()
	bare := *r.page.deed
	bare.Fields = nil
	r.page.detail.show(&bare)
	if without := boxes(); before != 2 || without != 0 || !strings.Contains(r.page.detail.others.Say(), "没有改动") {
		t.Errorf("%d boxes, then %d and %q", before, without, r.page.detail.others.Say())
	}
	r.choose("3")
	if boxes() != 2 || r.page.detail.others.Visible() {
		t.Errorf("%d boxes where there are fields again", boxes())
	}
}

func TestFiltersNarrowTheList(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	f := r.page.filters
	count := func(want int) {
		t.Helper()
		if len(r.page.shown) != want {
			t.Errorf("%d rows, want %d: %q", len(r.page.shown), want, r.texts())
		}
	}
	if f.all.Visible() {
		t.Error("there is nothing to show again")
	}
	f.who.Choose("张三")
	count(3)
	if !f.all.Visible() {
		t.Error("what was left out cannot be shown again")
	}
	f.field.Choose("indicators.actual")
	count(1)
	if !strings.Contains(r.page.count.Say(), "共 6 次操作，符合条件 1 次") {
		t.Errorf("count %q", r.page.count.Say())
	}
	r.Run(t, "unfilter")
	count(6)
	if f.all.Visible() {
		t.Error("there is nothing to show again any more")
	}
	f.project.Choose(f.project.Options()[1].ID)
	count(5)
	f.project.Choose(everything)
	f.date.Choose(f.date.Options()[1].ID)
	count(len(r.page.shown))
	if len(r.page.shown) == 0 || len(r.page.shown) == 6 {
		t.Errorf("a day shows %d rows", len(r.page.shown))
	}
	r.Run(t, "unfilter")
	widget.Focus(f.search)
	uitest.Type(t, r.Canvas(), "存量 迁出")
	count(1)
	f.search.SetText("没有这样的内容")
	count(0)
	if r.page.canRestoreField() || !r.page.detail.empty.Visible() {
		t.Error("something can be restored although nothing is listed")
	}
}

func TestFieldIsRestoredAsANewAction(t *testing.T) {
	r := furnish(t, "zh")
	before := "1900"
	r.enter(storage.Scope{}, storage.Recovery{}, nil)
	r.choose("3")
	before = r.page.deed.Fields[0].Old
	r.Run(t, "history.field")
	for len(r.Toasts) == 0 && len(r.Failed) == 0 {
		r.Queue.Take()
	}
	if len(r.Failed) > 0 || stock(r.evaluation()).Actual.Text != before || r.changed != 1 || !strings.Contains(r.Toasts[0], "已恢复这一项") {
		t.Fatalf("%v, %q, toasts %q", r.Failed, stock(r.evaluation()).Actual.Text, r.Toasts)
	}
	r.Settle()
	if len(r.page.events) != 7 {
		t.Errorf("%d actions, want 7: nothing may be erased", len(r.page.events))
	}
}

func TestVersionIsRestoredBeforeOrAfter(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	r.choose("3")
	r.Run(t, "history.version")
	uitest.Structure(t, r.Canvas().Overlays().Top(), "ask-version")
	tapButton(t, r.Window, "操作之前")
	for len(r.Toasts) == 0 && len(r.Failed) == 0 {
		r.Queue.Take()
	}
	if e := r.evaluation(); len(r.Failed) > 0 || stock(e).Actual.Text == "1500" || stock(e).Reason != "" {
		t.Errorf("%v: %q %q", r.Failed, stock(e).Actual.Text, stock(e).Reason)
	}
}

// tapButton presses a button of the dialog.
func tapButton(t *testing.T, w fyne.Window, label string) {
	t.Helper()
	var find func(o fyne.CanvasObject) *widget.Button
	find = func(o fyne.CanvasObject) *widget.Button {
		switch o := o.(type) {
		case *widget.Button:
			if o.Text == label {
				return o
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				if b := find(child); b != nil {
					return b
				}
			}
		case fyne.Widget:
			for _, child := range o.CreateRenderer().Objects() {
				if b := find(child); b != nil {
					return b
				}
			}
		}
		return nil
	}
	b := find(w.Canvas().Overlays().Top())
	if b == nil {
		t.Fatalf("no button %q", label)
	}
	b.OnTapped()
}

func TestVersionsAreCompared(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	r.choose("3")
	r.Run(t, "history.compare")
	r.page.grid.Mark("4", "3")
	r.Run(t, "history.compare")
	id := r.evaluation().ID
	version := func(of string) desk.SideRef {
		return desk.SideRef{Year: exampleYear, ID: id, Kind: desk.SideVersion, Of: of}
	}
	want := [][2]desk.SideRef{{version("3"), {Year: exampleYear, ID: id, Kind: desk.SideWhole}}, {version("3"), version("4")}}
	if fmt.Sprint(r.compared) != fmt.Sprint(want) {
		t.Errorf("compared %v, want %v", r.compared, want)
	}
	r.page.needs.Compare = nil
	r.Run(t, "history.compare")
	for !r.Prompts.Open() && len(r.Failed) == 0 {
		r.Queue.Take()
	}
	uitest.Structure(t, r.Canvas().Overlays().Top(), "differences")
}

func TestChainIsVerified(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	r.Run(t, "history.verify")
	for !r.Prompts.Open() && len(r.Failed) == 0 {
		r.Queue.Take()
	}
	if len(r.Failed) > 0 || r.page.stop.Visible() || !strings.Contains(r.page.state.Say(), "校验过") {
		t.Errorf("%v, %q", r.Failed, r.page.state.Say())
	}
	r.Prompts.Dismiss()
	r.page.verified(storage.Verification{Entries: 5, Breaks: []storage.Break{{After: 3, Place: "segment 1, entry 5", Detail: "不相连"}}})
	uitest.Structure(t, r.Canvas().Overlays().Top(), "broken")
	if r.page.grid.CurrentRow() != "3" {
		t.Errorf("current is %s, want the last good action", r.page.grid.CurrentRow())
	}
}

func TestListGoesOutAsATable(t *testing.T) {
	r := furnish(t, "zh").enter(storage.Scope{}, storage.Recovery{}, nil)
	r.File = filepath.Join(t.TempDir(), "历史.tsv")
	r.page.filters.who.Choose("李四")
	r.Run(t, "history.export")
	for len(r.Toasts) == 0 && len(r.Failed) == 0 {
		r.Queue.Take()
	}
	data, err := os.ReadFile(r.File)
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if err != nil || len(lines) != 4 || !strings.Contains(lines[0], "改了什么") || !strings.Contains(lines[1], projectName) {
		t.Errorf("%v: %q", err, lines)
	}
}

func TestRecoveryIsToldInFull(t *testing.T) {
	recovery := storage.Recovery{
		Cause: storage.CauseDamaged, Rebuilt: true, Snapshot: 12, Replayed: 30, Torn: true, Aside: "state.broken-1", Detail: "000001.sst is missing",
		LostChanges: []storage.Range{{First: 40, Last: 42}}, Affected: []string{"evaluation \"a\" of 2022"},
	}
	r := furnish(t, "zh").enter(storage.Scope{}, recovery, nil)
	uitest.Structure(t, r.page.Content(), "recovered")
	text := RecoveryText(r.Words, recovery)
	for _, want := range []string{"第 12 次操作时的快照", "30", "没有写完", "40 至 42", "state.broken-1", "000001.sst"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said in\n%s", want, text)
		}
	}
	if whole := RecoveryText(r.Words, storage.Recovery{Cause: storage.CauseEnded}); !strings.Contains(whole, "没有丢失") {
		t.Errorf("%q", whole)
	}
}

func TestFailureIsSaid(t *testing.T) {
	r := furnish(t, "zh")
	r.store.Close()
	r.enter(storage.Scope{}, storage.Recovery{}, nil)
	if len(r.Failed) != 1 || !errors.Is(r.Failed[0], storage.ErrClosed) {
		t.Errorf("failed with %v", r.Failed)
	}
}
