package main

import (
	"context"
	"errors"
	"strconv"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
	"zhunsheng/storage/atomicfile"
)

// change puts an evaluation under another scheme, money unit or year, after what that does was shown: zs change scheme|unit|year FILE
// [-o FILE], or YEAR/ID --store FOLDER [--yes].
func (t *tool) change(ctx context.Context, args []string) error {
	return t.verbs(ctx, "change", args, []verb{{"scheme", t.changeScheme}, {"unit", t.changeUnit}, {"year", t.changeYear}})
}

// changeVerb is a verb of zs change on its way.
type changeVerb struct {
	*deskVerb
	to  *string
	out *string
	yes *bool
}

func (t *tool) changeVerb() changeVerb {
	flags := pflag.NewFlagSet("change", pflag.ContinueOnError)
	v := changeVerb{deskVerb: &deskVerb{
		tool: t, FlagSet: flags, command: "change", dir: flags.String("store", "", ""), actor: flags.String("name", "", ""), password: addStorePasswordFlags(flags),
	}}
	v.to, v.out, v.yes = flags.String("to", "", ""), flags.StringP("out", "o", "", ""), flags.Bool("yes", false, "")
	return v
}

// recasting makes something else of an evaluation, with what is known beside it, and says what that does. A nil evaluation: nothing is made.
type recasting func(e *scoring.Evaluation, known review.Context) (*scoring.Evaluation, error)

// on shows the change of a file or of an evaluation in a store, and makes it where that was asked for.
func (v changeVerb) on(ctx context.Context, args []string, recasted recasting) error {
	operands, err := v.parse(v.command, v.FlagSet, args, 1)
	if err == nil {
		err = v.required(v.command, "to", *v.to)
	}
	if err != nil {
		return err
	}
	if *v.dir == "" {
		return v.onFile(operands[0], recasted)
	}
	return v.work(ctx, func(d *desk.Desk) error {
		year, id, err := evaluationKey(operands[0])
		if err != nil {
			return err
		}
		e, _, err := d.Open(ctx, year, id)
		if err != nil {
			return err
		}
		known, err := d.Known(ctx, e)
		if err != nil {
			return err
		}
		after, err := recasted(e, known)
		if err != nil || after == nil {
			return err
		}
		if !*v.yes {
			v.say("cli.change.only", nil)
			return nil
		}
		if _, err := d.Edits(v.words).RecordEdit(ctx, edit.Edit{Before: e, After: after}); err != nil {
			return err
		}
		v.say("cli.change.done", map[string]string{"path": operands[0]})
		return nil
	})
}

// onFile makes the change in a file of its own.
func (v changeVerb) onFile(path string, recasted recasting) error {
	source, err := app.OpenEvaluation(path, v.schemes, v.words.Text("published.reason", nil))
	if err != nil {
		return err
	}
	after, err := recasted(source.Evaluation, review.Context{})
	if err != nil {
		return err
	}
	if *v.out == "" {
		v.say("cli.change.only-file", nil)
		return nil
	}
	data, err := after.Encode()
	if err != nil {
		return err
	}
	if err := clearPath(*v.out, path, ""); err != nil {
		return err
	}
	if err := atomicfile.Write(*v.out, data, 0o644); err != nil {
		return err
	}
	v.say("cli.change.written", map[string]string{"path": *v.out})
	return nil
}

// changeScheme shows score and grade before and after, the rows that change, and what is kept without a place.
func (t *tool) changeScheme(ctx context.Context, args []string) error {
	v := t.changeVerb()
	return v.on(ctx, args, func(e *scoring.Evaluation, known review.Context) (*scoring.Evaluation, error) {
		from, err := t.schemes.For(e.Scheme)
		if err != nil {
			return nil, err
		}
		to, err := t.schemes.Open(*v.to)
		if err != nil {
			return nil, err
		}
		ref := scoring.SchemeRef{ID: to.ID, Version: to.Version}
		if hash := to.Hash(); !t.schemes.Carried(hash) {
			if *v.dir != "" { // the store must have it too
				if _, err := t.schemes.For(scoring.SchemeRef{ID: to.ID, Version: to.Version, Hash: hash}); err != nil {
					return nil, err
				}
			}
			ref.Hash = hash
		}
		change, err := recast.Scheme(from, to, ref, e, known, t.words.Language())
		if err != nil {
			return nil, err
		}
		t.printChange(change, e)
		return change.After, nil
	})
}

