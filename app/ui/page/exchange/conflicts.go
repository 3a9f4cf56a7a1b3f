package exchange

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
)

// conflicts is the part where people decide between values.
type conflicts struct {
	page    *Page
	list    []desk.ToldConflict
	loading task.Slot
	settled map[string]bool // that are being decided: pressed again, nothing more is done

	grid, values *widget.Grid
	count, head  *widget.Text
	replaced     *widget.Text  // what both sides replaced
	full         *widget.Label // long values in full
	fullBox      fyne.CanvasObject
	actions      map[string]*widget.Button
	content      fyne.CanvasObject
}

func newConflicts(p *Page) *conflicts {
	w := p.needs.Words
	t := &conflicts{page: p, settled: map[string]bool{}, count: widget.NewCaption(""), head: widget.NewSection(""), replaced: widget.NewText(""), full: widget.SmallProse(""), actions: map[string]*widget.Button{}}
	t.head.Cut, t.replaced.Cut = true, true
	t.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.exchange.column.project"), Width: 160, Stretch: 1},
		widget.Column{Title: w.Say("ui.exchange.column.field"), Width: 180, Stretch: 1},
	)
	t.grid.OnCurrent = func(string) { t.showValues() }
	t.grid.OnOpen = func(string) { t.values.Focus() }
	t.values = widget.NewGrid(
		widget.Column{Title: w.Say("ui.exchange.column.side"), Width: 96},
		widget.Column{Title: w.Say("ui.exchange.column.value"), Width: 160, Stretch: 1},
		widget.Column{Title: w.Say("ui.exchange.column.by"), Width: 90},
		widget.Column{Title: w.Say("ui.exchange.column.time"), Width: 136},
	)
	t.values.OnOpen = func(string) { t.take() }
	t.content = t.lay()
	t.fullBox.Hide()
	return t
}

const (
	conflictListWidth = 470
	conflictsFold     = 860 // the width below which list and values are not shown side by side
	fullHeight        = 250 // of long values
	longValue         = 22  // characters; what is longer may be cut in its cell
)

func (t *conflicts) lay() fyne.CanvasObject {
	w := t.page.needs.Words
	button := func(id string, do func()) *widget.Button {
		b := t.page.button("exchange."+id, do)
		t.actions[id] = b
		return b
	}
	take := widget.NewPrimary(w.Say("ui.command.exchange.take"), t.take).WithTip(w.Say("ui.tip.exchange.take", "keys", keys["take"].String()))
	t.actions["take"] = take
	row := container.NewHBox(take, button("type", t.askTyped))
	all := container.NewHBox(button("all.here", func() { t.takeAll(true) }), button("all.there", func() { t.takeAll(false) }))
	left := widget.Wide(conflictListWidth, widget.Frame(nil, container.NewVBox(widget.Gap(0, 2), t.count), nil, nil, widget.NewPanel(t.grid, 1)))
	t.fullBox = widget.Tall(func() float32 { return fullHeight }, container.New(layout.NewCustomPaddedLayout(6, 0, 0, 0), widget.NewPanel(container.NewVScroll(widget.Flush(t.full)), 10)))
	note := widget.SmallProse(w.Say("ui.exchange.conflicts.note"))
	right := widget.NewPanel(widget.Frame(
		container.NewVBox(t.head, t.replaced, widget.Gap(0, 2)),
		container.NewVBox(t.fullBox, widget.Gap(0, 4), row, widget.Gap(0, 4), all, widget.Flush(note)), nil, nil, widget.NewPanel(t.values, 1)), 12)
	return widget.NewPanes(fyne.NewSize(conflictsFold, 0), widget.LeftOf, widget.Pane{Name: w.Say("ui.pane.list"), Content: left},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), right)})
}

func (t *conflicts) show() {
	source, words := t.page.needs.Source, t.page.needs.Words.Printer
	task.Run(t.page.needs.Runner, &t.loading, func(ctx context.Context, _ *task.Progress) ([]desk.ToldConflict, error) {
		return source.TellConflicts(ctx, words)
	}, func(list []desk.ToldConflict, err error) {
		if err != nil {
			t.page.needs.Fail(err)
			return
		}
		t.list = list
		t.fill()
	})
}

