package guide

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// indicators is the step of the indicators: the grid that is typed through, and below it what the rule says about the current one. In
// its second mode the indicators themselves are edited: names, targets, weights, their number and order.
type indicators struct {
	parts   *widget.Panes // the table and the detail
	page    *Page
	grid    *widget.Grid
	detail  *detail
	mode    *widget.Choice
	hint    *widget.Text
	tools   *fyne.Container
	copies  *widget.Button
	stated  *widget.Button
	drawing task.Slot
	empty   fyne.CanvasObject
	box     fyne.CanvasObject
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

// The modes.
const (
	modeFill      = "fill"
	modeStructure = "structure"
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
	s.grid.OnCommit = func(id string, column int, text string) error { return p.apply(s.change(id, column, text)) }
	s.grid.Keep(drafts{p}, "indicators")
	s.grid.OnBatch = s.batch
	s.grid.OnMarked = func() {}
	s.grid.OnCurrent = func(string) { s.detail.refresh() }
	s.grid.OnOpen = func(string) {
		s.parts.Turn(1)
		s.detail.focus()
	}
	s.grid.OnLocked = s.unlock
	s.grid.OnBlock = func() { s.hint.Set(s.hintText()) }
	p.asSheet(s.grid, s.fixed)
	s.detail = newDetail(s)
	s.hint = widget.NewCaption("")
	s.hint.Cut = true
	s.mode = widget.NewChoice(func(string) error { s.changeMode(); return nil },
		widget.Option{ID: modeFill, Label: w.Say("ui.indicator.mode.fill")}, widget.Option{ID: modeStructure, Label: w.Say("ui.indicator.mode.structure")})
	s.mode.SetChosen(modeFill)
	if edit.Unset(p.session.Evaluation()) { // the targets come first
		s.mode.SetChosen(modeStructure)
	}
	tool := func(id string, keys command.Keys, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(keys.String())
	}
	s.tools = container.NewHBox(tool("indicator.add", keysAdd, s.add), tool("indicator.remove", keysRemove, s.askRemove),
		widget.NewButton("↑", func() { s.shift(-1) }).WithTip(w.Say("ui.command.indicator.up")+"　"+keysUp.String()),
		widget.NewButton("↓", func() { s.shift(1) }).WithTip(w.Say("ui.command.indicator.down")+"　"+keysDown.String()))
	setVisible(s.tools, s.structure())
	s.copies = widget.NewButton(w.Say("guide.copy"), s.offerCopies).WithTip(w.Say("guide.copy.tip"))
	s.stated = widget.NewButton("", func() {
		_ = p.apply(p.session.TakeStated()) // a refusal was said
		s.grid.Focus()
	}).WithTip(w.Say("guide.stated.tip"))
	head := widget.Frame(nil, nil, container.NewCenter(widget.NewSection(w.Say("ui.step.indicators"))), container.NewHBox(s.tools, s.stated, s.copies, s.mode),
		container.NewVBox(layout.NewSpacer(), container.New(layout.NewCustomPaddedLayout(3, 0, 12, 0), s.hint), layout.NewSpacer()))
	top := container.New(layout.NewCustomPaddedLayout(0, 2, 0, 0), head)
	begin := widget.NewPrimary(w.Say("ui.command.indicator.add")+"  "+keysAdd.String(), s.add)
	s.empty = container.NewCenter(container.NewVBox(container.NewCenter(widget.NewHeading(w.Say("ui.indicator.empty"))),
		widget.NewCaption(w.Say("ui.indicator.empty.text")), widget.Gap(0, 6), container.NewCenter(begin)))
	s.parts = widget.NewPanes(fyne.NewSize(0, detailFold), widget.As(overDetail{top}),
		widget.Pane{Name: w.Say("ui.pane.table"), Content: widget.NewPanel(container.NewStack(s.grid, s.empty), 1)},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: s.detail.content})
	s.box = widget.Frame(top, nil, nil, nil, s.parts)
	return s
}

