package widget

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
)

// Calendar is a month of which a day is chosen: arrows go by day and week, PageUp and PageDown by month, Enter or a click picks.
type Calendar struct {
	widget.BaseWidget
	// OnPick is called with the day that was picked.
	OnPick func(time.Time)
	// OnMonth is called when another month comes to the screen.
	OnMonth func(year int, month time.Month)

	weekdays [7]string // names from Monday on
	day      time.Time // the current day
	today    time.Time
	focused  bool
	hovered  int
}

var (
	_ fyne.Focusable    = (*Calendar)(nil)
	_ fyne.Tappable     = (*Calendar)(nil)
	_ fyne.Shortcutable = (*Calendar)(nil)
	_ desktop.Hoverable = (*Calendar)(nil)
	_ Parted            = (*Calendar)(nil)
)

// NewCalendar returns a calendar with a current day; today is marked, unless it is the zero time.
func NewCalendar(day, today time.Time, weekdays [7]string, onPick func(time.Time)) *Calendar {
	c := &Calendar{OnPick: onPick, weekdays: weekdays, day: date(day), today: date(today), hovered: -1}
	c.ExtendBaseWidget(c)
	return c
}

func date(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// Day returns the current day.
func (c *Calendar) Day() time.Time { return c.day }

// Turn goes to another month, counted from the current one. The day stays where the month has it.
func (c *Calendar) Turn(months int) {
	first := time.Date(c.day.Year(), c.day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	c.goTo(first.AddDate(0, 0, min(c.day.Day(), last)-1))
}

func (c *Calendar) goTo(day time.Time) {
	turned := day.Year() != c.day.Year() || day.Month() != c.day.Month()
	c.day = day
	if turned && c.OnMonth != nil {
		c.OnMonth(day.Year(), day.Month())
	}
	c.Refresh()
}

// first returns the Monday on or before the first day of the month.
func (c *Calendar) first() time.Time {
	first := time.Date(c.day.Year(), c.day.Month(), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
}

const (
	calendarRows = 6
	dayWidth     = 44
	dayHeight    = 30
	weekHeight   = 24
)

func (c *Calendar) at(pos fyne.Position) int {
	if pos.Y < weekHeight || pos.X < 0 {
		return -1
	}
	column, row := int(pos.X*7/c.Size().Width), int((pos.Y-weekHeight)/dayHeight)
	if column > 6 || row >= calendarRows {
		return -1
	}
	return row*7 + column
}

// Tapped picks the day under the pointer.
func (c *Calendar) Tapped(ev *fyne.PointEvent) {
	if i := c.at(ev.Position); i >= 0 {
		c.goTo(c.first().AddDate(0, 0, i))
		c.pick()
	}
}

func (c *Calendar) pick() {
	if c.OnPick != nil {
		c.OnPick(c.day)
	}
}

// MouseIn is part of the toolkit's contract.
func (c *Calendar) MouseIn(ev *desktop.MouseEvent) { c.hover(c.at(ev.Position)) }

// MouseMoved is part of the toolkit's contract.
func (c *Calendar) MouseMoved(ev *desktop.MouseEvent) { c.hover(c.at(ev.Position)) }

// MouseOut is part of the toolkit's contract.
func (c *Calendar) MouseOut() { c.hover(-1) }

func (c *Calendar) hover(i int) {
	if i != c.hovered {
		c.hovered = i
		c.Refresh()
	}
}

// FocusGained is part of the toolkit's contract.
func (c *Calendar) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost is part of the toolkit's contract.
func (c *Calendar) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune is part of the toolkit's contract.
func (c *Calendar) TypedRune(rune) {}

// TypedShortcut passes shortcuts on.
func (c *Calendar) TypedShortcut(s fyne.Shortcut) { PassShortcut(c, s) }

// TypedKey moves by day, week and month, and picks.
func (c *Calendar) TypedKey(ev *fyne.KeyEvent) {
	days := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -7, fyne.KeyDown: 7}
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown:
		c.goTo(c.day.AddDate(0, 0, days[ev.Name]))
	case fyne.KeyPageUp:
		c.Turn(-1)
	case fyne.KeyPageDown:
		c.Turn(1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.pick()
	case fyne.KeyEscape:
		PassKey(c, ev)
	default:
		PassOn(c, ev)
	}
}

// Parts lists the days.
func (c *Calendar) Parts() []Part {
	parts := make([]Part, 0, 7*calendarRows)
	for i := range 7 * calendarRows {
		pos, size := c.area(i)
		day := c.first().AddDate(0, 0, i)
		parts = append(parts, Part{Name: "day", Text: strconv.Itoa(day.Day()), At: day.Format(time.DateOnly), Pos: pos, Size: size})
	}
	return parts
}

func (c *Calendar) area(i int) (fyne.Position, fyne.Size) {
	w := c.Size().Width / 7
	return fyne.NewPos(float32(i%7)*w, weekHeight+float32(i/7)*dayHeight), fyne.NewSize(w, dayHeight)
}

// CreateRenderer is part of the toolkit's contract.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer {
	r := &calendarRenderer{calendar: c}
	for range 7 {
		r.heads = append(r.heads, canvas.NewText("", look.None))
	}
	for range 7 * calendarRows {
		r.fills = append(r.fills, canvas.NewRectangle(look.None))
		r.days = append(r.days, canvas.NewText("", look.None))
	}
	for _, t := range r.heads {
		r.objects = append(r.objects, t)
	}
	for i := range r.fills {
		r.objects = append(r.objects, r.fills[i], r.days[i])
	}
	r.Refresh()
	return r
}

type calendarRenderer struct {
	calendar *Calendar
	heads    []*canvas.Text
	fills    []*canvas.Rectangle
	days     []*canvas.Text
	objects  []fyne.CanvasObject
}

func (r *calendarRenderer) Destroy()                     {}
func (r *calendarRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *calendarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(7*dayWidth, weekHeight+calendarRows*dayHeight)
}

func (r *calendarRenderer) Layout(size fyne.Size) {
	for i, t := range r.heads {
		t.Move(fyne.NewPos(float32(i)*size.Width/7, 0))
		t.Resize(fyne.NewSize(size.Width/7, weekHeight))
	}
	for i := range r.days {
		pos, area := r.calendar.area(i)
		r.fills[i].Move(pos.AddXY(2, 1))
		r.fills[i].Resize(area.SubtractWidthHeight(4, 2))
		r.days[i].Move(pos)
		r.days[i].Resize(area)
	}
}

func (r *calendarRenderer) Refresh() {
	c := r.calendar
	for i, t := range r.heads {
		t.Text, t.Alignment, t.TextSize, t.Color = c.weekdays[i], fyne.TextAlignCenter, look.Measure(theme.SizeNameCaptionText), look.Paint(look.Muted)
	}
	first := c.first()
	for i, t := range r.days {
		day := first.AddDate(0, 0, i)
		fill := r.fills[i]
		fill.FillColor, fill.StrokeColor, fill.StrokeWidth, fill.CornerRadius = look.None, look.None, 0, 5
		t.Text, t.Alignment, t.TextSize, t.TextStyle.Bold = strconv.Itoa(day.Day()), fyne.TextAlignCenter, look.Measure(theme.SizeNameText), false
		t.Color = look.Paint(theme.ColorNameForeground)
		if day.Month() != c.day.Month() {
			t.Color = look.Paint(theme.ColorNameDisabled)
		}
		if i == c.hovered {
			fill.FillColor = look.Paint(theme.ColorNameHover)
		}
		if day.Equal(c.today) {
			fill.StrokeColor, fill.StrokeWidth = look.Paint(look.Accent), 1
		}
		if day.Equal(c.day) {
			fill.FillColor, t.Color, t.TextStyle.Bold = look.Paint(look.AccentSoft), look.Paint(look.Accent), true
			if c.focused {
				fill.StrokeColor, fill.StrokeWidth = look.Paint(look.Accent), 2
			}
		}
	}
	r.Layout(c.Size())
	canvas.Refresh(c)
}
