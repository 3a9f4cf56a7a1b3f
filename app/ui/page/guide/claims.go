package guide

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prose"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/claim"
)

// claims lists what a section derives from figures, each marked as confirmed, contradicted or not to be checked. It is checked in the
// background while one types.
type claims struct {
	page     *Page
	grid     *widget.Grid
	count    *widget.Text
	legend   *fyne.Container
	found    []claim.Claim
	checking task.Slot
	stop     func()
	goTo     func(start int)                       // shows the place of a claim, by its offset in the text
	mark     func(text string, marks []prose.Mark) // marks the claims in the text that was checked
	list     *fyne.Container
	fit      func() // the list needs room, or needs none any more
	box      fyne.CanvasObject
}

// claimDelay is how long typing rests before the text is checked.
const claimDelay = 300 * time.Millisecond

const (
	columnVerdict = iota
	columnClaim
	columnComputed
)

func newClaims(p *Page, goTo func(start int)) *claims {
	w := p.words
	c := &claims{page: p, goTo: goTo, fit: func() {}, mark: func(string, []prose.Mark) {}, count: widget.NewCaption(""), stop: func() {}}
	c.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.claims.column.verdict"), Width: 84, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.claims.column.text"), Width: 180, Stretch: 1, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.claims.column.computed"), Width: 200, Stretch: 1, Size: theme.SizeNameCaptionText},
	)
	c.grid.OnOpen = func(id string) {
		if i, err := strconv.Atoi(id); err == nil && i < len(c.found) {
			c.goTo(c.found[i].Place.Start)
		}
	}
	c.legend = container.NewHBox()
	for _, kind := range []prose.Kind{prose.Agrees, prose.Differs, prose.Explain, prose.Unchecked} {
		c.legend.Add(container.NewCenter(prose.NewSample(kind, w.Say("claim.verdict."+verdictNames[kind]))))
	}
	head := widget.Frame(nil, nil, container.NewHBox(widget.NewSection(w.Say("ui.claims.title")), widget.Gap(8, 0), c.count), c.legend, widget.Gap(0, 0))
	c.list = container.New(tall(128), widget.NewPanel(c.grid, 1))
	c.list.Hide()
	c.legend.Hide()
	c.box = container.NewVBox(head, c.list)
	return c
}

// typed checks a text once typing has rested.
func (c *claims) typed(text string) {
	c.stop()
	c.stop = c.page.needs.Runner.After(claimDelay, func() { c.check(text) })
}

// check checks a text in the background.
func (c *claims) check(text string) {
	c.stop()
	e, known := c.page.session.Evaluation(), c.page.session.Known()
	task.Run(c.page.needs.Runner, &c.checking, func(context.Context, *task.Progress) ([]claim.Claim, error) {
		return claim.NewReader(known.Figures(e)).Check(text), nil
	}, func(found []claim.Claim, err error) {
		if err != nil {
			c.page.needs.Fail(err)
			return
		}
		c.show(found)
		marks := make([]prose.Mark, len(found))
		for i := range found {
			marks[i] = prose.Mark{Start: found[i].Place.Start, End: found[i].Place.End, Kind: kindOf(found[i].Verdict)}
		}
		c.mark(text, marks)
	})
}

// point makes the claim current in which the caret stands.
func (c *claims) point(index int) { c.grid.Select(strconv.Itoa(index)) }

// verdictNames are the verdicts by the kinds of their marks, as the sentences name them.
var verdictNames = map[prose.Kind]string{
	prose.Agrees: string(claim.Confirmed), prose.Differs: string(claim.Contradicted), prose.Explain: string(claim.Explain),
	prose.Unchecked: string(claim.NotCheckable),
}

func kindOf(v claim.Verdict) prose.Kind {
	switch v {
	case claim.Confirmed:
		return prose.Agrees
	case claim.Contradicted:
		return prose.Differs
	case claim.Explain:
		return prose.Explain
	}
	return prose.Unchecked
}

func (c *claims) show(found []claim.Claim) {
	w := c.page.words
	c.found = found
	counts := map[claim.Verdict]int{}
	rows := make([]widget.Row, len(found))
	for i := range found {
		f := &found[i]
		counts[f.Verdict]++
		computed := f.Formula
		if f.Reason != "" {
			if computed != "" {
				computed += "　"
			}
			computed += w.Say("claim.reason." + string(f.Reason))
		}
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{
			columnVerdict:  {Text: w.Say("claim.verdict." + string(f.Verdict)), Shape: widget.AsBadge, Tone: verdictTone(f.Verdict)},
			columnClaim:    {Text: f.Text},
			columnComputed: {Text: computed, Tone: look.Quiet},
		}}
	}
	c.grid.SetRows(rows)
	if c.grid.CurrentRow() == "" && len(rows) > 0 {
		c.grid.Select(rows[0].ID)
	}
	text := w.Say("ui.claims.none")
	if len(found) > 0 {
		text = w.Say("ui.claims.count", "confirmed", strconv.Itoa(counts[claim.Confirmed]), "contradicted", strconv.Itoa(counts[claim.Contradicted]+counts[claim.Explain]),
			"open", strconv.Itoa(counts[claim.NotCheckable]))
	}
	ink := look.Muted
	if counts[claim.Contradicted] > 0 {
		ink = look.Bad
	}
	c.count.Set(text, ink)
	setVisible(c.list, len(found) > 0)
	setVisible(c.legend, len(found) > 0)
	c.fit()
}

func verdictTone(v claim.Verdict) look.Tone {
	switch v {
	case claim.Confirmed:
		return look.Fine
	case claim.Contradicted:
		return look.Wrong
	case claim.Explain:
		return look.Warn
	}
	return look.Quiet
}
