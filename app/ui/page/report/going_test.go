package report

import (
	"slices"
	"testing"
)

func TestWorkOfAPageThatWasLeftIsToldAndCancelled(t *testing.T) {
	r := enter(t, &press{hold: make(chan struct{})}, one)
	var told []string
	var cancel func()
	r.page.needs.Going = func(text string, stop func()) {
		told = append(told, text)
		if stop != nil {
			cancel = stop
		}
	}
	r.File = "/o/a.pdf"
	r.Run(t, "report.export")
	if err := r.page.Leave(); err != nil {
		t.Fatal(err)
	}
	r.page.progress(27, 2001)
	cancel()
	r.Settle()
	if want := []string{"处理中…", "27/2001", ""}; !slices.Equal(told, want) || len(r.Toasts) != 1 {
		t.Errorf("told %q, want %q; toasts %v", told, want, r.Toasts)
	}
}

func TestWorkOfThePageOnTheScreenIsToldThere(t *testing.T) {
	hold := make(chan struct{})
	r := enter(t, &press{hold: hold}, one)
	told := 0
	r.page.needs.Going = func(string, func()) { told++ }
	r.File = "/o/a.pdf"
	r.Run(t, "report.export")
	r.page.progress(1, 2)
	close(hold)
	r.Settle()
	if told != 0 {
		t.Errorf("told %d times elsewhere", told)
	}
}
