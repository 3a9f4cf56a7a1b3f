package report

import (
	"context"
	"fmt"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
)

// The faces that styles of other documents than the report can ask for; see [PrepareTypeset].
const (
	FaceSerif = faceSerif // running text
	FaceSans  = faceSans  // tables
	FaceHeavy = faceHeavy // headings
	FaceTitle = faceTitle // titles
)

// PrepareTypeset lays out a plain document, without contents, bookmarks and fields, in the report's faces. Faces may be nil for the
// embedded ones. Errors are a [*layout.Error], the context's, or what a font reader reports.
func PrepareTypeset(ctx context.Context, doc *layout.Document, options pdf.Options, faces *Faces) (*Prepared, error) {
	fs, err := newFaceSet(faces)
	if err != nil {
		return nil, err
	}
	res, err := layout.Lay(ctx, doc, fs)
	if err != nil {
		return nil, fmt.Errorf("typeset: %w", err)
	}
	return &Prepared{plain: &options, res: res, fs: fs}, nil
}

// writePlain makes the PDF of a plain document.
func (p *Prepared) writePlain() (*Document, error) {
	w := pdf.NewWriter(*p.plain)
	k := newInk(&w.Body, p.fs)
	for i := range p.res.Pages {
		page := w.AddPage(pt(p.res.Pages[i].Width), pt(p.res.Pages[i].Height))
		k.page(page.Content, &p.res.Pages[i])
	}
	out := &Document{Pages: len(p.res.Pages)}
	for _, m := range p.fs.missing(p.res) {
		out.Undrawable = append(out.Undrawable, m.Rune)
	}
	var err error
	if out.Bytes, err = w.Bytes(); err != nil {
		return nil, fmt.Errorf("typeset: %w", err)
	}
	return out, nil
}
