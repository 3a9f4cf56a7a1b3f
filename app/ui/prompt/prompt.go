// Package prompt is the only opener of dialogs. Dialogs are for decisions and for errors that stop a piece of work; everything else
// is said where it happens. One is shown at a time; others wait their turn.
//
// Enter presses the button that has the keyboard, which is the primary one unless a form begins in a field; Ctrl and Enter accept from
// everywhere in a dialog ([Prompts.Accept], which the window binds), Esc decides nothing. The tips of the buttons say so.
package prompt

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// Prompts opens dialogs over a canvas. It belongs to the window's goroutine.
type Prompts struct {
	canvas fyne.Canvas
	words  func() wording.Words
	copier func(string) // puts a text on the clipboard

	waiting []*dialog
	current *dialog
}

// New returns the opener of dialogs of a canvas. words gives the language in use; copy puts a text on the clipboard.
func New(canvas fyne.Canvas, words func() wording.Words, copy func(string)) *Prompts {
	return &Prompts{canvas: canvas, words: words, copier: copy}
}

type dialog struct {
	title   string
	body    fyne.CanvasObject
	width   float32
	buttons []button
	popup   *toolkit.PopUp
	before  fyne.Focusable
	dismiss func()
	fault   *widget.Text   // beside the buttons; nil where nothing can be wrong
	first   fyne.Focusable // gets the keyboard; nil: the primary button
}

type button struct {
	label   string
	keys    string // as they are printed on keyboards
	primary bool
	do      func()
	stay    bool // the dialog stays open
	danger  bool // what it does is not easily mended
}

// Open reports whether a dialog is shown.
func (p *Prompts) Open() bool { return p.current != nil }

// Dismiss closes the dialog that is shown as Esc does: nothing is decided.
func (p *Prompts) Dismiss() {
	if d := p.current; d != nil {
		p.close()
		if d.dismiss != nil {
			d.dismiss()
		}
	}
}

// The keys of the buttons. A dialog begins on its primary button, the last one; the other is one step back.
const (
	keysEnter  = "Enter"
	keysAccept = "Ctrl+Enter"
	keysEsc    = "Esc"
	keysEither = "Enter / Esc"
	keysOther  = "Shift+Tab　Enter"
)

// Accept presses the primary button of the dialog that is shown, as the pointer does: what is being typed is handed over first. It reports
// whether there is a dialog.
func (p *Prompts) Accept() bool {
	d := p.current
	if d == nil {
		return false
	}
	typing := p.canvas.Focused()
	p.canvas.Unfocus()
	defer func() {
		if p.current == d && typing != nil {
			p.canvas.Focus(typing)
		}
	}()
	for i := range d.buttons {
		if d.buttons[i].primary {
			p.press(&d.buttons[i])
			break
		}
	}
	return true
}

// press does what a button is for.
func (p *Prompts) press(b *button) {
	if !b.stay {
		p.close()
	}
	if b.do != nil {
		b.do()
	}
}

// Tell shows a text that needs no decision.
func (p *Prompts) Tell(title, text string) {
	w := p.words()
	p.show(&dialog{title: title, body: widget.Prose(text), width: 460, buttons: []button{{label: w.Say("ui.dialog.ok"), keys: keysEither, primary: true}}})
}

// Fail shows what went wrong. The text can be copied.
func (p *Prompts) Fail(title, text string) {
	w := p.words()
	p.show(&dialog{title: title, body: widget.Prose(text), width: 520, buttons: []button{
		{label: w.Say("ui.dialog.copy"), keys: keysOther, do: func() { p.copier(text) }, stay: true},
		{label: w.Say("ui.dialog.ok"), keys: keysEither, primary: true},
	}})
}

// Ask asks for a decision. Esc decides nothing: answer is then not called.
func (p *Prompts) Ask(title, text, yes, no string, answer func(bool)) {
	p.show(&dialog{title: title, body: widget.Prose(text), width: 460, buttons: []button{
		{label: no, keys: keysOther, do: func() { answer(false) }},
		{label: yes, keys: keysEnter, primary: true, do: func() { answer(true) }},
	}})
}

// Show shows content of the caller's own, to be closed by one button.
func (p *Prompts) Show(title string, content fyne.CanvasObject, width float32) {
	w := p.words()
	p.show(&dialog{title: title, body: content, width: width, buttons: []button{{label: w.Say("ui.dialog.close"), keys: keysEither, primary: true}}})
}

// Confirm asks before something is done that is not easily mended; see [Prompts.Offer] for what is. The keyboard is on the way out.
func (p *Prompts) Confirm(title, text, yes string, do func()) {
	w := p.words()
	p.show(&dialog{title: title, body: widget.Prose(text), width: 460, buttons: []button{
		{label: yes, keys: keysOther, danger: true, do: do},
		{label: w.Say("ui.dialog.cancel"), keys: keysEither, primary: true},
	}})
}