// conflictID names a conflict among the rows.
func conflictID(c *desk.Conflict) string {
	return fmt.Sprintf("%s\x00%s\x00%s", c.Kind, c.Key, c.Path)
}

func (t *conflicts) fill() {
	w := t.page.needs.Words
	rows := make([]widget.Row, len(t.list))
	for i := range t.list {
		c := &t.list[i]
		rows[i] = widget.Row{ID: conflictID(&c.Conflict), Cells: []widget.Cell{{Text: c.Project}, {Text: c.Field, Bold: true}}}
	}
	t.grid.SetRows(rows)
	if t.grid.CurrentRow() == "" && len(rows) > 0 {
		t.grid.Select(rows[0].ID)
	}
	t.count.SetText(w.Say("ui.exchange.conflicts.count", "count", strconv.Itoa(len(rows))))
	t.showValues()
}

// current returns the conflict that is shown, nil for none.
func (t *conflicts) current() *desk.ToldConflict {
	id := t.grid.CurrentRow()
	if at := slices.IndexFunc(t.list, func(c desk.ToldConflict) bool { return conflictID(&c.Conflict) == id }); at >= 0 {
		return &t.list[at]
	}
	return nil
}

func (t *conflicts) showValues() {
	w, c := t.page.needs.Words, t.current()
	for _, b := range t.actions {
		widget.SetEnabled(b, c != nil)
	}
	if c == nil {
		t.head.SetText(w.Say("ui.exchange.conflicts.none"))
		t.replaced.SetText("")
		t.values.SetRows(nil)
		t.showFull(nil)
		return
	}
	widget.SetEnabled(t.actions["type"], t.typable())
	t.head.SetText(c.Project + "　" + c.Field)
	before := c.Replaced
	if before == "" {
		before = w.Say("ui.exchange.nothing")
	}
	t.replaced.Set(w.Say("ui.exchange.before", "value", before), look.Muted)
	var ours, theirs []widget.Row
	for i, v := range c.Values {
		side, said, rows := "there", c.Said[i], &theirs
		if v.Ours {
			side, rows = "here", &ours
		}
		if v.Absent {
			said = w.Say("ui.exchange.removed")
		} else if c.Deletion && said == "" {
			said = w.Say("ui.exchange.kept")
		}
		*rows = append(*rows, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{
			{Text: w.Say("ui.exchange.side." + side), Tone: look.Quiet}, {Text: said, Bold: v.Shown}, {Text: v.By}, {Text: t.page.local(v.At), Tone: look.Quiet},
		}})
	}
	rows := slices.Concat(ours, theirs)
	t.values.SetRows(rows)
	t.showFull(rows)
	t.values.Select(t.values.Rows()[0].ID)
}

// showFull shows the values in full, one under the other, where one of them is too long for its cell.
func (t *conflicts) showFull(rows []widget.Row) {
	w, c, long := t.page.needs.Words, t.current(), false
	var lines []string
	add := func(side, value string) {
		long = long || utf8.RuneCountInString(value) > longValue
		lines = append(lines, w.Say("ui.exchange.full", "side", side, "value", value))
	}
	for _, r := range rows {
		add(r.Cells[0].Text, r.Cells[1].Text)
	}
	if c != nil && c.Replaced != "" {
		add(w.Say("ui.exchange.full.before"), c.Replaced)
	}
	text := ""
	if long {
		text = strings.Join(lines, "\n")
	}
	t.full.SetText(text)
	widget.SetVisible(t.fullBox, long)
	t.content.Refresh()
}

func (t *conflicts) any() bool { return t.current() != nil }

func (t *conflicts) typable() bool {
	c := t.current()
	return c != nil && !c.Deletion
}

func (t *conflicts) focus() { t.grid.Focus() }

func (t *conflicts) leave() { t.loading.Drop() }

