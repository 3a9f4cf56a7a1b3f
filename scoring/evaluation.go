package scoring

import (
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring/target"
)

// EvaluationFormat is the value of the "format" member of an evaluation file that this program writes and reads.
const EvaluationFormat = "zhunsheng/evaluation/1"

// Evaluation (自评) is one project's self-evaluation for one fiscal year: everything the official table and the report hold.
type Evaluation struct {
	Format     string      `json:"format"`
	ID         string      `json:"id"`
	FiscalYear int         `json:"fiscalYear"`
	Scheme     SchemeRef   `json:"scheme"`
	Project    Project     `json:"project"`
	MoneyUnit  string      `json:"moneyUnit"` // "万元" on the national form, "元" elsewhere; never guessed
	Funds      []FundRow   `json:"funds"`     // the first row is the total (年度资金总额)
	Parts      []Part      `json:"parts,omitempty"`
	Goals      []Goal      `json:"goals,omitempty"`
	GoalsSet   string      `json:"goalsSet,omitempty"` // ISO date on which goals and targets were set; "" where it is not known
	Indicators []Indicator `json:"indicators"`
	Narrative  []Narrative `json:"narrative,omitempty"`
	Evidence   []Evidence  `json:"evidence,omitempty"`
	Answers    []Answer    `json:"answers,omitempty"`
	Declared   Declared    `json:"declared,omitzero"`
	SignOff    SignOff     `json:"signOff,omitzero"`
	Status     Status      `json:"status,omitempty"`
}

// SchemeRef names the scheme an evaluation is scored under. Hash, if present, pins its content.
type SchemeRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash,omitempty"`
}

// Project holds the header of the official table.
type Project struct {
	Name       string `json:"name"`
	Code       string `json:"code,omitempty"`
	Unit       string `json:"unit"`                 // 实施单位
	Department string `json:"department,omitempty"` // 主管部门
	Nature     string `json:"nature,omitempty"`
	Period     string `json:"period,omitempty"`
}

// FundRow (资金行) is one source of money. Amounts are in the evaluation's MoneyUnit; an absent one was left blank on the form.
type FundRow struct {
	Name     string              `json:"name"`
	Depth    int                 `json:"depth"` // 0 the total, 1 a source of it, 2 and more a breakdown that is not added up
	Initial  decimal.NullDecimal `json:"initial,omitzero"`
	Adjusted decimal.NullDecimal `json:"adjusted,omitzero"`
	Executed decimal.NullDecimal `json:"executed,omitzero"`
	// What a published table prints on this row. Only the total row may carry them.
	DeclaredWeight decimal.NullDecimal `json:"declaredWeight,omitzero"`
	DeclaredRate   decimal.NullDecimal `json:"declaredRate,omitzero"` // %
	DeclaredScore  decimal.NullDecimal `json:"declaredScore,omitzero"`
}

// Part (专项) is a sub-project with indicators, and possibly money, of its own.
type Part struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Funds   []FundRow `json:"funds,omitempty"`
	Summary string    `json:"summary,omitempty"` // what the money was for and what came of it
	Figures []Figure  `json:"figures,omitempty"` // reported figures that are not scored
}

