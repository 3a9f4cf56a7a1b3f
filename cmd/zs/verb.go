package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/storage"
)

// verb is one part of a command, such as "create" of "zs bundle create".
type verb struct {
	name string
	run  func(ctx context.Context, args []string) error
}

// verbs runs the verb that the first argument names. Without one it says which there are.
func (t *tool) verbs(ctx context.Context, command string, args []string, all []verb) error {
	var names []string
	for _, v := range all {
		if len(args) > 0 && args[0] == v.name {
			return v.run(ctx, args[1:])
		}
		names = append(names, v.name)
	}
	if len(args) > 0 && slices.Contains([]string{"--help", "-h"}, args[0]) {
		_, err := t.parse(command, pflag.NewFlagSet(command, pflag.ContinueOnError), args, 0)
		return err
	}
	key := "cli.error.verb"
	if len(args) == 0 {
		key = "cli.error.no-verb"
	}
	return &usageError{key: key, args: scoring.Args{
		"command": command, "found": strings.Join(args, " "), "allowed": strings.Join(names, ", "),
	}}
}

// deskVerb is a verb that works on a store: it adds flags of its own, then runs.
type deskVerb struct {
	*tool
	*pflag.FlagSet
	command  string
	dir      *string
	actor    *string
	asJSON   *bool
	password passwordFlags
}

func (t *tool) deskVerb(command string) *deskVerb {
	flags := pflag.NewFlagSet(command, pflag.ContinueOnError)
	return &deskVerb{
		tool: t, FlagSet: flags, command: command, dir: flags.String("store", "", ""), actor: flags.String("name", "", ""),
		asJSON: flags.Bool("json", false, ""), password: addStorePasswordFlags(flags),
	}
}

// on parses the arguments and works on the store.
func (v *deskVerb) on(ctx context.Context, args []string, fewest, most int, do func(d *desk.Desk, operands []string) error) error {
	operands, err := v.parseSome(v.command, v.FlagSet, args, fewest, most)
	if err != nil {
		return err
	}
	return v.work(ctx, func(d *desk.Desk) error { return do(d, operands) })
}

// work opens the store, does something with it, and closes it.
func (v *deskVerb) work(ctx context.Context, do func(d *desk.Desk) error) (err error) {
	if err := v.required(v.command, "store", *v.dir); err != nil {
		return err
	}
	store, err := v.bundleStore(ctx, *v.dir, v.password, nil)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := store.Close(); err == nil {
			err = closeErr
		}
	}()
	d, err := v.deskOf(ctx, store, *v.actor)
	if err != nil {
		return err
	}
	return do(d)
}

// deskOf returns the desk over an open store, with the store's own schemes. actor is who works at it, "" leaves that open.
func (t *tool) deskOf(ctx context.Context, store *storage.Store, actor string) (*desk.Desk, error) {
	store.SetActor(actor)
	d := desk.New(store, t.schemes, t.now, func() *locale.Printer { return t.words })
	if err := d.LoadSchemes(ctx); err != nil {
		write(t.stderr, app.Sentence(t.words, err), "\n") // the others are known all the same
	}
	return d, nil
}
