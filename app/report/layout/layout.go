// Package layout sets paragraphs, tables and drawings on pages. It knows
// nothing of the field it is used for and nothing of PDF: a [Document] of
// blocks goes in, a [Result] of positioned drawing commands comes out, which
// a test can read as text positions and a small drawer can turn into any page
// format.
//
// # Steps
//
// Collect: the caller builds a [Document]: sections, each with a [Frame] and a
// list of [Block] values ([Paragraph], [*Table], [Group], [Space], [PageBreak],
// [Anchor], [Entry], [Canvas]).
//
// Lay out: [Lay] shapes every paragraph into lines once, then pours lines and
// table rows into pages. Work grows linearly with the text.
//
// Draw: the caller walks [Result.Pages].
//
// # Units and axes
//
// Every distance is a [Length], a whole number of thousandths of a point, so
// results are equal on every machine. X grows to the right, Y grows downwards
// from the upper left corner of the sheet; the Y of a [Text] is its baseline.
//
// # Chinese line breaking
//
// No closing punctuation begins a line and no opening punctuation ends one;
// Latin words stay whole; a number stays with its sign and its unit and is
// never broken, not even when it is wider than its line: then the paragraph is
// set smaller. Justified lines share their slack between ideographs.
package layout

import (
	"context"
	"fmt"
)

// Length is a distance in thousandths of a point (1/72000 inch).
type Length int

// Pt is one point.
const Pt Length = 1000

// MM returns n millimetres, rounded to the nearest thousandth of a point.
func MM(n int) Length { return Length((n*7200000/254 + 5) / 10) }

// FaceID names a face. The numbers belong to whoever implements [Metrics].
type FaceID uint16

// Metrics measures glyphs. Implementations must answer the same for the same
// question during one call of [Lay].
type Metrics interface {
	// Glyph tells how r is drawn when it is asked for in face: the face that
	// has it (another one where face lacks it) and its advance in thousandths
	// of the em. A rune that no face has is measured as its substitute.
	Glyph(face FaceID, r rune) (drawn FaceID, advance int)
}

// Document is what is laid out.
type Document struct {
	// Sections follow each other, each on a new page.
	Sections []Section
	// Units are the measure words that stay with the number before them. Nil
	// means [DefaultUnits].
	Units []string
	// Mark is drawn beneath every page. Nil means none.
	Mark *Mark
}

// Mark is a text drawn slanting across every page, beneath everything else.
type Mark struct {
	Text string
	Style
	Degrees int // counterclockwise
}

// Section is a run of pages with one frame.
type Section struct {
	Frame  Frame
	Blocks []Block
	// Numbered pages count; others (a cover) carry no number.
	Numbered bool
	// Header and Footer return the paragraphs above and below the frame of one
	// page. Nil means none.
	Header, Footer func(Folio) []Paragraph
}

// Folio is what a header or footer may say about its page.
type Folio struct {
	Number int // 1 for the first numbered page; 0 on a page without number
	Total  int // how many numbered pages the document has
	Sheet  int // 1 for the first sheet
}

// Frame is a sheet and its margins.
type Frame struct {
	Width, Height            Length
	Top, Bottom, Left, Right Length
	HeaderGap, FooterGap     Length // distance of header and footer from the frame
}

// Landscape returns the frame turned by a quarter to the left: the upper
// margin of the upright sheet becomes the left one.
func (f Frame) Landscape() Frame {
	return Frame{
		Width: f.Height, Height: f.Width,
		Top: f.Right, Left: f.Top, Bottom: f.Left, Right: f.Bottom,
		HeaderGap: f.HeaderGap, FooterGap: f.FooterGap,
	}
}

// Measure returns the width between the margins.
func (f Frame) Measure() Length { return f.Width - f.Left - f.Right }

// Depth returns the height between the margins.
func (f Frame) Depth() Length { return f.Height - f.Top - f.Bottom }

// Error tells that a document cannot be laid out: a frame without room or a
// table whose cells do not fit its columns.
type Error struct {
	Section int    // index of the section, from 0
	Block   int    // index of the block in its section, from 0; -1 for the frame
	Reason  string // what is wrong, in technical English
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("layout: section %d block %d: %s", e.Section, e.Block, e.Reason)
}

// Lay sets doc on pages. It returns an [*Error] for a document that cannot be
// set, and the context's error when it is cancelled between two blocks.
func Lay(ctx context.Context, doc *Document, m Metrics) (*Result, error) {
	f := &flow{res: &Result{Anchors: map[string]Target{}, Tags: make([]Tag, 1, 64)}, shaper: newShaper(m, doc.Units)}
	for i := range doc.Sections {
		s := &doc.Sections[i]
		if s.Frame.Measure() <= Pt || s.Frame.Depth() <= Pt {
			return nil, &Error{Section: i, Block: -1, Reason: "the margins leave no room"}
		}
		if err := f.section(ctx, i, s); err != nil {
			return nil, err
		}
	}
	f.finish(doc)
	return f.res, nil
}
