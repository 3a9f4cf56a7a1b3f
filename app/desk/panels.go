package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// Panels (多人独立评分): a coordinator begins a panel, sends every member a call, takes in the answers, and arbitrates; a member takes in
// the call as a bundle, fills in the form alone, submits and returns it. A call is kept under the panel's ID, a slash and the member's ID.

// PanelInfo is what a list shows of a panel or call.
type PanelInfo struct {
	Key       string // for [Desk.Panel]
	Evaluator string // whose call it is; "" where the panel is coordinated here
	Project   string
	Year      int
	Members   int         // without those who were withdrawn
	Submitted int         // forms, of these members
	State     panel.State // of the evaluator's own form; "" for a panel
}

// Panels lists the panels that are coordinated here and the calls that came here, by key.
func (d *Desk) Panels(ctx context.Context) ([]PanelInfo, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	keys, err := x.Keys(ctx, bundle.RecordPanel)
	if err != nil {
		return nil, err
	}
	var all []PanelInfo
	for _, key := range keys {
		p, err := panelOf(ctx, x, key)
		if errors.Is(err, handover.ErrAbsent) {
			continue
		}
		if err != nil {
			return nil, err
		}
		info := PanelInfo{Key: key, Project: p.Evaluation.Project.Name, Year: p.Evaluation.FiscalYear, Members: len(p.Counted())}
		_, info.Evaluator, _ = strings.Cut(key, "/")
		for i := range p.Forms {
			if _, withdrawn := p.Withdrawal(p.Forms[i].Evaluator); p.Forms[i].State == panel.Submitted && !withdrawn {
				info.Submitted++
			}
			if p.Forms[i].Evaluator == info.Evaluator {
				info.State = p.Forms[i].State
			}
		}
		all = append(all, info)
	}
	return all, nil
}

func panelOf(ctx context.Context, x *handover.Exchange, key string) (*panel.Panel, error) {
	data, err := x.Get(ctx, bundle.RecordPanel, key)
	if err != nil {
		return nil, exchangeFault(err)
	}
	return panel.Read(data)
}

// keepPanel keeps a panel or call as one action in the history; what was done is a word.
func keepPanel(ctx context.Context, x *handover.Exchange, what, key string, p *panel.Panel) error {
	data, err := p.Encode()
	if err != nil {
		return err
	}
	deed := fmt.Sprintf("%s %s %s %d/%s", handover.Panel, what, key, p.Evaluation.FiscalYear, p.Evaluation.ID)
	return x.Keep(ctx, handover.Deed(deed), bundle.RecordPanel, key, flatJSON(data))
}

// Panel returns a panel or call by its key. One that is not there is an [*ExchangeError] wrapping [handover.ErrAbsent].
func (d *Desk) Panel(ctx context.Context, key string) (*panel.Panel, error) {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return panelOf(ctx, x, key)
}

// savePanel keeps a panel or call under a key; what was done is a word.
func (d *Desk) savePanel(ctx context.Context, what, key string, p *panel.Panel) error {
	x, done, err := d.exchange(ctx)
	if err != nil {
		return err
	}
	defer done()
	return exchangeFault(keepPanel(ctx, x, what, key, p))
}

// BeginPanel begins a panel over an evaluation as it stands now, under rules of its own or, for nil, the scheme's. Answers made after the
// ISO date due are late; "" sets no day. Errors are joined [*scoring.InputError] values, or those of the store.
func (d *Desk) BeginPanel(ctx context.Context, year int, id string, members []panel.Member, rule *scoring.PanelRule, due string) (*panel.Panel, error) {
	e, _, err := d.store.Evaluation(ctx, year, id)
	if err != nil {
		return nil, err
	}
	p := &panel.Panel{Format: panel.Format, ID: "p" + d.ids(), Evaluation: e, Rule: rule, Due: due, Members: members}
	data, err := p.Encode()
	if err != nil {
		return nil, err
	}
	if p, err = panel.Read(data); err != nil {
		return nil, err
	}
	return p, d.savePanel(ctx, "begin", p.ID, p)
}

