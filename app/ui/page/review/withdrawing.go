package review

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/panel"
)

// canWithdraw reports whether an evaluator is left who can be withdrawn.
func (d *panelDetail) canWithdraw() bool { return d.found != nil && len(d.found.panel.Counted()) > 0 }

// askWithdraw takes an evaluator out of the result, with the reason. Arbitrations, which were decided in view of all evaluators, are taken
// back first, and only if the user says so.
func (d *panelDetail) askWithdraw() {
	if !d.canWithdraw() {
		return
	}
	p, w, source, key := d.page, d.page.needs.Words, d.page.needs.Source, d.key
	if count := len(d.found.panel.Arbitrations); count > 0 {
		p.needs.Prompts.Confirm(w.Say("ui.judging.reopen.title"), w.Say("ui.judging.reopen.text", "count", strconv.Itoa(count)), w.Say("ui.judging.reopen.yes"), func() {
			p.decide(func(ctx context.Context) error {
				_, err := source.Reopen(ctx, key)
				return err
			}, func() {
				p.needs.Toast(w.Say("ui.judging.reopened", "count", strconv.Itoa(count)), look.Fine)
				p.after("")
			})
		})
		return
	}
	pick, reason := widget.NewDropdown(func(string) {}), widget.NewProse(3, nil)
	var options []widget.Option
	names := map[string]string{} // another panel may be looked at when the form is accepted
	for _, m := range d.found.panel.Counted() {
		names[m.ID] = d.nameOf(m.ID)
		options = append(options, widget.Option{ID: m.ID, Label: names[m.ID]})
	}
	pick.SetOptions(options)
	pick.SetChosen(options[0].ID)
	body := container.NewVBox(widget.Labelled(w.Say("ui.judging.withdraw.who"), container.NewHBox(pick)),
		widget.Labelled(w.Say("ui.judging.column.reason"), reason), widget.SmallProse(w.Say("ui.judging.withdraw.text")))
	p.needs.Prompts.Fill(prompt.Form{Title: p.title("withdraw"), Body: body, Width: 520, Yes: w.Say("ui.judging.withdraw.yes"), First: pick, Accept: func() string {
		out := panel.Withdrawal{Evaluator: pick.Chosen(), Reason: strings.TrimSpace(reason.Text)}
		if out.Reason == "" {
			return w.Say("ui.judging.nothing-said")
		}
		name := names[out.Evaluator]
		p.decide(func(ctx context.Context) error {
			who, err := source.Person(ctx)
			if err != nil {
				return err
			}
			out.By = who.Name
			return source.Withdraw(ctx, key, out)
		}, func() {
			p.needs.Toast(w.Say("ui.judging.withdrawn.done", "name", name), look.Fine)
			p.after("")
		})
		return ""
	}})
}

// nameOf is what an evaluator of the panel is called.
func (d *panelDetail) nameOf(id string) string {
	if m, ok := d.found.panel.Member(id); ok && m.Name != "" {
		return m.Name
	}
	return id
}
