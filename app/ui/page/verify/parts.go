package verify

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	toolkit "fyne.io/fyne/v2/widget"

	"zhunsheng/app/report/verification"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// parts are what the screen is made of.
type parts struct {
	page    *Page
	content fyne.CanvasObject

	list           *widget.Grid
	open           *widget.Button
	count          *widget.Text
	strict         *widget.Choice
	empty, working *widget.Text
	nothing        *fyne.Container // instead of body where there is no file
	body           *widget.Panes
	wait, found    *fyne.Container

	banner   *widget.Panel
	sign     *widget.Text
	sentence *widget.Label
	second   *widget.Label

	actions map[string]*widget.Button
	row     *widget.Flow

	signers    *widget.Grid
	signerBox  fyne.CanvasObject
	detail     fyne.CanvasObject // of the signature
	signerHead *widget.Text
	signerSays *widget.Label
	signerRow  *fyne.Container // what can be done with the certificate
	facts      *fyne.Container // of the signature
	noSigners  *widget.Label

	fileFacts, dataFacts *fyne.Container
	dataBox              fyne.CanvasObject
	differences          *widget.Grid
	differencesBox       fyne.CanvasObject
	revisions            *widget.Grid
	revisionsBox         fyne.CanvasObject
	scroll               *container.Scroll
}

// ids of the choice whether every required role has to have signed
const (
	strictNo  = "given"
	strictYes = "complete"
)

const listWidth = 288

func newParts(p *Page) *parts {
	w := p.needs.Words
	v := &parts{page: p, actions: map[string]*widget.Button{}}
	v.list = widget.NewGrid(
		widget.Column{Title: w.Say("ui.verify.column.file"), Width: 120, Stretch: 1, Sort: true},
		widget.Column{Title: w.Say("ui.verify.column.verdict"), Width: 96, Align: fyne.TextAlignCenter, Sort: true},
	)
	v.list.OnSort, v.list.OnMarked = p.order, func() {}
	v.list.OnCurrent = func(string) { p.show() }
	v.list.OnOpen = func(string) { p.showFile() }
	v.count = widget.NewCaption("")
	v.count.Cut = true
	v.strict = widget.NewChoice(func(id string) error {
		p.complete = id == strictYes
		p.needs.Runner.Post(p.recheck)
		return nil
	}, widget.Option{ID: strictNo, Label: w.Say("ui.verify.given")}, widget.Option{ID: strictYes, Label: w.Say("ui.verify.complete")})
	v.strict.SetChosen(strictNo)
	v.makeBanner()
	v.makeSigners()
	v.makeRest()
	v.content = v.lay()
	return v
}

// button makes the button of a command.
func (v *parts) button(id string, do func()) *widget.Button {
	w := v.page.needs.Words
	b := widget.NewButton(w.Say("ui.command.verify."+id), do).WithTip(w.Say("ui.tip.verify."+id, "keys", keys[id].String()))
	v.actions[id] = b
	return b
}

func (v *parts) makeBanner() {
	v.sign = widget.NewText("")
	v.sign.TextSize, v.sign.Bold, v.sign.Align = theme.SizeNameHeadingText, true, fyne.TextAlignCenter
	v.sentence = widget.Prose("")
	v.sentence.Bold, v.sentence.SizeName = true, theme.SizeNameSubHeadingText
	v.second = widget.Prose("")
	text := container.NewVBox(widget.Flush(v.sentence), widget.Flush(v.second))
	aside := container.NewVBox(widget.Wide(34, v.sign))
	v.banner = widget.NewPanel(widget.Frame(nil, nil, aside, nil, container.New(layout.NewCustomPaddedLayout(3, 3, 6, 0), text)), 12)
}