// take decides for the value that is looked at.
func (t *conflicts) take() {
	c := t.current()
	at, err := strconv.Atoi(t.values.CurrentRow())
	if c == nil || err != nil {
		return
	}
	t.decide([]desk.Conflict{c.Conflict}, func(desk.Conflict) desk.Decision { return desk.Decision{Take: at} })
}

// takeAll decides every conflict of the current evaluation for the values of one side.
func (t *conflicts) takeAll(here bool) {
	c := t.current()
	if c == nil {
		return
	}
	var list []desk.Conflict
	for i := range t.list {
		if o := &t.list[i]; o.Kind == c.Kind && o.Key == c.Key {
			list = append(list, o.Conflict)
		}
	}
	p, w := t.page, t.page.needs.Words
	side := w.Say("ui.exchange.side.there")
	if here {
		side = w.Say("ui.exchange.side.here")
	}
	p.needs.Prompts.Confirm(w.Say("ui.exchange.all.title"), w.Say("ui.exchange.all.text", "count", strconv.Itoa(len(list)), "name", c.Project, "side", side),
		w.Say("ui.exchange.all.yes"), func() {
			t.decide(list, func(c desk.Conflict) desk.Decision {
				return desk.Decision{Take: max(0, slices.IndexFunc(c.Values, func(v desk.ConflictValue) bool { return v.Ours == here }))}
			})
		})
}

// askTyped lets the user type a third value.
func (t *conflicts) askTyped() {
	c := t.current()
	if !t.typable() {
		return
	}
	p, w := t.page, t.page.needs.Words
	field, value := widget.NewEntry(nil), t.looked(c).Text
	long := utf8.RuneCountInString(value) > longValue || strings.Contains(value, "\n")
	if long {
		field = widget.NewProse(6, nil)
	}
	field.SetText(value)
	one := c.Conflict
	form := p.needs.Prompts.Fill(prompt.Form{
		Title: w.Say("ui.exchange.type.title"), Body: widget.Labelled(c.Field, field), Width: 520, Yes: w.Say("ui.exchange.type.yes"), First: field,
		Accept: func() string {
			typed := field.Text
			t.decide([]desk.Conflict{one}, func(desk.Conflict) desk.Decision { return desk.Decision{Typed: &typed} })
			return ""
		},
	})
	if !long {
		field.OnSubmitted = func(string) { form.Accept() }
	}
}

// looked is the value that is looked at, else the first one.
func (t *conflicts) looked(c *desk.ToldConflict) desk.ConflictValue {
	if at, err := strconv.Atoi(t.values.CurrentRow()); err == nil && at < len(c.Values) && !c.Values[at].Absent {
		return c.Values[at]
	}
	return c.Values[0]
}

// decide settles conflicts one after the other and lists what is left.
func (t *conflicts) decide(list []desk.Conflict, how func(desk.Conflict) desk.Decision) {
	p, w, source := t.page, t.page.needs.Words, t.page.needs.Source
	list = slices.DeleteFunc(slices.Clone(list), func(c desk.Conflict) bool { return t.settled[conflictID(&c)] })
	if len(list) == 0 {
		return
	}
	for i := range list {
		t.settled[conflictID(&list[i])] = true
	}
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (int, error) {
		for i, c := range list {
			if err := source.Decide(ctx, c, how(c)); err != nil {
				return i, err
			}
		}
		return len(list), nil
	}, func(decided int, err error) {
		for i := range list {
			delete(t.settled, conflictID(&list[i]))
		}
		t.list = slices.DeleteFunc(t.list, func(c desk.ToldConflict) bool {
			return slices.ContainsFunc(list[:decided], func(d desk.Conflict) bool { return conflictID(&d) == conflictID(&c.Conflict) })
		})
		t.fill() // until what is left has come
		if decided > 0 {
			p.needs.Changed()
			p.needs.Toast(w.Say("ui.exchange.decided", "count", strconv.Itoa(decided)), look.Fine)
		}
		t.show()
		if err != nil {
			p.needs.Fail(err)
		}
	})
}
