package year

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage"
)

// charts are the distributions of the year, beside the list while they are wanted.
type charts struct {
	words   wording.Words
	room    *fyne.Container
	content *fyne.Container
	items   []*item
	known   map[string]desk.Insight
}

const (
	chartsWidth  = 300
	chartsFold   = 700 // the width below which list and charts are not shown side by side
	barLabel     = 92
	barValue     = 56
	mostBars     = 8 // departments
	longestLabel = 7 // characters
)

func newCharts(w wording.Words) *charts {
	c := &charts{words: w, room: container.NewVBox()}
	side := container.New(layout.NewGridWrapLayout(fyne.NewSize(chartsWidth, 1)), widget.Gap(1, 1))
	c.content = container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), container.NewStack(side, container.NewVScroll(widget.NewPanel(c.room, 12))))
	c.content.Hide()
	return c
}

// toggleCharts shows or hides the charts.
func (p *Page) toggleCharts() {
	if p.charts.content.Visible() {
		p.charts.content.Hide()
	} else {
		p.charts.content.Show()
		p.charts.draw()
	}
	p.body.Refresh()
	p.list.Refresh()
	p.list.Turn(1)
}

// show draws the charts anew where they are on the screen.
func (c *charts) show(items []*item, insights map[string]desk.Insight) {
	c.items, c.known = items, insights
	if c.content.Visible() {
		c.draw()
	}
}

// bar is one line of a chart.
type bar struct {
	label, value string
	share        float32
	tone         look.Tone
}

func (c *charts) draw() {
	w := c.words
	headers := make([]storage.Header, len(c.items))
	for i, it := range c.items {
		headers[i] = it.header
	}
	o := desk.Survey(headers, c.known)
	c.room.RemoveAll()
	c.chart("ui.year.chart.grades", c.grades())
	c.chart("ui.year.chart.scores", counted(o.Scores, func(name string) (string, look.Tone) {
		return w.Say("ui.year.chart.from", "least", name), look.Plain
	}))
	bands := desk.ExecutionBands()
	c.chart("ui.year.chart.execution", counted(o.Execution, func(name string) (string, look.Tone) {
		if name == bands[len(bands)-1] { // the lowest has no bound of its own
			return w.Say("ui.year.chart.below", "bound", bands[len(bands)-2]), look.Plain
		}
		return w.Say("ui.year.chart.percent", "least", name), look.Plain
	}))
	var departments []bar
	for _, d := range o.Departments[:min(len(o.Departments), mostBars)] {
		b := bar{label: short(d.Name), value: w.Say("ui.of", "done", strconv.Itoa(d.Complete), "total", strconv.Itoa(d.Size)), share: float32(d.Complete) / float32(d.Size)}
		if d.Complete == d.Size {
			b.tone = look.Fine
		}
		departments = append(departments, b)
	}
	c.chart("ui.year.chart.departments", departments)
	c.room.Refresh()
}

// grades counts the evaluations that are filled in by grade, from the best.
func (c *charts) grades() []bar {
	var counts []desk.Count
	tones := map[string]look.Tone{}
	for _, p := range portions(c.items) {
		counts = append(counts, desk.Count{Name: p.Label, Count: p.Count})
		tones[p.Label] = p.Tone
	}
	return counted(counts, func(name string) (string, look.Tone) { return name, tones[name] })
}

func counted(counts []desk.Count, label func(string) (string, look.Tone)) []bar {
	most := 1
	for _, n := range counts {
		most = max(most, n.Count)
	}
	bars := make([]bar, len(counts))
	for i, n := range counts {
		text, tone := label(n.Name)
		bars[i] = bar{label: text, value: strconv.Itoa(n.Count), share: float32(n.Count) / float32(most), tone: tone}
	}
	return bars
}

func (c *charts) chart(key string, bars []bar) {
	if len(bars) == 0 {
		return
	}
	if len(c.room.Objects) > 0 {
		c.room.Add(widget.Gap(0, 8))
	}
	c.room.Add(widget.NewSection(c.words.Say(key)))
	fixed := func(width float32, text *widget.Text) fyne.CanvasObject {
		text.Cut = true
		sized := container.New(layout.NewGridWrapLayout(fyne.NewSize(width, text.MinSize().Height)), text)
		return container.NewVBox(layout.NewSpacer(), sized, layout.NewSpacer())
	}
	for _, b := range bars {
		m := widget.NewMeter()
		m.Thick, m.Fill, m.Tone = 8, b.share, b.tone
		value := widget.NewText(b.value)
		value.Align = fyne.TextAlignTrailing
		middle := container.NewVBox(layout.NewSpacer(), m, layout.NewSpacer())
		c.room.Add(widget.Frame(nil, nil, fixed(barLabel, widget.NewCaption(b.label)), fixed(barValue, value), middle))
	}
}

// short cuts a name that is too long for a chart.
func short(name string) string {
	if r := []rune(name); len(r) > longestLabel {
		return string(r[:longestLabel-1]) + "…"
	}
	return name
}
