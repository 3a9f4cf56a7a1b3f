package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zhunsheng/app"
	"zhunsheng/app/chronicle"
	"zhunsheng/scoring"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
	"zhunsheng/storage/delta"
)

// storeHistory lists the actions on an evaluation, or on one of its fields: zs store history FOLDER YEAR EVALUATION [--field PATH] [--json].
func (t *tool) storeHistory(ctx context.Context, args []string) error {
	v := t.storeVerb()
	field := v.String("field", "", "")
	asJSON := v.Bool("json", false, "")
	return v.on(args, 3, func(s *storage.Store, operands []string) error {
		year, err := strconv.Atoi(operands[1])
		if err != nil {
			return &usageError{key: "cli.error.year", args: scoring.Args{"found": operands[1]}}
		}
		entries, err := s.History(ctx, year, operands[2])
		if len(entries) == 0 && err == nil {
			err = &storage.RecordError{Kind: storage.KindEvaluation, Year: year, ID: operands[2], Err: storage.ErrNotFound}
		}
		if *asJSON && err == nil {
			return t.writeJSON(entries)
		}
		teller := chronicle.New(t.words, namesIn(ctx, s)).WithSchemes(func(id string) string {
			scheme, err := t.schemes.ByID(id)
			if err != nil {
				return ""
			}
			return t.words.Name(scheme.Title)
		})
		for i := range entries {
			t.printEntry(teller, &entries[i], *field)
		}
		return err
	})
}

// namesIn asks the store what the things in an evaluation are called, once for each; of one that was deleted it does not know.
func namesIn(ctx context.Context, s *storage.Store) chronicle.Book {
	known := map[storage.Scope]*chronicle.Names{}
	return func(year int, id string) *chronicle.Names {
		at := storage.Scope{Year: year, ID: id}
		if names, ok := known[at]; ok {
			return names
		}
		if e, _, err := s.Evaluation(ctx, year, id); err == nil {
			known[at] = chronicle.NamesOf(e, nil)
		} else {
			known[at] = nil
		}
		return known[at]
	}
}

// within reports whether a change is of a field, which is named like project/name, or of something in it.
func within(path, field string) bool {
	name := strings.Join(delta.Names(path), "/")
	field = strings.Trim(field, "/")
	return name == field || strings.HasPrefix(name, field+"/")
}

