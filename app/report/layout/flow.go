package layout

import "context"

// flow pours pieces into pages. Its cursor y runs from top to bottom of the
// current page's frame.
type flow struct {
	res      *Result
	shaper   *shaper
	sec      *Section
	secIdx   int
	index    int // of the block being placed
	y        Length
	left     Length
	top      Length
	bottom   Length
	fresh    bool    // nothing but dropped space is on the page yet
	entries  []entry // lines of contents waiting for page numbers
	numbers  []Folio // by page
	owners   []int   // section of each page
	numbered int
	tag      int // of what is being drawn
}

// piece is a strip of the flow: a line, a space, a canvas or a table.
type piece struct {
	height Length
	glue   bool // stays with the piece before
	soft   bool // dropped at the top of a page
	brk    bool // begins a new page

	line   *line
	canvas *Canvas
	table  *tableRun
	entry  *Entry
	mark   *Paragraph // whose bookmark and anchor are here
	anchor string
	tag    int
}

// section lays out one section.
func (f *flow) section(ctx context.Context, i int, s *Section) error {
	f.sec, f.secIdx = s, i
	f.left, f.top, f.bottom = s.Frame.Left, s.Frame.Top, s.Frame.Height-s.Frame.Bottom
	f.newPage()
	var ps []piece
	for bi, b := range s.Blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		f.index = bi
		var err error
		if ps, err = f.collect(ps, b); err != nil {
			return err
		}
		// Whatever is tied to the next block waits for it.
		if n := len(ps); n == 0 || !tied(b) || bi == len(s.Blocks)-1 {
			f.pour(ps)
			ps = ps[:0]
		}
	}
	f.pour(ps)
	return nil
}

// tied tells whether b must stay with the block after it.
func tied(b Block) bool {
	switch b := b.(type) {
	case Paragraph:
		return b.KeepNext
	case Group:
		return len(b) > 0 && tied(b[len(b)-1])
	}
	return false
}

func (f *flow) newPage() {
	fr := f.sec.Frame
	folio := Folio{Sheet: len(f.res.Pages) + 1}
	if f.sec.Numbered {
		f.numbered++
		folio.Number = f.numbered
	}
	f.res.Pages = append(f.res.Pages, Page{Width: fr.Width, Height: fr.Height, Number: folio.Number})
	f.numbers = append(f.numbers, folio)
	f.owners = append(f.owners, f.secIdx)
	f.y = f.top
	f.fresh = true
}

// depth is the height of the frame.
func (f *flow) depth() Length { return f.bottom - f.top }

func (f *flow) page() *Page { return &f.res.Pages[len(f.res.Pages)-1] }

// collect appends the pieces of b.
func (f *flow) collect(ps []piece, b Block) ([]piece, error) {
	first := len(ps)
	var err error
	switch b := b.(type) {
	case Paragraph:
		ps = f.paragraph(ps, &b)
	case Space:
		ps = append(ps, piece{height: Length(b), soft: true})
	case PageBreak:
		ps = append(ps, piece{brk: true, soft: true})
	case Anchor:
		ps = append(ps, piece{anchor: string(b)})
	case Entry:
		ps = append(ps, piece{height: b.Pitch, entry: &b, tag: f.entryTag()})
	case Canvas:
		tag := f.newTag(RoleFigure, 0)
		f.res.Tags[tag].Alt = b.Alt
		ps = append(ps, piece{height: b.Height, canvas: &b, anchor: b.Anchor, tag: tag})
	case *Table:
		ps, err = f.table(ps, b)
	case Group:
		ps, err = f.group(ps, b)
	}
	if err != nil {
		return nil, err
	}
	if first > 0 && len(ps) > first {
		ps[first].glue = true // only tied blocks leave pieces behind
	}
	return ps, nil
}

// table appends a table with the spaces around it.
func (f *flow) table(ps []piece, b *Table) ([]piece, error) {
	t, err := f.newTable(b)
	if err != nil {
		return nil, err
	}
	if b.Before > 0 {
		ps = append(ps, piece{height: b.Before, soft: true})
	}
	ps = append(ps, piece{table: t, anchor: b.Anchor, glue: b.Before > 0})
	if b.After > 0 {
		ps = append(ps, piece{height: b.After, soft: true, glue: true})
	}
	return ps, nil
}

// group appends blocks that stay together.
func (f *flow) group(ps []piece, b Group) ([]piece, error) {
	first := len(ps)
	for _, inner := range b {
		var err error
		if ps, err = f.collect(ps, inner); err != nil {
			return nil, err
		}
	}
	for i := first; i < len(ps); i++ {
		ps[i].glue = ps[i].glue || i > first
		if ps[i].table != nil {
			ps[i].table.whole = true
		}
	}
	return ps, nil
}

// paragraph appends the lines of p with the breaks that p allows.
func (f *flow) paragraph(ps []piece, p *Paragraph) []piece {
	lines := f.shaper.lines(p, f.sec.Frame.Measure())
	if p.Before > 0 {
		ps = append(ps, piece{height: p.Before, soft: true})
	}
	n := len(lines)
	tag := f.paragraphTag(p)
	for i := range lines {
		pc := piece{height: lines[i].pitch, line: &lines[i], tag: tag}
		if i == 0 {
			pc.mark = p
		}
		// Two lines at least stay on either side of a page break.
		pc.glue = i == 0 && p.Before > 0 || i > 0 && (p.Whole || i == 1 || i == n-1)
		ps = append(ps, pc)
	}
	if p.After > 0 {
		ps = append(ps, piece{height: p.After, soft: true, glue: p.KeepNext})
	}
	return ps
}

