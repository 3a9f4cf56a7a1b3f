package compare

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

// room is the page over a real desk: the example year, an edit of it, and the year carried over from it.
type room struct {
	*pagetest.Room
	page  *Page
	desk  *desk.Desk
	first desk.SideRef
	next  desk.SideRef
}

func enter(t testing.TB) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, locale.Chinese), desk: uitest.Desk(t, "", "n", pagetest.Noon)}
	year, id := uitest.ExampleYear(t, r.desk)
	r.first = desk.SideRef{Year: year, ID: id, Kind: desk.SideWhole}
	e, _, err := r.desk.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Indicators[0].State = scoring.StateNoEvidence
	e.Indicators[1].Reason = "改过的原因"
	if err := r.desk.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	ids, err := r.desk.CarryOver(t.Context(), year, []string{id}, year+1)
	if err != nil {
		t.Fatal(err)
	}
	r.next = desk.SideRef{Year: year + 1, ID: ids[0], Kind: desk.SideWhole}
	r.File = filepath.Join(t.TempDir(), "对比.tsv")
	r.page = New(Needs{Host: r.Host(), Source: r.desk, Scheme: r.desk.Scheme}, desk.SideRef{}, desk.SideRef{})
	r.Enter(r.page)
	r.Settle()
	return r
}

// put lays two sides down.
func (r *room) put(left, right desk.SideRef) {
	r.page.left.ref, r.page.right.ref = left, right
	r.page.load()
	r.Settle()
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
	if r.Can("compare.copy") {
		t.Error("nothing can be copied")
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "empty")
}

func TestVersionsDifferInWhatWasEdited(t *testing.T) {
	r := enter(t)
	r.put(r.version(t), r.first)
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "versions")
	r.Run(t, "compare.only")
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
	r.Run(t, "compare.only")
	if len(r.page.grid.Rows()) < 10 {
		t.Error("the rest does not come back")
	}
}

func TestNextDifferenceGoesRoundAndTabsShowTheRest(t *testing.T) {
	r := enter(t)
	r.put(r.version(t), r.first)
	r.page.grid.Select(r.page.grid.Rows()[1].ID)
	r.Run(t, "compare.next")
	second := r.page.grid.CurrentRow()
	r.Run(t, "compare.next")
	if r.page.grid.CurrentRow() == second || r.page.lines[0].row != nil {
		t.Errorf("stays at %s", second)
	}
	r.Run(t, "compare.tab")
	if r.page.tab != tabResult || r.page.grid.Rows()[1].Cells[1].Text != "总分" {
		t.Errorf("tab %s shows %+v", r.page.tab, r.page.grid.Rows()[1])
	}
	r.Run(t, "compare.tab")
	r.Run(t, "compare.next")
	if fmt.Sprint(r.Toasts) != "[两边没有不同。]" {
		t.Errorf("texts that are the same: said %q", r.Toasts)
	}
}

func TestLastYearIsFoundAndSidesSwapped(t *testing.T) {
	r := enter(t)
	r.put(desk.SideRef{}, r.next)
	r.Run(t, "compare.before")
	r.Settle()
	left, right := r.page.Sides()
	if left != r.first || right != r.next || r.page.comparison == nil {
		t.Fatalf("sides %+v, %+v", left, right)
	}
	r.Run(t, "compare.swap")
	r.Settle()
	if left, right = r.page.Sides(); left != r.next || right != r.first {
		t.Errorf("swapped %+v, %+v", left, right)
	}
	r.put(desk.SideRef{}, r.first)
	r.Run(t, "compare.before")
	r.Settle()
	if len(r.Toasts) != 1 {
		t.Errorf("a project without an earlier year: said %q", r.Toasts)
	}
}

func TestSideIsChosenFromTheYears(t *testing.T) {
	r := enter(t)
	r.Run(t, "compare.right")
	r.Settle() // the newest year, what of the first evaluation
	r.Canvas().Capture()
	uitest.Structure(t, r.Canvas().Overlays().Top(), "dialog-choose")
	canvas := r.Canvas()
	uitest.Press(t, canvas, fyne.KeyDown, fyne.KeyReturn) // from the search into the list, and accept
	r.Settle()
	if _, right := r.page.Sides(); right != r.next {
		t.Errorf("chose %+v, want %+v", right, r.next)
	}
}

func TestTableIsCopiedAndExported(t *testing.T) {
	r := enter(t)
	r.put(r.version(t), r.first)
	r.Run(t, "compare.copy")
	if lines := strings.Split(r.Copied, "\n"); len(lines) != len(r.page.grid.Rows())+1 || !strings.Contains(lines[0], "年度指标值") {
		t.Errorf("copied %d lines: %q", len(lines), lines[0])
	}
	r.Run(t, "compare.export")
	r.Settle()
	data, err := os.ReadFile(r.File)
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
	if len(r.Failed) == 0 || r.page.comparison != nil {
		t.Errorf("failed with %v", r.Failed)
	}
	if err := r.page.Leave(); err != nil {
		t.Error(err)
	}
}
