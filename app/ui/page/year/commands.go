package year

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

var (
	keysSearch   = command.Ctrl(fyne.KeyF)
	keysReload   = command.Bare(fyne.KeyF5)
	keysNew      = command.Ctrl(fyne.KeyN)
	keysCarry    = command.CtrlShift(fyne.KeyN)
	keysImport   = command.Ctrl(fyne.KeyI)
	keysDelete   = command.Ctrl(fyne.KeyDelete)
	keysTodo     = command.Ctrl(fyne.KeyJ)
	keysManage   = command.CtrlShift(fyne.KeyY)
	keysCharts   = command.CtrlShift(fyne.KeyG)
	keysUndo     = command.Ctrl(fyne.KeyZ)
	keysReport   = command.Ctrl(fyne.KeyP)
	keysStanding = command.CtrlShift(fyne.KeyM)
	keysPast     = command.Ctrl(fyne.KeyH)
	keysBeside   = command.Ctrl(fyne.KeyB)
	keysHand     = command.Ctrl(fyne.KeyE)
	keysCopy     = command.CtrlShift(fyne.KeyC)
	keysImage    = command.CtrlShift(fyne.KeyI)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	selected := func() bool { return p.grid.CurrentRow() != "" }
	commands := []command.Command{
		{ID: "open", Keys: command.Ctrl(fyne.KeyO), Menu: command.File, Can: selected, Do: func() { p.open(p.grid.CurrentRow()) }},
		{ID: "new", Keys: keysNew, Menu: command.File, Do: p.askNew},
		{ID: "carry", Keys: keysCarry, Menu: command.File, Do: p.askCarry},
		{ID: "import", Keys: keysImport, Menu: command.File, Do: p.importFile},
		{ID: "delete", Keys: keysDelete, Menu: command.File, Can: selected, Do: p.askDelete},
		{ID: "search", Keys: keysSearch, Menu: command.Edit, Do: p.focusSearch},
		{ID: "filter", Keys: command.Ctrl(fyne.KeyL), Menu: command.Edit, Do: p.focusFilter},
		{ID: "unfilter", Keys: command.CtrlShift(fyne.KeyL), Menu: command.Edit, Do: p.unfilter},
		{ID: "copy-rows", Keys: keysCopy, Menu: command.Edit, Can: selected, Do: p.copyRows},
		{ID: "todo", Keys: keysTodo, Menu: command.Goto, Do: p.todo},
		{ID: "year.before", Keys: command.Alt(fyne.KeyUp), Menu: command.Goto, Do: func() { p.turn(-1) }},
		{ID: "year.after", Keys: command.Alt(fyne.KeyDown), Menu: command.Goto, Do: func() { p.turn(1) }},
		{ID: "sort", Keys: command.Bare(fyne.KeyF6), Menu: command.View, Do: p.sortNext},
		{ID: "sort.reverse", Keys: command.Bare(fyne.KeyF7), Menu: command.View, Do: p.sortReverse},
		{ID: "reload", Keys: keysReload, Menu: command.View, Do: p.Reload},
		{ID: "charts", Keys: keysCharts, Menu: command.View, Do: p.toggleCharts, Marked: func() bool { return p.charts.content.Visible() }},
	}
	return append(commands, p.furtherCommands(selected)...)
}

// furtherCommands are those that the window may not offer.
func (p *Page) furtherCommands(selected func() bool) (commands []command.Command) {
	if p.needs.Manager != nil {
		commands = append(commands,
			command.Command{ID: "year.manage", Keys: keysManage, Menu: command.File, Do: p.askYear},
			command.Command{ID: "undelete", Keys: keysUndo, Menu: command.Edit, Can: func() bool { return len(p.deleted.ids) > 0 }, Do: p.undelete})
	}
	if p.needs.Report != nil {
		commands = append(commands, command.Command{ID: "year.report", Keys: keysReport, Menu: command.File, Can: selected, Do: p.report})
	}
	if p.registrar() != nil {
		commands = append(commands, command.Command{ID: "year.standing", Keys: keysStanding, Menu: command.Edit, Can: selected, Do: p.askStatus})
	}
	if p.needs.History != nil {
		commands = append(commands, command.Command{ID: "year.past", Keys: keysPast, Menu: command.Goto, Can: selected, Do: p.history})
	}
	if p.needs.Compare != nil {
		commands = append(commands, command.Command{ID: "year.beside", Keys: keysBeside, Menu: command.Goto, Can: selected, Do: p.compare})
	}
	if p.needs.HandOver != nil {
		commands = append(commands, command.Command{ID: "year.hand-over", Keys: keysHand, Menu: command.File, Can: selected, Do: p.handOver})
	}
	if p.needs.CopyPicture != nil {
		commands = append(commands, command.Command{ID: "year.picture", Keys: keysImage, Menu: command.Edit, Can: selected, Do: p.copyPicture})
	}
	return commands
}

