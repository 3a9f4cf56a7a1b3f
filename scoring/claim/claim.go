// Package claim recomputes what a text derives from its own figures.
//
// # What it is for
//
// Self-evaluation reports state ratios, shares, sums, differences and growth in prose: "1141家中941家通过，通过率82.47%", "从2019年的908家增至
// 2021年的1273家，年均增长18.41%". [Check] finds such statements, finds the figures they derive from, computes them anew and gives a verdict.
//
// # How it reads
//
// The text is cut into sentences and clauses, and its figures are read with unit, year, and the words that bound them ("超", "余", "约").
// Words around a percentage or amount say what is claimed (年均增长, 通过率, 占, 其中, 按…补贴); grammar between figures says what belongs together
// (从…增至…, …中…, 比上年…). Nothing depends on the subject of the text.
//
// # Verdicts
//
// A claim is Confirmed when the computed value, rounded half-up to the places stated, is the stated one, or lies on the stated side of a
// bound. It is Contradicted only when grammar leaves no doubt about the figures it derives from, and no rounding of those figures could
// explain the difference: the range of values that they may have had before they were rounded excludes the stated one. The right value is
// then given. Everything else is NotCheckable, and two figures that cannot both describe one
// thing are Explain. All arithmetic is on integers and fractions, so a verdict never depends on floating point.
//
// # What is known beside the text
//
// A [Fact] is a figure of the fund table or of an indicator. It stands for a figure that the text leaves out, or denies one that the text
// states, only where its name says just what the text counts (see core): 科技型中小企业 is never compared with 高新技术企业 because both
// are counted in 家. A [Reader] checks several texts against the same facts.
//
// Texts are read in time proportional to their length: only a fixed number of figures around a claim is tried.
package claim

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/lexicon"
)

// Claim is one derived statement of a text with its verdict.
type Claim struct {
	Place Place `json:"place"`
	// Text is the statement as written, from the first figure or word it concerns to the stated figure.
	Text string `json:"text"`
	Kind Kind   `json:"kind"`
	// Stated is the figure that is claimed.
	Stated Figure `json:"stated"`
	// Figures are those it was checked against, in the order in which Formula uses them.
	Figures []Figure `json:"figures,omitempty"`
	// Formula is the computation with the numbers put in: "941 / 1141 = 82.47 %". Empty when nothing could be computed.
	Formula string `json:"formula,omitempty"`
	// Right is the computed value at the places stated, without its unit; empty when nothing could be computed.
	Right   string  `json:"right,omitempty"`
	Verdict Verdict `json:"verdict"`
	// Reason is the stable key of what stands behind the verdict.
	Reason Reason `json:"reason,omitempty"`
}

// Place locates a statement in the text that was checked.
type Place struct {
	// Start and End are byte offsets; RuneStart and RuneEnd count characters. The end is exclusive.
	Start     int `json:"start"`
	End       int `json:"end"`
	RuneStart int `json:"rune_start"`
	RuneEnd   int `json:"rune_end"`
	// Sentence counts from 1.
	Sentence int `json:"sentence"`
}

// Figure is a number as a text or a fact states it.
type Figure struct {
	Text  string          `json:"text"`
	Value decimal.Decimal `json:"value"`
	Unit  string          `json:"unit,omitempty"`
	Bound Bound           `json:"bound,omitempty"`
	// Year is the calendar year that the text gives to the figure, 0 when none.
	Year int `json:"year,omitempty"`
	// Start and End are byte offsets in the text; both 0 for a figure that comes from a fact.
	Start int `json:"start,omitempty"`
	End   int `json:"end,omitempty"`
	// Fact is the name of the fact that the figure comes from.
	Fact string `json:"fact,omitempty"`
}

// Fact is a figure that is known beside the text: of the fund table or of an indicator.
type Fact struct {
	Name  string          `json:"name"`
	Value decimal.Decimal `json:"value"`
	Unit  string          `json:"unit,omitempty"`
	Bound Bound           `json:"bound,omitempty"`
	Year  int             `json:"year,omitempty"` // calendar year, 0 when unknown
	// Planned marks a figure that was aimed at: a text may state it, but nothing grew from it.
	Planned bool `json:"planned,omitempty"`
}

// Kind is what a claim derives. The strings are stable.
type Kind string

// The kinds of claims.
const (
	Ratio        Kind = "ratio"           // 通过率, 执行率: part of a whole, done of planned
	Share        Kind = "share"           // 占…的…%
	Portion      Kind = "portion"         // 按50%补贴: an amount as a share of a base
	Sum          Kind = "sum"             // 共…其中…
	Difference   Kind = "difference"      // 增加285家, 提高3个百分点
	Growth       Kind = "growth"          // 同比增长18.5%
	YearlyGrowth Kind = "yearly_growth"   // 年均增长18.41%, compound
	Multiple     Kind = "multiple"        // …的3倍
	Average      Kind = "average"         // 户均300元: an amount divided by a count
	Twofold      Kind = "two_figures"     // two figures for one thing
	Restated     Kind = "restated_figure" // a figure that a fact states too
)

// Bound says how a figure limits what it describes. The strings are stable.
type Bound string

// The bounds.
const (
	Exact Bound = ""
	Over  Bound = "over"     // 超, 逾, 余, 多: more than
	From  Bound = "at_least" // 以上, 至少, 不低于
	Under Bound = "under"    // 不到, 不足, 低于: less than
	UpTo  Bound = "at_most"  // 以内, 以下, 不超过
	Near  Bound = "near"     // 近, 接近: a little less than
	About Bound = "about"    // 约, 左右
)

