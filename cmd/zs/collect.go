package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	gather "zhunsheng/app/collect"
	"zhunsheng/app/collect/dataset"
	"zhunsheng/app/collect/postgres"
	"zhunsheng/scoring"
)

// collectFlags are the flags of "zs collect".
type collectFlags struct {
	*openFlags                         // who is trusted, and age keys
	passphrases               []string // files with what locked bundles are tried with
	out, due, units, postgres string
	sample, year              uint
	seed                      uint64
	asJSON                    bool
}

// collect makes one picture of many bundles and reports: zs collect FOLDERS… [-o FOLDER] [--due DATE] [--units FILE] [--sample N]
// [--seed N] [--passphrase-file FILE]… [--postgres URL] [--json]. The answer is no where files are missing, late, altered or unreadable.
func (t *tool) collect(ctx context.Context, args []string) error {
	f, folders, seeded, err := t.collectArguments(args)
	if err != nil {
		return err
	}
	o, err := t.collectOptions(f, seeded)
	if err != nil {
		return err
	}
	to, err := t.collectInto(ctx, f, folders)
	if err != nil {
		return err
	}
	summary, err := gather.Into(ctx, folders, o, to)
	if err == nil && summary.Files == 0 {
		err = &usageError{key: "cli.error.nothing-collected", args: scoring.Args{"path": strings.Join(folders, ", ")}}
	}
	if err != nil {
		return err
	}
	if f.asJSON {
		err = t.writeJSON(summary)
	} else {
		t.printCollected(summary)
	}
	if err == nil && (len(summary.Missing) > 0 || len(summary.Faulty) > 0 || summary.Standings[gather.Conflicting] > 0) {
		return errNo
	}
	return err
}

func (t *tool) collectArguments(args []string) (f *collectFlags, folders []string, seeded bool, err error) {
	flags := pflag.NewFlagSet("collect", pflag.ContinueOnError)
	f = &collectFlags{openFlags: addTrustFlags(flags)}
	flags.StringArrayVar(&f.passphrases, "passphrase-file", nil, "")
	flags.StringVarP(&f.out, "out", "o", "", "")
	flags.StringVar(&f.due, "due", "", "")
	flags.StringVar(&f.units, "units", "", "")
	flags.StringVar(&f.postgres, "postgres", "", "")
	flags.UintVar(&f.year, "only-year", 0, "")
	flags.UintVar(&f.sample, "sample", 0, "")
	flags.Uint64Var(&f.seed, "seed", 0, "")
	flags.BoolVar(&f.asJSON, "json", false, "")
	if folders, err = t.parseSome("collect", flags, args, 1, maxOperands); err != nil {
		return nil, nil, false, err
	}
	if _, err := time.Parse(time.DateOnly, f.due); f.due != "" && err != nil {
		return nil, nil, false, &usageError{key: "cli.error.date", args: scoring.Args{"found": f.due}}
	}
	return f, folders, flags.Changed("seed"), nil
}

// collectInto is where everything goes: a workbook and a dataset in a folder, a database.
func (t *tool) collectInto(ctx context.Context, f *collectFlags, folders []string) (gather.Outputs, error) {
	to := gather.Outputs{Folder: f.out, Text: func(key string) string { return t.words.Text(key, nil) }}
	if f.out != "" {
		to.Sinks = append(to.Sinks, dataset.New(filepath.Join(f.out, "dataset"), strings.Join(folders, "\n")))
	}
	if f.postgres != "" {
		loader, err := postgres.Open(ctx, f.postgres)
		if err != nil {
			return to, &usageError{key: "cli.error.postgres", args: scoring.Args{"text": err.Error()}}
		}
		to.Sinks = append(to.Sinks, loader)
	}
	return to, nil
}

func (t *tool) collectOptions(f *collectFlags, seeded bool) (gather.Options, error) {
	o := gather.Options{
		Schemes: t.schemes.For, Now: t.now(), Due: f.due, Year: int(min(f.year, 9999)), Sample: int(min(f.sample, math.MaxInt32)), Seed: f.seed,
		Say: func(err error) string { return app.Sentence(t.words, err) },
	}
	if f.sample > 0 && !seeded {
		var random [8]byte
		if _, err := io.ReadFull(t.random, random[:]); err != nil {
			return o, err
		}
		o.Seed = binary.BigEndian.Uint64(random[:]) >> 16 // short enough to be typed
	}
	key, err := f.key()
	if err != nil {
		return o, err
	}
	o.Trust = key.Certificates
	if o.Bundles, err = key.Options(t.now()); err != nil {
		return o, err
	}
	if o.Keys, err = f.keys(); err != nil || f.units == "" {
		return o, err
	}
	data, err := app.ReadFile(f.units, maxUnits)
	if err != nil {
		return o, err
	}
	for line := range strings.Lines(string(data)) {
		if unit := strings.TrimSpace(line); unit != "" {
			o.Units = append(o.Units, unit)
		}
	}
	return o, nil
}

// keys are the passphrases that were given, one a file.
func (f *collectFlags) keys() (*gather.Keys, error) {
	var list []string
	for _, path := range f.passphrases {
		secret, err := readPassphrase(path)
		if err != nil {
			return nil, err
		}
		list = append(list, string(secret))
	}
	return gather.NewKeys(list...), nil
}

// maxUnits is the largest list of units that is read, in bytes.
const maxUnits = 16 << 20

func (t *tool) printCollected(s *gather.Summary) {
	t.say("cli.collect.head", map[string]string{"files": fmt.Sprint(s.Files), "evaluations": fmt.Sprint(s.Evaluations)})
	for _, unit := range s.Missing {
		t.say("cli.collect.missing", map[string]string{"unit": unit})
	}
	for _, source := range s.Faulty {
		t.say("cli.collect.faulty", map[string]string{
			"path": source.Path, "state": t.words.Text("collect.state."+string(source.State), nil), "detail": source.Detail,
		})
	}
	if len(s.Others) > 0 {
		t.say("cli.collect.others", map[string]string{"count": fmt.Sprint(len(s.Others)), "first": strings.Join(s.Others[:min(len(s.Others), 3)], ", ")})
	}
	for _, d := range s.Doubtful {
		t.say("cli.collect.doubtful", map[string]string{
			"path": d.Path, "key": d.Key, "unit": d.Unit, "standing": t.words.Text("collect.standing."+string(d.Standing), nil),
		})
	}
	for _, d := range s.Departments {
		mean := ""
		if d.Mean.Valid {
			mean = d.Mean.Decimal.String()
		}
		t.say("cli.collect.department", map[string]string{"name": d.Name, "count": fmt.Sprint(d.Count), "complete": fmt.Sprint(d.Complete), "mean": mean})
	}
	for _, g := range s.Grades {
		t.say("cli.collect.grade", map[string]string{"grade": g.Name, "count": fmt.Sprint(g.Count)})
	}
	for _, o := range s.Outliers {
		t.say("cli.collect.outlier", map[string]string{"key": o.Key, "unit": o.Unit, "total": o.Total.Trim(2).String()})
	}
	if len(s.Sample) > 0 {
		t.say("cli.collect.sample", map[string]string{"seed": fmt.Sprint(s.Seed)})
	}
	for _, d := range s.Sample {
		t.say("cli.collect.drawn", map[string]string{"key": d.Key, "project": d.Project, "unit": d.Unit, "risk": fmt.Sprint(d.Risk)})
	}
}
