package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/delta"
	"zhunsheng/storage/keyring"
)

// store does without a window what keeps a store safe: zs store info|check|backup|restore|history|verify|export.
func (t *tool) store(ctx context.Context, args []string) error {
	verbs := map[string]func(context.Context, []string) error{
		"info": t.storeInfo, "check": t.storeCheck, "backup": t.storeBackup, "restore": t.storeRestore, "history": t.storeHistory,
		"verify": t.storeVerify, "export": t.storeExport,
	}
	if len(args) > 0 && verbs[args[0]] != nil {
		return verbs[args[0]](ctx, args[1:])
	}
	if len(args) > 0 && (args[0] == "--help" || args[0] == "-h") {
		_, err := t.parse("store", pflag.NewFlagSet("store", pflag.ContinueOnError), args, 0)
		return err
	}
	return &usageError{key: "cli.error.store-verb", args: scoring.Args{
		"found": strings.Join(args, " "), "allowed": "info, check, backup, restore, history, verify, export",
	}}
}

// storeFlags begins the flags of a verb on a store.
func storeFlags() (*pflag.FlagSet, passwordFlags) {
	flags := pflag.NewFlagSet("store", pflag.ContinueOnError)
	return flags, addPasswordFlags(flags)
}

// withStore opens the store in the folder that a verb names, says what had to be mended, does something with it, and closes it.
func (t *tool) withStore(dir string, password passwordFlags, do func(*storage.Store) error) (err error) {
	options := app.StoreOptions(t.schemes)
	options.MustExist = true
	needs, err := storage.NeedsPassword(dir)
	if err == nil && needs {
		if options.Password, err = password.read(t, t.words.Text("cli.password", map[string]string{"path": dir})); err != nil {
			return err
		}
		defer clear(options.Password)
	}
	store, err := storage.Open(dir, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if r := store.Recovery(); !r.IsZero() {
		write(t.stderr, t.words.Message(r.Message()), "\n")
	}
	return do(store)
}

// storeInfo says what a store is: zs store info FOLDER [--json].
func (t *tool) storeInfo(ctx context.Context, args []string) error {
	flags, password := storeFlags()
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("store", flags, args, 1)
	if err != nil {
		return err
	}
	return t.withStore(operands[0], password, func(s *storage.Store) error {
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
	flags, password := storeFlags()
	operands, err := t.parse("store", flags, args, 1)
	if err != nil {
		return err
	}
	return t.withStore(operands[0], password, func(s *storage.Store) error {
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
		return nil
	})
}

// storeBackup writes a store into one file: zs store backup FOLDER -o FILE. The file is read back, restored into a temporary folder and
// compared.
func (t *tool) storeBackup(ctx context.Context, args []string) error {
	flags, password := storeFlags()
	out := flags.StringP("out", "o", "", "")
	operands, err := t.parse("store", flags, args, 1)
	if err != nil {
		return err
	}
	path := *out
	if path == "" {
		path = storage.BackupName(t.now())
	}
	var info storage.BackupInfo
	err = t.withStore(operands[0], password, func(s *storage.Store) error {
		info, err = s.Backup(ctx, path, nil)
		return err
	})
	if err != nil {
		return err
	}
	if err := t.tryBackup(path, info, password); err != nil {
		return err
	}
	t.sayBackup("cli.store.backed-up", path, info)
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
	flags, password := storeFlags()
	operands, err := t.parse("store", flags, args, 2)
	if err != nil {
		return err
	}
	options := app.StoreOptions(t.schemes)
	info, err := storage.Restore(operands[0], operands[1], options)
	if errors.Is(err, keyring.ErrPasswordNeeded) {
		if options.Password, err = password.read(t, t.words.Text("cli.password", map[string]string{"path": operands[0]})); err != nil {
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

// storeHistory lists the actions on an evaluation, or on one of its fields: zs store history FOLDER YEAR EVALUATION [--field PATH] [--json].
func (t *tool) storeHistory(ctx context.Context, args []string) error {
	flags, password := storeFlags()
	field := flags.String("field", "", "")
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("store", flags, args, 3)
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(operands[1])
	if err != nil {
		return &usageError{key: "cli.error.flag-invalid", args: scoring.Args{"command": "store", "found": operands[1], "form": t.words.Text("cli.store.form", nil)}}
	}
	return t.withStore(operands[0], password, func(s *storage.Store) error {
		entries, err := s.History(ctx, year, operands[2])
		if len(entries) == 0 && err == nil {
			err = &storage.RecordError{Kind: storage.KindEvaluation, Year: year, ID: operands[2], Err: storage.ErrNotFound}
		}
		if *asJSON && err == nil {
			return t.writeJSON(entries)
		}
		for _, e := range entries {
			t.printEntry(e, *field)
		}
		return err
	})
}

func (t *tool) printEntry(e storage.Entry, field string) {
	var lines []string
	for _, op := range e.Ops {
		for _, c := range op.Changes {
			if field != "" && !strings.HasPrefix(c.Path, field) {
				continue
			}
			lines = append(lines, "    "+changeLine(op, c))
		}
	}
	if field != "" && len(lines) == 0 {
		return
	}
	t.say("cli.store.entry", map[string]string{
		"seq": strconv.FormatUint(e.Seq, 10), "time": e.Time.Local().Format("2006-01-02 15:04:05"), "actor": e.Actor, "device": e.Device,
		"action": t.words.Text("cli.store.action."+string(e.Action), nil), "reason": e.Reason,
	})
	for _, line := range lines {
		write(t.stdout, line, "\n")
	}
}

// maxShown is how many characters of a value are shown in a line.
const maxShown = 60

func changeLine(op storage.Op, c delta.Change) string {
	name := strings.Join(delta.Names(c.Path), "/")
	if name == "" {
		name = op.Place()
	}
	return name + ": " + shown(c.Old) + " → " + shown(c.New)
}

func shown(value json.RawMessage) string {
	if value == nil {
		return "∅"
	}
	if runes := []rune(string(value)); len(runes) > maxShown {
		return string(runes[:maxShown-1]) + "…"
	}
	return string(value)
}

// storeVerify checks the chain of the whole history: zs store verify FOLDER [--json].
func (t *tool) storeVerify(ctx context.Context, args []string) error {
	flags, password := storeFlags()
	asJSON := flags.Bool("json", false, "")
	operands, err := t.parse("store", flags, args, 1)
	if err != nil {
		return err
	}
	return t.withStore(operands[0], password, func(s *storage.Store) error {
		v, err := s.Verify(ctx, nil)
		if err != nil {
			return err
		}
		if *asJSON {
			err = t.writeJSON(v)
		} else {
			t.printVerification(v)
		}
		if err == nil && !v.Whole() {
			err = errNo
		}
		return err
	})
}

func (t *tool) printVerification(v storage.Verification) {
	args := map[string]string{
		"entries": strconv.FormatUint(v.Entries, 10), "seq": strconv.FormatUint(v.Head.Seq, 10), "hash": v.Head.Hash, "device": v.Head.Device,
	}
	if v.Whole() {
		t.say("cli.store.chain-whole", args)
		return
	}
	args["after"] = strconv.FormatUint(v.Breaks[0].After, 10)
	args["place"] = v.Breaks[0].Place
	t.say("cli.store.chain-broken", args)
	for _, b := range v.Breaks {
		t.say("cli.store.finding", map[string]string{"place": b.Place, "text": b.Detail})
	}
}

// storeExport writes every evaluation as a file, and the history as lines of JSON: zs store export FOLDER -o NEW-FOLDER.
func (t *tool) storeExport(ctx context.Context, args []string) error {
	flags, password := storeFlags()
	out := flags.StringP("out", "o", "", "")
	operands, err := t.parse("store", flags, args, 1)
	if err != nil {
		return err
	}
	if err := t.required("store", "out", *out); err != nil {
		return err
	}
	return t.withStore(operands[0], password, func(s *storage.Store) error {
		folder, err := newFolder(*out)
		if err != nil {
			return err
		}
		count, err := exportEvaluations(ctx, s, folder)
		if err != nil {
			return err
		}
		entries := 0
		err = atomicfile.Stream(filepath.Join(folder, "history.jsonl"), 0o600, func(file *os.File) error {
			encoder := json.NewEncoder(file)
			encoder.SetEscapeHTML(false)
			return s.Entries(ctx, 1, func(e storage.Entry) error {
				entries++
				return encoder.Encode(e)
			})
		})
		if err == nil {
			t.say("cli.store.exported", map[string]string{"path": folder, "count": strconv.Itoa(count), "entries": strconv.Itoa(entries)})
		}
		return err
	})
}

// exportEvaluations writes each evaluation to <folder>/<year>/<number>.json, because an id may not be a name of a file.
func exportEvaluations(ctx context.Context, s *storage.Store, folder string) (int, error) {
	years, err := s.Years(ctx)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, y := range years {
		headers, err := s.Headers(ctx, y.Year)
		if err != nil {
			return count, err
		}
		dir := filepath.Join(folder, strconv.Itoa(y.Year))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return count, err
		}
		for i, h := range headers {
			e, _, err := s.Evaluation(ctx, y.Year, h.ID)
			if err != nil {
				return count, err
			}
			data, err := e.Encode()
			if err != nil {
				return count, err
			}
			if err := atomicfile.Write(filepath.Join(dir, fmt.Sprintf("%04d.json", i+1)), data, 0o600); err != nil {
				return count, err
			}
			count++
		}
	}
	return count, nil
}
