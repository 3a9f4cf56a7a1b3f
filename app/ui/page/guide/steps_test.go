package guide

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/sign"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

var reviewRun = review.Run

// fakeExporter answers as it is told.
type fakeExporter struct {
	identity bool
	orders   []desk.Order
	answer   desk.Exported
	err      error
	hold     chan struct{} // if set, Export waits for it or for the context
}

func (f *fakeExporter) HasIdentity(context.Context) (bool, error) { return f.identity, nil }

func (f *fakeExporter) Export(ctx context.Context, order desk.Order, progress func(done, total int)) (desk.Exported, error) {
	f.orders = append(f.orders, order)
	progress(1, 4)
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			return desk.Exported{}, ctx.Err()
		}
	}
	return f.answer, f.err
}

func TestBasicsFoldDatesAndRefuseOthers(t *testing.T) {
	r := enter(t, edit.Basics)
	s := r.page.screens[edit.Basics].(*basics)
	s.focus("date")
	uitest.Type(t, r.Canvas(), "２０２３年３月３１日")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := r.page.session.Evaluation().SignOff.Date; got != "2023-03-31" {
		t.Errorf("date %q", got)
	}
	s.focus("date")
	s.fields[edit.FieldDate].SetText("明天")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if !strings.Contains(r.page.notice.text.Say(), "明天") || s.fields[edit.FieldDate].Text != "明天" {
		t.Errorf("notice %q, field %q: want the refusal said and the input kept", r.page.notice.text.Say(), s.fields[edit.FieldDate].Text)
	}
}

func TestMoneyScoresTheTotalRow(t *testing.T) {
	r := enter(t, edit.Money)
	s := r.page.screens[edit.Money].(*money)
	s.focus("0.executed")
	uitest.Type(t, r.Canvas(), "12，480．11")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	row := s.grid.Rows()[0]
	if row.Cells[columnRate].Text != "100.00%" || row.Cells[columnFundPoints].Text != "5.00" || r.total() != "100.00" {
		t.Errorf("rate %s, points %s, total %s", row.Cells[columnRate].Text, row.Cells[columnFundPoints].Text, r.total())
	}
	uitest.Press(t, r.Canvas(), fyne.KeyUp)
	uitest.Type(t, r.Canvas(), "很多")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if !strings.Contains(r.page.notice.text.Say(), "很多") || r.total() != "100.00" {
		t.Errorf("notice %q, total %s", r.page.notice.text.Say(), r.total())
	}
}

func TestGoalsAreTypedSideBySide(t *testing.T) {
	r := enter(t, edit.Goals)
	s := r.page.screens[edit.Goals].(*goals)
	s.add()
	r.Canvas().Focus(s.rows[1].actual)
	uitest.Type(t, r.Canvas(), "已完成。")
	goals := r.page.session.Evaluation().Goals
	if len(goals) != 2 || goals[1] != (scoring.Goal{Actual: "已完成。"}) {
		t.Errorf("goals %v", goals)
	}
}

func TestNarrativeIsEdited(t *testing.T) {
	r := enter(t, edit.Narrative)
	s := r.page.screens[edit.Narrative].(*narrative)
	s.outline.Select("scope")
	before := r.page.session.Evaluation().Section("scope")
	if s.editor.Text() != before {
		t.Fatalf("shows %q", s.editor.Text())
	}
	s.write(t, r, "新的一段")
	s.outline.Select("basis") // with the paragraph still open
	if got := r.page.session.Evaluation().Section("scope"); got != before+"\n新的一段" {
		t.Errorf("section holds %q", got)
	}
	if got := r.page.session.Evaluation().Section("basis"); s.editor.Text() != got {
		t.Error("the other section is not shown as it is")
	}
	r.Run(t, "undo")
	if s.section != "scope" || s.editor.Text() != before {
		t.Errorf("undo shows section %q", s.section)
	}
	s.write(t, r, "甲")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn, fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), "乙。")
	if got := s.editor.Text(); got != before+"\n甲\n\n乙。" { // empty paragraphs stay while one types, and are not stored
		t.Errorf("shows %q", got)
	}
	if got := r.page.session.Evaluation().Section("scope"); got != before+"\n甲\n乙。" {
		t.Errorf("section holds %q", got)
	}
}

