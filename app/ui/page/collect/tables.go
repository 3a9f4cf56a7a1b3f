package collect

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	toolkit "fyne.io/fyne/v2/widget"
	"github.com/govalues/decimal"

	"zhunsheng/app/collect"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// columns of the evaluations
const (
	columnUnit = iota
	columnProject
	columnYear
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
	aligned := func(c widget.Column, align fyne.TextAlign) widget.Column {
		c.Align = align
		return c
	}
	sorted := func(c widget.Column, align fyne.TextAlign) widget.Column {
		c.Sort, c.Align = true, align
		return c
	}
	right, left, middle := fyne.TextAlignTrailing, fyne.TextAlignLeading, fyne.TextAlignCenter
	evaluations := widget.NewGrid(
		sorted(column("unit", 150, 1), left), sorted(column("project", 200, 2), left), sorted(column("year", 60, 0), middle), sorted(column("department", 120, 1), left),
		sorted(column("total", 80, 0), right), sorted(column("grade", 70, 0), middle), sorted(column("execution", 92, 0), right),
		sorted(column("findings", 92, 0), middle), sorted(column("source", 150, 1), left),
	)
	for i, rank := range map[int]int{columnSource: 1, columnExecution: 2, columnYear: 3, columnDepartment: 4} {
		evaluations.Columns[i].Rank = rank
	}
	evaluations.CellsOf = p.cells
	evaluations.OnOpen = func(string) { p.drill() }
	faults := widget.NewGrid(sorted(column("state", 118, 0), left), sorted(column("unit", 130, 1), left), sorted(column("what", 260, 3), left), sorted(column("source", 220, 2), left))
	faults.OnOpen = func(string) { p.verify() }
	departments := widget.NewGrid(sorted(column("department", 220, 1), left), sorted(column("count", 90, 0), right), sorted(column("complete", 90, 0), right), sorted(column("mean", 90, 0), right))
	departments.OnOpen = func(id string) {
		p.search.SetText(id)
		p.Go(Evaluations)
	}
	scores := widget.NewGrid(column("band", 200, 0), column("share", 300, 1), aligned(column("count", 90, 0), right))
	scores.OnOpen = func(string) { p.drill() }
	sample := widget.NewGrid(sorted(column("unit", 180, 1), left), sorted(column("project", 240, 2), left), sorted(column("risk", 80, 0), right), sorted(column("source", 240, 1), left))
	sample.OnOpen = func(string) { p.drill() }
	grids := map[Tab]*widget.Grid{Evaluations: evaluations, Faults: faults, Departments: departments, Scores: scores, Sample: sample}
	for tab, g := range grids {
		g.OnCurrent = func(string) { p.enable() }
		g.OnSort = func(column int) { p.sortBy(tab, column) }
	}
	return grids
}

// show shows what was found.
func (p *Page) show() {
	w := p.needs.Words
	widget.SetVisible(p.empty, p.found == nil)
	widget.SetVisible(p.result, p.found != nil)
	widget.SetVisible(p.narrow, p.tab == Evaluations)
	widget.SetVisible(p.below, p.tab == Faults)
	folders := w.Say("ui.collect.no-folder")
	if len(p.order.Folders) > 0 {
		folders = w.Say("ui.collect.folders", "folders", strings.Join(p.order.Folders, w.Say("list.separator")))
	}
	p.folders.SetText(folders)
	terms := p.termsText()
	p.terms.SetText(terms)
	widget.SetVisible(p.terms, terms != "")
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
		text := strings.ToLower(r.Unit + " " + r.Project + " " + r.Department + " " + r.Code + " " + r.Grade + " " + strconv.Itoa(int(r.Year)))
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) }) {
			lines = append(lines, line{i, r})
		}
	}
	by := p.sorts[Evaluations]
	order := byColumn(by.column)
	slices.SortFunc(lines, func(a, b line) int {
		if by.down {
			return order(b.row, a.row)
		}
		return order(a.row, b.row)
	})
	rows := make([]widget.Row, len(lines))
	for i, l := range lines {
		rows[i].ID = strconv.Itoa(l.at)
	}
	g := p.grids[Evaluations]
	g.SetSorted(by.column, by.down)
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
		{Text: strconv.Itoa(int(r.Year)), Tone: look.Quiet},
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

// stateKey is what the list calls the state of a file: one that only wants its passphrase is not lost.
func stateKey(s *collect.Source) string {
	if s.Locked {
		return "ui.collect.state.locked"
	}
	return "collect.state." + string(s.State)
}

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
			badge(w.Say(stateKey(&s.Faulty[i])), stateTones[f.State]), {Text: f.Unit}, {Text: f.Detail}, {Text: p.within(f.Path), Tone: look.Quiet},
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
	for i, path := range s.Others {
		rows = append(rows, widget.Row{ID: "o" + strconv.Itoa(i) + "|" + path, Cells: []widget.Cell{
			badge(w.Say("ui.collect.other"), look.Quiet), {}, {Text: w.Say("ui.collect.other.text")}, {Text: p.within(path), Tone: look.Quiet},
		}})
	}
	setRows(p.grids[Faults], p.sorted(Faults, rows))
}

// inFull is the current fault with everything that its row may cut.
func (p *Page) inFull() string {
	g := p.grids[Faults]
	for _, row := range g.Rows() {
		if row.ID != g.CurrentRow() {
			continue
		}
		var lines []string
		for _, at := range []int{3, 2} {
			if text := row.Cells[at].Text; text != "" {
				lines = append(lines, text)
			}
		}
		_, path, _ := strings.Cut(row.ID, "|")
		if p.locked(path) {
			lines = append(lines, p.needs.Words.Say("ui.collect.locked", "keys", keys["unlock"].String()))
		}
		return strings.Join(lines, "\n")
	}
	return ""
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
	setRows(p.grids[Departments], p.sorted(Departments, rows))
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
	part("ui.collect.totals", s.Totals, func(name string) string {
		if strings.HasSuffix(name, "-") { // nothing bounds it
			return w.Say("ui.collect.band.top")
		}
		return w.Say("ui.collect.band", "from", name)
	})
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
	setRows(p.grids[Sample], p.sorted(Sample, rows))
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
		"folder": !busy, "clear": len(p.order.Folders) > 0, "terms": !busy, "workbook": p.found != nil && !busy, "paper": p.found != nil && !busy, "start": !busy && len(p.order.Folders) > 0,
		"unlock": !busy && len(p.lockedFiles()) > 0, "drill": p.evaluation() != nil, "verify": p.needs.Verify != nil && p.path() != "",
	}
	p.actions["start"].Importance = toolkit.MediumImportance
	if !p.empty.Visible() { // where it is visible its own button is what comes next
		p.actions["start"].Importance = toolkit.HighImportance
	}
	widget.SetVisible(p.actions["unlock"], len(p.lockedFiles()) > 0)
	for id, b := range p.actions {
		widget.SetEnabled(b, can[id])
	}
	if text := p.inFull(); text != p.whole.Text {
		p.whole.SetText(text)
	}
}
