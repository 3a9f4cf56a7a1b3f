package guide

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// scorePane shows the rule and the formula with its numbers, how target and actual were understood, what is to be judged by a person,
// and the reason.
type scorePane struct {
	page *Page
	id   string

	rule    *widget.Label
	formula *widget.Text
	reading *widget.Label

	judge  *fyne.Container
	tier   *widget.Choice
	answer *widget.Choice
	points *widget.Entry
	given  fyne.CanvasObject // the points with their label
	limits *widget.Text
	none   *widget.Text // said where nothing is left to a person
	state  *widget.Choice
	reason *widget.Entry

	box fyne.CanvasObject
}

func newScorePane(p *Page) *scorePane {
	w := p.words
	d := &scorePane{page: p}
	d.rule, d.reading = widget.SmallProse(""), widget.SmallProse("")
	d.formula = widget.NewText("")
	d.formula.Bold, d.formula.Cut, d.formula.Ink = true, true, look.Accent
	d.tier = widget.NewChoice(func(id string) error { return p.apply(edit.SetTier(d.id, id)) })
	d.tier.Upright, d.tier.Numbered, d.tier.Tip = true, true, w.Say("ui.detail.tier.tip")
	d.answer = widget.NewChoice(func(id string) error {
		return p.apply(edit.SetAnswer(d.id, id, w.Say("ui.answer.actual."+id)))
	}, widget.Option{ID: scoring.AnswerYes, Label: w.Say("ui.answer.yes")}, widget.Option{ID: scoring.AnswerNo, Label: w.Say("ui.answer.no")})
	d.points = widget.NewEntry(func(text string) error { return p.apply(edit.SetPoints(d.id, text)) }).Keep(drafts{p}, "points")
	d.limits = widget.NewCaption("")
	d.given = widget.Frame(nil, nil, widget.NewCaption(w.Say("ui.detail.points")+"  "), d.limits, d.points)
	d.state = widget.NewChoice(func(id string) error { return p.apply(edit.SetState(d.id, scoring.State(id))) }, stateOptions(p)...)
	d.reason = widget.NewProse(2, func(text string) error { return p.apply(edit.SetReason(d.id, text)) }).Keep(drafts{p}, "reason")
	d.reason.SetPlaceHolder(w.Say("ui.detail.reason.hint"))
	d.none = widget.NewText(w.Say("ui.detail.judge.none"))
	d.none.Ink, d.none.Cut = look.Muted, true
	d.judge = container.NewVBox(d.tier, d.answer, d.given, d.none)

	why := container.NewVScroll(widget.Pile(d.formula, widget.Flush(d.rule), widget.Flush(d.reading)))
	judging := container.NewVBox(widget.NewCaption(w.Say("ui.detail.judge")), d.judge)
	reasons := widget.Frame(container.NewVBox(widget.Labelled(w.Say("ui.detail.state"), d.state), widget.Gap(0, 2)), nil, nil, nil,
		widget.Labelled(w.Say("ui.detail.reason"), d.reason))
	d.box = container.New(shares{3.6, 4.4, 4}, why, judging, reasons)
	return d
}

func stateOptions(p *Page) []widget.Option {
	states := []scoring.State{scoring.StateScored, scoring.StateNoEvidence, scoring.StateNotApplicable, scoring.StateNotDue}
	options := make([]widget.Option, len(states))
	for i, s := range states {
		key := "scored"
		if s != scoring.StateScored {
			key = string(s)
		}
		options[i] = widget.Option{ID: string(s), Label: p.words.Say("ui.state." + key)}
	}
	return options
}

func (d *scorePane) content() fyne.CanvasObject { return d.box }

func (d *scorePane) commit() {
	d.points.Commit()
	d.reason.Commit()
}

func (d *scorePane) turn(id string) {
	d.points.About(id)
	d.reason.About(id)
}

// focus gives the keyboard to the first thing that is to be judged.
func (d *scorePane) focus() {
	switch {
	case d.tier.Visible():
		widget.Focus(d.tier)
	case d.answer.Visible():
		widget.Focus(d.answer)
	case d.given.Visible():
		widget.Focus(d.points)
	default:
		widget.Focus(d.reason)
	}
}

func (d *scorePane) refresh(ind *scoring.Indicator, line *scoring.Line) {
	d.id = ind.ID
	w := d.page.words
	explanation := line.Explain()
	d.formula.SetText(explanation.Formula)
	setVisible(d.formula, explanation.Formula != "")
	rule := w.Message(explanation.Rule)
	if explanation.Rule.Key == line.Problem.Key { // the problem is said below; here the rule that could not be applied
		rule = w.Say("method." + string(line.Method))
	}
	setText(d.rule, w.Say("ui.detail.rule", "method", w.Say("ui.method."+string(line.Method)), "rule", rule))
	setText(d.reading, d.readingText(ind, line))
	d.state.SetChosen(string(ind.State))
	d.reason.SetValue(ind.Reason)
	d.refreshJudgement(ind, line)
}

