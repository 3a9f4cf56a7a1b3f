package review

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/handover"
)

var noon = time.Date(2023, 3, 31, 12, 0, 0, 0, time.UTC)

// room is the screen over a store of its own.
type room struct {
	page    *Page
	desk    *desk.Desk
	queue   uitest.Queue
	window  fyne.Window
	prompts *prompt.Prompts
	file    string // what the picker answers
	failed  error
	toasts  []string
	gone    string
}

func newDesk(t testing.TB, actor string) *desk.Desk {
	t.Helper()
	return uitest.Desk(t, actor, "n", noon)
}

func enter(t testing.TB, d *desk.Desk, language string) *room {
	t.Helper()
	r := &room{desk: d, queue: uitest.NewQueue()}
	words := uitest.Words(t, language)
	r.window = uitest.Window(t, widget.Gap(1, 1))
	r.prompts = prompt.New(r.window.Canvas(), func() wording.Words { return words }, func(string) {})
	r.page = New(Needs{
		Host: page.Host{
			Words: words, Prompts: r.prompts, Runner: task.NewRunner(t.Context(), r.queue.Post), Fail: func(err error) {
				if err.Error() != "context canceled" {
					r.failed = err
				}
			},
			Toast: func(text string, _ look.Tone) { r.toasts = append(r.toasts, text) }, Copy: func(string) {}, Help: func() {},
			Pick: func(_ picker.Question, done func(string)) { done(r.file) }, Retitle: func() {}, Now: func() time.Time { return noon },
		},
		Source: d, Changed: func() {}, Open: func(year int, id string) { r.gone = fmt.Sprint(year, id) },
	}, "")
	t.Cleanup(func() { _ = r.page.Leave(); r.queue.Drain() })
	r.window.SetContent(r.page.Content())
	r.page.Shown()
	r.queue.Take()
	return r
}

func (r *room) until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for !holds() {
		if r.failed != nil {
			t.Fatalf("%s: %v", what, r.failed)
		}
		r.queue.Take()
	}
}

func (r *room) run(t testing.TB, id string) {
	t.Helper()
	for _, c := range r.page.Commands() {
		if c.ID == "judging."+id {
			if !c.Enabled() {
				t.Fatalf("%s cannot be done", id)
			}
			c.Run()
			return
		}
	}
	t.Fatalf("no command %s", id)
}

// toasted waits for a toast that says something.
func (r *room) toasted(t testing.TB, says string) {
	t.Helper()
	r.until(t, says, func() bool { return len(r.toasts) > 0 && strings.Contains(r.toasts[len(r.toasts)-1], says) })
}

