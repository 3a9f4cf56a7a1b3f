package panel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/scoring"
	"zhunsheng/scoring/strictjson"
	"zhunsheng/scoring/target"
)

// Most members of a panel and decimal places of points and shares.
const (
	mostMembers = 100
	mostPlaces  = 4
	mostShare   = 1000
)

// document is the stored shape of a Panel; its evaluation is a whole evaluation document.
type document struct {
	Format       string             `json:"format"`
	ID           string             `json:"id"`
	Evaluation   json.RawMessage    `json:"evaluation"`
	Rule         *scoring.PanelRule `json:"rule,omitempty"`
	Due          string             `json:"due,omitempty"`
	Members      []Member           `json:"members"`
	Forms        []Form             `json:"forms,omitempty"`
	Arbitrations []Arbitration      `json:"arbitrations,omitempty"`
	Withdrawals  []Withdrawal       `json:"withdrawals,omitempty"`
}

// Read reads a panel's document. Faults are joined [*scoring.InputError] values of the documents "panel" and "evaluation".
func Read(data []byte) (*Panel, error) {
	var d document
	if err := strictjson.Decode(data, &d, strictjson.DefaultLimits); err != nil {
		return nil, scoring.ReadError("panel", err)
	}
	f := faults{}
	if d.Format != Format {
		return nil, f.add("format", "format", d.Format, Format).err()
	}
	if d.ID == "" {
		f.add("missing", "id", "", "")
	}
	if len(d.Evaluation) == 0 || bytes.Equal(d.Evaluation, []byte("null")) {
		return nil, f.add("missing", "evaluation", "", "").err()
	}
	e, err := scoring.ReadEvaluation(d.Evaluation)
	if err != nil {
		return nil, errors.Join(f.err(), err)
	}
	p := &Panel{
		Format: d.Format, ID: d.ID, Evaluation: e, Rule: d.Rule, Due: d.Due, Members: d.Members, Forms: d.Forms, Arbitrations: d.Arbitrations,
		Withdrawals: d.Withdrawals,
	}
	p.checkMembers(&f)
	if day, err := target.ParseDate(p.Due); p.Due != "" && (err != nil || day.Year == 0) {
		f.add("range", "due", p.Due, "2023-03-31")
	}
	if p.Rule != nil {
		f.found = append(f.found, p.Rule.Validate("panel", "rule"))
	}
	p.checkForms(&f)
	p.checkArbitrations(&f)
	p.checkWithdrawals(&f)
	if err := f.err(); err != nil {
		return nil, err
	}
	return p, nil
}

// ReadForm reads the document of one form. What the panel has to say about it, [Panel.Add] says.
func ReadForm(data []byte) (*Form, error) {
	var form Form
	if err := strictjson.Decode(data, &form, strictjson.DefaultLimits); err != nil {
		return nil, scoring.ReadError("panel form", err)
	}
	if form.Format != FormFormat {
		f := faults{}
		return nil, f.add("format", "format", form.Format, FormFormat).err()
	}
	return &form, nil
}

// Encode writes the panel as its documented JSON. The same panel gives the same bytes.
func (p *Panel) Encode() ([]byte, error) {
	evaluation, err := p.Evaluation.Encode()
	if err != nil {
		return nil, err
	}
	return strictjson.Encode(document{
		Format: Format, ID: p.ID, Evaluation: evaluation, Rule: p.Rule, Due: p.Due, Members: p.Members, Forms: p.Forms, Arbitrations: p.Arbitrations,
		Withdrawals: p.Withdrawals,
	})
}

// Encode writes the form as a document of its own.
func (f *Form) Encode() ([]byte, error) {
	out := *f
	out.Format = FormFormat
	return strictjson.Encode(out)
}

// faults collects what is wrong with a panel or form.
type faults struct{ found []error }

func (f *faults) add(fault, field, found, allowed string) *faults {
	f.found = append(f.found, &scoring.InputError{Document: "panel", Fault: fault, Field: field, Found: found, Allowed: allowed})
	return f
}

func (f *faults) err() error { return errors.Join(f.found...) }

