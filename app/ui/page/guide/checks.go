package guide

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/review"
)

// checks is the step of the quality checks: the findings, what each wants, and the answer to those that ask for a reason.
type checks struct {
	page   *Page
	grid   *widget.Grid
	found  *widget.Label
	remedy *widget.Label
	answer *widget.Entry
	asked  fyne.CanvasObject
	jump   *widget.Button
	adopt  *widget.Button // takes the computed total and grade for the declared ones
	show   *widget.Choice // which severities are listed
	view   *widget.Choice // the findings, or the panel that tries other actuals
	repair *repair
	trial  *trial
	tools  *fyne.Container
	head   *fyne.Container
	empty  fyne.CanvasObject
	detail *fyne.Container
	list   fyne.CanvasObject
	shown  string // ID of the row in the detail pane
	last   lastShown
	mended *review.Finding // see stay
	box    fyne.CanvasObject
}

// columns of the grid
const (
	columnSeverity = iota
	columnCheck
	columnFound
	columnState
)

func newChecks(p *Page) *checks {
	w := p.words
	s := &checks{page: p, found: widget.Prose(""), remedy: widget.SmallProse("")}
	s.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.checks.column.severity"), Width: 84, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.checks.column.check"), Width: 60},
		widget.Column{Title: w.Say("ui.checks.column.found"), Width: 300, Stretch: 1},
		widget.Column{Title: w.Say("ui.checks.column.state"), Width: 96, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
	)
	s.grid.OnCurrent = func(string) { s.showDetail() }
	s.grid.OnOpen = func(string) { s.open() }
	s.found.Bold = true
	s.answer = widget.NewProse(3, s.commitAnswer)
	s.answer.SetPlaceHolder(w.Say("ui.checks.answer.hint"))
	s.asked = widget.Labelled(w.Say("ui.checks.answer"), s.answer)
	s.jump = widget.NewButton(w.Say("ui.checks.jump"), s.goThere).WithTip(w.Say("guide.checks.jump.tip", "keys", keysReturn.String()))
	s.adopt = widget.NewPrimary(w.Say("ui.checks.adopt"), s.adoptComputed).WithTip(w.Say("guide.checks.adopt.tip"))
	following := widget.NewButton(w.Say("guide.checks.next"), s.next).WithTip(w.Say("ui.tip.finding", "keys", keysFinding.String()))
	s.repair, s.trial = newRepair(p), newTrial(p)
	s.tools = container.NewHBox(s.jump, s.adopt, following)
	left := widget.Frame(nil, s.tools, nil, nil, container.NewVScroll(widget.Pile(widget.Flush(s.found), widget.Flush(s.remedy))))
	s.detail = container.New(tall(188), container.New(layout.NewCustomPaddedLayout(4, 0, 0, 0), widget.NewPanel(container.New(visibleShares{4, 3, 3}, left, container.NewVScroll(inset(s.repair.box)), inset(s.asked)), 10)))
	clean := widget.NewHeading(w.Say("ui.checks.none"))
	clean.Ink = look.Good
	s.empty = container.NewCenter(container.NewVBox(clean, widget.NewCaption(w.Say("ui.checks.none.text"))))
	s.show = widget.NewChoice(func(string) error { s.refresh(); return nil })
	s.show.SetChosen(allSeverities)
	s.view = widget.NewChoice(func(string) error { s.refresh(); return nil },
		widget.Option{ID: viewFindings, Label: w.Say("guide.checks.view.findings")}, widget.Option{ID: viewTrial, Label: w.Say("guide.checks.view.trial")})
	s.view.SetChosen(viewFindings)
	s.head = widget.Frame(nil, nil, container.NewHBox(container.NewCenter(widget.NewSection(w.Say("ui.step.checks"))), widget.Gap(10, 0), s.view), container.NewHBox(s.show), widget.Gap(0, 0))
	s.list = widget.NewPanes(fyne.NewSize(0, detailFold), widget.Below, widget.Pane{Name: w.Say("ui.pane.list"), Content: widget.NewPanel(container.NewStack(s.grid, s.empty), 1)},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: s.detail})
	s.box = widget.Frame(container.NewVBox(s.head, widget.Gap(0, 2)), nil, nil, nil, container.NewStack(s.list, s.trial.box))
	return s
}

// The views.
const (
	viewFindings = "findings"
	viewTrial    = "trial"
)

