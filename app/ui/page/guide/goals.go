package guide

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// goals is the step of the yearly goals: what was expected beside what came of it.
type goals struct {
	page *Page
	rows []goalRow
	list *fyne.Container
	box  fyne.CanvasObject
}

type goalRow struct{ expected, actual *widget.Entry }

func newGoals(p *Page) *goals {
	w := p.words
	s := &goals{page: p, list: container.NewVBox()}
	add := widget.NewButton(w.Say("ui.goals.add"), func() {
		s.add()
		widget.Focus(s.rows[len(s.rows)-1].expected)
	})
	s.box = widget.Frame(container.NewVBox(widget.NewSection(w.Say("ui.step.goals")), widget.Gap(0, 2)), nil, nil, nil,
		container.NewVScroll(container.NewVBox(s.list, container.NewHBox(add))))
	s.add()
	return s
}

// add puts one more pair of fields on the screen.
func (s *goals) add() {
	w, index := s.page.words, len(s.rows)
	row := goalRow{}
	put := func(change func(*scoring.Goal, string)) func(string) error {
		return func(text string) error {
			var goal scoring.Goal
			if known := s.page.session.Evaluation().Goals; index < len(known) {
				goal = known[index]
			}
			change(&goal, text)
			return s.page.apply(edit.SetGoal(index, goal))
		}
	}
	row.expected = widget.NewProse(6, put(func(g *scoring.Goal, text string) { g.Expected = text }))
	row.actual = widget.NewProse(6, put(func(g *scoring.Goal, text string) { g.Actual = text }))
	s.rows = append(s.rows, row)
	number := strconv.Itoa(index + 1)
	pair := container.New(shares{1, 1},
		widget.Labelled(w.Say("ui.goals.expected", "number", number), row.expected),
		widget.Labelled(w.Say("ui.goals.actual", "number", number), row.actual))
	s.list.Add(widget.NewPanel(pair, 12))
}

func (s *goals) content() fyne.CanvasObject { return s.box }

func (s *goals) commit() {
	for _, r := range s.rows {
		r.expected.Commit()
		r.actual.Commit()
	}
}

func (s *goals) refresh() {
	known := s.page.session.Evaluation().Goals
	for len(s.rows) < len(known) {
		s.add()
	}
	for i, r := range s.rows {
		var goal scoring.Goal
		if i < len(known) {
			goal = known[i]
		}
		r.expected.SetValue(goal.Expected)
		r.actual.SetValue(goal.Actual)
	}
}

func (s *goals) focus(item string) {
	number, actual := strings.CutSuffix(item, edit.GoalActual)
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(s.rows) {
		i = 0
	}
	if actual {
		widget.Focus(s.rows[i].actual)
		return
	}
	widget.Focus(s.rows[i].expected)
}