// Figure is a reported number that no indicator scores, such as last year's stock or a yearly growth rate.
type Figure struct {
	Name  string `json:"name"`
	Value string `json:"value"` // as it is to be printed, digits and signs included
	Unit  string `json:"unit,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Goal (年度总体目标) is an expected goal and what became of it.
type Goal struct {
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
}

// Indicator (三级指标) is one level-3 indicator with what was promised, what was reached and how that is judged.
type Indicator struct {
	ID        string              `json:"id"`
	Part      string              `json:"part,omitempty"` // ID of its part
	Level1    string              `json:"level1"`
	Level2    string              `json:"level2"`
	Name      string              `json:"name"`
	Target    target.Value        `json:"target"`
	Published TargetPublication   `json:"targetPublication,omitempty"`
	Actual    target.Value        `json:"actual"`
	Weight    decimal.Decimal     `json:"weight"` // points
	Method    Method              `json:"method"`
	State     State               `json:"state,omitempty"`
	Judgement Judgement           `json:"judgement,omitzero"`
	Override  *Override           `json:"override,omitempty"`
	Reason    string              `json:"reason,omitempty"` // 偏差原因分析及改进措施
	Evidence  []string            `json:"evidence,omitempty"`
	Declared  decimal.NullDecimal `json:"declaredScore,omitzero"` // the score a published table prints
	LastYear  target.Value        `json:"lastYear,omitzero"`      // last year's actual, where known
	Note      string              `json:"note,omitempty"`
}

// TargetPublication says whether a target was ever published; "" means it was.
type TargetPublication string

// TargetUnpublished marks an indicator whose target was never published: a state of its own, not an empty cell.
const TargetUnpublished TargetPublication = "unpublished"

// State says whether an indicator takes part in the score; "" means it does.
type State string

// The states of an indicator.
const (
	StateScored        State = ""
	StateNoEvidence    State = "no-evidence"    // reached, perhaps, but nothing proves it: earns nothing, and is neither low nor absent
	StateNotApplicable State = "not-applicable" // dropped; the remaining weights are scaled up
	StateNotDue        State = "not-due"        // falls due in a later year; dropped like one that is not applicable
)

// Judgement is what the evaluator decides where the figures alone do not.
type Judgement struct {
	Tier   string              `json:"tier,omitempty"`   // qualitative: ID of the scheme's tier
	Points decimal.NullDecimal `json:"points,omitzero"`  // qualitative: points within the tier (absent: its upper end); manual: points
	Answer string              `json:"answer,omitempty"` // yes/no: "yes" or "no"; absent: read from the actual
	Reason string              `json:"reason,omitempty"` // manual: why these points; absent: the indicator's deviation reason says it
}

// The answers of a yes/no judgement.
const (
	AnswerYes = "yes"
	AnswerNo  = "no"
)

// ReadCells reads target, actual and last year's actual from their texts, with the fiscal year for dates that name none and with a sign
// and unit that the form puts into the indicator's name ("(≥台)"). A reading that a person corrected stands.
func (ind *Indicator) ReadCells(fiscalYear int) {
	context := target.Context{FiscalYear: fiscalYear}
	for _, v := range []*target.Value{&ind.Target, &ind.Actual, &ind.LastYear} {
		if !v.Corrected {
			*v = v.Reparse(context)
		}
	}
	sign, unit, ok := target.InName(ind.Name)
	if !ok {
		return
	}
	if !ind.Target.Corrected {
		ind.Target = ind.Target.WithHint(sign, unit)
	}
	for _, v := range []*target.Value{&ind.Actual, &ind.LastYear} {
		if !v.Corrected {
			*v = v.WithHint(target.NoSign, unit)
		}
	}
}

// Override replaces a rule's score by a person's; it needs a reason and stays visible beside the rule's score.
type Override struct {
	Points decimal.Decimal `json:"points"`
	Reason string          `json:"reason"`
	By     string          `json:"by,omitempty"`
}

// Narrative is the text of one section of the report's outline; paragraphs are separated by line breaks. Tokens of package figure, such as
// {{total}}, stand for values of the evaluation.
type Narrative struct {
	Section string `json:"section"`
	Text    string `json:"text"`
}

// Evidence (佐证材料) is a file or reference that proves an actual value.
type Evidence struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	SHA256 string `json:"sha256,omitempty"`
	Pages  string `json:"pages,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Answer settles a finding that asks for a reason: Check is its ID (such as "C1"), Place what it is about.
type Answer struct {
	Check string `json:"check"`
	Place string `json:"place,omitempty"`
	Text  string `json:"text"`
}

// Declared holds what a published or imported table prints, to be compared with what the rules give.
type Declared struct {
	TotalWeight decimal.NullDecimal `json:"totalWeight,omitzero"`
	Total       decimal.NullDecimal `json:"total,omitzero"`
	Grade       string              `json:"grade,omitempty"`
}

// SignOff holds the people and dates on the form.
type SignOff struct {
	Preparer  string `json:"preparer,omitempty"`  // 填报人
	Contact   string `json:"contact,omitempty"`   // telephone
	Principal string `json:"principal,omitempty"` // 负责人
	Date      string `json:"date,omitempty"`      // ISO date of the evaluation
}

// Status is where an evaluation stands in the workflow; "" means draft.
type Status string

// The statuses of an evaluation.
const (
	StatusDraft     Status = "draft"
	StatusSubmitted Status = "submitted"
	StatusReturned  Status = "returned"
	StatusReviewed  Status = "reviewed"
	StatusSigned    Status = "signed"
)

// TotalFunds returns the row of the total (年度资金总额), which alone is scored.
func (e *Evaluation) TotalFunds() (*FundRow, bool) {
	for i := range e.Funds {
		if e.Funds[i].Depth == 0 {
			return &e.Funds[i], true
		}
	}
	return nil, false
}

// Part returns the part with the given ID.
func (e *Evaluation) Part(id string) (*Part, bool) {
	for i := range e.Parts {
		if e.Parts[i].ID == id {
			return &e.Parts[i], true
		}
	}
	return nil, false
}

// Section returns the narrative text of a section of the outline, "" where there is none.
func (e *Evaluation) Section(id string) string {
	for i := range e.Narrative {
		if e.Narrative[i].Section == id {
			return e.Narrative[i].Text
		}
	}
	return ""
}

// AnswerTo returns the answer given to a check at a place; an answer without a place holds for the whole evaluation.
func (e *Evaluation) AnswerTo(check, place string) string {
	general := ""
	for _, a := range e.Answers {
		if a.Check != check {
			continue
		}
		if a.Place == place {
			return a.Text
		}
		if a.Place == "" {
			general = a.Text
		}
	}
	return general
}

// bareHeading folds the spellings of a level heading: 产出, 产出指标, 产出指标(50分) and 一、产出指标 are one.
func bareHeading(heading string) string {
	heading = strings.TrimSpace(heading)
	for _, bracket := range [...]string{"(", "（"} {
		if i := strings.Index(heading, bracket); i > 0 {
			heading = heading[:i]
		}
	}
	heading = strings.TrimLeft(heading, "一二三四五六七八九十0123456789、.． ")
	heading = strings.TrimSpace(heading)
	if bare := strings.TrimSuffix(heading, "指标"); bare != "" {
		heading = bare
	}
	return heading
}
