package compare

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/contrast"
)

var (
	keysLeft   = command.Ctrl(fyne.Key1)
	keysRight  = command.Ctrl(fyne.Key2)
	keysBefore = command.Ctrl(fyne.Key3)
	keysSwap   = command.Ctrl(fyne.KeyT)
	keysOnly   = command.Ctrl(fyne.KeyD)
	keysCopy   = command.CtrlShift(fyne.KeyC)
	keysImage  = command.CtrlShift(fyne.KeyI)
	keysExport = command.Ctrl(fyne.KeyE)
	keysNext   = command.Bare(fyne.KeyF4)
	keysTab    = command.Ctrl(fyne.KeyTab)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	has := func() bool { return p.comparison != nil }
	return []command.Command{
		{ID: "compare.left", Keys: keysLeft, Menu: command.File, Do: func() { p.choose(&p.left) }},
		{ID: "compare.right", Keys: keysRight, Menu: command.File, Do: func() { p.choose(&p.right) }},
		{ID: "compare.before", Keys: keysBefore, Menu: command.File, Can: p.anySide, Do: p.before},
		{ID: "compare.export", Keys: keysExport, Menu: command.File, Can: has, Do: p.export},
		{ID: "compare.copy", Keys: keysCopy, Menu: command.Edit, Can: has, Do: p.copy},
		{ID: "compare.picture", Keys: keysImage, Menu: command.Edit, Can: func() bool { return has() && p.needs.CopyPicture != nil }, Do: p.copyPicture},
		{ID: "compare.swap", Keys: keysSwap, Menu: command.View, Can: has, Do: p.swap},
		{ID: "compare.only", Keys: keysOnly, Menu: command.View, Can: has, Do: p.toggleOnly, Marked: func() bool { return p.only }},
		{ID: "compare.tab", Keys: keysTab, Menu: command.Goto, Can: has, Do: p.nextTab},
		{ID: "compare.next", Keys: keysNext, Menu: command.Goto, Can: has, Do: p.nextDifference},
	}
}

func (p *Page) toggleOnly() {
	p.only = !p.only
	key := "ui.command.compare.only"
	if p.only {
		key = "ui.compare.all"
	}
	p.onlyBox.SetText(p.needs.Words.Say(key))
	p.fill()
}

func (p *Page) nextTab() {
	tabs := []string{tabIndicators, tabResult, tabTexts}
	p.tabs.Choose(tabs[(slices.Index(tabs, p.tab)+1)%len(tabs)])
	p.grid.Focus()
}

// nextDifference goes to the next row that differs, round the end.
func (p *Page) nextDifference() {
	rows := p.grid.Rows()
	at := slices.IndexFunc(rows, func(r widget.Row) bool { return r.Level == 0 && r.ID == p.grid.CurrentRow() })
	for step := range rows {
		i := (at + 1 + step) % len(rows)
		if l := p.lines[i]; l.row != nil && l.row.Changed() || l.item != nil && l.item.Changed {
			p.grid.Select(rows[i].ID)
			return
		}
	}
	p.needs.Toast(p.needs.Words.Say("ui.compare.same"), look.Fine)
}

// itemName is what an item is called.
func (p *Page) itemName(item *contrast.Item) string {
	name := item.Name
	if item.Key == "section" {
		name = p.sectionTitle(name)
	}
	if item.Key == "level" {
		return name
	}
	return p.needs.Words.Say("contrast."+item.Key, "name", name)
}

// sectionTitle is the title of a section in one of the two schemes.
func (p *Page) sectionTitle(id string) string {
	var find func(sections []scoring.Section) string
	find = func(sections []scoring.Section) string {
		for i := range sections {
			if sections[i].ID == id {
				return p.needs.Words.Name(sections[i].Title)
			}
			if title := find(sections[i].Children); title != "" {
				return title
			}
		}
		return ""
	}
	for _, ref := range []scoring.SchemeRef{p.right.header.Scheme, p.left.header.Scheme} {
		if scheme, ok := p.needs.Scheme(ref); ok {
			if title := find(scheme.Outline); title != "" {
				return title
			}
		}
	}
	return id
}

