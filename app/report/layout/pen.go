package layout

// Pen draws a [Canvas] within its room. Coordinates passed to its methods are
// relative to the upper left corner of that room.
type Pen struct {
	f    *flow
	X, Y Length // corner of the room on the page
	W, H Length // size of the room
}

// Text draws one line of text in the box x, y, w with the given pitch,
// smaller where it would not fit.
func (p *Pen) Text(x, y, w, pitch Length, al Align, st Style, text string) {
	par := Paragraph{Spans: []Span{{Text: text, Style: st}}, Align: al, Pitch: pitch, OneLine: true}
	for _, ln := range p.f.shaper.lines(&par, w) {
		p.f.putLine(&ln, p.X+x, p.Y+y)
		return
	}
}

// Width returns the width of text in one line.
func (p *Pen) Width(st Style, text string) (w Length) {
	par := Paragraph{Spans: []Span{{Text: text, Style: st}}, OneLine: true}
	for _, ln := range p.f.shaper.lines(&par, 1<<40) {
		for _, t := range ln.texts {
			w = max(w, t.X+t.Width)
		}
	}
	return w
}

// Fill fills a rectangle.
func (p *Pen) Fill(x, y, w, h Length, c Color) {
	pg := p.f.page()
	pg.Fills = append(pg.Fills, Fill{Rect{p.X + x, p.Y + y, w, h}, c, p.f.tag})
}

// Line strokes a straight line.
func (p *Pen) Line(x1, y1, x2, y2, width Length, c Color) {
	pg := p.f.page()
	pg.Lines = append(pg.Lines, Line{X1: p.X + x1, Y1: p.Y + y1, X2: p.X + x2, Y2: p.Y + y2, Width: width, Color: c, Tag: p.f.tag})
}

// Path draws a polygon.
func (p *Pen) Path(path Path) {
	pts := make([]Point, len(path.Points))
	for i, q := range path.Points {
		pts[i] = Point{p.X + q.X, p.Y + q.Y}
	}
	path.Points, path.Tag = pts, p.f.tag
	pg := p.f.page()
	pg.Paths = append(pg.Paths, path)
}

// Picture puts an image that the caller knows by its name into a rectangle.
func (p *Pen) Picture(x, y, w, h Length, name string) {
	pg := p.f.page()
	pg.Pictures = append(pg.Pictures, Picture{Rect{p.X + x, p.Y + y, w, h}, name, p.f.tag})
}

// Bar is one bar of a horizontal bar chart.
type Bar struct {
	Label string
	Note  string // at the right end
	Share int    // filled length in thousandths of the track, 0 to 1000
	Mark  int    // a tick on the track in thousandths; zero means none
}

// BarLook is how bars look.
type BarLook struct {
	Text               Style
	Pitch              Length // from bar to bar
	Thick              Length // of a bar
	LabelWidth         Length
	NoteWidth          Length
	Track, Fill, Ticks Color
}

// Bars returns a canvas with horizontal bars one below the other.
func Bars(bars []Bar, look BarLook) Canvas {
	return Canvas{
		Height: look.Pitch * Length(len(bars)),
		Draw:   func(p *Pen) { DrawBars(p, bars, look) },
	}
}

// DrawBars draws horizontal bars one below the other, across the width of the pen's room.
func DrawBars(p *Pen, bars []Bar, look BarLook) {
	gap := look.Text.Size / 2
	x := look.LabelWidth + gap
	w := max(p.W-x-look.NoteWidth-gap, 0)
	for i, b := range bars {
		y := look.Pitch * Length(i)
		p.Text(0, y, look.LabelWidth, look.Pitch, Right, look.Text, b.Label)
		by := y + (look.Pitch-look.Thick)/2
		p.Fill(x, by, w, look.Thick, look.Track)
		if share := min(max(b.Share, 0), 1000); share > 0 {
			p.Fill(x, by, w*Length(share)/1000, look.Thick, look.Fill)
		}
		if b.Mark > 0 {
			tx := x + w*Length(min(b.Mark, 1000))/1000
			p.Line(tx, by-look.Thick/4, tx, by+look.Thick+look.Thick/4, look.Thick/10, look.Ticks)
		}
		p.Text(x+w+gap, y, look.NoteWidth, look.Pitch, Left, look.Text, b.Note)
	}
}
