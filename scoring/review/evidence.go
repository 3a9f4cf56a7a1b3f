package review

import (
	"slices"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
)

// D1: a judgement that grants full marks has evidence: a piece of the list of evidence that the row refers to.
func judgementHasEvidence(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if row.full() && row.qualitative() && !slices.ContainsFunc(row.Evidence, r.hasEvidence) {
			r.report(row.place(), "", plain(row.points), "", row.args())
		}
	}
}

// qualitative reports whether the points rest on a person's judgement of words.
func (r *row) qualitative() bool {
	switch r.Method.Kind {
	case scoring.MethodTier:
		return true
	case scoring.MethodManual, scoring.MethodYesNo:
		words := r.Actual.Kind == target.Words || r.Actual.Kind == target.YesNo
		return words && !r.Target.IsNumeric() && r.Target.Kind != target.DateKind
	}
	return false
}

func (r *reviewer) hasEvidence(id string) bool {
	return slices.ContainsFunc(r.evaluation.Evidence, func(e scoring.Evidence) bool { return e.ID == id })
}

// D2: a satisfaction rate that scores rests on a survey: a questionnaire among the row's evidence, or a sample that some text states
// with its size.
func satisfactionHasSurvey(r *reviewer) {
	var open []*row
	for i := range r.rows {
		row := &r.rows[i]
		if row.aboutSatisfaction() && row.scored() && row.counted && row.points.IsPos() && !r.surveyed(row) {
			open = append(open, row)
		}
	}
	if len(open) == 0 || slices.ContainsFunc(r.passages, func(p passage) bool { return statesSample(p.text) }) {
		return
	}
	for _, row := range open {
		variant := ""
		if row.Actual.IsMissing() {
			variant = "blank"
		}
		r.report(row.place(), variant, row.Actual.Text, "", row.args())
	}
}

// surveyed reports whether the row itself or its evidence states a survey.
func (r *reviewer) surveyed(row *row) bool {
	for i := range r.evaluation.Evidence {
		e := &r.evaluation.Evidence[i]
		if slices.Contains(row.Evidence, e.ID) && (surveyFiles.Has(fold(e.Name)) || statesSample(fold(e.Note))) {
			return true
		}
	}
	return statesSample(row.got) || statesSample(fold(row.Note)) || statesSample(fold(row.Reason))
}

// statesSample reports whether a sentence of a folded text names a survey together with the size of its sample: 发放问卷120份.
func statesSample(s string) bool {
	if !surveyWords.Has(s) {
		return false
	}
	for sentence := range sentences(s) {
		if !surveyWords.Has(sentence) {
			continue
		}
		for q := range quantitiesIn(sentence) {
			if surveyUnits.At(q.Unit) != "" {
				return true
			}
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// D3: an actual says something that can be checked. A text that is made of general words only (效果明显, 达成预期指标) does not.
func wordsSaySomething(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if row.scored() && row.Actual.Kind == target.Words && isHollow(row.got) {
			r.report(row.place(), "", row.Actual.Text, "", row.args())
		}
	}
}

// isHollow reports whether a folded text consists of general words only.
func isHollow(s string) bool {
	s = strings.Trim(s, punctuation)
	if s == "" {
		return false
	}
	for s != "" {
		rest := hollow.Skip(s)
		rest = strings.TrimLeft(rest, punctuation)
		if len(rest) == len(s) {
			return false
		}
		s = rest
	}
	return true
}