func (t *tool) printChange(c *recast.Change, e *scoring.Evaluation) {
	t.say("cli.change.score", map[string]string{
		"before": c.Old.Total.String(), "after": c.Card.Total.String(), "old": c.Old.Grade, "new": c.Card.Grade, "highest": c.Card.Highest.Total.String(),
	})
	for _, r := range c.Rows {
		name, points := r.Name, r.Points.String()
		if r.ID == "" {
			name = t.words.Text("place.execution", nil)
		}
		if r.Waits {
			points = t.words.Message(r.Problem)
		}
		t.say("cli.change.row", map[string]string{
			"name": name, "weight": r.OldWeight.String() + " → " + r.Weight.String(), "points": r.OldPoints.String() + " → " + points,
		})
	}
	for _, k := range c.Kept {
		t.say("cli.change.kept", map[string]string{
			"place": t.words.Message(review.PlaceMessageIn(c.From, e, k.Place, t.words.Language())), "text": t.words.Message(k.Message),
		})
	}
}

// changeUnit converts the amounts or only renames their unit; which of them must be said.
func (t *tool) changeUnit(ctx context.Context, args []string) error {
	v := t.changeVerb()
	convert, relabel := v.Bool("convert", false, ""), v.Bool("relabel", false, "")
	return v.on(ctx, args, func(e *scoring.Evaluation, _ review.Context) (*scoring.Evaluation, error) {
		if *convert == *relabel {
			return nil, &usageError{key: "cli.error.change-unit"}
		}
		after, err := recast.MoneyUnit(e, *v.to, *convert)
		if err != nil {
			return nil, err
		}
		for i := range e.Funds {
			for _, c := range []edit.Column{edit.Initial, edit.Adjusted, edit.Executed} {
				before, now := c.Amount(&e.Funds[i]), c.Amount(&after.Funds[i])
				if before.Valid {
					t.say("cli.change.amount", map[string]string{
						"row": e.Funds[i].Name, "column": t.words.Text("ui.money.column."+string(c), nil),
						"before": before.Decimal.String() + " " + e.MoneyUnit, "after": now.Decimal.String() + " " + after.MoneyUnit,
					})
				}
			}
		}
		return after, nil
	})
}

// changeYear moves an evaluation to another fiscal year. Where that holds the same project, it must be said whether both stay.
func (t *tool) changeYear(ctx context.Context, args []string) error {
	v := t.changeVerb()
	keep, replace := v.Bool("keep-both", false, ""), v.Bool("replace", false, "")
	operands, err := v.parse(v.command, v.FlagSet, args, 1)
	if err != nil {
		return err
	}
	to, err := strconv.Atoi(*v.to)
	if err != nil || to < recast.FirstYear || to > recast.LastYear || *keep && *replace {
		return &usageError{key: "cli.error.change-year", args: scoring.Args{"found": *v.to, "allowed": "1990-2100"}}
	}
	if *v.dir == "" {
		return v.onFile(operands[0], func(e *scoring.Evaluation, _ review.Context) (*scoring.Evaluation, error) {
			t.say("cli.change.year", map[string]string{"from": strconv.Itoa(e.FiscalYear), "to": *v.to})
			return recast.Year(e, to)
		})
	}
	beside := desk.AskBeside
	switch {
	case *keep:
		beside = desk.KeepBeside
	case *replace:
		beside = desk.ReplaceBeside
	}
	return v.work(ctx, func(d *desk.Desk) error { return v.move(ctx, d, operands[0], to, beside) })
}

// move shows what the other year holds, and moves the evaluation there where that was asked for.
func (v changeVerb) move(ctx context.Context, d *desk.Desk, key string, to int, beside desk.Beside) error {
	year, id, err := evaluationKey(key)
	if err != nil {
		return err
	}
	e, scheme, err := d.Open(ctx, year, id)
	if err != nil {
		return err
	}
	if err := recast.Allowed(e); err != nil {
		return err
	}
	found, err := d.YearFor(ctx, e, to)
	if err != nil {
		return err
	}
	args := map[string]string{"from": strconv.Itoa(year), "to": strconv.Itoa(to), "year": strconv.Itoa(to), "scheme": v.words.Name(scheme.Title)}
	v.say("cli.change.year", args)
	if found.New {
		v.say("guide.rules.year.new", args)
	}
	if !found.Fits {
		v.say("guide.rules.year.unfit", args)
	}
	if !*v.yes {
		if len(found.Same) > 0 {
			write(v.stdout, v.words.Error(&desk.TakenError{Year: to, Others: found.Same}), "\n")
		}
		v.say("cli.change.only", nil)
		return nil
	}
	id, err = d.Move(ctx, desk.Move{Year: year, ID: id, To: to, Beside: beside})
	var taken *desk.TakenError
	if errors.As(err, &taken) {
		v.say("cli.change.taken", nil)
	}
	if err != nil {
		return err
	}
	v.say("cli.change.done", map[string]string{"path": strconv.Itoa(to) + "/" + id})
	return nil
}
