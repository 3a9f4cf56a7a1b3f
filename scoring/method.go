package scoring

import "github.com/govalues/decimal"

// MethodKind names how target and actual become points (赋分方法).
type MethodKind string

// The methods. Each has its rule in the file method_<group>.go that its comment names.
const (
	MethodProportional MethodKind = "proportional" // ≥: met = weight, short = weight x actual/target (method_quantity.go)
	MethodCeiling      MethodKind = "ceiling"      // ≤: by the ratio or the linear formula (method_quantity.go)
	MethodEquality     MethodKind = "equality"     // =: one- or two-sided (method_quantity.go)
	MethodInterval     MethodKind = "interval"     // between two bounds (method_quantity.go)
	MethodPassLine     MethodKind = "pass-line"    // 完成比例赋分: in proportion, nothing below the pass line (method_quantity.go)
	MethodBanded       MethodKind = "banded"       // a table of bands (method_banded.go)
	MethodSatisfaction MethodKind = "satisfaction" // 满意度赋分: the scheme's bands, else in proportion (method_banded.go)
	MethodDeduction    MethodKind = "deduction"    // so many points off per occurrence or per step short (method_deduction.go)
	MethodDeadline     MethodKind = "deadline"     // in time, or so many points off per day or month late (method_deduction.go)
	MethodYesNo        MethodKind = "yes-no"       // 直接赋分: done or not (method_judged.go)
	MethodTier         MethodKind = "tier"         // 评判等级赋分: a qualitative tier (method_judged.go)
	MethodManual       MethodKind = "manual"       // points given by hand, with a reason (method_judged.go)
	MethodFormula      MethodKind = "formula"      // an expression over named figures (method_formula.go)
)

// Method is a method with its parameters; those that are absent come from the scheme.
type Method struct {
	Kind MethodKind `json:"kind"`

	Ceiling  CeilingFormula  `json:"ceiling,omitempty"`  // ceiling: overrides the scheme's formula
	Equality EqualityRule    `json:"equality,omitempty"` // equality: overrides the scheme's reading
	PassLine decimal.Decimal `json:"passLine,omitzero"`  // pass-line: % of the target
	Bands    []Band          `json:"bands,omitempty"`    // banded, satisfaction
	Basis    BandBasis       `json:"basis,omitempty"`    // banded: what the bands are read against
	Step     decimal.Decimal `json:"step,omitzero"`      // deduction: size of one step short of the target; 0: the actual counts occurrences
	Deduct   decimal.Decimal `json:"deduct,omitzero"`    // deduction, deadline: points off per occurrence, step, day or month
	Per      LateUnit        `json:"per,omitempty"`      // deadline: "" is all or nothing

	Expression string                     `json:"expression,omitempty"` // formula: gives the share of the weight, 0 to 1
	Figures    map[string]decimal.Decimal `json:"figures,omitempty"`    // formula: the named figures besides target, actual and weight
}

// BandBasis says what a band table is read against.
type BandBasis string

// The bases of a band table.
const (
	BandActual     BandBasis = ""           // the actual itself
	BandCompletion BandBasis = "completion" // actual/target in %
)

// LateUnit is the unit in which lateness is counted.
type LateUnit string

// The units of lateness; a unit that has begun counts whole.
const (
	LateDay   LateUnit = "day"
	LateMonth LateUnit = "month"
)

// rule is one method: what it earns for an indicator. Rules never fail: what keeps them from scoring is a problem of the outcome.
type rule func(in input) outcome

var rules = map[MethodKind]rule{
	MethodProportional: proportional,
	MethodCeiling:      ceiling,
	MethodEquality:     equality,
	MethodInterval:     interval,
	MethodPassLine:     passLine,
	MethodBanded:       banded,
	MethodSatisfaction: satisfaction,
	MethodDeduction:    deduction,
	MethodDeadline:     deadline,
	MethodYesNo:        yesNo,
	MethodTier:         tier,
	MethodManual:       manual,
	MethodFormula:      formula,
}

// MethodKinds lists every method in the order in which they are offered.
func MethodKinds() []MethodKind {
	return []MethodKind{
		MethodProportional, MethodCeiling, MethodEquality, MethodInterval, MethodPassLine, MethodBanded, MethodSatisfaction,
		MethodDeduction, MethodDeadline, MethodYesNo, MethodTier, MethodManual, MethodFormula,
	}
}

// input is what a rule sees: the scheme, the indicator and the weight that counts under this scheme.
type input struct {
	scheme    *Scheme
	indicator *Indicator
	weight    decimal.Decimal
}

// outcome is what a rule says about one indicator.
type outcome struct {
	points  decimal.Decimal // rounded to the scheme's places, 0 <= points <= weight
	met     bool            // the target was reached
	pending bool            // something is still to be entered; problem says what
	problem Message
	working working
}

// problem keys: sentences of the translation files.
const (
	problemNoTarget      = "problem.no-target"
	problemNoActual      = "problem.no-actual"
	problemNotNumber     = "problem.not-a-number"
	problemNegative      = "problem.negative"
	problemNoRange       = "problem.no-range"
	problemNoDate        = "problem.no-date"
	problemNoBands       = "problem.no-bands"
	problemNoTier        = "problem.no-tier"
	problemOutsideTier   = "problem.outside-tier"
	problemNoPoints      = "problem.no-points"
	problemOutsideWeight = "problem.outside-weight"
	problemNoReason      = "problem.no-reason"
	problemAnswer        = "problem.answer-contradicts-actual"
	problemNoFormula     = "problem.expression.empty"
	problemFormulaEnds   = "problem.expression.end"
	problemFormula       = "problem.expression.syntax"
	problemFormulaName   = "problem.expression.name"
	problemFormulaZero   = "problem.expression.zero"
	problemFormulaRange  = "problem.expression.range"
	problemUnknownMethod = "problem.unknown-method"
	problemRange         = "problem.out-of-range"
	problemUnits         = "problem.units-differ"
)

func waiting(key string) outcome {
	return outcome{pending: true, problem: Message{Key: key}}
}

func waitingFor(key string, args Args) outcome {
	return outcome{pending: true, problem: Message{Key: key, Args: args}}
}
