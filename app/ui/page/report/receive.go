package report

import (
	"context"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/picker"
)

// AskReceive lets the user choose a report that a colleague made.
func (p *Page) AskReceive() {
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.report.receive.title"), Endings: pdfFiles}, p.receive)
}

// receive opens a report that a colleague made, for the next signature.
func (p *Page) receive(path string) {
	source := p.needs.Source
	task.Run(p.needs.Runner, &p.receiving, func(ctx context.Context, _ *task.Progress) (*desk.Received, error) {
		return source.Receive(ctx, path)
	}, func(received *desk.Received, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.putReceived(received)
	})
}

// putReceived shows a report that was opened, nil the evaluations again.
func (p *Page) putReceived(received *desk.Received) {
	p.received, p.current = received, 0
	p.signing.forget()
	p.signing.rejecting.SetChosen(approve)
	p.show()
	if received != nil {
		p.showTab(tabSign)
	}
	p.layOut()
	p.needs.Retitle()
}
