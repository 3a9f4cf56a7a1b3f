package year

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/exchange/ooxml"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
)

// office is a shelf whose years can be managed.
type office struct {
	*shelf
	due      desk.Deadline
	said     []string
	mappings []desk.Mapping
	readErr  error
	reads    []string
}

func (o *office) Deadline(context.Context, int) (desk.Deadline, error) { return o.due, nil }

func (o *office) SetDeadline(_ context.Context, year int, date string) error {
	o.due = desk.Deadline{Date: date, Set: date != ""}
	o.said = append(o.said, fmt.Sprint("due ", year, date))
	return nil
}

func (o *office) BeginYear(_ context.Context, year int, unit string) error {
	o.said = append(o.said, fmt.Sprint("begin ", year, unit))
	o.years = append(o.years, storage.Year{Year: year, Unit: unit})
	return nil
}

func (o *office) CloseYear(_ context.Context, year int, reason string) error {
	o.said = append(o.said, fmt.Sprint("close ", year, reason))
	o.years[1].State = storage.YearClosed
	return nil
}

func (o *office) ReopenYear(_ context.Context, year int, reason string) error {
	o.said = append(o.said, fmt.Sprint("reopen ", year, reason))
	o.years[1].State = storage.YearReopened
	return nil
}

func (o *office) Undelete(_ context.Context, year int, ids []string) error {
	o.said = append(o.said, fmt.Sprint("undelete ", year, ids))
	return nil
}

func (o *office) Sheets(context.Context, string) ([]desk.Sheet, error) {
	return []desk.Sheet{
		{Name: "表一", Columns: []string{"A", "B", "C"}, Rows: [][]string{{"怪表", "", ""}, {"大类", "做什么", "要多少"}, {"产出", "修路", "10公里"}}},
		{Name: "表二", Columns: []string{"A"}, Rows: [][]string{{"空"}}, Mapping: desk.Mapping{Header: 1, Columns: map[int]string{1: "name"}}},
	}, nil
}

func (o *office) Read(_ context.Context, path string, _ int, _ string) (*desk.Incoming, error) {
	o.reads = append(o.reads, path)
	return o.incoming, o.readErr
}

func (o *office) ReadMapped(_ context.Context, path string, _ int, _, sheet string, m desk.Mapping) (*desk.Incoming, error) {
	o.mappings = append(o.mappings, m)
	for _, kind := range m.Columns {
		if kind == desk.NameColumn {
			return &desk.Incoming{Path: path, Items: []desk.IncomingItem{{From: sheet, Unplaced: 1, Evaluation: &scoring.Evaluation{
				FiscalYear: 2022, MoneyUnit: "元", Indicators: []scoring.Indicator{{ID: "i1", Level1: "产出", Name: "修路", Target: target.Parse("10公里", target.Context{})}},
			}}}}, nil
		}
	}
	return nil, errors.New("no names")
}

func managed() *office { return &office{shelf: twoYears()} }

// answer fills the form on the screen: goes to the choice at the top, moves it, types into the field, accepts.
func (r *room) answer(t *testing.T, moves int, text string) {
	t.Helper()
	canvas := r.Canvas()
	for range moves {
		uitest.Press(t, canvas, fyne.KeyRight)
	}
	canvas.FocusNext()
	entry, ok := canvas.Focused().(*widget.Entry)
	if !ok {
		t.Fatalf("the keyboard is in %T, want the field", canvas.Focused())
	}
	entry.SetText(text)
	uitest.Press(t, canvas, fyne.KeyReturn)
}

func TestDeadlineIsShownAndSet(t *testing.T) {
	o := managed()
	o.due.Date = "2023-03-05"
	r := enter(t, o, 0)
	if got := r.page.tiles.days.Say(); got != "还有 4 天" {
		t.Errorf("says %q on 1 March of a deadline on the 5th", got)
	}
	r.page.tiles.due.OnTapped()
	r.answer(t, 0, "2023年2月20日")
	for !r.page.due.Set {
		r.Queue.Take()
	}
	if fmt.Sprint(o.said) != "[due 20222023-02-20]" || r.page.tiles.days.Say() != "已过 9 天" {
		t.Errorf("set %v, says %q", o.said, r.page.tiles.days.Say())
	}
	r.Run(t, "year.manage")
	r.answer(t, 0, "明天")
	if !r.Prompts.Open() || len(o.said) != 1 {
		t.Error("what is no date was taken")
	}
}

