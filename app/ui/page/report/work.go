package report

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
)

// work is what runs in the background on the user's order: one piece at a time.
type work struct {
	slot  task.Slot
	job   *task.Job
	began time.Time
}

func (k *work) cancel() {
	if k.job != nil {
		k.job.Cancel()
	}
}

const pace = 100 * time.Millisecond

// begin runs a piece of work with its progress at the foot.
func begin[T any](p *Page, do func(ctx context.Context, progress func(done, total int)) (T, error), done func(T)) {
	if p.work.job != nil {
		return
	}
	runner := p.needs.Runner
	p.work.began = p.needs.Now()
	p.foot.clearResult()
	p.work.job = task.Run(runner, &p.work.slot, func(ctx context.Context, progress *task.Progress) (T, error) {
		return do(ctx, func(done, total int) {
			progress.Expect(int64(total))
			progress.Set(int64(done))
		})
	}, func(result T, err error) {
		p.work.job = nil
		if !p.left {
			p.show()
		} else if p.needs.Going != nil {
			p.needs.Going("", nil)
		}
		switch {
		case errors.Is(err, context.Canceled):
			p.needs.Toast(p.needs.Words.Say("ui.report.cancelled"), look.Current)
		case errors.Is(err, platform.ErrCancelled):
		case err != nil:
			p.needs.Fail(err)
		default:
			done(result)
		}
	})
	runner.Watch(p.work.job, pace, p.progress)
	p.show()
	p.progress(0, 0)
}

// progress shows how far the work is and how long it will take.
func (p *Page) progress(value, total int64) {
	if p.work.job == nil {
		return
	}
	w, f := p.needs.Words, p.foot
	f.bar.Fill = 0
	text := w.Say("ui.report.working")
	if total > 0 {
		f.bar.Fill = float32(value) / float32(total)
		text = w.Say("ui.report.working.of", "done", strconv.FormatInt(value, 10), "total", strconv.FormatInt(total, 10))
	}
	short := text
	if left := remaining(p.needs.Now().Sub(p.work.began), value, total); left > 0 {
		text += "　" + w.Say("ui.report.remaining", "time", duration(w.Say, left))
	}
	if p.left {
		p.tellGoing(short)
		return
	}
	f.bar.Refresh()
	f.remaining.SetText(text)
	f.content.Refresh()
}

// tellGoing says wherever the user is how far the work is that goes on there, and lets it be cancelled.
func (p *Page) tellGoing(text string) {
	if p.needs.Going != nil {
		p.needs.Going(text, p.work.cancel)
	}
}

// remaining estimates how long the rest takes, 0 while nobody can tell.
func remaining(passed time.Duration, value, total int64) time.Duration {
	const sooner = 2 * time.Second // before that an estimate only flickers
	if value <= 0 || total <= value || passed < sooner {
		return 0
	}
	return time.Duration(float64(passed) / float64(value) * float64(total-value)).Round(time.Second)
}

// duration says a time in minutes and seconds.
func duration(say func(key string, pairs ...string) string, d time.Duration) string {
	minutes, seconds := int(d/time.Minute), int(d%time.Minute/time.Second)
	if minutes == 0 {
		return say("ui.report.seconds", "seconds", strconv.Itoa(seconds))
	}
	return say("ui.report.minutes", "minutes", strconv.Itoa(minutes), "seconds", strconv.Itoa(seconds))
}

// proposed is the name that a document's file is given unless the user says otherwise.
func (p *Page) proposed() string {
	if p.received != nil {
		return filepath.Base(p.received.Path)
	}
	if p.preview == nil {
		return p.name() + ".pdf"
	}
	return p.preview.Name + ".pdf"
}

var pdfFiles = []string{".pdf"}

// exportFile writes the document, or those of all evaluations, without a signature.
func (p *Page) exportFile() {
	if !p.canExport() {
		return
	}
	p.askPlace(func(path string) { p.publish(nil, path) })
}

// askPlace asks for the file, or the folder of many.
func (p *Page) askPlace(then func(path string)) {
	w := p.needs.Words
	if p.many() {
		p.needs.Pick(picker.Question{Title: w.Say("ui.report.folder.title"), Folder: true}, then)
		return
	}
	p.needs.Pick(picker.Question{Title: w.Say("ui.report.save.title"), Endings: pdfFiles, Save: p.proposed()}, then)
}

// prepareSigning makes ready what signs, in the background; nil for no signature.
type prepareSigning func(ctx context.Context) (*desk.Signing, error)

// publish writes what is asked for to a file, or into a folder.
func (p *Page) publish(prepare prepareSigning, path string) {
	source, paper := p.needs.Source, p.paper
	signing := func(ctx context.Context) (*desk.Signing, error) {
		if prepare == nil {
			return nil, nil
		}
		return prepare(ctx)
	}
	if p.many() {
		of := p.subjects
		begin(p, func(ctx context.Context, progress func(done, total int)) (*app.BatchSummary, error) {
			s, err := signing(ctx)
			if err != nil {
				return nil, err
			}
			return source.PublishAll(ctx, of, paper, s, path, progress)
		}, func(summary *app.BatchSummary) { p.showBatch(summary, path) })
		return
	}
	of := p.refs()
	begin(p, func(ctx context.Context, progress func(done, total int)) (desk.Written, error) {
		s, err := signing(ctx)
		if err != nil {
			return desk.Written{}, err
		}
		return source.Publish(ctx, of, paper, s, path, progress)
	}, func(written desk.Written) { p.showWritten(written, path) })
}