func (p *Panel) checkMembers(f *faults) {
	if len(p.Members) == 0 || len(p.Members) > mostMembers {
		f.add("range", "members", fmt.Sprint(len(p.Members)), fmt.Sprintf("1-%d", mostMembers))
		return
	}
	seen := make(map[string]bool)
	weighted := p.Rule != nil && p.Rule.Method == scoring.PanelWeighted
	for i := range p.Members {
		m, at := &p.Members[i], fmt.Sprintf("members[%d]", i)
		if m.ID == "" || seen[m.ID] {
			f.add("duplicate-id", at+".id", m.ID, "")
		}
		seen[m.ID] = true
		if m.Share.IsNeg() || m.Share.Cmp(decimal.MustNew(mostShare, 0)) > 0 || (weighted && !m.Share.IsPos()) {
			f.add("range", at+".share", m.Share.String(), fmt.Sprintf("> 0, ≤ %d", mostShare))
		}
		if m.Share.MinScale() > mostPlaces {
			f.add("places", at+".share", m.Share.String(), fmt.Sprint(mostPlaces))
		}
	}
}

func (p *Panel) checkForms(f *faults) {
	seen := make(map[string]bool)
	for i := range p.Forms {
		at := fmt.Sprintf("forms[%d]", i)
		if seen[p.Forms[i].Evaluator] {
			f.add("duplicate-id", at+".evaluator", p.Forms[i].Evaluator, "")
		}
		seen[p.Forms[i].Evaluator] = true
		if err := p.checkForm(&p.Forms[i], at); err != nil {
			f.found = append(f.found, err)
		}
	}
}

// checkForm refuses a form that this panel cannot take.
func (p *Panel) checkForm(form *Form, at string) error {
	f := &faults{}
	if form.Panel != "" && form.Panel != p.ID {
		f.add("reference", at+".panel", form.Panel, p.ID)
	}
	if _, ok := p.Member(form.Evaluator); !ok {
		f.add("reference", at+".evaluator", form.Evaluator, "")
	}
	if form.State != Draft && form.State != Submitted {
		f.add("choice", at+".state", string(form.State), "draft, submitted")
	}
	checkRecusal(f, at, form.Recusal)
	weights := p.judgedWeights()
	seen := make(map[string]bool)
	for i := range form.Answers {
		a, field := &form.Answers[i], fmt.Sprintf("%s.answers[%d]", at, i)
		weight, judged := weights[a.Indicator]
		switch {
		case !judged:
			f.add("reference", field+".indicator", a.Indicator, "")
			continue
		case seen[a.Indicator]:
			f.add("duplicate-id", field+".indicator", a.Indicator, "")
		case a.Points.Valid && a.Recusal != nil:
			f.add("choice", field+".points", a.Points.Decimal.String(), "points, recusal")
		case a.Points.Valid:
			checkPoints(f, field+".points", a.Points.Decimal, weight)
		}
		seen[a.Indicator] = true
		checkRecusal(f, field, a.Recusal)
	}
	return f.err()
}

func checkRecusal(f *faults, at string, r *Recusal) {
	if r != nil && strings.TrimSpace(r.Reason) == "" {
		f.add("missing", at+".recusal.reason", "", "")
	}
}

func checkPoints(f *faults, field string, points, weight decimal.Decimal) {
	if points.IsNeg() || points.Cmp(weight) > 0 {
		f.add("range", field, points.String(), "0-"+weight.String())
	}
	if points.MinScale() > mostPlaces {
		f.add("places", field, points.String(), fmt.Sprint(mostPlaces))
	}
}

func (p *Panel) checkArbitrations(f *faults) {
	weights := p.judgedWeights()
	seen := make(map[string]bool)
	for i := range p.Arbitrations {
		a, at := &p.Arbitrations[i], fmt.Sprintf("arbitrations[%d]", i)
		weight, judged := weights[a.Indicator]
		if !judged {
			f.add("reference", at+".indicator", a.Indicator, "")
			continue
		}
		if seen[a.Indicator] {
			f.add("duplicate-id", at+".indicator", a.Indicator, "")
		}
		seen[a.Indicator] = true
		checkPoints(f, at+".points", a.Points, weight)
		if strings.TrimSpace(a.Reason) == "" {
			f.add("missing", at+".reason", "", "")
		}
	}
}

// judgedWeights are the weights of the indicators that take points.
func (p *Panel) judgedWeights() map[string]decimal.Decimal {
	weights := make(map[string]decimal.Decimal, len(p.Evaluation.Indicators))
	for i := range p.Evaluation.Indicators {
		if ind := &p.Evaluation.Indicators[i]; Judged(ind) {
			weights[ind.ID] = ind.Weight
		}
	}
	return weights
}
