package guide

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
	"zhunsheng/scoring/review"
)

// schemeForm lets the user choose another scheme and shows what that would do before it is done.
type schemeForm struct {
	page  *Page
	rules []desk.Rule
	pick  *widget.Dropdown
	sum   *widget.Text
	about *widget.Label
	view  *widget.Choice
	rows  *widget.Grid
	kept  *fyne.Container
	lists [2]fyne.CanvasObject // what changes, and what is kept
}

// The views of the preview.
const (
	viewRows = "rows"
	viewKept = "kept"
)

// columns of the grid
const (
	columnRowName = iota
	columnRowWeight
	columnRowPoints
	columnRowDifference
)

func (p *Page) askScheme() {
	w, title := p.words, p.words.Say("guide.rules.scheme.title")
	if !p.mayRecast(title) {
		return
	}
	f := &schemeForm{page: p, rules: p.needs.Rules.Rules(p.session.Evaluation()), sum: widget.NewHeading(""), about: widget.SmallProse("")}
	if len(f.rules) == 0 {
		p.needs.Prompts.Tell(title, w.Say("guide.rules.scheme.none"))
		return
	}
	var options []widget.Option
	for i, r := range f.rules {
		key := "guide.rules.scheme.option"
		if r.Newer {
			key += ".newer"
		}
		options = append(options, widget.Option{ID: strconv.Itoa(i), Label: w.Say(key, "title", w.Name(r.Scheme.Title), "version", r.Scheme.Version), Aside: r.Scheme.Authority})
	}
	f.pick = widget.NewDropdown(func(string) { f.show() })
	f.pick.SetOptions(options)
	f.pick.SetChosen("0")
	f.rows = widget.NewGrid(
		widget.Column{Title: w.Say("guide.rules.scheme.column.row"), Width: 300, Stretch: 2},
		widget.Column{Title: w.Say("guide.rules.scheme.column.weight"), Width: 140, Stretch: 1, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("guide.rules.scheme.column.points"), Width: 160, Stretch: 1, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("guide.rules.scheme.column.difference"), Width: 96, Align: fyne.TextAlignTrailing, Size: theme.SizeNameCaptionText},
	)
	f.kept = container.NewVBox()
	f.lists = [2]fyne.CanvasObject{widget.NewPanel(f.rows, 1), widget.NewPanel(container.NewVScroll(f.kept), 10)}
	f.view = widget.NewChoice(func(string) error { f.turn(); return nil })
	f.show()
	body := container.NewVBox(
		widget.Labelled(w.Say("guide.rules.scheme.to", "now", w.Name(p.session.Scheme().Title)), container.NewHBox(f.pick)), widget.Gap(0, 4),
		f.sum, widget.Flush(f.about), widget.Gap(0, 4), container.NewHBox(f.view), widget.Gap(0, 2),
		widget.Tall(func() float32 { return 268 }, container.NewStack(f.lists[0], f.lists[1])),
		widget.Flush(widget.SmallProse(w.Say("guide.rules.scheme.note"))),
	)
	p.needs.Prompts.Fill(prompt.Form{Title: title, Body: body, Width: 820, Yes: w.Say("guide.rules.scheme.yes"), First: f.pick, Accept: f.accept})
}

func (f *schemeForm) chosen() desk.Rule {
	at, err := strconv.Atoi(f.pick.Chosen())
	if err != nil || at >= len(f.rules) {
		at = 0
	}
	return f.rules[at]
}

// show says what the chosen scheme would do.
func (f *schemeForm) show() {
	p, w, r := f.page, f.page.words, f.chosen()
	change, err := p.session.Recast(r.Scheme, r.Ref, w.Language())
	if err != nil { // its status has changed behind the dialog
		f.sum.SetText("")
		f.about.SetText(w.Error(err))
		return
	}
	from, to := change.Old, change.Card
	f.sum.SetText(w.Say("guide.rules.scheme.sum", "before", from.Total.String(), "after", to.Total.String(),
		"old", w.Grade(change.From, from.Grade), "new", w.Grade(change.To, to.Grade)))
	key := "guide.rules.scheme.about"
	if to.Pending > from.Pending {
		key += ".pending"
	}
	f.about.SetText(w.Say(key, "highest", to.Highest.Total.String(), "count", strconv.Itoa(to.Pending-from.Pending)))
	f.rows.SetRows(f.changed(change))
	f.kept.Objects = f.keeps(change)
	f.kept.Refresh()
	f.view.SetOptions([]widget.Option{
		{ID: viewRows, Label: w.Say("guide.rules.scheme.rows"), Aside: strconv.Itoa(len(change.Rows))},
		{ID: viewKept, Label: w.Say("guide.rules.scheme.kept"), Aside: strconv.Itoa(len(change.Kept))},
	})
	if f.view.Chosen() == "" {
		f.view.SetChosen(viewRows)
	}
	f.turn()
}

func (f *schemeForm) turn() {
	setVisible(f.lists[0], f.view.Chosen() != viewKept)
	setVisible(f.lists[1], f.view.Chosen() == viewKept)
}

// changed lists the rows whose weight or points change.
func (f *schemeForm) changed(change *recast.Change) []widget.Row {
	w := f.page.words
	arrow := func(before, after string) string {
		if before == after {
			return before
		}
		return before + " → " + after
	}
	rows := make([]widget.Row, 0, len(change.Rows))
	for _, r := range change.Rows {
		name := r.Name
		if r.ID == "" {
			name = w.Message(scoring.Message{Key: "place.execution"})
		}
		points, tone, difference := arrow(r.OldPoints.String(), r.Points.String()), look.Plain, ""
		if r.Waits && !r.OldPending {
			points, tone = w.Say("guide.rules.scheme.waits", "points", r.OldPoints.String()), look.Warn
		} else if d, err := r.Points.Sub(r.OldPoints); err == nil && !d.IsZero() {
			difference = d.String()
			if d.IsPos() {
				difference = "+" + difference
			}
		}
		rows = append(rows, widget.Row{ID: "row" + r.ID, Cells: []widget.Cell{
			columnRowName: {Text: name}, columnRowWeight: {Text: arrow(r.OldWeight.Trim(0).String(), r.Weight.Trim(0).String())},
			columnRowPoints: {Text: points, Tone: tone}, columnRowDifference: {Text: difference, Tone: look.Quiet},
		}})
	}
	return rows
}

// keeps says what has no place under the new scheme, and where it stays.
func (f *schemeForm) keeps(change *recast.Change) []fyne.CanvasObject {
	w, e := f.page.words, f.page.session.Evaluation()
	if len(change.Kept) == 0 {
		return []fyne.CanvasObject{widget.NewCaption(w.Say("guide.rules.scheme.kept.none"))}
	}
	var list []fyne.CanvasObject
	last := ""
	for _, k := range change.Kept {
		if k.Place != last {
			place := widget.NewText(w.Message(review.PlaceMessageIn(change.From, e, k.Place, w.Language())))
			place.Bold, place.Cut = true, true
			list = append(list, place)
			last = k.Place
		}
		list = append(list, widget.Flush(widget.SmallProse(w.Message(k.Message))), widget.Gap(0, 4))
	}
	return list
}

func (f *schemeForm) accept() string {
	p, w, r := f.page, f.page.words, f.chosen()
	if err := recast.Allowed(p.session.Evaluation()); err != nil {
		return w.Error(err)
	}
	p.recast(edit.ItemScheme, p.session.SetScheme(r.Scheme, r.Ref), w.Say("guide.rules.scheme.done", "scheme", w.Name(r.Scheme.Title), "keys", keysUndo.String()))
	return ""
}
