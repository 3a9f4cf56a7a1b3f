package guide

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zhunsheng/app/picture"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/assets/fonts"
)

// copyRows puts the chosen indicators on the clipboard, as tab-separated text.
func (s *indicators) copyRows() {
	s.page.needs.Copy(s.grid.Copy())
	s.page.needs.Toast(s.page.words.Say("ui.toast.copied", "count", strconv.Itoa(len(s.grid.Chosen()))), look.Fine)
}

// copyTable puts the whole table on the clipboard, with its titles and headings.
func (s *indicators) copyTable() {
	titles := make([]string, len(s.grid.Columns))
	for i, c := range s.grid.Columns {
		titles[i] = c.Title
	}
	table := [][]string{titles}
	for _, row := range s.grid.Rows() {
		table = append(table, texts(row))
	}
	s.page.needs.Copy(widget.JoinTable(table))
	s.page.needs.Toast(s.page.words.Say("guide.copy.table", "count", strconv.Itoa(len(table)-1)), look.Fine)
}

func texts(row widget.Row) []string {
	list := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		list[i] = c.Text
	}
	return list
}

// drawn is a table as a picture: on the clipboard, or in a file where the system's clipboard takes none.
type drawn struct{ path string }

// copyPicture draws the table and puts it on the clipboard as a picture.
func (s *indicators) copyPicture() {
	p := s.page
	columns := make([]picture.Column, len(s.grid.Columns))
	for i, c := range s.grid.Columns {
		columns[i] = picture.Column{Title: c.Title, Right: c.Align == fyne.TextAlignTrailing}
	}
	rows := make([]picture.Row, 0, len(s.grid.Rows()))
	for _, row := range s.grid.Rows() {
		rows = append(rows, picture.Row{Level: row.Level, Cells: texts(row)})
	}
	e := p.session.Evaluation()
	title := p.words.Say("guide.copy.title", "project", e.Project.Name, "year", strconv.Itoa(e.FiscalYear))
	folder, name, put := p.needs.Folder, strings.Map(inName, title), p.needs.CopyPicture
	faces := picture.Faces{Regular: fonts.SansRegular(), Bold: fonts.SansBold()}
	task.Run(p.needs.Runner, &s.drawing, func(context.Context, *task.Progress) (drawn, error) {
		table, err := picture.Table(title, columns, rows, faces)
		if err != nil {
			return drawn{}, err
		}
		return hand(table, put, folder, name)
	}, func(d drawn, err error) {
		switch {
		case err != nil:
			p.needs.Fail(err)
		case d.path == "":
			p.needs.Toast(p.words.Say("guide.copy.picture"), look.Fine)
		default:
			p.notice.offer(p.words.Say("guide.copy.saved", "path", d.path), look.Current, p.words.Say("guide.evidence.open"), func() {
				if err := p.needs.OpenFile(d.path); err != nil {
					p.needs.Fail(err)
				}
			})
		}
	})
}

// hand puts a picture on the clipboard, or into a file where that cannot be done.
func hand(table image.Image, put func(image.Image) error, folder, name string) (drawn, error) {
	err := put(table)
	if !errors.Is(err, errors.ErrUnsupported) {
		return drawn{}, err
	}
	path, err := picture.Save(folder, name, table)
	return drawn{path: filepath.Clean(path)}, err
}

// inName replaces what file systems do not take in a name.
func inName(r rune) rune {
	if strings.ContainsRune(`<>:"/\|?*`, r) || r < ' ' {
		return '_'
	}
	return r
}
