package review

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/target"
)

// D13: a text does not contradict the figures: it does not claim that everything was done while an indicator is short, and the grade,
// total and execution rate that it states are those of the evaluation. Figures that it derives itself (ratios, sums, growth) are
// recomputed. Each matter is a place of its own below the text's, such as "section:conclusion:grade".
func textAgreesWithFigures(r *reviewer) {
	short := r.shortRows()
	for i := range r.passages {
		p := &r.passages[i]
		if !p.outcome || p.text == "" {
			continue
		}
		if len(short) > 0 {
			r.claimsAllDone(p, short)
		}
		if r.own {
			r.statesOtherGrade(p)
			r.statesOtherTotal(p)
		}
		if hasDigit(p.text) {
			r.statesOtherRate(p)
			r.derivesWrongly(p)
		}
	}
}

// shortRows are the rows whose figures or points fall short, in the order of their IDs.
func (r *reviewer) shortRows() []*row {
	var list []*row
	for i := range r.rows {
		row := &r.rows[i]
		missed := row.scored() && row.outcome == figureMissed
		if missed || row.short() && !row.reached() && !row.judgedWell() {
			list = append(list, row)
		}
	}
	slices.SortFunc(list, byID)
	return list
}

// judgedWell reports whether a qualitative row fell short of full points only within the tier that says that its target was reached.
func (r *row) judgedWell() bool {
	return r.Method.Kind == scoring.MethodTier && r.line.Weight.IsPos() && !r.short80()
}

// short80 reports whether a row earns less than 80 % of its weight, where the tier of reached targets begins (财预〔2020〕10号).
func (r *row) short80() bool { return exact.CmpProducts(r.points, hundred, eighty, r.line.Weight) < 0 }

// claimsAllDone looks for a claim that all goals were reached. A clause about one matter only is none.
func (r *reviewer) claimsAllDone(p *passage, short []*row) {
	for clause := range clauses(p.text) {
		for at, word := range doneAll.all(clause) {
			before, behind := clause[:at], clause[at+len(word):]
			whole := wholeWords.has(clause) || strings.HasPrefix(p.place, "goal:") && runeCount(clause) <= 8
			if !whole || notWhole.has(before) || notWhole.at(behind) != "" || hasDigit(before) || r.namesPart(before) {
				continue
			}
			r.report(p.place+":done", "done", word, "", scoring.Args{"indicator": short[0].Name, "count": strconv.Itoa(len(short))})
			return
		}
	}
}

// stating yields the clauses of a folded text that state something; sentences that suppose it are passed over.
func stating(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for sentence := range sentences(s) {
			if conditions.has(strings.ReplaceAll(sentence, "若干", "")) {
				continue
			}
			for clause := range clauses(sentence) {
				if !yield(clause) {
					return
				}
			}
		}
	}
}

// statesOtherGrade looks for a grade of the evaluation that is not the one it stands with.
func (r *reviewer) statesOtherGrade(p *passage) {
	for clause := range stating(p.text) {
		for at, noun := range gradeNouns.all(clause) {
			rest := linkWords.skip(clause[at+len(noun):])
			stated := r.gradeAt(rest)
			if stated == "" || stated == r.grade() || otherMatter.has(clause[:at]) || otherYear(clause[:at], r.evaluation.FiscalYear) != 0 {
				continue
			}
			r.report(p.place+":grade", "grade", stated, r.grade(), scoring.Args{"total": r.total().String()})
			return
		}
	}
}

// gradeAt reads a grade at the start of s that ends there: "优", "优秀", "良”" but neither 优、良 nor 优化.
func (r *reviewer) gradeAt(s string) string {
	for i := range r.scheme.Grades {
		g := &r.scheme.Grades[i]
		for _, name := range append([]string{g.Name}, g.Aliases...) {
			rest, ok := strings.CutPrefix(s, name)
			if !ok || name == "" {
				continue
			}
			if suffix := gradeSuffixes.at(rest); suffix != "" {
				rest = rest[len(suffix):]
			}
			if (rest == "" || bounded(rest)) && !strings.HasPrefix(rest, "、") && !strings.HasPrefix(rest, "的") && !strings.HasPrefix(rest, "/") {
				return g.Name
			}
		}
	}
	return ""
}

// statesOtherTotal looks for a total of the evaluation that is neither the printed nor the computed one.
func (r *reviewer) statesOtherTotal(p *passage) {
	for clause := range stating(p.text) {
		for at, noun := range scoreNouns.all(clause) {
			rest := linkWords.skip(clause[at+len(noun):])
			if rest == "" || !isDigit(rest[0]) || otherMatter.has(clause[:at]) || otherYear(clause[:at], r.evaluation.FiscalYear) != 0 {
				continue
			}
			q, ok := target.ReadQuantity(rest)
			behind := ""
			if ok {
				behind = strings.TrimPrefix(rest[q.NumberEnd:], "分")
			}
			if !ok || q.Unit != "" && q.Unit != "分" || behind != "" && !bounded(behind) || strings.HasPrefix(behind, "的") {
				continue
			}
			same := exact.Round(r.total(), q.Value.Scale()).Cmp(q.Value) == 0 || exact.Round(r.card.Total, q.Value.Scale()).Cmp(q.Value) == 0
			if same || q.Value.Cmp(r.scheme.FullMark) == 0 && strings.HasPrefix(noun, "总") {
				continue // "总分100分" names the full mark
			}
			r.report(p.place+":score", "score", plain(q.Value), r.total().String(), nil)
			return
		}
	}
}

// statesOtherRate looks for an execution rate that is not the one the amounts give, to the places stated.
func (r *reviewer) statesOtherRate(p *passage) {
	line := &r.card.Execution
	if !line.Rate.Valid || strings.HasPrefix(p.place, "part:") {
		return
	}
	for clause := range stating(p.text) {
		for at, noun := range rateNouns.all(clause) {
			rest := linkWords.skip(clause[at+len(noun):])
			if rest == "" || !isDigit(rest[0]) || otherRate.has(clause[:at]) || otherYear(clause[:at], r.evaluation.FiscalYear) != 0 || r.namesPart(clause) {
				continue
			}
			q, ok := target.ReadQuantity(rest)
			if !ok || q.Unit != "%" || rest[q.End:] != "" && !bounded(rest[q.End:]) || strings.HasPrefix(rest[q.End:], "的") || strings.HasPrefix(rest[q.End:], "-") {
				continue
			}
			right, err := exact.MulQuo(line.Executed.Decimal, hundred, line.Budget.Decimal, q.Value.Scale())
			if err != nil || right.Cmp(q.Value) == 0 || r.printsRate(q) {
				continue
			}
			r.report(p.place+":rate", "rate", plain(q.Value)+"%", right.String()+"%", nil)
			return
		}
	}
}

// printsRate reports whether the form prints the rate that a text states; if it is wrong there, that is A6's.
func (r *reviewer) printsRate(q target.Quantity) bool {
	rate, _ := r.executionPrints()
	return rate.Valid && rate.Decimal.Cmp(q.Value) == 0
}
