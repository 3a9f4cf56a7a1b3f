package wording

import (
	"testing"

	"fyne.io/fyne/v2/lang"

	"zhunsheng/app/locale"
)

// TestToolkitSpeaksTheLanguageInUse switches the language as the user does.
func TestToolkitSpeaksTheLanguageInUse(t *testing.T) {
	catalogue, err := locale.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		language string
		want     map[string]string
	}{
		{locale.Chinese, map[string]string{"Cut": "剪切", "Copy": "复制", "Paste": "粘贴", "Select all": "全选", "Undo": "撤销", "Redo": "重做", "OK": "确定", "Cancel": "取消"}},
		{locale.English, map[string]string{"Cut": "Cut", "Select all": "Select all", "Cancel": "Cancel"}},
		{locale.Chinese, map[string]string{"Cut": "剪切"}},
	} {
		words := Words{Printer: catalogue.Printer(c.language)}
		words.SpeakToolkit()
		for theirs, ours := range c.want {
			if got := lang.L(theirs); got != ours {
				t.Errorf("%s: %q is %q, want %q", c.language, theirs, got, ours)
			}
		}
		for theirs, key := range toolkitWords {
			if c.language == locale.Chinese && lang.L(theirs) == theirs {
				t.Errorf("%q is not translated by %s", theirs, key)
			}
		}
	}
}
