package history

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
	"zhunsheng/storage"
)

// filters narrow the list by evaluation, field, person and day, and by words.
type filters struct {
	page                      *Page
	search                    *widget.Entry
	project, field, who, date *widget.Dropdown
	all                       *widget.Button // shows everything again; there where something is left out
	drafts                    *drafts
	content                   fyne.CanvasObject
}

const (
	everything = "*"
	// mostOptions is how many options a dropdown offers; those that occur most often, of the days the newest.
	mostOptions = 200
)

func newFilters(p *Page) *filters {
	w := p.needs.Words
	f := &filters{page: p, search: widget.NewEntry(nil)}
	f.search.SetPlaceHolder(w.Say("ui.history.search", "keys", keysSearch.String()))
	f.search.OnChanged = func(string) { p.fill() }
	f.search.OnMove = func(int) { p.grid.Focus() }
	for _, d := range []**widget.Dropdown{&f.project, &f.field, &f.who, &f.date} {
		*d = widget.NewDropdown(func(string) { p.fill() })
		(*d).SetChosen(everything)
	}
	f.offer(newCatalogue(w, nil))
	field := container.New(layout.NewGridWrapLayout(fyne.NewSize(240, f.search.MinSize().Height)), f.search)
	f.all = widget.NewQuiet(w.Say("ui.command.unfilter"), f.clear).WithTip(w.Say("ui.tip.unfilter", "keys", keysAll.String()))
	f.all.Hide()
	f.drafts = newDrafts(p)
	row := widget.NewFlow(field, f.project, f.field, f.who, f.date, f.all, f.drafts.button)
	if p.of != (storage.Scope{}) {
		f.project.Hide()
	}
	row.OnRows = func() { p.needs.Runner.Post(func() { p.content.Refresh() }) }
	f.content = row
	return f
}

// tally counts how often something occurs.
type tally struct {
	counts map[string]int
	labels map[string]string
	order  []string
}

func (t *tally) add(id string, label func() string) {
	if id == "" {
		return
	}
	if t.counts == nil {
		t.counts, t.labels = map[string]int{}, map[string]string{}
	}
	if t.counts[id]++; t.counts[id] == 1 {
		t.order = append(t.order, id)
		t.labels[id] = label()
	}
}

// options are all, then what was counted: most often first, or in the order in which it came.
func (t *tally) options(all string, byCount bool) []widget.Option {
	if byCount {
		slices.SortStableFunc(t.order, func(a, b string) int { return cmp.Compare(t.counts[b], t.counts[a]) })
	}
	options := []widget.Option{{ID: everything, Label: all}}
	for _, id := range t.order[:min(len(t.order), mostOptions)] {
		options = append(options, widget.Option{ID: id, Label: t.labels[id], Aside: strconv.Itoa(t.counts[id])})
	}
	return options
}

// catalogue is what was read, with what occurs in it. It is made in the background.
type catalogue struct {
	events                       []desk.Event
	projects, fields, who, dates []widget.Option
}

func newCatalogue(w wording.Words, events []desk.Event) catalogue {
	var projects, fields, people, days tally
	labels := map[string]string{}
	for i := range events {
		ev := &events[i]
		if ev.ID != "" {
			projects.add(projectKey(ev), func() string { return strconv.Itoa(ev.Year) + "　" + short(ev.Project) })
		}
		for _, key := range ev.Fields {
			if labels[key] == "" {
				labels[key] = fieldLabel(w, key)
			}
			fields.add(key, func() string { return labels[key] })
		}
		people.add(ev.Actor, func() string { return ev.Actor })
		day := dayOf(ev)
		days.add(day, func() string { return day })
	}
	return catalogue{
		events: events, projects: projects.options(w.Say("ui.history.filter.project"), false), fields: fields.options(w.Say("ui.history.filter.field"), true),
		who: people.options(w.Say("ui.history.filter.who"), true), dates: days.options(w.Say("ui.history.filter.day"), false),
	}
}

// offer puts what occurs in the history into the dropdowns.
func (f *filters) offer(c catalogue) {
	for _, d := range []struct {
		box     *widget.Dropdown
		options []widget.Option
	}{{f.project, c.projects}, {f.field, c.fields}, {f.who, c.who}, {f.date, c.dates}} {
		d.box.SetOptions(d.options)
		if !slices.ContainsFunc(d.options, func(o widget.Option) bool { return o.ID == d.box.Chosen() }) {
			d.box.SetChosen(everything)
		}
	}
}

func (f *filters) clear() {
	for _, d := range []*widget.Dropdown{f.project, f.field, f.who, f.date} {
		d.SetChosen(everything)
	}
	f.search.SetText("")
	f.page.fill()
	f.page.grid.Focus()
}

func projectKey(ev *desk.Event) string { return strconv.Itoa(ev.Year) + "/" + ev.ID }

func dayOf(ev *desk.Event) string { return ev.Time.Local().Format("2006-01-02") }

const shortProject = 16

func short(text string) string {
	if r := []rune(text); len(r) > shortProject {
		return string(r[:shortProject-1]) + "…"
	}
	return text
}

// criteria are what the filters ask for.
type criteria struct {
	project, field, who, date string
	words                     []string // in small letters
	drafts                    bool     // input that was kept is listed too
}

func (f *filters) criteria() criteria {
	return criteria{
		project: f.project.Chosen(), field: f.field.Chosen(), who: f.who.Chosen(), date: f.date.Chosen(),
		words: strings.Fields(strings.ToLower(f.search.Text)), drafts: f.drafts.listed,
	}
}

