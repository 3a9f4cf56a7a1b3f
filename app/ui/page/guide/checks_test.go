package guide

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

func (r *room) checks() *checks { return r.page.screens[edit.Checks].(*checks) }

// selectFinding makes a finding current.
func (s *checks) selectFinding(t *testing.T, prefix string) {
	t.Helper()
	for _, row := range s.grid.Rows() {
		if strings.HasPrefix(row.ID, prefix) {
			s.grid.Select(row.ID)
			return
		}
	}
	t.Fatalf("no finding %s", prefix)
}

func TestFindingIsMendedWhereItStands(t *testing.T) {
	r := enterWith(t, edit.Checks, func(e *scoring.Evaluation) { e.Answers, e.SignOff.Preparer = nil, "" })
	s := r.checks()
	s.selectFinding(t, "D14 header:preparer")
	if !s.repair.box.Visible() || s.repair.why.Visible() || s.repair.label.Say() == "" {
		t.Fatal("a field of the head cannot be mended here")
	}
	r.Canvas().Focus(s.repair.value)
	uitest.Type(t, r.Canvas(), "王芳")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if r.page.session.Evaluation().SignOff.Preparer != "王芳" {
		t.Error("the field was not stated")
	}
	s.selectFinding(t, "B1 indicator:")
	name := strings.TrimPrefix(s.grid.CurrentRow(), "B1 indicator:")
	if !s.repair.box.Visible() || !s.repair.why.Visible() {
		t.Fatal("an indicator cannot be mended here")
	}
	r.Canvas().Focus(s.repair.reason)
	uitest.Type(t, r.Canvas(), "追加投入，超额完成。")
	if ind, _, _ := r.page.session.Line(name); ind.Reason != "追加投入，超额完成。" {
		t.Errorf("reason %q", ind.Reason)
	}
	s.selectFinding(t, "C1 ")
	if s.repair.box.Visible() {
		t.Error("money is offered to be mended in a field of an indicator")
	}
}

// TestReasonOfSeveralSentencesStaysWithItsFinding types a reason whose first sentence settles the finding: the list must not turn to the next
// finding under the hands of who goes on typing.
func TestReasonOfSeveralSentencesStaysWithItsFinding(t *testing.T) {
	r := enterWith(t, edit.Checks, func(e *scoring.Evaluation) { e.Answers = nil })
	s := r.checks()
	s.selectFinding(t, "B1 indicator:")
	row, count := s.grid.CurrentRow(), len(s.grid.Rows())
	name := strings.TrimPrefix(row, "B1 indicator:")
	reason := func() string { ind, _, _ := r.page.session.Line(name); return ind.Reason }
	const text = "年中追加投入。预算随之调整！下年按新口径编制"
	r.Canvas().Focus(s.repair.reason)
	uitest.Type(t, r.Canvas(), text)
	if s.grid.CurrentRow() != row || s.repair.reason.Text != text || len(s.grid.Rows()) != count || !s.answer.Disabled() {
		t.Fatalf("at %q of %d rows the field holds %q", s.grid.CurrentRow(), len(s.grid.Rows()), s.repair.reason.Text)
	}
	s.next()
	if reason() != text || s.grid.CurrentRow() == row || s.answer.Disabled() || s.repair.reason.Text == text {
		t.Errorf("reason %q, at %q the field holds %q", reason(), s.grid.CurrentRow(), s.repair.reason.Text)
	}
	if err := r.page.apply(edit.SetReason(name, "")); err != nil {
		t.Fatal(err)
	}
	s.grid.Focus()
	s.refresh()
	s.grid.Select(row)
	if s.repair.reason.Text != "" {
		t.Errorf("back at the finding the field holds %q, which was taken back", s.repair.reason.Text)
	}
}

func TestWayBackToTheFinding(t *testing.T) {
	r := enterWith(t, edit.Checks, func(e *scoring.Evaluation) { e.Answers, e.SignOff.Date = nil, "" })
	s := r.checks()
	s.selectFinding(t, "D14 header:date")
	s.jump.OnTapped()
	if r.page.Step() != edit.Basics || !r.page.way.content.Visible() || r.page.way.panel.Ground != look.Warn.Ground() {
		t.Fatalf("in %s, way back %v", r.page.Step(), r.page.way.content.Visible())
	}
	if err := r.page.apply(edit.SetField(edit.FieldDate, "2023-03-31")); err != nil {
		t.Fatal(err)
	}
	if r.page.way.text.Say() != "问题已解决" {
		t.Errorf("says %q after mending", r.page.way.text.Say())
	}
	r.Run(t, "checks.return")
	if r.page.Step() != edit.Checks || r.page.way.content.Visible() {
		t.Errorf("in %s, way back %v", r.page.Step(), r.page.way.content.Visible())
	}
	s.selectFinding(t, "C1 ")
	id := s.grid.CurrentRow()
	s.jump.OnTapped()
	r.page.way.button.OnTapped()
	if s.grid.CurrentRow() != id {
		t.Errorf("back at %s, want %s", s.grid.CurrentRow(), id)
	}
}

