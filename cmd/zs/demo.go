package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"zhunsheng/app"
	"zhunsheng/app/sign"
	"zhunsheng/assets"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/storage"
	"zhunsheng/storage/atomicfile"
)

// demo does the main job on the embedded example: zs demo [-o DIR]. It loads the example year into a new store, scores and reviews
// it, makes a local identity, writes, signs and verifies the report, and says in a few lines what came out.
func (t *tool) demo(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("demo", pflag.ContinueOnError)
	out := flags.StringP("out", "o", "zhunsheng-demo", "")
	password := addStorePasswordFlags(flags)
	if _, err := t.parse("demo", flags, args, 0); err != nil {
		return err
	}
	folder, err := newFolder(*out)
	if err != nil {
		return err
	}
	e, err := t.storeExample(ctx, filepath.Join(folder, "store"), password)
	if err != nil {
		return err
	}
	assessment, err := t.assessDemo(e)
	if err != nil {
		return err
	}
	id, err := t.demoIdentity(folder, e.Project.Unit)
	if err != nil {
		return err
	}
	role, err := t.role(assessment.Scheme.Roles, "")
	if err != nil {
		return err
	}
	published, err := app.Publish(ctx, app.Publication{
		Assessment: assessment, Words: t.words, Now: t.now(), Identity: id, Role: role, Progress: t.progress("cli.report.working"),
	})
	if err != nil {
		return err
	}
	path := filepath.Join(folder, "report.pdf")
	if err := atomicfile.Write(path, published.Data, 0o644); err != nil {
		return err
	}
	t.reported(path, published, false)
	return t.verifyAgain(path)
}

// newFolder makes the folder, or where it is taken the first free one of folder-2, folder-3 …: a demo never touches an older one.
func newFolder(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return "", err
	}
	for n, name := 2, folder; ; n++ {
		err := os.Mkdir(name, 0o755)
		if err == nil || !errors.Is(err, os.ErrExist) || n > 1000 {
			return name, err
		}
		name = fmt.Sprintf("%s-%d", folder, n)
	}
}

func (t *tool) storeExample(ctx context.Context, folder string, password passwordFlags) (e *scoring.Evaluation, err error) {
	options := app.StoreOptions(t.schemes)
	if password.given() {
		if options.Password, err = password.read(t, ""); err != nil {
			return nil, err
		}
		defer clear(options.Password)
	}
	store, err := storage.Open(folder, options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if e, err = app.LoadExample(ctx, store); err != nil {
		return nil, err
	}
	t.say("cli.demo.loaded", map[string]string{
		"unit": e.Project.Unit, "project": e.Project.Name, "year": fmt.Sprint(e.FiscalYear), "indicators": fmt.Sprint(len(e.Indicators)),
		"store": folder,
	})
	return e, nil
}

// assessDemo scores the example under its own scheme and, for comparison, under the national one.
func (t *tool) assessDemo(e *scoring.Evaluation) (*app.Assessment, error) {
	scheme, err := t.schemeFor(e, "")
	if err != nil {
		return nil, err
	}
	national, err := t.schemeFor(e, assets.NationalScheme)
	if err != nil {
		return nil, err
	}
	a := app.Assess(scheme, e)
	t.say("cli.demo.score", map[string]string{
		"total": a.Card.Total.String(), "grade": a.Card.Grade, "scheme": scheme.Title.In(t.words.Language()),
	})
	other := scoring.Score(national, e)
	t.say("cli.demo.national", map[string]string{
		"total": other.Total.String(), "grade": other.Grade, "scheme": national.Title.In(t.words.Language()),
		"highest": other.Highest.Total.String(), "reason": t.limits(other.Highest.Limits),
	})
	answered := 0
	for i := range a.Findings {
		if a.Findings[i].Settled() {
			answered++
		}
	}
	t.say("cli.demo.review", map[string]string{
		"checks": fmt.Sprint(len(review.Checks())), "findings": fmt.Sprint(len(a.Findings)),
		"blocking": fmt.Sprint(review.Blocking(a.Findings)), "answered": fmt.Sprint(answered),
	})
	return a, nil
}

func (t *tool) limits(limits []scoring.Message) string {
	var reasons []string
	for _, limit := range limits {
		reasons = append(reasons, t.words.Message(limit))
	}
	return strings.Join(reasons, t.words.Text("list.separator", nil))
}

// demoIdentity makes a local identity under a random password and keeps the password beside it, readable by the user alone.
func (t *tool) demoIdentity(folder, name string) (*sign.Identity, error) {
	password, err := randomPassword(t.random)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "identity.p12")
	passwordPath := filepath.Join(folder, "identity.password")
	if err := atomicfile.Write(passwordPath, append(password, '\n'), 0o600); err != nil {
		return nil, err
	}
	id, err := t.makeIdentity(name, path, password)
	if err != nil {
		return nil, err
	}
	t.say("cli.demo.identity", map[string]string{"path": path, "password": passwordPath, "fingerprint": id.Fingerprint()})
	return id, nil
}

func randomPassword(source io.Reader) ([]byte, error) {
	if source == rand.Reader {
		return []byte(rand.Text()), nil
	}
	raw := make([]byte, 16)
	if _, err := io.ReadFull(source, raw); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%x", raw), nil
}

// verifyAgain reads the file back and judges it as anybody would who got it.
func (t *tool) verifyAgain(path string) error {
	data, err := app.ReadFile(path, maxPDF)
	if err != nil {
		return err
	}
	judged, err := app.JudgeReport(data, app.JudgeOptions{Now: t.now()})
	if err != nil {
		return err
	}
	if !judged.Good() {
		t.printVerdict(path, judged)
		t.printData(judged.Data)
		return errNo
	}
	t.say("cli.verify.head", map[string]string{"path": path, "verdict": t.words.Text(string(judged.Verdict.Kind), nil)})
	t.printData(judged.Data)
	return nil
}
