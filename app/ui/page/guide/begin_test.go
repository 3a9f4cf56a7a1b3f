package guide

import (
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

func TestNewEvaluationBeginsWithItsTargets(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) {
		for i := range e.Indicators {
			ind := &e.Indicators[i]
			ind.Target, ind.Actual, ind.Published = target.Value{}, target.Value{}, ""
		}
	})
	if !r.indicators().structure() || !r.indicators().tools.Visible() {
		t.Error("targets cannot be typed at once")
	}
	if enter(t, edit.Indicators).indicators().structure() {
		t.Error("an evaluation with targets is edited, not filled in")
	}
}

func TestDoubleClickOnATargetEditsIt(t *testing.T) {
	r := enter(t, edit.Indicators)
	s := r.indicators()
	s.focus("hi-stock")
	if s.unlock("hi-stock", columnWhy) || s.structure() {
		t.Fatal("an explanation is typed into")
	}
	if !s.unlock("hi-stock", columnTarget) {
		t.Fatal("nothing happened")
	}
	r.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	uitest.Type(t, r.Canvas(), "≥2100家")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := r.cell("hi-stock", columnTarget).Text; got != "≥2100家" {
		t.Errorf("the target is %q", got)
	}
	if s.unlock("hi-stock", columnTarget) {
		t.Error("what can be typed into is unlocked")
	}
}

func TestBlockOfAmountsFromExcelIsOneChange(t *testing.T) {
	r := enter(t, edit.Money)
	s := r.page.screens[edit.Money].(*money)
	before := r.page.session.Evaluation().Funds[0]
	s.focus("0." + string(edit.Initial))
	paste := func(text string) {
		r.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{text}})
	}
	uitest.Press(t, r.Canvas(), fyne.KeyF2)
	paste("16,000\t１2000\t9000.5\n8000\t\t7000\n")
	funds := r.page.session.Evaluation().Funds
	if got := funds[0].Initial.Decimal.String() + " " + funds[0].Adjusted.Decimal.String() + " " + funds[0].Executed.Decimal.String(); got != "16000 12000 9000.5" {
		t.Errorf("the total row is %s", got)
	}
	if len(funds) > 1 && funds[1].Initial.Decimal.String() != "8000" {
		t.Errorf("the second row is %v", funds[1])
	}
	r.page.undo()
	if got := r.page.session.Evaluation().Funds[0]; got != before {
		t.Errorf("one undo leaves %+v", got)
	}
}

func TestNextAsksForTheJudgementThatIsMissing(t *testing.T) {
	r := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) {
		ind := indicatorOf(e, "hi-stock")
		ind.Method, ind.Judgement = scoring.Method{Kind: scoring.MethodManual}, scoring.Judgement{}
	})
	r.page.next()
	if d, ok := r.indicators().detail.pane().(*scorePane); !ok || r.Canvas().Focused() != fyne.Focusable(d.points) {
		t.Errorf("the keyboard is in %T", r.Canvas().Focused())
	}
}

func TestNextGoesToTheEmptyFieldAndAtLastToTheReport(t *testing.T) {
	r := enterWith(t, edit.Goals, func(e *scoring.Evaluation) { e.SignOff.Preparer, e.Answers = "", nil })
	r.page.next()
	entry, ok := r.Canvas().Focused().(*widget.Entry)
	if !ok || entry != r.page.screens[edit.Basics].(*basics).fields[edit.FieldPreparer] {
		t.Errorf("the keyboard is in %T", r.Canvas().Focused())
	}
}

func TestUnfinishedEvaluationHasNoVerdictYet(t *testing.T) {
	r := enter(t, edit.Indicators)
	done := r.page.side.caption.Say()
	open := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) {
		ind := indicatorOf(e, "hi-stock")
		ind.Method, ind.Judgement = scoring.Method{Kind: scoring.MethodManual}, scoring.Judgement{}
	})
	if got := open.page.side.caption.Say(); got == done {
		t.Errorf("an unfinished total is called %q too", got)
	}
	blank := enterWith(t, edit.Indicators, func(e *scoring.Evaluation) { e.Funds[0].Executed = decimal.NullDecimal{} })
	if got := blank.page.side.caption.Say(); got == done {
		t.Errorf("a total without money is called %q too", got)
	}
}

// A whole column of a spreadsheet is a million lines, nearly all of them blank.
func TestRowsPastedAreAsManyAsAnEvaluationMayHave(t *testing.T) {
	r := enter(t, edit.Indicators)
	before := len(r.page.session.Evaluation().Indicators)
	block := func(named, blank int) [][]string {
		rows := make([][]string, named+blank)
		for i := range rows {
			rows[i] = []string{""}
			if i < named {
				rows[i][0] = "指标" + strconv.Itoa(i)
			}
		}
		return rows
	}
	if _, err := r.indicators().batch(widget.Batch{Over: block(scoring.MaxIndicators, 0)}); err == nil {
		t.Error("too many rows were taken")
	}
	if said := r.page.notice.text.Say(); len(r.page.session.Evaluation().Indicators) != before || !strings.Contains(said, "2000") {
		t.Errorf("%d indicators, says %q", len(r.page.session.Evaluation().Indicators), said)
	}
	if _, err := r.indicators().batch(widget.Batch{Over: block(2, 5000)}); err != nil {
		t.Fatal(err)
	}
	if got := len(r.page.session.Evaluation().Indicators); got != before+2 {
		t.Errorf("%d indicators, want %d", got, before+2)
	}
}
