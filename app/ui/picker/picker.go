// Package picker is the program's own file dialog, for systems whose own one cannot be used: a folder's contents in a grid that is
// walked through with the keyboard, and a field that takes a path as it is typed or pasted. It asks for a file that is there, for a
// place to save one, or for a folder. Where several files may be chosen, they are marked as rows are everywhere.
//
// Folders are read in the background, because a network drive that is gone answers after minutes.
package picker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	// Save asks where a new file goes and proposes this name, such as "report.pdf". "" asks for a file that is there.
	Save string
	// Folder asks for a folder, which need not be there yet.
	Folder bool
	// Many, if not nil, lets several files be chosen at once, and is called with their paths when they are more than one.
	Many func(paths []string)
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
	judging  task.Slot
	judged   *judgement // of the path that is being accepted
	entered  bool       // Enter was pressed in the field
	replace  string     // the file that the next acceptance replaces
	shown    string     // what the field holds unless it was typed into
	typed    bool       // it was typed into while a folder was read: what was typed stays
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

// Ask lets the user choose a file or folder and calls done with its path. Without a choice done is not called. A file that would be
// replaced is said and accepted the second time.
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
	if question.Many != nil {
		p.grid.OnMarked = p.count
	}
	p.path = widget.NewEntry(nil)
	p.path.OnMove = func(direction int) {
		if direction > 0 && !p.entered { // Down, not Enter
			p.grid.Focus()
		}
		p.entered = false
	}
	p.path.OnSubmitted = func(string) {
		p.entered = true
		p.form.Accept()
	}
	room := widget.Room(620, 340, widget.NewPanel(p.grid, 1))
	up := widget.NewButton(w.Say("ui.picker.up"), func() { p.open(parent) })
	body := container.NewVBox(widget.Frame(nil, nil, nil, up, p.path), room, p.state)
	yes, first := w.Say("ui.picker.choose"), p.grid.Target()
	if question.Save != "" {
		yes, first = w.Say("ui.picker.save"), p.path
	}
	p.form = needs.Prompts.Fill(prompt.Form{
		Title: question.Title, Body: body, Width: 620, Yes: yes, First: first, Accept: p.accept, Dismissed: p.drop,
	})
	p.folder = cmp.Or(needs.Folder, string(filepath.Separator))
	if question.Save != "" { // Enter may come before the folder was read
		p.put(p.proposed())
	}
	p.enter(p.folder)
}

// enter reads a folder in the background and shows it.
func (p *picker) enter(folder string) {
	question, before := p.question, p.path.Text
	p.state.SetText(p.needs.Words.Say("ui.picker.reading"))
	task.Run(p.needs.Runner, &p.reading, func(context.Context, *task.Progress) ([]entry, error) {
		return read(folder, question)
	}, func(entries []entry, err error) {
		if err != nil {
			p.state.Set(p.needs.Words.Error(err), look.Bad)
			return
		}
		from := p.folder
		p.folder, p.entries = folder, entries
		p.typed = p.path.Text != before
		defer func() { p.typed = false }()
		p.grid.Mark()
		p.put(p.proposed())
		p.fill()
		if len(entries) > 0 {
			p.grid.Select(entries[0].name)
		}
		if filepath.Dir(from) == folder {
			p.grid.Select(filepath.Base(from))
		}
	})
}

// proposed is the path in the folder that stands in the field until another is chosen.
func (p *picker) proposed() string { return filepath.Join(p.folder, p.question.Save) }

