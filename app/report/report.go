// Package report turns an evaluation and its scorecard into the printed report:
// a PDF in the typography of Chinese official documents.
//
// # What is in it
//
// Cover, contents, the narrative sections of the scheme's outline, a table of
// figures for every part (专项), the conclusion with score and grade, the
// official table (项目支出绩效自评表), how every row was scored, the findings of
// the quality checks and how they were answered, and a page with one empty
// signature field for every role of the scheme.
//
// # How it is made
//
// [Render] collects blocks ([zhunsheng/app/report/layout] knows nothing of the
// field), lays them out, and draws the positioned commands with
// [zhunsheng/app/pdf]. Fonts are embedded as subsets; every character goes
// through a chain of faces, and one that no face has is drawn 〓 and listed on a
// last page and in [Document.Undrawable].
//
// # Outline
//
// The sections of the scheme's outline are printed in order. The section named
// [SectionPerformance] is followed by the parts and their figures, the section
// named [SectionConclusion] by score and grade; where an outline has no such
// section, they come after the last one.
//
// # Determinism
//
// The same input gives the same bytes: the time and the document's identifier
// are the caller's, and all fixed sentences come from [Words].
package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
	"zhunsheng/scoring"
	"zhunsheng/scoring/review"
)

// IDs of outline sections that the report completes by itself.
const (
	SectionPerformance = "performance" // followed by the parts and their figures
	SectionConclusion  = "conclusion"  // followed by score and grade
)

// ErrIncomplete reports an [Input] without scheme, evaluation, scorecard or
// words, or with a scorecard of another evaluation.
var ErrIncomplete = errors.New("report: input is incomplete")

// Words gives the fixed sentences of the report in its language. Keys are those
// of assets/translations/report.*.json and the keys of [scoring.Message].
type Words interface {
	// Text returns the sentence of a key with its {placeholders} filled in.
	Text(key string, args map[string]string) string
}

// Input is all that a report is made of.
type Input struct {
	Scheme     *scoring.Scheme
	Evaluation *scoring.Evaluation
	Scorecard  *scoring.Scorecard // of that evaluation under that scheme
	Findings   []review.Finding
	LastYear   *LastYear // for the comparison of years; nil means none
	Words      Words
	Language   string // BCP 47, such as "zh-CN" or "en"; empty means zh-CN
	Kind       Kind   // empty means KindReport
	// Draft marks every page as a draft and leaves the signature fields out, so that nobody signs one by mistake. A draft becomes final
	// by being made again without the mark.
	Draft bool
	// Archive makes a PDF/A-1b: that level allows no embedded file, so the document carries no data.
	Archive bool
	// Orientation is that of the official table; empty turns it as fits best.
	Orientation Orientation
	// Seal is the image of a seal (PNG or JPEG). It stands in the rooms for it: on the cover and on the last page above the name of the
	// unit, and never over a text. Drafts and blank forms get none. It is only a picture; nil means none.
	Seal []byte
	// Now is written as creation date; DocumentID identifies the document.
	Now        time.Time
	DocumentID [16]byte
	Producer   string // program and version, for the metadata
	// Faces replaces the embedded typefaces; nil means those.
	Faces *Faces
	// Progress, if set, is called with steps done and steps in all.
	Progress func(done, total int)
}

// Document is a finished report.
type Document struct {
	Bytes []byte
	Pages int
	// Undrawable lists the characters that no face could draw, ascending.
	Undrawable []rune
	// Fields holds the signature fields in signing order; none in a draft and in a blank form.
	Fields []Field
}

// Field is an empty signature field.
type Field struct {
	Role  string // ID of the scheme's role
	Name  string // of the field in the PDF; the same as Role
	Label string // the role as people read it
	Page  int    // index from 0
	Area  pdf.Rect
}

// Render makes the report. It returns an error wrapping [ErrIncomplete], the
// context's error, a [*layout.Error], or what the PDF writer or a font reports.
func Render(ctx context.Context, in Input) (*Document, error) {
	p, err := Prepare(ctx, in)
	if err != nil {
		return nil, err
	}
	return p.Write(ctx)
}

// steps is how many steps of progress a document takes.
const steps = 4

