package guide

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/scoring"
)

func (r *room) paste(text string) {
	r.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{text}})
}

// firstOf returns the first indicator of a method.
func (r *room) firstOf(t *testing.T, kind scoring.MethodKind) string {
	t.Helper()
	for i := range r.page.session.Evaluation().Indicators {
		if ind := &r.page.session.Evaluation().Indicators[i]; ind.Method.Kind == kind {
			return ind.ID
		}
	}
	t.Fatalf("no %s indicator", kind)
	return ""
}

func TestRowsPastedBelowTheLastBecomeIndicators(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.Run(t, "structure")
	rows := r.lines()
	last := rows[len(rows)-1]
	name := r.cell(last, columnName).Text
	r.indicators().grid.SelectCell(last, columnName)
	r.indicators().grid.Focus()
	r.paste(name + "\t≥90%\t95%\t5\n培训人次\t≥100人\t120人\t3\n\t\t\t\n培训及时率\t≥90%\n")
	now := r.lines()
	if len(now) != len(rows)+2 {
		t.Fatalf("%d rows, want %d and two new ones", len(now), len(rows))
	}
	made := indicatorOf(r.page.session.Evaluation(), now[len(rows)])
	if made.Name != "培训人次" || made.Target.Text != "≥100人" || made.Actual.Text != "120人" || made.Weight.String() != "3" {
		t.Errorf("made %+v", made)
	}
	if before := indicatorOf(r.page.session.Evaluation(), last); made.Level1 != before.Level1 || made.Level2 != before.Level2 {
		t.Errorf("made under %s, %s", made.Level1, made.Level2)
	}
	r.Run(t, "undo")
	if len(r.lines()) != len(rows) {
		t.Error("one undo does not take all of it back")
	}
}

func TestCopiedIndicatorsArePastedIntoAnEmptyTable(t *testing.T) {
	r := enter(t, edit.Indicators)
	if err := r.page.apply(edit.RemoveIndicators(r.lines()...)); err != nil {
		t.Fatal(err)
	}
	r.Run(t, "structure")
	r.indicators().grid.Focus()
	r.paste("培训人次\t≥100人\n培训及时率\t≥90%\n")
	if now := r.lines(); len(now) != 2 || r.cell(now[1], columnTarget).Text != "≥90%" {
		t.Errorf("rows %v", now)
	}
}

func TestMarkedCellsAreSummedUp(t *testing.T) {
	r := enter(t, edit.Indicators)
	rows := r.lines()
	r.indicators().grid.SelectCell(rows[0], columnActual)
	hint := r.indicators().hint.Say()
	body := r.Canvas().Focused()
	uitest.Press(t, r.Canvas(), fyne.KeyRight)
	body.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	uitest.Press(t, r.Canvas(), fyne.KeyDown)
	body.(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	a, b := indicatorOf(r.page.session.Evaluation(), rows[0]), indicatorOf(r.page.session.Evaluation(), rows[1])
	sum, err := a.Weight.Add(b.Weight)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.indicators().hint.Say(), "已选 2 格，其中 2 个数合计 "+sum.Trim(0).String(); got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	uitest.Press(t, r.Canvas(), fyne.KeyEscape)
	if got := r.indicators().hint.Say(); got != hint {
		t.Errorf("says %q when nothing is marked", got)
	}
}

func TestCellsThatCannotBeTypedIntoSayWhatToDo(t *testing.T) {
	r := enter(t, edit.Indicators)
	r.indicators().focus("hi-stock")
	for _, step := range []struct {
		keys []fyne.KeyName
		want string
	}{
		{[]fyne.KeyName{fyne.KeyRight, fyne.KeyRight}, "改判"},
		{[]fyne.KeyName{fyne.KeyHome}, "F4"},
	} {
		uitest.Press(t, r.Canvas(), step.keys...)
		uitest.Type(t, r.Canvas(), "1")
		if got := r.page.notice.text.Say(); !strings.Contains(got, step.want) {
			t.Errorf("after %v says %q, want %q in it", step.keys, got, step.want)
		}
	}
}

func TestPointsByJudgementAreTypedIntoTheTable(t *testing.T) {
	r := enter(t, edit.Indicators)
	id := r.firstOf(t, scoring.MethodTier)
	ind := indicatorOf(r.page.session.Evaluation(), id)
	half, err := ind.Weight.Quo(decimal.MustParse("2"))
	if err != nil {
		t.Fatal(err)
	}
	r.indicators().focus(id)
	uitest.Press(t, r.Canvas(), fyne.KeyTab)
	uitest.Type(t, r.Canvas(), half.String())
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	tiers := r.page.session.Scheme().Tiers
	now := indicatorOf(r.page.session.Evaluation(), id)
	if now.Judgement.Tier != tiers[len(tiers)-1].ID || now.Judgement.Points.Decimal.Cmp(half) != 0 {
		t.Errorf("judged %+v, want the tier below", now.Judgement)
	}
	r.indicators().grid.SelectCell(id, columnPoints)
	uitest.Type(t, r.Canvas(), "1000")
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	if got := r.page.notice.text.Say(); !strings.Contains(got, "1000") {
		t.Errorf("says %q about points above the weight", got)
	}
}

func TestMenuOfCells(t *testing.T) {
	r := enter(t, edit.Money)
	s := r.page.screens[edit.Money].(*money)
	s.grid.Focus()
	s.grid.OnMenu(fyne.NewPos(300, 200))
	if r.Canvas().Overlays().Top() == nil {
		t.Error("no menu is shown")
	}
}
