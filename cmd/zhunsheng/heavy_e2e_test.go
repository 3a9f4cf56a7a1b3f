//go:build e2e

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/exchange/tableout"
	"zhunsheng/app/locale"
	"zhunsheng/scoring"
	"zhunsheng/scoring/target"
	"zhunsheng/storage"
	"zhunsheng/storage/bundle"
)

// heavy is a year's work of somebody with very much of it: what the store holds, and the files that came.
type heavy struct {
	sent  string // a folder with bundles and signed reports
	table string // a workbook with many sheets
}

// how much there is of everything
const (
	heavyEvaluations = 2000
	heavyBefore      = 200 // of the year before
	heavyActions     = 2500
	heavyFiles       = 60  // of each kind
	heavySheets      = 300 // of the workbook
	heavyText        = 20000
)

// names of evaluations in the store
const (
	heavyOne   = "项目第7期"
	heavyLong  = "长篇项目"
	heavySound = "项目第1500期" // no story changes it, so nothing keeps it from being signed
)

// fillHeavily puts very much work into the stage's store, and makes the files.
func fillHeavily(b *testing.B, s *stage) heavy {
	b.Helper()
	fillStore(b, s, heavyEvaluations)
	dir := b.TempDir()
	h := heavy{sent: filepath.Join(dir, "收到"), table: filepath.Join(dir, "多表.xlsx")}
	if err := os.Mkdir(h.sent, 0o755); err != nil {
		b.Fatal(err)
	}
	s.withDesk(b, func(ctx context.Context, d *desk.Desk, store *storage.Store) {
		model, scheme, err := d.Open(ctx, 2022, "p0007")
		if err != nil {
			b.Fatal(err)
		}
		h.before(b, ctx, store, model)
		h.history(b, ctx, store)
		h.long(b, ctx, store, model)
		h.files(b, ctx, d, scheme)
		h.sheets(b, scheme, model)
	})
	return h
}

// before makes evaluations of the year before, of the same projects.
func (h heavy) before(b *testing.B, ctx context.Context, store *storage.Store, model *scoring.Evaluation) {
	b.Helper()
	if _, err := store.CreateYear(ctx, storage.Year{Year: 2021, Unit: model.Project.Unit}); err != nil && !errors.Is(err, storage.ErrExists) {
		b.Fatal(err)
	}
	all := func(yield func(*scoring.Evaluation, error) bool) {
		for i := range heavyBefore {
			e := model.Clone()
			e.FiscalYear, e.ID, e.Project.Name = 2021, fmt.Sprintf("p%04d", i), fmt.Sprintf("项目第%d期", i)
			e.Indicators[i%len(e.Indicators)].Actual = target.Parse("1", target.Context{})
			if !yield(e, nil) {
				return
			}
		}
	}
	if _, err := store.Import(ctx, all, nil); err != nil {
		b.Fatal(err)
	}
}

// history makes edits.
func (h heavy) history(b *testing.B, ctx context.Context, store *storage.Store) {
	b.Helper()
	for i := range heavyActions {
		id := fmt.Sprintf("p%04d", i%200)
		if _, err := store.Update(ctx, 2022, id, func(e *scoring.Evaluation) error {
			e.Indicators[i%len(e.Indicators)].Reason = fmt.Sprintf("第%d次说明", i)
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// long makes an evaluation with a text of many characters that states many figures.
func (h heavy) long(b *testing.B, ctx context.Context, store *storage.Store, model *scoring.Evaluation) {
	b.Helper()
	e := model.Clone()
	e.ID, e.Project.Name = "long", heavyLong
	for i := range e.Narrative {
		if e.Narrative[i].Section == "money" {
			e.Narrative[i].Text = textOfLength(e.Narrative[i].Text, heavyText)
		}
	}
	if _, err := store.Create(ctx, e); err != nil {
		b.Fatal(err)
	}
}

// textOfLength repeats a text until it has so many characters.
func textOfLength(text string, length int) string {
	all := []rune(strings.Repeat(text+"\n", length/len([]rune(text))+1))
	return string(all[:length])
}

// files makes bundles and signed reports of others.
func (h heavy) files(b *testing.B, ctx context.Context, d *desk.Desk, scheme *scoring.Scheme) {
	b.Helper()
	for i := range heavyFiles {
		id := fmt.Sprintf("p%04d", 300+i)
		if _, err := d.MakeBundle(ctx, desk.BundleOrder{
			Kind: bundle.KindEvaluations, Evaluations: []string{"2022/" + id}, Path: filepath.Join(h.sent, id+bundle.Extension),
		}, nil); err != nil {
			b.Fatal(err)
		}
		e, _, err := d.Open(ctx, 2022, fmt.Sprintf("p%04d", 500+i))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.Export(ctx, desk.Order{
			Assessment: app.Assess(scheme, e), Folder: h.sent, Sign: true, Role: scheme.Roles[0].ID, Owner: "张三", Password: []byte(heavyPassword),
		}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// heavyPassword unlocks the identity in the store.
const heavyPassword = "correct horse"

// sheets makes a workbook with a project on each of many sheets.
func (h heavy) sheets(b *testing.B, scheme *scoring.Scheme, model *scoring.Evaluation) {
	b.Helper()
	catalogue, err := locale.Open()
	if err != nil {
		b.Fatal(err)
	}
	var projects []tableout.Project
	for i := range heavySheets {
		e := model.Clone()
		e.ID, e.Project.Name = fmt.Sprintf("s%04d", i), fmt.Sprintf("表格项目%d", i)
		projects = append(projects, tableout.Project{Scheme: scheme, Evaluation: e, Card: scoring.Score(scheme, e)})
	}
	data, err := tableout.Workbook(projects, tableout.Options{Words: catalogue.Printer(locale.Chinese), TableOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(h.table, data, 0o600); err != nil {
		b.Fatal(err)
	}
}

// held asks what held the window's goroutine since it was asked last.
func (p *player) held(b *testing.B) heldBy {
	b.Helper()
	var now heldBy
	p.ask(b, "/held", &now)
	return now
}

// painted waits until nothing happens any more and the last of it is on the screen.
func (p *player) painted(b *testing.B) {
	b.Helper()
	p.still(b)
	<-time.After(100 * time.Millisecond)
}
