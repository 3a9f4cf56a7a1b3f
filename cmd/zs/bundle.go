package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
	"zhunsheng/storage/handover"
)

// bundle makes, shows, checks and takes in the files that evaluators exchange: zs bundle create|inspect|verify|import|diff.
func (t *tool) bundle(ctx context.Context, args []string) error {
	verbs := map[string]func(context.Context, []string) error{
		"create": t.bundleCreate, "inspect": t.bundleInspect, "verify": t.bundleVerify, "import": t.bundleImport, "diff": t.bundleDiff,
	}
	if len(args) > 0 && verbs[args[0]] != nil {
		return verbs[args[0]](ctx, args[1:])
	}
	if len(args) > 0 && (args[0] == "--help" || args[0] == "-h") {
		_, err := t.parse("bundle", pflag.NewFlagSet("bundle", pflag.ContinueOnError), args, 0)
		return err
	}
	return &usageError{key: "cli.error.bundle-verb", args: scoring.Args{"found": strings.Join(args, " "), "allowed": "create, inspect, verify, import, diff"}}
}

// createFlags are the flags of "zs bundle create".
type createFlags struct {
	store, out, kind, identity, note, name string
	years                                  []int
	evaluations, recipients                []string
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
	c, err := t.bundleContent(ctx, store, &f)
	if err != nil {
		return err
	}
	if err := t.bundleSeal(&c, store, &f, password); err != nil {
		return err
	}
	m, err := bundle.WriteFile(ctx, f.out, c)
	if err != nil {
		return err
	}
	if f.asJSON {
		return t.writeJSON(m)
	}
	t.say("cli.bundle.written", map[string]string{"path": f.out, "bundle": m.Bundle, "records": fmt.Sprint(len(m.Records)), "files": fmt.Sprint(len(m.Evidence))})
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

func (t *tool) exchange(store *storage.Store, name string) *handover.Exchange {
	return handover.New(handover.OfStore(store), handover.EvidenceOf(store), handover.Who{
		Device: handover.DeviceOf(store), Author: name, Program: "zs " + app.Version, Now: t.now, NewID: t.newID,
	})
}

func (t *tool) newID() string {
	id := make([]byte, 16)
	if _, err := io.ReadFull(t.random, id); err != nil {
		return t.now().UTC().Format("20060102T150405.000000000") // a clock is the next best
	}
	return hex.EncodeToString(id)
}

func (t *tool) bundleContent(ctx context.Context, store *storage.Store, f *createFlags) (bundle.Content, error) {
	kind := bundle.Kind(f.kind)
	switch {
	case kind != "":
	case len(f.evaluations) > 0 || f.store == "":
		kind = bundle.KindEvaluations
	default:
		kind = bundle.KindYear
	}
	c, err := t.exchange(store, f.name).Export(ctx, handover.Selection{
		Kind: kind, Years: f.years, Evaluations: f.evaluations, NoEvidence: f.noEvidence, Deidentified: f.deidentified, Note: f.note,
		Others: []string{bundle.RecordReview, bundle.RecordScheme, bundle.RecordUnit},
	})
	if err != nil {
		return c, bundleFault(err)
	}
	if !f.deidentified {
		c.Signers = []bundle.Signer{handover.SignerOf(store)}
	}
	return c, nil
}

// bundleSeal adds the identity's signature and the lock.
func (t *tool) bundleSeal(c *bundle.Content, store *storage.Store, f *createFlags, password passwordFlags) error {
	if f.identity != "" {
		identity, err := t.loadIdentity(f.identity, password)
		if err != nil {
			return err
		}
		c.Signers = append(c.Signers, sign.BundleSigner{Identity: identity})
	}
	if f.passphrase != "" {
		data, err := app.ReadFile(f.passphrase, maxPassword)
		if err != nil {
			return err
		}
		secret, err := firstLine(data)
		if err != nil {
			return err
		}
		c.Lock.Passphrase = string(secret)
	}
	for _, text := range f.recipients {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return &usageError{key: "cli.error.recipient", args: scoring.Args{"found": text}}
		}
		c.Lock.Recipients = append(c.Lock.Recipients, r)
	}
	return nil
}

// bundleFault gives errors of handing over their sentences.
func bundleFault(err error) error {
	for _, s := range []struct {
		is  error
		key string
	}{
		{handover.ErrTrust, "error.handover.trust"},
		{handover.ErrPending, "error.handover.pending"},
		{handover.ErrDeidentified, "error.handover.deidentified"},
		{handover.ErrNoImport, "error.handover.no-import"},
		{handover.ErrLater, "error.handover.later"},
		{handover.ErrMoved, "error.handover.moved"},
		{handover.ErrAbsent, "error.handover.absent"},
	} {
		if errors.Is(err, s.is) {
			return &handoverError{key: s.key, err: err}
		}
	}
	return err
}

// handoverError says an error of handing over in the user's language.
type handoverError struct {
	key string
	err error
}

// Error is the technical reason.
func (e *handoverError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *handoverError) Unwrap() error { return e.err }

// Message names the sentence for the user.
func (e *handoverError) Message() scoring.Message {
	return scoring.Message{Key: e.key, Args: scoring.Args{"reason": e.err.Error()}}
}
