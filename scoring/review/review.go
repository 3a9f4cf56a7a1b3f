// Package review runs the automatic quality checks of a self-evaluation (自评质量核查): what a finance bureau's re-check would find,
// found before signing.
//
// [Run] looks at one evaluation, its scheme and its scorecard and returns findings in the order of the checks, each with its place,
// what was found, what is allowed and a remedy. [RunWith] also looks at last year's evaluation, at the names of other units and at the
// deadline that was set for the year. Thresholds come from the scheme. The same arguments give the same findings.
//
// # Files
//
// The checks are a table of values (checks.go, [Checks]). Those of group A are in arithmetic.go, funds.go and prose.go, B in
// indicator.go and plausible.go, C in whole.go, D in text files named after what they look at: evidence.go, copied.go, template.go,
// structure.go, contradiction.go, form.go, bound.go. Word lists are data in words.go; row.go and text.go are what the checks read with.
//
// # What settles a finding
//
// A finding that asks for a reason or for evidence is settled by a stated one: the indicator's deviation reason where the check is
// about a deviation (B1, B2, B4), else an answer of the evaluation to the check and its place. "无" is no reason. A finding about
// arithmetic, and a template prompt left in, stand until they are mended.
//
// # Which check owns a fault
//
// No fault is reported twice; every fault of a text is reported, each at a place of its own (see reportMatter). A row that keeps full marks although its figures miss the target is B3's, not A5's; a loss without a
// cause is B4's, not A5's or B2's; a score above the weight is A3's; an empty phrase copied from the target is D3's, not B6's.
package review

import (
	"strconv"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/claim"
	"zhunsheng/scoring/figure"
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

// Context is what some checks know beside the evaluation. The zero Context knows nothing, and those checks then find nothing.
type Context struct {
	// LastYear is the same project's evaluation of the year before (B9, D5); nil when there is none.
	LastYear *scoring.Evaluation
	// OtherUnits are the names of other units, none of which the text should be about (D5).
	OtherUnits []string
	// Deadline is the ISO date that was set for the year by which its evaluations are due (D18); "" leaves it to the scheme.
	Deadline string
}

// Run is [RunWith] where nothing is known beside the evaluation: what only last year's evaluation, the names of other units or a deadline
// would show is not found.
func Run(s *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard) []Finding {
	return RunWith(s, e, card, Context{})
}

// Run is [RunWith] with this context: a value that may stand where the function [Run] does.
func (known Context) Run(s *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard) []Finding {
	return RunWith(s, e, card, known)
}

// RunWith runs every check. The scorecard must be that of the scheme and the evaluation. Under a scheme that is not the evaluation's
// own, what the form prints (weights, scores, total, grade) belongs to another scheme and is not compared; only whether its total can be
// reached at all is asked (C3).
func RunWith(s *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard, known Context) []Finding {
	r := newReviewer(s, e, card, known)
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
	known      Context
	own        bool // the scheme is the evaluation's own
	rows       []row
	passages   []passage
	check      *Check
	findings   []Finding
	seen       map[[2]string]bool
	said       map[[3]string]bool // what was found in the texts, by check and place
	claims     *claim.Reader      // of what the texts derive; nil until one is read
}

func newReviewer(s *scoring.Scheme, e *scoring.Evaluation, card *scoring.Scorecard, known Context) *reviewer {
	r := &reviewer{
		scheme: s, evaluation: e, card: card, known: known, own: !card.Reweighed, seen: make(map[[2]string]bool), said: make(map[[3]string]bool),
		rows: make([]row, len(e.Indicators)),
	}
	for i := range e.Indicators {
		r.rows[i] = newRow(&e.Indicators[i], &card.Lines[i], r.own)
	}
	r.passages = readPassages(e, r.figures())
	return r
}

// passage is one piece of running text.
type passage struct {
	place    string
	section  string // the narrative section, "" for other texts
	text     string // folded
	original string
	outcome  bool     // says what was reached: a goal's outcome, a part's summary, a section
	unbound  []string // keys of figures that have no value
}

// figures are those that texts are bound to; nil where none is.
func (r *reviewer) figures() *figure.Source {
	for i := range r.evaluation.Narrative {
		if figure.Has(r.evaluation.Narrative[i].Text) {
			return figure.Of(r.scheme, r.evaluation, r.card, "zh")
		}
	}
	return nil
}

// readPassages reads the texts as they are printed: with the values of the figures they are bound to.
func readPassages(e *scoring.Evaluation, figures *figure.Source) []passage {
	list := make([]passage, 0, 2*len(e.Goals)+len(e.Narrative)+len(e.Parts))
	for i := range e.Goals {
		list = append(list,
			newPassage(PlaceGoal(i), "", e.Goals[i].Expected, false),
			newPassage(PlaceGoal(i), "", e.Goals[i].Actual, true))
	}
	for i := range e.Parts {
		list = append(list, newPassage(PlacePart(e.Parts[i].ID), "", e.Parts[i].Summary, true))
	}
	for i := range e.Narrative {
		n := &e.Narrative[i]
		text := n.Text
		var unbound []string
		if figures != nil {
			text, unbound = figures.Fill(n.Text), figures.Unknown(n.Text)
		}
		p := newPassage(PlaceSection(n.Section), n.Section, text, true)
		p.unbound = unbound
		list = append(list, p)
	}
	return list
}

func newPassage(place, section, text string, outcome bool) passage {
	return passage{place: place, section: section, text: fold(text), original: text, outcome: outcome}
}

// report adds a finding of the running check; a place is reported once per check. variant "" is the check's main sentence.
func (r *reviewer) report(place, variant, found, allowed string, args scoring.Args) {
	at := [2]string{r.check.ID, place}
	if r.seen[at] {
		return
	}
	r.seen[at] = true
	if args == nil {
		args = make(scoring.Args, 2)
	}
	args["found"], args["allowed"] = found, allowed
	finding := Finding{
		Check: r.check.ID, Severity: r.check.Severity, Place: place, Found: found, Allowed: allowed,
		Message: scoring.Message{Key: r.check.key(variant), Args: args},
		Remedy:  scoring.Message{Key: r.check.key("remedy")},
	}
	if r.check.Answerable {
		if answer := strings.TrimSpace(r.evaluation.AnswerTo(r.check.ID, place)); stated(answer) {
			finding.Answer = answer
		}
	}
	r.findings = append(r.findings, finding)
}

// reportMatter adds a finding about a matter within a text; "" is the text as a whole. Where a text has several, the second one's place
// ends in 2 and so on: "section:money:rate", "section:money:rate-2"; "section:money", "section:money:2". What was found already is not
// reported again.
func (r *reviewer) reportMatter(place, matter, variant, found, allowed string, args scoring.Args) {
	r.reportOnce(found, place, matter, variant, found, allowed, args)
}

// reportOnce is reportMatter for a finding that what identifies within its text.
func (r *reviewer) reportOnce(what, place, matter, variant, found, allowed string, args scoring.Args) {
	sign := ":"
	if matter != "" {
		place, sign = place+":"+matter, "-"
	}
	at := [3]string{r.check.ID, place, what}
	if r.said[at] {
		return
	}
	r.said[at] = true
	next := place
	for n := 2; r.reported(r.check.ID, next); n++ {
		next = place + sign + strconv.Itoa(n)
	}
	r.report(next, variant, found, allowed, args)
}

// reported tells whether a check has reported a place already.
func (r *reviewer) reported(check, place string) bool { return r.seen[[2]string{check, place}] }
