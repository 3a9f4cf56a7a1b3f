package review

import (
	"zhunsheng/scoring"
	"zhunsheng/scoring/lexicon"
	"zhunsheng/scoring/target"
)

// B1: a figure far above its target has a reason (财预〔2020〕10号 asks for it without a number; 130 % is common practice). Only targets
// of which more is better can be over-achieved. A reason on the row settles it.
func overAchievementExplained(r *reviewer) {
	bound := r.scheme.Thresholds.OverAchievement
	for i := range r.rows {
		row := &r.rows[i]
		if !row.scored() || row.reasoned || !wantsMore(row.Indicator) {
			continue
		}
		want, got, ok := figures(row.Indicator)
		if !ok || !overshoots(want, got, bound) {
			continue
		}
		args := row.args()
		args["threshold"] = plain(bound)
		r.report(row.place(), "", row.Actual.Text, row.Target.Text, args)
	}
}

// wantsMore reports whether the target can be over-achieved.
func wantsMore(ind *scoring.Indicator) bool {
	switch ind.Method.Kind {
	case scoring.MethodCeiling, scoring.MethodInterval, scoring.MethodDeadline, scoring.MethodDeduction:
		return false
	case scoring.MethodEquality, scoring.MethodBanded, scoring.MethodFormula:
		return ind.Target.Sign != target.AtMost && ind.Target.Sign != target.Below
	}
	return directionOf(ind) == more
}

// B2: a row that loses points for a missed target says why (财预〔2020〕10号). A reason on the row settles it. A loss although the target
// was met is B4's.
func shortfallExplained(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if row.short() && !row.reached() && !row.reasoned {
			r.report(row.place(), "", row.points.String(), plain(row.line.Weight), row.args())
		}
	}
}

// missedUnseen reports whether the figures miss the target and the row nevertheless stands with full marks that its rule does not
// give: bands and deductions have bounds of their own and may grant them.
func missedUnseen(row *row) bool {
	if row.outcome != figureMissed || !row.full() || row.line.Overridden {
		return false
	}
	return row.judged() || row.line.RulePoints.Cmp(row.line.Weight) < 0
}

// B3: a numeric miss costs points.
func missCostsPoints(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if missedUnseen(row) {
			args := row.args()
			args["points"] = plain(row.points)
			r.report(row.place(), "", row.Actual.Text, row.Target.Text, args)
		}
	}
}

// B4: where the target was met, a loss of points has a reason.
func lossHasCause(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if row.short() && row.reached() && !row.reasoned {
			r.report(row.place(), "", row.points.String(), plain(row.line.Weight), row.args())
		}
	}
}

// B5: nothing is scored on an empty target or actual, and nothing is left open.
func nothingScoredOnNothing(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if !row.scored() {
			continue
		}
		given := row.Override != nil || row.counted && row.points.IsPos()
		switch {
		case given && row.Actual.IsMissing():
			r.report(row.place(), "actual", row.Actual.Text, "", row.args())
		case given && row.Target.IsMissing() && row.needsTarget():
			r.report(row.place(), "target", row.Target.Text, "", row.args())
		case !row.counted:
			args := row.args()
			r.report(row.place(), "open", "", "", args)
		}
	}
}

// needsTarget reports whether a score needs a stated target: not where it is known that none was published, and not where a block of
// the evaluation framework (决策, 过程) is judged against a standard.
func (r *row) needsTarget() bool {
	if r.Published == scoring.TargetUnpublished {
		return false
	}
	return !benchmarkLevels.Has(r.Level1) || !r.judged()
}

// isSameBound reports whether an actual is stated as a bound, and as the very one of the target.
func isSameBound(a, t *target.Value) bool {
	return a.Sign != target.NoSign && a.Sign == t.Sign && a.Low.Cmp(t.Low) == 0 && a.Due == t.Due
}

// B6: the actual is not the target copied: it neither carries the target's sign nor repeats its words. A figure equal to the target
// is honest, and an empty phrase is D3's.
func actualIsOwn(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		t, a := &row.Target, &row.Actual
		if !row.scored() || row.Published == scoring.TargetUnpublished || t.IsMissing() || a.IsMissing() {
			continue
		}
		switch {
		case isSameBound(a, t) || a.IsNumeric() && carriesGlyph(row.got):
			r.report(row.place(), "sign", a.Text, t.Text, row.args())
		case a.Kind == target.Words && bare(a.Text) == bare(t.Text) && !isHollow(row.got):
			r.report(row.place(), "", a.Text, t.Text, row.args())
		}
	}
}