// showWritten says what was written and offers to open it.
func (p *Page) showWritten(written desk.Written, asked string) {
	w := p.needs.Words
	key, tone := "ui.report.written", look.Fine
	switch {
	case written.Signed:
		key = "ui.report.written.signed"
	case written.Draft:
		key = "ui.report.written.draft"
	}
	text := w.Say(key, "name", filepath.Base(written.Path), "pages", strconv.Itoa(written.Pages))
	if written.Renamed {
		text = w.Say("ui.report.renamed", "name", filepath.Base(asked)) + "　" + text
		tone = look.Warn
	}
	switch {
	case written.StampErr != nil:
		text += "　" + w.Say("ui.report.no-stamp", "reason", firstLine(app.Sentence(w.Printer, written.StampErr)))
		tone = look.Warn
	case written.Stamped:
		text += "　" + w.Say("ui.report.stamped")
	}
	p.foot.showResult(text, tone, written.Path)
}

// firstLine is the first line of a sentence: what failed, without the remedy.
func firstLine(text string) string {
	for i, r := range text {
		if r == '\n' {
			return text[:i]
		}
	}
	return text
}

// showBatch says what became of many documents.
func (p *Page) showBatch(summary *app.BatchSummary, folder string) {
	w := p.needs.Words
	written, drafts, unstamped := 0, 0, 0
	for _, o := range summary.Outcomes {
		if o.Err != nil {
			continue
		}
		written++
		if o.Draft {
			drafts++
		}
		if o.TimestampErr != nil {
			unstamped++
		}
	}
	text := w.Say("ui.report.batch.done", "count", strconv.Itoa(written))
	tone := look.Fine
	for _, part := range []struct {
		key   string
		count int
	}{{"ui.report.batch.failed", summary.Failed}, {"ui.report.batch.cancelled", summary.Cancelled}, {"ui.report.batch.drafts", drafts}, {"ui.report.batch.unstamped", unstamped}} {
		if part.count > 0 && (part.key != "ui.report.batch.drafts" || !p.paper.Draft) {
			text += "　" + w.Say(part.key, "count", strconv.Itoa(part.count))
			tone = look.Warn
		}
	}
	p.foot.showResult(text, tone, folder)
	if !p.left && (summary.Failed > 0 || drafts > 0 && !p.paper.Draft || unstamped > 0) {
		p.showFailures(summary)
	}
}

// showFailures lists what failed and why, to be copied.
func (p *Page) showFailures(summary *app.BatchSummary) {
	w := p.needs.Words
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.report.batch.column.name"), Width: 240, Stretch: 2},
		widget.Column{Title: w.Say("ui.report.batch.column.reason"), Width: 360, Stretch: 3},
	)
	var rows []widget.Row
	lines := [][]string{{w.Say("ui.report.batch.column.name"), w.Say("ui.report.batch.column.reason")}}
	add := func(name, reason string, tone look.Tone) {
		rows = append(rows, widget.Row{ID: strconv.Itoa(len(rows)), Cells: []widget.Cell{{Text: name}, {Text: firstLine(reason), Tone: tone}}})
		lines = append(lines, []string{name, reason})
	}
	for _, o := range summary.Outcomes {
		switch {
		case o.Err != nil:
			add(o.Name, app.Sentence(w.Printer, o.Err), look.Wrong)
		case o.Draft && !p.paper.Draft:
			add(o.Name, w.Say("ui.report.batch.draft"), look.Warn)
		case o.TimestampErr != nil:
			add(o.Name, w.Say("ui.report.no-stamp", "reason", firstLine(app.Sentence(w.Printer, o.TimestampErr))), look.Warn)
		}
	}
	grid.SetRows(rows)
	text := widget.JoinTable(lines)
	room := container.New(&fixedSize{fyne.NewSize(680, 340)}, widget.NewPanel(grid, 1))
	duplicate := widget.NewButton(w.Say("ui.report.batch.copy"), func() { p.needs.Copy(text) })
	p.needs.Prompts.Show(w.Say("ui.report.batch.title", "count", strconv.Itoa(len(rows))), container.NewVBox(room, container.NewHBox(duplicate)), 680)
}

// fixedSize gives its objects one size.
type fixedSize struct{ size fyne.Size }

// MinSize is the size.
func (f *fixedSize) MinSize([]fyne.CanvasObject) fyne.Size { return f.size }

// Layout fills the room.
func (f *fixedSize) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// result is the line that says what was written, with what can be done with it.
type result struct {
	text    *widget.Label
	path    string
	content *fyne.Container
}

func newResult(p *Page) *result {
	w := p.needs.Words
	r := &result{text: widget.Prose("")}
	open := widget.NewPrimary(w.Say("ui.report.open"), func() { p.openFile(r.path) })
	folder := widget.NewButton(w.Say("ui.report.open-folder"), func() {
		if filepath.Ext(r.path) == ".pdf" {
			p.openFile(filepath.Dir(r.path))
			return
		}
		p.openFile(r.path)
	})
	shut := widget.NewQuiet(w.Say("ui.report.result.close"), func() { p.foot.clearResult() })
	buttons := container.NewHBox(open, folder, shut)
	r.content = container.NewVBox(widget.Gap(0, 2), widget.NewPanel(widget.Frame(nil, nil, nil, container.NewCenter(buttons), r.text), 6))
	r.content.Hide()
	return r
}

// openFile opens a file or folder with the system's program, away from the window's goroutine.
func (p *Page) openFile(path string) {
	open := p.needs.OpenFile
	task.Run(p.needs.Runner, &p.opening, func(context.Context, *task.Progress) (struct{}, error) {
		return struct{}{}, open(path)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
	})
}
