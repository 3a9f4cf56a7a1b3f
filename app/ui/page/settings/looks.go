package settings

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/locale"
	"zhunsheng/app/report"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
)

// looks is how the window looks: language, colours, size.
type looks struct {
	page     *Page
	language *widget.Choice
	box      fyne.CanvasObject
}

func newLooks(p *Page) *looks {
	w, window := p.needs.Words, p.needs.Window
	later := func(do func()) error { // the page is built anew, so not from within its own control
		p.needs.Runner.Post(do)
		return nil
	}
	s := &looks{page: p}
	s.language = widget.NewChoice(func(id string) error { return later(func() { window.SetLanguage(id) }) })
	var options []widget.Option
	for _, id := range []string{locale.Chinese, locale.English} {
		options = append(options, widget.Option{ID: id, Label: w.Say("ui.command.language." + id)})
	}
	s.language.SetOptions(options)
	s.language.SetChosen(w.Language())
	mode := widget.NewChoice(func(id string) error { return later(func() { window.SetMode(look.Mode(id)) }) })
	options = nil
	for _, m := range look.Modes() {
		options = append(options, widget.Option{ID: string(m), Label: w.Say("ui.command.theme." + string(m))})
	}
	mode.SetOptions(options)
	mode.SetChosen(string(window.Mode))
	cards := []fyne.CanvasObject{
		card(w.Say("ui.settings.language"), left(s.language), note(w.Say("ui.settings.language.note"))),
		card(w.Say("ui.settings.theme"), left(mode), note(w.Say("ui.settings.theme.note"))),
	}
	if window.SetZoom != nil {
		zoom := widget.NewChoice(func(id string) error {
			percent, err := strconv.Atoi(id)
			if err != nil {
				return err
			}
			return later(func() { window.SetZoom(percent) })
		})
		options = nil
		for _, percent := range window.Zooms {
			options = append(options, widget.Option{ID: strconv.Itoa(percent), Label: strconv.Itoa(percent) + "%"})
		}
		zoom.SetOptions(options)
		zoom.SetChosen(strconv.Itoa(window.Zoom))
		cards = append(cards, card(w.Say("ui.settings.zoom"), left(zoom), note(w.Say("ui.settings.zoom.note"))))
	}
	s.box = column(cards...)
	return s
}

func (s *looks) content() fyne.CanvasObject { return s.box }
func (s *looks) load()                      {}
func (s *looks) focus()                     { widget.Focus(s.language) }

// fonts is which typefaces reports are set in.
type fonts struct {
	page    *Page
	choice  *widget.Choice
	folder  *widget.Text
	missing *widget.Label
	lacking fyne.CanvasObject // the label with its place
	box     fyne.CanvasObject
	reading task.Slot
}

const fontsFolder = "folder"

func newFonts(p *Page) *fonts {
	w := p.needs.Words
	s := &fonts{page: p, folder: widget.NewCaption(""), missing: widget.SmallProse("")}
	s.choice = widget.NewChoice(func(id string) error {
		p.needs.Runner.Post(func() { s.choose(id) })
		return nil
	}, widget.Option{ID: desk.FontsEmbedded, Label: w.Say("ui.settings.fonts.embedded")}, widget.Option{ID: desk.FontsSystem, Label: w.Say("ui.settings.fonts.system")},
		widget.Option{ID: fontsFolder, Label: w.Say("ui.settings.fonts.folder")})
	s.folder.Cut = true
	s.lacking = widget.Flush(s.missing)
	s.box = column(card(w.Say("ui.settings.fonts"), left(s.choice), s.folder, s.lacking, widget.Gap(0, 2), note(w.Say("ui.settings.fonts.note"))))
	return s
}

func (s *fonts) content() fyne.CanvasObject { return s.box }
func (s *fonts) focus()                     { widget.Focus(s.choice) }

// chosen is a choice of typefaces with what cannot be used of it.
type chosen struct {
	choice string
	notes  []report.FaceNote
}