func example(t testing.TB, d *desk.Desk) (year int, id string) {
	t.Helper()
	year, err := d.Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	headers, err := d.Headers(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	return year, headers[0].ID
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

func (r *room) press(t testing.TB, names ...fyne.KeyName) {
	t.Helper()
	if !r.prompts.Open() {
		t.Fatal("no dialog is open")
	}
	uitest.Press(t, r.window.Canvas(), names...)
}

func TestAReviewGoesThereAndBack(t *testing.T) {
	unit, bureau := newDesk(t, "填报员"), newDesk(t, "审核员")
	year, id := example(t, unit)
	folder := t.TempDir()

	u := enter(t, unit, locale.Chinese)
	u.window.Canvas().Capture()
	uitest.Structure(t, u.page.Content(), "empty")
	u.file = filepath.Join(folder, "送审.zsb")
	u.run(t, "send")
	u.until(t, "the evaluations", u.prompts.Open)
	u.press(t, fyne.KeyReturn)
	u.toasted(t, "送审.zsb")

	takeIn(t, bureau, u.file)
	b := enter(t, bureau, locale.Chinese)
	b.run(t, "begin")
	b.until(t, "the evaluations", b.prompts.Open)
	b.press(t, fyne.KeyReturn)
	b.until(t, "the round", func() bool { return b.page.round.writable() && len(b.page.round.scores.Rows()) > 0 })
	first := b.page.round.scores.Rows()[0].ID
	if err := b.page.round.typed(first, scoreReview, "999"); err == nil {
		t.Error("points beyond the weight are taken")
	}
	b.page.round.scores.SelectCell(first, scoreReview)
	b.page.round.scores.Focus()
	uitest.Type(t, b.window.Canvas(), "０")
	uitest.Press(t, b.window.Canvas(), fyne.KeyReturn)
	b.until(t, "the difference", func() bool {
		return b.page.round.found.table.ReviewTotal.Cmp(b.page.round.found.table.SelfTotal) < 0
	})
	if err := b.page.round.typed(first, scoreReason, "没有提供依据"); err != nil {
		t.Fatal(err)
	}
	b.until(t, "the reason", func() bool { return b.page.round.found.table.Rows[0].Reason != "" })
	b.page.round.scores.Select(first)
	b.run(t, "comment")
	b.window.Canvas().Focused().(*widget.Entry).SetText("请补充佐证")
	b.page.needs.Prompts.Dismiss() // Esc is no comment
	b.run(t, "comment")
	b.window.Canvas().Focused().(*widget.Entry).SetText("请补充佐证")
	accept(t, b)
	b.until(t, "the comment", func() bool { return len(b.page.round.comments.Rows()) == 1 })
	b.window.Canvas().Capture()
	uitest.Structure(t, b.page.Content(), "round")
	b.file = filepath.Join(folder, "退回.zsb")
	b.run(t, "return")
	b.press(t, fyne.KeyTab, fyne.KeyReturn)
	b.toasted(t, "退回.zsb")

	takeIn(t, unit, b.file)
	u.page.reload()
	u.until(t, "the review", func() bool { return u.page.round.round() != nil && len(u.page.round.comments.Rows()) == 1 })
	if u.page.round.writable() {
		t.Error("the unit can change a round that has ended")
	}
	u.run(t, "answer")
	u.window.Canvas().Focused().(*widget.Entry).SetText("已补充合同")
	accept(t, u)
	u.until(t, "the answer", func() bool { return u.page.round.comment() != nil && u.page.round.comment().Answer != nil })
	u.file = filepath.Join(folder, "答复.zsb")
	u.run(t, "give-back")
	u.toasted(t, "答复.zsb")

	takeIn(t, bureau, u.file)
	b.page.reload()
	b.until(t, "the answer", func() bool {
		r := b.page.round.round()
		return r != nil && len(r.Comments) == 1 && r.Comments[0].Answer != nil
	})
	b.run(t, "begin")
	b.until(t, "the evaluations", b.prompts.Open)
	b.press(t, fyne.KeyReturn)
	b.until(t, "round two", func() bool { return b.page.round.writable() && b.page.round.round().Round == 2 })
	b.file = filepath.Join(folder, "通过.zsb")
	b.run(t, "accept")
	b.press(t, fyne.KeyTab, fyne.KeyReturn)
	b.toasted(t, "通过.zsb")
	b.until(t, "accepted", func() bool { return b.page.round.round() != nil && b.page.round.round().Decision == round.Accepted })
	b.run(t, "fates")
	b.until(t, "what became of it", b.prompts.Open)
	b.prompts.Dismiss()
	b.file = filepath.Join(folder, "意见书.pdf")
	b.run(t, "paper")
	b.toasted(t, "意见书.pdf")
	if info, err := os.Stat(b.file); err != nil || info.Size() < 1000 {
		t.Errorf("the paper: %v", err)
	}
	b.run(t, "evaluation")
	if b.gone != fmt.Sprint(year, id) {
		t.Errorf("gone to %q", b.gone)
	}
}

// accept presses the accepting button of the open form, as Tab to it and Enter do.
func accept(t testing.TB, r *room) {
	t.Helper()
	for range 12 {
		if b, ok := r.window.Canvas().Focused().(*widget.Button); ok && b.Importance == widget.NewPrimary("", nil).Importance {
			uitest.Press(t, r.window.Canvas(), fyne.KeyReturn)
			return
		}
		uitest.Press(t, r.window.Canvas(), fyne.KeyTab)
	}
	t.Fatal("no button accepts the form")
}

func TestParagraphsAreQuotedWithTheirFigures(t *testing.T) {
	d := newDesk(t, "审核员")
	year, id := example(t, d)
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
	r.until(t, "the round", func() bool { return r.page.round.found != nil })
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
	example(t, office)
	folder := t.TempDir()
	o := enter(t, office, locale.Chinese)
	o.run(t, "panel")
	o.until(t, "the evaluations", o.prompts.Open)
	uitest.Press(t, o.window.Canvas(), fyne.KeyTab, fyne.KeyTab)
	field, ok := o.window.Canvas().Focused().(*widget.Entry)
	if !ok {
		t.Fatalf("%T has the keyboard, want the field for names", o.window.Canvas().Focused())
	}
	field.SetText("张三\n李四")
	accept(t, o)
	o.toasted(t, "2 人")
	o.until(t, "the panel", func() bool { return o.page.panel.found != nil })
	o.file = folder
	o.run(t, "calls")
	o.toasted(t, "已写出 2 份")
	calls, err := filepath.Glob(filepath.Join(folder, "*.zsb"))
	if err != nil || len(calls) != 2 {
		t.Fatalf("%d calls, %v", len(calls), err)
	}
	for i, call := range calls {
		answer := score(t, call, []string{"1", "0"}[i], folder, i)
		o.page.ReadFile(answer)
		o.until(t, "the question", o.prompts.Open)
		o.press(t, fyne.KeyTab, fyne.KeyReturn) // nobody vouches for it, taken all the same
		o.until(t, "the answer", func() bool { return o.page.panel.found != nil && submitted(o.page.panel.found.panel) == i+1 })
	}
	o.page.ReadFile(filepath.Join(folder, "答复0.zsb"))
	o.until(t, "the question", o.prompts.Open)
	o.press(t, fyne.KeyTab, fyne.KeyReturn)
	o.toasted(t, "重复")
	row := o.page.panel.current()
	if row == nil || !row.Disagreed {
		t.Fatalf("the first row is %+v, want disagreement", row)
	}
	id := row.ID
	o.run(t, "arbitrate")
	o.window.Canvas().Focused().(*widget.Entry).SetText("0.5")
	uitest.Press(t, o.window.Canvas(), fyne.KeyTab)
	o.window.Canvas().Focused().(*widget.Entry).SetText("折中")
	accept(t, o)
	o.until(t, "the decision", func() bool {
		for _, r := range o.page.panel.found.result.Rows {
			if r.ID == id {
				return r.Arbitrated != nil && r.Final.Decimal.String() == "0.5"
			}
		}
		return false
	})
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
	r.until(t, "the question", r.prompts.Open)
	r.press(t, fyne.KeyTab, fyne.KeyReturn)
	r.until(t, "the form", func() bool { return r.page.call.of != nil && len(r.page.call.grid.Rows()) > 0 })
	if r.page.call.of.Members == nil || len(r.page.call.of.Forms) > 1 {
		t.Error("the call shows other forms")
	}
	for _, row := range r.page.call.grid.Rows() {
		if err := r.page.call.typed(row.ID, formPoints, points); err != nil {
			t.Fatal(err)
		}
		r.queue.Take()
	}
	r.until(t, "all saved", func() bool { return len(r.page.call.form.Open(r.page.call.of.Evaluation)) == 0 })
	r.file = filepath.Join(folder, fmt.Sprintf("答复%d.zsb", n))
	r.run(t, "submit")
	r.press(t, fyne.KeyTab, fyne.KeyReturn)
	r.toasted(t, filepath.Base(r.file))
	if r.page.call.writable() {
		t.Error("a submitted form can be changed")
	}
	return r.file
}
