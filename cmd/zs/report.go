package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"zhunsheng/app"
	"zhunsheng/app/report"
	"zhunsheng/app/sign"
	"zhunsheng/scoring"
	"zhunsheng/storage/atomicfile"
)

// report writes the report of an evaluation, or those of a folder of evaluations:
// zs report FILE -o OUT.pdf, zs report DIR -o DIR2 [--only KIND] [--draft] [--archive] [--fonts …] [--orientation …]
// [--last-year …] [--scheme ID] [--seal PNG] [--identity FILE | --pkcs11 LIBRARY | --windows-store FINGERPRINT --role ROLE] [--timestamp URL]
// [--json].
func (t *tool) report(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("report", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "", "")
	schemeID := flags.String("scheme", "", "")
	role := flags.String("role", "", "")
	seal := flags.String("seal", "", "")
	timestamp := flags.String("timestamp", "", "")
	asJSON := flags.Bool("json", false, "")
	keys := addKeyFlags(flags)
	printing := addPrintFlags(flags)
	operands, err := t.parse("report", flags, args, 1)
	if err != nil {
		return err
	}
	if err := t.required("report", "out", *out); err != nil {
		return err
	}
	if err := clearPath(*out, operands[0], *keys.identity, *seal); err != nil {
		return err
	}
	job := reportJob{schemeID: *schemeID, role: *role, asJSON: *asJSON}
	job.publication = app.Publication{Words: t.words, Now: t.now()}
	if err := printing.apply(t, &job.publication); err != nil {
		return err
	}
	if job.last, err = t.loadLastYears(printing.lastYear); err != nil {
		return err
	}
	if job.publication.Seal, job.publication.Timestamp, err = extras(ctx, *seal, *timestamp); err != nil {
		return err
	}
	if keys.given() > 0 || *role != "" {
		if err := t.required("report", "role", *role); err != nil {
			return err
		}
		identity, end, err := keys.open(t, "report")
		if err != nil {
			return err
		}
		defer end()
		job.publication.Identity = identity
	}
	if info, err := os.Stat(operands[0]); err == nil && info.IsDir() {
		return t.reportFolder(ctx, operands[0], *out, &job)
	}
	return t.reportOne(ctx, operands[0], *out, &job)
}

// reportJob is what the reports of one command have in common.
type reportJob struct {
	publication    app.Publication
	schemeID, role string
	last           lastYears
	asJSON         bool
}

// of reads and assesses one evaluation file.
func (j *reportJob) of(t *tool, path string) (app.Publication, error) {
	p := j.publication
	e, err := app.ReadEvaluationFile(path)
	if err != nil {
		return p, err
	}
	scheme, err := t.schemeFor(e, j.schemeID)
	if err != nil {
		return p, err
	}
	var before *scoring.Evaluation
	if p.LastYear = j.last.of(e); p.LastYear != nil {
		before = p.LastYear.Evaluation
	}
	p.Assessment = app.AssessAgainst(scheme, e, before)
	if p.Identity != nil {
		p.Role, err = t.role(scheme.Roles, j.role)
	}
	return p, err
}

func (t *tool) reportOne(ctx context.Context, path, out string, job *reportJob) error {
	publication, err := job.of(t, path)
	if err != nil {
		return err
	}
	publication.Progress = t.progress("cli.report.working")
	published, err := app.Publish(ctx, publication)
	if err != nil {
		return err
	}
	written, err := app.WriteDocument(out, published.Data)
	if err != nil {
		return err
	}
	final := publication.Assessment.Final() || publication.Kind == report.KindBlank
	if job.asJSON {
		err = t.writeJSON(documentOf(filepath.Base(path), written, &publication, published))
	} else {
		if written != out {
			t.say("cli.report.renamed", map[string]string{"path": out, "other": written})
		}
		t.reported(written, published, publication.Timestamp != nil)
		if !final {
			t.printFindings(publication.Assessment)
		}
	}
	if err == nil && !final {
		return errNo
	}
	return err
}

