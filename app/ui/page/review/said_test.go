package review

import (
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
)

func TestWhatEvaluatorsSaidIsToldByIndicator(t *testing.T) {
	uitest.Window(t, widget.Gap(1, 1))
	s := newSaid(uitest.Words(t, locale.Chinese))
	p := &panel.Panel{Members: []panel.Member{{ID: "e1", Name: "张三"}, {ID: "e2", Name: "李四"}}}
	points := func(n int64) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: decimal.MustNew(n, 0), Valid: true}
	}
	given := []panel.Given{{Evaluator: "e1", Points: decimal.MustNew(9, 0), Comment: "佐证充分"}, {Evaluator: "e2", Points: decimal.MustNew(2, 0)}}
	apart := panel.Row{Given: given, Low: points(2), High: points(9), Range: points(7), Deviation: points(3), Disagreed: true}
	decided := apart
	decided.Arbitrated = &panel.Arbitration{Points: decimal.MustNew(5, 0), Reason: "会商", By: "王审"}
	nobody := decided
	nobody.Arbitrated = &panel.Arbitration{Points: decimal.MustNew(5, 0), Reason: "会商"}
	near := apart
	near.Disagreed = false
	for _, c := range []struct {
		name string
		row  panel.Row
		want string
	}{
		{"nobody yet", panel.Row{}, "还没有人评分。"},
		{"not judged", panel.Row{State: scoring.StateNotDue}, "此指标不评分。"},
		{"near", near, "最低 2 分，最高 9 分，极差 7，标准差 3。\n张三 9 分：佐证充分"},
		{"apart", apart, "分歧较大：最低 2 分，最高 9 分，极差 7，标准差 3。\n张三 9 分：佐证充分"},
		{"decided", decided, "仲裁 5 分　王审：会商"},
		{"decided by nobody in particular", nobody, "仲裁 5 分　组织者：会商"},
		{"recused", panel.Row{Recused: []panel.Recused{{Evaluator: "e2", Reason: "本单位项目"}}}, "李四 回避：本单位项目"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(s.about(p, &c.row), "\n"); !strings.Contains(got, c.want) {
				t.Errorf("says\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestUndoingShowsTheReviewAsItWas(t *testing.T) {
	d := newDesk(t, "审核员")
	year, id := uitest.ExampleYear(t, d)
	r, err := d.BeginRound(t.Context(), year, id, round.Person{Name: "审核员"})
	if err != nil {
		t.Fatal(err)
	}
	r.Comments = []round.Comment{d.NewComment(r, round.Anchor{}, "请补充佐证")}
	if err := d.SaveRound(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	o := enter(t, d, locale.Chinese)
	o.Until(t, "the comment", func() bool { return len(o.page.round.comments.Rows()) == 1 })
	if _, err := d.UndoLast(t.Context(), o.page.needs.Words.Printer); err != nil {
		t.Fatal(err)
	}
	o.page.Reload()
	o.Until(t, "the round without it", func() bool { return len(o.page.round.comments.Rows()) == 0 })
}
