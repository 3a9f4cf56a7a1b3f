package review

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/figure"
	"zhunsheng/scoring/round"
	"zhunsheng/storage/bundle"
)

// columns of the scores
const (
	scoreName = iota
	scoreWeight
	scoreTarget
	scoreActual
	scoreSelf
	scoreReview
	scoreDifference
	scoreReason
	scoreComments
)

// reviewed is an evaluation with its rounds, read in the background.
type reviewed struct {
	desk.RoundView
	rounds  []*round.Review
	at      int            // the round that is shown
	figures *figure.Source // of the evaluation, for the paragraphs that are quoted
}

// roundDetail shows one round of a review: points beside points, and comments with answers.
type roundDetail struct {
	page  *Page
	of    chosen
	found *reviewed
	at    int // the round that is asked for; -1: the last

	loading, doing task.Slot
	edits          int   // counts them
	failure        error // why the newest one is not kept
	closing        bool  // it is being closed: nothing more can be typed

	head, totals     *widget.Text
	pick             *widget.Dropdown
	scores, comments *widget.Grid
	whole            *widget.Label // the current comment in full, with its answer
	actions          map[string]*widget.Button
	content          fyne.CanvasObject
}

func newRoundDetail(p *Page) *roundDetail {
	w := p.needs.Words
	d := &roundDetail{page: p, at: -1, head: widget.NewSection(""), totals: widget.NewText(""), whole: widget.SmallProse(""), actions: map[string]*widget.Button{}}
	d.head.Cut, d.totals.Cut = true, true
	d.pick = widget.NewDropdown(func(id string) {
		d.at, _ = strconv.Atoi(id)
		d.reload()
	})
	right, small := fyne.TextAlignTrailing, theme.SizeNameCaptionText
	d.scores = widget.NewGrid(
		widget.Column{Title: w.Say("ui.judging.column.indicator"), Width: 140, Stretch: 3},
		widget.Column{Title: w.Say("ui.judging.column.weight"), Width: 50, Align: right, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.target"), Width: 84, Stretch: 1, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.actual"), Width: 84, Stretch: 1, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.self"), Width: 60, Align: right},
		widget.Column{Title: w.Say("ui.judging.column.review"), Width: 68, Align: right},
		widget.Column{Title: w.Say("ui.judging.column.difference"), Width: 58, Align: right},
		widget.Column{Title: w.Say("ui.judging.column.reason"), Width: 140, Stretch: 3, Size: small},
		widget.Column{Title: w.Say("ui.judging.column.comments"), Width: 46, Align: fyne.TextAlignCenter, Size: small},
	)
	d.scores.OnCommit = d.typed
	d.scores.OnOpen = func(string) { d.askComment(nil) }
	d.comments = widget.NewGrid(
		widget.Column{Title: w.Say("ui.judging.column.place"), Width: 120, Stretch: 1, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.judging.column.comment"), Width: 150, Stretch: 2},
		widget.Column{Title: w.Say("ui.judging.column.answer"), Width: 120, Stretch: 2},
	)
	d.comments.OnOpen = func(string) { d.openComment() }
	d.comments.OnCurrent = func(string) { d.enable() }
	d.content = d.lay()
	return d
}

const (
	wholeWidth     = 290 // the room beside the comments for the current one in full
	commentsHeight = 190
	commentsFold   = 330 // the height below which comments are not shown together with the scores
)

func (d *roundDetail) lay() fyne.CanvasObject {
	w := d.page.needs.Words
	button := func(id string, do func()) *widget.Button {
		b := d.page.button(id, do)
		d.actions[id] = b
		return b
	}
	top := container.NewVBox(widget.Frame(nil, nil, nil, widget.Wide(170, d.pick), d.head), d.totals, widget.Gap(0, 2), widget.NewLeadingActions(
		button("comment", func() { d.askComment(nil) }), button("answer", d.askAnswer), button("remove", d.removeComment), widget.Gap(8, 0),
		button("evaluation", d.open), button("fates", d.showFates), button("paper", d.savePaper), button("print", d.print)), widget.Gap(0, 2))
	foot := container.NewVBox(widget.Gap(0, 2), container.NewHBox(button("give-back", d.giveBack), layout.NewSpacer(), button("return", func() { d.close(round.Returned) }), button("accept", func() { d.close(round.Accepted) })))
	widget.SetVisible(d.actions["print"], d.page.needs.Print != nil)
	whole := widget.Wide(wholeWidth, container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), widget.NewPanel(container.NewVScroll(widget.Flush(d.whole)), 10)))
	comments := widget.Tall(func() float32 { return commentsHeight }, widget.Frame(nil, nil, nil, whole, widget.NewPanel(d.comments, 1)))
	return widget.Frame(top, foot, nil, nil, widget.NewPanes(fyne.NewSize(0, commentsFold), widget.Below,
		widget.Pane{Name: w.Say("ui.pane.scores"), Content: widget.NewPanel(d.scores, 1)},
		widget.Pane{Name: w.Say("ui.pane.comments"), Content: container.NewVBox(widget.Gap(0, 4), comments)}))
}

