package collect

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/collect"
	"zhunsheng/app/desk"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
)

// Source makes pictures of files. Its methods are called from background goroutines.
type Source interface {
	Collect(ctx context.Context, order desk.CollectOrder, progress func(done, total int)) (*desk.Collected, error)
	// TryKey returns the paths of the locked files of a collection that a key opens.
	TryKey(ctx context.Context, found *desk.Collected, key desk.BundleKey, progress func(done, total int)) ([]string, error)
	// PrintCollected writes a collection as a PDF and returns its path, which differs from the one asked for where a file is there.
	PrintCollected(ctx context.Context, found *desk.Collected, path string) (string, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Verify shows a file on the screen that judges files; nil where there is none.
	Verify func(path string)
	// Keep is given what was asked for and what came of it when the page is left, to come back to; nil forgets it.
	Keep func(order desk.CollectOrder, found *desk.Collected)
}

// Tab is one of the tables.
type Tab string

// The tables.
const (
	Evaluations Tab = "evaluations"
	Faults      Tab = "faults"
	Departments Tab = "departments"
	Scores      Tab = "scores"
	Sample      Tab = "sample"
)

// Tabs lists the tables in order.
func Tabs() []Tab { return []Tab{Evaluations, Faults, Departments, Scores, Sample} }

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs
	order desk.CollectOrder
	found *desk.Collected
	tab   Tab
	sorts map[Tab]sorting

	collecting, drilling task.Slot
	job                  *task.Job

	tabs    *widget.Choice
	search  *widget.Entry
	grids   map[Tab]*widget.Grid
	folders *widget.Text
	terms   *widget.Text
	state   *widget.Text
	tiles   *fyne.Container
	room    *fyne.Container
	whole   *widget.Label // the current fault in full
	below   fyne.CanvasObject
	actions map[string]*widget.Button
	stop    *widget.Button
	empty   *fyne.Container
	result  *fyne.Container
	narrow  fyne.CanvasObject
	first   *widget.Button // adds a folder where there is none yet
	content fyne.CanvasObject
}

// New returns the page with what was asked for before; it is not collected again unless the user says so.
func New(needs Needs, order desk.CollectOrder, found *desk.Collected) *Page {
	p := &Page{needs: needs, order: order, found: found, tab: Evaluations, sorts: map[Tab]sorting{Evaluations: {column: columnUnit}}, actions: map[string]*widget.Button{}}
	if p.order.Sample == 0 {
		p.order.Sample, p.order.Seed = usualSample, usualSeed
	}
	w := needs.Words
	p.folders, p.terms, p.state = widget.NewText(""), widget.NewCaption(""), widget.NewCaption("")
	p.folders.Cut, p.terms.Cut = true, true
	p.grids = p.makeGrids()
	var options []widget.Option
	for _, t := range Tabs() {
		options = append(options, widget.Option{ID: string(t), Label: w.Say("ui.collect.tab." + string(t))})
	}
	p.tabs = widget.NewChoice(func(id string) error { p.Go(Tab(id)); return nil }, options...)
	p.tabs.SetChosen(string(p.tab))
	p.search = widget.NewEntry(nil)
	p.search.SetPlaceHolder(w.Say("ui.collect.search", "keys", keys["search"].String()))
	p.search.OnChanged = func(string) { p.fillEvaluations() }
	p.search.OnMove = func(int) { p.grids[Evaluations].Focus() }
	p.content = p.lay()
	p.show()
	return p
}

func (p *Page) button(id string, do func()) *widget.Button {
	w := p.needs.Words
	b := widget.NewButton(w.Say("ui.command.collect."+id), do).WithTip(w.Say("ui.tip.collect."+id, "keys", keys[id].String()))
	p.actions[id] = b
	return b
}

// wholeHeight is the room for a fault in full, wholeFold the height below which that is not shown together with the table.
const (
	wholeHeight = 92
	wholeFold   = 230
)

// emptyWidth is how wide the text is that says what to do where nothing is listed yet.
const emptyWidth = 480

// tilesHeight is the height of the results below which their rows need the room of the tiles.
const tilesHeight = 300