// change is what typing into a column of the grid means.
func (s *indicators) change(id string, column int, text string) edit.Change {
	switch column {
	case columnPoints:
		return s.page.session.GivePoints(id, text)
	case columnName:
		return edit.SetName(id, text)
	case columnTarget:
		return edit.SetTarget(id, text)
	case columnWeight:
		return edit.SetWeight(id, text)
	}
	return edit.SetActual(id, text)
}

// offerCopies lets the user choose what is copied.
func (s *indicators) offerCopies() {
	c := widget.CanvasOf(s.copies)
	if c == nil {
		return
	}
	w := s.page.words
	item := func(id string, keys command.Keys, do func()) *fyne.MenuItem {
		return fyne.NewMenuItem(w.Say("ui.command."+id)+"　"+keys.String(), do)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.copies).AddXY(0, s.copies.Size().Height)
	toolkit.ShowPopUpMenuAtPosition(fyne.NewMenu("", item("indicator.copy", keysCopy, s.copyRows), item("indicator.table", keysTable, s.copyTable),
		item("indicator.picture", keysPicture, s.copyPicture)), c, at)
}

func (s *indicators) structure() bool { return s.mode.Chosen() == modeStructure }

func (s *indicators) changeMode() {
	s.grid.Commit()
	setVisible(s.tools, s.structure())
	if !s.structure() {
		s.grid.Mark()
	}
	s.refresh()
	s.box.Refresh()
}

// toggleStructure goes to the other mode.
func (s *indicators) toggleStructure() {
	s.mode.SetChosen(map[bool]string{true: modeFill, false: modeStructure}[s.structure()])
	s.changeMode()
	s.grid.Focus()
}

// unlock goes to the second mode for a cell that only that one lets be typed into, and opens the cell.
func (s *indicators) unlock(id string, column int) bool {
	if s.structure() || column != columnName && column != columnTarget && column != columnWeight {
		return false
	}
	s.toggleStructure()
	s.grid.SelectCell(id, column)
	s.grid.Edit()
	return true
}

// add puts a new indicator below the current one and its name under the keyboard.
func (s *indicators) add() {
	if !s.structure() {
		s.toggleStructure()
	}
	s.grid.Commit()
	id := s.page.session.NewID()
	level1, level2 := s.firstLevels()
	if s.page.apply(edit.AddIndicator(id, s.grid.CurrentRow(), s.page.words.Say("ui.indicator.new"), level1, level2)) == nil {
		s.grid.SelectCell(id, columnName)
		s.grid.Focus()
		s.grid.Edit()
	}
}

// askRemove asks before the chosen indicators are removed.
func (s *indicators) askRemove() {
	ids := s.grid.Chosen()
	if len(ids) == 0 {
		return
	}
	w := s.page.words
	ind, _, _ := s.page.session.Line(ids[0])
	s.page.needs.Prompts.Confirm(w.Say("ui.indicator.remove.title"), w.Say("ui.indicator.remove.text", "name", ind.Name, "count", strconv.Itoa(len(ids))),
		w.Say("ui.command.indicator.remove"), func() {
			_ = s.page.apply(edit.RemoveIndicators(ids...)) // a refusal was said
			s.grid.Mark()
			s.grid.Focus()
		})
}

// shift moves the current indicator up or down under its headings.
func (s *indicators) shift(direction int) {
	id := s.grid.CurrentRow()
	if s.page.apply(edit.MoveIndicator(id, direction)) == nil {
		s.grid.Select(id)
	}
}

func (s *indicators) cells() *widget.Grid        { return s.grid }
func (s *indicators) content() fyne.CanvasObject { return s.box }

func (s *indicators) commit() {
	s.grid.Commit()
	s.detail.commit()
}

func (s *indicators) refresh() {
	s.grid.SetRows(s.rows())
	stated := len(s.page.session.Stated())
	s.stated.SetText(s.page.words.Say("guide.stated.take", "count", strconv.Itoa(stated)))
	setVisible(s.stated, stated > 0 && !s.structure())
	lines := s.page.session.Card().Lines
	setVisible(s.empty, len(lines) == 0)
	if s.grid.CurrentRow() == "" && len(lines) > 0 {
		s.selectFirst()
	}
	s.hint.Set(s.hintText())
	s.detail.refresh()
}