// read lists a folder: folders first, then the files that are asked for, each by name; hidden ones are left out.
func read(folder string, q Question) ([]entry, error) {
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
		if !info.IsDir() && (q.Folder || len(q.Endings) > 0 && !slices.Contains(q.Endings, strings.ToLower(filepath.Ext(f.Name())))) {
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
	if p.question.Folder {
		p.state.Set(w.Say("ui.picker.folder"), look.Muted)
		return
	}
	text := w.Say("ui.picker.files", "count", fmt.Sprint(files), "endings", strings.Join(p.question.Endings, " "))
	if p.question.Many != nil && files > 1 {
		text += "　" + w.Say("ui.picker.many")
	}
	p.state.Set(text, look.Muted)
}

// count says how many files are marked.
func (p *picker) count() {
	if n := len(p.marked()); n > 0 {
		p.state.Set(p.needs.Words.Say("ui.picker.marked", "count", fmt.Sprint(n)), look.Current.Ink())
		return
	}
	p.fill()
}

// marked are the paths of the files that are marked; folders are not among them.
func (p *picker) marked() []string {
	var paths []string
	for _, name := range p.grid.Marked() {
		if i := slices.IndexFunc(p.entries, func(e entry) bool { return e.name == name }); i >= 0 && !p.entries[i].folder {
			paths = append(paths, filepath.Join(p.folder, name))
		}
	}
	return paths
}

// put shows a path in the field.
func (p *picker) put(path string) {
	if p.typed {
		return
	}
	p.shown = path
	p.path.SetText(path)
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
	i := slices.IndexFunc(p.entries, func(e entry) bool { return e.name == name })
	if name == parent || p.question.Save != "" && i >= 0 && p.entries[i].folder {
		p.put(p.proposed())
		return
	}
	p.put(filepath.Join(p.folder, name))
}

// open goes into a folder or takes a file; where files are marked it takes those.
func (p *picker) open(name string) {
	if p.question.Many != nil && len(p.marked()) > 0 {
		p.form.Accept()
		return
	}
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

// accept takes the files that are marked, or the path in the field where none are or one was typed: a file is chosen, a folder is gone into
// unless a folder is asked for.
func (p *picker) accept() string {
	if paths := p.marked(); len(paths) > 0 && p.question.Many != nil && p.path.Text == p.shown {
		p.finish(paths)
		return ""
	}
	path := strings.Trim(strings.TrimSpace(p.path.Text), `"`)
	if ending := filepath.Ext(p.question.Save); ending != "" && path != "" && filepath.Ext(path) == "" {
		path += ending
	}
	if path == "" {
		return p.needs.Words.Say("ui.picker.none")
	}
	if !filepath.IsAbs(path) { // a mere name is one in the folder that is shown
		path = filepath.Join(p.folder, path)
	}
	at := p.judged
	if p.judged = nil; at == nil || at.path != path {
		p.judge(path)
		return " " // it is accepted again then
	}
	switch {
	case at.err != nil && !p.makes(at):
		return p.needs.Words.Error(at.err)
	case at.err == nil:
		if fault := p.there(path, at.folder); fault != "" {
			return fault
		}
	}
	p.finish([]string{path})
	return ""
}

// judgement is what stands at a path.
type judgement struct {
	path   string
	err    error
	folder bool // it is one
	inside bool // it would stand in a folder that is there
}

// judge looks in the background at what stands at a path, because a drive that has gone takes its time, and accepts again.
func (p *picker) judge(path string) {
	said := p.state.Say()
	p.state.SetText(p.needs.Words.Say("ui.picker.reading"))
	task.Run(p.needs.Runner, &p.judging, func(context.Context, *task.Progress) (*judgement, error) {
		at := &judgement{path: path}
		info, err := os.Stat(path)
		at.err, at.folder = err, err == nil && info.IsDir()
		if err != nil {
			info, err = os.Stat(filepath.Dir(path))
			at.inside = err == nil && info.IsDir()
		}
		return at, nil
	}, func(at *judgement, _ error) {
		p.judged = at
		p.state.SetText(said)
		p.form.Accept()
	})
}

// finish hands over what was chosen.
func (p *picker) finish(paths []string) {
	p.drop()
	done, many := p.done, p.question.Many
	p.needs.Runner.Post(func() { // after the dialog has gone
		if len(paths) > 1 {
			many(paths)
			return
		}
		done(paths[0])
	})
}

// there judges a path at which there is something; what it returns keeps the dialog open.
func (p *picker) there(path string, folder bool) string {
	w := p.needs.Words
	switch {
	case p.question.Folder && !folder:
		return w.Say("ui.picker.folder")
	case p.question.Folder:
	case folder && path != p.folder:
		p.enter(path)
		if p.question.Save == "" {
			p.grid.Focus()
		}
		return " "
	case folder:
		return w.Say("ui.picker.none")
	case p.question.Save != "" && p.replace != path:
		p.replace = path
		return w.Say("ui.picker.replace", "name", filepath.Base(path))
	}
	return ""
}

// makes reports whether what is asked for may be absent: a new file in a folder that is there, or a new folder.
func (p *picker) makes(at *judgement) bool {
	return errors.Is(at.err, fs.ErrNotExist) && (p.question.Save != "" || p.question.Folder) && at.inside
}

// drop stops reading: the dialog goes.
func (p *picker) drop() {
	p.reading.Drop()
	p.judging.Drop()
}
