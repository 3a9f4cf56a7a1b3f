package panel

import (
	"fmt"
	"slices"
	"strings"

	"zhunsheng/scoring"
)

// Withdrawal (退出) takes what an evaluator gave out of the result, for a reason that is stated. The evaluator's form stays in the panel and
// its points are told beside those that count; they enter neither mean nor dispersion, and nobody waits for a form that is not in.
type Withdrawal struct {
	Evaluator string `json:"evaluator"`
	Reason    string `json:"reason"`
	By        string `json:"by,omitempty"` // who decided it
}

// DecidedError says that the panel's disagreements have been arbitrated: those points were set in view of all evaluators, so none of them can
// be withdrawn until the arbitrations are taken back.
type DecidedError struct{ Arbitrations int }

// Error counts the arbitrations.
func (e *DecidedError) Error() string {
	return fmt.Sprintf("the panel has %d arbitrations", e.Arbitrations)
}

// Message names the sentence for the user.
func (e *DecidedError) Message() scoring.Message {
	return scoring.Message{Key: "panel.error.decided", Args: scoring.Args{"count": fmt.Sprint(e.Arbitrations)}}
}

// WithdrawnError says that an evaluator has been withdrawn from the panel.
type WithdrawnError struct{ Withdrawal Withdrawal }

// Error names the evaluator.
func (e *WithdrawnError) Error() string { return "withdrawn: " + e.Withdrawal.Evaluator }

// Message names the sentence for the user.
func (e *WithdrawnError) Message() scoring.Message {
	return scoring.Message{Key: "panel.error.withdrawn", Args: scoring.Args{"evaluator": e.Withdrawal.Evaluator, "reason": e.Withdrawal.Reason}}
}

// Withdrawal returns why an evaluator was withdrawn; ok is false for one who was not.
func (p *Panel) Withdrawal(evaluator string) (w Withdrawal, ok bool) {
	at := slices.IndexFunc(p.Withdrawals, func(w Withdrawal) bool { return w.Evaluator == evaluator })
	if at < 0 {
		return Withdrawal{}, false
	}
	return p.Withdrawals[at], true
}

// Withdraw takes an evaluator out of the result. The error is a [*DecidedError] while there are arbitrations, a [*WithdrawnError] for one who
// was withdrawn before, or joined [*scoring.InputError] values: an evaluator whom the panel does not have, or no reason.
func (p *Panel) Withdraw(w Withdrawal) error {
	f := faults{}
	p.checkWithdrawal(&f, "withdrawal", &w)
	if err := f.err(); err != nil {
		return err
	}
	if before, ok := p.Withdrawal(w.Evaluator); ok {
		return &WithdrawnError{Withdrawal: before}
	}
	if len(p.Arbitrations) > 0 {
		return &DecidedError{Arbitrations: len(p.Arbitrations)}
	}
	p.Withdrawals = append(p.Withdrawals, w)
	return nil
}

// Counted are the members who were not withdrawn.
func (p *Panel) Counted() []Member {
	return slices.DeleteFunc(slices.Clone(p.Members), func(m Member) bool {
		_, withdrawn := p.Withdrawal(m.ID)
		return withdrawn
	})
}

func (p *Panel) checkWithdrawals(f *faults) {
	seen := make(map[string]bool)
	for i := range p.Withdrawals {
		w, at := &p.Withdrawals[i], fmt.Sprintf("withdrawals[%d]", i)
		p.checkWithdrawal(f, at, w)
		if seen[w.Evaluator] {
			f.add("duplicate-id", at+".evaluator", w.Evaluator, "")
		}
		seen[w.Evaluator] = true
	}
}

func (p *Panel) checkWithdrawal(f *faults, at string, w *Withdrawal) {
	if _, ok := p.Member(w.Evaluator); !ok {
		f.add("reference", at+".evaluator", w.Evaluator, "")
	}
	if strings.TrimSpace(w.Reason) == "" {
		f.add("missing", at+".reason", "", "")
	}
}
