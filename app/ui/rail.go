package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/locale"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page/settings"
	"zhunsheng/app/ui/widget"
)

// foot is what stands below the places in the rail: a line where the data should be backed up, and the commands of the window that have no
// button elsewhere.
type foot struct {
	reminder *widget.Button
	going    *widget.Button
	content  *fyne.Container
	folded   *widget.Button // leads to all of it where the rail is folded
}

// newFoot makes the foot of the rail in the language and colours that are in use.
func (s *Shell) newFoot() foot {
	w := s.words
	small := func(label, id string, do func()) fyne.CanvasObject {
		return widget.NewQuiet(label, do).WithTip(w.Say("ui.command."+id) + "　" + s.keysOf(id))
	}
	language, mode := locale.English, look.Dark
	if w.Language() == locale.English {
		language = locale.Chinese
	}
	if s.mode == look.Dark {
		mode = look.Light
	}
	row := container.New(layout.NewGridLayout(2),
		small(w.Say("ui.rail.help"), "help", s.showCommands),
		small(w.Say("ui.rail.language."+language), "language."+language, func() { s.needs.Runner.Post(func() { s.SetLanguage(language) }) }),
		small(w.Say("ui.rail."+string(mode)), "theme."+string(mode), func() { s.needs.Runner.Post(func() { s.SetMode(mode) }) }),
	)
	if s.needs.Zoom != nil {
		row.Add(container.New(layout.NewGridLayout(2), small("−", "zoom.out", func() { s.stepZoom(-1) }), small("+", "zoom.in", func() { s.stepZoom(1) })))
	}
	f := foot{reminder: widget.NewButton("", func() { s.goToSettings(settings.SectionBackup) }).WithTip(w.Say("ui.rail.backup.tip"))}
	f.going = s.newGoing()
	f.content = container.NewVBox(f.going, f.reminder, row)
	f.folded = widget.NewQuiet("⋯", s.showFoot).WithTip(w.Say("ui.rail.more.tip"))
	f.folded.Hide()
	f.show(s)
	return f
}

// show says whether the data should be backed up.
func (f *foot) show(s *Shell) {
	if f.reminder == nil {
		return
	}
	text := s.words.Say("ui.rail.backup.never")
	switch {
	case s.backup.Automatic.Fault != nil:
		text = s.words.Say("ui.rail.backup.failed")
	case !s.backup.Due:
		f.reminder.Hide()
		f.content.Refresh()
		return
	case !s.backup.Last.IsZero():
		days := int(s.needs.Now().Sub(s.backup.Last) / (24 * time.Hour))
		text = s.words.Say("ui.rail.backup", "days", strconv.Itoa(max(0, days)))
	}
	f.reminder.SetText("! " + text)
	f.reminder.Show()
	f.content.Refresh()
}

// keysOf returns the shortcut of a command as it is printed on keyboards.
func (s *Shell) keysOf(id string) string {
	for i := range s.commands {
		if s.commands[i].ID == id {
			return s.commands[i].Keys.String()
		}
	}
	return command.Keys{}.String()
}

// goToSettings leaves the page for a section of the settings.
func (s *Shell) goToSettings(section string) {
	if page, ok := s.page.(*settings.Page); ok {
		page.Open(section)
		return
	}
	s.leave(func() { s.showSettings(section) })
}

// showFoot lists what stands below the rail, and the undoing, as a menu: a folded rail has no room for the buttons.
func (s *Shell) showFoot() {
	var items []*fyne.MenuItem
	for _, b := range []*widget.Button{s.foot.going, s.foot.reminder} {
		if b.Visible() {
			items = append(items, fyne.NewMenuItem(b.Text, b.OnTapped), fyne.NewMenuItemSeparator())
		}
	}
	for i := range s.commands {
		c := &s.commands[i]
		group, _, _ := strings.Cut(c.ID, ".")
		if !slices.Contains([]string{"undo", "redo", "help", "language", "theme", "zoom"}, group) || c.ID == "help.page" {
			continue
		}
		item := fyne.NewMenuItem(s.words.Say("ui.command."+c.ID), func() { s.needs.Runner.Post(func() { s.run(c) }) })
		item.Disabled, item.Checked = !c.Enabled(), c.Marked != nil && c.Marked()
		items = append(items, item)
	}
	menu := toolkit.NewPopUpMenu(fyne.NewMenu("", items...), s.needs.Window.Canvas())
	menu.ShowAtPosition(widget.AreaOf(s.foot.folded).Pos.AddXY(s.foot.folded.Size().Width, 0))
}

// signOf is what stands for a place in a folded rail; nil: its number does.
func signOf(place string) fyne.Resource {
	signs := map[string]func() fyne.Resource{
		placeYear: theme.ListIcon, "compare": theme.ContentCopyIcon, "verify": theme.ConfirmIcon, placeExchange: theme.MailSendIcon, "review": theme.AccountIcon,
		"collect": theme.StorageIcon, "schemes": theme.DocumentIcon, "history": theme.HistoryIcon, "settings": theme.SettingsIcon,
	}
	if sign, ok := signs[place]; ok {
		return sign()
	}
	return nil
}

// besideRail is the layout of the rail and the page beside it. In a narrow window, as with a large zoom, the rail is folded.
type besideRail struct{ shell *Shell }

const (
	railWidth = 132
	railFolds = 860 // the width of a window below which the rail is folded
)

// MinSize is part of the toolkit's contract.
func (b *besideRail) MinSize(objects []fyne.CanvasObject) fyne.Size {
	page := objects[1].MinSize()
	return page.AddWidthHeight(b.shell.rail.LeastWidth()+4, 0)
}

// Layout is part of the toolkit's contract.
func (b *besideRail) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	folded := size.Width < railFolds
	b.shell.foldRail(folded)
	pad, foot, width := fyne.NewPos(10, 12), float32(6), float32(railWidth)
	if folded {
		pad, foot, width = fyne.NewPos(4, 4), 0, b.shell.rail.MinSize().Width
	}
	objects[0].Move(pad)
	objects[0].Resize(fyne.NewSize(width, max(0, size.Height-pad.Y-foot)))
	left := pad.X + width
	objects[1].Move(fyne.NewPos(left, 0))
	objects[1].Resize(fyne.NewSize(size.Width-left, size.Height))
}

// foldRail leaves only signs of the rail, or shows it whole. It is called while things are laid out, so what is that way is left alone.
func (s *Shell) foldRail(folded bool) {
	s.rail.Fold(folded)
	if s.foot.folded.Visible() != folded {
		widget.SetVisible(s.foot.folded, folded)
		widget.SetVisible(s.foot.content, !folded)
		widget.SetVisible(s.turner.buttons, !folded)
	}
}
