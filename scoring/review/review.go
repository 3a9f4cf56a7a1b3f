// Package review runs the automatic quality checks of a self-evaluation (自评质量核查): what a finance bureau's re-check would find,
// found before signing.
//
// [Run] looks at one evaluation, its scheme and its scorecard and returns findings in the order of the checks, each with its place,
// what was found, what is allowed and a remedy. Thresholds come from the scheme. The checks are a table ([Checks]) of values, grouped
// in files: arithmetic.go (A), indicator.go (B), whole.go (C), form.go (D).
//
// A finding that asks for a reason is settled by a stated one: the indicator's deviation reason or an answer of the evaluation. A
// finding about arithmetic stands until the figures are mended.
package review

import (
	"strings"

	"zhunsheng/scoring"
)

// Severity says what a finding means for the final export.
type Severity string

// The severities.
const (
	Error       Severity = "error"       // blocks the final export
	Warning     Severity = "warning"     // needs an answer
	Information Severity = "information" // worth a look
)

// Finding (核查问题) is one thing a check reports.
type Finding struct {
	Check    string          `json:"check"` // such as "A7"
	Severity Severity        `json:"severity"`
	Place    string          `json:"place"` // such as "indicator:i3", "funds:0", "total"; see the Place functions
	Message  scoring.Message `json:"message"`
	Found    string          `json:"found,omitempty"`
	Allowed  string          `json:"allowed,omitempty"`
	Remedy   scoring.Message `json:"remedy"`
	Answer   string          `json:"answer,omitempty"` // the stated reason that settles it
}

// Settled reports whether a stated reason answers the finding.
func (f *Finding) Settled() bool { return f.Answer != "" }

// Blocks reports whether the finding keeps the evaluation from being exported as final.
func (f *Finding) Blocks() bool { return f.Severity == Error && !f.Settled() }

// Blocking returns how many findings keep the evaluation from being exported as final.
func Blocking(findings []Finding) int {
	n := 0
	for i := range findings {
		if findings[i].Blocks() {
			n++
		}
	}
	return n
}

// Check describes one check of the table.
type Check struct {
	ID       string
	Severity Severity
	// Answerable checks ask for a reason; a stated one settles their findings.
	Answerable bool

	run func(r *reviewer)
}

// checks in the order in which findings are reported.
var checks = [...]Check{
	{ID: "A1", Severity: Error, run: weightsAddUp},
	{ID: "A2", Severity: Error, run: levelsMatchScheme},
	{ID: "A3", Severity: Error, run: scoresWithinWeight},
	{ID: "A4", Severity: Error, run: totalIsSum},
	{ID: "A5", Severity: Warning, Answerable: true, run: scoresFollowMethod},
	{ID: "A6", Severity: Error, run: executionRecomputed},
	{ID: "A7", Severity: Error, run: fundsAddUp},
	{ID: "A8", Severity: Warning, Answerable: true, run: noOverspending},
	{ID: "A9", Severity: Warning, Answerable: true, run: executionCountedOnce},
	{ID: "A10", Severity: Error, run: gradeMatchesTotal},
	{ID: "B2", Severity: Error, Answerable: true, run: shortfallExplained},
	{ID: "B5", Severity: Error, run: nothingScoredOnNothing},
	{ID: "C1", Severity: Error, Answerable: true, run: lowExecutionExplained},
	{ID: "C2", Severity: Warning, Answerable: true, run: highScoreLowExecution},
	{ID: "C3", Severity: Error, run: totalPossible},
	{ID: "C5", Severity: Warning, Answerable: true, run: adjustmentExplained},
	{ID: "D14", Severity: Error, Answerable: true, run: headerComplete},
}

// Checks returns the table of checks.
func Checks() []Check { return append([]Check(nil), checks[:]...) }

// Run runs every check on an evaluation scored under its own scheme. The scorecard must be that of the scheme and the evaluation.
func Run(s *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard) []Finding {
	r := &reviewer{scheme: s, evaluation: e, card: card, seen: make(map[[2]string]bool)}
	for i := range checks {
		r.check = &checks[i]
		r.check.run(r)
	}
	return r.findings
}

// reviewer carries what the checks look at and what they find.
type reviewer struct {
	scheme     *scoring.Scheme
	evaluation *scoring.Evaluation
	card       *scoring.Scorecard
	check      *Check
	findings   []Finding
	seen       map[[2]string]bool
}

// report adds a finding of the running check; a place is reported once per check. variant "" is the check's main sentence.
func (r *reviewer) report(place, variant, found, allowed string, args scoring.Args) {
	at := [2]string{r.check.ID, place}
	if r.seen[at] {
		return
	}
	r.seen[at] = true
	key := "review." + r.check.ID
	if variant != "" {
		key += "." + variant
	}
	if args == nil {
		args = scoring.Args{}
	}
	args["found"], args["allowed"] = found, allowed
	finding := Finding{
		Check: r.check.ID, Severity: r.check.Severity, Place: place, Found: found, Allowed: allowed,
		Message: scoring.Message{Key: key, Args: args},
		Remedy:  scoring.Message{Key: "review." + r.check.ID + ".remedy"},
	}
	if r.check.Answerable {
		finding.Answer = strings.TrimSpace(r.evaluation.AnswerTo(r.check.ID, place))
	}
	r.findings = append(r.findings, finding)
}

// Places. A place names what a finding is about, so that a screen can jump there and an answer can refer to it.
const (
	PlaceTotal     = "total"
	PlaceExecution = "execution"
	PlaceGrade     = "grade"
	PlaceWeights   = "weights"
)

// PlaceIndicator is the place of an indicator.
func PlaceIndicator(id string) string { return "indicator:" + id }

// PlaceFunds is the place of a fund row, counted from 0.
func PlaceFunds(row int) string { return "funds:" + itoa(row) }

// PlaceLevel is the place of a level-1 heading.
func PlaceLevel(name string) string { return "level:" + name }

// PlaceHeader is the place of a field of the form's header or sign-off.
func PlaceHeader(field string) string { return "header:" + field }

// PlaceSection is the place of a narrative section.
func PlaceSection(id string) string { return "section:" + id }

// PlaceGoal is the place of a goal, counted from 0.
func PlaceGoal(row int) string { return "goal:" + itoa(row) }
