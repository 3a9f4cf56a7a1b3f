package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zhunsheng/app/ui/uitest"
	"zhunsheng/app/ui/widget"
)

func TestWindowSaysWhereTheDataOfBeforeLieUntilThatIsHeeded(t *testing.T) {
	h := build(t)
	folder := filepath.Join(t.TempDir(), "store.20230331-101500")
	var opened []string
	h.shell.needs.OpenFile = func(path string) error {
		opened = append(opened, path)
		return nil
	}
	h.shell.needs.Former = folder
	h.settings[SettingFormer] = filepath.Base(folder)
	h.shell.rebuild()
	h.settle()
	press := func(label string) bool {
		for _, b := range uitest.Buttons(h.window.Content()) {
			if b.Text == label && b.Visible() {
				b.OnTapped()
				return true
			}
		}
		return false
	}
	said := func() bool {
		return slices.ContainsFunc(test.LaidOutObjects(h.window.Content()), func(o fyne.CanvasObject) bool {
			text, ok := o.(*widget.Text)
			return ok && text.Visible() && strings.Contains(text.Say(), folder)
		})
	}
	if !said() || !press("打开所在文件夹") || !press("复制路径") {
		t.Fatal("the window does not say where they lie")
	}
	h.settle()
	if !slices.Equal(opened, []string{filepath.Dir(folder)}) || h.shell.needs.App.Clipboard().Content() != folder {
		t.Errorf("opened %q, copied %q", opened, h.shell.needs.App.Clipboard().Content())
	}
	if !press("知道了") {
		t.Fatal("it cannot be put away")
	}
	h.shell.rebuild()
	h.settle()
	if said() || h.settings[SettingFormer] != "" {
		t.Errorf("it comes again: setting %q", h.settings[SettingFormer])
	}
}
