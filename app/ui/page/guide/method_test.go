package guide

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/scoring/target"
)

// method opens the pane of methods on an indicator.
func method(t *testing.T, r *room, id string, kind scoring.MethodKind) *methodPane {
	t.Helper()
	r.indicators().focus(id)
	r.Run(t, "pane.method")
	d := r.indicators().detail.panes[paneMethod].(*methodPane)
	d.kind.Choose(string(kind))
	return d
}

func TestBandsAreTypedIntoTheirTable(t *testing.T) {
	r := enter(t, edit.Indicators)
	d := method(t, r, "hi-stock", scoring.MethodBanded)
	if !d.bands.box.Visible() || d.none.Visible() || d.formula.box.Visible() {
		t.Fatal("a method with bands does not show their table")
	}
	d.bands.grid.SelectCell("0", columnAtLeast)
	d.bands.grid.Focus()
	for _, text := range []string{"２０００", "100"} {
		uitest.Type(t, r.Canvas(), text)
		uitest.Press(t, r.Canvas(), fyne.KeyTab)
	}
	d.bands.grid.Commit()
	ind, line, _ := r.page.session.Line("hi-stock")
	if len(ind.Method.Bands) != 1 || ind.Method.Bands[0].AtLeast.String() != "2000" || line.Pending {
		t.Fatalf("bands %v, pending %v", ind.Method.Bands, line.Pending)
	}
	d.bands.grid.SelectCell("1", columnAtLeast)
	d.bands.grid.Focus()
	uitest.Type(t, r.Canvas(), "1000")
	uitest.Press(t, r.Canvas(), fyne.KeyTab)
	if got := d.bands.grid.Rows()[1].Cells[columnAtLeast].Text; got != "1000" {
		t.Errorf("half a line holds %q", got)
	}
	uitest.Type(t, r.Canvas(), "120")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if !strings.Contains(r.page.notice.text.Say(), "120") || !d.bands.grid.Rows()[1].Cells[columnEarns].Edit {
		t.Errorf("a share above 100 says %q", r.page.notice.text.Say())
	}
	d.bands.grid.Select("0")
	d.bands.remove.OnTapped()
	if ind, _, _ := r.page.session.Line("hi-stock"); len(ind.Method.Bands) != 0 {
		t.Errorf("bands %v after removing the only one", ind.Method.Bands)
	}
}

func TestRefusedBandsWaitForTheirIndicator(t *testing.T) {
	r := enter(t, edit.Indicators)
	ids := []string{"hi-stock", ""}
	for _, ind := range r.page.session.Evaluation().Indicators {
		if ind.ID != ids[0] && ids[1] == "" {
			ids[1] = ind.ID
		}
	}
	d := method(t, r, ids[0], scoring.MethodBanded)
	d.bands.grid.SelectCell("0", columnAtLeast)
	d.bands.grid.Focus()
	uitest.Type(t, r.Canvas(), "1000")
	uitest.Press(t, r.Canvas(), fyne.KeyTab)
	uitest.Type(t, r.Canvas(), "120")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if !strings.Contains(r.page.notice.text.Say(), "120") {
		t.Fatalf("a share above 100 says %q", r.page.notice.text.Say())
	}
	d = method(t, r, ids[1], scoring.MethodBanded)
	if got := d.bands.grid.Rows()[len(d.bands.grid.Rows())-1].Cells[columnAtLeast].Text; got != "" {
		t.Errorf("another indicator shows %q", got)
	}
	r.indicators().focus(ids[0])
	if got := d.bands.grid.Rows()[0].Cells[columnAtLeast].Text; got != "1000" {
		t.Errorf("half a line came back as %q", got)
	}
	d.bands.grid.SelectCell("0", columnEarns)
	d.bands.grid.Focus()
	uitest.Type(t, r.Canvas(), "100")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if ind, _, _ := r.page.session.Line(ids[0]); len(ind.Method.Bands) != 1 {
		t.Errorf("bands %v", ind.Method.Bands)
	}
}

