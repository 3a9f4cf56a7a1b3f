package collect

import (
	"context"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
)

// write collects once more, into a workbook, and opens it.
func (p *Page) write() {
	if p.found == nil {
		return
	}
	w := p.needs.Words
	p.needs.Pick(picker.Question{Title: w.Say("ui.collect.pick.out"), Save: w.Say("ui.collect.file") + ".xlsx", Endings: []string{".xlsx"}}, func(path string) {
		order := p.order
		order.Book = path
		p.run(order, func(found *desk.Collected) { p.written(found.Workbook) })
	})
}

// writePaper writes what is on the screen as a PDF, and opens it.
func (p *Page) writePaper() {
	if p.found == nil {
		return
	}
	w, source, found := p.needs.Words, p.needs.Source, p.found
	p.needs.Pick(picker.Question{Title: w.Say("ui.collect.pick.paper"), Save: w.Say("ui.collect.file") + ".pdf", Endings: []string{".pdf"}}, func(path string) {
		task.Run(p.needs.Runner, new(task.Slot), func(ctx context.Context, _ *task.Progress) (string, error) {
			return source.PrintCollected(ctx, found, path)
		}, func(path string, err error) {
			if err != nil {
				p.needs.Fail(err)
				return
			}
			p.written(path)
		})
	})
}

// written says where a file was written, and opens it.
func (p *Page) written(path string) {
	p.needs.Toast(p.needs.Words.Say("ui.collect.written", "path", path), look.Fine)
	if err := p.needs.OpenFile(path); err != nil {
		p.needs.Fail(err)
	}
}