// reportFolder makes the report of every evaluation file of a folder and says what failed and why.
func (t *tool) reportFolder(ctx context.Context, folder, out string, job *reportJob) error {
	paths, err := evaluationFiles(folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	jobs := make([]app.BatchJob, len(paths))
	for i, path := range paths {
		name := filepath.Base(path)
		jobs[i] = app.BatchJob{
			Name: name, Path: filepath.Join(out, strings.TrimSuffix(name, filepath.Ext(name))+".pdf"),
			Prepare: func() (app.Publication, error) { return job.of(t, path) },
		}
	}
	summary := app.PublishAll(ctx, jobs, t.progress("cli.report.working"))
	drafts := 0
	for _, o := range summary.Outcomes {
		if o.Err == nil && o.Draft {
			drafts++
		}
	}
	if job.asJSON {
		err = t.writeJSON(batchOf(t, summary))
	} else {
		t.printBatch(summary, drafts, len(jobs), out)
	}
	if err == nil && (summary.Failed > 0 || summary.Cancelled > 0 || drafts > 0 && !job.publication.Draft) {
		return errNo
	}
	return err
}

// printBatch says what failed and why, then the sums.
func (t *tool) printBatch(summary *app.BatchSummary, drafts, total int, out string) {
	for _, o := range summary.Outcomes {
		switch {
		case o.Err != nil:
			t.say("cli.batch.failed", map[string]string{"name": o.Name, "reason": app.Sentence(t.words, o.Err)})
		case o.Renamed:
			t.say("cli.report.renamed", map[string]string{"path": o.Name, "other": o.Path})
		}
		if o.TimestampErr != nil {
			t.say("cli.batch.no-timestamp", map[string]string{"name": o.Name, "reason": app.Sentence(t.words, o.TimestampErr)})
		}
	}
	t.say("cli.batch.done", map[string]string{
		"written": fmt.Sprint(len(summary.Outcomes) - summary.Failed), "drafts": fmt.Sprint(drafts), "failed": fmt.Sprint(summary.Failed),
		"total": fmt.Sprint(total), "path": out,
	})
	if summary.Cancelled > 0 {
		t.say("cli.batch.cancelled", map[string]string{"count": fmt.Sprint(summary.Cancelled)})
	}
}

// reported says what was written.
func (t *tool) reported(path string, p *app.Published, stamped bool) {
	t.say("cli.report.written", map[string]string{
		"path": path, "pages": fmt.Sprint(p.Pages), "kilobytes": fmt.Sprint((len(p.Data) + 1023) / 1024),
	})
	if p.Draft {
		t.say("cli.report.draft", nil)
	}
	if len(p.Undrawable) > 0 {
		t.say("cli.report.undrawable", map[string]string{"characters": string(p.Undrawable)})
	}
	if p.Verdict != nil {
		t.say("cli.report.signed", map[string]string{"verdict": t.words.Text(string(p.Verdict.Kind), nil)})
		t.stamped(stamped, p.TimestampErr)
	}
}

// role returns the role that signs: the one asked for, else the first.
func (t *tool) role(roles []scoring.Role, asked string) (string, error) {
	allowed := ""
	for i, role := range roles {
		if role.ID == asked || (asked == "" && i == 0) {
			return role.ID, nil
		}
		if i > 0 {
			allowed += ", "
		}
		allowed += role.ID
	}
	return "", &usageError{key: "cli.error.role", args: scoring.Args{"found": asked, "allowed": allowed}}
}

func (t *tool) loadIdentity(path string, password passwordFlags) (*sign.Identity, error) {
	if file, err := atomicfile.Open(path); err != nil { // before anybody types a password for nothing
		return nil, err
	} else if err := file.Close(); err != nil {
		return nil, err
	}
	secret, err := password.read(t, t.words.Text("cli.password", map[string]string{"path": path}))
	if err != nil {
		return nil, err
	}
	defer sign.Wipe(secret)
	id, err := sign.Load(path, secret, t.now())
	if err != nil {
		return nil, &app.FileError{Path: path, Err: err}
	}
	return id, nil
}

// progress shows steps on a terminal, and nothing elsewhere.
func (t *tool) progress(key string) func(done, total int) {
	terminal, ok := t.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return nil
	}
	return func(done, total int) {
		write(t.stderr, "\r\x1b[K")
		if done < total {
			write(t.stderr, t.words.Text(key, map[string]string{"done": fmt.Sprint(done), "total": fmt.Sprint(total)}))
		}
	}
}