func TestFormulaIsJudgedAtEveryKey(t *testing.T) {
	r := enter(t, edit.Indicators)
	d := method(t, r, "hi-stock", scoring.MethodFormula)
	if !d.formula.box.Visible() {
		t.Fatal("no formula to type")
	}
	r.Canvas().Focus(d.formula.text)
	uitest.Type(t, r.Canvas(), "实际完成值 /")
	if got := d.formula.verdict; got.Ink != look.Bad || !strings.Contains(got.Say(), "不完整") {
		t.Errorf("half a formula: %q", got.Say())
	}
	uitest.Type(t, r.Canvas(), " 基数")
	if rows := d.formula.figures.Rows(); len(rows) != 1 || rows[0].ID != "基数" || !strings.Contains(d.formula.verdict.Say(), "“基数”没有数值") {
		t.Fatalf("names %v, says %q", rows, d.formula.verdict.Say())
	}
	d.formula.text.Commit()
	d.formula.figures.SelectCell("基数", 1)
	d.formula.figures.Focus()
	uitest.Type(t, r.Canvas(), "４３８８")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := d.formula.verdict; got.Ink != look.Good || !strings.Contains(got.Say(), "得 2.50 分") {
		t.Errorf("says %q", got.Say())
	}
	if r.total() != "96.50" {
		t.Errorf("total %s, want 99 - 5 + 5×2194÷4388", r.total())
	}
	r.indicators().grid.Select("hi-growth")
	if d.formula.text.Text != "" {
		t.Error("another indicator shows the formula of this one")
	}
}

func TestNoteAndRemarks(t *testing.T) {
	r := enter(t, edit.Indicators)
	said := widget.NewText("口径有疑问")
	r.page.needs.Remarks = remarks{"hi-stock": said}
	r.indicators().focus("hi-stock")
	r.Run(t, "pane.note")
	d := r.indicators().detail.panes[paneNote].(*notePane)
	uitest.Type(t, r.Canvas(), "统计口径同上年。")
	if ind, _, _ := r.page.session.Line("hi-stock"); ind.Note != "统计口径同上年。" {
		t.Errorf("note %q", ind.Note)
	}
	if d.others.Objects[0] != fyne.CanvasObject(said) {
		t.Error("what others said is not shown")
	}
	labels := func() string {
		var all []string
		for _, part := range r.indicators().detail.tabs.Parts() {
			all = append(all, part.Text)
		}
		return strings.Join(all, " ")
	}
	if !strings.Contains(labels(), "备注（1）") {
		t.Errorf("the tabs do not say that somebody said something: %s", labels())
	}
	r.indicators().grid.Select("hi-growth")
	if strings.Contains(labels(), "备注（") {
		t.Errorf("the tabs of another indicator: %s", labels())
	}
	if d.note.Text != "" || d.others.Objects[0] != d.none {
		t.Errorf("another indicator shows %q", d.note.Text)
	}
}

type remarks map[string]fyne.CanvasObject

func (m remarks) About(_ *scoring.Evaluation, indicator string) fyne.CanvasObject {
	if o := m[indicator]; o != nil {
		return o
	}
	return nil
}

func (m remarks) Count(indicator string) int {
	if m[indicator] == nil {
		return 0
	}
	return 1
}

func (m remarks) Waiting() string { return "" }
func (m remarks) Answer()         {}

// asked are remarks of which some wait for an answer.
type asked struct {
	remarks
	answered *int
}

func (a asked) Waiting() string { return "2 条意见待答复" }
func (a asked) Answer()         { *a.answered++ }

func TestRemarksThatWaitAreSaidAndLedTo(t *testing.T) {
	r := enter(t, edit.Indicators)
	if r.page.side.remarks.Visible() {
		t.Error("the button is there although nobody asked anything")
	}
	answered := 0
	r.page.needs.Remarks = asked{answered: &answered}
	p := New(r.page.needs, edit.Indicators)
	if b := p.side.remarks; !b.Visible() || b.Text != "2 条意见待答复" {
		t.Fatalf("the button says %q, shown: %t", b.Text, b.Visible())
	}
	p.side.remarks.OnTapped()
	for _, c := range p.Commands() {
		if c.ID == "remarks" {
			c.Do()
		}
	}
	if answered != 2 {
		t.Errorf("button and command led there %d times, want 2", answered)
	}
}

