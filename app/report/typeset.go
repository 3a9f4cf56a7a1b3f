package report

import (
	"context"
	"fmt"

	"zhunsheng/app/pdf"
	"zhunsheng/app/report/layout"
)

// The faces that styles of other documents than the report can ask for; see [Typeset].
const (
	FaceSerif = faceSerif // running text
	FaceSans  = faceSans  // tables
	FaceHeavy = faceHeavy // headings
	FaceTitle = faceTitle // titles
)

// Typeset sets a plain document, without contents, bookmarks and fields, in the report's faces. Faces may be nil for the embedded
// ones. Errors are a [*layout.Error], the context's, or what the PDF writer or a font reports.
func Typeset(ctx context.Context, doc *layout.Document, options pdf.Options, faces *Faces) (*Document, error) {
	fs, err := newFaceSet(faces)
	if err != nil {
		return nil, err
	}
	res, err := layout.Lay(ctx, doc, fs)
	if err != nil {
		return nil, fmt.Errorf("typeset: %w", err)
	}
	w := pdf.NewWriter(options)
	k := newInk(&w.Body, fs)
	for i := range res.Pages {
		page := w.AddPage(pt(res.Pages[i].Width), pt(res.Pages[i].Height))
		k.page(page.Content, &res.Pages[i])
	}
	out := &Document{Pages: len(res.Pages)}
	for _, m := range fs.missing(res) {
		out.Undrawable = append(out.Undrawable, m.Rune)
	}
	if out.Bytes, err = w.Bytes(); err != nil {
		return nil, fmt.Errorf("typeset: %w", err)
	}
	return out, nil
}
