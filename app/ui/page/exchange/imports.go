package exchange

import (
	"cmp"
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage/handover"
)

// imports is the part that lists what was taken in so far.
type imports struct {
	page    *Page
	list    []handover.Imported
	loading task.Slot

	grid    *widget.Grid
	count   *widget.Text
	undo    *widget.Button
	content fyne.CanvasObject
}

func newImports(p *Page) *imports {
	w := p.needs.Words
	t := &imports{page: p, count: widget.NewCaption("")}
	t.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.exchange.column.time"), Width: 140},
		widget.Column{Title: w.Say("ui.exchange.column.kind"), Width: 110, Size: theme.SizeNameCaptionText, Rank: 1},
		widget.Column{Title: w.Say("ui.exchange.column.content"), Width: 220, Stretch: 2},
		widget.Column{Title: w.Say("ui.exchange.column.from"), Width: 180, Stretch: 1},
		widget.Column{Title: w.Say("ui.exchange.column.sequence"), Width: 56, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText, Rank: 2},
		widget.Column{Title: w.Say("ui.exchange.column.bundle"), Width: 124, Size: theme.SizeNameCaptionText, Rank: 3},
	)
	t.grid.OnCurrent = func(string) { widget.SetEnabled(t.undo, t.any()) }
	t.undo = p.button("exchange.undo-import", t.askUndo)
	row := container.NewHBox(t.undo, layout.NewSpacer(), container.NewCenter(t.count))
	t.content = widget.Frame(container.NewVBox(row, widget.Gap(0, 2)), nil, nil, nil, widget.NewPanel(t.grid, 1))
	return t
}

func (t *imports) show() {
	source := t.page.needs.Source
	task.Run(t.page.needs.Runner, &t.loading, func(ctx context.Context, _ *task.Progress) ([]handover.Imported, error) {
		return source.Imports(ctx)
	}, func(list []handover.Imported, err error) {
		if err != nil {
			t.page.needs.Fail(err)
			return
		}
		t.list = list
		t.fill()
	})
}

func (t *imports) fill() {
	w := t.page.needs.Words
	rows := make([]widget.Row, len(t.list))
	for i, it := range t.list {
		rows[i] = widget.Row{ID: it.Bundle, Cells: []widget.Cell{
			{Text: t.page.local(it.At)},
			{Text: t.kind(it.Kind), Tone: look.Quiet},
			{Text: t.about(&it), Bold: true},
			{Text: cmp.Or(it.From, w.Say("ui.exchange.from.nobody"))},
			{Text: strconv.FormatUint(it.Sequence, 10), Tone: look.Quiet},
			{Text: it.Bundle, Tone: look.Quiet},
		}}
	}
	t.grid.SetRows(rows)
	if t.grid.CurrentRow() == "" && len(rows) > 0 {
		t.grid.Select(rows[0].ID)
	}
	if len(rows) == 0 {
		t.count.SetText(w.Say("ui.exchange.imports.none"))
	} else {
		t.count.SetText(w.Say("ui.exchange.imports.count", "count", strconv.Itoa(len(rows))))
	}
	widget.SetEnabled(t.undo, t.any())
}

// kind is what a bundle was for, "" where that was not noted.
func (t *imports) kind(kind string) string {
	if key := "bundle.kind." + kind; t.page.needs.Words.Has(key) {
		return t.page.needs.Words.Say(key)
	}
	return ""
}

// about says what a bundle held: its first record, and how many there were.
func (t *imports) about(it *handover.Imported) string {
	w := t.page.needs.Words
	switch {
	case it.Title == "" && it.Count > 0:
		return w.Say("ui.exchange.imports.records", "count", strconv.Itoa(it.Count))
	case it.Count > 1:
		return w.Say("ui.exchange.imports.more", "title", it.Title, "count", strconv.Itoa(it.Count))
	}
	return it.Title
}

func (t *imports) any() bool { return t.grid.CurrentRow() != "" }

func (t *imports) focus() { t.grid.Focus() }

func (t *imports) leave() { t.loading.Drop() }

// askUndo takes an import back when the user is sure.
func (t *imports) askUndo() {
	id := t.grid.CurrentRow()
	if id == "" {
		return
	}
	p, w := t.page, t.page.needs.Words
	p.needs.Prompts.Confirm(w.Say("ui.exchange.undo.title"), w.Say("ui.exchange.undo.text"), w.Say("ui.command.exchange.undo-import"), func() {
		task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.needs.Source.UndoImport(ctx, id)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.needs.Fail(err)
				return
			}
			p.needs.Changed()
			p.needs.Toast(w.Say("ui.exchange.undone"), look.Fine)
			t.show()
		})
	})
}
