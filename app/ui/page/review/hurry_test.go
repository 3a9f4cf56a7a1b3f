package review

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/panel"
	"zhunsheng/scoring/round"
)

// beginner is a store that begins rounds as slowly as can be: what can be called off is.
type beginner struct{ *desk.Desk }

func (b beginner) BeginRound(ctx context.Context, year int, id string, who round.Person) (*round.Review, error) {
	if ctx.Done() != nil {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return b.Desk.BeginRound(ctx, year, id, who)
}

func TestARoundIsBegunWhateverIsAskedForNext(t *testing.T) {
	d := newDesk(t, "审核员")
	year, id := uitest.ExampleYear(t, d)
	r := enter(t, d, locale.Chinese)
	r.page.needs.Source = beginner{d}
	r.Run(t, "begin")
	r.Until(t, "the evaluations", r.Prompts.Open)
	r.Answer(t, fyne.KeyReturn)
	r.Queue.Take() // the dialog has gone, the round is being begun
	r.Run(t, "send")
	r.Settle()
	all, err := d.Rounds(t.Context(), year, id)
	if err != nil || len(all) != 1 || len(r.Failed) > 0 || len(r.Toasts) != 1 {
		t.Errorf("%d rounds, %v; failed %v, said %q", len(all), err, r.Failed, r.Toasts)
	}
}

func TestAQuestionDoesNotComeOverAnotherScreen(t *testing.T) {
	d := newDesk(t, "审核员")
	uitest.ExampleYear(t, d)
	r := enter(t, d, locale.Chinese)
	r.Run(t, "begin")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.Settle()
	if r.Prompts.Open() {
		t.Error("a dialog of the screen that was left is open")
	}
}

func TestARoundThatIsBeingClosedIsClosedOnce(t *testing.T) {
	r, _, year, ids := judging(t, 1)
	row := r.page.round.scores.Rows()[0].ID
	r.Run(t, "return")
	r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	if r.Can("return") || r.Can("accept") || r.Can("comment") || r.page.round.typed(row, scoreReason, "晚了") == nil {
		t.Error("what is being closed can be changed")
	}
	r.Settle()
	all, err := r.desk.Rounds(t.Context(), year, ids[0])
	if err != nil || len(all) != 1 || all[0].Decision != round.Returned || len(r.Failed) > 0 {
		t.Errorf("%d rounds, %v; failed %v", len(all), err, r.Failed)
	}
}

func TestAnEvaluatorIsWithdrawnThoughAnotherPanelCameMeanwhile(t *testing.T) {
	d := newDesk(t, "组长")
	year, id := uitest.ExampleYear(t, d)
	p, err := d.BeginPanel(t.Context(), year, id, []panel.Member{{ID: "e1", Name: "张三"}, {ID: "e2", Name: "李四"}, {ID: "e3", Name: "王五"}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	r := enter(t, d, locale.Chinese)
	r.Run(t, "withdraw")
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if reason, ok := o.(*widget.Entry); ok {
			reason.SetText("与项目单位有利害关系")
		}
	}
	r.page.panel.load(&item{kind: ofPanel, panel: desk.PanelInfo{Key: "another"}}) // it is read, as when a bundle brought it
	accept(t, r)
	r.Settle()
	of, _, err := d.PanelResult(t.Context(), p.ID)
	if err != nil || len(of.Withdrawals) != 1 || of.Withdrawals[0].Evaluator != "e1" {
		t.Fatalf("withdrawn %+v, %v", of.Withdrawals, err)
	}
	if !strings.Contains(strings.Join(r.Toasts, " "), "张三") {
		t.Errorf("said %q", r.Toasts)
	}
}
