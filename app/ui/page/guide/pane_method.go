package guide

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zhunsheng/app/edit"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// methodPane says how the indicator is scored, what its method needs to know, and under which headings it stands.
type methodPane struct {
	page *Page
	id   string

	kind      *widget.Choice
	kinds     *container.Scroll
	suggested *widget.Text
	suggest   *widget.Button
	figures   map[edit.Parameter]*widget.Entry
	boxes     map[edit.Parameter]fyne.CanvasObject
	ceiling   *widget.Choice
	equality  *widget.Choice
	per       *widget.Choice
	basis     *widget.Choice
	variants  map[scoring.MethodKind]fyne.CanvasObject
	bands     *bands
	formula   *formula
	none      *fyne.Container
	level1    *widget.Entry
	level2    *widget.Entry
	box       fyne.CanvasObject
}

func newMethodPane(p *Page) *methodPane {
	w := p.words
	d := &methodPane{page: p, figures: map[edit.Parameter]*widget.Entry{}, boxes: map[edit.Parameter]fyne.CanvasObject{}}
	d.kind = widget.NewChoice(func(id string) error {
		return p.apply(edit.SetMethod(d.id, scoring.Method{Kind: scoring.MethodKind(id)}))
	}, methodOptions(p)...)
	d.kind.Upright = true
	d.suggested = widget.NewText("")
	d.suggested.Cut = true
	d.suggest = widget.NewButton(w.Say("ui.method.adopt"), d.adopt)
	parameters := container.NewVBox()
	for _, parameter := range []edit.Parameter{edit.PassLine, edit.StepSize, edit.Deduct} {
		entry := widget.NewEntry(func(text string) error { return p.apply(edit.SetParameter(d.id, parameter, text)) }).Keep(drafts{p}, "method."+string(parameter))
		d.figures[parameter], d.boxes[parameter] = entry, widget.Labelled(w.Say("ui.method.parameter."+string(parameter)), entry)
		parameters.Add(d.boxes[parameter])
	}
	variant := func(key string, change func(*scoring.Method, string), ids ...string) *widget.Choice {
		options := make([]widget.Option, len(ids))
		for i, id := range ids {
			name := id
			if id == "" {
				name = "scheme"
			}
			options[i] = widget.Option{ID: id, Label: w.Say("ui.method." + key + "." + name)}
		}
		return widget.NewChoice(func(id string) error {
			ind, _, ok := p.session.Line(d.id)
			if !ok {
				return nil
			}
			method := ind.Method
			change(&method, id)
			return p.apply(edit.SetMethod(d.id, method))
		}, options...)
	}
	d.ceiling = variant("ceiling", func(m *scoring.Method, id string) { m.Ceiling = scoring.CeilingFormula(id) }, "", string(scoring.CeilingRatio), string(scoring.CeilingLinear))
	d.equality = variant("equality", func(m *scoring.Method, id string) { m.Equality = scoring.EqualityRule(id) }, "", string(scoring.EqualityOneSided), string(scoring.EqualityTwoSided))
	d.per = variant("per", func(m *scoring.Method, id string) { m.Per = scoring.LateUnit(id) }, "", string(scoring.LateDay), string(scoring.LateMonth))
	d.basis = variant("basis", func(m *scoring.Method, id string) { m.Basis = scoring.BandBasis(id) }, "", string(scoring.BandCompletion))
	d.variants = map[scoring.MethodKind]fyne.CanvasObject{
		scoring.MethodCeiling: d.ceiling, scoring.MethodEquality: d.equality, scoring.MethodDeadline: d.per, scoring.MethodBanded: d.basis,
	}
	for _, kind := range []scoring.MethodKind{scoring.MethodCeiling, scoring.MethodEquality, scoring.MethodDeadline, scoring.MethodBanded} {
		parameters.Add(d.variants[kind])
	}
	d.bands, d.formula = newBands(p), newFormula(p)
	none := widget.NewText(w.Say("ui.method.parameter.none"))
	none.Ink, none.Cut = look.Muted, true
	d.none = container.NewVBox(widget.NewCaption(w.Say("ui.method.parameters")), none)
	d.level1 = widget.NewEntry(func(text string) error { return p.apply(edit.SetLevels(d.id, text, d.level2.Text)) }).Keep(drafts{p}, "level1")
	d.level2 = widget.NewEntry(func(text string) error { return p.apply(edit.SetLevels(d.id, d.level1.Text, text)) }).Keep(drafts{p}, "level2")
	d.kinds = container.NewVScroll(inset(d.kind))
	kinds := widget.Labelled(w.Say("ui.method.kind"), d.kinds)
	headings := container.NewGridWithColumns(2, widget.Labelled(w.Say("ui.method.level1"), d.level1), widget.Labelled(w.Say("ui.method.level2"), d.level2))
	proposal := container.NewVBox(widget.NewCaption(w.Say("ui.method.suggested")), widget.Frame(nil, nil, nil, d.suggest, d.suggested), widget.Gap(0, 2),
		headings, widget.Gap(0, 2), parameters)
	editor := container.NewStack(d.bands.box, d.formula.box, d.none)
	d.box = container.New(shares{2.8, 4, 5.4}, kinds, container.NewVScroll(inset(proposal)), editor)
	return d
}

