package review

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

// TestReviewsAndPanelsFitIntoSmallWindows looks at a round with a comment, at a panel that was arbitrated, and at the questions on the way.
func TestReviewsAndPanelsFitIntoSmallWindows(t *testing.T) {
	for _, language := range []string{locale.Chinese, locale.English} {
		r := enter(t, newDesk(t, "审核员"), language)
		uitest.ExampleYear(t, r.desk)
		asked := func(what string) {
			t.Helper()
			r.Until(t, what, r.Prompts.Open)
			r.Fits(t, language+" "+what)
		}
		r.Run(t, "begin")
		asked("of which evaluation")
		r.Answer(t, fyne.KeyReturn)
		r.Until(t, "the round", func() bool { return r.page.round.writable() && len(r.page.round.scores.Rows()) > 0 })
		r.page.round.scores.Select(r.page.round.scores.Rows()[0].ID)
		r.Run(t, "comment")
		asked("comment")
		r.Canvas().Focused().(*widget.Entry).SetText("请补充佐证")
		accept(t, r)
		r.Until(t, "the comment", func() bool { return len(r.page.round.comments.Rows()) == 1 })
		r.Fits(t, language+" round")
		r.Run(t, "panel")
		asked("who scores")
		uitest.Press(t, r.Canvas(), fyne.KeyTab, fyne.KeyTab)
		r.Canvas().Focused().(*widget.Entry).SetText("张三\n李四\n王五")
		accept(t, r)
		r.Until(t, "the panel", func() bool { return r.page.panel.found != nil })
		r.Fits(t, language+" panel")
		folder := t.TempDir()
		r.File = folder
		r.Run(t, "calls")
		r.Settle()
		calls, err := filepath.Glob(filepath.Join(folder, "*.zsb"))
		if err != nil || len(calls) != 3 {
			t.Fatalf("%d forms (%v), want 3", len(calls), err)
		}
		for i := range 2 {
			r.page.ReadFile(score(t, calls[i], []string{"1", "0"}[i], t.TempDir(), i))
			r.Until(t, "the question", r.Prompts.Open)
			r.Answer(t, fyne.KeyTab, fyne.KeyReturn)
			r.Until(t, "the answer", func() bool { return r.page.panel.found != nil && submitted(r.page.panel.found.panel) == i+1 })
		}
		r.Fits(t, language+" panel with answers")
		r.Run(t, "arbitrate")
		asked("arbitrate")
		r.Prompts.Dismiss()
		r.Run(t, "withdraw")
		asked("withdraw")
		r.Prompts.Dismiss()
	}
}
