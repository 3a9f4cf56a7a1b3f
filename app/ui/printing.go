package ui

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/platform"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

const printWidth = 440

// ChoosePrinter asks for printer, copies and pages, where the system has no dialog of its own for that: it is the [platform.Chooser] of
// this window. It is called in a background goroutine and returns when the user has decided. The printer that was taken last is proposed,
// else the usual one.
func (s *Shell) ChoosePrinter(ctx context.Context, q platform.PrintQuestion) (platform.PrintAnswer, error) {
	decided := make(chan platform.PrintAnswer, 1)
	dismissed := make(chan struct{})
	var form *prompt.Opened
	s.needs.Runner.Post(func() {
		form = s.askPrinter(q, func(answer platform.PrintAnswer) { decided <- answer }, func() { close(dismissed) })
	})
	select {
	case answer := <-decided:
		return answer, nil
	case <-dismissed:
		return platform.PrintAnswer{}, platform.ErrCancelled
	case <-ctx.Done():
		s.needs.Runner.Post(func() { form.Close() })
		return platform.PrintAnswer{}, ctx.Err()
	}
}

// settingPrinter remembers which printer was taken last.
const settingPrinter = "printer"

func (s *Shell) askPrinter(q platform.PrintQuestion, decide func(platform.PrintAnswer), dismissed func()) *prompt.Opened {
	w := s.words
	printer := widget.NewDropdown(nil)
	options := make([]widget.Option, len(q.Printers))
	for i, name := range q.Printers {
		options[i] = widget.Option{ID: name, Label: name}
	}
	printer.SetOptions(options)
	chosen := q.Printers[0]
	for _, name := range []string{q.Usual, s.needs.Settings.Text(settingPrinter, "")} {
		if slices.Contains(q.Printers, name) {
			chosen = name
		}
	}
	printer.SetChosen(chosen)
	copies, pages := widget.NewEntry(nil), widget.NewEntry(nil)
	copies.SetPlaceHolder("1") // nothing that typing would be put in front of
	pages.SetPlaceHolder(w.Say("ui.print.pages.hint"))
	label := w.Say("ui.print.pages")
	if q.Pages > 0 {
		label = w.Say("ui.print.pages.of", "count", strconv.Itoa(q.Pages))
	}
	form := s.prompts.Fill(prompt.Form{
		Title: w.Say("ui.print.title", "title", q.Title), Width: printWidth, Yes: w.Say("ui.print.yes"), First: copies,
		Body: container.NewVBox(widget.Labelled(w.Say("ui.print.printer"), printer), widget.Gap(0, 2),
			container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.print.copies"), copies), widget.Labelled(label, pages))),
		Accept: func() string {
			answer, fault := platform.PrintAnswer{Printer: printer.Chosen()}, ""
			var ok bool
			if answer.Copies, ok = platform.ReadCopies(copies.Text); !ok {
				fault = w.Say("ui.print.fault.copies", "most", strconv.Itoa(platform.MostCopies))
			} else if answer.Pages, ok = platform.PrintRanges(pages.Text, q.Pages); !ok {
				fault = w.Say("ui.print.fault.pages")
			}
			if fault != "" {
				return fault
			}
			s.needs.Settings.SetText(settingPrinter, answer.Printer)
			decide(answer)
			return ""
		},
		Dismissed: dismissed,
	})
	copies.OnSubmitted = func(string) { widget.Focus(pages) }
	pages.OnSubmitted = func(string) { form.Accept() }
	return form
}