func (v *parts) makeSigners() {
	w, p := v.page.needs.Words, v.page
	v.signers = widget.NewGrid(
		widget.Column{Title: "", Width: 30, Align: fyne.TextAlignCenter},
		widget.Column{Title: w.Say("ui.verify.column.role"), Width: 80, Stretch: 1},
		widget.Column{Title: w.Say("ui.verify.column.signer"), Width: 80, Stretch: 1},
		widget.Column{Title: w.Say("ui.verify.column.time"), Width: 118, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.verify.column.verdict"), Width: 92, Align: fyne.TextAlignCenter},
	)
	v.signers.OnCurrent = func(string) { v.showSigner() }
	v.signers.OnOpen = func(string) { p.showCertificate() }
	v.signerHead = widget.NewSection("")
	v.signerHead.Cut = true
	v.signerSays = widget.Prose("")
	v.facts = container.NewVBox()
	v.signerRow = container.NewHBox(v.button("certificate", p.showCertificate), v.button("trust", p.changeTrust))
	v.noSigners = widget.Prose(w.Say("ui.verify.no-signature"))
	v.signerBox = widget.Tall(natural(v.signers, 240), widget.NewPanel(v.signers, 1))
	v.detail = widget.NewPanel(container.NewVBox(v.signerHead, widget.Flush(v.signerSays), widget.Gap(0, 2), v.signerRow, widget.Gap(0, 2), v.facts), 12)
}

func (v *parts) makeRest() {
	w := v.page.needs.Words
	v.fileFacts, v.dataFacts = container.NewVBox(), container.NewVBox()
	v.differences = widget.NewGrid(
		widget.Column{Title: w.Say("ui.verify.column.place"), Width: 120, Stretch: 1},
		widget.Column{Title: w.Say("ui.verify.column.printed"), Width: 90, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.verify.column.computed"), Width: 90, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.verify.column.page"), Width: 48, Align: fyne.TextAlignCenter},
	)
	v.differencesBox = container.NewVBox(widget.Gap(0, 2), widget.Tall(natural(v.differences, 220), widget.NewPanel(v.differences, 1)))
	v.revisions = widget.NewGrid(
		widget.Column{Title: w.Say("ui.verify.column.revision"), Width: 180, Stretch: 1, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.verify.column.bytes"), Width: 96, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText},
	)
	v.revisions.OnOpen = func(string) { v.page.saveRevision() }
	v.revisionsBox = container.NewVBox(
		widget.Gap(0, 4), widget.NewSection(w.Say("ui.verify.revisions")), widget.Flush(widget.SmallProse(w.Say("ui.verify.revisions.note"))),
		widget.Tall(natural(v.revisions, 180), widget.NewPanel(v.revisions, 1)), container.NewHBox(v.button("revision", v.page.saveRevision)),
	)
}

// natural is the height of all rows of a grid, up to a limit.
func natural(g *widget.Grid, most float32) func() float32 {
	return func() float32 { return min(g.NaturalHeight()+2, most) }
}

func (v *parts) lay() fyne.CanvasObject {
	w, p := v.page.needs.Words, v.page
	v.open = widget.NewPrimary(w.Say("ui.command.verify.open"), p.pick).WithTip(w.Say("ui.tip.verify.open", "keys", keys["open"].String()))
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	title := widget.NewBanner(w.Say("ui.verify.title"), w.Say("ui.verify.subtitle"), help, v.button("recheck", p.recheck), v.button("remove", p.remove), v.open)

	many := widget.NewLeadingActions(v.button("problem", p.goToProblem), v.button("list", p.copyList))
	under := container.NewVBox(widget.Gap(0, 2), v.count, many, widget.NewCaption(w.Say("ui.verify.strict")), container.NewHBox(v.strict))
	left := widget.Frame(nil, under, nil, nil, widget.NewPanel(v.list, 1))

	again := func() { p.needs.Runner.Post(v.content.Refresh) }
	v.row = widget.NewFlow(v.button("import", p.takeOver), v.button("data", p.saveData), v.button("report", p.saveReport))
	v.row.OnRows = again
	if p.needs.Print != nil {
		v.row.Add(v.button("print", p.print))
	}
	for _, b := range []*widget.Button{v.button("copy", p.copyText), v.button("show", p.showFile), v.button("passphrase", p.askKey)} {
		v.row.Add(b)
	}
	signatures := widget.NewPanel(container.NewVBox(widget.NewSection(w.Say("ui.verify.signatures")), widget.Gap(0, 2), v.signerBox, widget.Flush(v.noSigners)), 12)
	v.dataBox = widget.NewPanel(container.NewVBox(widget.NewSection(w.Say("ui.verify.data")), widget.Gap(0, 2), v.dataFacts, v.differencesBox), 12)
	file := widget.NewPanel(container.NewVBox(widget.NewSection(w.Say("ui.verify.file")), widget.Gap(0, 2), v.fileFacts, v.revisionsBox), 12)
	v.scroll = container.NewVScroll(container.New(&halves{gap: 8, turned: again}, container.NewVBox(signatures, widget.Gap(0, 2), v.dataBox), container.NewVBox(v.detail, widget.Gap(0, 2), file)))
	top := container.NewVBox(v.banner, widget.Gap(0, 1), v.row, widget.Gap(0, 1))
	v.found = container.NewStack(widget.Frame(top, nil, nil, nil, v.scroll))

	v.empty = widget.NewHeading(w.Say("ui.verify.empty"))
	v.empty.Align = fyne.TextAlignCenter
	note := widget.Prose(w.Say("ui.verify.empty.text"))
	note.Alignment, note.Importance = fyne.TextAlignCenter, toolkit.LowImportance
	v.nothing = container.NewVBox(layout.NewSpacer(), v.empty, note, widget.Gap(0, 4),
		container.NewCenter(widget.NewButton(w.Say("ui.command.verify.open")+"  "+keys["open"].String(), p.pick).WithTip(w.Say("ui.tip.verify.open", "keys", keys["open"].String()))), layout.NewSpacer())
	v.working = widget.NewText("")
	v.working.Ink = look.Muted
	v.wait = container.NewCenter(v.working)
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), container.NewStack(v.wait, v.found))
	v.body = widget.NewPanes(fyne.NewSize(bothWidth, 0), widget.As(beside{}), widget.Pane{Name: w.Say("ui.pane.files"), Content: left},
		widget.Pane{Name: w.Say("ui.pane.verdict"), Content: right})
	return container.New(layout.NewCustomPaddedLayout(12, 8, 18, 18), widget.Frame(container.NewVBox(title, widget.Gap(0, 4)), nil, nil, nil, container.NewStack(v.nothing, v.body)))
}

