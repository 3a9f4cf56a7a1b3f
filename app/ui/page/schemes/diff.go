package schemes

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/schemeedit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// differ shows what differs between two schemes, and which scores of a year would change.
type differ struct {
	page      *Page
	old, now  *widget.Dropdown
	years     *widget.Dropdown
	changes   *widget.Grid
	scores    *widget.Grid
	count     *widget.Text
	said      *widget.Text
	cancel    *widget.Button
	job       *task.Job
	replaying task.Slot
	whole     fyne.CanvasObject
}

// compare shows the current scheme beside the version before it, else beside the first scheme.
func (p *Page) compare() {
	info := p.info()
	if info == nil {
		return
	}
	d := newDiffer(p)
	other := p.infos[0].Hash
	for i := range p.infos {
		if s := p.infos[i].Scheme; s.ID == info.Scheme.ID && info.Scheme.Newer(s) {
			other = p.infos[i].Hash
		}
	}
	d.old.SetChosen(other)
	d.now.SetChosen(info.Hash)
	p.to(nil, d)
	d.load()
}

func newDiffer(p *Page) *differ {
	w := p.needs.Words
	d := &differ{page: p, count: widget.NewCaption(""), said: widget.NewCaption("")}
	refill := func(string) { d.fill() }
	d.old, d.now, d.years = widget.NewDropdown(refill), widget.NewDropdown(refill), widget.NewDropdown(func(string) { d.replay() })
	options := make([]widget.Option, len(p.infos))
	for i := range p.infos {
		s := p.infos[i].Scheme
		options[i] = widget.Option{ID: p.infos[i].Hash, Label: w.Name(s.Title) + " " + s.Version}
	}
	d.old.SetOptions(options)
	d.now.SetOptions(options)
	d.changes = widget.NewGrid(widget.Column{Title: w.Say("ui.schemes.diff.field"), Width: 280, Stretch: 2}, widget.Column{Title: w.Say("ui.schemes.diff.old"), Width: 200, Stretch: 2},
		widget.Column{Title: w.Say("ui.schemes.diff.new"), Width: 200, Stretch: 2})
	d.scores = widget.NewGrid(widget.Column{Title: w.Say("ui.year.column.name"), Width: 240, Stretch: 2}, widget.Column{Title: w.Say("ui.year.column.unit"), Width: 140, Stretch: 1, Rank: 1},
		widget.Column{Title: w.Say("ui.schemes.diff.before"), Width: 110, Align: fyne.TextAlignTrailing}, widget.Column{Title: w.Say("ui.schemes.diff.after"), Width: 110, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.compare.difference"), Width: 80, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.schemes.diff.grades"), Width: 160, Align: fyne.TextAlignCenter})
	d.cancel = widget.NewQuiet(w.Say("ui.dialog.cancel"), func() {
		if d.job != nil {
			d.job.Cancel()
		}
	})
	d.cancel.Hide()
	heading := widget.NewHeading(w.Say("ui.command.schemes.diff"))
	heading.TextSize = theme.SizeNameHeadingText
	top := container.NewHBox(heading, layout.NewSpacer(), widget.NewButton(w.Say("ui.command.schemes.back"), p.back).WithTip(w.Say("ui.tip.schemes.back", "keys", keysBack.String())))
	side := func(key string, of *widget.Dropdown) fyne.CanvasObject {
		return container.NewHBox(container.NewCenter(widget.NewCaption(w.Say(key))), of)
	}
	which := widget.NewFlow(side("ui.schemes.diff.old", d.old), container.NewCenter(widget.NewText("→")), side("ui.schemes.diff.new", d.now))
	which.OnRows = func() { p.needs.Runner.Post(d.whole.Refresh) }
	d.said.Cut = true
	effect := widget.Frame(nil, nil, container.NewHBox(container.NewCenter(widget.NewSection(w.Say("ui.schemes.diff.effect"))), d.years, widget.Gap(4, 0)), d.cancel,
		container.NewVBox(layout.NewSpacer(), d.said, layout.NewSpacer()))
	halves := widget.NewPanes(fyne.NewSize(0, halvesHeight), widget.As(&stacked{}), widget.Pane{Name: w.Say("ui.schemes.diff.changes"), Content: widget.NewPanel(d.changes, 1)},
		widget.Pane{Name: w.Say("ui.schemes.diff.effect"), Content: widget.Frame(effect, nil, nil, nil, widget.NewPanel(d.scores, 1))})
	d.whole = container.New(layout.NewCustomPaddedLayout(12, 10, 18, 18), widget.Frame(container.NewVBox(top, widget.Gap(0, 2),
		widget.Frame(nil, nil, nil, container.NewVBox(d.count), which), widget.Gap(0, 2)), nil, nil, nil, halves))
	return d
}

func (d *differ) content() fyne.CanvasObject { return d.whole }
func (d *differ) shown()                     { d.changes.Focus() }

// load finds the years that scores can be replayed for.
func (d *differ) load() {
	p := d.page
	source := p.needs.Source
	task.Run(p.needs.Runner, &p.working, func(ctx context.Context, _ *task.Progress) ([]storage.Year, error) {
		return source.Years(ctx)
	}, func(years []storage.Year, err error) {
		if err != nil {
			p.needs.Fail(err)
		}
		options := make([]widget.Option, 0, len(years))
		for _, y := range slices.Backward(years) {
			options = append(options, widget.Option{ID: strconv.Itoa(y.Year), Label: p.needs.Words.Say("ui.compare.year", "year", strconv.Itoa(y.Year))})
		}
		d.years.SetOptions(options)
		if len(options) > 0 {
			d.years.SetChosen(options[0].ID)
		}
		d.whole.Refresh() // names of other lengths need other room
		d.fill()
	})
}

