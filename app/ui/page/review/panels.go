package review

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/govalues/decimal"

	"zhunsheng/app"
	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring/panel"
	"zhunsheng/storage/bundle"
)

// tallied is a panel with what came in.
type tallied struct {
	panel  *panel.Panel
	result *panel.Result
}

// panelDetail shows a panel that is coordinated here: every evaluator's points, what they come to, and where they disagree.
type panelDetail struct {
	page  *Page
	key   string
	found *tallied

	loading task.Slot

	head, totals, problems *widget.Text
	grid                   *widget.Grid
	shape                  shape // of the grid
	room                   *fyne.Container
	said                   *said
	actions                map[string]*widget.Button
	content                fyne.CanvasObject
}

func newPanelDetail(p *Page) *panelDetail {
	d := &panelDetail{page: p, head: widget.NewSection(""), totals: widget.NewText(""), problems: widget.NewCaption(""), room: container.NewStack(), said: newSaid(p.needs.Words), actions: map[string]*widget.Button{}}
	d.head.Cut, d.totals.Cut, d.problems.Cut = true, true, true
	button := func(id string, do func()) *widget.Button {
		b := p.button(id, do)
		d.actions[id] = b
		return b
	}
	top := container.NewVBox(d.head, d.totals, widget.Gap(0, 2), widget.Frame(nil, nil, nil, button("evaluation", d.open),
		widget.NewLeadingActions(button("calls", d.sendCalls), button("answers", p.pick), button("arbitrate", d.askArbitrate), button("withdraw", d.askWithdraw))), widget.Gap(0, 2))
	d.content = widget.Frame(top, container.NewVBox(widget.Gap(0, 4), d.said.content, widget.Gap(0, 2), d.problems), nil, nil, widget.NewPanel(d.room, 1))
	return d
}

func (d *panelDetail) object() fyne.CanvasObject { return d.content }

func (d *panelDetail) focus() {
	if d.grid != nil {
		d.grid.Focus()
	}
}

func (d *panelDetail) drop() { d.loading.Drop() }

func (d *panelDetail) load(it *item) {
	if it.panel.Key != d.key {
		d.key, d.found, d.grid = it.panel.Key, nil, nil
	}
	source, key := d.page.needs.Source, d.key
	background(d.page, &d.loading, func(ctx context.Context) (*tallied, error) {
		_ = d.page.writing.Wait() // the errors are delivered to those who write
		p, result, err := source.PanelResult(ctx, key)
		return &tallied{p, result}, err
	}, func(t *tallied) {
		d.found = t
		d.fill()
		d.page.filled(d)
	})
}

// shape says which columns a panel has: of many evaluators, whatever else is told below the table gives way to their points.
type shape struct {
	evaluators int     // columns of evaluators, 0 where they are too many
	each       float32 // width of such a column
	name       float32
	spare      bool // rule and deviation are shown
}

const (
	panelRoom  = 812 // what the table has on a screen of 1366
	panelMost  = 12  // more evaluators are told below the table only
	panelSpare = 6   // up to so many leave room for rule and deviation
)

func shapeOf(evaluators int) shape {
	if evaluators <= 3 {
		return shape{evaluators: evaluators, each: 68, name: 170, spare: true}
	}
	s := shape{evaluators: evaluators, name: 124, spare: evaluators <= panelSpare}
	rest := float32(panelRoom) - s.name - 44 - 3*56
	if s.spare {
		rest -= 2 * 52
	}
	if evaluators > panelMost {
		s.evaluators = 0
		return s
	}
	s.each = min(68, rest/float32(evaluators))
	return s
}

func (d *panelDetail) makeGrid() {
	w, s := d.page.needs.Words, d.shape
	column := func(key string, width float32, size fyne.ThemeSizeName) widget.Column {
		return widget.Column{Title: w.Say("ui.judging.column." + key), Width: width, Align: fyne.TextAlignTrailing, Size: size}
	}
	small, normal := theme.SizeNameCaptionText, fyne.ThemeSizeName("")
	columns := []widget.Column{{Title: w.Say("ui.judging.column.indicator"), Width: s.name, Stretch: 1}, column("weight", 44, small)}
	if s.spare {
		columns = append(columns, column("rule", 52, small))
	}
	for i := range s.evaluators {
		columns = append(columns, widget.Column{Title: d.found.panel.Members[i].Name, Width: s.each, Align: fyne.TextAlignTrailing, Size: small})
	}
	columns = append(columns, column("mean", 56, normal), column("range", 56, normal))
	if s.spare {
		columns = append(columns, column("deviation", 52, small))
	}
	d.grid = widget.NewGrid(append(columns, column("final", 56, normal))...)
	d.grid.OnOpen = func(string) { d.askArbitrate() }
	d.grid.OnCurrent = func(string) { d.enable() }
	d.room.Objects = []fyne.CanvasObject{d.grid}
	d.room.Refresh()
}

