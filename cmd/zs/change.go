package main

import (
	"context"
	"errors"
	"strconv"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
	"zhunsheng/storage/atomicfile"
)

// change puts an evaluation under another scheme, money unit or year, after what that does was shown: zs change scheme|unit|year FILE
// [-o FILE], or YEAR/ID --store FOLDER [--yes]; [--json].
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
	v := changeVerb{deskVerb: t.deskVerb("change")}
	v.to, v.out, v.yes = v.String("to", "", ""), v.StringP("out", "o", "", ""), v.Bool("yes", false, "")
	return v
}

// recasting makes something else of an evaluation, with what is known beside it, and says what that does.
type recasting func(e *scoring.Evaluation, known review.Context) (*scoring.Evaluation, changeOutput, error)

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
		after, out, err := recasted(e, known)
		if err != nil {
			return err
		}
		v.preview(&out)
		if *v.yes {
			if _, err := d.Edits(v.words).RecordEdit(ctx, edit.Edit{Before: e, After: after}); err != nil {
				return err
			}
			out.Changed = operands[0]
		}
		return v.tell(&out)
	})
}

// onFile makes the change in a file of its own.
func (v changeVerb) onFile(path string, recasted recasting) error {
	source, err := app.OpenEvaluation(path, v.schemes, v.words.Text("published.reason", nil))
	if err != nil {
		return err
	}
	after, out, err := recasted(source.Evaluation, review.Context{})
	if err != nil {
		return err
	}
	v.preview(&out)
	if *v.out != "" {
		if err := v.write(path, after); err != nil {
			return err
		}
		out.Written = *v.out
	}
	return v.tell(&out)
}

// write writes the evaluation that the change made of that of a file.
func (v changeVerb) write(from string, after *scoring.Evaluation) error {
	data, err := after.Encode()
	if err != nil {
		return err
	}
	if err := clearPath(*v.out, from, ""); err != nil {
		return err
	}
	return atomicfile.Write(*v.out, data, 0o644)
}

// changeScheme shows score and grade before and after, the rows that change, and what is kept without a place.
func (t *tool) changeScheme(ctx context.Context, args []string) error {
	v := t.changeVerb()
	return v.on(ctx, args, func(e *scoring.Evaluation, known review.Context) (*scoring.Evaluation, changeOutput, error) {
		from, err := t.schemes.For(e.Scheme)
		if err != nil {
			return nil, changeOutput{}, err
		}
		to, err := t.schemes.Open(*v.to)
		if err != nil {
			return nil, changeOutput{}, err
		}
		ref := scoring.SchemeRef{ID: to.ID, Version: to.Version}
		if hash := to.Hash(); !t.schemes.Carried(hash) {
			if *v.dir != "" { // the store must have it too
				if _, err := t.schemes.For(scoring.SchemeRef{ID: to.ID, Version: to.Version, Hash: hash}); err != nil {
					return nil, changeOutput{}, err
				}
			}
			ref.Hash = hash
		}
		c, err := recast.Scheme(from, to, ref, e, known, t.words.Language())
		if err != nil {
			return nil, changeOutput{}, err
		}
		out := newChangeOutput("scheme", e)
		out.Scheme = newSchemeChange(t.words, c, e)
		return c.After, out, nil
	})
}

// changeUnit converts the amounts or only renames their unit; which of them must be said.
func (t *tool) changeUnit(ctx context.Context, args []string) error {
	v := t.changeVerb()
	convert, relabel := v.Bool("convert", false, ""), v.Bool("relabel", false, "")
	return v.on(ctx, args, func(e *scoring.Evaluation, _ review.Context) (*scoring.Evaluation, changeOutput, error) {
		if *convert == *relabel {
			return nil, changeOutput{}, &usageError{key: "cli.error.change-unit"}
		}
		after, err := recast.MoneyUnit(e, *v.to, *convert)
		if err != nil {
			return nil, changeOutput{}, err
		}
		out := newChangeOutput("unit", e)
		out.Unit = newUnitChange(e, after, *convert)
		return after, out, nil
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
		return v.onFile(operands[0], func(e *scoring.Evaluation, _ review.Context) (*scoring.Evaluation, changeOutput, error) {
			out := newChangeOutput("year", e)
			out.Year = &yearChange{From: e.FiscalYear, To: to}
			after, err := recast.Year(e, to)
			return after, out, err
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
	out := newChangeOutput("year", e)
	out.Year = newYearChange(e, to, found, v.words.Name(scheme.Title))
	v.preview(&out)
	if *v.yes {
		if id, err = d.Move(ctx, desk.Move{Year: year, ID: id, To: to, Beside: beside}); err != nil {
			var taken *desk.TakenError
			if errors.As(err, &taken) {
				write(v.stderr, v.words.Text("cli.change.taken", nil), "\n")
			}
			return err
		}
		out.Changed = strconv.Itoa(to) + "/" + id
	} else if len(found.Same) > 0 && !*v.asJSON {
		write(v.stdout, v.words.Error(&desk.TakenError{Year: to, Others: found.Same}), "\n")
	}
	return v.tell(&out)
}
