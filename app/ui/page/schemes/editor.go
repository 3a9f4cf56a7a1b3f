package schemes

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/schemeedit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// editor changes a scheme, section by section. Every change is judged and kept as a draft at once.
type editor struct {
	page     *Page
	draft    *schemeedit.Draft
	replaces string

	sections []schemeedit.Section
	current  string // ID of the section
	faults   []*scoring.InputError
	at       int // the fault that was gone to last

	steps   *widget.Steps
	title   *widget.Text
	state   *widget.Text
	said    *widget.Text
	middle  *fyne.Container
	tabular *tabular
	form    *form
	whole   fyne.CanvasObject

	busy    bool // a draft is being kept
	again   bool // and another waits
	saving  bool // it is being made a version; asked for again meanwhile, nothing more is done
	failure error
}

// startEditing shows the editor with a draft.
func (p *Page) startEditing(draft *desk.SchemeDraft) {
	d, err := schemeedit.Restore(draft.Scheme)
	if err != nil {
		p.needs.Fail(err)
		return
	}
	d.RestoreSteps(draft.Past, draft.Next)
	e := &editor{page: p, draft: d, replaces: draft.Replaces, current: "basics", at: -1}
	e.build()
	e.changed()
	p.to(e, nil)
}

func (e *editor) build() {
	w := e.page.needs.Words
	button := func(id, keys string, do func()) *widget.Button {
		return widget.NewButton(w.Say("ui.command.schemes."+id), do).WithTip(w.Say("ui.tip.schemes."+id, "keys", keys))
	}
	e.steps = widget.NewSteps(func(id string) { e.goTo(id) })
	e.title, e.state, e.said = widget.NewHeading(""), widget.NewCaption(""), widget.NewText("")
	e.title.TextSize, e.title.Cut, e.said.Cut = theme.SizeNameHeadingText, true, true
	e.middle, e.form = container.NewStack(), newForm(e)
	e.tabular = newTabular(e)
	save := widget.NewPrimary(w.Say("ui.command.schemes.save"), e.save).WithTip(w.Say("ui.tip.schemes.save", "keys", keysSave.String()))
	top := widget.Headed(container.NewVBox(e.title, e.state), widget.NewActions(button("discard", keysOff.String(), e.discard),
		button("redo", keysRedo.String(), e.redo), button("undo", keysUndo.String(), e.undo), button("back", keysBack.String(), e.page.back), save))
	left := container.NewHBox(container.New(&wide{172}, container.NewVScroll(e.steps)), widget.Gap(8, 0))
	foot := widget.Frame(nil, nil, nil, widget.NewQuiet(w.Say("ui.command.schemes.fault"), e.nextFault).WithTip(w.Say("ui.tip.schemes.fault", "keys", keysFault.String())),
		container.New(layout.NewCustomPaddedLayout(6, 6, 0, 8), e.said))
	e.whole = container.New(layout.NewCustomPaddedLayout(12, 6, 18, 18),
		widget.Frame(container.NewVBox(top, widget.Gap(0, 4)), foot, left, nil, widget.NewPanel(e.middle, 12)))
}

func (e *editor) content() fyne.CanvasObject { return e.whole }
func (e *editor) shown()                     { widget.Focus(e.steps) }

// section returns the section on the screen.
func (e *editor) section() *schemeedit.Section {
	for i := range e.sections {
		if e.sections[i].ID == e.current {
			return &e.sections[i]
		}
	}
	return &e.sections[0]
}

func (e *editor) table() *schemeedit.Table { return e.section().Table }

// row returns the current row of the section's table, nil for none.
func (e *editor) row() *schemeedit.Row {
	t := e.table()
	if t == nil {
		return nil
	}
	for i := range t.Rows {
		if t.Rows[i].Path == e.tabular.grid.CurrentRow() {
			return &t.Rows[i]
		}
	}
	return nil
}

// canNest reports whether the current row can have rows of its own.
func (e *editor) canNest() bool {
	row := e.row()
	return row != nil && row.Depth < e.table().Deepest
}

// goTo shows another section.
func (e *editor) goTo(id string) {
	e.commit()
	e.current = id
	e.show()
}