func TestFindingIsAnsweredWhereItStands(t *testing.T) {
	r := enterWith(t, edit.Checks, func(e *scoring.Evaluation) { e.Answers = nil })
	s := r.page.screens[edit.Checks].(*checks)
	for _, row := range s.grid.Rows() {
		if strings.HasPrefix(row.ID, "C5 ") {
			s.grid.Select(row.ID)
		}
	}
	f, ok := s.current()
	if !ok || f.Check != "C5" {
		t.Fatal("the cut of the budget is not among the findings")
	}
	waiting := r.page.session.Completeness(edit.Checks).Total
	r.Run(t, "step.checks")
	s.open()
	uitest.Type(t, r.Canvas(), "年中调减。")
	if got := r.page.session.Completeness(edit.Checks).Total; got != waiting-1 {
		t.Errorf("%d findings wait after the answer, want %d", got, waiting-1)
	}
}

func TestComputedTotalCanBeTakenForTheDeclaredOne(t *testing.T) {
	r := enter(t, edit.Indicators)
	if err := r.page.apply(edit.SetActual("hi-stock", "1500家")); err != nil {
		t.Fatal(err)
	}
	r.page.Go(edit.Place{Step: edit.Checks}, true)
	s := r.page.screens[edit.Checks].(*checks)
	for _, row := range s.grid.Rows() {
		if strings.HasPrefix(row.ID, "A4 ") {
			s.grid.Select(row.ID)
		}
	}
	if !s.adopt.Visible() {
		t.Fatal("the computed total is not offered")
	}
	s.adopt.OnTapped()
	if got := r.page.session.Evaluation().Declared.Total; !got.Valid || got.Decimal.String() != "97.75" {
		t.Errorf("declared total %v, want 97.75", got)
	}
}

func TestFindingLeadsToItsPlace(t *testing.T) {
	r := enter(t, edit.Indicators)
	if err := r.page.apply(edit.SetActual("hi-stock", "1500家")); err != nil {
		t.Fatal(err)
	}
	r.page.Go(edit.Place{Step: edit.Checks}, true)
	s := r.page.screens[edit.Checks].(*checks)
	s.grid.Select("B2 indicator:hi-stock")
	s.goThere()
	if r.page.Step() != edit.Indicators || r.indicators().grid.CurrentRow() != "hi-stock" {
		t.Errorf("went to %s %s", r.page.Step(), r.indicators().grid.CurrentRow())
	}
}

func exportScreen(t *testing.T, r *room) *export {
	t.Helper()
	r.page.Go(edit.Place{Step: edit.Export}, true)
	s := r.page.screens[edit.Export].(*export)
	for !s.known {
		r.Queue.Take()
	}
	return s
}

func TestDeadlineThatHasPassedIsNotedBeforeSigning(t *testing.T) {
	failing := errors.New("the store does not answer")
	for _, c := range []struct {
		due  string
		err  error
		want string
	}{
		{due: ""},
		{due: "2023-03-15"}, // today
		{due: "2023-03-14", want: "截止日期 2023-03-14 已过 1 天"},
		{err: failing},
	} {
		r := enter(t, edit.Indicators)
		asked := 0
		r.page.needs.Deadline = func(_ context.Context, year int) (desk.Deadline, error) {
			asked = year
			return desk.Deadline{Date: c.due}, c.err
		}
		s := exportScreen(t, r)
		if got := s.overdue.Text; s.overdueRow.Visible() != (c.want != "") || !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("due %q: shown %v, says %q", c.due, s.overdueRow.Visible(), got)
		}
		if asked != 2022 || s.start.Disabled() {
			t.Errorf("due %q: asked for %d; cannot be signed: %v", c.due, asked, s.start.Disabled())
		}
	}
}

