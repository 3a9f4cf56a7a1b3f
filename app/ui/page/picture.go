package page

import (
	"context"
	"errors"
	"image"
	"strconv"

	"fyne.io/fyne/v2"

	"zhunsheng/app/picture"
	"zhunsheng/app/task"
	"zhunsheng/app/ui/look"
	"zhunsheng/app/ui/widget"
	"zhunsheng/assets/fonts"
)

// Pictured is a table that is to become a picture.
type Pictured struct {
	Title   string
	File    string // name of the file without its ending, where it becomes one
	Columns []widget.Column
	Rows    []widget.Row
	Most    int // so many rows are drawn; what is left out is said
	// Put puts the picture on the clipboard; an error that is errors.ErrUnsupported makes it a file in the host's folder.
	Put func(image.Image) error
}

// CopyPicture draws a table in the background, puts it on the clipboard, or into a file where the clipboard takes no pictures, and says so.
func (h Host) CopyPicture(slot *task.Slot, t Pictured) {
	columns := make([]picture.Column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = picture.Column{Title: c.Title, Right: c.Align == fyne.TextAlignTrailing}
	}
	all := len(t.Rows)
	table := make([]picture.Row, min(all, t.Most))
	for i := range table {
		table[i].Level = t.Rows[i].Level
		for j := range t.Rows[i].Cells {
			table[i].Cells = append(table[i].Cells, t.Rows[i].Cells[j].Text)
		}
	}
	task.Run(h.Runner, slot, func(context.Context, *task.Progress) (path string, err error) {
		drawn, err := picture.Table(t.Title, columns, table, picture.Faces{Regular: fonts.SansRegular(), Bold: fonts.SansBold()})
		if err != nil {
			return "", err
		}
		if err = t.Put(drawn); errors.Is(err, errors.ErrUnsupported) {
			return picture.Save(h.Folder, t.File, drawn)
		}
		return "", err
	}, func(path string, err error) {
		switch {
		case err != nil:
			h.Fail(err)
		case path != "":
			h.Toast(h.Words.Say("ui.toast.picture-file", "path", path), look.Fine)
		case all > len(table):
			h.Toast(h.Words.Say("ui.year.pictured.some", "count", strconv.Itoa(len(table)), "all", strconv.Itoa(all)), look.Warn)
		default:
			h.Toast(h.Words.Say("ui.toast.pictured", "count", strconv.Itoa(len(table))), look.Fine)
		}
	})
}