func (d *roundDetail) object() fyne.CanvasObject { return d.content }
func (d *roundDetail) focus()                    { d.scores.Focus() }
func (d *roundDetail) commit()                   { d.scores.Commit() }

func (d *roundDetail) drop() {
	d.loading.Drop()
	d.doing.Drop()
}

func (d *roundDetail) load(it *item) {
	of := chosen{it.review.Year, it.review.ID}
	if of != d.of {
		d.commit() // to the one that was shown
		d.of, d.at, d.found, d.closing = of, -1, nil, false
		d.scores.ClearDrafts()
	}
	d.reload()
}

func (d *roundDetail) reload() {
	source, of, at, edits := d.page.needs.Source, d.of, d.at, d.edits
	language := d.page.needs.Words.Language()
	background(d.page, &d.loading, func(ctx context.Context) (*reviewed, error) {
		_ = d.page.writing.Wait() // the errors are delivered to those who write
		r := &reviewed{at: at}
		var err error
		if r.rounds, err = source.Rounds(ctx, of.year, of.id); err != nil || len(r.rounds) == 0 {
			return r, err
		}
		if r.at < 0 || r.at >= len(r.rounds) {
			r.at = len(r.rounds) - 1
		}
		if r.RoundView, err = source.RoundView(ctx, r.rounds[r.at]); err != nil {
			return r, err
		}
		r.figures = figure.Of(r.Scheme, r.Evaluation, scoring.Score(r.Scheme, r.Evaluation), language)
		return r, nil
	}, func(r *reviewed) {
		if d.edits != edits { // something was typed since
			d.reload()
			return
		}
		d.found, d.closing = r, false
		d.fill()
		d.page.filled(d)
	})
}

// round is the one that is shown, nil for none.
func (d *roundDetail) round() *round.Review {
	if d.found == nil || len(d.found.rounds) == 0 {
		return nil
	}
	return d.found.rounds[d.found.at]
}

// last reports whether the round that is shown is the newest; only that one changes.
func (d *roundDetail) last() bool { return d.found != nil && d.found.at == len(d.found.rounds)-1 }

func (d *roundDetail) writable() bool {
	r := d.round()
	return r != nil && d.last() && r.Decision == round.Open && !d.closing
}

func (d *roundDetail) fill() {
	r, w := d.round(), d.page.needs.Words
	if r == nil || d.found.Table == nil {
		d.scores.SetRows(nil)
		d.comments.SetRows(nil)
		d.enable()
		return
	}
	d.head.SetText(w.Say("ui.judging.round.head", "project", d.found.Evaluation.Project.Name, "round", strconv.Itoa(r.Round), "by", strings.TrimSpace(r.Reviewer.Unit+" "+r.Reviewer.Name)))
	d.fillTotals()
	options := make([]widget.Option, len(d.found.rounds))
	for i, o := range d.found.rounds {
		options[i] = widget.Option{ID: strconv.Itoa(i), Label: w.Say("ui.judging.round.number", "round", strconv.Itoa(o.Round), "state", w.Say("ui.judging.round."+state(o)))}
	}
	d.pick.SetOptions(options)
	d.pick.SetChosen(strconv.Itoa(d.found.at))
	rows := make([]widget.Row, len(d.found.Table.Rows))
	for i := range d.found.Table.Rows {
		rows[i] = d.scoreRow(&d.found.Table.Rows[i])
	}
	d.scores.SetRows(rows)
	if d.scores.CurrentRow() == "" && len(rows) > 0 {
		d.scores.SelectCell(rows[0].ID, scoreReview)
	}
	d.fillComments(r)
	d.enable()
}

func (d *roundDetail) fillTotals() {
	t, w := d.found.Table, d.page.needs.Words
	tone := look.Plain
	if t.ReviewTotal.Cmp(t.SelfTotal) != 0 {
		tone = look.Warn
	}
	text := w.Say("ui.judging.totals", "self", t.SelfTotal.String(), "selfGrade", w.Grade(d.found.Scheme, t.SelfGrade),
		"review", t.ReviewTotal.String(), "reviewGrade", w.Grade(d.found.Scheme, t.ReviewGrade))
	switch {
	case d.found.Unknown:
		text += "　" + w.Say("ui.judging.unknown")
	case d.found.Since:
		text += "　" + w.Say("ui.judging.since")
	}
	d.totals.Set(text, tone.Ink())
}

// state is that of a round as it is called: a returned one is answered when all its comments are.
func state(r *round.Review) string {
	if r.Decision == round.Returned && !slices.ContainsFunc(r.Comments, func(c round.Comment) bool { return c.Answer == nil }) {
		return "answered"
	}
	return string(r.Decision)
}

