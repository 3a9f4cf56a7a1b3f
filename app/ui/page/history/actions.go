package history

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/chronicle"
	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage"
)

var (
	keysSearch  = command.Ctrl(fyne.KeyF)
	keysAll     = command.CtrlShift(fyne.KeyL)
	keysOpen    = command.Ctrl(fyne.KeyO)
	keysField   = command.Ctrl(fyne.KeyR)
	keysVersion = command.CtrlShift(fyne.KeyR)
	keysCompare = command.Ctrl(fyne.KeyK)
	keysVerify  = command.Ctrl(fyne.KeyT)
	keysExport  = command.Ctrl(fyne.KeyE)
	keysBack    = command.Alt(fyne.KeyLeft)
	keysDrafts  = command.Ctrl(fyne.KeyD)
)

// Commands lists what can be done here.
func (p *Page) Commands() []command.Command {
	commands := []command.Command{
		{ID: "history.open", Keys: keysOpen, Menu: command.File, Can: p.canOpen, Do: p.open},
		{ID: "history.export", Keys: keysExport, Menu: command.File, Do: p.export},
		{ID: "history.verify", Keys: keysVerify, Menu: command.File, Do: p.verifyChain},
		{ID: "search", Keys: keysSearch, Menu: command.Edit, Do: func() { widget.Focus(p.filters.search) }},
		{ID: "unfilter", Keys: keysAll, Menu: command.Edit, Do: p.filters.clear},
		{ID: "history.field", Keys: keysField, Menu: command.Edit, Can: p.canRestoreField, Do: p.restoreField},
		{ID: "history.version", Keys: keysVersion, Menu: command.Edit, Can: p.canRestoreVersion, Do: p.askVersion},
		{ID: "history.compare", Keys: keysCompare, Menu: command.View, Can: p.canCompare, Do: p.compare},
		{ID: "history.drafts", Keys: keysDrafts, Menu: command.View, Can: func() bool { return p.filters.drafts.count > 0 }, Marked: func() bool { return p.filters.drafts.listed }, Do: p.filters.drafts.toggle},
		{ID: "reload", Keys: command.Bare(fyne.KeyF5), Menu: command.View, Do: p.Reload},
	}
	if p.of != (storage.Scope{}) {
		commands = append(commands, command.Command{ID: "back", Keys: keysBack, Menu: command.File, Do: p.needs.Back})
	}
	return commands
}

func (p *Page) open() {
	if p.canOpen() {
		p.needs.Open(p.deed.Event.Year, p.deed.Event.ID)
	}
}

// act changes the store in the background, says what was done, and reads the history again.
func (p *Page) act(do func(ctx context.Context) (said string, err error)) {
	task.Queue(p.needs.Runner, &p.writing, do, func(said string, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.needs.Toast(p.needs.Words.Say(said), look.Fine)
		if p.needs.Changed != nil {
			p.needs.Changed()
		}
		if !p.left {
			p.Reload()
		}
	})
}

// restoreField gives the current field back what it held before the action; where it holds that, what it held after.
func (p *Page) restoreField() {
	f, ok := p.detail.current()
	if !ok || !p.canRestoreField() {
		return
	}
	field, source := *f, p.needs.Source
	p.act(func(ctx context.Context) (string, error) {
		changed, err := source.RestoreField(ctx, field, true)
		if err == nil && !changed {
			return "ui.history.restored.same", nil
		}
		return "ui.history.restored.field", err
	})
}

// askVersion asks whether the evaluation becomes what it was after the action or before it.
func (p *Page) askVersion() {
	ev, ok := p.versioned()
	if !ok {
		return
	}
	w, source := p.needs.Words, p.needs.Source
	year, id, seq := ev.Year, ev.ID, ev.Seq
	p.needs.Prompts.Ask(w.Say("ui.history.version.title"), w.Say("ui.history.version.text", "name", ev.Project, "seq", rowOf(seq), "time", ev.Time.Local().Format("2006-01-02 15:04")),
		w.Say("ui.history.version.after"), w.Say("ui.history.version.before"), func(after bool) {
			revision := seq
			if !after {
				revision--
			}
			p.act(func(ctx context.Context) (string, error) {
				return "ui.history.restored.version", source.RestoreVersion(ctx, year, id, revision)
			})
		})
}

// sides are the versions that comparing is about: of two marked rows, else that of the current action and the present.
func (p *Page) sides() (left, right desk.SideRef, ok bool) {
	ref := func(ev *desk.Event) desk.SideRef {
		return desk.SideRef{Year: ev.Year, ID: ev.ID, Kind: desk.SideVersion, Of: rowOf(ev.Seq)}
	}
	if marked := p.grid.Marked(); len(marked) == 2 {
		newer, _ := p.event(marked[0])
		older, _ := p.event(marked[1])
		if newer == nil || older == nil || newer.ID == "" || newer.ID != older.ID || newer.Year != older.Year {
			return left, right, false
		}
		return ref(older), ref(newer), true
	}
	ev, ok := p.versioned()
	if !ok || ev.Action == storage.ActionDeleteEvaluation {
		return left, right, false
	}
	return ref(ev), desk.SideRef{Year: ev.Year, ID: ev.ID, Kind: desk.SideWhole}, true
}

func (p *Page) canCompare() bool {
	_, _, ok := p.sides()
	return ok
}

