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

// TestADeedIsUndoneOnALaterVisit: the window keeps what was done while other screens are shown.
func TestADeedIsUndoneOnALaterVisit(t *testing.T) {
	r := enter(t)
	needs := r.page.needs
	needs.Deeds = new(Deeds)
	needs.Turn = func(bool) { t.Error("the window undoes something else") }
	first := New(needs, "")
	r.page = first
	r.Enter(first)
	r.Until(t, "the schemes", func() bool { return first.info() != nil })
	r.startEditing(t, 0)
	if err := first.edit.set("title.zh", "甲办法"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	first.edit.save()
	r.Until(t, "saved", func() bool { return first.edit == nil && len(needs.Deeds.done) == 1 })
	if err := first.Leave(); err != nil {
		t.Fatal(err)
	}
	second := New(needs, "")
	r.page = second
	r.Enter(second)
	r.Until(t, "the schemes", func() bool { return second.info() != nil })
	second.undo()
	r.Until(t, "undone", func() bool { return len(needs.Deeds.undone) == 1 })
	schemes, err := r.desk.Schemes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range schemes {
		if !schemes[i].Carried {
			t.Errorf("%s is still there", schemes[i].Scheme.Title["zh"])
		}
	}
}
