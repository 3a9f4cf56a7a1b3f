package widget

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/ui/look"
)

// Option is one of the options of a [Choice].
type Option struct {
	ID     string
	Label  string
	Aside  string // small text at the right, such as the points a tier grants
	Forbid bool   // cannot be chosen
}

// Choice is a set of options of which one is chosen. It is one stop of the Tab key; arrows choose.
type Choice struct {
	items
	// OnChosen is called when the user chooses an option; an error keeps the old one.
	OnChosen func(id string) error
	// OnSubmitted is called for Enter where an option is chosen; nil: Enter does nothing then.
	OnSubmitted func()
	// Upright puts the options one below the other.
	Upright bool
	// Numbered writes digits before the first nine options, and typing a digit chooses.
	Numbered bool
	// Tip is said while the pointer is on the choice.
	Tip string

	options []Option
	chosen  string
}

var (
	_ fyne.Focusable    = (*Choice)(nil)
	_ fyne.Tappable     = (*Choice)(nil)
	_ fyne.Shortcutable = (*Choice)(nil)
	_ desktop.Hoverable = (*Choice)(nil)
	_ Parted            = (*Choice)(nil)
)

// NewChoice returns a set of options side by side.
func NewChoice(onChosen func(string) error, options ...Option) *Choice {
	c := &Choice{OnChosen: onChosen, options: options}
	c.init(c, c.index, c.move, func() {
		if c.chosen == "" {
			c.move(1)
		}
	})
	return c
}

// TypedKey goes from option to option; Enter submits.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	if submit := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter; submit && c.chosen != "" && c.OnSubmitted != nil {
		c.OnSubmitted()
		return
	}
	c.items.TypedKey(ev)
}

// MouseIn says the tip.
func (c *Choice) MouseIn(ev *desktop.MouseEvent) {
	c.items.MouseIn(ev)
	if s := StageOf(c); s != nil && c.Tip != "" {
		s.PointAt(c, c.Tip)
	}
}

// MouseOut takes the tip away.
func (c *Choice) MouseOut() {
	c.items.MouseOut()
	if s := StageOf(c); s != nil && c.Tip != "" {
		s.PointAway()
	}
}

// TypedRune chooses by digit, also by those that input methods for Chinese type, where the options are numbered.
func (c *Choice) TypedRune(r rune) {
	if r >= '０' && r <= '９' {
		r -= '０' - '0'
	}
	if i := int(r - '1'); c.Numbered && i >= 0 && i < min(mostNumbered, len(c.options)) {
		c.Choose(c.options[i].ID)
	}
}

// mostNumbered is how many options a digit can tell apart.
const mostNumbered = 9

// SetOptions replaces the options.
func (c *Choice) SetOptions(options []Option) {
	if !slices.Equal(c.options, options) {
		c.options = options
		c.Refresh()
	}
}

// SetChosen shows which option is chosen, without calling OnChosen. "" is none.
func (c *Choice) SetChosen(id string) {
	if c.chosen != id {
		c.chosen = id
		c.Refresh()
	}
}

// Chosen returns the ID of the chosen option.
func (c *Choice) Chosen() string { return c.chosen }

// Choose does what a tap on an option does.
func (c *Choice) Choose(id string) {
	i := slices.IndexFunc(c.options, func(o Option) bool { return o.ID == id })
	if i < 0 || c.options[i].Forbid || id == c.chosen {
		return
	}
	before := c.chosen
	c.chosen = id
	if c.OnChosen != nil {
		if err := c.OnChosen(id); err != nil {
			c.chosen = before
		}
	}
	c.Refresh()
}

func (c *Choice) move(direction int) {
	i := slices.IndexFunc(c.options, func(o Option) bool { return o.ID == c.chosen })
	if i < 0 && direction < 0 {
		i = len(c.options)
	}
	for i += direction; i >= 0 && i < len(c.options); i += direction {
		if !c.options[i].Forbid {
			c.Choose(c.options[i].ID)
			return
		}
	}
}

