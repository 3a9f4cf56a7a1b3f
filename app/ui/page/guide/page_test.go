package guide

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// room is a guide in a window, with the example in it.
type room struct {
	*pagetest.Room
	page   *Page
	keeper *uitest.Keeper
	export *fakeExporter
	shelf  *shelf
}

func enter(t testing.TB, step edit.Step) *room {
	t.Helper()
	return enterWith(t, step, func(*scoring.Evaluation) {})
}

// enterWith prepares the example before it is opened.
func enterWith(t testing.TB, step edit.Step, prepare func(*scoring.Evaluation)) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, locale.Chinese), keeper: &uitest.Keeper{}, export: &fakeExporter{}, shelf: newShelf(t)}
	r.Now = time.Date(2023, 3, 15, 0, 0, 0, 0, time.UTC)
	e, scheme := uitest.Example(t)
	prepare(e)
	session := edit.Open(e, edit.Needs{Scheme: scheme, Keeper: r.keeper, Review: reviewRun, Post: r.Queue.Post})
	r.page = New(Needs{Host: r.Host(), Session: session, Exporter: r.export, Evidence: r.shelf}, step)
	r.Enter(r.page)
	r.Queue.Drain()
	return r
}

// saved takes what the store says about one edit.
func (r *room) saved() {
	r.Queue.Take()
	for state, _ := r.page.session.SaveState(); state == edit.Saving; state, _ = r.page.session.SaveState() {
		r.Queue.Take()
	}
}

func (r *room) total() string { return r.page.side.total.Say() }

func (r *room) indicators() *indicators { return r.page.screens[edit.Indicators].(*indicators) }

func (r *room) cell(id string, column int) widget.Cell {
	for _, row := range r.indicators().grid.Rows() {
		if row.ID == id && row.Level == 0 {
			return row.Cells[column]
		}
	}
	return widget.Cell{}
}

func TestIndicatorsStandUnderTheirLevels(t *testing.T) {
	r := enter(t, edit.Indicators)
	var heads []string
	data := 0
	for _, row := range r.indicators().grid.Rows() {
		switch row.Level {
		case 0:
			data++
		case 1:
			heads = append(heads, row.Cells[columnName].Text+" "+row.Cells[columnWeight].Text+" "+row.Cells[columnPoints].Text)
		}
	}
	if got := strings.Join(heads, ", "); got != "产出 55 55.00, 效益 30 30.00, 满意度 10 10.00" {
		t.Errorf("headings %q", got)
	}
	if data != len(r.page.session.Evaluation().Indicators) {
		t.Errorf("%d rows for %d indicators", data, len(r.page.session.Evaluation().Indicators))
	}
	if r.total() != "99.00" {
		t.Errorf("total %s, want 99.00", r.total())
	}
}

func TestTypedActualMovesTheTotalAndIsSaved(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	uitest.Type(t, r.Canvas(), "１５００")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if r.total() != "97.75" {
		t.Errorf("total %s, want 97.75 = 99 - 5 + 5×1500÷2000", r.total())
	}
	if why := r.cell("hi-stock", columnWhy).Text; why != "5 × 1500 ÷ 2000 = 3.75" {
		t.Errorf("why %q", why)
	}
	if said := r.page.head.saved.Say(); said != "正在保存…" {
		t.Errorf("says %q before the store has answered", said)
	}
	r.saved()
	if said := r.page.head.saved.Say(); !strings.Contains(said, "已保存") {
		t.Errorf("says %q after the store has answered", said)
	}
	if last, _ := r.keeper.Last(); last == nil || indicatorOf(last, "hi-stock").Actual.Text != "１５００" {
		t.Error("the store does not hold what was typed")
	}
}

func indicatorOf(e *scoring.Evaluation, id string) *scoring.Indicator {
	for i := range e.Indicators {
		if e.Indicators[i].ID == id {
			return &e.Indicators[i]
		}
	}
	return &scoring.Indicator{}
}

func TestFailureToSaveIsSaidAndTheInputStays(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.keeper.Fail(errors.New("disk full"))
	r.indicators().focus("hi-stock")
	uitest.Type(t, r.Canvas(), "1500")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.saved()
	if len(r.Failed) != 1 || !r.page.head.retry.Visible() || r.cell("hi-stock", columnActual).Text != "1500" {
		t.Fatalf("failed %v, retry visible %v, cell %q", r.Failed, r.page.head.retry.Visible(), r.cell("hi-stock", columnActual).Text)
	}
	r.keeper.Fail(nil)
	r.page.head.retry.OnTapped()
	r.saved()
	if r.page.head.retry.Visible() || !strings.Contains(r.page.head.saved.Say(), "已保存") {
		t.Error("the retry that worked is not shown")
	}
}

func TestUndoShowsWhereTheChangeWas(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	uitest.Type(t, r.Canvas(), "1")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.page.Go(edit.Place{Step: edit.Basics}, true)
	r.Run(t, "undo")
	if r.page.Step() != edit.Indicators || r.indicators().grid.CurrentRow() != "hi-stock" || r.total() != "99.00" {
		t.Errorf("step %s, row %s, total %s", r.page.Step(), r.indicators().grid.CurrentRow(), r.total())
	}
	r.Run(t, "redo")
	if r.total() == "99.00" {
		t.Error("redo did not bring the change back")
	}
}

func TestUndoTakesOpenTypingBackFirst(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	uitest.Type(t, r.Canvas(), "1")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn, fyne.KeyUp)
	uitest.Type(t, r.Canvas(), "77")
	r.Run(t, "undo")
	if got := r.cell("hi-stock", columnActual).Text; got != "1" {
		t.Errorf("the cell holds %q, want the committed 1: only typing was to be undone", got)
	}
}