func (t *tool) printEntry(teller *chronicle.Teller, e *storage.Entry, field string) {
	var lines []string
	for _, f := range teller.Fields(e) {
		if field == "" || slices.ContainsFunc(f.Changes, func(c delta.Change) bool { return within(c.Path, field) }) {
			lines = append(lines, "    "+teller.Change(&f))
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

// storeVerify checks the chain of the whole history, and that it goes on from where it was once: zs store verify FOLDER [--since FILE]
// [--json]. The file is what --json printed then.
func (t *tool) storeVerify(ctx context.Context, args []string) error {
	v := t.storeVerb()
	asJSON := v.Bool("json", false, "")
	since := v.String("since", "", "")
	return v.on(args, 1, func(s *storage.Store, _ []string) error {
		if *since != "" {
			if err := t.verifySince(ctx, s, *since); err != nil {
				return err
			}
		}
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

// verifySince compares the history with the head that an earlier verification wrote down.
func (t *tool) verifySince(ctx context.Context, s *storage.Store, path string) error {
	data, err := app.ReadFile(path, maxVerification)
	if err != nil {
		return err
	}
	var then storage.Verification
	if err := json.Unmarshal(data, &then); err != nil {
		return &usageError{key: "cli.error.verification", args: scoring.Args{"file": path}}
	}
	args := map[string]string{"seq": strconv.FormatUint(then.Head.Seq, 10), "file": path, "time": then.Head.Time.Local().Format("2006-01-02 15:04:05")}
	switch err := s.VerifyHead(ctx, then.Head); {
	case errors.Is(err, storage.ErrInvalid):
		return &usageError{key: "cli.error.verification", args: scoring.Args{"file": path}}
	case errors.Is(err, storage.ErrNotFound), errors.Is(err, storage.ErrConflict):
		t.say("cli.store.not-since", args)
		return errNo
	case err != nil:
		return err
	}
	write(t.stderr, t.words.Text("cli.store.since", args), "\n") // standard output may be JSON
	return nil
}

// maxVerification bounds what a verification wrote, in bytes.
const maxVerification = 1 << 20

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

// storeExport writes every evaluation as a file, all other records and the history as lines of JSON, and where it is asked for the files
// of evidence: zs store export FOLDER -o NEW-FOLDER [--evidence].
func (t *tool) storeExport(ctx context.Context, args []string) error {
	v := t.storeVerb()
	out := v.StringP("out", "o", "", "")
	evidence := v.Bool("evidence", false, "")
	return v.on(args, 1, func(s *storage.Store, _ []string) error {
		if err := t.required("store", "out", *out); err != nil {
			return err
		}
		folder, err := newFolder(*out)
		if err != nil {
			return err
		}
		count, err := exportEvaluations(ctx, s, folder)
		if err != nil {
			return err
		}
		digests, err := exportRecords(ctx, s, folder)
		if err != nil {
			return err
		}
		if *evidence {
			if err := exportEvidence(ctx, s, folder, digests); err != nil {
				return err
			}
		}
		entries := 0
		err = writeLines(filepath.Join(folder, "history.jsonl"), func(add func(any) error) error {
			return s.EntriesAndParts(ctx, 1, func(e storage.Entry) error {
				if !e.Staged {
					entries++
				}
				return add(e)
			})
		})
		if err == nil {
			t.say("cli.store.exported", map[string]string{"path": folder, "count": strconv.Itoa(count), "entries": strconv.Itoa(entries)})
		}
		return err
	})
}

// writeLines writes a file of JSON lines.
func writeLines(path string, fill func(add func(any) error) error) error {
	return atomicfile.Stream(path, 0o600, func(file *os.File) error {
		encoder := json.NewEncoder(file)
		encoder.SetEscapeHTML(false)
		return fill(encoder.Encode)
	})
}

// exportedRecord is a line of records.jsonl.
type exportedRecord struct {
	Kind       storage.Kind    `json:"kind"`
	Year       int             `json:"year,omitempty"`
	Evaluation string          `json:"evaluation,omitempty"`
	ID         string          `json:"id,omitempty"`
	Revision   uint64          `json:"revision"`
	Content    json.RawMessage `json:"content,omitempty"` // absent of identities: they hold private keys
	Text       string          `json:"text,omitempty"`    // of settings
}

// exportRecords writes what is not an evaluation to records.jsonl, and returns the digests of the evidence.
func exportRecords(ctx context.Context, s *storage.Store, folder string) (digests []string, err error) {
	err = writeLines(filepath.Join(folder, "records.jsonl"), func(add func(any) error) error {
		return s.Records(ctx, func(r storage.Record) error {
			line := exportedRecord{Kind: r.Kind, Year: r.Year, Evaluation: r.Evaluation, ID: r.ID, Revision: r.Revision}
			switch r.Kind {
			case storage.KindEvaluation:
				return nil
			case storage.KindIdentity:
			case storage.KindSetting:
				line.Text = string(r.Content)
			default:
				line.Content = r.Content
			}
			if r.Kind == storage.KindEvidence {
				var e storage.EvidenceRecord
				if err := json.Unmarshal(r.Content, &e); err != nil {
					return err
				}
				digests = append(digests, e.Digest)
			}
			return add(line)
		})
	})
	return digests, err
}

// exportEvidence writes the files of evidence under the SHA-256 of their content.
func exportEvidence(ctx context.Context, s *storage.Store, folder string, digests []string) error {
	dir := filepath.Join(folder, "evidence")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	slices.Sort(digests)
	for _, digest := range slices.Compact(digests) {
		content, err := s.Evidence(ctx, digest)
		if err != nil {
			return err
		}
		err = atomicfile.Stream(filepath.Join(dir, digest), 0o600, func(file *os.File) error {
			_, err := io.Copy(file, content)
			return err
		})
		if err = errors.Join(err, content.Close()); err != nil {
			return err
		}
	}
	return nil
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
