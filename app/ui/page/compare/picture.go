package compare

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/picture"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/assets/fonts"
)

// pictured is how many rows a picture holds at most.
const pictured = 80

// copyPicture puts the table on the clipboard as a picture, or into a file where the clipboard takes none.
func (p *Page) copyPicture() {
	rows, columns := p.grid.Rows(), make([]picture.Column, len(p.grid.Columns))
	for i, c := range p.grid.Columns {
		columns[i] = picture.Column{Title: c.Title, Right: c.Align == fyne.TextAlignTrailing}
	}
	all, table := len(rows), []picture.Row{}
	for _, r := range rows[:min(all, pictured)] {
		line := picture.Row{Level: r.Level, Cells: make([]string, len(columns))}
		for i := range r.Cells {
			line.Cells[i] = r.Cells[i].Text
		}
		table = append(table, line)
	}
	w, put, folder, name := p.needs.Words, p.needs.CopyPicture, p.needs.Folder, p.needs.Words.Say("ui.compare.file")
	title := p.left.header.Name + " " + p.name(&p.left) + "　" + p.right.header.Name + " " + p.name(&p.right)
	task.Run(p.needs.Runner, &p.drawing, func(context.Context, *task.Progress) (path string, err error) {
		drawn, err := picture.Table(title, columns, table, picture.Faces{Regular: fonts.SansRegular(), Bold: fonts.SansBold()})
		if err != nil {
			return "", err
		}
		if err = put(drawn); errors.Is(err, errors.ErrUnsupported) {
			return picture.Save(folder, name, drawn)
		}
		return "", err
	}, func(path string, err error) {
		switch {
		case err != nil:
			p.needs.Fail(err)
		case path != "":
			p.needs.Toast(w.Say("ui.toast.picture-file", "path", path), look.Fine)
		case all > len(table):
			p.needs.Toast(w.Say("ui.year.pictured.some", "count", strconv.Itoa(len(table)), "all", strconv.Itoa(all)), look.Warn)
		default:
			p.needs.Toast(w.Say("ui.toast.pictured", "count", strconv.Itoa(len(table))), look.Fine)
		}
	})
}
