package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
)

// bundle makes, shows, checks and takes in the files that evaluators exchange, and what remains to be decided after that.
func (t *tool) bundle(ctx context.Context, args []string) error {
	return t.verbs(ctx, "bundle", args, []verb{
		{"create", t.bundleCreate},
		{"inspect", t.bundleInspect},
		{"verify", t.bundleVerify},
		{"import", t.bundleImport},
		{"diff", t.bundleDiff},
		{"imports", t.bundleImports},
		{"undo", t.bundleUndo},
		{"conflicts", t.bundleConflicts},
		{"decide", t.bundleDecide},
		{"trust", t.bundleTrust},
	})
}

// createFlags are the flags of "zs bundle create".
type createFlags struct {
	store, out, kind, identity, note, name string
	years                                  []int
	evaluations, recipients, schemes       []string
	noEvidence, deidentified, asJSON       bool
	passphrase                             string // file
}

// bundleCreate makes a bundle of a store, or of evaluation files: zs bundle create --store FOLDER | FILES… -o OUT.zsb.
func (t *tool) bundleCreate(ctx context.Context, args []string) error {
	f := createFlags{}
	flags := pflag.NewFlagSet("bundle", pflag.ContinueOnError)
	flags.StringVar(&f.store, "store", "", "")
	flags.StringVarP(&f.out, "out", "o", "", "")
	flags.StringVar(&f.kind, "kind", "", "")
	flags.IntSliceVar(&f.years, "years", nil, "")
	flags.StringArrayVar(&f.evaluations, "evaluation", nil, "")
	flags.BoolVar(&f.noEvidence, "no-evidence", false, "")
	flags.BoolVar(&f.deidentified, "deidentified", false, "")
	flags.StringVar(&f.note, "note", "", "")
	flags.StringVar(&f.name, "name", "", "")
	flags.StringVar(&f.identity, "identity", "", "")
	flags.StringVar(&f.passphrase, "passphrase-file", "", "")
	flags.StringArrayVar(&f.recipients, "recipient", nil, "")
	flags.StringArrayVar(&f.schemes, "scheme", nil, "")
	flags.BoolVar(&f.asJSON, "json", false, "")
	password, storePassword := addPasswordFlags(flags), addStorePasswordFlags(flags)
	operands, err := t.parseSome("bundle", flags, args, 0, maxOperands)
	if err != nil {
		return err
	}
	if err := t.required("bundle", "out", f.out); err != nil {
		return err
	}
	if (f.store == "") == (len(operands) == 0) {
		return &usageError{key: "cli.error.bundle-source"}
	}
	if err := clearPath(f.out, operands...); err != nil {
		return err
	}
	store, err := t.bundleStore(ctx, f.store, storePassword, operands)
	if err != nil {
		return err
	}
	defer store.Close()
	d, err := t.deskOf(ctx, store, f.name)
	if err != nil {
		return err
	}
	order, err := t.bundleOrder(d, &f, password)
	if err != nil {
		return err
	}
	made, err := d.MakeBundle(ctx, order, nil)
	if err != nil {
		return err
	}
	return t.bundleMade(made, f.asJSON)
}

// bundleMade says what was written; its JSON is the manifest.
func (t *tool) bundleMade(made desk.MadeBundle, asJSON bool) error {
	if asJSON {
		return t.writeJSON(made.Manifest)
	}
	t.say("cli.bundle.written", map[string]string{
		"path": made.Path, "bundle": made.ID, "records": fmt.Sprint(made.Records), "files": fmt.Sprint(made.Files),
	})
	return nil
}

// maxOperands is how many files one command line may name.
const maxOperands = 100000

// bundleStore opens the store that a bundle is made of or goes into; evaluation files make a store in memory.
func (t *tool) bundleStore(ctx context.Context, dir string, password passwordFlags, files []string) (*storage.Store, error) {
	options := storage.Options{AnyPlace: true, Now: t.now, MustExist: true, Schemes: func(ref scoring.SchemeRef) (*scoring.Scheme, bool) {
		s, err := t.schemes.For(ref)
		return s, err == nil
	}}
	if dir != "" {
		return t.openStore(dir, options, password)
	}
	store := storage.OpenMemory(options)
	for _, path := range files {
		e, err := app.ReadEvaluationFile(path)
		if err != nil {
			return nil, errors.Join(err, store.Close())
		}
		_, err = store.CreateYear(ctx, storage.Year{Year: e.FiscalYear, Unit: e.Project.Unit})
		if err == nil || errors.Is(err, storage.ErrExists) {
			_, err = store.Create(ctx, e)
		}
		if err != nil {
			return nil, errors.Join(&app.FileError{Path: path, Err: err}, store.Close())
		}
	}
	return store, nil
}

// bundleOrder is what the flags of "zs bundle create" ask for.
func (t *tool) bundleOrder(d *desk.Desk, f *createFlags, password passwordFlags) (desk.BundleOrder, error) {
	o := desk.BundleOrder{
		Kind: bundle.Kind(f.kind), Years: f.years, Evaluations: f.evaluations, NoEvidence: f.noEvidence, Deidentified: f.deidentified,
		Note: f.note, Path: f.out, Recipients: f.recipients,
	}
	switch {
	case f.kind != "":
	case len(f.evaluations) > 0 || f.store == "":
		o.Kind = bundle.KindEvaluations
	default:
		o.Kind = bundle.KindYear
	}
	if o.Kind == bundle.KindPanelCall || o.Kind == bundle.KindPanelAnswer {
		return o, &usageError{key: "cli.error.bundle-panel", args: scoring.Args{"found": f.kind}}
	}
	for _, name := range f.schemes {
		scheme, err := t.schemes.Open(name)
		if err != nil {
			return o, err
		}
		o.Schemes = append(o.Schemes, scheme.Hash())
	}
	if f.identity != "" {
		identity, err := t.loadIdentity(f.identity, password)
		if err != nil {
			return o, err
		}
		o.Signers = append(o.Signers, sign.BundleSigner{Identity: identity})
	}
	var err error
	o.Passphrase, err = readPassphrase(f.passphrase)
	return o, err
}

// readPassphrase reads the passphrase of a bundle from a file; nil for none.
func readPassphrase(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	data, err := app.ReadFile(path, maxPassword)
	if err != nil {
		return nil, err
	}
	return firstLine(data)
}
