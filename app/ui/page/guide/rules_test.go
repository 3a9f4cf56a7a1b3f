package guide

import (
	"context"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// office is a guide over a real store in memory, whose rules can be changed.
type office struct {
	*pagetest.Room
	page  *Page
	desk  *desk.Desk
	moved []int // to which years
	id    string
}

// enterOffice opens the example, prepared, in a language at the basics.
func enterOffice(t testing.TB, language string, prepare func(*scoring.Evaluation)) *office {
	t.Helper()
	o := &office{Room: pagetest.New(t, language), desk: uitest.Desk(t, "me", "n", pagetest.Noon)}
	var year int
	year, o.id = uitest.ExampleYear(t, o.desk)
	e, _, err := o.desk.Open(t.Context(), year, o.id)
	if err != nil {
		t.Fatal(err)
	}
	prepare(e)
	if err := o.desk.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	o.open(t, year)
	return o
}

// open opens the evaluation in a year, as the window does.
func (o *office) open(t testing.TB, year int) {
	t.Helper()
	e, scheme, err := o.desk.Open(t.Context(), year, o.id)
	if err != nil {
		t.Fatal(err)
	}
	session := edit.Open(e, edit.Needs{Scheme: scheme, Schemes: o.desk.Scheme, Keeper: o.desk, History: o.desk.Edits(o.Words.Printer), Post: o.Queue.Post})
	o.page = New(Needs{Host: o.Host(), Session: session, Exporter: &fakeExporter{}, Rules: o.desk, Moved: func(year int, id string) {
		o.moved, o.id = append(o.moved, year), id
	}}, edit.Basics)
	o.Enter(o.page)
	o.stored(t)
}

// stored waits until everything is in the store and what it said is shown. What a dialog asked for is done first.
func (o *office) stored(t testing.TB) {
	t.Helper()
	o.Queue.Drain()
	if err := o.page.session.Flush(); err != nil {
		t.Fatal(err)
	}
	o.Queue.Drain()
}

func (o *office) facts() *facts { return o.page.screens[edit.Basics].(*basics).facts }

func (o *office) fact(item string) string { return o.facts().values[item].Say() }

func (o *office) total() string { return o.page.side.total.Say() }

// choice is the choice that has the keyboard in a dialog.
func (o *office) choice(t testing.TB) *widget.Choice {
	t.Helper()
	c, ok := o.Canvas().Focused().(*widget.Choice)
	if !ok {
		t.Fatalf("the keyboard is in %T", o.Canvas().Focused())
	}
	return c
}

// dropdown is the dropdown that has the keyboard in a dialog.
func (o *office) dropdown(t testing.TB) *widget.Dropdown {
	t.Helper()
	d, ok := o.Canvas().Focused().(*widget.Dropdown)
	if !ok {
		t.Fatalf("the keyboard is in %T", o.Canvas().Focused())
	}
	return d
}

func asIs(*scoring.Evaluation) {}

func TestMoneyUnitIsAskedForWithBothOutcomes(t *testing.T) {
	o := enterOffice(t, locale.Chinese, asIs)
	o.facts().buttons[edit.ItemMoneyUnit].OnTapped()
	uitest.Structure(t, o.Canvas().Overlays().Top(), "rules-money-unit")
	how := o.choice(t)
	o.Prompts.Accept()
	if !o.Prompts.Open() || o.fact(edit.ItemMoneyUnit) != "万元" {
		t.Fatal("nothing was chosen, and something was done")
	}
	how.Choose(unitConvert)
	o.Prompts.Accept()
	o.stored(t)
	row, _ := o.page.session.Evaluation().TotalFunds()
	if o.Prompts.Open() || o.fact(edit.ItemMoneyUnit) != "元" || row.Adjusted.Decimal.String() != "124801100" || o.total() != "99.00" {
		t.Fatalf("%s %s, total %s, dialog %t", row.Adjusted.Decimal, o.fact(edit.ItemMoneyUnit), o.total(), o.Prompts.Open())
	}
	if o.Canvas().Focused() != o.facts().buttons[edit.ItemMoneyUnit] {
		t.Errorf("the keyboard is in %T", o.Canvas().Focused())
	}
	o.Run(t, "undo")
	o.stored(t)
	if row, _ := o.page.session.Evaluation().TotalFunds(); o.fact(edit.ItemMoneyUnit) != "万元" || row.Adjusted.Decimal.String() != "12480.11" {
		t.Errorf("undone: %s %s", row.Adjusted.Decimal, o.fact(edit.ItemMoneyUnit))
	}
	o.Run(t, "rules.money-unit")
	o.choice(t).Choose(unitRelabel)
	o.Prompts.Accept()
	o.stored(t)
	if row, _ := o.page.session.Evaluation().TotalFunds(); o.fact(edit.ItemMoneyUnit) != "元" || row.Adjusted.Decimal.String() != "12480.11" {
		t.Errorf("renamed: %s %s", row.Adjusted.Decimal, o.fact(edit.ItemMoneyUnit))
	}
}

func TestAmountsThatDoNotConvertSayWhy(t *testing.T) {
	o := enterOffice(t, locale.Chinese, func(e *scoring.Evaluation) {
		e.MoneyUnit, e.Funds[0].Initial.Decimal = "元", decimal.MustParse("0.001")
	})
	o.Run(t, "rules.money-unit")
	o.choice(t).Choose(unitConvert)
	o.Prompts.Accept()
	if !o.Prompts.Open() || o.fact(edit.ItemMoneyUnit) != "元" {
		t.Error("an amount lost digits")
	}
}

func TestSchemeIsPreviewedThenOneStep(t *testing.T) {
	o := enterOffice(t, locale.Chinese, func(e *scoring.Evaluation) {
		e.Narrative = append(e.Narrative, scoring.Narrative{Section: "extra", Text: "另写的一段"})
	})
	o.page.Go(edit.Place{Step: edit.Indicators}, false)
	o.page.Go(edit.Place{Step: edit.Basics}, false)
	o.facts().buttons[edit.ItemScheme].OnTapped()
	pick := o.dropdown(t)
	chosen := ""
	for _, option := range pick.Options() {
		if strings.Contains(option.Label, "20分") {
			chosen = option.ID
		}
	}
	pick.Choose(chosen)
	uitest.Structure(t, o.Canvas().Overlays().Top(), "rules-scheme")
	if o.total() != "99.00" || o.page.session.Scheme().ID != "jiangmen-example-2022" {
		t.Fatal("looking changes something")
	}
	preview, err := o.page.session.Recast(o.desk.Rules(o.page.session.Evaluation())[0].Scheme, scoring.SchemeRef{}, "zh")
	if err != nil || preview == nil {
		t.Fatal(err)
	}
	o.Prompts.Accept()
	o.stored(t)
	after := o.total()
	if o.page.session.Scheme().ID != "twenty-eighty" || after == "99.00" || !strings.Contains(o.fact(edit.ItemScheme), "20分") {
		t.Fatalf("under %s, total %s, says %q", o.page.session.Scheme().ID, after, o.fact(edit.ItemScheme))
	}
	if o.Canvas().Focused() != o.facts().buttons[edit.ItemScheme] || !strings.Contains(o.Toasts[len(o.Toasts)-1], "Ctrl+Z") {
		t.Errorf("the keyboard is in %T, said %q", o.Canvas().Focused(), o.Toasts)
	}
	o.page.Go(edit.Place{Step: edit.Narrative}, false)
	rows := o.page.screens[edit.Narrative].(*narrative).outline.Rows()
	if last := rows[len(rows)-1]; last.ID != "extra" || last.Cells[1].Text != "不在提纲中" {
		t.Errorf("the text without a heading is not shown: %+v", last)
	}
	o.open(t, 2022) // as after a restart
	o.Until(t, "what can be taken back is known", o.page.session.CanUndo)
	o.Run(t, "undo")
	o.Until(t, "undone", func() bool { return o.total() == "99.00" && o.page.session.CanRedo() })
	if !strings.Contains(o.fact(edit.ItemScheme), "示例评分办法") {
		t.Errorf("says %q", o.fact(edit.ItemScheme))
	}
	o.Run(t, "redo")
	o.stored(t)
	if o.total() != after {
		t.Errorf("redone: %s, want %s", o.total(), after)
	}
}

func TestSignedEvaluationsSayWhatToDoFirst(t *testing.T) {
	o := enterOffice(t, locale.Chinese, func(e *scoring.Evaluation) { e.Status = scoring.StatusSigned })
	for _, item := range []string{edit.ItemYear, edit.ItemMoneyUnit, edit.ItemScheme} {
		o.facts().buttons[item].OnTapped()
		if !o.Prompts.Open() {
			t.Fatalf("%s: nothing is said", item)
		}
		if item == edit.ItemYear {
			uitest.Structure(t, o.Canvas().Overlays().Top(), "rules-signed")
		}
		o.Prompts.Dismiss()
	}
	if o.page.session.Evaluation().Status != scoring.StatusSigned {
		t.Error("asking made it a draft")
	}
}

// press presses a button of the dialog.
func (o *office) press(t testing.TB, label string) {
	t.Helper()
	for _, b := range uitest.Buttons(o.Canvas().Overlays().Top()) {
		if b.Text == label {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("no button %q", label)
}

// toYear asks for a year and lets what the year holds be looked at.
func (o *office) toYear(t testing.TB, year string) {
	t.Helper()
	o.facts().buttons[edit.ItemYear].OnTapped()
	entry, ok := o.Canvas().Focused().(*widget.Entry)
	if !ok {
		t.Fatalf("the keyboard is in %T", o.Canvas().Focused())
	}
	entry.SetText(year)
	o.Prompts.Accept()
}

func TestYearIsAskedForLookedAtAndConfirmed(t *testing.T) {
	o := enterOffice(t, locale.Chinese, asIs)
	for _, wrong := range []string{"", "去年", "2022", "1900"} {
		o.toYear(t, wrong)
		if !o.Prompts.Open() {
			t.Fatalf("%q was taken", wrong)
		}
		o.Prompts.Dismiss()
	}
	o.toYear(t, "２０２３")
	o.Until(t, "the question", o.Prompts.Open)
	uitest.Structure(t, o.Canvas().Overlays().Top(), "rules-year")
	o.press(t, "移动")
	o.Until(t, "moved", func() bool { return len(o.moved) > 0 })
	o.open(t, 2023)
	if o.fact(edit.ItemYear) != "2023" || o.page.session.CanUndo() {
		t.Errorf("shows %s, undo %t", o.fact(edit.ItemYear), o.page.session.CanUndo())
	}
	if _, err := o.desk.UndoLast(t.Context(), o.Words.Printer); err != nil {
		t.Fatal(err)
	}
	if _, _, err := o.desk.Open(t.Context(), 2022, o.id); err != nil {
		t.Error(err)
	}
}

func TestTheSameProjectInTheOtherYearIsAskedAbout(t *testing.T) {
	o := enterOffice(t, locale.Chinese, asIs)
	made, err := o.desk.CarryOver(t.Context(), 2022, []string{o.id}, 2023)
	if err != nil {
		t.Fatal(err)
	}
	o.toYear(t, "2023")
	o.Until(t, "the question", o.Prompts.Open)
	uitest.Structure(t, o.Canvas().Overlays().Top(), "rules-year-taken")
	o.Prompts.Dismiss()
	if _, _, err := o.desk.Open(t.Context(), 2022, o.id); err != nil {
		t.Fatal("Esc moved it")
	}
	o.toYear(t, "2023")
	o.Until(t, "the question", o.Prompts.Open)
	o.press(t, "替换那一份")
	o.Until(t, "moved", func() bool { return len(o.moved) > 0 })
	if _, _, err := o.desk.Open(t.Context(), 2023, made[0]); err == nil {
		t.Error("the other one is still there")
	}
}

func TestImpossibleAmountIsSaidInItsCell(t *testing.T) {
	o := enterOffice(t, locale.Chinese, asIs)
	o.page.Go(edit.Place{Step: edit.Money}, true)
	s := o.page.screens[edit.Money].(*money)
	for text, says := range map[string]string{"-5": "负数", "94596100": "金额单位", "0.12345678": "小数位数"} {
		if err := s.grid.OnCommit("0", columnExecuted, text); err == nil || !strings.Contains(o.Words.Error(err), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	s.focus("0.executed")
	uitest.Type(t, o.Canvas(), "-5")
	s.grid.Commit()
	cell := s.grid.Rows()[0].Cells[columnExecuted]
	if row, _ := o.page.session.Evaluation().TotalFunds(); row.Executed.Decimal.String() != "9459.61" || cell.Text != "9459.61" {
		t.Errorf("%s, cell %+v", row.Executed.Decimal, cell)
	}
	if drafts := o.page.session.Drafts("funds/0"); len(drafts) == 0 {
		count, first := o.page.session.Waiting()
		if count != 1 || first.Step != edit.Money {
			t.Errorf("what was typed is not kept: %d at %v", count, first)
		}
	}
	if !strings.Contains(o.page.notice.text.Say(), "负数") {
		t.Errorf("says %q", o.page.notice.text.Say())
	}
}

// TestSchemeChangedElsewhereIsFollowed: the screens are those of the scheme that counts.
func TestSchemeChangedElsewhereIsFollowed(t *testing.T) {
	o := enterOffice(t, locale.Chinese, asIs)
	other, _, err := o.desk.Open(t.Context(), 2022, o.id)
	if err != nil {
		t.Fatal(err)
	}
	scheme, _ := o.desk.Scheme(scoring.SchemeRef{ID: "cn-2020", Version: "1"})
	from, _ := o.desk.Scheme(other.Scheme)
	after, _ := scoring.Carry(from, scheme, scoring.SchemeRef{ID: "cn-2020", Version: "1"}, other)
	if err := o.desk.Save(context.Background(), after); err != nil {
		t.Fatal(err)
	}
	if err := o.page.apply(edit.SetField(edit.FieldNature, "专项")); err != nil {
		t.Fatal(err)
	}
	o.Until(t, "followed", func() bool { return o.page.session.Scheme().ID == "cn-2020" })
	if !strings.Contains(o.facts().source.Say(), "10号") || o.page.session.Card().Reweighed || o.page.session.Evaluation().Project.Nature != "专项" {
		t.Errorf("says %q", o.facts().source.Say())
	}
}

func TestEachRuleHasAButtonThatNamesItsShortcut(t *testing.T) {
	for _, language := range []string{locale.Chinese, locale.English} {
		o := enterOffice(t, language, asIs)
		for _, c := range o.page.rulesCommands() {
			b := o.facts().buttons[strings.TrimPrefix(c.ID, "rules.")]
			if b == nil || !b.Visible() || !strings.Contains(b.Tip, c.Keys.String()) || o.Words.Say("ui.command."+c.ID) == "" {
				t.Errorf("%s has no button", c.ID)
			}
		}
	}
}