// showTrial goes to the panel that tries other actuals, or back.
func (s *checks) showTrial() {
	if s.view.Chosen() == viewTrial {
		s.view.SetChosen(viewFindings)
		s.refresh()
		s.grid.Focus()
		return
	}
	s.view.SetChosen(viewTrial)
	s.refresh()
	s.trial.grid.Focus()
}

func (s *checks) content() fyne.CanvasObject { return s.box }

func (s *checks) commit() {
	s.answer.Commit()
	s.repair.commit()
	s.trial.grid.Commit()
}

func (s *checks) focus(item string) {
	if item == "" && s.view.Chosen() == viewTrial {
		s.trial.grid.Focus()
		return
	}
	s.view.SetChosen(viewFindings)
	s.show.SetChosen(allSeverities)
	s.refresh()
	if item != "" {
		s.grid.Select(item)
	}
	s.grid.Focus()
}

// id names a finding's row.
func id(f *review.Finding) string { return f.Check + " " + f.Place }

func (s *checks) refresh() {
	trying := s.view.Chosen() == viewTrial
	setVisible(s.list, !trying)
	setVisible(s.trial.box, trying)
	if trying {
		setVisible(s.show, false)
		s.trial.refresh()
		return
	}
	findings := s.page.session.Findings()
	s.stay(findings)
	order := s.listed(findings)
	slices.SortStableFunc(order, func(a, b *review.Finding) int { return urgency(a) - urgency(b) })
	s.offer(findings)
	rows := make([]widget.Row, 0, len(order))
	for _, f := range order {
		if s.show.Chosen() == allSeverities || s.show.Chosen() == standingOf(f) || f == s.mended {
			rows = append(rows, s.row(f))
		}
	}
	s.grid.SetRows(rows)
	setVisible(s.empty, len(order) == 0)
	setVisible(s.detail, len(rows) > 0)
	if s.grid.CurrentRow() == "" && len(rows) > 0 {
		s.grid.Select(rows[0].ID)
	}
	s.showDetail()
}

// row shows a finding in the list.
func (s *checks) row(f *review.Finding) widget.Row {
	w := s.page.words
	state := widget.Cell{Text: w.Say("ui.checks.state.open"), Tone: severityTone(f)}
	switch {
	case f == s.mended:
		state = widget.Cell{Text: "✓ " + w.Say("guide.checks.state.mended"), Tone: look.Fine}
	case f.Settled():
		state = widget.Cell{Text: "✓ " + w.Say("ui.checks.state.settled"), Tone: look.Fine}
	case f.Severity == review.Information:
		state = widget.Cell{}
	}
	return widget.Row{ID: id(f), Cells: []widget.Cell{
		columnSeverity: {Text: w.Say("ui.severity." + string(f.Severity)), Shape: widget.AsBadge, Tone: severityTone(f)},
		columnCheck:    {Text: f.Check, Tone: look.Quiet}, columnFound: {Text: w.Message(f.Message)}, columnState: state,
	}}
}

// allSeverities lists every finding.
const allSeverities = "*"

// settled is the standing of findings that were answered.
const settled = "settled"

// standingOf sorts findings by what they want: their severity, unless they were answered.
func standingOf(f *review.Finding) string {
	if f.Settled() {
		return settled
	}
	return string(f.Severity)
}

// offer lets the user list one kind of finding, with how many there are.
func (s *checks) offer(findings []review.Finding) {
	w := s.page.words
	counts := map[string]int{}
	for i := range findings {
		counts[standingOf(&findings[i])]++
	}
	options := []widget.Option{{ID: allSeverities, Label: w.Say("ui.checks.all"), Aside: strconv.Itoa(len(findings))}}
	for _, kind := range []string{string(review.Error), string(review.Warning), string(review.Information), settled} {
		if counts[kind] > 0 {
			options = append(options, widget.Option{ID: kind, Label: w.Say("ui.severity." + kind), Aside: strconv.Itoa(counts[kind])})
		}
	}
	s.show.SetOptions(options)
	if counts[s.show.Chosen()] == 0 {
		s.show.SetChosen(allSeverities)
	}
	setVisible(s.show, len(options) > 2)
	s.head.Refresh() // the options take as much room as they need
}

// urgency puts what blocks before what asks, and what waits before what is settled.
func urgency(f *review.Finding) int {
	rank := map[review.Severity]int{review.Error: 0, review.Warning: 1, review.Information: 2}[f.Severity]
	if f.Settled() {
		rank += 3
	}
	return rank
}