func (p *Page) focusSearch() { widget.Focus(p.search) }

func (p *Page) focusFilter() {
	if c := p.filters.first(); c != nil {
		widget.Focus(c)
	}
}

// unfilter shows everything again.
func (p *Page) unfilter() {
	p.filters.clear()
	p.search.SetText("")
	p.fill()
	p.grid.Focus()
}

// copyRows copies the chosen rows below the titles of the columns.
func (p *Page) copyRows() {
	titles := make([]string, len(p.grid.Columns))
	for i, c := range p.grid.Columns {
		titles[i] = c.Title
	}
	p.needs.Copy(widget.JoinTable([][]string{titles}) + "\n" + p.grid.Copy())
	p.needs.Toast(p.needs.Words.Say("ui.toast.copied", "count", strconv.Itoa(len(p.grid.Chosen()))), look.Fine)
}

// sortBy sorts by a column: upwards, downwards, and as it comes.
func (p *Page) sortBy(column int) {
	switch {
	case p.sorting.column != column:
		p.sorting = order{column: column}
	case !p.sorting.down:
		p.sorting.down = true
	default:
		p.sorting = order{column: -1}
	}
	p.fill()
}

func (p *Page) sortNext() {
	p.sorting = order{column: p.sorting.column + 1}
	if p.sorting.column > columnGrade {
		p.sorting.column = -1
	}
	p.fill()
}

func (p *Page) sortReverse() {
	if p.sorting.column >= 0 {
		p.sorting.down = !p.sorting.down
		p.fill()
	}
}

// turn goes to the year before or after.
func (p *Page) turn(direction int) {
	i := slices.IndexFunc(p.years, func(y storage.Year) bool { return y.Year == p.want }) + direction
	if i >= 0 && i < len(p.years) {
		p.goTo(p.years[i].Year)
	}
}

// nextTodo returns the evaluation after the current one, round the end, that still wants something: what blocks first, then what is
// not filled in, then what waits for a reason.
//
// While a search or filter narrows the list, those that are shown come before all others.
func (p *Page) nextTodo() (it *item, key string, count int) {
	if it, key, count = p.nextAmong(p.shown); it == nil {
		it, key, count = p.nextAmong(p.items)
	}
	return it, key, count
}

func (p *Page) nextAmong(items []*item) (it *item, key string, count int) {
	for _, want := range []struct {
		key   string
		holds func(*item) bool
	}{
		{"ui.year.next.pending", func(it *item) bool { return it.header.Pending > 0 || it.header.Rows == 0 }},
		{"ui.year.next.blocking", func(it *item) bool { return it.finding() == "blocking" }},
		{"ui.year.next.waiting", func(it *item) bool { return it.finding() == "waiting" }},
	} {
		var first, after *item
		at := slices.IndexFunc(items, func(it *item) bool { return it.header.ID == p.grid.CurrentRow() })
		count := 0
		for i, it := range items {
			if !want.holds(it) {
				continue
			}
			count++
			if first == nil {
				first = it
			}
			if after == nil && i > at {
				after = it
			}
		}
		if count > 0 {
			if after == nil {
				after = first
			}
			return after, want.key, count
		}
	}
	return nil, "", 0
}

// showNext says what is to be done next in the year.
func (p *Page) showNext() {
	it, key, count := p.nextTodo()
	if it == nil {
		p.next.Hide()
		return
	}
	text := p.needs.Words.Say(key, "count", strconv.Itoa(count), "keys", keysTodo.String())
	if p.next.Text != text {
		p.next.SetText(text)
	}
	p.next.Show()
}

// todo opens the next evaluation that wants something.
func (p *Page) todo() {
	it, _, _ := p.nextTodo()
	if it == nil {
		p.needs.Toast(p.needs.Words.Say("ui.year.next.none"), look.Fine)
		return
	}
	p.open(it.header.ID)
}
