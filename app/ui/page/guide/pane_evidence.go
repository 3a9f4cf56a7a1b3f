package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// evidencePane lists what proves the indicator's actual: the files, on which pages the proof stands, and whether they are in the store.
type evidencePane struct {
	page *Page
	id   string

	grid      *widget.Grid
	known     *widget.Grid // what other indicators have
	add, link *widget.Button
	open      *widget.Button
	remove    *widget.Button
	box       fyne.CanvasObject
}

const (
	columnFile = iota
	columnPages
	columnKept
	columnDigest
)

func newEvidencePane(p *Page) *evidencePane {
	w := p.words
	d := &evidencePane{page: p}
	d.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.evidence.column.name"), Width: 160, Stretch: 2},
		widget.Column{Title: w.Say("ui.evidence.column.pages"), Width: 76},
		widget.Column{Title: w.Say("guide.evidence.column.kept"), Width: 84, Align: fyne.TextAlignCenter, Size: theme.SizeNameCaptionText},
		widget.Column{Title: w.Say("ui.evidence.column.digest"), Width: 90, Stretch: 1, Size: theme.SizeNameCaptionText},
	)
	d.grid.OnCommit = func(id string, _ int, text string) error { return p.apply(edit.SetEvidencePages(d.id, id, text)) }
	d.grid.Keep(drafts{p}, "pages")
	d.grid.OnOpen = func(string) { d.openFile() }
	d.known = widget.NewGrid(widget.Column{Title: w.Say("ui.evidence.others"), Width: 140, Stretch: 1})
	d.known.OnOpen = func(string) { d.attachKnown() }
	d.add = widget.NewPrimary(w.Say("ui.evidence.add"), d.pick).WithTip(w.Say("guide.evidence.add.tip") + "　" + keysAttach.String())
	d.open = widget.NewButton(w.Say("guide.evidence.open"), d.openFile).WithTip(w.Say("guide.evidence.open.tip") + "　" + keysOpen.String())
	d.link = widget.NewButton(w.Say("ui.evidence.link"), d.attachKnown).WithTip(w.Say("guide.evidence.link.tip"))
	d.remove = widget.NewButton(w.Say("ui.evidence.remove"), d.detach).WithTip(w.Say("guide.evidence.detach.tip") + "　" + keysDetach.String())
	buttons := container.NewGridWithColumns(1, d.add, d.open, d.link, d.remove)
	d.box = widget.Frame(nil, nil, nil, container.NewHBox(widget.Gap(6, 0), container.NewVScroll(inset(buttons))),
		container.New(shares{7, 3}, widget.NewPanel(d.grid, 1), widget.NewPanel(d.known, 1)))
	return d
}

func (d *evidencePane) content() fyne.CanvasObject { return d.box }
func (d *evidencePane) commit()                    { d.grid.Commit() }
func (d *evidencePane) turn(id string)             { d.grid.About(id) }

func (d *evidencePane) focus() {
	if len(d.grid.Rows()) == 0 {
		widget.Focus(d.add)
		return
	}
	d.grid.Focus()
}

func (d *evidencePane) refresh(ind *scoring.Indicator, line *scoring.Line) {
	d.id = ind.ID
	d.page.files.ask(func() {
		if now, line, ok := d.page.session.Line(d.id); ok {
			d.refresh(now, line)
		}
	})
	e := d.page.session.Evaluation()
	own := evidenceOf(e, ind)
	rows := make([]widget.Row, 0, len(own))
	taken := map[string]bool{}
	for _, f := range own {
		taken[f.ID] = true
		state, tone := d.page.files.state(&f)
		rows = append(rows, widget.Row{ID: f.ID, Cells: []widget.Cell{
			columnFile: {Text: f.Name}, columnPages: {Text: f.Pages, Edit: true},
			columnKept: {Text: state, Shape: widget.AsBadge, Tone: tone}, columnDigest: {Text: f.SHA256, Tone: look.Quiet},
		}})
	}
	d.grid.SetRows(rows)
	var others []widget.Row
	for _, f := range e.Evidence {
		if !taken[f.ID] {
			others = append(others, widget.Row{ID: f.ID, Cells: []widget.Cell{{Text: f.Name}}})
		}
	}
	d.known.SetRows(others)
	widget.SetEnabled(d.link, len(others) > 0)
	widget.SetEnabled(d.remove, len(rows) > 0)
	widget.SetEnabled(d.open, len(rows) > 0)
}

func (d *evidencePane) pick() { d.page.files.pick(d.attachFile) }

// attachFile brings a file in as evidence of the indicator that is current now.
func (d *evidencePane) attachFile(path string) {
	d.page.files.take(incoming{path: path, indicator: d.id})
}

// current returns the row that is meant: the current one, else the first.
func current(g *widget.Grid) string {
	if id := g.CurrentRow(); id != "" {
		return id
	}
	if rows := g.Rows(); len(rows) > 0 {
		return rows[0].ID
	}
	return ""
}

func (d *evidencePane) openFile() {
	if piece, ok := d.page.pieceOf(current(d.grid)); ok {
		d.page.files.open(piece)
	}
}

func (d *evidencePane) attachKnown() {
	if piece, ok := d.page.pieceOf(current(d.known)); ok {
		_ = d.page.apply(edit.Attach(d.id, piece)) // a refusal was said
	}
}

func (d *evidencePane) detach() {
	if id := current(d.grid); id != "" {
		_ = d.page.apply(edit.Detach(d.id, id)) // a refusal was said
	}
}
