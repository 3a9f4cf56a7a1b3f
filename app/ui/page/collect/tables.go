package collect

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/govalues/decimal"

	"zhunsheng/app/collect"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// columns of the evaluations
const (
	columnUnit = iota
	columnProject
	columnDepartment
	columnTotal
	columnGrade
	columnExecution
	columnFindings
	columnSource
)

func (p *Page) makeGrids() map[Tab]*widget.Grid {
	w := p.needs.Words
	column := func(key string, width, stretch float32) widget.Column {
		return widget.Column{Title: w.Say("ui.collect.column." + key), Width: width, Stretch: stretch}
	}
	sorted := func(c widget.Column, align fyne.TextAlign) widget.Column {
		c.Sort, c.Align = true, align
		return c
	}
	right, left, middle := fyne.TextAlignTrailing, fyne.TextAlignLeading, fyne.TextAlignCenter
	evaluations := widget.NewGrid(
		sorted(column("unit", 150, 1), left), sorted(column("project", 200, 2), left), sorted(column("department", 120, 1), left),
		sorted(column("total", 80, 0), right), sorted(column("grade", 70, 0), middle), sorted(column("execution", 92, 0), right),
		sorted(column("findings", 92, 0), middle), column("source", 150, 1),
	)
	evaluations.OnSort = p.sortBy
	evaluations.CellsOf = p.cells
	evaluations.OnOpen = func(string) { p.drill() }
	faults := widget.NewGrid(column("state", 110, 0), column("unit", 160, 1), column("what", 220, 2), column("source", 260, 2))
	faults.OnOpen = func(string) { p.verify() }
	departments := widget.NewGrid(column("department", 220, 1), sorted(column("count", 90, 0), right), sorted(column("complete", 90, 0), right), sorted(column("mean", 90, 0), right))
	departments.OnOpen = func(id string) {
		p.search.SetText(id)
		p.Go(Evaluations)
	}
	scores := widget.NewGrid(column("band", 200, 0), column("share", 300, 1), sorted(column("count", 90, 0), right))
	scores.OnOpen = func(string) { p.drill() }
	sample := widget.NewGrid(column("unit", 180, 1), column("project", 240, 2), sorted(column("risk", 80, 0), right), column("source", 240, 1))
	sample.OnOpen = func(string) { p.drill() }
	grids := map[Tab]*widget.Grid{Evaluations: evaluations, Faults: faults, Departments: departments, Scores: scores, Sample: sample}
	for _, g := range grids {
		g.OnCurrent = func(string) { p.enable() }
	}
	return grids
}

func (p *Page) sortBy(column int) {
	p.down = p.sort == column && !p.down
	p.sort = column
	p.fillEvaluations()
}

// show shows what was found.
func (p *Page) show() {
	w := p.needs.Words
	widget.SetVisible(p.empty, p.found == nil)
	widget.SetVisible(p.result, p.found != nil)
	widget.SetVisible(p.narrow, p.tab == Evaluations)
	folders := w.Say("ui.collect.no-folder")
	if len(p.order.Folders) > 0 {
		folders = w.Say("ui.collect.folders", "folders", strings.Join(p.order.Folders, w.Say("list.separator")))
	}
	p.folders.SetText(folders)
	p.terms.SetText(p.termsText())
	if p.found != nil {
		p.fillTiles()
		p.fillEvaluations()
		p.fillFaults()
		p.fillDepartments()
		p.fillScores()
		p.fillSample()
		p.room.Objects = []fyne.CanvasObject{p.grids[p.tab]}
		p.room.Refresh()
	}
	p.enable()
	p.content.Refresh()
}

func (p *Page) fillTiles() {
	w, s := p.needs.Words, p.found.Summary
	p.tiles.RemoveAll()
	tile := func(id string, n int, tone look.Tone) {
		number := widget.NewHeading(strconv.Itoa(n))
		if n > 0 {
			number.Ink = tone.Ink()
		}
		p.tiles.Add(widget.NewPanel(container.NewVBox(widget.NewCaption(w.Say("ui.collect.tile."+id)), number), 8))
	}
	tile("files", s.Files, look.Plain)
	tile("evaluations", s.Evaluations, look.Plain)
	tile("missing", len(s.Missing), look.Warn)
	tile("faulty", len(s.Faulty), look.Wrong)
	tile("doubtful", len(s.Doubtful), look.Warn)
}

