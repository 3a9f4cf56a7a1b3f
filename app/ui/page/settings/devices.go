package settings

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// devices are the devices whose bundles the user trusts, and the fingerprint of this one.
type devices struct {
	page   *Page
	grid   *widget.Grid
	list   []desk.Device
	remove *widget.Button
	box    fyne.CanvasObject

	reading task.Slot
}

func newDevices(p *Page) *devices {
	w := p.needs.Words
	s := &devices{page: p}
	s.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.settings.column.device"), Width: 140, Stretch: 1},
		widget.Column{Title: w.Say("ui.settings.column.tail"), Width: 200, Stretch: 1},
	)
	s.grid.OnCurrent = func(string) { s.showButtons() }
	s.remove = p.button("device", s.askRemove)
	own := p.needs.Source.DeviceKey()
	copied := widget.NewButton(w.Say("ui.settings.certificate.copy"), func() {
		p.needs.Copy(widget.Groups(own))
		p.needs.Toast(w.Say("ui.settings.certificate.copied"), look.Fine)
	}).WithTip(w.Say("ui.tip.settings.fingerprint"))
	height := func() float32 { return min(max(s.grid.NaturalHeight()+2, 80), 220) }
	s.box = card(w.Say("ui.settings.devices"), widget.Tall(height, widget.NewPanel(s.grid, 1)), p.flow(s.remove, copied), note(w.Say("ui.settings.devices.note")),
		widget.Gap(0, 4), note(w.Say("ui.settings.devices.own")), widget.Fingerprint(widget.Groups(own)))
	return s
}

func (s *devices) load() {
	read(s.page, &s.reading, s.page.needs.Source.TrustedDevices, func(list []desk.Device) {
		s.list = list
		rows := make([]widget.Row, len(list))
		for i, d := range list {
			parts := strings.Fields(widget.Groups(d.Key))
			rows[i] = widget.Row{ID: d.Key, Cells: []widget.Cell{{Text: d.Name}, {Text: "… " + strings.Join(parts[max(0, len(parts)-2):], " "), Tone: look.Quiet}}}
		}
		s.grid.SetRows(rows)
		if s.grid.CurrentRow() == "" && len(rows) > 0 {
			s.grid.Select(rows[0].ID)
		}
		s.showButtons()
	})
}

func (s *devices) current() *desk.Device {
	id := s.grid.CurrentRow()
	if at := slices.IndexFunc(s.list, func(d desk.Device) bool { return d.Key == id }); at >= 0 {
		return &s.list[at]
	}
	return nil
}

func (s *devices) showButtons() { widget.SetEnabled(s.remove, s.current() != nil) }

func (s *devices) askRemove() {
	d, w, source := s.current(), s.page.needs.Words, s.page.needs.Source
	if d == nil {
		return
	}
	key := d.Key
	s.page.needs.Prompts.Confirm(w.Say("ui.command.settings.device"), w.Say("ui.settings.devices.remove.means", "name", d.Name), w.Say("ui.settings.distrust"), func() {
		s.page.change(w.Say("ui.settings.distrusted"), func(ctx context.Context) error { return source.DistrustDevice(ctx, key) }, s.load)
	})
}