func TestFirstExportMakesAnIdentityAndSigns(t *testing.T) {
	r := enter(t, edit.Indicators)
	s := exportScreen(t, r)
	r.export.answer = desk.Exported{Path: "/报告.pdf", Pages: 21, Signed: true}
	r.Canvas().Focus(s.password)
	uitest.Type(t, r.Canvas(), "short")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), "short")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if len(r.export.orders) != 0 || !strings.Contains(r.page.notice.text.Say(), "8") {
		t.Fatalf("a short password was taken, notice %q", r.page.notice.text.Say())
	}
	s.password.SetText("long enough")
	s.repeat.SetText("long enoogh")
	s.begin()
	if len(r.export.orders) != 0 {
		t.Fatal("two different passwords were taken")
	}
	s.repeat.SetText("long enough")
	s.begin()
	for s.job != nil {
		r.Queue.Take()
	}
	if len(r.export.orders) != 1 {
		t.Fatalf("%d exports", len(r.export.orders))
	}
	order := r.export.orders[0]
	if !order.Sign || order.Role != "preparer" || order.Owner != "江门市科学技术局填报人" || string(order.Password) != "long enough" {
		t.Errorf("order %+v", order)
	}
	if !strings.Contains(s.said.Text, "/报告.pdf") || s.password.Text != "" || len(r.Opened) != 0 {
		t.Errorf("says %q, password %q, opened %v", s.said.Text, s.password.Text, r.Opened)
	}
}

// TestEnterWaitsForWhatIsKnownOfTheIdentity: a password may be typed before the store has told whether there is an identity. Enter counts all
// the same, unless the keyboard has gone elsewhere meanwhile.
func TestEnterWaitsForWhatIsKnownOfTheIdentity(t *testing.T) {
	for name, stays := range map[string]bool{"the keyboard stays": true, "the keyboard goes elsewhere": false} {
		t.Run(name, func(t *testing.T) {
			r := enter(t, edit.Export)
			s := r.page.screens[edit.Export].(*export)
			s.known = false
			s.refresh() // asks anew
			r.Canvas().Focus(s.password)
			uitest.Type(t, r.Canvas(), "long enough")
			uitest.Press(t, r.Canvas(), fyne.KeyReturn)
			if r.Canvas().Focused() != s.password {
				t.Fatal("Enter left the password before it was known what follows")
			}
			if !stays {
				r.Canvas().Focus(s.folder)
			}
			for !s.known {
				r.Queue.Take()
			}
			if moved := r.Canvas().Focused() == s.repeat; moved != stays || len(r.export.orders) != 0 {
				t.Errorf("in the repetition: %v, want %v; %d exports", moved, stays, len(r.export.orders))
			}
		})
	}
}

func TestExportIsCancelled(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.export.identity, r.export.hold = true, make(chan struct{})
	s := exportScreen(t, r)
	s.password.SetText("password")
	s.begin()
	if !s.start.Disabled() || !s.progress.Visible() {
		t.Error("a running export is not shown, or a second can be started")
	}
	s.stop.OnTapped()
	for s.job != nil {
		r.Queue.Take()
	}
	if len(r.Failed) != 0 || s.result.Visible() || s.progress.Visible() {
		t.Errorf("after cancelling: failed %v, result %v, progress %v", r.Failed, s.result.Visible(), s.progress.Visible())
	}
}

func TestWrongPasswordIsSaidAndCanBeTriedAgain(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.export.identity, r.export.err = true, sign.ErrPassword
	s := exportScreen(t, r)
	s.password.SetText("wrong")
	s.begin()
	for s.job != nil {
		r.Queue.Take()
	}
	if len(r.Failed) != 1 || !errors.Is(r.Failed[0], sign.ErrPassword) || s.start.Disabled() {
		t.Errorf("failed %v, start disabled %v", r.Failed, s.start.Disabled())
	}
}

func TestBlockingFindingsAllowOnlyADraft(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) { e.Answers = nil })
	s := exportScreen(t, r)
	if review.Blocking(r.page.session.Findings()) == 0 {
		t.Fatal("the example without answers has no blocking finding")
	}
	if !s.start.Disabled() {
		t.Error("a blocked evaluation can be signed")
	}
	s.sign.Choose(unsigned)
	r.Queue.Drain()
	if s.start.Disabled() || s.signing.Visible() {
		t.Error("an unsigned report cannot be exported, or still asks for a password")
	}
	s.begin()
	for s.job != nil {
		r.Queue.Take()
	}
	if len(r.export.orders) != 1 || r.export.orders[0].Sign {
		t.Errorf("orders %+v", r.export.orders)
	}
}
