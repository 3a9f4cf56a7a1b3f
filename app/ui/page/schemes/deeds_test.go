package schemes

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/uitest"
)

func TestWhatWasDoneToSchemesIsUndoneAndRedone(t *testing.T) {
	r := enter(t)
	var turned []bool
	r.page.needs.Turn = func(redo bool) { turned = append(turned, redo) }
	r.Run(t, "undo")
	r.Run(t, "redo")
	if len(turned) != 2 || turned[0] || !turned[1] {
		t.Fatalf("where nothing was done to schemes the window turned %v", turned)
	}
	r.startEditing(t, 0)
	if err := r.page.edit.set("title.zh", "甲办法"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.Run(t, "save")
	titles := func() string {
		var all []string
		for i := range r.page.infos {
			if !r.page.infos[i].Carried {
				all = append(all, r.page.infos[i].Scheme.Title["zh"])
			}
		}
		return strings.Join(all, " ")
	}
	r.Until(t, "the scheme is there", func() bool { return titles() == "甲办法" })
	r.Run(t, "drop")
	r.Canvas().FocusPrevious() // the keyboard is on the way out
	uitest.Press(t, r.Canvas(), fyne.KeyReturn)
	r.Until(t, "the scheme is gone", func() bool { return titles() == "" })
	steps := []struct{ command, want, said string }{
		{"undo", "甲办法", "已撤销：删除评分办法“甲办法”"},
		{"undo", "", "已撤销：增加评分办法“甲办法”"},
		{"redo", "甲办法", "已重做：增加评分办法“甲办法”"},
		{"redo", "", "已重做：删除评分办法“甲办法”"},
		{"undo", "甲办法", "已撤销：删除评分办法“甲办法”"},
	}
	for _, step := range steps {
		r.Run(t, step.command)
		r.Until(t, step.said, func() bool { return titles() == step.want && strings.HasPrefix(r.Toasts[len(r.Toasts)-1], step.said) })
	}
	if len(turned) != 2 {
		t.Errorf("the window turned %d times", len(turned))
	}
}