// beside puts the list beside the rest, narrower where there is little room.
type beside struct{}

// MinSize is part of the toolkit's contract.
func (beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width, max(a.Height, b.Height))
}

// Layout is part of the toolkit's contract.
func (beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(listWidth, size.Width*0.3)
	objects[0].Resize(fyne.NewSize(width, size.Height))
	objects[1].Move(fyne.NewPos(width, 0))
	objects[1].Resize(fyne.NewSize(size.Width-width, size.Height))
}

// bothWidth is the width below which list and verdict are not shown together.
const bothWidth = 640

// narrow is the width below which halves stand one below the other.
const narrow = 660

// halves puts two objects side by side, or one below the other where there is little room.
type halves struct {
	gap    float32
	turned func() // called when they stand otherwise than before, while things are laid out
	width  float32
}

func (h *halves) stacked() bool { return h.width > 0 && h.width < narrow }

// MinSize is part of the toolkit's contract.
func (h *halves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if h.stacked() {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+h.gap+b.Height)
	}
	return fyne.NewSize(a.Width+b.Width+h.gap, max(a.Height, b.Height))
}

// Layout is part of the toolkit's contract.
func (h *halves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	before := h.stacked()
	h.width = size.Width
	a, b := objects[0], objects[1]
	a.Move(fyne.NewPos(0, 0))
	if h.stacked() {
		a.Resize(fyne.NewSize(size.Width, a.MinSize().Height))
		b.Move(fyne.NewPos(0, a.MinSize().Height+h.gap))
		b.Resize(fyne.NewSize(size.Width, b.MinSize().Height))
	} else {
		width := (size.Width - h.gap) / 2
		a.Resize(fyne.NewSize(width, a.MinSize().Height))
		b.Move(fyne.NewPos(width+h.gap, 0))
		b.Resize(fyne.NewSize(width, b.MinSize().Height))
	}
	if before != h.stacked() {
		h.turned()
	}
}

