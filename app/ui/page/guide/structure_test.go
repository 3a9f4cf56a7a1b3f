package guide

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

// clip is a clipboard with a text.
type clip struct{ text string }

func (c *clip) Content() string     { return c.text }
func (c *clip) SetContent(s string) { c.text = s }

// lines lists the indicators in the order of the grid.
func (r *room) lines() []string {
	var ids []string
	for _, row := range r.indicators().grid.Rows() {
		if row.Level == 0 {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

func TestBlockFromExcelIsOneChange(t *testing.T) {
	r := enter(t, edit.Indicators)
	rows := r.lines()
	third := r.cell(rows[2], columnActual).Text
	r.indicators().focus(rows[0])
	shortcuts := r.Canvas().Focused().(fyne.Shortcutable)
	shortcuts.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{"7项\r\n8人\r\n9家\r\n"}})
	for i, want := range []string{"7项", "8人", "9家"} {
		if got := r.cell(rows[i], columnActual).Text; got != want {
			t.Errorf("row %d holds %q, want %q", i, got, want)
		}
	}
	r.Run(t, "undo")
	if got := r.cell(rows[2], columnActual).Text; got != third {
		t.Errorf("one undo leaves %q", got)
	}
	last := rows[len(rows)-1]
	r.indicators().focus(last)
	r.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{"1\n2\n3"}})
	if !strings.Contains(r.page.notice.text.Say(), "2 行") {
		t.Errorf("says %q about the rows that found no place", r.page.notice.text.Say())
	}
}

func TestPasteReplacesWhatIsBeingTyped(t *testing.T) {
	r := enter(t, edit.Indicators)
	rows := r.lines()
	r.indicators().focus(rows[0])
	uitest.Press(t, r.Canvas(), fyne.KeyF2)
	r.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{"7项\n8人"}})
	if got := r.cell(rows[1], columnActual).Text; got != "8人" {
		t.Errorf("the second row holds %q", got)
	}
}

func TestRowsAreCopiedAsTable(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	r.Run(t, "indicator.copy")
	if r.Copied != "高新技术企业存量（2021年）\t2000家\t2194家\t5\t5.00\t2194 ≥ 2000 → 5.00" {
		t.Errorf("copied %q", r.Copied)
	}
}

func TestIndicatorsAreAddedByKeyboard(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	count := len(r.page.session.Evaluation().Indicators)
	r.Run(t, "indicator.add")
	uitest.Type(t, r.Canvas(), "响应时间")
	uitest.Press(t, r.Canvas(), fyne.KeyTab)
	uitest.Type(t, r.Canvas(), "≤5分钟")
	uitest.Press(t, r.Canvas(), fyne.KeyTab)
	uitest.Type(t, r.Canvas(), "4分钟")
	uitest.Press(t, r.Canvas(), fyne.KeyTab)
	uitest.Type(t, r.Canvas(), "3")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	rows := r.page.session.Evaluation().Indicators
	var made *scoring.Indicator
	for i := range rows {
		if rows[i].Name == "响应时间" {
			made = &rows[i]
		}
	}
	if len(rows) != count+1 || made == nil {
		t.Fatal("the indicator was not added")
	}
	if made.Target.Text != "≤5分钟" || made.Actual.Text != "4分钟" || made.Weight.String() != "3" || made.Method.Kind != scoring.MethodCeiling {
		t.Errorf("added %+v", made)
	}
	r.indicators().grid.Select(made.ID)
	r.Run(t, "indicator.remove")
	r.Canvas().FocusPrevious()
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if len(r.page.session.Evaluation().Indicators) != count {
		t.Error("the indicator was not removed")
	}
}

func TestMethodIsProposedAndItsFiguresAreAsked(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	r.Run(t, "pane.method")
	d := r.indicators().detail.panes[paneMethod].(*methodPane)
	d.kind.Choose(string(scoring.MethodDeduction))
	if !d.boxes[edit.Deduct].Visible() || d.none.Visible() {
		t.Fatal("the figures of the method are not asked for")
	}
	r.Canvas().Focus(d.figures[edit.Deduct])
	uitest.Type(t, r.Canvas(), "0.5")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if ind, _, _ := r.page.session.Line("hi-stock"); ind.Method.Deduct.String() != "0.5" {
		t.Errorf("deduct %s", ind.Method.Deduct)
	}
	d.suggest.OnTapped()
	if ind, _, _ := r.page.session.Line("hi-stock"); ind.Method.Kind != scoring.MethodProportional || !d.suggest.Disabled() {
		t.Errorf("method %s after the proposal was adopted", ind.Method.Kind)
	}
}

func TestOverrideNeedsItsReasonAndStandsBesideTheRule(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	r.Run(t, "pane.override")
	d := r.indicators().detail.panes[paneOverride].(*overridePane)
	uitest.Type(t, r.Canvas(), "4")
	d.set.OnTapped()
	if r.total() != "99.00" || d.points.Text != "4" {
		t.Fatalf("total %s, field %q: want a refusal with the input kept", r.total(), d.points.Text)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	uitest.Type(t, r.Canvas(), "统计口径有变。")
	d.set.OnTapped()
	if r.total() != "98.00" || d.ruled.Say() != "5.00" || d.counts.Say() != "4.00" {
		t.Errorf("total %s, rule %s, counts %s", r.total(), d.ruled.Say(), d.counts.Say())
	}
	d.clear.OnTapped()
	if r.total() != "99.00" || d.points.Text != "" {
		t.Errorf("total %s after taking it back, field %q", r.total(), d.points.Text)
	}
}

func TestWhatIfChangesNothing(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	r.Run(t, "pane.what-if")
	before := r.page.session.Evaluation()
	d := r.indicators().detail.panes[paneWhatIf].(*whatIfPane)
	uitest.Type(t, r.Canvas(), "1500")
	if !strings.Contains(d.total.Say(), "99.00 → 97.75") || r.page.session.Evaluation() != before {
		t.Errorf("says %q", d.total.Say())
	}
	d.tolerance.Choose("10")
	r.Settle()
	if !strings.Contains(d.weights.Text, "99.00") {
		t.Errorf("says %q about the weights", d.weights.Text)
	}
}

func TestDateIsChosenInACalendar(t *testing.T) {
	r := enter(t, edit.Basics)
	r.Run(t, "date")
	if cal, ok := r.Canvas().Focused().(interface{ MouseIn(*desktop.MouseEvent) }); !ok {
		t.Fatalf("the keyboard is in %T", cal)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyPageDown, fyne.KeyUp, fyne.KeyRight, fyne.KeyReturn)
	if got := r.page.session.Evaluation().SignOff.Date; got != "2023-04-09" { // 15 March, a month on, a week back, a day on
		t.Errorf("date %q", got)
	}
	if r.page.needs.Prompts.Open() {
		t.Error("the calendar did not close")
	}
}
