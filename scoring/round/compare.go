package round

import (
	"slices"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// Table puts the reviewer's scores beside the unit's.
type Table struct {
	Rows        []Row           `json:"rows"` // in the evaluation's order
	SelfTotal   decimal.Decimal `json:"selfTotal"`
	SelfGrade   string          `json:"selfGrade"`
	ReviewTotal decimal.Decimal `json:"reviewTotal"` // the unit's points where the reviewer gave none
	ReviewGrade string          `json:"reviewGrade"`
}

// Row is one indicator in a [Table].
type Row struct {
	Indicator  string              `json:"indicator"`
	Name       string              `json:"name"`
	Weight     decimal.Decimal     `json:"weight"`
	Self       decimal.Decimal     `json:"self"`
	Review     decimal.NullDecimal `json:"review,omitzero"`
	Difference decimal.NullDecimal `json:"difference,omitzero"` // review less self
	Reason     string              `json:"reason,omitempty"`
	Comments   []string            `json:"comments,omitempty"` // IDs
}

// Beside scores an evaluation with the unit's points and with the reviewer's.
func Beside(s *scoring.Scheme, e *scoring.Evaluation, r *Review) *Table {
	card := scoring.Score(s, e)
	t := &Table{SelfTotal: card.Total, SelfGrade: card.Grade}
	given := map[string]decimal.Decimal{}
	for i := range card.Lines {
		line := &card.Lines[i]
		row := Row{Indicator: line.ID, Name: line.Indicator().Name, Weight: line.Weight, Self: line.Points}
		if !line.Pending {
			given[line.ID] = line.Points
		}
		if at := slices.IndexFunc(r.Scores, func(s Score) bool { return s.Indicator == line.ID }); at >= 0 {
			score := &r.Scores[at]
			given[line.ID] = score.Points
			row.Review, row.Reason = decimal.NullDecimal{Decimal: score.Points, Valid: true}, score.Reason
			if difference, err := score.Points.Sub(line.Points); err == nil {
				row.Difference = decimal.NullDecimal{Decimal: difference, Valid: true}
			}
		}
		for j := range r.Comments {
			if r.Comments[j].Anchor.Indicator == line.ID {
				row.Comments = append(row.Comments, r.Comments[j].ID)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	reviewed := scoring.ScoreGiven(s, e, given)
	t.ReviewTotal, t.ReviewGrade = reviewed.Total, reviewed.Grade
	return t
}

// Fate says what became of a comment from one round to the next.
type Fate string

// The fates of comments.
const (
	Raised     Fate = "raised"     // new in the later round
	Repeated   Fate = "repeated"   // made again
	Settled    Fate = "settled"    // answered, and not made again
	Unanswered Fate = "unanswered" // neither answered nor made again
)

// Change is what became of one comment or score between two rounds.
type Change struct {
	Comment string              `json:"comment,omitempty"` // ID; or
	Score   string              `json:"score,omitempty"`   // indicator
	Fate    Fate                `json:"fate,omitempty"`    // of a comment
	Before  decimal.NullDecimal `json:"before,omitzero"`   // reviewer's points
	After   decimal.NullDecimal `json:"after,omitzero"`
}

// Compare says what became of every comment and score of a round in the next one: first the comments of the earlier round in their
// order, then new ones, then scores that differ, by indicator. A comment is made again under the same ID, or at the same place in the
// same words.
func Compare(before, after *Review) []Change {
	var changes []Change
	again := map[string]bool{}
	for i := range before.Comments {
		c := &before.Comments[i]
		change := Change{Comment: c.ID, Fate: Settled}
		at := slices.IndexFunc(after.Comments, func(d Comment) bool { return d.ID == c.ID || d.Anchor == c.Anchor && d.Text == c.Text })
		switch {
		case at >= 0:
			change.Fate = Repeated
			again[after.Comments[at].ID] = true
		case c.Answer == nil:
			change.Fate = Unanswered
		}
		changes = append(changes, change)
	}
	for i := range after.Comments {
		if id := after.Comments[i].ID; !again[id] {
			changes = append(changes, Change{Comment: id, Fate: Raised})
		}
	}
	return append(changes, compareScores(before, after)...)
}

func compareScores(before, after *Review) []Change {
	scores := map[string]*Change{}
	var order []string
	of := func(indicator string) *Change {
		if scores[indicator] == nil {
			scores[indicator] = &Change{Score: indicator}
			order = append(order, indicator)
		}
		return scores[indicator]
	}
	for i := range before.Scores {
		of(before.Scores[i].Indicator).Before = decimal.NullDecimal{Decimal: before.Scores[i].Points, Valid: true}
	}
	for i := range after.Scores {
		of(after.Scores[i].Indicator).After = decimal.NullDecimal{Decimal: after.Scores[i].Points, Valid: true}
	}
	slices.Sort(order)
	var changes []Change
	for _, indicator := range order {
		c := scores[indicator]
		if c.Before.Valid != c.After.Valid || c.Before.Decimal.Cmp(c.After.Decimal) != 0 {
			changes = append(changes, *c)
		}
	}
	return changes
}
