package review

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestALateAnswerIsAskedAbout(t *testing.T) {
	office := newDesk(t, "组织者")
	uitest.ExampleYear(t, office)
	folder := t.TempDir()
	o := enter(t, office, locale.Chinese)
	o.Run(t, "panel")
	o.Until(t, "the evaluations", o.Prompts.Open)
	uitest.Press(t, o.Canvas(), fyne.KeyTab, fyne.KeyTab)
	o.Canvas().Focused().(*widget.Entry).SetText("张三\n李四")
	uitest.Press(t, o.Canvas(), fyne.KeyTab)
	o.Canvas().Focused().(*widget.Entry).SetText("下月")
	o.Prompts.Accept()
	if !o.Prompts.Open() {
		t.Fatal("a day that is none was taken")
	}
	o.Canvas().Focused().(*widget.Entry).SetText("2001-01-01")
	accept(t, o)
	o.Until(t, "the panel", func() bool { return o.page.panel.found != nil })
	if text := o.page.panel.head.Say(); !strings.Contains(text, "期限 2001-01-01") {
		t.Errorf("the panel says %q", text)
	}
	o.File = folder
	o.Run(t, "calls")
	o.toasted(t, "已写出 2 份")
	calls, err := filepath.Glob(filepath.Join(folder, "*.zsb"))
	if err != nil || len(calls) != 2 {
		t.Fatalf("%d calls, %v", len(calls), err)
	}
	o.page.ReadFile(score(t, calls[0], "1", folder, 0))
	o.Until(t, "the question about the sender", o.Prompts.Open)
	o.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	o.toasted(t, "迟交")
	o.Until(t, "the question about the day", o.Prompts.Open)
	if submitted(o.page.panel.found.panel) != 0 {
		t.Error("a late answer was taken without asking")
	}
	o.Answer(t, fyne.KeyTab, fyne.KeyReturn)
	o.toasted(t, "已收取")
	o.Until(t, "the answer", func() bool { return submitted(o.page.panel.found.panel) == 1 })
}
