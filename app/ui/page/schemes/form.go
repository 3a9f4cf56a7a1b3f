package schemes

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/schemeedit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// form shows fields to be filled in, with what is wrong below each.
type form struct {
	editor  *editor
	views   []*fieldView
	content *fyne.Container
}

// fieldView is one field on the screen.
type fieldView struct {
	path   string
	entry  *widget.Entry  // nil for a choice
	choice *widget.Choice // nil for a text
	fault  *widget.Text
	refuse string // why the last text was not taken
}

func newForm(e *editor) *form { return &form{editor: e, content: container.NewVBox()} }

func (f *form) clear() { f.views, f.content.Objects = nil, nil }

// show builds the controls of fields, or shows their values in those that are there already.
func (f *form) show(fields []schemeedit.Field) {
	if f.same(fields) {
		f.update(fields)
		return
	}
	f.commit()
	f.clear()
	pairs := container.New(layout.NewGridLayout(2))
	var long []fyne.CanvasObject
	for i := range fields {
		view, control := f.build(&fields[i])
		f.views = append(f.views, view)
		labelled := container.NewVBox(widget.Labelled(labelOf(f.editor.page.needs.Words, fields[i].Path), control), view.fault)
		if fields[i].Kind == schemeedit.Prose {
			long = append(long, labelled)
		} else {
			pairs.Add(labelled)
		}
	}
	f.content.Objects = append([]fyne.CanvasObject{pairs}, long...)
	f.content.Refresh()
}

// same reports whether the controls are those of the fields.
func (f *form) same(fields []schemeedit.Field) bool {
	return slices.EqualFunc(f.views, fields, func(v *fieldView, field schemeedit.Field) bool { return v.path == field.Path })
}

func (f *form) build(field *schemeedit.Field) (*fieldView, fyne.CanvasObject) {
	e, w := f.editor, f.editor.page.needs.Words
	view := &fieldView{path: field.Path, fault: widget.NewCaption("")}
	view.fault.Ink, view.fault.Cut = look.Bad, true
	commit := func(text string) error {
		view.refuse = ""
		err := e.set(view.path, text)
		if err != nil {
			view.refuse = strings.ReplaceAll(w.Error(err), "\n", " ")
			view.fault.SetText(view.refuse)
		}
		return err
	}
	switch field.Kind {
	case schemeedit.Choice, schemeedit.Switch:
		view.choice = widget.NewChoice(commit, options(e, field)...)
		view.choice.SetChosen(field.Value)
		return view, widget.Snug(view.choice)
	case schemeedit.Prose:
		view.entry = widget.NewProse(4, commit)
		view.entry.Scroll = fyne.ScrollNone // the form is scrolled
	default:
		view.entry = widget.NewEntry(commit)
	}
	view.entry.SetValue(field.Value)
	return view, view.entry
}

// options are what a choice or switch offers.
func options(e *editor, field *schemeedit.Field) []widget.Option {
	w := e.page.needs.Words
	if field.Kind == schemeedit.Switch {
		return []widget.Option{{ID: schemeedit.Yes, Label: w.Say("ui.toolkit.yes")}, {ID: schemeedit.No, Label: w.Say("ui.toolkit.no")}}
	}
	list := make([]widget.Option, len(field.Options))
	for i, id := range field.Options {
		list[i] = widget.Option{ID: id, Label: id}
		switch {
		case id == "":
			list[i].Label = w.Say("ui.schemes.unsaid")
		case !field.Named:
			list[i].Label = w.Say("scheme.option." + id)
		}
	}
	return list
}

// update shows the values of fields in the controls that are there; fields that came or went need new ones.
func (f *form) update(fields []schemeedit.Field) {
	if !f.same(fields) {
		f.show(fields)
		return
	}
	for i, v := range f.views {
		if v.entry != nil {
			v.entry.SetValue(fields[i].Value)
		} else {
			v.choice.SetOptions(options(f.editor, &fields[i]))
			v.choice.SetChosen(fields[i].Value)
		}
	}
}

// judge says below each field what is wrong with it.
func (f *form) judge() {
	for _, v := range f.views {
		text := v.refuse
		if text == "" {
			text = strings.ReplaceAll(f.editor.faultAt(v.path), "\n", " ")
		}
		if v.fault.Say() != text {
			v.fault.SetText(text)
		}
	}
}

