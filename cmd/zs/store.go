package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/storage"
	"zhunsheng/storage/keyring"
)

// store does without a window what keeps a store safe: zs store info|check|backup|restore|history|verify|export|password.
func (t *tool) store(ctx context.Context, args []string) error {
	return t.verbs(ctx, "store", args, []verb{
		{"info", t.storeInfo},
		{"check", t.storeCheck},
		{"backup", t.storeBackup},
		{"restore", t.storeRestore},
		{"history", t.storeHistory},
		{"verify", t.storeVerify},
		{"export", t.storeExport},
		{"password", t.storePassword},
	})
}

// storeVerb is a verb of zs store on its way: it adds flags of its own, then runs.
type storeVerb struct {
	*tool
	*pflag.FlagSet
	password passwordFlags
}

func (t *tool) storeVerb() storeVerb {
	flags := pflag.NewFlagSet("store", pflag.ContinueOnError)
	return storeVerb{tool: t, FlagSet: flags, password: addPasswordFlags(flags)}
}

// on parses the arguments, opens the store in the folder that is the first operand, does something with it, and closes it.
func (v storeVerb) on(args []string, count int, do func(s *storage.Store, operands []string) error) (err error) {
	operands, err := v.parse("store", v.FlagSet, args, count)
	if err != nil {
		return err
	}
	options := app.StoreOptions(v.schemes)
	options.MustExist = true
	store, err := v.openStore(operands[0], options, v.password)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(store, operands)
}

// storeInfo says what a store is: zs store info FOLDER [--json].
func (t *tool) storeInfo(ctx context.Context, args []string) error {
	v := t.storeVerb()
	asJSON := v.Bool("json", false, "")
	return v.on(args, 1, func(s *storage.Store, _ []string) error {
		info, err := s.Info(ctx)
		if err != nil {
			return err
		}
		if *asJSON {
			return t.writeJSON(info)
		}
		last, changes := s.BackupStatus()
		backup := t.words.Text("cli.store.never", nil)
		if !last.IsZero() {
			backup = last.Local().Format("2006-01-02 15:04")
		}
		t.say("cli.store.info.text", map[string]string{
			"path": info.Dir, "store": info.Store, "device": info.Device, "revision": strconv.FormatUint(info.Revision, 10),
			"years": strconv.Itoa(info.Years), "segments": strconv.Itoa(info.Segments), "sealed": strconv.Itoa(info.Sealed),
			"snapshots": strconv.Itoa(info.Snapshots), "evidence": strconv.Itoa(info.Evidence), "backup": backup,
			"changes": strconv.FormatUint(changes, 10), "protection": t.words.Text("cli.store.protection."+info.Protection, nil),
		})
		return nil
	})
}

// storeCheck reads everything in a store: zs store check FOLDER.
func (t *tool) storeCheck(ctx context.Context, args []string) error {
	v := t.storeVerb()
	sweep := v.Bool("sweep", false, "")
	return v.on(args, 1, func(s *storage.Store, _ []string) error {
		r, err := s.Check(ctx, nil)
		if err != nil {
			return err
		}
		for _, f := range r.Findings {
			t.say("cli.store.finding", map[string]string{"place": f.Place, "text": f.Detail})
		}
		t.say("cli.store.checked", map[string]string{
			"records": strconv.Itoa(r.Records), "entries": strconv.FormatUint(r.Verification.Entries, 10), "snapshots": strconv.Itoa(r.Snapshots),
			"evidence": strconv.Itoa(r.Evidence), "findings": strconv.Itoa(len(r.Findings)),
		})
		if len(r.Findings) > 0 {
			return errNo
		}
		if *sweep {
			return t.sweepEvidence(ctx, s)
		}
		return nil
	})
}

// sweepEvidence removes files of evidence that a program which was ended left without an action. Nothing else works on the store now.
func (t *tool) sweepEvidence(ctx context.Context, s *storage.Store) error {
	removed, err := s.CollectEvidence(ctx)
	if err == nil {
		t.say("cli.store.swept", map[string]string{"count": strconv.Itoa(removed)})
	}
	return err
}

// storeBackup writes a store into one file: zs store backup FOLDER -o FILE. The file is read back, restored into a temporary folder and
// compared.
func (t *tool) storeBackup(ctx context.Context, args []string) error {
	v := t.storeVerb()
	path := v.StringP("out", "o", storage.BackupName(t.now()), "")
	var info storage.BackupInfo
	err := v.on(args, 1, func(s *storage.Store, _ []string) (err error) {
		info, err = s.Backup(ctx, *path, nil)
		return err
	})
	if err != nil {
		return err
	}
	if err := t.tryBackup(*path, info, v.password); err != nil {
		return err
	}
	t.sayBackup("cli.store.backed-up", *path, info)
	if info.Protection == keyring.ByNothing {
		t.say("cli.store.open-backup", nil)
	}
	return nil
}

// tryBackup restores a backup into a folder that is removed again.
func (t *tool) tryBackup(path string, info storage.BackupInfo, password passwordFlags) (err error) {
	folder, err := os.MkdirTemp("", "zhunsheng-restore-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	options := app.StoreOptions(t.schemes)
	if info.Protection == keyring.ByPassword {
		if options.Password, err = password.read(t, t.words.Text("cli.password", map[string]string{"path": path})); err != nil {
			return err
		}
		defer clear(options.Password)
	}
	_, err = storage.Restore(path, filepath.Join(folder, "store"), options)
	return err
}

func (t *tool) sayBackup(key, path string, info storage.BackupInfo) {
	t.say(key, map[string]string{
		"path": path, "revision": strconv.FormatUint(info.Seq, 10), "records": strconv.Itoa(info.Records), "files": strconv.Itoa(info.Files),
		"size": fmt.Sprintf("%.1f MB", float64(info.Bytes)/1e6),
	})
}

// storeRestore makes a store from a backup: zs store restore FILE FOLDER.
func (t *tool) storeRestore(_ context.Context, args []string) error {
	v := t.storeVerb()
	operands, err := t.parse("store", v.FlagSet, args, 2)
	if err != nil {
		return err
	}
	options := app.StoreOptions(t.schemes)
	info, err := storage.Restore(operands[0], operands[1], options)
	if errors.Is(err, keyring.ErrPasswordNeeded) {
		if options.Password, err = v.password.read(t, t.words.Text("cli.password", map[string]string{"path": operands[0]})); err != nil {
			return err
		}
		defer clear(options.Password)
		info, err = storage.Restore(operands[0], operands[1], options)
	}
	if err != nil {
		return err
	}
	t.sayBackup("cli.store.restored", operands[1], info)
	return nil
}

// storePassword protects a store by another password, or with --none by what the system has: zs store password FOLDER
// [--new-password-file FILE | --none].
func (t *tool) storePassword(_ context.Context, args []string) error {
	v := t.storeVerb()
	now := passwordFlags{file: v.String("new-password-file", "", ""), fd: v.Int("new-password-fd", -1, "")}
	none := v.Bool("none", false, "")
	return v.on(args, 1, func(s *storage.Store, operands []string) error {
		var password []byte
		if !*none {
			var err error
			if password, err = now.readNew(t, operands[0]); err != nil {
				return err
			}
			defer clear(password)
		}
		if err := s.SetPassword(password); err != nil {
			return err
		}
		t.say("cli.store.password-set", map[string]string{
			"path": operands[0], "protection": t.words.Text("cli.store.protection."+string(s.Protection()), nil),
		})
		return nil
	})
}