func (s *fonts) load() {
	source := s.page.needs.Source
	read(s.page, &s.reading, func(ctx context.Context) (chosen, error) {
		choice, err := source.ReportFonts(ctx)
		if err != nil {
			return chosen{}, err
		}
		_, notes, err := source.ReportFaces(ctx)
		return chosen{choice, notes}, err
	}, s.show)
}

func (s *fonts) show(c chosen) {
	w := s.page.needs.Words
	s.folder.Hide()
	switch c.choice {
	case desk.FontsEmbedded, desk.FontsSystem:
		s.choice.SetChosen(c.choice)
	default:
		s.choice.SetChosen(fontsFolder)
		s.folder.SetText(w.Say("ui.settings.fonts.in", "folder", c.choice))
		s.folder.Show()
	}
	var missing []string
	for _, n := range c.notes {
		if name := filepath.Base(n.File); !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	s.lacking.Hide()
	s.missing.Importance = toolkit.WarningImportance
	if len(missing) > 0 {
		s.missing.SetText(w.Say("ui.settings.fonts.missing", "files", strings.Join(missing, w.Say("list.separator"))))
		s.lacking.Show()
	}
	s.box.Refresh()
}

func (s *fonts) choose(id string) {
	if id != fontsFolder {
		s.set(id)
		return
	}
	s.load() // nothing is chosen until there is a folder
	s.page.needs.Pick(picker.Question{Title: s.page.needs.Words.Say("ui.settings.fonts.pick"), Folder: true}, s.set)
}

func (s *fonts) set(choice string) {
	source := s.page.needs.Source
	s.page.change(s.page.needs.Words.Say("ui.settings.fonts.saved"), func(ctx context.Context) error {
		_, err := source.SetReportFonts(ctx, choice)
		return err
	}, s.load)
}

// program is about the program itself: how it draws windows, its log, its keys.
type program struct {
	page  *Page
	first *widget.Button
	box   fyne.CanvasObject
}

func newProgram(p *Page) *program {
	w, window := p.needs.Words, p.needs.Window
	s := &program{page: p, first: widget.NewButton(w.Say("ui.settings.keys"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))}
	about := widget.NewButton(w.Say("ui.command.about"), window.About).WithTip(w.Say("ui.tip.settings.about"))
	cards := []fyne.CanvasObject{
		card(w.Say("ui.settings.keys"), container.NewHBox(s.first, about), note(w.Say("ui.settings.keys.note"))),
	}
	if len(window.Renderers) > 0 {
		choice := widget.NewChoice(func(id string) error {
			window.SetRenderer(id)
			return nil
		})
		var options []widget.Option
		for _, id := range window.Renderers {
			options = append(options, widget.Option{ID: id, Label: w.Say("ui.settings.renderer." + id)})
		}
		choice.SetOptions(options)
		choice.SetChosen(window.Renderer)
		cards = append(cards, card(w.Say("ui.settings.renderer"), left(choice), note(w.Say("ui.settings.renderer.note"))))
	}
	if window.LogFolder != "" {
		cards = append(cards, card(w.Say("ui.settings.log"),
			widget.Fact(w.Say("ui.settings.folder"), window.LogFolder), widget.Gap(0, 2), left(widget.NewButton(w.Say("ui.command.log"), func() { p.openFile(window.LogFolder) }).WithTip(w.Say("ui.tip.settings.log"))),
			note(w.Say("ui.settings.log.note"))))
	}
	cards = append(cards, card(w.Say("ui.settings.version"), widget.Fact(w.Say("ui.settings.version"), app.Version), note(w.Say("ui.settings.version.note"))))
	s.box = column(cards...)
	return s
}

func (s *program) content() fyne.CanvasObject { return s.box }
func (s *program) load()                      {}
func (s *program) focus()                     { widget.Focus(s.first) }

// openFile shows a file or folder in the system's program, away from the window's goroutine.
func (p *Page) openFile(path string) {
	open := p.needs.OpenFile
	read(p, &p.opening, func(context.Context) (struct{}, error) { return struct{}{}, open(path) }, func(struct{}) {})
}
