package desk

import (
	"context"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/contrast"
	"zhunsheng/scoring/panel"
	"zhunsheng/storage"
)

// panelSides are the submitted forms of the panels over an evaluation that are coordinated here, and what each panel comes to. A call that
// came from elsewhere shows nobody's form.
func (d *Desk) panelSides(ctx context.Context, year int, id string) ([]SideChoice, error) {
	infos, err := d.Panels(ctx)
	if err != nil {
		return nil, err
	}
	var choices []SideChoice
	for _, info := range infos {
		if info.Evaluator != "" || info.Submitted == 0 || info.Year != year {
			continue
		}
		p, err := d.Panel(ctx, info.Key)
		if err != nil {
			return nil, err
		}
		if p.Evaluation.ID != id {
			continue
		}
		for i := range p.Forms {
			if p.Forms[i].State != panel.Submitted {
				continue
			}
			name := p.Forms[i].Evaluator
			if m, ok := p.Member(name); ok && m.Name != "" {
				name = m.Name
			}
			if _, withdrawn := p.Withdrawal(p.Forms[i].Evaluator); withdrawn {
				name = d.words().Text("panel.withdrawn.name", map[string]string{"name": name})
			}
			choices = append(choices, SideChoice{Ref: SideRef{Year: year, ID: id, Kind: SidePanel, Of: info.Key + "/" + p.Forms[i].Evaluator}, Name: name})
		}
		choices = append(choices, SideChoice{Ref: SideRef{Year: year, ID: id, Kind: SideTally, Of: info.Key}, Name: p.ID})
	}
	return choices, nil
}

// panelSide is what one evaluator of a panel gave, or what the panel comes to, on the evaluation as the panel was called over it.
func (d *Desk) panelSide(ctx context.Context, ref SideRef) (contrast.Side, error) {
	if ref.Kind == SideTally {
		p, result, err := d.PanelResult(ctx, ref.Of)
		if err != nil {
			return contrast.Side{}, err
		}
		scheme, err := d.schemes.For(p.Evaluation.Scheme)
		if err != nil {
			return contrast.Side{}, err
		}
		return d.withFigures(scheme, contrast.Side{Evaluation: p.Evaluation, Card: result.Card}), nil
	}
	key, evaluator, _ := strings.Cut(ref.Of, "/")
	p, err := d.Panel(ctx, key)
	if err != nil {
		return contrast.Side{}, err
	}
	form, ok := p.Form(evaluator)
	if !ok || form.State != panel.Submitted {
		return contrast.Side{}, &storage.RecordError{Kind: storage.KindPanel, Year: ref.Year, ID: ref.Of, Err: storage.ErrNotFound}
	}
	scheme, err := d.schemes.For(p.Evaluation.Scheme)
	if err != nil {
		return contrast.Side{}, err
	}
	given := map[string]decimal.Decimal{}
	for _, a := range form.Answers {
		if a.Points.Valid {
			given[a.Indicator] = a.Points.Decimal
		}
	}
	return d.withFigures(scheme, contrast.Side{Evaluation: p.Evaluation, Card: scoring.ScoreGiven(scheme, p.Evaluation, given)}), nil
}
