package schemes

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// room is the page over a real desk with the example year.
type room struct {
	*pagetest.Room
	page *Page
	desk *desk.Desk
}

func enter(t testing.TB) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, locale.Chinese), desk: uitest.Desk(t, "", "n", pagetest.Noon)}
	r.Prefix, r.File = "schemes.", filepath.Join(t.TempDir(), "办法.json")
	uitest.ExampleYear(t, r.desk)
	r.page = New(Needs{Host: r.Host(), Source: r.desk}, "")
	r.Enter(r.page)
	r.Settle()
	return r
}

// settle takes what comes back until the draft is on disk.
func (r *room) settle() {
	for r.page.edit != nil && r.page.edit.busy {
		r.Queue.Take()
	}
}

// startEditing makes a copy of the current scheme: moves as many options down as are given.
func (r *room) startEditing(t testing.TB, moves int) {
	t.Helper()
	r.Run(t, "edit")
	for range moves {
		uitest.Press(t, r.Canvas(), fyne.KeyDown)
	}
	canvas := r.Canvas()
	for range 10 {
		if b, ok := canvas.Focused().(*widget.Button); ok && b.Text == r.page.needs.Words.Say("ui.schemes.as.yes") {
			break
		}
		canvas.FocusNext()
	}
	uitest.Press(t, canvas, fyne.KeyReturn)
	if r.page.edit == nil {
		t.Fatal("no editor")
	}
	r.settle()
}

func (r *room) row(t testing.TB, name string) *desk.SchemeInfo {
	t.Helper()
	for i := range r.page.infos {
		if info := &r.page.infos[i]; info.Scheme.ID+" "+info.Scheme.Version == name {
			return info
		}
	}
	t.Fatalf("no scheme %s", name)
	return nil
}

func TestSchemesAreListedAndReadable(t *testing.T) {
	r := enter(t)
	rows := r.page.browse.grid.Rows()
	if len(rows) != 8 || rows[7].Cells[3].Text != "1" || rows[0].Cells[2].Text != "自带" {
		t.Fatalf("listed %+v", rows)
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "browse")
	r.page.browse.grid.Select(rows[7].ID)
	if !strings.Contains(r.page.browse.note.Say(), "jiangmen-example-2022") || !r.page.browse.buttons["drop"].Disabled() {
		t.Errorf("shows %q; a scheme of the program can be deleted: %v", r.page.browse.note.Say(), !r.page.browse.buttons["drop"].Disabled())
	}
}

func TestNewVersionIsEditedJudgedAndSaved(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	e := r.page.edit
	if len(e.faults) != 0 {
		t.Fatalf("a copy has faults %v", e.faults)
	}
	e.goTo("grades")
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "edit-grades")
	e.tabular.grid.SelectCell("grades[0]", 1)
	e.tabular.grid.Focus()
	uitest.Type(t, r.Canvas(), "75")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.settle()
	if len(e.faults) == 0 || !strings.Contains(e.said.Say(), "等级第 2 行") || !strings.Contains(e.said.Say(), "下限") {
		t.Fatalf("a first grade below the second: %v, says %q", e.faults, e.said.Say())
	}
	r.Run(t, "save")
	if r.page.edit == nil || len(r.Toasts) != 1 {
		t.Fatalf("a faulty scheme was saved; said %q", r.Toasts)
	}
	if got := e.tabular.grid.CurrentRow(); got != "grades[1]" {
		t.Errorf("the fault is in %s, want grades[1]", got)
	}
	r.Run(t, "undo")
	if len(e.faults) != 0 {
		t.Fatalf("faults after undoing: %v", e.faults)
	}
	r.Run(t, "redo")
	if err := e.set("grades[0].min", "95"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.Run(t, "save")
	r.Settle() // saved, listed
	saved := r.row(t, "cn-2020 2")
	if r.page.edit != nil || saved.Carried || saved.Scheme.Grades[0].Min.String() != "95" || r.page.Current() != saved.Hash || r.page.draft != nil {
		t.Errorf("saved %+v, current %s, draft %v", saved, r.page.Current(), r.page.draft)
	}
}

func TestRowsComeAndGo(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	e := r.page.edit
	e.goTo("levels")
	e.tabular.grid.Select("levels[0]")
	r.Run(t, "child")
	if got := e.tabular.grid.CurrentRow(); got != "levels[0].children[4]" {
		t.Fatalf("a new row below is %s", got)
	}
	uitest.Type(t, r.Canvas(), "创新")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	e.tabular.grid.Select("levels[0].children[4]") // Enter went on
	r.Run(t, "up")
	if got := e.tabular.grid.CurrentRow(); got != "levels[0].children[3]" || e.row().Fields[0].Value != "创新" {
		t.Errorf("moved to %s with %q", got, e.row().Fields[0].Value)
	}
	r.Run(t, "remove")
	if e.draft.Changed() && len(e.faults) != 0 {
		t.Errorf("faults %v", e.faults)
	}
	e.goTo("outline")
	e.tabular.grid.Select("outline[1]")
	r.Run(t, "add")
	if got := e.tabular.grid.CurrentRow(); got != "outline[2]" {
		t.Errorf("a new section is %s", got)
	}
}

