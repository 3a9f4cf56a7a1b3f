package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zhunsheng/app/platform"
	"zhunsheng/app/ui/uitest"
)

// answered is what came of asking for a printer.
type answered struct {
	answer platform.PrintAnswer
	err    error
}

// asks begins asking and returns once the dialog is on the screen.
func (h *house) asks(ctx context.Context, q platform.PrintQuestion) chan answered {
	got := make(chan answered, 1)
	go func() {
		answer, err := h.shell.ChoosePrinter(ctx, q)
		got <- answered{answer, err}
	}()
	for !h.shell.prompts.Open() {
		h.queue.Take()
	}
	return got
}

func TestPrintingAsksForPrinterCopiesAndPages(t *testing.T) {
	h := build(t)
	canvas := h.window.Canvas()
	q := platform.PrintQuestion{Title: "自评报告", Printers: []string{"一楼", "二楼"}, Usual: "二楼", Pages: 9}
	got := h.asks(t.Context(), q)
	uitest.Press(t, canvas, fyne.KeyReturn) // on to the pages
	uitest.Type(t, canvas, "１－３，12")
	uitest.Press(t, canvas, fyne.KeyReturn)
	if !h.shell.prompts.Open() {
		t.Fatal("pages were taken that there are not")
	}
	uitest.Press(t, canvas, fyne.KeyBackspace)
	uitest.Press(t, canvas, fyne.KeyBackspace)
	uitest.Type(t, canvas, "5")
	uitest.Press(t, canvas, fyne.KeyReturn)
	if a := <-got; a.err != nil || a.answer != (platform.PrintAnswer{Printer: "二楼", Copies: 1, Pages: "1-3,5"}) {
		t.Errorf("got %+v", a)
	}
	q.Usual = "一楼"
	got = h.asks(t.Context(), q)
	if !h.shell.prompts.Accept() {
		t.Fatal("no dialog")
	}
	if a := <-got; a.err != nil || a.answer.Printer != "二楼" || a.answer.Pages != "" {
		t.Errorf("the printer of last time is not proposed: %+v", a)
	}
}

func TestPrintingCanBeLeft(t *testing.T) {
	h := build(t)
	q := platform.PrintQuestion{Title: "自评报告", Printers: []string{"一楼"}}
	got := h.asks(t.Context(), q)
	uitest.Press(t, h.window.Canvas(), fyne.KeyEscape)
	if a := <-got; !errors.Is(a.err, platform.ErrCancelled) {
		t.Errorf("after Esc: %+v", a)
	}
	ctx, cancel := context.WithCancel(t.Context())
	got = h.asks(ctx, q)
	cancel()
	if a := <-got; !errors.Is(a.err, context.Canceled) {
		t.Errorf("called off: %+v", a)
	}
	for h.shell.prompts.Open() {
		h.queue.Take()
	}
}