func TestQualitativePointsCannotLeaveTheTier(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("lab-researchers")
	d := r.indicators().detail.panes[paneScore].(*scorePane)
	if !d.tier.Visible() || d.answer.Visible() || !d.given.Visible() {
		t.Fatal("a qualitative indicator does not show tiers and points")
	}
	r.Canvas().Focus(d.points)
	uitest.Type(t, r.Canvas(), "0.5")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if !r.page.notice.content.Visible() || r.total() != "99.00" || d.points.Text != "0.5" {
		t.Errorf("notice %v, total %s, field %q: want a refusal with the input kept", r.page.notice.content.Visible(), r.total(), d.points.Text)
	}
	d.points.SetText("2.5")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if r.total() != "98.50" || r.page.notice.content.Visible() {
		t.Errorf("total %s, want 98.50 after points within the tier", r.total())
	}
	widget.Focus(d.tier)
	uitest.Type(t, r.Canvas(), "2") // partly reached
	if d.tier.Chosen() != "partly" {
		t.Errorf("2 chose %q", d.tier.Chosen())
	}
	if ind, _, _ := r.page.session.Line("lab-researchers"); ind.Judgement.Tier != "partly" || ind.Judgement.Points.Valid {
		t.Error("another tier does not take the points of the old one back")
	}
}

func TestYesNoAndStateAreJudgedInTheDetail(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("plat-number")
	d := r.indicators().detail.panes[paneScore].(*scorePane)
	if d.answer.Chosen() != scoring.AnswerYes {
		t.Errorf("answer %q, want yes", d.answer.Chosen())
	}
	d.answer.Choose(scoring.AnswerNo)
	if r.total() != "96.00" {
		t.Errorf("total %s, want 96.00 without the 3 points", r.total())
	}
	d.answer.Choose(scoring.AnswerYes)
	d.state.Choose(string(scoring.StateNoEvidence))
	if r.total() != "96.00" || r.cell("plat-number", columnWhy).Text != "缺佐证" {
		t.Errorf("total %s, why %q", r.total(), r.cell("plat-number", columnWhy).Text)
	}
}

func TestReasonBelongsToTheIndicatorItWasTypedFor(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	d := r.indicators().detail.panes[paneScore].(*scorePane)
	r.Canvas().Focus(d.reason)
	uitest.Type(t, r.Canvas(), "企业迁出")
	r.indicators().grid.Select("hi-growth") // with the reason still open
	first, _, _ := r.page.session.Line("hi-stock")
	second, _, _ := r.page.session.Line("hi-growth")
	if first.Reason != "企业迁出" || second.Reason != "" || d.reason.Text != "" {
		t.Errorf("reasons %q and %q, field %q", first.Reason, second.Reason, d.reason.Text)
	}
}

func TestNextGoesToWhatIsUnfinished(t *testing.T) {
	r := enterWith(t, edit.Narrative, func(e *scoring.Evaluation) {
		e.Indicators[3].Actual, e.Indicators[20].Actual = e.Indicators[3].LastYear, e.Indicators[3].LastYear
		e.SignOff.Date = "2023-03-31"
	})
	third, twentieth := r.page.session.Evaluation().Indicators[3].ID, r.page.session.Evaluation().Indicators[20].ID
	r.Run(t, "next")
	if r.page.Step() != edit.Indicators || r.indicators().grid.CurrentRow() != third {
		t.Fatalf("went to %s %s, want %s", r.page.Step(), r.indicators().grid.CurrentRow(), third)
	}
	r.Run(t, "next")
	if r.indicators().grid.CurrentRow() != twentieth {
		t.Errorf("went to %s, want %s", r.indicators().grid.CurrentRow(), twentieth)
	}
	uitest.Type(t, r.Canvas(), "5项")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Run(t, "next")
	if r.indicators().grid.CurrentRow() != third {
		t.Errorf("went to %s, want round to %s", r.indicators().grid.CurrentRow(), third)
	}
}

func TestStepsTellHowFarTheyAre(t *testing.T) {
	r := enter(t, edit.Indicators)
	var got []string
	for _, part := range r.page.steps.Parts() {
		got = append(got, part.Text+" "+strings.TrimSpace(strings.TrimPrefix(part.At, strings.Fields(part.At)[0])))
	}
	want := []string{"基本信息 6/6", "资金 3/3", "目标 2/2", "指标 35/35", "文字 7/7"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d says %q, want %q", i+1, got[i], want[i])
		}
	}
	for _, step := range edit.Steps() { // no dead entries
		r.page.Go(edit.Place{Step: step}, true)
		if r.page.Step() != step || r.Canvas().Focused() == nil {
			t.Errorf("step %s is shown as %s, keyboard in %v", step, r.page.Step(), r.Canvas().Focused())
		}
	}
}

func TestLeaveHandsOverOpenTypingAndWaitsForTheStore(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	uitest.Type(t, r.Canvas(), "1500")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	if last, _ := r.keeper.Last(); last == nil || indicatorOf(last, "hi-stock").Actual.Text != "1500" {
		t.Error("open typing was lost on leaving")
	}
}

func BenchmarkEditToNewTotal(b *testing.B) {
	r := enter(b, edit.Indicators)
	texts := []string{"1500家", "1600家"}
	i := 0
	for b.Loop() {
		i++
		if err := r.page.apply(edit.SetActual("hi-stock", texts[i%2])); err != nil {
			b.Fatal(err)
		}
		r.Queue.Drain()
	}
}
