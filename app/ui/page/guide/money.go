package guide

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// money is the step of the fund rows, in the columns of the official table.
type money struct {
	page    *Page
	grid    *widget.Grid
	formula *widget.Text
	rule    *widget.Label
	problem *widget.Label
	box     fyne.CanvasObject
}

// columns of the grid
const (
	columnFund = iota
	columnInitial
	columnAdjusted
	columnExecuted
	columnFundWeight
	columnRate
	columnFundPoints
)

var amounts = map[int]edit.Column{columnInitial: edit.Initial, columnAdjusted: edit.Adjusted, columnExecuted: edit.Executed}

func newMoney(p *Page) *money {
	w := p.words
	s := &money{page: p, formula: widget.NewText(""), rule: widget.SmallProse(""), problem: widget.Prose("")}
	s.formula.Bold, s.formula.Ink = true, look.Accent
	s.problem.Importance = toolkit.WarningImportance
	trailing := func(key string, width float32) widget.Column {
		return widget.Column{Title: w.Say(key), Width: width, Stretch: 1, Align: fyne.TextAlignTrailing}
	}
	s.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.money.column.name"), Width: 190, Stretch: 2},
		trailing("ui.money.column.initial", 116), trailing("ui.money.column.adjusted", 116), trailing("ui.money.column.executed", 116),
		trailing("ui.money.column.weight", 60), trailing("ui.money.column.rate", 90), trailing("ui.money.column.points", 60),
	)
	s.grid.OnCommit = func(id string, column int, text string) error { return p.apply(s.change(id, column, text)) }
	s.grid.Keep(drafts{p}, "funds")
	s.grid.OnBatch = s.batch
	said := w.Say("ui.money.unit", "unit", p.session.Evaluation().MoneyUnit)
	unit := widget.NewCaption(said)
	p.asSheet(s.grid, func(int) string { return w.Say("guide.cells.fixed.money") })
	s.grid.OnBlock = func() {
		if marked := sumUp(w, s.grid.Block()); marked != "" {
			unit.Set(marked, look.Accent)
		} else {
			unit.Set(said, look.Muted)
		}
	}
	head := widget.Frame(nil, nil, widget.NewSection(w.Say("ui.step.money")), nil, container.New(layout.NewCustomPaddedLayout(3, 0, 12, 0), unit))
	why := widget.NewPanel(widget.Pile(widget.NewSection(w.Say("ui.money.execution")), s.formula, widget.Flush(s.rule), widget.Flush(s.problem)), 14)
	s.box = widget.Frame(container.New(layout.NewCustomPaddedLayout(0, 2, 0, 0), head), nil, nil, nil, widget.NewPanes(fyne.NewSize(0, moneyFold), widget.As(tableThenRest{s.grid}),
		widget.Pane{Name: w.Say("ui.pane.table"), Content: widget.NewPanel(s.grid, 1)}, widget.Pane{Name: w.Say("ui.money.execution"), Content: why}))
	return s
}

// change is what typing into a column of the grid means. A row that has gone is refused.
func (s *money) change(id string, column int, text string) edit.Change {
	row, err := strconv.Atoi(id)
	if err != nil {
		row = -1
	}
	return edit.SetAmount(row, amounts[column], text)
}

// batch takes what was pasted, filled in or cleared as one step.
func (s *money) batch(b widget.Batch) ([]error, error) {
	if len(b.Cells) == 0 { // the table has no rows
		return nil, nil
	}
	at := edit.Place{Step: edit.Money, Item: b.Cells[0].ID + "." + string(amounts[b.Cells[0].Column])}
	refused := s.page.session.ApplyBlock(at, typed(s.grid, b.Cells, s.change))
	s.page.sayBatch(s.grid, b, refused, 0)
	return refused, nil
}

func (s *money) cells() *widget.Grid        { return s.grid }
func (s *money) content() fyne.CanvasObject { return s.box }
func (s *money) commit()                    { s.grid.Commit() }

func (s *money) focus(item string) {
	row, column, _ := strings.Cut(item, ".")
	if row == "" {
		row = "0"
	}
	at := columnInitial
	for i, c := range amounts {
		if string(c) == column {
			at = i
		}
	}
	s.grid.SelectCell(row, at)
	s.grid.Focus()
}

func (s *money) refresh() {
	e, card := s.page.session.Evaluation(), s.page.session.Card()
	w := s.page.words
	rows := make([]widget.Row, len(e.Funds))
	for i := range e.Funds {
		f := &e.Funds[i]
		cells := []widget.Cell{
			columnFund:    {Text: strings.Repeat("　", f.Depth) + f.Name, Bold: f.Depth == 0},
			columnInitial: amount(f.Initial), columnAdjusted: amount(f.Adjusted), columnExecuted: amount(f.Executed),
			columnFundWeight: {}, columnRate: {}, columnFundPoints: {},
		}
		if f.Depth == 0 {
			line := &card.Execution
			cells[columnFundWeight].Text = line.Weight.String()
			cells[columnFundPoints] = widget.Cell{Text: line.Points.String(), Bold: true}
			if line.Rate.Valid {
				cells[columnRate].Text = line.Rate.Decimal.String() + "%"
			}
		}
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: cells}
	}
	s.grid.SetRows(rows)
	explanation := card.Execution.Explain()
	s.formula.SetText(explanation.Formula)
	setText(s.rule, w.Say("ui.money.rule", "rule", w.Message(explanation.Rule), "source", explanation.Source))
	setText(s.problem, problemText(s.page, card.Execution.Problem.IsZero()))
}

func problemText(p *Page, none bool) string {
	if none {
		return ""
	}
	return p.words.Message(p.session.Card().Execution.Problem)
}

func amount(d decimal.NullDecimal) widget.Cell {
	if !d.Valid {
		return widget.Cell{Edit: true}
	}
	return widget.Cell{Text: d.Decimal.String(), Edit: true}
}

// moneyFold is the height below which the table and what comes below it are not shown together.
const moneyFold = 300

// tableThenRest is a layout of a table as high as its rows need, and what comes below it.
type tableThenRest struct{ grid *widget.Grid }

// MinSize is part of the toolkit's contract.
func (l tableThenRest) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size.Width = max(size.Width, o.MinSize().Width)
		size.Height += o.MinSize().Height
	}
	return size
}

// Layout is part of the toolkit's contract.
func (l tableThenRest) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 8
	table, rest := objects[0], objects[1]
	below := rest.MinSize().Height
	height := min(l.grid.NaturalHeight()+4, size.Height-gap-below)
	table.Move(fyne.NewPos(0, 0))
	table.Resize(fyne.NewSize(size.Width, height))
	rest.Move(fyne.NewPos(0, height+gap))
	rest.Resize(fyne.NewSize(size.Width, below))
}
