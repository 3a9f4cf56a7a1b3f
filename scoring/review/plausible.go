package review

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// B10: dates lie in the fiscal year, and due dates were kept. A row that was late and lost points for it is B2's.
func datesLieInYear(r *reviewer) {
	year := r.evaluation.FiscalYear
	for i := range r.rows {
		row := &r.rows[i]
		if !row.scored() {
			continue
		}
		t, a := &row.Target, &row.Actual
		allowed := strconv.Itoa(year)
		switch {
		case t.Kind == target.DateKind && a.Kind == target.DateKind && late(t, a) && row.full():
			r.report(row.place(), "late", a.Text, t.Text, row.args())
		case outside(a, year):
			r.report(row.place(), "actual", a.Text, allowed, row.args())
		case outside(t, year):
			r.report(row.place(), "target", t.Text, allowed, row.args())
		default:
			if other := otherYear(row.name, year); other != 0 {
				r.report(row.place(), "name", strconv.Itoa(other), allowed, row.args())
			} else if other := otherYear(row.got, year); other != 0 && a.Kind != target.DateKind {
				r.report(row.place(), "actual", a.Text, allowed, row.args())
			}
		}
	}
}

// late reports whether a date of completion lies behind its due date.
func late(due, done *target.Value) bool {
	if due.Due.Year == 0 || done.Due.Year == 0 || due.Sign == target.Above || due.Sign == target.AtLeast {
		return false
	}
	if done.Grain != target.Day { // "12月" is kept if it can be: it starts before the due date
		first := done.Due
		first.Day = 1
		return first.Compare(due.Due) > 0
	}
	return done.Due.Compare(due.Due) > 0
}

// outside reports whether a date was written with a year of its own and that year is not the fiscal year. A period that starts in the
// year and one that ends in it touch it.
func outside(v *target.Value, year int) bool {
	if v.Kind != target.DateKind || v.Due.Year == 0 || v.Notes.Has(target.YearAssumed) {
		return false
	}
	first := v.Due.Year
	if v.Start.Year != 0 {
		first = v.Start.Year
	}
	return v.Due.Year < year || first > year || v.Start.Year == 0 && v.Due.Year != year
}

// otherYear returns a calendar year that a folded text says it is about and that is not the fiscal year, else 0. Years that figures are
// compared with (较2021年), count from (2019年以来) or that number a document are none, nor is a text that names the fiscal year as well.
func otherYear(s string, year int) int {
	if !hasDigit(s) {
		return 0
	}
	found := 0
	for i := 0; i+4 <= len(s); i++ {
		n, ok := yearAt(s, i)
		if !ok {
			continue
		}
		before, behind := s[:i], s[i+4:]
		rest, ok := strings.CutPrefix(behind, "年")
		if !ok {
			continue
		}
		if n == year {
			return 0
		}
		if comparisons.Ending(before) == "" && sinceWords.At(strings.TrimPrefix(rest, "度")) == "" && !strings.HasSuffix(before, "-") {
			found = n
		}
	}
	return found
}

// yearAt reads a calendar year of four digits at i.
func yearAt(s string, i int) (int, bool) {
	if i > 0 && s[i-1] >= '0' && s[i-1] <= '9' || s[i] != '1' && s[i] != '2' {
		return 0, false
	}
	if i+4 < len(s) && s[i+4] >= '0' && s[i+4] <= '9' {
		return 0, false
	}
	n, err := strconv.Atoi(s[i : i+4])
	return n, err == nil && n >= 1990 && n <= 2100
}

// B11: a row that its own words call unfinished does not have full marks, unless that stage was the target.
func unfinishedNotFull(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if !row.full() {
			continue
		}
		for _, text := range []string{row.got, fold(row.Reason)} {
			if word := saysUnfinished(text); word != "" && !strings.Contains(row.want, word) {
				r.report(row.place(), "", word, "", row.args())
				break
			}
		}
	}
}

// saysUnfinished returns the word by which a folded text calls its matter unfinished. 建设中心 is no such word, and 无待验收项目 says the
// opposite.
func saysUnfinished(s string) string {
	for at, word := range unfinished.All(s) {
		if strings.HasSuffix(word, "中") && !bounded(s[at+len(word):]) {
			continue
		}
		if !negations.Has(tail(s[:at], 4)) {
			return word
		}
	}
	return ""
}

// outputs adds up the rows of the output block: what they earned of what they could. ok is false where a row is still open.
func (r *reviewer) outputs() (points, weight decimal.Decimal, place string, ok bool) {
	for i := range r.card.Levels {
		level := &r.card.Levels[i]
		if !strings.Contains(level.Name, "产出") {
			continue
		}
		place = PlaceLevel(level.Name)
		for _, k := range level.Rows {
			row := &r.rows[k]
			switch row.State {
			case scoring.StateNotApplicable, scoring.StateNotDue:
				continue
			}
			if row.scored() && !row.counted {
				return points, weight, place, false
			}
			points, weight = sumOf(points, row.points), sumOf(weight, row.line.Weight)
		}
	}
	return points, weight, place, weight.IsPos()
}

// B12: outputs are not full where little money was spent.
func outputNeedsMoney(r *reviewer) {
	points, weight, place, ok := r.outputs()
	bound := r.scheme.Thresholds.HalfExecution
	if ok && points.Cmp(weight) == 0 && r.card.Execution.RateBelow(bound) {
		r.report(place, "", r.rate(), "≥ "+plain(bound)+"%", scoring.Args{"points": plain(points)})
	}
}

// B13: where the money was spent, there is output.
func moneyNeedsOutput(r *reviewer) {
	points, weight, place, ok := r.outputs()
	t := &r.scheme.Thresholds
	rate := &r.card.Execution
	if !ok || !t.FullExecution.IsPos() || !rate.Rate.Valid || rate.RateBelow(t.FullExecution) {
		return
	}
	if exact.CmpProducts(points, decimal.Hundred, t.LittleOutput, weight) < 0 {
		r.report(place, "", share(points, weight), "≥ "+plain(t.LittleOutput)+"%", scoring.Args{
			"rate": r.rate(), "points": plain(points), "weight": plain(weight),
		})
	}
}
