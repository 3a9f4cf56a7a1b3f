package verify

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zhunsheng/app/desk"
	"zhunsheng/app/platform"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/page"
	"zhunsheng/app/ui/picker"
	"zhunsheng/app/ui/widget"
	"zhunsheng/storage/bundle"
)

// Source checks files and keeps the list of trusted certificates. Its methods are called from background goroutines.
type Source interface {
	// PassingFolder makes a folder for a file that another program prints.
	PassingFolder() (string, error)
	Check(ctx context.Context, order desk.CheckOrder, progress func(done, total int64)) (*desk.Checked, error)
	// Trust vouches for a certificate in DER under a name, with a note on how the user made sure.
	Trust(ctx context.Context, name, note string, der []byte) error
	Distrust(ctx context.Context, fingerprint string) error
	// TrustDevice vouches for a device by the fingerprint of its key.
	TrustDevice(ctx context.Context, key, name string) error
	DistrustDevice(ctx context.Context, key string) error
	// VouchedFor lists the certificates that the user vouches for.
	VouchedFor(ctx context.Context) ([]desk.Vouched, error)
}

// Needs is what the page works with.
type Needs struct {
	page.Host
	Source Source
	// Import goes where the data of a file are taken over.
	Import func(path string)
	// ShowTrusted goes to a certificate in the list of trusted ones; nil where the window does not have that list.
	ShowTrusted func(fingerprint string)
	// Print sends a document to a printer, in a background goroutine; nil where the program cannot print.
	Print func(ctx context.Context, job platform.Job) (platform.PrintWay, error)
}

// item is one file in the list.
type item struct {
	path     string
	key      desk.BundleKey // of a locked bundle
	checking bool
	view     *view // nil until it was checked, or until that is said in other words
	found    *found
}

// found is what came of checking a file: what can be put into words.
type found struct {
	checked *desk.Checked
	err     error
}

// forget lets the file be checked anew.
func (it *item) forget() { it.view, it.found, it.checking = nil, nil, false }

// Page is the screen. It belongs to the window's goroutine.
type Page struct {
	needs Needs
	items []*item
	// complete demands that every required role has signed
	complete bool

	checking, acting task.Slot
	writing          task.Line // who is trusted: nothing of it is called off
	left             bool      // another screen is shown
	busy             *item
	wanted           string // the file that is to be current when the list is filled, "" for none
	sorted           int    // column by which the list is sorted, -1: as they came
	down             bool

	*parts
}

// New returns the page with files that were looked at before; they are checked anew.
func New(needs Needs, paths ...string) *Page {
	p := &Page{needs: needs, sorted: -1}
	p.parts = newParts(p)
	for _, path := range paths {
		p.items = append(p.items, &item{path: path})
	}
	return p
}

// Reworded returns a page that says the same in the words of other needs, as after a change of language: what was found stays, and only
// files that were not checked yet are.
func (p *Page) Reworded(needs Needs) *Page {
	again := New(needs)
	again.complete, again.sorted, again.down, again.wanted = p.complete, p.sorted, p.down, p.list.CurrentRow()
	for _, it := range p.items {
		again.items = append(again.items, &item{path: it.path, key: it.key, found: it.found})
	}
	again.strict.SetChosen(p.strict.Chosen())
	return again
}

// Paths returns the files in the list.
func (p *Page) Paths() []string {
	var paths []string
	for _, it := range p.items {
		paths = append(paths, it.path)
	}
	return paths
}

// Content returns what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Title returns the page's part of the window's title.
func (p *Page) Title() string { return p.needs.Words.Say("ui.verify.title") }

// Shown checks what is in the list and gives it the keyboard.
func (p *Page) Shown() {
	p.fill()
	p.next()
	if len(p.items) == 0 {
		widget.Focus(p.open)
		return
	}
	p.list.Focus()
}

// Leave ends what the page is checking. What is written, printed or trusted goes on; what became of it is said wherever the user is then.
func (p *Page) Leave() error {
	p.left = true
	p.checking.Drop()
	p.acting.Drop() // no question comes over another screen
	return nil
}

// endings are the files that are offered for opening; dropped ones may be called anything.
var endings = []string{".pdf", bundle.Extension}

func (p *Page) pick() {
	p.needs.Pick(picker.Question{Title: p.needs.Words.Say("ui.verify.pick"), Endings: endings, Many: p.ReadFiles}, p.ReadFile)
}

// Takes reports whether a file that was dropped is to be judged here: whatever it is called, but not what is taken in elsewhere.
func (p *Page) Takes(path string) bool {
	ending := strings.ToLower(filepath.Ext(path))
	return slices.Contains(endings, ending) || !slices.Contains(desk.Endings(), ending)
}

// ReadFile puts a file on the list and checks it.
func (p *Page) ReadFile(path string) { p.ReadFiles([]string{path}) }

