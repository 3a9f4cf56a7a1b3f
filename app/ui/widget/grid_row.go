package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/look"
)

// rowView draws one row. Views are reused for other rows when the grid scrolls.
type rowView struct {
	fill, line, mark *canvas.Rectangle
	cells            []*cellView
	used             int
}

// cellView draws one cell: a ground for badges, fields and meters, the fill of a meter, the text.
type cellView struct {
	ground, bar *canvas.Rectangle
	text        *canvas.Text
	hasGround   bool
	hasBar      bool
}

func newRowView() *rowView {
	return &rowView{fill: canvas.NewRectangle(look.None), line: canvas.NewRectangle(look.None), mark: canvas.NewRectangle(look.None)}
}

func (v *rowView) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	objects = append(objects, v.fill, v.line, v.mark)
	for _, c := range v.cells[:v.used] {
		if c.hasGround {
			objects = append(objects, c.ground)
		}
		if c.hasBar {
			objects = append(objects, c.bar)
		}
		objects = append(objects, c.text)
	}
	return objects
}

// show draws row i of the grid.
func (v *rowView) show(g *Grid, i int, width float32, b *gridBody) {
	row, cells := &g.rows[i], g.cells(i)
	y, height := g.tops[i], g.tops[i+1]-g.tops[i]
	v.fill.Move(fyne.NewPos(0, y))
	v.fill.Resize(fyne.NewSize(width, height))
	v.line.FillColor = look.Paint(look.Line)
	v.line.Move(fyne.NewPos(0, y+height-1))
	v.line.Resize(fyne.NewSize(width, 1))
	v.mark.Move(fyne.NewPos(0, y))
	v.mark.Resize(fyne.NewSize(3, height-1))
	v.mark.FillColor = look.Paint(look.Accent)
	v.mark.Hidden = i != g.row && (row.Level > 0 || !g.marks.ids[row.ID])
	switch {
	case i == g.row, row.Level == 0 && g.marks.ids[row.ID]:
		v.fill.FillColor = look.Paint(look.AccentSoft)
	case row.Level > 0:
		v.fill.FillColor = look.Paint(look.Band)
	case i == b.hovered:
		v.fill.FillColor = look.Paint(theme.ColorNameHover)
	default:
		v.fill.FillColor = look.Paint(look.Surface)
	}
	x := float32(0)
	v.used = min(len(cells), len(g.widths))
	for len(v.cells) < v.used {
		v.cells = append(v.cells, &cellView{ground: canvas.NewRectangle(look.None), bar: canvas.NewRectangle(look.None), text: canvas.NewText("", look.None)})
	}
	for c := range v.used {
		cell := cells[c]
		if draft, ok := g.drafts[place{row.ID, c}]; ok && row.Level == 0 {
			cell.Text, cell.Draft = draft.Text, true
		}
		area := area{x: x, y: y, w: g.widths[c], h: height}
		if c == 0 && row.Level == 2 {
			area.x, area.w = area.x+levelStep, area.w-levelStep
		}
		v.cells[c].show(g, c, row.Level, &cell, area)
		x += g.widths[c]
	}
}

type area struct{ x, y, w, h float32 }

func (c *cellView) show(g *Grid, column, level int, cell *Cell, a area) {
	fit, style := &g.normal, fyne.TextStyle{Bold: cell.Bold || level == 1}
	if style.Bold {
		fit = &g.bold
	}
	size := look.Measure(theme.SizeNameText)
	if level > 0 || g.Columns[column].Size != "" {
		size = look.Measure(theme.SizeNameCaptionText)
		if level == 1 {
			size = look.Measure(theme.SizeNameText)
		} else if !style.Bold {
			fit = &g.caption
		}
	}
	c.hasGround, c.hasBar = false, false
	if a.w <= 0 { // there is no room for the column
		c.text.Text = ""
		return
	}
	x, room := a.x+cellPad, a.w-2*cellPad
	align := g.Columns[column].Align
	switch {
	case cell.Edit:
		c.field(cell, a)
	case cell.Shape == AsBadge && cell.Text != "":
		c.badge(fit.ruler.Text(cell.Text), cell, align, a)
	case cell.Shape == AsMeter:
		x, room = c.meter(cell, a)
		align = fyne.TextAlignLeading
	}
	c.text.Text = fit.fit(cell.Text, room)
	c.text.TextSize, c.text.TextStyle, c.text.Alignment = size, style, align
	ink := cell.Tone.Ink()
	if level == 2 && cell.Tone == look.Plain {
		ink = look.Muted
	}
	if cell.Draft {
		ink = look.Bad
	}
	c.text.Color = look.Paint(ink)
	c.text.Move(fyne.NewPos(x, a.y))
	c.text.Resize(fyne.NewSize(max(room, 0), a.h-1))
}

// field draws the frame that says "type here".
func (c *cellView) field(cell *Cell, a area) {
	c.hasGround = true
	c.ground.FillColor, c.ground.StrokeColor = look.Paint(look.Field), look.Paint(look.FieldLine)
	if cell.Draft {
		c.ground.FillColor, c.ground.StrokeColor = look.Paint(look.BadSoft), look.Paint(look.Bad)
	}
	c.ground.StrokeWidth, c.ground.CornerRadius = 1, 4
	c.ground.Move(fyne.NewPos(a.x+2, a.y+3))
	c.ground.Resize(fyne.NewSize(max(a.w-4, 0), a.h-7))
}

func (c *cellView) badge(text float32, cell *Cell, align fyne.TextAlign, a area) {
	c.hasGround = true
	width := max(min(text+14, a.w-4), 0)
	x := a.x + cellPad - 7
	switch align {
	case fyne.TextAlignCenter:
		x = a.x + (a.w-width)/2
	case fyne.TextAlignTrailing:
		x = a.x + a.w - cellPad + 7 - width
	}
	c.ground.FillColor, c.ground.StrokeColor, c.ground.StrokeWidth = look.Paint(cell.Tone.Ground()), look.None, 0
	c.ground.CornerRadius = 9
	c.ground.Move(fyne.NewPos(x, a.y+6))
	c.ground.Resize(fyne.NewSize(width, a.h-13))
}

// meter draws a bar and returns where its text goes.
func (c *cellView) meter(cell *Cell, a area) (x, room float32) {
	c.hasGround, c.hasBar = true, true
	const thick = 6
	length := max((a.w-2*cellPad)*0.5, 20)
	pos := fyne.NewPos(a.x+cellPad, a.y+(a.h-1-thick)/2)
	c.ground.FillColor, c.ground.StrokeWidth, c.ground.CornerRadius = look.Paint(look.Track), 0, thick/2
	c.ground.StrokeColor = look.None
	c.ground.Move(pos)
	c.ground.Resize(fyne.NewSize(length, thick))
	fill := min(max(cell.Fill, 0), 1) * length
	c.bar.FillColor, c.bar.CornerRadius = look.Paint(meterInk(cell.Tone)), thick/2
	c.bar.Move(pos)
	c.bar.Resize(fyne.NewSize(fill, thick))
	c.hasBar = fill >= 1
	return pos.X + length + cellPad, a.w - length - 3*cellPad
}

func meterInk(t look.Tone) fyne.ThemeColorName {
	if t == look.Plain || t == look.Quiet {
		return look.Accent
	}
	return t.Ink()
}