func severityTone(f *review.Finding) look.Tone {
	switch {
	case f.Settled():
		return look.Quiet
	case f.Severity == review.Error:
		return look.Wrong
	case f.Severity == review.Warning:
		return look.Warn
	}
	return look.Quiet
}

func (s *checks) current() (*review.Finding, bool) {
	findings := s.page.session.Findings()
	for i := range findings {
		if id(&findings[i]) == s.grid.CurrentRow() {
			return &findings[i], true
		}
	}
	if s.mended != nil && id(s.mended) == s.grid.CurrentRow() {
		return s.mended, true
	}
	return nil, false
}

func (s *checks) showDetail() {
	f, ok := s.current()
	if !ok {
		return
	}
	if s.shown != id(f) {
		s.answer.Commit()
		s.shown = id(f)
		s.answer.About(s.shown)
	}
	s.remember(f)
	w := s.page.words
	setText(s.found, w.Message(f.Message))
	remedy := w.Message(f.Remedy)
	declared := f.Place == review.PlaceTotal || f.Place == review.PlaceGrade
	adoptable := declared && s.page.session.StatesOtherwise()
	setVisible(s.adopt, adoptable)
	if adoptable {
		remedy += "\n" + w.Say("guide.checks.adopt.note", "total", s.page.session.Card().Total.String(), "grade", s.grade())
	}
	setText(s.remedy, remedy)
	setVisible(s.jump, !declared)
	setVisible(s.asked, answerable(f.Check))
	widget.SetEnabled(s.answer, f != s.mended)
	s.repair.show(f)
	s.tools.Refresh()
	s.detail.Refresh()
	s.answer.SetValue(f.Answer)
}

// grade is the computed grade as it is called.
func (s *checks) grade() string {
	return s.page.words.Grade(s.page.session.Scheme(), s.page.session.Card().Grade)
}

// adoptComputed states the computed total and grade on the form, and offers to take that back.
func (s *checks) adoptComputed() {
	p, card := s.page, s.page.session.Card()
	if p.apply(edit.Declare(decimal.NullDecimal{Decimal: card.Total, Valid: true}, card.Grade)) == nil {
		s.grid.Focus()
		p.notice.offer(p.words.Say("guide.checks.adopted", "total", card.Total.String(), "grade", s.grade()), look.Fine, p.words.Say("ui.command.undo"), p.undo)
	}
}

// answerable reports whether a stated reason settles the findings of a check.
func answerable(check string) bool {
	return slices.ContainsFunc(review.Checks(), func(c review.Check) bool { return c.ID == check && c.Answerable })
}

// commitAnswer answers the finding in the detail pane, which need not be the current one any more.
func (s *checks) commitAnswer(text string) error {
	findings := s.page.session.Findings()
	for i := range findings {
		if id(&findings[i]) == s.shown {
			return s.page.apply(edit.AnswerFinding(findings[i].Check, findings[i].Place, text))
		}
	}
	return nil
}

// open goes to the answer where one is asked for, else to what can be mended here, else to the place.
func (s *checks) open() {
	f, ok := s.current()
	switch {
	case ok && s.adopt.Visible():
		widget.Focus(s.adopt)
	case ok && answerable(f.Check):
		widget.Focus(s.answer)
	case ok && s.repair.box.Visible():
		s.repair.focus()
	default:
		s.goThere()
	}
}

// goThere shows the place of the finding, and the way back.
func (s *checks) goThere() {
	if f, ok := s.current(); ok {
		s.page.returning = id(f)
		s.page.Go(edit.PlaceOf(f.Place), true)
	}
}

// next makes the next finding that waits current.
func (s *checks) next() {
	rows := s.grid.Rows()
	at := slices.IndexFunc(rows, func(r widget.Row) bool { return r.ID == s.grid.CurrentRow() })
	findings := s.page.session.Findings()
	for n := range rows {
		row := rows[(at+1+n)%len(rows)]
		i := slices.IndexFunc(findings, func(f review.Finding) bool { return id(&f) == row.ID })
		if i >= 0 && edit.Waiting(&findings[i]) {
			s.grid.Select(row.ID)
			return
		}
	}
	s.page.notice.say(s.page.words.Say("ui.checks.all-settled", "count", strconv.Itoa(len(rows))), look.Fine)
}
