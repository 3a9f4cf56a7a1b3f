package handover

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"zhunsheng/scoring/panel"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/merge"
)

// Call prepares the bundle by which a coordinator asks one evaluator for scores: what that evaluator may see of the panel, and a blank
// form. Nothing of the other evaluators' forms is in it. What it returns still needs signers. The error is an [*AbsentError] or a
// [*panel.WithdrawnError].
func (x *Exchange) Call(ctx context.Context, p *panel.Panel, evaluator string) (bundle.Content, error) {
	if _, ok := p.Member(evaluator); !ok {
		return bundle.Content{}, &AbsentError{Kind: "evaluator", Key: evaluator}
	}
	if w, withdrawn := p.Withdrawal(evaluator); withdrawn {
		return bundle.Content{}, &panel.WithdrawnError{Withdrawal: w}
	}
	blind := *p
	blind.Forms, blind.Arbitrations, blind.Withdrawals = nil, nil, nil
	if own, ok := p.Form(evaluator); ok {
		blind.Forms = []panel.Form{*own}
	} else {
		form := p.BlankForm(evaluator)
		form.Format, form.Panel = "", ""
		blind.Forms = []panel.Form{form}
	}
	blind.Members = slices.DeleteFunc(slices.Clone(p.Members), func(m panel.Member) bool { return m.ID != evaluator })
	data, err := blind.Encode()
	if err != nil {
		return bundle.Content{}, err
	}
	return x.single(ctx, bundle.KindPanelCall, bundle.RecordPanel, p.ID+"/"+evaluator, data)
}

// Reply prepares the bundle by which an evaluator returns a form.
func (x *Exchange) Reply(ctx context.Context, form *panel.Form) (bundle.Content, error) {
	data, err := form.Encode()
	if err != nil {
		return bundle.Content{}, err
	}
	return x.single(ctx, bundle.KindPanelAnswer, bundle.RecordForm, form.Panel+"/"+form.Evaluator, data)
}

// single prepares a bundle of one document that lives in no store.
func (x *Exchange) single(ctx context.Context, kind bundle.Kind, record, key string, data []byte) (bundle.Content, error) {
	me, err := x.self(ctx)
	if err != nil {
		return bundle.Content{}, err
	}
	document, err := flat(data)
	if err != nil {
		return bundle.Content{}, err
	}
	s := &state{head: head{Info: bundle.RecordInfo{Kind: record, Key: key}}, record: merge.New()}
	if _, err := s.record.Update(shapeOf(record), document, x.edit()); err != nil {
		return bundle.Content{}, err
	}
	if err := s.describe(shapeOf(record)); err != nil {
		return bundle.Content{}, err
	}
	return bundle.Content{
		Manifest: bundle.Manifest{
			Bundle: x.who.NewID(), Store: me.Store, Sequence: me.Sequence, Kind: kind, Created: x.who.Now().UTC().Format(time.RFC3339),
			Creator: bundle.Creator{Device: x.who.Device, Name: x.who.Author, Unit: x.who.Unit, Program: x.who.Program},
		},
		Records: func(add func(bundle.Record) error) error { return add(bundle.Record{RecordInfo: s.Info, Data: s.line}) },
	}, nil
}

// Reception says what became of an evaluator's answer.
type Reception string

// The receptions of answers.
const (
	Taken       Reception = "taken"
	Repeat      Reception = "repeated"    // the same form has been taken before
	Contrary    Reception = "contrary"    // another form of this evaluator was submitted before; that one counts
	Outdated    Reception = "outdated"    // a draft, after the form was submitted
	TooLate     Reception = "late"        // made after the day it was due; taken all the same only if asked
	GoneBefore  Reception = "withdrawn"   // the evaluator was withdrawn from the panel; not taken
	NotAnswered Reception = "not-a-reply" // of another panel, or faulty
)

// Received is one answer of a bundle.
type Received struct {
	Evaluator string    `json:"evaluator"`
	Reception Reception `json:"reception"`
	Reason    string    `json:"reason,omitempty"`
}

// TakeAnswers takes the forms of a bundle into a panel. Due is the ISO date after which answers are late and left out, "" for none.
// Every form is named with what became of it; the error is that of the bundle, and leaves the panel as it was.
func TakeAnswers(ctx context.Context, r *bundle.Reader, p *panel.Panel, due string) ([]Received, error) {
	var forms []*panel.Form
	var all []Received
	err := r.Records(ctx, func(info *bundle.RecordInfo, line []byte) error {
		if info.Kind != bundle.RecordForm {
			return nil
		}
		document, err := documentIn(info, line)
		if err != nil {
			return err
		}
		form, err := panel.ReadForm(document)
		if err != nil {
			all = append(all, Received{Evaluator: info.Key, Reception: NotAnswered, Reason: err.Error()})
			return nil
		}
		forms = append(forms, form)
		return nil
	})
	if err != nil {
		return nil, err
	}
	made := r.Manifest().Created
	late := due != "" && len(made) >= len(due) && made[:len(due)] > due
	for _, form := range forms {
		all = append(all, takeAnswer(p, form, late))
	}
	return all, nil
}

func takeAnswer(p *panel.Panel, form *panel.Form, late bool) Received {
	out := Received{Evaluator: form.Evaluator, Reception: Taken}
	if w, withdrawn := p.Withdrawal(form.Evaluator); withdrawn {
		out.Reception, out.Reason = GoneBefore, w.Reason
		return out
	}
	kept, known := p.Form(form.Evaluator)
	submitted := known && kept.State == panel.Submitted
	if late && !submitted {
		out.Reception = TooLate
		return out
	}
	before := len(p.Forms)
	err := p.Add(*form)
	var conflict *panel.ConflictError
	switch {
	case errors.As(err, &conflict):
		out.Reception = Contrary
	case err != nil:
		out.Reception, out.Reason = NotAnswered, err.Error()
	case submitted && form.State == panel.Submitted:
		out.Reception = Repeat
	case submitted:
		out.Reception = Outdated
	case len(p.Forms) == before && !known:
		out.Reception = NotAnswered
	}
	return out
}

// documentIn returns the document of a record, nil excluded.
func documentIn(info *bundle.RecordInfo, line []byte) (json.RawMessage, error) {
	in, err := decodeIncoming(info, line)
	if err == nil && in.view.Document == nil {
		err = &AbsentError{Kind: string(info.Kind), Key: info.Key}
	}
	if err != nil {
		return nil, err
	}
	return in.view.Document, nil
}