// carriesGlyph reports whether a folded text starts with a comparison sign.
func carriesGlyph(s string) bool { return signGlyphs.At(s) != "" }

var signGlyphs = lexicon.New(`≥ ≤ > < =`)

// B7: the units of target and actual agree. Spellings of one unit (㎡, 平方米) and counting words for one thing (人, 名) do. A
// share beside a percentage (0.9, 88%) waits until one is rewritten.
func unitsAgree(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		t, a := &row.Target, &row.Actual
		if row.scored() && target.ShareForPercent(*t, *a) {
			r.report(row.place(), "share", a.Text, t.Text, row.args())
			continue
		}
		if !row.scored() || !t.IsNumeric() || !a.IsNumeric() || t.Unit == "" || a.Unit == "" || target.SameUnit(t.Unit, a.Unit) || sameCount(t.Unit, a.Unit) {
			continue
		}
		variant := ""
		if target.Convertible(a.Unit, t.Unit) {
			variant = "scale"
		}
		r.report(row.place(), variant, a.Unit, t.Unit, row.args())
	}
}

// B8: the sign fits the kind of indicator: costs have a ceiling and quantities a floor, unless the name says that it counts the
// opposite (节约, 事故); and the method reads the sign as it was written.
func signFitsKind(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		if !row.scored() || !row.Target.IsNumeric() {
			continue
		}
		variant, allowed := "", ""
		switch row.Target.Sign {
		case target.AtLeast, target.Above:
			variant, allowed = floorFits(row)
		case target.AtMost, target.Below:
			variant, allowed = ceilingFits(row)
		}
		if variant != "" {
			r.report(row.place(), variant, row.Target.Text, allowed, row.args())
		}
	}
}

// floorFits returns what is wrong with a target of the form "at least".
func floorFits(row *row) (variant, allowed string) {
	switch {
	case row.Method.Kind == scoring.MethodCeiling:
		return "method", ""
	case row.inBlock("成本") && !savingNames.Has(row.name) && row.Target.Unit != "%":
		return "cost", "≤"
	}
	return "", ""
}

// ceilingFits returns what is wrong with a target of the form "at most".
func ceilingFits(row *row) (variant, allowed string) {
	switch {
	case row.Method.Kind == scoring.MethodProportional, row.Method.Kind == scoring.MethodPassLine:
		return "method", ""
	case row.inBlock("数量") && !lessIsBetter.Has(row.name):
		return "quantity", "≥"
	}
	return "", ""
}

// B9: a target is not easier than what was reached the year before. Last year's figure comes from the row or from last year's
// evaluation, where an indicator of the same name and part is looked for.
func targetNotTooLow(r *reviewer) {
	for i := range r.rows {
		row := &r.rows[i]
		dir := directionOf(row.Indicator)
		if dir == noDirection && row.Method.Kind == scoring.MethodEquality {
			dir = more
		}
		last := r.lastYear(row)
		if dir == noDirection || last == nil || last.Kind != target.Number || row.Target.Kind != target.Number {
			continue
		}
		before, ok := inUnit(last, row.Target.Unit)
		if !ok || before.Cmp(row.Target.Low)*int(dir) <= 0 {
			continue
		}
		variant := ""
		if dir == less {
			variant = "ceiling"
		}
		r.report(row.place(), variant, row.Target.Text, last.Text, row.args())
	}
}

// lastYear returns last year's actual, nil where it is not known.
func (r *reviewer) lastYear(row *row) *target.Value {
	if row.LastYear.Kind != target.Empty {
		return &row.LastYear
	}
	e := r.known.LastYear
	if e == nil || row.name == "" {
		return nil
	}
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		if ind.Part == row.Part && scoring.BareHeading(ind.Level2) == scoring.BareHeading(row.Level2) && fold(ind.Name) == row.name {
			return &ind.Actual
		}
	}
	return nil
}
