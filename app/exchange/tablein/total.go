package tablein

import (
	"github.com/govalues/decimal"

	"zhunsheng/app/exchange/sheet"
)

// readTotal reads the line of the total: figures below the columns of weight and score or, where they stand elsewhere, in turn.
func (r *reader) readTotal(line *sheet.Line) bool {
	own := line.Own()
	if len(own) == 0 || !isTotal(labelText(own[0].Text)) {
		return false
	}
	r.claim(own[0], one(fieldLabel))
	r.rowEnd = own[0].EndRow
	if _, rest := splitLabel(own[0].Text); rest != "" {
		r.takeTotal(&sheet.Cell{Text: rest})
	}
	weight, score, review := r.totalCells(own[1:])
	if weight != nil && weight != score {
		r.points(weight, one("total-weight"), func(d decimal.Decimal) {
			r.e.Declared.TotalWeight = decimal.NullDecimal{Decimal: d, Valid: true}
		})
	}
	if score != nil {
		r.takeTotal(score)
	}
	if review != nil && review != score {
		if _, ok := pointsOf(review); ok {
			r.table.Reviews = append(r.table.Reviews, Review{Points: folded(review.Text)})
			r.claim(review, one(fieldReview))
		}
	}
	return true
}

// totalCells finds the totals of weights, scores and second scores: below their columns or, where nothing stands there, in turn.
func (r *reader) totalCells(cells []*sheet.Cell) (weight, score, review *sheet.Cell) {
	weight, score, review = r.totalCell(cells, ColumnWeight), r.totalCell(cells, ColumnScore), r.totalCell(cells, ColumnReview)
	if weight != nil || score != nil {
		return weight, score, review
	}
	var loose []*sheet.Cell
	for _, c := range cells {
		if _, ok := pointsOf(c); ok && c != review {
			loose = append(loose, c)
		}
	}
	switch len(loose) {
	case 1:
		score = loose[0]
	case 2:
		weight, score = loose[0], loose[1]
	}
	return weight, score, review
}

func labelText(text string) string {
	label, _ := splitLabel(text)
	return label
}

// totalCell finds the cell of a total below a column that covers no other column of points.
func (r *reader) totalCell(cells []*sheet.Cell, kind Column) *sheet.Cell {
	for _, col := range r.columns {
		if col.kind != kind {
			continue
		}
		for _, c := range cells {
			if c.Col <= col.to && c.EndCol >= col.from {
				if _, ok := pointsOf(c); ok || blank(c.Text) {
					return c
				}
			}
		}
	}
	return nil
}
