package layout

// Color is a colour as 0xRRGGBB. Zero is black; where a colour is optional,
// zero means none.
type Color uint32

// Style is how a span of text looks.
type Style struct {
	Face     FaceID
	Size     Length
	Tracking Length // added to every advance; may be negative
	Color    Color
}

// Span is text of one style. A newline ends the line; other control
// characters are dropped.
type Span struct {
	Text string
	Style
	Link string // name of an anchor, or a URI (with "://"); empty means none
}

// Align is the horizontal alignment of a paragraph.
type Align uint8

// The alignments. Justify spreads every line but the last of a paragraph.
const (
	Left Align = iota
	Center
	Right
	Justify
)

// Block is one of the things a section holds: [Paragraph], [*Table], [Group],
// [Space], [PageBreak], [Anchor], [Entry] or [Canvas].
type Block interface{ block() }

// Paragraph is text set in lines.
type Paragraph struct {
	Spans  []Span
	Align  Align
	Pitch  Length // distance between baselines; zero means 1.5 times the largest size
	Indent Length // of the first line; may be negative
	Left   Length // of all lines, from the left edge
	Right  Length // of all lines, from the right edge
	Before Length // space above, dropped at the top of a page
	After  Length // space below, dropped at the end of a page

	// KeepNext keeps the paragraph on the page of what follows it.
	KeepNext bool
	// Whole keeps its lines on one page. Without it at least two lines stay
	// on either side of a page break.
	Whole bool
	// OneLine sets the text in one line, smaller where it would not fit.
	OneLine bool
	// WholeWords sets the text smaller rather than part a word that is wider
	// than a line.
	WholeWords bool
	// Balance makes the lines about equally long, for titles.
	Balance bool

	Bookmark string // title in the outline; empty means none
	Level    int    // of the bookmark, 0 for the outermost
	Anchor   string // name by which links and entries find it
}

// Group keeps its blocks on one page where one page can hold them.
type Group []Block

// Space is empty height, dropped at the top of a page.
type Space Length

// PageBreak begins a new page, unless the page is still empty.
type PageBreak struct{}

// Anchor is a name of the place where it stands, by which links find it.
type Anchor string

// Entry is a line of a table of contents: title, dots, page number of the
// anchor it names. The line is a link to it.
type Entry struct {
	Title  string
	Anchor string
	Style  Style
	Pitch  Length
	Left   Length
}

// Canvas is a block that draws itself, such as a chart. It is never split.
type Canvas struct {
	// Height is the room it takes.
	Height Length
	// Draw is called once with the pen at the upper left corner of that room.
	Draw func(p *Pen)
	// Anchor is a name by which links find it.
	Anchor string
	// Alt says in words what the drawing shows, for those who cannot see it.
	Alt string
}

func (Paragraph) block() {}
func (*Table) block()    {}
func (Group) block()     {}
func (Space) block()     {}
func (PageBreak) block() {}
func (Anchor) block()    {}
func (Entry) block()     {}
func (Canvas) block()    {}

// VAlign is the vertical alignment of a cell.
type VAlign uint8

// The vertical alignments.
const (
	Middle VAlign = iota
	Top
	Bottom
)

// Column is one column of a table: a fixed width, or a share of what the
// fixed ones leave.
type Column struct {
	Width  Length
	Weight int // used where Width is zero
}

// Row is one row of a table. Its cells fill, from the left, the columns that
// spans from above leave free.
type Row struct {
	Cells     []Cell
	MinHeight Length
	KeepNext  bool   // stays with the next row where a page can hold both
	Anchor    string // name by which links find it
}

// Cell is one cell, possibly merged over columns and rows.
type Cell struct {
	Content []Paragraph
	Cols    int // columns covered; zero means one
	Rows    int // rows covered; zero means one
	VAlign  VAlign
	Shade   Color // background; zero means none
	// Repeat shows the text again on every page a merged cell continues on,
	// where it fits. Without it the text runs on from page to page.
	Repeat bool
	// Under draws the lower edge in a table without rules.
	Under bool
	// Field names an interactive field that takes the room of the cell.
	Field string
}

// Table is a grid of cells.
type Table struct {
	Columns []Column
	Rows    []Row
	// Head is how many first rows are repeated on every page. A cell of the
	// first row that reaches below the head is not repeated: it runs down beside
	// the body.
	Head   int
	Rule   Length // thickness of the rules; zero means no rules
	PadX   Length // between rule and text, left and right
	PadY   Length // between rule and text, above and below
	Before Length
	After  Length
	Whole  bool   // kept on one page where one page can hold it
	Anchor string // name by which links find it
}