func (d *panelDetail) fill() {
	w, r, p := d.page.needs.Words, d.found.result, d.found.panel
	if s := shapeOf(len(p.Members)); d.grid == nil || d.shape != s {
		d.shape = s
		d.makeGrid()
	}
	submitted := 0
	for _, f := range r.Forms {
		if f.State == panel.Submitted && f.Withdrawn == nil {
			submitted++
		}
	}
	d.head.SetText(w.Say("ui.judging.panel.head", "project", p.Evaluation.Project.Name, "done", strconv.Itoa(submitted), "all", strconv.Itoa(len(p.Counted()))) + d.page.due(p))
	tone := look.Plain
	if r.Disagreed > 0 {
		tone = look.Warn
	}
	key := "ui.judging.panel.totals"
	if r.Card.Pending > 0 { // the rest would be taken for the panel's
		key = "ui.judging.panel.open"
	}
	d.totals.Set(w.Say(key, "panel", r.Card.Total.String(), "rule", r.RuleTotal.String(), "disagreed", strconv.Itoa(r.Disagreed)), tone.Ink())
	rows := make([]widget.Row, len(r.Rows))
	for i := range r.Rows {
		rows[i] = d.row(&r.Rows[i])
	}
	d.grid.SetRows(rows)
	if d.grid.CurrentRow() == "" && len(rows) > 0 {
		d.grid.Select(rows[0].ID)
	}
	d.problems.SetText(d.unsettled())
	d.enable()
}

// due says which day answers to a panel are due, "" for none.
func (p *Page) due(of *panel.Panel) string {
	if of.Due == "" {
		return ""
	}
	return p.needs.Words.Say("ui.judging.due.head", "date", of.Due)
}

// told are problems that stand where they belong: in the rows, and in the list of who has not answered.
var told = []string{"panel.problem.disagreement", "panel.problem.quorum", "panel.problem.outstanding"}

// unsettled says who was withdrawn, who has not answered yet, and what else keeps the result from being whole.
func (d *panelDetail) unsettled() string {
	w := d.page.needs.Words
	var gone, missing, lines []string
	for _, f := range d.found.result.Forms {
		switch {
		case f.Withdrawn != nil:
			gone = append(gone, d.nameOf(f.Evaluator))
		case f.State != panel.Submitted:
			missing = append(missing, f.Name)
		}
	}
	if len(gone) > 0 {
		lines = append(lines, w.Say("ui.judging.withdrawn", "names", strings.Join(gone, w.Say("list.separator"))))
	}
	if len(missing) > 0 {
		lines = append(lines, w.Say("ui.judging.outstanding", "names", strings.Join(missing, w.Say("list.separator"))))
	}
	for _, m := range d.found.result.Problems {
		if !slices.Contains(told, m.Key) {
			lines = append(lines, w.Message(m))
		}
	}
	return strings.Join(lines, "　")
}

// gave is what an evaluator gave for a row; in brackets where it does not count as the evaluator was withdrawn.
func (d *panelDetail) gave(row *panel.Row, evaluator string) widget.Cell {
	for _, g := range row.Given {
		if g.Evaluator == evaluator {
			cell := widget.Cell{Text: g.Points.String()}
			if g.Dropped {
				cell.Tone = look.Quiet
			}
			return cell
		}
	}
	for _, g := range row.Withdrawn {
		if g.Evaluator == evaluator {
			return widget.Cell{Text: "(" + g.Points.String() + ")", Tone: look.Quiet}
		}
	}
	for _, recused := range row.Recused {
		if recused.Evaluator == evaluator {
			return widget.Cell{Text: d.page.needs.Words.Say("ui.judging.recused"), Tone: look.Quiet}
		}
	}
	return widget.Cell{Text: "—", Tone: look.Quiet}
}

func (d *panelDetail) row(row *panel.Row) widget.Row {
	cells := []widget.Cell{{Text: row.Name}, {Text: row.Weight.String(), Tone: look.Quiet}}
	if d.shape.spare {
		cells = append(cells, widget.Cell{Text: row.RulePoints.String(), Tone: look.Quiet})
	}
	for _, m := range d.found.panel.Members[:d.shape.evaluators] {
		cells = append(cells, d.gave(row, m.ID))
	}
	spread := widget.Cell{Text: null(row.Range), Tone: look.Quiet}
	switch {
	case row.Disagreed && row.Arbitrated != nil:
		spread.Tone = look.Warn
	case row.Disagreed:
		spread = widget.Cell{Text: "! " + null(row.Range), Tone: look.Wrong, Bold: true}
	}
	final := widget.Cell{Text: null(row.Final), Bold: true}
	if row.Arbitrated != nil {
		final.Tone = look.Current
	}
	cells = append(cells, widget.Cell{Text: null(row.Points)}, spread)
	if d.shape.spare {
		cells = append(cells, widget.Cell{Text: null(row.Deviation), Tone: look.Quiet})
	}
	return widget.Row{ID: row.ID, Cells: append(cells, final)}
}

