package desk

import (
	"cmp"
	"context"
	"image"
	"strconv"
	"sync"

	"zhunsheng/app"
	"zhunsheng/app/locale"
	"zhunsheng/app/report"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
	"zhunsheng/storage"
)

// PaperSummary is the kind of document that sums many evaluations up in one table, beside the kinds of package report.
const PaperSummary report.Kind = "summary"

// Paper says which document is made of an evaluation, or of many, and how it looks. The zero value is the whole report.
type Paper struct {
	Kind        report.Kind // those of package report, or [PaperSummary]
	Draft       bool        // marked as a draft, and not to be signed
	Archive     bool        // PDF/A-1b, which carries no data
	Orientation report.Orientation
	Fonts       string // as [Desk.ReportFonts]; "" takes what is set there
	Language    string // of the document, such as "en"; "" takes Chinese
	Seal        []byte // image of the unit's seal, PNG or JPEG; nil for none
}

// Ref names an evaluation in the store.
type Ref struct {
	Year int
	ID   string
}

// Document is a laid out document: its pages can be looked at, and sent to a printer as outlines. It may be used by any goroutine, one
// call at a time being served.
type Document interface {
	Pages() int
	// Size returns the size of a page in points; page counts from 0.
	Size(page int) (width, height float64)
	// Image draws a page at a resolution in dots per inch.
	Image(page int, dpi float64) (*image.RGBA, error)
	// Plot draws a page as outlines.
	Plot(page int, dpi float64, to report.Plotter) error
}

// Preview is a document before it is written.
type Preview struct {
	Document   Document
	Name       string // of the file, without its ending
	Title      string // of the project, or of whoever sums up
	Roles      []scoring.Role
	Preparer   string // who filled it in, else the unit: a name to propose for a new identity
	Draft      bool   // marked as a draft
	Blocking   int    // findings that keep it from being final
	Due        Deadline
	Undrawable []rune
	LastYear   int      // the year it is compared with, 0 for none
	Lacking    []string // typefaces that were asked for and cannot be used, by file
}

// Preview lays out what [Desk.Publish] writes. One evaluation is a document of its own; several are a summary table. Errors are those
// of the store, of [app.Prepare], [app.PrepareSummary] and, for a seal, wrap [sign.ErrSeal].
func (d *Desk) Preview(ctx context.Context, of []Ref, paper Paper) (*Preview, error) {
	if paper.Kind == PaperSummary {
		publication, lacking, err := d.summary(ctx, of, paper)
		if err != nil {
			return nil, err
		}
		prepared, err := app.PrepareSummary(ctx, publication)
		if err != nil {
			return nil, err
		}
		return &Preview{
			Document: newShared(prepared), Name: d.summaryName(of), Draft: paper.Draft, Undrawable: prepared.Undrawable(), Lacking: lacking,
			Title: publication.Words.Text("desk.summary", nil),
		}, nil
	}
	batch, lacking, err := d.batch(ctx, paper)
	if err != nil {
		return nil, err
	}
	if len(of) == 0 {
		return nil, &storage.RecordError{Kind: storage.KindEvaluation, Err: storage.ErrNotFound}
	}
	publication, err := batch.publication(ctx, of[0])
	if err != nil {
		return nil, err
	}
	return d.previewOf(ctx, publication, lacking)
}

func (d *Desk) previewOf(ctx context.Context, publication app.Publication, lacking []string) (*Preview, error) {
	prepared, draft, err := app.Prepare(ctx, publication)
	if err != nil {
		return nil, err
	}
	a := publication.Assessment
	p := &Preview{
		Document: newShared(prepared), Name: d.paperName(a.Evaluation, publication.Kind, draft), Title: a.Evaluation.Project.Name,
		Roles: a.Scheme.Roles, Preparer: cmp.Or(a.Evaluation.SignOff.Preparer, a.Evaluation.Project.Unit), Draft: draft, Blocking: review.Blocking(a.Findings), Undrawable: prepared.Undrawable(), Lacking: lacking,
	}
	if publication.LastYear != nil {
		p.LastYear = publication.LastYear.Evaluation.FiscalYear
	}
	p.Due, _ = d.Deadline(ctx, a.Evaluation.FiscalYear) // what cannot be read keeps nobody from signing
	return p, nil
}

// batch is what the documents of one order have in common.
type batch struct {
	desk  *Desk
	base  app.Publication
	years lastYears
}

func (d *Desk) batch(ctx context.Context, paper Paper) (*batch, []string, error) {
	faces, lacking, err := d.faces(ctx, paper.Fonts)
	if err != nil {
		return nil, nil, err
	}
	words, err := d.wordsIn(paper.Language)
	if err != nil {
		return nil, nil, err
	}
	return &batch{desk: d, years: lastYears{desk: d}, base: app.Publication{
		Words: words, Now: d.now(), Kind: paper.Kind, Draft: paper.Draft, Archive: paper.Archive, Faces: faces,
		Orientation: paper.Orientation, Seal: paper.Seal,
	}}, lacking, nil
}

