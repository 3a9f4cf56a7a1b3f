package year

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/widget"
)

// selectionButtons do something with the chosen evaluations. Those that the window does not offer are not there.
type selectionButtons struct {
	buttons []*widget.Button
	content *widget.Actions
}

func (p *Page) newActions() selectionButtons {
	w := p.needs.Words
	var s selectionButtons
	var row []fyne.CanvasObject
	for _, b := range []struct {
		id, keys string
		do       func()
		offered  bool
	}{
		{"year.report", keysReport.String(), p.report, p.needs.Report != nil},
		{"year.standing", keysStanding.String(), p.askStatus, p.registrar() != nil},
		{"year.past", keysPast.String(), p.history, p.needs.History != nil},
		{"year.beside", keysBeside.String(), p.compare, p.needs.Compare != nil},
		{"year.hand-over", keysHand.String(), p.handOver, p.needs.HandOver != nil},
		{"copy-rows", keysCopy.String(), p.copyRows, true},
		{"year.picture", keysImage.String(), p.copyPicture, p.needs.CopyPicture != nil},
		{"delete", keysDelete.String(), p.askDelete, true},
	} {
		if b.offered {
			button := widget.NewQuiet(w.Say("ui.button."+b.id), b.do).WithTip(w.Say("ui.tip."+b.id, "keys", b.keys))
			s.buttons = append(s.buttons, button)
			row = append(row, button)
		}
	}
	s.content = widget.NewLeadingActions(row...)
	return s
}

// enable lets the buttons be pressed while something is chosen.
func (s *selectionButtons) enable(p *Page) {
	for _, b := range s.buttons {
		if none := p.grid.CurrentRow() == ""; none != b.Disabled() {
			widget.SetEnabled(b, !none)
		}
	}
}

func (p *Page) report() { p.needs.Report(p.year, p.grid.Chosen()) }

func (p *Page) handOver() { p.needs.HandOver(p.year, p.grid.Chosen()) }

func (p *Page) history() { p.needs.History(p.year, p.grid.CurrentRow()) }

// compare lays two chosen evaluations side by side; one alone beside what is chosen there.
func (p *Page) compare() {
	ids := p.grid.Chosen()
	if len(ids) > 2 {
		p.needs.Toast(p.needs.Words.Say("ui.year.beside.two", "count", strconv.Itoa(len(ids))), look.Warn)
		return
	}
	right := desk.SideRef{}
	if len(ids) > 1 {
		right = desk.SideRef{Year: p.year, ID: ids[1], Kind: desk.SideWhole}
	}
	p.needs.Compare(desk.SideRef{Year: p.year, ID: ids[0], Kind: desk.SideWhole}, right)
}

// pictured is how many rows a picture of the list holds at most.
const pictured = 60

// copyPicture puts the marked rows, or those of the list, on the clipboard as a picture.
func (p *Page) copyPicture() {
	rows := p.grid.Rows()
	if marked := p.grid.Marked(); len(marked) > 0 {
		wanted := map[string]bool{}
		for _, id := range marked {
			wanted[id] = true
		}
		var only []widget.Row
		for _, r := range rows {
			if wanted[r.ID] {
				only = append(only, r)
			}
		}
		rows = only
	}
	p.needs.Host.CopyPicture(new(task.Slot), page.Pictured{
		Title: p.Title(), File: p.Title(), Columns: p.grid.Columns, Rows: rows, Most: pictured, Put: p.needs.CopyPicture,
	})
}

// deletion is what was deleted last.
type deletion struct {
	year int
	ids  []string
}

// askDelete deletes the chosen evaluations: one at once, because that can be taken back, several after asking.
func (p *Page) askDelete() {
	year := p.year
	ids := slices.DeleteFunc(p.grid.Chosen(), func(id string) bool { return p.removing[id] }) // asked for again
	if len(ids) == 0 {
		return
	}
	if len(ids) == 1 && p.needs.Manager != nil {
		p.remove(year, ids)
		return
	}
	w := p.needs.Words
	name := ""
	for _, it := range p.items {
		if it.header.ID == ids[0] {
			name = it.header.Name
		}
	}
	p.needs.Prompts.Confirm(w.Say("ui.delete.title"), w.Say("ui.delete.text", "count", strconv.Itoa(len(ids)), "name", name), w.Say("ui.delete.yes"), func() {
		p.remove(year, ids)
	})
}

func (p *Page) remove(year int, ids []string) {
	w, source := p.needs.Words, p.needs.Source
	for _, id := range ids {
		p.removing[id] = true
	}
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (int, error) {
		return len(ids), source.Delete(ctx, year, ids...)
	}, func(count int, err error) {
		gone := func(id string) bool { return slices.Contains(ids, id) }
		maps.DeleteFunc(p.removing, func(id string, _ bool) bool { return gone(id) })
		if err != nil {
			p.needs.Fail(err)
			return
		}
		if !p.left {
			p.grid.Mark(slices.DeleteFunc(p.grid.Marked(), gone)...)
			if p.year == year { // until the list has come
				p.items = slices.DeleteFunc(p.items, func(it *item) bool { return gone(it.header.ID) })
				p.show()
			}
			p.Reload()
		}
		text := w.Say("ui.toast.deleted", "count", strconv.Itoa(count))
		if p.needs.Manager == nil || p.needs.Offer == nil {
			p.needs.Toast(text, look.Fine)
			return
		}
		p.deleted = deletion{year, ids}
		p.needs.Offer(text, look.Fine, w.Say("ui.command.undelete")+"  "+keysUndo.String(), p.undelete)
	})
}

// undelete brings back what was deleted last.
func (p *Page) undelete() {
	last, manager := p.deleted, p.needs.Manager
	if len(last.ids) == 0 {
		return
	}
	p.deleted = deletion{}
	task.Queue(p.needs.Runner, &p.writing, func(ctx context.Context) (int, error) {
		return len(last.ids), manager.Undelete(ctx, last.year, last.ids)
	}, func(count int, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.last = last.ids[0]
		p.turnTo(last.year)
		p.needs.Toast(p.needs.Words.Say("ui.toast.undeleted", "count", strconv.Itoa(count)), look.Fine)
	})
}