// form returns the call under a key with the evaluator's own form in it.
func (d *Desk) form(ctx context.Context, key string) (*panel.Panel, *panel.Form, error) {
	p, err := d.Panel(ctx, key)
	if err != nil {
		return nil, nil, err
	}
	_, evaluator, _ := strings.Cut(key, "/")
	form, ok := p.Form(evaluator)
	if !ok {
		return nil, nil, &ExchangeError{Err: &handover.AbsentError{Kind: "form", Key: key}}
	}
	return p, form, nil
}

// OwnForm returns a call and the evaluator's own form, to be edited and given to [Desk.SaveForm]. Nothing of other evaluators is in it.
func (d *Desk) OwnForm(ctx context.Context, key string) (*panel.Panel, panel.Form, error) {
	p, form, err := d.form(ctx, key)
	if err != nil {
		return nil, panel.Form{}, err
	}
	own := *form
	own.Answers = slices.Clone(form.Answers)
	return p, own, nil
}

// SaveForm keeps an evaluator's form in the call under a key; with submit it is closed for good. Errors are a [*panel.IncompleteError], a
// [*panel.ConflictError] where another one was submitted, joined [*scoring.InputError] values, or those of the store.
func (d *Desk) SaveForm(ctx context.Context, key string, form panel.Form, submit bool) error {
	p, err := d.Panel(ctx, key)
	if err != nil {
		return err
	}
	what := "form"
	if submit {
		what = "submit"
		if err := p.Submit(&form); err != nil {
			return err
		}
	}
	if err := p.Add(form); err != nil {
		return err
	}
	return d.savePanel(ctx, what, key, p)
}

// PanelResult puts the submitted forms of a panel together: every evaluator's points, what they come to, dispersion, disagreement,
// arbitration. Errors are an [*app.UnknownSchemeError], or those of [Desk.Panel] and [panel.Tally].
func (d *Desk) PanelResult(ctx context.Context, id string) (*panel.Panel, *panel.Result, error) {
	p, err := d.Panel(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	scheme, err := d.schemes.For(p.Evaluation.Scheme)
	if err != nil {
		return nil, nil, err
	}
	result, err := panel.Tally(scheme, p)
	return p, result, err
}

// Arbitrate sets the points of an indicator of a panel after its evaluators disagreed; an earlier arbitration of it is replaced. Errors
// are joined [*scoring.InputError] values, or those of the store.
func (d *Desk) Arbitrate(ctx context.Context, id string, a panel.Arbitration) error {
	p, err := d.Panel(ctx, id)
	if err != nil {
		return err
	}
	p.Arbitrations = slices.DeleteFunc(p.Arbitrations, func(old panel.Arbitration) bool { return old.Indicator == a.Indicator })
	p.Arbitrations = append(p.Arbitrations, a)
	data, err := p.Encode()
	if err != nil {
		return err
	}
	if p, err = panel.Read(data); err != nil { // refuses what the panel cannot take
		return err
	}
	return d.savePanel(ctx, "arbitrate", id, p)
}

// Withdraw takes an evaluator out of a panel's result, as one action that [Desk.UndoLast] takes back; what was given stays in the panel. Errors
// are those of [panel.Panel.Withdraw] and of the store.
func (d *Desk) Withdraw(ctx context.Context, id string, w panel.Withdrawal) error {
	p, err := d.Panel(ctx, id)
	if err != nil {
		return err
	}
	if err := p.Withdraw(w); err != nil {
		return err
	}
	return d.savePanel(ctx, "withdraw", id, p)
}

// Reopen takes back all arbitrations of a panel, as one action that [Desk.UndoLast] takes back, and returns how many there were; without any
// nothing is done. Errors are those of [Desk.Panel] and of the store.
func (d *Desk) Reopen(ctx context.Context, id string) (int, error) {
	p, err := d.Panel(ctx, id)
	if err != nil || len(p.Arbitrations) == 0 {
		return 0, err
	}
	count := len(p.Arbitrations)
	p.Arbitrations = nil
	return count, d.savePanel(ctx, "reopen", id, p)
}