// readingText says how target and actual were understood, and what is wrong.
func (d *scorePane) readingText(ind *scoring.Indicator, line *scoring.Line) string {
	w := d.page.words
	var lines []string
	if !line.Problem.IsZero() {
		lines = append(lines, w.Message(line.Problem))
	}
	for _, v := range []struct {
		key   string
		value target.Value
	}{{"ui.detail.read-target", ind.Target}, {"ui.detail.read-actual", ind.Actual}} {
		if v.value.Kind == target.Empty || v.value.Kind == target.Words {
			continue
		}
		reading := target.Describe(v.value)
		text := w.Text(reading.Key, reading.Args)
		for _, note := range reading.Notes {
			text += w.Say("ui.detail.note", "note", w.Say(note))
		}
		lines = append(lines, w.Say(v.key, "reading", text))
	}
	if text := d.yearText(ind); text != "" {
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

// yearText says what was reached a year before, and how much that has changed.
func (d *scorePane) yearText(ind *scoring.Indicator) string {
	before, ok := d.page.session.YearBefore(ind)
	switch w := d.page.words; {
	case !ok:
		return ""
	case !before.Growth.Valid:
		return w.Say("guide.year-before", "text", before.Actual.Text)
	case before.Growth.Decimal.IsNeg():
		return w.Say("guide.year-before.fell", "text", before.Actual.Text, "percent", before.Growth.Decimal.Abs().String())
	default:
		return w.Say("guide.year-before.grew", "text", before.Actual.Text, "percent", before.Growth.Decimal.String())
	}
}

// refreshJudgement shows what the method leaves to a person, and only that.
func (d *scorePane) refreshJudgement(ind *scoring.Indicator, line *scoring.Line) {
	kind := ind.Method.Kind
	setVisible(d.tier, kind == scoring.MethodTier)
	setVisible(d.answer, kind == scoring.MethodYesNo)
	setVisible(d.given, kind == scoring.MethodManual || kind == scoring.MethodTier && ind.Judgement.Tier != "")
	setVisible(d.none, !d.tier.Visible() && !d.answer.Visible() && !d.given.Visible())
	switch kind {
	case scoring.MethodTier:
		d.tier.SetOptions(d.tierOptions(ind))
		d.tier.SetChosen(ind.Judgement.Tier)
		if tier, ok := d.page.session.Scheme().Tier(ind.Judgement.Tier); ok {
			d.limits.SetText("  " + d.tierRange(tier, ind))
		}
	case scoring.MethodYesNo:
		d.answer.SetChosen(answerOf(ind))
	case scoring.MethodManual:
		d.limits.SetText("  " + d.page.words.Say("ui.detail.range", "low", "0", "high", ind.Weight.Trim(0).String()))
	}
	points := ""
	if ind.Judgement.Points.Valid {
		points = ind.Judgement.Points.Decimal.String()
	}
	d.points.SetValue(points)
	if counts := line.Points.String(); d.points.PlaceHolder != counts {
		d.points.SetPlaceHolder(counts)
	}
	d.judge.Refresh()
}

// answerOf returns the stated answer, or the one the actual states by itself.
func answerOf(ind *scoring.Indicator) string {
	switch {
	case ind.Judgement.Answer != "":
		return ind.Judgement.Answer
	case ind.Actual.Kind == target.YesNo && ind.Actual.Yes:
		return scoring.AnswerYes
	case ind.Actual.Kind == target.YesNo:
		return scoring.AnswerNo
	}
	return ""
}

func (d *scorePane) tierOptions(ind *scoring.Indicator) []widget.Option {
	tiers := d.page.session.Scheme().Tiers
	options := make([]widget.Option, len(tiers))
	for i := range tiers {
		options[i] = widget.Option{ID: tiers[i].ID, Label: d.page.words.Name(tiers[i].Name), Aside: d.tierRange(&tiers[i], ind)}
	}
	return options
}

// tierRange says which points a tier allows for the indicator's weight.
func (d *scorePane) tierRange(t *scoring.Tier, ind *scoring.Indicator) string {
	low, high, err := t.Range(ind.Weight, d.page.session.Scheme().Places)
	if err != nil {
		return ""
	}
	key := "ui.detail.range"
	switch {
	case t.HighOpen && t.LowOpen:
		key = "ui.detail.range.open"
	case t.HighOpen:
		key = "ui.detail.range.high-open"
	case t.LowOpen:
		key = "ui.detail.range.low-open"
	}
	return d.page.words.Say(key, "low", low.String(), "high", high.String())
}