func TestTrialOfSeveralActuals(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.Run(t, "checks.trial")
	s := r.checks()
	before := r.page.session.Evaluation()
	cell := func(id string, column int) widget.Cell {
		for _, row := range s.trial.grid.Rows() {
			if row.ID == id {
				return row.Cells[column]
			}
		}
		t.Fatalf("no row %s", id)
		return widget.Cell{}
	}
	s.trial.grid.SelectCell("hi-stock", columnTried)
	s.trial.grid.Focus()
	uitest.Type(t, r.Canvas(), "1500家")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), "说不清")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := cell("hi-stock", columnPointsThen); got.Text != "3.75" || got.Tone != look.Wrong {
		t.Errorf("points then %+v", got)
	}
	if r.page.session.Evaluation() != before || s.trial.take.Disabled() {
		t.Error("trying changes the evaluation, or cannot be taken over")
	}
	s.trial.drop.OnTapped()
	if !strings.Contains(s.trial.total.Say(), "99.00") || !s.trial.take.Disabled() {
		t.Errorf("says %q after clearing", s.trial.total.Say())
	}
	s.trial.try("hi-stock", "1500家")
	if !strings.Contains(s.trial.total.Say(), "97.75") || !strings.Contains(s.trial.from.Say(), "99.00") {
		t.Errorf("says %q, %q", s.trial.total.Say(), s.trial.from.Say())
	}
	s.trial.take.OnTapped()
	if r.total() != "97.75" || !s.trial.take.Disabled() {
		t.Errorf("total %s after taking over", r.total())
	}
	r.Run(t, "undo")
	if r.total() != "99.00" {
		t.Errorf("total %s after one undo", r.total())
	}
	r.Canvas().Capture()
	uitest.Structure(t, r.page.middle, "trial")
	r.Run(t, "checks.trial")
	if !s.list.Visible() || s.trial.box.Visible() {
		t.Error("the findings are not back")
	}
}

func TestComputedTotalIsAdoptedWithOnePress(t *testing.T) {
	stated := decimal.NullDecimal{Decimal: decimal.MustNew(55, 0), Valid: true}
	r := enterWith(t, edit.Checks, func(e *scoring.Evaluation) { e.Declared = scoring.Declared{Total: stated, Grade: "差"} })
	s := r.checks()
	s.selectFinding(t, "C6 grade")
	for _, part := range []string{"填报的总分为 55 分", "按评分办法计算为 99.00 分，等级为“优”"} {
		if !strings.Contains(s.found.Text, part) {
			t.Errorf("the finding says %q, want %q in it", s.found.Text, part)
		}
	}
	if !s.adopt.Visible() || !strings.Contains(s.remedy.Text, "采用计算结果") {
		t.Fatalf("adopting is offered: %v, remedy %q", s.adopt.Visible(), s.remedy.Text)
	}
	s.open()
	if r.Canvas().Focused() != s.adopt {
		t.Errorf("Enter leads to %T", r.Canvas().Focused())
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if now := r.page.session.Evaluation().Declared; now.Total.Decimal.String() != "99.00" || now.Grade != "优" || r.page.session.StatesOtherwise() {
		t.Errorf("the form states %v", now)
	}
	for i := range r.page.session.Findings() {
		if f := &r.page.session.Findings()[i]; f.Check == "C6" {
			t.Errorf("still found: %v", f.Message)
		}
	}
	if said := r.page.notice.text.Say(); !strings.Contains(said, "99.00") || r.page.notice.button.Text != "撤销" {
		t.Errorf("says %q and offers %q", said, r.page.notice.button.Text)
	}
	r.page.notice.do()
	if now := r.page.session.Evaluation().Declared; now.Total != stated || now.Grade != "差" {
		t.Errorf("after undoing the form states %v", now)
	}
}