// both returns the two schemes, nil where one is not there.
func (d *differ) both() (old, now *scoring.Scheme) {
	a, b := d.page.byHash(d.old.Chosen()), d.page.byHash(d.now.Chosen())
	if a == nil || b == nil {
		return nil, nil
	}
	return a.Scheme, b.Scheme
}

// fill shows what differs, then what that would do to the scores.
func (d *differ) fill() {
	p := d.page
	w := p.needs.Words
	old, now := d.both()
	if old == nil {
		return
	}
	changes, err := scoring.Diff(old, now)
	if err != nil {
		p.needs.Fail(err)
		return
	}
	rows := make([]widget.Row, len(changes))
	for i, c := range changes {
		was, is := oneLine(c.Old), oneLine(c.New)
		tone := look.Warn
		switch {
		case c.Old == "":
			tone = look.Fine
		case c.New == "":
			tone = look.Wrong
		}
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: placeOf(p, c.Path)}, {Text: was, Tone: look.Quiet}, {Text: is, Tone: tone}}}
	}
	d.changes.SetRows(rows)
	d.count.SetText(w.Say("ui.schemes.diff.count", "count", strconv.Itoa(len(changes))))
	d.whole.Refresh()
	d.replay()
}

func oneLine(text string) string {
	const longest = 300 // characters; the rest is not in sight anyway
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	return strings.ReplaceAll(text, "\n", " ")
}

// placeOf names the field of a change: the section, the members by their names, the field.
func placeOf(p *Page, path string) string {
	w := p.needs.Words
	key, members := schemeedit.Label(path)
	if !w.Has(key) {
		return path
	}
	parts := []string{}
	if section := schemeedit.SectionOf(path); section != "" {
		parts = append(parts, w.Say("scheme.section."+section))
	}
	parts = append(parts, members...)
	if name := labelOf(w, path); !slices.Contains(parts, name) {
		parts = append(parts, name)
	}
	return strings.Join(parts, " › ")
}

// replay scores a year under both schemes in the background.
func (d *differ) replay() {
	p := d.page
	w := p.needs.Words
	old, now := d.both()
	year, err := strconv.Atoi(d.years.Chosen())
	if old == nil || err != nil {
		d.said.SetText(w.Say("ui.schemes.diff.no-year"))
		return
	}
	source := p.needs.Source
	d.scores.SetRows(nil)
	d.said.SetText(w.Say("ui.schemes.diff.working", "percent", "0"))
	d.cancel.Show()
	d.job = task.Run(p.needs.Runner, &d.replaying, func(ctx context.Context, progress *task.Progress) ([]desk.Rescored, error) {
		return source.Replay(ctx, year, old, now, func(done, total int) {
			progress.Expect(int64(total))
			progress.Set(int64(done))
		})
	}, func(all []desk.Rescored, err error) {
		d.cancel.Hide()
		if err != nil {
			d.said.SetText(w.Say("ui.schemes.diff.stopped"))
			p.needs.Fail(err)
			return
		}
		d.showScores(all, old, now)
	})
	p.needs.Runner.Watch(d.job, time.Second/4, func(value, total int64) {
		if total > 0 && d.cancel.Visible() {
			d.said.SetText(w.Say("ui.schemes.diff.working", "percent", strconv.FormatInt(100*value/total, 10)))
		}
	})
}

// showScores lists the evaluations whose score would change.
func (d *differ) showScores(all []desk.Rescored, old, now *scoring.Scheme) {
	w := d.page.needs.Words
	var rows []widget.Row
	unread := 0
	for i := range all {
		r := &all[i]
		if r.Err != nil {
			unread++
		}
		if !r.Changed() {
			continue
		}
		difference, tone := "", look.Plain
		if by, err := r.After.Total.Sub(r.Before.Total); err == nil && !by.IsZero() {
			difference, tone = by.String(), look.Wrong
			if by.IsPos() {
				difference, tone = "+"+difference, look.Fine
			}
		}
		grades := w.Grade(now, r.After.Grade)
		if before := w.Grade(old, r.Before.Grade); before != grades {
			grades = before + " → " + grades
		}
		rows = append(rows, widget.Row{ID: r.Header.ID, Cells: []widget.Cell{
			{Text: r.Header.Name}, {Text: r.Header.Unit, Tone: look.Quiet}, {Text: r.Before.Total.String()}, {Text: r.After.Total.String(), Bold: true}, {Text: difference, Tone: tone}, {Text: grades},
		}})
	}
	d.scores.SetRows(rows)
	text := w.Say("ui.schemes.diff.result", "all", strconv.Itoa(len(all)), "changed", strconv.Itoa(len(rows)))
	if unread > 0 {
		text += "　" + w.Say("ui.schemes.diff.unread", "count", strconv.Itoa(unread))
	}
	d.said.SetText(text)
	d.whole.Refresh()
}

// stacked lays two objects out one above the other, each half as high as its place.
type stacked struct{}

const (
	stackGap     = 8
	halvesHeight = 320 // the height below which the halves are not shown together
)

// MinSize is part of the toolkit's contract.
func (*stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{Height: stackGap}
	for _, o := range objects {
		size.Width = max(size.Width, o.MinSize().Width)
		size.Height += o.MinSize().Height
	}
	return size
}

// Layout is part of the toolkit's contract.
func (*stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := (size.Height - stackGap) / 2
	for i, o := range objects {
		o.Move(fyne.NewPos(0, float32(i)*(height+stackGap)))
		o.Resize(fyne.NewSize(size.Width, height))
	}
}