// area returns where option i lies.
func (c *Choice) area(i int) (fyne.Position, fyne.Size) {
	size := c.Size()
	if c.Upright {
		h := size.Height / float32(max(1, len(c.options)))
		return fyne.NewPos(0, float32(i)*h), fyne.NewSize(size.Width, h)
	}
	widths, _ := c.naturalWidths()
	rows := broken(widths, size.Width)
	height := size.Height / float32(len(rows))
	for n, row := range rows {
		if i >= row[1] {
			continue
		}
		spare, x := size.Width, float32(0)
		for _, w := range widths[row[0]:row[1]] {
			spare -= w
		}
		spare /= float32(row[1] - row[0]) // too little room is shared like too much
		for _, w := range widths[row[0]:i] {
			x += w + spare
		}
		return fyne.NewPos(x, float32(n)*height), fyne.NewSize(widths[i]+spare, height)
	}
	return fyne.Position{}, fyne.Size{}
}

// broken puts options on as many rows as their widths need, and returns where each begins and ends. In no width yet they stand on one.
func broken(widths []float32, room float32) [][2]int {
	rows := [][2]int{{0, 0}}
	var x float32
	for i, w := range widths {
		last := &rows[len(rows)-1]
		if x+w > room+0.5 && room > 0 && last[1] > last[0] {
			rows, x = append(rows, [2]int{i, i}), 0
			last = &rows[len(rows)-1]
		}
		x += w
		last[1] = i + 1
	}
	return rows
}

// naturalWidths returns how wide each option wants to be, and the sum.
func (c *Choice) naturalWidths() (widths []float32, sum float32) {
	size, caption := look.Measure(theme.SizeNameText), look.Measure(theme.SizeNameCaptionText)
	widths = make([]float32, len(c.options))
	for i, o := range c.options {
		widths[i] = fyne.MeasureText(o.Label, size, fyne.TextStyle{Bold: true}).Width + 2*optionPad + c.numberRoom()
		if o.Aside != "" {
			widths[i] += fyne.MeasureText(o.Aside, caption, fyne.TextStyle{}).Width + optionPad
		}
		sum += widths[i]
	}
	return widths, sum
}

// numberRoom is how wide digit and gap before a label are.
func (c *Choice) numberRoom() float32 {
	if !c.Numbered {
		return 0
	}
	return fyne.MeasureText("0", look.Measure(theme.SizeNameCaptionText), fyne.TextStyle{}).Width + optionPad
}

// optionPad is the room beside an option's label.
const optionPad = 8

func (c *Choice) index(pos fyne.Position) int {
	for i := range c.options {
		p, s := c.area(i)
		if pos.X >= p.X && pos.X < p.X+s.Width && pos.Y >= p.Y && pos.Y < p.Y+s.Height {
			return i
		}
	}
	return -1
}

// Tapped chooses the option under the pointer.
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	c.takeKeyboard()
	if i := c.index(ev.Position); i >= 0 {
		c.Choose(c.options[i].ID)
	}
}

// Parts lists the options.
func (c *Choice) Parts() []Part {
	parts := make([]Part, len(c.options))
	for i, o := range c.options {
		pos, size := c.area(i)
		state := ""
		if o.ID == c.chosen {
			state = "chosen"
		}
		parts[i] = Part{Name: "option", Text: o.Label, At: state, Pos: pos, Size: size}
	}
	return parts
}

// CreateRenderer is part of the toolkit's contract.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{choice: c, frame: canvas.NewRectangle(look.None)}
	r.Refresh()
	return r
}

type optionView struct {
	fill                *canvas.Rectangle
	number, text, aside *canvas.Text
}

type choiceRenderer struct {
	choice  *Choice
	frame   *canvas.Rectangle
	views   []optionView
	objects []fyne.CanvasObject
	fit     fitter
	high    float32 // that it needed when it was laid out last
}

