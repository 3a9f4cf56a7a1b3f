package layout

// Result is the laid out document.
type Result struct {
	Pages     []Page
	Bookmarks []Bookmark
	Anchors   map[string]Target
	Mark      *DrawnMark // beneath every page; nil means none
	Tags      []Tag      // what is what, in reading order; the first stands for what is no part of the text
}

// DrawnMark is a mark about the centre of the page: the places of its texts are relative to it, before turning.
type DrawnMark struct {
	Texts         []Text
	Width, Height Length
	Degrees       int // counterclockwise
}

// Page is one sheet. Draw Fills, then Paths, then Pictures, then Lines, then Texts.
type Page struct {
	Width, Height Length
	Number        int // as printed; 0 for a page without number
	Fills         []Fill
	Paths         []Path
	Pictures      []Picture
	Lines         []Line
	Texts         []Text
	Links         []Link
	Fields        []Field
}

// Text is a run of one face on one baseline. The advance of every rune is its
// glyph's advance plus Spacing.
type Text struct {
	X, Y    Length // start of the baseline
	Width   Length // to the end of the last glyph, without its spacing
	Asked   FaceID // the face the style asks for
	Face    FaceID // the face that draws it, after fallback
	Size    Length
	Spacing Length // after every glyph
	Color   Color
	Text    string
	Tag     int // index in [Result.Tags]
	link    string
}

// Rect is a rectangle; Y is its upper edge.
type Rect struct{ X, Y, W, H Length }

// Fill is a filled rectangle.
type Fill struct {
	Rect
	Color Color
	Tag   int // index in [Result.Tags]
}

// Line is a straight stroke.
type Line struct {
	X1, Y1, X2, Y2 Length
	Width          Length
	Color          Color
	Dash           Length // length of dashes and gaps; zero means solid
	Tag            int    // index in [Result.Tags]
}

// Point is a place on the page.
type Point struct{ X, Y Length }

// Path is a polygon. Stroke zero means not stroked; Filled tells whether Fill
// applies.
type Path struct {
	Points []Point
	Closed bool
	Filled bool
	Fill   Color
	Stroke Length
	Color  Color
	Tag    int // index in [Result.Tags]
}

// Picture is the place of an image that the caller knows by its name.
type Picture struct {
	Rect
	Name string
	Tag  int // index in [Result.Tags]
}

// Link is a sensitive area that leads to an anchor of the document or, where
// To contains "://", to an address outside.
type Link struct {
	Rect
	To  string
	Tag int // index in [Result.Tags]
}

// Field is the place of an interactive field.
type Field struct {
	Rect
	Name string
	Tag  int // index in [Result.Tags]
}

// Target is a place in the document.
type Target struct {
	Page int // index in Result.Pages
	Y    Length
}

// Bookmark is an entry of the outline, in reading order.
type Bookmark struct {
	Title string
	Level int
	Target
}