// hintText says what can be typed, and in the second mode what the weights add up to, as a warning where that is not what the scheme wants.
func (s *indicators) hintText() (string, fyne.ThemeColorName) {
	w := s.page.words
	if marked := sumUp(w, s.grid.Block()); marked != "" {
		return marked, look.Accent
	}
	if !s.structure() {
		return w.Say("ui.indicator.hint"), look.Muted
	}
	var sum, want decimal.Decimal
	for i := range s.page.session.Evaluation().Indicators {
		if next, err := sum.Add(s.page.session.Evaluation().Indicators[i].Weight); err == nil {
			sum = next
		}
	}
	scheme := s.page.session.Scheme()
	if rest, err := scheme.FullMark.Sub(scheme.Execution.Weight); err == nil {
		want = rest
	}
	ink := look.Muted
	if sum.Cmp(want) != 0 {
		ink = look.Warn.Ink()
	}
	return w.Say("ui.indicator.structure.hint", "sum", sum.Trim(0).String(), "want", want.Trim(0).String()), ink
}

func (s *indicators) selectFirst() {
	for _, row := range s.grid.Rows() {
		if row.Level == 0 {
			column := columnActual
			if s.structure() {
				column = columnName
			}
			s.grid.SelectCell(row.ID, column)
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

// judged are the methods that leave something to a person.
var judged = []scoring.MethodKind{scoring.MethodTier, scoring.MethodYesNo, scoring.MethodManual}

// focusPending gives the keyboard to what an indicator waits for: its target where it is to be set, its judgement where the actual is
// there, else the actual.
func (s *indicators) focusPending(id string) {
	ind, _, ok := s.page.session.Line(id)
	switch {
	case !ok:
	case s.structure() && ind.Target.Text == "":
		s.grid.SelectCell(id, columnTarget)
	case ind.Actual.Text != "" && slices.Contains(judged, ind.Method.Kind):
		s.detail.open(paneScore)
	}
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
		if edit.TakesPoints(ind) && (ind.Judgement.Points.Valid || line.Points.IsZero()) {
			points.Text = typedPoints(ind)
		}
		why.Tone = look.Warn
	case line.State != scoring.StateScored:
		points.Tone, why.Tone = look.Quiet, look.Warn
	case line.Points.Cmp(line.Weight) < 0:
		points.Tone = look.Warn
	}
	points.Edit = edit.TakesPoints(ind)
	target := widget.Cell{Text: ind.Target.Text}
	if ind.Published == scoring.TargetUnpublished {
		target.Tone = look.Quiet
	}
	target.Edit = s.structure()
	return widget.Row{ID: ind.ID, Cells: []widget.Cell{
		columnName:   {Text: ind.Name, Edit: s.structure()},
		columnTarget: target,
		columnActual: {Text: ind.Actual.Text, Edit: true},
		columnWeight: {Text: line.Weight.Trim(0).String(), Edit: s.structure()},
		columnPoints: points,
		columnWhy:    why,
	}}
}

// typedPoints returns the points that somebody gave, which wait for what else is needed, such as a reason.
func typedPoints(ind *scoring.Indicator) string {
	if !ind.Judgement.Points.Valid {
		return ""
	}
	return ind.Judgement.Points.Decimal.String()
}

// why says in one line how the points came about, or what is missing.
func (s *indicators) why(line *scoring.Line) string {
	w := s.page.words
	switch {
	case line.Pending && slices.Contains(s.page.session.Stated(), line.ID):
		return w.Say("guide.stated", "points", line.Indicator().Declared.Decimal.Trim(0).String())
	case !line.Problem.IsZero():
		return w.Message(line.Problem)
	case line.State != scoring.StateScored:
		return w.Say("ui.state." + string(line.State))
	}
	if edit.TakesPoints(line.Indicator()) {
		if tier, ok := s.page.session.Scheme().Tier(line.Indicator().Judgement.Tier); ok {
			return w.Name(tier.Name)
		}
		return w.Say("ui.method." + string(line.Method))
	}
	if formula := line.Explain().Formula; formula != "" {
		return formula
	}
	return w.Say("ui.method." + string(line.Method))
}
