// Package text reads back what a page shows: its text through each font's ToUnicode map, the strokes that make its rules, and what
// was painted over what.
//
// It is meant for judging a page, so it never takes text from metadata, tags or /ActualText, and it says what may make the text that
// a program reads differ from the text that a person sees: text drawn invisibly ([Run].Hidden), pale text ([Run].Grey), areas painted
// later ([Paint]), clipping and transparency ([Page].Doubts).
//
// # Bounds
//
// Work and memory are bounded whatever a file claims: operators, runs, characters and nested forms are counted. What exceeds a bound
// is an [*Error] that wraps [ErrLimit].
//
// # Coordinates
//
// Points of the page's own space, the origin in the lower left corner, as /MediaBox has it.
package text

import (
	"errors"
	"fmt"

	"zhunsheng/app/pdf"
)

// ErrLimit reports a page that asks for more work than any honest page.
var ErrLimit = errors.New("page content exceeds its bounds")

// ErrContent reports a page whose content cannot be followed: a font that is not there, operands that do not fit their operator.
var ErrContent = errors.New("page content cannot be followed")

// Error says which page could not be read and why. It wraps [ErrLimit], [ErrContent] or an error of package pdf.
type Error struct {
	Page   int // counted from 1
	Err    error
	Detail string
}

// Error names the page and the reason.
func (e *Error) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("page %d: %v", e.Page, e.Err)
	}
	return fmt.Sprintf("page %d: %v: %s", e.Page, e.Err, e.Detail)
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// Page is what one page shows.
type Page struct {
	Number        int // counted from 1
	Width, Height float64
	Runs          []Run   // in the order they are drawn
	Lines         []Line  // strokes of straight lines
	Paints        []Paint // filled areas and images
	Annotations   []Annotation
	// Doubts are the things on the page that may hide text or show it otherwise than read, each named once.
	Doubts []Doubt
}

// Doubt is something that makes the visible text uncertain.
type Doubt string

// The doubts.
const (
	DoubtClip   Doubt = "clip"         // drawing is restricted to a path
	DoubtState  Doubt = "state"        // transparency, blending or masks
	DoubtColour Doubt = "colour-space" // a colour this package does not evaluate
	DoubtInline Doubt = "inline-image"
	DoubtShade  Doubt = "shading"
	DoubtText   Doubt = "unmapped" // a glyph without a character
	DoubtLayer  Doubt = "layer"    // content that a viewer may switch off
	DoubtCrop   Doubt = "crop"     // the page is cut or turned
)

// Run is text drawn by one operator.
type Run struct {
	Text  string
	X, Y  float64 // where its baseline begins
	Width float64 // to the end of the last glyph; negative for text that runs to the left
	Size  float64 // height of the em on the page
	// Hidden text has a rendering mode that draws nothing, or no size.
	Hidden bool
	Grey   float64 // of its colour: 0 black, 1 white
	Form   bool    // drawn by a form, such as a watermark
	Order  int     // place in the order of painting
}

// Line is a straight stroke.
type Line struct {
	X1, Y1, X2, Y2 float64
	Width          float64
	Order          int
}

// Paint is the box of a filled area, an image or a form's contents.
type Paint struct {
	pdf.Rect
	Image bool
	Order int
}

// Annotation is the place of something laid over the page: a link, a form field, a note.
type Annotation struct {
	pdf.Rect
	Subtype string // Link, Widget, FreeText …
}

// The bounds.
const (
	maxOperations = 2_000_000 // of one page with its forms
	maxRuns       = 200_000
	maxCharacters = 2_000_000
	maxForms      = 8 // nested in each other
	maxSaved      = 256

	maxAnnotations = 10_000
)

// Reader reads pages of one file. It keeps the fonts it has met and is not safe for use by several goroutines.
type Reader struct {
	file  *pdf.Reader
	fonts map[pdf.Ref]*font
}

// NewReader returns a reader of the pages of a file.
func NewReader(file *pdf.Reader) *Reader {
	return &Reader{file: file, fonts: map[pdf.Ref]*font{}}
}

// Pages reads every page. Errors are those of [Reader.Page] and of [pdf.Reader.Pages].
func (r *Reader) Pages() ([]*Page, error) {
	infos, err := r.file.Pages()
	if err != nil {
		return nil, err
	}
	pages := make([]*Page, len(infos))
	for i := range infos {
		if pages[i], err = r.Page(i+1, infos[i]); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// Page reads one page; number is what its errors call it. Every error is an [*Error].
func (r *Reader) Page(number int, info pdf.PageInfo) (*Page, error) {
	content, err := r.file.PageContent(info)
	if err != nil {
		return nil, &Error{Page: number, Err: err}
	}
	page := &Page{Number: number}
	if box, ok := r.rect(info.Attributes["MediaBox"]); ok {
		page.Width, page.Height = box.X1-box.X0, box.Y1-box.Y0
	}
	if err := r.around(page, info); err != nil {
		return nil, &Error{Page: number, Err: err}
	}
	m := &machine{reader: r, page: page, state: state{ctm: identity, width: 1, scale: 1}}
	if err := m.run(content, info.Attributes["Resources"]); err != nil {
		var known *Error
		if errors.As(err, &known) {
			known.Page = number
			return nil, known
		}
		return nil, &Error{Page: number, Err: err}
	}
	return page, nil
}

// around reads what stands beside the content: how the page is cut, and what lies over it.
func (r *Reader) around(page *Page, info pdf.PageInfo) error {
	media, _ := r.rect(info.Attributes["MediaBox"])
	if crop, given := r.rect(info.Attributes["CropBox"]); given && crop != media {
		page.Doubts = append(page.Doubts, DoubtCrop)
	} else if turn, ok := pdf.Number(orNull(info.Attributes["Rotate"])); ok && turn != 0 {
		page.Doubts = append(page.Doubts, DoubtCrop)
	}
	o, err := r.file.Resolve(orNull(info.Dict["Annots"]))
	if err != nil {
		return err
	}
	list, _ := o.(pdf.Array)
	if len(list) > maxAnnotations {
		return &Error{Err: ErrLimit, Detail: "annotations"}
	}
	for _, entry := range list {
		d := r.dict(entry)
		box, _ := r.rect(d["Rect"])
		subtype, _ := d["Subtype"].(pdf.Name)
		page.Annotations = append(page.Annotations, Annotation{Rect: box, Subtype: string(subtype)})
	}
	return nil
}

func (r *Reader) rect(o pdf.Object) (pdf.Rect, bool) {
	o, err := r.file.Resolve(orNull(o))
	if err != nil {
		return pdf.Rect{}, false
	}
	list, ok := o.(pdf.Array)
	if !ok || len(list) != 4 {
		return pdf.Rect{}, false
	}
	var v [4]float64
	for i := range v {
		if v[i], ok = pdf.Number(list[i]); !ok {
			return pdf.Rect{}, false
		}
	}
	return pdf.Rect{X0: min(v[0], v[2]), Y0: min(v[1], v[3]), X1: max(v[0], v[2]), Y1: max(v[1], v[3])}, true
}

func orNull(o pdf.Object) pdf.Object {
	if o == nil {
		return pdf.Null{}
	}
	return o
}

// dict resolves an entry that should be a dictionary; anything else is nil.
func (r *Reader) dict(o pdf.Object) pdf.Dict {
	d, ok, err := r.file.ResolveDict(orNull(o))
	if err != nil || !ok {
		return nil
	}
	return d
}
