package scoring

import "github.com/govalues/decimal"

// SchemeFormat is the value of the "format" member of a scheme file that this program writes and reads.
const SchemeFormat = "zhunsheng/scheme/1"

// Scheme (评分办法) is the versioned set of rules under which evaluations are scored. Once an evaluation refers to a scheme, that
// version is never edited: a change is a new version. All weights and points are on the scale of FullMark.
type Scheme struct {
	Format    string   `json:"format"`
	ID        string   `json:"id"`
	Version   string   `json:"version"`
	Title     Text     `json:"title"`
	Authority string   `json:"authority"` // the rule it follows, quoted by number, such as 财预〔2020〕10号
	Standing  Standing `json:"standing"`
	Note      Text     `json:"note,omitempty"`
	FirstYear int      `json:"firstYear,omitempty"` // first fiscal year it may be used for; 0: any
	LastYear  int      `json:"lastYear,omitempty"`
	Deadline  string   `json:"deadline,omitempty"` // month and day, MM-DD, of the following year by which an evaluation is due; "": not set

	FullMark        decimal.Decimal     `json:"fullMark"` // 100 everywhere so far
	Places          int                 `json:"places"`   // decimal places of a row and of the total
	Execution       ExecutionRule       `json:"execution"`
	Levels          []LevelRule         `json:"levels"`
	Methods         []MethodKind        `json:"methods"` // the methods an indicator may use
	Tiers           []Tier              `json:"tiers,omitempty"`
	Satisfaction    []Band              `json:"satisfaction,omitempty"` // none: satisfaction scores in proportion
	PassLine        decimal.Decimal     `json:"passLine,omitzero"`      // default pass line, % of the target
	Ceiling         CeilingFormula      `json:"ceiling"`
	Equality        EqualityRule        `json:"equality"`
	OverAchievement OverAchievementRule `json:"overAchievement,omitzero"`
	Caps            []TotalCap          `json:"caps,omitempty"`
	NotApplicable   NotApplicableRule   `json:"notApplicable,omitzero"`
	Panel           *PanelRule          `json:"panel,omitempty"` // absent: panels say themselves how they agree
	Grades          []GradeBound        `json:"grades"`
	Thresholds      Thresholds          `json:"thresholds"`
	Roles           []Role              `json:"roles"`
	Outline         []Section           `json:"outline"`
}

// Standing says how far a scheme can be relied on.
type Standing string

// The standings a scheme can have.
const (
	StandingRule          Standing = "rule"            // follows a published rule
	StandingPractice      Standing = "practice"        // follows common practice
	StandingIllustrative  Standing = "illustrative"    // made to illustrate; not anybody's rule
	StandingToBeConfirmed Standing = "to-be-confirmed" // reported, not checked against the text of the rule
)

// ExecutionRule scores the budget execution rate (预算执行率). Weight 0 means the scheme has no execution row.
type ExecutionRule struct {
	Weight      decimal.Decimal `json:"weight"`
	Denominator Denominator     `json:"denominator,omitempty"`
	Bands       []Band          `json:"bands,omitempty"` // none: in proportion, at most the weight; else on the rate in %
}

// Denominator is the budget that execution is measured against.
type Denominator string

// The budgets an execution rate can be measured against. The national rule takes the adjusted one (全年预算数), carry-over included.
const (
	AdjustedBudget Denominator = "adjusted"
	InitialBudget  Denominator = "initial"
)

// Band grants Earns percent of the weight to a value of at least AtLeast. Bands are listed from the highest bound down; a value
// below the last one earns nothing.
type Band struct {
	AtLeast decimal.Decimal `json:"atLeast"`
	Earns   decimal.Decimal `json:"earns"`
}

// LevelRule names a level-1 or level-2 heading and the weight all its indicators must add up to.
type LevelRule struct {
	Name      string          `json:"name"`
	Aliases   []string        `json:"aliases,omitempty"`
	Weight    decimal.Decimal `json:"weight,omitzero"`    // 0: not prescribed
	Tolerance decimal.Decimal `json:"tolerance,omitzero"` // how far the indicators' sum may differ from Weight
	FallsTo   string          `json:"fallsTo,omitempty"`  // the level that takes over the weight where an evaluation has no such indicator
	Children  []LevelRule     `json:"children,omitempty"`
}

// Tier (评判等级) is one tier of a qualitative judgement: it grants from Low to High percent of the weight.
// LowOpen excludes the lower bound, HighOpen the upper one.
type Tier struct {
	ID       string          `json:"id"`
	Name     Text            `json:"name"`
	Low      decimal.Decimal `json:"low"`
	High     decimal.Decimal `json:"high"`
	LowOpen  bool            `json:"lowOpen,omitempty"`
	HighOpen bool            `json:"highOpen,omitempty"`
}

// CeilingFormula is how points are lost when a ceiling (≤) is exceeded. The national rule is silent; both are in use.
type CeilingFormula string

// The two formulas in use for an exceeded ceiling.
const (
	CeilingRatio  CeilingFormula = "ratio"  // weight x target / actual
	CeilingLinear CeilingFormula = "linear" // weight x (1 - (actual-target)/target), not below 0
)

