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
	t.content = container.New(shares{1.2, 1.2, 0.9, 1.25, 1.75, 1.1},
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
		if millions, err := exact.Quo(spent, decimal.MustNew(10_000, 0), 2); err == nil {
			t.spent.SetText(t.words.Say("ui.year.tile.spent", "amount", millions.String()))
		}
	}
	t.executionMeter.Refresh()
}

// soon is how many days before the deadline it is shown as near.
const soon = 7

// showDeadline shows how many days are left.
func (t *tiles) showDeadline(due desk.Deadline, now time.Time, year int) {
	w := t.words
	t.days.Set("—", theme.ColorNameForeground)
	t.due.SetText(w.Say("ui.year.deadline.set"))
	widget.SetEnabled(t.due, year != 0)
	day, err := time.Parse(time.DateOnly, due.Date)
	if err != nil {
		return
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	left := int(day.Sub(today) / (24 * time.Hour))
	key, ink := "ui.year.deadline.left", theme.ColorNameForeground
	switch {
	case left < 0:
		key, ink, left = "ui.year.deadline.over", look.Bad, -left
	case left <= soon:
		ink = look.Caution
	}
	t.days.Set(w.Say(key, "days", strconv.Itoa(left)), ink)
	t.due.SetText(due.Date)
}

// shares lays objects out side by side, each as wide as its share.
type shares []float32

// MinSize is part of the toolkit's contract.
func (s shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		size.Width += o.MinSize().Width + tileGap
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size.SubtractWidthHeight(tileGap, 0)
}

const tileGap = 8

// Layout is part of the toolkit's contract. A tile that needs more than its share gets it from the others.
func (s shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room, sum := size.Width-tileGap*float32(len(objects)-1), float32(0)
	for i := range objects {
		sum += s[i]
	}
	widths := make([]float32, len(objects))
	short, spare := float32(0), float32(0)
	for i, o := range objects {
		widths[i] = room * s[i] / sum
		if need := o.MinSize().Width - widths[i]; need > 0 {
			short += need
		} else {
			spare -= need
		}
	}
	x := float32(0)
	for i, o := range objects {
		if need := o.MinSize().Width - widths[i]; need > 0 {
			widths[i] += need
		} else if spare > 0 {
			widths[i] += need * min(short/spare, 1)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(widths[i], size.Height))
		x += widths[i] + tileGap
	}
}
