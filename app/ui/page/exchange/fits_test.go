package exchange

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
)

// TestWhatComesInFitsIntoSmallWindows looks at a bundle before it is taken in, at both values of a conflict, and at the questions on the way.
func TestWhatComesInFitsIntoSmallWindows(t *testing.T) {
	for _, language := range []string{locale.Chinese, locale.English} {
		a, b := newDesk(t, "甲"), newDesk(t, "乙")
		year, id := uitest.ExampleYear(t, a)
		r := enter(t, b, language)
		asked := func(what string) {
			t.Helper()
			r.Until(t, what, r.Prompts.Open)
			r.Fits(t, language+" "+what)
			r.Prompts.Dismiss()
		}
		path := handed(t, a, year, "1.zsb")
		r.page.ReadFile(path)
		r.Until(t, "verified", func() bool { return r.page.intake.ready() })
		r.Fits(t, language+" preview")
		was := r.Canvas().Size()
		r.Window.Resize(fyne.NewSize(625, 346))
		if text := r.page.intake.trust; text.IsCut() {
			t.Errorf("%s: %q is cut", language, text.Say())
		}
		r.Window.Resize(was)
		r.Run(t, "exchange.trust")
		asked("trust")
		r.take(t, path)
		r.Fits(t, language+" taken in")
		edit(t, a, year, id, "甲改的名称"+strings.Repeat("很长", 60))
		edit(t, b, year, id, "乙改的名称"+strings.Repeat("很长", 60))
		r.take(t, handed(t, a, year, "2.zsb"))
		asked("what to do with conflicts")
		r.Run(t, "exchange.tab.conflicts")
		r.Until(t, "the conflicts", func() bool { return len(r.page.conflicts.grid.Rows()) > 0 })
		r.Fits(t, language+" conflicts")
		r.Run(t, "exchange.type")
		asked("another value")
		host := r.Host()
		host.Unlock("/很长的文件夹/"+strings.Repeat("长名称", 40)+".zsb", true, nil)
		asked("passphrase")
	}
}