// compare lays two versions side by side.
func (p *Page) compare() {
	left, right, ok := p.sides()
	if !ok {
		return
	}
	if p.needs.Compare != nil {
		p.needs.Compare(left, right)
		return
	}
	source, words := p.needs.Source, p.needs.Words.Printer
	number := func(ref desk.SideRef) uint64 {
		n, _ := strconv.ParseUint(ref.Of, 10, 64) // "" is the present
		return n
	}
	task.Run(p.needs.Runner, &p.acting, func(ctx context.Context, _ *task.Progress) ([]chronicle.Field, error) {
		return source.Differences(ctx, words, left.Year, left.ID, number(left), number(right))
	}, func(fields []chronicle.Field, err error) {
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.showDifferences(fields)
	})
}

const (
	differencesWidth  = 820
	differencesHeight = 420
)

func (p *Page) showDifferences(fields []chronicle.Field) {
	w := p.needs.Words
	if len(fields) == 0 {
		p.needs.Toast(w.Say("ui.history.same"), look.Current)
		return
	}
	grid := widget.NewGrid(
		widget.Column{Title: w.Say("ui.history.column.field"), Width: 260, Stretch: 1},
		widget.Column{Title: w.Say("ui.history.column.old"), Width: 200, Stretch: 1},
		widget.Column{Title: w.Say("ui.history.column.new"), Width: 200, Stretch: 1},
	)
	rows := make([]widget.Row, len(fields))
	for i := range fields {
		rows[i] = widget.Row{ID: strconv.Itoa(i), Cells: []widget.Cell{{Text: fields[i].What()}, {Text: p.detail.value(fields[i].Old), Tone: look.Quiet}, {Text: p.detail.value(fields[i].New)}}}
	}
	grid.SetRows(rows)
	room := widget.Room(differencesWidth, differencesHeight, widget.NewPanel(grid, 1))
	p.needs.Prompts.Show(w.Say("ui.history.differences", "count", strconv.Itoa(len(fields))), room, differencesWidth)
}

// verifyChain checks the whole history and says where it breaks first.
func (p *Page) verifyChain() {
	source, w := p.needs.Source, p.needs.Words
	p.stop.Show()
	p.state.SetText(w.Say("ui.history.verifying", "percent", "0"))
	p.verify = task.Run(p.needs.Runner, &p.verifying, func(ctx context.Context, progress *task.Progress) (storage.Verification, error) {
		return source.VerifyHistory(ctx, func(done, total int64) {
			progress.Expect(total)
			progress.Set(done)
		})
	}, func(v storage.Verification, err error) {
		p.stop.Hide()
		p.state.SetText("")
		if err != nil {
			p.needs.Fail(err)
			return
		}
		p.verified(v)
	})
	p.needs.Runner.Watch(p.verify, watchEvery, func(done, total int64) {
		if total > 0 {
			p.state.SetText(w.Say("ui.history.verifying", "percent", strconv.FormatInt(done*100/total, 10)))
		}
	})
}

func (p *Page) stopVerifying() {
	if p.verify != nil {
		p.verify.Cancel()
	}
}

func (p *Page) verified(v storage.Verification) {
	w := p.needs.Words
	p.state.SetText(w.Say("ui.history.verified.at", "time", p.needs.Now().Format("15:04")))
	if v.Whole() {
		p.needs.Prompts.Tell(w.Say("ui.history.verified"), w.Say("ui.history.verified.text", "entries", strconv.FormatUint(v.Entries, 10),
			"seq", strconv.FormatUint(v.Head.Seq, 10), "hash", v.Head.Hash, "device", v.Head.Device))
		return
	}
	b := v.Breaks[0]
	p.needs.Prompts.Fail(w.Say("ui.history.broken"), w.Say("ui.history.broken.text", "after", strconv.FormatUint(b.After, 10), "place", b.Place,
		"detail", b.Detail, "count", strconv.Itoa(len(v.Breaks)), "entries", strconv.FormatUint(v.Entries, 10)))
	if i := slices.IndexFunc(p.events, func(ev desk.Event) bool { return ev.Seq <= b.After }); i >= 0 {
		p.grid.Select(rowOf(p.events[i].Seq))
	}
}

// export writes what is listed into a table.
func (p *Page) export() {
	w := p.needs.Words
	rows := [][]string{{
		w.Say("ui.history.column.seq"), w.Say("ui.history.column.time"), w.Say("ui.history.column.who"), w.Say("ui.history.column.machine"),
		w.Say("ui.history.column.action"), w.Say("ui.history.column.year"), w.Say("ui.history.column.project"), w.Say("ui.history.column.what"),
	}}
	shown, events := p.shown, p.events
	source := p.needs.Source
	name := w.Say("ui.history.file", "date", p.needs.Now().Format("20060102")) + ".tsv"
	p.needs.Pick(picker.Question{Title: w.Say("ui.history.export.title"), Endings: []string{".tsv"}, Save: name}, func(path string) {
		task.Run(p.needs.Runner, new(task.Slot), func(context.Context, *task.Progress) (int, error) {
			at := 0
			for _, row := range shown { // in the order of the events
				for rowOf(events[at].Seq) != row.ID {
					at++
				}
				rows = append(rows, line(&events[at]))
			}
			return len(shown), source.WriteTable(path, widget.JoinTable(rows))
		}, func(count int, err error) {
			if err != nil {
				p.needs.Fail(err)
				return
			}
			p.needs.Toast(w.Say("ui.history.exported", "count", strconv.Itoa(count), "path", path), look.Fine)
		})
	})
}

func line(ev *desk.Event) []string {
	year := ""
	if ev.Year != 0 {
		year = strconv.Itoa(ev.Year)
	}
	return []string{rowOf(ev.Seq), ev.Time.Local().Format(time.DateTime), ev.Actor, ev.Device, ev.Kind, year, ev.Project, ev.Text}
}
