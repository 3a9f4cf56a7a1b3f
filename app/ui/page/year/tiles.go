package year

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/scoring/exact"
	"zhunsheng/storage"
)

// tiles are a few figures about all evaluations of the year.
type tiles struct {
	words                   wording.Words
	projects, done, average *widget.Text
	grades                  *fyne.Container
	doneMeter               *widget.Meter
	content                 fyne.CanvasObject
}

func newTiles(w wording.Words) tiles {
	figure := func() *widget.Text {
		t := widget.NewText("—")
		t.TextSize, t.Bold = theme.SizeNameHeadingText, true
		return t
	}
	t := tiles{words: w, projects: figure(), done: figure(), average: figure(), doneMeter: widget.NewMeter()}
	t.doneMeter.Thick = 6
	t.grades = container.NewHBox()
	tile := func(key string, value fyne.CanvasObject) fyne.CanvasObject {
		return widget.NewPanel(container.NewVBox(widget.NewCaption(w.Say(key)), value), 10)
	}
	t.content = container.New(layout.NewGridLayout(4),
		tile("ui.year.tile.projects", t.projects),
		tile("ui.year.tile.done", widget.Frame(nil, nil, t.done, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 10, 0), container.NewVBox(layout.NewSpacer(), t.doneMeter, layout.NewSpacer())))),
		tile("ui.year.tile.average", t.average),
		tile("ui.year.tile.grades", t.grades),
	)
	return t
}

func (t *tiles) show(headers []storage.Header, gradeOf func(*storage.Header) (string, look.Tone)) {
	t.projects.SetText(strconv.Itoa(len(headers)))
	rows, scored := 0, 0
	var sum decimal.Decimal
	totals := 0
	counts, order, tones := map[string]int{}, []string{}, map[string]look.Tone{}
	for i := range headers {
		h := &headers[i]
		rows += h.Rows
		scored += h.Scored
		if !h.Total.Valid {
			continue
		}
		if next, err := sum.Add(h.Total.Decimal); err == nil {
			sum = next
			totals++
		}
		grade, tone := gradeOf(h)
		if counts[grade] == 0 {
			order = append(order, grade)
			tones[grade] = tone
		}
		counts[grade]++
	}
	t.done.SetText(t.words.Say("ui.of", "done", strconv.Itoa(scored), "total", strconv.Itoa(rows)))
	t.doneMeter.Fill, t.doneMeter.Tone = 0, look.Plain
	if rows > 0 {
		t.doneMeter.Fill = float32(scored) / float32(rows)
	}
	if rows > 0 && scored == rows {
		t.doneMeter.Tone = look.Fine
	}
	t.doneMeter.Refresh()
	t.average.SetText("—")
	if totals > 0 {
		if average, err := exact.Quo(sum, decimal.MustNew(int64(totals), 0), 2); err == nil {
			t.average.SetText(average.String())
		}
	}
	t.grades.RemoveAll()
	for _, grade := range order {
		label := strings.TrimSpace(grade + " " + strconv.Itoa(counts[grade]))
		t.grades.Add(widget.NewBadge(label, tones[grade]))
	}
	if len(order) == 0 {
		t.grades.Add(widget.NewText("—"))
	}
}

// emptyState says what to do where there is nothing to show.
type emptyState struct {
	words   wording.Words
	title   *widget.Text
	text    *widget.Text
	example *widget.Button
	content *fyne.Container
}

func newEmptyState(w wording.Words, loadExample func()) *emptyState {
	e := &emptyState{words: w, title: widget.NewHeading(""), text: widget.NewText("")}
	e.title.Align, e.text.Align, e.text.Ink = fyne.TextAlignCenter, fyne.TextAlignCenter, look.Muted
	e.example = widget.NewPrimary(w.Say("ui.year.load-example"), loadExample)
	e.content = container.NewCenter(container.NewVBox(e.title, widget.Gap(0, 4), e.text, widget.Gap(0, 8), container.NewCenter(e.example)))
	return e
}

// show shows the state for an empty year or for a search that finds nothing.
func (e *emptyState) show(noEvaluations, noMatches bool) {
	switch {
	case noEvaluations:
		e.title.SetText(e.words.Say("ui.year.empty"))
		e.text.SetText(e.words.Say("ui.year.empty.text"))
		e.example.Show()
	case noMatches:
		e.title.SetText(e.words.Say("ui.year.no-match"))
		e.text.SetText(e.words.Say("ui.year.no-match.text"))
		e.example.Hide()
	default:
		e.content.Hide()
		return
	}
	e.content.Show()
}
