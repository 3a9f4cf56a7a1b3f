package guide

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"
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
	found  *toolkit.Label
	remedy *toolkit.Label
	answer *widget.Entry
	asked  fyne.CanvasObject
	jump   *widget.Button
	adopt  *widget.Button // takes the computed total and grade for the declared ones
	show   *widget.Choice // which severities are listed
	empty  fyne.CanvasObject
	detail *fyne.Container
	shown  string // ID of the row in the detail pane
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
	s.found.TextStyle.Bold = true
	s.answer = widget.NewProse(3, s.commitAnswer)
	s.answer.SetPlaceHolder(w.Say("ui.checks.answer.hint"))
	s.asked = widget.Labelled(w.Say("ui.checks.answer"), s.answer)
	s.jump = widget.NewButton(w.Say("ui.checks.jump"), s.goThere)
	s.adopt = widget.NewButton(w.Say("ui.checks.adopt"), s.adoptComputed)
	left := widget.Frame(nil, container.NewHBox(s.jump, s.adopt), nil, nil, container.NewVScroll(container.NewVBox(widget.Flush(s.found), widget.Flush(s.remedy))))
	s.detail = container.New(tall(160), widget.NewPanel(container.New(shares{1, 1}, left, s.asked), 12))
	clean := widget.NewHeading(w.Say("ui.checks.none"))
	clean.Ink = look.Good
	s.empty = container.NewCenter(container.NewVBox(clean, widget.NewCaption(w.Say("ui.checks.none.text"))))
	s.show = widget.NewChoice(func(string) error { s.refresh(); return nil })
	s.show.SetChosen(allSeverities)
	head := widget.Frame(nil, nil, container.NewCenter(widget.NewSection(w.Say("ui.step.checks"))), container.NewHBox(s.show), widget.Gap(0, 0))
	s.box = widget.Frame(container.NewVBox(head, widget.Gap(0, 2)),
		container.NewVBox(widget.Gap(0, 4), s.detail), nil, nil,
		widget.NewPanel(container.NewStack(s.grid, s.empty), 1))
	return s
}

func (s *checks) content() fyne.CanvasObject { return s.box }
func (s *checks) commit()                    { s.answer.Commit() }

func (s *checks) focus(item string) {
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
	w, findings := s.page.words, s.page.session.Findings()
	order := make([]*review.Finding, len(findings))
	for i := range findings {
		order[i] = &findings[i]
	}
	slices.SortStableFunc(order, func(a, b *review.Finding) int { return urgency(a) - urgency(b) })
	s.offer(findings)
	rows := make([]widget.Row, 0, len(order))
	for _, f := range order {
		if s.show.Chosen() != allSeverities && s.show.Chosen() != standingOf(f) {
			continue
		}
		severity := widget.Cell{Text: w.Say("ui.severity." + string(f.Severity)), Shape: widget.AsBadge, Tone: severityTone(f)}
		state := widget.Cell{Text: w.Say("ui.checks.state.open"), Tone: severityTone(f)}
		if f.Settled() {
			state = widget.Cell{Text: "✓ " + w.Say("ui.checks.state.settled"), Tone: look.Fine}
		} else if f.Severity == review.Information {
			state = widget.Cell{}
		}
		rows = append(rows, widget.Row{ID: id(f), Cells: []widget.Cell{
			columnSeverity: severity, columnCheck: {Text: f.Check, Tone: look.Quiet}, columnFound: {Text: w.Message(f.Message)}, columnState: state,
		}})
	}
	s.grid.SetRows(rows)
	setVisible(s.empty, len(findings) == 0)
	setVisible(s.detail, len(rows) > 0)
	if s.grid.CurrentRow() == "" && len(rows) > 0 {
		s.grid.Select(rows[0].ID)
	}
	s.showDetail()
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
		s.answer.Reset()
	}
	w := s.page.words
	setText(s.found, w.Message(f.Message))
	setText(s.remedy, w.Message(f.Remedy))
	declared := f.Place == review.PlaceTotal || f.Place == review.PlaceGrade
	setVisible(s.adopt, declared && s.differs())
	setVisible(s.jump, !declared)
	setVisible(s.asked, answerable(f.Check))
	s.answer.SetValue(f.Answer)
}

// differs reports whether the form states another total or grade than the rules give.
func (s *checks) differs() bool {
	stated, card := s.page.session.Evaluation().Declared, s.page.session.Card()
	return stated.Total.Valid && stated.Total.Decimal.Cmp(card.Total) != 0 || stated.Grade != "" && stated.Grade != card.Grade
}

// adoptComputed states the computed total and grade on the form.
func (s *checks) adoptComputed() {
	card := s.page.session.Card()
	if s.page.apply(edit.Declare(decimal.NullDecimal{Decimal: card.Total, Valid: true}, card.Grade)) == nil {
		s.grid.Focus()
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

// open goes to the answer where one is asked for, else to the place.
func (s *checks) open() {
	if f, ok := s.current(); ok && answerable(f.Check) {
		widget.Focus(s.answer)
		return
	}
	s.goThere()
}

func (s *checks) goThere() {
	if f, ok := s.current(); ok {
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