// null shows points that may be missing.
func null(v decimal.NullDecimal) string {
	if !v.Valid {
		return "—"
	}
	return v.Decimal.String()
}

// sendCalls writes a bundle for every evaluator who has not answered into a folder.
func (d *panelDetail) sendCalls() {
	if d.found == nil {
		return
	}
	p, w, source, of, locked := d.page, d.page.needs.Words, d.page.needs.Source, d.found.panel, d.page.lock
	p.needs.Pick(picker.Question{Title: w.Say("ui.judging.calls.folder"), Folder: true}, func(folder string) {
		background(p, new(task.Slot), func(ctx context.Context) (int, error) {
			n, names := 0, callNames(of)
			for _, m := range of.Counted() {
				if f, ok := of.Form(m.ID); ok && f.State == panel.Submitted {
					continue
				}
				o := desk.BundleOrder{Kind: bundle.KindPanelCall, Path: filepath.Join(folder, names[m.ID])}
				locked.into(&o)
				if _, err := source.CallPanel(ctx, of.ID, m.ID, o); err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		}, func(n int) {
			p.needs.Toast(w.Say("ui.judging.calls.written", "count", strconv.Itoa(n), "folder", folder), look.Fine)
		})
	})
}

// callNames are what the evaluators' calls are called, by their IDs: by the name where file systems take it and nobody else has it, else by
// the ID.
func callNames(p *panel.Panel) map[string]string {
	many := map[string]int{}
	for _, m := range p.Members {
		many[strings.ToLower(m.Name)]++
	}
	names := map[string]string{}
	for _, m := range p.Members {
		name := m.Name
		if name == "" || many[strings.ToLower(name)] > 1 || strings.ContainsFunc(name, unfit) {
			name = m.ID
		}
		names[m.ID] = fitting(p.ID+"-"+name) + bundle.Extension
	}
	return names
}

// unfit reports whether a character has no place in the name of a file. IDs may come from elsewhere, too.
func unfit(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`<>:"/\|?*.`, r) }

// fitting is a name without what has no place in it.
func fitting(name string) string {
	return strings.Map(func(r rune) rune {
		if unfit(r) {
			return '_'
		}
		return r
	}, name)
}

// askArbitrate sets the points of the current indicator, with the reason.
func (d *panelDetail) askArbitrate() {
	row := d.current()
	if row == nil {
		return
	}
	p, w, source, key, of := d.page, d.page.needs.Words, d.page.needs.Source, d.key, *row
	points, reason := widget.NewEntry(nil), widget.NewProse(4, nil)
	points.SetText(null(row.Final))
	if row.Arbitrated != nil {
		reason.SetText(row.Arbitrated.Reason)
	}
	body := container.NewVBox(widget.Prose(row.Name), widget.Labelled(w.Say("ui.judging.points", "weight", row.Weight.String()), points), widget.Labelled(w.Say("ui.judging.column.reason"), reason))
	p.needs.Prompts.Fill(prompt.Form{Title: p.title("arbitrate"), Body: body, Width: 520, Yes: w.Say("ui.dialog.ok"), First: points, Accept: func() string {
		value, ok, err := edit.Points(points.Text, of.Weight)
		if err != nil {
			return app.Sentence(w.Printer, err)
		}
		if !ok || strings.TrimSpace(reason.Text) == "" {
			return w.Say("ui.judging.arbitrate.reason")
		}
		a := panel.Arbitration{Indicator: of.ID, Points: value, Reason: strings.TrimSpace(reason.Text)}
		p.decide(func(ctx context.Context) error {
			who, err := source.Person(ctx)
			if err != nil {
				return err
			}
			a.By = who.Name
			return source.Arbitrate(ctx, key, a)
		}, func() { p.after("") })
		return ""
	}})
}

// current is the row that is looked at where evaluators gave points, nil for none.
func (d *panelDetail) current() *panel.Row {
	if d.found == nil || d.grid == nil {
		return nil
	}
	for i := range d.found.result.Rows {
		if r := &d.found.result.Rows[i]; r.ID == d.grid.CurrentRow() && r.State == "" && len(r.Given) > 0 {
			return r
		}
	}
	return nil
}

func (d *panelDetail) open() {
	if d.found != nil {
		e := d.found.panel.Evaluation
		d.page.needs.Open(e.FiscalYear, e.ID)
	}
}

func (d *panelDetail) enable() {
	widget.SetEnabled(d.actions["calls"], d.found != nil)
	widget.SetEnabled(d.actions["evaluation"], d.found != nil)
	widget.SetEnabled(d.actions["arbitrate"], d.current() != nil)
	widget.SetEnabled(d.actions["withdraw"], d.canWithdraw())
	d.said.show(d.found, d.grid)
}
