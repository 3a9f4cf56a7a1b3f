package guide

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// trial is the panel that says what other actuals would do, all of them together: the total, the grade, every row. Nothing changes until
// it is taken over.
type trial struct {
	page  *Page
	grid  *widget.Grid
	tried map[string]string // actuals by indicator
	total *widget.Text
	from  *widget.Text
	take  *widget.Button
	drop  *widget.Button
	head  *fyne.Container
	box   fyne.CanvasObject
}

// columns of the grid
const (
	columnTrialName = iota
	columnTrialTarget
	columnTrialNow
	columnTried
	columnPointsNow
	columnPointsThen
	columnTrialHint
)

func newTrial(p *Page) *trial {
	w := p.words
	t := &trial{page: p, tried: map[string]string{}, total: widget.NewHeading(""), from: widget.NewCaption("")}
	t.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.indicator.column.name"), Width: 180, Stretch: 3},
		widget.Column{Title: w.Say("ui.indicator.column.target"), Width: 100, Stretch: 1},
		widget.Column{Title: w.Say("ui.indicator.column.actual"), Width: 100, Stretch: 1},
		widget.Column{Title: w.Say("guide.trial.column.tried"), Width: 110, Stretch: 1},
		widget.Column{Title: w.Say("guide.trial.column.now"), Width: 66, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("guide.trial.column.then"), Width: 66, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("guide.trial.column.hint"), Width: 110, Stretch: 1, Size: theme.SizeNameCaptionText},
	)
	t.grid.OnCommit = func(id string, _ int, text string) error {
		t.try(id, strings.TrimSpace(text))
		return nil
	}
	t.grid.OnBatch = func(b widget.Batch) ([]error, error) {
		for _, c := range b.Cells {
			t.tried[c.ID] = strings.TrimSpace(c.Text)
		}
		t.refresh()
		return nil, nil
	}
	p.asSheet(t.grid, func(int) string { return w.Say("guide.cells.fixed.trial") })
	t.take = widget.NewPrimary(w.Say("guide.trial.take"), t.takeOver).WithTip(w.Say("guide.trial.take.tip"))
	t.drop = widget.NewButton(w.Say("guide.trial.drop"), t.forget).WithTip(w.Say("guide.trial.drop.tip"))
	t.head = widget.Frame(nil, nil, nil, container.NewCenter(container.NewHBox(t.drop, t.take)),
		container.NewVBox(layout.NewSpacer(), container.NewHBox(t.total, widget.Gap(10, 0), container.NewCenter(t.from)), layout.NewSpacer()))
	t.box = widget.Frame(container.NewVBox(t.head, widget.Gap(0, 4)), nil, nil, nil, widget.NewPanel(t.grid, 1))
	return t
}

func (t *trial) try(id, text string) {
	if ind, _, ok := t.page.session.Line(id); text == "" || ok && ind.Actual.Text == text {
		delete(t.tried, id)
	} else {
		t.tried[id] = text
	}
	t.refresh()
}

func (t *trial) refresh() {
	w, session := t.page.words, t.page.session
	now, then := session.Card(), session.Trial(t.tried)
	rows := make([]widget.Row, 0, len(now.Lines))
	for i := range now.Lines {
		line, other := &now.Lines[i], &then.Lines[i]
		ind := line.Indicator()
		after, hint := widget.Cell{Text: other.Points.String(), Tone: look.Quiet}, widget.Cell{Tone: look.Quiet}
		switch other.Points.Cmp(line.Points) {
		case 1:
			after.Tone, after.Bold = look.Fine, true
		case -1:
			after.Tone, after.Bold = look.Wrong, true
		}
		switch {
		case !other.Problem.IsZero():
			hint = widget.Cell{Text: w.Message(other.Problem), Tone: look.Warn}
		case other.MovesGrade:
			hint = widget.Cell{Text: w.Say("guide.trial.moves-grade"), Tone: look.Current}
		}
		rows = append(rows, widget.Row{ID: line.ID, Cells: []widget.Cell{
			columnTrialName: {Text: ind.Name}, columnTrialTarget: {Text: ind.Target.Text}, columnTrialNow: {Text: ind.Actual.Text},
			columnTried:     {Text: t.tried[line.ID], Edit: true},
			columnPointsNow: {Text: line.Points.String()}, columnPointsThen: after, columnTrialHint: hint,
		}})
	}
	t.grid.SetRows(rows)
	if t.grid.CurrentRow() == "" && len(rows) > 0 {
		t.grid.Select(rows[0].ID)
	}
	ink := look.Muted
	switch then.Total.Cmp(now.Total) {
	case 1:
		ink = look.Good
	case -1:
		ink = look.Bad
	}
	scheme := session.Scheme()
	t.total.Set(w.Say("ui.side.points-grade", "points", then.Total.String(), "grade", w.Grade(scheme, then.Grade)), ink)
	t.from.SetText(w.Say("guide.trial.now", "points", now.Total.String(), "grade", w.Grade(scheme, now.Grade)))
	t.head.Refresh()
	widget.SetEnabled(t.take, len(t.tried) > 0)
	widget.SetEnabled(t.drop, len(t.tried) > 0)
}

// takeOver makes the actuals that were tried those of the evaluation, as one change.
func (t *trial) takeOver() {
	t.grid.Commit()
	var changes []edit.Change
	for _, line := range t.page.session.Card().Lines {
		if text, ok := t.tried[line.ID]; ok {
			changes = append(changes, edit.SetActual(line.ID, text))
		}
	}
	if len(changes) > 0 && t.page.apply(edit.Together(edit.Place{Step: edit.Checks}, changes...)) == nil {
		t.forget()
	}
}

func (t *trial) forget() {
	clear(t.tried)
	t.grid.ClearDrafts()
	t.refresh()
}
