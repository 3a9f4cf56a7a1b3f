package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
)

// D4: an outcome is not its goal copied, and one reason does not serve several rows.
func textsDiffer(r *reviewer) {
	for i := range r.evaluation.Goals {
		goal := &r.evaluation.Goals[i]
		if expected := bare(goal.Expected); expected != "" && expected == bare(goal.Actual) {
			r.report(PlaceGoal(i), "goal", "", "", nil)
		}
	}
	for _, group := range r.groups(func(row *row) string {
		if !stated(row.Reason) {
			return ""
		}
		return bare(row.Reason)
	}) {
		first := group[0]
		r.report(first.place(), "reason", first.Reason, "", scoring.Args{
			"indicators": names(group), "count": strconv.Itoa(len(group)),
		})
	}
}

// groups collects the rows that share a key, each group of two or more in the order of the rows' IDs, so that the order of the rows
// does not matter. Rows with the key "" belong to none.
func (r *reviewer) groups(key func(*row) string) [][]*row {
	byKey := make(map[string][]*row)
	var keys []string
	for i := range r.rows {
		row := &r.rows[i]
		k := key(row)
		if k == "" {
			continue
		}
		if len(byKey[k]) == 1 {
			keys = append(keys, k)
		}
		byKey[k] = append(byKey[k], row)
	}
	slices.Sort(keys)
	list := make([][]*row, 0, len(keys))
	for _, k := range keys {
		group := byKey[k]
		slices.SortFunc(group, byID)
		list = append(list, group)
	}
	return list
}

// byID orders rows by ID as people count: i2 before i10.
func byID(a, b *row) int {
	return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), strings.Compare(a.ID, b.ID))
}

func names(rows []*row) string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = row.Name
	}
	return strings.Join(list, "、")
}

// D5: a text is about this unit and this year, and is not last year's.
func textIsOwn(r *reviewer) {
	for i := range r.passages {
		p := &r.passages[i]
		if p.text == "" || !p.outcome {
			continue
		}
		if unit := r.otherUnit(p.text); unit != "" {
			r.report(p.place+":unit", "unit", unit, r.evaluation.Project.Unit, nil)
		}
		if year := r.yearOfText(p.text); year != 0 {
			r.report(p.place+":year", "year", strconv.Itoa(year), strconv.Itoa(r.evaluation.FiscalYear), nil)
		}
	}
	r.compareWithLastYear()
}

// otherUnit returns the name of another unit that a text names without naming its own: who works with another unit names both.
func (r *reviewer) otherUnit(s string) string {
	own, department := fold(r.evaluation.Project.Unit), fold(r.evaluation.Project.Department)
	for _, unit := range r.known.OtherUnits {
		name := fold(unit)
		if runeCount(name) < 4 || strings.Contains(own, name) || strings.Contains(department, name) || !strings.Contains(s, name) {
			continue
		}
		if rest := strings.ReplaceAll(s, name, ""); selfNames.Has(rest) || own != "" && strings.Contains(rest, tail(own, 4)) {
			continue // 县教育局 may stand for 清河县教育局
		}
		return unit
	}
	return ""
}

// yearOfText returns another year whose self-evaluation the text says it is (2021年度绩效自评), 0 when the text names its own year too.
func (r *reviewer) yearOfText(s string) int {
	if strings.Contains(s, strconv.Itoa(r.evaluation.FiscalYear)) {
		return 0
	}
	for i := strings.Index(s, "年度"); i >= 0; {
		if i >= 4 {
			rest := s[i+len("年度"):]
			year, ok := yearAt(s, i-4)
			if ok && comparisons.Ending(s[:i-4]) == "" && (yearOf.At(rest) != "" || yearOf.At(strings.TrimPrefix(rest, "的")) != "") {
				return year
			}
		}
		next := strings.Index(s[i+1:], "年度")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return 0
}

// shortText is how many characters a text needs for its likeness with another to mean anything.
const shortText = 60

// compareWithLastYear reports sections, outcomes and summaries that are more alike last year's than the threshold. Figures are left
// out of the comparison: who copies a text changes its figures.
func (r *reviewer) compareWithLastYear() {
	last, bound := r.known.LastYear, r.scheme.Thresholds.CopiedText
	if last == nil || !bound.IsPos() {
		return
	}
	before := make(map[string]string)
	for _, p := range readPassages(last, nil) {
		if p.outcome {
			before[p.place] = p.text
		}
	}
	percent, _, ok := bound.Int64(0)
	if !ok {
		return
	}
	for i := range r.passages {
		p := &r.passages[i]
		if !p.outcome || stableSections[p.section] {
			continue
		}
		if alike, ok := likeness(p.text, before[p.place]); ok && alike > int(percent) {
			r.report(p.place+":text", "text", strconv.Itoa(alike)+"%", "≤ "+plain(bound)+"%", nil)
		}
	}
}

// likeness says in whole percent, rounded down, how alike two texts are: twice the stretches of three characters that both have over
// all stretches of both (Dice's coefficient over the multisets). ok is false where a text is too short to tell.
func likeness(a, b string) (percent int, ok bool) {
	left, right := shingles(a), shingles(b)
	if len(left) < shortText || len(right) < shortText {
		return 0, false
	}
	slices.Sort(left)
	slices.Sort(right)
	common := 0
	for i, k := 0, 0; i < len(left) && k < len(right); {
		switch {
		case left[i] == right[k]:
			common++
			i++
			k++
		case left[i] < right[k]:
			i++
		default:
			k++
		}
	}
	return 200 * common / (len(left) + len(right)), true
}

// shingles returns every stretch of three characters of a text without its figures and punctuation, each packed into one number.
func shingles(s string) []uint64 {
	const bits, mask = 21, 1<<(3*21) - 1
	list := make([]uint64, 0, len(s)/3)
	var window uint64
	letters := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || strings.ContainsRune(punctuation, r) {
			continue
		}
		window = (window<<bits | uint64(r)) & mask
		if letters++; letters >= 3 {
			list = append(list, window)
		}
	}
	return list
}