// pour places pieces, breaking pages only where no glue forbids it.
func (f *flow) pour(ps []piece) {
	for i := 0; i < len(ps); {
		j := i + 1
		for j < len(ps) && ps[j].glue {
			j++
		}
		f.chunk(ps[i:j])
		i = j
	}
}

// chunk places pieces that want to stay together.
func (f *flow) chunk(ps []piece) {
	if need := f.need(ps); !f.fresh && need > f.bottom-f.y && need <= f.depth() {
		f.newPage()
	}
	for i := range ps {
		f.place(&ps[i])
	}
}

// need is the height that the chunk takes before its first allowed break.
func (f *flow) need(ps []piece) (h Length) {
	for i := range ps {
		switch {
		case ps[i].table != nil:
			h += ps[i].table.least(f.depth())
		case i == len(ps)-1 && ps[i].soft:
		default:
			h += ps[i].height
		}
	}
	return h
}

func (f *flow) place(p *piece) {
	switch {
	case p.brk:
		if !f.fresh {
			f.newPage()
		}
		return
	case p.soft:
		if !f.fresh {
			f.y = min(f.y+p.height, f.bottom)
		}
		return
	case !f.fresh && f.y+f.need([]piece{*p}) > f.bottom:
		f.newPage()
	}
	f.note(p)
	f.fresh = false
	f.tag = p.tag
	switch {
	case p.line != nil:
		f.putLine(p.line, f.left, f.y)
	case p.canvas != nil:
		p.canvas.Draw(&Pen{f: f, X: f.left, Y: f.y, W: f.sec.Frame.Measure(), H: p.height})
	case p.entry != nil:
		f.putEntry(p.entry)
	case p.table != nil:
		p.table.place(f)
		return
	}
	f.y += p.height
}

// note records the bookmark and the anchors of p at the cursor.
func (f *flow) note(p *piece) {
	at := Target{Page: len(f.res.Pages) - 1, Y: f.y}
	if p.anchor != "" {
		f.res.Anchors[p.anchor] = at
	}
	if p.mark == nil {
		return
	}
	if p.mark.Anchor != "" {
		f.res.Anchors[p.mark.Anchor] = at
	}
	if p.mark.Bookmark != "" {
		f.res.Bookmarks = append(f.res.Bookmarks, Bookmark{Title: p.mark.Bookmark, Level: p.mark.Level, Target: at})
	}
}

// putLine draws ln with its upper left corner at x, y.
func (f *flow) putLine(ln *line, x, y Length) {
	pg := f.page()
	base := y + ln.base
	for _, t := range ln.texts {
		t.X += x
		t.Y = base
		t.Tag = f.tag
		if t.link != "" {
			t.Tag = f.newTag(RoleLink, f.tag)
			pg.Links = append(pg.Links, Link{Rect{t.X, base - t.Size*88/100, t.Width, t.Size}, t.link, t.Tag})
		}
		pg.Texts = append(pg.Texts, t)
	}
}

// finish adds what needs the page numbers: contents, headers and footers.
func (f *flow) finish(doc *Document) {
	for _, e := range f.entries {
		f.finishEntry(&e)
	}
	f.mark(doc.Mark)
	for i := range f.res.Pages {
		sec := &doc.Sections[f.owners[i]]
		folio := f.numbers[i]
		folio.Total = f.numbered
		if sec.Header != nil {
			ps := sec.Header(folio)
			lines, h := f.column(ps, sec.Frame.Measure())
			f.margin(i, sec, lines, sec.Frame.Top-sec.Frame.HeaderGap-h)
		}
		if sec.Footer != nil {
			ps := sec.Footer(folio)
			lines, _ := f.column(ps, sec.Frame.Measure())
			f.margin(i, sec, lines, sec.Frame.Height-sec.Frame.Bottom+sec.Frame.FooterGap)
		}
	}
}

// mark shapes the mark of all pages about its centre.
func (f *flow) mark(m *Mark) {
	if m == nil {
		return
	}
	lines := f.shaper.lines(&Paragraph{Spans: []Span{{Text: m.Text, Style: m.Style}}, OneLine: true}, endless)
	if len(lines) == 0 {
		return
	}
	out := &DrawnMark{Degrees: m.Degrees, Texts: lines[0].texts}
	for _, t := range out.Texts {
		out.Width = max(out.Width, t.X+t.Width)
	}
	out.Height = m.Size
	for i := range out.Texts {
		out.Texts[i].X -= out.Width / 2
		out.Texts[i].Y = m.Size * 36 / 100
	}
	f.res.Mark = out
}

// column shapes paragraphs one below the other.
func (f *flow) column(ps []Paragraph, width Length) (lines []line, height Length) {
	for i := range ps {
		ls := f.shaper.lines(&ps[i], width)
		for _, l := range ls {
			height += l.lead + l.pitch
		}
		lines = append(lines, ls...)
	}
	return lines, height
}

func (f *flow) margin(page int, sec *Section, lines []line, y Length) {
	pg := &f.res.Pages[page]
	for i := range lines {
		y += lines[i].lead
		for _, t := range lines[i].texts {
			t.X += sec.Frame.Left
			t.Y = y + lines[i].base
			pg.Texts = append(pg.Texts, t)
		}
		y += lines[i].pitch
	}
}
