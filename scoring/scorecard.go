package scoring

import (
	"github.com/govalues/decimal"

	"zhunsheng/scoring/strictjson"
)

// Scorecard (评分结果) is everything [Score] has to say about an evaluation under a scheme. It refers to the evaluation it was made
// from, which must not be changed while the scorecard is in use.
type Scorecard struct {
	SchemeID      string              `json:"schemeId"`
	SchemeVersion string              `json:"schemeVersion"`
	Authority     string              `json:"authority"`
	FullMark      decimal.Decimal     `json:"fullMark"`
	Reweighed     bool                `json:"reweighed,omitempty"` // weights were scaled from the evaluation's own scheme
	Execution     ExecutionLine       `json:"execution"`
	Lines         []Line              `json:"lines"` // one per indicator, in the evaluation's order
	Levels        []Subtotal          `json:"levels"`
	Parts         []Subtotal          `json:"parts,omitempty"`
	Steps         []Step              `json:"steps"` // how the total came about, in order
	Total         decimal.Decimal     `json:"total"` // as printed
	Grade         string              `json:"grade"`
	Next          *GradeDistance      `json:"next,omitempty"` // nil at the top grade
	Bounds        []GradeDistance     `json:"bounds"`         // every grade bound, from the highest down
	Highest       Highest             `json:"highest"`
	Scored        int                 `json:"scored"`  // rows that are decided, whatever their state
	Pending       int                 `json:"pending"` // rows that still wait for something
	Problems      []Message           `json:"problems,omitempty"`
	Factor        decimal.NullDecimal `json:"factor,omitzero"` // rescale factor for rows that are not applicable, six places, for display
}

// Line is one indicator's row.
type Line struct {
	ID         string          `json:"id"`
	Weight     decimal.Decimal `json:"weight"` // under the scheme that scores
	Method     MethodKind      `json:"method"`
	State      State           `json:"state,omitempty"`
	RulePoints decimal.Decimal `json:"rulePoints"` // what the rule gives
	Points     decimal.Decimal `json:"points"`     // what counts: the rule's points, or the override's
	Met        bool            `json:"met"`
	Overridden bool            `json:"overridden,omitempty"`
	Pending    bool            `json:"pending,omitempty"`
	Problem    Message         `json:"problem,omitzero"`
	// MovesGrade is true when full marks on this row alone would lift the total to a better grade.
	MovesGrade bool `json:"movesGrade,omitempty"`

	working   working
	indicator *Indicator
	card      *Scorecard
}

// Indicator returns the indicator the line scores.
func (l *Line) Indicator() *Indicator { return l.indicator }

// ExecutionLine is the row of the budget execution rate (预算执行率).
type ExecutionLine struct {
	Weight   decimal.Decimal     `json:"weight"`          // 0: the scheme has no execution row
	Rate     decimal.NullDecimal `json:"rate,omitzero"`   // %, two places, for display; absent without a budget
	Budget   decimal.NullDecimal `json:"budget,omitzero"` // the denominator
	Executed decimal.NullDecimal `json:"executed,omitzero"`
	Points   decimal.Decimal     `json:"points"`
	Problem  Message             `json:"problem,omitzero"`

	working working
	card    *Scorecard
	rule    *ExecutionRule
}

// Subtotal adds up the indicators of a level-1 or level-2 heading or of a part.
type Subtotal struct {
	Name     string          `json:"name"`
	Weight   decimal.Decimal `json:"weight"`
	Points   decimal.Decimal `json:"points"`
	Children []Subtotal      `json:"children,omitempty"`
	Money    *PartMoney      `json:"money,omitempty"` // a part's own money, where it has some
	Rows     []int           `json:"-"`               // indexes of its lines, in the evaluation's order
}

// PartMoney is a part's own money and its execution rate; it is not scored.
type PartMoney struct {
	Budget   decimal.NullDecimal `json:"budget,omitzero"` // by the scheme's denominator
	Executed decimal.NullDecimal `json:"executed,omitzero"`
	Rate     decimal.NullDecimal `json:"rate,omitzero"` // %, two places, half-up; absent without a budget
}

// StepKind names a step on the way to the total.
type StepKind string

// The steps, in the order in which they are applied.
const (
	StepRows      StepKind = "rows"      // sum of the rounded rows
	StepRescale   StepKind = "rescale"   // rows that are not applicable are dropped, the rest scaled up
	StepDeduction StepKind = "deduction" // points off for over-achievement
	StepCap       StepKind = "cap"       // total limited by the execution rate
	StepFloor     StepKind = "floor"     // never below 0
	StepTotal     StepKind = "total"     // as printed
)

// Step is one step on the way to the total: the amount after it and why.
type Step struct {
	Kind   StepKind        `json:"kind"`
	After  decimal.Decimal `json:"after"`
	Reason Message         `json:"reason"`
}

// GradeDistance is how far the total is from a grade's bound: positive when it lies above, negative when below.
type GradeDistance struct {
	Grade    string          `json:"grade"`
	Min      decimal.Decimal `json:"min"`
	Distance decimal.Decimal `json:"distance"`
}

// Highest is the highest total the rules allow for this money and these states, and what limits it.
type Highest struct {
	Total  decimal.Decimal `json:"total"`
	Grade  string          `json:"grade"`
	Limits []Message       `json:"limits,omitempty"`
}

// Encode writes the scorecard as its documented JSON. The same scheme and evaluation give the same bytes, in any year.
func (c *Scorecard) Encode() ([]byte, error) { return strictjson.Encode(c) }
