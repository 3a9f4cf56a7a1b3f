package guide

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// pane is one view of the current indicator.
type pane interface {
	content() fyne.CanvasObject
	refresh(ind *scoring.Indicator, line *scoring.Line)
	commit()        // hand over open typing
	turn(id string) // another indicator comes: what was typed and not taken waits for its own
	focus()         // give the keyboard to the first thing that can be done
}

// The panes, in the order of their tabs.
const (
	paneScore    = "score"
	paneMethod   = "method"
	paneOverride = "override"
	paneEvidence = "evidence"
	paneWhatIf   = "what-if"
	paneNote     = "note"
)

func paneNames() []string {
	return []string{paneScore, paneMethod, paneOverride, paneEvidence, paneWhatIf, paneNote}
}

// detail is what stands below the grid about the current indicator: one of the panes.
type detail struct {
	owner *indicators
	page  *Page
	id    string // the indicator that is shown

	said int // remarks of others about it

	name, place *widget.Text
	tabs        *widget.Choice
	panes       map[string]pane
	middle      *fyne.Container
	content     fyne.CanvasObject
}

// detailHeight is how high the detail is where there is room.
const (
	detailHeight = 226
	detailFold   = 290 // the height below which table and detail are not shown together
)

func newDetail(owner *indicators) *detail {
	p := owner.page
	d := &detail{owner: owner, page: p, middle: container.NewStack()}
	d.name = widget.NewText("")
	d.name.Bold, d.name.Cut = true, true
	d.place = widget.NewCaption("")
	d.place.Cut = true
	d.panes = map[string]pane{
		paneScore: newScorePane(p), paneMethod: newMethodPane(p), paneOverride: newOverridePane(p), paneEvidence: newEvidencePane(p),
		paneWhatIf: newWhatIfPane(p), paneNote: newNotePane(p),
	}
	d.tabs = widget.NewChoice(func(string) error { d.show(); return nil }, d.options()...)
	d.tabs.SetChosen(paneScore)
	head := widget.Frame(nil, nil, nil, container.NewVBox(d.tabs), container.NewVBox(d.name, d.place))
	d.content = container.NewStack(widget.NewPanel(widget.Frame(container.NewVBox(head, widget.Gap(0, 2)), nil, nil, nil, container.NewVScroll(d.middle)), 10)) // it is scrolled in a low window
	d.show()
	return d
}

// options are the tabs of the panes; the last one says how much others said.
func (d *detail) options() []widget.Option {
	w := d.page.words
	options := make([]widget.Option, 0, len(paneNames()))
	for _, name := range paneNames() {
		options = append(options, widget.Option{ID: name, Label: w.Say("ui.pane." + name)})
	}
	if d.said > 0 {
		options[len(options)-1].Label = w.Say("ui.pane.note.said", "count", strconv.Itoa(d.said))
	}
	return options
}

// hear shows on the tabs whether others said something about the indicator.
func (d *detail) hear(id string) {
	said := 0
	if d.page.needs.Remarks != nil {
		said = d.page.needs.Remarks.Count(id)
	}
	if said != d.said {
		d.said = said
		d.tabs.SetOptions(d.options())
		d.content.Refresh()
	}
}

func (d *detail) pane() pane { return d.panes[d.tabs.Chosen()] }

// show brings the chosen pane to the screen.
func (d *detail) show() {
	for _, p := range d.panes {
		p.commit()
	}
	d.middle.Objects = []fyne.CanvasObject{d.pane().content()}
	d.refresh()
	d.middle.Refresh()
}

// open shows a pane and gives it the keyboard.
func (d *detail) open(name string) {
	d.tabs.SetChosen(name)
	d.show()
	d.pane().focus()
}

func (d *detail) commit() {
	for _, name := range paneNames() {
		d.panes[name].commit()
	}
}

// focus gives the keyboard to the first thing that is to be judged.
func (d *detail) focus() { d.pane().focus() }

// refresh shows the grid's current indicator.
func (d *detail) refresh() {
	id := d.owner.grid.CurrentRow()
	ind, line, ok := d.page.session.Line(id)
	if ok != d.content.Visible() {
		setVisible(d.content, ok)
		if d.owner.box != nil {
			d.owner.box.Refresh() // the grid makes room
		}
	}
	if !ok {
		return
	}
	if id != d.id {
		d.commit()
		d.id = id
		d.hear(id)
		for _, p := range d.panes {
			p.turn(id)
		}
		if ind, line, ok = d.page.session.Line(id); !ok {
			return
		}
	}
	d.name.SetText(ind.Name)
	d.place.SetText(d.placeText(ind))
	d.pane().refresh(ind, line)
}

func (d *detail) placeText(ind *scoring.Indicator) string {
	parts := []string{ind.Level1, ind.Level2}
	for _, part := range d.page.session.Evaluation().Parts {
		if part.ID == ind.Part {
			parts = append(parts, part.Name)
		}
	}
	return strings.Join(parts, " · ")
}

// evidenceOf lists the evidence of an indicator in the order of the evaluation's list.
func evidenceOf(e *scoring.Evaluation, ind *scoring.Indicator) []scoring.Evidence {
	var list []scoring.Evidence
	for _, known := range e.Evidence {
		if slices.Contains(ind.Evidence, known.ID) {
			list = append(list, known)
		}
	}
	return list
}