func (r *choiceRenderer) Destroy()                     {}
func (r *choiceRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *choiceRenderer) MinSize() fyne.Size {
	c := r.choice
	widths, sum := c.naturalWidths()
	height := look.Measure(theme.SizeNameText)*1.45 + 10
	if !c.Upright {
		return fyne.NewSize(sum, height*float32(len(broken(widths, c.Size().Width))))
	}
	widest := float32(0)
	for _, w := range widths {
		widest = max(widest, w)
	}
	return fyne.NewSize(widest, height*float32(len(c.options)))
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	if high := r.MinSize().Height; high != r.high {
		if r.high = high; len(r.choice.options) > 0 {
			canvas.Refresh(r.choice) // what is around it makes room
		}
	}
	r.frame.Resize(size)
	for i, v := range r.views {
		pos, area := r.choice.area(i)
		v.fill.Move(pos.AddXY(2, 2))
		v.fill.Resize(fyne.NewSize(max(area.Width-4, 0), max(area.Height-4, 0))) // no painter takes less than nothing
		number := r.choice.numberRoom()
		room := area.Width - 2*optionPad + 1 - number
		if aside := r.choice.options[i].Aside; aside != "" {
			room -= fyne.MeasureText(aside, v.aside.TextSize, fyne.TextStyle{}).Width + optionPad
		}
		r.fit.use(v.text.TextSize, v.text.TextStyle)
		v.text.Text = r.fit.fit(r.choice.options[i].Label, room)
		v.text.Move(pos.AddXY(optionPad+number, 0))
		area.Width = max(area.Width, 2*optionPad+number)
		v.text.Resize(area.SubtractWidthHeight(2*optionPad+number, 0))
		v.number.Move(pos.AddXY(optionPad, 0))
		v.number.Resize(fyne.NewSize(number, area.Height))
		v.aside.Move(pos.AddXY(optionPad, 0))
		v.aside.Resize(area.SubtractWidthHeight(2*optionPad, 0))
	}
}

func (r *choiceRenderer) Refresh() {
	c := r.choice
	for len(r.views) < len(c.options) {
		r.views = append(r.views, optionView{canvas.NewRectangle(look.None), canvas.NewText("", look.None), canvas.NewText("", look.None), canvas.NewText("", look.None)})
	}
	r.views = r.views[:len(c.options)]
	r.frame.FillColor, r.frame.StrokeColor, r.frame.StrokeWidth, r.frame.CornerRadius = look.Paint(look.Field), look.Paint(look.FieldLine), 1, 5
	if c.focused {
		r.frame.StrokeColor, r.frame.StrokeWidth = look.Paint(look.Accent), 2
	}
	r.objects = append(r.objects[:0], r.frame)
	for i, o := range c.options {
		v := r.views[i]
		v.number.Text = ""
		if c.Numbered && i < mostNumbered {
			v.number.Text = strconv.Itoa(i + 1)
		}
		r.dress(v, o, i == c.hovered)
		r.objects = append(r.objects, v.fill, v.text, v.aside)
		if c.Numbered {
			r.objects = append(r.objects, v.number)
		}
	}
	r.Layout(c.Size())
	canvas.Refresh(c)
}

func (r *choiceRenderer) dress(v optionView, o Option, hovered bool) {
	c := r.choice
	v.text.Text, v.text.TextSize = o.Label, look.Measure(theme.SizeNameText)
	v.aside.Text, v.aside.TextSize, v.aside.Alignment = o.Aside, look.Measure(theme.SizeNameCaptionText), fyne.TextAlignTrailing
	v.number.TextSize, v.number.Color = v.aside.TextSize, look.Paint(look.Muted)
	v.text.Alignment = fyne.TextAlignCenter
	if c.Upright || c.Numbered || o.Aside != "" {
		v.text.Alignment = fyne.TextAlignLeading
	}
	v.fill.CornerRadius = 4
	v.fill.FillColor = look.None
	v.text.Color, v.aside.Color = look.Paint(theme.ColorNameForeground), look.Paint(look.Muted)
	v.text.TextStyle.Bold = o.ID == c.chosen
	switch {
	case o.Forbid:
		v.text.Color = look.Paint(theme.ColorNameDisabled)
	case o.ID == c.chosen:
		v.fill.FillColor, v.text.Color = look.Paint(look.AccentSoft), look.Paint(look.Accent)
	case hovered:
		v.fill.FillColor = look.Paint(theme.ColorNameHover)
	}
}
