package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/handover"
)

// panelVerbs are the verbs of zs panel that work on a store; without one zs panel puts files together.
func (t *tool) panelVerbs() []verb {
	return []verb{
		{"begin", t.panelBegin},
		{"list", t.panelList},
		{"call", t.panelCall},
		{"form", t.panelForm},
		{"answer", t.panelAnswer},
		{"merge", t.panelMerge},
		{"arbitrate", t.panelArbitrate},
		{"reopen", t.panelReopen},
		{"withdraw", t.panelWithdraw},
		{"result", t.panelResult},
	}
}

// panelBegin begins a panel: zs panel begin YEAR/ID --member ID=NAME… [--due DATE] --store FOLDER.
func (t *tool) panelBegin(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	var members []string
	v.StringArrayVar(&members, "member", nil, "")
	due := v.String("due", "", "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		year, id, err := evaluationKey(operands[0])
		if err != nil {
			return err
		}
		var list []panel.Member
		for _, text := range members {
			id, name, ok := strings.Cut(text, "=")
			if !ok {
				return &usageError{key: "cli.error.member", args: scoring.Args{"found": text}}
			}
			list = append(list, panel.Member{ID: id, Name: name})
		}
		p, err := d.BeginPanel(ctx, year, id, list, nil, *due)
		if err != nil {
			return err
		}
		if *v.asJSON {
			return t.writeJSON(map[string]string{"panel": p.ID})
		}
		t.say("cli.panel.begun", map[string]string{"panel": p.ID, "members": fmt.Sprint(len(list))})
		return nil
	})
}

// panelListed is one panel in the JSON of "zs panel list".
type panelListed struct {
	Key       string      `json:"key"`
	Evaluator string      `json:"evaluator,omitempty"`
	Project   string      `json:"project"`
	Year      int         `json:"fiscalYear"`
	Members   int         `json:"members"`
	Submitted int         `json:"submitted"`
	State     panel.State `json:"state,omitempty"`
}

// panelList lists panels and calls: zs panel list --store FOLDER.
func (t *tool) panelList(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	return v.on(ctx, args, 0, 0, func(d *desk.Desk, _ []string) error {
		list, err := d.Panels(ctx)
		if err != nil {
			return err
		}
		if *v.asJSON {
			out := []panelListed{}
			for _, p := range list {
				out = append(out, panelListed(p))
			}
			return t.writeJSON(out)
		}
		for _, p := range list {
			t.say("cli.panel.listed", map[string]string{
				"key": p.Key, "project": p.Project, "year": fmt.Sprint(p.Year), "submitted": fmt.Sprint(p.Submitted), "members": fmt.Sprint(p.Members),
			})
		}
		return nil
	})
}

// panelCall writes the call for one evaluator: zs panel call PANEL --evaluator ID -o OUT.zsb --store FOLDER.
func (t *tool) panelCall(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	evaluator := v.String("evaluator", "", "")
	out := v.StringP("out", "o", "", "")
	passphrase := v.String("passphrase-file", "", "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		for _, flag := range []struct{ name, value string }{{"evaluator", *evaluator}, {"out", *out}} {
			if err := v.required("panel", flag.name, flag.value); err != nil {
				return err
			}
		}
		secret, err := readPassphrase(*passphrase)
		if err != nil {
			return err
		}
		made, err := d.CallPanel(ctx, operands[0], *evaluator, desk.BundleOrder{Path: *out, Passphrase: secret})
		if err != nil {
			return err
		}
		return t.bundleMade(made, *v.asJSON)
	})
}

// mustBeCall refuses what is no call, such as the panel itself: only an evaluator who was called has a form.
func (t *tool) mustBeCall(ctx context.Context, d *desk.Desk, key string) error {
	list, err := d.Panels(ctx)
	if err != nil {
		return err
	}
	var calls []string
	for _, p := range list {
		if p.Key == key && p.Evaluator != "" {
			return nil
		}
		if p.Evaluator != "" {
			calls = append(calls, p.Key)
		}
	}
	if len(calls) == 0 {
		return &usageError{key: "cli.error.no-call", args: scoring.Args{"found": key}}
	}
	return &usageError{key: "cli.error.not-a-call", args: scoring.Args{"found": key, "allowed": strings.Join(calls, ", ")}}
}

// panelForm writes an evaluator's own form to a file, or takes it from one: zs panel form CALL -o FORM.json | --from FORM.json [--submit].
func (t *tool) panelForm(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	out := v.StringP("out", "o", "", "")
	from := v.String("from", "", "")
	submit := v.Bool("submit", false, "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		if err := t.mustBeCall(ctx, d, operands[0]); err != nil {
			return err
		}
		p, form, err := d.OwnForm(ctx, operands[0])
		if err != nil {
			return err
		}
		form.Format, form.Panel = panel.FormFormat, p.ID
		if *from != "" {
			data, err := app.ReadFile(*from, maxForm)
			if err != nil {
				return err
			}
			filled, err := panel.ReadForm(data)
			if err == nil {
				err = d.SaveForm(ctx, operands[0], *filled, *submit)
			}
			if err != nil {
				return &app.FileError{Path: *from, Err: err}
			}
			t.say("cli.panel.form-kept", map[string]string{"open": fmt.Sprint(len(filled.Open(p.Evaluation)))})
			return nil
		}
		data, err := form.Encode()
		if err != nil {
			return err
		}
		if *out == "" {
			write(t.stdout, string(data))
			return nil
		}
		return atomicfile.Write(*out, data, 0o644)
	})
}

