package collect

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// The sample for spot checks unless the user says otherwise.
const (
	usualSample = 10
	usualSeed   = 1
)

// termsText says on what terms files are collected. The usual sample is told once it was drawn.
func (p *Page) termsText() string {
	w, o := p.needs.Words, p.order
	var parts []string
	if p.found != nil || o.Sample != usualSample || o.Seed != usualSeed {
		parts = append(parts, w.Say("ui.collect.terms.sample", "count", strconv.Itoa(o.Sample), "seed", strconv.FormatUint(o.Seed, 10)))
	}
	if o.Due != "" {
		parts = append(parts, w.Say("ui.collect.terms.due", "date", o.Due))
	}
	if o.Year != 0 {
		parts = append(parts, w.Say("ui.collect.terms.year", "year", strconv.Itoa(o.Year)))
	}
	given := len(o.Others)
	if len(o.Key.Passphrase) > 0 {
		given++
	}
	switch given {
	case 0:
	case 1:
		parts = append(parts, w.Say("ui.collect.terms.passphrase"))
	default:
		parts = append(parts, w.Say("ui.collect.terms.passphrases", "count", strconv.Itoa(given)))
	}
	if len(o.Units) > 0 {
		parts = append(parts, w.Say("ui.collect.terms.units", "count", strconv.Itoa(len(o.Units))))
	}
	return strings.Join(parts, w.Say("list.separator"))
}

// askTerms asks for the day due, the year, the units that have to hand something over, what opens locked bundles, and the sample.
func (p *Page) askTerms() {
	w, o := p.needs.Words, p.order
	due, sample, seed, units := widget.NewEntry(nil), widget.NewEntry(nil), widget.NewEntry(nil), widget.NewProse(5, nil)
	year, pass := widget.NewEntry(nil), widget.NewPassword()
	due.SetText(o.Due)
	due.SetPlaceHolder(w.Say("ui.collect.due.hint"))
	year.SetPlaceHolder(w.Say("ui.collect.year.hint"))
	if o.Year != 0 {
		year.SetText(strconv.Itoa(o.Year))
	}
	pass.SetText(string(o.Key.Passphrase))
	sample.SetText(strconv.Itoa(o.Sample))
	seed.SetText(strconv.FormatUint(o.Seed, 10))
	units.SetText(strings.Join(o.Units, "\n"))
	body := container.NewVBox(
		container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.collect.due"), due), widget.Labelled(w.Say("ui.collect.year"), year)),
		container.New(layout.NewGridLayout(2), widget.Labelled(w.Say("ui.collect.sample"), sample), widget.Labelled(w.Say("ui.collect.seed"), seed)),
		widget.Labelled(w.Say("ui.collect.passphrase"), pass), p.othersRow(),
		widget.Labelled(w.Say("ui.collect.units"), units),
	)
	p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.collect.terms.title"), Body: body, Width: 520, Yes: w.Say("ui.dialog.ok"), First: due,
		Accept: func() string {
			asked := filled{due: due.Text, year: year.Text, sample: sample.Text, seed: seed.Text, units: units.Text, passphrase: pass.Text}
			if fault := asked.into(&p.order); fault != "" {
				return w.Say(fault)
			}
			p.show()
			if len(p.order.Folders) > 0 {
				p.needs.Runner.Post(p.start)
			}
			return ""
		},
	})
}

// othersRow says how many further passphrases were given for single files, and has a button that forgets them. It takes no room where there
// are none.
func (p *Page) othersRow() fyne.CanvasObject {
	w := p.needs.Words
	text := widget.NewCaption(w.Say("ui.collect.others", "count", strconv.Itoa(len(p.order.Others))))
	row := container.NewHBox(text)
	row.Add(widget.NewQuiet(w.Say("ui.collect.others.forget"), func() {
		p.order.Others = nil
		row.Hide()
		p.show()
	}).WithTip(w.Say("ui.collect.others.tip")))
	widget.SetVisible(row, len(p.order.Others) > 0)
	return row
}

// filled is what was typed into the form of the terms.
type filled struct{ due, year, sample, seed, units, passphrase string }

// into takes the terms over, all or none; otherwise it returns the key of what is wrong.
func (f *filled) into(order *desk.CollectOrder) (fault string) {
	due, year := strings.TrimSpace(f.due), 0
	if _, err := time.Parse(time.DateOnly, due); due != "" && err != nil {
		return "ui.collect.due.wrong"
	}
	if text := strings.TrimSpace(f.year); text != "" {
		var err error
		if year, err = strconv.Atoi(text); err != nil || year < 1949 || year > 9999 {
			return "ui.collect.year.wrong"
		}
	}
	count, err := strconv.Atoi(strings.TrimSpace(f.sample))
	if err != nil || count < 0 {
		return "ui.collect.sample.wrong"
	}
	number, err := strconv.ParseUint(strings.TrimSpace(f.seed), 10, 64)
	if err != nil {
		return "ui.collect.sample.wrong"
	}
	order.Due, order.Year, order.Sample, order.Seed, order.Units = due, year, count, number, nil
	order.Key.Passphrase = []byte(f.passphrase)
	for line := range strings.Lines(f.units) {
		if unit := strings.TrimSpace(line); unit != "" {
			order.Units = append(order.Units, unit)
		}
	}
	return ""
}
