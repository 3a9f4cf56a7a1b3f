package history

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// detail is the part at the right: one action with all that it changed.
type detail struct {
	page    *Page
	kind    *widget.Text
	about   *widget.Text
	grid    *widget.Grid
	old     *fyne.Container // the whole value before
	now     *fyne.Container
	fields  []fyne.CanvasObject // what shows the fields, there where an action has any
	others  *widget.Text
	which   *widget.Text // the field whose values are shown
	field   *widget.Button
	version *widget.Button
	compare *widget.Button
	open    *widget.Button
	empty   fyne.CanvasObject
	full    fyne.CanvasObject
	content *fyne.Container
}

const valueHeight = 76

func newDetail(p *Page) *detail {
	w := p.needs.Words
	d := &detail{page: p, kind: widget.NewSection(""), about: widget.NewCaption(""), others: widget.NewCaption(""), which: widget.NewText("")}
	d.kind.Cut, d.about.Cut, d.which.Cut, d.which.Bold = true, true, true, true
	d.others.Hide()
	d.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.history.column.field"), Width: 150, Stretch: 1, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.history.column.old"), Width: 110, Stretch: 1, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.history.column.new"), Width: 110, Stretch: 1, Size: theme.SizeNameCaptionText},
	)
	d.grid.OnCurrent = func(string) { d.showField() }
	d.grid.OnOpen = func(string) { p.restoreField() }
	d.old, d.now = container.NewStack(), container.NewStack()
	button := func(id, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command."+id), do).WithTip(w.Say("ui.tip."+id, "keys", keys))
	}
	d.field = button("history.field", keysField.String(), p.restoreField)
	d.version = button("history.version", keysVersion.String(), p.askVersion)
	d.compare = button("history.compare", keysCompare.String(), p.compare)
	d.open = button("history.open", keysOpen.String(), p.open)
	value := func(key string, of *fyne.Container) fyne.CanvasObject {
		return widget.Labelled(w.Say(key), container.New(&tall{valueHeight}, widget.NewPanel(container.NewVScroll(of), 2)))
	}
	values, list := container.NewVBox(d.which, value("ui.history.old", d.old), value("ui.history.new", d.now)), widget.NewPanel(d.grid, 1)
	d.fields = []fyne.CanvasObject{values, list}
	buttons := container.New(layout.NewGridLayout(2), d.field, d.version, d.compare, d.open)
	d.full = widget.Frame(container.NewVBox(d.kind, d.about, d.others, widget.Gap(0, 2)), container.NewVBox(values, widget.Gap(0, 2), buttons), nil, nil, list)
	d.empty = container.NewCenter(widget.NewCaption(w.Say("ui.history.empty")))
	inner := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(2, 2, 2, 2), container.NewStack(d.full, d.empty))) // in a low window
	d.content = container.NewStack(widget.NewPanel(container.New(layout.NewCustomPaddedLayout(2, 2, 4, 4), inner), 6))
	d.full.Hide()
	return d
}

// tall is a layout that gives its content a height.
type tall struct{ height float32 }

// MinSize is part of the toolkit's contract.
func (t *tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, t.height) }