// maxForm is the largest form that is read, in bytes.
const maxForm = 16 << 20

// panelAnswer writes the bundle that returns a submitted form: zs panel answer CALL -o OUT.zsb --store FOLDER.
func (t *tool) panelAnswer(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	out := v.StringP("out", "o", "", "")
	passphrase := v.String("passphrase-file", "", "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		if err := v.required("panel", "out", *out); err != nil {
			return err
		}
		secret, err := readPassphrase(*passphrase)
		if err != nil {
			return err
		}
		made, err := d.AnswerPanel(ctx, operands[0], desk.BundleOrder{Path: *out, Passphrase: secret})
		if err != nil {
			return err
		}
		return t.bundleMade(made, *v.asJSON)
	})
}

// mergedOutput is what "zs panel merge --json" prints.
type mergedOutput struct {
	Panel    string              `json:"panel"`
	Received []handover.Received `json:"received"`
}

// panelMerge takes the answers of bundles into their panels: zs panel merge FILES.zsb… --store FOLDER [--due DATE]. The answer is no where
// an answer was not taken.
func (t *tool) panelMerge(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	opening := addOpenFlags(v.FlagSet)
	due := v.String("due", "", "")
	anyOrigin := v.Bool("any-origin", false, "")
	return v.on(ctx, args, 1, maxOperands, func(d *desk.Desk, operands []string) error {
		key, err := opening.key()
		if err != nil {
			return err
		}
		all := []mergedOutput{}
		good := true
		for _, path := range operands {
			merged, err := t.mergeAnswers(ctx, d, path, key, *due, *anyOrigin)
			if err != nil {
				return &app.FileError{Path: path, Err: err}
			}
			all = append(all, merged)
			for _, r := range merged.Received {
				good = good && (r.Reception == handover.Taken || r.Reception == handover.Repeat)
				if !*v.asJSON {
					t.say("cli.panel.received", map[string]string{
						"path": path, "evaluator": r.Evaluator, "reception": t.words.Text("panel.reception."+string(r.Reception), nil), "reason": r.Reason,
					})
				}
			}
		}
		if *v.asJSON {
			err = t.writeJSON(all)
		}
		if err == nil && !good {
			return errNo
		}
		return err
	})
}

func (t *tool) mergeAnswers(ctx context.Context, d *desk.Desk, path string, key desk.BundleKey, due string, anyOrigin bool) (mergedOutput, error) {
	b, err := d.OpenBundle(ctx, path, key)
	if err != nil {
		return mergedOutput{}, err
	}
	defer b.Close()
	id, received, err := b.TakeAnswers(ctx, due, anyOrigin)
	return mergedOutput{Panel: id, Received: received}, err
}

// panelArbitrate sets points after a disagreement: zs panel arbitrate PANEL --indicator ID --points P --reason TEXT --store FOLDER.
func (t *tool) panelArbitrate(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	a := panel.Arbitration{}
	v.StringVar(&a.Indicator, "indicator", "", "")
	v.StringVar(&a.Reason, "reason", "", "")
	points := v.String("points", "", "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		var err error
		if a.Points, err = decimal.Parse(*points); err != nil {
			return &usageError{key: "cli.error.points", args: scoring.Args{"found": *points}}
		}
		a.By = *v.actor
		if err := d.Arbitrate(ctx, operands[0], a); err != nil {
			return err
		}
		return t.showPanel(ctx, d, operands[0], *v.asJSON)
	})
}

// panelReopen takes back all arbitrations: zs panel reopen PANEL --store FOLDER.
func (t *tool) panelReopen(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		if _, err := d.Reopen(ctx, operands[0]); err != nil {
			return err
		}
		return t.showPanel(ctx, d, operands[0], *v.asJSON)
	})
}

// panelWithdraw takes an evaluator out of the result: zs panel withdraw PANEL --evaluator ID --reason TEXT --store FOLDER.
func (t *tool) panelWithdraw(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	w := panel.Withdrawal{}
	v.StringVar(&w.Evaluator, "evaluator", "", "")
	v.StringVar(&w.Reason, "reason", "", "")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error {
		for _, flag := range []struct{ name, value string }{{"evaluator", w.Evaluator}, {"reason", w.Reason}} {
			if err := v.required("panel", flag.name, flag.value); err != nil {
				return err
			}
		}
		w.By = *v.actor
		if err := d.Withdraw(ctx, operands[0], w); err != nil {
			return err
		}
		return t.showPanel(ctx, d, operands[0], *v.asJSON)
	})
}

// panelResult puts the answers that are in together: zs panel result PANEL --store FOLDER. The answer is no while something is missing or
// in dispute.
func (t *tool) panelResult(ctx context.Context, args []string) error {
	v := t.deskVerb("panel")
	return v.on(ctx, args, 1, 1, func(d *desk.Desk, operands []string) error { return t.showPanel(ctx, d, operands[0], *v.asJSON) })
}

func (t *tool) showPanel(ctx context.Context, d *desk.Desk, id string, asJSON bool) error {
	p, result, err := d.PanelResult(ctx, id)
	if err != nil {
		return err
	}
	return t.tellPanel(&app.PanelFiles{Panel: p, Result: result}, asJSON)
}
