package schemes

// The rows of the tables of a scheme come and go, and every change is taken back and made again.

func (e *editor) undo() {
	e.commit()
	if e.draft.Undo() {
		e.restructured("")
	}
}

func (e *editor) redo() {
	if e.draft.Redo() {
		e.restructured("")
	}
}

// restructured shows the section anew after rows came or went, with a row current.
func (e *editor) restructured(row string) {
	e.form.clear()
	e.changed()
	e.show()
	if row != "" {
		e.tabular.grid.Select(row)
	}
}

// add puts a row behind the current one.
func (e *editor) add() {
	e.commit()
	list, after := e.table().Path, len(e.table().Rows)
	if r := e.row(); r != nil {
		list, after = r.List, r.Index
	}
	e.made(e.draft.Add(list, after))
}

// addChild puts a row below the current one.
func (e *editor) addChild() {
	if !e.canNest() {
		return
	}
	e.commit()
	e.made(e.draft.Add(e.row().Path+".children", 1<<20))
}

func (e *editor) made(path string, err error) {
	if err != nil {
		e.page.needs.Fail(err)
		return
	}
	e.restructured(path)
	e.tabular.grid.SelectCell(path, 0)
	e.tabular.grid.Focus()
}

// move puts the current row one place up or down.
func (e *editor) move(direction int) {
	e.commit()
	if r := e.row(); r != nil {
		e.made(e.draft.Move(r.Path, direction))
	}
}

// remove takes the current row out.
func (e *editor) remove() {
	r := e.row()
	if r == nil {
		return
	}
	if err := e.draft.Remove(r.Path); err != nil {
		e.page.needs.Fail(err)
		return
	}
	e.restructured("")
}
