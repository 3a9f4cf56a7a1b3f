package review

import (
	"iter"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// D7: no two indicators of a part have the same name.
func namesAreUnique(r *reviewer) {
	for _, group := range r.groups(func(row *row) string {
		if row.name == "" {
			return ""
		}
		return row.Part + "\x00" + strings.Trim(row.name, punctuation)
	}) {
		args := group[0].args()
		args["count"] = strconv.Itoa(len(group))
		r.report(group[0].place(), "", group[0].Name, "", args)
	}
}

// D8: an indicator fits its block. Only what is never right there is listed, see misplaced.
func indicatorFitsBlock(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		for k := range misplaced {
			m := &misplaced[k]
			heading := row.Level2
			if m.wide {
				heading = row.Level1
			}
			if !strings.Contains(heading, m.block) || strings.Contains(row.Level2, m.belong) || !m.words.Has(row.name) {
				continue
			}
			if m.unless != nil && m.unless.Has(row.name) {
				continue
			}
			r.report(row.place(), "", heading, m.belong, row.args())
			break
		}
	}
}

// D9: one indicator has one target.
func oneTargetEach(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		switch {
		case row.Target.Several:
			r.report(row.place(), "target", row.Target.Text, "1", row.args())
		case figuresIn(row.name) > 1:
			r.report(row.place(), "name", row.Name, "1", row.args())
		}
	}
}

// figuresIn counts the statements of a name that carry a figure with a unit: 慰问军人50人;慰问家庭6户 has two.
func figuresIn(name string) int {
	if !hasDigit(name) {
		return 0
	}
	n := 0
	for part := range cut(name, func(r rune) bool { return r == ';' || r == ',' || r == '、' || r == '。' }) {
		for range quantitiesIn(part) {
			n++
			break
		}
	}
	return n
}

// D10: benefit and satisfaction are measured, where the scheme knows them.
func dimensionsPresent(r *reviewer) {
	for _, dimension := range []struct{ variant, word string }{{"benefit", "效益"}, {"satisfaction", "满意"}} {
		name := schemeBlock(r.scheme.Levels, dimension.word)
		if name == "" || r.hasBlock(dimension.word) {
			continue
		}
		r.report(PlaceLevel(name), dimension.variant, "0", "≥ 1", scoring.Args{"level": name})
	}
}

// schemeBlock returns the name of the scheme's level whose name or alias holds a word; "" where there is none.
func schemeBlock(levels []scoring.LevelRule, word string) string {
	for i := range levels {
		level := &levels[i]
		if strings.Contains(level.Name, word) {
			return level.Name
		}
	}
	for i := range levels {
		if name := schemeBlock(levels[i].Children, word); name != "" {
			return name
		}
	}
	return ""
}

func (r *reviewer) hasBlock(word string) bool {
	for i := range r.rows {
		row := &r.rows[i]
		if row.State == scoring.StateNotApplicable {
			continue
		}
		level := r.scheme.LevelName(row.Level1)
		if word == "满意" && row.aboutSatisfaction() {
			return true
		}
		if word != "满意" && (strings.Contains(level, word) || row.inBlock(word)) && !row.aboutSatisfaction() {
			return true
		}
	}
	return false
}

// D11: no single indicator weighs more than the threshold.
func noHeavyIndicator(r *reviewer) {
	bound := r.scheme.Thresholds.HeavyIndicator
	for i := range r.rows {
		row := &r.rows[i]
		if bound.IsPos() && row.line.Weight.Cmp(bound) > 0 {
			r.report(row.place(), "", plain(row.line.Weight), "≤ "+plain(bound), row.args())
		}
	}
}

// D12: the figures of an expected goal are measured by an indicator: as its target, its actual or in its name.
func goalFiguresMeasured(r *reviewer) {
	for i := range r.evaluation.Goals {
		text := fold(r.evaluation.Goals[i].Expected)
		var missing []string
		for q := range quantitiesIn(text) {
			if !r.measured(q.Quantity) {
				missing = append(missing, q.text)
			}
		}
		if len(missing) > 0 {
			r.report(PlaceGoal(i), "", strings.Join(missing, "、"), "", nil)
		}
	}
}

// measured reports whether an indicator carries a quantity.
func (r *reviewer) measured(q target.Quantity) bool {
	for i := range r.rows {
		row := &r.rows[i]
		if holds(&row.Target, q) || holds(&row.Actual, q) {
			return true
		}
		if !hasDigit(row.name) && !row.Target.Several {
			continue
		}
		for _, text := range []string{row.name, row.want} {
			for own := range quantitiesIn(text) {
				if own.Value.Cmp(q.Value) == 0 && own.Unit == q.Unit {
					return true
				}
			}
		}
	}
	return false
}

// holds reports whether a value is a quantity, in any unit that converts.
func holds(v *target.Value, q target.Quantity) bool {
	if !v.IsNumeric() {
		return false
	}
	for _, bound := range []struct{ text target.Value }{{*v}, {target.Value{Low: v.High, Unit: v.Unit}}} {
		if d, ok := inUnit(&bound.text, q.Unit); ok && d.Cmp(q.Value) == 0 {
			return true
		}
	}
	return false
}

// found is a quantity of a text with its words.
type found struct {
	target.Quantity
	text string
	at   int
}

// quantitiesIn reads the figures of a folded text that carry a unit. Years, dates and the numbers of documents and lists are none.
func quantitiesIn(s string) iter.Seq[found] {
	return func(yield func(found) bool) {
		for i := 0; i < len(s); {
			if !isDigit(s[i]) {
				i++
				continue
			}
			q, ok := target.ReadQuantity(s[i:])
			if !ok {
				i = numberEnd(s, i)
				continue
			}
			if q.Unit != "" && !named(s[:i]) && !isCalendar(q) && !yield(found{q, s[i : i+q.End], i}) {
				return
			}
			i += max(q.End, 1)
		}
	}
}

// numberEnd returns where the digits at i end, dots and commas included.
func numberEnd(s string, i int) int {
	for i < len(s) && (isDigit(s[i]) || s[i] == '.' || s[i] == ',') {
		i++
	}
	return i
}

// named reports whether the digits behind a text are part of a name: 第3, A4, 2-1.
func named(before string) bool {
	if before == "" {
		return false
	}
	last := before[len(before)-1]
	return isLatin(last) || last == '-' || last == '.' || strings.HasSuffix(before, "第")
}

// isCalendar reports whether a quantity is part of a date or a rank, and no measure.
func isCalendar(q target.Quantity) bool {
	switch q.Unit {
	case "年", "日", "月", "号", "级", "期", "届", "季度", "点", "年度":
		return true
	}
	return false
}