// show builds the section on the screen.
func (e *editor) show() {
	e.steps.SetCurrent(e.current)
	s := e.section()
	if s.Table != nil {
		e.tabular.columns(s.Table)
		e.tabular.fill()
		e.middle.Objects = []fyne.CanvasObject{e.tabular.content}
	} else {
		e.form.show(s.Fields)
		e.middle.Objects = []fyne.CanvasObject{container.NewVScroll(e.form.content)}
	}
	e.form.judge()
	e.middle.Refresh()
}

// commit hands over what is being typed.
func (e *editor) commit() {
	e.form.commit()
	if e.table() != nil {
		e.tabular.grid.Commit()
	}
}

// set changes a field. The error says why it was not taken.
func (e *editor) set(path, text string) error {
	if err := e.draft.Set(path, text); err != nil {
		return err
	}
	e.changed()
	return nil
}

// changed reads the draft anew, judges it and keeps it.
func (e *editor) changed() {
	w := e.page.needs.Words
	e.sections, e.faults = e.draft.Sections(), e.draft.Faults()
	counts := map[string]int{}
	for _, f := range e.faults {
		counts[schemeedit.SectionOf(f.Field)]++
	}
	items := make([]widget.StepItem, len(e.sections))
	for i, s := range e.sections {
		items[i] = widget.StepItem{ID: s.ID, Label: w.Say("scheme.section." + s.ID), Done: counts[s.ID] == 0}
		if n := counts[s.ID]; n > 0 {
			items[i].Aside, items[i].Tone = strconv.Itoa(n), look.Wrong
		}
	}
	e.steps.SetItems(items)
	e.steps.SetCurrent(e.current)
	name := ""
	for _, f := range e.sections[0].Fields {
		if f.Path == "title."+w.Language() || name == "" {
			name = f.Value
		}
	}
	e.title.SetText(w.Say("ui.schemes.editing", "name", name))
	if len(e.faults) == 0 {
		e.said.Set(w.Say("ui.schemes.sound"), look.Good)
	} else {
		e.said.Set(w.Say("ui.schemes.faults", "count", strconv.Itoa(len(e.faults)), "first", strings.ReplaceAll(e.sentence(e.faults[0]), "\n", " ")), look.Bad)
	}
	if len(e.middle.Objects) == 0 {
		e.show()
	} else {
		e.refresh()
	}
	e.keep()
}

// refresh shows the values of the section on the screen without taking the keyboard from what is typed into.
func (e *editor) refresh() {
	if e.table() != nil {
		e.tabular.fill()
	} else {
		e.form.update(e.section().Fields)
	}
	e.form.judge()
}

// sentence is a fault in words, with the field named as on the screen.
func (e *editor) sentence(fault *scoring.InputError) string {
	named := *fault
	named.Field = e.place(fault.Field)
	return e.page.needs.Words.Error(&named)
}

// place names the field at a path: the field, and which row of its table.
func (e *editor) place(path string) string {
	w := e.page.needs.Words
	key, members := schemeedit.Label(path)
	if !w.Has(key) {
		return path
	}
	var rows []string
	for _, m := range members {
		if n, err := strconv.Atoi(m); err == nil {
			m = strconv.Itoa(n + 1)
		}
		rows = append(rows, m)
	}
	if len(rows) == 0 {
		return labelOf(w, path)
	}
	return w.Say("ui.schemes.at", "field", labelOf(w, path), "row", strings.Join(rows, "."), "section", w.Say("scheme.section."+schemeedit.SectionOf(path)))
}

// faultAt returns what is wrong with the field at a path, "" for nothing.
func (e *editor) faultAt(path string) string {
	for _, f := range e.faults {
		if f.Field == path {
			return e.sentence(f)
		}
	}
	return ""
}