// Verdict is the outcome of a check. The strings are stable.
type Verdict string

// The verdicts.
const (
	Confirmed    Verdict = "confirmed"
	Contradicted Verdict = "contradicted"
	NotCheckable Verdict = "not_checkable"
	Explain      Verdict = "explain"
)

// Reason is the stable key of the reason for a verdict.
type Reason string

// The reasons.
const (
	Rounded       Reason = "rounded"        // equals the computed value at the places stated
	WithinBound   Reason = "within_bound"   // the computed value lies on the stated side
	Different     Reason = "different"      // the computed value is another one
	Truncated     Reason = "truncated"      // digits were cut off instead of rounded
	OutsideBound  Reason = "outside_bound"  // the computed value lies on the other side of the stated bound
	SimpleAverage Reason = "simple_average" // the growth was divided by the years instead of compounded
	NoFigures     Reason = "no_figures"     // the text does not state the figures it derives from
	Unclear       Reason = "unclear"        // several figures could be meant and none fits
	Coarse        Reason = "coarse_figures" // the figures are rounded too coarsely to decide
	Inexact       Reason = "inexact"        // a figure it derives from is a bound or an estimate
	TwoValues     Reason = "two_values"     // two different figures for what seems to be one thing
)

// Context is what is known beside a text.
type Context struct {
	// Year is the calendar year that the text is about where it names none; 0 when unknown.
	Year  int
	Facts []Fact
}

// Check returns the claims of text in the order in which they stand, each checked against the figures near it and, where the text
// itself has none, against facts. Any text is accepted; the result depends on nothing but the arguments.
func Check(text string, facts []Fact) []Claim { return NewReader(Context{Facts: facts}).Check(text) }

// Reader checks several texts against the same facts. It is not for several goroutines at once.
type Reader struct {
	known  Context
	facts  []figure
	byCore map[string][]*figure // the facts by what they count; nil until it is asked for
	looked bool                 // for the two facts of the execution rate
	done   *figure
	budget *figure
	doc    document
	work   checker // whose lists serve every text
}

// NewReader returns a reader that knows of a context, which must not change any more.
func NewReader(known Context) *Reader {
	r := &Reader{known: known, facts: make([]figure, len(known.Facts))}
	for i := range known.Facts {
		r.facts[i] = known.Facts[i].figure()
	}
	return r
}

// Check returns the claims of a text, as the function Check does.
func (r *Reader) Check(text string) []Claim {
	c := &r.work
	c.reader, c.doc, c.claims = r, &r.doc, nil
	r.doc.read(text)
	for i := range c.doc.sentences {
		c.sentence(i)
	}
	c.twofold()
	slices.SortStableFunc(c.claims, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Place.Start, b.Place.Start), cmp.Compare(a.Place.End, b.Place.End))
	})
	c.countRunes()
	return c.claims
}

// factsOf returns the facts that count what a core names.
func (r *Reader) factsOf(name string) []*figure {
	if name == "" || len(r.facts) == 0 {
		return nil
	}
	if r.byCore == nil {
		r.byCore = make(map[string][]*figure, len(r.facts))
		for i := range r.facts {
			about := core(r.facts[i].fact)
			r.byCore[about] = append(r.byCore[about], &r.facts[i])
		}
	}
	return r.byCore[name]
}

// execution returns the facts of the fund table that an execution rate divides, nil where there is not just one of each.
func (r *Reader) execution() (done, budget *figure) {
	if !r.looked {
		r.looked = true
		r.done, r.budget = r.onlyFact(executed), r.onlyFact(adjusted)
	}
	return r.done, r.budget
}

func (r *Reader) onlyFact(names *lexicon.Lexicon) (found *figure) {
	for i := range r.facts {
		if names.Has(r.facts[i].fact) {
			if found != nil {
				return nil
			}
			found = &r.facts[i]
		}
	}
	return found
}

var (
	executed = lexicon.Of("执行数", "支出数", "实际支出", "执行金额", "全年执行", "已执行")
	adjusted = lexicon.Of("全年预算", "调整后", "调整预算")
)

func (f *Fact) figure() figure {
	return figure{unitKind: unitOf(f.Unit), value: f.Value, bound: f.Bound, year: f.Year, fact: f.Name, planned: f.Planned, changeAt: -1, sentence: -1}
}

// checker collects the claims of one text. Its lists are kept from sentence to sentence, so that they are allocated once.
type checker struct {
	reader *Reader
	doc    *document
	claims []Claim

	operands    []operand
	hyps        []hypothesis
	found       []relation
	near, group []int
	based       []*figure
	left, right []rune
	row         []int
}

// countRunes fills the rune offsets of all places in one pass over the text.
func (c *checker) countRunes() {
	type offset struct {
		at   int
		into *int
	}
	offsets := make([]offset, 0, 2*len(c.claims))
	for i := range c.claims {
		p := &c.claims[i].Place
		offsets = append(offsets, offset{p.Start, &p.RuneStart}, offset{p.End, &p.RuneEnd})
	}
	slices.SortStableFunc(offsets, func(a, b offset) int { return cmp.Compare(a.at, b.at) })
	at, runes := 0, 0
	for _, m := range offsets {
		runes += utf8.RuneCountInString(c.doc.text[at:m.at])
		at = m.at
		*m.into = runes
	}
}
