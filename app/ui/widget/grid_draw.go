package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/lines"
	"zhunsheng/app/ui/look"
)

const (
	cellPad   = 8  // left and right of a cell's text
	levelStep = 14 // indent of a level-2 heading and of the rows below it
)

// measureColumns shares the width out: each column gets its own, or what its title needs, the rest goes to those that stretch. Where there
// is too little room, columns that matter less are left out, and then those that stretch give way.
func (g *Grid) measureColumns(total float32) {
	g.widths = g.widths[:0]
	ruler := lines.RulerFor(look.Measure(theme.SizeNameCaptionText), fyne.TextStyle{})
	own := func(i int) float32 { return max(g.Columns[i].Width, ruler.Text(g.title(i))+2*cellPad+1) }
	least := g.leastRank(total, own)
	rest, shares, elastic := total, float32(0), float32(0)
	for i, c := range g.Columns {
		if c.Rank <= least {
			rest -= own(i)
			shares += c.Stretch
			if c.Stretch > 0 {
				elastic += own(i)
			}
		}
	}
	for i, c := range g.Columns {
		w := own(i)
		switch {
		case c.Stretch == 0:
		case rest < 0: // each gives the same part of its own
			w += rest * w / elastic
		default:
			w += rest * c.Stretch / shares
		}
		if w = max(w, 24); c.Rank > least {
			w = 0
		}
		g.widths = append(g.widths, w)
	}
}

// narrowed is the part of its own width that a column that stretches is still of use in.
const narrowed = 0.7

// leastRank returns the highest rank of columns that there is room for in a width.
func (g *Grid) leastRank(total float32, own func(i int) float32) int {
	least := 0
	for _, c := range g.Columns {
		least = max(least, c.Rank)
	}
	for ; least > 0; least-- {
		var need float32
		for i, c := range g.Columns {
			switch {
			case c.Rank > least:
			case c.Stretch > 0:
				need += own(i) * narrowed
			default:
				need += own(i)
			}
		}
		if need <= total {
			break
		}
	}
	return least
}

// gridHead is the row of titles.
type gridHead struct {
	widget.BaseWidget
	grid *Grid
}

// CreateRenderer is part of the toolkit's contract.
func (h *gridHead) CreateRenderer() fyne.WidgetRenderer {
	r := &headRenderer{head: h, fill: canvas.NewRectangle(look.None), line: canvas.NewRectangle(look.None)}
	r.Refresh()
	return r
}

var (
	_ fyne.Tappable      = (*gridHead)(nil)
	_ desktop.Cursorable = (*gridHead)(nil)
)

// Tapped sorts by the column under the pointer.
func (h *gridHead) Tapped(ev *fyne.PointEvent) {
	g := h.grid
	if column := g.columnAt(ev.Position.X); column >= 0 && g.Columns[column].Sort && g.OnSort != nil {
		g.OnSort(column)
	}
}

// Cursor shows that titles can be pressed where they sort.
func (h *gridHead) Cursor() desktop.Cursor {
	if h.grid.OnSort != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// title returns a column's title, with the direction where the rows are sorted by it.
func (g *Grid) title(i int) string {
	if i != g.sorted {
		return g.Columns[i].Title
	}
	if g.down {
		return g.Columns[i].Title + " ↓"
	}
	return g.Columns[i].Title + " ↑"
}

type headRenderer struct {
	head       *gridHead
	fill, line *canvas.Rectangle
	titles     []*canvas.Text
	objects    []fyne.CanvasObject
}

func (r *headRenderer) Destroy()                     {}
func (r *headRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *headRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, headHeight()) }

func (r *headRenderer) Layout(size fyne.Size) {
	g := r.head.grid
	g.measureColumns(size.Width)
	r.fill.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	caption := look.Measure(theme.SizeNameCaptionText)
	g.caption.use(caption, fyne.TextStyle{})
	x := float32(0)
	for i, t := range r.titles {
		room := max(0, g.widths[i]-2*cellPad)
		t.Text = ""
		if room > 0 {
			t.Text = g.caption.fit(g.title(i), room)
		}
		t.Alignment = g.Columns[i].Align
		t.Move(fyne.NewPos(x+cellPad, 0))
		t.Resize(fyne.NewSize(room, size.Height-1))
		x += g.widths[i]
	}
}

func (r *headRenderer) Refresh() {
	g := r.head.grid
	for len(r.titles) < len(g.Columns) {
		r.titles = append(r.titles, canvas.NewText("", look.None))
	}
	r.titles = r.titles[:len(g.Columns)]
	r.fill.FillColor, r.line.FillColor = look.Paint(theme.ColorNameHeaderBackground), look.Paint(look.Line)
	r.objects = append(r.objects[:0], r.fill, r.line)
	for _, t := range r.titles {
		t.Color, t.TextSize = look.Paint(look.Muted), look.Measure(theme.SizeNameCaptionText)
		r.objects = append(r.objects, t)
	}
	r.Layout(r.head.Size())
	canvas.Refresh(r.head)
}