// importance is the tone of a sentence in the toolkit's terms.
func importance(tone look.Tone) toolkit.Importance {
	switch tone {
	case look.Fine:
		return toolkit.SuccessImportance
	case look.Warn:
		return toolkit.WarningImportance
	case look.Wrong:
		return toolkit.DangerImportance
	}
	return toolkit.MediumImportance
}

// show shows the current file.
func (p *Page) show() {
	v, it := p.parts, p.current()
	w := p.needs.Words
	v.count.SetText(p.verdicts())
	widget.SetVisible(v.nothing, it == nil)
	widget.SetVisible(v.body, it != nil)
	widget.SetVisible(v.wait, it != nil && it.view == nil)
	widget.SetVisible(v.found, it != nil && it.view != nil)
	if it != nil && it.view == nil {
		key := "ui.verify.waiting"
		if it.checking {
			key = "ui.verify.checking"
		}
		v.working.SetText(w.Say(key))
	}
	if it != nil && it.view != nil {
		v.showView(it.view)
	}
	v.showActions()
	v.content.Refresh()
}

func (v *parts) showView(found *view) {
	v.banner.Ground = found.tone.Ground()
	v.sign.Set(signs[found.tone], found.tone.Ink())
	v.sentence.Importance = importance(found.tone)
	v.sentence.SetText(found.sentence)
	v.second.SetText(found.second)
	widget.SetVisible(v.second, found.second != "")
	rows := make([]widget.Row, len(found.signers))
	for i, s := range found.signers {
		rows[i] = s.row
		rows[i].ID = strconv.Itoa(i)
	}
	v.signers.SetRows(rows)
	if len(rows) > 0 && v.signers.CurrentRow() == "" {
		v.signers.Select("0")
	}
	widget.SetVisible(v.signerBox, len(rows) > 0)
	widget.SetVisible(v.detail, len(rows) > 0)
	widget.SetVisible(v.noSigners, len(rows) == 0)
	v.showSigner()
	fill(v.fileFacts, found.facts)
	fill(v.dataFacts, found.data)
	widget.SetVisible(v.dataBox, len(found.data) > 0)
	v.differences.SetRows(found.differences)
	widget.SetVisible(v.differencesBox, len(found.differences) > 0)
	rows = make([]widget.Row, len(found.revisions))
	for i, r := range found.revisions {
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: r.text}, {Text: strconv.Itoa(r.end), Tone: look.Quiet}}}
	}
	v.revisions.SetRows(rows)
	if len(rows) > 0 && v.revisions.CurrentRow() == "" {
		v.revisions.Select("0")
	}
	widget.SetVisible(v.revisionsBox, len(rows) > 1)
	widget.SetVisible(v.scroll, found.checked != nil)
}

func fill(box *fyne.Container, lines []verification.Line) {
	box.RemoveAll()
	for _, line := range lines {
		box.Add(widget.Fact(line.Label, line.Text))
	}
}

// signer is the signature that is looked at, nil for none.
func (p *Page) signer() *signer {
	it := p.current()
	if it == nil || it.view == nil {
		return nil
	}
	at, err := strconv.Atoi(p.signers.CurrentRow())
	if err != nil || at >= len(it.view.signers) {
		return nil
	}
	return &it.view.signers[at]
}

func (v *parts) showSigner() {
	s := v.page.signer()
	if s == nil {
		return
	}
	w := v.page.needs.Words
	v.signerHead.SetText(s.title)
	v.signerSays.Importance = importance(s.tone)
	v.signerSays.SetText(s.verdict)
	fill(v.facts, s.lines)
	trust := v.actions["trust"]
	if s.trusted {
		trust.SetText(w.Say("ui.verify.distrust"))
	} else {
		trust.SetText(w.Say("ui.command.verify.trust"))
	}
	widget.SetVisible(v.signerRow, s.certificate != nil || s.device != "")
	v.showActions()
}

// showActions lets only buttons be pressed that can do something.
func (v *parts) showActions() {
	for _, c := range v.page.Commands() {
		b, ok := v.actions[trimmed(c.ID)]
		if !ok {
			continue
		}
		widget.SetEnabled(b, c.Enabled())
	}
	it := v.page.current()
	widget.SetVisible(v.actions["passphrase"], it != nil && it.view != nil && it.view.locked)
}
