package review

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/bundle"
)

// locked sets a passphrase on the screen, as a user does.
func (r *room) locked(t testing.TB, passphrase string) {
	t.Helper()
	r.Run(t, "lock")
	top := r.Canvas().Overlays().Top()
	for _, o := range test.LaidOutObjects(top) {
		if c, ok := o.(*widget.Choice); ok {
			c.Choose(lockPassphrase)
		}
	}
	for _, o := range test.LaidOutObjects(top) {
		if e, ok := o.(*widget.Entry); ok && e.Password {
			e.SetText(passphrase)
		}
	}
	r.Answer(t, fyne.KeyReturn)
}

func TestWhatIsHandedOutHereIsLockedOnceThatWasAsked(t *testing.T) {
	d := newDesk(t, "组织者")
	year, id := uitest.ExampleYear(t, d)
	r := enter(t, d, locale.Chinese)
	folder := t.TempDir()
	opens := func(path string, passphrase string) error {
		b, err := d.OpenBundle(t.Context(), path, desk.BundleKey{Passphrase: []byte(passphrase)})
		if err == nil {
			err = b.Close()
		}
		return err
	}
	r.File = filepath.Join(folder, "未加密.zsb")
	r.page.send(bundle.KindReview, choice{chosen{year, id}, "项目"})
	r.toasted(t, "未加密")
	if err := opens(r.File, ""); err != nil {
		t.Fatal(err)
	}
	r.locked(t, "口令一二三")
	if r.page.locking.Text != "已设口令…" {
		t.Errorf("the button says %q", r.page.locking.Text)
	}
	r.File = filepath.Join(folder, "加了密.zsb")
	r.page.send(bundle.KindReview, choice{chosen{year, id}, "项目"})
	r.toasted(t, "加了密")
	if err := opens(r.File, ""); !errors.Is(err, bundle.ErrEncrypted) {
		t.Errorf("without the passphrase it opens: %v", err)
	}
	if err := opens(r.File, "口令一二三"); err != nil {
		t.Error(err)
	}
	of, err := d.BeginPanel(t.Context(), year, id, []panel.Member{{ID: "e1", Name: "张三"}, {ID: "e2", Name: "李四"}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	r.page.begun("p" + of.ID)
	r.Until(t, "the panel", func() bool { return r.page.panel.found != nil })
	r.File = t.TempDir()
	r.page.panel.sendCalls()
	r.toasted(t, "已写出 2 份评分表")
	calls, err := filepath.Glob(filepath.Join(r.File, "*.zsb"))
	if err != nil || len(calls) != 2 {
		t.Fatalf("calls %q (%v)", calls, err)
	}
	for _, path := range calls {
		if err := opens(path, ""); !errors.Is(err, bundle.ErrEncrypted) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		if err := opens(path, "口令一二三"); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

// TestACommentOnWhatWasDeletedSaysSo: it is not taken for one on the whole evaluation, and changing its words leaves it where it was.
func TestACommentOnWhatWasDeletedSaysSo(t *testing.T) {
	d := newDesk(t, "审核员")
	year, id := uitest.ExampleYear(t, d)
	e, _, err := d.Open(t.Context(), year, id)
	if err != nil {
		t.Fatal(err)
	}
	of, err := d.BeginRound(t.Context(), year, id, round.Person{Name: "审核员"})
	if err != nil {
		t.Fatal(err)
	}
	gone := e.Indicators[0].ID
	of.Comments = []round.Comment{d.NewComment(of, round.Anchor{Indicator: gone}, "请补充佐证")}
	if err := d.SaveRound(t.Context(), of); err != nil {
		t.Fatal(err)
	}
	e.Indicators = e.Indicators[1:]
	if err := d.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, locale.Chinese)
	r.Until(t, "the comment", func() bool { return len(r.page.round.comments.Rows()) == 1 })
	if place := r.page.round.comments.Rows()[0].Cells[0].Text; place != "已删除的指标" {
		t.Errorf("it is about %q", place)
	}
	if text := r.page.round.whole.Text; !strings.HasPrefix(text, "已删除的指标\n请补充佐证") {
		t.Errorf("in full %q", text)
	}
	r.page.round.openComment()
	r.Canvas().Focused().(*widget.Entry).SetText("请补充材料")
	accept(t, r)
	r.Until(t, "changed", func() bool { return r.page.round.comments.Rows()[0].Cells[1].Text == "请补充材料" })
	if a := r.page.round.round().Comments[0].Anchor; a.Indicator != gone {
		t.Errorf("it was moved to %+v", a)
	}
}

// TestAPanelOfManyFitsTheScreen: the columns never need more room than there is, and what has no column is told below the table.
func TestAPanelOfManyFitsTheScreen(t *testing.T) {
	for n := 2; n <= 30; n++ {
		s := shapeOf(n)
		width := s.name + 44 + 3*56 + float32(s.evaluators)*s.each
		if s.spare {
			width += 2 * 52
		}
		if width > panelRoom+1 || s.evaluators != n && n <= panelMost || s.evaluators > 0 && s.each < 34 {
			t.Errorf("%d evaluators: %+v is %v wide", n, s, width)
		}
	}
	uitest.Window(t, widget.Gap(1, 1))
	said := newSaid(uitest.Words(t, locale.Chinese))
	p, row := &panel.Panel{}, panel.Row{RulePoints: decimal.MustNew(9, 0)}
	for i := range 13 {
		id := fmt.Sprint("e", i)
		p.Members = append(p.Members, panel.Member{ID: id, Name: "专家" + id})
		row.Given = append(row.Given, panel.Given{Evaluator: id, Points: decimal.MustNew(int64(i), 0)})
	}
	text := strings.Join(said.about(p, &row), "\n")
	for _, want := range []string{"按规则计算 9 分", "专家e0 0 分", "专家e12 12 分"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q misses %q", text, want)
		}
	}
	row.State = scoring.StateNotDue
	if text := strings.Join(said.about(p, &row), "\n"); strings.Contains(text, "按规则") {
		t.Errorf("of an indicator that nobody judges: %q", text)
	}
}
