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
		line := container.New(layout.NewCustomPaddedLayout(2, 6, 0, 0), widget.Frame(nil, nil, nil, container.NewCenter(b), container.NewVBox(layout.NewSpacer(), t, layout.NewSpacer())))
		return widget.Labelled(w.Say(key), line)
	}
	f.content = container.New(layout.NewGridLayout(2),
		value(edit.ItemYear, "ui.field.year", keysYear, p.askYear),
		value(edit.ItemMoneyUnit, "ui.field.money-unit", keysMoneyUnit, p.askMoneyUnit),
		value(edit.ItemScheme, "ui.field.scheme", keysScheme, p.askScheme),
		widget.Labelled(w.Say("ui.field.authority"), container.New(layout.NewCustomPaddedLayout(2, 6, 0, 0), container.NewVBox(layout.NewSpacer(), f.source, layout.NewSpacer()))),
	)
	return f
}

func (f *facts) refresh() {
	w, e, scheme := f.page.words, f.page.session.Evaluation(), f.page.session.Scheme()
	f.values[edit.ItemYear].SetText(strconv.Itoa(e.FiscalYear))
	f.values[edit.ItemMoneyUnit].SetText(e.MoneyUnit)
	f.values[edit.ItemScheme].SetText(w.Say("guide.rules.scheme", "title", w.Name(scheme.Title), "version", scheme.Version))
	f.source.SetText(scheme.Authority)
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

// backTo gives the keyboard to an item of the basics once the dialog has gone.
func (p *Page) backTo(item string) {
	p.needs.Runner.Post(func() { p.Go(edit.Place{Step: edit.Basics, Item: item}, true) })
}