// fillEvaluations lists the evaluations in which every word of the search stands, as sorted.
func (p *Page) fillEvaluations() {
	if p.found == nil {
		return
	}
	words := strings.Fields(strings.ToLower(p.search.Text))
	type line struct {
		at  int
		row *collect.EvaluationRow
	}
	var lines []line
	for i := range p.found.Evaluations {
		r := &p.found.Evaluations[i]
		text := strings.ToLower(r.Unit + " " + r.Project + " " + r.Department + " " + r.Code + " " + r.Grade)
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) }) {
			lines = append(lines, line{i, r})
		}
	}
	order := byColumn(p.sort)
	slices.SortFunc(lines, func(a, b line) int {
		if p.down {
			return order(b.row, a.row)
		}
		return order(a.row, b.row)
	})
	rows := make([]widget.Row, len(lines))
	for i, l := range lines {
		rows[i].ID = strconv.Itoa(l.at)
	}
	g := p.grids[Evaluations]
	g.SetSorted(p.sort, p.down)
	setRows(g, rows)
}

// cells are those of an evaluation in sight.
func (p *Page) cells(id string) []widget.Cell {
	at, err := strconv.Atoi(id)
	if err != nil || p.found == nil || at >= len(p.found.Evaluations) {
		return nil
	}
	r := &p.found.Evaluations[at]
	findings, tone := "✓", look.Fine
	switch {
	case r.Errors > 0:
		findings, tone = strconv.Itoa(int(r.Errors)), look.Wrong
	case r.Warnings > 0:
		findings, tone = strconv.Itoa(int(r.Warnings)), look.Warn
	}
	grade := widget.Cell{Text: r.Grade, Bold: true}
	if r.Grade != "" {
		grade.Shape, grade.Tone = widget.AsBadge, look.Current
	}
	return []widget.Cell{
		{Text: r.Unit},
		{Text: r.Project},
		{Text: r.Department, Tone: look.Quiet},
		{Text: figure(r.Total), Bold: true},
		grade,
		{Text: percent(r.ExecutionRate), Tone: look.Quiet},
		{Text: findings, Tone: tone},
		{Text: filepath.Base(r.Source), Tone: look.Quiet},
	}
}

// figure shows a number with four decimal places with two, or more where there are more.
func figure(v *int64) string {
	if v == nil {
		return "—"
	}
	d, err := decimal.New(*v, 4)
	if err != nil {
		return "—"
	}
	return d.Trim(2).String()
}

func percent(v *int64) string {
	if v == nil {
		return "—"
	}
	return figure(v) + "%"
}

// stateTones colour what is wrong with a file.
var stateTones = map[collect.State]look.Tone{collect.Late: look.Warn, collect.Altered: look.Wrong, collect.Unreadable: look.Wrong}

// fillFaults lists who handed nothing over, files that cannot be used or are late, and evaluations that are in several files.
func (p *Page) fillFaults() {
	w, s := p.needs.Words, p.found.Summary
	var rows []widget.Row
	badge := func(text string, tone look.Tone) widget.Cell {
		return widget.Cell{Text: text, Shape: widget.AsBadge, Tone: tone, Bold: true}
	}
	for _, unit := range s.Missing {
		rows = append(rows, widget.Row{ID: "missing:" + unit, Cells: []widget.Cell{badge(w.Say("collect.missing"), look.Warn), {Text: unit}, {}, {}}})
	}
	for i, f := range s.Faulty {
		rows = append(rows, widget.Row{ID: strconv.Itoa(i) + "|" + f.Path, Cells: []widget.Cell{
			badge(w.Say("collect.state."+string(f.State)), stateTones[f.State]), {Text: f.Unit}, {Text: f.Detail}, {Text: p.within(f.Path), Tone: look.Quiet},
		}})
	}
	named := map[string]string{}
	for i := range p.found.Evaluations {
		named[p.found.Evaluations[i].Key] = p.found.Evaluations[i].Project
	}
	for i, d := range s.Doubtful {
		rows = append(rows, widget.Row{ID: "d" + strconv.Itoa(i) + "|" + d.Path, Cells: []widget.Cell{
			badge(w.Say("collect.standing."+string(d.Standing)), look.Current), {Text: d.Unit}, {Text: cmp.Or(named[d.Key], d.Key)}, {Text: p.within(d.Path), Tone: look.Quiet},
		}})
	}
	setRows(p.grids[Faults], rows)
}