// Prepared is a document that is laid out and not written yet: its pages can be looked at, or written as a PDF. It serves one
// goroutine at a time.
type Prepared struct {
	sheet   *sheet
	plain   *pdf.Options // of a plain document, which has no sheet
	res     *layout.Result
	fs      *faceSet
	seal    *sealImage // nil for none
	missing []rune
	glyphs  map[glyphKey]glyphShape // of the page images drawn so far
}

// Prepare lays the report out. Errors are those of [Render].
func Prepare(ctx context.Context, in Input) (*Prepared, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	fs, err := newFaceSet(in.Faces)
	if err != nil {
		return nil, err
	}
	in.progress(0, steps)
	c := newComposer(&in)
	if c.seal, err = in.sealImage(); err != nil {
		return nil, err
	}
	doc, err := c.compose(ctx, fs)
	if err != nil {
		return nil, err
	}
	in.progress(1, steps)
	res, missing, err := layWithMissing(ctx, c, doc, fs)
	if err != nil {
		return nil, err
	}
	in.progress(2, steps)
	return &Prepared{sheet: c.sheet(), res: res, fs: fs, seal: c.seal, missing: missing}, nil
}

// Pages returns how many pages the document has.
func (p *Prepared) Pages() int { return len(p.res.Pages) }

// Size returns the width and height of a page in points; page counts from 0.
func (p *Prepared) Size(page int) (width, height float64) {
	pg := &p.res.Pages[page]
	return pt(pg.Width), pt(pg.Height)
}

// Undrawable lists the characters that no face draws, ascending.
func (p *Prepared) Undrawable() []rune { return p.missing }

// Bytes is [Prepared.Write] for who wants nothing but the file.
func (p *Prepared) Bytes(ctx context.Context) ([]byte, error) {
	out, err := p.Write(ctx)
	if err != nil {
		return nil, err
	}
	return out.Bytes, nil
}

// Write makes the PDF. Errors are those of [Render].
func (p *Prepared) Write(ctx context.Context) (*Document, error) {
	if p.plain != nil {
		return p.writePlain()
	}
	out, err := p.sheet.write(ctx, p.res, p.fs, p.seal)
	if err != nil {
		return nil, err
	}
	out.Undrawable = p.missing
	p.sheet.progress(steps, steps)
	return out, nil
}

// layWithMissing lays out doc and, where characters turn out to be undrawable,
// lays it out again with the page that lists them.
func layWithMissing(ctx context.Context, c *composer, doc *layout.Document, fs *faceSet) (*layout.Result, []rune, error) {
	res, err := layout.Lay(ctx, doc, fs)
	if err != nil {
		return nil, nil, fmt.Errorf("report: %w", err)
	}
	missing := fs.missing(res)
	if len(missing) == 0 {
		return res, nil, nil
	}
	doc.Sections = append(doc.Sections, c.missingSection(missing))
	if res, err = layout.Lay(ctx, doc, fs); err != nil {
		return nil, nil, fmt.Errorf("report: %w", err)
	}
	runes := make([]rune, len(missing))
	for i, m := range missing {
		runes[i] = m.Rune
	}
	return res, runes, nil
}

func (in *Input) check() error {
	switch {
	case in.Scheme == nil, in.Evaluation == nil, in.Scorecard == nil, in.Words == nil:
		return fmt.Errorf("%w: scheme, evaluation, scorecard and words are needed", ErrIncomplete)
	case len(in.Scorecard.Lines) != len(in.Evaluation.Indicators):
		return fmt.Errorf("%w: the scorecard has %d lines for %d indicators", ErrIncomplete, len(in.Scorecard.Lines), len(in.Evaluation.Indicators))
	}
	if last := in.LastYear; last != nil && (last.Scheme == nil || last.Evaluation == nil || last.Scorecard == nil) {
		return fmt.Errorf("%w: last year needs scheme, evaluation and scorecard", ErrIncomplete)
	}
	if in.Language == "" {
		in.Language = "zh-CN"
	}
	switch in.Orientation {
	case "", OrientationUpright, OrientationLying:
	default:
		return fmt.Errorf("%w: no orientation %q", ErrIncomplete, in.Orientation)
	}
	switch in.Kind {
	case "":
		in.Kind = KindReport
	case KindReport, KindTable, KindBlank:
	default:
		return fmt.Errorf("%w: no kind %q", ErrIncomplete, in.Kind)
	}
	return nil
}

func (in *Input) progress(done, total int) {
	if in.Progress != nil {
		in.Progress(done, total)
	}
}