// Layout is part of the toolkit's contract.
func (t *tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// look reads the action of the current row.
func (p *Page) look(id string) {
	ev, ok := p.event(id)
	if !ok {
		p.detail.show(nil)
		return
	}
	source, words, seq := p.needs.Source, p.needs.Words.Printer, ev.Seq
	if p.deed != nil && p.deed.Event.Seq != seq { // it still is in sight; nothing is done to it any more
		p.deed = nil
		p.detail.enable()
	}
	task.Run(p.needs.Runner, &p.looking, func(ctx context.Context, _ *task.Progress) (desk.Deed, error) {
		return source.Deed(ctx, words, seq)
	}, func(deed desk.Deed, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.detail.show(&deed)
	})
}

// show shows an action, nil for none.
func (d *detail) show(deed *desk.Deed) {
	d.page.deed = deed
	if deed == nil {
		d.full.Hide()
		d.empty.Show()
		d.enable()
		return
	}
	w := d.page.needs.Words
	ev := &deed.Event
	d.kind.SetText(ev.Kind)
	if ev.Project != "" {
		d.kind.SetText(ev.Kind + "　" + ev.Project)
	}
	about := "ui.history.about"
	if d.page.of != (storage.Scope{}) { // its own list has fewer
		about = "ui.history.about.part"
	}
	d.about.SetText(w.Say(about, "seq", strconv.FormatUint(ev.Seq, 10), "time", ev.Time.Local().Format("2006-01-02 15:04:05"), "who", d.page.person(ev)))
	var rows []widget.Row
	item := ""
	for i := range deed.Fields {
		f := &deed.Fields[i]
		if f.Item != item { // a heading over the fields of one indicator, row, section
			item = f.Item
			rows = append(rows, widget.Row{ID: "item " + strconv.Itoa(i), Level: 1, Cells: []widget.Cell{{Text: f.Near}}})
		}
		rows = append(rows, widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: f.Label}, {Text: d.value(f.Old), Tone: look.Quiet}, {Text: d.value(f.New)}}})
	}
	d.grid.SetRows(rows)
	for _, o := range d.fields {
		widget.SetVisible(o, len(rows) > 0)
	}
	switch {
	case deed.Others > 0:
		d.others.SetText(w.Say("ui.history.others", "count", strconv.Itoa(deed.Others)))
	case deed.Reason != "":
		d.others.SetText(w.Say("ui.history.reason", "reason", deed.Reason))
	case len(rows) == 0:
		d.others.SetText(w.Say("ui.history.no-fields"))
	default:
		d.others.SetText("")
	}
	if d.others.Say() == "" {
		d.others.Hide()
	} else {
		d.others.Show()
	}
	d.empty.Hide()
	d.full.Show()
	d.content.Refresh() // the scroller learns how much there is
	if len(rows) > 0 {
		d.grid.Select("0")
	}
	d.showField()
	d.enable()
}

func (d *detail) value(text string) string {
	if text == "" {
		return d.page.needs.Words.Say("chronicle.none")
	}
	return text
}

// current returns the field that is current.
func (d *detail) current() (*chronicle.Field, bool) {
	at, err := strconv.Atoi(d.grid.CurrentRow())
	if d.page.deed == nil || err != nil || at >= len(d.page.deed.Fields) {
		return nil, false
	}
	return &d.page.deed.Fields[at], true
}

// showField shows both values of the current field in full.
func (d *detail) showField() {
	set := func(of *fyne.Container, text string) {
		of.Objects = []fyne.CanvasObject{widget.SmallProse(text)}
		of.Refresh()
	}
	f, ok := d.current()
	if !ok {
		d.which.SetText("")
		set(d.old, "")
		set(d.now, "")
		return
	}
	d.which.SetText(f.What())
	set(d.old, d.value(f.Old))
	set(d.now, d.value(f.New))
	d.enable()
}

// enable says what can be done with what is shown.
func (d *detail) enable() {
	p := d.page
	for _, b := range []struct {
		button *widget.Button
		can    func() bool
	}{{d.field, p.canRestoreField}, {d.version, p.canRestoreVersion}, {d.compare, p.canCompare}, {d.open, p.canOpen}} {
		widget.SetEnabled(b.button, b.can())
	}
}

func (p *Page) canRestoreField() bool {
	f, ok := p.detail.current()
	return ok && f.Kind == storage.KindEvaluation && f.Key != "evaluation"
}

// versioned returns the evaluation whose version the current action made.
func (p *Page) versioned() (*desk.Event, bool) {
	if p.deed == nil || p.deed.Event.ID == "" {
		return nil, false
	}
	for i := range p.deed.Fields {
		if p.deed.Fields[i].Kind == storage.KindEvaluation {
			return &p.deed.Event, true
		}
	}
	return nil, false
}

func (p *Page) canRestoreVersion() bool {
	_, ok := p.versioned()
	return ok
}

func (p *Page) canOpen() bool {
	return p.needs.Open != nil && p.deed != nil && p.deed.Event.ID != "" && p.of == (storage.Scope{})
}