// gridRenderer draws the rows in sight with a stock of row views.
type gridRenderer struct {
	body    *gridBody
	views   []*rowView
	ring    *canvas.Rectangle
	veil    *canvas.Rectangle // over a block of cells
	handle  *canvas.Rectangle // by which it is filled into others
	caret   *canvas.Rectangle
	objects []fyne.CanvasObject
}

func newGridRenderer(b *gridBody) *gridRenderer {
	r := &gridRenderer{body: b}
	for _, rectangle := range []**canvas.Rectangle{&r.ring, &r.veil, &r.handle, &r.caret} {
		*rectangle = canvas.NewRectangle(look.None)
	}
	r.Refresh()
	return r
}

func (r *gridRenderer) Destroy()                     {}
func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *gridRenderer) Layout(fyne.Size)             { r.draw() }

func (r *gridRenderer) MinSize() fyne.Size {
	tops := r.body.grid.tops
	if len(tops) == 0 {
		return fyne.NewSize(0, 0)
	}
	return fyne.NewSize(0, tops[len(tops)-1])
}

func (r *gridRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.body)
}

// draw fills the row views with the rows in sight and puts the ring and the editor over the current cell.
func (r *gridRenderer) draw() {
	g := r.body.grid
	width := r.body.Size().Width
	g.measureColumns(width)
	size := look.Measure(theme.SizeNameText)
	g.normal.use(size, fyne.TextStyle{})
	g.bold.use(size, fyne.TextStyle{Bold: true})
	g.caption.use(look.Measure(theme.SizeNameCaptionText), fyne.TextStyle{})
	first, last := 0, 0
	if len(g.rows) > 0 {
		first, last = g.inSight()
	}
	for len(r.views) < last-first {
		r.views = append(r.views, newRowView())
	}
	r.objects = r.objects[:0]
	for i := first; i < last; i++ {
		v := r.views[i-first]
		v.show(g, i, width, r.body)
		r.objects = v.appendTo(r.objects)
	}
	r.drawCurrent()
}

// drawCurrent draws the marked block, the ring around it, the square by which it is filled into other cells, and the editor.
func (r *gridRenderer) drawCurrent() {
	g, editor := r.body.grid, r.body.editor
	if g.row < 0 || g.row >= len(g.rows) {
		return
	}
	cell, ok := r.body.cell()
	if !ok || g.column >= len(g.widths) {
		return
	}
	of := block{g.row, g.row, g.column, g.column}
	if g.sheet() {
		of = g.marked()
	}
	pos, size := g.frame(of)
	if !cell.Edit && !g.sheet() {
		pos, size = fyne.NewPos(1, g.tops[g.row]+1), fyne.NewSize(r.body.Size().Width-3, g.tops[g.row+1]-g.tops[g.row]-3)
	}
	if of.top != of.bottom || of.left != of.right {
		r.veil.FillColor = look.Paint(theme.ColorNameSelection)
		r.veil.Move(pos)
		r.veil.Resize(size)
		r.objects = append(r.objects, r.veil)
	}
	if r.body.focused && !editor.open {
		r.drawRing(pos, size)
	}
	if editor.open {
		pos, size := g.frame(block{g.row, g.row, g.column, g.column})
		editor.lay(pos.AddXY(-1, -1), size.AddWidthHeight(2, 2), r.body.Size().Width-pos.X)
		r.objects = append(r.objects, editor)
	}
}

// frame returns the place of a block on the body.
func (g *Grid) frame(of block) (fyne.Position, fyne.Size) {
	pos := fyne.NewPos(g.left(of.left)+2, g.tops[of.top]+2)
	return pos, fyne.NewSize(g.left(of.right+1)-2-pos.X, g.tops[of.bottom+1]-2-pos.Y)
}

// drawRing draws the ring around what has the keyboard, and, invisibly, the caret to which input methods are led.
func (r *gridRenderer) drawRing(pos fyne.Position, size fyne.Size) {
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = look.Paint(look.Accent), 2, 4
	r.ring.Move(pos)
	r.ring.Resize(size)
	r.objects = append(r.objects, r.ring)
	if corner, ok := r.body.handle(); ok {
		r.handle.FillColor, r.handle.StrokeColor, r.handle.StrokeWidth = look.Paint(look.Accent), look.Paint(look.Surface), 1
		r.handle.Move(corner.SubtractXY(handleSize-1, handleSize-1))
		r.handle.Resize(fyne.NewSquareSize(handleSize))
		r.objects = append(r.objects, r.handle)
	}
	at, _ := r.body.grid.frame(block{r.body.grid.row, r.body.grid.row, r.body.grid.column, r.body.grid.column})
	r.caret.Move(at.AddXY(cellPad-2, 4))
	r.caret.Resize(fyne.NewSize(1, max(size.Height-8, 8)))
	r.objects = append(r.objects, r.caret)
}