func TestYearBeforeIsSaid(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) {
		indicatorOf(e, "hi-stock").LastYear = target.Parse("2000家", target.Context{})
	})
	r.indicators().focus("hi-stock")
	d := r.indicators().detail.panes[paneScore].(*scorePane)
	if !strings.Contains(d.reading.Text, "上年完成：2000家，今年增长 9.70%") {
		t.Errorf("says %q", d.reading.Text)
	}
}

func TestChecksKnowLastYear(t *testing.T) {
	e, scheme := uitest.Example(t)
	last, _ := uitest.Example(t)
	last.FiscalYear--
	session := edit.Open(e, edit.Needs{Scheme: scheme, Keeper: &uitest.Keeper{}, Post: func(func()) {}, Known: review.Context{LastYear: last}})
	alone := edit.Open(e, edit.Needs{Scheme: scheme, Keeper: &uitest.Keeper{}, Post: func(func()) {}})
	if len(session.Findings()) <= len(alone.Findings()) {
		t.Errorf("%d findings with a text copied from last year, %d without knowing it", len(session.Findings()), len(alone.Findings()))
	}
}

// TestFullWidthDigitsAreFolded types full-width digits into every field that takes a number.
func TestFullWidthDigitsAreFolded(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	for name, c := range map[string]edit.Change{
		"actual": edit.SetActual("hi-stock", "１２３４．５"), "weight": edit.SetWeight("hi-stock", "４．５"), "points": edit.SetPoints("lab-researchers", "２．５"),
		"override": edit.SetOverride("hi-stock", "１．５", "复核", ""), "amount": edit.SetAmount(0, edit.Initial, "１２，３４５．６"),
		"pass line": edit.SetParameter("hi-stock", edit.PassLine, "６０"), "band": edit.SetBand("hi-stock", nil, 0, "９０", "１００％"),
	} {
		if err := r.page.session.Apply(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	e := r.page.session.Evaluation()
	ind := indicatorOf(e, "hi-stock")
	if ind.Actual.Low.String() != "1234.5" || ind.Weight.String() != "4.5" || ind.Override.Points.String() != "1.5" ||
		e.Funds[0].Initial.Decimal.String() != "12345.6" || ind.Method.PassLine.String() != "60" || ind.Method.Bands[0].AtLeast.String() != "90" {
		t.Errorf("read %s %s %s %s %s %v", ind.Actual.Low, ind.Weight, ind.Override.Points, e.Funds[0].Initial.Decimal, ind.Method.PassLine, ind.Method.Bands)
	}
}

func TestOverrideThatWasNotGivenWaits(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	r.Run(t, "pane.override")
	d := r.indicators().detail.panes[paneOverride].(*overridePane)
	uitest.Type(t, r.Canvas(), "4")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), "口径不同")
	r.indicators().grid.Select("hi-growth")
	if d.points.Text != "" || d.reason.Text != "" {
		t.Errorf("another indicator shows %q and %q", d.points.Text, d.reason.Text)
	}
	r.page.Go(edit.Place{Step: edit.Basics}, true)
	r.page.Go(edit.Place{Step: edit.Indicators, Item: "hi-stock"}, true)
	if d.points.Text != "4" || d.reason.Text != "口径不同" || r.total() != "99.00" {
		t.Errorf("what was typed is %q and %q, total %s", d.points.Text, d.reason.Text, r.total())
	}
	d.set.OnTapped()
	if r.total() != "98.00" {
		t.Errorf("total %s", r.total())
	}
	r.indicators().grid.Select("hi-growth")
	r.indicators().grid.Select("hi-stock")
	if d.points.Dirty() || d.reason.Dirty() {
		t.Error("what was given is still waiting")
	}
}
