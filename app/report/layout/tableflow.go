package layout

// place puts the table on the pages, row by row.
func (r *tableRun) place(f *flow) {
	n := len(r.t.Rows)
	for i := range r.head {
		for _, b := range r.starts[i] {
			if b.beside {
				r.open = append(r.open, b)
			}
		}
	}
	r.beginPage(f)
	started := true // only the head is on this page
	for i := r.head; i < n; i++ {
		if r.breakBefore(f, i, started) {
			r.endPage(f)
			f.newPage()
			r.beginPage(f)
			started = true
		}
		r.open = append(r.open, r.starts[i]...)
		for _, b := range r.starts[i] {
			b.top = f.y
		}
		r.anchorRow(f, i)
		r.row(f, i, started)
		started = false
	}
	r.edges.flush(f.page(), r.t.Rule)
}

// breakBefore decides whether row i begins a new page.
func (r *tableRun) breakBefore(f *flow, i int, started bool) bool {
	if started {
		return false
	}
	depth := f.depth() - r.headH
	if i > r.head && !r.t.Rows[i-1].KeepNext {
		if end := r.chunkEnd(i); end > i+1 {
			if h := r.spanFrom(i, end, f.y); h > f.bottom-f.y && h <= depth {
				return true
			}
		}
	}
	h := r.rowBottom(i, f.y) - f.y
	if h <= f.bottom-f.y {
		return false
	}
	// A row is parted when it is large; a small one moves as it is.
	return h <= depth/2 || r.splitLeast(i) > f.bottom-f.y
}

// spanFrom is span for rows not placed yet, with the cursor at y.
func (r *tableRun) spanFrom(i, j int, y Length) Length {
	at := y
	for ; i < j; i++ {
		for _, b := range r.starts[i] {
			b.top = at
		}
		at = r.rowBottom(i, at)
	}
	return at - y
}

// beginPage draws the head and lets the merged cells go on below it.
func (r *tableRun) beginPage(f *flow) {
	f.fresh = false
	parted, top := r.parted, f.y
	r.parted = false
	for i := range r.head {
		for _, b := range r.starts[i] {
			if !b.beside {
				b.top, b.next, b.shown = f.y, 0, false
			}
		}
		bottom := r.rowBottom(i, f.y)
		for _, b := range r.ends[i] {
			if r.begun && !b.beside {
				b.tag = 0 // the head is said once
			}
			r.fragment(f, b, bottom, true)
		}
		f.y = bottom
	}
	r.begun = true
	r.parted = parted
	for _, b := range r.open {
		b.top = f.y
		if b.beside {
			b.top = top
		}
	}
}

// endPage closes the fragments of the merged cells that go on.
func (r *tableRun) endPage(f *flow) {
	for _, b := range r.open {
		r.fragment(f, b, f.y, false)
	}
	r.edges.flush(f.page(), r.t.Rule)
}

// row places row i, parting it where it does not fit.
func (r *tableRun) row(f *flow, i int, started bool) {
	for {
		bottom := r.rowBottom(i, f.y)
		if r.text(i, f.y) <= f.bottom {
			bottom = min(bottom, f.bottom)
		}
		part := r.part(f, i)
		// On an empty page a row is closed even where no line of it fits.
		if bottom <= f.bottom || started && part <= f.y {
			r.closeRow(f, i, bottom)
			return
		}
		if part > f.y {
			f.y = part
			r.parted = true
		}
		r.endPage(f)
		f.newPage()
		r.beginPage(f)
		started = true
	}
}

// text is where the text of row i ends when the row begins at y.
func (r *tableRun) text(i int, y Length) Length {
	parted := r.parted
	r.parted = true
	bottom := r.rowBottom(i, y)
	r.parted = parted
	return bottom
}