func TestFieldRefusesWhatIsNoNumberAndKeepsTheTyping(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 1) // another scheme
	e := r.page.edit
	e.goTo("points")
	e.form.focus("execution.weight")
	view := e.form.views[2]
	view.entry.SetText("十")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if !strings.Contains(view.fault.Say(), "不是一个数") || view.entry.Text != "十" {
		t.Errorf("says %q, field holds %q", view.fault.Say(), view.entry.Text)
	}
	view.entry.SetText("20")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if len(e.faults) == 0 || e.draft.Changed() == false {
		t.Errorf("weights that add up to 110 are no fault: %v", e.faults)
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "edit-points")
	for _, c := range e.form.views {
		if c.path == "ceiling" {
			c.choice.Choose("linear")
		}
	}
	scheme, err := e.draft.Scheme()
	if err != nil || scheme.Ceiling != "linear" || scheme.ID != "own-cn-2020" {
		t.Errorf("scheme %s has ceiling %s, %v", scheme.ID, scheme.Ceiling, err)
	}
}

func TestDraftSurvivesLeavingAndIsResumedOrDropped(t *testing.T) {
	r := enter(t)
	r.startEditing(t, 0)
	if err := r.page.edit.set("title.zh", "未完成的办法"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.Run(t, "back")
	r.Settle()
	if r.page.edit != nil || !r.page.browse.resume.Visible() {
		t.Fatal("the draft is not offered")
	}
	r.Run(t, "resume")
	r.settle()
	if !strings.Contains(r.page.edit.title.Say(), "未完成的办法") {
		t.Errorf("resumed %q", r.page.edit.title.Say())
	}
	again := New(r.page.needs, "")
	again.Resume(r.page.Editing())
	if again.edit == nil || !strings.Contains(again.edit.title.Say(), "未完成的办法") {
		t.Error("the page built anew does not go on editing")
	}
	r.Settle()
	r.Run(t, "discard")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if r.page.edit != nil || r.page.draft != nil || r.page.browse.resume.Visible() {
		t.Error("the draft is still there")
	}
}

func TestSchemeTravelsAndOwnOneIsDeleted(t *testing.T) {
	r := enter(t)
	next, err := r.row(t, "cn-2020 1").Scheme.NextVersion()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.desk.ExportScheme(t.Context(), next, r.File); err != nil {
		t.Fatal(err)
	}
	r.Run(t, "import")
	r.Settle()
	own := r.row(t, "cn-2020 2")
	if r.page.Current() != own.Hash {
		t.Fatal("what was imported is not current")
	}
	r.File = filepath.Join(t.TempDir(), "又.json")
	r.Run(t, "export")
	r.Settle()
	if again, err := app.ReadSchemeFile(r.File); err != nil || again.Hash() != own.Hash {
		t.Errorf("exported %v", err)
	}
	r.Run(t, "drop")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Settle()
	if len(r.page.infos) != 8 || fmt.Sprint(r.Toasts) != "[已导入评分办法。 已导出评分办法。 已删除评分办法。]" {
		t.Errorf("%d schemes, said %q", len(r.page.infos), r.Toasts)
	}
}

func TestDifferencesAndTheirEffectOnScores(t *testing.T) {
	r := enter(t)
	used := r.page.infos[7]
	next, err := used.Scheme.NextVersion()
	if err != nil {
		t.Fatal(err)
	}
	next.Grades[0].Min = next.FullMark
	if _, err := r.desk.KeepScheme(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	r.page.current = next.Hash()
	r.page.Reload()
	r.Settle()
	r.Run(t, "diff")
	r.Settle() // the years, the scores
	d := r.page.diff
	if rows := d.changes.Rows(); len(rows) != 2 || !strings.HasPrefix(rows[1].Cells[0].Text, "等级 › 优") {
		t.Errorf("changes %+v", d.changes.Rows())
	}
	if rows := d.scores.Rows(); len(rows) != 1 || !strings.Contains(rows[0].Cells[5].Text, "→") || !strings.Contains(d.said.Say(), "1 个得分") {
		t.Errorf("scores %+v, says %q", rows, d.said.Say())
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.page.Content(), "diff")
	r.Run(t, "back")
	r.Settle()
	if r.page.diff != nil {
		t.Error("does not go back")
	}
}