func (d *roundDetail) scoreRow(row *round.Row) widget.Row {
	write := d.writable()
	review, difference, target, actual := "", widget.Cell{}, "", ""
	for i := range d.found.Evaluation.Indicators {
		if ind := &d.found.Evaluation.Indicators[i]; ind.ID == row.Indicator {
			target, actual = ind.Target.Text, ind.Actual.Text
		}
	}
	if row.Review.Valid {
		review = row.Review.Decimal.String()
	}
	if row.Difference.Valid && !row.Difference.Decimal.IsZero() {
		difference = widget.Cell{Text: signed(row.Difference.Decimal), Tone: look.Wrong, Bold: true}
		if row.Difference.Decimal.IsPos() {
			difference.Tone = look.Current
		}
	}
	comments := ""
	if n := len(row.Comments); n > 0 {
		comments = strconv.Itoa(n)
	}
	return widget.Row{ID: row.Indicator, Cells: []widget.Cell{
		{Text: row.Name},
		{Text: row.Weight.String(), Tone: look.Quiet},
		{Text: target, Tone: look.Quiet},
		{Text: actual},
		{Text: row.Self.String()},
		{Text: review, Bold: true, Edit: write},
		difference,
		{Text: row.Reason, Edit: write},
		{Text: comments, Tone: look.Warn},
	}}
}

// signed shows a difference with its sign.
func signed(d decimal.Decimal) string {
	if d.IsPos() {
		return "+" + d.String()
	}
	return strings.Replace(d.String(), "-", "−", 1)
}

func (d *roundDetail) fillComments(r *round.Review) {
	w := d.page.needs.Words
	rows := make([]widget.Row, len(r.Comments))
	for i := range r.Comments {
		c := &r.Comments[i]
		answer := widget.Cell{Text: "—", Tone: look.Quiet}
		if c.Answer != nil {
			answer = widget.Cell{Text: c.Answer.Text}
			if c.Answer.Changed {
				answer.Text = w.Say("ui.judging.changed") + " " + answer.Text
			}
		} else if r.Decision == round.Returned {
			answer = widget.Cell{Text: w.Say("ui.judging.unanswered"), Tone: look.Warn}
		}
		rows[i] = widget.Row{ID: c.ID, Cells: []widget.Cell{{Text: d.place(c.Anchor), Tone: look.Quiet}, {Text: c.Text}, answer}}
	}
	d.comments.SetRows(rows)
	if d.comments.CurrentRow() == "" && len(rows) > 0 {
		d.comments.Select(rows[0].ID)
	}
}

// place says what a comment is about.
func (d *roundDetail) place(a round.Anchor) string {
	w, e := d.page.needs.Words, d.found.Evaluation
	switch {
	case a.Indicator != "":
		for i := range e.Indicators {
			if e.Indicators[i].ID == a.Indicator {
				return e.Indicators[i].Name
			}
		}
		return w.Say("ui.judging.indicator.gone")
	case a.Evidence != "":
		for i := range e.Evidence {
			if e.Evidence[i].ID == a.Evidence {
				return e.Evidence[i].Name
			}
		}
		return w.Say("ui.judging.evidence.gone")
	case a.Section != "":
		title := sectionTitle(d.found.Scheme.Outline, a.Section, w.Language())
		if a.Paragraph > 0 {
			title = w.Say("ui.judging.paragraph", "section", title, "number", strconv.Itoa(a.Paragraph))
		}
		return title
	}
	return w.Say("ui.judging.whole")
}

// sectionTitle is the heading of a section by its ID, the ID where the scheme has none.
func sectionTitle(sections []scoring.Section, id, language string) string {
	for i := range sections {
		if sections[i].ID == id {
			return sections[i].Title.In(language)
		}
		if title := sectionTitle(sections[i].Children, id, language); title != id {
			return title
		}
	}
	return id
}

// giveBack writes the bundle with the round: to the unit, or with its answers to the reviewer.
func (d *roundDetail) giveBack() {
	r, kind := d.round(), bundle.KindReviewed
	if r == nil {
		return
	}
	if state(r) == "answered" {
		kind = bundle.KindReview
	}
	d.page.send(kind, choice{d.of, d.found.Evaluation.Project.Name})
}

func (d *roundDetail) open() { d.page.needs.Open(d.of.year, d.of.id) }

func (d *roundDetail) enable() {
	r := d.round()
	write, answer := d.writable(), r != nil && d.last() && r.Decision == round.Returned
	some := d.comments.CurrentRow() != ""
	for id, can := range map[string]bool{
		"comment": write, "remove": write && some, "answer": answer && some, "evaluation": r != nil, "fates": r != nil && len(d.found.rounds) > 1,
		"paper": r != nil, "print": r != nil, "give-back": r != nil && r.Decision != round.Open, "return": write, "accept": write,
	} {
		widget.SetEnabled(d.actions[id], can)
	}
	if text := d.inFull(); text != d.whole.Text {
		d.whole.SetText(text)
	}
}