// shown is the value of an item as people read it.
func (p *Page) shown(item *contrast.Item, ref scoring.SchemeRef, value string) string {
	w := p.needs.Words
	switch {
	case value == "":
		return ""
	case item.Key == "status":
		return w.Say("ui.status." + value)
	case item.Key == "grade":
		scheme, _ := p.needs.Scheme(ref)
		return w.Grade(scheme, value)
	}
	return strings.ReplaceAll(value, "\n", " ")
}

// showDetail shows the current row in full.
func (p *Page) showDetail(id string) {
	rows := p.grid.Rows()
	at := slices.IndexFunc(rows, func(r widget.Row) bool { return r.Level == 0 && r.ID == id })
	if at < 0 || at >= len(p.lines) {
		return
	}
	w, l := p.needs.Words, p.lines[at]
	switch {
	case l.item != nil:
		p.detail.show(p.itemName(l.item), l.item.Left, l.item.Right)
	case l.row != nil:
		differs := w.Say("ui.compare.only-on." + string(l.row.Presence))
		if l.row.Presence == contrast.OnBoth {
			var names []string
			for _, f := range l.row.Fields {
				names = append(names, w.Say("contrast.field."+string(f)))
			}
			differs = w.Say("ui.compare.differs", "fields", strings.Join(names, w.Say("ui.compare.comma")))
			if len(names) == 0 {
				differs = w.Say("ui.compare.equal")
			}
		}
		p.detail.show(l.row.Name+"　"+differs, p.cellText(&l.row.Left), p.cellText(&l.row.Right))
	}
}

// cellText describes an indicator of one side in full.
func (p *Page) cellText(c *contrast.Cell) string {
	if c.ID == "" {
		return p.needs.Words.Say("ui.compare.absent")
	}
	w := p.needs.Words
	state := string(c.State)
	if state == "" {
		state = "scored"
	}
	return w.Say("ui.compare.cell", "target", dash(c.Target), "actual", dash(c.Actual), "weight", c.Weight.Decimal.String(), "method", w.Say("ui.method."+string(c.Method)),
		"state", w.Say("ui.state."+state), "evidence", strconv.Itoa(c.Evidence), "reason", dash(c.Reason))
}

// table is the current tab as rows of texts, headings included.
func (p *Page) table() string {
	var out [][]string
	var heads []string
	for _, c := range p.grid.Columns {
		heads = append(heads, c.Title)
	}
	out = append(out, heads)
	for _, r := range p.grid.Rows() {
		cells := make([]string, len(heads))
		for i := range r.Cells {
			cells[i] = r.Cells[i].Text
		}
		out = append(out, cells)
	}
	return widget.JoinTable(out)
}

func (p *Page) copy() {
	p.needs.Copy(p.table())
	p.needs.Toast(p.needs.Words.Say("ui.toast.copied", "count", strconv.Itoa(len(p.grid.Rows()))), look.Fine)
}

// export writes all tables of the comparison to a file of tab-separated text.
func (p *Page) export() {
	w := p.needs.Words
	text := w.Say("ui.compare.left") + "\t" + p.left.header.Name + "\t" + p.name(&p.left) + "\n" +
		w.Say("ui.compare.right") + "\t" + p.right.header.Name + "\t" + p.name(&p.right) + "\n"
	tab := p.tab
	for _, id := range []string{tabIndicators, tabResult, tabTexts} {
		p.tab = id
		p.fill()
		text += "\n" + p.table() + "\n"
	}
	p.tab = tab
	p.fill()
	source := p.needs.Source
	p.needs.Pick(picker.Question{Title: w.Say("ui.command.compare.export"), Endings: []string{".tsv"}, Save: w.Say("ui.compare.file") + ".tsv"}, func(path string) {
		task.Run(p.needs.Runner, new(task.Slot), func(ctx context.Context, _ *task.Progress) (string, error) {
			return path, source.WriteText(ctx, path, text)
		}, func(path string, err error) {
			if err != nil {
				p.needs.Fail(err)
				return
			}
			p.needs.Toast(w.Say("ui.compare.exported", "path", path), look.Fine)
		})
	})
}
