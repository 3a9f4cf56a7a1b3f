package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/govalues/decimal"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
)

// What becomes of the amounts.
const (
	unitConvert = "convert"
	unitRelabel = "relabel"
)

// unitForm asks for another money unit and what becomes of the amounts, and shows both outcomes.
type unitForm struct {
	page *Page
	unit *widget.Choice
	how  *widget.Choice
	grid *widget.Grid
	why  *widget.Label // why the amounts cannot be converted, "" where they can
	room *fyne.Container
}

func (p *Page) askMoneyUnit() {
	w, title := p.words, p.words.Say("guide.rules.money-unit.title")
	if !p.mayRecast(title) {
		return
	}
	f := &unitForm{page: p, why: widget.SmallProse(""), room: container.NewStack()}
	now := p.session.Evaluation().MoneyUnit
	var units []widget.Option
	for id, key := range map[string]string{desk.TenThousandYuan: "ui.money-unit.ten-thousand", desk.Yuan: "ui.money-unit.one"} {
		if id != now {
			units = append(units, widget.Option{ID: id, Label: w.Say(key)})
		}
	}
	if len(units) == 2 && units[0].ID != desk.TenThousandYuan {
		units[0], units[1] = units[1], units[0]
	}
	f.unit = widget.NewChoice(func(string) error { f.show(); return nil }, units...)
	f.unit.SetChosen(units[0].ID)
	f.how = widget.NewChoice(nil,
		widget.Option{ID: unitConvert, Label: w.Say("guide.rules.unit.convert")}, widget.Option{ID: unitRelabel, Label: w.Say("guide.rules.unit.relabel")})
	f.how.Upright = true
	f.show()
	body := container.NewVBox(
		widget.NewCaption(w.Say("guide.rules.unit.now", "unit", now)), widget.Gap(0, 2),
		widget.Labelled(w.Say("guide.rules.unit.to"), container.NewHBox(f.unit)), widget.Gap(0, 4),
		widget.Tall(func() float32 { return f.grid.NaturalHeight() + 4 }, f.room), widget.Flush(f.why), widget.Gap(0, 4),
		widget.Labelled(w.Say("guide.rules.unit.how"), f.how),
		widget.Flush(widget.SmallProse(w.Say("guide.rules.unit.note"))),
	)
	p.needs.Prompts.Fill(prompt.Form{Title: title, Body: body, Width: 620, Yes: w.Say("guide.rules.unit.yes"), First: f.how, Accept: f.accept})
}

// show lists the amounts of the total row as they are, converted, and called otherwise.
func (f *unitForm) show() {
	w, e, unit := f.page.words, f.page.session.Evaluation(), f.unit.Chosen()
	converted, err := recast.MoneyUnit(e, unit, true)
	reason := ""
	if err != nil {
		reason = w.Error(err)
	}
	f.why.SetText(reason)
	column := func(key, unit string) widget.Column {
		return widget.Column{Title: w.Say(key, "unit", unit), Width: 150, Stretch: 1, Align: fyne.TextAlignTrailing}
	}
	row, _ := e.TotalFunds()
	name := w.Say("ui.money.column.name")
	if row != nil {
		name = row.Name
	}
	f.grid = widget.NewGrid(widget.Column{Title: name, Width: 130, Stretch: 1},
		column("guide.rules.unit.column.now", e.MoneyUnit), column("guide.rules.unit.column.convert", unit), column("guide.rules.unit.column.relabel", unit))
	var after *scoring.FundRow
	if err == nil {
		after, _ = converted.TotalFunds()
	}
	var rows []widget.Row
	for _, c := range []edit.Column{edit.Initial, edit.Adjusted, edit.Executed} {
		cells := []widget.Cell{{Text: w.Say("ui.money.column." + string(c))}, {}, {}, {}}
		if row != nil {
			cells[1].Text, cells[3].Text = stated(*c.Amount(row)), stated(*c.Amount(row))
		}
		if after != nil {
			cells[2].Text = stated(*c.Amount(after))
		}
		rows = append(rows, widget.Row{ID: string(c), Cells: cells})
	}
	f.grid.SetRows(rows)
	f.room.Objects = []fyne.CanvasObject{widget.NewPanel(f.grid, 1)}
	f.room.Refresh()
}

func stated(d decimal.NullDecimal) string {
	if !d.Valid {
		return "—"
	}
	return d.Decimal.String()
}

func (f *unitForm) accept() string {
	p, w, unit := f.page, f.page.words, f.unit.Chosen()
	if f.how.Chosen() == "" {
		return w.Say("guide.rules.unit.choose")
	}
	convert := f.how.Chosen() == unitConvert
	if _, err := recast.MoneyUnit(p.session.Evaluation(), unit, convert); err != nil {
		return w.Error(err)
	}
	p.recast(edit.ItemMoneyUnit, edit.SetMoneyUnit(unit, convert), w.Say("guide.rules.unit."+f.how.Chosen()+".done", "unit", unit, "keys", keysUndo.String()))
	return ""
}
