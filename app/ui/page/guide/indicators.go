package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// indicators is the step of the indicators: the grid that is typed through, and below it what the rule says about the current one.
type indicators struct {
	page   *Page
	grid   *widget.Grid
	detail *detail
	box    fyne.CanvasObject
}

// columns of the grid
const (
	columnName = iota
	columnTarget
	columnActual
	columnWeight
	columnPoints
	columnWhy
)

func newIndicators(p *Page) *indicators {
	w := p.words
	s := &indicators{page: p}
	s.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.indicator.column.name"), Width: 200, Stretch: 3},
		widget.Column{Title: w.Say("ui.indicator.column.target"), Width: 118, Stretch: 1},
		widget.Column{Title: w.Say("ui.indicator.column.actual"), Width: 140, Stretch: 2},
		widget.Column{Title: w.Say("ui.indicator.column.weight"), Width: 62, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.indicator.column.points"), Width: 66, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.indicator.column.why"), Width: 140, Stretch: 2, Size: theme.SizeNameCaptionText},
	)
	s.grid.OnCommit = func(id string, _ int, text string) error { return p.apply(edit.SetActual(id, text)) }
	s.grid.OnCurrent = func(string) { s.detail.refresh() }
	s.grid.OnOpen = func(string) { s.detail.focus() }
	s.detail = newDetail(s)
	hint := widget.NewCaption(w.Say("ui.indicator.hint"))
	hint.Cut = true
	head := widget.Frame(nil, nil, widget.NewSection(w.Say("ui.step.indicators")), nil, container.New(layout.NewCustomPaddedLayout(3, 0, 12, 0), hint))
	s.box = widget.Frame(
		container.NewVBox(head, widget.Gap(0, 2)),
		container.NewVBox(widget.Gap(0, 4), s.detail.content),
		nil, nil, widget.NewPanel(s.grid, 1),
	)
	return s
}

func (s *indicators) content() fyne.CanvasObject { return s.box }

func (s *indicators) commit() {
	s.grid.Commit()
	s.detail.commit()
}

func (s *indicators) refresh() {
	s.grid.SetRows(s.rows())
	if s.grid.CurrentRow() == "" {
		if lines := s.page.session.Card().Lines; len(lines) > 0 {
			s.selectFirst()
		}
	}
	s.detail.refresh()
}

func (s *indicators) selectFirst() {
	for _, row := range s.grid.Rows() {
		if row.Level == 0 {
			s.grid.SelectCell(row.ID, columnActual)
			return
		}
	}
}

func (s *indicators) focus(item string) {
	if item != "" {
		s.grid.SelectCell(item, columnActual)
	}
	s.grid.Focus()
}

// rows lists the indicators under their level-1 and level-2 headings.
func (s *indicators) rows() []widget.Row {
	card := s.page.session.Card()
	rows := make([]widget.Row, 0, len(card.Lines)+16)
	for i := range card.Levels {
		level := &card.Levels[i]
		rows = append(rows, heading(1, level))
		for j := range level.Children {
			child := &level.Children[j]
			rows = append(rows, heading(2, child))
			for _, n := range child.Rows {
				rows = append(rows, s.row(&card.Lines[n]))
			}
		}
	}
	return rows
}

func heading(depth int, sub *scoring.Subtotal) widget.Row {
	return widget.Row{ID: sub.Name, Level: depth, Cells: []widget.Cell{
		columnName:   {Text: sub.Name},
		columnTarget: {}, columnActual: {},
		columnWeight: {Text: sub.Weight.Trim(0).String(), Tone: look.Quiet},
		columnPoints: {Text: sub.Points.String(), Tone: look.Quiet},
		columnWhy:    {},
	}}
}

func (s *indicators) row(line *scoring.Line) widget.Row {
	ind := line.Indicator()
	points := widget.Cell{Text: line.Points.String(), Bold: true}
	why := widget.Cell{Text: s.why(line), Tone: look.Quiet}
	switch {
	case line.Pending:
		points = widget.Cell{Text: "—", Tone: look.Quiet}
		why.Tone = look.Warn
	case line.State != scoring.StateScored:
		points.Tone, why.Tone = look.Quiet, look.Warn
	case line.Points.Cmp(line.Weight) < 0:
		points.Tone = look.Warn
	}
	target := widget.Cell{Text: ind.Target.Text}
	if ind.Published == scoring.TargetUnpublished {
		target.Tone = look.Quiet
	}
	return widget.Row{ID: ind.ID, Cells: []widget.Cell{
		columnName:   {Text: ind.Name},
		columnTarget: target,
		columnActual: {Text: ind.Actual.Text, Edit: true},
		columnWeight: {Text: line.Weight.Trim(0).String()},
		columnPoints: points,
		columnWhy:    why,
	}}
}

// why says in one line how the points came about, or what is missing.
func (s *indicators) why(line *scoring.Line) string {
	w := s.page.words
	switch {
	case !line.Problem.IsZero():
		return w.Message(line.Problem)
	case line.State != scoring.StateScored:
		return w.Say("ui.state." + string(line.State))
	}
	if formula := line.Explain().Formula; formula != "" {
		return formula
	}
	return w.Say("ui.method." + string(line.Method))
}
