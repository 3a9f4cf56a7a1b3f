package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/expression"
)

// formula edits the expression of an indicator that is scored by one, and the figures it names. Below it stands what it gives, or what is
// wrong with it, at every key.
type formula struct {
	page    *Page
	ind     *scoring.Indicator
	text    *widget.Entry
	verdict *widget.Text
	figures *widget.Grid
	box     fyne.CanvasObject
}

func newFormula(p *Page) *formula {
	w := p.words
	f := &formula{page: p, verdict: widget.NewText("")}
	f.verdict.Cut, f.verdict.TextSize = true, widget.NewCaption("").TextSize
	f.text = widget.NewProse(2, func(text string) error { return p.apply(edit.SetExpression(f.ind.ID, text)) }).Keep(drafts{p}, "expression")
	f.text.SetPlaceHolder(w.Say("guide.formula.hint"))
	f.text.OnChanged = func(string) { f.judge() }
	f.figures = widget.NewGrid(
		widget.Column{Title: w.Say("guide.formula.name"), Width: 60, Stretch: 1},
		widget.Column{Title: w.Say("guide.formula.value"), Width: 60, Stretch: 1, Align: fyne.TextAlignTrailing},
	)
	f.figures.OnCommit = func(name string, _ int, text string) error {
		return p.apply(edit.SetFormulaFigure(f.ind.ID, name, text))
	}
	f.figures.Keep(drafts{p}, "figures")
	names := widget.NewCaption(w.Say("guide.formula.names"))
	names.Cut = true
	left := container.NewVBox(f.text, f.verdict)
	f.box = widget.Frame(container.NewVBox(names, widget.Gap(0, 2)), nil, nil, nil, container.New(shares{6, 5}, left, widget.NewPanel(f.figures, 1)))
	return f
}

func (f *formula) commit() {
	f.text.Commit()
	f.figures.Commit()
}

func (f *formula) turn(id string) {
	f.text.About(id)
	f.figures.About(id)
}

func (f *formula) refresh(ind *scoring.Indicator) {
	f.ind = ind
	f.text.SetValue(ind.Method.Expression)
	f.judge()
}

// judge says what the formula gives as it stands in the field.
func (f *formula) judge() {
	if f.ind == nil {
		return
	}
	rows := []widget.Row{}
	for _, name := range edit.FormulaNames(f.text.Text) {
		value := ""
		if d, ok := f.ind.Method.Figures[name]; ok {
			value = d.String()
		}
		rows = append(rows, widget.Row{ID: name, Cells: []widget.Cell{{Text: name}, {Text: value, Edit: true}}})
	}
	f.figures.SetRows(rows)
	w := f.page.words
	trial := *f.ind
	trial.Method.Expression = f.text.Text
	points, problem := f.page.try(trial)
	if problem.IsZero() {
		f.verdict.Set(w.Say("guide.formula.gives", "points", points.String(), "weight", f.ind.Weight.Trim(0).String()), look.Good)
		return
	}
	f.verdict.Set(w.Message(problem), look.Bad)
}

// try scores an indicator by itself, as the scheme would.
func (p *Page) try(ind scoring.Indicator) (decimal.Decimal, scoring.Message) {
	if _, err := expression.Parse(ind.Method.Expression); err != nil {
		return decimal.Decimal{}, scoring.ExpressionProblem(ind.Method.Expression, err)
	}
	e := *p.session.Evaluation()
	e.Indicators = []scoring.Indicator{ind}
	line := &scoring.Score(p.session.Scheme(), &e).Lines[0]
	return line.RulePoints, line.Problem
}
