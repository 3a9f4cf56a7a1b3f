package main

import (
	"context"
	"fmt"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/storage/handover"
)

// bundleImport merges a bundle into a store: zs bundle import FILE --store FOLDER [--check] [--any-origin] [--record KIND/KEY]…
// [--unlock KIND/KEY]… [--accept KIND/KEY]…; with --undo BUNDLE it takes an import back. The answer is no where something was held back or
// waits for a decision.
func (t *tool) bundleImport(ctx context.Context, args []string) error {
	v := t.deskVerb("bundle")
	opening := addOpenFlags(v.FlagSet)
	undo := v.String("undo", "", "")
	check := v.Bool("check", false, "")
	choice := handover.Choice{}
	v.BoolVar(&choice.AnyOrigin, "any-origin", false, "")
	v.StringArrayVar(&choice.Only, "record", nil, "")
	v.StringArrayVar(&choice.Unlock, "unlock", nil, "")
	v.StringArrayVar(&choice.Accept, "accept", nil, "")
	return v.on(ctx, args, 0, 1, func(d *desk.Desk, operands []string) error {
		if (*undo == "") == (len(operands) == 0) {
			return &usageError{key: "cli.error.bundle-undo"}
		}
		if *undo != "" {
			return t.undoImport(ctx, d, *undo)
		}
		key, err := opening.key()
		if err != nil {
			return err
		}
		b, err := d.OpenBundle(ctx, operands[0], key)
		if err != nil {
			return &app.FileError{Path: operands[0], Err: err}
		}
		defer b.Close()
		work := b.Apply
		if *check {
			work = b.Check
		}
		out, err := work(ctx, choice)
		if err != nil {
			return &app.FileError{Path: operands[0], Err: err}
		}
		if *v.asJSON {
			err = t.writeJSON(out)
		} else {
			t.printImport(out)
		}
		if err == nil && (out.Conflicts > 0 || out.Counts[handover.Locked] > 0 || out.Counts[handover.Closed] > 0) {
			return errNo
		}
		return err
	})
}

func (t *tool) printImport(out *handover.Result) {
	for i := range out.Items {
		item := &out.Items[i]
		t.printRecord(&item.Info, t.words.Text("handover."+string(item.Standing), nil))
	}
	t.say("cli.bundle.imported", map[string]string{
		"bundle": out.Bundle, "changed": fmt.Sprint(out.Changed), "conflicts": fmt.Sprint(out.Conflicts), "files": fmt.Sprint(out.Files),
		"missing": fmt.Sprint(len(out.Missing)),
	})
}
