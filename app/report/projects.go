package report

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
)

// Projects is all that a summary table (汇总表) over many projects is made of.
type Projects struct {
	Summary    *scoring.Summary
	Title      string // of the unit or department that sums up; may be empty
	Year       int    // 0 where the projects are of several years
	Words      Words
	Language   string // BCP 47; empty means zh-CN
	Draft      bool
	Archive    bool // makes a PDF/A-1b
	Now        time.Time
	DocumentID [16]byte
	Producer   string
	Faces      *Faces
	Seal       []byte // image of a seal, as in [Input]; needs a title, over which it stands
	Progress   func(done, total int)
}

// PrepareProjects lays out a summary table over many projects. It carries no data and no signature fields. Errors are those of
// [Render].
func PrepareProjects(ctx context.Context, in Projects) (*Prepared, error) {
	if in.Summary == nil || in.Words == nil {
		return nil, fmt.Errorf("%w: summary and words are needed", ErrIncomplete)
	}
	if in.Language == "" {
		in.Language = "zh-CN"
	}
	fs, err := newFaceSet(in.Faces)
	if err != nil {
		return nil, err
	}
	progress := in.Progress
	if progress == nil {
		progress = func(int, int) {}
	}
	progress(0, steps)
	c := &composer{in: &Input{Words: in.Words, Language: in.Language, Draft: in.Draft, Seal: in.Seal}, lang: "zh"}
	if c.seal, err = c.in.sealImage(); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(in.Language, "zh") {
		c.lang, _, _ = strings.Cut(in.Language, "-")
	}
	doc := &layout.Document{
		Sections: []layout.Section{{Frame: formFrame().Landscape(), Numbered: true, Footer: c.folio, Blocks: c.projects(&in)}},
		Mark:     c.draftMark(),
	}
	progress(1, steps)
	res, missing, err := layWithMissing(ctx, c, doc, fs)
	if err != nil {
		return nil, err
	}
	progress(2, steps)
	title := in.Title + c.t("report.projects.title")
	return &Prepared{res: res, fs: fs, seal: c.seal, missing: missing, sheet: &sheet{
		options: pdf.Options{ID: in.DocumentID, Language: in.Language, Info: pdf.Info{
			Title: title, Author: in.Title, Creator: in.Producer, Producer: in.Producer, Created: in.Now, Modified: in.Now,
		}},
		archive: in.Archive, kind: "summary", draft: in.Draft, progress: progress,
	}}, nil
}

// projects are the blocks of the summary table.
func (c *composer) projects(in *Projects) []layout.Block {
	s := in.Summary
	title := centered(in.Title+c.t("report.projects.title"), style(faceTitle, sizeTitle), 32*pt1)
	title.KeepNext, title.Bookmark, title.Balance = true, c.t("report.projects.title"), true
	blocks := []layout.Block{title}
	if in.Year > 0 {
		sub := centered(c.t("report.year", "year", itoa(in.Year)), style(faceSerif, 12*pt1), 18*pt1)
		sub.KeepNext, sub.After = true, 4*pt1
		blocks = append(blocks, sub)
	}
	unit := small(c.t("report.projects.unit", "unit", s.MoneyUnit))
	unit.Align, unit.KeepNext = layout.Right, true
	blocks = append(blocks, unit, c.projectTable(s), c.gradeTable(s))
	if s.MeanTotal.Valid {
		blocks = append(blocks, small(c.t("report.projects.mean", "mean", s.MeanTotal.Decimal.String(), "complete", itoa(s.Complete), "projects", itoa(s.Projects))))
	}
	if s.Money.Without > 0 {
		blocks = append(blocks, small(c.t("report.projects.without", "count", itoa(s.Money.Without))))
	}
	if c.seal != nil && in.Title != "" {
		blocks = append(blocks, c.sealGroup(in.Title, ""))
	}
	return blocks
}

func (c *composer) projectTable(s *scoring.Summary) *layout.Table {
	l := formLook
	amountWidth := 74 * pt1
	tb := table([]layout.Column{
		{Width: 28 * pt1},
		{Weight: 5},
		{Weight: 4},
		{Width: amountWidth},
		{Width: amountWidth},
		{Width: amountWidth},
		{Width: 44 * pt1},
		{Width: 40 * pt1},
		{Width: 52 * pt1},
		{Weight: 3},
	}, 1)
	tb.Before = 0
	var head layout.Row
	for _, key := range []string{
		"report.projects.number", "report.project", "report.unit", "report.initial", "report.adjusted", "report.executed",
		"report.executionRate", "report.total", "report.gradeName", "report.evidence.note",
	} {
		head.Cells = append(head.Cells, l.head(c.t(key)))
	}
	tb.Rows = append(tb.Rows, head)
	for i := range s.Rows {
		r := &s.Rows[i]
		grade := r.Grade
		var notes []string
		if r.Open > 0 {
			grade = "—"
			notes = append(notes, c.t("report.projects.open", "count", itoa(r.Open)))
		}
		if r.Converted != "" {
			notes = append(notes, c.t("report.projects.converted", "unit", r.Converted))
		}
		if r.Unconverted != "" {
			notes = append(notes, c.t("report.projects.unconverted", "unit", r.Unconverted))
		}
		tb.Rows = append(tb.Rows, row(l.figure(itoa(i+1)), l.text(r.Project), l.text(r.Unit), l.figure(amount(r.Initial)), l.figure(amount(r.Adjusted)),
			l.figure(amount(r.Executed)), l.figure(percent(r.Rate)), l.figure(r.Total.String()), l.mid(grade), l.text(strings.Join(notes, "\n"))))
	}
	if n := len(tb.Rows); n > 1 {
		tb.Rows[n-1].KeepNext = true
	}
	m := &s.Money
	tb.Rows = append(tb.Rows, row(span(l.label(c.t("report.projects.sum")), 3, 1), l.figure(m.Initial.String()), l.figure(m.Adjusted.String()),
		l.figure(m.Executed.String()), l.figure(percent(m.Rate)), l.figure(""), l.mid(""), l.text("")))
	return tb
}

func percent(d decimal.NullDecimal) string {
	if !d.Valid {
		return "—"
	}
	return d.Decimal.String() + "%"
}

// gradeTable counts the projects by grade.
func (c *composer) gradeTable(s *scoring.Summary) layout.Block {
	if len(s.Grades) == 0 {
		return layout.Space(0)
	}
	l := tableLook
	tb := table([]layout.Column{{Width: 84 * pt1}}, 0)
	tb.Whole = true
	names := row(l.head(c.t("report.gradeName")))
	counts := row(l.label(c.t("report.projects.count")))
	for _, g := range s.Grades {
		tb.Columns = append(tb.Columns, layout.Column{Weight: 1})
		names.Cells = append(names.Cells, l.head(g.Grade))
		counts.Cells = append(counts.Cells, l.figure(itoa(g.Count)))
	}
	tb.Rows = append(tb.Rows, names, counts)
	return tb
}