func (p *Page) lay() fyne.CanvasObject {
	w := p.needs.Words
	help := widget.NewQuiet(w.Say("ui.command.help"), p.needs.Help).WithTip(w.Say("ui.tip.help", "keys", "F1"))
	start := widget.NewButton(w.Say("ui.command.collect.start"), p.start).WithTip(w.Say("ui.tip.collect.start", "keys", keys["start"].String()))
	p.actions["start"] = start
	p.stop = widget.NewQuiet(w.Say("ui.collect.stop"), p.cancel)
	p.stop.Hide()
	title := widget.NewBanner(w.Say("ui.place.collect"), w.Say("ui.collect.subtitle"),
		help, p.button("folder", p.addFolder), p.button("clear", p.clear), p.button("terms", p.askTerms), p.button("workbook", p.write), p.button("paper", p.writePaper), start)
	p.tiles = container.New(layout.NewGridLayout(5))
	p.room = container.NewStack()
	p.narrow = widget.Room(310, p.search.MinSize().Height, p.search)
	bar := widget.NewFlow(p.tabs, p.narrow, p.button("drill", p.drill), p.button("verify", p.verify), p.button("unlock", p.unlock))
	bar.OnRows = func() { p.needs.Runner.Post(p.content.Refresh) }
	p.whole = widget.SmallProse("")
	p.below = widget.Tall(func() float32 { return wholeHeight }, container.New(layout.NewCustomPaddedLayout(6, 0, 0, 0), widget.NewPanel(container.NewVScroll(widget.Flush(p.whole)), 10)))
	tables := widget.NewPanes(fyne.NewSize(0, wholeFold), widget.Below, widget.Pane{Name: w.Say("ui.pane.table"), Content: widget.NewPanel(p.room, 1)},
		widget.Pane{Name: w.Say("ui.pane.detail"), Content: p.below})
	p.result = container.NewStack(widget.Roomy(tilesHeight, widget.Frame(container.NewVBox(p.tiles, widget.Gap(0, 2), bar, widget.Gap(0, 2)), nil, nil, nil, tables), p.tiles))
	p.first = widget.NewPrimary(w.Say("ui.command.collect.folder")+"  "+keys["folder"].String(), p.addFolder).WithTip(w.Say("ui.tip.collect.folder", "keys", keys["folder"].String()))
	headline, text := widget.NewHeading(w.Say("ui.collect.empty")), widget.Prose(w.Say("ui.collect.empty.text"))
	headline.Align, text.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	p.empty = container.NewCenter(container.NewVBox(widget.Gap(emptyWidth, 0), headline, widget.Gap(0, 4), text, widget.Gap(0, 8), container.NewCenter(
		p.first)))
	status := container.NewVBox(p.folders, widget.Frame(nil, nil, nil, container.NewHBox(p.state, p.stop), p.terms), widget.Gap(0, 2))
	return container.New(layout.NewCustomPaddedLayout(12, 8, 18, 18), widget.Frame(
		container.NewVBox(title, widget.Gap(0, 2), status), nil, nil, nil, container.NewStack(p.empty, p.result)))
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.place.collect") }

// Shown gives the table the keyboard, or where there is none yet what brings one.
func (p *Page) Shown() {
	if p.found != nil {
		p.grids[p.tab].Focus()
		return
	}
	widget.Focus(p.first)
}

// Leave ends what the page is doing.
func (p *Page) Leave() error {
	p.end()
	if p.needs.Keep != nil {
		p.needs.Keep(p.order, p.found)
	}
	return nil
}

func (p *Page) end() {
	p.collecting.Drop()
	p.drilling.Drop()
	p.job = nil
}

// Go shows one of the tables.
func (p *Page) Go(tab Tab) {
	p.tab = tab
	p.tabs.SetChosen(string(tab))
	p.show()
}

// Takes reports whether a file that was dropped is a folder, by its name having no ending that files have: one of small letters and
// digits, such as ".pdf" and ".7z".
func (p *Page) Takes(path string) bool {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	return !strings.ContainsFunc(ending, func(r rune) bool { return r >= 'a' && r <= 'z' }) ||
		strings.ContainsFunc(ending, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// ReadFile adds a folder that was dropped.
func (p *Page) ReadFile(path string) { p.add(path) }

func (p *Page) addFolder() {
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.collect.pick"), Folder: true}, p.add)
}

func (p *Page) add(folder string) {
	if !slices.Contains(p.order.Folders, folder) {
		p.order.Folders = append(slices.Clone(p.order.Folders), folder)
	}
	p.show()
	p.start()
}

func (p *Page) clear() {
	p.end()
	p.order.Folders, p.order.Others, p.found = nil, nil, nil
	p.show()
}

const pace = 150 * time.Millisecond

// start reads all files in the background.
func (p *Page) start() {
	if len(p.order.Folders) == 0 {
		p.addFolder()
		return
	}
	p.run(p.order, func(*desk.Collected) {})
}

func (p *Page) run(order desk.CollectOrder, done func(*desk.Collected)) {
	source := p.needs.Source
	order.Before = p.found
	goThrough(p, "ui.collect.reading", func(ctx context.Context, progress func(done, total int)) (*desk.Collected, error) {
		return source.Collect(ctx, order, progress)
	}, func(found *desk.Collected) {
		p.found = found
		p.show()
		p.grids[p.tab].Focus()
		done(found)
	})
}

// goThrough goes through files in the background; a sentence says how far it has come, and for how long it still goes on. done is called
// once all went well.
func goThrough[T any](p *Page, sentence string, work func(ctx context.Context, progress func(done, total int)) (T, error), done func(T)) {
	w, begun := p.needs.Words, p.needs.Now()
	p.stop.Show()
	p.job = task.Run(p.needs.Runner, &p.collecting, func(ctx context.Context, progress *task.Progress) (T, error) {
		return work(ctx, func(done, total int) {
			progress.Expect(int64(total))
			progress.Set(int64(done))
		})
	}, func(found T, err error) {
		p.job = nil
		p.stop.Hide()
		p.state.SetText("")
		if err != nil {
			if errors.Is(err, context.Canceled) {
				p.state.SetText(w.Say("ui.collect.stopped"))
			} else {
				p.needs.Fail(err)
			}
			p.show()
			return
		}
		done(found)
	})
	p.state.SetText(w.Say(sentence, "done", "0", "total", "…"))
	p.needs.Runner.Watch(p.job, pace, func(value, total int64) {
		text := w.Say(sentence, "done", strconv.FormatInt(value, 10), "total", strconv.FormatInt(total, 10))
		if spent := p.needs.Now().Sub(begun); value > 0 && spent > 3*time.Second {
			left := time.Duration(float64(spent) * float64(total-value) / float64(value))
			text += w.Say("ui.collect.left", "seconds", strconv.Itoa(int(left.Seconds())+1))
		}
		p.state.SetText(text)
	})
	p.show()
}

func (p *Page) cancel() {
	if p.job != nil {
		p.job.Cancel()
	}
}

// verify shows the file of the current row on the screen that judges files.
func (p *Page) verify() {
	if path := p.path(); path != "" && p.needs.Verify != nil {
		p.needs.Verify(path)
	}
}

// path is the file of the current row, "" for none.
func (p *Page) path() string {
	id := p.grids[p.tab].CurrentRow()
	switch p.tab {
	case Evaluations, Sample:
		if row := p.evaluation(); row != nil {
			return row.Source
		}
	case Faults:
		if _, path, ok := strings.Cut(id, "|"); ok {
			return path
		}
	}
	return ""
}

// evaluation is the current one, nil for none.
func (p *Page) evaluation() *collect.EvaluationRow {
	if p.found == nil {
		return nil
	}
	id := p.grids[p.tab].CurrentRow()
	at := -1
	switch p.tab {
	case Evaluations:
		n, err := strconv.Atoi(id)
		if err == nil && n < len(p.found.Evaluations) {
			at = n
		}
	case Sample, Scores:
		at = slices.IndexFunc(p.found.Evaluations, func(r collect.EvaluationRow) bool { return sampleID(r.Key, r.Unit) == id })
	}
	if at < 0 {
		return nil
	}
	return &p.found.Evaluations[at]
}