// methodOptions offers the methods that the scheme allows.
func methodOptions(p *Page) []widget.Option {
	var options []widget.Option
	for _, kind := range scoring.MethodKinds() {
		if allows(p, kind) {
			options = append(options, widget.Option{ID: string(kind), Label: p.words.Say("ui.method." + string(kind))})
		}
	}
	return options
}

func allows(p *Page, kind scoring.MethodKind) bool {
	allowed := p.session.Scheme().Methods
	return len(allowed) == 0 || slices.Contains(allowed, kind)
}

func (d *methodPane) content() fyne.CanvasObject { return d.box }
func (d *methodPane) focus()                     { widget.Focus(d.kind) }

func (d *methodPane) commit() {
	for _, parameter := range []edit.Parameter{edit.PassLine, edit.StepSize, edit.Deduct} {
		d.figures[parameter].Commit()
	}
	d.level1.Commit()
	d.level2.Commit()
	d.bands.grid.Commit()
	d.formula.commit()
}

func (d *methodPane) turn(id string) {
	d.bands.grid.About(id)
	d.formula.turn(id)
	for _, entry := range d.figures {
		entry.About(id)
	}
	d.level1.About(id)
	d.level2.About(id)
}

func (d *methodPane) refresh(ind *scoring.Indicator, _ *scoring.Line) {
	d.id = ind.ID
	m := &ind.Method
	w := d.page.words
	d.kind.SetChosen(string(m.Kind))
	proposed := scoring.SuggestMethod(ind.Target, ind.Level2)
	d.suggested.SetText(w.Say("ui.method." + string(proposed)))
	widget.SetEnabled(d.suggest, proposed != m.Kind && allows(d.page, proposed))
	needs := map[edit.Parameter]bool{
		edit.PassLine: m.Kind == scoring.MethodPassLine, edit.StepSize: m.Kind == scoring.MethodDeduction,
		edit.Deduct: m.Kind == scoring.MethodDeduction || m.Kind == scoring.MethodDeadline && m.Per != "",
	}
	any := false
	for parameter, entry := range d.figures {
		setVisible(d.boxes[parameter], needs[parameter])
		any = any || needs[parameter]
		text := ""
		if value := parameter.Of(m); !value.IsZero() {
			text = value.String()
		}
		entry.SetValue(text)
	}
	for kind, choice := range d.variants {
		setVisible(choice, kind == m.Kind)
		any = any || kind == m.Kind
	}
	d.ceiling.SetChosen(string(m.Ceiling))
	d.equality.SetChosen(string(m.Equality))
	d.per.SetChosen(string(m.Per))
	d.basis.SetChosen(string(m.Basis))
	banded, computed := m.Kind == scoring.MethodBanded || m.Kind == scoring.MethodSatisfaction, m.Kind == scoring.MethodFormula
	setVisible(d.bands.box, banded)
	setVisible(d.formula.box, computed)
	d.bands.refresh(ind)
	d.formula.refresh(ind)
	setVisible(d.none, !any && !banded && !computed)
	d.level1.SetValue(ind.Level1)
	d.level2.SetValue(ind.Level2)
	d.box.Refresh()
	d.reveal()
}

// reveal scrolls the chosen method into sight.
func (d *methodPane) reveal() {
	for _, part := range d.kind.Parts() {
		if part.At != "chosen" {
			continue
		}
		top, bottom := d.kinds.Offset.Y, d.kinds.Offset.Y+d.kinds.Size().Height
		if part.Pos.Y < top || part.Pos.Y+part.Size.Height > bottom {
			d.kinds.ScrollToOffset(fyne.NewPos(0, max(part.Pos.Y-part.Size.Height, 0)))
		}
	}
}

func (d *methodPane) adopt() {
	if ind, _, ok := d.page.session.Line(d.id); ok {
		_ = d.page.apply(edit.SetMethod(d.id, scoring.Method{Kind: scoring.SuggestMethod(ind.Target, ind.Level2)})) // a refusal was said
	}
}
