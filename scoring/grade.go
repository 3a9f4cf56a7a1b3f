package scoring

import (
	"slices"
	"strconv"

	"github.com/govalues/decimal"
)

// GradeOf returns the grade of a total as printed: the highest bound it reaches with >=, "" below all bounds
// (财预〔2020〕10号: 优 90, 良 80, 中 60, 差 below).
func (s *Scheme) GradeOf(total decimal.Decimal) string {
	for _, g := range s.Grades {
		if total.Cmp(g.Min) >= 0 {
			return g.Name
		}
	}
	return ""
}

// Grade returns the bound and texts of a grade by name or alias (优秀 is 优 where the scheme says so).
func (s *Scheme) Grade(name string) (*GradeBound, bool) {
	for i := range s.Grades {
		if s.Grades[i].Name == name || slices.Contains(s.Grades[i].Aliases, name) {
			return &s.Grades[i], true
		}
	}
	return nil, false
}

// measureDistances fills the distance to every grade bound and marks the rows that alone could lift the grade.
func measureDistances(s *Scheme, card *Scorecard) {
	card.Bounds = make([]GradeDistance, 0, len(s.Grades))
	for _, g := range s.Grades {
		d := GradeDistance{Grade: g.Name, Min: g.Min, Distance: minus(card, card.Total, g.Min)}
		card.Bounds = append(card.Bounds, d)
		if d.Distance.IsNeg() {
			next := d
			card.Next = &next // bounds fall, so the last one above the total is the nearest
		}
	}
	if card.Next == nil {
		return
	}
	missing := card.Next.Distance.Neg()
	for i := range card.Lines {
		line := &card.Lines[i]
		if line.State.dropped() {
			continue
		}
		line.MovesGrade = minus(card, line.Weight, line.Points).Cmp(missing) >= 0
	}
}

func countOf(n int) string { return strconv.Itoa(n) }
