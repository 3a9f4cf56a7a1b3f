package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/scoring/panel"
)

// panelOutput is what "zs panel --json" prints: the panel's result and its problems in words; docs/formats/panel.md describes it.
type panelOutput struct {
	*panel.Result
	ProblemTexts []string `json:"problemTexts"`
}

// panel puts the forms of several evaluators together: zs panel FILES… [--scheme ID|FILE] [--json]. The answer is no while something
// is missing or in dispute.
func (t *tool) panel(ctx context.Context, args []string) error {
	if verbs := t.panelVerbs(); len(args) > 0 && slices.ContainsFunc(verbs, func(v verb) bool { return v.name == args[0] }) {
		return t.verbs(ctx, "panel", args, verbs)
	}
	flags := pflag.NewFlagSet("panel", pflag.ContinueOnError)
	scheme := flags.String("scheme", "", "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parseSome("panel", flags, args, 1, math.MaxInt)
	if err != nil {
		return err
	}
	files, err := app.OpenPanel(operands, t.schemes, *scheme)
	if err != nil {
		return err
	}
	return t.tellPanel(files, *asJSON)
}

// tellPanel says what a panel comes to. The answer is no while something is missing or in dispute.
func (t *tool) tellPanel(files *app.PanelFiles, asJSON bool) error {
	r := files.Result
	var err error
	if asJSON {
		out := panelOutput{Result: r, ProblemTexts: make([]string, 0, len(r.Problems))}
		for _, p := range r.Problems {
			out.ProblemTexts = append(out.ProblemTexts, t.words.Message(p))
		}
		err = t.writeJSON(out)
	} else {
		t.printPanel(files)
	}
	if err == nil && !r.Complete {
		return errNo
	}
	return err
}

func (t *tool) printPanel(files *app.PanelFiles) {
	r, e := files.Result, files.Panel.Evaluation
	t.say("cli.panel.head", map[string]string{
		"project": e.Project.Name, "unit": e.Project.Unit, "year": fmt.Sprint(e.FiscalYear), "method": t.words.Text("panel.method."+string(r.Rule.Method), nil),
	})
	for i := range r.Forms {
		f := &r.Forms[i]
		state := string(f.State)
		if state == "" {
			state = "none"
		}
		write(t.stdout, fmt.Sprintf("  %s  %s  %s  %s\n", f.Name, t.words.Text("panel.state."+state, nil), figure(f.Total), f.Recused))
		if w := f.Withdrawn; w != nil {
			t.say("cli.panel.withdrawn", map[string]string{"reason": w.Reason, "by": cmp.Or(w.By, "—")})
		}
	}
	for i := range r.Rows {
		t.printPanelRow(&r.Rows[i])
	}
	for _, problem := range r.Problems {
		write(t.stdout, "  ! ", t.words.Message(problem), "\n")
	}
	t.say("cli.panel.total", map[string]string{
		"total": r.Card.Total.String(), "grade": r.Card.Grade, "execution": r.Card.Execution.Points.String(), "rule": r.RuleTotal.String(), "ruleGrade": r.RuleGrade,
	})
}

func (t *tool) printPanelRow(row *panel.Row) {
	if row.State != scoring.StateScored {
		write(t.stdout, fmt.Sprintf("  %6s / %-6s %s\n", "—", row.Weight, row.Name))
		return
	}
	write(t.stdout, fmt.Sprintf("  %6s / %-6s %s", figure(row.Final), row.Weight, row.Name))
	for _, g := range row.Given {
		mark := ""
		if g.Dropped {
			mark = "×"
		}
		write(t.stdout, "  ", g.Evaluator, " ", g.Points.String(), mark)
	}
	for _, g := range row.Withdrawn {
		write(t.stdout, "  ", g.Evaluator, " (", g.Points.String(), ")")
	}
	write(t.stdout, t.words.Text("cli.panel.spread", map[string]string{"range": figure(row.Range), "deviation": figure(row.Deviation)}), "\n")
	if row.Arbitrated != nil {
		t.say("cli.panel.arbitrated", map[string]string{
			"points": row.Arbitrated.Points.String(), "aggregated": figure(row.Points), "reason": row.Arbitrated.Reason,
		})
	}
}
