package guide

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/edit"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
	"zhunsheng/scoring/recast"
)

// Rules is what an evaluation can be put under besides its own year and scheme. YearFor and Move are called from background goroutines.
type Rules interface {
	// Rules lists the schemes that it can be put under.
	Rules(e *scoring.Evaluation) []desk.Rule
	// YearFor looks at another fiscal year for it.
	YearFor(ctx context.Context, e *scoring.Evaluation, year int) (desk.YearFor, error)
	// Move takes it to another fiscal year and returns the ID it has there.
	Move(ctx context.Context, m desk.Move) (string, error)
}

var (
	keysYear      = command.CtrlShift(fyne.KeyJ)
	keysMoneyUnit = command.CtrlShift(fyne.KeyK)
	keysScheme    = command.CtrlShift(fyne.KeyW)
)

// facts are the rules that the evaluation is made under, each with a button that changes it.
type facts struct {
	page    *Page
	values  map[string]*widget.Text
	buttons map[string]*widget.Button
	source  *widget.Text // of the scheme: the rule it follows
	lines   []*fyne.Container
	content fyne.CanvasObject
}

func newFacts(p *Page) *facts {
	w := p.words
	f := &facts{page: p, values: map[string]*widget.Text{}, buttons: map[string]*widget.Button{}, source: widget.NewText("")}
	f.source.Cut = true
	value := func(item, key string, keys command.Keys, ask func()) fyne.CanvasObject {
		t := widget.NewText("")
		t.Cut = true
		b := widget.NewQuiet(w.Say("guide.rules.change"), ask).WithTip(w.Say("guide.rules."+item+".tip", "keys", keys.String()))
		widget.SetVisible(b, p.needs.Rules != nil)
		f.values[item], f.buttons[item] = t, b
		return f.line(w.Say(key), t, b)
	}
	f.content = container.NewVBox(
		container.New(layout.NewGridLayout(3),
			value(edit.ItemYear, "ui.field.year", keysYear, p.askYear),
			value(edit.ItemMoneyUnit, "ui.field.money-unit", keysMoneyUnit, p.askMoneyUnit),
			f.line(w.Say("ui.field.authority"), f.source, widget.Gap(0, 0)),
		),
		value(edit.ItemScheme, "ui.field.scheme", keysScheme, p.askScheme),
	)
	return f
}

// followed is a layout of a text and, right behind it, a button; the text is cut where there is no room for both.
type followed struct{}

const followGap = 6

// MinSize is part of the toolkit's contract.
func (followed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	text, button := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(text.Width+followGap+button.Width, max(text.Height, button.Height, 30))
}

// Layout is part of the toolkit's contract.
func (followed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	text, button := objects[0], objects[1]
	own, behind := text.MinSize(), button.MinSize()
	if t, ok := text.(*widget.Text); ok {
		own.Width = max(own.Width, t.Natural()+1)
	}
	own.Width = min(own.Width, size.Width-behind.Width-followGap)
	text.Resize(own)
	text.Move(fyne.NewPos(0, (size.Height-own.Height)/2))
	button.Resize(behind)
	button.Move(fyne.NewPos(own.Width+followGap, (size.Height-behind.Height)/2))
}

// line shows a value with what stands behind it.
func (f *facts) line(label string, value *widget.Text, behind fyne.CanvasObject) fyne.CanvasObject {
	line := container.New(followed{}, value, behind)
	f.lines = append(f.lines, line)
	return widget.Labelled(label, line)
}

func (f *facts) refresh() {
	w, e, scheme := f.page.words, f.page.session.Evaluation(), f.page.session.Scheme()
	f.values[edit.ItemYear].SetText(strconv.Itoa(e.FiscalYear))
	f.values[edit.ItemMoneyUnit].SetText(e.MoneyUnit)
	f.values[edit.ItemScheme].SetText(w.Say("guide.rules.scheme", "title", w.Name(scheme.Title), "version", scheme.Version))
	f.source.SetText(scheme.Authority)
	for _, line := range f.lines {
		line.Refresh()
	}
}

// rulesCommands are about the year, the money unit and the scheme.
func (p *Page) rulesCommands() []command.Command {
	if p.needs.Rules == nil {
		return nil
	}
	on := func(id string, keys command.Keys, ask func()) command.Command {
		return command.Command{ID: id, Keys: keys, Menu: command.Edit, Do: func() {
			if p.step != edit.Basics {
				p.Go(edit.Place{Step: edit.Basics}, true)
			}
			ask()
		}}
	}
	return []command.Command{
		on("rules.year", keysYear, p.askYear), on("rules.money-unit", keysMoneyUnit, p.askMoneyUnit), on("rules.scheme", keysScheme, p.askScheme),
	}
}

// mayRecast hands over open typing and says why the rules of the evaluation stay as they are, where they do.
func (p *Page) mayRecast(title string) bool {
	if p.needs.Rules == nil {
		return false
	}
	p.screens[p.step].commit()
	if err := recast.Allowed(p.session.Evaluation()); err != nil {
		p.needs.Prompts.Tell(title, p.words.Error(err))
		return false
	}
	return true
}

// ruled is what the screens are built for.
type ruled struct {
	scheme *scoring.Scheme
	unit   string
}

// follows builds the screens anew where the evaluation has come under another scheme or money unit, here or in the store.
func (p *Page) follows() {
	now := ruled{p.session.Scheme(), p.session.Evaluation().MoneyUnit}
	if now == p.ruled {
		return
	}
	p.ruled = now
	if old, ok := p.screens[p.step]; ok {
		old.commit()
	}
	clear(p.screens)
	s := p.build(p.step)
	p.screens[p.step] = s
	p.middle.Objects = []fyne.CanvasObject{s.content()}
	p.middle.Refresh()
}

// recast makes a change of the rules once its dialog has gone, says so, and gives the keyboard back to its button. The screens are built
// anew by it, and the dialog must find its own.
func (p *Page) recast(item string, c edit.Change, done string) {
	p.needs.Runner.Post(func() {
		if err := p.session.Apply(c); err != nil { // it was looked at before; something changed meanwhile
			p.needs.Fail(err)
			return
		}
		p.needs.Toast(done, look.Fine)
		p.Go(edit.Place{Step: edit.Basics, Item: item}, true)
	})
}
