package report

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/report"
	"zhunsheng/app/sign"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
)

// options is the pane that says which document it is and how it looks.
type options struct {
	page                                                *Page
	kind, purpose, format, orientation, fonts, language *widget.Choice
	seal                                                *widget.Button
	noSeal                                              *widget.Button
	sealName                                            *widget.Text
	note                                                *widget.Label
	noteRow                                             fyne.CanvasObject
	closed                                              *widget.Label
	fields                                              *fyne.Container
	content                                             *fyne.Container
}

// the choices
const (
	plain   = "plain"
	draft   = "draft"
	archive = "archive"
	fits    = "fits"
	usual   = "usual"
	chinese = "zh"
	english = "en"
	maxSeal = 8 << 20 // bytes of a seal's image
)

func newOptions(p *Page) *options {
	w := p.needs.Words
	o := &options{page: p, note: widget.SmallProse(""), closed: widget.Prose(w.Say("ui.report.options.received"))}
	choice := func(set func(id string), ids ...string) *widget.Choice {
		var list []widget.Option
		for _, id := range ids {
			list = append(list, widget.Option{ID: id, Label: w.Say("ui.report.option." + id)})
		}
		c := widget.NewChoice(func(id string) error {
			set(id)
			p.changed()
			return nil
		}, list...)
		c.SetChosen(ids[0])
		return c
	}
	kinds := []string{string(report.KindReport), string(report.KindTable), string(report.KindBlank)}
	if len(p.subjects) > 1 {
		kinds = append(kinds, string(desk.PaperSummary))
	}
	o.kind = choice(func(id string) { p.paper.Kind = report.Kind(id) }, kinds...)
	o.kind.Upright = true
	o.purpose = choice(func(id string) { p.paper.Draft = id == draft }, plain, draft)
	o.format = choice(func(id string) { p.paper.Archive = id == archive }, "data", archive)
	o.orientation = choice(func(id string) {
		p.paper.Orientation = report.Orientation(id)
		if id == fits {
			p.paper.Orientation = ""
		}
	}, fits, string(report.OrientationUpright), string(report.OrientationLying))
	o.fonts = choice(func(id string) {
		p.paper.Fonts = id
		if id == usual {
			p.paper.Fonts = ""
		}
	}, usual, desk.FontsEmbedded, desk.FontsSystem)
	o.language = choice(func(id string) { p.paper.Language = id }, chinese, english)
	o.seal = widget.NewButton(w.Say("ui.report.seal.choose"), o.askSeal).WithTip(w.Say("ui.tip.report.seal"))
	o.noSeal = widget.NewQuiet(w.Say("ui.report.seal.none"), func() { o.setSeal(nil, "") })
	o.sealName = widget.NewCaption("")
	o.sealName.Cut = true
	left := func(o fyne.CanvasObject) fyne.CanvasObject { return widget.Snug(o) }
	o.noteRow = widget.Flush(o.note)
	o.fields = container.NewVBox(
		widget.Labelled(w.Say("ui.report.kind"), o.kind),
		widget.Labelled(w.Say("ui.report.purpose"), left(o.purpose)),
		widget.Labelled(w.Say("ui.report.orientation"), left(o.orientation)),
		widget.Labelled(w.Say("ui.report.fonts"), left(o.fonts)),
		widget.Labelled(w.Say("ui.report.language"), left(o.language)),
		widget.Labelled(w.Say("ui.report.format"), left(o.format)),
		widget.Labelled(w.Say("ui.report.seal"), container.NewVBox(container.NewHBox(o.seal, o.noSeal), o.sealName)), widget.Gap(0, 4),
		o.noteRow,
	)
	o.closed.Hide()
	o.content = container.NewStack(o.fields, o.closed)
	return o
}

// changed lays the document out anew after an option has changed.
func (p *Page) changed() {
	p.needs.Runner.Post(func() {
		p.show()
		p.layOut()
	})
}

// show says what follows from the options, and what does not fit together.
func (o *options) show() {
	w, p := o.page.needs.Words, o.page
	setShown(o.fields, p.received == nil)
	setShown(o.closed, p.received != nil)
	summary, blank := p.paper.Kind == desk.PaperSummary, p.paper.Kind == report.KindBlank
	widget.SetEnabled(o.seal, !p.paper.Draft && !blank)
	setShown(o.noSeal, p.paper.Seal != nil)
	switch {
	case p.paper.Draft || blank:
		o.sealName.SetText(w.Say("ui.report.seal.draft"))
	case p.paper.Seal != nil:
		o.sealName.SetText(p.sealName)
	default:
		o.sealName.SetText(w.Say("ui.report.seal.hint"))
	}
	o.setForbidden(summary)
	text := w.Say("ui.report.format.note." + o.format.Chosen())
	if p.preview != nil && len(p.preview.Lacking) > 0 {
		text += "\n" + w.Say("ui.report.fonts.lacking", "files", joined(w.Say("list.separator"), p.preview.Lacking))
	}
	o.note.SetText(text)
	o.content.Refresh()
}

// setForbidden forbids to turn a table that always lies.
func (o *options) setForbidden(summary bool) {
	w := o.page.needs.Words
	var list []widget.Option
	for _, id := range []string{fits, string(report.OrientationUpright), string(report.OrientationLying)} {
		list = append(list, widget.Option{ID: id, Label: w.Say("ui.report.option." + id), Forbid: summary && id != fits})
	}
	o.orientation.SetOptions(list)
}

var sealFiles = []string{".png", ".jpg", ".jpeg"}

// askSeal lets the user choose the image of the seal.
func (o *options) askSeal() {
	p := o.page
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.report.seal.title"), Endings: sealFiles}, func(path string) { p.readSeal(path, o.setSeal) })
}

// readSeal reads the image of a seal in the background and refuses what is none.
func (p *Page) readSeal(path string, done func(data []byte, name string)) {
	task.Run(p.needs.Runner, &p.sealing, func(context.Context, *task.Progress) ([]byte, error) {
		data, err := app.ReadFile(path, maxSeal)
		if err == nil {
			_, err = sign.DecodeSeal(data)
		}
		if err != nil {
			return nil, &app.FileError{Path: path, Err: err}
		}
		return data, nil
	}, func(data []byte, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		done(data, filepath.Base(path))
	})
}

func (o *options) setSeal(data []byte, name string) {
	p := o.page
	p.paper.Seal, p.sealName = data, name
	p.changed()
}

func joined(separator string, parts []string) string {
	out := ""
	for i, part := range parts {
		if i > 0 {
			out += separator
		}
		out += part
	}
	return out
}
