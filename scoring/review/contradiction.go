package review

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/exact"
	"zhunsheng/scoring/lexicon"
	"zhunsheng/scoring/target"
)

// D13: a text does not contradict the figures: it does not claim that everything was done while an indicator is short, and the grade,
// total and execution rate that it states are those of the evaluation. Figures that it derives itself (ratios, sums, growth) are
// recomputed, also from those of the tables, and what it states by the name of an indicator is what the indicator says. Each matter is a
// place of its own below the text's, such as "section:conclusion:grade".
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
	if !doneAll.Has(p.text) {
		return
	}
	for clause := range clauses(p.text) {
		for at, word := range doneAll.All(clause) {
			before, behind := clause[:at], clause[at+len(word):]
			whole := wholeWords.Has(clause) || strings.HasPrefix(p.place, "goal:") && runeCount(clause) <= 8
			if !whole || notWhole.Has(before) || notWhole.At(behind) != "" || hasDigit(before) || r.namesPart(before) {
				continue
			}
			r.reportMatter(p.place, "done", "done", word, "", scoring.Args{"indicator": short[0].Name, "count": strconv.Itoa(len(short))})
		}
	}
}

// stating yields the clauses of those sentences of a folded text that hold a word and state something; sentences that suppose it are
// passed over.
func stating(s string, words *lexicon.Lexicon) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !words.Has(s) {
			return
		}
		for sentence := range sentences(s) {
			if !words.Has(sentence) || conditions.Has(strings.ReplaceAll(sentence, "若干", "")) {
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
	for clause := range stating(p.text, gradeNouns) {
		for at, noun := range gradeNouns.All(clause) {
			rest := linkWords.Skip(clause[at+len(noun):])
			stated := r.gradeAt(rest)
			if stated == "" || stated == r.grade() || otherMatter.Has(clause[:at]) || otherYear(clause[:at], r.evaluation.FiscalYear) != 0 {
				continue
			}
			r.reportMatter(p.place, "grade", "grade", stated, r.grade(), scoring.Args{"total": r.total().String()})
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
			if suffix := gradeSuffixes.At(rest); suffix != "" {
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
	for q, noun := range r.figuresBehind(p.text, scoreNouns, otherMatter) {
		fullMark := q.Value.Cmp(r.scheme.FullMark) == 0 && strings.HasPrefix(noun, "总") // "总分100分" names the full mark
		if q.Unit != "" && q.Unit != "分" || fullMark || rounds(r.total(), q) || rounds(r.card.Total, q) {
			continue
		}
		r.reportMatter(p.place, "score", "score", plain(q.Value), r.total().String(), nil)
	}
}

func rounds(value decimal.Decimal, stated target.Quantity) bool {
	return exact.Round(value, stated.Value.Scale()).Cmp(stated.Value) == 0
}

// statesOtherRate looks for an execution rate that is not the one the amounts give, to the places stated.
func (r *reviewer) statesOtherRate(p *passage) {
	line := &r.card.Execution
	if !line.Rate.Valid || strings.HasPrefix(p.place, "part:") {
		return
	}
	for q := range r.figuresBehind(p.text, rateNouns, otherRate) {
		right, err := exact.MulQuo(line.Executed.Decimal, hundred, line.Budget.Decimal, q.Value.Scale())
		if q.Unit != "%" || err != nil || right.Cmp(q.Value) == 0 || r.printsRate(q) {
			continue
		}
		r.reportMatter(p.place, "rate", "rate", plain(q.Value)+"%", right.String()+"%", nil)
	}
}

// figuresBehind yields the figures that a folded text states behind a noun: not where the clause is about another matter, another year
// or a part, and not where the text goes on behind the figure (95%以上, 90分的指标).
func (r *reviewer) figuresBehind(s string, nouns, other *lexicon.Lexicon) iter.Seq2[target.Quantity, string] {
	return func(yield func(target.Quantity, string) bool) {
		for clause := range stating(s, nouns) {
			for at, noun := range nouns.All(clause) {
				before, rest := clause[:at], linkWords.Skip(clause[at+len(noun):])
				if rest == "" || !isDigit(rest[0]) || other.Has(before) || otherYear(before, r.evaluation.FiscalYear) != 0 || r.namesPart(clause) {
					continue
				}
				q, ok := target.ReadQuantity(rest)
				if !ok || !closed(rest[q.End:]) {
					continue
				}
				if !yield(q, noun) {
					return
				}
			}
		}
	}
}

// closed reports whether a figure ends where s, the text behind it, starts.
func closed(s string) bool {
	s = strings.TrimPrefix(s, "分")
	return s == "" || bounded(s) && !strings.HasPrefix(s, "的") && !strings.HasPrefix(s, "-")
}

// printsRate reports whether the form prints the rate that a text states; if it is wrong there, that is A6's.
func (r *reviewer) printsRate(q target.Quantity) bool {
	rate, _ := r.executionPrints()
	return rate.Valid && rate.Decimal.Cmp(q.Value) == 0
}
