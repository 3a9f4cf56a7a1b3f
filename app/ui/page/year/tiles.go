package year

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring/exact"
)

// tiles are a few figures about all evaluations of the year.
type tiles struct {
	words                              wording.Words
	projects, done, average, execution *widget.Text
	complete, spent                    *widget.Text
	doneMeter, executionMeter          *widget.Meter
	grades                             *widget.Portions
	content                            fyne.CanvasObject
}

func newTiles(w wording.Words) tiles {
	figure := func() *widget.Text {
		t := widget.NewText("—")
		t.TextSize, t.Bold = theme.SizeNameHeadingText, true
		return t
	}
	t := tiles{
		words: w, projects: figure(), done: figure(), average: figure(), execution: figure(), complete: widget.NewCaption(""), spent: widget.NewCaption(""),
		doneMeter: widget.NewMeter(), executionMeter: widget.NewMeter(), grades: widget.NewPortions(),
	}
	t.doneMeter.Thick, t.executionMeter.Thick = 6, 6
	t.complete.Cut, t.spent.Cut = true, true
	tile := func(key string, value fyne.CanvasObject) fyne.CanvasObject {
		return widget.NewPanel(container.NewVBox(widget.NewCaption(w.Say(key)), value), 10)
	}
	beside := func(figure, rest fyne.CanvasObject) fyne.CanvasObject {
		return widget.Frame(nil, nil, figure, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 10, 0), container.NewVBox(layout.NewSpacer(), rest, layout.NewSpacer())))
	}
	t.content = container.New(layout.NewGridLayout(5),
		tile("ui.year.tile.projects", beside(t.projects, t.complete)),
		tile("ui.year.tile.done", beside(t.done, t.doneMeter)),
		tile("ui.year.tile.average", t.average),
		tile("ui.year.tile.execution", beside(t.execution, container.NewVBox(t.executionMeter, t.spent))),
		tile("ui.year.tile.grades", t.grades),
	)
	return t
}

// show adds up the items. Average and grades count those whose indicators are all decided: a total that still grows is no result.
func (t *tiles) show(items []*item) {
	w := t.words
	rows, scored, complete := 0, 0, 0
	var totals []decimal.Decimal
	var grades []widget.Portion
	for _, it := range items {
		h := &it.header
		rows += h.Rows
		scored += h.Scored
		if h.Pending > 0 || h.Rows == 0 || !h.Total.Valid {
			continue
		}
		complete++
		totals = append(totals, h.Total.Decimal)
		i := slices.IndexFunc(grades, func(g widget.Portion) bool { return g.Label == it.grade })
		if i < 0 {
			grades = append(grades, widget.Portion{Label: it.grade, Tone: it.tone})
			i = len(grades) - 1
		}
		grades[i].Count++
	}
	t.projects.SetText(strconv.Itoa(len(items)))
	t.complete.SetText(w.Say("ui.year.tile.complete", "count", strconv.Itoa(complete)))
	t.done.SetText(w.Say("ui.of", "done", strconv.Itoa(scored), "total", strconv.Itoa(rows)))
	fill(t.doneMeter, scored, rows)
	t.average.SetText("—")
	if mean, err := exact.Mean(totals, 2); err == nil {
		t.average.SetText(mean.String())
	}
	slices.SortStableFunc(grades, func(a, b widget.Portion) int { return gradeRank(a.Tone) - gradeRank(b.Tone) })
	for i := range grades {
		grades[i].Label += " " + strconv.Itoa(grades[i].Count)
	}
	t.grades.Set(grades)
	t.showExecution(items)
}

func fill(m *widget.Meter, done, all int) {
	m.Fill, m.Tone = 0, look.Plain
	if all > 0 {
		m.Fill = float32(done) / float32(all)
	}
	if all > 0 && done == all {
		m.Tone = look.Fine
	}
	m.Refresh()
}

// showExecution shows what share of all budgets was spent, as far as it is known.
func (t *tiles) showExecution(items []*item) {
	var budget, spent decimal.Decimal
	for _, it := range items {
		if !it.known || !it.insight.Budget.Valid || !it.insight.Executed.Valid {
			continue
		}
		b, err := budget.Add(it.insight.Budget.Decimal)
		if err != nil {
			continue
		}
		if s, err := spent.Add(it.insight.Executed.Decimal); err == nil {
			budget, spent = b, s
		}
	}
	t.execution.SetText("—")
	t.spent.SetText("")
	t.executionMeter.Fill = 0
	if rate, err := exact.MulQuo(spent, decimal.Hundred, budget, 2); err == nil && budget.IsPos() {
		t.execution.SetText(rate.String() + "%")
		share, _ := rate.Float64()
		t.executionMeter.Fill = float32(share / 100)
		if millions, err := exact.Quo(spent, decimal.MustNew(10_000, 0), 2); err == nil {
			t.spent.SetText(t.words.Say("ui.year.tile.spent", "amount", millions.String()))
		}
	}
	t.executionMeter.Refresh()
}

// emptyState says what to do where there is nothing to show.
type emptyState struct {
	words   wording.Words
	title   *widget.Text
	text    *widget.Text
	begin   *fyne.Container // ways to begin
	example *widget.Button
	clear   *widget.Button
	content *fyne.Container
}

func newEmptyState(w wording.Words, p *Page) *emptyState {
	e := &emptyState{words: w, title: widget.NewHeading(""), text: widget.NewText("")}
	e.title.Align, e.text.Align, e.text.Ink = fyne.TextAlignCenter, fyne.TextAlignCenter, look.Muted
	e.example = widget.NewButton(w.Say("ui.year.load-example"), p.loadExample)
	e.clear = widget.NewPrimary(w.Say("ui.command.unfilter"), p.unfilter)
	e.begin = container.NewHBox(
		widget.NewPrimary(w.Say("ui.command.new")+"  "+keysNew.String(), p.askNew), widget.NewButton(w.Say("ui.command.import")+"  "+keysImport.String(), p.importFile),
		e.example,
	)
	e.content = container.NewCenter(container.NewVBox(e.title, widget.Gap(0, 4), e.text, widget.Gap(0, 8), container.NewCenter(e.begin), container.NewCenter(e.clear)))
	return e
}

// show shows the state for an empty year or for a search that finds nothing.
func (e *emptyState) show(noEvaluations, noMatches bool) {
	switch {
	case noEvaluations:
		e.title.SetText(e.words.Say("ui.year.empty"))
		e.text.SetText(e.words.Say("ui.year.empty.text"))
		e.begin.Show()
		e.clear.Hide()
	case noMatches:
		e.title.SetText(e.words.Say("ui.year.no-match"))
		e.text.SetText(e.words.Say("ui.year.no-match.text"))
		e.begin.Hide()
		e.clear.Show()
	default:
		e.content.Hide()
		return
	}
	e.content.Show()
}
