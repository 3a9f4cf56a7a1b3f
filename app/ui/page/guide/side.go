package guide

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// side is the live total at the right: score, grade, distance to the bounds, completeness, what can be reached, findings.
type side struct {
	page *Page

	caption  *widget.Text
	total    *widget.Text
	grade    *widget.Badge
	meter    *widget.Meter
	distance *widget.Text

	done      *widget.Text
	doneMeter *widget.Meter
	highest   *widget.Text
	limits    *widget.Label
	levels    *fyne.Container
	bars      []levelBar
	findings  *widget.Button
	remarks   *widget.Button // what reviewers wait for; hidden where nobody does

	column  *fyne.Container
	content fyne.CanvasObject
}

// levelBar shows how much of a level-1 weight is earned.
type levelBar struct {
	name, points *widget.Text
	meter        *widget.Meter
}

func newSide(p *Page) *side {
	w := p.words
	s := &side{page: p}
	s.caption = widget.NewCaption("")
	s.total = widget.NewText("")
	s.total.TextSize, s.total.Bold = look.SizeDisplay, true
	s.grade = widget.NewBadge("", look.Plain)
	s.meter, s.doneMeter = widget.NewMeter(), widget.NewMeter()
	s.doneMeter.Thick = 6
	s.distance, s.done = widget.NewCaption(""), widget.NewText("")
	s.highest = widget.NewText("")
	s.highest.Bold = true
	s.limits = widget.SmallProse("")
	s.levels = container.NewVBox()
	s.findings = widget.NewButton("", p.nextFinding)
	s.remarks = widget.NewButton("", p.answer).WithTip(w.Say("ui.tip.remarks", "keys", keysRemarks.String()))
	s.remarks.Hide()
	if p.needs.Remarks != nil {
		text := p.needs.Remarks.Waiting()
		s.remarks.SetText(text)
		setVisible(s.remarks, text != "")
	}
	heading := container.NewHBox(s.total, container.New(layout.NewCustomPaddedLayout(14, 0, 2, 0), widget.NewCaption(w.Say("ui.side.points"))),
		layout.NewSpacer(), container.NewCenter(s.grade))
	next := widget.NewPrimary(w.Say("ui.command.next")+"  "+keysNext.String(), p.next).WithTip(w.Say("ui.tip.next", "keys", keysNext.String()))
	s.findings.WithTip(w.Say("ui.tip.finding", "keys", keysFinding.String()))
	s.column = widget.Pile(
		s.caption, heading, s.meter, s.distance,
		widget.Gap(0, 6), widget.NewHairline(), widget.Gap(0, 4),
		container.NewHBox(widget.NewCaption(w.Say("ui.side.done")), layout.NewSpacer(), s.done), s.doneMeter,
		widget.Gap(0, 4), next,
		widget.Gap(0, 6), widget.NewHairline(), widget.Gap(0, 4),
		widget.NewCaption(w.Say("ui.side.levels")), s.levels,
		widget.Gap(0, 6), widget.NewHairline(), widget.Gap(0, 4),
		container.NewHBox(widget.NewCaption(w.Say("ui.side.highest")), layout.NewSpacer(), s.highest),
		widget.Flush(s.limits), widget.Gap(0, 4),
		s.findings, s.remarks,
	)
	s.content = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(12, 12, 16, 16), s.column))
	return s
}

func (s *side) refresh() {
	w, card := s.page.words, s.page.session.Card()
	scheme := s.page.session.Scheme()
	s.total.SetText(card.Total.String())
	tone, caption := look.GradeTone(scheme, card.Grade), "ui.side.total"
	if card.Pending > 0 || card.Execution.Weight.IsPos() && card.Execution.Open() { // no verdict yet
		tone, caption = look.Quiet, "ui.side.total.so-far"
	}
	s.caption.SetText(w.Say(caption))
	s.grade.Set(w.Grade(scheme, card.Grade), tone)
	s.meter.Fill, s.meter.Tone = share(card.Total, card.FullMark), look.Current
	s.meter.Limit = share(card.Highest.Total, card.FullMark)
	s.meter.Marks = s.meter.Marks[:0]
	for _, b := range card.Bounds {
		if b.Min.IsPos() {
			s.meter.Marks = append(s.meter.Marks, share(b.Min, card.FullMark))
		}
	}
	s.meter.Refresh()
	s.distance.SetText(s.distanceText(card))
	c := s.page.session.Completeness(edit.Indicators)
	s.done.SetText(s.page.of(c))
	s.doneMeter.Fill, s.doneMeter.Tone = 0, look.Current
	if c.Total > 0 {
		s.doneMeter.Fill = float32(c.Done) / float32(c.Total)
	}
	if c.Complete() {
		s.doneMeter.Tone = look.Fine
	}
	s.doneMeter.Refresh()
	s.highest.SetText(w.Say("ui.side.points-grade", "points", card.Highest.Total.String(), "grade", w.Grade(scheme, card.Highest.Grade)))
	limits := s.limits.Text
	s.showLimits(card)
	if s.limits.Text != limits {
		defer s.column.Refresh() // it takes more room, or less
	}
	s.showLevels(card)
	s.showFindings()
}