// closeRow draws the cells that end in row i.
func (r *tableRun) closeRow(f *flow, i int, bottom Length) {
	for _, b := range r.ends[i] {
		r.fragment(f, b, bottom, true)
	}
	keep := r.open[:0]
	for _, b := range r.open {
		if b.row+b.rows-1 > i {
			keep = append(keep, b)
		}
	}
	r.open = keep
	r.parted = false
	f.y = bottom
}

// part is where the upper part of row i ends on this page, or f.y where no
// line fits.
func (r *tableRun) part(f *flow, i int) Length {
	at := f.y
	for _, b := range r.ends[i] {
		if b.repeat {
			continue
		}
		if _, h := r.fit(b, f.bottom-b.top-2*r.t.PadY); h > 0 {
			at = max(at, b.top+h+2*r.t.PadY)
		}
	}
	return at
}

// fit counts the lines of b that fit into room, and their height.
func (r *tableRun) fit(b *box, room Length) (end int, h Length) {
	end = b.next
	for end < len(b.lines) {
		add := b.lines[end].pitch
		if end > b.next || end == 0 {
			add += b.lines[end].lead
		}
		if h+add > room {
			break
		}
		h += add
		end++
	}
	return end, h
}

// fragment draws b from its top on this page to bottom. The last fragment of a
// cell takes all the text that is left.
func (r *tableRun) fragment(f *flow, b *box, bottom Length, last bool) {
	if bottom <= b.top {
		return
	}
	room := bottom - b.top - 2*r.t.PadY
	end, h := r.take(b, room, last)
	y := b.top + r.t.PadY
	if end == len(b.lines) { // a cell that goes on is filled from its top
		switch b.cell.VAlign {
		case Middle:
			y += max(room-h, 0) / 2
		case Bottom:
			y += max(room-h, 0)
		}
	}
	if b.cell.Shade != 0 {
		pg := f.page()
		pg.Fills = append(pg.Fills, Fill{Rect: Rect{b.x, b.top, b.w, bottom - b.top}, Color: b.cell.Shade})
	}
	f.tag = b.tag
	if b.repeat && b.said {
		f.tag = 0
	}
	b.said = b.said || end > b.next
	for i := b.next; i < end; i++ {
		if i > b.next || i == 0 {
			y += b.lines[i].lead
		}
		f.putLine(&b.lines[i], b.x+r.t.PadX, y)
		y += b.lines[i].pitch
	}
	b.next = end
	r.frame(f, b, bottom, last)
}

// take decides which lines of b, from b.next on, this fragment shows.
func (r *tableRun) take(b *box, room Length, last bool) (end int, h Length) {
	if b.repeat {
		b.next = 0
		if heightOf(b, 0) > room && (!last || b.shown) {
			b.next = len(b.lines)
		}
	}
	end, h = r.fit(b, room)
	if last && end < len(b.lines) {
		end, h = len(b.lines), heightOf(b, b.next)
	}
	b.shown = b.shown || b.repeat && end > b.next
	return end, h
}

// frame draws the rules and the field of a fragment.
func (r *tableRun) frame(f *flow, b *box, bottom Length, last bool) {
	pg := f.page()
	if r.t.Rule > 0 {
		r.edges.box(b.x, b.top, b.x+b.w, bottom)
	} else if b.cell.Under {
		pg.Lines = append(pg.Lines, Line{X1: b.x, Y1: bottom, X2: b.x + b.w, Y2: bottom, Width: Pt / 2})
	}
	if b.cell.Field != "" && last {
		pg.Fields = append(pg.Fields, Field{Rect{b.x + Pt, b.top + Pt, b.w - 2*Pt, bottom - b.top - 2*Pt}, b.cell.Field, f.newTag(RoleField, b.tag)})
	}
}

// anchorRow records the anchor of row i at the cursor.
func (r *tableRun) anchorRow(f *flow, i int) {
	if a := r.t.Rows[i].Anchor; a != "" {
		f.res.Anchors[a] = Target{Page: len(f.res.Pages) - 1, Y: f.y}
	}
}
