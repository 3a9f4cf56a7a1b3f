package review

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/page/pagetest"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/handover"
)

// room is the screen over a store of its own.
type room struct {
	*pagetest.Room
	page *Page
	desk *desk.Desk
	gone string
}

func newDesk(t testing.TB, actor string) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, actor, "n", pagetest.Noon)
}

func enter(t testing.TB, d *desk.Desk, language string) *room {
	t.Helper()
	r := &room{Room: pagetest.New(t, language), desk: d}
	r.Prefix = "judging."
	r.page = New(Needs{Host: r.Host(), Source: d, Changed: func() {}, Open: func(year int, id string) { r.gone = fmt.Sprint(year, id) }}, "")
	t.Cleanup(func() { _ = r.page.Leave(); r.Queue.Drain() })
	r.Enter(r.page)
	r.Settle()
	return r
}

// toasted waits for a toast that says something.
func (r *room) toasted(t testing.TB, says string) {
	t.Helper()
	r.Until(t, says, func() bool { return len(r.Toasts) > 0 && strings.Contains(r.Toasts[len(r.Toasts)-1], says) })
}

// takeIn takes a bundle of evaluations in, as the screen for bundles does.
func takeIn(t testing.TB, d *desk.Desk, path string) {
	t.Helper()
	b, err := d.OpenBundle(t.Context(), path, desk.BundleKey{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if _, err := b.Apply(t.Context(), handover.Choice{AnyOrigin: true}); err != nil {
		t.Fatal(err)
	}
}

func TestAReviewGoesThereAndBack(t *testing.T) {
	unit, bureau := newDesk(t, "填报员"), newDesk(t, "审核员")
	year, id := uitest.ExampleYear(t, unit)
	folder := t.TempDir()

	u := enter(t, unit, locale.Chinese)
	u.Canvas().Capture()
	uitest.Structure(t, u.page.Content(), "empty")
	if u.Canvas().Focused() != u.page.first || u.page.body.Visible() {
		t.Errorf("where nothing is going on the keyboard is in %T", u.Canvas().Focused())
	}
	u.File = filepath.Join(folder, "送审.zsb")
	u.Run(t, "send")
	u.Until(t, "the evaluations", u.Prompts.Open)
	u.Answer(t, fyne.KeyReturn)
	u.toasted(t, "送审.zsb")

	takeIn(t, bureau, u.File)
	b := enter(t, bureau, locale.Chinese)
	b.Run(t, "begin")
	b.Until(t, "the evaluations", b.Prompts.Open)
	b.Answer(t, fyne.KeyReturn)
	b.Until(t, "the round", func() bool { return b.page.round.writable() && len(b.page.round.scores.Rows()) > 0 })
	if b.page.nothing.Visible() || !b.page.body.Visible() {
		t.Error("the list does not come with what was begun")
	}
	first := b.page.round.scores.Rows()[0].ID
	if err := b.page.round.typed(first, scoreReview, "999"); err == nil {
		t.Error("points beyond the weight are taken")
	}
	b.page.round.scores.SelectCell(first, scoreReview)
	b.page.round.scores.Focus()
	uitest.Type(t, b.Canvas(), "０")
	uitest.Press(t, b.Canvas(), fyne.KeyReturn)
	b.Until(t, "the difference", func() bool {
		return b.page.round.found.Table.ReviewTotal.Cmp(b.page.round.found.Table.SelfTotal) < 0
	})
	if err := b.page.round.typed(first, scoreReason, "没有提供依据"); err != nil {
		t.Fatal(err)
	}
	b.Until(t, "the reason", func() bool { return b.page.round.found.Table.Rows[0].Reason != "" })
	b.page.round.scores.Select(first)
	b.Run(t, "comment")
	b.Canvas().Focused().(*widget.Entry).SetText("请补充佐证")
	b.page.needs.Prompts.Dismiss() // Esc is no comment
	b.Run(t, "comment")
	b.Canvas().Focused().(*widget.Entry).SetText("请补充佐证")
	accept(t, b)
	b.Until(t, "the comment", func() bool { return len(b.page.round.comments.Rows()) == 1 })
	b.Canvas().Capture()
	uitest.Structure(t, b.page.Content(), "round")
	b.File = filepath.Join(folder, "退回.zsb")
	b.Run(t, "return")
	b.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	b.toasted(t, "退回.zsb")

	takeIn(t, unit, b.File)
	u.page.reload()
	u.Until(t, "the review", func() bool { return u.page.round.round() != nil && len(u.page.round.comments.Rows()) == 1 })
	if u.page.round.writable() {
		t.Error("the unit can change a round that has ended")
	}
	u.Run(t, "answer")
	u.Canvas().Focused().(*widget.Entry).SetText("已补充合同")
	accept(t, u)
	u.Until(t, "the answer", func() bool { return u.page.round.comment() != nil && u.page.round.comment().Answer != nil })
	u.File = filepath.Join(folder, "答复.zsb")
	u.Run(t, "give-back")
	u.toasted(t, "答复.zsb")

	takeIn(t, bureau, u.File)
	b.page.reload()
	b.Until(t, "the answer", func() bool {
		r := b.page.round.round()
		return r != nil && len(r.Comments) == 1 && r.Comments[0].Answer != nil
	})
	b.Run(t, "begin")
	b.Until(t, "the evaluations", b.Prompts.Open)
	b.Answer(t, fyne.KeyReturn)
	b.Until(t, "round two", func() bool { return b.page.round.writable() && b.page.round.round().Round == 2 })
	b.File = filepath.Join(folder, "通过.zsb")
	b.Run(t, "accept")
	b.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	b.toasted(t, "通过.zsb")
	b.Until(t, "accepted", func() bool { return b.page.round.round() != nil && b.page.round.round().Decision == round.Accepted })
	b.Run(t, "fates")
	b.Until(t, "what became of it", b.Prompts.Open)
	b.Prompts.Dismiss()
	b.File = filepath.Join(folder, "意见书.pdf")
	b.Run(t, "paper")
	b.toasted(t, "意见书.pdf")
	if info, err := os.Stat(b.File); err != nil || info.Size() < 1000 {
		t.Errorf("the paper: %v", err)
	}
	b.Run(t, "evaluation")
	if b.gone != fmt.Sprint(year, id) {
		t.Errorf("gone to %q", b.gone)
	}
}

// accept presses the accepting button of the open form, as Tab to it and Enter do.
func accept(t testing.TB, r *room) {
	t.Helper()
	for range 12 {
		if b, ok := r.Canvas().Focused().(*widget.Button); ok && b.Importance == widget.NewPrimary("", nil).Importance {
			uitest.Press(t, r.Canvas(), fyne.KeyReturn)
			return
		}
		uitest.Press(t, r.Canvas(), fyne.KeyTab)
	}
	t.Fatal("no button accepts the form")
}

func TestParagraphsAreQuotedWithTheirFigures(t *testing.T) {
	d := newDesk(t, "审核员")
	year, id := uitest.ExampleYear(t, d)
	e, _, err := d.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	e.Narrative = []scoring.Narrative{{Section: "x", Text: "自评得分{{total}}分"}}
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if _, err := d.BeginRound(t.Context(), year, id, round.Person{Name: "审核员"}); err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, locale.Chinese)
	r.Until(t, "the round", func() bool { return r.page.round.found != nil })
	options, anchors := r.page.round.places()
	at := slices.IndexFunc(options, func(o widget.Option) bool { return anchors[o.ID].Quote != "" })
	if at < 0 || anchors[options[at].ID].Quote != "自评得分{{total}}分" {
		t.Fatalf("anchors %v", anchors)
	}
	if label := options[at].Label; !strings.Contains(label, "自评得分99.00分") {
		t.Errorf("it reads %q", label)
	}
}

func TestAPanelScoresAloneAndIsArbitrated(t *testing.T) {
	office := newDesk(t, "组织者")
	uitest.ExampleYear(t, office)
	folder := t.TempDir()
	o := enter(t, office, locale.Chinese)
	o.Run(t, "panel")
	o.Until(t, "the evaluations", o.Prompts.Open)
	uitest.Press(t, o.Canvas(), fyne.KeyTab, fyne.KeyTab)
	field, ok := o.Canvas().Focused().(*widget.Entry)
	if !ok {
		t.Fatalf("%T has the keyboard, want the field for names", o.Canvas().Focused())
	}
	field.SetText("张三\n李四")
	accept(t, o)
	o.toasted(t, "2 人")
	o.Until(t, "the panel", func() bool { return o.page.panel.found != nil })
	if o.Canvas().Focused() != o.page.panel.grid.Target() {
		t.Errorf("%T has the keyboard, want the table of the panel", o.Canvas().Focused())
	}
	if text := o.page.panel.totals.Say() + o.page.panel.problems.Say(); !strings.Contains(text, "尚未交齐") || !strings.Contains(text, "尚未交回：张三；李四") {
		t.Errorf("a panel that nobody has answered says %q", text)
	}
	o.File = folder
	o.Run(t, "calls")
	o.toasted(t, "已写出 2 份")
	calls, err := filepath.Glob(filepath.Join(folder, "*.zsb"))
	if err != nil || len(calls) != 2 {
		t.Fatalf("%d calls, %v", len(calls), err)
	}
	for i, call := range calls {
		answer := score(t, call, []string{"1", "0"}[i], folder, i)
		o.page.ReadFile(answer)
		o.Until(t, "the question", o.Prompts.Open)
		o.Answer(t, fyne.KeyTab, fyne.KeyReturn) // nobody vouches for it, taken all the same
		o.Until(t, "the answer", func() bool { return o.page.panel.found != nil && submitted(o.page.panel.found.panel) == i+1 })
	}
	o.page.ReadFile(filepath.Join(folder, "答复0.zsb"))
	o.Until(t, "the question", o.Prompts.Open)
	o.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	o.toasted(t, "重复")
	if last := o.Toasts[len(o.Toasts)-1]; !strings.Contains(last, "张三") && !strings.Contains(last, "李四") {
		t.Errorf("the answer is called %q, not by the evaluator's name", last)
	}
	row := o.page.panel.current()
	if row == nil || !row.Disagreed {
		t.Fatalf("the first row is %+v, want disagreement", row)
	}
	id := row.ID
	if text := o.page.panel.said.lines.Text; !strings.Contains(text, "分歧较大：最低 0 分，最高 1 分") {
		t.Errorf("of the row it is said %q", text)
	}
	o.Run(t, "arbitrate")
	o.Canvas().Focused().(*widget.Entry).SetText("0.5")
	uitest.Press(t, o.Canvas(), fyne.KeyTab)
	o.Canvas().Focused().(*widget.Entry).SetText("折中")
	accept(t, o)
	o.Until(t, "the decision", func() bool {
		for _, r := range o.page.panel.found.result.Rows {
			if r.ID == id {
				return r.Arbitrated != nil && r.Final.Decimal.String() == "0.5"
			}
		}
		return false
	})
	o.Until(t, "the reason", func() bool {
		return strings.Contains(o.page.panel.said.lines.Text, "仲裁 0.5 分") && strings.Contains(o.page.panel.said.lines.Text, "折中")
	})
	o.Canvas().Capture()
	uitest.Structure(t, o.page.Content(), "panel")
}

func submitted(p *panel.Panel) (n int) {
	for i := range p.Forms {
		if p.Forms[i].State == panel.Submitted {
			n++
		}
	}
	return n
}

// score is an evaluator at a machine of their own: the call is taken in, every row gets points, the form is submitted and returned.
func score(t testing.TB, call, points, folder string, n int) string {
	t.Helper()
	r := enter(t, newDesk(t, "专家"), locale.Chinese)
	r.page.ReadFile(call)
	r.Until(t, "the question", r.Prompts.Open)
	r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	r.Until(t, "the form", func() bool { return r.page.call.of != nil && len(r.page.call.grid.Rows()) > 0 })
	if r.page.call.of.Members == nil || len(r.page.call.of.Forms) > 1 {
		t.Error("the call shows other forms")
	}
	for _, row := range r.page.call.grid.Rows() {
		if err := r.page.call.typed(row.ID, formPoints, points); err != nil {
			t.Fatal(err)
		}
		r.Settle()
	}
	r.Until(t, "all saved", func() bool { return len(r.page.call.form.Open(r.page.call.of.Evaluation)) == 0 })
	r.File = filepath.Join(folder, fmt.Sprintf("答复%d.zsb", n))
	r.Run(t, "submit")
	r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	r.toasted(t, filepath.Base(r.File))
	if r.page.call.writable() {
		t.Error("a submitted form can be changed")
	}
	return r.File
}