func (p *Page) fillDepartments() {
	var rows []widget.Row
	for _, d := range p.found.Summary.Departments {
		mean := "—"
		if d.Mean.Valid {
			mean = d.Mean.Decimal.String()
		}
		rows = append(rows, widget.Row{ID: d.Name, Cells: []widget.Cell{{Text: d.Name}, {Text: strconv.Itoa(d.Count)}, {Text: strconv.Itoa(d.Complete)}, {Text: mean, Bold: true}}})
	}
	setRows(p.grids[Departments], rows)
}

// fillScores shows how totals and grades are spread, and which totals lie far from the others.
func (p *Page) fillScores() {
	w, s := p.needs.Words, p.found.Summary
	var rows []widget.Row
	part := func(title string, counts []collect.Count, label func(string) string) {
		rows = append(rows, widget.Row{ID: title, Level: 1, Cells: []widget.Cell{{Text: w.Say(title)}, {}, {}}})
		most := 1
		for _, c := range counts {
			most = max(most, c.Count)
		}
		for _, c := range counts {
			rows = append(rows, widget.Row{ID: title + c.Name, Cells: []widget.Cell{
				{Text: label(c.Name)}, {Shape: widget.AsMeter, Fill: float32(c.Count) / float32(most), Tone: look.Current}, {Text: strconv.Itoa(c.Count)},
			}})
		}
	}
	part("ui.collect.grades", s.Grades, func(name string) string { return name })
	part("ui.collect.totals", s.Totals, func(name string) string { return w.Say("ui.collect.band", "from", name) })
	rows = append(rows, widget.Row{ID: "outliers", Level: 1, Cells: []widget.Cell{{Text: w.Say("ui.collect.outliers")}, {}, {}}})
	for _, o := range s.Outliers {
		rows = append(rows, widget.Row{ID: sampleID(o.Key, o.Unit), Cells: []widget.Cell{{Text: o.Unit}, {Text: o.Key, Tone: look.Quiet}, {Text: o.Total.Trim(2).String(), Bold: true}}})
	}
	setRows(p.grids[Scores], rows)
}

func sampleID(key, unit string) string { return unit + "\x00" + key }

func (p *Page) fillSample() {
	var rows []widget.Row
	for _, d := range p.found.Summary.Sample {
		rows = append(rows, widget.Row{ID: sampleID(d.Key, d.Unit), Cells: []widget.Cell{
			{Text: d.Unit}, {Text: d.Project}, {Text: strconv.Itoa(d.Risk), Bold: true}, {Text: filepath.Base(d.Source), Tone: look.Quiet},
		}})
	}
	setRows(p.grids[Sample], rows)
}

// within is a path as it lies in the folder that was chosen.
func (p *Page) within(path string) string {
	for _, folder := range p.order.Folders {
		if inside, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(inside) {
			return inside
		}
	}
	return path
}

// setRows replaces the rows of a table and makes the first one current where none is.
func setRows(g *widget.Grid, rows []widget.Row) {
	g.SetRows(rows)
	if g.CurrentRow() != "" {
		return
	}
	for i := range rows {
		if rows[i].Level == 0 {
			g.Select(rows[i].ID)
			return
		}
	}
}

// enable lets only buttons be pressed that can do something.
func (p *Page) enable() {
	busy := p.job != nil
	can := map[string]bool{
		"folder": !busy, "clear": len(p.order.Folders) > 0, "terms": !busy, "workbook": p.found != nil && !busy, "start": !busy,
		"drill": p.evaluation() != nil, "verify": p.needs.Verify != nil && p.path() != "",
	}
	for id, b := range p.actions {
		widget.SetEnabled(b, can[id])
	}
}