// Offer asks before something is done that undo takes back: the keyboard is on it.
func (p *Prompts) Offer(title, text, yes string, do func()) {
	w := p.words()
	p.show(&dialog{title: title, body: widget.Prose(text), width: 460, buttons: []button{
		{label: w.Say("ui.dialog.cancel"), keys: keysEsc},
		{label: yes, keys: keysEnter, primary: true, do: do},
	}})
}

// Form is a dialog that is filled in.
type Form struct {
	Title string
	Body  fyne.CanvasObject
	Width float32
	Yes   string         // label of the button that accepts
	First fyne.Focusable // gets the keyboard
	// Accept is called when the form is accepted; what it returns is said in the form, which then stays open.
	Accept func() (fault string)
	// Dismissed is called when the form was closed without being accepted. It may be nil.
	Dismissed func()
}

// Opened is a form on the screen.
type Opened struct {
	prompts *Prompts
	dialog  *dialog
	accept  func()
	busy    bool
}

// Accept does what the accepting button does.
func (o *Opened) Accept() { o.accept() }

// Wait keeps the form open while what was accepted is being tried in the background, and says so. Called within Accept of a [Form], which
// then is not accepted again until [Opened.Settle].
func (o *Opened) Wait(text string) {
	o.busy = true
	o.dialog.fault.Set(text, look.Muted)
}

// Settle ends the waiting: with a fault the form says it and stays, as it was filled in; without one it is closed. It reports whether the
// form was still on the screen, so that a fault is said elsewhere where nobody waits for it any more.
func (o *Opened) Settle(fault string) bool {
	o.busy = false
	if o.prompts.current != o.dialog {
		return false
	}
	o.dialog.fault.Set(fault, look.Bad)
	if fault == "" {
		o.prompts.close()
	}
	return true
}

// Close takes the form away without accepting it.
func (o *Opened) Close() {
	if o.prompts.current == o.dialog {
		o.prompts.close()
	}
}

// Fill shows a form.
func (p *Prompts) Fill(f Form) *Opened {
	w := p.words()
	fault := widget.NewText("")
	fault.Ink, fault.Cut = look.Bad, true
	d := &dialog{title: f.Title, width: f.Width, first: f.First, dismiss: f.Dismissed, body: f.Body, fault: fault}
	o := &Opened{prompts: p, dialog: d}
	o.accept = func() {
		if p.current != d || o.busy {
			return
		}
		if text := f.Accept(); text != "" {
			fault.Set(text, look.Bad)
			return
		}
		if p.current == d && !o.busy {
			p.close()
		}
	}
	if c, ok := f.First.(*widget.Choice); ok && c.OnSubmitted == nil { // a question that is a choice is answered by Enter
		c.OnSubmitted = o.accept
	}
	d.buttons = []button{
		{label: w.Say("ui.dialog.cancel"), keys: keysEsc, do: f.Dismissed},
		{label: f.Yes, keys: keysAccept, primary: true, stay: true, do: o.accept},
	}
	p.show(d)
	return o
}

func (p *Prompts) show(d *dialog) {
	if p.current != nil {
		p.waiting = append(p.waiting, d)
		return
	}
	p.current = d
	d.before = p.canvas.Focused()
	row := container.NewHBox(layout.NewSpacer())
	var primary *widget.Button
	for i := range d.buttons {
		b := &d.buttons[i]
		made := widget.NewButton(b.label, nil)
		if b.primary {
			made = widget.NewPrimary(b.label, nil)
			primary = made
		}
		if b.danger {
			made.Importance = toolkit.DangerImportance
		}
		made.OnTapped = func() { p.press(b) }
		row.Add(made.WithTip(b.label + "　" + b.keys))
	}
	foot := fyne.CanvasObject(row)
	if d.fault != nil {
		foot = widget.Frame(nil, nil, nil, row, d.fault)
	}
	title := widget.NewHeading(d.title)
	title.Cut = true
	f := newFrame(p.canvas, d.width, title, d.body, foot)
	tips := widget.NewTips(f.content())
	p.cover(tips)
	d.popup = toolkit.NewModalPopUp(tips, p.canvas)
	f.settle()
	d.popup.Resize(tips.MinSize())
	d.popup.Show()
	switch {
	case d.first != nil:
		p.canvas.Focus(d.first)
	case primary != nil:
		p.canvas.Focus(primary)
	}
}

// cover tells the window which dialog lies over it.
func (p *Prompts) cover(dialog *widget.Stage) {
	if s, ok := p.canvas.Content().(*widget.Stage); ok {
		s.Cover(dialog)
	}
}

// close takes the dialog away, gives the keyboard back and shows the next one.
func (p *Prompts) close() {
	d := p.current
	if d == nil {
		return
	}
	p.current = nil
	p.cover(nil)
	d.popup.Hide()
	if len(p.waiting) > 0 {
		next := p.waiting[0]
		p.waiting = p.waiting[1:]
		p.show(next)
		return
	}
	if d.before != nil {
		p.canvas.Focus(d.before)
	}
}