// commit hands over what is being typed.
func (f *form) commit() {
	for _, v := range f.views {
		if v.entry != nil {
			v.entry.Commit()
		}
	}
}

// focus gives the keyboard to the field at a path.
func (f *form) focus(path string) {
	for _, v := range f.views {
		switch {
		case v.path != path:
		case v.entry != nil:
			widget.Focus(v.entry)
		default:
			widget.Focus(v.choice)
		}
	}
}

// tabular shows a table of a scheme: its rows in a grid, the current one in a form below.
type tabular struct {
	editor  *editor
	path    string
	grid    *widget.Grid
	room    *fyne.Container
	child   *widget.Button
	content fyne.CanvasObject
}

const (
	rowFormHeight = 190
	rowFormFold   = 320 // the height below which a row's fields are not shown together with the table
)

func newTabular(e *editor) *tabular {
	w := e.page.needs.Words
	t := &tabular{editor: e, room: container.NewStack(), grid: widget.NewGrid()}
	button := func(id, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command.schemes."+id), do).WithTip(w.Say("ui.tip.schemes."+id, "keys", keys))
	}
	t.child = button("child", keysChild.String(), e.addChild)
	bar := widget.Frame(nil, nil, nil, button("remove", keysRemove.String(), e.remove), widget.NewLeadingActions(button("add", keysAdd.String(), e.add), t.child,
		button("up", keysUp.String(), func() { e.move(-1) }), button("down", keysDown.String(), func() { e.move(1) })))
	below := container.New(&low{rowFormHeight}, container.NewVScroll(e.form.content))
	rows := widget.NewPanes(fyne.NewSize(0, rowFormFold), widget.Below, widget.Pane{Name: w.Say("ui.pane.table"), Content: widget.Frame(nil, container.NewVBox(widget.Gap(0, 4), bar), nil, nil, t.room)},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: container.NewVBox(widget.Gap(0, 4), below)})
	t.content = container.NewStack(rows)
	return t
}

// columns builds the grid of another table.
func (t *tabular) columns(table *schemeedit.Table) {
	if t.path == table.Path {
		return
	}
	e := t.editor
	w := e.page.needs.Words
	t.path = table.Path
	columns := make([]widget.Column, len(table.Columns))
	for i, path := range table.Columns {
		columns[i] = columnOf(w, table, i, path)
		columns[i].Stretch = max(columns[i].Stretch, 0.4)
	}
	t.grid = widget.NewGrid(columns...)
	t.grid.OnCommit = func(id string, column int, text string) error {
		for _, r := range e.table().Rows {
			if r.Path == id && column < len(r.Fields) {
				return e.set(r.Fields[column].Path, strings.TrimLeft(text, "　"))
			}
		}
		return nil
	}
	t.grid.OnCurrent = func(string) { t.showRow() }
	t.room.Objects = []fyne.CanvasObject{widget.NewPanel(t.grid, 1)}
	t.room.Refresh()
	if table.Deepest > 0 {
		t.child.Show()
	} else {
		t.child.Hide()
	}
}

// fill shows the rows.
func (t *tabular) fill() {
	e := t.editor
	w := e.page.needs.Words
	table := e.table()
	rows := make([]widget.Row, len(table.Rows))
	for i, r := range table.Rows {
		cells := make([]widget.Cell, len(r.Fields))
		for c, f := range r.Fields {
			cells[c] = widget.Cell{Text: shown(w, f), Edit: f.Kind != schemeedit.Choice && f.Kind != schemeedit.Switch}
			if c == 0 && r.Depth > 0 {
				cells[c].Text = strings.Repeat("　", r.Depth) + cells[c].Text
			}
			if e.faultAt(f.Path) != "" {
				cells[c].Tone = look.Wrong
			}
		}
		rows[i] = widget.Row{ID: r.Path, Cells: cells}
	}
	t.grid.SetRows(rows)
	if t.grid.CurrentRow() == "" && len(rows) > 0 {
		t.grid.Select(rows[0].ID)
	}
	t.showRow()
}

// showRow shows the current row in the form.
func (t *tabular) showRow() {
	e := t.editor
	if r := e.row(); r != nil {
		e.form.show(r.Fields)
	} else {
		e.form.clear()
		e.form.content.Refresh()
	}
	e.form.judge()
}

// low gives its content a height.
type low struct{ height float32 }

// MinSize is part of the toolkit's contract.
func (l *low) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, l.height)
}

// Layout is part of the toolkit's contract.
func (l *low) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
