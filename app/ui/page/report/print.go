package report

import (
	"context"
	"path/filepath"

	"zhunsheng/app/platform"
	"zhunsheng/app/ui/look"
)

// printOut sends what is on the screen to a printer: the pages themselves where the system lets programs draw on a printer, else a file.
func (p *Page) printOut() {
	if !p.canPrint() {
		return
	}
	source, send := p.needs.Source, p.needs.Print
	of, paper, received, name := p.refs(), p.paper, p.received, p.proposed()
	job := platform.Job{Title: p.name(), Pages: p.preview.Document, Ask: true}
	if received != nil {
		// The file is what is printed: it may show signatures that its data cannot give.
		job.PDF = func(context.Context) (string, error) { return received.Path, nil }
		job.Pages, job.Ask = nil, false
	} else {
		job.PDF = func(ctx context.Context) (string, error) {
			folder, err := source.PassingFolder()
			if err != nil {
				return "", err
			}
			written, err := source.Publish(ctx, of, paper, nil, filepath.Join(folder, name), nil)
			return written.Path, err
		}
	}
	begin(p, func(ctx context.Context, progress func(done, total int)) (platform.PrintWay, error) {
		job.Progress = progress
		return send(ctx, job)
	}, func(way platform.PrintWay) {
		p.needs.Toast(p.needs.Words.Say("ui.report.printed."+string(way)), look.Fine)
	})
}
