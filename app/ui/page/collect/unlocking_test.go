package collect

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/widget"
)

// passphrase types what is asked for into the form that is open and gives it.
func (r *room) passphrase(t testing.TB, text string) {
	t.Helper()
	r.Until(t, "the question", r.Prompts.Open)
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if e, ok := o.(*widget.Entry); ok && e.Password {
			e.SetText(text)
			e.OnSubmitted(text)
			return
		}
	}
	t.Fatal("no passphrase is asked for")
}

func (r *room) shown(t testing.TB, text string) bool {
	t.Helper()
	return slices.ContainsFunc(test.LaidOutObjects(r.Canvas().Overlays().Top()), func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *widget.Text:
			return strings.Contains(o.Say(), text)
		case *widget.Label:
			return strings.Contains(o.Text, text)
		}
		return false
	})
}

// TestSeveralPassphrases: what one does not open stays listed and is tried with another, without starting over.
func TestSeveralPassphrases(t *testing.T) {
	r := enter(t, locale.Chinese)
	lockIn(t, r.folder, "丁局", "丁口令")
	lockIn(t, r.folder, "戊局", "戊口令")
	if r.page.actions["unlock"].Visible() {
		t.Error("a passphrase can be given where nothing wants one")
	}
	r.page.order.Units = []string{"甲局"}
	r.collect(t)
	rested := func() bool { return r.page.job == nil }
	locked := func(want ...string) {
		t.Helper()
		if got := r.page.lockedFiles(); len(got) != len(want) || !slices.EqualFunc(got, want, strings.HasSuffix) {
			t.Errorf("locked %q, want %q", got, want)
		}
	}
	locked("丁局.zsb", "戊局.zsb")
	r.Run(t, "collect.tab.faults")
	if row := r.page.grids[Faults].Rows()[0]; row.Cells[0].Text != "未能打开" || !r.page.actions["unlock"].Visible() {
		t.Errorf("listed as %q", row.Cells[0].Text)
	}

	r.Run(t, "collect.unlock")
	r.Until(t, "the question", r.Prompts.Open)
	r.Fits(t, "passphrase")
	if !r.shown(t, "丁局.zsb 等 2 个文件") {
		t.Error("the question does not name the files")
	}
	r.passphrase(t, "不对的口令")
	r.Until(t, "asked again", func() bool { return rested() && r.Prompts.Open() && r.shown(t, "没有打开") })
	if len(r.page.order.Others) != 0 {
		t.Error("a passphrase that opens nothing was kept")
	}
	r.passphrase(t, "戊口令")
	r.Until(t, "one of them opened", func() bool { return rested() && len(r.page.lockedFiles()) == 1 })
	locked("丁局.zsb")
	if n := len(r.page.found.Evaluations); n != 3 || len(r.page.order.Units) != 1 {
		t.Errorf("%d evaluations", n)
	}

	r.Fits(t, "some still locked")
	r.Run(t, "collect.unlock")
	r.passphrase(t, "丁口令")
	r.Until(t, "all opened", func() bool { return rested() && len(r.page.lockedFiles()) == 0 })
	if n := len(r.page.found.Evaluations); n != 4 || r.Can("collect.unlock") || !strings.Contains(r.page.termsText(), "已给 2 个口令") {
		t.Errorf("%d evaluations, %s", n, r.page.termsText())
	}
	r.Run(t, "collect.clear")
	if len(r.page.order.Others) != 0 || r.page.found != nil {
		t.Error("passphrases outlive what they were for")
	}
}

func TestFurtherPassphrasesAreForgottenWhereTheTermsAreAsked(t *testing.T) {
	r := enter(t, locale.Chinese)
	lockIn(t, r.folder, "丁局", "丁口令")
	r.collect(t)
	r.Fits(t, "some still locked")
	r.Run(t, "collect.unlock")
	r.passphrase(t, "丁口令")
	r.Until(t, "opened", func() bool { return r.page.job == nil && len(r.page.lockedFiles()) == 0 })
	r.Run(t, "collect.terms")
	if !r.shown(t, "另外还给过 1 个口令") {
		t.Error("the terms say nothing of it")
	}
	for _, o := range test.LaidOutObjects(r.Canvas().Overlays().Top()) {
		if b, ok := o.(*widget.Button); ok && b.Text == "忘掉" {
			b.Tapped(&fyne.PointEvent{})
		}
	}
	if len(r.page.order.Others) != 0 {
		t.Error("it was kept")
	}
	r.Prompts.Dismiss()
}