func TestYearIsClosedReopenedWithReasonAndBegun(t *testing.T) {
	o := managed()
	r := enter(t, o, 0)
	for _, step := range []struct {
		moves int
		text  string
		want  string
		done  func() bool
	}{
		{1, "已上报", "close 2022已上报", func() bool { return strings.Contains(r.page.unit.Say(), "已关闭") }},
		{1, "更正", "reopen 2022更正", func() bool { return !strings.Contains(r.page.unit.Say(), "已关闭") }},
		{2, "2025", "begin 2025甲局", func() bool { return r.page.Year() == 2025 && len(r.page.years) == 3 }},
	} {
		r.Run(t, "year.manage")
		if step.moves == 1 && strings.HasPrefix(step.want, "reopen") {
			r.answer(t, 1, " ")
			if !r.Prompts.Open() {
				t.Fatal("reopened without a reason")
			}
			r.Prompts.Dismiss()
			r.Run(t, "year.manage")
		}
		r.answer(t, step.moves, step.text)
		for !step.done() {
			r.Queue.Take()
		}
		if last := o.said[len(o.said)-1]; last != step.want {
			t.Errorf("said %q, want %q", last, step.want)
		}
	}
	if r.page.Year() != 2025 {
		t.Errorf("shows %d after 2025 began", r.page.Year())
	}
}

func TestOneIsDeletedAtOnceAndComesBack(t *testing.T) {
	o := managed()
	r := enter(t, o, 0)
	r.Run(t, "delete")
	r.Settle() // done, the list, the insights
	if r.Prompts.Open() || fmt.Sprint(o.deleted) != "[a]" || r.undo == nil {
		t.Fatalf("deleted %v, a dialog is open: %v", o.deleted, r.Prompts.Open())
	}
	r.undo()
	for len(r.Toasts) < 2 {
		r.Queue.Take()
	}
	if fmt.Sprint(o.said) != "[undelete 2022 [a]]" {
		t.Errorf("said %v", o.said)
	}
	r.Queue.Drain()
	for _, c := range r.page.Commands() {
		if c.ID == "undelete" && c.Enabled() {
			t.Error("what came back can be brought back again")
		}
	}
}

func TestSelectionGoesToReportsHistoryAndComparison(t *testing.T) {
	r := enter(t, managed(), 0)
	r.page.grid.Mark("b", "c")
	for _, id := range []string{"year.report", "year.past", "year.beside", "year.hand-over", "year.picture"} {
		r.Run(t, id)
	}
	r.Settle() // the picture
	if got, want := fmt.Sprint(r.done), "[report 2022 [b c] history 2022a compare bc hand over 2022 [b c] picture true true]"; got != want {
		t.Errorf("done %s, want %s", got, want)
	}
}

func TestBundlesGoToTheirOwnScreen(t *testing.T) {
	r := enter(t, managed(), 0)
	r.File = "/收件.zsb"
	r.Run(t, "import")
	if fmt.Sprint(r.done) != "[route /收件.zsb]" || r.page.Takes("x.zsb") || !r.page.Takes("X.XLSX") {
		t.Errorf("done %v", r.done)
	}
}

func TestSeveralFilesAreChosenAtOnce(t *testing.T) {
	o := managed()
	o.incoming = &desk.Incoming{Items: []desk.IncomingItem{{Evaluation: &scoring.Evaluation{FiscalYear: 2022, MoneyUnit: "元", Project: scoring.Project{Name: "甲"}}}}}
	r := enter(t, o, 0)
	r.Files = []string{"/一.xlsx", "/收件.zsb", "/二.pdf"}
	r.Run(t, "import")
	r.Settle()
	if len(o.reads) != 2 || len(r.done) != 0 || len(r.Toasts) != 1 || !strings.Contains(r.Toasts[0], "1") {
		t.Errorf("read %v, went on %v, said %q", o.reads, r.done, r.Toasts)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyEscape)
	r.Files = []string{"/一.zsb", "/二.zsb"}
	r.Run(t, "import")
	if fmt.Sprint(r.done) != "[route /一.zsb /二.zsb]" {
		t.Errorf("done %v", r.done)
	}
}

