package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/storage/handover"
)

// bundleImport merges a bundle into a store, or takes an import back: zs bundle import FILE --store FOLDER [--check] [--any-origin]
// [--only KIND/KEY]…, zs bundle import --undo BUNDLE --store FOLDER. The answer is no where something was held back or waits for a
// decision.
func (t *tool) bundleImport(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("bundle", pflag.ContinueOnError)
	opening := addOpenFlags(flags)
	dir := flags.String("store", "", "")
	storePassword := addStorePasswordFlags(flags)
	name := flags.String("name", "", "")
	undo := flags.String("undo", "", "")
	check := flags.Bool("check", false, "")
	anyOrigin := flags.Bool("any-origin", false, "")
	only := flags.StringArray("record", nil, "")
	unlock := flags.StringArray("unlock", nil, "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parseSome("bundle", flags, args, 0, 1)
	if err != nil {
		return err
	}
	if err := t.required("bundle", "store", *dir); err != nil {
		return err
	}
	if (*undo == "") == (len(operands) == 0) {
		return &usageError{key: "cli.error.bundle-undo"}
	}
	store, err := t.bundleStore(ctx, *dir, storePassword, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	x := t.exchange(store, *name)
	if *undo != "" {
		if err := x.Undo(ctx, *undo); err != nil {
			return bundleFault(err)
		}
		t.say("cli.bundle.undone", map[string]string{"bundle": *undo})
		return nil
	}
	r, err := t.openBundle(operands[0], opening)
	if err != nil {
		return err
	}
	defer r.Close()
	choice := handover.Choice{Only: *only, Unlock: *unlock, AnyOrigin: *anyOrigin}
	var out *handover.Result
	if *check {
		out, err = x.Check(ctx, r, choice)
	} else {
		out, err = x.Import(ctx, r, choice)
	}
	if err != nil {
		return &app.FileError{Path: operands[0], Err: bundleFault(err)}
	}
	if *asJSON {
		err = t.writeJSON(out)
	} else {
		t.printImport(out)
	}
	if err == nil && (out.Conflicts > 0 || out.Counts[handover.Locked] > 0 || out.Counts[handover.Closed] > 0) {
		return errNo
	}
	return err
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