// EqualityRule is how an "=" target is scored when the actual differs from it.
type EqualityRule string

// The two readings of an "=" target.
const (
	EqualityOneSided EqualityRule = "one-sided" // like ≥: exceeding it loses nothing
	EqualityTwoSided EqualityRule = "two-sided" // weight x (1 - |actual-target|/target), not below 0
)

// OverAchievementRule says from which completion on (in % of the target, such as 130) a target counts as plainly too low, and how
// many points that costs an indicator; 0 points only asks for a reason. A zero Threshold switches the rule off.
type OverAchievementRule struct {
	Threshold decimal.Decimal `json:"threshold"`
	Deduct    decimal.Decimal `json:"deduct,omitzero"`
}

// TotalCap limits the total to Max where the execution rate (in %) is below Below. The lowest matching cap applies.
type TotalCap struct {
	Below decimal.Decimal `json:"below"`
	Max   decimal.Decimal `json:"max"`
}

// NotApplicableRule says what happens to the weight of rows that are not applicable or not yet due.
type NotApplicableRule struct {
	KeepsWeight       bool `json:"keepsWeight,omitempty"`       // the row's weight is simply lost
	RescalesExecution bool `json:"rescalesExecution,omitempty"` // the execution row takes part in the rescale
}

// GradeBound (等级) is given to totals of at least Min that reach no higher grade.
type GradeBound struct {
	Name    string          `json:"name"`
	Aliases []string        `json:"aliases,omitempty"`
	Text    Text            `json:"text,omitempty"`
	Min     decimal.Decimal `json:"min"`
}

// Thresholds are the bounds of the quality checks, in percent unless stated. They are data because bureaus differ. A bound of 0
// switches its check off; the two tolerances (A4, A11) are then exact.
type Thresholds struct {
	LowExecution     decimal.Decimal `json:"lowExecution"`     // C1: below it an explanation is due (90)
	HighTotal        decimal.Decimal `json:"highTotal"`        // C2: points (90) ...
	DoubtedExecution decimal.Decimal `json:"doubtedExecution"` // C2: ... with execution below it (80)
	BudgetAdjustment decimal.Decimal `json:"budgetAdjustment"` // C5: |adjusted/initial - 1| above it (20)
	OverAchievement  decimal.Decimal `json:"overAchievement"`  // B1: completion from it on (130)
	TotalDifference  decimal.Decimal `json:"totalDifference"`  // A4: points (0.01)
	ShareDifference  decimal.Decimal `json:"shareDifference"`  // A11: percentage points (5)
	HalfExecution    decimal.Decimal `json:"halfExecution"`    // B12: outputs full with execution below it (50)
	FullExecution    decimal.Decimal `json:"fullExecution"`    // B13: execution from it on (95) ...
	LittleOutput     decimal.Decimal `json:"littleOutput"`     // B13: ... with outputs below it (60)
	HeavyIndicator   decimal.Decimal `json:"heavyIndicator"`   // D11: points (40)
	CopiedText       decimal.Decimal `json:"copiedText"`       // D5: likeness with last year's text above it (90)
	GoalMonths       int             `json:"goalMonths"`       // D16: goals are set within so many months of the year (6)
}

// Role is someone who signs the report, in the order of the list.
type Role struct {
	ID       string `json:"id"` // names the signature field: preparer, reviewer, principal
	Name     Text   `json:"name"`
	Required bool   `json:"required,omitempty"`
}

// Section is one heading of the report's outline; its text is the evaluation's narrative of the same ID.
type Section struct {
	ID       string    `json:"id"`
	Title    Text      `json:"title"`
	Required bool      `json:"required,omitempty"`
	Children []Section `json:"children,omitempty"`
}

// Level returns the level-1 rule that a heading such as "产出指标" stands for, by name or alias.
func (s *Scheme) Level(heading string) (*LevelRule, bool) {
	return findLevel(s.Levels, heading)
}

// Child returns the level-2 rule that a heading stands for.
func (l *LevelRule) Child(heading string) (*LevelRule, bool) {
	return findLevel(l.Children, heading)
}

// findLevel takes a heading that is spelled as in the scheme at once, else folds both spellings.
func findLevel(levels []LevelRule, heading string) (*LevelRule, bool) {
	heading = bareHeading(heading)
	for i := range levels {
		if levels[i].Name == heading {
			return &levels[i], true
		}
	}
	for i := range levels {
		if levels[i].is(heading) {
			return &levels[i], true
		}
	}
	return nil, false
}

// is reports whether a bare heading is the level's name or one of its aliases.
func (l *LevelRule) is(bare string) bool {
	if bareHeading(l.Name) == bare {
		return true
	}
	for _, alias := range l.Aliases {
		if bareHeading(alias) == bare {
			return true
		}
	}
	return false
}

// Tier returns the tier with the given ID.
func (s *Scheme) Tier(id string) (*Tier, bool) {
	for i := range s.Tiers {
		if s.Tiers[i].ID == id {
			return &s.Tiers[i], true
		}
	}
	return nil, false
}

// Allows reports whether an indicator may use the method.
func (s *Scheme) Allows(kind MethodKind) bool {
	for _, k := range s.Methods {
		if k == kind {
			return true
		}
	}
	return false
}