// some reports whether anything is asked for that leaves actions out.
func (c *criteria) some() bool {
	return len(c.words) > 0 || c.project != everything || c.field != everything || c.who != everything || c.date != everything
}

// passes reports whether an event is to be shown.
func (c *criteria) passes(ev *desk.Event) bool {
	if !c.drafts && isDraft(ev) || c.project != everything && (ev.ID == "" || c.project != projectKey(ev)) || c.field != everything && !slices.Contains(ev.Fields, c.field) ||
		c.who != everything && c.who != ev.Actor || c.date != everything && c.date != dayOf(ev) {
		return false
	}
	if len(c.words) == 0 {
		return true
	}
	line := strings.ToLower(ev.Project + " " + ev.Kind + " " + ev.Text + " " + ev.Actor)
	return !slices.ContainsFunc(c.words, func(word string) bool { return !strings.Contains(line, word) })
}

// rows are those of the events that pass.
func (c *criteria) rows(ctx context.Context, events []desk.Event) ([]widget.Row, error) {
	rows := make([]widget.Row, 0, len(events))
	for i := range events {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c.passes(&events[i]) {
			rows = append(rows, widget.Row{ID: rowOf(events[i].Seq)})
		}
	}
	return rows, nil
}

// fieldLabel is what a field is called, with what it belongs to.
func fieldLabel(w wording.Words, key string) string {
	list, _, inside := strings.Cut(key, ".")
	label := w.Say("chronicle.field." + key)
	if !w.Has("chronicle.field." + key) {
		label = w.Say("chronicle.kind." + key)
	}
	if inside && !strings.HasSuffix(key, ".whole") && w.Has("chronicle.item."+list) {
		return w.Say("chronicle.field."+list) + " · " + label
	}
	return label
}

// fewEvents is how many events are filtered at once; more are filtered in the background.
const fewEvents = 5000

// fill shows the events that pass the filters.
func (p *Page) fill() {
	c, events := p.filters.criteria(), p.events
	if p.filters.all.Visible() != c.some() {
		widget.SetVisible(p.filters.all, c.some())
		p.filters.content.Refresh()
	}
	if len(events) <= fewEvents {
		p.filtering.Drop()
		rows, _ := c.rows(context.Background(), events) // fails only when its context ends
		p.list(rows)
		return
	}
	task.Run(p.needs.Runner, &p.filtering, func(ctx context.Context, _ *task.Progress) ([]widget.Row, error) {
		return c.rows(ctx, events)
	}, func(rows []widget.Row, err error) {
		if err == nil {
			p.list(rows)
		}
	})
}

func (p *Page) list(rows []widget.Row) {
	p.shown = rows
	p.grid.SetRows(rows)
	p.showCount()
	switch {
	case len(rows) == 0:
		p.detail.show(nil)
	case p.grid.CurrentRow() == "":
		p.grid.Select(rows[0].ID)
	}
}

func (p *Page) showCount() {
	w := p.needs.Words
	key, count := "ui.history.count", len(p.events)
	if !p.filters.drafts.listed {
		count -= p.filters.drafts.count
	}
	switch {
	case len(p.events) == 0:
		key = "ui.history.none"
	case len(p.shown) < count:
		key = "ui.history.count.some"
	}
	text := w.Say(key, "count", strconv.Itoa(count), "shown", strconv.Itoa(len(p.shown)))
	if marked := len(p.grid.Marked()); marked > 0 {
		text += w.Say("ui.history.marked", "count", strconv.Itoa(marked))
	}
	p.count.SetText(text)
	p.detail.enable()
}

// cells are the cells of a row.
func (p *Page) cells(id string) []widget.Cell {
	ev, ok := p.event(id)
	if !ok {
		return []widget.Cell{}
	}
	tone, kind := look.Plain, look.Quiet
	switch ev.Action {
	case storage.ActionDeleteEvaluation, storage.ActionDetach:
		kind = look.Wrong
	case storage.ActionUndo, storage.ActionRedo, storage.ActionRestoreVersion:
		kind = look.Warn
	case storage.ActionCreateEvaluation, storage.ActionImport, desk.ActionCarryOver:
		kind = look.Current
	}
	text := cmp.Or(ev.Text, ev.Project)
	if text == "" && ev.Kind == p.needs.Words.Say("chronicle.action.import.import") { // all of it was changed here too
		text = p.needs.Words.Say("ui.history.undecided")
	}
	if ev.Undone {
		tone, text = look.Quiet, p.needs.Words.Say("ui.history.undone", "text", text)
	}
	cells := []widget.Cell{
		{Text: ev.Time.Local().Format("2006-01-02 15:04:05"), Tone: look.Quiet},
		{Text: p.person(ev), Tone: look.Quiet},
		{Text: ev.Kind, Tone: kind, Shape: widget.AsBadge},
		{Text: text, Tone: tone},
	}
	if p.of == (storage.Scope{}) {
		cells = append(cells, widget.Cell{Text: ev.Project, Tone: look.Quiet})
	}
	return cells
}

// person is who acted, or where nobody was named, on which machine.
func (p *Page) person(ev *desk.Event) string {
	if ev.Actor != "" {
		return ev.Actor
	}
	return p.needs.Words.Say("ui.history.device", "device", ev.Device[:min(len(ev.Device), 6)])
}
