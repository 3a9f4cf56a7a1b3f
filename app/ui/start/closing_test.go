package start

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestClosingSaysWhatIsSavedAndOffersToWaitNoLonger(t *testing.T) {
	words := uitest.Words(t, "zh")
	for _, c := range []struct {
		name    string
		writing bool
		stuck   bool
		says    string
	}{
		{"soon", false, false, "内容都已保存"},
		{"writing", true, false, "正在写入磁盘"},
		{"slow", false, true, "不会丢失"},
		{"stuck", true, true, "可能丢失"},
	} {
		t.Run(c.name, func(t *testing.T) {
			abandoned, end := 0, End{Writing: c.writing}
			if c.stuck {
				end.Abandon = func() { abandoned++ }
			}
			content := Closing(words, end)
			if high := content.MinSize().Height; high > 300 {
				t.Errorf("wants a window %v high", high)
			}
			window := uitest.Window(t, content)
			text := ""
			for _, o := range test.LaidOutObjects(content) {
				if label, ok := o.(*widget.Label); ok {
					text += label.Text
				}
			}
			if !strings.Contains(text, c.says) || c.writing == strings.Contains(text, "内容都已保存") {
				t.Errorf("says %q", text)
			}
			if window.Canvas().Focused() != nil {
				t.Error("a key can end the program unasked")
			}
			buttons := uitest.Buttons(content)
			if !c.stuck {
				if len(buttons) > 0 {
					t.Errorf("offers %q", buttons[0].Text)
				}
				return
			}
			if len(buttons) != 1 {
				t.Fatalf("%d buttons", len(buttons))
			}
			if buttons[0].OnTapped(); abandoned != 1 {
				t.Errorf("abandoned %d times", abandoned)
			}
		})
	}
}
