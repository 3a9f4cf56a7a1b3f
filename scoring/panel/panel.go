package panel

import (
	"slices"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
)

// The values of the "format" member of the documents of this package.
const (
	Format       = "zhunsheng/panel/1"
	FormFormat   = "zhunsheng/panel-form/1"
	ResultFormat = "zhunsheng/panel-result/1"
)

// Panel (评审组) is a call for scores and what has come in.
type Panel struct {
	Format       string
	ID           string
	Evaluation   *scoring.Evaluation
	Rule         *scoring.PanelRule // nil: the scheme's, else [DefaultRule]
	Due          string             // ISO date of the last day for answers, "" for none
	Members      []Member
	Forms        []Form // at most one of each member
	Arbitrations []Arbitration
	Withdrawals  []Withdrawal // at most one of each member
}

// Member (评审人) is one evaluator.
type Member struct {
	ID    string          `json:"id"`
	Name  string          `json:"name"`
	Share decimal.Decimal `json:"share,omitzero"` // for the weighted method; shares need not add up to anything
}

// Form (评分表) is what one evaluator gives.
type Form struct {
	Format    string   `json:"format,omitempty"` // [FormFormat] in a file of its own
	Panel     string   `json:"panel,omitempty"`  // ID of the panel
	Evaluator string   `json:"evaluator"`        // ID of the member
	State     State    `json:"state"`
	Recusal   *Recusal `json:"recusal,omitempty"` // from the whole evaluation
	Answers   []Answer `json:"answers,omitempty"`
}

// State says whether a form may still change.
type State string

// The states of a form. Only submitted ones count.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
)

// Answer is what an evaluator says about one indicator: points, or why not. An answer with neither is still open.
type Answer struct {
	Indicator string              `json:"indicator"`
	Points    decimal.NullDecimal `json:"points,omitzero"` // 0..weight
	Recusal   *Recusal            `json:"recusal,omitempty"`
	Comment   string              `json:"comment,omitempty"`
}

// Recusal (回避) says why an evaluator does not judge.
type Recusal struct {
	Reason string `json:"reason"`
}

// Arbitration (仲裁) sets the points of an indicator after the evaluators disagreed. It needs a reason.
type Arbitration struct {
	Indicator string          `json:"indicator"`
	Points    decimal.Decimal `json:"points"` // 0..weight
	Reason    string          `json:"reason"`
	By        string          `json:"by,omitempty"`
}

// DefaultRule is used where neither the panel nor the scheme has one: the mean, asking for a look where points lie more than a fifth
// of the weight apart.
func DefaultRule() scoring.PanelRule {
	return scoring.PanelRule{Method: scoring.PanelMean, MaxRange: decimal.MustNew(20, 0)}
}

// RuleUnder returns the rule that counts under a scheme.
func (p *Panel) RuleUnder(s *scoring.Scheme) scoring.PanelRule {
	switch {
	case p.Rule != nil:
		return *p.Rule
	case s.Panel != nil:
		return *s.Panel
	default:
		return DefaultRule()
	}
}

// Member returns the evaluator with an ID.
func (p *Panel) Member(id string) (*Member, bool) {
	at := slices.IndexFunc(p.Members, func(m Member) bool { return m.ID == id })
	if at < 0 {
		return nil, false
	}
	return &p.Members[at], true
}

// Form returns the form of an evaluator.
func (p *Panel) Form(evaluator string) (*Form, bool) {
	at := slices.IndexFunc(p.Forms, func(f Form) bool { return f.Evaluator == evaluator })
	if at < 0 {
		return nil, false
	}
	return &p.Forms[at], true
}

// Judged reports whether evaluators give points for an indicator: one that is not applicable, not due or without evidence is decided
// by its state.
func Judged(ind *scoring.Indicator) bool { return ind.State == scoring.StateScored }

// BlankForm returns an empty draft for an evaluator, with an open answer for every indicator that is judged.
func (p *Panel) BlankForm(evaluator string) Form {
	f := Form{Format: FormFormat, Panel: p.ID, Evaluator: evaluator, State: Draft}
	for i := range p.Evaluation.Indicators {
		if ind := &p.Evaluation.Indicators[i]; Judged(ind) {
			f.Answers = append(f.Answers, Answer{Indicator: ind.ID})
		}
	}
	return f
}

// answer returns what a form says about an indicator.
func (f *Form) answer(indicator string) (*Answer, bool) {
	for i := range f.Answers {
		if f.Answers[i].Indicator == indicator {
			return &f.Answers[i], true
		}
	}
	return nil, false
}

// Open lists the indicators of an evaluation that the form neither gives points for nor steps back from, in the evaluation's order.
func (f *Form) Open(e *scoring.Evaluation) []string {
	if f.Recusal != nil {
		return nil
	}
	var open []string
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		if !Judged(ind) {
			continue
		}
		if a, ok := f.answer(ind.ID); !ok || (!a.Points.Valid && a.Recusal == nil) {
			open = append(open, ind.ID)
		}
	}
	return open
}

func (p *Panel) arbitration(indicator string) *Arbitration {
	for i := range p.Arbitrations {
		if p.Arbitrations[i].Indicator == indicator {
			return &p.Arbitrations[i]
		}
	}
	return nil
}
