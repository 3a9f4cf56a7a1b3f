package year

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
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
	days                               *widget.Text
	due                                *widget.Button
	content                            fyne.CanvasObject
}

func newTiles(w wording.Words, setDue func()) tiles {
	figure := func() *widget.Text {
		t := widget.NewText("—")
		t.TextSize, t.Bold = theme.SizeNameHeadingText, true
		return t
	}
	t := tiles{
		words: w, projects: figure(), done: figure(), average: figure(), execution: figure(), complete: widget.NewCaption(""), spent: widget.NewCaption(""),
		doneMeter: widget.NewMeter(), executionMeter: widget.NewMeter(), grades: widget.NewPortions(),
	}
	t.days, t.due = figure(), widget.NewQuiet("", setDue)
	t.doneMeter.Thick, t.executionMeter.Thick = 6, 6
	t.complete.Cut, t.spent.Cut = true, true
	tile := func(key string, value fyne.CanvasObject) fyne.CanvasObject {
		return widget.NewPanel(container.NewVBox(widget.NewCaption(w.Say(key)), value), 10)
	}
	beside := func(figure, rest fyne.CanvasObject) fyne.CanvasObject {
		return widget.Frame(nil, nil, figure, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 10, 0), container.NewVBox(layout.NewSpacer(), rest, layout.NewSpacer())))
	}
	t.content = container.New(shares{share: []float32{1.2, 1.2, 0.9, 1.4, 1.6, 1.1}, drop: []int{4, 2, 1, 3, 5}},
		tile("ui.year.tile.projects", beside(t.projects, t.complete)),
		tile("ui.year.tile.done", beside(t.done, t.doneMeter)),
		tile("ui.year.tile.average", t.average),
		tile("ui.year.tile.execution", beside(t.execution, container.NewVBox(t.executionMeter, t.spent))),
		tile("ui.year.tile.grades", t.grades),
		tile("ui.year.tile.deadline", container.NewHBox(t.days, container.NewCenter(t.due))),
	)
	return t
}

// show adds up the items. Average and grades count those whose indicators are all decided: a total that still grows is no result.
func (t *tiles) show(items []*item) {
	w := t.words
	rows, scored, complete := 0, 0, 0
	var totals []decimal.Decimal
	for _, it := range items {
		h := &it.header
		rows += h.Rows
		scored += h.Scored
		if it.complete() {
			complete++
			totals = append(totals, h.Total.Decimal)
		}
	}
	t.projects.SetText(strconv.Itoa(len(items)))
	t.complete.SetText(w.Say("ui.year.tile.complete", "count", strconv.Itoa(complete)))
	t.done.SetText(w.Say("ui.of", "done", strconv.Itoa(scored), "total", strconv.Itoa(rows)))
	fill(t.doneMeter, scored, rows)
	t.average.SetText("—")
	if mean, err := exact.Mean(totals, 2); err == nil {
		t.average.SetText(mean.String())
	}
	grades := portions(items)
	for i := range grades {
		grades[i].Short = strconv.Itoa(grades[i].Count)
		grades[i].Label += " " + grades[i].Short
	}
	t.grades.Set(grades)
	t.showExecution(items)
}

// portions counts the evaluations that are filled in by grade, from the best.
func portions(items []*item) []widget.Portion {
	var grades []widget.Portion
	for _, it := range items {
		if !it.complete() {
			continue
		}
		i := slices.IndexFunc(grades, func(g widget.Portion) bool { return g.Label == it.grade })
		if i < 0 {
			grades = append(grades, widget.Portion{Label: it.grade, Tone: it.tone})
			i = len(grades) - 1
		}
		grades[i].Count++
	}
	slices.SortStableFunc(grades, func(a, b widget.Portion) int { return gradeRank(a.Tone) - gradeRank(b.Tone) })
	return grades
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
		t.spent.SetText(t.amount(spent))
	}
	t.executionMeter.Refresh()
}

// amount says an amount in yuan in 万元, a large one in 亿元, so that it has room in its tile.
func (t *tiles) amount(yuan decimal.Decimal) string {
	key, unit := "ui.year.tile.spent", decimal.MustNew(10_000, 0)
	if large := decimal.MustNew(100_000_000, 0); yuan.Cmp(large) >= 0 {
		key, unit = "ui.year.tile.spent.large", large
	}
	inUnits, err := exact.Quo(yuan, unit, 2)
	if err != nil {
		return ""
	}
	return t.words.Say(key, "amount", inUnits.String())
}

// soon is how many days before the deadline it is shown as near.
const soon = 7

// showDeadline shows how many days are left.
func (t *tiles) showDeadline(due desk.Deadline, now time.Time, year int) {
	w := t.words
	t.days.Set("—", theme.ColorNameForeground)
	t.due.SetText(w.Say("ui.year.deadline.set"))
	t.due.Tip = w.Say("ui.year.deadline.none.tip")
	widget.SetEnabled(t.due, year != 0)
	left, known := due.Left(now)
	if !known {
		return
	}
	key, ink := "ui.year.deadline.left", theme.ColorNameForeground
	switch {
	case left < 0:
		key, ink, left = "ui.year.deadline.over", look.Bad, -left
	case left <= soon:
		ink = look.Caution
	}
	t.days.Set(w.Say(key, "days", strconv.Itoa(left)), ink)
	t.due.SetText(due.Date)
	from := "scheme"
	if due.Set {
		from = "year"
	}
	t.due.Tip = w.Say("ui.year.deadline."+from+".tip", "date", due.Date)
}