// distanceText says how far the next grade is, or how far above its bound the total lies.
func (s *side) distanceText(card *scoring.Scorecard) string {
	w := s.page.words
	if card.Next != nil {
		return w.Say("ui.side.to-next", "grade", w.Grade(s.page.session.Scheme(), card.Next.Grade), "points", card.Next.Distance.Abs().String())
	}
	for _, b := range card.Bounds {
		if b.Grade == card.Grade {
			return w.Say("ui.side.above", "grade", w.Grade(s.page.session.Scheme(), b.Grade), "points", b.Distance.String())
		}
	}
	return ""
}

func (s *side) showLimits(card *scoring.Scorecard) {
	text := ""
	for i, m := range card.Highest.Limits {
		if i > 0 {
			text += "\n"
		}
		text += s.page.words.Message(m)
	}
	if text == "" {
		s.limits.Hide()
		return
	}
	s.limits.Show()
	if s.limits.Text != text {
		s.limits.SetText(text)
	}
}

// showLevels shows execution and the level-1 headings.
func (s *side) showLevels(card *scoring.Scorecard) {
	type bar struct {
		name           string
		points, weight decimal.Decimal
	}
	var bars []bar
	if card.Execution.Weight.IsPos() {
		bars = append(bars, bar{s.page.words.Say("ui.side.execution"), card.Execution.Points, card.Execution.Weight})
	}
	for i := range card.Levels {
		bars = append(bars, bar{card.Levels[i].Name, card.Levels[i].Points, card.Levels[i].Weight})
	}
	for len(s.bars) < len(bars) {
		b := levelBar{widget.NewText(""), widget.NewCaption(""), widget.NewMeter()}
		b.meter.Thick, b.name.Cut = 6, true
		s.bars = append(s.bars, b)
		s.levels.Add(widget.Frame(nil, b.meter, nil, b.points, b.name))
	}
	for i, v := range bars {
		b := s.bars[i]
		b.name.SetText(v.name)
		b.points.SetText(v.points.String() + " / " + v.weight.Trim(0).String())
		b.meter.Fill, b.meter.Tone = share(v.points, v.weight), look.Current
		if v.weight.IsPos() && v.points.Cmp(v.weight) >= 0 {
			b.meter.Tone = look.Fine
		}
		b.meter.Refresh()
	}
}

func (s *side) showFindings() {
	blocking := review.Blocking(s.page.session.Findings())
	waiting := 0
	for i := range s.page.session.Findings() {
		if edit.Waiting(&s.page.session.Findings()[i]) {
			waiting++
		}
	}
	text, importance := s.page.words.Say("ui.side.findings.none"), toolkit.LowImportance
	switch {
	case blocking > 0:
		text = s.page.words.Say("ui.side.findings.blocking", "count", strconv.Itoa(waiting), "blocking", strconv.Itoa(blocking))
		importance = toolkit.MediumImportance
	case waiting > 0:
		text = s.page.words.Say("ui.side.findings.waiting", "count", strconv.Itoa(waiting))
		importance = toolkit.MediumImportance
	}
	if s.findings.Text != text || s.findings.Importance != importance {
		s.findings.Importance = importance
		s.findings.SetText(text)
	}
}

// share returns a/b for drawing; nothing is computed from it.
func share(a, b decimal.Decimal) float32 {
	part, _ := a.Float64()
	whole, _ := b.Float64()
	if whole <= 0 {
		return 0
	}
	return float32(part / whole)
}

// Part returns what the tour explains: "steps", "table", "detail", "score" and "head"; nil for any other name. Where table and detail are not
// shown together both are where they are shown by turns, and where there is no room for the side the button that leads to it stands for that.
func (p *Page) Part(name string) fyne.CanvasObject {
	switch name {
	case "steps":
		return p.steps
	case "head":
		return p.head.content
	case "score":
		if p.head.narrow.Visible() {
			return p.head.total
		}
		return p.side.content
	}
	s, ok := p.screens[edit.Indicators].(*indicators)
	switch {
	case !ok || p.step != edit.Indicators:
		return nil
	case s.parts.Folded():
		return s.parts
	case name == "table":
		return s.grid
	case name == "detail":
		return s.detail.content
	}
	return nil
}
