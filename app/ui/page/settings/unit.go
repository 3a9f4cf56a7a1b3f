package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

// unit is the card of the unit that evaluates.
type unit struct {
	page    *Page
	fields  []*widget.Entry // as in places
	box     fyne.CanvasObject
	known   storage.Profile // as it is in the store, or on its way there
	refused storage.Profile // could not be kept
	loaded  bool
	early   map[*widget.Entry]bool // what was entered before the card was read
	reading task.Slot
}

// places are the members of a profile in the order of the fields.
func places(p *storage.Profile) []*string {
	return []*string{&p.Name, &p.Code, &p.Department, &p.Region, &p.Contact, &p.Phone, &p.Address}
}

var unitFields = []string{"name", "code", "department", "region", "contact", "phone", "address"}

func newUnit(p *Page) *unit {
	w := p.needs.Words
	u := &unit{page: p, early: map[*widget.Entry]bool{}}
	grid := container.New(layout.NewGridLayout(2))
	for _, id := range unitFields {
		var field *widget.Entry
		field = widget.NewEntry(func(string) error {
			if !u.loaded {
				u.early[field] = true
			}
			u.save()
			return nil
		})
		u.fields = append(u.fields, field)
		grid.Add(widget.Labelled(w.Say("ui.settings.unit."+id), field))
	}
	for i, field := range u.fields {
		field.OnMove = func(direction int) {
			if next := i + direction; next >= 0 && next < len(u.fields) {
				widget.Focus(u.fields[next])
			}
		}
	}
	u.box = column(card(w.Say("ui.settings.unit"), grid, widget.Gap(0, 4), note(w.Say("ui.settings.unit.note"))))
	return u
}

func (u *unit) content() fyne.CanvasObject { return u.box }
func (u *unit) focus()                     { widget.Focus(u.fields[0]) }

func (u *unit) load() {
	source := u.page.needs.Source
	read(u.page, &u.reading, func(ctx context.Context) (storage.Profile, error) {
		_ = u.page.writing.Wait() // the errors are delivered where it is written
		return source.Profile(ctx)
	}, func(p storage.Profile) {
		u.known, u.loaded = p, true
		for i, value := range places(&p) {
			if !u.early[u.fields[i]] {
				u.fields[i].SetValue(*value)
			}
		}
		if len(u.early) > 0 { // it is kept now that the rest is known
			clear(u.early)
			u.save()
		}
	})
}

// typed is what the fields hold.
func (u *unit) typed() storage.Profile {
	p := u.known
	for i, value := range places(&p) {
		*value = u.fields[i].Text
	}
	return p
}

// save keeps the card in the background.
func (u *unit) save() {
	page, p, before := u.page, u.typed(), u.known
	if !u.loaded || p == u.known {
		return
	}
	u.known = p
	task.Queue(page.needs.Runner, &page.writing, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, page.needs.Source.SetProfile(ctx, p)
	}, func(_ struct{}, err error) {
		if err == nil {
			page.needs.Toast(page.needs.Words.Say("ui.settings.unit.saved"), look.Fine)
			return
		}
		if u.known == p {
			u.known, u.refused = before, p // it is tried again when the section goes away
		}
		page.needs.Fail(err)
	})
}

// keep keeps what is still being typed before the section goes away.
func (u *unit) keep() error {
	u.save()
	return u.page.writing.Wait()
}