// ReadFiles puts files on the list and checks them. Those that are there already are checked anew.
func (p *Page) ReadFiles(paths []string) {
	if len(paths) == 0 {
		return
	}
	there := make(map[string]*item, len(p.items))
	for _, it := range p.items {
		there[it.path] = it
	}
	for _, path := range paths {
		it := there[path]
		switch {
		case it == nil:
			it = &item{path: path}
			p.items, there[path] = append(p.items, it), it
		case it != p.busy:
			it.forget()
		}
	}
	p.fill()
	p.list.Select(paths[0])
	p.list.Focus()
	p.next()
}

// recheck checks everything anew.
func (p *Page) recheck() {
	p.checking.Drop()
	p.busy = nil
	for _, it := range p.items {
		it.forget()
	}
	p.fill()
	p.next()
}

// remove takes the marked files off the list, else the current one.
func (p *Page) remove() {
	gone := map[string]bool{}
	for _, path := range p.list.Chosen() {
		gone[path] = true
	}
	if len(gone) == 0 {
		return
	}
	at := max(0, slices.IndexFunc(p.inOrder(), func(it *item) bool { return gone[it.path] }))
	p.items = slices.DeleteFunc(p.items, func(it *item) bool { return gone[it.path] })
	if p.busy != nil && gone[p.busy.path] {
		p.checking.Drop()
		p.busy = nil
	}
	p.list.Mark()
	p.fill()
	if rest := p.inOrder(); len(rest) > 0 {
		p.list.Select(rest[min(at, len(rest)-1)].path)
	} else {
		widget.Focus(p.open)
	}
	p.next()
}

// current returns the file that is shown, nil for none.
func (p *Page) current() *item {
	id := p.list.CurrentRow()
	if at := slices.IndexFunc(p.items, func(it *item) bool { return it.path == id }); at >= 0 {
		return p.items[at]
	}
	return nil
}

const pace = 150 * time.Millisecond

// next checks the next file that was not checked yet, one at a time.
func (p *Page) next() {
	at := slices.IndexFunc(p.items, func(it *item) bool { return it.view == nil })
	if at < 0 || p.busy != nil {
		return
	}
	it := p.items[at]
	it.checking, p.busy = true, it
	source, words, known := p.needs.Source, p.needs.Words, it.found
	order := desk.CheckOrder{Path: it.path, Passphrase: string(it.key.Passphrase), KeyFile: it.key.KeyFile, Complete: p.complete}
	job := task.Run(p.needs.Runner, &p.checking, func(ctx context.Context, progress *task.Progress) (*view, error) {
		if known != nil {
			return newView(words, filepath.Base(order.Path), known.checked, known.err), nil
		}
		checked, err := source.Check(ctx, order, func(done, total int64) {
			progress.Expect(total)
			progress.Set(done)
		})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return newView(words, filepath.Base(order.Path), checked, err), nil
	}, func(v *view, err error) {
		p.busy, it.checking = nil, false
		if err != nil {
			v = newView(words, filepath.Base(it.path), nil, err)
		}
		it.view, it.found = v, &found{v.checked, v.err}
		p.slim(v)
		p.fill()
		p.next()
	})
	p.needs.Runner.Watch(job, pace, func(value, total int64) { p.showProgress(it, value, total) })
	p.fill()
}

func (p *Page) showProgress(it *item, value, total int64) {
	if it == p.current() && it.checking && total > 0 {
		p.working.SetText(p.needs.Words.Say("ui.verify.checking.percent", "percent", strconv.FormatInt(100*value/total, 10)))
	}
}

// fill shows the list and the current file.
func (p *Page) fill() {
	items := p.inOrder()
	rows := make([]widget.Row, len(items))
	for i, it := range items {
		cells := []widget.Cell{{Text: filepath.Base(it.path)}, {Text: "…", Tone: look.Quiet}}
		if it.view != nil {
			cells[1] = widget.Cell{Text: it.view.short, Shape: widget.AsBadge, Tone: it.view.tone, Bold: true}
		}
		rows[i] = widget.Row{ID: it.path, Cells: cells}
	}
	p.list.SetRows(rows)
	p.list.SetSorted(p.sorted, p.down)
	if p.wanted != "" {
		p.list.Select(p.wanted)
		p.wanted = ""
	}
	if p.list.CurrentRow() == "" && len(rows) > 0 {
		p.list.Select(rows[0].ID)
	}
	p.show()
}

// verdicts counts the files of the list by what was found.
func (p *Page) verdicts() string {
	w := p.needs.Words
	wrong, open := 0, 0
	for _, it := range p.items {
		switch {
		case it.view == nil:
			open++
		case it.view.tone == look.Wrong:
			wrong++
		}
	}
	pairs := []string{"count", strconv.Itoa(len(p.items)), "wrong", strconv.Itoa(wrong)}
	switch {
	case len(p.items) == 0:
		return ""
	case open > 0:
		return w.Say("ui.verify.count.checking", append(pairs, "open", strconv.Itoa(open))...)
	case wrong > 0:
		return w.Say("ui.verify.count.wrong", pairs...)
	}
	return w.Say("ui.verify.count", pairs...)
}
