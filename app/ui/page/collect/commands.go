package collect

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/collect"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
)

// keys are the shortcuts of the commands by their IDs without "collect.".
var keys = map[string]command.Keys{
	"folder": command.Ctrl(fyne.KeyO), "clear": command.Ctrl(fyne.KeyW), "terms": command.Ctrl(fyne.KeyT), "start": command.Bare(fyne.KeyF5),
	"workbook": command.Ctrl(fyne.KeyE), "paper": command.CtrlShift(fyne.KeyE), "drill": command.Ctrl(fyne.KeyD), "verify": command.Ctrl(fyne.KeyG), "unlock": command.Ctrl(fyne.KeyU), "search": command.Ctrl(fyne.KeyF),
}

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	idle := func() bool { return p.job == nil }
	c := func(id string, menu command.Menu, can func() bool, do func()) command.Command {
		return command.Command{ID: "collect." + id, Keys: keys[id], Menu: menu, Can: can, Do: do}
	}
	commands := []command.Command{
		c("folder", command.File, idle, p.addFolder),
		c("start", command.File, idle, p.start),
		c("workbook", command.File, func() bool { return p.found != nil && idle() }, p.write),
		c("paper", command.File, func() bool { return p.found != nil && idle() }, p.writePaper),
		c("clear", command.Edit, func() bool { return len(p.order.Folders) > 0 }, p.clear),
		c("terms", command.Edit, idle, p.askTerms),
		c("unlock", command.Edit, func() bool { return idle() && len(p.lockedFiles()) > 0 }, p.unlock),
		c("search", command.Edit, func() bool { return p.found != nil }, func() { p.Go(Evaluations); widget.Focus(p.search) }),
		c("drill", command.View, func() bool { return p.evaluation() != nil }, p.drill),
		c("verify", command.Goto, func() bool { return p.needs.Verify != nil && p.path() != "" }, p.verify),
	}
	for i, t := range Tabs() {
		commands = append(commands, command.Command{
			ID: "collect.tab." + string(t), Keys: command.Alt(fyne.KeyName(strconv.Itoa(i + 1))), Menu: command.View, Marked: func() bool { return p.tab == t },
			Can: func() bool { return p.found != nil }, Do: func() { p.Go(t); p.grids[t].Focus() },
		})
	}
	return commands
}

// drill reads the current evaluation again from its file and shows its indicators and findings.
func (p *Page) drill() {
	row, found := p.evaluation(), p.found
	if row == nil {
		return
	}
	of := *row
	task.Run(p.needs.Runner, &p.drilling, func(ctx context.Context, _ *task.Progress) (collect.Rows, error) {
		return found.Drill(ctx, &of)
	}, func(rows collect.Rows, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.showDrilled(&of, rows)
	})
}

func (p *Page) showDrilled(of *collect.EvaluationRow, rows collect.Rows) {
	w := p.needs.Words
	column := func(key string, width, stretch float32, align fyne.TextAlign) widget.Column {
		return widget.Column{Title: w.Say("ui.collect.column." + key), Width: width, Stretch: stretch, Align: align, Size: theme.SizeNameCaptionText}
	}
	left, right := fyne.TextAlignLeading, fyne.TextAlignTrailing
	indicators := widget.NewGrid(column("indicator", 220, 2, left), column("target", 110, 1, left), column("actual", 110, 1, left),
		column("weight", 60, 0, right), column("points", 60, 0, right), column("reason", 160, 2, left))
	lines := make([]widget.Row, len(rows.Indicators))
	for i := range rows.Indicators {
		r := &rows.Indicators[i]
		points := widget.Cell{Text: figure(r.Points), Bold: true}
		if r.Points != nil && r.Weight != nil && *r.Points < *r.Weight {
			points.Tone = look.Warn
		}
		lines[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: r.Name}, {Text: r.Target, Tone: look.Quiet}, {Text: r.Actual}, {Text: figure(r.Weight), Tone: look.Quiet}, points, {Text: r.Reason, Tone: look.Quiet}}}
	}
	indicators.SetRows(lines)
	findings := widget.NewGrid(column("check", 70, 0, left), column("place", 220, 1, left), column("what", 300, 2, left))
	lines = make([]widget.Row, len(rows.Findings))
	for i := range rows.Findings {
		f := &rows.Findings[i]
		tone := look.Warn
		if f.Severity == "error" {
			tone = look.Wrong
		}
		lines[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: f.Check, Tone: tone, Bold: true}, {Text: p.place(f.Place, rows.Indicators)}, {Text: p.what(f), Tone: look.Quiet}}}
	}
	findings.SetRows(lines)
	sized := func(height float32, g *widget.Grid) fyne.CanvasObject {
		return widget.Room(940, height, widget.NewPanel(g, 1))
	}
	head := widget.NewText(w.Say("ui.collect.drill.head", "unit", of.Unit, "total", figure(of.Total), "grade", of.Grade))
	body := container.NewVBox(head, sized(300, indicators), widget.NewSection(w.Say("ui.collect.drill.findings", "count", strconv.Itoa(len(lines)))), sized(130, findings))
	p.needs.Prompts.Show(of.Project, body, 960)
}

// place says where a finding is: an indicator by its name, others as the report calls them.
func (p *Page) place(place string, indicators []collect.IndicatorRow) string {
	w := p.needs.Words
	if id, ok := strings.CutPrefix(place, "indicator:"); ok {
		for i := range indicators {
			if indicators[i].ID == id {
				return indicators[i].Name
			}
		}
		return id
	}
	if key := "report.place." + place; w.Has(key) {
		return w.Say(key)
	}
	return place
}

// what says what was found, and what it should be.
func (p *Page) what(f *collect.FindingRow) string {
	if f.Allowed == "" {
		return f.Found
	}
	return p.needs.Words.Say("ui.collect.drill.what", "found", f.Found, "allowed", f.Allowed)
}
