// Package picker is the program's own file dialog, for systems whose own one cannot be used: a folder's contents in a grid that is
// walked through with the keyboard, and a field that takes a path as it is typed or pasted.
//
// Folders are read in the background, because a network drive that is gone answers after minutes.
package picker

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/prompt"
	"zhunsheng/app/ui/widget"
	"zhunsheng/app/ui/wording"
)

// Needs is what the picker works with.
type Needs struct {
	Words   wording.Words
	Prompts *prompt.Prompts
	Runner  *task.Runner
	Folder  string // where it begins
}

// Question says what is asked for.
type Question struct {
	Title   string
	Endings []string // such as ".xlsx", in small letters; none: every file
}

// picker is the dialog.
type picker struct {
	needs    Needs
	question Question
	folder   string
	entries  []entry
	grid     *widget.Grid
	path     *widget.Entry
	state    *widget.Text
	form     *prompt.Opened
	reading  task.Slot
	done     func(path string)
}

type entry struct {
	name     string
	folder   bool
	size     int64
	modified time.Time
}

const parent = ".."

// columns of the grid
const (
	columnName = iota
	columnSize
	columnTime
)

// Ask lets the user choose a file and calls done with its path. Without a choice done is not called.
func Ask(needs Needs, question Question, done func(path string)) {
	w := needs.Words
	p := &picker{needs: needs, question: question, done: done, state: widget.NewCaption("")}
	p.grid = widget.NewGrid(
		widget.Column{Title: w.Say("ui.picker.column.name"), Width: 280, Stretch: 1},
		widget.Column{Title: w.Say("ui.picker.column.size"), Width: 90, Align: fyne.TextAlignTrailing},
		widget.Column{Title: w.Say("ui.picker.column.time"), Width: 140, Align: fyne.TextAlignTrailing},
	)
	p.grid.OnOpen = func(id string) { p.open(id) }
	p.grid.OnCurrent = func(id string) { p.show(id) }
	p.path = widget.NewEntry(nil)
	p.path.OnMove = func(direction int) {
		if direction > 0 {
			p.form.Accept()
		}
	}
	room := container.New(layout.NewGridWrapLayout(fyne.NewSize(620, 340)), widget.NewPanel(p.grid, 1))
	up := widget.NewButton(w.Say("ui.picker.up"), func() { p.open(parent) })
	body := container.NewVBox(widget.Frame(nil, nil, nil, up, p.path), room, p.state)
	p.form = needs.Prompts.Fill(prompt.Form{
		Title: question.Title, Body: body, Width: 620, Yes: w.Say("ui.picker.choose"), First: p.grid.Target(), Accept: p.accept,
		Dismissed: p.reading.Drop,
	})
	p.enter(needs.Folder)
}

// enter reads a folder in the background and shows it.
func (p *picker) enter(folder string) {
	if folder == "" {
		folder = string(filepath.Separator)
	}
	endings := p.question.Endings
	p.state.SetText(p.needs.Words.Say("ui.picker.reading"))
	task.Run(p.needs.Runner, &p.reading, func(context.Context, *task.Progress) ([]entry, error) {
		return read(folder, endings)
	}, func(entries []entry, err error) {
		if err != nil {
			p.state.Set(p.needs.Words.Error(err), look.Bad)
			return
		}
		from := p.folder
		p.folder, p.entries = folder, entries
		p.path.SetText(folder)
		p.fill()
		if len(entries) > 0 {
			p.grid.Select(entries[0].name)
		}
		if filepath.Dir(from) == folder {
			p.grid.Select(filepath.Base(from))
		}
	})
}

// read lists a folder: folders first, then the files with one of the endings, each by name; hidden ones are left out.
func read(folder string, endings []string) ([]entry, error) {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, f := range found {
		info, err := os.Stat(filepath.Join(folder, f.Name())) // follows links
		if err != nil || strings.HasPrefix(f.Name(), ".") {
			continue
		}
		if !info.IsDir() && len(endings) > 0 && !slices.Contains(endings, strings.ToLower(filepath.Ext(f.Name()))) {
			continue
		}
		entries = append(entries, entry{name: f.Name(), folder: info.IsDir(), size: info.Size(), modified: info.ModTime()})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	if up := filepath.Dir(folder); up != folder {
		entries = slices.Insert(entries, 0, entry{name: parent, folder: true})
	}
	return entries, nil
}

func (p *picker) fill() {
	w := p.needs.Words
	rows := make([]widget.Row, len(p.entries))
	files := 0
	for i, e := range p.entries {
		cells := []widget.Cell{columnName: {Text: e.name}, columnSize: {Tone: look.Quiet}, columnTime: {Tone: look.Quiet}}
		switch {
		case e.name == parent:
			cells[columnName].Text = "← " + w.Say("ui.picker.up")
		case e.folder:
			cells[columnName] = widget.Cell{Text: e.name + string(filepath.Separator), Bold: true}
		default:
			files++
			cells[columnSize].Text = size(e.size)
		}
		if !e.modified.IsZero() {
			cells[columnTime].Text = e.modified.Format("2006-01-02 15:04")
		}
		rows[i] = widget.Row{ID: e.name, Cells: cells}
	}
	p.grid.SetRows(rows)
	p.state.Set(w.Say("ui.picker.files", "count", fmt.Sprint(files), "endings", strings.Join(p.question.Endings, " ")), look.Muted)
}

func size(n int64) string {
	const kilo = 1024
	switch {
	case n < kilo:
		return fmt.Sprintf("%d B", n)
	case n < kilo*kilo:
		return fmt.Sprintf("%d KB", (n+kilo-1)/kilo)
	}
	return fmt.Sprintf("%d.%d MB", n/(kilo*kilo), n%(kilo*kilo)*10/(kilo*kilo))
}

// show puts the path of a row into the field.
func (p *picker) show(name string) {
	if name == parent {
		p.path.SetText(p.folder)
		return
	}
	p.path.SetText(filepath.Join(p.folder, name))
}

// open goes into a folder or takes a file.
func (p *picker) open(name string) {
	i := slices.IndexFunc(p.entries, func(e entry) bool { return e.name == name })
	switch {
	case name == parent:
		p.enter(filepath.Dir(p.folder))
	case i >= 0 && p.entries[i].folder:
		p.enter(filepath.Join(p.folder, name))
	case i >= 0:
		p.form.Accept()
	}
}

// accept takes the path in the field: a file is chosen, a folder is gone into.
func (p *picker) accept() string {
	path := strings.Trim(strings.TrimSpace(p.path.Text), `"`)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return p.needs.Words.Error(err)
	case info.IsDir() && path != p.folder:
		p.enter(path)
		return " "
	case info.IsDir():
		return p.needs.Words.Say("ui.picker.none")
	}
	p.reading.Drop()
	done := p.done
	p.needs.Runner.Post(func() { done(path) }) // after the dialog has gone
	return ""
}
