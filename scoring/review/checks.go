package review

// Check describes one check of the table.
type Check struct {
	ID       string
	Severity Severity
	// Answerable checks ask for a reason; a stated one settles their findings.
	Answerable bool
	// Variants are the sentences of the check: its messages are review.<ID> for "" and review.<ID>.<variant> for the others.
	Variants []string

	run func(r *reviewer)
}

// Keys returns the keys of every sentence the check can report, its remedy last.
func (c *Check) Keys() []string {
	keys := make([]string, 0, len(c.Variants)+1)
	for _, v := range c.Variants {
		keys = append(keys, c.key(v))
	}
	return append(keys, c.key("remedy"))
}

func (c *Check) key(variant string) string {
	if variant == "" {
		return "review." + c.ID
	}
	return "review." + c.ID + "." + variant
}

// one is the list of variants of a check with a single sentence.
var one = []string{""}

// checks in the order in which findings are reported. Severities are those of the quality review; see docs/checks.md.
var checks = [...]Check{
	{"A1", Error, false, []string{"", "printed", "none"}, weightsAddUp},
	{"A2", Error, false, []string{"", "heading", "execution"}, levelsAddUp},
	{"A3", Error, false, []string{"", "tier", "execution"}, scoresWithinWeight},
	{"A4", Error, false, []string{"", "computed"}, totalIsSum},
	{"A5", Warning, true, []string{"", "words", "state"}, scoresFollowMethod},
	{"A6", Error, false, []string{"", "score", "no-budget"}, executionRecomputed},
	{"A7", Error, false, []string{"initial", "adjusted", "executed", "parts"}, fundsAddUp},
	{"A8", Warning, true, []string{"", "zero"}, noOverspending},
	{"A9", Warning, true, []string{"", "source"}, executionCountedOnce},
	{"A10", Error, false, []string{"", "computed"}, gradeMatchesTotal},
	{"A11", Information, true, one, sharesAddUp},
	{"A12", Warning, true, one, amountsAgree},
	{"B1", Warning, true, one, overAchievementExplained},
	{"B2", Error, true, one, shortfallExplained},
	{"B3", Warning, true, one, missCostsPoints},
	{"B4", Warning, true, one, lossHasCause},
	{"B5", Error, false, []string{"actual", "target", "open"}, nothingScoredOnNothing},
	{"B6", Warning, true, []string{"", "sign"}, actualIsOwn},
	{"B7", Warning, true, []string{"", "scale", "share"}, unitsAgree},
	{"B8", Warning, true, []string{"cost", "quantity", "method"}, signFitsKind},
	{"B9", Warning, true, []string{"", "ceiling"}, targetNotTooLow},
	{"B10", Warning, true, []string{"target", "actual", "late", "name"}, datesLieInYear},
	{"B11", Warning, true, one, unfinishedNotFull},
	{"B12", Warning, true, one, outputNeedsMoney},
	{"B13", Warning, true, one, moneyNeedsOutput},
	{"C1", Error, true, one, lowExecutionExplained},
	{"C2", Warning, true, []string{"", "stated"}, highScoreLowExecution},
	{"C3", Error, false, one, totalPossible},
	{"C4", Information, true, one, fullMarksEverywhere},
	{"C5", Warning, true, one, adjustmentExplained},
	{"C6", Warning, true, []string{"grade", "stated", "execution"}, separateStatement},
	{"D1", Warning, true, one, judgementHasEvidence},
	{"D2", Warning, true, []string{"", "blank"}, satisfactionHasSurvey},
	{"D3", Warning, true, one, wordsSaySomething},
	{"D4", Warning, true, []string{"goal", "reason"}, textsDiffer},
	{"D5", Warning, true, []string{"unit", "year", "text"}, textIsOwn},
	{"D6", Error, false, one, noPromptLeft},
	{"D7", Warning, true, one, namesAreUnique},
	{"D8", Warning, true, one, indicatorFitsBlock},
	{"D9", Information, true, []string{"target", "name"}, oneTargetEach},
	{"D10", Warning, true, []string{"benefit", "satisfaction"}, dimensionsPresent},
	{"D11", Information, true, one, noHeavyIndicator},
	{"D12", Information, true, one, goalFiguresMeasured},
	{"D13", Warning, true, []string{"done", "grade", "score", "rate", "derived", "two-figures", "figure"}, textAgreesWithFigures},
	{"D14", Error, true, []string{"name", "unit", "department", "preparer", "principal", "date", "funds", "budget", "indicator"}, headerComplete},
	{"D15", Information, true, one, datedAfterYearEnd},
	{"D16", Warning, true, []string{"never", "late", "unpublished"}, goalsSetInTime},
	{"D17", Error, false, one, figuresExist},
	{"D18", Warning, true, []string{"", "scheme"}, datedInTime},
}

// Checks returns the table of checks.
func Checks() []Check { return append([]Check(nil), checks[:]...) }
