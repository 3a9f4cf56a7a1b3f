package layout

import "strconv"

// The table of contents: entries are placed with the text, their page numbers are drawn when all pages are there.

// entry is a line of contents whose page number is not known yet.
type entry struct {
	page  int
	y     Length // baseline
	left  Length
	right Length
	from  Length // where the title ends
	tag   int
	block Entry
}

// putEntry draws the title of a line of contents; dots and number follow when
// all pages are known.
func (f *flow) putEntry(e *Entry) {
	w := f.sec.Frame.Measure() - e.Left
	numberRoom := 4 * e.Style.Size
	lines := f.shaper.lines(&Paragraph{Spans: []Span{{Text: e.Title, Style: e.Style}}, Pitch: e.Pitch, OneLine: true}, w-numberRoom)
	if len(lines) == 0 {
		return
	}
	f.tag = f.newTag(RoleLink, f.tag)
	f.putLine(&lines[0], f.left+e.Left, f.y)
	pg := f.page()
	pg.Links = append(pg.Links, Link{Rect{f.left + e.Left, f.y, w, e.Pitch}, e.Anchor, f.tag})
	from := f.left + e.Left
	for _, t := range lines[0].texts {
		from = f.left + e.Left + t.X + t.Width
	}
	f.entries = append(f.entries, entry{
		page: len(f.res.Pages) - 1, y: f.y + lines[0].base, left: f.left + e.Left,
		right: f.left + e.Left + w, from: from, tag: f.tag, block: *e,
	})
}

// finishEntry draws the dots and the page number of a line of contents.
func (f *flow) finishEntry(e *entry) {
	at, ok := f.res.Anchors[e.block.Anchor]
	if !ok {
		return
	}
	n := f.res.Pages[at.Page].Number
	if n == 0 {
		n = at.Page + 1
	}
	st := e.block.Style
	pg := &f.res.Pages[e.page]
	set := func(text string, left, width Length, al Align) Length {
		ls := f.shaper.lines(&Paragraph{Spans: []Span{{Text: text, Style: st}}, Align: al, OneLine: true}, width)
		x := left
		for _, t := range ls[0].texts {
			t.X += left
			t.Y, t.Tag = e.y, e.tag
			x = t.X
			pg.Texts = append(pg.Texts, t)
		}
		return x
	}
	end := set(strconv.Itoa(n), e.from, e.right-e.from, Right) - st.Size/2
	y := e.y - st.Size*30/100
	if from := e.from + st.Size/2; from < end {
		pg.Lines = append(pg.Lines, Line{X1: from, Y1: y, X2: end, Y2: y, Width: st.Size / 20, Color: st.Color, Dash: st.Size / 8})
	}
}