func TestSeveralFilesAreAskedAboutTogether(t *testing.T) {
	o := managed()
	o.incoming = &desk.Incoming{Items: []desk.IncomingItem{{Evaluation: &scoring.Evaluation{FiscalYear: 2022, MoneyUnit: "元", Project: scoring.Project{Name: "甲"}}}}}
	r := enter(t, o, 0)
	r.page.ReadFiles([]string{"/一.xlsx", "/二.pdf"})
	r.Settle()
	if !r.Prompts.Open() || len(o.reads) != 2 {
		t.Fatalf("read %v", o.reads)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn) // takes what is marked, which is all of it
	r.Settle()
	if len(o.taken) != 2 || o.taken[1].From != "二.pdf" {
		t.Errorf("taken %+v", o.taken)
	}
}

func TestTheDialogForColumnsFitsIntoSmallWindows(t *testing.T) {
	defer func() { testWords = wording.Words{} }()
	for _, language := range []string{"zh", "en"} {
		testWords = uitest.Words(t, language)
		o := managed()
		o.readErr = &app.FileError{Path: "/怪.xlsx", Err: &ooxml.Error{Fault: ooxml.NoTable}}
		r := enter(t, o, 0)
		r.page.ReadFile("/怪.xlsx")
		r.Settle()
		r.Fits(t, language+" columns")
	}
}

func TestColumnsAreAssignedAndTheResultShowsAtOnce(t *testing.T) {
	o := managed()
	o.readErr = &app.FileError{Path: "/怪.xlsx", Err: &ooxml.Error{Fault: ooxml.NoTable}}
	r := enter(t, o, 0)
	r.page.ReadFile("/怪.xlsx")
	r.Settle() // cannot be read, the sheets, the first reading
	if !r.Prompts.Open() {
		t.Fatal("nobody asks about the columns")
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.Canvas().Overlays().Top(), "dialog-columns")
	r.Prompts.Dismiss()
	sheets, err := o.Sheets(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	m := newMapper(r.page, "/怪.xlsx", sheets)
	m.show()
	r.Settle() // the first reading
	canvas := r.Canvas()
	uitest.Press(t, canvas, fyne.KeyDown, fyne.KeyReturn) // the second column, its kinds
	uitest.Press(t, canvas, fyne.KeyDown, fyne.KeyEscape) // the first of them: the part
	r.Settle()
	if m.kinds[2] != "part" || m.read != nil || canvas.Focused() != m.columns.Target() {
		t.Fatalf("kinds %v, the keyboard is in %T", m.kinds, canvas.Focused())
	}
	m.kind.Choose(desk.NameColumn)
	r.Settle()
	if m.kinds[2] != "name" || len(m.preview.Rows()) != 1 || !strings.Contains(m.said.Say(), "1 个指标") || m.doubts.Say() == "" {
		t.Errorf("kinds %v, %d rows, says %q", m.kinds, len(m.preview.Rows()), m.said.Say())
	}
	m.rows.Select("2")
	m.setHeader()
	r.Settle()
	if last := o.mappings[len(o.mappings)-1]; last.Header != 2 || m.headingOf(1) != "做什么" {
		t.Errorf("mapping %+v, heading %q", last, m.headingOf(1))
	}
	canvas.Focus(nil)
	for range 30 {
		canvas.FocusNext()
		if b, ok := canvas.Focused().(*widget.Button); ok && b.Text == "下一步" {
			break
		}
	}
	uitest.Press(t, canvas, fyne.KeyReturn)
	r.Settle() // what was read is asked about
	if !r.Prompts.Open() || m.read == nil {
		t.Error("what was read is not asked about")
	}
}