// nextFault goes to the next field that is wrong, round the end.
func (e *editor) nextFault() {
	e.commit()
	if len(e.faults) == 0 {
		e.page.needs.Toast(e.page.needs.Words.Say("ui.schemes.sound"), look.Fine)
		return
	}
	e.at = (e.at + 1) % len(e.faults)
	fault := e.faults[e.at]
	e.said.Set(strings.ReplaceAll(e.sentence(fault), "\n", " "), look.Bad)
	if id := schemeedit.SectionOf(fault.Field); id != "" && id != e.current {
		e.current = id
		e.show()
	}
	if t := e.table(); t != nil {
		for _, r := range t.Rows {
			if at := slices.IndexFunc(r.Fields, func(f schemeedit.Field) bool { return f.Path == fault.Field }); at >= 0 {
				e.tabular.grid.SelectCell(r.Path, at)
				e.tabular.grid.Focus()
				return
			}
		}
		return
	}
	e.form.focus(fault.Field)
}

// kept is the draft as it is kept.
func (e *editor) kept() *desk.SchemeDraft {
	data, err := e.draft.Encode()
	if err != nil {
		return nil // a scheme always encodes
	}
	past, next := e.draft.Steps()
	return &desk.SchemeDraft{Scheme: data, Replaces: e.replaces, Past: past, Next: next}
}

// keep writes the draft in the background. Of the drafts that wait only the newest is written.
func (e *editor) keep() {
	if e.busy {
		e.again = true
		return
	}
	e.write()
}

func (e *editor) write() {
	e.busy, e.again, e.failure = true, false, nil
	p, draft := e.page, e.kept()
	source, w := p.needs.Source, p.needs.Words
	e.state.SetText(w.Say("ui.save.saving"))
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, source.KeepSchemeDraft(ctx, draft)
	}, func(_ struct{}, err error) {
		e.busy, e.failure = false, err
		switch {
		case e.again:
			e.write()
		case err != nil:
			e.state.Set(w.Say("ui.save.failed"), look.Bad)
			p.needs.Fail(err)
		default:
			p.draft = draft
			e.state.Set(w.Say("ui.schemes.kept"), look.Muted)
		}
	})
}

// finish hands over what is being typed, and the newest draft where it still waits.
func (e *editor) finish() {
	e.commit()
	if e.again {
		e.write()
	}
}

// save makes the draft a version that can be used.
func (e *editor) save() {
	if e.saving { // pressed again while it is on its way
		return
	}
	e.commit()
	p := e.page
	if len(e.faults) > 0 {
		e.at = -1
		e.nextFault()
		p.needs.Toast(p.needs.Words.Say("ui.schemes.unsound", "count", strconv.Itoa(len(e.faults))), look.Warn)
		return
	}
	scheme, err := e.draft.Scheme()
	if err != nil {
		p.needs.Fail(err)
		return
	}
	source, replaces := p.needs.Source, e.replaces
	e.again, e.saving = false, true // a draft is no longer needed
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (hash string, err error) {
		if replaces == "" {
			hash, err = source.KeepScheme(ctx, scheme)
		} else {
			hash, err = source.ReplaceScheme(ctx, replaces, scheme)
		}
		if err == nil {
			err = source.KeepSchemeDraft(ctx, nil)
		}
		return hash, err
	}, func(hash string, err error) {
		e.saving = false
		if err != nil {
			p.needs.Fail(err)
			return
		}
		if was := p.byHash(hash); was == nil { // else nothing was changed
			var before *scoring.Scheme
			if old := p.byHash(replaces); old != nil {
				before = old.Scheme
			}
			p.did(before, scheme)
		}
		p.current, p.draft = hash, nil
		if p.edit == e { // else something else was begun meanwhile
			p.to(nil, nil)
		}
		p.Reload()
		p.needs.Toast(p.needs.Words.Say("ui.schemes.saved", "version", scheme.Version), look.Fine)
	})
}

// discard drops the draft after asking.
func (e *editor) discard() {
	p := e.page
	w, source := p.needs.Words, p.needs.Source
	p.needs.Prompts.Confirm(w.Say("ui.command.schemes.discard"), w.Say("ui.schemes.discard"), w.Say("ui.command.schemes.discard"), func() {
		e.again = false
		p.work("ui.schemes.discarded", func(ctx context.Context) (*scoring.Scheme, error) {
			return nil, source.KeepSchemeDraft(ctx, nil)
		}, func(*scoring.Scheme) {})
		p.draft = nil
		p.to(nil, nil)
	})
}