// publication reads and assesses one evaluation, beside last year's where the store has that.
func (b *batch) publication(ctx context.Context, of Ref) (app.Publication, error) {
	p := b.base
	e, scheme, err := b.desk.Open(ctx, of.Year, of.ID)
	if err != nil {
		return p, err
	}
	p.LastYear = b.years.of(ctx, e)
	p.Assessment = b.desk.assess(ctx, scheme, e, p.LastYear)
	return p, nil
}

// faces loads the typefaces that are asked for and names those that cannot be used.
func (d *Desk) faces(ctx context.Context, choice string) (*report.Faces, []string, error) {
	var faces *report.Faces
	var notes []report.FaceNote
	var err error
	if choice == "" {
		faces, notes, err = d.ReportFaces(ctx)
	} else {
		faces, notes, err = loadFaces(choice)
	}
	var lacking []string
	for _, n := range notes {
		lacking = append(lacking, n.File)
	}
	return faces, lacking, err
}

// catalogue holds the sentences of all languages; they are read when a document is in another language than the desk's.
var catalogue = sync.OnceValues(locale.Open)

// wordsIn returns the sentences of a language; "" is the desk's.
func (d *Desk) wordsIn(language string) (*locale.Printer, error) {
	if words := d.words(); language == "" || language == words.Language() {
		return words, nil
	}
	c, err := catalogue()
	if err != nil {
		return nil, err
	}
	return c.Printer(language), nil
}

// summary collects what a summary table is made of.
func (d *Desk) summary(ctx context.Context, of []Ref, paper Paper) (app.SummaryPublication, []string, error) {
	faces, lacking, err := d.faces(ctx, paper.Fonts)
	if err != nil {
		return app.SummaryPublication{}, nil, err
	}
	words, err := d.wordsIn(paper.Language)
	p := app.SummaryPublication{Words: words, Now: d.now(), Draft: paper.Draft, Archive: paper.Archive, Faces: faces, Seal: paper.Seal}
	for i := range of {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return p, nil, err
		}
		e, scheme, openErr := d.Open(ctx, of[i].Year, of[i].ID)
		if openErr != nil {
			return p, nil, openErr
		}
		p.Assessments = append(p.Assessments, app.Assess(scheme, e))
	}
	return p, lacking, err
}

// paperName is the name of a document's file, without its ending.
func (d *Desk) paperName(e *scoring.Evaluation, kind report.Kind, draft bool) string {
	key := "desk.file-name"
	switch {
	case kind == report.KindTable || kind == report.KindBlank:
		key += "." + string(kind)
	case draft:
		key += ".draft"
	}
	return safeName(d.words().Text(key, map[string]string{"project": e.Project.Name, "year": strconv.Itoa(e.FiscalYear)}))
}

func (d *Desk) summaryName(of []Ref) string {
	year := 0
	if len(of) > 0 {
		year = of[0].Year
	}
	return safeName(d.words().Text("desk.file-name.summary", map[string]string{"year": strconv.Itoa(year)}))
}

// lastYears finds the evaluations of the year before, listing each year once.
type lastYears struct {
	desk  *Desk
	mu    sync.Mutex
	known map[int][]storage.Header
}

// of returns the same project's evaluation of the year before, assessed: that of the same code, else of the same name. nil where there
// is none, or none that can be read: no report fails for want of it.
func (l *lastYears) of(ctx context.Context, e *scoring.Evaluation) *app.Assessment {
	headers := l.headers(ctx, e.FiscalYear-1)
	id := ""
	for i := range headers {
		h := &headers[i]
		if h.Code != "" && h.Code == e.Project.Code {
			id = h.ID
			break
		}
		if h.Name == e.Project.Name && (h.Code == "" || e.Project.Code == "") {
			id = cmp.Or(id, h.ID)
		}
	}
	if id == "" {
		return nil
	}
	before, scheme, err := l.desk.Open(ctx, e.FiscalYear-1, id)
	if err != nil {
		return nil
	}
	return app.Assess(scheme, before)
}

func (l *lastYears) headers(ctx context.Context, year int) []storage.Header {
	l.mu.Lock()
	defer l.mu.Unlock()
	if headers, ok := l.known[year]; ok {
		return headers
	}
	headers, err := l.desk.Headers(ctx, year)
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if l.known == nil {
		l.known = map[int][]storage.Header{}
	}
	l.known[year] = headers
	return headers
}

// shared is a laid out document that serves one goroutine after the other.
type shared struct {
	mu       sync.Mutex
	prepared *report.Prepared
}

func newShared(p *report.Prepared) *shared { return &shared{prepared: p} }

// Pages implements [Document].
func (s *shared) Pages() int { return s.prepared.Pages() }

// Size implements [Document].
func (s *shared) Size(page int) (width, height float64) { return s.prepared.Size(page) }

// Image implements [Document].
func (s *shared) Image(page int, dpi float64) (*image.RGBA, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prepared.Image(page, dpi)
}

// Plot implements [Document].
func (s *shared) Plot(page int, dpi float64, to report.Plotter) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prepared.Plot(page, dpi, to)
}
