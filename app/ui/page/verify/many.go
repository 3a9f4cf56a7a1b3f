package verify

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"zhunsheng/app"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/scoring"
)

// ChangedError says that a file is no longer the one that was checked.
type ChangedError struct{ Path string }

// Error names the file.
func (e *ChangedError) Error() string { return e.Path + ": changed since it was checked" }

// Message names the sentence for the user.
func (e *ChangedError) Message() scoring.Message {
	return scoring.Message{Key: "ui.verify.changed", Args: scoring.Args{"path": e.Path}}
}

// wholeFiles is how many files may be on the list before their content is no longer kept in memory.
const wholeFiles = 8

// slim lets go of a file's content, where many are on the list.
func (p *Page) slim(v *view) {
	if len(p.items) > wholeFiles && v.checked != nil && v.checked.Report != nil {
		v.checked.Report.File = nil
	}
}

// whole returns what gives the content of a report, from memory or read again. What it returns is called in the background.
func (v *view) whole() func() ([]byte, error) {
	if file := v.checked.Report.File; file != nil {
		return func() ([]byte, error) { return file, nil }
	}
	path, want := v.checked.Path, v.checked.SHA256
	return func() ([]byte, error) {
		file, err := os.ReadFile(path)
		if err != nil {
			return nil, &app.FileError{Path: path, Err: err}
		}
		if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != want {
			return nil, &ChangedError{Path: path}
		}
		return file, nil
	}
}

// order sorts the list by name, or by verdict with what is wrong first; once more turns it round.
func (p *Page) order(column int) {
	p.down = p.sorted == column && !p.down
	p.sorted = column
	p.fill()
}

// inOrder returns the files as the list shows them: as they came, or sorted.
func (p *Page) inOrder() []*item {
	if p.sorted < 0 {
		return p.items
	}
	items := slices.Clone(p.items)
	slices.SortStableFunc(items, func(a, b *item) int {
		if p.down {
			a, b = b, a
		}
		byName := cmp.Compare(filepath.Base(a.path), filepath.Base(b.path))
		if p.sorted == 0 {
			return byName
		}
		return cmp.Or(cmp.Compare(gravity(a), gravity(b)), byName)
	})
	return items
}

// gravity orders verdicts: what is wrong first, what was not checked yet last.
func gravity(it *item) int {
	switch {
	case it.view == nil:
		return 3
	case it.view.tone == look.Wrong:
		return 0
	case it.view.tone == look.Warn:
		return 1
	}
	return 2
}

// nextProblem is the next file after the current one, round the end, in which something is wrong; nil where there is none.
func (p *Page) nextProblem() *item {
	items := p.inOrder()
	at := slices.Index(items, p.current())
	for i := range items {
		it := items[(at+1+i)%len(items)]
		if it.view != nil && it.view.tone == look.Wrong {
			return it
		}
	}
	return nil
}

func (p *Page) goToProblem() {
	if it := p.nextProblem(); it != nil {
		p.list.Select(it.path)
		p.list.Focus()
	}
}

// copyList copies what was found about every file as a table.
func (p *Page) copyList() {
	w := p.needs.Words
	lines := [][]string{{w.Say("ui.verify.column.file"), w.Say("ui.verify.column.verdict"), w.Say("ui.verify.column.sentence"), w.Say("ui.verify.column.path")}}
	for _, it := range p.inOrder() {
		line := []string{filepath.Base(it.path), "…", "", it.path}
		if it.view != nil {
			line[1], line[2] = it.view.short, it.view.sentence
		}
		lines = append(lines, line)
	}
	p.needs.Copy(widget.JoinTable(lines))
	p.needs.Toast(w.Say("ui.verify.list.copied", "count", strconv.Itoa(len(p.items))), look.Fine)
}
