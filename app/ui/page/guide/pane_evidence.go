package guide

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// evidencePane lists what proves the indicator's actual: the file's name, its digest and the pages. The file itself stays where it is.
type evidencePane struct {
	page *Page
	id   string

	grid      *widget.Grid
	known     *widget.Grid // what other indicators have
	add, link *widget.Button
	remove    *widget.Button
	hashing   task.Slot
	box       fyne.CanvasObject
}

const (
	columnFile = iota
	columnPages
	columnDigest
)

func newEvidencePane(p *Page) *evidencePane {
	w := p.words
	d := &evidencePane{page: p}
	d.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.evidence.column.name"), Width: 160, Stretch: 2},
		widget.Column{Title: w.Say("ui.evidence.column.pages"), Width: 90},
		widget.Column{Title: w.Say("ui.evidence.column.digest"), Width: 120, Stretch: 1},
	)
	d.grid.OnCommit = func(id string, _ int, text string) error { return p.apply(edit.SetEvidencePages(d.id, id, text)) }
	d.known = widget.NewGrid(widget.Column{Title: w.Say("ui.evidence.others"), Width: 140, Stretch: 1})
	d.known.OnOpen = func(string) { d.attachKnown() }
	d.add = widget.NewPrimary(w.Say("ui.evidence.add"), d.pick).WithTip(w.Say("ui.evidence.add.tip"))
	d.link = widget.NewButton(w.Say("ui.evidence.link"), d.attachKnown)
	d.remove = widget.NewButton(w.Say("ui.evidence.remove"), d.detach)
	buttons := container.NewVBox(d.add, d.link, d.remove)
	d.box = widget.Frame(nil, nil, nil, container.NewHBox(widget.Gap(6, 0), buttons),
		container.New(shares{7, 3}, widget.NewPanel(d.grid, 1), widget.NewPanel(d.known, 1)))
	return d
}

func (d *evidencePane) content() fyne.CanvasObject { return d.box }
func (d *evidencePane) commit()                    { d.grid.Commit() }
func (d *evidencePane) reset()                     { d.grid.ClearDrafts() }

func (d *evidencePane) focus() {
	if len(d.grid.Rows()) == 0 {
		widget.Focus(d.add)
		return
	}
	d.grid.Focus()
}

func (d *evidencePane) refresh(ind *scoring.Indicator, _ *scoring.Line) {
	d.id = ind.ID
	e := d.page.session.Evaluation()
	own := evidenceOf(e, ind)
	rows := make([]widget.Row, 0, len(own))
	taken := map[string]bool{}
	for _, f := range own {
		taken[f.ID] = true
		rows = append(rows, widget.Row{ID: f.ID, Cells: []widget.Cell{
			columnFile: {Text: f.Name}, columnPages: {Text: f.Pages, Edit: true}, columnDigest: {Text: f.SHA256, Tone: look.Quiet},
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
	setEnabled(d.link, len(others) > 0)
	setEnabled(d.remove, len(rows) > 0)
}

func (d *evidencePane) pick() {
	d.page.needs.Pick(picker.Question{Title: d.page.words.Say("ui.evidence.pick")}, d.attachFile)
}

// attachFile computes a file's digest in the background and adds it to the indicator that is current now.
func (d *evidencePane) attachFile(path string) {
	id := d.id
	task.Run(d.page.needs.Runner, &d.hashing, func(ctx context.Context, _ *task.Progress) (string, error) {
		return digest(ctx, path)
	}, func(sum string, err error) {
		if err != nil {
			d.page.needs.Fail(err)
			return
		}
		name := filepath.Base(path)
		if d.page.apply(edit.Attach(id, scoring.Evidence{Name: name, SHA256: sum})) == nil {
			d.page.needs.Toast(d.page.words.Say("ui.toast.attached", "file", name), look.Fine)
		}
	})
}

// digest returns the SHA-256 of a file in hexadecimal.
func digest(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	buffer := make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := file.Read(buffer)
		hash.Write(buffer[:n])
		if err == io.EOF {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}

func (d *evidencePane) attachKnown() {
	id := d.known.CurrentRow()
	if rows := d.known.Rows(); id == "" && len(rows) > 0 {
		id = rows[0].ID
	}
	for _, f := range d.page.session.Evaluation().Evidence {
		if f.ID == id {
			_ = d.page.apply(edit.Attach(d.id, f)) // a refusal was said
			return
		}
	}
}

func (d *evidencePane) detach() {
	id := d.grid.CurrentRow()
	if rows := d.grid.Rows(); id == "" && len(rows) > 0 {
		id = rows[0].ID
	}
	if id != "" {
		_ = d.page.apply(edit.Detach(d.id, id)) // a refusal was said
	}
}
